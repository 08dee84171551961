"""On what the sources differ: who did it, how many, where, when, whether it happened at all.

Promise: every position is listed with who holds it, how firmly, on what evidence and since when; none is chosen, and
nothing here ever ends a dispute. Copies hold no position of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations
from typing import TypeVar

from accordingto.lang import get
from accordingto.model.claim import Claim
from accordingto.model.linked import Dispute, Position
from accordingto.model.telling import Outlet, Telling
from accordingto.model.values import Bounds, Period
from accordingto.reconcile.estimates import Figured
from accordingto.reconcile.evidence import evidence
from accordingto.reconcile.figures import LATE, Side, heard, ref
from accordingto.reconcile.origins import outlet_voice
from accordingto.reconcile.sides import plain, side_key, side_keys
from accordingto.reconcile.standing import voice_group

T = TypeVar("T")
HARM = ("killed", "injured", "casualties", "missing", "detained", "displaced", "destroyed", "damaged")
_EVENT = ("killed", "injured", "casualties", "attack")
_ALIKE = 0.72
"""Likeness of two spellings of one name: "al-Asharah", "Al-Shaara"."""
_ROUGHLY = 0.2
"""How far "about 100" reaches on either side."""
_VAGUE_MEANS = frozenset(("other", "explosion"))


@dataclass(frozen=True, slots=True)
class _Said:
    """One claim of one voice."""

    claim: Claim
    outlet: Outlet
    origin: str
    evidence: tuple[str, ...]

    @property
    def ref(self) -> str:
        return ref(self.outlet, self.claim)


def disputes(tellings: Sequence[Telling], figured: Figured, *, lang: str = "en") -> tuple[Dispute, ...]:
    """The open questions about one incident.

    Args:
        tellings: Its tellings, as ``figures.ordered`` gives them.
        figured: Its figures.
        lang: Language of the reports.
    """
    said = _said(tellings, figured, lang)
    found = [*_responsibility(said, figured, lang), *_counts(said, figured), *_happened(said)]
    found += _differ("place", said, _place, _same_place)
    found += _differ("time", said, _period, _overlap)
    return tuple(found)


def _said(tellings: Sequence[Telling], figured: Figured, lang: str) -> list[_Said]:
    own, _ = heard(tellings)
    out = []
    for t in own:
        for c, around in zip(t.claims, t.around or tuple(c.quote for c in t.claims), strict=True):
            if c.scope == "incident":
                out.append(_Said(c, t.outlet, figured.origins[ref(t.outlet, c)], evidence(c, around, lang=lang)))
    return out


def _positions(entries: Iterable[tuple[str, str, _Said]]) -> tuple[Position, ...]:
    """Entries of answer, stance and claim as positions: one for each answer, voice and stance."""
    groups: dict[tuple[str, str, str], list[_Said]] = {}
    for answer, stance, s in entries:
        groups.setdefault((answer, s.origin, stance), []).append(s)
    out = []
    for (answer, origin, stance), own in groups.items():
        names = [s.claim.source.text for s in own if s.claim.source is not None]
        days = [s.outlet.published for s in own if s.outlet.published is not None]
        out.append(
            Position(
                answer, max(names, key=lambda n: (len(n), n)) if names else None, stance,
                tuple(dict.fromkeys(s.ref for s in own)),
                tuple(dict.fromkeys(e for s in own for e in s.evidence)),
                (origin,), min(days, default=None), max(days, default=None),
            )
        )  # fmt: skip
    return tuple(sorted(out, key=lambda p: (p.answer, p.stance != "asserted", p.first or date.max, p.origins)))


def _responsibility(said: Sequence[_Said], figured: Figured, lang: str) -> list[Dispute]:
    victims = _victims(figured) or [Side()]
    means = {v: _means(said, v, lang) for v in victims}
    out = []
    for side in victims:
        entries = list(_blames(said, side, _unaimed(side, victims, means), means[side], lang))
        answers = {(_speaker(s, lang), side_keys(party, lang), stance == "denied") for party, stance, s in entries}
        # Who names two doers of two acts does not dispute with himself.
        if any(
            voice != other and (bool(keys & theirs) if denied != refused else not denied and not keys & theirs)
            for (voice, keys, denied), (other, theirs, refused) in combinations(answers, 2)
        ):
            whom = _whom(side, figured)
            about = f"who harmed {whom}" if whom else "who did it"
            out.append(Dispute("responsibility", about, _positions(entries)))
    return out


def _speaker(s: _Said, lang: str) -> str:
    """Who holds an answer: a named voice, or within a report's own each of its anonymous sources."""
    anonymous = s.origin == outlet_voice(s.outlet, lang=lang) and s.claim.source is not None
    return f"{s.origin}: {s.claim.source.text}" if anonymous and s.claim.source else voice_group(s.origin)


