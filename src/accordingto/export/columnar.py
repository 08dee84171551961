"""Tables as Parquet, written in pieces: what the two formats of that file share.

Promise: column types are the table's own (whole numbers, real numbers, text), whatever the rows hold, so an empty
ledger gives a file of the same schema. No more than one piece is held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from accordingto.export.base import Fault, View
from accordingto.export.cells import writable
from accordingto.export.needs import wanted
from accordingto.export.tables import REAL, TEXT, WHOLE
from accordingto.model.purpose import PURPOSE

_PIECE = 10_000
GEOMETRY = "geometry"
BINARY = "binary"


def write_parquet(
    out: BinaryIO, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]], meta: Mapping[str, str]
) -> None:
    """Write rows as one Parquet file.

    Args:
        out: Where to.
        columns: Name of each column to its kind.
        rows: The rows as they come.
        meta: Key-value metadata of the file.
    """
    pa, parquet = wanted("pyarrow", "tables"), wanted("pyarrow.parquet", "tables")
    types = {TEXT: pa.string(), WHOLE: pa.int64(), REAL: pa.float64(), BINARY: pa.binary()}
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()], metadata=dict(meta))
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for piece in _pieces(rows):
            arrays = [[_plain(r[name]) for r in piece] for name in columns]
            writer.write_table(pa.table(arrays, schema=schema))


def about(view: View) -> dict[str, str]:
    """What a file says of its origin."""
    return {
        "purpose": PURPOSE, "made_by": f"AccordingTo {view.run.version}", "made_at": view.generated.isoformat(),
        "profile": view.profile, "rules": view.run.rules or "", "method": writable(view.method),
    }  # fmt: skip


def read_parquet(path: Path, rule: str) -> Any | Fault:
    """A Parquet file opened, or the fault that says why it is none."""
    pa, parquet = wanted("pyarrow", "tables"), wanted("pyarrow.parquet", "tables")
    try:
        return parquet.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError) as e:
        return Fault(rule, f"not a Parquet file: {str(e).splitlines()[0]}", "write it anew")


def read_rows(file: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of an opened file with their number, the first being 1."""
    n = 0
    for batch in file.iter_batches(batch_size=_PIECE):
        for row in batch.to_pylist():
            n += 1
            yield n, row


def _pieces(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    piece: list[Mapping[str, Any]] = []
    for row in rows:
        piece.append(row)
        if len(piece) == _PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def _plain(value: Any) -> Any:
    return writable(value) if isinstance(value, str) else value
