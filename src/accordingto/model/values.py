"""Values with uncertainty: counts with bounds, days with precision. All arithmetic on them lives here.

Promise: nothing is made more precise than its words. "up to 50" is an upper bound and neither a best figure nor a lower
bound; "dozens" has no figure at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number phrase commits its speaker to.

    Attributes:
        low: At least this many, or None when the words give no lower bound.
        best: The figure named as the figure, or None.
        high: At most this many, or None when the words give no upper bound.
        vague: The quantity word when there is no figure at all ("dozens").
    """

    low: int | None = None
    best: int | None = None
    high: int | None = None
    vague: str | None = None

    def __post_init__(self) -> None:
        known = [v for v in (self.low, self.best, self.high) if v is not None]
        if known != sorted(known) or any(v < 0 for v in known):
            raise ValueError(f"bounds out of order: {self.low}/{self.best}/{self.high}")

    @classmethod
    def exact(cls, n: int) -> Bounds:
        """The plain number ``n``."""
        return cls(n, n, n)

    @classmethod
    def at_least(cls, n: int) -> Bounds:
        """Words such as "at least n" or "more than n": a floor that is also the figure given."""
        return cls(n, n, None)

    @classmethod
    def up_to(cls, n: int) -> Bounds:
        """Words such as "up to n" or "as many as n": a ceiling and nothing else."""
        return cls(None, None, n)

    @classmethod
    def about(cls, n: int) -> Bounds:
        """Words such as "about n" or "nearly n": a figure with no stated bounds."""
        return cls(None, n, None)

    @classmethod
    def between(cls, low: int, high: int) -> Bounds:
        """Words such as "between low and high": a range without a figure."""
        return cls(min(low, high), None, max(low, high))

    @classmethod
    def unnumbered(cls, word: str) -> Bounds:
        """A quantity word without a figure, such as "dozens"."""
        return cls(vague=word)

    @property
    def numeric(self) -> bool:
        """Whether any figure is stated."""
        return any(v is not None for v in (self.low, self.best, self.high))

    def plus(self, other: Bounds) -> Bounds:
        """Sum of two disjoint quantities; an unknown end stays unknown."""

        def add(a: int | None, b: int | None) -> int | None:
            return None if a is None or b is None else a + b

        return Bounds(add(self.low, other.low), add(self.best, other.best), add(self.high, other.high))

    def contains(self, n: int) -> bool:
        """Whether ``n`` is compatible with the stated bounds (an absent bound excludes nothing)."""
        return (self.low is None or self.low <= n) and (self.high is None or n <= self.high)

    def in_words(self) -> str:
        """The bounds as the terminal shows them: "2", "≤ 50", "≥ 12", "≈ 1,000,000", "15-20", "dozens", "?"."""
        if not self.numeric:
            return self.vague or "?"
        if self.low is not None and self.low == self.high:
            return f"{self.low:,}"
        if self.low is not None and self.high is not None:
            middle = f" (best {self.best:,})" if self.best is not None else ""
            return f"{self.low:,}-{self.high:,}{middle}"
        if self.low is not None:
            return f"≥ {self.low:,}"
        if self.best is not None:
            return f"≈ {self.best:,}" if self.high is None else f"≈ {self.best:,}, ≤ {self.high:,}"
        return f"≤ {self.high:,}"


@dataclass(frozen=True, slots=True)
class Period:
    """When something happened: first and last possible day, both inclusive, and the same as EDTF.

    Attributes:
        start: First day, or None when open or unknown.
        end: Last day, or None when open or unknown.
        edtf: Extended Date/Time Format string (ISO 8601-2) with exactly the precision of the words.
    """

    start: date | None = None
    end: date | None = None
    edtf: str | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"period ends before it starts: {self.start} > {self.end}")

    @property
    def known(self) -> bool:
        """Whether at least one end is a day."""
        return self.start is not None or self.end is not None

    @classmethod
    def day(cls, d: date) -> Period:
        """A single day."""
        return cls(d, d, d.isoformat())

    @property
    def date_prec(self) -> int | None:
        """UCDP's code of precision: 1 the day, 2 two to six days, 3 a week, 4 a month, 5 longer up to a year.

        A day "about" which it was (EDTF ``~``) is within the days around it. None for a period that is open, unknown or
        longer than a year, for which the scheme has no code.
        """
        if self.start is None or self.end is None:
            return None
        days = (self.end - self.start).days
        if days == 0 and "~" in (self.edtf or ""):
            return 2
        limits = ((0, 1), (5, 2), (6, 3), (30, 4), (365, 5))
        return next((code for most, code in limits if days <= most), None)

    @property
    def time_precision(self) -> int | None:
        """ACLED's code of precision: 1 the day, 2 within a week, 3 within a month; None beyond that."""
        return {1: 1, 2: 2, 3: 2, 4: 3}.get(self.date_prec or 0)
