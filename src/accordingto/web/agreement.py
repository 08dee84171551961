"""How far coders agreed, slot by slot, and on which claims they did not.

Promise: the page shows what ``workflow.agreement`` works out and nothing while a round is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accordingto.web.asking import address
from accordingto.web.faults import missing
from accordingto.web.seat import Seat
from accordingto.workflow.agreement import agreement


def agreement_page(seat: Seat, asked: Mapping[str, str]) -> dict[str, Any]:
    """One round's agreement; the latest that is over, where none is named.

    Args:
        seat: Who looks.
        asked: ``round``.

    Raises:
        PageError: There is no such round.
    """
    rounds = seat.ledger.rounds()
    name = asked.get("round") or None
    over = [r for r in rounds if (r.id == name if name is not None else not r.open)]
    if not over:
        if name is not None:
            raise missing(f"round {name!r}")
        return {"found": None}
    found = agreement(seat.ledger, over[-1])
    return {
        "found": found
        | {"disagreements": [{**d, "link": address("/report", id=d["report"])} for d in found["disagreements"]]}
    }
