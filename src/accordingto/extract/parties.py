"""From the words for an actor, target or source to the short plain name of its side.

Promise: a side comes from the lexicon, from the phrase's own proper name, or, for the bare organs of a state ("the
army"), from the report's main country. Where the words name nobody ("it", "residents") the answer is None; nothing
is guessed from world knowledge that the report does not touch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from accordingto.extract.partycontext import PartyContext, party_context
from accordingto.extract.placewords import place_words
from accordingto.extract.sides import Found, Sides, Token, scan, sides
from accordingto.lang import LanguagePack

__all__ = ["PartyContext", "party_context", "party_of"]

_LONGEST = 240
_MOST_SIDES = 3
_MODEL = re.compile(r"[A-Z]{1,4}-?\d{1,4}[A-Z]?|\d+")


@dataclass(frozen=True, slots=True)
class _Part:
    """One conjunct: its tokens, what the lexicon found in it, and the joining word before it."""

    tokens: Sequence[Token]
    found: list[Found]
    join: str


def party_of(phrase: str, *, pack: LanguagePack, context: PartyContext) -> str | None:
    """Name the side that a phrase speaks of.

    Args:
        phrase: The words for an actor, target or source, as they stand in the report.
        pack: Language pack with ``parties`` and ``countries`` sections.
        context: The report's background, from ``party_context``.

    Returns:
        A short plain name such as "Syrian government" or "unknown gunmen", several joined by "and" or "or" when the
        phrase names several, or None when it names none.
    """
    lexicon = sides(pack.code)
    tokens, found = scan(phrase[:_LONGEST], pack.code)
    if not tokens:
        return None
    parts = _parts(tokens, found, lexicon)
    named: list[str] = []
    join = " and "
    for part in parts:
        if part.join == "," and len(named) == 1 and not any(p.join in ("and", "&", "or") for p in parts):
            break
        side = _side(part, lexicon, context)
        if side is not None and side not in named:
            if part.join == "or" and named:
                join = " or "
            named.append(side)
    if named:
        return join.join(named[:_MOST_SIDES])
    if any(f.entry.kind == "clue" or f.entry.detail == "civilians" for f in found) or _is_place(tokens, pack.code):
        # A place or its people are no side.
        return None
    return _proper(phrase[:_LONGEST], tokens, lexicon, context)


def _is_place(tokens: Sequence[Token], code: str) -> bool:
    classes = place_words(code).classes
    return any(t.norm in classes for t in tokens)


def _parts(tokens: Sequence[Token], found: Sequence[Found], lexicon: Sides) -> list[_Part]:
    """Divide at joining words outside entries and cut each part where a relative clause or the like begins."""
    words = lexicon.words
    parts: list[_Part] = []
    covered = {i: f for f in found for i in range(f.first, f.end)}
    first, join, cut = 0, "", None
    for i in range(len(tokens) + 1):
        last = i == len(tokens)
        if not last and i in covered:
            continue
        norm = "" if last else tokens[i].norm
        if (
            not last
            and cut is None
            and norm in words["breaks"]
            and any(_firm(f) for f in found if first <= f.first and f.end <= i)
        ):
            cut = i
        if last or norm in words["joins"] or norm in ",;()":
            end = cut if cut is not None else i
            inside = [f for f in found if first <= f.first and f.end <= end]
            if end > first:
                parts.append(_Part(tokens[first:end], [_shift(f, first) for f in inside], join))
            first, join, cut = i + 1, norm, None
    return parts


def _firm(found: Found) -> bool:
    """Whether what was found names a side; "gunmen from X" goes on to X, "soldiers from X" does not."""
    return found.entry.kind != "role" or found.entry.detail in ("government", "army", "police", "opposition")


def _shift(found: Found, by: int) -> Found:
    return Found(found.entry, found.first - by, found.end - by)


def _side(part: _Part, lexicon: Sides, context: PartyContext) -> str | None:
    words, tokens = lexicon.words, part.tokens
    state: str | None = None
    role: str | None = None
    named: str | None = None
    linked: str | None = None
    for f in part.found:
        entry = f.entry
        after = tokens[f.end].norm if f.end < len(tokens) else ""
        before = tokens[f.first - 1].norm if f.first else ""
        if before in words["against"] and tokens[f.first].tied:
            role = role or ("opposition" if entry.detail in ("government", context.country) or state is None else None)
            continue
        if entry.kind == "role":
            role = _stronger(role, entry.detail)
        elif after in words["attached"]:
            # "Iran-backed" is not Iran, yet "Nusra-linked militants" are best called by that name.
            linked = linked or (entry.name if entry.kind == "armed" else None)
        elif entry.kind in ("state", "capital"):
            state = state or entry.detail
        elif entry.kind == "named":
            named = named or entry.name
        elif entry.kind != "clue":
            return entry.name
    if named is not None or linked is not None:
        return named or linked
    if state is not None:
        return _of_state(state, role, lexicon, context)
    if role is None:
        return None
    if role in _NAMED_ORGANS and _other_capitals(part) and (role == "police" or _capital_role(part)):
        # "Kano police", "Ansar al-Khair Brigade" are names of their own: left to the proper names.
        return None
    if any(t.norm in words["possessives"] for t in tokens[:-1]):
        return None
    return _of_role(role, tokens, lexicon, context)


_NAMED_ORGANS = frozenset(("police", "army", "forces", "group", "coalition", "security"))


def _capital_role(part: _Part) -> bool:
    return all(part.tokens[f.first].raw[0].isupper() for f in part.found if f.entry.kind == "role")


def _other_capitals(part: _Part) -> bool:
    covered = {i for f in part.found for i in range(f.first, f.end)}
    return any(t.raw[0].isupper() for i, t in enumerate(part.tokens) if i and i not in covered)


# An organ named beside another: "police officers of the ministry" are police; "government forces" are the government's.
_RANK = (
    "nation", "civilians", "aircraft", "forces", "group", "terrorists", "militants", "gunmen", "attackers", "bandits",
    "coalition", "government", "army", "security", "police", "protest", "opposition", "kurds",
)  # fmt: skip


def _stronger(old: str | None, new: str) -> str:
    return new if old is None or _RANK.index(new) > _RANK.index(old) else old


def _of_state(state: str, role: str | None, lexicon: Sides, context: PartyContext) -> str | None:
    name, adjective = lexicon.states[state]
    special = lexicon.roles.get(state, {})
    if role is not None and role in special:
        return str(special[role])
    if role == "civilians":
        return None
    if role == "police":
        return f"{adjective} police"
    if role == "security":
        return f"{adjective} security forces"
    if role == "opposition":
        return f"{adjective} opposition"
    if role == "protest":
        return f"{adjective} protesters"
    if role == "kurds":
        return "Kurdish forces"
    if role in ("militants", "terrorists", "group", "gunmen", "bandits"):
        return context.groups[0] if context.groups else f"{adjective} {role}"
    if role == "coalition":
        return f"{name}-led coalition"
    if role is None and "state" in special:
        return str(special["state"])
    # "Russian bombers" fly; a bomber without a state is an attacker.
    if state in lexicon.plain or role in (None, "aircraft", "nation", "attackers"):
        return name
    return f"{adjective} {'army' if role in ('army', 'forces') else 'government'}"


def _of_role(role: str, tokens: Sequence[Token], lexicon: Sides, context: PartyContext) -> str | None:
    if role == "gunmen":
        return "unknown gunmen"
    if role == "attackers":
        return "unknown attackers"
    if role == "bandits":
        return "bandits"
    if role == "group":
        return context.groups[0] if context.groups else None
    if role == "militants":
        return next((g for g in context.groups if g not in lexicon.regular), "unnamed armed group")
    if role == "terrorists":
        return "unnamed armed group"
    if role == "coalition" and context.coalition is not None:
        return context.coalition
    if role in ("civilians", "aircraft") or context.country is None:
        return None
    return _of_state(context.country, role, lexicon, context)


def _holder(full: str, last: str, lexicon: Sides) -> str:
    """The side of an office holder ("US Secretary of State X"); else the full name without the office."""
    tokens, found = scan(full[:_LONGEST], lexicon.code)
    sides_named = [_side(p, lexicon, PartyContext()) for p in _parts(tokens, found, lexicon)[-1:]]
    if sides_named and sides_named[0]:
        return sides_named[0]
    own = lexicon.proper_name.findall(full)
    name = own[-1] if own and last in own[-1] else full
    words = name.split()
    while len(words) > 2 and (
        words[0].lower() in lexicon.words["titles"] or words[0].lower() in lexicon.words["skip_first"]
    ):
        words = words[1:]
    return " ".join(words)


def _proper(phrase: str, tokens: Sequence[Token], lexicon: Sides, context: PartyContext) -> str | None:
    """The phrase's own proper name: an acronym or last name that the report spells out, or the longest name in it."""
    capitals = [t.raw for t in tokens if t.raw[0].isupper()]
    for raw in capitals:
        # "Roe" and "MRB" are looked up; the "Council" of a longer name is not the one of another.
        full = context.names.get(raw) if raw.isupper() or raw == capitals[-1] else None
        if full is not None and full != phrase:
            return _holder(full, raw, lexicon)
    best = ""
    for m in lexicon.proper_name.finditer(phrase):
        name = m.group()
        words = name.split()
        while words and (
            words[0].lower().rstrip(".") in lexicon.words["titles"] or words[0].lower() in lexicon.words["skip_first"]
        ):
            words = words[1:]
        name = " ".join(words)
        if len(words) > 1 or (m.start() > 0 and words) or (words and name.isupper() and len(name) > 1):
            best = max(best, name, key=len)
    best = best.removesuffix("'s").removesuffix("’s").strip(" .")
    # "F-16" is a machine, "400 Mawozo" is not.
    return best if best and not _MODEL.fullmatch(best) else None
