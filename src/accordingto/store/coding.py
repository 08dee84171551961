"""Blind second coding: some claims are read by two people, each without the other's eyes or the reader's.

Promise: what somebody coded is an entry of the chain like everything else; while a round is open nobody who codes in it
is told what others coded; of several codings of one claim by one person the last counts. A round ends when everybody
has coded everything, or when it is closed.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, select

from accordingto.model.judgement import person_key, same_person
from accordingto.store import errors
from accordingto.store import tables as t
from accordingto.store.chain import moment
from accordingto.store.loading import kept, text_of
from accordingto.store.opened import Opened
from accordingto.store.people import Role, person_of, put

MOST = 1000
"""Claims of one round at most."""
Coded = Mapping[str, str | int | None]
"""What somebody made of a claim: a value for each slot that they were asked about, None for one that is empty."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is coded: the words of one claim, where they stood when the round began.

    Attributes:
        id: Its name in the round, ``u1``.
        report: Id of the report; ``text`` is the name of its text then.
        anchor: Anchor of the claim.
        quote: Where its words stand, in code points of the text.
        trigger: Where the words stand that tell it from other claims of the same words.
    """

    id: str
    report: str
    text: str
    anchor: str
    quote: tuple[int, int]
    trigger: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Round:
    """One round of blind coding.

    Attributes:
        id: Its name.
        units: What is coded, in the order in which everybody codes it; without those that were erased since.
        coders: Who codes.
        by: Who began it; ``at`` is when.
        seed: What the sample was drawn with.
        closed: Whether somebody ended it before everything was coded.
        coded: By unit and coder, what they made of it last; None where they found no claim in the words.
    """

    id: str
    units: tuple[Unit, ...]
    coders: tuple[str, ...]
    by: str
    at: datetime
    seed: int
    closed: bool = False
    coded: dict[tuple[str, str], Coded | None] = field(default_factory=dict)

    def left(self, person: str) -> tuple[Unit, ...]:
        """What somebody has still to code; nothing for those who do not code in it, or when it was closed."""
        coder = self.coder(person)
        if coder is None or self.closed:
            return ()
        return tuple(u for u in self.units if (u.id, coder) not in self.coded)

    def coder(self, person: str) -> str | None:
        """A coder's name as it stands in the round."""
        return next((c for c in self.coders if same_person(c, person)), None)

    @property
    def open(self) -> bool:
        """Whether anybody has still something to code."""
        return any(self.left(c) for c in self.coders)


