"""The contract between what is known and the formats in which it leaves: a view, a format, its notes and its faults.

Promise: a view is all that an exporter sees. It streams: its iterables may be gone through more than once and hold no
list, so an export of any size runs in bounded memory. An exporter has no store, no clock and no network: the moment of
the export is in the view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from accordingto.model import Issue, Reading, Severity
from accordingto.model.linked import LinkedIncident, TollSeries

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Again(Generic[T]):
    """An iterable that begins anew each time, made from a function that opens it.

    Attributes:
        open: Gives a fresh iterator; called once for each pass.
    """

    open: Callable[[], Iterator[T]]

    def __iter__(self) -> Iterator[T]:
        return self.open()


@dataclass(frozen=True, slots=True)
class Run:
    """What made the view: for the statement of origin that exports carry.

    Attributes:
        version: Version of this package.
        rules: Name of the rule set of the figures.
        reader: Name of the reader, where one is known for all claims.
        ledger: Name under which the user knows the ledger (no path).
        filters: What the view was narrowed to, in words; empty for everything.
        by: Who exports, or None; never part of a public export.
    """

    version: str
    rules: str | None = None
    reader: str | None = None
    ledger: str | None = None
    filters: tuple[str, ...] = ()
    by: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What is to be exported.

    Attributes:
        incidents: Linked incidents, in order of their oldest telling.
        readings: The reports with all their claims; ``report.text`` is empty where the words may not leave.
        tolls: Running totals; they are never part of the incidents' figures.
        run: What made the view.
        generated: The moment of the export, with its offset from UTC.
        as_of: Nothing that was learned after it is in the view; None is everything.
        method: The statement of method, in plain text.
        profile: ``internal`` or ``public``.
    """

    incidents: Iterable[LinkedIncident]
    readings: Iterable[Reading]
    tolls: Iterable[TollSeries]
    run: Run
    generated: datetime
    as_of: datetime | None = None
    method: str = ""
    profile: str = "internal"


@dataclass(frozen=True, slots=True)
class Note:
    """What a format has no place for, or what must be known beside a row of it.

    Attributes:
        subject: Incident, series or claim that it is about.
        kind: ``skipped`` (not in the file), ``lost`` (in the file, but not all of it), ``row`` (which row it became).
        detail: The reason, or what was lost, in words.
        row: Number of the row in the file, the first row of data being 1; None when there is none.
    """

    subject: str
    kind: str
    detail: str
    row: int | None = None


Noting = Callable[[Note], None]
"""Takes notes while an exporter writes."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a file breaks a rule of its format.

    Attributes:
        rule: Id of the rule in ``Format.rules``.
        message: What is wrong, in a sentence that names the value.
        hint: What to do about it.
        line: Line of the file, the first being 1; of a table that has no lines, the row with its header being 1.
        column: Name of the column or key.
        severity: An error, or a warning where files of others break the rule and are in use all the same.
        where: What holds the line, such as a sheet or a file in an archive.
    """

    rule: str
    message: str
    hint: str
    line: int | None = None
    column: str | None = None
    severity: Severity = Severity.ERROR
    where: str | None = None

    def issue(self, origin: str) -> Issue:
        """The fault as an issue that names the file, the place and the remedy."""
        place = [f"in {self.where}" if self.where else "", f"line {self.line:,}" if self.line else ""]
        place.append(f"column {self.column}" if self.column else "")
        named = ", ".join(p for p in place if p)
        return Issue(
            "format-fault", f"{named + ': ' if named else ''}{self.message} [{self.rule}]", self.severity, origin,
            hint=self.hint,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may choose about some formats; a format takes what concerns it and passes over the rest.

    Attributes:
        table: Which table the formats of one table write: ``incidents``, ``claims`` or ``tolls``.
        legacy_codes: Whether ACLED's actor types are written as numbers, as before 2024.
        ids: Numbers of sides, dyads, conflicts and countries, by name, as the user keeps them (UCDP).
    """

    table: str = "incidents"
    legacy_codes: bool = False
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """One format. A module of this package with a ``FORMAT`` is one; nothing else has to know of it.

    Attributes:
        name: What the user types.
        title: What it is, in one line.
        suffix: Ending of its files.
        write: Writes a view to a binary stream, noting what does not fit.
        check: Goes through a file, its own or anybody's, and yields where it breaks a rule.
        rules: Id of each rule that ``check`` holds the file to, with the rule.
        notes: Whether what it leaves out is worth a side file.
        needs: Packages that it cannot do without, as the name of the extra that brings them.
        terminal: Whether the file is text that may go to standard output.
    """

    name: str
    title: str
    suffix: str
    write: Callable[[View, BinaryIO, Noting, Options], None]
    check: Callable[[Path], Iterator[Fault]]
    rules: Mapping[str, str]
    notes: bool = True
    needs: str | None = None
    terminal: bool = True
