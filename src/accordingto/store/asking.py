"""Asking a ledger: reports, readings, tellings, claims and judgements, as they are or as they were.

Two clocks: ``as_of`` is when we learned it (entries recorded later do not count), ``reported_by`` is when it was
published (reports of later days do not count).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from accordingto.model.judgement import ABOUT_PROPOSALS, Judgement, Verdict, in_force, waiting
from accordingto.model.reading import Reading
from accordingto.model.telling import Outlet, Telling, TollTelling, tellings_of, toll_tellings_of
from accordingto.store import loading as load
from accordingto.store import queries
from accordingto.store import tables as t
from accordingto.store.chain import unpacked
from accordingto.store.loading import Kept
from accordingto.store.opened import Opened
from accordingto.store.queries import ClaimRow, Filter
from accordingto.store.views import claim_row

Credit = Callable[[str], str | None]


class Asking(Opened):
    """Answers about reports and claims."""

    def reports(self, as_of: datetime | None = None, *, reported_by: date | None = None) -> list[str]:
        """Ids of all reports, in the order in which they came."""
        with self._reading() as conn:
            return load.current(conn, load.upto(conn, as_of), reported_by=reported_by)

    def reading(self, report: str, as_of: datetime | None = None) -> Kept | None:
        """The current reading of a report and what people made of it; None when it is not held."""
        with self._reading() as conn:
            return load.kept(conn, report, load.upto(conn, as_of))

    def reading_as_read(self, report: str) -> Reading | None:
        """The current reading of a report without anything that people made of it."""
        with self._reading() as conn:
            v = load.version_at(conn, report, load.LAST)
            r = load.reading_at(conn, v.seq, load.LAST) if v is not None else None
        return self.reading_of(r.seq) if r is not None else None

    def text(self, report: str, as_of: datetime | None = None) -> str | None:
        """The current text of a report."""
        with self._reading() as conn:
            v = load.version_at(conn, report, load.upto(conn, as_of))
            return load.text_of(conn, v.text) if v is not None else None

    def raw(self, sha256: str) -> bytes | None:
        """Bytes exactly as they came."""
        with self._reading() as conn:
            body = conn.execute(select(t.raw.c.body).where(t.raw.c.sha256 == sha256)).scalar()
            return unpacked(body) if body is not None else None

    def history(self, report: str) -> dict[str, list[dict[str, Any]]]:
        """Captures, versions and readings of a report, oldest first, as rows of their views."""
        with self._reading() as conn:
            return {
                name: [
                    dict(r) for r in conn.execute(select(x).where(x.c.report == report).order_by(x.c.seq)).mappings()
                ]
                for name, x in (("captures", t.capture), ("versions", t.version), ("readings", t.reading))
            }

    def reading_of(self, seq: int) -> Reading | None:
        """One reading, current or superseded, as it was read."""
        with self._reading() as conn:
            r = conn.execute(select(t.reading).where(t.reading.c.seq == seq)).first()
            v = conn.execute(select(t.version).where(t.version.c.seq == r.version)).first() if r is not None else None
            if r is None or v is None:
                return None
            report = load.report_of(v, load.text_of(conn, v.text) or "")
            return load.reading_from(report, load.payloads(conn, r.seq, r.last))[0]

    def judgements(
        self, as_of: datetime | None = None, *, verdicts: Sequence[Verdict] | None = None
    ) -> list[Judgement]:  # fmt: skip
        """Every judgement (or those of some verdicts), undone ones too, in the order in which they were made."""
        with self._reading() as conn:
            return [j for j, _ in load.judgements(conn, load.upto(conn, as_of), verdicts=verdicts)]

    def judged_among(self, reports: Sequence[str]) -> set[str]:
        """Those of some reports about which anything was ever judged."""
        found = select(t.judgement.c.report).where(t.judgement.c.report.in_(reports)).distinct()
        with self._reading() as conn:
            return set(conn.execute(found).scalars())

    def waiting(self) -> list[tuple[Judgement, str | None]]:
        """Proposals that wait for a second eye, the oldest first, each with the report it is about."""
        j, about = t.judgement.c, t.judgement.alias("about")
        undoing = t.judgement.alias("undoing")
        unmade = select(undoing.c.seq).where(undoing.c.verdict == Verdict.UNDO, undoing.c.subject == about.c.id)
        deciding = (Verdict.UNDO, *ABOUT_PROPOSALS)
        # Whatever was decided about a proposal and not touched since settles it; the few others are worked out.
        settled = select(about.c.seq).where(about.c.subject == j.id, about.c.verdict.in_(deciding), ~unmade.exists())
        with self._reading() as conn:
            reports = conn.execute(select(j.report).where(j.proposed, ~settled.exists()).distinct()).scalars()
            found = [(w, r) for r in reports for w in waiting(x for x, _ in load.judgements(conn, report=r))]
        return sorted(found, key=lambda row: (row[0].at, row[0].id))

    def anchor_of(self, name: str) -> str | None:
        """Anchor of a claim of now, named ``report/id`` or by how its anchor begins; None when that is not one."""
        report, _, number = name.rpartition("/")
        c = t.claim.c
        with self._reading() as conn:
            named = conn.execute(select(c.anchor).where(c.report == report, c.id == number)).scalars().all()
            begun = select(c.anchor).where(c.anchor.startswith(name, autoescape=True)).distinct().limit(2)
            found = named or (conn.execute(begun).scalars().all() if len(name) >= 6 else [])
        return str(found[0]) if len(found) == 1 else None

    def orphans(self) -> list[tuple[str, Judgement]]:
        """Judgements whose claim is in no current reading, each with its report."""
        with self._reading() as conn:
            judged = select(t.judgement.c.report).where(t.judgement.c.report.is_not(None)).distinct()
            held = (
                (r, load.kept(conn, r)) for r in conn.execute(judged.order_by(t.judgement.c.report)).scalars().all()
            )
            return [(r, j) for r, k in held if k is not None for j in k.orphans]

    def told(
        self, as_of: datetime | None = None, *, report: str | None = None, reported_by: date | None = None,
        credited: Credit | None = None,
    ) -> Iterator[tuple[tuple[Telling, ...], tuple[TollTelling, ...]]]:  # fmt: skip
        """What each report tells, without the claims that people rejected: its incidents, and its running totals.

        Args:
            as_of: When it had been learned.
            report: Of this report alone.
            reported_by: Day by which it had been published.
            credited: What finds the agency that a text credits, for ``Outlet.credit``.
        """
        for outlet, reading in self._standing_readings(as_of, report, reported_by, credited):
            yield tuple(x for x in tellings_of(reading, outlet) if x.claims), toll_tellings_of(reading, outlet)

    def tellings(
        self, as_of: datetime | None = None, *, report: str | None = None, reported_by: date | None = None,
        credited: Credit | None = None,
    ) -> Iterator[Telling]:  # fmt: skip
        """The incidents alone that reports tell; arguments as for ``told``."""
        for incidents, _ in self.told(as_of, report=report, reported_by=reported_by, credited=credited):
            yield from incidents

    def toll_tellings(
        self, as_of: datetime | None = None, *, report: str | None = None, reported_by: date | None = None,
        credited: Credit | None = None,
    ) -> Iterator[TollTelling]:  # fmt: skip
        """The running totals alone that reports state; arguments as for ``told``."""
        for _, totals in self.told(as_of, report=report, reported_by=reported_by, credited=credited):
            yield from totals

    def claims(
        self, wanted: Filter | None = None, as_of: datetime | None = None, *, reported_by: date | None = None,
        limit: int | None = 100, offset: int = 0,
    ) -> list[ClaimRow]:  # fmt: skip
        """Claims as they stand (or stood) that a filter lets through, rejected ones among them unless filtered."""
        wanted = wanted or Filter()
        if as_of is None and reported_by is None:
            with self._reading() as conn:
                return queries.claims(conn, wanted, limit, offset)
        found = list(self._claims_at(wanted, as_of, reported_by))
        return found[offset : offset + limit] if limit is not None else found[offset:]

    def count_claims(self, wanted: Filter | None = None) -> int:
        """How many claims a filter lets through now."""
        with self._reading() as conn:
            return queries.count_claims(conn, wanted or Filter())

    def copies(self, as_of: datetime | None = None) -> dict[str, str]:
        """Each report that copies another with the one it copies, as was computed and as people judged."""
        with self._reading() as conn:
            return origins_at(conn, load.upto(conn, as_of))

    def _standing_readings(
        self, as_of: datetime | None, report: str | None, reported_by: date | None, credited: Credit | None
    ) -> Iterator[tuple[Outlet, Reading]]:
        with self._reading() as conn:
            last = load.upto(conn, as_of)
            origins, judged = origins_at(conn, last), load.judged_reports(conn)
            for name in load.current(conn, last, report=report, reported_by=reported_by):
                kept = load.kept(conn, name, last, judged=name in judged)
                if kept is not None:
                    yield outlet_of(kept, origins, credited), without_rejected(kept)

    def _claims_at(self, wanted: Filter, as_of: datetime | None, reported_by: date | None) -> Iterator[ClaimRow]:
        with self._reading() as conn:
            last = load.upto(conn, as_of)
            for name in load.current(conn, last, report=wanted.report, reported_by=reported_by):
                kept = load.kept(conn, name, last)
                for s in kept.standings if kept is not None else ():
                    if kept is not None and queries.claim_holds(s, kept.reading.report, wanted):
                        report = kept.reading.report
                        day = report.published.isoformat() if report.published else None
                        row = {"report": name, **claim_row(0, s, day, report.publisher)}
                        yield ClaimRow(name, s.claim.id, s.anchor, s.status, row)


def outlet_of(kept: Kept, origins: dict[str, str], credited: Credit | None = None) -> Outlet:
    """The report of a reading without its text, for linking."""
    r = kept.reading.report
    return Outlet(
        r.id, kept.text_id, r.published, r.publisher, r.title, r.url, kept.learned, origins.get(r.id, r.id),
        len(r.text.split()), credited(r.text) if credited else None,
    )  # fmt: skip


def without_rejected(kept: Kept) -> Reading:
    """A reading as it stands, without the claims that people rejected."""
    gone = {s.claim.id for s in kept.standings if s.status == "rejected"}
    if not gone:
        return kept.reading
    reading = kept.reading
    return replace(
        reading,
        claims=tuple(c for c in reading.claims if c.id not in gone),
        tolls=tuple(x for x in reading.tolls if x.claim not in gone),
    )


def origins_at(conn: Connection, last: int) -> dict[str, str]:
    """Which report copies which: what was computed, and over it what people judged."""
    out = {row.report: row.origin for row in conn.execute(select(t.copy.c.report, t.copy.c.origin))}
    deciding = (Verdict.DUPLICATE, Verdict.UNDO, *ABOUT_PROPOSALS)
    made = [j for j, _ in load.judgements(conn, last, verdicts=deciding)]
    for j in in_force(made):
        if j.other is not None:
            out[j.subject] = j.other
    return {name: origin for name in out if (origin := _first(name, out)) != name}


def _first(name: str, origins: dict[str, str]) -> str:
    seen = {name}
    while (origin := origins.get(name)) is not None and origin not in seen:
        seen.add(name := origin)
    return name
