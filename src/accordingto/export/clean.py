"""Cleans the words of one subject, and tells what it took out.

Promise: every string that leaves in the public profile has gone through here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from accordingto.export.actors import actor
from accordingto.export.contacts import without_contacts
from accordingto.export.persons import Known, listed, without_names
from accordingto.export.policy import Policy, Removed
from accordingto.vocab.gazetteer import shipped


def public_name(name: str, letter: str = "r") -> str:
    """The name under which a report leaves: always the same, and without the words of a file's name or an address."""
    return letter + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def public_ref(claim: str) -> str:
    """``report/claim`` under the report's public name."""
    report, slash, number = claim.rpartition("/")
    return f"{public_name(report)}/{number}" if slash else public_name(claim)


def unnamed(words: str, reports: Iterable[str]) -> str:
    """Words of the package's own that name reports, with these under their public names."""
    for name in sorted({r for r in reports if r}, key=len, reverse=True):
        words = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", public_name(name), words)
    return words


@dataclass(frozen=True, slots=True)
class Cleaner:
    """The words of one subject.

    Attributes:
        subject: What the words belong to.
        policy: The settings.
        taken: Told of everything that is taken out.
        places: Names of places that may stand.
        speakers: Phrases that name somebody who speaks in office.
        victims: Phrases that name victims.
        persons: Phrases that name others who are not to be named.
        rule: Which rule takes a name out here.
    """

    subject: str
    policy: Policy
    taken: Callable[[Removed], None]
    places: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    victims: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    rule: str = "name"

    def with_(self, **changes: Any) -> Cleaner:
        """The same with other settings."""
        return replace(self, **changes)

    def told(self, field: str, rule: str, times: int = 1) -> None:
        """Say that something was taken out."""
        self.taken(Removed(self.subject, field, rule, times))

    def contacts(self, text: str, field: str) -> str:
        """A text without ways to reach or find a person."""
        out, found = without_contacts(text)
        for rule, n in found.items():
            self.told(field, rule, n)
        return out

    def words(self, text: str, field: str) -> str:
        """A text without those and without names."""
        known = Known(self.places, self.speakers, self.victims, self.persons, self.policy.named)
        out, found = without_names(self.contacts(text, field), known, self.policy.lang)
        for rule, n in found.items():
            self.told(field, self.rule if rule == "name" else rule, n)
        return out

    def opt(self, text: str | None, field: str) -> str | None:
        """``words`` of a text that may be missing."""
        return None if text is None else self.words(text, field)

    def quote(self, text: str) -> str:
        """A quote: cleaned, then cut to the limit at a word."""
        out, most = self.words(text, "quote"), self.policy.quote
        if len(out) <= most:
            return out
        self.told("quote", "quote")
        cut = out[: most - 1]
        return (cut.rpartition(" ")[0] or cut) + "…"

    def party(self, name: str) -> str:
        """A side: as it is where the vocabulary holds it, else cleaned."""
        return name if actor(name, self.policy.lang).kind is not None else self.words(name, "party")

    def path(self, path: str | None) -> str | None:
        """A path of places: what the gazetteer holds stays, and so do names that are no person's."""
        if path is None:
            return None
        parts = [p.strip() for p in self.contacts(path, "place").split(",")]
        return ", ".join(p if self._place(p) else self.with_(places=()).words(p, "place") for p in parts)

    def _place(self, part: str) -> bool:
        return not listed(part, self.policy.lang) or any(k.exact for k in shipped().find(part))

    def outlet(self, name: str | None) -> str | None:
        """An outlet: its name stays unless it is a person's."""
        if name is None:
            return None
        return self.words(name, "publisher") if listed(name, self.policy.lang) else self.contacts(name, "publisher")
