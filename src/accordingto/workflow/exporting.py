"""From a ledger to a file of another format: the view of what is known, and a file written in one step.

Promise: exporters see a view and never the ledger; what a person rejected is not in it; a file that is not whole never
takes the place of one that was. The moment of the export is an argument.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from accordingto.export.base import Again, Format, Note, Noting, Options, Run, View
from accordingto.export.cells import guarded
from accordingto.model.claim import Claim
from accordingto.model.linked import TollSeries
from accordingto.model.reading import Reading
from accordingto.model.values import Period
from accordingto.reconcile.rules import DEFAULT, Rules, built_in
from accordingto.reconcile.sides import plain
from accordingto.store import Filter, Ledger
from accordingto.store.asking import without_rejected
from accordingto.workflow.method import method
from accordingto.workflow.rebuild import Known, known, total_holds

NOTES_SUFFIX = ".notes.csv"
_NOTE_COLUMNS = ("row", "subject", "kind", "detail")


@dataclass(frozen=True, slots=True)
class Written:
    """What an export came to.

    Attributes:
        rows: How many notes of kind ``row`` were taken.
        skipped: How many subjects were left out, by reason.
        lost: How many details had no place.
        notes: The side file, or None where there was nothing to note.
    """

    rows: int
    skipped: Mapping[str, int]
    lost: int
    notes: Path | None = None


@dataclass(slots=True)
class _Tally:
    rows: int = 0
    lost: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


def view_of(
    ledger: Ledger, *, version: str, generated: datetime, wanted: Filter | None = None, rules: Rules | None = None,
    as_of: datetime | None = None, reported_by: date | None = None, by: str | None = None, lang: str = "en",
    step: Callable[[str], None] = lambda _: None,
) -> View:  # fmt: skip
    """What a ledger knows, as exporters see it.

    Args:
        ledger: An open ledger; it stays open as long as the view is gone through.
        version: Version of this package.
        generated: The moment of the export.
        wanted: Only incidents that this lets through, and what belongs to them.
        rules: Another rule set than the default one.
        as_of: Only what was learned by that moment.
        reported_by: Only what was published by that day.
        by: Who exports.
        lang: Language of the reports.
        step: Told in a few words what is being done.
    """
    wanted = wanted or Filter()
    chosen = rules or built_in(DEFAULT)
    found = known(ledger, rules=rules, as_of=as_of, reported_by=reported_by, lang=lang, step=step)
    ids = [d["id"] for d in found.incidents(wanted)]
    everything = wanted == Filter()
    names = [ledger.name.rpartition("/")[2], *_named(wanted)]
    return View(
        incidents=Again(lambda: found.whole(ids)),
        readings=Again(lambda: _readings(ledger, found, ids, None if everything else wanted, as_of, reported_by)),
        tolls=Again(lambda: _tolls(found, wanted)),
        run=Run(version, chosen.name, ledger=names[0], filters=tuple(names[1:]), by=by),
        generated=generated,
        as_of=as_of,
        method=method(ledger, chosen, as_of=as_of, reported_by=reported_by),
    )


def _readings(
    ledger: Ledger, found: Known, ids: list[str], wanted: Filter | None, as_of: datetime | None,
    reported_by: date | None,
) -> Iterator[Reading]:  # fmt: skip
    told = None if wanted is None else {t.key for i in found.whole(ids) for t in i.tellings}
    for name in ledger.reports(as_of, reported_by=reported_by):
        kept = ledger.reading(name, as_of)
        if kept is None:
            continue
        reading = _consistent(without_rejected(kept))
        if wanted is not None and told is not None:
            reading = _narrowed(reading, wanted, told)
            if not reading.claims:
                continue
        yield reading


def _consistent(reading: Reading) -> Reading:
    """A reading whose incidents list only claims that are in it, after some were rejected."""
    ids = {c.id for c in reading.claims}
    if all(c in ids for i in reading.incidents for c in i.claims):
        return reading
    return replace(
        reading,
        incidents=tuple(
            replace(
                i, claims=tuple(c for c in i.claims if c in ids),
                killed_from=tuple(c for c in i.killed_from if c in ids),
                injured_from=tuple(c for c in i.injured_from if c in ids),
            )
            for i in reading.incidents
        ),
    )  # fmt: skip


def _narrowed(reading: Reading, wanted: Filter, told: set[str]) -> Reading:
    """A reading with the claims of the incidents that are wanted, and those of no incident that fit by themselves."""
    incidents = tuple(i for i in reading.incidents if f"{reading.report.id}#{i.id}" in told)
    names = {i.id for i in incidents}
    known_ids = {i.id for i in reading.incidents}
    claims = tuple(
        c
        for c in reading.claims
        if (c.incident in names if c.incident in known_ids else _fits(c, reading, wanted))
    )  # fmt: skip
    ids = {c.id for c in claims}
    return replace(
        reading, claims=claims, incidents=incidents, tolls=tuple(t for t in reading.tolls if t.claim in ids), issues=(),
        numbers=(),
    )  # fmt: skip


def _fits(c: Claim, reading: Reading, wanted: Filter) -> bool:
    """Whether a claim of no incident passes a filter of incidents by its own slots."""
    path = [plain(p) for p in (c.place.path or "").split(",")] if c.place else []
    parties = [plain(p) for p in (c.actor and c.actor.party, c.target and c.target.party) if p]
    said = plain(c.source.text) if c.source else ""
    return (
        wanted.type is None
        and wanted.contested is None
        and wanted.text is None
        and (wanted.report is None or wanted.report == reading.report.id)
        and (wanted.publisher is None or wanted.publisher == reading.report.publisher)
        and (wanted.place is None or all(plain(p) in path for p in wanted.place.split(",")))
        and (wanted.party is None or plain(wanted.party) in parties)
        and (wanted.source is None or plain(wanted.source) in said)
        and _within(c.time.period if c.time else Period(), wanted)
    )


def _within(p: Period, wanted: Filter) -> bool:
    first, last = p.start or p.end, p.end or p.start
    return (wanted.start is None or (last is not None and last >= wanted.start)) and (
        wanted.end is None or (first is not None and first <= wanted.end)
    )


def _tolls(found: Known, wanted: Filter) -> Iterator[TollSeries]:
    for series in found.series():
        if total_holds(series.to_dict(), place=wanted.place, party=wanted.party, counter=wanted.source):
            yield series


def _named(wanted: Filter) -> list[str]:
    """The filter in words."""
    fields = ("place", "start", "end", "party", "source", "type", "contested", "report", "publisher", "text")
    return [f"{n} {v}" for n in fields if (v := getattr(wanted, n)) is not None]


def write_file(fmt: Format, view: View, path: Path, options: Options) -> Written:
    """Write a view to a file, and what the format has no place for to a file beside it.

    Args:
        fmt: The format.
        view: What to write.
        path: Where to; ``NOTES_SUFFIX`` is added to its name for the side file.
        options: Choices about the format.

    Raises:
        InputError: The format needs a library that is not installed.
        OSError: The file cannot be written.
    """
    tally = _Tally()
    beside = path.with_name(path.name + NOTES_SUFFIX)
    with ExitStack() as stack:
        out = stack.enter_context(whole_file(path))
        notes = stack.enter_context(whole_file(beside)) if fmt.notes else None
        fmt.write(view, out, _noting(notes, tally), options)
        noted = bool(notes and notes.tell())
    if fmt.notes and not noted:
        beside.unlink(missing_ok=True)
    return Written(tally.rows, dict(tally.skipped), tally.lost, beside if noted else None)


def write_stream(fmt: Format, view: View, out: BinaryIO, options: Options) -> Written:
    """Write a view to a stream; what has no place is counted only.

    Args:
        fmt: The format.
        view: What to write.
        out: Where to.
        options: Choices about the format.

    Raises:
        InputError: The format needs a library that is not installed.
    """
    tally = _Tally()
    fmt.write(view, out, _noting(None, tally), options)
    return Written(tally.rows, dict(tally.skipped), tally.lost)


def _noting(out: BinaryIO | None, tally: _Tally) -> Noting:
    begun = False

    def note(n: Note) -> None:
        nonlocal begun
        tally.rows += n.kind == "row"
        tally.lost += n.kind == "lost"
        if n.kind == "skipped":
            tally.skipped[n.detail] += 1
        if out is None:
            return
        if not begun:
            out.write(_line(_NOTE_COLUMNS))
            begun = True
        out.write(_line(("" if n.row is None else str(n.row), n.subject, n.kind, n.detail)))

    return note


def _line(cells: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([guarded(c) for c in cells])
    return text.getvalue().encode()


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only when all of it is written."""
    handle, name = tempfile.mkstemp(dir=path.parent or Path(), prefix=f".{path.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
        # mkstemp makes files that only their owner may read; a new file has the rights that the user's are given.
        mask = os.umask(0)
        os.umask(mask)
        fresh.chmod(0o666 & ~mask)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
