"""Number phrases with what they commit their speaker to: "up to 50", "a dozen", "between 15 and 20", "scores".

Promise: mentions are in text order and do not overlap; ``bounds`` follow the table of docs/claim-format.md; a phrase
that is a measure, an age, a year or a designation ("S-400") is returned too, marked by ``kind``, so that an audit can
say why it is no count. Words of the language stand in ``quantities.yaml``; the grammar here knows none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from accordingto.lang import LanguagePack, get
from accordingto.model.text import Span
from accordingto.model.values import Bounds

# Larger than any count of people; longer digit strings are phone numbers and identifiers.
_MAX = 10_000_000_000
_DIGITS = r"\d{1,3}(?:[,\u202f\u00a0]\d{3})+(?!\d)|\d{1,3}(?: 000)+(?!\d)|\d+(?:\.\d+)?"
COUNTING = frozenset({"exact", "bounded", "vague", "article"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number phrase.

    Attributes:
        span: The phrase with its qualifier: "as many as 50".
        number: The number words alone: "50".
        bounds: What it commits to.
        kind: ``exact``, ``bounded``, ``vague``, ``article`` (these can count), or ``year``, ``measure``, ``age``,
            ``designation``, ``decimal`` (these cannot).
        rule: Name of the grammar rule, for explanations.
    """

    span: Span
    number: Span
    bounds: Bounds
    kind: str
    rule: str

    @property
    def counts(self) -> bool:
        """Whether this phrase can say how many."""
        return self.kind in COUNTING


def find_quantities(text: str, *, pack: LanguagePack) -> list[Quantity]:
    """Find every number phrase of a text, articles ("a soldier") included.

    Args:
        text: The whole report.
        pack: Language pack with a ``quantities`` section.

    Returns:
        Quantities in text order.
    """
    grammar = _grammar(pack.code)
    found: list[Quantity] = []
    position = 0
    for match in grammar.phrase.finditer(text):
        if match.start() < position:
            continue
        quantity = grammar.read(text, match)
        if quantity is not None:
            found.append(quantity)
            position = quantity.span.end
    return found


def _alternatives(words: Iterable[str]) -> str:
    """A regex alternation, longest first, with any run of spaces between words."""
    return "|".join(re.escape(w).replace(r"\ ", r"[ \u00a0]+") for w in sorted(words, key=len, reverse=True))


