"""What a page was asked for: the parameters of its address, read strictly.

Promise: an unreadable value is a fault that names it, never a default; the same address shows the same view again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from accordingto.store import Filter
from accordingto.web.faults import unreadable

PER_PAGE = 50
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address: its name, what it is for, and its JSON schema."""

    name: str
    says: str
    schema: Mapping[str, Any]
    required: bool = False


_TEXT = {"type": "string", "maxLength": _LONGEST}
_DAY = {"type": "string", "format": "date"}
FILTERS = (
    Parameter("place", "A place of the path at any level, such as Idlib.", _TEXT),
    Parameter("party", "Side of those harmed or of those held responsible.", _TEXT),
    Parameter("type", "What kind of incident, such as airstrike.", _TEXT),
    Parameter("source", "Who says so, in any part of the name.", _TEXT),
    Parameter("text", "Words of a report that tells it.", _TEXT),
    Parameter("contested", "Only incidents on which sources differ, or only others.", {"enum": ["yes", "no"]}),
    Parameter("grade", "What the rule set calls the state of the evidence, such as confirmed.", _TEXT),
    Parameter("from", "Nothing that was over before this day.", _DAY),
    Parameter("to", "Nothing that began after this day.", _DAY),
    Parameter("as_of", "Only what this ledger had learned by the end of this day (UTC).", _DAY),
    Parameter("reported_by", "Only what had been published by this day.", _DAY),
)
PAGE = Parameter("page", f"Which {PER_PAGE} of the list.", {"type": "integer", "minimum": 1, "maximum": 1_000_000})


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter of a list, when it is asked for, and which part."""

    filter: Filter
    as_of: datetime | None
    reported_by: date | None
    page: int

    @property
    def offset(self) -> int:
        """How many entries stand before this part."""
        return (self.page - 1) * PER_PAGE


def asked_for(given: Mapping[str, str]) -> Asked:
    """Read the filters of an address.

    Raises:
        PageError: A value cannot be read; the message names it.
    """
    words = {n: _words(given, n) for n in ("place", "party", "type", "source", "text", "grade")}
    contested = given.get("contested") or None
    if contested not in (None, "yes", "no"):
        raise unreadable("contested", "choose yes or no")
    as_of = day(given, "as_of")
    return Asked(
        Filter(
            **words, contested=None if contested is None else contested == "yes", start=day(given, "from"),
            end=day(given, "to"),
        ),
        datetime.combine(as_of, time.max, UTC) if as_of else None,
        day(given, "reported_by"),
        page_of(given),
    )  # fmt: skip


def page_of(given: Mapping[str, str]) -> int:
    """Which part of a list is asked for, from 1 on.

    Raises:
        PageError: It is no such number.
    """
    page = given.get("page") or "1"
    if not (page.isascii() and page.isdecimal() and 1 <= int(page[:8]) <= 1_000_000):
        raise unreadable("page", "a whole number from 1 on")
    return int(page[:8])


def pages_of(count: int, each: int = PER_PAGE) -> int:
    """How many parts a list has; an empty one has one."""
    return max(1, -(-count // each))


def day(given: Mapping[str, str], name: str) -> date | None:
    """A day of an address.

    Raises:
        PageError: It is none.
    """
    value = (given.get(name) or "").strip()
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise unreadable(name, "write a day as YYYY-MM-DD") from None


def address(path: str, **given: object) -> str:
    """An address of this server with parameters; those that are empty are left out."""
    query = urlencode({k.rstrip("_"): str(v) for k, v in given.items() if v not in (None, "")}, errors="replace")
    return f"{path}?{query}" if query else path


def _words(given: Mapping[str, str], name: str) -> str | None:
    value = (given.get(name) or "").strip()
    if len(value) > _LONGEST:
        raise unreadable(name, f"{_LONGEST} characters at most")
    if "\0" in value or any("\ud800" <= ch <= "\udfff" for ch in value):
        raise unreadable(name, "it holds characters that no text has")
    return value or None
