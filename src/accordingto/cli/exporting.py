"""``accordingto export | validate | formats | import``: what is known in other formats, and theirs for comparison."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from accordingto.cli.common import (
    LEDGER,
    AsOf,
    Exit,
    LedgerName,
    cannot_write,
    fail,
    fail_with,
    incident_filter,
    moment,
    named_day,
    opened,
    quiet_ends,
    rule_set,
)
from accordingto.cli.options import AllowNames, Delay, FirstDay, LastDay, PlaceName, Profile, ReportedBy, RulesName
from accordingto.cli.profile import may_leave, say_removed

if TYPE_CHECKING:
    from accordingto.export.base import Format, Options, View
    from accordingto.workflow.exporting import Written

_MOST_FAULTS = 50
_FormatName = Annotated[str, typer.Argument(metavar="FORMAT", help="A format: see accordingto formats.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(export)
    app.command()(validate)
    app.command()(formats)


def export(
    name: _FormatName,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there, else to the pipe.")
    ] = None,
    ledger: LedgerName = LEDGER,
    profile: Profile = "internal",
    delay: Delay = 72,
    allow_names: AllowNames = None,
    as_of: AsOf = None,
    reported_by: ReportedBy = None,
    rules: RulesName = None,
    place: PlaceName = None,
    party: Annotated[str | None, typer.Option("--party", help="A side, harmed or held responsible.")] = None,
    type_: Annotated[str | None, typer.Option("--type", help="What happened: airstrike, clash, abduction, …")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Who says so, any part of the name.")] = None,
    start: FirstDay = None,
    end: LastDay = None,
    contested: Annotated[
        bool | None, typer.Option("--contested/--uncontested", help="Only incidents with an open question, or without.")
    ] = None,
    table: Annotated[
        Literal["incidents", "claims", "tolls"],
        typer.Option("--table", help="Which table (csv, parquet)."),
    ] = "incidents",
    acled_legacy_codes: Annotated[
        bool, typer.Option("--acled-legacy-codes", help="ACLED's actor types as numbers, as before 2024.")
    ] = False,
    ucdp_ids: Annotated[
        Path | None, typer.Option("--ucdp-ids", metavar="FILE", help="Your table of UCDP's numbers: name,id.")
    ] = None,
) -> None:  # fmt: skip
    """Write what a ledger knows in a format of the field; what it has no place for goes to FILE.notes.csv."""
    from accordingto.export.base import Options

    fmt = _format(name)
    wanted = incident_filter(place, party, type_, source, start, end, contested)
    chosen, then, by = rule_set(rules), moment(as_of), named_day(reported_by, "--reported-by")
    options = Options(table, acled_legacy_codes, _ids(ucdp_ids))
    if output is None and not fmt.terminal:
        raise typer.BadParameter(f"{name} is no text: give -o FILE{fmt.suffix}", param_hint="--output")
    with opened(ledger) as held:
        from accordingto import __version__
        from accordingto.workflow.exporting import view_of

        view = view_of(
            held, version=__version__, generated=datetime.now(UTC), wanted=wanted, rules=chosen, as_of=then,
            reported_by=by, step=_say,
        )  # fmt: skip
        view, removed = may_leave(view, profile, delay, allow_names)
        written = _written(fmt, view, output, options)
        say_removed(removed, output)
    _report(fmt, written, output)


def _written(fmt: Format, view: View, output: Path | None, options: Options) -> Written:
    from accordingto.model.issue import InputError
    from accordingto.workflow.exporting import write_file, write_stream

    try:
        if output is None:
            return write_stream(fmt, view, sys.stdout.buffer, options)
        return write_file(fmt, view, output, options)
    except InputError as e:
        fail_with(e.issue)
    except OSError as e:
        cannot_write(output, e)


def _report(fmt: Format, written: Written, output: Path | None) -> None:
    """What came of it, on standard error."""
    say = [f"{output} written" if output else ""]
    if written.skipped:
        n = sum(written.skipped.values())
        say.append(f"{n:,} left out, most often because: {max(written.skipped, key=lambda k: written.skipped[k])}")
    if written.lost:
        say.append(f"{written.lost:,} details have no place in {fmt.name}")
    if written.notes:
        say.append(f"all of it with reasons in {written.notes}")
    if any(say):
        typer.echo("; ".join(s for s in say if s), err=True)


def validate(
    name: _FormatName,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, ours or anybody's.")],
) -> None:
    """Check files against the rules of a format; each fault names line, column and remedy."""
    from accordingto.model.issue import InputError, Severity

    fmt = _format(name)
    errors = 0
    with quiet_ends():
        for path in files:
            if not path.is_file():
                fail(f"{path}: there is no such file\n  → check the spelling")
            counts = {Severity.ERROR: 0, Severity.WARNING: 0}
            try:
                for n, fault in enumerate(fmt.check(path)):
                    counts[fault.severity] += 1
                    if n < _MOST_FAULTS:
                        issue = fault.issue(str(path))
                        typer.echo(f"{issue.severity.value}: {path}: {issue.message}\n  → {issue.hint}")
            except InputError as e:
                fail_with(e.issue)
            except OSError as e:
                fail(f"{path}: {e.strerror or e}\n  → check that you may read it")
            found, doubts = counts[Severity.ERROR], counts[Severity.WARNING]
            if found + doubts > _MOST_FAULTS:
                typer.echo(f"… and {found + doubts - _MOST_FAULTS:,} more")
            typer.echo(f"{path}: {found:,} error{'s' * (found != 1)}, {doubts:,} warning{'s' * (doubts != 1)}")
            errors += found
    raise typer.Exit(Exit.SOME_FAILED if errors else Exit.READ)


def formats(
    rules: Annotated[bool, typer.Option("--rules", help="Also the rules that validate holds each to.")] = False,
) -> None:
    """List the formats that export writes and validate checks."""
    from accordingto.export import all_formats

    with quiet_ends():
        for fmt in all_formats():
            typer.echo(f"{fmt.name:<11} {fmt.suffix:<12} {fmt.title}")
            if rules:
                for rule, words in fmt.rules.items():
                    typer.echo(f"    {rule:<4} {words}")


def _format(name: str) -> Format:
    from accordingto.export import by_name

    try:
        return by_name(name)
    except KeyError as e:
        raise typer.BadParameter(str(e.args[0]), param_hint="FORMAT") from None


def _ids(path: Path | None) -> dict[str, str]:
    """The user's numbers by name: a table with the columns name and id."""
    import csv

    if path is None:
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, ValueError, csv.Error) as e:
        raise typer.BadParameter(f"{path}: {e}", param_hint="--ucdp-ids") from None
    wrong = next((n for n, r in enumerate(rows, 2) if not r.get("name") or not (r.get("id") or "").isdigit()), None)
    if wrong is not None:
        raise typer.BadParameter(f"{path}, line {wrong}: write name,id with a number", param_hint="--ucdp-ids")
    return {r["name"]: r["id"] for r in rows}


def _say(step: str) -> None:
    if sys.stderr.isatty():
        typer.echo(f"{step} …", err=True)
