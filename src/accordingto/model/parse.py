"""Claims, incidents and toll checks back from the published claim format.

Promise: ``parse(x.to_dict()) == x`` for everything that the format holds (``why`` is not part of it). A mapping of
another shape raises ``ValueError`` naming the key; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from accordingto.model.claim import Actor, Claim, Count, Place, Source, Target, Time
from accordingto.model.incident import Incident, Responsible, TollCheck
from accordingto.model.telling import Outlet
from accordingto.model.text import Span
from accordingto.model.values import Bounds, Period
from accordingto.model.where import Candidate, Location

Json = Mapping[str, Any]


def claim_from_dict(d: Json) -> Claim:
    """The claim that ``Claim.to_dict`` wrote.

    Raises:
        ValueError: A key is missing or holds a value of another kind.
    """
    try:
        return _claim(d)
    except (KeyError, TypeError, AttributeError, IndexError) as e:
        raise ValueError(f"not a claim of the claim format: {type(e).__name__}: {e}") from e


def incident_from_dict(d: Json) -> Incident:
    """The incident that ``Incident.to_dict`` wrote.

    Raises:
        ValueError: A key is missing or holds a value of another kind.
    """
    try:
        return Incident(
            id=d["id"],
            what=d["what"],
            place=d["place"],
            period=_period(d),
            killed=bounds_from_dict(d["killed"]),
            injured=bounds_from_dict(d["injured"]),
            responsible=tuple(
                Responsible(r["party"], r["said_by"], r["stance"], tuple(r.get("claims", ()))) for r in d["responsible"]
            ),
            claims=tuple(d["claims"]),
            killed_from=tuple(d.get("killed_from", ())),
            injured_from=tuple(d.get("injured_from", ())),
        )
    except (KeyError, TypeError, AttributeError) as e:
        raise ValueError(f"not an incident of the claim format: {type(e).__name__}: {e}") from e


def toll_from_dict(d: Json) -> TollCheck:
    """The toll check that ``TollCheck.to_dict`` wrote.

    Raises:
        ValueError: A key is missing or holds a value of another kind.
    """
    try:
        stated = bounds_from_dict(d["stated"])
        return TollCheck(
            claim=d["claim"],
            kind=d["kind"],
            party=d["party"],
            stated=stated if stated is not None else Bounds(),
            explained=bounds_from_dict(d["explained"]),
            incidents=tuple(d.get("incidents", ())),
        )
    except (KeyError, TypeError, AttributeError) as e:
        raise ValueError(f"not a toll check of the claim format: {type(e).__name__}: {e}") from e


def outlet_from_dict(d: Json) -> Outlet:
    """An outlet from its mapping; what it lacks is not known."""
    published, learned = d.get("published"), d.get("learned")
    known = {"published": date.fromisoformat(published) if published else None,
             "learned": datetime.fromisoformat(learned) if learned else None}  # fmt: skip
    return Outlet(**{**d, **known})


def bounds_from_dict(d: Json | None) -> Bounds | None:
    """``{"low", "best", "high"}`` and perhaps ``vague`` as bounds; None stays None."""
    return None if d is None else Bounds(d["low"], d["best"], d["high"], d.get("vague"))


def _claim(d: Json) -> Claim:
    count, target, actor, place, time, source = (d[k] for k in ("count", "target", "actor", "place", "time", "source"))
    span = Span(*d["span"])
    return Claim(
        id=d["id"],
        type=d["type"],
        quote=d["quote"],
        span=span,
        trigger=d["trigger"],
        trigger_span=_span(d.get("trigger_span")) or span,
        count=count and Count(count["text"], Span(*count["span"]), bounds_from_dict(count) or Bounds()),
        target=target
        and Target(target["text"], _span(target.get("span")), target["party"], target["kind"], tuple(target["tags"])),
        actor=actor and Actor(actor["text"], _span(actor.get("span")), actor["party"]),
        means=d["means"],
        place=place
        and Place(
            place["text"], _span(place.get("span")), place["path"], location_from_dict(place), place.get("unplaced")
        ),
        time=time and Time(time["text"], _span(time.get("span")), _period(time)),
        source=source and Source(source["text"], _span(source.get("span")), source["kind"]),
        via=d["via"],
        cue=d["cue"],
        stance=d["stance"],
        scope=d["scope"],
        incident=d["incident"],
        act=d.get("act"),
        confidence=d.get("confidence"),
        slot_confidence=tuple((d.get("slot_confidence") or {}).items()),
    )


def location_from_dict(d: Json) -> Location | None:
    """The point of a place in the claim format; None where it has none. ``why`` is not part of the format."""
    if d.get("lat") is None:
        return None
    candidates = tuple(
        Candidate(c["name"], c["kind"], c["country"], c["lat"], c["lon"], c["population"], c["score"])
        for c in d.get("candidates", ())
    )
    return Location(d["lat"], d["lon"], d["radius"], d["where_prec"], d["name"], d["country"], candidates)


def _span(pair: list[int] | None) -> Span | None:
    return None if pair is None else Span(*pair)


def _period(d: Json) -> Period:
    start, end = d.get("start"), d.get("end")
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None, d.get("edtf"))
