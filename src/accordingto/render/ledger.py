"""A ledger on a terminal: what a run added and changed, which claims a filter finds, what a check found.

Promise: what changed is shown slot by slot with both values; nothing that came from a report acts as markup.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from accordingto.model import Period, Severity
from accordingto.model.values import Bounds
from accordingto.render import table, words
from accordingto.sources import estimate
from accordingto.store import ClaimRow, Difference, Kept, Verification
from accordingto.workflow.adding import Outcome

_STATUS = {"accepted": "green", "rejected": "red", "edited": "yellow", "added": "green", "reopened": "bold yellow"}
_SHOWN = 8


@dataclass(slots=True)
class Tally:
    """What a run has come to so far."""

    new: int = 0
    changed: int = 0
    held: int = 0
    captures: int = 0
    failed: int = 0
    claims: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count an outcome in."""
        if outcome.report is None:
            if outcome.issue is not None and outcome.issue.severity is Severity.ERROR:
                self.failed += 1
            self.held += outcome.issue is not None and outcome.issue.code == "not-modified"
            return
        added = outcome.added
        self.new += added is not None and added.new
        self.changed += added is not None and added.supersedes
        self.held += added is None or not added.reading
        self.captures += added is not None and added.capture and not added.reading
        self.claims += outcome.claims if added is not None and added.reading else 0


def report_outcomes(
    outcomes: Iterable[Outcome], inputs: Sequence[str], console: Console, tally: Tally, *, doing: str = "adding",
    total: int | None = None,
) -> None:  # fmt: skip
    """Show a run while it goes on: progress on a terminal, a line for every problem and every change.

    Args:
        outcomes: As they come.
        inputs: What was asked for, to estimate how long it takes.
        console: Where problems and progress go.
        tally: Filled while the run goes on.
        doing: What it is called.
        total: How many there are, where that is known.
    """
    with _progress(console, inputs, doing, total) as advance:
        for outcome in outcomes:
            advance()
            tally.add(outcome)
            if outcome.issue is not None:
                console.print(table.issue_line(outcome.issue), soft_wrap=True)
            if outcome.report is not None and outcome.changed is not None:
                for line in changes(outcome.report, outcome.changed):
                    console.print(line, soft_wrap=True)


def summary(tally: Tally, done: str = "added") -> str:
    """What a run came to, in one line."""
    parts = [f"{words.plural(tally.new, 'report')} {done}"]
    if tally.changed:
        parts.append(f"{tally.changed:,} changed")
    if tally.held:
        again = f" ({tally.captures:,} fetched again)" if tally.captures else ""
        parts.append(f"{tally.held:,} held already{again}")
    if tally.failed:
        parts.append(f"{tally.failed:,} not read (named above)")
    return f"{', '.join(parts)}; {words.plural(tally.claims, 'new claim')}"


def changes(report: str, d: Difference) -> Iterator[Text]:
    """What a newer reading says otherwise, a line a claim."""
    counted = f"+{len(d.added)} −{len(d.gone)} ~{len(d.changed)}, {d.same} as before"
    yield Text(f"changed: {words.safe(report)}: {counted}", style="bold")
    lines: list[Text] = []
    for c in d.changed:
        slots = "; ".join(_slot(name, old, new) for name, old, new in c.slots)
        lines.append(
            Text(f"  ~ {c.after.type}: {words.safe(slots)}  “{words.safe(c.after.quote)[:80]}”", style="yellow")
        )
    lines += [Text(f"  + {words.kind(c)} “{words.safe(c.quote)[:100]}”", style="green") for c in d.added]
    lines += [Text(f"  − {words.kind(c)} “{words.safe(c.quote)[:100]}”", style="red") for c in d.gone]
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield Text(f"  … and {len(lines) - _SHOWN} more", style="dim")


