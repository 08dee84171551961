"""What forms change, each with its address and the role that it takes.

Promise: the routes are made from one list, so none can be without a role; each answers with the address of the page
that shows what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accordingto.store.people import Role
from accordingto.web import coding, people
from accordingto.web.seat import Seat


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do."""

    path: str
    least: Role
    act: Callable[[Seat, Mapping[str, Any]], str]


ACTIONS = (
    Action("/people", Role.ADMIN, people.change),
    Action("/coding", Role.CODER, coding.code),
    Action("/coding/begin", Role.REVIEWER, coding.begin),
    Action("/coding/close", Role.REVIEWER, coding.close),
)
