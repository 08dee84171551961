"""``accordingto evaluate``: predicted claims against claims that people made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from accordingto.cli.common import fail, quiet_ends


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(evaluate)


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Claims made by people, JSON Lines.")],
    predicted: Annotated[Path, typer.Argument(metavar="PREDICTED", help="Claims to be scored, the same format.")],
    docs: Annotated[Path, typer.Argument(metavar="DOCS", help="The reports, JSON Lines.")],
    by_corpus: Annotated[bool, typer.Option("--by-corpus", help="Also for each corpus by itself.")] = False,
    errors: Annotated[int, typer.Option(min=0, metavar="N", help="Show N errors with their words.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Score predicted claims against claims that people made."""
    import json

    from accordingto.evaluate.score import by_corpus as each_corpus
    from accordingto.evaluate.score import load, score
    from accordingto.render.report import console_for
    from accordingto.render.scores import show_faults, show_scores

    with quiet_ends():
        try:
            data = load(gold), load(predicted), load(docs)
            total = score(*data)
            parts = each_corpus(*data) if by_corpus else {}
        except KeyError as e:
            fail(f"{docs} has no report {e}, which {gold} has claims of: give the documents that belong to it")
        except (OSError, ValueError) as e:
            fail(f"{e}: give files of one JSON object a line")
        if as_json:
            corpora = {"corpora": {name: part.to_dict() for name, part in parts.items()}} if by_corpus else {}
            typer.echo(json.dumps({**total.to_dict(), **corpora}))
        else:
            console = console_for(sys.stdout)
            show_scores(f"all reports ({total.reports:,})", total.to_dict(), console)
            for name, part in parts.items():
                console.print()
                show_scores(f"{name} ({part.reports:,})", part.to_dict(), console)
        faults = [(f.report, f.kind, f.detail) for f in total.faults[:errors]]
        # Standard output stays one JSON object when that was asked for.
        show_faults(faults, console_for(sys.stderr if as_json else sys.stdout))
