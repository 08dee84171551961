"""Of whom each figure speaks: the sides of an incident, and the figures that name none of them.

Promise: a side is taken from words that name it before one that was inferred; a figure that fits several sides and
equals none of their figures stays a figure of the whole. Decided over all tellings at once, so order never matters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from accordingto.reconcile.figures import Figure, Side
from accordingto.reconcile.sides import is_name, names_side, plain, side_key

CIVILIANS = "civilian"
COMBATANTS = "combatant"


def placed(figures: Sequence[Figure], *, lang: str = "en") -> list[Figure]:
    """The figures with the side that each speaks of.

    Args:
        figures: As ``figures.collect`` gives them.
        lang: Language of their words.

    Returns:
        The same figures in the same order; ``Side()`` is everybody.
    """
    explicit = [names_side(_words(f), lang) for f in figures]
    sides = [_stated(f, lang) for f in figures]
    sides = _others(figures, sides)
    sides = _told_twice(figures, sides, explicit)
    sides = _inferred(figures, sides, explicit)
    return [replace(f, side=s) for f, s in zip(figures, _fitted(figures, sides), strict=True)]


def party_names(figures: Iterable[Figure], *, lang: str = "en") -> dict[str, str]:
    """The name to show for each side: the one that claims give most often, the first by alphabet of equals."""
    votes: dict[str, Counter[str]] = {}
    for f in figures:
        party = f.claim.target.party if f.claim.target is not None else None
        key = side_key(party, lang)
        if party and key:
            votes.setdefault(key, Counter())[party] += 1
    return {key: min(v, key=lambda p: (-v[p], p)) for key, v in votes.items()}


def _words(f: Figure) -> str | None:
    return f.claim.target.text if f.claim.target is not None else None


def _stated(f: Figure, lang: str) -> Side:
    target = f.claim.target
    if target is None:
        return Side()
    if target.kind == CIVILIANS:
        # The community of civilians is named too rarely and too unevenly to divide them by it.
        return Side(None, CIVILIANS)
    if f.n == 1 and is_name(target.text) and not names_side(target.party, lang):
        # "Ann Other was killed": a person is no side.
        return Side(None, COMBATANTS if target.kind == COMBATANTS and target.party is None else None)
    party = side_key(target.party, lang)
    if party is None and "family" in target.tags:
        return Side()
    return Side(party, COMBATANTS) if target.kind == COMBATANTS or party is not None else Side()


def _others(figures: Sequence[Figure], sides: list[Side]) -> list[Side]:
    """The five of "two soldiers died and five were wounded" are of whom the sentence spoke last."""
    out = list(sides)
    for i, f in enumerate(figures):
        target, count = f.claim.target, f.claim.count
        if target is None or count is None or target.tags:
            continue
        bare = target.text is None or plain(target.text) == plain(count.text) or (f.added and _short(target.text))
        before = figures[i - 1] if i else None
        if bare and before is not None and before.outlet.report == f.outlet.report:
            near = 0 <= f.claim.span.start - before.claim.span.start < _NEAR
            if (
                near
                and before.claim.incident == f.claim.incident
                and not (before.claim.target is not None and before.claim.target.tags)
            ):
                out[i] = out[i - 1]
    return out


_NEAR = 160
"""Code points between a figure and the one whose noun it leaves out."""


def _short(text: str) -> bool:
    return len(text.split()) == 1


def _told_twice(figures: Sequence[Figure], sides: list[Side], explicit: Sequence[bool]) -> list[Side]:
    """One figure of one report is one toll, though its headline names the victims less well than its lead."""
    groups: dict[tuple[str, str, int], list[int]] = {}
    for i, f in enumerate(figures):
        if not (f.claim.target is not None and f.claim.target.tags):
            groups.setdefault((f.outlet.report, f.measure, f.n), []).append(i)
    out = list(sides)
    for members in groups.values():
        named = {sides[i] for i in members if explicit[i] and sides[i].party}
        if len(named) == 1:
            (only,) = named
            for i in members:
                if not explicit[i] and sides[i].kind != CIVILIANS:
                    out[i] = only
    return out


def _inferred(figures: Sequence[Figure], sides: list[Side], explicit: Sequence[bool]) -> list[Side]:
    """A side that no words name anywhere gives way to the named side that has the same figure."""
    spelled = {sides[i] for i in range(len(figures)) if explicit[i] and sides[i].party}
    if not spelled:
        return sides
    return _moved(
        figures, sides, lambda i: sides[i].party is not None and sides[i] not in spelled, lambda s: s in spelled, False
    )


def _fitted(figures: Sequence[Figure], sides: list[Side]) -> list[Side]:
    """Figures that name no side: to the only side there is, or to the one with the same figure."""
    fighting = {s for s in sides if s.kind == COMBATANTS and s.party}
    sides = _moved(figures, sides, lambda i: sides[i] == Side(None, COMBATANTS), lambda s: s in fighting, True)
    known = {s for s in sides if s != Side()}
    return _moved(figures, sides, lambda i: sides[i] == Side(), lambda s: s in known, True)


def _moved(
    figures: Sequence[Figure], sides: list[Side], which: Callable[[int], bool], to: Callable[[Side], bool], alone: bool
) -> list[Side]:
    """The sides, with those that ``which`` names moved to the one side of ``to`` that fits."""
    homes = {s for s in sides if to(s)}
    at: dict[tuple[str, int], set[Side]] = {}
    for f, s in zip(figures, sides, strict=True):
        if s in homes:
            at.setdefault((f.measure, f.n), set()).add(s)
    # "12 dead, five of them civilians": where a report tells the two apart, the 12 are not the civilians.
    apart = {(f.outlet.report, f.measure) for f, s in zip(figures, sides, strict=True) if s in homes}
    out = list(sides)
    for i, f in enumerate(figures):
        if not which(i):
            continue
        same = at.get((f.measure, f.n), set())
        if alone and len(homes) == 1 and (same or (f.outlet.report, f.measure) not in apart):
            (out[i],) = homes
        elif len(same) == 1:
            (out[i],) = same
    return out
