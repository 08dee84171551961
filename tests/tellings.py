"""Tellings made by hand for tests: one line each, in our own words."""

from __future__ import annotations

from datetime import date

from accordingto.model import Bounds, Claim, Period, Span
from accordingto.model.claim import Actor, Count, Place, Target, Time
from accordingto.model.incident import Incident, Responsible
from accordingto.model.telling import Outlet, Telling


def telling(
    key: str,
    place: str | None = "Ostra, Vale, Syria",
    day: str | None = "2020-02-20",
    *,
    quote: str = "two shepherds were killed by a shell",
    kind: str = "killed",
    means: str | None = "shelling",
    actor: str | None = None,
    victims: str | None = None,
    killed: int | None = None,
    injured: int | None = None,
    published: str | None = "2020-02-21",
    end: str | None = None,
    origin: str = "",
) -> Telling:
    """One report's account of one incident; ``key`` is ``report#incident``."""
    report, _, name = key.partition("#")
    period = Period(date.fromisoformat(day), date.fromisoformat(end or day)) if day else Period()
    figures = {"killed": killed, "injured": injured}
    claims = tuple(
        Claim(
            id=f"c{n}",
            type=one,
            quote=quote,
            span=Span(0, len(quote)),
            trigger=one,
            trigger_span=Span(0, 0),
            count=Count(str(figures.get(one)), Span(0, 1), Bounds.exact(figures[one] or 0))
            if figures.get(one)
            else None,
            target=Target(None, None, victims, "civilian") if victims else None,
            actor=Actor(None, None, actor) if actor else None,
            means=means,
            place=Place(None, None, place) if place else None,
            time=Time(None, None, period) if period.known else None,
            incident=name,
        )
        for n, one in enumerate((kind, *(k for k in figures if figures[k] and k != kind)), start=1)
    )
    incident = Incident(
        id=name,
        what=quote,
        place=place,
        period=period,
        killed=Bounds.exact(killed) if killed else None,
        injured=Bounds.exact(injured) if injured else None,
        responsible=(Responsible(actor, None, "asserted"),) if actor else (),
        claims=tuple(c.id for c in claims),
    )
    day_out = date.fromisoformat(published) if published else None
    return Telling(Outlet(report, published=day_out, origin=origin or report), incident, claims)
