"""How often somebody may try to sign in: after some failures each further try has to wait, twice as long each time.

Promise: guessing is slow, for one name from anywhere and from one address for any name; what is remembered is bounded
and is gone when the server ends. A session that has begun is never touched, so nobody can be thrown out by others.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

_REMEMBERED = 10_000
_LONGEST = 900.0
"""Seconds that anybody waits at most, so that a colleague is not shut out for long by somebody who guesses."""


_FORGOTTEN = 3600.0
"""Seconds without a try after which earlier ones do not count any more."""


class Throttle:
    """Counts tries by name and by address.

    Args:
        free: Tries of one key before it has to wait.
        clock: Seconds that only go on.
    """

    def __init__(self, free: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._free, self._clock, self._lock = free, clock, Lock()
        self._tries: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def attempt(self, key: str) -> float:
        """Note a try, which counts as failed until ``passed``; how many seconds it still has to wait, 0 for none."""
        with self._lock:
            tries, last = self._tries.pop(key, (0, 0.0))
            if self._clock() - last > _FORGOTTEN:
                tries = 0
            pause = min(2.0 ** (tries - self._free), _LONGEST) if tries >= self._free else 0.0
            left = last + pause - self._clock()
            # A try that comes too early is not looked at, and does not make the wait longer.
            self._tries[key] = (tries, last) if left > 0 else (tries + 1, self._clock())
            while len(self._tries) > _REMEMBERED:
                self._tries.popitem(last=False)
            return max(left, 0.0)

    def passed(self, key: str, *, wholly: bool) -> None:
        """The try was right.

        Args:
            key: As it was given.
            wholly: Whether earlier failures are forgotten too, or only this try is none.
        """
        with self._lock:
            tries, last = self._tries.pop(key, (0, 0.0))
            if tries > 1 and not wholly:
                self._tries[key] = (tries - 1, last)