def _means(said: Sequence[_Said], side: Side, lang: str) -> frozenset[str]:
    """The means by which a side is said to have been harmed."""
    own = (s.claim for s in said if s.claim.type in HARM and _is_victim(s.claim, side, lang))
    return frozenset(c.means for c in own if c.means and c.means not in _VAGUE_MEANS)


def _unaimed(side: Side, victims: Sequence[Side], means: Mapping[Side, frozenset[str]]) -> Callable[[str | None], bool]:
    """Whether an act of some means that names no victim is about a side: the one so harmed, else the main one."""

    def about(by: str | None) -> bool:
        fitting = [v for v in victims if by in means[v]]
        return side in fitting if fitting else side == victims[0]

    return about


def _whom(side: Side, figured: Figured) -> str | None:
    kinds = {"civilian": "civilians", "combatant": "fighters"}
    return figured.names.get(side.party or "") or kinds.get(side.kind or "")


def _victims(figured: Figured) -> list[Side]:
    """Sides with people harmed, the one that most claims speak of first."""
    votes: dict[Side, int] = {}
    for f in figured.figures:
        if f.measure in ("killed", "injured", "casualties") and f.side != Side():
            votes[f.side] = votes.get(f.side, 0) + 1
    return sorted(votes, key=lambda s: (-votes[s], str(s)))


def _blames(
    said: Sequence[_Said], victims: Side, unaimed: Callable[[str | None], bool], means: frozenset[str], lang: str
) -> Iterable[tuple[str, str, _Said]]:
    """Who is said to have harmed a side: claims of the harm itself, and of the act that did it."""
    acts: dict[tuple[str, str], str] = {}
    for s in said:
        if s.claim.type == "attack" and s.claim.actor is not None and s.claim.actor.party:
            acts.setdefault((s.outlet.report, s.claim.actor.party), s.claim.stance)
    for s in said:
        c = s.claim
        keys = side_keys(c.actor.party, lang) if c.actor is not None else frozenset()
        if c.actor is None or c.actor.party is None or not keys or victims.party in keys or c.stance == "planned":
            continue
        if c.type == "attack":
            people = c.target is not None and c.target.kind in ("civilian", "combatant", "mixed")
            fits = _is_victim(c, victims, lang) if people else unaimed(c.means)
            other = means and c.means is not None and c.means not in means | _VAGUE_MEANS
            if not fits or other:
                continue
        elif c.type not in HARM or not _is_victim(c, victims, lang):
            continue
        # "A suspected Russian strike killed two": the dead are asserted, the doer is not.
        hedged = c.type != "attack" and acts.get((s.outlet.report, c.actor.party)) == "possible"
        yield c.actor.party, "possible" if hedged and c.stance == "asserted" else c.stance, s


def _is_victim(c: Claim, side: Side, lang: str) -> bool:
    if c.target is None or side == Side():
        return side == Side()
    party = side_key(c.target.party, lang)
    if side.party is not None:
        return party == side.party
    return c.target.kind == side.kind


