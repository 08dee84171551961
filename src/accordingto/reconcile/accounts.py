"""What one voice says in one report about one side: its whole, or the parts that make it up.

Promise: a part ("including 11 children", one of several that add up) never counts beside its whole; figures put on top
of others ("six more") are added; disjoint groups add up only where no whole is given. Nothing is taken twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from accordingto.model.values import Bounds
from accordingto.reconcile.figures import Figure, Side

GROUPS = frozenset((
    "children", "women", "elderly", "journalist", "medic", "rescue", "aid-worker", "police", "prisoner", "refugee",
    "migrant", "pilgrim", "teacher", "student", "official", "activist",
))  # fmt: skip
"""Tags that make a group of victims; ``family`` says how they belong together, not who they are."""
_MOST_PARTS = 4
_MOST_FIGURES = 12


@dataclass(frozen=True, slots=True)
class Account:
    """How many, as one voice tells it in one report.

    Attributes:
        figures: The figures it is made of; more than one where they were added up.
        group: The group it is about, or None for everybody of its side.
    """

    figures: tuple[Figure, ...]
    bounds: Bounds
    side: Side
    group: str | None = None

    @property
    def first(self) -> Figure:
        """The figure that carries voice, day and standing."""
        return self.figures[0]

    @property
    def refs(self) -> tuple[str, ...]:
        """Names of its claims."""
        return tuple(f.ref for f in self.figures)


def group_of(f: Figure) -> str | None:
    """The one group that a figure is about, or None."""
    tags = GROUPS & set(f.claim.target.tags) if f.claim.target is not None else set()
    return next(iter(tags)) if len(tags) == 1 else None


def accounts(figures: Sequence[Figure]) -> tuple[list[Account], dict[str, str], list[str]]:
    """The accounts that the placed figures of one measure give.

    Args:
        figures: Figures of one measure, placed.

    Returns:
        The accounts, the figures that are none of their own with the reason, and contradictions in words.
    """
    out: list[Account] = []
    notes: list[str] = []
    aside: dict[str, str] = {}
    by_report: dict[str, list[Figure]] = {}
    for f in figures:
        by_report.setdefault(f.outlet.report, []).append(f)
    for found in by_report.values():
        own = _with_tails(found)
        parts = parts_of(own)
        for f in own:
            if f.ref in parts:
                aside[f.ref] = f"part of {parts[f.ref]}: parts are not added to their whole"
        out += [Account((f,), f.bounds, f.side, g) for f in own if (g := group_of(f)) is not None]
        out += _wholes([f for f in own if f.ref not in parts])
        notes += _too_large(own, parts)
    return out, aside, notes


def _too_large(figures: Sequence[Figure], parts: Mapping[str, str]) -> list[str]:
    """Figures that their words make a part, of a whole that is smaller."""
    out = []
    for f in figures:
        before = [g for g in figures if g.turn < f.turn and _one_event(f, g) and _holds(g.side, f.side) and not g.part]
        if f.part and f.ref not in parts and before and before[-1].n < f.n:
            w = before[-1]
            what = f"{f.measure} in {f.outlet.report}"
            out.append(f"contradiction: {what}: a part ({f.ref}, {f.n}) is larger than its whole ({w.ref}, {w.n})")
    return out


def parts_of(figures: Sequence[Figure]) -> dict[str, str]:
    """Each figure of a report that another of its figures holds, with the name of that other."""
    out: dict[str, str] = {}
    for f in figures:
        larger = [g for g in figures if g.n > f.n and _one_event(f, g) and _holds(g.side, f.side)]
        named = f.part or group_of(f) is not None or f.n == 1
        if larger and named and not f.added and not _listed(f, figures):
            out[f.ref] = min(larger, key=lambda g: (g.n, g.turn)).ref
    rest = [f for f in figures if f.ref not in out and f.n > 0][:_MOST_FIGURES]
    # "38 fighters: 13 soldiers, 23 rebels and two Turks": neighbours that add up to a stated figure are its parts.
    for size in range(2, _MOST_PARTS + 1):
        for some in combinations(rest, size):
            total = sum(f.n for f in some)
            whole = next((g for g in rest if g.n == total and g not in some), None)
            if whole is not None and len({(f.side, f.n) for f in some}) == size and _near(some):
                for f in some:
                    out.setdefault(f.ref, whole.ref)
    return out | _smaller(figures, out)


def _with_tails(figures: Sequence[Figure]) -> list[Figure]:
    """In "13 people, including two women and five children" the five are a part as the two are."""
    out: list[Figure] = []
    for f in figures:
        before = next((g for g in reversed(out) if _ends_with(g, f)), None)
        out.append(replace(f, part=True) if before is not None and before.part else f)
    return out


def _smaller(figures: Sequence[Figure], known: Mapping[str, str]) -> dict[str, str]:
    """A voice has one whole in a report: what it says first or most often; its smaller figures are parts."""
    out: dict[str, str] = {}
    groups: dict[tuple[str, Side, str], list[Figure]] = {}
    for f in figures:
        if f.ref not in known and not f.added and not f.state and group_of(f) is None:
            groups.setdefault((f.origin, f.side, f.claim.incident or ""), []).append(f)
    for own in groups.values():
        said = [f.n for f in own]
        often = max(own, key=lambda f: (said.count(f.n), -f.turn))
        main = max(own[0], often, key=lambda f: f.n)
        for f in own:
            if f.n < main.n and not main.bounds.contains(f.n) and not _listed(f, figures) and f.bounds.low is not None:
                out[f.ref] = main.ref
    return out


def _one_event(a: Figure, b: Figure) -> bool:
    return a.claim.incident == b.claim.incident


def _listed(f: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a figure stands in one list with another of other people: "ten of one family and nine of another"."""
    return any(_beside(f, g) or _beside(g, f) for g in figures if g is not f)


