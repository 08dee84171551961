"""Tellings joined into incidents, all at once or as reports arrive.

Promise: ``Linker`` gives, whatever the order in which reports came, went and were judged, exactly what ``link`` gives
for the same set. A new telling touches only the tellings of its blocks and the component that it falls into.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import log

from accordingto.link.cluster import FLOOR, cluster
from accordingto.link.compare import observe
from accordingto.link.judged import weigh_judgements
from accordingto.link.memory import InMemory, Memory
from accordingto.link.profile import Profile, profile
from accordingto.link.results import Doubt, Linking, incident_id
from accordingto.link.weights import Weights, default_weights
from accordingto.model.judgement import Judgement
from accordingto.model.telling import Telling

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
    lang: str = "en",
    weights: Weights | None = None,
    memory: InMemory | None = None,
) -> Linking:
    """Say which tellings are accounts of one incident.

    Args:
        tellings: Accounts of incidents by reports; one that comes twice counts once, the last form of it.
        judgements: Reviewers' decisions; merges and splits win over any score.
        lang: Language pack whose common words and place words are used.
        weights: Another set of weights than the package's own.
        memory: An empty one, to have afterwards what was worked out of each telling.

    Returns:
        The clusters with stable ids, and the pairs in doubt.
    """
    linker = Linker(lang=lang, weights=weights, memory=memory)
    linker.judge(judgements)
    linker.add(tellings)
    return linker.linking()


class Linker:
    """Keeps a clustering up to date as tellings come, go and are judged."""

    def __init__(
        self, *, lang: str = "en", weights: Weights | None = None,
        memory: Memory | None = None, judgements: Iterable[Judgement] = (),
        scores: Mapping[str, dict[str, float]] | None = None,
    ) -> None:  # fmt: skip
        """A linker of what a memory holds: of nothing yet, unless one is given.

        Args:
            lang: As for ``link``.
            weights: As for ``link``.
            memory: Where tellings are kept; the linker's own when None.
            judgements: Those under which the memory's clusters were made.
            scores: Of tellings that were compared with all their candidates before, the scores above the floor.
        """
        self._lang = lang
        self._weights = weights or default_weights()
        self._memory: Memory = memory if memory is not None else InMemory()
        # Scores above the floor of tellings that were compared with all their candidates; the rest is unknown.
        self._scores: dict[str, dict[str, float]] = dict(scores or {})
        # When each telling was compared with its candidates, and when it or they changed: the count of such steps.
        self._step = 0
        self._compared: dict[str, int] = {}
        self._changed: dict[str, int] = {}
        self._set_judged(judgements)

    def add(self, tellings: Iterable[Telling]) -> frozenset[str]:
        """Take tellings in; one with a known key replaces the older form of it.

        Returns:
            Keys of the tellings whose cluster was worked out anew.
        """
        fresh = {t.key: profile(t, lang=self._lang) for t in tellings}
        held = self._memory.profiles(self._memory.known(fresh))
        fresh = {k: p for k, p in fresh.items() if held.get(k) != p}
        touched = self._take_out([k for k in fresh if k in held])
        for key, own in fresh.items():
            touched |= self._forget({key, *self._memory.put(key, own)})
        return self.cluster_anew(touched)

    def remove(self, names: Iterable[str]) -> frozenset[str]:
        """Take tellings out; unknown keys are passed over. Returns as ``add`` does."""
        return self.cluster_anew(self._take_out(sorted(self._memory.known(names))))

    def judge(self, judgements: Iterable[Judgement]) -> frozenset[str]:
        """Put these judgements in the place of all earlier ones. Returns as ``add`` does."""
        before = self._judged
        self._set_judged(judgements)
        changed = {*before.together} ^ {*self._judged.together} | (before.apart ^ self._judged.apart)
        return self.cluster_anew(self._memory.known({k for group in changed for k in group}))

    def _set_judged(self, judgements: Iterable[Judgement]) -> None:
        self._judged = weigh_judgements(judgements)
        self._group = {k: g for g in self._judged.together for k in g}
        self._split: dict[str, set[frozenset[str]]] = {}
        for pair in self._judged.apart:
            for k in pair:
                self._split.setdefault(k, set()).add(pair)

    def linking(self) -> Linking:
        """The clustering as it stands."""
        names = self._memory.names()
        clusters = self.incidents(names)
        by_name: dict[str, int] = {}
        for n, members in enumerate(clusters):
            for k in reversed(members):
                by_name[k] = by_name[incident_id(k)] = n
        return Linking(
            tuple(clusters), tuple(incident_id(c[0]) for c in clusters), self.doubts(names), self._judged.aside, by_name
        )

    def incidents(self, names: Collection[str]) -> list[tuple[str, ...]]:
        """The clusters of some tellings: each in order of publication, in the order of their oldest telling."""
        clusters = {self._memory.cluster(k) for k in names}
        known = self._memory.profiles({k for c in clusters for k in c})
        order = {k: (known[k].published or _LATE, k) for c in clusters for k in c}
        return sorted((tuple(sorted(c, key=order.__getitem__)) for c in clusters), key=lambda c: order[c[0]])

    def doubts(self, names: Collection[str]) -> tuple[Doubt, ...]:
        """The pairs in doubt that some tellings, whole clusters of them, are in; the most open question first."""
        return tuple(sorted(self._doubts(names), key=lambda d: (abs(d.score), d.a, d.b)))

    def _take_out(self, names: Iterable[str]) -> set[str]:
        """Forget tellings; returns those that stood with them or were like them."""
        touched: set[str] = set()
        for name in names:
            touched |= self._near(name) | set(self._memory.cluster(name))
            self._forget({name})
            touched |= self._forget(self._memory.drop(name))
        return self._memory.known(touched)

    def _forget(self, names: set[str]) -> set[str]:
        """Forget the scores of tellings whose candidates changed; returns the same tellings."""
        self._step += 1
        for name in names:
            self._changed[name] = self._step
            for other in self._scores.pop(name, ()):
                self._scores.get(other, {}).pop(name, None)
        return names

    def _scores_of(self, name: str) -> Mapping[str, float]:
        """A telling's scores above the floor, worked out when they are asked for."""
        if name in self._scores:
            return self._scores[name]
        scores: dict[str, float] = {}
        candidates = self._memory.candidates(name)
        known = self._memory.profiles({name, *candidates})
        own, changed = known[name], self._changed.get(name, 0)
        for other in candidates:
            if known[other].report == own.report:
                continue
            theirs = self._scores.get(other)
            if theirs is not None and self._compared[other] > changed:
                score = theirs.get(name, FLOOR)
            else:
                score = self.score(own, known[other])
                if theirs is not None and score > FLOOR:
                    theirs[name] = score
            if score > FLOOR:
                scores[other] = score
        self._step += 1
        self._scores[name], self._compared[name] = scores, self._step
        return scores

    def _near(self, name: str) -> set[str]:
        return {other for other, score in self._scores_of(name).items() if score > 0}

    def cluster_anew(self, names: Collection[str]) -> frozenset[str]:
        """Cluster the components that some tellings are in. Returns as ``add`` does."""
        seen: set[str] = set()
        for name in sorted(names):
            if name in seen:
                continue
            component = self._component(name)
            seen |= component
            known = self._memory.profiles(component)
            reports = {k: known[k].report for k in component}
            together = sorted({self._group[k] for k in component if k in self._group}, key=sorted)
            apart = {pair for k in component for pair in self._split.get(k, ())}
            scores = self._completed(component, known)
            for members in cluster(component, scores, reports, together=together, apart=apart):
                self._memory.join(members)
        return frozenset(seen)

    def _completed(self, component: set[str], known: Mapping[str, Profile]) -> Mapping[str, Mapping[str, float]]:
        """The scores of a component with those pairs too that share no block: its members may hang on them."""
        scores = {k: {o: s for o, s in self._scores_of(k).items() if o in component} for k in component}
        if not 2 < len(component) <= WHOLE:
            return scores
        members = sorted(component)
        for n, a in enumerate(members):
            for b in members[n + 1 :]:
                if b not in scores[a] and known[a].report != known[b].report:
                    score = self.score(known[a], known[b])
                    if score > FLOOR:
                        scores[a][b] = scores[b][a] = score
        return scores

    def score(self, a: Profile, b: Profile) -> float:
        """Log-odds that two tellings are of one incident."""
        # Rounded, because the order in which weights are added must not show.
        return round(self._weights.score(observe(a, b)), 6)

    def _component(self, name: str) -> set[str]:
        """Everything that likeness above zero or a merge connects with ``name``."""
        component, todo = {name}, [name]
        while todo:
            one = todo.pop()
            near = self._near(one) | self._memory.known(self._group.get(one, ()))
            todo.extend(near - component)
            component |= near
        return component

    def _doubts(self, names: Collection[str]) -> Iterator[Doubt]:
        """Of two clusters nearly joined the likeliest pair; of a telling barely joined its best reason to be there."""
        low, high = (log(p / (1 - p)) for p in DOUBT)
        nearly: dict[frozenset[str], tuple[float, str, str]] = {}
        barely: dict[frozenset[str], tuple[float, str, str]] = {}
        for a in sorted(names):
            ours = self._memory.cluster(a)
            for b, score in self._scores_of(a).items():
                if score > low and b not in ours:
                    theirs = self._memory.cluster(b)
                    pair = frozenset((ours[0], theirs[0]))
                    nearly[pair] = max(nearly.get(pair, (low, "", "")), (score, min(a, b), max(a, b)))
            known = self._memory.profiles(ours)
            within = [(self._likeness(a, k, known), k) for k in ours if known[k].report != known[a].report]
            if within:
                mean, (_, mate) = sum(s for s, _ in within) / len(within), max(within)
                if mean < high:
                    barely[frozenset((a, mate))] = (mean, min(a, mate), max(a, mate))
        for joined, found in ((False, nearly), (True, barely)):
            for score, a, b in found.values():
                if frozenset((a, b)) in self._judged.by_pair or (not joined and self._told_apart(a, b)):
                    continue
                known = self._memory.profiles((a, b))
                yield Doubt(a, b, score, joined, tuple(observe(known[a], known[b])))

    def _likeness(self, a: str, b: str, cluster_: Mapping[str, Profile]) -> float:
        """The score of two members of one cluster, compared now where they share no block."""
        known = self._scores_of(a).get(b)
        if known is None:
            return max(FLOOR, self.score(cluster_[a], cluster_[b])) if len(cluster_) <= WHOLE else FLOOR
        return known

    def _told_apart(self, a: str, b: str) -> bool:
        """Whether one report tells of both their incidents: then it has answered the question."""
        ours, theirs = (self._reports(self._memory.cluster(k)) for k in (a, b))
        return not ours.isdisjoint(theirs)

    def _reports(self, names: Sequence[str]) -> set[str]:
        known = self._memory.profiles(names)
        return {known[k].report for k in names}
