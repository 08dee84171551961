"""Bringing the views of incidents up to date: what changed since, what the reports tell now, and what is written.

Promise: it all happens in one transaction, so what is written follows from exactly the entries that were looked at;
``mark`` notes up to which. Nothing is linked or reconciled here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from accordingto.model.judgement import Judgement
from accordingto.model.linked import LinkedIncident, TollSeries
from accordingto.model.parse import claim_from_dict, outlet_from_dict
from accordingto.model.telling import Telling, TollTelling, tellings_of, toll_tellings_of
from accordingto.model.text import Report
from accordingto.store import linked
from accordingto.store import loading as load
from accordingto.store import tables as t
from accordingto.store.asking import Credit, origins_at, outlet_of, without_rejected
from accordingto.store.bulk import insert_rows
from accordingto.store.chain import moment, restored
from accordingto.store.neighbours import Neighbours, batches

Told = tuple[tuple[Telling, ...], tuple[TollTelling, ...]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened since the views were filled.

    Attributes:
        mark: The last entry that they go by.
        reports: Reports that are new, were read or dated anew, or about which something was judged.
        texts: Those of them whose text or day may be another.
        judged: Whether anything was judged.
    """

    mark: int
    reports: frozenset[str]
    texts: frozenset[str]
    judged: bool


