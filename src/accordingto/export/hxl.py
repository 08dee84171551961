"""HXL: a table of incidents with a row of hashtags under the names, for humanitarian data exchange.

Promise: every column has one hashtag; figures stand in columns of their own and never as a range in one cell; running
totals are rows of another kind and are never beside incidents. Names and phones must not leave in HXL: use the public
profile before you publish (HDX terms).

Source: HXL 1.1 hashtag schema, https://hxlstandard.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from accordingto.export.base import Fault, Format, Note, Noting, Options, View
from accordingto.export.cells import opened, read_lines, write_rows
from accordingto.export.tables import incident_row
from accordingto.export.values import day, real_number, written_day
from accordingto.export.wording import account, title_of
from accordingto.model import Severity
from accordingto.model.rows import Cell

TAGS = {
    "incident": "#meta+id",
    "title": "#event+name",
    "type": "#event+type",
    "start": "#date+start",
    "end": "#date+end",
    "first_published": "#date+reported",
    "country": "#country+name",
    "iso3": "#country+code+v_iso3",
    "adm1": "#adm1+name",
    "adm2": "#adm2+name",
    "place": "#loc+name",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "where_prec": "#geo+precision",
    "killed_best": "#affected+killed",
    "killed_low": "#affected+killed+min",
    "killed_high": "#affected+killed+max",
    "killed_civilian_best": "#affected+killed+civilian",
    "killed_civilian_low": "#affected+killed+civilian+min",
    "killed_civilian_high": "#affected+killed+civilian+max",
    "injured_best": "#affected+injured",
    "injured_low": "#affected+injured+min",
    "injured_high": "#affected+injured+max",
    "missing_best": "#affected+missing",
    "missing_low": "#affected+missing+min",
    "missing_high": "#affected+missing+max",
    "displaced_best": "#affected+displaced",
    "displaced_low": "#affected+displaced+min",
    "displaced_high": "#affected+displaced+max",
    "responsible": "#group+name+claimed",
    "disputed": "#status+name",
    "sources": "#meta+source+num",
    "outlets": "#meta+source",
    "urls": "#meta+source+url",
    "description": "#description+i_en",
}
RULES = {
    "H1": "a row of hashtags stands within the first 25 rows, under the row of names",
    "H2": "a hashtag is # and lower-case letters, digits, _; attributes follow with + in the same signs",
    "H3": "hashtags are of the HXL core list, or begin with #x_ (a warning)",
    "H4": "cells under #date are days, months, years or weeks (a warning where a day is not written YYYY-MM-DD)",
    "H5": "cells under #affected, #population, #inneed, #targeted, #reached, #value are single numbers",
    "H6": "cells under #geo+lat and #geo+lon are coordinates in range",
    "H7": "every row has as many cells as there are hashtags",
    "H8": "cells under #country+code+v_iso3 are three capitals",
}
_TAG = re.compile(r"#[a-z][a-z0-9_]*(?:\s*\+[a-z][a-z0-9_]*)*", re.IGNORECASE)
_CORE = frozenset(
    (
        "access", "activity", "adm1", "adm2", "adm3", "adm4", "adm5", "affected", "beneficiary", "capacity", "cause",
        "channel", "contact", "country", "crisis", "currency", "date", "delivery", "description", "event",
        "frequency", "geo", "group", "impact", "indicator", "inneed", "item", "loc", "meta", "modality", "need",
        "operations", "org", "output", "population", "reached", "region", "respondee", "sector", "service",
        "severity", "status", "subsector", "targeted", "value",
    )
)  # fmt: skip
_NUMBERS = frozenset(("affected", "population", "inneed", "targeted", "reached", "value"))
_DATES = re.compile(r"\d{4}(?:-\d{2}|-?[Ww]\d{2}|-[Qq][1-4])?")
_WITHIN = 25


def rows(view: View, note: Noting) -> Iterator[dict[str, Cell]]:
    """The rows of a view, as they come.

    Args:
        view: What to write.
        note: Told of what has no column.
    """
    for incident in view.incidents:
        row = incident_row(incident) | {"title": title_of(incident), "description": account(incident)}
        if row["killed_combatant_high"] is not None:
            note(Note(incident.id, "lost", "dead fighters by side stand in the description only"))
        yield {name: row[name] for name in TAGS}
    for series in view.tolls:
        note(Note(series.id, "skipped", "a running total is no event; it is never listed beside incidents"))


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    write_rows(out, list(TAGS), rows(view, note), above=[list(TAGS.values())])


def check(path: Path) -> Iterator[Fault]:
    """Where a table breaks the rules of HXL."""
    with opened(path) as stream:
        tags: list[str] | None = None
        for n, (line, cells) in enumerate(read_lines(stream)):
            if tags is not None:
                yield from _row(tags, cells, line)
            elif sum(c.strip().startswith("#") for c in cells if c.strip()) > len(cells) / 2:
                tags = ["".join(c.lower().split()) for c in cells]
                yield from _tags(cells, line)
            elif n >= _WITHIN:
                break
        if tags is None:
            yield Fault("H1", "no row of hashtags", "put one under the names of the columns, such as #date+start", 2)


def _tags(cells: list[str], line: int) -> Iterator[Fault]:
    for i, cell in enumerate(cells, 1):
        text = cell.strip()
        if not text:
            continue
        if not _TAG.fullmatch(text) or text != text.lower():
            yield Fault("H2", f"{text!r} is no hashtag", "write such as #affected+killed", line, f"number {i}")
            continue
        core = text[1:].partition("+")[0].strip()
        if core not in _CORE and not core.startswith("x_"):
            yield Fault("H3", f"#{core} is not of the HXL list", "use one of the list, or #x_…", line, text,
                        Severity.WARNING)  # fmt: skip


def _row(tags: list[str], cells: list[str], line: int) -> Iterator[Fault]:
    if len(cells) != len(tags):
        yield Fault("H7", f"{len(cells)} cells under {len(tags)} hashtags", "look for a missing quotation mark",
                    line)  # fmt: skip
        return
    for tag, cell in zip(tags, cells, strict=True):
        core, *attributes = tag[1:].split("+")
        if not cell.strip():
            continue
        if core == "date" and day(cell) is None and not _DATES.fullmatch(cell.strip()):
            if written_day(cell) is None:
                yield Fault("H4", f"{cell!r} is no date", "write YYYY-MM-DD", line, tag)
            else:
                yield Fault("H4", f"{cell!r} is not written as ISO 8601 asks", "write YYYY-MM-DD", line, tag,
                            Severity.WARNING)  # fmt: skip
        if core in _NUMBERS and real_number(cell) is None:
            yield Fault("H5", f"{cell!r} is no single number", "put the ends of a range into two columns", line, tag)
        if core == "geo" and {"lat", "lon"} & set(attributes):
            limit = 90 if "lat" in attributes else 180
            value = real_number(cell)
            if value is None or abs(value) > limit:
                yield Fault("H6", f"{cell!r} is no coordinate", f"write degrees from -{limit} to {limit}", line, tag)
        if core == "country" and "v_iso3" in attributes and not re.fullmatch(r"[A-Z]{3}", cell):
            yield Fault("H8", f"{cell!r} is no code of three letters", "write such as SYR", line, tag)


FORMAT = Format("hxl", "HXL table of incidents, with a row of hashtags", ".csv", _write, check, RULES)
