"""What the handlers of the time grammar share: what the text fixed so far, and how a phrase asks for its parts.

Promise: a handler sees only its phrase and this context; None means "no time expression after all", an unknown period
"a time, but no days".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accordingto.extract import calendars as cal
from accordingto.extract.datelex import Node
from accordingto.model.values import Period

UNKNOWN = Period()


@dataclass(slots=True)
class Context:
    """What earlier words of the text fixed.

    Attributes:
        anchor: The report's own day.
        settings: The pack's ``dates`` section (tolerances, order of numeric dates).
        handlers: The handler of each kind of rule.
        told: The last single day that the text named, for "the next day" and "that morning".
        year: Year of the last full date, for days without one in a text whose own day is not known.
        ahead: Whether a period may run on past the report's day ("by the end of the year").
    """

    anchor: date | None
    settings: Mapping[str, Any]
    handlers: Mapping[str, Callable[[Node, Context], Period | None]]
    told: date | None = None
    year: int | None = None
    ahead: bool = False

    @property
    def today(self) -> date | None:
        """The day that "that day" and a bare hour of the day fall on."""
        return self.told or self.anchor

    def resolve(self, node: Node) -> Period | None:
        """The days of a phrase, or None when it turns out to be no time expression."""
        try:
            return self.handlers[node.rule.kind](node, self)
        except (OverflowError, ValueError):  # a day past either end of the calendar: the years 1 and 9999
            return None

    def cap(self, p: Period | None) -> Period | None:
        """The period up to the report's own day, unless the words look ahead."""
        return p if p is None or self.ahead else cal.capped(p, self.anchor)


def on(d: date | None) -> Period:
    """A single day, or an unknown period."""
    return UNKNOWN if d is None else Period.day(d)


def dated(phrase: Any) -> bool:
    """Whether a phrase names its year itself."""
    return isinstance(phrase, Node) and "y" in phrase.fields
