"""Why two tellings are, or are not, taken for one incident: each observation in words, with its weight and its values.

Promise: the evidence and the sum are exactly those that the clustering used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from accordingto.link.compare import observe
from accordingto.link.judged import weigh_judgements
from accordingto.link.profile import Grain, Profile, profile
from accordingto.link.weights import Weights, chance, default_weights
from accordingto.model.judgement import Judgement, Verdict
from accordingto.model.telling import Telling

_MANY = 6


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation about a pair.

    Attributes:
        what: The observation in words: "time: same day".
        weight: Its weight in log-odds; above zero it speaks for one incident, below against.
        ours: What the first telling says there, in its values; ``theirs`` the second.
    """

    what: str
    weight: float
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The evidence about a pair of tellings, strongest first, and what it comes to.

    Attributes:
        bias: Where the sum starts: how seldom two accounts that are compared at all are of one incident.
        score: Bias and weights together.
        rule: What decides whatever the score: a reviewer's judgement, or one report telling both; else None.
    """

    a: str
    b: str
    bias: float
    evidence: tuple[Evidence, ...]
    score: float
    rule: str | None = None

    @property
    def chance(self) -> float:
        """The score as the probability that both are of one incident."""
        return chance(self.score)


def explain(
    a: Telling,
    b: Telling,
    *,
    judgements: Iterable[Judgement] = (),
    lang: str = "en",
    weights: Weights | None = None,
) -> Explanation:
    """Say what speaks for and against two tellings being of one incident.

    Args:
        a: One telling.
        b: Another.
        judgements: Reviewers' decisions.
        lang: As for ``link``.
        weights: As for ``link``.
    """
    weights = weights or default_weights()
    p, q = (profile(t, lang=lang) for t in (a, b))
    found = []
    for what in observe(p, q):
        show = _SHOWN.get(what.partition(":")[0])
        ours, theirs = (show(p, a), show(q, b)) if show else ("", "")
        if what.startswith("victims: same figure"):
            ours, theirs = (_listed(f"{m} {n}: {side}" for m, n, side in p.sided & q.sided), "")
        elif what.startswith(("words", "names")):
            ours, theirs = _shared(p, q, names=what.startswith("names")), ""
        found.append(Evidence(what, weights.of.get(what, 0.0), ours, theirs))
    found.sort(key=lambda e: (-abs(e.weight), e.what))
    bias = weights.of.get("bias", 0.0)
    return Explanation(
        a.key, b.key, bias, tuple(found), bias + sum(e.weight for e in found), _rule(a, b, list(judgements))
    )


def _rule(a: Telling, b: Telling, judgements: list[Judgement]) -> str | None:
    judged = weigh_judgements(judgements)
    decided = judged.by_pair.get(frozenset((a.key, b.key)))
    if decided is not None:
        did = "merged" if decided.verdict is Verdict.MERGE else "split"
        return f"{decided.by} {did} them on {decided.at.date()}: {decided.reason}"
    if any({a.key, b.key} <= group for group in judged.together):
        return "reviewers merged both with a third account"
    if a.outlet.report == b.outlet.report:
        return "one report tells them as two incidents"
    return None


def _days(p: Profile, _: Telling) -> str:
    if p.grain is Grain.NONE:
        return f"no day told, published {date.fromordinal(p.published)}" if p.published else "no day told"
    first, last = date.fromordinal(p.start), date.fromordinal(p.end)
    return f"{first}" if first == last else f"{first} to {last}"


def _listed(values: Iterable[str]) -> str:
    found = sorted(values)
    return ", ".join(found[:_MANY]) + (" …" if len(found) > _MANY else "") if found else "-"


def _count(measure: str) -> Callable[[Profile, Telling], str]:
    def show(_: Profile, t: Telling) -> str:
        bounds = t.incident.killed if measure == "killed" else t.incident.injured
        return bounds.in_words() if bounds is not None else "-"

    return show


_SHOWN: Mapping[str, Callable[[Profile, Telling], str]] = {
    "time": _days,
    "place": lambda p, t: t.incident.place or "-",
    "distance": lambda p, t: f"{p.point[0]:.2f}, {p.point[1]:.2f} ± {p.point[2]:.0f} km" if p.point else "-",
    "kind": lambda p, t: _listed({c.type for c in t.claims}),
    "means": lambda p, t: _listed(p.means),
    "actor": lambda p, t: _listed({r.party for r in t.incident.responsible}) if t.incident.responsible else "-",
    "victims": lambda p, t: _listed({*p.victims, *p.tags}),
    "sides": lambda p, t: _listed(p.parties),
    "killed": _count("killed"),
    "injured": _count("injured"),
    "other figures": lambda p, t: _listed(f"{m} {x[2]}" for m, x in p.counts.items() if m not in ("killed", "injured")),
    "reports": lambda p, t: t.outlet.report,
}
"""What of a telling an observation about that slot is about."""


def _shared(p: Profile, q: Profile, *, names: bool) -> str:
    if names:
        return _listed(p.names & q.names)
    common = sorted(p.words.keys() & q.words.keys(), key=lambda w: (-p.words[w], w))
    return ", ".join(common[:_MANY]) + (" …" if len(common) > _MANY else "") if common else "-"
