"""What waits for a person, by reason, and who is at it now.

Promise: every question is one query over an index, however large the ledger; what is put off until a day is in no list
and no count before it. Who has taken or put off what is kept beside the chain: a word between people who work at the
same time, not a part of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, literal, or_, select

from accordingto.store import tables as t
from accordingto.store.opened import Opened

TAKEN, SNOOZED = "taken", "snoozed"
_LASTS = timedelta(hours=8)
"""A day's work: what somebody took and forgot is free again after it."""
_Query = Callable[[], tuple[Select[Any], ColumnElement[str]]]


@dataclass(frozen=True, slots=True)
class Hold:
    """An entry that somebody has taken, or that is put off.

    Attributes:
        kind: ``taken`` or ``snoozed``.
        until: Moment or day up to which it holds, as ISO 8601 writes it.
    """

    reason: str
    subject: str
    kind: str
    by: str
    until: str


def _claims(kind: str) -> _Query:
    def query() -> tuple[Select[Any], ColumnElement[str]]:
        c = t.claim.c
        subject = c.report + literal("/") + c.id
        found = select(c.report, c.id, c.type, c.quote, c.slot, c.chance).where(c.doubt == kind)
        return found.order_by(c.chance, c.seq), subject

    return query


def _disputes() -> tuple[Select[Any], ColumnElement[str]]:
    i = t.incident.c
    found = select(i.id, i.what, i.place, i.start, i.payload).where(i.contested)
    return found.order_by(i.start.desc().nulls_last(), i.id), i.id


def _tolls() -> tuple[Select[Any], ColumnElement[str]]:
    s = t.toll.c
    return select(s.id, s.counter, s.measure, s.place, s.payload).where(s.odd).order_by(s.points.desc(), s.id), s.id


def _pairs() -> tuple[Select[Any], ColumnElement[str]]:
    p, here, there = t.pair.c, t.member.alias(), t.member.alias()
    ours, theirs = t.report.alias(), t.report.alias()
    found = select(
        p.a, p.b, p.joined, p.detail, here.c.what, here.c.incident, ours.c.publisher, there.c.what.label("other_what"),
        theirs.c.publisher.label("other_publisher"),
    ).join_from(t.pair, here, here.c.telling == p.a)  # fmt: skip
    found = found.join(there, there.c.telling == p.b)
    found = found.join(ours, ours.c.id == here.c.report).join(theirs, theirs.c.id == there.c.report)
    return found.order_by(func.abs(p.score), p.a, p.b), p.a + literal(" ") + p.b


def _unread() -> tuple[Select[Any], ColumnElement[str]]:
    r = t.report.c
    return select(r.id, r.title, r.publisher, r.published, r.open).where(r.open > 0).order_by(r.seq), r.id


def _changed() -> tuple[Select[Any], ColumnElement[str]]:
    r, v = t.report.c, t.version.c
    several = select(v.report).group_by(v.report).having(func.count() > 1)
    found = select(r.id, r.title, r.publisher, r.published, r.open).where(r.open > 0, r.id.in_(several))
    return found.order_by(r.seq), r.id


REASONS: dict[str, _Query] = {
    "disputes": _disputes, "tolls": _tolls, "claims": _claims("claim"), "places": _claims("place"), "pairs": _pairs,
    "reopened": _claims("reopened"), "changed": _changed, "unread": _unread,
}  # fmt: skip
"""Why something waits for a person: incidents on which sources differ, totals that do not add up, claims that may be
none, claims whose place or day is doubtful, accounts that may be one incident, judged claims that are read otherwise
now, reports whose text changed, and reports with claims that nobody has judged."""