class Coding(Opened):
    """Rounds of blind coding."""

    _remembered: tuple[tuple[Any, ...], tuple[Round, ...]] = ((), ())

    def rounds(self) -> tuple[Round, ...]:
        """All rounds, the oldest first."""
        with self._reading() as conn:
            # Asked at each request of a page; what was coded, or erased, changes much more seldom.
            state = tuple(conn.execute(select(func.max(x.c.seq))).scalar() for x in (t.coding, t.tombstone))
            if self._remembered[0] != state:
                self._remembered = state, tuple(_rounds(conn))
            return self._remembered[1]

    def round(self, name: str) -> Round | None:
        """One round."""
        return next((r for r in self.rounds() if r.id == name), None)

    def blind_to(self, person: str) -> frozenset[str]:
        """Reports with claims that somebody has still to code blind, and so must not see read or judged."""
        return frozenset(u.report for r in self.rounds() if r.left(person) for u in r.units)

    def begin_round(self, coders: Iterable[str], size: int, *, by: str, seed: int | None = None) -> Round:
        """Draw claims by lot, from those that none of the coders has judged, to be coded by each of them.

        Args:
            coders: Two people or more, with accounts, who may code.
            size: How many claims; all there are, where there are fewer.
            by: Who begins it.
            seed: Draws the same claims from the same ledger.

        Raises:
            LedgerError: Fewer than two coders, somebody who may not code, or no claim to draw.
        """
        seed = random.SystemRandom().randrange(2**31) if seed is None else seed
        wanted = {person_key(c) for c in coders}
        with self._writing() as conn:
            people = [p for key in wanted if (p := person_of(conn, key)) is not None]
            able = sorted(p.name for p in people if p.enabled and p.role.may(Role.CODER))
            if len(able) < 2 or len(able) != len(wanted):
                raise errors.bad_person(self.name, "blind coding takes two accounts or more that may code")
            if not 1 <= size <= MOST:
                raise errors.bad_person(self.name, f"a round has 1 to {MOST:,} claims")
            units = _drawn(conn, able, size, random.Random(seed))
            if not units:
                raise errors.bad_person(self.name, "there is no claim that none of the coders has judged")
            name = f"r-{uuid4().hex[:8]}"
            value = {"event": "round", "round": name, "by": by, "coders": able, "seed": seed, "units": units}
            put(conn, self._now(), "coding", value)
        found = self.round(name)
        assert found is not None
        return found

    def code(self, name: str, unit: str, coded: Coded | None, *, by: str) -> None:
        """Keep what somebody made of a claim; None where they found none.

        Raises:
            LedgerError: They do not code in the round, or have coded all of it.
        """
        found = self.round(name)
        wanted = next((u for u in found.units if u.id == unit), None) if found is not None else None
        if found is None or wanted is None or not found.left(by):
            raise errors.bad_person(self.name, f"{by} has nothing to code there, or has finished")
        value = {"event": "coded", "round": name, "unit": unit, "report": wanted.report, "by": found.coder(by)}
        with self._writing() as conn:
            put(conn, self._now(), "coding", {**value, "slots": None if coded is None else dict(coded)})

    def close_round(self, name: str, *, by: str) -> None:
        """End a round though not everything was coded; only what all have coded is compared.

        Raises:
            LedgerError: There is no such round.
        """
        if self.round(name) is None:
            raise errors.unknown(self.name, f"no round {name[:60]!r} is held")
        with self._writing() as conn:
            put(conn, self._now(), "coding", {"event": "closed", "round": name, "by": by})

    def unit_text(self, unit: Unit) -> str:
        """The text in which a claim is coded, as it was when the round began."""
        with self._reading() as conn:
            return text_of(conn, unit.text) or ""


def _rounds(conn: Connection) -> Iterable[Round]:
    rows = conn.execute(
        select(t.payload.c.body, t.coding.c.recorded)
        .join(t.coding, t.coding.c.seq == t.payload.c.seq)
        .order_by(t.coding.c.seq)
    ).all()
    said = [(json.loads(row.body), moment(row.recorded)) for row in rows]
    held = set(conn.execute(select(t.report.c.id)).scalars())
    for value, at in said:
        if value["event"] != "round":
            continue
        about = [v for v, _ in said if v["round"] == value["round"]]
        units = (
            Unit(u["id"], u["report"], u["text"], u["anchor"], tuple(u["quote"]), tuple(u["trigger"]))
            for u in value["units"]
            if u["report"] in held
        )
        yield Round(
            value["round"], tuple(units), tuple(value["coders"]), value["by"], at, value["seed"],
            closed=any(v["event"] == "closed" for v in about),
            coded={(v["unit"], v["by"]): v["slots"] for v in about if v["event"] == "coded"},
        )  # fmt: skip


def _drawn(conn: Connection, coders: Iterable[str], size: int, lot: random.Random) -> list[dict[str, Any]]:
    c, j = t.claim.c, t.judgement.c
    seen = select(j.subject).where(j.by.in_(list(coders)))
    found = select(c.report, c.anchor).where(c.status != "added", c.anchor.not_in(seen)).order_by(c.seq)
    rows = conn.execute(found).all()
    units: list[dict[str, Any]] = []
    for report, anchor in sorted(tuple(row) for row in lot.sample(rows, min(size, len(rows)))):
        now = kept(conn, report)
        s = next((s for s in now.standings if s.anchor == anchor), None) if now is not None else None
        if now is not None and s is not None and s.read is not None:
            spans = {k: [x.start, x.end] for k, x in (("quote", s.read.span), ("trigger", s.read.trigger_span))}
            units.append({"report": report, "text": now.text_id, "anchor": anchor, **spans})
    lot.shuffle(units)
    return [{"id": f"u{n}", **u} for n, u in enumerate(units, 1)]
