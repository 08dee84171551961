"""Erasure: what a ledger must forget, forgotten, while the chain of what it once knew still verifies.

Promise: payloads, bytes and texts go; their entries' hashes stay, and a tombstone says which, when, by whom and why.
The tombstone knows what was erased only by digests, enough to keep it from coming back unasked. Backups made before
still hold it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select

from accordingto.model.identity import text_id
from accordingto.model.reading import Reading
from accordingto.model.text import Report
from accordingto.store import fulltext, views
from accordingto.store import tables as t
from accordingto.store.adding import put_reading, put_version
from accordingto.store.chain import digest_name
from accordingto.store.loading import LAST, kept, payloads, reading_at, reading_from, report_of, text_of, version_at
from accordingto.store.writing import Draft

_FIXED = frozenset(
    ("id", "type", "kind", "stance", "scope", "means", "act", "incident", "incidents", "claims", "killed_from")
    + ("injured_from", "start", "end", "edtf", "tags", "code", "severity", "verdict", "subject", "other")
    + ("fingerprint", "anchor", "by", "at", "report", "lang", "reader", "claim")
)
_ABOUT = ("report", "capture", "version", "reading", "claim", "incident", "toll", "issue", "judgement", "coding")


def reports_of(conn: Connection, *, publisher: str | None = None, words: str | None = None) -> list[str]:
    """Ids of the reports of an outlet, or of those in any version of which some words stand."""
    v = t.version.c
    if publisher is not None:
        found = select(v.report).where(v.publisher == publisher).distinct()
        return list(conn.execute(found.order_by(v.report)).scalars())
    hits: dict[str, None] = {}
    for row in conn.execute(select(v.report, v.text, v.title).order_by(v.seq)):
        if words is not None and (words in (text_of(conn, row.text) or "") or words in (row.title or "")):
            hits[row.report] = None
    return list(hits)


def erase_reports(conn: Connection, now: datetime, names: Iterable[str], *, reason: str, by: str) -> int:
    """Erase reports with everything that was read of them and judged about them.

    Args:
        conn: A writing transaction.
        now: The clock's time.
        names: Ids of the reports.
        reason: Why, for the tombstone: it stays, so it must not name what is erased.
        by: Who.

    Returns:
        How many entries lost their payload.
    """
    names = list(names)
    seqs, known = _entries_about(conn, set(names))
    raws, texts = _sources(conn, names)
    known |= set(names) | {f"raw:{r}" for r in raws} | {f"text:{x}" for x in texts}
    known |= set(conn.execute(select(t.report.c.url).where(t.report.c.id.in_(names))).scalars()) - {None}
    draft = Draft(conn, now)
    _tombstone(draft, _plural(len(names)), seqs, sorted({digest_name(k) for k in known}), reason, by)
    draft.flush()
    _delete(conn, seqs, raws, texts, names)
    views.project(conn, draft.entries)
    return len(seqs)


def black_out(conn: Connection, now: datetime, words: str, *, reason: str, by: str) -> tuple[int, int]:
    """Erase some words wherever they stand, and keep the rest of the reports with the words blacked out.

    Every offset stays what it was, because each character becomes one block. Bytes as they came are erased, since the
    words stand in them.

    Args:
        conn: A writing transaction.
        now: The clock's time.
        words: Exactly as they stand in the texts, such as a person's name.
        reason: Why; it stays, so it must not name what is erased.
        by: Who.

    Returns:
        How many reports were changed, and how many entries lost their payload.
    """
    names = reports_of(conn, words=words)
    rows = [dict(r._mapping) for r in conn.execute(select(t.report).where(t.report.c.id.in_(names)))]
    clean = [c for c in (_clean(conn, n, words) for n in names) if c is not None]
    seqs, _ = _entries_about(conn, set(names), keep=("report",))
    raws, texts = _sources(conn, names)
    draft = Draft(conn, now)
    known = sorted(digest_name(k) for k in {f"raw:{r}" for r in raws} | {f"text:{x}" for x in texts})
    _tombstone(draft, f"words in {_plural(len(names))}", seqs, known, reason, by)
    draft.flush()
    _delete(conn, seqs, raws, texts, names)
    if rows:
        conn.execute(insert(t.report), [{**r, "version": None, "reading": None, "claims": 0} for r in rows])
    for c in clean:
        _write_clean(draft, c)
    draft.flush()
    views.project(conn, draft.entries)
    for c in clean:
        fulltext.add_texts(conn, list(fulltext.stored_texts(conn, c.report.id)))
        views.refresh(conn, c.report.id)
    return len(names), len(seqs)


@dataclass(frozen=True, slots=True)
class _Clean:
    """A report with the words blacked out: its reading, and each judgement with the position of its claim."""

    report: Report
    reading: Reading
    run: int
    judged: list[tuple[int | None, dict[str, Any]]]


def _write_clean(draft: Draft, c: _Clean) -> None:
    text = text_id(c.report.text)
    version = put_version(draft, c.report.id, c.report, text, None, None)
    first = draft.following + 1
    names = put_reading(draft, c.report.id, version, c.run, c.reading, text)
    for place, value in c.judged:
        if place is not None:
            # The text has another name now, so its claims have; the judgement is about the same words as before.
            n = names[place]
            held = value["fingerprint"] is not None
            value |= {"subject": n.anchor, "fingerprint": n.fingerprint if held else None, "claim": first + place}
        draft.put("judgement", value)


def _tombstone(draft: Draft, what: str, seqs: list[int], known: list[str], reason: str, by: str) -> None:
    value = {"what": what, "by": by, "reason": reason, "ranges": _ranges(seqs), "names": known}
    draft.put("tombstone", value)


def _plural(n: int) -> str:
    return f"{n} report{'s' * (n != 1)}"


def _clean(conn: Connection, name: str, words: str) -> _Clean | None:
    v = version_at(conn, name, LAST)
    r = reading_at(conn, v.seq, LAST) if v is not None else None
    now = kept(conn, name)
    if v is None or r is None or now is None:
        return None
    report = report_of(v, text_of(conn, v.text) or "")
    told = {f: _blacked(getattr(report, f), words) for f in ("text", "title", "publisher", "origin")}
    report = replace(report, **told)
    reading, names = reading_from(report, [(k, _blacked(x, words)) for k, x in payloads(conn, r.seq, r.last)])
    held = {j.id: i for i, s in enumerate(now.standings[: len(names)]) for j in s.judgements if s.anchor == j.subject}
    found = (
        select(t.payload.c.body)
        .join(t.judgement, t.judgement.c.seq == t.payload.c.seq)
        .where(t.judgement.c.report == name)
        .order_by(t.judgement.c.seq)
    )
    judged = [_blacked(json.loads(body), words) for body in conn.execute(found).scalars()]
    return _Clean(report, reading, int(r.run), [(held.get(j["id"]), j) for j in judged])


def _blacked(value: Any, words: str, key: str = "") -> Any:
    """A value with the words as blocks wherever a report's own words stand, not in the fixed vocabulary."""
    if isinstance(value, dict):
        return {k: _blacked(v, words, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_blacked(v, words, key) for v in value]
    if isinstance(value, str) and key not in _FIXED:
        return value.replace(words, "█" * len(words))
    return value


def _entries_about(conn: Connection, names: set[str], keep: tuple[str, ...] = ()) -> tuple[list[int], set[str]]:
    """Numbers of all entries that speak of some reports, and the names under which users knew them."""
    rows = conn.execute(
        select(t.entry.c.seq, t.entry.c.kind, t.payload.c.body)
        .join(t.payload, t.payload.c.seq == t.entry.c.seq)
        .where(t.entry.c.kind.in_(_ABOUT))
        .order_by(t.entry.c.seq)
    )
    seqs, known = [], set()
    for seq, kind, body in rows:
        value: dict[str, Any] = json.loads(body)
        told = {value.get("report"), value["id"] if kind == "report" else None, *_told(value, kind)}
        if told & names:
            if kind == "report":
                known |= {value["given"], value["url"]} - {None}
            if kind not in keep:
                seqs.append(seq)
    return seqs, known


def _told(value: dict[str, Any], kind: str) -> set[str]:
    """Reports whose tellings a judgement is about."""
    if kind != "judgement":
        return set()
    return {str(value[k]).rpartition("#")[0] or str(value[k]) for k in ("subject", "other") if value.get(k)}


def _sources(conn: Connection, names: list[str]) -> tuple[set[str], set[str]]:
    """Bytes and texts of some reports that no other report shares."""
    v, c = t.version.c, t.capture.c
    texts = set(conn.execute(select(v.text).where(v.report.in_(names))).scalars())
    texts -= set(conn.execute(select(v.text).where(v.text.in_(texts), v.report.not_in(names))).scalars())
    # A feed's bytes hold what its other entries say too; they go, because what is to be forgotten stands in them.
    return set(conn.execute(select(c.sha256).where(c.report.in_(names))).scalars()), texts


def _ranges(seqs: list[int]) -> list[list[int]]:
    out: list[list[int]] = []
    for n in seqs:
        if out and n == out[-1][1] + 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return out


def _delete(conn: Connection, seqs: list[int], raws: set[str], texts: set[str], names: list[str]) -> None:
    conn.execute(insert(t.meta), [{"key": "erasing", "value": "1"}])
    for name in names:
        views.forget(conn, name)
    views.forget_names(conn)
    told = select(t.member.c.incident).where(t.member.c.report.in_(names))
    gone = list(conn.execute(told.distinct()).scalars())
    for column in (t.incident.c.id, t.incident_key.c.incident, t.member.c.incident):
        conn.execute(delete(column.table).where(column.in_(gone)))
    # Series of totals are made of many reports; they wait for the next rebuild.
    conn.execute(delete(t.toll))
    for name in names:
        conn.execute(
            delete(t.pair).where(or_(*(c.startswith(f"{name}#", autoescape=True) for c in (t.pair.c.a, t.pair.c.b))))
        )
    conn.execute(delete(t.raw).where(t.raw.c.sha256.in_(raws)))
    conn.execute(delete(t.text).where(t.text.c.id.in_(texts)))
    for start in range(0, len(seqs), 500):
        conn.execute(delete(t.payload).where(t.payload.c.seq.in_(seqs[start : start + 500])))
    conn.execute(delete(t.meta).where(t.meta.c.key == "erasing"))
