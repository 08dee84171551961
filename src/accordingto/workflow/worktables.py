"""Tables that are worked on beyond memory: a folder of parts in Parquet, asked by DuckDB, written a part at a time.

Promise: a connection keeps within the memory it was given and spills beside the other work; a part of a table is
written as one file, so that processes never write into one another's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from accordingto.export.columnar import write_parquet
from accordingto.export.needs import wanted
from accordingto.model.purpose import PURPOSE
from accordingto.workflow.one import one_thread_each

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Tables:
    """A folder with a folder for each table.

    Attributes:
        folder: Where they are.
        memory: What DuckDB may take before it spills to the disk.
    """

    folder: Path
    memory: str = "1GB"

    def ask(self) -> Any:
        """A connection of its own."""
        duckdb = wanted("duckdb", "scale")
        settings = {"memory_limit": self.memory, "temp_directory": str(self.folder / "spill"), "threads": "2"}
        return duckdb.connect(config=settings)

    def all_of(self, name: str) -> str:
        """All parts of a table, as DuckDB reads them."""
        return parts_of(self.folder / name)

    def keep(self, name: str, part: int, columns: Mapping[str, Any]) -> None:
        """Columns as one part of a table: arrays of numbers, and lists of texts."""
        pa, parquet = wanted("pyarrow", "tables"), wanted("pyarrow.parquet", "tables")
        # A list without a text in it is one of texts too.
        typed = {k: pa.array(v, pa.string()) if isinstance(v, list) else v for k, v in columns.items()}
        parquet.write_table(pa.table(typed), self.part(name, part))

    def write(self, name: str, part: int, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows as one part of a table for others to read; its columns as ``export.columnar`` names them."""
        with self.part(name, part).open("wb") as out:
            write_parquet(out, columns, rows, {"purpose": PURPOSE})

    def part(self, name: str, part: int) -> Path:
        """Where one part of a table goes."""
        path = self.folder / name / f"part-{part:06}.parquet"
        path.parent.mkdir(exist_ok=True)
        return path


def faults() -> tuple[type[Exception], ...]:
    """What goes wrong with tables that are damaged, or with more memory asked for than there is."""
    return wanted("duckdb", "scale").Error, wanted("pyarrow", "tables").ArrowException, BrokenProcessPool


def parts_of(folder: Path) -> str:
    """All parts in a folder, as DuckDB reads them."""
    return f"read_parquet({quoted(folder / '*.parquet')})"


def quoted(path: Path) -> str:
    """A path as a statement names it."""
    return "'" + str(path).replace("'", "''") + "'"


@contextmanager
def processes(workers: int) -> Iterator[Callable[[Callable[[_T], int], Iterable[_T]], Iterable[int]]]:
    """What does some work for each of many things, here or in so many processes."""
    if workers == 1:
        yield map
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=one_thread_each) as pool:
        yield pool.map
