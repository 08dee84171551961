"""Toponyms of a report, and the path of a place phrase from its most specific name up to the country.

Promise: a path holds only what the phrase or the report states, and a country only when the report speaks of it and
the gazetteer (or, for a name that it lacks, the report's one main country) leaves no other choice. A namesake in a
country that the report does not speak of is never chosen. What stays unknown stays out of the path.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from accordingto.extract.placewords import PlaceWords, place_words
from accordingto.extract.sides import scan, sides
from accordingto.extract.toponyms import Toponym, find_toponyms, toponyms
from accordingto.lang import LanguagePack, get
from accordingto.vocab.gazetteer import namesakes, place_key

__all__ = ["PlaceContext", "find_toponyms", "place_context", "place_path"]

# Reports are bounded so that a text without structure cannot cost more than a long report does.
_LONGEST = 60_000
_PHRASE = 240
_CLUE = 2.0
_PLAIN = 0.5
# One country is the report's main one when it has at least this share of all mentions.
_MAIN = 0.5
# A country with a smaller share is named in passing and lends no namesakes.
_SPOKEN_OF = 0.1
# A holder of another name stands at most this many code points after it.
_NEAR = 60
_DEPTH = 3
_SETTLED = ("city", "town", "village")


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What the report tells about its places.

    Attributes:
        code: Language pack in use.
        countries: Codes of the countries that the report speaks of, with the weight of their mentions.
        main: Code of the one that it is mainly about, or None.
        holders: Folded key of a place to the places that the report says it is in, nearest first.
        common: Class of place ("city") to the name that the report uses most with that word; "" to the place that
            stands out above all others, if one does.
    """

    code: str = "en"
    countries: Mapping[str, float] = field(default_factory=dict, hash=False)
    main: str | None = None
    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    common: Mapping[str, str] = field(default_factory=dict, hash=False)


def place_context(text: str, *, dateline_country: str | None = None, pack: LanguagePack | None = None) -> PlaceContext:
    """Read what a report tells about its places; once per report.

    Args:
        text: The whole report.
        dateline_country: Code of the country that the report is sent from, when known.
        pack: Language pack with ``places`` and ``countries`` sections; English by default.
    """
    pack = pack or get("en")
    text = text[:_LONGEST]
    lexicon, words = sides(pack.code), place_words(pack.code)
    weights: dict[str, float] = defaultdict(float)
    tokens, entries = scan(text, pack.code)
    for found in entries:
        entry = found.entry
        if not tokens[found.first].raw[:1].isupper():
            continue
        if entry.kind == "clue":
            weights[entry.detail] += _CLUE
        elif entry.kind in ("state", "capital"):
            weights[entry.detail] += _PLAIN if entry.detail in lexicon.plain else 1.0
        elif entry.kind == "armed" and len(entry.countries) == 1:
            weights[entry.countries[0]] += _PLAIN
    if dateline_country:
        weights[dateline_country] += _CLUE
    found_places = toponyms(text, pack=pack)
    main = None
    if weights:
        best = max(weights, key=lambda code: weights[code])
        main = best if weights[best] >= _MAIN * sum(weights.values()) else None
    return PlaceContext(
        pack.code, dict(weights), main, _holders(text, found_places, words), _common(text, found_places, words)
    )


def _holders(text: str, places: list[Toponym], words: PlaceWords) -> dict[str, tuple[str, ...]]:
    counts: dict[str, Counter[str]] = {}
    named = [p for p in places if p.country is None]
    for inner, outer in zip(named, named[1:], strict=False):
        gap = text[inner.span.end : outer.span.start]
        fits = outer.sort == "major" or (outer.sort == "listed" and inner.sort != "major")
        if fits and len(gap) <= _NEAR and words.states_holder(gap):
            counts.setdefault(place_key(inner.name), Counter())[outer.name] += 1
    best = {key: c.most_common(1)[0][0] for key, c in counts.items()}
    # Two places cannot hold each other.
    return {key: (name,) for key, name in best.items() if place_key(best.get(place_key(name), "")) != key}


def _common(text: str, places: list[Toponym], words: PlaceWords) -> dict[str, str]:
    counts: dict[str, Counter[str]] = {}
    for place in (p for p in places if p.country is None):
        kind = words.class_beside(text, place.span)
        if kind is not None:
            counts.setdefault(kind, Counter())[place.name] += 1
    common = {kind: c.most_common(1)[0][0] for kind, c in counts.items()}
    everywhere = Counter(p.name for p in places if p.country is None and p.sort == "major").most_common(2)
    # One place stands out when it is named twice and oftener than any other.
    if everywhere and everywhere[0][1] > max(1, everywhere[1][1] if len(everywhere) > 1 else 0):
        common[""] = everywhere[0][0]
    return common


