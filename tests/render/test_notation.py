"""The notation of golden files: filled slots only, one line each, safe to print."""

from datetime import date

from accordingto.model import (
    Actor,
    Bounds,
    Claim,
    Count,
    Incident,
    Issue,
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
from accordingto.render.notation import claim_line, incident_line, lines, notation

TEXT = "Up to 50 fighters were\nkilled, the ministry said."
BARE = Claim("c1", "attack", "x", Span(0, 1), "x", Span(0, 1))
FULL = Claim(
    "c1",
    "killed",
    "Up to 50 fighters were\nkilled",
    Span(0, 29),
    "killed",
    Span(23, 29),
    count=Count("Up to 50", Span(0, 8), Bounds.up_to(50)),
    target=Target("fighters", Span(9, 17), "Syrian government", "combatant", ("family",)),
    actor=Actor("its guns", None, "Turkey"),
    means="shelling",
    place=Place("Idlib", None, "Idlib, Syria"),
    time=Time(None, None, Period.day(date(2020, 2, 20))),
    source=Source("the ministry", Span(35, 47), "government"),
    via="Twitter",
    cue="said",
    stance="possible",
    incident="i1",
    confidence=0.71,
)


def test_a_full_claim_shows_every_slot_on_one_line() -> None:
    assert claim_line(FULL) == (
        'c1 killed ≤ 50 | possible | i1 | count: "Up to 50" | target: "fighters" = Syrian government, combatant, family'
        ' | actor: "its guns" = Turkey | means: shelling | place: "Idlib" = Idlib, Syria | time: 2020-02-20'
        ' | source: "the ministry" = government | cue: "said" | via: "Twitter" | quote: "Up to 50 fighters were killed"'
    )


def test_an_empty_slot_leaves_no_trace() -> None:
    assert claim_line(BARE) == 'c1 attack | no incident | quote: "x"'


def test_a_day_that_is_not_known_is_left_open() -> None:
    undated = Claim("c1", "attack", "x", Span(0, 1), "x", Span(0, 1), time=Time("on Thursday", None, Period()))
    assert claim_line(undated) == 'c1 attack | no incident | time: "on Thursday" | quote: "x"'


def test_the_confidence_does_not_show() -> None:
    assert "71" not in claim_line(FULL)


def test_escape_sequences_of_a_report_do_not_get_through() -> None:
    hostile = Claim("c1", "attack", "a \x1b[31mred\u202e text", Span(0, 1), "x", Span(0, 1))
    assert claim_line(hostile).isprintable()


def test_an_incident_shows_its_toll_and_every_answer() -> None:
    incident = Incident(
        "i1",
        "air strike near Qaminas",
        "Qaminas, Syria",
        Period(date(2020, 2, 19), date(2020, 2, 20)),
        Bounds.exact(2),
        None,
        (Responsible("Syria", "Ankara", "asserted"), Responsible("Russia", None, "possible")),
        ("c1", "c2"),
        killed_from=("c1",),
    )
    assert incident_line(incident) == (
        "i1 air strike near Qaminas | place: Qaminas, Syria | time: 2020-02-19/2020-02-20 | killed: 2 from c1"
        " | Syria according to Ankara | Russia (possible) according to the report | claims: c1 c2"
    )


def test_issues_stand_last_with_their_words() -> None:
    report = Report("r", TEXT)
    reading = Reading(report, (FULL,), (), (Issue("unexplained-number", "no claim uses it", span=Span(6, 8)),))
    assert list(lines(reading))[-1] == '! unexplained-number at 6 "50": no claim uses it'


def test_a_reading_without_claims_says_so() -> None:
    assert notation(Reading(Report("r", "Rain."), (), (), ())) == "no claims\n"
