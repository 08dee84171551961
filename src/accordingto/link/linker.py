"""Tellings joined into incidents, all at once or as reports arrive.

Promise: ``Linker`` gives, whatever the order in which reports came, went and were judged, exactly what ``link`` gives
for the same set. A new telling touches only the tellings of its blocks and the component that it falls into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log

from accordingto.link.blocking import Index, keys
from accordingto.link.cluster import FLOOR, cluster
from accordingto.link.compare import observe
from accordingto.link.judged import Judged, weigh_judgements
from accordingto.link.profile import Profile, profile
from accordingto.link.results import Doubt, Linking, incident_id
from accordingto.link.weights import Weights, default_weights
from accordingto.model.judgement import Judgement
from accordingto.model.telling import Telling

Locate = Callable[[str], tuple[float, float] | None]
"""A place path to latitude and longitude, or None where it is not known."""

DOUBT = (0.3, 0.7)
"""Chances between which a pair is worth a reviewer's look: nearly joined, or joined though barely."""
WHOLE = 40
"""Up to so many members, all pairs of a component are compared, whatever blocks they stand in."""
_LATE = 10**7
"""Day number of a report without a day of publication: after all others."""


def link(
    tellings: Iterable[Telling],
    *,
    judgements: Iterable[Judgement] = (),
    places: Locate | None = None,
    lang: str = "en",
    weights: Weights | None = None,
) -> Linking:
    """Say which tellings are accounts of one incident.

    Args:
        tellings: Accounts of incidents by reports; one that comes twice counts once, the last form of it.
        judgements: Reviewers' decisions; merges and splits win over any score.
        places: Where a place path lies, for distances between places of unlike names.
        lang: Language pack whose common words and place words are used.
        weights: Another set of weights than the package's own.

    Returns:
        The clusters with stable ids, and the pairs in doubt.
    """
    linker = Linker(places=places, lang=lang, weights=weights)
    linker.judge(judgements)
    linker.add(tellings)
    return linker.linking()