def place_path(phrase: str, *, report_text: str, context: PlaceContext) -> str | None:
    """The path of a place phrase, such as "Inkhil, Daraa, Syria", only as far as the report lets one tell.

    Args:
        phrase: The words for the place, as they stand in the report.
        report_text: The whole report; kept for callers that have no context of it.
        context: The report's places, from ``place_context``.

    Returns:
        Names from the most specific to the country, or None when the words name no place that can be told.
    """
    if not context.countries and report_text:
        context = place_context(report_text, pack=get(context.code))
    pack = get(context.code)
    phrase = phrase[:_PHRASE]
    words = place_words(context.code)
    states = sides(context.code).states
    countries: list[str] = []
    names: list[Toponym] = []
    for place in toponyms(phrase, pack=pack, loose=True):
        if place.country is None:
            names.append(place)
        elif not words.borders_on(phrase[place.span.end :]) and _meant(place, context, states):
            # "Turkmen villages in Syria": the state itself tells more than a people does.
            own = place.name == states[place.country][0]
            countries.insert(0 if own else len(countries), place.country)
    if not names:
        if countries:
            return states[countries[0]][0]
        return _pointed(phrase, words, context, states)
    path = _chain(phrase, names, words)
    if names[0].sort != "major":
        _add_city(path, phrase, words, context)
    while len(path) < _DEPTH:
        more = context.holders.get(place_key(path[-1]), ())
        known = {place_key(p) for p in path}
        fresh = [m for m in more if place_key(m) not in known]
        if not fresh:
            break
        path.append(fresh[0])
    return _with_country(path, countries[0] if countries else _country(path, context), states)


def _add_city(path: list[str], phrase: str, words: PlaceWords, context: PlaceContext) -> None:
    """A quarter or street that nothing holds is in the one place that stands out in the report, if one does."""
    city = context.common.get("")
    alone = len(path) == 1 and place_key(path[0]) not in context.holders
    if city is not None and alone and words.classes_in(phrase)[:1] == ["neighbourhood"] and city not in path[0]:
        path.append(city)


def _meant(place: Toponym, context: PlaceContext, states: Mapping[str, tuple[str, str]]) -> bool:
    """Whether a state or its people tell where: an adjective may be part of a name ("Turkmen Bari")."""
    code = place.country or ""
    share = context.countries.get(code, 0.0) >= _SPOKEN_OF * sum(context.countries.values())
    return share or place.name == states[code][0]


def _with_country(path: list[str], country: str | None, states: Mapping[str, tuple[str, str]]) -> str:
    if country is not None and place_key(states[country][0]) != place_key(path[-1]):
        path = [*path, states[country][0]]
    return ", ".join(path)


def _chain(phrase: str, names: list[Toponym], words: PlaceWords) -> list[str]:
    """Order the names of a phrase: the place itself, then what holds it; what is merely near is left out."""
    head = [names[0].name]
    holders: list[str] = []
    for before, place in zip(names, names[1:], strict=False):
        gap = phrase[before.span.end : place.span.start]
        link = "held" if before.owns else words.link(gap)
        if not gap.strip() and place.sort == "guess" and not before.owns:
            # Two words of one name, of which only the first is known: "Hamar" and "Hamar Weyne".
            (holders or head)[-1] += gap + place.name
            continue
        if not gap.strip() and before.sort == place.sort == "major" and not before.owns:
            link = "joined"
        if link == "holds" and before.sort == "major" != place.sort and words.begins_with_class(gap):
            link = "held"
        if link == "holds":
            holders.append(place.name)
        elif link == "held":
            holders.insert(0, head[0])
            head = [place.name]
        elif link == "joined" and not holders and len(head) == 1:
            head.append(place.name)
        else:
            break
    return [" and ".join(head), *holders]


def _pointed(
    phrase: str, words: PlaceWords, context: PlaceContext, states: Mapping[str, tuple[str, str]]
) -> str | None:
    """What "the city" is in this report: the one it speaks of; other common nouns only tell the country."""
    for kind in words.meant_classes(phrase):
        name = context.common.get(kind) or (context.common.get("") if kind in _SETTLED else None)
        if name is not None and kind != "country":
            path = [name, *context.holders.get(place_key(name), ())]
            return _with_country(path, _country(path, context), states)
    return states[context.main][0] if context.main is not None else None


def _country(path: list[str], context: PlaceContext) -> str | None:
    """The one country of the report that the names leave: of the holder first, then of the place itself."""
    first = path[0].split(" and ")[0]
    known = namesakes([first, *path[1:]])
    for name in (*reversed(path[1:]), first):
        place = known.get(place_key(name))
        if place is None:
            continue
        if context.main in place.codes:
            return context.main
        options = [
            c for c in place.codes if context.countries.get(c, 0.0) >= _SPOKEN_OF * sum(context.countries.values())
        ]
        if len(options) == 1:
            return options[0]
        if options:
            return None
    # Known abroad only, or not at all: the main country may well have a small place of that name.
    return context.main
