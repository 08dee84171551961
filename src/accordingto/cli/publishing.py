"""``accordingto picture | report``: what can go into an article or be handed on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from accordingto.cli.common import LEDGER, AsOf, LedgerName, fail, moment, named_day, opened, rule_set

if TYPE_CHECKING:
    from accordingto.export.base import View

_Profile = Annotated[
    Literal["internal", "public"],
    typer.Option("--profile", help="public removes what endangers people."),
]
_Delay = Annotated[
    int, typer.Option("--delay", metavar="HOURS", help="What is younger is not published (public; 24 at least).")
]
_Names = Annotated[
    Path | None, typer.Option("--allow-names", metavar="FILE", help="Names that may be published, one a line (public).")
]
_Rules = Annotated[
    str | None, typer.Option("--rules", metavar="NAME|FILE", help="Rule set of the figures: a name or a YAML file.")
]
_ReportedBy = Annotated[
    str | None, typer.Option("--reported-by", metavar="DATE", help="Only what was published by that day.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(picture)
    app.command()(report)


def picture(
    name: Annotated[str, typer.Argument(metavar="ID", help="An incident, or a telling of it.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="A name that ends in .svg or .png.")],
    ledger: LedgerName = LEDGER, profile: _Profile = "internal", delay: _Delay = 72, allow_names: _Names = None,
    rules: _Rules = None, as_of: AsOf = None, reported_by: _ReportedBy = None,
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
            fail(f"{ledger} holds no incident {name}\n       list them: accordingto incidents --ledger {ledger}")
        if profile == "public":
            view = View((found,), (), (), Run(__version__), datetime.now(UTC))
            shown = next(iter(public(view, delay, allow_names).incidents), None)
            if shown is None:
                fail(f"{name} may not be published yet: it is younger than the delay, or nobody knows its day")
            found = shown
        try:
            draw_dispute(found, output, by=f"AccordingTo {__version__}")
        except InputError as e:
            fail(f"{e.issue.message}\n       {e.issue.hint}")
        except OSError as e:
            fail(f"cannot write {output}: {e.strerror or e}\n       check the folder, its rights and the disk's space")
    typer.echo(f"{output} written", err=True)


def report(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="A name that ends in .html or .pdf.")],
    ledger: LedgerName = LEDGER,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day of the period.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day of the period.")] = None,
    place: Annotated[str | None, typer.Option("--place", help="A place at any level: Idlib, or Idlib, Syria.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="Another title.")] = None,
    profile: _Profile = "internal", delay: _Delay = 72, allow_names: _Names = None,
    rules: _Rules = None, as_of: AsOf = None, reported_by: _ReportedBy = None,
) -> None:  # fmt: skip
    """Write a report of a period as one page: summary, map, days, disputes, totals, incidents with quotes, method."""
    from accordingto import __version__
    from accordingto.cli.common import incident_filter
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
        if profile == "public":
            view = public(view, delay, allow_names)
        page = situation_report(view, Scope(wanted.start, wanted.end, place, title))
        try:
            if suffix == ".pdf":
                write_pdf(page, output)
            else:
                output.write_text(page, encoding="utf-8", errors="replace")
        except InputError as e:
            fail(f"{e.issue.message}\n       {e.issue.hint}")
        except OSError as e:
            fail(f"cannot write {output}: {e.strerror or e}\n       check the folder, its rights and the disk's space")
    typer.echo(f"{output} written", err=True)


def public(view: View, delay: int, names: Path | None) -> View:
    """The view as it may be published; what that takes out is listed by ``accordingto export``."""
    from accordingto.cli.exporting import public_view

    return public_view(view, delay, names)[0]
