"""Taking a report in: which report it is, what of it is new, and the entries that say so.

Promise: adding a thing again adds nothing. A page fetched twice is two captures of one report; a text that changed is
a new version of it, whose reading supersedes the older one and never removes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select

from accordingto.model.claim import Claim
from accordingto.model.identity import anchor, fingerprint, text_id
from accordingto.model.reading import Reading
from accordingto.model.text import Report
from accordingto.store import fulltext, views
from accordingto.store import tables as t
from accordingto.store.chain import packed, stamp, storable
from accordingto.store.identifying import Source, find, free_name, same_version, why_erased
from accordingto.store.judging import Named
from accordingto.store.loading import LAST, reading_at, text_of, version_at
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
    erased = why_erased(conn, report, source)
    if erased:
        return Held(erased=erased)
    row = find(conn, report, source)
    if row is None:
        return Held()
    version = same_version(conn, row.id, report, source)
    if version is None:
        return Held(row.id)
    return Held(row.id, True, reading_at(conn, version.seq, LAST) is not None)


def add(conn: Connection, now: datetime, reading: Reading, source: Source | None, run: Run) -> Added:
    """Append what is new of a reading and its report, in the transaction given.

    Args:
        conn: A writing transaction.
        now: The clock's time.
        reading: With its report.
        source: The bytes behind it, where they are kept.
        run: What read it.
    """
    report = reading.report
    erased = why_erased(conn, report, source)
    if erased:
        return Added(report.id, erased=erased)
    draft = Draft(conn, now)
    row = find(conn, report, source)
    name = row.id if row is not None else free_name(conn, report)
    if row is None:
        url = source.url if source else None
        draft.put("report", {"id": name, "given": report.id, "url": url, "publisher": report.publisher})
    before = version_at(conn, name, LAST) if row is not None else None
    version = same_version(conn, name, report, source) if row is not None else None
    captured = source is not None and _capture(draft, name, report.origin, source)
    unread = version is None or reading_at(conn, version.seq, LAST) is None
    if unread:
        text = text_id(report.text)
        number = version.seq if version is not None else put_version(draft, name, report, text, before, source)
        names = put_reading(draft, name, number, _run_seq(conn, run), run, reading, text)
        draft.flush()
        views.project(conn, draft.entries)
        if version is None:
            fulltext.add_text(conn, number, fulltext.searchable(report.text))
        views.refresh(conn, name, names if row is None else None)
    else:
        draft.flush()
        views.project(conn, draft.entries)
    return Added(
        name, row is None, captured, version is None, unread, before is not None and unread, len(draft.entries),
        draft.behind,
    )  # fmt: skip


def add_again(conn: Connection, now: datetime, name: str, reading: Reading, run: Run) -> Added:
    """Append a newer reading of the current version of a report, unless the same run made the one it has."""
    version = version_at(conn, name, LAST)
    run_seq = _run_seq(conn, run)
    text = text_id(reading.report.text)
    if version is None or version.text != text:
        return Added(name)
    last = reading_at(conn, version.seq, LAST)
    if last is not None and last.run == run_seq:
        return Added(name)
    draft = Draft(conn, now)
    put_reading(draft, name, version.seq, run_seq, run, reading, text)
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
    store_raw(draft.conn, source)
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
    return True


def store_raw(conn: Connection, source: Source) -> None:
    """Keep the bytes, once however many reports they hold."""
    if conn.execute(select(t.raw.c.sha256).where(t.raw.c.sha256 == source.sha256)).first() is None:
        row = {"sha256": source.sha256, "size": len(source.raw), "body": packed(source.raw)}
        conn.execute(insert(t.raw), [row])


def put_version(
    draft: Draft, name: str, report: Report, text: str, before: Row[Any] | None, source: Source | None
) -> int:
    """Append a version of a report; its number."""
    if text_of(draft.conn, text) is None:
        escaped, body = storable(report.text)
        draft.conn.execute(insert(t.text), [{"id": text, "escaped": escaped, "body": body}])
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


def _run_seq(conn: Connection, run: Run) -> int | None:
    same = [
        column == value if value is not None else column.is_(None)
        for column, value in ((t.run.c[k], v) for k, v in asdict(run).items())
    ]
    return conn.execute(select(t.run.c.seq).where(*same).limit(1)).scalar()


def put_reading(
    draft: Draft, name: str, version: int, run_seq: int | None, run: Run, reading: Reading, text: str
) -> list[Named]:
    """Append a reading with everything in it; its claims by their names."""
    if run_seq is None:
        run_seq = draft.put("run", asdict(run))
    names = [Named(c, anchor(c, text), fingerprint(c, text)) for c in reading.claims]
    first = draft.following
    parts = (reading.claims, reading.incidents, reading.tolls, reading.issues)
    draft.put(
        "reading",
        {
            "report": name,
            "version": version,
            "run": run_seq,
            "last": first + sum(map(len, parts)),
            "lang": reading.lang,
            "reader": reading.reader,
            "numbers": [[n.span.start, n.span.end, n.text, n.status, n.reason] for n in reading.numbers],
        },
    )
    for n in names:
        draft.put("claim", claim_value(name, text, n))
    for kind, things in (("incident", reading.incidents), ("toll", reading.tolls), ("issue", reading.issues)):
        for thing in things:
            draft.put(kind, {"report": name, kind: thing.to_dict()})
    return names


def claim_value(report: str, text: str, n: Named) -> dict[str, Any]:
    """What the entry of a claim says."""
    claim: Claim = n.claim
    said = {"report": report, "text": text, "anchor": n.anchor, "fingerprint": n.fingerprint, "claim": claim.to_dict()}
    return {**said, "why": [list(w) for w in claim.why]} if claim.why else said
