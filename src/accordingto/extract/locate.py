"""Points for places: a toponym or a whole place phrase to a location with radius, precision and candidates.

Promise: no point is more exact than its words, and none lies in a country that the report does not speak of. A place
that cannot be told stays without a point and says why. Precision follows UCDP GED (see ``model.where``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from accordingto.extract.placemap import PlaceMap, capital_of, level_of, place_map
from accordingto.extract.placepoints import NEAR_KM, at_home, between, inside, location, on_border
from accordingto.extract.placerelations import IN, relation
from accordingto.extract.places import PlaceContext, place_context, place_path
from accordingto.extract.placescore import Option
from accordingto.extract.placewords import place_words
from accordingto.extract.sides import scan
from accordingto.lang import get
from accordingto.model.claim import Claim, Place
from accordingto.model.text import Span
from accordingto.model.where import Location, distance
from accordingto.vocab.gazetteer import Gazetteer, Known, place_key

_LEAST_BELIEF = 0.2
# A town with this share of its people stands for the division that bears its name.
_CHIEF = 0.05
# A name inside a longer one counts where it is surely this place, and one of some size.
_SURE_PART = 0.5
_LEAST_PART = 20_000
# A place this near to a town may be said to be in it.
_ABOUT_KM = 50.0
_PARTS = re.compile(r"[^\W\d_][\w'’-]*")


def resolve_places(
    text: str, spans: Iterable[Span | tuple[int, int]], *, publisher: str | None = None, lang: str = "en",
    gazetteer: Gazetteer | None = None,
) -> list[Place | None]:  # fmt: skip
    """Resolve toponyms in the context of their whole text.

    Args:
        text: The whole report.
        spans: Toponyms, or phrases such as "20 km south of Raqqa", as half-open ranges of code points.
        publisher: The outlet, whose country counts a little.
        lang: Code of the language pack.
        gazetteer: Where names are looked up; the shipped one by default.

    Returns:
        For each span a place with ``lat``, ``lon``, ``radius``, ``name``, ``country``, ``where_prec`` and
        ``candidates``, or None where the report leaves no point for it.

    Raises:
        ValueError: A span does not lie in the text.
    """
    wanted = [s if isinstance(s, Span) else Span(*s) for s in spans]
    if any(s.end > len(text) or not s.of(text).strip() for s in wanted):
        raise ValueError("a span of resolve_places is empty or reaches beyond the text")
    pack = get(lang)
    context = place_context(text, pack=pack)
    home = country_of(publisher, lang) if publisher else None
    known = place_map(text, context, spans=wanted, home=home, gazetteer=gazetteer)
    out: list[Place | None] = []
    for span in wanted:
        words = span.of(text)
        found = _of_name(words, text, span, known)
        # A phrase, "20 km south of Raqqa", and not only a long name.
        if found is None and any(w.islower() for w in words.split()):
            found = _of_path(place_path(words, report_text=text, context=context), words, text, span, known)
        found = found or _of_part(words, known) or _around(words, span, known)
        out.append(None if found is None else Place(words, span, None, found))
    return out


def locate(place: Place, text: str, known: PlaceMap) -> Place:
    """A claim's place with its point, or with the reason why there is none."""
    if place.text is None or place.span is None:
        return replace(place, unplaced="the place stands in no words of this report")
    found = _of_path(place.path, place.text, text, place.span, known)
    if found is not None:
        return replace(place, location=found)
    if place.path is None:
        return replace(place, unplaced="the words name no place that the report tells")
    if not known.context.countries:
        return replace(place, unplaced="the report names no country, and the name alone does not tell one")
    return replace(place, unplaced="no place of this name is known in the countries that the report speaks of")


def country_of(publisher: str, lang: str = "en") -> str | None:
    """The country that an outlet's name tells ("Kyiv Post", "The Times of India"), or None."""
    for found in scan(publisher[:120], lang)[1]:
        if found.entry.kind in ("state", "capital", "clue"):
            return found.entry.detail
    return None


def _of_name(name: str, text: str, span: Span, known: PlaceMap) -> Location | None:
    """The point of a name by itself, as the report uses it."""
    options = _choose(known.candidates(name), level_of(text, span, known.context.code))
    if options:
        return location(options, IN, known.gazetteer)
    return _of_relatives(name, known)