def _beside(a: Figure, b: Figure) -> bool:
    """Whether ``b`` follows ``a`` in a list under one verb: its quote is the end of the other's."""
    one, two = a.claim.target, b.claim.target
    told_apart = one is not None and two is not None and bool(one.text and two.text) and one.text != two.text
    return told_apart and _ends_with(a, b) and not a.part and not b.part


def _ends_with(a: Figure, b: Figure) -> bool:
    """Whether the quote of ``b`` is the end of that of ``a``, under the same verb of the same voice."""
    one, two = a.claim, b.claim
    nested = one.span.start < two.span.start and one.span.end == two.span.end
    return nested and a.origin == b.origin and one.trigger_span == two.trigger_span


def _holds(whole: Side, part: Side) -> bool:
    return whole in (Side(), part) or whole == Side(None, part.kind)


_NEAR = 120
"""Code points between two figures of one list."""


def _near(figures: Sequence[Figure]) -> bool:
    return all(abs(b.claim.span.start - a.claim.span.end) < _NEAR for a, b in zip(figures, figures[1:], strict=False))


def _wholes(figures: Sequence[Figure]) -> list[Account]:
    """The accounts of one report without parts: lists and figures put on top of others added, the rest by itself."""
    out: list[Account] = []
    groups: dict[tuple[str, Side, str], list[Figure]] = {}
    for f in figures:
        groups.setdefault((f.origin, f.side, f.claim.incident or ""), []).append(f)
    for (_, side, _), own in groups.items():
        tagged = [f for f in own if group_of(f) is not None]
        if tagged == own and len({group_of(f) for f in own}) == len(own) > 1:
            # "Three women and two children": no whole is given and the groups have nobody in common.
            out.append(added_up(own, side))
            continue
        while own:
            first, own = own[0], own[1:]
            last, more = first, []
            for f in own:
                close = 0 <= f.claim.span.start - last.claim.span.start < _ADDED_WITHIN
                if close and (f.added or _beside(last, f)):
                    more.append(f)
                    last = f
            own = [f for f in own if f not in more]
            out.append(added_up([first, *more], side) if more else Account((first,), first.bounds, side))
    return out


_ADDED_WITHIN = 160
"""Code points after a figure within which "six others" are put on top of it."""


def added_up(figures: Iterable[Figure], side: Side) -> Account:
    """Figures of people who have nothing in common, as one account."""
    own = tuple(figures)
    total = own[0].bounds
    for f in own[1:]:
        total = total.plus(f.bounds)
    if not total.numeric:
        # "More than ten and up to five more": no end is known of both.
        total = Bounds.at_least(max(f.n for f in own))
    return Account(own, total, side)
