"""A desk for one person, for the time of a request.

Promise: everything is the desk's own, what it remembers too, but for who sits at it and what they must not see.
"""

from __future__ import annotations

from datetime import date, datetime

from accordingto.model.linked import LinkedIncident
from accordingto.store.loading import Kept
from accordingto.store.people import Person
from accordingto.web.desk import Desk
from accordingto.web.faults import blinded
from accordingto.workflow.rebuild import Known


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

    def kept(self, report: str) -> Kept | None:
        """A report's reading with what people made of it.

        Raises:
            PageError: The person codes claims of it blind.
        """
        if report in self.blind:
            raise blinded()
        return super().kept(report)

    def known(self, as_of: datetime | None, reported_by: date | None) -> Known | None:
        """What was known at an earlier time; None for now.

        Raises:
            PageError: The person codes claims blind, which stand in what was known.
        """
        found = super().known(as_of, reported_by)
        if found is not None and self.blind:
            raise blinded()
        return found

    def incident(self, name: str) -> LinkedIncident | None:
        """An incident by its id or by the key of one of its tellings.

        Raises:
            PageError: The person codes claims blind that it is made of.
        """
        found = super().incident(name)
        if found is not None and self.blind & {t.outlet.report for t in found.tellings}:
            raise blinded()
        return found
