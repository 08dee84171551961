"""A dispute as a picture for an article: who says what, in which words, how many by whom, since when, with its sources.

Promise: every position and every account is on it, in the order in which they were first said; none is larger for being
likelier. It is a picture of claims and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accordingto.export.wording import between, capital, day_in_words, speaker, spoken, title_of
from accordingto.model.claim import Claim
from accordingto.model.linked import Dispute, LinkedIncident, Position
from accordingto.model.purpose import PURPOSE
from accordingto.model.values import Bounds
from accordingto.render.accounts import Account, accounts_of
from accordingto.render.sheet import DIM, INK, LINE, Sheet, length
from accordingto.render.sums import MEASURES

COLOURS = ("#1f4e6b", "#a2491b", "#4c6b3a", "#6a4878", "#7d6a24", "#8a2f4d")
HARM, FAINT = "#8f1d1d", "#c08e86"
_STANCES = {"asserted": "asserted", "possible": "as possible", "denied": "denied", "planned": "as planned"}
_MOST_SOURCES = 40


@dataclass(frozen=True, slots=True)
class _Card:
    """One position as it is shown: who, how firmly, when, in which words."""

    who: str
    how: str
    when: str
    quote: str


def draw_dispute(incident: LinkedIncident, path: Path, *, by: str = "") -> None:
    """Draw who says what of an incident.

    Args:
        incident: The incident.
        path: Where to: a name that ends in ``.svg`` or ``.png``.
        by: What made it, for the last line.

    Raises:
        InputError: matplotlib is not installed.
        OSError: The file cannot be written.
    """
    sheet = Sheet()
    _head(sheet, incident)
    for question, positions in _questions(incident):
        _positions(sheet, question, positions, incident)
    for measure in MEASURES:
        accounts = accounts_of(incident, measure)
        if accounts:
            _figures(sheet, incident, measure, accounts)
    _foot(sheet, incident, by)
    sheet.save(path, title=title_of(incident), said=in_words(incident))


def in_words(incident: LinkedIncident) -> str:
    """All that the picture says, for those who cannot see it."""
    said = [f"{title_of(incident)}. {_where(incident)}."]
    for d in incident.disputes:
        said += [f"{_question(d)} {'; '.join(f'{p.answer}: {_who(p, incident)}' for p in d.positions)}."]
    for m in MEASURES:
        said += [f"{capital(m)}: {a.bounds.in_words()}, {a.who}." for a in accounts_of(incident, m)]
    return " ".join(said)


def _where(i: LinkedIncident) -> str:
    return " · ".join(x for x in (i.place or "place not named by any report", spoken(i.period)) if x)


def _head(sheet: Sheet, i: LinkedIncident) -> None:
    kicker = "WHAT IS DISPUTED" if i.disputes else "WHO SAYS WHAT"
    sheet.words(kicker, size=13, colour=COLOURS[1] if i.disputes else DIM, bold=True)
    sheet.space(4)
    sheet.words(title_of(i), size=31, bold=True, most=3)
    sheet.space(6)
    sheet.words(_where(i), size=17, colour=DIM)
    n, origins = len(i.reports), len(i.origins)
    copies = f", {n - origins} of them {'a copy' if n - origins == 1 else 'copies'} of another" if n > origins else ""
    sheet.space(2)
    sheet.words(f"{n} report{'s' * (n != 1)}{copies}", size=15, colour=DIM)
    sheet.space(18)


def _question(d: Dispute) -> str:
    about = capital(d.about).rstrip("?.")
    return f"{about}?" if d.question in ("responsibility", "happened") else about


def _questions(i: LinkedIncident) -> list[tuple[str, tuple[Position, ...]]]:
    """The open questions but those of figures, which are drawn; questions with the same answers are one."""
    found: dict[tuple[Position, ...], list[str]] = {}
    for d in i.disputes:
        if d.question != "count":
            found.setdefault(d.positions, []).append(_question(d))
    return [(" ".join(dict.fromkeys(questions)), positions) for positions, questions in found.items()]


def _who(p: Position, i: LinkedIncident) -> str:
    return f"{capital(speaker(p, i))}, {_STANCES.get(p.stance, p.stance)}"


def _positions(sheet: Sheet, question: str, said: Iterable[Position], i: LinkedIncident) -> None:
    """Each answer with everybody who gives it."""
    claims = {f"{t.outlet.report}/{c.id}": c for t in i.tellings for c in t.claims}
    _rule(sheet, question)
    answers: dict[str, list[Position]] = {}
    for p in sorted(said, key=lambda p: p.first or date.max):
        answers.setdefault(p.answer, []).append(p)
    for n, (answer, positions) in enumerate(answers.items()):
        colour = COLOURS[n % len(COLOURS)]
        top = sheet.y
        sheet.space(10)
        sheet.words(answer, x=sheet.margin + 22, size=20, bold=True, colour=colour)
        for p in positions:
            card = _card(p, i, claims)
            sheet.space(5)
            width = length(card.when, 14)
            y = sheet.y
            sheet.words(card.when, x=sheet.margin + sheet.wide, right=True, size=14, colour=DIM)
            sheet.y = y
            sheet.words(card.who, x=sheet.margin + 22, wide=sheet.wide - 40 - width, size=16, bold=True)
            sheet.words(card.how, x=sheet.margin + 22, wide=sheet.wide - 40 - width, size=14, colour=DIM)
            if card.quote:
                sheet.words(
                    f"“{card.quote}”", x=sheet.margin + 22, wide=sheet.wide - 150, size=15, colour=DIM, slanted=True,
                    most=3,
                )  # fmt: skip
        sheet.space(12)
        sheet.box(sheet.margin, top, 5, sheet.y - top - 4, colour)
        sheet.space(4)
    sheet.space(10)


def _card(p: Position, i: LinkedIncident, claims: Mapping[str, Claim]) -> _Card:
    words = next((claims[c].quote for c in p.claims if c in claims), "")
    how = _STANCES.get(p.stance, p.stance)
    origins = len(p.origins)
    how += f" · {origins} independent sources" if origins > 1 else ""
    how += f" · refers to: {', '.join(p.evidence)}" if p.evidence else ""
    return _Card(capital(speaker(p, i)), how, between(p.first, p.last), words)


def _figures(sheet: Sheet, i: LinkedIncident, measure: str, accounts: list[Account]) -> None:
    """Each account of a figure as a bar, and above them what all reports support together."""
    _rule(sheet, f"How many were {measure}")
    whole = i.estimate(measure)
    rows = [(a.who, a.of, a.bounds, between(a.first, a.last), a.stance) for a in accounts]
    known = [b for *_, b, _, _ in rows] + ([whole.bounds] if whole else [])
    top = max((v for b in known for v in (b.low, b.best, b.high) if v is not None), default=1)
    if whole is not None and whole.bounds.numeric:
        _bar(
            sheet,
            "All reports together",
            f"by the rules {i.rules or whole.rule}",
            whole.bounds,
            "",
            top,
            HARM,
            bold=True,
        )
        sheet.space(2)
        sheet.line(sheet.margin, sheet.y, sheet.margin + sheet.wide, sheet.y)
        sheet.space(6)
    for who, of, bounds, when, stance in rows:
        hedge = {"possible": "hedged", "denied": "denied"}.get(stance, "")
        below = ", ".join(x for x in (of, hedge) if x)
        _bar(sheet, who, below, bounds, when, top, FAINT if stance == "asserted" else "#d8c8c4")
    sheet.space(12)


def _bar(
    sheet: Sheet, who: str, below: str, b: Bounds, when: str, top: int, colour: str, *, bold: bool = False
) -> None:
    left, right = sheet.margin + 330, sheet.margin + sheet.wide - 255
    start = sheet.y
    sheet.words(who, wide=310, size=16, bold=bold, most=2)
    if below:
        sheet.words(below, wide=310, size=13, colour=DIM, most=1)
    end = max(sheet.y, start + 26) + 7
    y = start + 13

    def at(n: int) -> float:
        return left + (right - left) * n / max(top, 1)

    sheet.line(left, y, right, y, LINE)
    figures = [v for v in (b.low, b.best, b.high) if v is not None]
    if figures:
        first, last = at(min(figures)), at(max(figures))
        sheet.box(left, y - 8, first - left, 16, colour, alpha=0.22)
        sheet.box(first - 3, y - 8, last - first + 6, 16, colour)
        if b.high is None:
            sheet.line(last, y, last + 22, y, colour, 3, dotted=True)
            sheet.arrow(last + 22, y, 1, colour)
        if b.low is None and first - left > 30:
            sheet.line(first - 24, y, first, y, colour, 3, dotted=True)
            sheet.arrow(first - 24, y, -1, colour)
        if b.best is not None:
            sheet.line(at(b.best), y - 11, at(b.best), y + 11, INK, 2.4)
    sheet.y = start + 2
    figure, _, best = b.in_words().partition(" (")
    sheet.words(figure, x=right + 44, wide=95, size=16, bold=True, most=1)
    if best:
        sheet.words(best.rstrip(")"), x=right + 44, wide=95, size=13, colour=DIM, most=1)
    sheet.y = start + 3
    sheet.words(when, x=sheet.margin + sheet.wide, right=True, size=13, colour=DIM)
    sheet.y = end


def _rule(sheet: Sheet, words: str) -> None:
    sheet.line(sheet.margin, sheet.y, sheet.margin + sheet.wide, sheet.y, INK, 1.6)
    sheet.space(7)
    sheet.words(words, size=18, bold=True)
    sheet.space(8)


def _foot(sheet: Sheet, i: LinkedIncident, by: str) -> None:
    sheet.line(sheet.margin, sheet.y, sheet.margin + sheet.wide, sheet.y, INK, 1.6)
    sheet.space(7)
    named = dict.fromkeys(f"{t.outlet.name}, {day_in_words(t.outlet.published) or 'undated'}" for t in i.tellings)
    shown = list(named)[:_MOST_SOURCES]
    more = f"; and {len(named) - len(shown)} more" if len(named) > len(shown) else ""
    sheet.words(f"Sources: {'; '.join(shown)}{more}.", size=13, colour=DIM)
    sheet.space(5)
    marks = (
        "Bars run from the lowest to the highest figure, a dark tick is the figure named, an arrow an end left open."
    )
    sheet.words(f"{PURPOSE} {marks} Incident {i.id}{f'. {by}' if by else ''}", size=13, colour=DIM)
