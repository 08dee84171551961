"""What the commands share: exit codes, output forms, quiet endings.

Promises: what goes to standard output in ``jsonl`` and ``csv`` is only that; problems go to standard error and name
the input, the place and the remedy; a closed pipe ends the run silently. Exit codes: docs/exit-codes.md.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO

import typer

if TYPE_CHECKING:
    from accordingto.model.issue import Issue
    from accordingto.reconcile.rules import Rules
    from accordingto.store import Filter, Ledger

EXITS = """Exit codes: 0 everything was read · 1 some inputs could not be read (named on standard error) ·
2 wrong usage · 3 nothing could be read."""


LEDGER = "accordingto.db"
LedgerName = Annotated[
    str,
    typer.Option(
        "--ledger", envvar="ACCORDINGTO_LEDGER", metavar="FILE|URL",
        help="The ledger: a file, or postgresql://user@host/database.",
    ),
]  # fmt: skip
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="TIME", help="What the ledger would have said then, such as 2020-02-21T10:00 (UTC)."
    ),
]


class Exit(IntEnum):
    """What the run says to the shell."""

    READ = 0
    SOME_FAILED = 1
    USAGE = 2
    NOTHING_READ = 3
    INTERRUPTED = 130
    CLOSED_PIPE = 141


class Form(StrEnum):
    """What to print."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def verdict(read: int, failed: int) -> Exit:
    """How a batch ended."""
    if failed == 0:
        return Exit.READ
    return Exit.SOME_FAILED if read else Exit.NOTHING_READ


@contextmanager
def quiet_ends() -> Iterator[None]:
    """A closed pipe and Ctrl-C end the run without a traceback."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more at exit; into the closed pipe that would be another error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise typer.Exit(Exit.CLOSED_PIPE) from None
    except KeyboardInterrupt:
        typer.echo("stopped; what was written so far is complete up to the last report", err=True)
        raise typer.Exit(Exit.INTERRUPTED) from None


@contextmanager
def open_out(output: Path | None, form: Form) -> Iterator[TextIO]:
    """Where to write: UTF-8 for data, whatever the terminal's locale is."""
    if output is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            if form is Form.TABLE:
                sys.stdout.reconfigure(errors="replace")
            else:
                sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        return
    try:
        stream = output.open("w", encoding="utf-8", errors="replace", newline="\n")
    except OSError as e:
        raise typer.BadParameter(f"cannot write {output}: {e.strerror}", param_hint="--output") from None
    with stream:
        yield stream


def say(issue: Issue) -> None:
    """Say on standard error what a problem is, in the form that all problems have."""
    where = f" {issue.origin}" if issue.origin else ""
    typer.echo(f"error[{issue.code}]{where}: {issue.message}\n  → {issue.hint}", err=True)


def fail_with(issue: Issue) -> NoReturn:
    """Say what a problem is; nothing could be read."""
    say(issue)
    raise typer.Exit(Exit.NOTHING_READ)


def cannot_write(path: Path | None, error: OSError) -> NoReturn:
    """Say on standard error that a file cannot be written: wrong usage, because nothing was lost."""
    why = error.strerror or error
    typer.echo(f"error: cannot write {path}: {why}\n  → check the folder, its rights and the disk's space", err=True)
    raise typer.Exit(Exit.USAGE)


def fail(message: str) -> NoReturn:
    """Say what went wrong, and what to do, on standard error; nothing could be read."""
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(Exit.NOTHING_READ)


def moment(value: str | None, option: str = "--as-of") -> datetime | None:
    """A moment that the user named; of one without an offset, UTC is meant; a day alone counts to its end.

    Raises:
        typer.BadParameter: It is no moment.
    """
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no time; write 2020-02-21T10:00", param_hint=option) from None
    if len(value.strip()) <= 10:
        found = found.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@contextmanager
def opened(where: str, *, create: bool = False) -> Iterator[Ledger]:
    """The ledger of that name; what is wrong with it ends the run with a line that says what to do."""
    from accordingto.store import Ledger, LedgerError

    try:
        with quiet_ends(), Ledger.open(where, create=create) as ledger:
            yield ledger
    except LedgerError as e:
        fail_with(e.issue)


def named_day(words: str | None, option: str) -> date | None:
    """A day that the user named.

    Raises:
        typer.BadParameter: It is no day.
    """
    try:
        return None if words is None else date.fromisoformat(words)
    except ValueError:
        raise typer.BadParameter(f"{words!r} is no day; write YYYY-MM-DD", param_hint=option) from None


def rule_set(wanted: str | None) -> Rules:
    """The rule set of that name or file; the default one when none is named.

    Raises:
        typer.BadParameter: There is none, or the file is faulty.
    """
    from accordingto.model.issue import InputError
    from accordingto.workflow.rulesets import rules_of

    try:
        return rules_of(wanted)
    except InputError as e:
        i = e.issue
        # A name that is unknown has no other place than the option, which typer names already.
        where = "" if i.origin in (None, "--rules") else f"{i.origin}: "
        raise typer.BadParameter(f"{where}{i.message}; {i.hint}", param_hint="--rules") from None


def incident_filter(
    place: str | None, party: str | None, type_: str | None, source: str | None, start: str | None, end: str | None,
    contested: bool | None,
) -> Filter:  # fmt: skip
    """The filter of incidents that the options name."""
    from accordingto.store import Filter

    return Filter(
        place=place, party=party, type=type_, source=source, start=named_day(start, "--from"),
        end=named_day(end, "--to"), contested=contested,
    )  # fmt: skip
