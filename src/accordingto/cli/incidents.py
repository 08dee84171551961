"""``accordingto incidents | incident | disputes | tolls | why | timeline | method``: what is known across reports."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from accordingto.cli.common import (
    LEDGER,
    AsOf,
    Form,
    LedgerName,
    fail,
    incident_filter,
    moment,
    named_day,
    open_out,
    opened,
    rule_set,
)

if TYPE_CHECKING:
    from rich.console import Console

    from accordingto.model.linked import LinkedIncident
    from accordingto.store import Ledger
    from accordingto.workflow.rebuild import Known

_FormOption = Annotated[Form, typer.Option("--format", "-f", help="A table for people, or data for programs.")]
_OutOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")
]
_RulesOption = Annotated[
    str | None, typer.Option("--rules", metavar="NAME|FILE", help="Rule set of the figures: a name or a YAML file.")
]
_ByOption = Annotated[
    str | None, typer.Option("--reported-by", metavar="DATE", help="Only what was published by that day.")
]
_PlaceOption = Annotated[str | None, typer.Option("--place", help="A place at any level: Idlib, or Idlib, Syria.")]
_PartyOption = Annotated[str | None, typer.Option("--party", help="A side, harmed or held responsible.")]
_TypeOption = Annotated[str | None, typer.Option("--type", help="What happened: airstrike, clash, abduction, …")]
_SourceOption = Annotated[str | None, typer.Option("--source", help="Who says so, any part of the name.")]
_FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="Nothing that was over before.")]
_ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Nothing that began after.")]
_ContestedOption = Annotated[
    bool | None, typer.Option("--contested/--uncontested", help="Only incidents with an open question, or without.")
]
_KilledOption = Annotated[
    int | None,
    typer.Option("--min-killed", min=0, metavar="N", help="Only where some account gives N killed or more."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (incidents, incident, disputes, tolls, why, timeline, method):
        app.command()(command)


@dataclass(frozen=True)
class _Asked:
    """Which state of which ledger, and how to answer."""

    ledger: str
    form: Form
    output: Path | None
    rules: str | None
    as_of: str | None
    reported_by: str | None


def incidents(
    ledger: LedgerName = LEDGER, form: _FormOption = Form.TABLE, output: _OutOption = None,
    rules: _RulesOption = None, as_of: AsOf = None, reported_by: _ByOption = None,
    place: _PlaceOption = None, party: _PartyOption = None, type_: _TypeOption = None, source: _SourceOption = None,
    start: _FromOption = None, end: _ToOption = None, contested: _ContestedOption = None,
    min_killed: _KilledOption = None,
) -> None:  # fmt: skip
    """List incidents with their figures, disputes and words."""
    from accordingto.render.flat import INCIDENT, incident_rows
    from accordingto.render.linked import show_incidents

    wanted = incident_filter(place, party, type_, source, start, end, contested)
    with _known(_Asked(ledger, form, output, rules, as_of, reported_by)) as (known, out):
        found = _deadly(known.incidents(wanted), min_killed)
        _answer(form, out, found, show_incidents, incident_rows, INCIDENT)


def incident(
    name: Annotated[str, typer.Argument(metavar="ID", help="An incident, or a telling of it.")],
    ledger: LedgerName = LEDGER, form: _FormOption = Form.TABLE, output: _OutOption = None,
    rules: _RulesOption = None, as_of: AsOf = None, reported_by: _ByOption = None,
) -> None:  # fmt: skip
    """Show one incident whole: figures, disputes, every claim in its report."""
    from accordingto.render.flat import INCIDENT, incident_rows
    from accordingto.render.linked import show_incident

    with _known(_Asked(ledger, form, output, rules, as_of, reported_by)) as (known, out):
        found = _one(known, name, ledger)
        _answer(form, out, [found.to_dict()], lambda _, c: show_incident(found, c), incident_rows, INCIDENT)


def disputes(
    ledger: LedgerName = LEDGER, form: _FormOption = Form.TABLE, output: _OutOption = None,
    rules: _RulesOption = None, as_of: AsOf = None, reported_by: _ByOption = None,
    place: _PlaceOption = None, party: _PartyOption = None, type_: _TypeOption = None, source: _SourceOption = None,
    start: _FromOption = None, end: _ToOption = None, min_killed: _KilledOption = None,
) -> None:  # fmt: skip
    """List what the sources differ on, with every position; nothing is decided."""
    from accordingto.render.flat import POSITION, position_rows
    from accordingto.render.linked import show_disputes

    wanted = incident_filter(place, party, type_, source, start, end, True)
    with _known(_Asked(ledger, form, output, rules, as_of, reported_by)) as (known, out):
        found = _deadly(known.incidents(wanted), min_killed)
        if form is Form.JSONL:
            found = ({"incident": d["id"], **x} for d in found for x in d["disputes"])
        _answer(form, out, found, show_disputes, position_rows, POSITION)


def tolls(
    ledger: LedgerName = LEDGER, form: _FormOption = Form.TABLE, output: _OutOption = None,
    rules: _RulesOption = None, as_of: AsOf = None, reported_by: _ByOption = None,
    place: _PlaceOption = None, party: _PartyOption = None, source: _SourceOption = None,
) -> None:  # fmt: skip
    """List running totals: stated, explained by known incidents, unexplained."""
    from accordingto.render.flat import TOLL, toll_rows
    from accordingto.render.linked import show_tolls
    from accordingto.workflow.rebuild import total_holds

    with _known(_Asked(ledger, form, output, rules, as_of, reported_by)) as (known, out):
        found = [s for s in known.tolls() if total_holds(s, place=place, party=party, counter=source)]
        _answer(form, out, found, show_tolls, toll_rows, TOLL)


def why(
    name: Annotated[str, typer.Argument(metavar="ID[.MEASURE]", help="An incident, and perhaps one figure: .killed")],
    ledger: LedgerName = LEDGER, form: _FormOption = Form.TABLE, output: _OutOption = None,
    rules: _RulesOption = None, as_of: AsOf = None, reported_by: _ByOption = None,
) -> None:  # fmt: skip
    """Say how each figure of an incident came about: rule, claims used, claims set aside and why."""
    from accordingto.reconcile.figures import PEOPLE
    from accordingto.render.flat import WHY, why_rows
    from accordingto.render.linked import show_why

    head, _, last = name.rpartition(".")
    measure = last if head and last in PEOPLE else None
    with _known(_Asked(ledger, form, output, rules, as_of, reported_by)) as (known, out):
        found = _one(known, head if measure else name, ledger)
        _answer(form, out, why_rows(found, measure), lambda _, c: show_why(found, measure, c), iter, WHY)


def timeline(
    name: Annotated[str | None, typer.Argument(metavar="[ID]", help="One incident: who said what when.")] = None,
    ledger: LedgerName = LEDGER, form: _FormOption = Form.TABLE, output: _OutOption = None,
    rules: _RulesOption = None, as_of: AsOf = None, reported_by: _ByOption = None,
    place: _PlaceOption = None, party: _PartyOption = None, type_: _TypeOption = None, source: _SourceOption = None,
    start: _FromOption = None, end: _ToOption = None, contested: _ContestedOption = None,
    min_killed: _KilledOption = None,
) -> None:  # fmt: skip
    """Show incidents day by day, or of one incident who said what first and who repeats it."""
    from accordingto.reconcile.incident import voices_of
    from accordingto.render.flat import INCIDENT, STEP, incident_rows, step_rows
    from accordingto.render.timeline import show_days, show_timeline

    wanted = incident_filter(place, party, type_, source, start, end, contested)
    with _known(_Asked(ledger, form, output, rules, as_of, reported_by)) as (known, out):
        if name is None:
            some = _deadly(known.incidents(wanted), min_killed)
            days = sorted(some, key=lambda d: (d["start"] or "9999", d["id"]))
            _answer(form, out, days, show_days, incident_rows, INCIDENT)
            return
        found = _one(known, name, ledger)
        origins = voices_of(found)
        steps = step_rows(found, origins)
        _answer(form, out, steps, lambda _, c: show_timeline(found, origins, c), iter, STEP)


def method(
    ledger: LedgerName = LEDGER, output: _OutOption = None, rules: _RulesOption = None, as_of: AsOf = None,
    reported_by: _ByOption = None,
) -> None:  # fmt: skip
    """Write the method statement of this ledger, in Markdown: sources, period, rules, reader, known gaps."""
    asked = _Asked(ledger, Form.TABLE, output, rules, as_of, reported_by)
    chosen = rule_set(rules)
    with _opened(asked) as (held, out):
        from accordingto.workflow.method import method as state

        out.write(state(held, chosen, as_of=moment(as_of), reported_by=named_day(reported_by, "--reported-by")))


@contextmanager
def _opened(asked: _Asked) -> Iterator[tuple[Ledger, TextIO]]:
    """The ledger, and where to write."""
    with opened(asked.ledger) as held, open_out(asked.output, asked.form) as out:
        yield held, out


@contextmanager
def _known(asked: _Asked) -> Iterator[tuple[Known, TextIO]]:
    from accordingto.workflow.rebuild import known

    # What is asked is checked first: a wrong word must not cost a minute.
    rules, as_of = rule_set(asked.rules), moment(asked.as_of)
    reported_by = named_day(asked.reported_by, "--reported-by")
    with _opened(asked) as (held, out):
        yield known(held, rules=rules, as_of=as_of, reported_by=reported_by, step=_say), out


def _say(step: str) -> None:
    if sys.stderr.isatty():
        typer.echo(f"{step} …", err=True)


def _one(known: Known, name: str, ledger: str) -> LinkedIncident:
    found = known.incident(name)
    if found is None:
        fail(f"{ledger} holds no incident {name}\n  → list those there are: accordingto incidents --ledger {ledger}")
    return found


def _deadly(found: Iterable[dict[str, Any]], least: int | None) -> Iterator[dict[str, Any]]:
    from accordingto.render.flat import whole

    for d in found:
        killed = whole(d, "killed") or {}
        top = max((killed[e] for e in ("low", "best", "high") if killed.get(e) is not None), default=0)
        if least is None or top >= least:
            yield d


def _answer(
    form: Form, out: TextIO, found: Iterable[dict[str, Any]], show: Callable[[Any, Console], object],
    rows: Callable[[Any], Iterable[Mapping[str, Any]]], columns: Sequence[str],
) -> None:  # fmt: skip
    """Print what was found, as a table, as it is, or as flat rows."""
    from accordingto.render.flat import write_csv, write_lines
    from accordingto.render.report import console_for

    if form is Form.TABLE:
        show(found, console_for(out))
    elif form is Form.JSONL:
        write_lines(found, out)
    else:
        write_csv(rows(found), columns, out)
