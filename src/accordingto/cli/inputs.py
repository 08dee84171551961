"""The options of every command that takes reports in: which inputs, what they do not say of themselves, how to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

    from accordingto.workflow import Reader

Inputs = Annotated[
    list[str], typer.Argument(metavar="INPUT...", help="Files, folders, web addresses, or - for standard input.")
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Day of publication, for reports that do not carry one (YYYY-MM-DD)."),
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="The outlet, for reports that do not name one.")]
Workers = Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes to read with (default: one a core).")]
Private = Annotated[
    bool, typer.Option("--allow-private-addresses", help="Fetch from this machine and private networks too.")
]
Follow = Annotated[
    bool, typer.Option("--follow", help="Fetch the pages that a feed links to, instead of taking its entries.")
]
ReaderName = Annotated[
    str, typer.Option("--reader", metavar="NAME", help="default, or fast for less time and less care.")
]


def chosen_reader(name: str) -> Reader | None:
    """The package's reader of that name; None for the default one, which whoever reads loads.

    Raises:
        typer.BadParameter: There is none of that name.
    """
    from accordingto.workflow import named_reader

    try:
        return named_reader(name)
    except ValueError as e:
        raise typer.BadParameter(str(e), param_hint="--reader") from None


def written_day(words: str | None, option: str = "--published") -> date | None:
    """The day that an option names, in any way that reports write it.

    Raises:
        typer.BadParameter: The words name no certain day.
    """
    from accordingto.sources.published import parse

    day = parse(words) if words else None
    if words and day is None:
        raise typer.BadParameter(f"{words!r} names no certain day; write YYYY-MM-DD", param_hint=option)
    return day