def claim_lines(found: ClaimRow) -> RenderableType:
    """A claim that a filter found: its name, standing, type and figure, who says so, and its words."""
    row = found.row
    line = Text()
    line.append(words.safe(f"{found.report}/{found.id}"), style="bold")
    if found.status != "unjudged":
        line.append(f" [{found.status}]", style=_STATUS.get(found.status, ""))
    figure = Bounds(row["low"], row["best"], row["high"], row["vague"]).in_words()
    line.append(f"  {row['type']}" + (f" {words.safe(figure)}" if figure != "?" else ""), style="cyan")
    line.append(words.stance_of(row["stance"]), style="bold yellow")
    start, end = (date.fromisoformat(row[k]) if row[k] else None for k in ("start", "end"))
    day = words.period(Period(start, end))
    facts = [words.safe(str(x)) for x in (row["place"], day, f"says {row['source'] or 'the report itself'}") if x]
    below = Text(f"“{words.safe(row['quote'])}”\n").append(" · ".join(facts), style="dim")
    return Group(line, Padding(below, (0, 0, 0, 4)))


def judged(kept: Kept) -> Iterator[Text]:
    """What people made of the claims of a report: each standing that is not as read, and the orphans."""
    for s in kept.standings:
        for j in s.judgements:
            line = Text(f"  {s.claim.id} ")
            line.append(s.status, style=_STATUS.get(s.status, ""))
            line.append(f": {j.verdict} by {words.safe(j.by)}, {j.at:%Y-%m-%d %H:%M}: {words.safe(j.reason)}")
            line.append(f"  [{j.id}]", style="dim")
            if j.value and s.status == "edited":
                line.append(f"\n     {words.safe(json.dumps(j.value, ensure_ascii=False))}", style="dim")
            yield line
    for j in kept.orphans:
        line = Text(f"  orphaned: {j.verdict} by {words.safe(j.by)}: {words.safe(j.reason)}", style="bold yellow")
        line.append(f"  its claim is not read any more: “{words.safe(j.quote or '')}”  [{j.id}]")
        yield line


def verification(found: Verification, seconds: float) -> Text:
    """What a check found."""
    if not found.holds:
        where = f"entry {found.broken:,}: " if found.broken is not None else ""
        why = found.why or "the hash that was noted does not stand in this ledger: it is another, or was cut short"
        return Text(f"broken: {where}{why} ({found.entries:,} entries before it hold)", style="bold red")
    rate = f" in {seconds:.1f} s" if seconds >= 0.1 else ""
    erased = f", {found.erased:,} erased under a tombstone" if found.erased else ""
    line = Text(f"whole: {found.entries:,} entries and {found.sources:,} sources hold{erased}{rate}\n")
    line.append(f"head {found.head}", style="dim")
    return line


def _slot(name: str, old: Any, new: Any) -> str:
    """A slot with both values; where their words are the same, what differs beneath them."""
    if isinstance(old, dict) and isinstance(new, dict) and _value(old) == _value(new):
        keys = [k for k in dict.fromkeys((*old, *new)) if old.get(k) != new.get(k)]
        return ", ".join(f"{name}.{k} {_value(old.get(k))} → {_value(new.get(k))}" for k in keys)
    return f"{name} {_value(old)} → {_value(new)}"


def _value(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        if {"low", "best", "high"} <= set(value):
            return Bounds(value["low"], value["best"], value["high"], value.get("vague")).in_words()
        return str(value.get("text") or next((v for v in value.values() if v), "nothing"))
    return str(value)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f} a second" if task.speed else "", style="dim")


@contextmanager
def _progress(console: Console, inputs: Sequence[str], doing: str, total: int | None) -> Iterator[Callable[[], None]]:
    if not console.is_terminal:
        yield lambda: None
        return
    total = total if total is not None else estimate(inputs)
    columns = (
        TextColumn(doing), BarColumn(), MofNCompleteColumn(), TextColumn("reports,"), _Rate(),
        TextColumn("time left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda: bar.advance(task)
