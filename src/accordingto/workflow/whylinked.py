"""Why two incidents or accounts of a ledger are, or are not, one: the evidence of the link between them.

Promise: the pairs are weighed exactly as linking weighs them; nothing in the ledger is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from accordingto.link import Explanation, explain
from accordingto.model.judgement import in_force
from accordingto.model.linked import LinkedIncident
from accordingto.model.telling import Telling
from accordingto.store import Ledger
from accordingto.workflow.rebuild import known


@dataclass(frozen=True, slots=True)
class WhyLinked:
    """What stands between two names.

    Attributes:
        a: First name's accounts; ``b`` the second's.
        together: Whether they are one incident as the ledger stands.
        best: Evidence of the pair of accounts that is most alike.
        mean: Mean score over all pairs of accounts, in log-odds: what decides where there are several.
        pairs: How many pairs that is.
    """

    a: tuple[Telling, ...]
    b: tuple[Telling, ...]
    together: bool
    best: Explanation
    mean: float
    pairs: int


class UnknownNameError(LookupError):
    """No incident and no account of the ledger bears that name."""


def why_linked(ledger: Ledger, a: str, b: str, *, lang: str = "en") -> WhyLinked:
    """Weigh the evidence between two incidents, or two accounts of incidents.

    Args:
        ledger: An open ledger; its views are brought up to date first where something was added.
        a: Id of an incident, or the key of a telling (``report#i1``).
        b: The other.
        lang: Language of the reports.

    Raises:
        UnknownNameError: The ledger holds no such incident or telling; its argument is the name.
        ValueError: Both names mean the same accounts.
    """
    find = known(ledger, lang=lang).incident
    (home, ours), (other, theirs) = (_accounts(name, find(name)) for name in (a, b))
    judgements = in_force(ledger.judgements())
    why = [explain(x, y, judgements=judgements, lang=lang) for x, y in product(ours, theirs) if x.key != y.key]
    if not why:
        raise ValueError("both names mean the same account")
    mean = sum(e.score for e in why) / len(why)
    return WhyLinked(ours, theirs, home == other, max(why, key=lambda e: e.score), mean, len(why))


def _accounts(name: str, incident: LinkedIncident | None) -> tuple[str, tuple[Telling, ...]]:
    """The id of the incident, and its accounts, or the one account that bears the name."""
    if incident is None:
        raise UnknownNameError(name)
    one = tuple(t for t in incident.tellings if t.key == name)
    return incident.id, one or incident.tellings
