"""Claims of one report gathered into the incidents that it tells.

Promise: every claim of harm, loss, attack or control about one event belongs to exactly one incident; running totals,
acts and attacks that are only planned belong to none. Order of ids is text order. Evidence is additive (log-odds of
``pairs.features``) and joined by average link, so one chance likeness does not chain two events together. Work is
bounded: a claim is compared with its nearest neighbours and the first claims of the report only.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from accordingto.extract.accounts import responsible, toll
from accordingto.extract.pairs import Profile, cues, features, profile, with_period
from accordingto.extract.sentences import find_sentences
from accordingto.lang import LanguagePack, get
from accordingto.model.claim import Claim
from accordingto.model.incident import Incident
from accordingto.model.text import Span
from accordingto.model.values import Period

NEIGHBOURS = 40
"""How many claims before it a claim is compared with."""
MANY, FEW, BLOCK = 400, 10, 200
"""Beyond ``MANY`` claims (a log, no report of events) they are grouped in blocks, each with ``FEW`` before it."""
HEAD = 8
"""How many first claims of the report every claim is compared with: titles and leads tell the main incident."""
WHAT_WORDS = 10

Carry = Callable[[Sequence[Claim]], Sequence[Claim]]


def group_claims(
    claims: Sequence[Claim], text: str, *, lang: str = "en", carry: Carry | None = None,
    sentences: Sequence[Span] | None = None,
) -> tuple[tuple[Claim, ...], tuple[Incident, ...]]:  # fmt: skip
    """Assign claims to incidents and say what the report supports about each.

    Args:
        claims: All claims of one report, in text order; any ``incident`` they carry is worked out anew.
        text: The report's text.
        lang: Code of the language pack.
        carry: Gives days to claims that a first grouping allows to share them; the better dated claims are then
            grouped again.
        sentences: The text's sentences where the caller has them.

    Returns:
        The claims with ``incident`` filled, in the same order, and the incidents in order of first mention.
    """
    pack = get(lang)
    found = find_sentences(text, pack=pack) if sentences is None else sentences
    profiles = profile(claims, text, found, pack=pack)
    scores: dict[tuple[int, int], float] = {}
    grouped = _assign(claims, profiles, scores, weights(lang))
    if carry is not None:
        dated = carry(grouped)
        moved = {i for i, (old, new) in enumerate(zip(claims, dated, strict=True)) if old.time != new.time}
        profiles = [with_period(p, dated[i].time) if i in moved else p for i, p in enumerate(profiles)]
        scores = {pair: s for pair, s in scores.items() if not moved & set(pair)}
        grouped = _assign(dated, profiles, scores, weights(lang))
    return grouped, tell_incidents(grouped, text, lang=lang)


def _assign(
    claims: Sequence[Claim], profiles: Sequence[Profile], scores: dict[tuple[int, int], float],
    weight: Mapping[str, float],
) -> tuple[Claim, ...]:  # fmt: skip
    """Give each claim of an event the id of its incident, in order of first mention; ``scores`` fills as pairs meet."""
    members = [i for i, c in enumerate(claims) if _belongs(c)]
    mine: dict[tuple[int, int], float] = {}
    for i, j in candidate_pairs(len(members)):
        pair = members[i], members[j]
        score = scores.get(pair)
        if score is None:
            found = features(profiles[pair[0]], profiles[pair[1]])
            score = scores[pair] = sum(weight.get(f, 0.0) for f in found)
        mine[i, j] = score
    groups = average_link(len(members), mine)
    home = {members[k]: f"i{n}" for n, group in enumerate(groups, start=1) for k in group}
    return tuple(replace(c, incident=home.get(i)) for i, c in enumerate(claims))


def tell_incidents(claims: Sequence[Claim], text: str, *, lang: str = "en") -> tuple[Incident, ...]:
    """Say what the claims of each incident support together; the claims carry the incident's id."""
    groups: dict[str, list[Claim]] = {}
    for c in claims:
        if c.incident is not None:
            groups.setdefault(c.incident, []).append(c)
    return tuple(_incident(id_, group, text, get(lang)) for id_, group in groups.items())


def _belongs(c: Claim) -> bool:
    if c.scope != "incident" or c.type == "act":
        return False
    # A plan of harm to known people is about them; a plan of an attack is no incident yet.
    return not (c.stance == "planned" and c.type in ("attack", "control"))


