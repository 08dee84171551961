"""The figures that the claims of one incident state, each with its voice, its standing and what its words make of it.

Promise: every claim that counts people ends up as a figure or is set aside with a reason; copies of a report are heard
once; nothing depends on the order of the tellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from accordingto.lang import get
from accordingto.model.claim import Claim
from accordingto.model.linked import Aside
from accordingto.model.telling import Outlet, Telling
from accordingto.model.values import Bounds
from accordingto.reconcile.origins import origins_of
from accordingto.reconcile.rules import Rules

PEOPLE = ("killed", "injured", "casualties", "missing", "detained", "released", "displaced")
"""Measures that count people."""
PLAUSIBLE = 1_000_000
"""No single incident killed, wounded or took as many: a larger number is a list's or an account's, misread."""
LATE = 10**7
"""The day number of a report without a day."""
_BEFORE, _AFTER = 32, 14
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+(?=[A-Z\"“])|\n")


@dataclass(frozen=True, slots=True)
class Side:
    """Of whom a figure speaks: a party's key (``sides.side_key``) and civilian, combatant or not said."""

    party: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One claim's figure.

    Attributes:
        ref: ``report/claim id``.
        day: Day number of publication; ``LATE`` without one.
        turn: Place in its report.
        origin: Whose voice it is.
        side: Of whom; worked out by ``placing.placed``.
        standing: Worked out by ``standing.with_standings``.
        part: Whether its words make it a part of another figure; ``added`` on top of another.
        state: ``earlier`` or ``withdrawn`` where the words say so, else empty.
        corrects: Whether it stands in a correction.
    """

    ref: str
    claim: Claim
    outlet: Outlet
    day: int
    turn: int
    origin: str
    bounds: Bounds
    side: Side
    standing: str = "independent"
    part: bool = False
    added: bool = False
    state: str = ""
    corrects: bool = False

    @property
    def measure(self) -> str:
        """What is counted."""
        return self.claim.type

    @property
    def n(self) -> int:
        """The figure by which it is known: best, else high, else low."""
        return figure_of(self.bounds)


def figure_of(b: Bounds) -> int:
    """The figure of numeric bounds: best, else high, else low."""
    return next(v for v in (b.best, b.high, b.low) if v is not None)


def ref(outlet: Outlet, claim: Claim) -> str:
    """The name of a claim across reports."""
    return f"{outlet.report}/{claim.id}"


def ordered(tellings: Iterable[Telling]) -> list[Telling]:
    """Each telling once, in order of publication, then of report and incident."""
    last = {t.key: t for t in tellings}
    return sorted(last.values(), key=lambda t: (day_of(t.outlet), t.outlet.report, _natural(t.incident.id)))


def day_of(outlet: Outlet) -> int:
    """Day number of publication, ``LATE`` without one."""
    return outlet.published.toordinal() if outlet.published else LATE


def heard(tellings: Sequence[Telling]) -> tuple[list[Telling], dict[str, str]]:
    """The tellings that speak for themselves, and the copies among the others with the report they copy.

    Args:
        tellings: As ``ordered`` gives them.
    """
    first: dict[str, str] = {}
    for t in tellings:
        source = t.outlet.origin or t.outlet.report
        if source == t.outlet.report or source not in first:
            first[source] = t.outlet.report
    copies = {
        t.outlet.report: first[t.outlet.origin]
        for t in tellings
        if t.outlet.origin and first[t.outlet.origin] != t.outlet.report
    }
    return [t for t in tellings if t.outlet.report not in copies], copies


def collect(
    tellings: Sequence[Telling], rules: Rules, *, lang: str = "en"
) -> tuple[list[Figure], dict[str, Aside], dict[str, str]]:
    """The figures of an incident's tellings.

    Args:
        tellings: As ``ordered`` gives them.
        rules: Which words without a figure count as one.
        lang: Language of the reports.

    Returns:
        The figures in order; the claims that count people and state no usable figure, with the reason; and the origin
        of every claim that is no copy.
    """
    own, copies = heard(tellings)
    aside: dict[str, Aside] = {}
    for t in tellings:
        if t.outlet.report in copies:
            for c in t.claims:
                if c.type in PEOPLE:
                    name = ref(t.outlet, c)
                    aside[name] = Aside(name, f"copy: the report repeats {copies[t.outlet.report]}")
    pairs = [(c, t.outlet) for t in own for c in t.claims]
    arounds = [a for t in own for a in (t.around or tuple(c.quote for c in t.claims))]
    origins = origins_of(pairs, lang=lang)
    out: list[Figure] = []
    for turn, ((c, outlet), around, origin) in enumerate(zip(pairs, arounds, origins, strict=True)):
        if c.type not in PEOPLE or c.scope != "incident":
            continue
        name = ref(outlet, c)
        bounds, why = _usable(c, rules)
        if bounds is None:
            aside[name] = Aside(name, why)
            continue
        words = _words(c, around, lang)
        if words.total:
            aside[name] = Aside(name, "a running total by its words, and no figure of one incident")
            continue
        kind = c.target.kind if c.target is not None else None
        side = Side(None, kind if kind in ("civilian", "combatant") else None)
        out.append(
            Figure(
                name, c, outlet, day_of(outlet), turn, origin, bounds, side,
                part=words.part, added=words.added, state=words.state, corrects=words.corrects,
            )
        )  # fmt: skip
    return out, aside, {ref(o, c): origin for (c, o), origin in zip(pairs, origins, strict=True)}


def _usable(c: Claim, rules: Rules) -> tuple[Bounds | None, str]:
    if c.stance == "denied":
        return None, "denied: a denial sets no figure"
    if c.stance == "planned":
        return None, "planned: not done"
    if c.count is None:
        return None, "no figure is stated"
    if c.count.bounds.numeric:
        if c.type != "displaced" and figure_of(c.count.bounds) > PLAUSIBLE:
            return None, f"not plausible as {c.type} of one incident: more than {PLAUSIBLE:,}"
        return c.count.bounds, ""
    first = (c.count.bounds.vague or "").casefold().split()
    counted = next((rules.words[w] for w in first if w in rules.words), None)
    if counted is None:
        return None, f"“{c.count.bounds.vague}” states no figure"
    return Bounds.at_least(counted), ""


@dataclass(frozen=True, slots=True)
class _Words:
    part: bool
    added: bool
    state: str
    corrects: bool
    total: bool


def _words(c: Claim, around: str, lang: str) -> _Words:
    """What the words at a count make of it."""
    cues = _cues(lang)
    count = c.count
    if count is None:
        return _Words(False, False, "", False, False)
    at = around.find(c.quote)
    inner = c.quote.find(count.text)
    if at < 0 or inner < 0:
        around, at, inner = c.quote, 0, max(0, inner)
    begin = at + inner
    end = begin + len(count.text)
    breaks = [m.end() for m in _SENTENCE_END.finditer(around)]
    left = max((b for b in breaks if b <= begin), default=0)
    right = min((b for b in breaks if b > begin), default=len(around))
    before = around[max(left, begin - _BEFORE) : begin]
    after = around[end : min(right, end + _AFTER)]
    part = cues["part"].search(before) is not None or (
        cues["part"].match(after.lstrip()) is not None or cues["of the"].match(after.lstrip()) is not None
    )
    added = cues["added"].match(after.lstrip()) is not None or cues["added"].match(count.text) is not None
    state = ""
    if cues["taken back"].search(before) or cues["withdrawn"].search(around):
        state = "withdrawn"
    elif cues["earlier"].search(around[left:right]):
        state = "earlier"
    total = cues["total"].search(around[left:begin]) is not None
    return _Words(part, added, state, not state and cues["corrects"].search(around) is not None, total)


def sentence_of(claim: Claim, around: str) -> str:
    """The sentence of ``around`` in which the quote begins; the quote where it is not found there."""
    at = around.find(claim.quote)
    if at < 0:
        return claim.quote
    breaks = [m.end() for m in _SENTENCE_END.finditer(around)]
    left = max((b for b in breaks if b <= at), default=0)
    return around[left : min((b for b in breaks if b > at), default=len(around))]


@cache
def _cues(lang: str) -> dict[str, re.Pattern[str]]:
    pack = get(lang)
    incidents, own, wording = (pack.section(name) for name in ("incidents", "reconciling", "wording"))
    # "Thursday's deaths bring to 15 the number": a total, whatever the reader made of its scope.
    total = rf"{words_re(wording['totals']).pattern}[^.;]*{words_re(wording['total_ends']).pattern}\s*$"
    return {
        "part": words_re(incidents["part"]),
        "of the": words_re(own["part_after"]),
        "added": words_re(incidents["added"]),
        "taken back": re.compile(words_re(own["withdrawn_figure"]).pattern + r"\s*$", re.IGNORECASE),
        "withdrawn": words_re(own["withdrawn"]),
        "earlier": words_re(own["earlier"]),
        "total": re.compile(total, re.IGNORECASE),
        "corrects": words_re(own["corrects"]),
    }


def words_re(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of some words or phrases, whole and in any case."""
    longest_first = sorted(words, key=lambda w: (-len(w), w))
    return re.compile(rf"\b(?:{'|'.join(re.escape(w) for w in longest_first)})\b", re.IGNORECASE)


def _natural(name: str) -> tuple[int, str]:
    digits = re.search(r"\d+", name)
    return (int(digits[0]) if digits else 0, name)
