"""Somebody's own page, and the admin's page of everybody.

Promise: what an admin does is done by the ledger and is in its chain with the admin's name; a password is never shown,
and never comes back in an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from accordingto.model.judgement import same_person
from accordingto.store.passwords import SHORTEST
from accordingto.store.people import Role
from accordingto.web.faults import unreadable
from accordingto.web.seat import Seat

MEANS = {
    Role.READER: "looks at everything and changes nothing",
    Role.CODER: "proposes decisions, which count once a reviewer has approved them; codes blind",
    Role.REVIEWER: "decides, approves what others proposed, begins rounds of blind coding",
    Role.ADMIN: "adds people, gives roles and passwords",
}
"""What each role may do, beside all that those before it may."""


def account_page(seat: Seat, asked: Mapping[str, str]) -> dict[str, Any]:
    """Who one is here, and what waits for one."""
    waiting = [j for j, report in seat.ledger.waiting() if report not in seat.blind]
    mine = sum(same_person(j.by, seat.reviewer) for j in waiting)
    rounds = seat.ledger.rounds()
    return {
        "name": seat.person.name,
        "role": seat.person.role.value,
        "means": MEANS[seat.person.role],
        "shared": seat.ledger.shared(),
        "second_eye": {"others": len(waiting) - mine, "mine": mine},
        "to_code": sum(len(r.left(seat.reviewer)) for r in rounds),
        "shortest": SHORTEST,
    }


def people_page(seat: Seat, asked: Mapping[str, str]) -> dict[str, Any]:
    """Everybody with an account, and whether a second eye is wanted."""
    ready = seat.ledger.with_password()
    return {
        "people": [
            {
                "name": p.name, "role": p.role.value, "enabled": p.enabled, "since": p.since.date().isoformat(),
                "password": p.key in ready,
            }
            for p in seat.ledger.people()
        ],
        "roles": {r.value: MEANS[r] for r in Role},
        "four_eyes": seat.ledger.four_eyes(),
        "shortest": SHORTEST,
    }  # fmt: skip


def change(seat: Seat, given: Mapping[str, Any]) -> str:
    """Do what the admin asks for.

    Args:
        seat: The admin's.
        given: ``do``, and by it ``name``, ``role``, ``password``, ``again``.

    Returns:
        The address of the page that shows it.

    Raises:
        PageError: There is no such thing to do, or a field cannot be read.
        LedgerError: It would do harm, such as leave no admin.
    """
    do = _DOING.get(str(given.get("do")))
    if do is None:
        raise unreadable("do", f"choose from {', '.join(_DOING)}")
    do(seat, given)
    return "/people"


def _name(given: Mapping[str, Any]) -> str:
    return str(given.get("name") or "")


def _role(given: Mapping[str, Any]) -> Role:
    try:
        return Role(str(given.get("role")))
    except ValueError:
        raise unreadable("role", f"choose from {', '.join(Role)}") from None


def _password(given: Mapping[str, Any]) -> str:
    password = str(given.get("password") or "")
    if password != str(given.get("again") or ""):
        raise unreadable("again", "the password was typed differently the second time")
    return password


def _add(seat: Seat, given: Mapping[str, Any]) -> None:
    role, password = _role(given), _password(given)
    seat.ledger.add_person(_name(given), role, by=seat.reviewer, password=password)


def _set_role(seat: Seat, given: Mapping[str, Any]) -> None:
    seat.ledger.set_role(_name(given), _role(given), by=seat.reviewer)


def _enable(seat: Seat, given: Mapping[str, Any]) -> None:
    seat.ledger.set_enabled(_name(given), True, by=seat.reviewer)


def _disable(seat: Seat, given: Mapping[str, Any]) -> None:
    seat.ledger.set_enabled(_name(given), False, by=seat.reviewer)


def _set_password(seat: Seat, given: Mapping[str, Any]) -> None:
    seat.ledger.set_password(_name(given), _password(given), by=seat.reviewer)


def _set_four_eyes(seat: Seat, given: Mapping[str, Any]) -> None:
    seat.ledger.set_four_eyes(given.get("wanted") == "on", by=seat.reviewer)


_DOING: dict[str, Callable[[Seat, Mapping[str, Any]], None]] = {
    "add": _add, "role": _set_role, "enable": _enable, "disable": _disable, "password": _set_password,
    "four-eyes": _set_four_eyes,
}  # fmt: skip