class Relinking:
    """A transaction in which the views of incidents follow the entries.

    Attributes:
        neighbours: What linking keeps.
        last: The last entry that there is.
    """

    def __init__(self, conn: Connection) -> None:
        """In a transaction; a writing one where anything is written."""
        self._conn = conn
        self.neighbours = Neighbours(conn)
        self.last = int(conn.execute(select(func.max(t.entry.c.seq))).scalar() or 0)

    def changes(self, form: str) -> Changes | None:
        """What happened since the views were filled; None when all of them must be made anew.

        Args:
            form: Names everything that linking depends on besides the entries.
        """
        found = self._conn.execute(select(t.meta.c.key, t.meta.c.value).where(t.meta.c.key.in_(("linked", "linker"))))
        meta = {r.key: r.value for r in found}
        if meta.get("linker") != form or "linked" not in meta:
            return None
        mark = int(meta["linked"])
        if self._conn.execute(select(t.tombstone.c.seq).where(t.tombstone.c.seq > mark).limit(1)).first():
            return None
        texts, read, judged = (
            set(self._conn.execute(select(x.c.report).where(x.c.seq > mark)).scalars())
            for x in (t.version, t.reading, t.judgement)
        )
        return Changes(mark, frozenset((texts | read | judged) - {None}), frozenset(texts), bool(judged))

    def reports(self) -> list[str]:
        """Ids of all reports, in the order in which they came."""
        return load.current(self._conn, load.LAST)

    def count_reports(self) -> int:
        """How many reports there are."""
        return int(self._conn.execute(select(func.count()).select_from(t.report)).scalar() or 0)

    def texts(self, reports: Iterable[str]) -> Iterator[Report]:
        """Reports with their current texts, in the order given."""
        v, x = t.version.c, t.text.c
        joined = t.report.join(t.version, v.seq == t.report.c.version).join(t.text, x.id == v.text)
        for some in batches(reports):
            rows = self._conn.execute(
                select(t.version, x.escaped, x.body).select_from(joined).where(t.report.c.id.in_(some))
            )
            found = {r.report: load.report_of(r, restored(r.escaped, r.body)) for r in rows}
            yield from (found[name] for name in some if name in found)

    def told(self, reports: Iterable[str], credited: Credit) -> Iterator[Told]:
        """What some reports tell as they stand, in the order given (``Asking.told``).

        Args:
            reports: Their ids.
            credited: What finds the agency that a text credits.
        """
        origins, judged = origins_at(self._conn, load.LAST), load.judged_reports(self._conn)
        for some in batches(reports):
            plain = self._as_read([name for name in some if name not in judged])
            for name in some:
                kept = plain[name] if name in plain else load.kept(self._conn, name)
                if kept is not None:
                    reading = without_rejected(kept)
                    outlet = outlet_of(kept, origins, credited)
                    yield tuple(x for x in tellings_of(reading, outlet) if x.claims), toll_tellings_of(reading, outlet)

    def _as_read(self, names: Sequence[str]) -> dict[str, load.Kept]:
        """Readings about which nothing was judged, many at once."""
        rep, v, x, e, p, r = (a.c for a in (t.report, t.version, t.text, t.entry, t.payload, t.reading))
        heads = (
            select(t.version, x.escaped, x.body, e.recorded.label("learned"))
            .select_from(t.report)
            .join(t.version, v.seq == rep.version)
            .join(t.entry, e.seq == rep.seq)
            .join(t.text, x.id == v.text)
            .where(rep.id.in_(names))
        )
        parts = (
            select(rep.id, e.kind, p.body)
            .select_from(t.report)
            .join(t.reading, r.seq == rep.reading)
            .join(t.entry, e.seq.between(r.seq, r.last))
            .join(t.payload, p.seq == e.seq)
            .where(rep.id.in_(names))
            .order_by(e.seq)
        )
        values: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        for name, kind, body in self._conn.execute(parts):
            values.setdefault(name, []).append((kind, json.loads(body)))
        out: dict[str, load.Kept] = {}
        for row in self._conn.execute(heads):
            if row.report in values:
                report = load.report_of(row, restored(row.escaped, row.body))
                reading, _ = load.reading_from(report, values[row.report])
                out[row.report] = load.Kept(reading, (), (), row.text, moment(row.learned))
        return out

    def judgements(self, last: int = load.LAST) -> list[Judgement]:
        """All judgements up to an entry."""
        return [j for j, _ in load.judgements(self._conn, last)]

    def origins(self, last: int = load.LAST) -> dict[str, str]:
        """Which report copies which, by the views and by the judgements up to an entry."""
        return origins_at(self._conn, last)

    def copies_of(self, reports: Iterable[str]) -> set[str]:
        """The reports that the views have in one group of copies with any of some."""
        c = t.copy.c
        out: set[str] = set()
        for some in batches(reports):
            firsts = {*some, *self._conn.execute(select(c.origin).where(c.report.in_(some))).scalars()}
            out |= firsts | set(self._conn.execute(select(c.report).where(c.origin.in_(firsts))).scalars())
        return out

    def set_copies(self, origins: Mapping[str, str | None]) -> None:
        """Say of some reports what they copy, or that they copy none."""
        for some in batches(origins):
            self._conn.execute(delete(t.copy).where(t.copy.c.report.in_(some)))
        rows = [{"report": r, "origin": o, "detail": None} for r, o in origins.items() if o is not None]
        insert_rows(self._conn, t.copy, rows)

    def replace(
        self, incidents: Iterable[LinkedIncident], pairs: Iterable[linked.Pair], tolls: Iterable[TollSeries]
    ) -> None:
        """Fill all views of incidents anew."""
        linked.replace(self._conn, incidents, pairs, tolls)

    def update(
        self, incidents: Iterable[LinkedIncident], gone: Iterable[str], pairs: Iterable[linked.Pair],
        compared: Iterable[str],
    ) -> None:  # fmt: skip
        """Fill some incidents anew.

        Args:
            incidents: New or changed.
            gone: Ids that are no incident any more.
            pairs: All pairs in doubt of the accounts that were compared anew.
            compared: Those accounts, the ones that are gone among them.
        """
        linked.update(self._conn, incidents, gone)
        for some in batches(compared):
            self._conn.execute(delete(t.pair).where(or_(t.pair.c.a.in_(some), t.pair.c.b.in_(some))))
        linked.put_pairs(self._conn, pairs)

    def set_totals(self, totals: Iterable[TollTelling], reports: Iterable[str] | None) -> None:
        """Keep what some reports state as running totals, in the place of what they stated before.

        Args:
            totals: The totals.
            reports: The reports; None when it is all there are.
        """
        if reports is None:
            self._conn.execute(delete(t.total))
        for some in batches(reports or ()):
            self._conn.execute(delete(t.total).where(t.total.c.report.in_(some)))
        by_report: dict[str, list[dict[str, Any]]] = {}
        for x in totals:
            by_report.setdefault(x.outlet.report, []).append({"outlet": x.outlet.to_dict(), "claim": x.claim.to_dict()})
        rows = [{"report": name, "body": json.dumps(own)} for name, own in by_report.items()]
        insert_rows(self._conn, t.total, rows)

    def totals(self) -> list[TollTelling]:
        """Every running total that is kept, without what its own report explains of it."""
        bodies = self._conn.execute(select(t.total.c.body).order_by(t.total.c.report)).scalars()
        return [
            TollTelling(outlet_from_dict(d["outlet"]), claim_from_dict(d["claim"]))
            for b in bodies
            for d in json.loads(b)
        ]

    def figures(self) -> list[LinkedIncident]:
        """All incidents with their figures, and without accounts and disputes."""
        return linked.figures(self._conn)

    def replace_tolls(self, tolls: Iterable[TollSeries]) -> None:
        """Fill the view of running totals anew."""
        linked.replace_tolls(self._conn, tolls)

    def mark(self, form: str, last: int | None = None, *, tolls: bool) -> None:
        """Note up to which entry the views go.

        Args:
            form: As for ``changes``.
            last: The entry, where it is not the last one.
            tolls: Whether the running totals were made by these incidents too.
        """
        upto = str(self.last if last is None else last)
        self._note({"linked": upto, "linker": form} | ({"tolls": upto} if tolls else {}))

    def mark_tolls(self) -> None:
        """Note that the running totals were made by the incidents that the views hold."""
        linked_ = self._conn.execute(select(t.meta.c.value).where(t.meta.c.key == "linked")).scalar()
        self._note({"tolls": linked_ or "0"})

    def _note(self, values: Mapping[str, str]) -> None:
        for key, value in {**values, "filled": uuid4().hex}.items():
            done = self._conn.execute(update(t.meta).where(t.meta.c.key == key).values(value=value))
            if not done.rowcount:
                self._conn.execute(insert(t.meta), [{"key": key, "value": value}])
