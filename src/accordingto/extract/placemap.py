"""The names of a report's places, gathered and weighed once: what each means, and what the text relates it to.

Promise: a name means one place throughout a report. Nothing outside the report and the gazetteer is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from accordingto.extract.placerelations import Relation, relation
from accordingto.extract.places import PlaceContext
from accordingto.extract.placescore import Name, Option, Scene, weigh
from accordingto.extract.placewords import PlaceWords, place_words
from accordingto.extract.sides import scan
from accordingto.extract.toponyms import Toponym, toponyms
from accordingto.lang import LanguagePack, get
from accordingto.model.text import Span
from accordingto.vocab.gazetteer import Gazetteer, place_key, shipped

# A text without structure must not cost more than a long report does.
_LONGEST = 60_000
_GAP = 60
_LOOK = 40
_NEXT = 250


@dataclass(frozen=True)
class PlaceMap:
    """Every name of a report with its candidates.

    Attributes:
        context: Countries, holders and common nouns of the report.
        options: Folded name to its candidates, likeliest first.
        beside: Folded name to a name that the text puts it near, and how.
        mentions: Where each name stands, in text order.
    """

    context: PlaceContext
    gazetteer: Gazetteer
    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    beside: Mapping[str, tuple[str, Relation]] = field(default_factory=dict)
    mentions: Sequence[tuple[Span, str]] = ()

    def candidates(self, name: str) -> Sequence[Option]:
        """What a name means here; one that was not gathered is weighed with the report's countries alone."""
        key = place_key(name)
        if key in self.options:
            return self.options[key]
        scene = Scene(self.gazetteer, self.context.countries)
        return weigh([Name(name)], scene).popitem()[1]

    def neighbour(self, span: Span) -> Sequence[Option]:
        """The candidates of the surely known town or division named nearest to a span, within a sentence or two."""
        best: tuple[int, Sequence[Option]] = (_NEXT, ())
        for at, key in self.mentions:
            gap = max(at.start - span.end, span.start - at.end)
            if not 0 <= gap < best[0]:
                continue
            options = self.options[key]
            if options and options[0].belief >= 0.5 and options[0].place.kind in ("town", "admin2", "admin1"):
                best = (gap, options)
        return best[1]

    def home(self) -> tuple[tuple[int, int], list[tuple[float, float]]] | None:
        """The first-order division that holds most of the report's places, and their points; None if none does."""
        belief: dict[tuple[int, int], float] = defaultdict(float)
        points: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
        total = 0.0
        for options in self.options.values():
            if not options or options[0].place.kind not in ("town", "admin2"):
                continue
            top = options[0]
            total += top.belief
            if top.place.parents and top.belief >= 0.5:
                belief[top.place.parents[-1]] += top.belief
                points[top.place.parents[-1]].append((top.place.lat, top.place.lon))
        best = max(belief, key=lambda d: belief[d], default=None)
        # One name may be misread; two agree.
        most = best is not None and belief[best] >= 0.5 * total and len(points[best]) > 1
        return (best, points[best]) if best is not None and most else None


def place_map(
    text: str, context: PlaceContext, *, spans: Iterable[Span] = (), home: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> PlaceMap:  # fmt: skip
    """Weigh the names of a report.

    Args:
        text: The whole report.
        context: What ``place_context`` read from it.
        spans: Names that are known to be places besides those that the report's own words show.
        home: Code of the publisher's country.
        gazetteer: Where names are looked up; the shipped one by default.
    """
    gazetteer = gazetteer or shipped()
    pack = get(context.code)
    words = place_words(pack.code)
    found = _mentions(text, spans, pack)
    holders: dict[str, Counter[str]] = defaultdict(Counter)
    beside: dict[str, tuple[str, Relation]] = {}
    for inner, outer in zip(found, found[1:], strict=False):
        _relate(text, inner, outer, words, holders, beside, pack.code)
    # A guess by its surroundings is related to others, but is no place by itself.
    found = [m for m in found if m.sort != "guess"]
    times = Counter(place_key(m.name) for m in found)
    levels: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, Toponym] = {}
    for m in found:
        key = place_key(m.name)
        first.setdefault(key, m)
        level = level_of(text, m.span, pack.code)
        if level:
            levels[key][level] += 1
    names = {}
    for key, m in first.items():
        level = levels[key].most_common(1)[0][0] if levels[key] else ""
        held = [h for h, _ in holders[key].most_common(3)]
        country = any(p.kind == "country" for p in gazetteer.find(m.name)) if m.country else True
        names[key] = Name(m.name, m.country, level, tuple(held), times[key], not country, _capital(m.name, pack.code))
    order = sorted(names, key=lambda k: -times[k])
    scene = Scene(gazetteer, context.countries, home)
    weighed = weigh([names[k] for k in order], scene)
    where = [(m.span, place_key(m.name)) for m in found]
    return PlaceMap(context, gazetteer, {k: weighed[names[k]] for k in order}, beside, where)


