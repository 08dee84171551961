"""What linking keeps of a ledger's reports and accounts, so that a new one is compared with its neighbours alone.

Promise: everything happens in the transaction given and follows from the entries, so all of it may be thrown away;
what is kept is opaque here (``link.stored``), and nothing is computed but counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, func, select

from accordingto.store import tables as t
from accordingto.store.bulk import insert_rows

_BATCH = 500
"""Values that one statement names at most."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class KeptTelling:
    """An account as linking keeps it: its name, its report, its profile, and the keys of its blocks as numbers."""

    telling: str
    report: str
    body: str
    found: Collection[int]
    looks: Collection[int]


@dataclass(frozen=True, slots=True)
class KeptSketch:
    """A report as the search for copies keeps it: its sketch, and the keys under which it can be met."""

    report: str
    body: bytes
    bands: Collection[int]
    sentences: Collection[int]


class Neighbours:
    """Profiles, blocks and sketches in the tables of a ledger."""

    def __init__(self, conn: Connection) -> None:
        """In a transaction; a writing one where anything is put or dropped."""
        self._conn = conn

    def clear(self) -> None:
        """Forget everything, before all of it is put anew."""
        for table in (t.profile, t.block, t.sketch, t.sketch_key):
            self._conn.execute(delete(table))

    def tellings(self) -> list[str]:
        """All accounts."""
        return list(self._conn.execute(select(t.profile.c.telling)).scalars())

    def of_reports(self, reports: Iterable[str]) -> set[str]:
        """The accounts that some reports give."""
        c = t.profile.c
        return {
            x
            for some in batches(reports)
            for x in self._conn.execute(select(c.telling).where(c.report.in_(some))).scalars()
        }

    def profiles(self, names: Iterable[str]) -> dict[str, str]:
        """The profiles of those accounts that are held."""
        c = t.profile.c
        return {
            r.telling: r.body
            for some in batches(names)
            for r in self._conn.execute(select(c.telling, c.body).where(c.telling.in_(some)))
        }

    def put(self, accounts: Iterable[KeptTelling]) -> None:
        """Take new accounts in."""
        last = self._conn.execute(select(func.max(t.profile.c.number))).scalar() or 0
        blocks: list[dict[str, Any]] = []
        rows: list[dict[str, Any]] = []
        for number, a in enumerate(accounts, start=last + 1):
            rows.append({"number": number, "telling": a.telling, "report": a.report, "body": a.body})
            for looks, keys in ((False, a.found), (True, a.looks)):
                blocks.extend({"key": k, "looks": looks, "number": number} for k in keys)
        # In the order of the index, a bulk of rows is appended to it instead of strewn over it.
        blocks.sort(key=lambda b: (b["key"], b["looks"]))
        insert_rows(self._conn, t.profile, rows)
        insert_rows(self._conn, t.block, blocks)

    def drop(self, telling: str, keys: Iterable[int]) -> None:
        """Take an account out of its blocks, whose keys these are."""
        number = self._conn.execute(select(t.profile.c.number).where(t.profile.c.telling == telling)).scalar()
        for some in batches(keys):
            self._conn.execute(delete(t.block).where(t.block.c.key.in_(some), t.block.c.number == number))
        self._conn.execute(delete(t.profile).where(t.profile.c.number == number))

    def sizes(self, keys: Iterable[int]) -> dict[int, tuple[int, int]]:
        """How many accounts are found under each key, and how many look under it; keys of none are left out."""
        c = t.block.c
        out: dict[int, tuple[int, int]] = {}
        for some in batches(keys):
            counted = select(c.key, c.looks, func.count()).where(c.key.in_(some)).group_by(c.key, c.looks)
            for key, looks, number in self._conn.execute(counted):
                found, looking = out.get(key, (0, 0))
                out[key] = (found, number) if looks else (number, looking)
        return out

    def sharing(self, keys: Iterable[int], *, looks: bool) -> set[str]:
        """The accounts that look, or are found, under any of some keys."""
        c = t.block.c
        out: set[str] = set()
        for some in batches(keys):
            numbers = select(c.number).where(c.key.in_(some), c.looks.is_(looks)).distinct()
            found = select(t.profile.c.telling).where(t.profile.c.number.in_(numbers))
            out.update(self._conn.execute(found).scalars())
        return out

    def cluster(self, telling: str) -> list[str]:
        """The accounts of one incident with this one, as the views have them."""
        c = t.member.c
        incident = select(c.incident).where(c.telling == telling).scalar_subquery()
        return list(self._conn.execute(select(c.telling).where(c.incident == incident)).scalars())

    def incidents_of(self, tellings: Iterable[str]) -> set[str]:
        """Ids of the incidents that some accounts belong to, as the views have them."""
        c = t.member.c
        return {
            x
            for some in batches(tellings)
            for x in self._conn.execute(select(c.incident).where(c.telling.in_(some))).scalars()
        }

    def sketches(self, reports: Iterable[str]) -> dict[str, bytes]:
        """The sketches of those reports that have one."""
        c = t.sketch.c
        return {
            r.report: r.body
            for some in batches(reports)
            for r in self._conn.execute(select(c.report, c.body).where(c.report.in_(some)))
        }

    def put_sketches(self, sketches: Iterable[KeptSketch]) -> None:
        """Take the sketches of reports in, in the place of older ones."""
        rows: list[dict[str, Any]] = []
        keys: list[dict[str, Any]] = []
        new = list(sketches)
        self.drop_sketches(s.report for s in new)
        order = self._order(s.report for s in new)
        for s in new:
            seq = order[s.report]
            rows.append({"report": s.report, "seq": seq, "body": s.body})
            for sentence, own in ((False, s.bands), (True, s.sentences)):
                keys.extend({"key": k, "sentence": sentence, "seq": seq} for k in own)
        keys.sort(key=lambda k: (k["key"], k["sentence"]))
        insert_rows(self._conn, t.sketch, rows)
        insert_rows(self._conn, t.sketch_key, keys)

    def drop_sketches(self, reports: Iterable[str]) -> None:
        """Forget the sketches of reports."""
        for some in batches(reports):
            seqs = list(self._conn.execute(select(t.sketch.c.seq).where(t.sketch.c.report.in_(some))).scalars())
            if seqs:
                self._conn.execute(delete(t.sketch_key).where(t.sketch_key.c.seq.in_(seqs)))
                self._conn.execute(delete(t.sketch).where(t.sketch.c.seq.in_(seqs)))

    def sharing_text(self, report: str, bands: Iterable[int], sentences: Iterable[int], common: int) -> set[str]:
        """The reports that share a key of their texts.

        Args:
            report: The report.
            bands: Keys of its text.
            sentences: Keys of its sentences.
            common: So many reports share a sentence at most, the earliest; it brings no further ones together.
        """
        k = t.sketch_key.c
        own = self._order([report])[report]
        seqs: set[int] = set()
        for some in batches(bands):
            seqs.update(self._conn.execute(select(k.seq).where(k.key.in_(some), k.sentence.is_(False))).scalars())
        for key in sentences:
            held = select(k.seq).where(k.key == key, k.sentence.is_(True)).order_by(k.seq)
            first = list(self._conn.execute(held.limit(common)).scalars())
            early = len(first) < common or own <= first[-1]
            seqs.update(self._conn.execute(held).scalars() if early and len(first) == common else first)
        found = select(t.sketch.c.report)
        return {
            x for some in batches(seqs) for x in self._conn.execute(found.where(t.sketch.c.seq.in_(some))).scalars()
        } - {report}

    def _order(self, reports: Iterable[str]) -> dict[str, int]:
        """Numbers of reports, in the order in which they came."""
        c = t.report.c
        return {
            r.id: r.seq
            for some in batches(reports)
            for r in self._conn.execute(select(c.id, c.seq).where(c.id.in_(some)))
        }


def batches(values: Iterable[_T]) -> Iterator[list[_T]]:
    """Values in lists that one statement can name."""
    some: list[_T] = []
    for value in values:
        some.append(value)
        if len(some) == _BATCH:
            yield some
            some = []
    if some:
        yield some