class Linker:
    """Keeps a clustering up to date as tellings come, go and are judged."""

    def __init__(self, *, places: Locate | None = None, lang: str = "en", weights: Weights | None = None) -> None:
        """An empty ledger's linker; the arguments are those of ``link``."""
        self._places, self._lang = places, lang
        self._weights = weights or default_weights()
        self._index = Index()
        self._profiles: dict[str, Profile] = {}
        self._report: dict[str, str] = {}
        self._scores: dict[str, dict[str, float]] = {}
        self._cluster: dict[str, tuple[str, ...]] = {}
        self._judged = Judged()
        self._group: dict[str, frozenset[str]] = {}
        self._split: dict[str, set[frozenset[str]]] = {}

    def add(self, tellings: Iterable[Telling]) -> frozenset[str]:
        """Take tellings in; one with a known key replaces the older form of it.

        Returns:
            Keys of the tellings whose cluster was worked out anew.
        """
        fresh: dict[str, Profile] = {}
        for telling in tellings:
            point = self._places(telling.incident.place) if self._places and telling.incident.place else None
            fresh[telling.key] = profile(telling, lang=self._lang, point=point)
        fresh = {k: p for k, p in fresh.items() if self._profiles.get(k) != p}
        touched = self._take_out(k for k in fresh if k in self._profiles)
        open_again: set[str] = set()
        for key, own in fresh.items():
            self._profiles[key], self._report[key] = own, own.report
            open_again |= self._index.add(key, keys(own))
        return self._rescore({*fresh, *open_again}, touched)

    def remove(self, names: Iterable[str]) -> frozenset[str]:
        """Take tellings out; unknown keys are passed over. Returns as ``add`` does."""
        return self._rescore(set(), self._take_out([n for n in names if n in self._profiles]))

    def judge(self, judgements: Iterable[Judgement]) -> frozenset[str]:
        """Put these judgements in the place of all earlier ones. Returns as ``add`` does."""
        before, self._judged = self._judged, weigh_judgements(judgements)
        self._group = {k: g for g in self._judged.together for k in g}
        self._split = {}
        for pair in self._judged.apart:
            for k in pair:
                self._split.setdefault(k, set()).add(pair)
        changed = {*before.together} ^ {*self._judged.together} | (before.apart ^ self._judged.apart)
        return self._recluster({k for group in changed for k in group if k in self._profiles})

    def linking(self) -> Linking:
        """The clustering as it stands."""
        order = {k: (p.published or _LATE, k) for k, p in self._profiles.items()}
        sorted_clusters = sorted(
            (tuple(sorted(c, key=order.__getitem__)) for c in set(self._cluster.values())), key=lambda c: order[c[0]]
        )
        by_name: dict[str, int] = {}
        for n, members in enumerate(sorted_clusters):
            for k in reversed(members):
                by_name[k] = by_name[incident_id(k)] = n
        return Linking(
            tuple(sorted_clusters),
            tuple(incident_id(c[0]) for c in sorted_clusters),
            tuple(sorted(self._doubts(), key=lambda d: (abs(d.score), d.a, d.b))),
            self._judged.aside,
            by_name,
        )

    def _take_out(self, names: Iterable[str]) -> set[str]:
        """Forget tellings; returns those that stood with them."""
        touched: set[str] = set()
        for name in list(names):
            touched.update(self._cluster.pop(name), self._index.remove(name), self._scores[name])
            for other in self._scores.pop(name):
                del self._scores[other][name]
            del self._profiles[name], self._report[name]
        return {k for k in touched if k in self._profiles}

    def _rescore(self, names: set[str], touched: set[str]) -> frozenset[str]:
        """Compare ``names`` anew with their candidates, then cluster whatever that may have changed."""
        for name in names:
            for other in self._scores.get(name, {}):
                touched.add(other)
                del self._scores[other][name]
            self._scores[name] = {}
        done: set[str] = set()
        for name in names:
            report, scores = self._report[name], self._scores[name]
            for other in self._index.candidates(name) - done:
                if self._report[other] == report:
                    continue
                score = self._score(name, other)
                if score > FLOOR:
                    scores[other] = self._scores[other][name] = score
            done.add(name)
        return self._recluster(names | touched)

    def _recluster(self, names: set[str]) -> frozenset[str]:
        seen: set[str] = set()
        for name in sorted(names):
            if name in seen:
                continue
            component = self._component(name)
            seen |= component
            scores = self._completed(component)
            together = sorted({self._group[k] for k in component if k in self._group}, key=sorted)
            apart = {pair for k in component for pair in self._split.get(k, ())}
            for members in cluster(component, scores, self._report, together=together, apart=apart):
                self._cluster.update(dict.fromkeys(members, members))
        return frozenset(seen)

    def _completed(self, component: set[str]) -> Mapping[str, Mapping[str, float]]:
        """The scores of a component with those pairs too that share no block: its members may hang on them."""
        if not 2 < len(component) <= WHOLE:
            return self._scores
        scores = {k: {o: s for o, s in self._scores[k].items() if o in component} for k in component}
        members = sorted(component)
        for n, a in enumerate(members):
            for b in members[n + 1 :]:
                if b not in scores[a] and self._report[a] != self._report[b]:
                    score = self._score(a, b)
                    if score > FLOOR:
                        scores[a][b] = scores[b][a] = score
        return scores

    def _score(self, a: str, b: str) -> float:
        # Rounded, because the order in which weights are added must not show.
        return round(self._weights.score(observe(self._profiles[a], self._profiles[b])), 6)

    def _component(self, name: str) -> set[str]:
        """Everything that likeness above zero or a merge connects with ``name``."""
        component, todo = {name}, [name]
        while todo:
            one = todo.pop()
            near = {other for other, score in self._scores[one].items() if score > 0}
            near |= {k for k in self._group.get(one, ()) if k in self._profiles}
            todo.extend(near - component)
            component |= near
        return component

    def _doubts(self) -> Iterator[Doubt]:
        """Of two clusters nearly joined the likeliest pair; of a telling barely joined its best reason to be there."""
        low, high = (log(p / (1 - p)) for p in DOUBT)
        nearly: dict[frozenset[str], tuple[float, str, str]] = {}
        barely: dict[frozenset[str], tuple[float, str, str]] = {}
        for a in sorted(self._scores):
            ours = self._cluster[a]
            mates = self._scores[a]
            for b, score in mates.items():
                theirs = self._cluster[b]
                if a < b and score > low and ours != theirs and not self._told_apart(ours, theirs):
                    pair = frozenset((ours[0], theirs[0]))
                    nearly[pair] = max(nearly.get(pair, (low, "", "")), (score, a, b))
            within = [(self._likeness(a, k, len(ours)), k) for k in ours if self._report[k] != self._report[a]]
            if within:
                mean, (_, mate) = sum(s for s, _ in within) / len(within), max(within)
                if mean < high:
                    barely[frozenset((a, mate))] = (mean, min(a, mate), max(a, mate))
        for joined, found in ((False, nearly), (True, barely)):
            for score, a, b in found.values():
                if frozenset((a, b)) not in self._judged.by_pair:
                    seen = tuple(observe(self._profiles[a], self._profiles[b]))
                    yield Doubt(a, b, score, joined, seen)

    def _likeness(self, a: str, b: str, size: int) -> float:
        """The score of two members of one cluster, compared now where they share no block."""
        known = self._scores[a].get(b)
        if known is None:
            return max(FLOOR, self._score(a, b)) if size <= WHOLE else FLOOR
        return known

    def _told_apart(self, ours: Sequence[str], theirs: Sequence[str]) -> bool:
        """Whether one report tells of both: then it has answered the question."""
        return not {self._report[k] for k in ours}.isdisjoint(self._report[k] for k in theirs)
