"""Running totals as balance assertions: a stated total is compared with what the incidents explain, never added.

"bringing the number of soldiers killed to 15" is no fifteen new dead. Stated 15, explained 2 by incidents told here,
unexplained 13: the rest happened in incidents that this report does not tell.
"""

from __future__ import annotations

from dataclasses import dataclass

from accordingto.model import Bounds, Claim, Reading

_TOLLS = ("killed", "injured", "casualties", "missing", "detained", "displaced")


@dataclass(frozen=True, slots=True)
class TollCheck:
    """One stated total beside the incidents of the same report.

    Attributes:
        claim: The cumulative claim that states it.
        stated: Its bounds.
        explained: What the incidents here account for, each counted once by its largest figure.
        by: Ids of the claims that explain it.
        unexplained: What is left, or None where the total has no figure.
    """

    claim: Claim
    stated: Bounds
    explained: int
    by: tuple[str, ...]
    unexplained: Bounds | None


def check_tolls(reading: Reading) -> tuple[TollCheck, ...]:
    """Every cumulative toll of a reading, compared with its incidents.

    Args:
        reading: Claims with their incidents.

    Returns:
        One check for each cumulative claim of harm that has a count, in text order.
    """
    return tuple(
        _check(claim, reading.claims)
        for claim in reading.claims
        if claim.scope == "cumulative" and claim.type in _TOLLS and claim.count is not None and claim.stance != "denied"
    )


def _check(total: Claim, claims: tuple[Claim, ...]) -> TollCheck:
    assert total.count is not None
    best: dict[str, tuple[int, str]] = {}
    for claim in claims:
        figure = _figure(claim)
        if figure is None or claim.incident is None or not _part_of(claim, total):
            continue
        if claim.incident not in best or figure > best[claim.incident][0]:
            best[claim.incident] = (figure, claim.id)
    explained = sum(n for n, _ in best.values())
    stated = total.count.bounds
    left = stated.minus(explained) if stated.numeric else None
    return TollCheck(total, stated, explained, tuple(i for _, i in best.values()), left)


def _part_of(claim: Claim, total: Claim) -> bool:
    if claim.type != total.type or claim.scope != "incident" or claim.stance != "asserted":
        return False
    side, whole = (c.target.party if c.target else None for c in (claim, total))
    return whole is None or side == whole


def _figure(claim: Claim) -> int | None:
    if claim.count is None:
        return None
    # Only a figure that is committed to: "up to 50" explains nothing for certain.
    return claim.count.bounds.best if claim.count.bounds.best is not None else claim.count.bounds.low