class Queue(Opened):
    """What waits for a person."""

    def waiting_for(self, reason: str, *, limit: int = 50, offset: int = 0) -> tuple[int, Sequence[Row[Any]]]:
        """How many entries a reason has, and some of them, the most pressing first.

        Args:
            reason: One of ``REASONS``.
            limit: How many rows to give.
            offset: How many to leave out before.
        """
        found, subject = REASONS[reason]()
        h = t.hold.c
        put_off = select(h.subject).where(h.reason == reason, h.kind == SNOOZED, h.until > _today(self.now))
        with self._reading() as conn:
            # Counting without looking at each entry is ten times as quick, and mostly nothing is put off.
            if conn.execute(put_off.limit(1)).first() is not None:
                found = found.where(subject.not_in(put_off))
            found = found.add_columns(subject.label("subject"))
            count = conn.execute(select(func.count()).select_from(found.order_by(None).subquery())).scalar() or 0
            return int(count), conn.execute(found.limit(limit).offset(offset)).all()

    def judged_counts(self) -> dict[str, int]:
        """How many claims there are of each status."""
        c = t.claim.c
        with self._reading() as conn:
            return {r.status: r.n for r in conn.execute(select(c.status, func.count().label("n")).group_by(c.status))}

    def next_open(self, report: str) -> str | None:
        """The report after one, in the order in which they came, in which somebody has still to look at a claim."""
        r = t.report.c
        seq = select(r.seq).where(r.id == report).scalar_subquery()
        some = select(r.id).where(r.open > 0, r.id != report).order_by(r.seq).limit(1)
        with self._reading() as conn:
            return conn.execute(some.where(r.seq > seq)).scalar() or conn.execute(some).scalar()

    def holds(self, reason: str | None = None) -> list[Hold]:
        """Everything that is taken or put off now."""
        h = t.hold.c
        found = select(h.reason, h.subject, h.kind, h.by, h.until).where(self._holding())
        found = found if reason is None else found.where(h.reason == reason)
        with self._reading() as conn:
            return [Hold(*row) for row in conn.execute(found.order_by(h.until, h.reason, h.subject))]

    def take(self, reason: str, subject: str, *, by: str, over: bool = False) -> Hold:
        """Take an entry, so that others see that somebody is at it.

        Args:
            reason: One of ``REASONS``.
            subject: What of it.
            by: Who.
            over: Whether it is taken from somebody who has it.

        Returns:
            Who has it now: somebody else where they were quicker.
        """
        with self._writing() as conn:
            held = self._held(conn, reason, subject, TAKEN)
            if held is not None and held.by != by and not over:
                return held
            until = (self.now + _LASTS).isoformat(timespec="minutes")
            return _put(conn, Hold(reason, subject, TAKEN, by, until))

    def snooze(self, reason: str, subject: str, until: date, *, by: str) -> Hold:
        """Put an entry off until a day, for everybody; it is free then."""
        with self._writing() as conn:
            _drop(conn, reason, subject, TAKEN)
            return _put(conn, Hold(reason, subject, SNOOZED, by, until.isoformat()))

    def release(self, reason: str, subject: str, kind: str) -> None:
        """Give an entry back, or wake it."""
        with self._writing() as conn:
            _drop(conn, reason, subject, kind)

    def _held(self, conn: Connection, reason: str, subject: str, kind: str) -> Hold | None:
        h = t.hold.c
        found = select(h.reason, h.subject, h.kind, h.by, h.until).where(
            h.reason == reason, h.subject == subject, h.kind == kind, self._holding()
        )
        row = conn.execute(found).first()
        return Hold(*row) if row is not None else None

    def _holding(self) -> ColumnElement[bool]:
        h, now = t.hold.c, self.now
        return or_(
            (h.kind == TAKEN) & (h.until > now.isoformat(timespec="minutes")),
            (h.kind == SNOOZED) & (h.until > _today(now)),
        )


def _today(now: datetime) -> str:
    return now.date().isoformat()


def _put(conn: Connection, hold: Hold) -> Hold:
    _drop(conn, hold.reason, hold.subject, hold.kind)
    conn.execute(
        insert(t.hold),
        [{"reason": hold.reason, "subject": hold.subject, "kind": hold.kind, "by": hold.by, "until": hold.until}],
    )
    return hold


def _drop(conn: Connection, reason: str, subject: str, kind: str) -> None:
    h = t.hold.c
    conn.execute(delete(t.hold).where(h.reason == reason, h.subject == subject, h.kind == kind))
