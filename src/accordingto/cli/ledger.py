"""``accordingto add``, ``show``, ``claims`` and ``reread``: reports into a ledger, and what it holds of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordingto.cli.common import EXITS, LEDGER, AsOf, Form, LedgerName, fail, moment, open_out, opened, verdict
from accordingto.cli.inputs import (
    Follow,
    Inputs,
    Private,
    Published,
    Publisher,
    ReaderName,
    Workers,
    chosen_reader,
    written_day,
)

if TYPE_CHECKING:
    from accordingto.workflow import Reader

# The reader that the commands use; None is the package's own. Tests put another one here.
reader: Reader | None = None


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(epilog=EXITS)(add)
    app.command()(show)
    app.command()(claims)
    app.command()(reread)


def add(
    inputs: Inputs,
    ledger: LedgerName = LEDGER,
    published: Published = None,
    publisher: Publisher = None,
    follow: Follow = False,
    workers: Workers = None,
    reader_name: ReaderName = "default",
    allow_private_addresses: Private = False,
) -> None:
    """Add reports to a ledger: read, and keep every claim with its words, its source and where it came from.

    Adding a thing again adds nothing. A run that was stopped is finished by running it again.
    """
    from accordingto.render.ledger import Tally, report_outcomes, summary
    from accordingto.render.report import console_for
    from accordingto.workflow.adding import add_inputs, worth_workers
    from accordingto.workflow.one import one_thread_each

    one_thread_each()
    day = written_day(published)
    chosen = reader or chosen_reader(reader_name)
    tally = Tally()
    with opened(ledger, create=True) as book:
        outcomes = add_inputs(
            inputs,
            book,
            published=day,
            publisher=publisher,
            workers=workers if workers is not None else worth_workers(inputs),
            allow_private_addresses=allow_private_addresses,
            follow=follow,
            reader=chosen,
        )
        report_outcomes(outcomes, inputs, console_for(sys.stderr), tally)
        typer.echo(
            f"{summary(tally)}. Ledger {book.name}: {len(book.reports()):,} reports, {book.count_claims():,} claims"
        )
    raise typer.Exit(verdict(tally.new + tally.changed + tally.held, tally.failed))


def show(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Id of a report (see accordingto claims).")],
    ledger: LedgerName = LEDGER,
    as_of: AsOf = None,
    history: Annotated[bool, typer.Option("--history", help="Also each capture, version and reading of it.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say for each slot what filled it.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print the text alone.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the reading as JSON.")] = False,
) -> None:
    """Show one report of a ledger: its claims as they stand, and what people judged about them."""
    from accordingto.export import jsonl
    from accordingto.render import explain as explain_view
    from accordingto.render import table
    from accordingto.render.ledger import judged
    from accordingto.render.report import console_for

    then = moment(as_of)
    with opened(ledger) as book:
        kept = book.reading(report, then)
        if kept is None:
            fail(f"{book.name}: no report {report} is held{' at that time' if then else ''}\n  → {_hint(report)}")
        with open_out(None, Form.JSONL if as_json else Form.TABLE) as out:
            if text:
                out.write(kept.reading.report.text.rstrip("\n") + "\n")
                return
            if as_json:
                out.write(jsonl.line(kept.reading) + "\n")
                return
            console = console_for(out)
            table.show(kept.reading, console, why=explain_view.why if explain else None)
            lines = list(judged(kept))
            if lines:
                console.print("\nJudgements")
            for line in lines:
                console.print(line)
            if history:
                console.print()
                for kind, rows in book.history(report).items():
                    for row in rows:
                        said = {k: v for k, v in row.items() if v is not None and k not in ("report", "headers")}
                        console.print(f"{kind[:-1]}: {json.dumps(said, ensure_ascii=False)}", soft_wrap=True)


def claims(
    ledger: LedgerName = LEDGER,
    place: Annotated[str | None, typer.Option(help="A place at any level: Idlib, or Idlib, Syria.")] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Happened on this day or later.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Happened on this day or earlier.")] = None,
    party: Annotated[str | None, typer.Option(help="Side of those harmed, or of those who did it.")] = None,
    source: Annotated[str | None, typer.Option(help="Part of the name of who says so.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Type of the claim: killed, attack, …")] = None,
    text: Annotated[str | None, typer.Option(help='Words of the quote; a "phrase" in double quotes.')] = None,
    status: Annotated[str | None, typer.Option(help="unjudged, accepted, rejected, edited, added or reopened.")] = None,
    report: Annotated[str | None, typer.Option(help="Id of a report.")] = None,
    publisher: Annotated[str | None, typer.Option(help="The outlet.")] = None,
    orphans: Annotated[bool, typer.Option("--orphans", help="Judgements whose claim is not read any more.")] = False,
    as_of: AsOf = None,
    reported_by: Annotated[
        str | None, typer.Option("--reported-by", metavar="DATE", help="Only what had been published by this day.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", "-f", help="Lines for people, or data for programs.")] = Form.TABLE,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many at most.")] = 100,
    offset: Annotated[int, typer.Option(min=0, metavar="N", help="Leave out the first N.")] = 0,
) -> None:
    """Find claims of a ledger, each with its words and where it stands."""
    import csv

    from accordingto.export.cells import guarded
    from accordingto.render import words
    from accordingto.render.ledger import claim_lines
    from accordingto.render.report import console_for
    from accordingto.render.table import print_trimmed
    from accordingto.store import Filter

    wanted = Filter(
        place=place, start=written_day(start, "--from"), end=written_day(end, "--to"), party=party, source=source,
        type=kind, text=text, status=status, report=report, publisher=publisher,
    )  # fmt: skip
    then, by = moment(as_of), written_day(reported_by, "--reported-by")
    with opened(ledger) as book, open_out(None, form) as out:
        if orphans:
            for name, j in book.orphans():
                out.write(f"{name}  {j.id}  {j.verdict} by {j.by}: {j.reason}  “{j.quote or ''}”\n")
            return
        found = book.claims(wanted, then, reported_by=by, limit=limit, offset=offset)
        if form is Form.TABLE:
            console = console_for(out)
            for c in found:
                print_trimmed(claim_lines(c), console)
            more = len(found) == limit
            console.print(f"{words.plural(len(found), 'claim')}{' (more with --offset)' if more else ''}", style="dim")
        elif form is Form.JSONL:
            for c in found:
                out.write(json.dumps({k: v for k, v in c.row.items() if k != "seq"}, ensure_ascii=False) + "\n")
        else:
            columns = [k for k in found[0].row if k != "seq"] if found else []
            writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            writer.writerows({k: guarded(v) for k, v in c.row.items()} for c in found)


def reread(
    reports: Annotated[
        list[str] | None, typer.Argument(metavar="[REPORT...]", help="Ids of reports; all of them when none is named.")
    ] = None,
    ledger: LedgerName = LEDGER,
    workers: Workers = None,
    reader_name: ReaderName = "default",
) -> None:
    """Read the stored texts again with the present reader: claims are superseded, judgements stay, changes shown."""
    from accordingto.render.ledger import Tally, report_outcomes
    from accordingto.render.report import console_for
    from accordingto.workflow import WORTH_A_POOL, default_workers
    from accordingto.workflow.adding import reread as read_again
    from accordingto.workflow.one import one_thread_each

    one_thread_each()
    chosen = reader or chosen_reader(reader_name)
    tally = Tally()
    with opened(ledger) as book:
        names = book.reports()
        unknown = sorted(set(reports or ()) - set(names))
        if unknown:
            fail(f"{book.name}: no report {unknown[0]} is held\n  → {_hint(unknown[0])}")
        total = len(reports or names)
        several = workers if workers is not None else default_workers() if total >= WORTH_A_POOL else 1
        outcomes = read_again(book, reports=reports or None, workers=several, reader=chosen)
        report_outcomes(outcomes, (), console_for(sys.stderr), tally, doing="reading again", total=total)
        lost = len(book.orphans())
    orphaned = f"; {lost:,} judgements without a claim: accordingto claims --orphans" if lost else ""
    failed = f", {tally.failed:,} failed" if tally.failed else ""
    typer.echo(
        f"{tally.changed:,} reports read again, {tally.held:,} were read by this reader already{failed}{orphaned}"
    )
    raise typer.Exit(verdict(tally.changed + tally.held, tally.failed))


def _hint(name: str) -> str:
    if Path(name).suffix or "/" in name:
        return "a report bears the name under which it was added; find it with: accordingto claims --text WORDS"
    return "find it with: accordingto claims"
