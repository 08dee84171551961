"""Blind coding in a browser: one claim's words after another, without what the reader or anybody else made of them.

Promise: a coder is shown the text, which words are meant, and questions; nothing of what was read, decided or coded
there, on this page or any other, until they have coded all of the round.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accordingto.store.coding import MOST, Round, Unit
from accordingto.store.people import Role
from accordingto.vocab.tables import table
from accordingto.web.acting import CHOICES, CLOSED
from accordingto.web.asking import address
from accordingto.web.faults import missing, unreadable
from accordingto.web.seat import Seat
from accordingto.web.views import displayable
from accordingto.web.wording import part
from accordingto.workflow.agreement import SLOTS

_AROUND = 1500
"""Characters of the text before and after the words that are meant."""


def coding_page(seat: Seat, asked: Mapping[str, str]) -> dict[str, Any]:
    """All rounds; or the next claim to code of one.

    Args:
        seat: Who looks.
        asked: ``round``, and ``unit`` to look at one of one's own again.

    Raises:
        PageError: There is no such round, or nothing of it to code.
    """
    rounds = seat.ledger.rounds()
    name = asked.get("round") or None
    chosen = next((r for r in rounds if r.id == name), None)
    if name is not None and chosen is None:
        raise missing(f"round {name!r}")
    may = seat.person.role.may(Role.REVIEWER)
    return {
        "rounds": [_listed(seat, r) for r in reversed(rounds)],
        "people": [p.name for p in seat.ledger.people() if p.enabled and p.role.may(Role.CODER)] if may else [],
        "may_begin": may,
        "most": MOST,
        "round": _task(seat, chosen) if chosen is not None else None,
    }


def _listed(seat: Seat, r: Round) -> dict[str, Any]:
    return {
        "id": r.id, "by": r.by, "at": r.at.isoformat(timespec="minutes"), "claims": len(r.units),
        "open": r.open, "closed": r.closed, "coders": {c: len(r.units) - len(r.left(c)) for c in r.coders},
        "mine": len(r.left(seat.reviewer)),
    }  # fmt: skip


def _task(seat: Seat, r: Round) -> dict[str, Any]:
    left = r.left(seat.reviewer)
    return {
        "id": r.id,
        "claims": len(r.units),
        "done": len(r.units) - len(left) if r.coder(seat.reviewer) else 0,
        "codes": r.coder(seat.reviewer) is not None,
        "unit": _shown(seat, left[0]) if left else None,
    }


def _shown(seat: Seat, unit: Unit) -> dict[str, Any]:
    """The words with what stands around them, cut where they begin and end; nothing that was read."""
    text = seat.ledger.unit_text(unit)
    (start, end), (first, last) = unit.quote, unit.trigger
    cuts = sorted({max(0, start - _AROUND), start, first, last, end, min(len(text), end + _AROUND)})
    return {
        "id": unit.id,
        "report": unit.report,
        "pieces": [
            {
                "text": displayable(text[a:b]),
                "meant": start <= a < b <= end,
                "trigger": first <= a < b <= last,
            }
            for a, b in zip(cuts, cuts[1:], strict=False)
        ],
        "sides": sorted(table("parties")["armed"]),
    }


def code(seat: Seat, given: Mapping[str, Any]) -> str:
    """Keep what somebody made of one claim.

    Args:
        seat: The coder's.
        given: ``round``, ``unit``, ``claim`` (yes or no), and a value for each slot that is not empty.

    Returns:
        The address of the next claim.

    Raises:
        PageError: A value cannot be read.
        LedgerError: There is nothing to code there.
    """
    name, unit = str(given.get("round") or ""), str(given.get("unit") or "")
    if given.get("claim") not in ("yes", "no"):
        raise unreadable("claim", "say whether there is one: yes or no")
    coded = coded_slots(given) if given["claim"] == "yes" else None
    seat.ledger.code(name, unit, coded, by=seat.reviewer)
    return address("/coding", round=name)


def coded_slots(given: Mapping[str, Any]) -> dict[str, str | int | None]:
    """A value for each slot that is asked about, from the fields of a form; empty fields are empty slots.

    Raises:
        PageError: A value is none of its closed list, no number or no day; or there is no type, stance or scope.
    """
    out: dict[str, str | int | None] = dict.fromkeys(SLOTS)
    for name in CHOICES:
        value = str(given.get(name) or "") or None
        if value is not None and value not in CHOICES[name]:
            raise unreadable(name, f"choose from {', '.join(CHOICES[name])}")
        if value is None and name in ("type", "stance", "scope"):
            raise unreadable(name, "a claim has one")
        out[name] = value
    inner = [n.split(".") for n in SLOTS if "." in n]
    for slot in dict.fromkeys(s for s, _ in inner):
        read = part(slot, {p: given.get(f"{slot}.{p}") for s, p in inner if s == slot}, "", CLOSED)
        out |= {f"{slot}.{p}": read.get(p) for s, p in inner if s == slot}
    return out


def begin(seat: Seat, given: Mapping[str, Any]) -> str:
    """Draw a sample and have it coded.

    Args:
        seat: Who begins it.
        given: ``claims``, how many; ``first`` and ``second``, who codes.

    Raises:
        PageError: It is no number.
        LedgerError: The two are one, or may not code; there is nothing to draw.
    """
    size = str(given.get("claims") or "")
    if not (size.isascii() and size.isdecimal()):
        raise unreadable("claims", f"a whole number from 1 to {MOST:,}")
    coders = [str(given.get(k) or "") for k in ("first", "second")]
    seat.ledger.begin_round(coders, int(size[:6]), by=seat.reviewer)
    return "/coding"


def close(seat: Seat, given: Mapping[str, Any]) -> str:
    """End a round before everything was coded."""
    name = str(given.get("round") or "")
    seat.ledger.close_round(name, by=seat.reviewer)
    return address("/agreement", round=name)