@cache
def weights(lang: str) -> Mapping[str, float]:
    """Log-odds of each feature, as ``training/incident_weights.py`` fitted them."""
    data = get(lang).section("incident_weights")
    return {str(k): float(v) for k, v in data["weights"].items()}


def candidate_pairs(n: int) -> Iterable[tuple[int, int]]:
    """Pairs ``(earlier, later)`` of ``n`` claims that are compared at all: linear in ``n``."""
    for j in range(n):
        if n > MANY:
            near, head = max(j - j % BLOCK, j - FEW), 0
        else:
            near, head = max(0, j - NEIGHBOURS), HEAD
        for i in range(min(head, near)):
            yield i, j
        for i in range(near, j):
            yield i, j


def average_link(n: int, scores: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Merge items while the mean score between two groups stays above zero, best first.

    Args:
        n: Number of items.
        scores: Score of each compared pair ``(i, j)`` with ``i < j``; a pair that was not compared says nothing.

    Returns:
        Groups of item numbers, each sorted, in order of their first item.
    """
    group: dict[int, list[int]] = {i: [i] for i in range(n)}
    link: dict[int, dict[int, tuple[float, int]]] = {i: {} for i in range(n)}
    heap: list[tuple[float, int, int]] = []
    for (i, j), s in scores.items():
        link[i][j] = link[j][i] = (s, 1)
        if s > 0:
            heap.append((-s, i, j))
    heapq.heapify(heap)
    fresh = n
    while heap:
        _, a, b = heapq.heappop(heap)
        if a not in group or b not in group:
            continue
        # Merged groups get a new number, so that entries of the heap about their parts go stale by themselves.
        group[fresh] = group.pop(a) + group.pop(b)
        joined = link.pop(a)
        joined.pop(b, None)
        for other, (s, k) in link.pop(b).items():
            if other != a:
                had = joined.get(other, (0.0, 0))
                joined[other] = (had[0] + s, had[1] + k)
        link[fresh] = joined
        for other, (s, k) in joined.items():
            link[other].pop(a, None)
            link[other].pop(b, None)
            link[other][fresh] = (s, k)
            if s > 0:
                heapq.heappush(heap, (-s / k, other, fresh))
        fresh += 1
    return sorted((sorted(g) for g in group.values()), key=lambda g: g[0])


def _incident(id_: str, claims: Sequence[Claim], text: str, pack: LanguagePack) -> Incident:
    words = cues(pack.code)
    killed, killed_from = toll(claims, "killed", text, words)
    injured, injured_from = toll(claims, "injured", text, words)
    return Incident(
        id=id_,
        what=_what(claims, frozenset(pack.section("pack")["function_words"])),
        place=_place(claims),
        period=_period(claims),
        killed=killed,
        injured=injured,
        responsible=responsible(claims, nobody=words.nobody),
        claims=tuple(c.id for c in claims),
        killed_from=killed_from,
        injured_from=injured_from,
    )


def _what(claims: Sequence[Claim], function_words: frozenset[str]) -> str:
    """The report's own words: the first claim of the act of force, or else of what it did; no word left hanging."""
    first = next((c for c in claims if c.type == "attack"), claims[0])
    words = first.quote.split()
    if len(words) > WHAT_WORDS:
        words = words[:WHAT_WORDS]
        while len(words) > 1 and words[-1].lower().strip(",") in function_words:
            words.pop()
    return " ".join(words)


def _place(claims: Sequence[Claim]) -> str | None:
    """The path that most claims name or contain; of equals the most exact, then the first."""
    paths = [c.place.path or c.place.text for c in claims if c.place is not None]
    named = [p for p in paths if p]
    if not named:
        return None
    votes = {p: sum(q == p or p.endswith(", " + q) for q in named) for p in dict.fromkeys(named)}
    return max(votes, key=lambda p: (votes[p], p.count(",")))


def _period(claims: Sequence[Claim]) -> Period:
    """The day or days that most claims give; of equals the shortest, then the first."""
    known = [c.time.period for c in claims if c.time is not None and c.time.period.known]
    if not known:
        return Period()
    votes = {p: known.count(p) for p in dict.fromkeys(known)}
    return max(votes, key=lambda p: (votes[p], -_days(p)))


def _days(p: Period) -> int:
    return (p.end - p.start).days if p.start is not None and p.end is not None else 99_999
