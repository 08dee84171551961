"""A desk for one person, for the time of a request.

Promise: everything is the desk's own, what it remembers too, but for who sits at it and what they must not see.
"""

from __future__ import annotations

from accordingto.store.people import Person
from accordingto.web.desk import Desk


class Seat(Desk):
    """One person at the desk.

    Attributes:
        reviewer: The person's name, beside what they decide.
        person: With the role that says what they may do.
        blind: Reports that the person codes without seeing what others, or the reader, made of them.
    """

    # Slots lie outside the dictionary, which is the desk's: whatever it keeps and changes is kept and changed for all.
    __slots__ = ("blind", "person", "reviewer")

    def __init__(self, desk: Desk, person: Person, blind: frozenset[str] = frozenset()) -> None:
        self.__dict__ = desk.__dict__
        self.reviewer: str = person.name
        self.person = person
        self.blind = blind
