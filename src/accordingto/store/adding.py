"""Taking a report in: which report it is, what of it is new, and the entries that say so.

Promise: adding a thing again adds nothing. A page fetched twice is two captures of one report; a text that changed is
a new version of it, whose reading supersedes the older one and never removes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from accordingto.model.identity import names as identity_names
from accordingto.model.identity import text_id
from accordingto.model.reading import Reading
from accordingto.model.text import Report
from accordingto.store import fulltext, views
from accordingto.store import tables as t
from accordingto.store.chain import packed, stamp, storable
from accordingto.store.identifying import Source, find, free_name, graves, same_version, why_erased
from accordingto.store.judging import Named
from accordingto.store.loading import LAST, reading_at, version_at
from accordingto.store.writing import Draft


@dataclass(frozen=True, slots=True)
class Run:
    """What read a report: versions and hashes of everything that a reading depends on."""

    package: str | None = None
    reader: str | None = None
    lang: str | None = None
    pack: str | None = None
    weights: str | None = None
    config: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What a ledger has of a report already.

    Attributes:
        report: Its id in the ledger, or None when it is new.
        version: Whether the text and what is said about it are held.
        read: Whether that version was read.
        erased: Why it was erased, when it was; it must not come back by itself.
    """

    report: str | None = None
    version: bool = False
    read: bool = False
    erased: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What a report added.

    Attributes:
        report: Its id in the ledger.
        new: Whether the report itself was new; ``capture``, ``version`` and ``reading`` likewise.
        supersedes: Whether an earlier version or reading of it is not the current one any more.
        entries: Number of entries.
        behind: Time of the entry before, when the clock was behind it.
        erased: Why nothing was added, for a report that was erased.
    """

    report: str
    new: bool = False
    capture: bool = False
    version: bool = False
    reading: bool = False
    supersedes: bool = False
    entries: int = 0
    behind: str | None = None
    erased: str | None = None


def held(conn: Connection, report: Report, source: Source | None) -> Held:
    """What is held of a report, before it is read."""
    erased = why_erased(conn, report, source) if graves(conn) else None
    if erased:
        return Held(erased=erased)
    row = find(conn, report, source)
    if row is None:
        return Held()
    version = same_version(conn, row.id, report, source)
    if version is None:
        return Held(row.id)
    return Held(row.id, True, reading_at(conn, version.seq, LAST) is not None)


def add(conn: Connection, now: datetime, items: Iterable[tuple[Reading, Source | None, Run]]) -> list[Added]:
    """Append what is new of some readings and their reports, in the transaction given.

    Args:
        conn: A writing transaction.
        now: The clock's time.
        items: Each reading with its report, the bytes behind it where they are kept, and what read it.
    """
    batch = _Batch(conn, Draft(conn, now), graves(conn))
    out = [batch.add(*item) for item in items]
    batch.flush()
    return out


@dataclass(slots=True)
class _Batch:
    """Reports on their way in: rows of new ones are handed to the database together.

    Attributes:
        graves: Whether anything was ever erased from this ledger.
        fresh: For each new report its id, its version's number and text, and the claims of its reading.
        keys: Names, addresses and words under which the next one could be one of them.
        done: How many entries of the draft the views have.
    """

    conn: Connection
    draft: Draft
    graves: bool
    fresh: list[tuple[str, int, str, list[Named]]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    done: int = 0

    def add(self, reading: Reading, source: Source | None, run: Run) -> Added:
        report, conn, draft = reading.report, self.conn, self.draft
        text = text_id(report.text)
        keys = {report.id, text, *((source.url,) if source and source.url else ())}
        if keys & self.keys:
            self.flush()
        erased = why_erased(conn, report, source) if self.graves else None
        if erased:
            return Added(report.id, erased=erased)
        row = find(conn, report, source)
        begin = draft.following
        if row is None:
            name = free_name(conn, report)
            number, names = self._new(name, reading, source, run, text)
            self.fresh.append((name, number, report.text, names))
            self.keys |= keys
            return Added(name, True, source is not None, True, True, False, draft.following - begin, draft.behind)
        self.flush()
        name = row.id
        before = version_at(conn, name, LAST)
        version = same_version(conn, name, report, source)
        captured = source is not None and _capture(draft, name, report.origin, source)
        unread = version is None or reading_at(conn, version.seq, LAST) is None
        if unread:
            number = version.seq if version is not None else put_version(draft, name, report, text, before, source)
            put_reading(draft, name, number, _run_seq(draft, run), reading, text)
            self.flush()
            if version is None:
                fulltext.add_texts(conn, [(number, report.text)])
            views.refresh(conn, name)
        self.flush()
        return Added(name, False, captured, version is None, unread, unread, draft.following - begin, draft.behind)

    def flush(self) -> None:
        """Hand everything to the database, and have the views follow."""
        self.draft.flush()
        views.project(self.conn, self.draft.entries[self.done :])
        self.done = len(self.draft.entries)
        if self.fresh:
            fulltext.add_texts(self.conn, [(number, text) for _, number, text, _ in self.fresh])
            views.refresh_new(self.conn, [(name, names) for name, _, _, names in self.fresh])
        self.fresh, self.keys = [], set()

    def _new(self, name: str, reading: Reading, source: Source | None, run: Run, text: str) -> tuple[int, list[Named]]:
        report, url = reading.report, source.url if source else None
        self.draft.put("report", {"id": name, "given": report.id, "url": url, "publisher": report.publisher})
        if source is not None:
            _put_capture(self.draft, name, report.origin, source)
        number = put_version(self.draft, name, report, text, None, source)
        return number, put_reading(self.draft, name, number, _run_seq(self.draft, run), reading, text)


def add_again(conn: Connection, now: datetime, name: str, reading: Reading, run: Run) -> Added:
    """Append a newer reading of the current version of a report, unless the same run made the one it has."""
    version = version_at(conn, name, LAST)
    draft = Draft(conn, now)
    run_seq = _run_seq(draft, run)
    text = text_id(reading.report.text)
    if version is None or version.text != text:
        return Added(name)
    last = reading_at(conn, version.seq, LAST)
    if last is not None and last.run == run_seq:
        return Added(name)
    put_reading(draft, name, version.seq, run_seq, reading, text)
    draft.flush()
    views.project(conn, draft.entries)
    views.refresh(conn, name)
    return Added(name, reading=True, supersedes=last is not None, entries=len(draft.entries), behind=draft.behind)


def add_capture(conn: Connection, now: datetime, name: str, source: Source, origin: str | None) -> Added:
    """Append another capture of a report that is held."""
    draft = Draft(conn, now)
    captured = _capture(draft, name, origin, source)
    draft.flush()
    views.project(conn, draft.entries)
    return Added(name, capture=captured, entries=len(draft.entries), behind=draft.behind)


def _capture(draft: Draft, name: str, origin: str | None, source: Source) -> bool:
    c = t.capture.c
    retrieved = stamp(source.retrieved) if source.retrieved else None
    when = c.retrieved == retrieved if retrieved else c.retrieved.is_(None)
    known = select(c.seq).where(and_(c.report == name, c.sha256 == source.sha256, when))
    if draft.conn.execute(known.limit(1)).first() is not None:
        return False
    _put_capture(draft, name, origin, source)
    return True


def _put_capture(draft: Draft, name: str, origin: str | None, source: Source) -> None:
    draft.keep(t.raw, {"sha256": source.sha256, "size": len(source.raw), "body": packed(source.raw)})
    retrieved = stamp(source.retrieved) if source.retrieved else None
    draft.put(
        "capture",
        {
            "report": name,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "address": source.address,
            "retrieved": retrieved,
            "status": source.status,
            "headers": [list(h) for h in source.headers],
            "origin": origin,
        },
    )


def put_version(
    draft: Draft, name: str, report: Report, text: str, before: Row[Any] | None, source: Source | None
) -> int:
    """Append a version of a report; its number."""
    escaped, body = storable(report.text)
    draft.keep(t.text, {"id": text, "escaped": escaped, "body": body})
    # What this capture leaves open stays as an earlier one said.
    known: Mapping[str, Any] = dict(before._mapping) if before is not None else {}
    published = report.published.isoformat() if report.published else known.get("published")
    retrieved = source.retrieved if source and source.retrieved else None
    return draft.put(
        "version",
        {
            "report": name,
            "text": text,
            "published": published,
            "publisher": report.publisher or known.get("publisher"),
            "title": report.title or known.get("title"),
            "url": report.url or known.get("url"),
            "origin": report.origin,
            "retrieved": stamp(retrieved) if retrieved else draft.recorded,
            "words": len(report.text.split()),
        },
    )


def _run_seq(draft: Draft, run: Run) -> int:
    """Number of the entry of a run, which is added where there is none yet."""
    seq = draft.runs.get(run)
    if seq is None:
        same = [
            column == value if value is not None else column.is_(None)
            for column, value in ((t.run.c[k], v) for k, v in asdict(run).items())
        ]
        held = draft.conn.execute(select(t.run.c.seq).where(*same).limit(1)).scalar()
        seq = draft.runs[run] = int(held) if held is not None else draft.put("run", asdict(run))
    return seq


def put_reading(draft: Draft, name: str, version: int, run: int, reading: Reading, text: str) -> list[Named]:
    """Append a reading with everything in it; its claims by their names."""
    said = [c.to_dict() for c in reading.claims]
    names = [Named(c, *identity_names(c, text, d)) for c, d in zip(reading.claims, said, strict=True)]
    first = draft.following
    parts = (reading.claims, reading.incidents, reading.tolls, reading.issues)
    draft.put(
        "reading",
        {
            "report": name,
            "version": version,
            "run": run,
            "last": first + sum(map(len, parts)),
            "lang": reading.lang,
            "reader": reading.reader,
            "numbers": [[n.span.start, n.span.end, n.text, n.status, n.reason] for n in reading.numbers],
        },
    )
    for n, d in zip(names, said, strict=True):
        draft.put("claim", _claim_value(name, text, n, d))
    for kind, things in (("incident", reading.incidents), ("toll", reading.tolls), ("issue", reading.issues)):
        for thing in things:
            draft.put(kind, {"report": name, kind: thing.to_dict()})
    return names


def _claim_value(report: str, text: str, n: Named, said: dict[str, Any]) -> dict[str, Any]:
    value = {"report": report, "text": text, "anchor": n.anchor, "fingerprint": n.fingerprint, "claim": said}
    return {**value, "why": [list(w) for w in n.claim.why]} if n.claim.why else value
