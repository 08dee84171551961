"""The table of a reading on a terminal: by incident, who says what, in which words.

Promises: every claim shows its quote in context; competing responsibility stands as a dispute, unresolved; stated
totals stand apart and are never added; the last line says what the record is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from accordingto.model import Claim, Incident, Issue, Reading, Severity
from accordingto.model.incident import TollCheck
from accordingto.model.purpose import PURPOSE
from accordingto.model.rows import context, one_line
from accordingto.render import words

_HARM = "bold red"
_COLOURS = {
    "killed": _HARM,
    "injured": "red",
    "casualties": _HARM,
    "missing": "red",
    "detained": "magenta",
    "released": "green",
    "displaced": "dark_orange",
    "destroyed": "yellow",
    "damaged": "yellow",
    "seized": "yellow",
    "attack": "bright_blue",
    "control": "cyan",
    "act": "green",
}
_STANCE = {"possible": "bold yellow", "denied": "bold magenta", "planned": "bold cyan"}
_SEVERITY = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


Why = Callable[[Claim], RenderableType]


@dataclass(frozen=True, slots=True)
class View:
    """One reading and how it is to be shown.

    Attributes:
        reading: What to show.
        width: Columns to fill.
        colour: Whether colour marks the quote; without it, brackets do.
        why: What to add under each claim.
    """

    reading: Reading
    width: int = 100
    colour: bool = False
    why: Why | None = None


def show(reading: Reading, console: Console, *, why: Why | None = None) -> None:
    """Print one reading.

    Args:
        reading: What to show.
        console: Where; its width and colours are respected.
        why: What to add under each claim.
    """
    print_trimmed(table(View(reading, console.width, console.color_system is not None, why)), console)


def print_trimmed(what: RenderableType, console: Console) -> None:
    """Print without the spaces that fill lines up, where no colour needs them: they are noise in a file or a diff."""
    if console.color_system is not None:
        console.print(what)
        return
    with console.capture() as captured:
        console.print(what)
    console.file.write("\n".join(line.rstrip() for line in captured.get().split("\n")))


def table(view: View) -> RenderableType:
    """One reading as something rich can print.

    Args:
        view: The reading and how to show it.
    """
    reading = view.reading
    parts: list[RenderableType] = list(_head(reading))
    for incident in reading.incidents:
        parts.append(_incident(incident))
        mine = [c for c in reading.claims if c.incident == incident.id]
        parts.extend(_claim(c, view) for c in mine)
    known = {i.id for i in reading.incidents}
    checks = {c.claim: c for c in reading.tolls}
    totals = [c for c in reading.claims if c.scope == "cumulative" and c.count is not None and c.incident not in known]
    if totals:
        parts.append(_section("Stated totals", "never added to the incidents"))
        parts.extend(_total(c, checks.get(c.id), view) for c in totals)
    rest = [c for c in reading.claims if c.incident not in known and c not in totals]
    if rest:
        parts.append(_section("Other claims" if reading.incidents else "Claims", "of no single incident"))
        parts.extend(_claim(c, view) for c in rest)
    parts.extend(_issues(reading))
    return Group(*parts)


def footer(reports: int, claims: int, incidents: int) -> Text:
    """The last line: what was read, and what such a record is for."""
    counted = ", ".join(
        words.plural(n, w) for n, w in ((reports, "report"), (claims, "claim"), (incidents, "incident"))
    )
    return Text(f"{counted}. {PURPOSE}", style="dim")


def _head(reading: Reading) -> Iterator[RenderableType]:
    report = reading.report
    yield Rule(style="dim")
    yield Text(words.headline(report), style="bold")
    published = (
        f"published {words.period_of_day(report.published)}" if report.published else "no publication date given"
    )
    name = report.publisher or report.url or report.id
    counted = f"{words.plural(len(reading.claims), 'claim')}, {words.plural(len(reading.incidents), 'incident')}"
    ident = [] if name == report.id else [report.id]
    yield Text(" · ".join(words.safe(x) for x in (name, published, *ident, counted)), style="dim")


def _incident(incident: Incident) -> RenderableType:
    line = Text("\n")
    line.append(f"{incident.id}  ", style="bold")
    what = words.safe(incident.what)
    line.append(what[:1].upper() + what[1:], style="bold underline")
    facts = [words.safe(incident.place or ""), words.period(incident.period)]
    body = Text()
    _say(body, " · ".join(f for f in facts if f))
    toll = words.toll(incident)
    if toll:
        body.append(" · " if body else "")
        body.append(toll, style=_HARM)
    lines: list[RenderableType] = [line]
    if body:
        lines.append(Padding(body, (0, 0, 0, 4)))
    if incident.responsible:
        lines.append(Padding(_responsible(incident), (0, 0, 0, 4)))
    return Group(*lines)


def _responsible(incident: Incident) -> RenderableType:
    head = Text()
    if incident.disputed:
        head.append("disputed", style="bold yellow")
        head.append(": the claims differ on who did it")
    else:
        head.append("who did it, by these claims:", style="dim")
    grid = Table.grid(padding=(0, 2, 0, 0))
    for r in incident.responsible:
        party = Text(words.safe(r.party), style="bold")
        party.append(words.stance_of(r.stance), style=_STANCE.get(r.stance, ""))
        said = f"according to {words.safe(r.said_by)}" if r.said_by else "in the report's own voice"
        grid.add_row(party, Text(said), Text(" ".join(r.claims), style="dim"))
    return Group(head, Padding(grid, (0, 0, 0, 2)))


def _claim(claim: Claim, view: View) -> RenderableType:
    lines: list[RenderableType] = [_what(claim), _who(claim), quoted(claim, view)]
    if view.why is not None:
        lines.append(view.why(claim))
    # A grid, so that wrapped lines stay right of the claim's name.
    grid = Table.grid(padding=0)
    grid.add_column(width=4)
    grid.add_column()
    grid.add_row(Text(claim.id, style="dim"), Group(*lines))
    return Padding(grid, (1, 0, 0, 4))


def _what(claim: Claim) -> Text:
    line = Text(f"{words.kind(claim):<11}", style=_COLOURS.get(claim.type, "bold"))
    said: list[Text] = []
    if claim.stance in _STANCE:
        said.append(Text(words.STANCES[claim.stance].upper(), style=_STANCE[claim.stance]))
    if claim.count:
        said.append(Text(words.amount(claim), style="bold"))
    if harmed := words.harmed(claim):
        said.append(Text(harmed))
    if doer := words.doer(claim):
        said.append(Text.assemble(("by ", "dim"), doer))
    if claim.scope == "cumulative":
        said.append(Text("(a total)" if claim.count else "(lasting or in general)", style="dim"))
    # A new text around it: what follows must not take on the colour of the type.
    return Text.assemble(line, " ", Text("  ").join(said))


def _who(claim: Claim) -> Text:
    line = Text()
    name, how = words.speaker(claim)
    line.append("says ", style="dim")
    line.append(name, style="bold" if claim.source else "")
    _say(line, f"({how})" if how else "", " ", "dim")
    for fact in (words.means(claim), words.place(claim), words.when(claim)):
        _say(line, fact, " · ")
    return line


def quoted(claim: Claim, view: View) -> Text:
    """The quote of a claim in its context, marked by colour or by brackets."""
    text, span, trigger = view.reading.report.text, claim.span, claim.trigger_span
    # Two lines of words: enough to judge a claim by, little enough to run an eye over.
    before, quote, after = context(text, span, 2 * (view.width - 8) - 16)
    shown = Text(words.visible(quote), style="bold" if view.colour else "")
    if view.colour and span.start <= trigger.start and trigger.end <= span.end:
        start = len(one_line(text[span.start : trigger.start]))
        end = start + len(one_line(trigger.of(text)))
        shown.stylize(_COLOURS.get(claim.type, "bold"), start, end)
    mark = ("", "") if view.colour else ("[", "]")
    return Text.assemble((words.visible(before), "dim"), mark[0], shown, mark[1], (words.visible(after), "dim"))


def _total(claim: Claim, check: TollCheck | None, view: View) -> RenderableType:
    shown = _claim(claim, view)
    if check is None:
        return shown
    line = Text()
    line.append(f"says {check.stated.in_words()}", style="bold")
    if check.explained is None:
        line.append("; no incident told here explains any of it")
    else:
        by = " ".join(check.incidents)
        line.append(f", incidents here explain {check.explained.in_words()} ({by}), ")
        line.append("which is more" if check.holds is False else f"unexplained {check.unexplained.in_words()}")
    return Group(shown, Padding(line, (0, 0, 0, 8)))


def _section(title: str, remark: str) -> Text:
    line = Text("\n")
    line.append(title, style="bold underline")
    line.append(f"  {remark}", style="dim")
    return line


def _issues(reading: Reading) -> Iterator[RenderableType]:
    if not reading.issues:
        return
    yield _section("To look at", "what the reading is not sure of or could not explain")
    for issue in reading.issues:
        yield Padding(issue_line(issue, reading.report.text), (0, 0, 0, 4))


def issue_line(issue: Issue, text: str | None = None) -> Text:
    """One problem: how loud, its code, where, what, and the remedy."""
    line = Text()
    line.append(f"{issue.severity.value}[{issue.code}]", style=_SEVERITY[issue.severity])
    _say(line, words.safe(issue.origin or "") if text is None else words.at(issue, text), " ")
    line.append(f": {words.safe(issue.message)}")
    if issue.hint and issue.hint != "none needed":
        line.append(f"\n  → {words.safe(issue.hint)}", style="dim")
    return line


def _say(line: Text, what: str, before: str = "", style: str = "") -> None:
    if what:
        line.append(before + what, style=style)
