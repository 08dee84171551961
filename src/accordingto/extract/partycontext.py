"""What a report tells about its sides as a whole: its main country, its commonest armed groups, its people's names.

Promise: computed once per report, in linear time, from its words alone. It helps to name the sides of short phrases
("the army", "the militants", "Rodgers") and never names a side that the report does not speak of, except that an
unnamed army or government is that of the main country.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from accordingto.extract.sides import Sides, scan, sides
from accordingto.lang import LanguagePack

# Reports are bounded so that a text without structure cannot cost more than a long report does.
_LONGEST = 60_000
_FULL_NAME = re.compile(
    r"(?<![\w'’-])[A-Z][\w'’-]{1,24}(?:[ ](?:al-|el-|bin |ibn |de |van |abu )?[A-Z][\w'’-]{1,24}){1,3}"
)
_SUFFIXES = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III"))
# An office stands at most this far before its holder's name.
_OFFICE = 45
# A place of the country tells more than the name of a state, which may be a foreign power.
_CLUE = 2.0
_PLAIN = 0.6


@dataclass(frozen=True, slots=True)
class PartyContext:
    """The report's background for naming sides.

    Attributes:
        country: Code of the main country, or None.
        groups: Armed groups that the report names, commonest first.
        coalition: The coalition that the report names most, or None.
        names: Last names to full names, acronyms to their full forms.
    """

    country: str | None = None
    groups: tuple[str, ...] = ()
    coalition: str | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)


def party_context(text: str, *, pack: LanguagePack) -> PartyContext:
    """Read the background of a report.

    Args:
        text: The whole report.
        pack: Language pack with ``parties`` and ``countries`` sections.

    Returns:
        Main country, armed groups, coalition and names of the report.
    """
    text = text[:_LONGEST]
    lexicon = sides(pack.code)
    countries: defaultdict[str, float] = defaultdict(float)
    groups: Counter[str] = Counter()
    coalitions: Counter[str] = Counter()
    tokens, entries = scan(text, pack.code)
    for found in entries:
        entry = found.entry
        if entry.kind == "role" or not tokens[found.first].raw[0].isupper():
            continue
        if entry.kind in ("state", "capital"):
            countries[entry.detail] += _PLAIN if entry.detail in lexicon.plain else 1.0
        elif entry.kind == "clue":
            countries[entry.detail] += _CLUE
        elif entry.kind == "armed":
            groups[entry.name] += 1
        elif entry.kind == "coalitions":
            coalitions[entry.name] += 1
        if entry.kind in ("armed", "state_forces", "persons") and len(entry.countries) == 1:
            countries[entry.countries[0]] += 0.7
        if entry.name == "Syrian opposition":
            coalitions[entry.name] += "oalition" in tokens[found.end - 1].raw
    return PartyContext(
        country=max(countries, key=countries.__getitem__) if countries else None,
        groups=tuple(name for name, _ in groups.most_common(4)),
        coalition=coalitions.most_common(1)[0][0] if any(coalitions.values()) else None,
        names=_names(text, lexicon),
    )


def _names(text: str, lexicon: Sides) -> dict[str, str]:
    """Last names to full names, with the office before them where the report gives one ("US Secretary of State …")."""
    titles, skip = lexicon.words["titles"], lexicon.words["skip_first"]
    names: dict[str, str] = {}
    for m in _FULL_NAME.finditer(text):
        words = m.group().split()
        while len(words) > 2 and words[0].lower() in skip:
            words = words[1:]
        if words[-1] in _SUFFIXES and len(words) > 2:
            words = words[:-1]
        last = words[-1].removesuffix("'s").removesuffix("’s")
        if words[0].lower() in skip or last in names:
            continue
        before = text[max(0, m.start() - _OFFICE) : m.start()]
        office = [w.lower().strip(",.") for w in (*words[:-1], *before.split()[-2:])]
        if any(w in titles for w in office):
            names[last] = before[before.rfind(". ") + 1 :].strip() + " " + " ".join(words)
        else:
            names[last] = " ".join(words)
    for m in lexicon.spelled_acronym.finditer(text):
        names[m.group(2)] = m.group(1).removeprefix("The ")
    return names
