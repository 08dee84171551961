"""Plain statements on who used force, that the network may let pass.

Two kinds: denials ("the army denied carrying out the attack") and whose weapon it was ("activists said the jet was
Russian"). Promise: where the words leave no doubt, the statement is a claim, because an unheard one turns a dispute
into a verdict. Who denies is actor and source, as docs/claim-format.md has it; an attack that the network has found in
the same words only gains what it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from accordingto.extract.decode import RawClaim, Slot
from accordingto.extract.encoding import Pieces
from accordingto.extract.parties import PartyContext, party_of
from accordingto.extract.schema import MEANS, STANCES
from accordingto.lang import LanguagePack, get
from accordingto.model.text import Span

_SURE = 0.8
_LONGEST_NAME = 80
_CLASSES = {"scope": (0, _SURE), "act": (0, 1.0), "kind": (0, 0.0), "implied": (0, 1.0)}
# Who speaks begins a clause: after a mark, or at the start of a sentence.
_BEGINS = r"(?:^|(?<=[.,;:!?”\"\n] )|(?<=\n))"
_NAME = rf"[^\s,.;:“”\"][^,.;:“”\"\n]{{1,{_LONGEST_NAME}}}?"


def add_statements(
    raws: Sequence[RawClaim],
    text: str,
    sentences: Sequence[Span],
    pieces: Pieces,
    *,
    pack: LanguagePack,
    context: PartyContext,
) -> list[RawClaim]:
    """The raw claims of a report with the plain statements that are missing among them.

    Args:
        raws: What the network found, in text order.
        text: The report.
        sentences: Its sentences.
        pieces: Its word pieces.
        pack: Language pack with a ``wording`` section.
        context: The sides that the report speaks of.

    Returns:
        All raw claims in text order.
    """
    out = list(raws)
    for sentence in sentences:
        for m in (*_denials(text, sentence, pack), *_owners(text, sentence, pack, context)):
            first, last = pieces.covering(Span(*m.span("what")))
            found = [i for i, r in enumerate(out) if r.type == "attack" and first <= r.anchor < last]
            said = _claim(m, pieces)
            for i in found:
                means = out[i].classes["means"] if out[i].classes["means"][0] else said.classes["means"]
                slots = {**said.slots, **out[i].slots}
                out[i] = replace(out[i], slots=slots, classes={**out[i].classes, "means": means})
            if not found:
                out.append(said)
    return sorted(out, key=lambda r: (r.anchor, -1 if r.number is None else r.number))


def _denials(text: str, sentence: Span, pack: LanguagePack) -> Iterator[re.Match[str]]:
    return _denial(pack.code).finditer(text, sentence.start, sentence.end)


def _owners(text: str, sentence: Span, pack: LanguagePack, context: PartyContext) -> Iterator[re.Match[str]]:
    for m in _owner(pack.code).finditer(text, sentence.start, sentence.end):
        if party_of(m["owner"], pack=pack, context=context) is not None:
            yield m


def _claim(m: re.Match[str], pieces: Pieces) -> RawClaim:
    def slot(group: str) -> Slot:
        first, last = pieces.covering(Span(*m.span(group)))
        return Slot(first, last - 1, _SURE)

    parts = m.groupdict()
    denied = "owner" not in parts or parts["not"] is not None
    slots = {"trigger": slot("force"), "actor": slot("owner" if "owner" in parts else "who")}
    if parts["who"] is not None:
        slots |= {"source": slot("who"), "cue": slot("cue")}
    means = MEANS.index("airstrike") if parts.get("aircraft") else 0
    stance = STANCES.index("denied" if denied else "asserted")
    classes = {**_CLASSES, "stance": (stance, _SURE), "means": (means, _SURE)}
    return RawClaim("attack", int(slots["trigger"].last or 0), None, _SURE, slots, classes, ())


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(str(w)) for w in sorted(words, key=len, reverse=True))


@cache
def _denial(code: str) -> re.Pattern[str]:
    data = get(code).section("wording")
    what = rf"(?P<what>(?:[^\s,.;:“”\"]+\s+){{0,4}}?(?P<force>{_any(data['force'])}))\b"
    clause = rf"(?:{'|'.join(data['clauses'])})\s+"
    return re.compile(
        rf"{_BEGINS}(?:{clause})?(?P<who>{_NAME})\s+(?P<cue>{data['plain_denials']})\s+{what}", re.I | re.M
    )


@cache
def _owner(code: str) -> re.Pattern[str]:
    pack = get(code)
    data = pack.section("wording")
    saying = _any([form for verb in data["sayings"] for form in (*pack.inflect(verb), data["sayings"][verb] or verb)])
    and_so = "|".join(data["clauses"])
    told = r"(?:[^,.;:“”\"\n]{1,60}?\s)?"
    speaker = rf"{_BEGINS}(?:(?:{and_so})\s+)?(?P<who>{_NAME})\s+(?P<cue>{saying})\s{told}(?:{data['that']}\s)?"
    weapon = rf"(?:{data['the']})\s(?P<force>(?P<aircraft>{_any(data['aircraft'])})|{_any(data['bearers'])})"
    owner = rf"(?:{data['being']})(?P<not>\s?{data['not']})?\s(?P<owner>(?-i:[A-Z]\w+))"
    ends = rf"(?=[.,;:”\"]|$|\s(?:{and_so})\b)"
    return re.compile(rf"(?:{speaker})?(?P<what>{weapon}\s{owner}){ends}", re.I | re.M)
