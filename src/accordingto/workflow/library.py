"""A ledger from Python: incidents, claims and running totals as data frames, and the values behind them.

Promise: a frame has the columns of the export of the same name, in the same order; what no source gives is missing,
never zero, and whole numbers stay whole. Nothing here writes to the ledger but ``add``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from accordingto.export.base import View
from accordingto.export.tables import REAL, TABLES, WHOLE, Row
from accordingto.model.issue import InputError, Severity
from accordingto.model.linked import LinkedIncident, TollSeries
from accordingto.store import Filter
from accordingto.store import Ledger as Store
from accordingto.workflow.exporting import view_of
from accordingto.workflow.method import method
from accordingto.workflow.rebuild import Known, known
from accordingto.workflow.rulesets import rules_of

FRAMES = ("pandas", "polars")


class Ledger:
    """An open ledger; a context manager that closes it.

    Args:
        where: Path of its file, or ``postgresql://user:password@host/database``.
        create: Whether one is begun where there is none.
        rules: Rule set of the figures: a name (``ucdp``, ``acled``, ``airwars``) or a YAML file.
        as_of: Only what was learned by that moment.
        reported_by: Only what was published by that day.
        frames: ``pandas`` or ``polars``: what the frames are made with.
        lang: Language of the reports.

    Raises:
        LedgerError: It is not there, cannot be reached, or is damaged.
        InputError: There is no such rule set.
        ValueError: ``frames`` is neither of the two.
    """

    def __init__(
        self, where: str | Path, *, create: bool = False, rules: str | Path | None = None,
        as_of: datetime | None = None, reported_by: date | None = None, frames: str = "pandas", lang: str = "en",
    ) -> None:  # fmt: skip
        if frames not in FRAMES:
            raise ValueError(f"frames are made with {' or '.join(FRAMES)}, not {frames!r}")
        self._rules = rules_of(rules)
        self._as_of, self._reported_by = as_of, reported_by
        self._frames, self._lang = frames, lang
        self._store = Store.open(where, create=create)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Ledger {self._store.name}: {len(self._store.reports(self._as_of)):,} reports>"

    def close(self) -> None:
        """Give the file or the connection back."""
        self._store.close()

    def add(
        self, *inputs: str | Path, published: date | None = None, publisher: str | None = None
    ) -> list[str]:  # fmt: skip
        """Read files, folders and web addresses into the ledger; what is held already is not read again.

        Args:
            inputs: What to add.
            published: Day of publication for reports that do not carry one.
            publisher: Outlet for reports that do not name one.

        Returns:
            Ids of the reports that were added or are held.

        Raises:
            InputError: An input could not be read; those before it are in the ledger.
        """
        from accordingto.workflow.adding import add_inputs

        names = []
        for outcome in add_inputs(
            map(str, inputs), self._store, published=published, publisher=publisher, lang=self._lang
        ):
            if outcome.report is None and outcome.issue is not None and outcome.issue.severity is Severity.ERROR:
                raise InputError(outcome.issue)
            names += [outcome.report] if outcome.report else []
        return names

    def incidents(self, **wanted: Any) -> Any:
        """One row an incident, with figures, place, disputes and outlets.

        Args:
            wanted: Filters by name: ``place``, ``start``, ``end`` (days), ``party``, ``source``, ``type``,
                ``contested``, ``report``, ``publisher``, ``text``.

        Returns:
            A data frame with the columns of ``accordingto export csv``.

        Raises:
            TypeError: There is no such filter.
            ImportError: The library of the frames is not installed; the message says how to get it.
        """
        return self._frame("incidents", wanted)

    def claims(self, **wanted: Any) -> Any:
        """One row a claim, with its quote and its place in the text; ``event`` names its incident across reports.

        Args:
            wanted: Filters of incidents, as for ``incidents``.
        """
        return self._frame("claims", wanted)

    def tolls(self, **wanted: Any) -> Any:
        """One row a running total as it was stated on a day; never part of the incidents' figures.

        Args:
            wanted: ``place``, ``party`` or ``source`` (who counts).
        """
        return self._frame("tolls", wanted)

    def each(self, **wanted: Any) -> Iterator[LinkedIncident]:
        """The incidents themselves, with tellings, estimates and disputes; filters as for ``incidents``."""
        return iter(self.view(**wanted).incidents)

    def incident(self, name: str) -> LinkedIncident:
        """One incident.

        Args:
            name: Its id, an id that it bore before, or the key of one of its tellings.

        Raises:
            KeyError: The ledger holds no such incident.
        """
        found = self._known().incident(name)
        if found is None:
            raise KeyError(f"{self._store.name} holds no incident {name}")
        return found

    def series(self, **wanted: Any) -> tuple[TollSeries, ...]:
        """The running totals themselves; filters as for ``tolls``."""
        return tuple(self.view(**wanted).tolls)

    def method(self) -> str:
        """The statement of method, in Markdown."""
        return method(self._store, self._rules, as_of=self._as_of, reported_by=self._reported_by)

    def view(self, **wanted: Any) -> View:
        """What exporters see, for the formats of ``accordingto.export``; filters as for ``incidents``."""
        from accordingto import __version__

        return view_of(
            self._store, version=__version__, generated=datetime.now(UTC), wanted=Filter(**_days(wanted)),
            rules=self._rules, as_of=self._as_of, reported_by=self._reported_by, lang=self._lang,
        )  # fmt: skip

    def _known(self) -> Known:
        return known(self._store, rules=self._rules, as_of=self._as_of, reported_by=self._reported_by, lang=self._lang)

    def _frame(self, name: str, wanted: dict[str, Any]) -> Any:
        library, table = _library(self._frames), TABLES[name]
        return _FRAME[self._frames](library, table.rows(self.view(**wanted)), table.columns)


def _days(wanted: dict[str, Any]) -> dict[str, Any]:
    """Filters with their days as days, where they are given as words."""
    return {k: date.fromisoformat(v) if k in ("start", "end") and isinstance(v, str) else v for k, v in wanted.items()}


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as e:
        wanted = "'accordingto[frame]'" if name == "pandas" else name
        raise ImportError(f"these data frames need {name}: pip install {wanted}") from e


def _pandas(pandas: Any, rows: Iterable[Row], columns: Mapping[str, str]) -> Any:
    frame = pandas.DataFrame(list(rows), columns=list(columns))
    return frame.astype({c: "Int64" if k == WHOLE else "Float64" for c, k in columns.items() if k in (WHOLE, REAL)})


def _polars(polars: Any, rows: Iterable[Row], columns: Mapping[str, str]) -> Any:
    kinds = {WHOLE: polars.Int64, REAL: polars.Float64}
    return polars.DataFrame(list(rows), schema={c: kinds.get(k, polars.String) for c, k in columns.items()})


_FRAME = {"pandas": _pandas, "polars": _polars}
