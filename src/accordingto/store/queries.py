"""Which claims and incidents: filters, for the views of now and, as a plain function, for any earlier time.

Promise: a filter given means the same in SQL and in ``holds``; a filter left out excludes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from accordingto.model.linked import LinkedIncident
from accordingto.model.text import Report
from accordingto.store import fulltext
from accordingto.store import tables as t
from accordingto.store.judging import Standing
from accordingto.store.views import place_parts, plain

_MANY, _FEW = 2000, 500


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for; everything given must hold.

    Attributes:
        place: A place of the path at any level, or several with commas: ``Idlib``, ``Idlib, Syria``.
        start: Nothing that was over before this day; things of no known day are left out.
        end: Nothing that began after this day.
        party: Side of the victims or of those held responsible.
        source: Who says so, in any part of the name; for incidents, of any claim.
        type: Type of the claim, or what kind of incident.
        text: Words and phrases in double quotes, in the quote (claims) or in quotes and texts (incidents).
        contested: Only incidents with a dispute (or only without).
        grade: What the rule set calls the state of an incident's evidence.
        status: Standing of the claim: ``unjudged``, ``accepted``, ``rejected``, ``edited``, ``added``, ``reopened``.
        report: Id of a report.
        publisher: Its outlet.
        means: Means of the claim.
        stance: Stance of the claim.
    """

    place: str | None = None
    start: date | None = None
    end: date | None = None
    party: str | None = None
    source: str | None = None
    type: str | None = None
    text: str | None = None
    contested: bool | None = None
    grade: str | None = None
    status: str | None = None
    report: str | None = None
    publisher: str | None = None
    means: str | None = None
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim found, with where to look for more.

    Attributes:
        row: The columns of ``view_claim``.
    """

    report: str
    id: str
    anchor: str
    status: str
    row: dict[str, Any]


def claims(conn: Connection, wanted: Filter, limit: int | None, offset: int) -> list[ClaimRow]:
    """The claims of now that a filter lets through, in the order in which they were learned."""
    c = t.claim.c
    found = _claims(conn, select(t.claim), wanted).order_by(c.seq).offset(offset)
    rows = conn.execute(found.limit(limit) if limit is not None else found)
    return [ClaimRow(r.report, r.id, r.anchor, r.status, dict(r._mapping)) for r in rows]


def count_claims(conn: Connection, wanted: Filter) -> int:
    """How many there are."""
    return int(conn.execute(_claims(conn, select(func.count()).select_from(t.claim), wanted)).scalar() or 0)


def _claims(conn: Connection, found: Select[Any], wanted: Filter) -> Select[Any]:
    c = t.claim.c
    for column, value in (
        (c.report, wanted.report), (c.type, wanted.type), (c.status, wanted.status),
        (c.publisher, wanted.publisher), (c.means, wanted.means), (c.stance, wanted.stance),
    ):  # fmt: skip
        if value is not None:
            found = found.where(column == value)
    if wanted.party is not None:
        found = found.where(or_(c.party == wanted.party, c.actor == wanted.party))
    for part in place_parts(wanted.place):
        place = select(t.claim_place.c.seq).where(t.claim_place.c.place == part)
        found = found.where(_among(conn, c.seq, place, t.claim_place.c.seq))
    if wanted.start is not None:
        found = found.where(func.coalesce(c.end, c.start) >= wanted.start.isoformat())
    if wanted.end is not None:
        found = found.where(func.coalesce(c.start, c.end) <= wanted.end.isoformat())
    if wanted.source is not None:
        found = found.where(c.source.in_(select(t.source.c.name).where(_named(wanted.source))))
    if wanted.text is not None:
        few = _few(conn, found, wanted.text)
        if few is not None:
            found = found.where(c.seq.in_(few))
        found = found.where(fulltext.quotes_matching(conn, wanted.text, one_by_one=few is not None))
    return found


def _few(conn: Connection, found: Select[Any], question: str) -> list[int] | None:
    """The claims that the other filters leave, where they are so few that each is better asked for a common word."""
    if conn.dialect.name != "sqlite" or not fulltext.common(conn, question):
        return None
    left = conn.execute(found.with_only_columns(t.claim.c.seq).limit(_FEW + 1)).scalars().all()
    return list(left) if len(left) <= _FEW else None


def _named(wanted: str) -> ColumnElement[bool]:
    return t.source.c.plain.contains(plain(wanted), autoescape=True)


def _among(
    conn: Connection, key: ColumnElement[Any], keys: Select[Any], inner: ColumnElement[Any]
) -> ColumnElement[bool]:
    """Whether a key is one of some: looked up one by one where they are many, gathered first where they are few.

    SQLite does either as it is told; gathering a hundred thousand to show fifty takes as long as all the rest.
    """
    if conn.dialect.name == "sqlite":
        some = conn.execute(select(func.count()).select_from(keys.limit(_MANY).subquery())).scalar() or 0
        if some >= _MANY:
            return keys.where(inner == key).correlate(key.table).exists()
    return key.in_(keys)


def claim_holds(s: Standing, report: Report, wanted: Filter) -> bool:
    """Whether a claim as it stands passes; the same as the query, for a time that has no views."""
    c = s.claim
    period = c.time.period if c.time else None
    party = {c.target.party if c.target else None, c.actor.party if c.actor else None}
    return all(
        (
            wanted.report in (None, report.id),
            wanted.type in (None, c.type),
            wanted.status in (None, s.status),
            wanted.publisher in (None, report.publisher),
            wanted.means in (None, c.means),
            wanted.stance in (None, c.stance),
            wanted.party is None or wanted.party in party,
            wanted.place is None or place_parts(wanted.place) <= place_parts(c.place.path if c.place else None),
            _within(period.start if period else None, period.end if period else None, wanted),
            wanted.source is None or (c.source is not None and plain(wanted.source) in plain(c.source.text)),
            wanted.text is None or _has_words(c.quote, wanted.text),
        )
    )


def incident_holds(i: LinkedIncident, wanted: Filter, texts: Sequence[str] = ()) -> bool:
    """Whether an incident passes, for a time that has no views.

    Args:
        i: The incident.
        wanted: The filter.
        texts: Texts of its reports, for ``wanted.text``.
    """
    facets = facets_of(i)
    quotes = [c.quote for tell in i.tellings for c in tell.claims]
    outlets = [tell.outlet for tell in i.tellings]
    return all(
        (
            wanted.report is None or wanted.report in i.reports,
            wanted.type in (None, i.type),
            wanted.publisher is None or wanted.publisher in {o.publisher for o in outlets},
            wanted.contested in (None, bool(i.disputes)),
            wanted.grade in (None, i.grade),
            wanted.party is None or plain(wanted.party) in facets["party"],
            wanted.place is None or place_parts(wanted.place) <= facets["place"],
            wanted.source is None or any(plain(wanted.source) in s for s in facets["source"]),
            _within(i.period.start, i.period.end, wanted),
            wanted.text is None or any(_has_words(w, wanted.text) for w in (*quotes, *texts)),
        )
    )


def facets_of(i: LinkedIncident) -> dict[str, set[str]]:
    """Places, parties and sources of an incident, as they are compared."""
    parties: set[str | None] = {e.party for e in i.estimates}
    sources: set[str | None] = set()
    for telling in i.tellings:
        parties |= {r.party for r in telling.incident.responsible}
        for c in telling.claims:
            parties |= {c.target.party if c.target else None, c.actor.party if c.actor else None}
            sources.add(c.source.text if c.source else None)
    return {
        "place": place_parts(i.place),
        "party": {plain(p) for p in parties if p},
        "source": {plain(s) for s in sources if s},
    }


def _within(start: date | None, end: date | None, wanted: Filter) -> bool:
    first, last = start or end, end or start
    if wanted.start is not None and (last is None or last < wanted.start):
        return False
    return not (wanted.end is not None and (first is None or first > wanted.end))


def _has_words(words: str, question: str) -> bool:
    terms = [plain_words(w) for w in fulltext.terms(question)]
    padded = f" {plain_words(words)} "
    return bool(terms) and all(f" {w} " in padded for w in terms)


def plain_words(words: str) -> str:
    """Words as the full-text index compares them, but for accents."""
    return " ".join(fulltext.words_of(words))


def incidents(conn: Connection, wanted: Filter, limit: int | None, offset: int) -> Any:
    """Rows of ``view_incident`` that a filter lets through, the latest first, those of no known day last."""
    i = t.incident.c
    # The page is found by its names alone: rows with their payloads would all be sorted otherwise.
    latest = (i.start.desc().nulls_last(), i.id)
    page = _incidents(conn, select(i.id), wanted).order_by(*latest).offset(offset)
    page = page.limit(limit) if limit is not None else page
    return conn.execute(select(t.incident).where(i.id.in_(page.scalar_subquery())).order_by(*latest))


def spots(conn: Connection, wanted: Filter) -> Any:
    """What a map needs of the incidents that a filter lets through, in the order of ``incidents``."""
    i = t.incident.c
    columns = (i.id, i.what, i.lat, i.lon, i.start, i.end, i.killed_low, i.killed_best, i.killed_high, i.contested)
    return conn.execute(_incidents(conn, select(*columns), wanted).order_by(i.start.desc().nulls_last(), i.id))


def count_incidents(conn: Connection, wanted: Filter) -> int:
    """How many there are."""
    return int(conn.execute(_incidents(conn, select(func.count()).select_from(t.incident), wanted)).scalar() or 0)


def _incidents(conn: Connection, found: Select[Any], wanted: Filter) -> Select[Any]:
    i = t.incident.c
    if wanted.type is not None:
        found = found.where(i.type == wanted.type)
    if wanted.contested is not None:
        found = found.where(i.contested.is_(wanted.contested))
    if wanted.grade is not None:
        found = found.where(i.grade == wanted.grade)
    if wanted.start is not None:
        found = found.where(func.coalesce(i.end, i.start) >= wanted.start.isoformat())
    if wanted.end is not None:
        found = found.where(func.coalesce(i.start, i.end) <= wanted.end.isoformat())
    for part in place_parts(wanted.place):
        found = found.where(_among(conn, i.id, _keyed("place", part), t.incident_key.c.incident))
    if wanted.party is not None:
        found = found.where(_among(conn, i.id, _keyed("party", plain(wanted.party)), t.incident_key.c.incident))
    if wanted.source is not None:
        key = t.incident_key.c
        names = select(t.source.c.plain).where(_named(wanted.source))
        told = select(key.incident).where(key.facet == "source", key.value.in_(names))
        found = found.where(_among(conn, i.id, told, key.incident))
    if wanted.report is not None:
        found = found.where(i.id.in_(select(t.member.c.incident).where(t.member.c.report == wanted.report)))
    if wanted.publisher is not None:
        ours = select(t.report.c.id).where(t.report.c.publisher == wanted.publisher)
        found = found.where(i.id.in_(select(t.member.c.incident).where(t.member.c.report.in_(ours))))
    if wanted.text is not None:
        found = found.where(_among(conn, i.id, _speaking(conn, wanted.text), t.member.c.incident))
    return found


def _keyed(facet: str, value: str) -> Select[Any]:
    key = t.incident_key.c
    return select(key.incident).where(key.facet == facet, key.value == value)


def _speaking(conn: Connection, question: str) -> Select[Any]:
    """Incidents told by a report whose current text has the words; every quote is part of its text."""
    reports = select(t.report.c.id)
    if conn.dialect.name != "sqlite":  # SQLite's index knows versions by number, without their texts
        reports = reports.join(t.version, t.version.c.seq == t.report.c.version)
        reports = reports.join(t.text, t.text.c.id == t.version.c.text)
    reports = reports.where(fulltext.texts_matching(conn, question))
    return select(t.member.c.incident).where(t.member.c.report.in_(reports))
