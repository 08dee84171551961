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
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import NoReturn, TextIO

import typer

EXITS = """Exit codes: 0 everything was read · 1 some inputs could not be read (named on standard error) ·
2 wrong usage · 3 nothing could be read."""


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


def fail(message: str) -> NoReturn:
    """Say what went wrong, and what to do, on standard error; nothing could be read."""
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(Exit.NOTHING_READ)
