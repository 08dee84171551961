"""``accordingto gazetteer``: the places that are known, and the user's own ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accordingto.cli.common import Exit, fail, quiet_ends

group = typer.Typer(
    name="gazetteer",
    help="Places that the reader knows: look names up, add your own.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(group)


@group.command()
def add(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A GeoNames country dump, a p-code table or a CSV with name, lat, lon."),
    ],
    country: Annotated[
        str | None, typer.Option(metavar="CODE", help="Two-letter code for rows that do not name their country.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What to call the list.  [default: the file's name]")
    ] = None,
) -> None:
    """Add places of your own; a list of the same name is replaced."""
    from accordingto.model import InputError
    from accordingto.workflow.gazetteers import add_places, plain_name

    with quiet_ends():
        try:
            found = add_places(file, name=name, country=country.upper() if country else None)
        except InputError as e:
            fail(f"{e.issue.message}: {e.issue.hint}")
        for issue in found.issues:
            typer.echo(f"{issue.origin}: {issue.message.partition(': ')[2]}; {issue.hint}", err=True)
        if found.skipped > len(found.issues):
            typer.echo(f"… and {found.skipped - len(found.issues):,} more rows that gave no place", err=True)
        if not found.entries:
            fail(f"{file} gave no place ({found.form}); nothing was added")
        label = plain_name(name or file.stem)
        rest = f", {found.skipped:,} rows skipped" if found.skipped else ""
        typer.echo(f"added {len(found.entries):,} places as {label!r} ({found.form}){rest}")
        raise typer.Exit(Exit.SOME_FAILED if found.skipped else Exit.READ)


@group.command("list")
def list_() -> None:
    """Show the lists that you added."""
    from accordingto.workflow.gazetteers import list_places, own_folder, own_gazetteer

    with quiet_ends():
        added = list_places()
        for one in added:
            typer.echo(f"{one.name}\t{one.places:,} places\t{one.about}")
        for issue in own_gazetteer()[1]:
            typer.echo(f"{issue.message}; {issue.hint}", err=True)
        if not added:
            typer.echo(f"no lists of your own (they would be kept in {own_folder()})")


@group.command()
def remove(name: Annotated[str, typer.Argument(metavar="NAME", help="A list's name, as list shows it.")]) -> None:
    """Remove a list that you added."""
    from accordingto.workflow.gazetteers import list_places, remove_places

    with quiet_ends():
        if not remove_places(name):
            known = ", ".join(a.name for a in list_places()) or "none"
            fail(f"there is no list {name!r}; your lists: {known}")
        typer.echo(f"removed {name!r}")


@group.command()
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place's name, in any usual spelling or script.")],
    near: Annotated[
        str | None, typer.Option(metavar="PLACE", help='A place that it should be near, or "lat,lon".')
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="COUNTRY", help="Where to look: a two-letter code or an English name.")
    ] = None,
    most: Annotated[int, typer.Option("--most", "-n", min=1, metavar="N", help="How many to show.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines.")] = False,
) -> None:
    """Show the places that a name may mean, likeliest first."""
    import json
    import sys
    from dataclasses import asdict

    from accordingto.render.places import show_places
    from accordingto.render.report import console_for
    from accordingto.workflow.gazetteers import find_places

    with quiet_ends():
        try:
            found = find_places(name, near=near, country=country)
        except ValueError as e:
            raise typer.BadParameter(str(e)) from None
        if as_json:
            for f in found[:most]:
                line = asdict(f.candidate) | {"within": list(f.holders), "own": f.own, "exact": f.exact, "km": f.km}
                typer.echo(json.dumps(line, ensure_ascii=False))
        elif found:
            show_places([(f.candidate, f.holders, f.own, f.exact, f.km) for f in found[:most]], console_for(sys.stdout))
            if len(found) > most:
                typer.echo(f"… {len(found) - most} more; --most shows them")
        if not found:
            where = f" in {country}" if country else ""
            fail(
                f"no place is known by the name {name!r}{where}; add a list that has it: accordingto gazetteer add FILE"
            )
