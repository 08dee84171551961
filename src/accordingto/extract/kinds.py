"""What kind of source speaks, what kind of target is meant, and which groups its words name.

Promise: the answer is read off the phrase alone, by its head first ("a doctor at a police hospital" is a medic); a
phrase that tells nothing gets ``other`` or ``unknown``, never a guess from the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from accordingto.extract.sides import Found, Sides, Token, fold, grow, longest, scan, sides, tokens_of
from accordingto.lang import LanguagePack, get

_LONGEST = 240
_THINGS = frozenset(("destroyed", "damaged", "seized"))
_UNNAMED = "unnamed"
_BODIES = frozenset(("monitors", "aid", "rescue", "activists", "bodies"))


@dataclass(frozen=True)
class _Kinds:
    source: Mapping[object, object]
    target: Mapping[object, object]
    tags: Mapping[object, object]
    rank: Mapping[str, int]
    weak: frozenset[str]
    sections: Mapping[str, str]
    oppositions: frozenset[str]
    ends: frozenset[str]
    joins: frozenset[str]


@cache
def _kinds(code: str) -> _Kinds:
    data = get(code).section("kinds")
    return _Kinds(
        source=grow(data["source"]),
        target=grow(data["target"]),
        tags=grow(data["tags"]),
        rank={kind: i for i, kind in enumerate(data["source"])},
        weak=frozenset(" ".join(t.norm for t in tokens_of(str(w))) for w in data["weak"]),
        sections=data["sections"],
        oppositions=frozenset(data["oppositions"]),
        ends=frozenset(fold(str(w)) for w in data["heads_end"]),
        joins=frozenset(fold(str(w)) for w in get(code).section("parties")["joins"]) | {",", ";", "("},
    )


def source_kind(phrase: str, *, pack: LanguagePack) -> str:
    """Tell what kind of source a phrase names.

    Args:
        phrase: The words for the source, such as "the Syrian Observatory for Human Rights".
        pack: Language pack with ``kinds``, ``parties`` and ``countries`` sections.

    Returns:
        One of the source kinds of the claim format; ``other`` when the words do not tell.
    """
    kinds, lexicon = _kinds(pack.code), sides(pack.code)
    tokens, _ = scan(phrase[:_LONGEST], pack.code)
    strong: str | None = None
    weak: list[str] = []
    for part in _conjuncts(tokens, kinds):
        entries = [f for f in lexicon.find(part) if f.entry.kind != "role"]
        strong = _body(entries, kinds) or _strong(part, kinds, weak) or _by_name(part, entries, kinds, lexicon, weak)
        if strong is not None:
            return strong
    return min(weak, key=lambda k: kinds.rank.get(k, len(kinds.rank)), default="other")


def _conjuncts(tokens: Sequence[Token], kinds: _Kinds) -> Iterable[list[Token]]:
    part: list[Token] = []
    for token in tokens:
        if token.norm in kinds.joins:
            if part:
                yield part
            part = []
        else:
            part.append(token)
    if part:
        yield part


def _strong(part: list[Token], kinds: _Kinds, weak: list[str]) -> str | None:
    """The kind with the highest rank in the head of a conjunct, else in all of it."""
    head: list[str] = []
    rest: list[str] = []
    in_head = True
    i = 0
    while i < len(part):
        found, end = longest(kinds.source, part, i)
        if found is None:
            in_head = in_head and part[i].norm not in kinds.ends
            i += 1
            continue
        words = " ".join(t.norm for t in part[i:end])
        if words in kinds.weak:
            weak.append(_first(found))
        else:
            (head if in_head else rest).append(_first(found))
        i = end
    for pool in (head, rest):
        if pool:
            return min(pool, key=lambda k: kinds.rank[k])
    return None


def _first(found: object) -> str:
    """The group of a word; of several, the one that its section lists first."""
    return str(found[0] if isinstance(found, tuple) else found)


def _body(entries: list[Found], kinds: _Kinds) -> str | None:
    """The kind of a monitor, aid body or the like named outright: "Reporters Without Borders" are no reporters."""
    return next((kinds.sections[f.entry.kind] for f in entries if f.entry.kind in _BODIES), None)


def _by_name(part: list[Token], entries: list[Found], kinds: _Kinds, lexicon: Sides, weak: list[str]) -> str | None:
    for found in entries:
        if found.entry.name in kinds.oppositions:
            return "opposition"
        kind = kinds.sections.get(found.entry.kind)
        if kind is None:
            continue
        if found.entry.kind in ("state", "capital"):
            # "local sources in Kabul" stay unnamed: the state only tells when nothing else does.
            after = part[found.end].norm if found.end < len(part) else ""
            if found.first <= 1 and _UNNAMED not in weak and after not in lexicon.words["attached"]:
                weak.append(kind)
        elif found.entry.kind == "state_forces" and found.entry.name.endswith(" government"):
            return "government"
        else:
            return kind
    return None


def target_kind(phrase: str | None, *, claim_type: str, party: str | None, pack: LanguagePack) -> str:
    """Tell what kind of target a phrase names, given what is said of it.

    Args:
        phrase: The words for the target, or None when only its side is known.
        claim_type: The claim's type: the same words may be a place of an attack and people killed.
        party: The target's side, or None.
        pack: Language pack with ``kinds``, ``parties`` and ``countries`` sections.

    Returns:
        civilian, combatant, mixed, unknown, thing, place or state.
    """
    kinds = _kinds(pack.code)
    tokens, entries = scan((phrase or "")[:_LONGEST], pack.code)
    head, rest = _heads(tokens, kinds)
    found = head or rest
    names = [f for f in entries if f.entry.kind != "role"]
    fighting = ("armed", "coalitions") if claim_type == "act" else ("armed", "coalitions", "state_forces")
    armed = any(f.entry.kind in fighting for f in names) or _is_armed(party, pack.code)
    known = bool(names or party) or any(t.raw[0].isupper() for t in tokens[1:])
    return _choose(found, known, armed, claim_type)


def _choose(found: list[str], known: bool, armed: bool, claim_type: str) -> str:
    last = found[-1] if found else None
    if claim_type in _THINGS:
        return last if last in ("place", "combatant") and claim_type != "seized" and "thing" not in found else "thing"
    people = {k for k in found if k in ("civilian", "combatant")}
    if claim_type == "control":
        return "combatant" if last == "combatant" or (last is None and armed) else "place"
    if claim_type == "act":
        if last in ("civilian", "combatant", "place", "thing"):
            return last
        return "combatant" if armed and last is None else "state"
    if claim_type == "attack":
        if len(people) == 2:
            return "mixed"
        if last is None:
            return "combatant" if armed else "place"
        return last
    if len(people) == 2:
        return "mixed"
    if last in ("combatant", "civilian"):
        return last
    if last == "unknown":
        return "unknown"
    if armed:
        return "combatant"
    return "civilian" if found or known else "unknown"


def _heads(tokens: Sequence[Token], kinds: _Kinds) -> tuple[list[str], list[str]]:
    """Kinds found in the heads of all conjuncts, and kinds found after them."""
    head: list[str] = []
    rest: list[str] = []
    pool, i, fresh = head, 0, True
    while i < len(tokens):
        token = tokens[i]
        if token.norm in kinds.joins:
            # A new conjunct has a head of its own only when the first head is over and told something.
            pool = head if fresh or not head else rest
        found, end = longest(kinds.target, tokens, i)
        if found is not None:
            pool.append(_first(found))
            i = end
            continue
        if token.norm in kinds.ends and head:
            pool, fresh = rest, False
        i += 1
    return head, rest


def _is_armed(party: str | None, code: str) -> bool:
    if party is None:
        return False
    return any(f.entry.kind == "armed" for f in scan(party[:_LONGEST], code)[1])


def target_tags(phrase: str | None, *, pack: LanguagePack) -> tuple[str, ...]:
    """The groups of people that a phrase names, such as ``children`` or ``journalist``.

    Args:
        phrase: The words for the target.
        pack: Language pack with a ``kinds`` section.

    Returns:
        Tags in alphabetical order, each once.
    """
    kinds = _kinds(pack.code)
    tokens, _ = scan((phrase or "")[:_LONGEST], pack.code)
    tags: set[str] = set()
    i = 0
    while i < len(tokens):
        found, end = longest(kinds.tags, tokens, i)
        if found is None:
            i += 1
        else:
            tags.update(found if isinstance(found, tuple) else (str(found),))
            i = end
    return tuple(sorted(tags))
