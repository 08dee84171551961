"""What linking gives: clusters with stable ids, and the pairs that a reviewer should look at.

Promise: an incident is named after its oldest telling, so that a newer report never renames it; every id that a member
would have given still finds it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from accordingto.link.weights import chance
from accordingto.model.judgement import Judgement


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair for the review queue.

    Attributes:
        a: Key of a telling; ``b`` the other's.
        score: Log-odds that they are one incident; ``chance`` the same as a probability. Of a joined pair, the mean
            over all accounts of the incident, which is what joined the one.
        joined: Whether they stand in one cluster as things are.
        observed: What holds of the pair, in the words of ``compare.observe``.
    """

    a: str
    b: str
    score: float
    joined: bool
    observed: tuple[str, ...]

    @property
    def chance(self) -> float:
        """Probability that the two are one incident, by the weights."""
        return chance(self.score)


@dataclass(frozen=True, slots=True)
class Linking:
    """Which tellings are one incident.

    Attributes:
        clusters: Keys of tellings in order of publication; clusters in order of their oldest telling.
        ids: The incident's id for each cluster, in the same order.
        doubtful: Pairs for the review queue, the most open question first.
        aside: Judgements that contradict younger ones and were not applied.
    """

    clusters: tuple[tuple[str, ...], ...]
    ids: tuple[str, ...]
    doubtful: tuple[Doubt, ...] = ()
    aside: tuple[Judgement, ...] = ()
    _by_name: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def find(self, name: str) -> int | None:
        """Position of the cluster of that name.

        Args:
            name: An incident's id, the key of a telling, or an id that the incident bore before an older telling came.
        """
        return self._by_name.get(name)


def incident_id(oldest: str) -> str:
    """The id of an incident whose oldest telling has that key."""
    return "inc-" + hashlib.sha256(oldest.encode("utf-8", "surrogatepass")).hexdigest()[:10]
