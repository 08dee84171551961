"""The log of what people did, by person or by record, read from the chain.

Promise: everybody sees what they did themselves and what was done to a record; only an admin sees what somebody else
did, because such a list is about a colleague.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accordingto.model.judgement import same_person
from accordingto.store.audit import Act
from accordingto.store.people import Role
from accordingto.web.asking import PER_PAGE, address, page_of
from accordingto.web.faults import blinded, denied, missing
from accordingto.web.seat import Seat


def audit_page(seat: Seat, asked: Mapping[str, str]) -> dict[str, Any]:
    """What somebody did, or what was done to a record, the latest first.

    Args:
        seat: Who looks.
        asked: ``person``, or ``record`` (a report, a claim as ``report/c3``, an account as ``report#i1``), and
            ``page``; without either, what one did oneself.

    Raises:
        PageError: Nothing is known of it, or it is not for this person to see.
    """
    page = page_of(asked)
    part = {"limit": PER_PAGE + 1, "offset": (page - 1) * PER_PAGE}
    record = asked.get("record") or None
    person = None if record is not None else asked.get("person") or seat.reviewer
    if record is not None:
        if record in seat.blind or record.rpartition("#")[0] in seat.blind or record.rpartition("/")[0] in seat.blind:
            raise blinded()
        acts = seat.ledger.acts_on(record, **part)
    else:
        assert person is not None
        if not same_person(person, seat.reviewer) and not seat.person.role.may(Role.ADMIN):
            raise denied(Role.ADMIN.value, seat.person.role.value)
        acts = seat.ledger.acts_of(person, **part)
    if not acts and page == 1 and person != seat.reviewer:
        raise missing(f"entry about {record or person!r}")
    return {
        "who": person,
        "record": record,
        "page": page,
        "more": len(acts) > PER_PAGE,
        "acts": [_line(a) for a in acts[:PER_PAGE] if a.about not in seat.blind],
    }


def _line(a: Act) -> dict[str, Any]:
    return {
        "seq": a.seq, "hash": a.hash, "at": a.at.isoformat(timespec="seconds"), "by": a.by, "did": a.did,
        "about": a.about, "subject": a.subject, "said": a.said, "proposed": a.proposed,
        "link": address("/report", id=a.about) if a.about and a.did not in _NO_REPORT else None,
    }  # fmt: skip


_NO_REPORT = ("added", "role", "enabled", "disabled", "password", "setting")
