"""``accordingto picture | report``: what can go into an article or be handed on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from accordingto.cli.common import (
    LEDGER,
    AsOf,
    LedgerName,
    cannot_write,
    fail,
    fail_with,
    incident_filter,
    moment,
    named_day,
    opened,
    rule_set,
)
from accordingto.cli.options import AllowNames, Delay, FirstDay, LastDay, PlaceName, Profile, ReportedBy, RulesName
from accordingto.cli.profile import may_leave, say_removed


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(picture)
    app.command()(report)


def picture(
    name: Annotated[str, typer.Argument(metavar="ID", help="An incident, or a telling of it.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="A name that ends in .svg or .png.")],
    ledger: LedgerName = LEDGER, profile: Profile = "internal", delay: Delay = 72, allow_names: AllowNames = None,
    rules: RulesName = None, as_of: AsOf = None, reported_by: ReportedBy = None,
) -> None:  # fmt: skip
    """Draw who says what of an incident, for an article: positions, figures as bars, days, sources."""
    from accordingto import __version__
    from accordingto.export.base import Run, View
    from accordingto.model.issue import InputError

    if output.suffix.lower() not in (".svg", ".png"):
        raise typer.BadParameter(f"{output} ends in neither .svg nor .png", param_hint="--output")
    chosen, then, by = rule_set(rules), moment(as_of), named_day(reported_by, "--reported-by")
    with opened(ledger) as held:
        from accordingto.render.picture import draw_dispute
        from accordingto.workflow.rebuild import known

        found = known(held, rules=chosen, as_of=then, reported_by=by).incident(name)
        if found is None:
            fail(f"{ledger} holds no incident {name}\n  → list them: accordingto incidents --ledger {ledger}")
        view = View((found,), (), (), Run(__version__), datetime.now(UTC))
        view, removed = may_leave(view, profile, delay, allow_names)
        shown = next(iter(view.incidents), None)
        if shown is None:
            fail(
                f"{name} may not be published yet: it is younger than the delay, or nobody knows its day\n"
                "  → wait, or draw it for yourself without --profile public"
            )
        try:
            draw_dispute(shown, output, by=f"AccordingTo {__version__}")
        except InputError as e:
            fail_with(e.issue)
        except OSError as e:
            cannot_write(output, e)
        say_removed(removed, output)
    typer.echo(f"{output} written", err=True)


def report(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="A name that ends in .html or .pdf.")],
    ledger: LedgerName = LEDGER,
    start: FirstDay = None, end: LastDay = None, place: PlaceName = None,
    title: Annotated[str | None, typer.Option("--title", help="Another title.")] = None,
    profile: Profile = "internal", delay: Delay = 72, allow_names: AllowNames = None,
    rules: RulesName = None, as_of: AsOf = None, reported_by: ReportedBy = None,
) -> None:  # fmt: skip
    """Write a report of a period as one page: summary, map, days, disputes, totals, incidents with quotes, method."""
    from accordingto import __version__
    from accordingto.model.issue import InputError

    suffix = output.suffix.lower()
    if suffix not in (".html", ".htm", ".pdf"):
        raise typer.BadParameter(f"{output} ends in neither .html nor .pdf", param_hint="--output")
    wanted = incident_filter(place, None, None, None, start, end, None)
    if wanted.start and wanted.end and wanted.end < wanted.start:
        raise typer.BadParameter(f"{end} is before {start}", param_hint="--to")
    chosen, then, by = rule_set(rules), moment(as_of), named_day(reported_by, "--reported-by")
    with opened(ledger) as held:
        from accordingto.render.pdf import write_pdf
        from accordingto.render.situation import Scope, situation_report
        from accordingto.workflow.exporting import view_of

        view = view_of(
            held, version=__version__, generated=datetime.now(UTC), wanted=wanted, rules=chosen, as_of=then,
            reported_by=by,
        )  # fmt: skip
        view, removed = may_leave(view, profile, delay, allow_names)
        page = situation_report(view, Scope(wanted.start, wanted.end, place, title))
        try:
            if suffix == ".pdf":
                write_pdf(page, output)
            else:
                output.write_text(page, encoding="utf-8", errors="replace")
        except InputError as e:
            fail_with(e.issue)
        except OSError as e:
            cannot_write(output, e)
        say_removed(removed, output)
    typer.echo(f"{output} written", err=True)
