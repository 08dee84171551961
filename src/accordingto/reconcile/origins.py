"""Where a claim comes from, so that ten outlets that quote one ministry count as one source.

Promise: pure functions of claims and of what is known of their reports. An anonymous source belongs to whoever heard
it; a report's own voice is its agency's when a credit line says so, else its outlet's; copies speak with the voice of
what they copy. The same words always give the same origin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from accordingto.lang import get
from accordingto.model.claim import Claim
from accordingto.model.telling import Outlet
from accordingto.reconcile.voices import voice, voices, words_of

_HEAD, _TAIL = 600, 400
_LONGEST_CREDIT = 90
_DATELINE = re.compile(r"^[^\n]{0,60}?[(/]\s*([^()/\n]{2,40}?)\s*[)/]\s*(?:[-–—:]|$)", re.MULTILINE)


def origin_of(claim: Claim, outlet: Outlet, *, lang: str = "en") -> str:
    """The voice that a claim goes back to.

    Args:
        claim: What is said.
        outlet: The report that says it.
        lang: The language of the report.

    Returns:
        A plain name, the same for every spelling: "Turkey: military", "Syrian Observatory for Human Rights", "AFP",
        the outlet's name, or "report <id>" when it has none.
    """
    country = claim.place.path.rpartition(",")[2].strip() if claim.place and claim.place.path else None
    if claim.source is not None and (named := voice(claim.source.text, country, lang)):
        return named
    if claim.via and (channel := voice(claim.via, country, lang)):
        return channel
    return outlet_voice(outlet, lang=lang)


def outlet_voice(outlet: Outlet, *, lang: str = "en") -> str:
    """Whose words a report's own voice is: the agency credited, the report it copies, or its outlet."""
    if outlet.credit:
        return outlet.credit
    if outlet.origin and outlet.origin != outlet.report:
        return f"report {outlet.origin}"
    if outlet.publisher:
        return _press(outlet.publisher, ("agencies", "outlets"), lang) or outlet.publisher
    return f"report {outlet.report}"


def origins_of(pairs: Sequence[tuple[Claim, Outlet]], *, lang: str = "en") -> list[str]:
    """The origins of claims of one incident, seen together.

    Two things can only be told from all of them: a copy speaks with the voice of the outlet it copies, and a report
    that says "12 were killed" and then "the ministry said 12 were killed" has heard of them once.

    Args:
        pairs: Claims, each with its report.
        lang: The language of the reports.

    Returns:
        One origin for each claim, in order.
    """
    by_report = {o.report: o for _, o in pairs}
    whole = [(c, by_report.get(o.origin, o)) for c, o in pairs]
    first = [origin_of(c, o, lang=lang) for c, o in whole]
    named: dict[tuple[object, ...], list[tuple[str, str]]] = {}
    for (claim, outlet), origin in zip(whole, first, strict=True):
        if claim.source is not None and origin != outlet_voice(outlet, lang=lang):
            named.setdefault(_figure(claim, outlet), []).append((claim.source.kind, origin))
    out = []
    for (claim, outlet), origin in zip(whole, first, strict=True):
        own = origin == outlet_voice(outlet, lang=lang)
        kind = claim.source.kind if claim.source else None
        heard = [o for k, o in named.get(_figure(claim, outlet), ()) if kind in (None, k)] if own else []
        out.append(heard[0] if heard else origin)
    return out


def _figure(claim: Claim, outlet: Outlet) -> tuple[object, ...]:
    bounds = claim.count.bounds if claim.count else None
    return outlet.report, claim.type, claim.stance == "denied", bounds


def agency(name: str, *, lang: str = "en") -> str | None:
    """The plain name of a news agency, or None when the name is not one."""
    return _press(name, ("agencies",), lang)


@lru_cache(maxsize=10_000)
def _press(name: str, sections: tuple[str, ...], lang: str) -> str | None:
    # Archives write outlets in small letters, and short names in the lexicon match capitals only.
    for written in (name, name.upper()):
        words = words_of(written)
        for start, end, found in voices(lang).find(words):
            if found.section in sections and start == 0 and end == len(words):
                return found.name
    return None


def credited(text: str, *, lang: str = "en") -> str | None:
    """The one agency whose report this is, by its date line or a credit line; None without one or with several.

    Args:
        text: The report.
        lang: Its language.
    """
    head, tail = text[:_HEAD], text[-_TAIL:]
    found = {a for m in _DATELINE.finditer(head) if (a := agency(m[1], lang=lang))}
    for line in (*head.split("\n"), *tail.split("\n")):
        found |= _credits(line, lang)
    return found.pop() if len(found) == 1 else None


def _credits(line: str, lang: str) -> set[str]:
    line = line.strip(" \t\r-–—|()[]*.©")
    if not line or len(line) > _LONGEST_CREDIT:
        return set()
    section = get(lang).section("voices")
    words = words_of(line)
    norms = {w.norm for w in words}
    if norms & set(section["picture"]):
        return set()
    agencies = [(s, e, n) for s, e, n in voices(lang).find(words) if n.section == "agencies"]
    inside = {i for s, e, _ in agencies for i in range(s, e)}
    allowed = {part for phrase in section["credit"] for part in phrase.split()}
    rest = [w for i, w in enumerate(words) if i not in inside and w.norm not in allowed and not w.raw.isdigit()]
    return set() if rest else {n.name for _, _, n in agencies}