class _Grammar:
    """The compiled section of one language."""

    def __init__(self, pack: LanguagePack) -> None:
        data = pack.section("quantities")
        self.values: dict[str, int] = {**data["units"], **data["tens"]}
        self.tens = frozenset(data["tens"].values())
        self.scales: dict[str, int] = {**data["scales"], **data["multiples"]}
        self.shares: dict[str, float] = data["shares"]
        self.suffixes: dict[str, int] = data["scale_suffixes"]
        self.bounds_words = {w: kind for kind in ("at_least", "up_to", "about") for w in data[kind]}
        self.after_words = {
            w: kind for kind in ("at_least", "up_to", "about") for w in data.get(f"{kind}_after", ())
        }  # fmt: skip
        self.measures = frozenset(str(m).lower() for m in data["measures"])
        self.designations = frozenset(str(d).lower() for d in data["designations"])
        self.ages = tuple(data["ages"])
        self.age_words = frozenset(str(a).lower() for a in data["age_words"])
        self.currency = tuple(data["currency"])
        words = _alternatives([*self.values, *self.scales])
        joined = rf"(?:{words})(?:(?:[ \u00a0-]+(?:{_alternatives(data['and'])})?[ \u00a0]*)(?:{words})\b)*"
        scale = _alternatives(self.scales)
        halves = rf"(?:{_DIGITS}|{words})[ \u00a0]+(?:{_alternatives(data['halves'])})[ \u00a0]+(?:{scale})\b"
        self.half = re.compile(rf"[ \u00a0]+(?:{_alternatives(data['halves'])})[ \u00a0]+", re.I)
        shares = rf"(?:{_alternatives(self.shares)})[ \u00a0]+(?:{scale})\b"
        figures = rf"(?:{_DIGITS})(?:[ \u00a0-]?(?:{scale}|[kKmM])\b)?"
        number = rf"(?:{shares}|{halves}|{figures}|(?:an?[ \u00a0]+)?(?:{scale})\b|\b(?:{joined})\b)"
        quote = "[\"'‘“]?"
        between = rf"(?:(?:{_alternatives(data['between'])})[ \u00a0]+)?"
        joins = rf"[ \u00a0]?[-–—][ \u00a0]?|[ \u00a0]+(?:{_alternatives(data['range_joins'])})[ \u00a0]+"
        lead = _alternatives([*self.bounds_words, *data["plain"]])
        self.after = re.compile(rf"[ \u00a0]+(?P<word>{_alternatives(self.after_words)})\b|(?P<plus>\+)", re.I)
        self.phrase = re.compile(
            rf"(?<![\w.])(?:(?P<vague>{_alternatives(data['vague'])})\b"
            rf"(?![ \u00a0]+{quote}(?:\d|(?:an?[ \u00a0]+)?(?:{words})\b))"
            rf"|(?P<lead>(?:(?:{lead}),?[ \u00a0]+){{0,2}}){quote}(?P<between>{between})(?P<one>{number})"
            rf"(?:(?P<join>{joins})(?P<two>{number}))?(?!\w)"
            rf"|(?P<article>{_alternatives(data['articles'])})\b)",
            re.I,
        )
        self.again = re.compile(rf"[ \u00a0]?\((?P<figure>{_DIGITS})\)")
        self.range_and = frozenset(data["and"])
        self.next_word = re.compile(r"[ \u00a0-]{0,2}([^\W\d_][\w.'’-]*|%)")
        self.previous = re.compile(r"([^\W\d_]+|[$€£₦₹¥])[ \u00a0]?-?$")

    def read(self, text: str, m: re.Match[str]) -> Quantity | None:
        """Turn one match into a quantity."""
        if m["vague"]:
            return Quantity(Span(*m.span()), Span(*m.span()), Bounds.unnumbered(m["vague"]), "vague", "quantity word")
        if m["article"]:
            return Quantity(Span(*m.span()), Span(*m.span()), Bounds.exact(1), "article", "article counts one")
        first, second = self.value(m["one"]), self.value(m["two"]) if m["two"] else None
        if first is None:
            return None
        number = Span(m.start("one"), m.end("two") if second is not None else m.end("one"))
        join = (m["join"] or "").strip().lower()
        if second is not None and (
            second < first or (join in self.range_and and not m["between"]) or (join == "to" and m["between"] == "")
            and second > 50 * max(1, first)
        ):  # fmt: skip
            second, number = None, Span(*m.span("one"))
        lead_words = self.lead_words(m["lead"] or "")
        kind = self.kind_of(text, number, m["one"], qualified=any(w in self.bounds_words for w in lead_words))
        start = m.start("lead") if lead_words else number.start
        if m["between"] and second is not None:
            start = m.start("between")
        if second is not None:
            return Quantity(Span(start, number.end), number, Bounds.between(first, second), kind or "bounded", "range")
        told = [self.bounds_words[w] for w in lead_words if w in self.bounds_words]
        # "an estimated at least 40": the firmer of two qualifiers holds.
        bound = next((k for k in told if k != "about"), told[0] if told else None)
        if not bound:
            start = number.start
        end = number.end
        again = self.again.match(text, end)
        if again and self.value(again["figure"]) == first:
            # "thirteen (13)" is one figure, told twice.
            end = again.end()
        after = self.after.match(text, end)
        if after and bound is None and kind is None:
            bound = "at_least" if after["plus"] else self.after_words[" ".join(after["word"].lower().split())]
            end = after.end()
        bounds = {
            None: Bounds.exact, "at_least": Bounds.at_least, "up_to": Bounds.up_to, "about": Bounds.about,
        }[bound](first)  # fmt: skip
        rule = {None: "plain number", "at_least": "lower bound", "up_to": "upper bound only", "about": "approximate"}
        return Quantity(Span(start, end), number, bounds, kind or ("bounded" if bound else "exact"), rule[bound])

    def lead_words(self, lead: str) -> list[str]:
        """The qualifiers in front of a number, lower case with single spaces, the nearest last."""
        rest, out = " ".join(lead.lower().replace(",", " ").split()), []
        known = sorted([*self.bounds_words], key=len, reverse=True)
        while rest:
            word = next((w for w in known if rest == w or rest.startswith(w + " ")), rest.split(" ")[0])
            out.append(word)
            rest = rest[len(word) :].strip()
        return out

    def value(self, words: str) -> int | None:
        """The integer that number words name, or None if they name none ("3.5", a phone number)."""
        lower = words.lower().replace("\u00a0", " ").replace("\u202f", " ")
        share = next((w for w in self.shares if lower.startswith(w + " ")), None)
        if share is not None:
            return round(self.shares[share] * self.scales[lower[len(share) :].strip()])
        if half := self.half.search(lower):
            whole, scale = self.value(lower[: half.start()]), self.scales[lower[half.end() :].strip()]
            return None if whole is None else round((whole + 0.5) * scale)
        digits = re.match(rf"(?:{_DIGITS})", lower)
        if digits:
            raw, tail = digits.group(), lower[digits.end() :].strip(" -")
            factor = self.scales.get(tail) or self.suffixes.get(tail) or 1
            number = float(re.sub(r"[, ]", "", raw)) * factor if len(raw) < 20 else float(_MAX)
            return round(number) if number < _MAX and abs(number - round(number)) < 1e-6 else None
        total, current = 0, 0
        for word in re.split(r"[ -]+", lower):
            if word in ("a", "an"):
                current = 1
            elif word in self.scales:
                scale = self.scales[word]
                current = max(1, current) * scale
                if scale >= 1000:
                    total, current = total + current, 0
            elif word in self.values:
                unit = self.values[word]
                if current % 10 != 0 or (current % 100 and unit >= 10):
                    return total + current  # "one two": two numbers side by side; the first is the phrase
                current += unit
        return total + current

    def kind_of(self, text: str, number: Span, first: str, *, qualified: bool) -> str | None:
        """Why a number cannot count, or None if it can."""
        after = text[number.end : number.end + 12].lower()
        if any(after.startswith(age) for age in self.ages):
            return "age"
        before = self.previous.search(text[max(0, number.start - 16) : number.start])
        if before and before.group(1) in self.currency:
            return "measure"
        if before and before.group(1).lower() in self.age_words:
            return "age"
        glued = text[number.start - 1 : number.start] == "-" if number.start else False
        if before and (glued or before.group(1).lower() in self.designations) and first[0].isdigit():
            return "designation"
        following = self.next_word.match(text, number.end)
        if following and following.group(1).lower().rstrip(".") in self.measures:
            return "measure"
        if not qualified and re.fullmatch(r"(?:19|20)\d\d", first) and not first.endswith("00"):
            return "year"
        if re.match(r"(?:st|nd|rd|th)\b|[.:]\d", after):
            return "decimal"
        return None


@cache
def _grammar(code: str) -> _Grammar:
    return _Grammar(get(code))
