"""From stored entries back to reports, readings and claims, as they stood at some entry of the chain.

Promise: every function takes the last entry that counts (``upto``), so what the ledger would have said at an earlier
time is computed by the same code as what it says now.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from accordingto.model.issue import Issue, Severity
from accordingto.model.judgement import Judgement, Verdict, waiting
from accordingto.model.parse import claim_from_dict, incident_from_dict, toll_from_dict
from accordingto.model.reading import NumberUse, Reading
from accordingto.model.text import Report, Span
from accordingto.store import tables as t
from accordingto.store.chain import moment, restored
from accordingto.store.judging import Named, Standing, standing

LAST = 2**62
"""The last entry of any ledger: everything counts."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A reading with what people made of it.

    Attributes:
        reading: As it was read, its claims with the edits that hold; rejected ones are in it.
        standings: Each claim as it stands, then those that people added.
        orphans: Judgements whose claim is not in the reading any more.
        waiting: Proposals about the report that wait for a second eye.
        text_id: Name of the text.
        learned: When the report was first taken in.
    """

    reading: Reading
    standings: tuple[Standing, ...]
    orphans: tuple[Judgement, ...]
    text_id: str
    learned: datetime
    waiting: tuple[Judgement, ...] = ()


def upto(conn: Connection, as_of: datetime | None) -> int:
    """The last entry that was recorded by a moment.

    A clock that once ran ahead does not hide what came after: an entry was learned no later than any entry behind it.
    """
    if as_of is None:
        return LAST
    from accordingto.store.chain import stamp

    found = select(t.entry.c.seq).where(t.entry.c.recorded <= stamp(as_of)).order_by(t.entry.c.seq.desc()).limit(1)
    return conn.execute(found).scalar() or 0


def version_at(conn: Connection, report: str, last: int) -> Row[Any] | None:
    """The version of a report that was current: the one retrieved last."""
    v = t.version.c
    return conn.execute(
        select(t.version).where(v.report == report, v.seq <= last).order_by(v.retrieved.desc(), v.seq.desc()).limit(1)
    ).first()


def reading_at(conn: Connection, version: int, last: int) -> Row[Any] | None:
    """The latest reading of a version."""
    r = t.reading.c
    found = select(t.reading).where(r.version == version, r.seq <= last).order_by(r.seq.desc()).limit(1)
    return conn.execute(found).first()


def text_of(conn: Connection, name: str) -> str | None:
    """A stored text by its name; None when it was erased."""
    row = conn.execute(select(t.text.c.escaped, t.text.c.body).where(t.text.c.id == name)).first()
    return None if row is None else restored(row.escaped, row.body)


def payloads(conn: Connection, first: int, last: int) -> list[tuple[str, dict[str, Any]]]:
    """Kind and content of a run of entries; erased ones are left out."""
    rows = conn.execute(
        select(t.entry.c.kind, t.payload.c.body)
        .join(t.payload, t.payload.c.seq == t.entry.c.seq)
        .where(t.entry.c.seq.between(first, last))
        .order_by(t.entry.c.seq)
    )
    return [(kind, json.loads(body)) for kind, body in rows]


def kept(conn: Connection, report: str, last: int = LAST, *, judged: bool = True) -> Kept | None:
    """The current reading of a report with its judgements; None when there is none.

    Args:
        conn: A transaction.
        report: Its id.
        last: The last entry that counts.
        judged: Whether there may be judgements about it; False saves looking for them.
    """
    v = version_at(conn, report, last)
    r = reading_at(conn, v.seq, last) if v is not None else None
    if v is None or r is None:
        return None
    reading, names = _reading(conn, v, r)
    made = judgements(conn, last, report=report) if judged else []
    standings, orphans = stand(conn, names, v.text, made)
    by_id = {s.claim.id: s.claim for s in standings}
    if made:
        added = tuple(s.claim for s in standings if s.read is None)
        reading = replace(reading, claims=tuple(by_id[c.id] for c in reading.claims) + added)
    return Kept(reading, standings, orphans, v.text, _learned(conn, report), waiting(j for j, _ in made))


def judged_reports(conn: Connection) -> set[str]:
    """Reports about which anything was ever judged."""
    found = select(t.judgement.c.report).where(t.judgement.c.report.is_not(None)).distinct()
    return set(conn.execute(found).scalars())


def stand(
    conn: Connection, names: Sequence[Named], text: str, judged: Sequence[tuple[Judgement, int | None]]
) -> tuple[tuple[Standing, ...], tuple[Judgement, ...]]:
    """Claims of a reading as they stand, with the claims that judgements were made about looked up."""
    if not judged:
        return tuple(Standing(n.claim, n.claim, n.anchor, n.fingerprint) for n in names), ()
    here = {n.anchor for n in names}
    originals = {n.anchor: (n.claim, text) for n in names}
    for j, seq in judged:
        if seq is not None and j.subject not in here:
            body = conn.execute(select(t.payload.c.body).where(t.payload.c.seq == seq)).scalar()
            if body is not None:
                value = json.loads(body)
                originals[j.subject] = (claim_from_dict(value["claim"]), value["text"])
    return standing(names, text, [j for j, _ in judged], originals)


def judgements(
    conn: Connection, last: int = LAST, *, report: str | None = None, verdicts: Sequence[Verdict] | None = None
) -> list[tuple[Judgement, int | None]]:
    """Judgements in the order in which they were made, each with the entry of the claim it was made about."""
    found: Select[Any] = (
        select(t.payload.c.body)
        .join(t.judgement, t.judgement.c.seq == t.payload.c.seq)
        .where(t.judgement.c.seq <= last)
        .order_by(t.judgement.c.seq)
    )
    if report is not None:
        found = found.where(t.judgement.c.report == report)
    if verdicts is not None:
        found = found.where(t.judgement.c.verdict.in_(verdicts))
    return [judgement_from(json.loads(body)) for body in conn.execute(found).scalars()]


def judgement_from(d: dict[str, Any]) -> tuple[Judgement, int | None]:
    """A judgement back from its payload."""
    return Judgement(
        id=d["id"], verdict=Verdict(d["verdict"]), subject=d["subject"], by=d["by"], at=datetime.fromisoformat(d["at"]),
        reason=d["reason"], other=d["other"], fingerprint=d["fingerprint"], value=d["value"], quote=d["quote"],
        proposed=bool(d.get("proposed")),
    ), d["claim"]  # fmt: skip


def current(conn: Connection, last: int, *, report: str | None = None, reported_by: date | None = None) -> list[str]:
    """Ids of the reports that were held and had been published, in the order in which they came."""
    r = t.report.c
    found = select(r.id, r.seq).where(r.seq <= last).order_by(r.seq)
    if report is not None:
        found = found.where(r.id == report)
    ids = [row.id for row in conn.execute(found)]
    if reported_by is None:
        return ids
    return [i for i in ids if _published(conn, i, last) <= reported_by]


def _published(conn: Connection, report: str, last: int) -> date:
    v = version_at(conn, report, last)
    if v is None:
        return date.max
    # An undated report was out by the day we had it; nothing earlier can be said of it.
    return date.fromisoformat(v.published) if v.published else moment(v.retrieved).astimezone(UTC).date()


def _learned(conn: Connection, report: str) -> datetime:
    found = select(t.entry.c.recorded).join(t.report, t.report.c.seq == t.entry.c.seq).where(t.report.c.id == report)
    return moment(str(conn.execute(found).scalar()))


def report_of(row: Row[Any], text: str) -> Report:
    """The report as a version of it says."""
    day = date.fromisoformat(row.published) if row.published else None
    return Report(row.report, text, day, row.publisher, row.title, row.url, row.origin)


def _reading(conn: Connection, v: Row[Any], r: Row[Any]) -> tuple[Reading, list[Named]]:
    report = report_of(v, text_of(conn, v.text) or "")
    return reading_from(report, payloads(conn, r.seq, r.last))


def reading_from(report: Report, values: Iterable[tuple[str, dict[str, Any]]]) -> tuple[Reading, list[Named]]:
    """A reading from the contents of its entries, its own first."""
    (_, head), *rest = values
    names = [Named(_with_why(value), value["anchor"], value["fingerprint"]) for kind, value in rest if kind == "claim"]
    reading = Reading(
        report=report,
        claims=tuple(n.claim for n in names),
        incidents=tuple(incident_from_dict(v["incident"]) for k, v in rest if k == "incident"),
        issues=tuple(_issue(v["issue"]) for k, v in rest if k == "issue"),
        numbers=tuple(NumberUse(Span(*n[:2]), n[2], n[3], n[4]) for n in head["numbers"]),
        lang=head["lang"],
        reader=head["reader"],
        tolls=tuple(toll_from_dict(v["toll"]) for k, v in rest if k == "toll"),
    )
    return reading, names


def _with_why(value: dict[str, Any]) -> Any:
    claim = claim_from_dict(value["claim"])
    return replace(claim, why=tuple((k, w) for k, w in value["why"])) if value.get("why") else claim


def _issue(d: dict[str, Any]) -> Issue:
    span = Span(*d["span"]) if d["span"] else None
    return Issue(d["code"], d["message"], Severity(d["severity"]), d["origin"], span, d["hint"])
