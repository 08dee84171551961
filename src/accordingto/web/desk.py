"""The desk: one ledger, one reviewer, and what is remembered between two pages so that they come quickly.

Promise: what is remembered is named by what it follows from, the ledger's last entry or the present fill of its views
of incidents, so nothing that has changed since is ever shown as of now. Incidents of a large ledger are worked out anew
beside the pages, which say so (``behind``, ``working``) and show the last ones until then.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from datetime import date, datetime
from threading import Lock, RLock
from typing import Any, TypeVar

from accordingto.model.judgement import ABOUT_PROPOSALS, Judgement, Verdict, in_force
from accordingto.model.linked import LinkedIncident
from accordingto.store import Ledger
from accordingto.store.loading import Kept
from accordingto.web.faults import being_worked_out
from accordingto.workflow.rebuild import Known, known
from accordingto.workflow.relinking import catch_up, fresh_tolls

ABOUT_INCIDENTS = (Verdict.MERGE, Verdict.SPLIT)
QUICK = 1.0
"""Seconds that a page waits for incidents to be worked out, unless that took longer the last time."""
_REST = 10
"""Pages have incidents worked out anew at most this many times as seldom as it takes long."""
_REMEMBERED = 64
"""How many answers are remembered."""
_TIMES = 2
"""How many earlier times are remembered: each can hold every claim of the ledger."""
_T = TypeVar("_T")


class Desk:
    """What the pages stand on.

    Attributes:
        ledger: An open ledger.
        reviewer: Who judges.
        blind: Reports of which nothing is shown that was read (``Seat``).
        judging: Held while a judgement is compared with what was seen and appended.
    """

    blind: frozenset[str] = frozenset()

    def __init__(self, ledger: Ledger, reviewer: str) -> None:
        self.ledger, self.reviewer = ledger, reviewer
        self.judging = RLock()
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._times: OrderedDict[Hashable, Future[Known]] = OrderedDict()
        self._worker = ThreadPoolExecutor(1, "incidents")
        self._building: Future[None] | None = None
        self._took = {"build": 0.0, "known": 0.0}
        self._done = float("-inf")

    def close(self) -> None:
        """Wait for what is being worked out; nothing new is begun."""
        self._worker.shutdown(cancel_futures=True)

    def freshen(self, *, wait: float = QUICK, asked: bool = False) -> None:
        """Have the incidents worked out anew where something was added since.

        Args:
            wait: How many seconds to wait for it, unless it took longer the last time.
            asked: Whether somebody asked for it; pages do it only now and then.
        """
        with self._lock:
            if self._building is None or self._building.done():
                # Many reviewers at once would have every page work everything out, and do nothing else.
                rested = time.monotonic() - self._done > _REST * self._took["build"]
                if not (self.ledger.stale() and (asked or (rested and self._took["build"] < QUICK))):
                    return
                self._building = self._worker.submit(self._rebuild)
            building = self._building
        _wait(building, wait if self._took["build"] < QUICK else 0.0)

    def _rebuild(self) -> None:
        began = time.monotonic()
        catch_up(self.ledger)
        fresh_tolls(self.ledger)
        self._done = time.monotonic()
        self._took["build"] = self._done - began

    @property
    def behind(self) -> bool:
        """Whether the incidents are older than the last judgement or report."""
        return self.ledger.stale()

    @property
    def working(self) -> bool:
        """Whether they are being worked out anew now."""
        return self._building is not None and not self._building.done()

    def known(self, as_of: datetime | None, reported_by: date | None) -> Known | None:
        """What was known at an earlier time; None for now.

        Raises:
            PageError: It takes longer than a page should wait; it is there a little later.
        """
        if as_of is None and reported_by is None:
            return None
        key = (self.ledger.last, as_of, reported_by)
        with self._lock:
            if key not in self._times:
                self._times[key] = self._worker.submit(self._known, as_of, reported_by)
                while len(self._times) > _TIMES:
                    self._times.popitem(last=False)[1].cancel()
            self._times.move_to_end(key)
            found = self._times[key]
        if not _wait(found, QUICK if self._took["known"] < QUICK else 0.05):
            raise being_worked_out(f"what was known by {reported_by or (as_of and as_of.date())}")
        return found.result()

    def _known(self, as_of: datetime | None, reported_by: date | None) -> Known:
        began = time.monotonic()
        found = known(self.ledger, as_of=as_of, reported_by=reported_by)
        self._took["known"] = time.monotonic() - began
        return found

    def of_entries(self, what: Hashable, make: Callable[[], _T]) -> _T:
        """An answer that holds until something is added to the ledger.

        Args:
            what: What was asked; the same answers to the same.
            make: Makes the answer.
        """
        return self._remembered((self.ledger.last, self.ledger.fill(), what), make)

    def of_views(self, what: Hashable, make: Callable[[], _T]) -> _T:
        """An answer from the views of incidents alone, which holds until they are filled anew; as ``of_entries``."""
        return self._remembered((self.ledger.fill(), what), make)

    def _remembered(self, key: Hashable, make: Callable[[], _T]) -> _T:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                held: _T = self._answers[key]
                return held
        # Not under the lock: two pages may work the same out, but neither waits for an answer it did not ask for. The
        # name was taken before the answer was made, so an answer may be newer than its name says, and never older.
        made = make()
        with self._lock:
            self._answers[key] = made
            while len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
        return made

    def incident(self, name: str) -> LinkedIncident | None:
        """An incident by its id or by the key of one of its tellings."""
        return self.ledger.incident(name) or self.ledger.incident(self.ledger.incident_of(name) or "")

    def kept(self, report: str) -> Kept | None:
        """A report's reading with what people made of it."""
        return self.ledger.reading(report)


def about_incidents(desk: Desk) -> tuple[Judgement, ...]:
    """What people said about which accounts are one incident, as far as it is in force."""
    deciding = (*ABOUT_INCIDENTS, Verdict.UNDO, *ABOUT_PROPOSALS)

    def made() -> tuple[Judgement, ...]:
        found = in_force(desk.ledger.judgements(verdicts=deciding))
        return tuple(j for j in found if j.verdict in ABOUT_INCIDENTS)

    return desk.of_entries("about incidents", made)


def _wait(future: Future[Any], seconds: float) -> bool:
    """Whether it was done within some seconds; what went wrong in it is raised here."""
    try:
        future.result(timeout=seconds)
    except NotYetError:
        return False
    return True
