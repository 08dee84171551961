"""The bundled Idlib reports as a careful reader claims them: the strike of 20 February 2020 and what stands around it.

Offsets are looked up in the texts, so a claim whose words are not there fails. Only claims that matter here are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accordingto.extract.incidents import tell_incidents
from accordingto.extract.tolls import toll_checks
from accordingto.model import Actor, Bounds, Claim, Count, Period, Place, Reading, Report, Source, Span, Target, Time
from accordingto.sources import iter_reports

FOLDER = Path(__file__).parents[2] / "examples/idlib-2020"
STRIKE = date(2020, 2, 20)
IDLIB = "Idlib, Syria"
E, L, U, A = Bounds.exact, Bounds.at_least, Bounds.up_to, Bounds.about
TURKS = ("Turkey", "combatant")
SYRIANS = ("Syrian government", "combatant")


@dataclass
class C:
    """One claim, by its words.

    Attributes:
        n: Number words and bounds.
        whom: Words, party, kind.
        inc: Incident; None for a running total.
    """

    type: str
    quote: str
    inc: str | None
    n: tuple[str, Bounds] | None = None
    whom: tuple[str, str | None, str] | None = None
    by: str | None = None
    src: tuple[str, str] | None = None
    stance: str = "asserted"
    place: str = IDLIB
    day: date | None = STRIKE
    since: date | None = None
    means: str | None = "airstrike"


TOLD: dict[str, list[C]] = {
    "01-meridian-post": [
        C("killed", "Two Turkish soldiers die", "i1", ("Two", E(2)), ("Turkish soldiers", *TURKS)),
        C(
            "killed",
            "killed two Turkish soldiers",
            "i1",
            ("two", E(2)),
            ("Turkish soldiers", *TURKS),
            src=("Turkey's defence ministry", "military"),
        ),
        C(
            "injured",
            "wounded five others",
            "i1",
            ("five", E(5)),
            ("others", *TURKS),
            src=("Turkey's defence ministry", "military"),
        ),
        C(
            "killed",
            "up to 50 Syrian soldiers had been killed",
            "i2",
            ("up to 50", U(50)),
            ("Syrian soldiers", *SYRIANS),
            by="Turkey",
            src=("Turkey's defence ministry", "military"),
            means="shelling",
        ),
        C(
            "attack",
            "the Syrian air force had carried out the raid",
            "i1",
            by="Syrian government",
            src=("A spokesman for the Turkish presidency", "government"),
        ),
        C("attack", "the jet was Russian", "i1", by="Russia", src=("Two activists", "activist")),
        C("attack", "came to the same conclusion", "i1", by="Russia", src=("analysts", "analyst")),
        C(
            "killed",
            "15 the number of Turkish soldiers killed in Idlib",
            None,
            ("15", E(15)),
            ("Turkish soldiers", *TURKS),
            since=date(2020, 2, 1),
        ),
    ],
    "02-halcyon-newswire": [
        C(
            "killed",
            "Two Turkish soldiers were killed",
            "i1",
            ("Two", E(2)),
            ("Turkish soldiers", *TURKS),
            src=("the Turkish defence ministry", "military"),
        ),
        C(
            "injured",
            "five were injured",
            "i1",
            ("five", E(5)),
            ("five", *TURKS),
            src=("the Turkish defence ministry", "military"),
        ),
        C(
            "killed",
            "more than 50 members of the Syrian government forces had been killed",
            "i2",
            ("more than 50", L(50)),
            ("members of the Syrian government forces", *SYRIANS),
            by="Turkey",
            src=("the Turkish defence ministry", "military"),
            means="shelling",
        ),
        C(
            "attack",
            "a Syrian plane had fired on the soldiers",
            "i1",
            by="Syrian government",
            src=("A Turkish official", "government"),
            stance="possible",
        ),
        C(
            "attack",
            "the aircraft had taken off from the Russian base",
            "i1",
            by="Russia",
            src=("The head of a rebel-run air observation network", "opposition"),
        ),
    ],
    "04-damascus-bulletin": [
        C(
            "attack",
            "Syrian aircraft had attacked the Turkish troops",
            "i1",
            whom=("the Turkish troops", *TURKS),
            by="Syrian government",
            src=("A military source", "military"),
            stance="denied",
        ),
    ],
    "05-volga-wire": [
        C(
            "attack",
            "its aircraft had attacked Turkish soldiers",
            "i1",
            whom=("Turkish soldiers", *TURKS),
            by="Russia",
            src=("Russian defence ministry", "military"),
            stance="denied",
        ),
    ],
    "06-northwest-monitor": [
        C("killed", "13 government soldiers", "i2", ("13", E(13)), ("government soldiers", *SYRIANS), means="clash"),
        C(
            "killed",
            "two Turkish soldiers were killed by an air strike near Qaminas",
            "i1",
            ("two", E(2)),
            ("Turkish soldiers", *TURKS),
            place="Qaminas, Idlib, Syria",
        ),
        C("attack", "the aircraft was Russian", "i1", by="Russia", src=("Our field contacts", "witness")),
    ],
    "08-bosphorus-daily": [
        C(
            "killed",
            "A Turkish soldier was killed",
            "i1",
            ("A", E(1)),
            ("Turkish soldier", *TURKS),
            by="Syrian government",
            src=("the defence ministry in Ankara", "military"),
            day=date(2020, 2, 22),
            means="explosion",
        ),
        C(
            "killed",
            "The death brings the number of Turkish soldiers killed in Idlib in February to 17",
            None,
            ("17", E(17)),
            ("Turkish soldiers", *TURKS),
            since=date(2020, 2, 1),
            day=date(2020, 2, 22),
        ),
        C(
            "killed",
            "Eight Turks were killed by shelling on 3 February",
            "i2",
            ("Eight", E(8)),
            ("Turks", *TURKS),
            day=date(2020, 2, 3),
            means="shelling",
        ),
        C(
            "killed",
            "Five soldiers were killed at the Taftanaz air base on 10 February",
            "i3",
            ("Five", E(5)),
            ("soldiers", *TURKS),
            day=date(2020, 2, 10),
            place="Taftanaz, Idlib, Syria",
            means="shelling",
        ),
        C("killed", "Two more died in the air strike of 20 February", "i4", ("Two more", E(2)), ("more", *TURKS)),
    ],
    "09-orontes-radio-correction": [
        C(
            "killed",
            "the number of its soldiers killed in Thursday's air strike in Idlib down from three",
            "i1",
            ("three", E(3)),
            ("its soldiers", *TURKS),
            src=("Turkey's defence ministry", "military"),
        ),
        C(
            "killed",
            "the number of its soldiers killed in Thursday's air strike in Idlib down from three to two",
            "i1",
            ("two", E(2)),
            ("its soldiers", *TURKS),
            src=("Turkey's defence ministry", "military"),
        ),
        C(
            "killed",
            "three soldiers had been killed",
            "i1",
            ("three", E(3)),
            ("soldiers", *TURKS),
            src=("this station", "media"),
        ),
        C(
            "killed",
            "killed a shepherd near Qaminas",
            "i1",
            ("a", E(1)),
            ("a shepherd", None, "civilian"),
            src=("Local rescuers", "rescue-medic"),
            place="Qaminas, Idlib, Syria",
            stance="possible",
        ),
    ],
    "ledgerline-patriots": [
        C("killed", "killed two Turkish soldiers", "i1", ("two", E(2)), ("Turkish soldiers", *TURKS)),
    ],
}
COPY = "03-harbour-herald"


def readings() -> list[Reading]:
    """The reports, read by hand; the copy has the agency's claims."""
    out = []
    for found in iter_reports([str(FOLDER)]):
        report = found.report
        name = next((n for n in (*TOLD, COPY) if n in report.id), None)
        if name is not None:
            out.append(_reading(report, TOLD["02-halcyon-newswire" if name == COPY else name]))
    assert len(out) == len(TOLD) + 1
    return out


def _reading(report: Report, told: list[C]) -> Reading:
    claims = tuple(_claim(f"c{n}", c, report.text) for n, c in enumerate(told, 1))
    incidents = tell_incidents(claims, report.text)
    return Reading(report, claims, incidents, (), lang="en", reader="by hand", tolls=toll_checks(claims, incidents))


def _claim(name: str, c: C, text: str) -> Claim:
    at = text.index(c.quote)
    span = Span(at, at + len(c.quote))

    def inside(words: str) -> Span:
        begin = text.index(words, at)
        return Span(begin, begin + len(words))

    return Claim(
        name, c.type, c.quote, span, c.quote, span,
        count=Count(c.n[0], inside(c.n[0]), c.n[1]) if c.n else None,
        target=Target(c.whom[0], None, c.whom[1], c.whom[2]) if c.whom else None,
        actor=Actor(None, None, c.by) if c.by else None,
        means=c.means,
        place=Place(None, None, c.place),
        time=Time(None, None, Period(c.since or c.day, c.day)) if c.day else None,
        source=Source(c.src[0], None, c.src[1]) if c.src else None,
        stance=c.stance, scope="incident" if c.inc else "cumulative", incident=c.inc,
    )  # fmt: skip
