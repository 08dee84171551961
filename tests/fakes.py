"""A reader that stands in for the real one: quick, failing on demand, importable by name as worker processes need."""

import os
import re
from datetime import date

from accordingto.model import (
    Actor,
    Bounds,
    Claim,
    Count,
    Incident,
    Issue,
    NumberUse,
    Period,
    Place,
    Reading,
    Report,
    Responsible,
    Severity,
    Source,
    Span,
    Target,
    Time,
)
from accordingto.model.incident import TollCheck

_KILLED = re.compile(r"\b(\d+|two|up to \d+) (\w+) (?:were )?killed\b")


def read(report: Report, *, lang: str = "en") -> Reading:
    """One killed claim for each "N people killed"; fails on CRASH, dies on DIE."""
    if "CRASH" in report.text:
        raise RuntimeError("cannot cope")
    if "DIE" in report.text:
        os._exit(9)
    claims = tuple(_claim(m, f"c{i}", report.text) for i, m in enumerate(_KILLED.finditer(report.text), 1))
    incidents = ()
    if claims:
        who = (
            Responsible("Northland", "the mayor", "asserted", ("c1",)),
            Responsible("Southland", None, "possible", ("c1",)),
        )
        incidents = (
            Incident(
                "i1", "shelling of a market", "Ostra, Northland", Period.day(_day()), claims[0].count.bounds, None, who,  # type: ignore[union-attr]
                tuple(c.id for c in claims if c.incident), ("c1",),
            ),
        )  # fmt: skip
    issues = (
        (Issue("unexplained-number", "no claim uses it", Severity.NOTE, report.id, Span(0, 3), "look"),)
        if claims
        else ()
    )
    numbers = (NumberUse(Span(0, 3), report.text[:3], "unexplained", "no rule"),) if claims else ()
    checks = tuple(
        TollCheck(c.id, c.type, None, c.count.bounds, claims[0].count.bounds, ("i1",))  # type: ignore[union-attr]
        for c in claims
        if c.scope == "cumulative"
    )
    return Reading(report, claims, incidents, issues, numbers, lang, "fake", tolls=checks)


def _day() -> date:
    return date(2020, 2, 20)


def _claim(m: re.Match[str], name: str, text: str) -> Claim:
    span, word = Span(*m.span()), m[1]
    n = int(word.split()[-1]) if word != "two" else 2
    bounds = Bounds.up_to(n) if word.startswith("up") else Bounds.exact(n)
    total = "in all" in text[m.end() : m.end() + 10]
    return Claim(
        name, "killed", m[0], span, "killed", Span(m.end() - 6, m.end()),
        count=Count(word, Span(m.start(1), m.end(1)), bounds),
        target=Target(m[2], Span(m.start(2), m.end(2)), None, "civilian"),
        actor=Actor("raiders", None, "Northland"), means="shelling", place=Place("Ostra", None, "Ostra, Northland"),
        time=Time("on Thursday", None, Period.day(_day())), source=Source("the mayor", None, "local-official"),
        via="radio", cue="said", stance="possible" if "perhaps" in text else "asserted",
        scope="cumulative" if total else "incident", incident=None if total else "i1", confidence=0.9,
        why=(("count", "number word before the target"),),
    )  # fmt: skip