def _mentions(text: str, spans: Iterable[Span], pack: LanguagePack) -> list[Toponym]:
    """The report's toponyms, with the given spans in place of what overlaps them."""
    own = toponyms(text[:_LONGEST], pack=pack)
    by_span = {t.span: t for t in own}
    given = sorted(set(spans))
    if given:
        ends = [0]
        kept = []
        for t in own:
            while len(ends) <= len(given) and given[len(ends) - 1].end <= t.span.start:
                ends.append(0)
            near = given[len(ends) - 1] if len(ends) <= len(given) else None
            if near is None or not near.overlaps(t.span):
                kept.append(t)
        own = kept + [by_span.get(s) or _as_given(text, s, pack) for s in given]
        own.sort(key=lambda t: t.span)
    return own


def _as_given(text: str, span: Span, pack: LanguagePack) -> Toponym:
    """A name that the caller says is one; a state where the lexicon knows the whole of it so."""
    name = span.of(text)
    inside = [t for t in toponyms(name, pack=pack, loose=True) if t.country is not None]
    country = inside[0].country if inside and len(inside[0].name) >= len(name.strip()) - 2 else None
    return Toponym(span, name.removesuffix("'s").removesuffix("’s"), country, "listed")


def _capital(name: str, code: str) -> str | None:
    """The country whose capital bears a name."""
    entries = scan(name, code)[1]
    return entries[0].entry.detail if len(entries) == 1 and entries[0].entry.kind == "capital" else None


@cache
def _capitals(code: str) -> dict[str, str]:
    lines = get(code).section("countries").items()
    return {state: first for state, line in lines if (first := line.split("|")[3].split(";")[0].strip())}


def capital_of(country: str, code: str = "en") -> str | None:
    """The name of a country's capital in a language."""
    return _capitals(code).get(country)


def _relate(
    text: str, inner: Toponym, outer: Toponym, words: PlaceWords, holders: dict[str, Counter[str]],
    beside: dict[str, tuple[str, Relation]], code: str,
) -> None:  # fmt: skip
    """Note what the words between two names that follow each other say of them."""
    gap = text[inner.span.end : outer.span.start]
    if len(gap) > _GAP or "\n" in gap or ". " in gap or ";" in gap:
        return
    a, b = place_key(inner.name), place_key(outer.name)
    if not a or not b or a == b:
        return
    bare = gap.strip()
    found = relation(text, outer.span.start, outer.span.end, code=code) if len(bare) > 3 else None
    if found is not None and found.kind in ("near", "off") and found.words and found.words in gap + " ":
        beside.setdefault(a, (outer.name, found))
    elif inner.owns or bare in ("'s", "’s") or (inner.country is not None and _leads(gap, words)):
        holders[b][inner.name] += 2
    elif bare in (",", "(", ", in", "in") or words.link(gap) == "holds":
        holders[a][outer.name] += 2 if bare else 1
    elif words.link(gap) == "held":
        holders[b][inner.name] += 1


def _leads(gap: str, words: PlaceWords) -> bool:
    """Whether a state's people stand before the name of what is theirs: "the Syrian town of", "Syrian"."""
    inside = [w for w in gap.lower().split() if w not in ("city", "of")]
    return not inside or all(w in words.classes or w in words.contains for w in inside)


@cache
def _levels(code: str) -> dict[str, str]:
    data = get(code).section("places")["levels"]
    # Earlier levels win for a word of several ("department" is first-order in some countries, second in others).
    out: dict[str, str] = {}
    for level, forms in data.items():
        for form in forms:
            out.setdefault(str(form), str(level))
    return out


def level_of(text: str, span: Span, code: str = "en") -> str:
    """The level of division that class words in or beside a name say: "X province", "the town of X", "Y County"."""
    levels = _levels(code)
    inside = span.of(text).lower().split()
    if len(inside) > 1 and (inside[-1] in levels or inside[0] in levels):
        return levels.get(inside[-1]) or levels[inside[0]]
    after = text[span.end : span.end + _LOOK].split(None, 1)[:1]
    if after and text[span.end : span.end + 1] == " ":
        word = after[0].strip(".,;:)").lower()
        if word in levels:
            return levels[word]
    before = text[max(0, span.start - _LOOK) : span.start].lower().split()[-2:]
    if len(before) == 2 and before[1] == "of" and before[0] in levels:
        return levels[before[0]]
    return levels.get(before[-1], "") if before and before[-1] in levels else ""
