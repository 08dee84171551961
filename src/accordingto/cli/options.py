"""Options that several commands have: what a ledger is asked for, by which rules, and what may be published of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

RulesName = Annotated[
    str | None, typer.Option("--rules", metavar="NAME|FILE", help="Rule set of the figures: a name or a YAML file.")
]
ReportedBy = Annotated[
    str | None, typer.Option("--reported-by", metavar="DATE", help="Only what was published by that day.")
]
PlaceName = Annotated[str | None, typer.Option("--place", help="A place at any level: Idlib, or Idlib, Syria.")]
FirstDay = Annotated[str | None, typer.Option("--from", metavar="DATE", help="Nothing that was over before.")]
LastDay = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Nothing that began after.")]
Profile = Annotated[
    Literal["internal", "public"],
    typer.Option("--profile", help="public removes what endangers people, and reports what it removed."),
]
Delay = Annotated[
    int, typer.Option("--delay", metavar="HOURS", help="What is younger is not published (public; 24 at least).")
]
AllowNames = Annotated[
    Path | None, typer.Option("--allow-names", metavar="FILE", help="Names that may be published, one a line (public).")
]
