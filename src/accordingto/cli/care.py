"""``accordingto verify``, ``backup``, ``restore``, ``redact``: what keeps a ledger whole, and what it must forget."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from accordingto.cli.common import LEDGER, Exit, LedgerName, fail, opened

By = Annotated[str, typer.Option("--by", envvar="ACCORDINGTO_BY", metavar="NAME", help="Who decides.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (verify, backup, restore, redact):
        app.command()(command)


def verify(
    ledger: LedgerName = LEDGER,
    head: Annotated[
        str | None, typer.Option(metavar="HASH", help="A head noted earlier, which must stand in the chain.")
    ] = None,
) -> None:
    """Check every hash, every payload and every source of a ledger; names the first broken entry.

    Exit code 1 when something is broken.
    """
    from accordingto.render.ledger import verification
    from accordingto.render.report import console_for

    with opened(ledger) as book:
        start = perf_counter()
        found = book.verify(head)
        console_for(sys.stdout).print(verification(found, perf_counter() - start), soft_wrap=True)
        if not found.holds:
            typer.echo("keep the file, and restore the last backup: accordingto restore BACKUP --ledger NEW", err=True)
    raise typer.Exit(Exit.READ if found.holds else Exit.SOME_FAILED)


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="A new file; nothing is overwritten.")],
    ledger: LedgerName = LEDGER,
) -> None:
    """Copy a ledger into a new file, checked, while others may use it."""
    with opened(ledger) as book:
        entries = book.backup(target)
        head = book.verify().head
    typer.echo(f"{target}: {entries:,} entries, all checked; head {head}")


def restore(
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="A file that accordingto backup made.")],
    ledger: Annotated[
        str, typer.Option("--ledger", metavar="FILE|URL", help="The new ledger; it must be empty or not there.")
    ],
) -> None:
    """Fill a new ledger from a backup, checked; also the way from SQLite to PostgreSQL and back."""
    if not backup.is_file():
        fail(f"{backup}: there is no such file\n  → check the name of the backup")
    with opened(ledger, create=True) as book:
        entries = book.restore(backup)
        typer.echo(f"{book.name}: {entries:,} entries restored, all checked")


def redact(
    reason: Annotated[
        str, typer.Option(help="Why. It stays in the ledger, so it must not name what is erased.", metavar="WORDS")
    ],
    by: By,
    reports: Annotated[list[str] | None, typer.Argument(metavar="[REPORT...]", help="Reports to erase whole.")] = None,
    ledger: LedgerName = LEDGER,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Erase everything of an outlet.")] = None,
    words: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Black these words out wherever they stand, such as a name.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase reports, an outlet, or words from a ledger; a tombstone stays, and the chain still verifies."""
    named = [x for x in (reports, publisher, words) if x]
    if len(named) != 1:
        raise typer.BadParameter("name reports, or --publisher, or --words: one of them")
    with opened(ledger) as book:
        if not yes:
            typer.confirm("Erased is erased: it cannot be had back from this ledger. Go on?", abort=True)
        emptied = book.redact(reason=reason, by=by, reports=reports or (), publisher=publisher, words=words)
        typer.echo(f"{emptied:,} entries emptied under a tombstone. Backups made before still hold what was erased.")
