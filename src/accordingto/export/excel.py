"""An Excel workbook for field offices: incidents, claims, disputes, running totals and the method, a sheet each.

Promise: written row by row, so a large ledger needs no large memory; text is text and never a formula or a link that
opens by itself; figures that nobody gave are empty cells. A sheet that is full goes on in another one.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from accordingto.export.base import Fault, Format, Noting, Options, View
from accordingto.export.cells import writable
from accordingto.export.needs import wanted
from accordingto.export.tables import TABLES, TEXT, table_of
from accordingto.export.values import TABLE_RULES, TableChecks
from accordingto.model.purpose import PURPOSE
from accordingto.model.rows import Cell

RULES = {
    "X1": "the file is a workbook that opens",
    "X2": "every sheet of data has the columns of a table of ours, in order",
    "X3": "no cell is a formula",
    **TABLE_RULES,
}
SHEETS = {"incidents": "Incidents", "claims": "Claims", "tolls": "Totals"}
_DISPUTES = {
    c: TEXT
    for c in ("incident", "question", "about", "answer", "claimant", "stance", "evidence", "claims", "first", "last")
}
# What the library raises on files that are no workbooks, or broken ones.
_BROKEN = (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, SyntaxError)
_MOST_ROWS = 1_000_000
_LONGEST_CELL = 32_000
_WIDTHS = {
    "what": 36,
    "place": 30,
    "responsible": 40,
    "quote": 60,
    "urls": 30,
    "outlets": 24,
    "incident": 15,
    "edtf": 22,
}


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    xlsxwriter = wanted("xlsxwriter", "tables")
    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    book.set_properties({"title": "AccordingTo", "comments": PURPOSE, "created": view.generated.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bg_color": "#E8E8E8", "bottom": 1})
    for name, sheet in SHEETS.items():
        table = TABLES[name]
        _sheets(book, sheet, list(table.columns), table.rows(view), head)
    _sheets(book, "Disputes", list(_DISPUTES), _disputes(view), head)
    _about(book, view, head)
    book.close()


def _sheets(book: Any, name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Cell]], head: Any) -> None:
    sheet, n, part = None, _MOST_ROWS, 0
    for row in rows:
        if n >= _MOST_ROWS:
            part += 1
            sheet, n = _sheet(book, name if part == 1 else f"{name} {part}", columns, head), 0
        n += 1
        for i, column in enumerate(columns):
            _cell(sheet, n, i, row[column])
    if sheet is None:
        _sheet(book, name, columns, head)


def _sheet(book: Any, name: str, columns: Sequence[str], head: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    for i, column in enumerate(columns):
        sheet.set_column(i, i, _WIDTHS.get(column, max(12, len(column) + 2)))
    for i, column in enumerate(columns):
        sheet.write_string(0, i, column, head)
    sheet.autofilter(0, 0, _MOST_ROWS, len(columns) - 1)
    return sheet


def _cell(sheet: Any, row: int, column: int, value: Cell) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, writable(value)[:_LONGEST_CELL])
    else:
        sheet.write_number(row, column, value)


def _disputes(view: View) -> Iterator[dict[str, Cell]]:
    for incident in view.incidents:
        for d in incident.disputes:
            for p in d.positions:
                yield {
                    "incident": incident.id, "question": d.question, "about": d.about, "answer": p.answer,
                    "claimant": p.claimant, "stance": p.stance, "evidence": "; ".join(p.evidence) or None,
                    "claims": "; ".join(p.claims), "first": p.first.isoformat() if p.first else None,
                    "last": p.last.isoformat() if p.last else None,
                }  # fmt: skip


def _about(book: Any, view: View, head: Any) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    facts = {
        "purpose": PURPOSE, "made by": f"AccordingTo {view.run.version}", "made at": view.generated.isoformat(),
        "as of": view.as_of.isoformat() if view.as_of else "everything known", "rules": view.run.rules or "",
        "filters": "; ".join(view.run.filters) or "none", "profile": view.profile, "method": view.method,
    }  # fmt: skip
    for i, (name, value) in enumerate(facts.items()):
        sheet.write_string(i, 0, name, head)
        sheet.write_string(i, 1, writable(value)[:_LONGEST_CELL], wrapped)


def check(path: Path) -> Iterator[Fault]:
    """Where a workbook breaks the rules of the tables."""
    openpyxl = wanted("openpyxl", "tables")
    found = False
    # As a stream: by its name the library refuses files that do not end in .xlsx.
    with path.open("rb") as stream:
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=False)
            for sheet in book.worksheets:
                if sheet.title != "About":
                    found = True
                    yield from _check_sheet(sheet)
        except _BROKEN as e:
            yield Fault("X1", f"not a workbook: {e}", "save it again as .xlsx")
            return
    if not found:
        yield Fault("X2", "no sheet of data", f"write sheets {', '.join(SHEETS.values())}")


def _check_sheet(sheet: Any) -> Iterator[Fault]:
    rows = sheet.iter_rows()
    names = [str(c.value) for c in next(rows, ()) if c.value is not None]
    table = table_of(names)
    if table is None and names != list(_DISPUTES):
        yield Fault("X2", "the columns are those of no table of ours", "compare it with docs/exports.md", 1,
                    where=sheet.title)  # fmt: skip
        return
    checks = TableChecks(table) if table is not None else None
    for n, cells in enumerate(rows, 2):
        for name, cell in zip(names, cells, strict=False):
            if cell.data_type == "f":
                yield Fault("X3", f"{str(cell.value)[:40]!r} is a formula", "write the value as text", n, name,
                            where=sheet.title)  # fmt: skip
        row = {name: cell.value for name, cell in zip(names, cells, strict=False)}
        if checks is not None and any(v is not None for v in row.values()):
            yield from checks.row(row, n, sheet.title)


FORMAT = Format(
    "excel", "Excel workbook: incidents, claims, disputes, totals, method", ".xlsx", _write, check, RULES, notes=False,
    needs="tables", terminal=False,
)  # fmt: skip
