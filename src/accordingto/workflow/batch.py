"""A batch whose outcomes are kept as they come, so that a run that was stopped is finished by running it again.

Promises: however a run ends, running it again gives the output that it would have given, with no report repeated and
none lost. That holds because outcomes are kept in the order of the inputs: it is enough to know how many inputs are
done, and that they are still the same ones. Whatever was written after the last note of that is thrown away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from accordingto.model import InputError, Issue, Reading, Severity
from accordingto.sources import Arrival, Unread
from accordingto.workflow.one import Item, origin
from accordingto.workflow.tally import Tally


class Keeper(Protocol):
    """Where outcomes are kept; see ``keepers``.

    Attributes:
        where: What it writes to, as the user knows it.
        notes: The file in which the progress is noted.
    """

    where: Path
    notes: Path

    def begin(self, size: int | None) -> None:
        """Go back to so much, as ``secure`` gave it; None begins from nothing."""

    def write(self, outcome: Reading | Issue) -> None:
        """Take an outcome in."""

    def due(self) -> bool:
        """Whether there is enough that it should be secured."""

    def secure(self) -> int:
        """Have the disk hold everything that was taken in; how much that is."""

    def finish(self) -> None:
        """Put the output in its place: it is whole."""

    def close(self) -> None:
        """Give back what is open, however the run ended."""


@dataclass(frozen=True, slots=True)
class _Progress:
    """How far a run has come: so many inputs, which they were, how much that gave."""

    command: dict[str, Any]
    items: int = 0
    chain: str = ""
    size: int | None = None


class Batch:
    """One command and its output, over as many runs as it takes.

    Args:
        keeper: Where outcomes are kept.
        command: What the output depends on besides the inputs' own bytes; JSON-ready.

    Raises:
        InputError: The output is that of another command.
    """

    def __init__(self, keeper: Keeper, command: Mapping[str, Any]) -> None:
        self._keeper = keeper
        self._done, self.tally = _noted(keeper, dict(command))
        self._so_far = Tally(**asdict(self.tally))
        self.tally.before = self.tally.read + self.tally.failed

    def rest(self, items: Iterator[Item]) -> Iterator[Item]:
        """The inputs that are still to be read.

        Raises:
            InputError: The inputs before them are not those that the output was made from.
        """
        seen = 0
        chain = ""
        while seen < self._done.items and (item := next(items, None)) is not None:
            seen, chain = seen + 1, _chained(chain, item)
        if (seen, chain) != (self._done.items, self._done.chain):
            raise InputError(_other_run(self._keeper, "other inputs, or inputs that have changed since"))
        self._keeper.begin(self._done.size)
        self._note()
        yield from items

    def keep(self, item: Item, outcomes: Iterable[Reading | Issue]) -> None:
        """Keep what an input gave, the next one in their order."""
        for outcome in outcomes:
            self._keeper.write(outcome)
            self._so_far.add(outcome)
        self._done = replace(self._done, items=self._done.items + 1, chain=_chained(self._done.chain, item))
        if self._keeper.due():
            self._secure()

    def finish(self) -> None:
        """Every input was read: secure what is left, and put the output in its place."""
        self._secure()
        self._keeper.finish()

    def close(self) -> None:
        """Give back what is open, however the run ended."""
        self._keeper.close()

    def _secure(self) -> None:
        self._done = replace(self._done, size=self._keeper.secure())
        self._note()

    def _note(self) -> None:
        """Note how far it has come, so that whoever reads the note sees all of this one or all of the last one."""
        notes = self._keeper.notes
        fresh = notes.with_name(notes.name + ".new")
        fresh.write_text(json.dumps(asdict(self._done) | {"tally": asdict(self._so_far)}) + "\n", encoding="utf-8")
        fresh.replace(notes)


def _noted(keeper: Keeper, command: dict[str, Any]) -> tuple[_Progress, Tally]:
    """What an earlier run of the same command noted, or the beginning."""
    try:
        noted = json.loads(keeper.notes.read_text(encoding="utf-8"))
        tally = Tally(**noted.pop("tally"))
        done = _Progress(**noted)
    except FileNotFoundError:
        return _Progress(command), Tally()
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputError(_other_run(keeper, f"something else: {keeper.notes.name} is no note of a run")) from None
    if done.command != command:
        differing = sorted(k for k in command.keys() | done.command.keys() if command.get(k) != done.command.get(k))
        raise InputError(_other_run(keeper, f"another command ({', '.join(differing)} differ)"))
    return done, tally


def _chained(before: str, item: Item) -> str:
    """The name of a sequence of inputs: that of the sequence before, and of the one that was added."""
    told = [origin(item)]
    if isinstance(item, Arrival):
        told += [item.report.id, str(item.report.published), str(item.report.publisher), item.report.text]
    digest = hashlib.sha256("\0".join((before, *told)).encode("utf-8", "surrogatepass"))
    # A page that is fetched again differs in its advertisements; its address says which it is.
    if isinstance(item, Unread) and item.context.fetched is None:
        digest.update(item.data)
    return digest.hexdigest()


def _other_run(keeper: Keeper, what: str) -> Issue:
    return Issue(
        "other-run", f"it holds the output of {what}", Severity.ERROR, str(keeper.where),
        hint=f"name another output; or remove it with {keeper.notes}, to begin anew",
    )  # fmt: skip
