"""Near-copies: reports that syndicate, copy, truncate or lightly rewrite another report, found and grouped.

Promise: groups and origins depend on the reports alone, not on the order in which they came. Two reports of one event
in words of their own are no copies, nor are two short reports that share a formula and differ in a name or number.
Candidates share a key or a sentence (``link.sketch``); each is then compared whole. No text is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from accordingto.link.sketch import LEAD_HELD, Sketch, lead_held, likeness, sketch
from accordingto.model.text import Report

# A sentence that stands in so many reports is what an outlet says under all of them: it brings no further one to be
# compared. Copies still meet by their other keys, so that the order of reports matters only where all keys are so.
_COMMON_SENTENCE = 64
# A later text that holds an earlier one of less than this share of its length quotes it.
_QUOTED = 0.4


class Copies:
    """The near-copies among the reports added so far."""

    def __init__(self, reports: Iterable[Report] = (), *, lang: str = "en") -> None:
        self._lang = lang
        self._known: dict[str, Sketch] = {}
        self._by_band: defaultdict[int, list[str]] = defaultdict(list)
        self._by_sentence: defaultdict[int, list[str]] = defaultdict(list)
        self._parent: dict[str, str] = {}
        self._excerpts: defaultdict[str, set[str]] = defaultdict(set)
        self._resolved: dict[str, str] | None = None
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
        for name in sorted(self._candidates(new)):
            # Most candidates only share what an outlet says under all its reports: turned away unread.
            if lead_held(new, self._known[name]) < LEAD_HELD:
                continue
            found = likeness(new, self._known[name])
            if not found.copy:
                continue
            related = True
            if found.excerpt:
                whole, part = (name, new.id) if self._known[name].shingles.size > new.shingles.size else (new.id, name)
                self._excerpts[whole].add(part)
            else:
                self._parent[self._find(new.id)] = self._find(name)
        self._known[new.id] = new
        for key in new.bands:
            self._by_band[key].append(new.id)
        for key in new.sentences:
            if len(self._by_sentence[key]) < _COMMON_SENTENCE:
                self._by_sentence[key].append(new.id)
        self._resolved = None
        return self.origin(new.id) if related else None

    def origin(self, report: str) -> str | None:
        """Id of the report that this one goes back to; None when it is itself the first or copies none."""
        if self._resolved is None:
            self._resolved = self._resolve()
        found = self._resolved.get(report)
        return None if found == report else found

    def groups(self) -> list[tuple[str, ...]]:
        """The groups of two and more, each in order of publication, in the order of their origins."""
        members: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._known:
            members[self.origin(name) or name].append(name)
        groups = [tuple(sorted(m, key=lambda n: self._known[n].order)) for m in members.values() if len(m) > 1]
        return sorted(groups, key=lambda g: self._known[g[0]].order)

    def _candidates(self, new: Sketch) -> set[str]:
        found: set[str] = set()
        for key in new.bands:
            found.update(self._by_band.get(key, ()))
        for key in new.sentences:
            found.update(self._by_sentence.get(key, ()))
        return found

    def _find(self, name: str) -> str:
        while (up := self._parent.get(name, name)) != name:
            self._parent[name] = self._parent.get(up, up)
            name = up
        return name

    def _ratio(self, part: str, whole: str) -> float:
        return self._known[part].shingles.size / max(1, self._known[whole].shingles.size)

    def _resolve(self) -> dict[str, str]:
        """Each report's origin: the first of its group, after the excerpts have joined what they are taken from."""
        whole_of: dict[str, str] = {}
        for whole, parts in self._excerpts.items():
            day = self._known[whole].order[0]
            later = {p for p in parts if self._known[p].order[0] > day}
            others = {p for p in parts - later if self._known[p].order[0] == day or self._ratio(p, whole) >= _QUOTED}
            # What holds several strangers of its own day or before is a round-up, and no copy of any.
            if len({self._find(p) for p in others}) > 1:
                others = set()
            for part in later | others:
                # A part of several goes to the first, or it would join reports that are strangers.
                rivals = [whole] if part not in whole_of else [whole, whole_of[part]]
                whole_of[part] = min(rivals, key=lambda n: self._known[n].order)
        joined = dict(self._parent)

        def top(name: str) -> str:
            while (up := joined.get(name, name)) != name:
                name = up
            return name

        for part, whole in whole_of.items():
            if (a := top(part)) != (b := top(whole)):
                joined[a] = b
        first: dict[str, str] = {}
        for name in sorted(self._known, key=lambda n: self._known[n].order):
            first.setdefault(top(name), name)
        return {name: first[top(name)] for name in self._known}
