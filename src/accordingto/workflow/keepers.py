"""Where a batch keeps its outcomes: a file of JSON Lines, or a folder of Parquet tables.

Promises: what stands under the name that the user gave is never half of something. A file bears another name until it
is whole; a part of a table is there whole or not at all. No more than one part is held in memory.
"""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import BinaryIO

from accordingto.export import jsonl, parts
from accordingto.model import InputError, Issue, Reading, Severity

# A disk that is waited for after each report would be most of the work; seconds of reading are soon done again.
_SECONDS = 2.0
_PART, _PART_ROWS = 1_000, 100_000


class LinesFile:
    """JSON Lines in one file, called ``….unfinished`` until it is whole; inputs that gave nothing have no line in it.

    Args:
        where: The file; one that is there is replaced when the new one is whole.
    """

    def __init__(self, where: Path) -> None:
        self.where = where
        self._unfinished = where.with_name(where.name + ".unfinished")
        self.notes = where.with_name(where.name + ".progress")
        self._out: BinaryIO | None = None
        self._secured = monotonic()

    def begin(self, size: int | None) -> None:
        """Open the file at a length.

        Raises:
            InputError: It is not so long any more.
        """
        if size is None:
            self._out = self._unfinished.open("wb")
            return
        if not self._unfinished.exists() or self._unfinished.stat().st_size < size:
            raise InputError(_damaged(self, self._unfinished))
        self._out = self._unfinished.open("r+b")
        self._out.truncate(size)
        self._out.seek(size)

    def write(self, outcome: Reading | Issue) -> None:
        """A line for a reading."""
        if isinstance(outcome, Reading):
            self._opened.write(jsonl.line(outcome).encode() + b"\n")

    def due(self) -> bool:
        """Every few seconds."""
        return monotonic() - self._secured >= _SECONDS

    def secure(self) -> int:
        """Bytes that the disk holds."""
        parts.settle(self._opened)
        self._secured = monotonic()
        return self._opened.tell()

    def finish(self) -> None:
        """Give the file its name."""
        self.close()
        self._unfinished.replace(self.where)
        self.notes.unlink()

    def close(self) -> None:
        """Give the file back, whole or not."""
        if self._out is not None:
            self._out.close()

    @property
    def _opened(self) -> BinaryIO:
        assert self._out is not None, "begin comes first"
        return self._out


class TablesFolder:
    """Parquet tables in parts of so many reports (see ``export.parts``); run again, it takes in what inputs were added.

    Args:
        where: The folder; made when it is not there.

    Raises:
        InputError: pyarrow is not installed, or the folder holds other things.
    """

    def __init__(self, where: Path) -> None:
        from accordingto.export.needs import wanted

        wanted("pyarrow", "tables")
        self.where, self.notes = where, where / "run.json"
        self._outcomes: list[Reading | Issue] = []
        self._rows = 0
        self._parts = 0
        if where.is_dir() and not self.notes.exists() and any(where.iterdir()):
            hint = "name a folder that is empty, or not there yet"
            raise InputError(Issue("other-run", "the folder holds other things", Severity.ERROR, str(where), hint=hint))

    def begin(self, size: int | None) -> None:
        """Go back to a number of parts.

        Raises:
            InputError: Not all of them are there any more.
        """
        self.where.mkdir(parents=True, exist_ok=True)
        self._parts = size or 0
        gone = (p for n in range(self._parts) for p in parts.paths(self.where, n) if not p.exists())
        if (path := next(gone, None)) is not None:
            raise InputError(_damaged(self, path))
        parts.remove_from(self.where, self._parts)

    def write(self, outcome: Reading | Issue) -> None:
        """Take an outcome in for the next part."""
        self._outcomes.append(outcome)
        self._rows += 1 if isinstance(outcome, Issue) else len(outcome.claims) + len(outcome.numbers)

    def due(self) -> bool:
        """Whether the part is full; it depends on the outcomes alone, so that any run makes the same parts."""
        return len(self._outcomes) >= _PART or self._rows >= _PART_ROWS

    def secure(self) -> int:
        """Write the part, unless it is empty; how many there are."""
        if self._outcomes:
            from accordingto import __version__

            parts.write_part(self.where, self._parts, self._outcomes, version=__version__)
            self._parts += 1
            self._outcomes, self._rows = [], 0
        return self._parts

    def finish(self) -> None:
        """Nothing is left to do: every part is in its place."""

    def close(self) -> None:
        """Nothing is open."""


def _damaged(keeper: LinesFile | TablesFolder, path: Path) -> Issue:
    return Issue(
        "other-run", f"an earlier run wrote {path.name}, which is not there any more as it was", Severity.ERROR,
        str(keeper.where), hint=f"put it back; or remove {keeper.notes} and what lies beside it, to begin anew",
    )  # fmt: skip
