"""Linking across reports, scored: gold as tellings, clusters against clusters, and errors by cause.

Promise: tellings are named ``report#incident``, as in the development data's ``cross.json``; what the gold calls the
incident in the annotator's words never reaches the linking, whose only words are those of the reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from accordingto.evaluate.gold import claims_of
from accordingto.evaluate.measures import F1, members
from accordingto.evaluate.pairing import pair_claims
from accordingto.model.incident import Incident, Responsible
from accordingto.model.telling import Outlet, Telling
from accordingto.model.values import Bounds, Period

Json = Mapping[str, Any]


def tellings_of(record: Json, doc: Json) -> list[Telling]:
    """The incidents of one line of claims (gold or read) as tellings.

    Args:
        record: ``{"report", "claims", "incidents"}`` in the published claim format.
        doc: The report: ``{"report", "text", "published", "publisher"}``.
    """
    published = _day(doc.get("published"))
    outlet = Outlet(record["report"], published=published, publisher=doc.get("publisher"), origin=record["report"])
    claims = claims_of(record, doc["text"])
    out = []
    for raw in record["incidents"]:
        own = tuple(c for c in claims if c.incident == raw["id"])
        start, end = _day(raw.get("start")), _day(raw.get("end"))
        incident = Incident(
            id=raw["id"],
            what=" ".join(own[0].quote.split()[:10]) if own else "",
            place=raw.get("place"),
            period=Period(start, end if not start or not end or end >= start else start, raw.get("edtf")),
            killed=_bounds(raw.get("killed")),
            injured=_bounds(raw.get("injured")),
            responsible=tuple(Responsible(r["party"], r["said_by"], r["stance"]) for r in raw.get("responsible", ())),
            claims=tuple(c.id for c in own),
        )
        out.append(Telling(outlet, incident, own))
    return out


def _day(raw: Any) -> date | None:
    try:
        return date.fromisoformat(str(raw)[:10]) if raw else None
    except ValueError:
        return None


def _bounds(raw: Json | None) -> Bounds | None:
    try:
        return None if raw is None else Bounds(raw["low"], raw["best"], raw["high"])
    except ValueError:
        return None


def align(gold: Json, predicted: Json, text: str) -> dict[str, str]:
    """Which predicted incident of a report answers each gold one: the one that shares most of its claims.

    Args:
        gold: Gold line of the report.
        predicted: The reader's line of it.
        text: The report.

    Returns:
        Gold incident id to predicted incident id, where any claim is shared; two gold incidents may get the same.
    """
    shared: dict[str, dict[str, int]] = {}
    for i, j in pair_claims(text, gold["claims"], predicted["claims"]):
        ours, theirs = gold["claims"][i].get("incident"), predicted["claims"][j].get("incident")
        if ours and theirs:
            votes = shared.setdefault(ours, {})
            votes[theirs] = votes.get(theirs, 0) + 1
    return {ours: min(votes, key=lambda k: (-votes[k], k)) for ours, votes in shared.items()}


def pairwise(gold: Mapping[str, str], predicted: Mapping[str, str | None], *, among: Iterable[str]) -> F1:
    """Pairs put together rightly, wrongly and not at all; wrong pairs count when one of the two is in ``among``."""
    right = pairs_within(gold)
    some = set(among)
    made = {p for p in pairs_within(predicted) if p[0] in some or p[1] in some}
    return F1(len(made & right), len(made - right), len({p for p in right if p[0] in some} - made))


def pairs_within(clusters: Mapping[str, str | None]) -> set[tuple[str, str]]:
    """All pairs of items of one cluster, each sorted."""
    return {pair for group in members(clusters).values() for pair in combinations(sorted(group), 2)}


def cluster_of(clusters: Iterable[Sequence[str]]) -> dict[str, str]:
    """Each item with the first item of its cluster."""
    return {item: cluster[0] for cluster in clusters for item in cluster}
