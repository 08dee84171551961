"""Incidents across reports in a ledger: the views that linking and reconciling fill, and questions to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from accordingto.model.linked import LinkedIncident, TollSeries
from accordingto.model.telling import Telling, tellings_of
from accordingto.store import linked, queries
from accordingto.store import loading as load
from accordingto.store import tables as t
from accordingto.store.asking import origins_at, outlet_of, without_rejected
from accordingto.store.opened import Opened
from accordingto.store.queries import Filter
from accordingto.store.relinking import Relinking


class Incidents(Opened):
    """Views of incidents."""

    @contextmanager
    def relinking(self, *, writing: bool = True) -> Iterator[Relinking]:
        """A transaction in which the views follow the entries, or in which is looked at what they should follow."""
        with self._writing() if writing else self._reading() as conn:
            yield Relinking(conn)

    def replace_copies(self, origins: Mapping[str, str]) -> None:
        """Say which reports copy which: each report that is not the first of its group, with the first."""
        with self._writing() as conn:
            conn.execute(delete(t.copy))
            if origins:
                conn.execute(insert(t.copy), [{"report": r, "origin": o} for r, o in origins.items() if r != o])

    def replace_views(
        self, incidents: Iterable[LinkedIncident], pairs: Iterable[linked.Pair] = (),
        tolls: Iterable[TollSeries] = (),
    ) -> None:  # fmt: skip
        """Fill the views of incidents anew."""
        with self._writing() as conn:
            linked.replace(conn, incidents, pairs, tolls)
            self._mark(conn)

    def incidents(
        self, wanted: Filter | None = None, *, limit: int | None = 100, offset: int = 0
    ) -> list[linked.IncidentRow]:
        """Incidents of the views that a filter lets through, the latest first."""
        with self._reading() as conn:
            return [linked.row_of(r) for r in queries.incidents(conn, wanted or Filter(), limit, offset)]

    def count_incidents(self, wanted: Filter | None = None) -> int:
        """How many incidents a filter lets through."""
        with self._reading() as conn:
            return queries.count_incidents(conn, wanted or Filter())

    def spots(self, wanted: Filter | None = None) -> list[Row[Any]]:
        """Id, what, point, days, killed and whether it is contested of every incident that a filter lets through."""
        with self._reading() as conn:
            return list(queries.spots(conn, wanted or Filter()))

    def named_incidents(self, names: Sequence[str]) -> list[linked.IncidentRow]:
        """Incidents of the views by their ids, in the order of these; those not held are left out."""
        with self._reading() as conn:
            rows = conn.execute(select(t.incident).where(t.incident.c.id.in_(names)))
            found = {r.id: linked.row_of(r) for r in rows}
        return [found[n] for n in names if n in found]

    def values_of(self, column: str) -> list[str]:
        """Every value that a column of the incidents has: ``type`` or ``grade``."""
        c = t.incident.c[column]
        with self._reading() as conn:
            return list(conn.execute(select(c).where(c.is_not(None)).distinct().order_by(c)).scalars())

    def incident(self, name: str) -> LinkedIncident | None:
        """One incident whole; None when the views hold none of that id."""
        with self._reading() as conn:
            origins = origins_at(conn, load.LAST)
            return linked.one(conn, name, lambda report, told: _telling(conn, report, told, origins))

    def whole_incidents(self, names: Iterable[str]) -> Iterator[LinkedIncident]:
        """Incidents whole, one after the other, to go through many; names not held are passed over."""
        with self._reading() as conn:
            origins = origins_at(conn, load.LAST)
            for name in names:
                found = linked.one(conn, name, lambda report, told: _telling(conn, report, told, origins))
                if found is not None:
                    yield found

    def incident_of(self, telling: str) -> str | None:
        """Id of the incident that a telling belongs to."""
        with self._reading() as conn:
            return conn.execute(select(t.member.c.incident).where(t.member.c.telling == telling)).scalar()

    def pairs(self, *, limit: int | None = 100, offset: int = 0) -> list[linked.Pair]:
        """Doubtful pairs, the most open question first."""
        with self._reading() as conn:
            return linked.pairs(conn, limit, offset)

    def pairs_of(self, tellings: Sequence[str]) -> list[linked.Pair]:
        """Doubtful pairs that some tellings are in, the most open question first."""
        with self._reading() as conn:
            return linked.pairs_of(conn, tellings)

    def tolls(self, *, limit: int | None = None, offset: int = 0, name: str | None = None) -> list[TollSeries]:
        """Running totals as the views hold them, those of most points first; or the one of a name."""
        with self._reading() as conn:
            return linked.tolls(conn, limit, offset, name)

    def count_tolls(self) -> int:
        """How many running totals there are."""
        with self._reading() as conn:
            return int(conn.execute(select(func.count()).select_from(t.toll)).scalar() or 0)

    def fill(self) -> str:
        """Names what the views of incidents hold: another name whenever they are filled or emptied."""
        with self._reading() as conn:
            found = select(t.meta.c.key, t.meta.c.value).where(t.meta.c.key.in_(("linked", "filled")))
            values = {r.key: r.value for r in conn.execute(found)}
        return f"{values.get('linked', '')}/{values.get('filled', '')}"

    def stale(self) -> bool:
        """Whether anything was added since the views of incidents were filled."""
        with self._reading() as conn:
            mark = conn.execute(select(t.meta.c.value).where(t.meta.c.key == "linked")).scalar()
            return str(conn.execute(select(func.max(t.entry.c.seq))).scalar() or 0) != (mark or "0")

    def tolls_stale(self) -> bool:
        """Whether the incidents were filled anew since the view of running totals was."""
        with self._reading() as conn:
            marks = select(t.meta.c.key, t.meta.c.value).where(t.meta.c.key.in_(("linked", "tolls")))
            values = {r.key: r.value for r in conn.execute(marks)}
        return values.get("linked") != values.get("tolls")


def _telling(conn: Connection, report: str, told: str, origins: dict[str, str]) -> Telling | None:
    kept = load.kept(conn, report)
    if kept is None:
        return None
    found = tellings_of(without_rejected(kept), outlet_of(kept, origins))
    return next((x for x in found if x.incident.id == told), None)