def _choose(options: Sequence[Option], level: str, country: str | None = None) -> list[Option]:
    """The candidates, likeliest first, as the class word and the country of this mention allow; none if none is likely.

    "Idlib province" is the division though "Idlib" by itself is the town in the same report.
    """
    if country is not None:
        options = [o for o in options if o.place.country in (country, "")]
    elif not options or options[0].belief < _LEAST_BELIEF:
        return []
    if not options:
        return []
    top = options[0].place
    if level:
        fits = [o for o in options if o.place.kind == level and o.place.country == top.country]
    else:
        # A bare name that a division and its chief town share is the town's.
        least = _CHIEF * top.size
        fits = [o for o in options if o.place.kind == "town" and top.id in o.place.parents and o.place.size >= least]
    return [*fits[:1], *(o for o in options if o is not fits[0])] if fits else list(options)


def _of_relatives(name: str, known: PlaceMap, country: str | None = None) -> Location | None:
    """An unknown name lies beside or in what the report puts it beside or in."""
    near = known.beside.get(place_key(name))
    if near is not None:
        base = _choose(known.candidates(near[0]), "town", country)
        if base:
            return location(base, near[1], known.gazetteer, unknown=name)
    for holder in known.context.holders.get(place_key(name), ()):
        base = _choose(known.candidates(holder), "", country)
        if base:
            return location(base, inside(base[0].place), known.gazetteer, unknown=name)
    return None


def _of_part(name: str, known: PlaceMap) -> Location | None:
    """A longer name that holds that of a place of the report or a great one: "Kabul University", "Oaxaca State"."""
    pieces = _PARTS.findall(name)
    words = place_words(known.context.code)
    for length in range(len(pieces) - 1, 0, -1):
        for i in range(len(pieces) - length + 1):
            part = pieces[i : i + length]
            if not part[0][:1].isupper() or any(words.common(w) for w in part):
                continue
            options = [o for o in known.candidates(" ".join(part)) if o.place.exact]
            if not options or options[0].belief < _SURE_PART or options[0].place.size < _LEAST_PART:
                continue
            rest = [w.lower() for w in (*pieces[:i], *pieces[i + length :])]
            whole = all(w in words.classes or w in words.contains for w in rest)
            return location(options, IN if whole else inside(options[0].place), known.gazetteer, unknown=name)
    return None


def _around(name: str, span: Span, known: PlaceMap) -> Location | None:
    """A name that nothing is known of goes to the place named beside it, or where most of the report's places lie."""
    beside = known.neighbour(span)
    if beside:
        found = location(beside, IN, known.gazetteer)
        why = f"“{name}” is not known; it stands beside {found.name}"
        return replace(
            found, radius=found.radius + 2 * NEAR_KM, where_prec=max(5, found.where_prec), candidates=(), why=why
        )
    home = known.home()
    return None if home is None else at_home(name, home, known.gazetteer)


def _of_path(path: str | None, phrase: str, text: str, span: Span, known: PlaceMap) -> Location | None:
    """The point of a place phrase: of the most specific name that is known, as the words around it relate to it."""
    if path is None:
        return None
    names = [n.strip() for n in path.split(",")]
    country = _code(names[-1], known.context.code)
    if country is not None and len(names) == 1:
        return _of_country(country, phrase, text, span, known)
    heads = names[0].split(" and ")
    holders = _holders(names[1 : -1 if country else len(names)], known, country)
    found = [f for h in heads if (f := _of_words(h, phrase, text, span, known, country, holders)) is not None]
    if len(heads) > 1 and len(found) == len(heads):
        return between(found, phrase)
    if found:
        return found[0]
    held = _of_relatives(heads[0], known, country)
    if held is not None:
        return held
    for name in names[1 : -1 if country else len(names)]:
        # The level of a holder is that of the class word beside it, in the phrase or elsewhere in the report.
        options = _choose(known.candidates(name), _level_in(name, phrase, text, span, known), country)
        if options:
            return location(options, inside(options[0].place), known.gazetteer, unknown=names[0])
    home = known.home() if country is not None and len(names) == 2 else None
    if home is not None and known.gazetteer.known(home[0]).country == country:
        return at_home(names[0], home, known.gazetteer)
    return _of_country(country, phrase, text, span, known, unknown=names[0]) if country is not None else None