def _counts(said: Sequence[_Said], figured: Figured) -> list[Dispute]:
    by_ref = {s.ref: s for s in said}
    out = []
    for (measure, side), cell in figured.cells.items():
        spoken = [a for a in cell.spoken if a.first.ref in by_ref]
        rivals = [
            (a, b)
            for a, b in combinations(spoken, 2)
            if voice_group(a.first.origin) != voice_group(b.first.origin) and not _compatible(a.bounds, b.bounds)
        ]
        if not rivals:
            continue
        entries = [(a.bounds.in_words(), f.claim.stance, by_ref[f.ref]) for a in spoken for f in a.figures]
        whom = _whom(side, figured)
        out.append(Dispute("count", f"{measure}, {whom}" if whom else measure, _positions(entries)))
    return out


def _compatible(a: Bounds, b: Bounds) -> bool:
    low_a, high_a = _reach(a)
    low_b, high_b = _reach(b)
    return low_a <= high_b and low_b <= high_a


def _reach(b: Bounds) -> tuple[float, float]:
    about = b.best is not None and b.low is None and b.high is None
    if about and b.best is not None:
        return b.best * (1 - _ROUGHLY), b.best * (1 + _ROUGHLY)
    return b.low or 0, LATE if b.high is None else b.high


def _happened(said: Sequence[_Said]) -> list[Dispute]:
    """Denials that anybody was harmed, or that there was any attack, against claims that there was."""
    out = []
    for name, types in (("harm to people", ("killed", "injured", "casualties")), ("the attack", ("attack",))):
        own = [s for s in said if s.claim.type in types]
        no = [s for s in own if s.claim.stance == "denied" and (types != ("attack",) or s.claim.actor is None)]
        yes = [s for s in own if s.claim.stance in ("asserted", "possible")]
        if no and any(s.origin not in {n.origin for n in no} for s in yes):
            entries = [("no", "asserted", s) for s in no] + [("yes", s.claim.stance, s) for s in yes]
            out.append(Dispute("happened", name, _positions(entries)))
    return out


def _differ(
    question: str, said: Sequence[_Said], of: Callable[[Claim], tuple[str, T] | None], same: Callable[[T, T], bool]
) -> list[Dispute]:
    """A question on which two reports have no answer in common, by the words of their own claims of the harm."""
    answers: dict[str, list[tuple[str, T, _Said]]] = {}
    for s in said:
        if s.claim.type in _EVENT and s.claim.stance in ("asserted", "possible"):
            answer = of(s.claim)
            if answer is not None:
                answers.setdefault(s.outlet.report, []).append((*answer, s))
    apart = [
        (a, b)
        for a, b in combinations(sorted(answers), 2)
        if not any(same(x, y) for _, x, _ in answers[a] for _, y, _ in answers[b])
    ]
    if not apart:
        return []
    reports = {r for pair in apart for r in pair}
    entries = [(word, s.claim.stance, s) for r in sorted(reports) for word, _, s in answers[r]]
    return [Dispute(question, f"the {question}", _positions(entries))]


def _place(c: Claim) -> tuple[str, tuple[str, ...]] | None:
    if c.place is None or not c.place.text or not c.place.path:
        return None
    return c.place.path, tuple(_name(part) for part in c.place.path.split(","))


def _name(part: str) -> str:
    """A level of a path without the words that say what kind of place it is: "Eastern Ghouta" is in "Ghouta"."""
    words = plain(part).split()
    qualifiers = get("en").section("linking")["place_qualifiers"]
    return " ".join(w for w in words if w not in qualifiers) or " ".join(words)


def _same_place(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether one of two paths can lie inside the other, however its name is spelled."""
    return any(_spelled_alike(a[0], x) for x in b) or any(_spelled_alike(b[0], x) for x in a)


def _spelled_alike(a: str, b: str) -> bool:
    return a == b or SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _period(c: Claim) -> tuple[str, Period] | None:
    if c.time is None or not c.time.text or c.time.period.start is None or c.time.period.end is None:
        return None
    p = c.time.period
    return (f"{p.start}" if p.start == p.end else f"{p.start} to {p.end}"), p


def _overlap(a: Period, b: Period) -> bool:
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return True
    return a.start <= b.end and b.start <= a.end
