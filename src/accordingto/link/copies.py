"""Near-copies: reports that syndicate, copy, truncate or lightly rewrite another report, found and grouped.

Promise: groups and origins depend on the reports alone, not on the order in which they came. Two reports of one event
in words of their own are no copies, nor are two short reports that share a formula and differ in a name or number.
Candidates share a key or a sentence (``link.sketch``); each is then compared whole. No text is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from accordingto.link.sketch import LEAD_HELD, Likeness, Sketch, lead_held, likeness, sketch
from accordingto.model.text import Report

# A sentence that stands in so many reports is what an outlet says under all of them: it brings no further one to be
# compared. Copies still meet by their other keys, so that the order of reports matters only where all keys are so.
COMMON_SENTENCE = 64
# A later text that holds an earlier one of less than this share of its length quotes it.
_QUOTED = 0.4


class Copies:
    """The near-copies among the reports added so far."""

    def __init__(self, reports: Iterable[Report] = (), *, lang: str = "en") -> None:
        self._lang = lang
        self._known: dict[str, Sketch] = {}
        self._by_band: defaultdict[int, list[str]] = defaultdict(list)
        self._by_sentence: defaultdict[int, list[str]] = defaultdict(list)
        # The list of all reports that are one text with this one, shared by them all.
        self._same: dict[str, list[str]] = {}
        self._parts: defaultdict[str, set[str]] = defaultdict(set)
        self._wholes: defaultdict[str, set[str]] = defaultdict(set)
        for report in reports:
            self.add(report)

    def add(self, report: Report) -> str | None:
        """Take in a report.

        Args:
            report: One whose id is new; another text under a known id is another report and needs another id.

        Returns:
            Id of the report it goes back to, as known so far; None when it copies none.
        """
        return self.add_sketch(sketch(report, lang=self._lang))

    def add_sketch(self, new: Sketch) -> str | None:
        """Like ``add``, for a report whose sketch was made before."""
        if new.id in self._known:
            return self.origin(new.id)
        related = False
        self._same[new.id] = [new.id]
        for name in sorted(self._candidates(new)):
            related |= self._relate(new, self._known[name])
        self._known[new.id] = new
        for key in new.bands:
            self._by_band[key].append(new.id)
        for key in new.sentences:
            if len(self._by_sentence[key]) < COMMON_SENTENCE:
                self._by_sentence[key].append(new.id)
        return self.origin(new.id) if related else None

    def _relate(self, new: Sketch, other: Sketch) -> bool:
        """Note how two reports relate, and whether one copies the other."""
        found = _compared(new, other)
        if found is None or not found.copy:
            return False
        if found.excerpt:
            whole, part = (other, new) if other.shingles.size > new.shingles.size else (new, other)
            self._parts[whole.id].add(part.id)
            self._wholes[part.id].add(whole.id)
        else:
            self._join(new.id, other.id)
        return True

    def origin(self, report: str) -> str | None:
        """Id of the report that this one goes back to; None when it is itself the first or copies none.

        Raises:
            KeyError: No report of that id was added.
        """
        first = self._group(report)[0]
        return None if first == report else first

    def sketches(self) -> Iterable[Sketch]:
        """What is kept of the reports."""
        return self._known.values()

    def groups(self) -> list[tuple[str, ...]]:
        """The groups of two and more, each in order of publication, in the order of their origins."""
        groups = []
        seen: set[str] = set()
        for name in sorted(self._known, key=self._order):
            if name not in seen:
                group = self._group(name)
                seen.update(group)
                groups.append(group)
        return [g for g in groups if len(g) > 1]

    def _candidates(self, new: Sketch) -> set[str]:
        found: set[str] = set()
        for key in new.bands:
            found.update(self._by_band.get(key, ()))
        for key in new.sentences:
            found.update(self._by_sentence.get(key, ()))
        return found

    def _join(self, a: str, b: str) -> None:
        large, small = sorted((self._same[a], self._same[b]), key=len, reverse=True)
        if large is not small:
            large += small
            for name in small:
                self._same[name] = large

    def _order(self, name: str) -> tuple[str, str]:
        return self._known[name].order

    def _group(self, name: str) -> tuple[str, ...]:
        """All reports that go back to one, in order of publication: the same text, its excerpts, and theirs."""
        found = {name}
        waiting = [name]
        while waiting:
            here = waiting.pop()
            whole = self._whole_of(here)
            beside = {*self._same[here], *(p for p in self._taken(here) if self._whole_of(p) == here)}
            for other in (beside | {whole} if whole else beside) - found:
                found.add(other)
                waiting.append(other)
        return tuple(sorted(found, key=self._order))

    def _whole_of(self, part: str) -> str | None:
        # A part of several goes to the first, or it would join reports that are strangers.
        return min((w for w in self._wholes.get(part, ()) if part in self._taken(w)), key=self._order, default=None)

    def _taken(self, whole: str) -> set[str]:
        """The texts held by a longer one that were taken from it, or that it is a longer version of."""
        parts = self._parts.get(whole, set())
        day = self._known[whole].order[0]
        later = {p for p in parts if self._known[p].order[0] > day}
        others = {p for p in parts - later if self._known[p].order[0] == day or self._ratio(p, whole) >= _QUOTED}
        # What holds several strangers of its own day or before is a round-up, and no copy of any.
        strangers = len({id(self._same[p]) for p in others}) > 1
        return later if strangers else later | others

    def _ratio(self, part: str, whole: str) -> float:
        return self._known[part].shingles.size / max(1, self._known[whole].shingles.size)


class Relations(Copies):
    """Which of some reports go back to which, from how they relate pair by pair; whoever keeps them finds the pairs."""

    def __init__(self, sketches: Mapping[str, Sketch], pairs: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._known.update(sketches)
        self._same.update((name, [name]) for name in sketches)
        for a, b in pairs:
            self._relate(sketches[a], sketches[b])

    def names(self) -> Iterable[str]:
        """The reports."""
        return self._known.keys()


def related(of: Sketch, candidates: Mapping[str, Sketch]) -> set[str]:
    """Those of the candidates that copy a report, or that it copies."""
    compared = ((name, _compared(of, other)) for name, other in candidates.items() if name != of.id)
    return {name for name, found in compared if found is not None and found.copy}


def _compared(a: Sketch, b: Sketch) -> Likeness | None:
    """How two reports relate; None for most, which only share what an outlet says under all its reports."""
    return likeness(a, b) if lead_held(a, b) >= LEAD_HELD else None


def relations_around(
    names: Iterable[str], candidates: Callable[[str], Mapping[str, Sketch]], sketches: Callable[[str], Sketch]
) -> Relations:
    """Everything that copies lead to from some reports: beyond it, nothing can have changed for them.

    Args:
        names: The reports.
        candidates: The reports with which one must be compared, each with its sketch.
        sketches: The sketch of a report.
    """
    found: dict[str, Sketch] = {}
    pairs: set[tuple[str, str]] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = sketches(name)
        others = related(found[name], candidates(name))
        pairs |= {(min(name, o), max(name, o)) for o in others}
        waiting += others
    return Relations(found, sorted(pairs))
