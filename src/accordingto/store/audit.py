"""Who did what, to what, when: read from the chain, so that nobody can tidy it up afterwards.

Promise: everything that a person decided, proposed, approved or changed is there, what was undone too; what somebody
coded blind is named and not shown.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, union

from accordingto.model.judgement import person_key, same_person
from accordingto.store import tables as t
from accordingto.store.chain import moment
from accordingto.store.opened import Opened


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the log.

    Attributes:
        seq: Number of the entry in the chain; ``hash`` is its hash.
        at: When the ledger recorded it.
        by: Who; None for what the program did by itself.
        did: What, in a word: ``reject``, ``approve``, ``role`` …
        about: What it is about: a report, a person, a round.
        subject: More exactly: an anchor, a judgement, an account of an incident; None where there is no more to say.
        said: In words: the reason, the role, the words of the claim.
        proposed: Whether it waited, or waits, for a second eye.
    """

    seq: int
    hash: str
    at: datetime
    by: str | None
    did: str
    about: str | None
    subject: str | None
    said: str
    proposed: bool = False


class Audit(Opened):
    """Questions about who did what."""

    def acts_of(self, person: str, *, limit: int = 100, offset: int = 0) -> list[Act]:
        """What somebody did, and what was done to their account, the latest first."""
        key = person_key(person)
        with self._reading() as conn:
            names = {n for table in _BY for n in conn.execute(select(table.c.by).distinct()).scalars()}
        ours = [n for n in names if same_person(n, person)]
        found = [select(table.c.seq).where(table.c.by.in_(ours)) for table in _BY]
        return self._acts([*found, select(t.person.c.seq).where(t.person.c.key == key)], limit, offset)

    def acts_on(self, record: str, *, limit: int = 100, offset: int = 0) -> list[Act]:
        """What was done to a report, or to one claim (``report/c3``) or account (``report#i1``), the latest first."""
        with self._reading() as conn:
            known = conn.execute(select(t.report.c.id).where(t.report.c.id == record)).first() is not None
        if known:
            found = [select(table.c.seq).where(table.c.report == record) for table in _ABOUT]
            found.append(select(t.report.c.seq).where(t.report.c.id == record))
            return self._acts(found, limit, offset)
        return self._acts([self._about_part(record)], limit, offset)

    def _about_part(self, record: str) -> Select[Any]:
        j, c = t.judgement.c, t.claim.c
        report, _, number = record.rpartition("/")
        with self._reading() as conn:
            named = conn.execute(select(c.anchor).where(c.report == report, c.id == number)).scalars().all()
            names = {record, *named}
            # What was decided about decisions belongs to what they are about.
            while more := set(conn.execute(select(j.id).where(_about(names), j.id.not_in(names))).scalars()):
                names |= more
        return select(j.seq).where(or_(_about(names), j.id.in_(names)))

    def _acts(self, found: Sequence[Select[Any]], limit: int, offset: int) -> list[Act]:
        seqs = union(*found).subquery()
        rows = (
            select(t.entry, t.payload.c.body)
            .join(t.payload, t.payload.c.seq == t.entry.c.seq)
            .where(t.entry.c.seq.in_(select(seqs.c.seq)))
            .order_by(t.entry.c.seq.desc())
            .limit(limit)
            .offset(offset)
        )
        with self._reading() as conn:
            return [_act(r.seq, r.hash, r.recorded, r.kind, json.loads(r.body)) for r in conn.execute(rows)]


_BY = (t.judgement, t.person, t.setting, t.coding, t.tombstone)
_ABOUT = (t.judgement, t.capture, t.version, t.reading, t.coding)


def _about(names: set[str]) -> ColumnElement[bool]:
    return or_(t.judgement.c.subject.in_(names), t.judgement.c.other.in_(names))


def _act(seq: int, hash_: str, recorded: str, kind: str, d: dict[str, Any]) -> Act:
    at, by = moment(recorded), d.get("by")
    if kind == "judgement":
        said = " ".join(x for x in (f"“{d['quote']}”" if d["quote"] else "", d["reason"]) if x)
        return Act(seq, hash_, at, by, d["verdict"], d["report"], d["subject"], said, bool(d.get("proposed")))
    if kind == "person":
        return Act(
            seq, hash_, at, by, d["event"], d["name"], None, f"{d['role']}{'' if d['enabled'] else ', disabled'}"
        )
    if kind == "setting":
        return Act(seq, hash_, at, by, "setting", None, d["name"], d["value"])
    if kind == "coding":
        return Act(seq, hash_, at, by, d["event"], d.get("report"), d["round"], d.get("unit") or "")
    if kind == "tombstone":
        return Act(seq, hash_, at, by, "erased", None, None, f"{d['what']}: {d['reason']}")
    return Act(seq, hash_, at, None, kind, d.get("report") or d.get("id"), None, d.get("origin") or "")
