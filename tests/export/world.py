"""Views made by hand and by the thousand, in our own words, for tests and benchmarks of exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from accordingto.export.base import Again, Run, View
from accordingto.model import (
    Bounds,
    Claim,
    Count,
    Period,
    Place,
    Reading,
    Report,
    Responsible,
    Source,
    Span,
    Target,
    Time,
)
from accordingto.model.claim import Actor
from accordingto.model.identity import text_id
from accordingto.model.incident import Incident, TollCheck
from accordingto.model.linked import Dispute, Estimate, LinkedIncident, Position, TollPoint, TollSeries
from accordingto.model.telling import Outlet, Telling

GENERATED = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
RUN = Run("0.1.0", rules="ucdp", reader="test", ledger="accordingto.db")
DAY = date(2020, 2, 20)
_WORDS = {
    "killed": "{n} were killed",
    "injured": "{n} were hurt",
    "attack": "{actor} shelled the market",
    "destroyed": "{n} tanks were destroyed",
    "act": "{actor} asked for talks",
}


def claim(
    name: str,
    type_: str,
    quote: str,
    text: str,
    *,
    n: Bounds | None = None,
    target: str | None = None,
    kind: str | None = None,
    tags: tuple[str, ...] = (),
    actor: str | None = None,
    means: str | None = None,
    place: str | None = None,
    period: Period | None = None,
    source: tuple[str, str] | None = None,
    stance: str = "asserted",
    scope: str = "incident",
    incident: str | None = "i1",
    act: str | None = None,
) -> Claim:
    """A claim whose quote stands in ``text``."""
    start = text.index(quote)
    span = Span(start, start + len(quote))
    return Claim(
        name, type_, quote, span, quote[:3], Span(start, start + 3),
        count=Count(quote[:2], Span(start, start + 2), n) if n else None,
        target=Target(quote, span, target, kind, tags) if target or kind else None,
        actor=Actor(None, None, actor) if actor else None,
        means=means, place=Place(None, None, place) if place else None,
        time=Time(None, None, period) if period and period.known else None,
        source=Source(source[0], None, source[1]) if source else None,
        cue="said" if source else None, stance=stance, scope=scope, incident=incident, act=act, confidence=0.9,
    )  # fmt: skip


def reading(
    report: str,
    text: str,
    claims: Sequence[Claim],
    *,
    place: str | None,
    period: Period,
    what: str = "shelling of a market",
    publisher: str = "Harbour Herald",
    responsible: tuple[Responsible, ...] = (),
) -> Reading:
    """A report of one incident."""
    own = [c for c in claims if c.incident]
    killed = next((c.count.bounds for c in own if c.type == "killed" and c.count), None)
    incidents = (
        (
            Incident(
                "i1", what, place, period, killed, None, responsible, tuple(c.id for c in own),
                tuple(c.id for c in own if c.type == "killed"),
            ),
        )
        if own
        else ()
    )  # fmt: skip
    tolls = tuple(
        TollCheck(c.id, c.type, None, c.count.bounds, None) for c in claims if c.scope == "cumulative" and c.count
    )
    about = Report(report, text, DAY + timedelta(1), publisher, f"News of {report}", f"https://example.org/{report}")
    return Reading(about, tuple(claims), incidents, (), (), "en", "test", tolls)


def telling(r: Reading) -> Telling:
    """The one incident of a reading."""
    incident = r.incidents[0]
    o = Outlet(
        r.report.id, text_id(r.report.text), r.report.published, r.report.publisher, r.report.title, r.report.url,
        origin=r.report.id, words=len(r.report.text.split()),
    )  # fmt: skip
    return Telling(o, incident, tuple(c for c in r.claims if c.incident == "i1"))


def linked(
    name: str,
    tellings: Sequence[Telling],
    *,
    type_: str | None = "shelling",
    place: str | None = "Ostra, Vale, Syria",
    period: Period | None = None,
    killed: Bounds | None = None,
    sides: Sequence[tuple[str, str | None, str, Bounds]] = (),
    injured: Bounds | None = None,
    point: tuple[float, float] | None = (35.25, 36.5),
    disputes: tuple[Dispute, ...] = (),
    grade: str | None = None,
) -> LinkedIncident:
    """An incident across reports; ``sides`` are measure, party, kind and figure."""
    whole = [
        Estimate(m, b, "ucdp", used=("r1/c1",), sources=1) for m, b in (("killed", killed), ("injured", injured)) if b
    ]
    parts = [Estimate(m, b, "ucdp", party=p, kind=k, used=("r1/c1",), sources=1) for m, p, k, b in sides]
    return LinkedIncident(
        name, tellings[0].incident.what, type_, place, period or Period.day(DAY), tuple(tellings),
        tuple(whole + parts), disputes, *(point or (None, None)), rules="ucdp", grade=grade,
    )  # fmt: skip


EXACT = Bounds.exact
PLACE = "Ostra, Vale, Syria"
ODD = 'Ōstra “Saraqeb” سراقب 😀, =cmd|"x"'
TEXT = (
    "Five villagers were killed and 3 were hurt when Syrian guns shelled the market, the mayor said.\n\n"
    "The ministry denied that its guns had fired. Up to 50 rebels died, it claimed. "
    f"Two tanks were destroyed. The toll of the war rose to 15. Turkey asked for talks. {ODD}"
)


def first_reading() -> Reading:
    """A report with one of everything."""
    p = Period.day(DAY)
    common = {"place": PLACE, "period": p}
    claims = (
        claim("c1", "killed", "Five villagers were killed", TEXT, n=EXACT(5), kind="civilian", target="villagers",
              actor="Syrian government", means="shelling", source=("the mayor", "local-official"), **common),  # type: ignore[arg-type]
        claim("c2", "injured", "3 were hurt", TEXT, n=EXACT(3), kind="civilian", source=("the mayor", "local-official"),
              **common),  # type: ignore[arg-type]
        claim("c3", "attack", "Syrian guns shelled the market", TEXT, actor="Syrian government", means="shelling",
              kind="place", source=("the mayor", "local-official"), **common),  # type: ignore[arg-type]
        claim("c4", "attack", "denied that its guns had fired", TEXT, actor="Syrian government", stance="denied",
              means="shelling", source=("The ministry", "government"), **common),  # type: ignore[arg-type]
        claim("c5", "killed", "Up to 50 rebels died", TEXT, n=Bounds.up_to(50), kind="combatant",
              target="Syrian opposition", source=("The ministry", "government"), **common),  # type: ignore[arg-type]
        claim("c6", "destroyed", "Two tanks were destroyed", TEXT, n=EXACT(2), kind="thing", target="Syrian opposition",
              **common),  # type: ignore[arg-type]
        claim("c7", "killed", "The toll of the war rose to 15", TEXT, n=EXACT(15), scope="cumulative", incident=None),
        claim("c8", "act", "Turkey asked for talks", TEXT, actor="Turkey", target="Syrian government", kind="state",
              act="REQUEST", incident=None, scope="incident"),
        claim("c9", "killed", ODD, TEXT, kind="civilian", incident=None),
    )  # fmt: skip
    who = (
        Responsible("Syrian government", "the mayor", "asserted", ("c1", "c3")),
        Responsible("Syrian government", "The ministry", "denied", ("c4",)),
    )
    return reading("r1", TEXT, claims, place=PLACE, period=p, responsible=who)


def other_reading() -> Reading:
    """A second report of the same, with other figures and another doer."""
    text = "Seven people were killed by a Russian rocket, activists said."
    p = Period.day(DAY)
    c = claim("c1", "killed", "Seven people were killed", text, n=EXACT(7), kind="civilian", actor="Russia",
              means="rocket", place=PLACE, period=p, source=("activists", "activist"))  # fmt: skip
    who = (Responsible("Russia", "activists", "asserted", ("c1",)),)
    return reading("r2", text, (c,), place=PLACE, period=p, publisher="Volga Wire; North", responsible=who)


def disputed() -> LinkedIncident:
    """Both reports as one incident, with a dispute about who did it."""
    one, two = telling(first_reading()), telling(other_reading())
    positions = (
        Position("Syrian government", "the mayor", "asserted", ("r1/c1",), ("witness",), ("r1",), DAY, DAY),
        Position("Syrian government", "The ministry", "denied", ("r1/c4",), (), ("r1",), DAY, DAY),
        Position("Russia", "activists", "asserted", ("r2/c1",), (), ("r2",), DAY, DAY),
    )
    return linked(
        "inc-1", (one, two), killed=Bounds(5, 7, None), injured=EXACT(3), grade="contested",
        sides=(("killed", None, "civilian", Bounds(5, 7, 7)), ("injured", None, "civilian", EXACT(3))),
        disputes=(Dispute("responsibility", "who did it", positions),),
    )  # fmt: skip


def clash_reading() -> Reading:
    """A report of fighting of three days between the army and rebels."""
    text = "The army and rebels fought for three days; 10 soldiers and 4 rebels died."
    p = Period(DAY, DAY + timedelta(2), "2020-02-20/2020-02-22")
    claims = (
        claim("c1", "attack", "The army and rebels fought", text, actor="Syrian government", target="Syrian opposition",
              kind="combatant", means="clash", period=p, place=PLACE),
        claim("c2", "killed", "10 soldiers", text, n=EXACT(10), target="Syrian government", kind="combatant",
              means="clash", period=p, place=PLACE),
        claim("c3", "killed", "4 rebels died", text, n=EXACT(4), target="Syrian opposition", kind="combatant",
              means="clash", actor="Syrian government", period=p, place=PLACE),
    )  # fmt: skip
    return reading("r3", text, claims, place=PLACE, period=p, what="fighting")


def clash() -> LinkedIncident:
    """Fighting of three days between the army and rebels."""
    told = telling(clash_reading())
    p = told.incident.period
    return linked(
        "inc-2", (told,), type_="clash", period=p, killed=EXACT(14),
        sides=(
            ("killed", "Syrian government", "combatant", EXACT(10)),
            ("killed", "Syrian opposition", "combatant", EXACT(4)),
        ),
    )  # fmt: skip


def nowhere_reading() -> Reading:
    """A report without a place, a day or a figure."""
    text = "A strike was reported."
    c = claim("c1", "attack", "A strike was reported", text, means="airstrike", actor="unknown gunmen")
    return reading("r4", text, (c,), place=None, period=Period(), what="a strike")


def nowhere() -> LinkedIncident:
    """An incident without a place, a day or a figure."""
    told = telling(nowhere_reading())
    return linked("inc-3", (told,), type_="airstrike", place=None, period=Period(), point=None)


def tolls() -> TollSeries:
    """A running total that went down once."""
    points = (
        TollPoint("r1/c7", DAY, EXACT(15), EXACT(7), ("inc-1",)),
        TollPoint("r9/c1", DAY + timedelta(3), Bounds.at_least(12), None, (), ("decrease",)),
    )
    return TollSeries("t1", "Syria: ministry", "killed", None, "civilian", None, "Syria", date(2011, 3, 1), points)


def view(**changes: object) -> View:
    """A small view with one of everything."""
    readings = (first_reading(), other_reading(), clash_reading(), nowhere_reading())
    base = View(
        (disputed(), clash(), nowhere()), readings, (tolls(),), RUN, GENERATED,
        method="Figures by the rules ucdp. Absence of a record is not absence of harm.",
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def empty() -> View:
    """A view of an empty ledger."""
    return View((), (), (), RUN, GENERATED)


def many(n: int) -> View:
    """A view of ``n`` incidents that are made as they are asked for."""

    def incidents() -> Iterator[LinkedIncident]:
        told, fought = disputed(), clash()
        for i in range(n):
            yield replace(told if i % 2 else fought, id=f"inc-{i}")

    def readings() -> Iterator[Reading]:
        two = first_reading(), clash_reading()
        for i in range(n):
            yield replace(two[i % 2], report=replace(two[i % 2].report, id=f"r-{i}"))

    def series() -> Iterator[TollSeries]:
        one = tolls()
        for i in range(n // 10):
            yield replace(one, id=f"t-{i}")

    return View(Again(incidents), Again(readings), Again(series), RUN, GENERATED, method="A method.")
