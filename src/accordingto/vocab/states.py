"""States by code: the numbers and regions that other datasets know them by.

Promise: a state that a list does not have has no number; none is made up. From ISO 3166, the list of independent states
of Gleditsch and Ward (1999, https://doi.org/10.1080/03050629908434958) and the regions of the UCDP and ACLED codebooks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from accordingto.vocab.tables import table


@dataclass(frozen=True, slots=True)
class State:
    """One state or territory.

    Attributes:
        code: ISO 3166 alpha-2; ``alpha3`` and ``numeric`` likewise (``numeric`` 0 where there is none).
        gw: Gleditsch-Ward number, or None.
        ucdp_region: Region as UCDP names it; ``acled_region`` as ACLED does.
    """

    code: str
    alpha3: str
    numeric: int
    gw: int | None
    ucdp_region: str
    acled_region: str


@cache
def states() -> dict[str, State]:
    """Every state, by its two-letter code."""
    out = {}
    for code, line in table("states").items():
        left, acled = (part.strip() for part in line.split("|"))
        alpha3, numeric, gw, ucdp = left.split(maxsplit=3)
        out[code] = State(code, alpha3, int(numeric), int(gw) or None, ucdp, acled)
    return out