def _code(name: str, code: str) -> str | None:
    """The code of a country by the plain name that paths use."""
    entries = scan(name, code)[1]
    return entries[0].entry.detail if len(entries) == 1 and entries[0].entry.kind == "state" else None


def _of_country(
    country: str, phrase: str, text: str, span: Span, known: PlaceMap, *, unknown: str | None = None
) -> Location | None:  # fmt: skip
    """A country, a part of it, its capital where the phrase says so, or its border with another."""
    place = known.gazetteer.nation(country)
    if place is None:
        return None
    option = [Option(place, {}, belief=1.0)]
    code = known.context.code
    if unknown is not None:
        return location(option, IN, known.gazetteer, unknown=unknown)
    words = place_words(code)
    states = [f for f in scan(phrase, code)[1] if f.entry.kind == "state"]
    tokens = scan(phrase, code)[0]
    for found in states:
        after = phrase[tokens[found.end - 1].end :]
        if words.borders_on(after) and found.entry.detail != country:
            return on_border(place, found.entry.detail, known.gazetteer)
    if words.names_capital(phrase):
        name = capital_of(country, code) or ""
        capital = [o for o in known.candidates(name) if o.place.country == country and o.place.kind == "town"]
        capital.sort(key=lambda o: place_key(known.gazetteer.name(o.place.id)) != place_key(name))
        if capital:
            return location(capital, IN, known.gazetteer)
    for found in states:
        if found.entry.detail == country:
            at = span.start + tokens[found.first].start
            return location(
                option, relation(text, at, span.start + tokens[found.end - 1].end, code=code), known.gazetteer
            )
    return location(option, IN, known.gazetteer)


def _holders(names: Sequence[str], known: PlaceMap, country: str | None) -> list[Known]:
    """The likeliest places of the names that the path puts around its first one."""
    return [o.place for name in names for o in _choose(known.candidates(name), "", country)[:2]]


def _of_words(
    name: str, phrase: str, text: str, span: Span, known: PlaceMap, country: str | None, holders: Sequence[Known]
) -> Location | None:  # fmt: skip
    """A name of the phrase, with the class word and the relation that stand beside it there.

    A namesake far from everything that the path puts around it is another place.
    """
    level, how = "", IN
    at = phrase.find(name)
    if at >= 0:
        here = Span(span.start + at, span.start + at + len(name))
        level = level_of(text, here, known.context.code)
        how = relation(text, here.start, here.end, code=known.context.code)
    fitting = [o for o in known.candidates(name) if not holders or any(_within(o.place, h) for h in holders)]
    if how.kind in ("off", "near", "around"):
        level = level or "town"
    options = _choose(fitting, level, country)
    return location(options, how, known.gazetteer) if options else None


def _within(place: Known, holder: Known) -> bool:
    """Whether a place lies in or about what should hold it."""
    if holder.id in place.parents or place.id == holder.id:
        return True
    far = max(_ABOUT_KM, 1.3 * holder.reach) + place.reach
    return distance((place.lat, place.lon), (holder.lat, holder.lon)) <= far


def _level_in(name: str, phrase: str, text: str, span: Span, known: PlaceMap) -> str:
    at = phrase.find(name)
    return level_of(text, Span(span.start + at, span.start + at + len(name)), known.context.code) if at >= 0 else ""


def with_points(
    claims: Sequence[Claim], text: str, context: PlaceContext, *, home: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> list[Claim]:  # fmt: skip
    """Give points to the places of one report's claims, or the reason why there is none."""
    if all(c.place is None for c in claims):
        return list(claims)
    known = place_map(text, context, home=home, gazetteer=gazetteer)
    done: dict[Place, Place] = {}
    out = []
    for claim in claims:
        if claim.place is not None:
            place = done.get(claim.place) or done.setdefault(claim.place, locate(claim.place, text, known))
            reason = place.location.why if place.location is not None else place.unplaced
            claim = replace(claim, place=place, why=(*claim.why, ("point", reason or "")))
        out.append(claim)
    return out
