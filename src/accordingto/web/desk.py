"""The desk: one ledger, one reviewer, and what is remembered between two pages so that they come quickly.

Promise: nothing that is remembered is older than the ledger's last entry, but for incidents of a large ledger, which
are worked out anew when somebody asks for it; ``behind`` says so.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime
from threading import Event, Lock, RLock
from typing import Any, TypeVar

from accordingto.model.judgement import Judgement, Verdict, in_force
from accordingto.model.linked import LinkedIncident
from accordingto.store import Ledger
from accordingto.store.loading import Kept
from accordingto.web.doubts import Doubt, doubts_of
from accordingto.workflow.rebuild import Known, known, rebuild

ABOUT_INCIDENTS = (Verdict.MERGE, Verdict.SPLIT)
QUICK = 1.0
"""Seconds that working out incidents may take to be done whenever a page is asked for."""
_REST = 10
"""Pages wait this many times as long before they work incidents out again."""
_AT_LEAST = 16
"""Reports that are looked through whenever doubts are asked for, however long it takes."""
_REMEMBERED = 32
"""How many answers are remembered; one of an earlier time can be large."""
_T = TypeVar("_T")


class Desk:
    """What the pages stand on.

    Attributes:
        ledger: An open ledger.
        reviewer: Who judges.
        judging: Held while a judgement is compared with what was seen and appended, and what is remembered follows.
    """

    def __init__(self, ledger: Ledger, reviewer: str) -> None:
        self.ledger, self.reviewer = ledger, reviewer
        self._lock = self.judging = RLock()
        self._building = Lock()
        self._took: float | None = None
        self._done: float | None = None
        self._doubts: dict[str, tuple[Doubt, ...]] = {}
        self._upto = -1
        self._answers: OrderedDict[tuple[int, bool, Hashable], Any] = OrderedDict()

    def freshen(self, *, wait: bool = False) -> None:
        """Work the incidents out anew where something was added since.

        Args:
            wait: Whether to do it however long it takes and however lately it was done.
        """
        if not self._building.acquire(blocking=wait):
            return  # somebody else's page is at it
        try:
            began = time.monotonic()
            if self.ledger.stale() and (wait or self._may_work(began)):
                rebuild(self.ledger)
                self._done = time.monotonic()
                self._took = self._done - began
        finally:
            self._building.release()

    def _may_work(self, now: float) -> bool:
        # Many reviewers at once would have every page work everything out, and do nothing else.
        if self._took is None or self._done is None:
            return True
        return self._took < QUICK and now - self._done > _REST * self._took

    @property
    def behind(self) -> bool:
        """Whether the incidents are older than the last judgement or report."""
        return self.ledger.stale()

    def known(self, as_of: datetime | None, reported_by: date | None) -> Known | None:
        """What was known at an earlier time; None for now."""
        if as_of is None and reported_by is None:
            return None
        return self.remembered(
            ("known", as_of, reported_by), lambda: known(self.ledger, as_of=as_of, reported_by=reported_by)
        )

    def remembered(self, what: Hashable, make: Callable[[], _T]) -> _T:
        """An answer that holds until something is added or the incidents are worked out anew.

        Args:
            what: What was asked; the same answers to the same.
            make: Makes the answer.
        """
        with self._lock:
            key = (self.ledger.last, self.behind, what)
            if key not in self._answers:
                self._answers[key] = make()
                while len(self._answers) > _REMEMBERED:
                    self._answers.popitem(last=False)
            self._answers.move_to_end(key)
            found: _T = self._answers[key]
            return found

    def incident(self, name: str) -> LinkedIncident | None:
        """An incident by its id or by the key of one of its tellings."""
        return self.ledger.incident(name) or self.ledger.incident(self.ledger.incident_of(name) or "")

    def decided(self, report: str, before: int) -> None:
        """Something was decided in a report here: of what is remembered only that is out of date.

        Args:
            report: Its id.
            before: The ledger's last entry before.
        """
        with self._lock:
            self._doubts.pop(report, None)
            if self._upto == before:
                self._upto = self.ledger.last

    def doubts(self, seconds: float = 0.1) -> Mapping[str, tuple[Doubt, ...]]:
        """For each report the claims that nobody has looked at, the most doubtful first.

        Args:
            seconds: How long to look through reports that are not known yet. Of a large ledger some are missing after
                it, until ``warm`` or the next call has looked through them too.
        """
        until = time.monotonic() + seconds
        with self._lock:
            if self._upto != (last := self.ledger.last):
                self._doubts.clear()  # somebody else has added or judged
                self._upto = last
            names = self.names()
            for n, name in enumerate(x for x in names if x not in self._doubts):
                if n >= _AT_LEAST and time.monotonic() > until:
                    break
                kept = self.ledger.reading(name)
                self._doubts[name] = doubts_of(kept) if kept is not None else ()
            return {name: self._doubts[name] for name in names if name in self._doubts}

    def names(self) -> list[str]:
        """Ids of all reports."""
        return self.remembered("names", self.ledger.reports)

    def warm(self, stop: Event) -> None:
        """Look through all reports, in slices that no page has to wait for long.

        Args:
            stop: Set when the ledger is about to be closed.
        """
        while not stop.is_set() and len(self.doubts(0.05)) < len(self.names()):
            stop.wait(0.02)

    def kept(self, report: str) -> Kept | None:
        """A report's reading with what people made of it."""
        return self.ledger.reading(report)


def about_incidents(desk: Desk) -> tuple[Judgement, ...]:
    """What people said about which accounts are one incident, as far as it is in force."""
    return tuple(j for j in in_force(desk.ledger.judgements()) if j.verdict in ABOUT_INCIDENTS)
