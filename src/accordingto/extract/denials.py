"""Plain denials of an act of force: "the army denied carrying out the attack".

Promise: a denial whose words leave no doubt is a claim even where the network lets it pass, because unheard denials
turn a dispute into a verdict. Its actor and its source are who denies, as docs/claim-format.md has it; nothing is added
where the network has found an attack in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from accordingto.extract.decode import RawClaim, Slot
from accordingto.extract.encoding import Pieces
from accordingto.extract.schema import STANCES
from accordingto.lang import LanguagePack, get
from accordingto.model.text import Span

_SURE = 0.8
_LONGEST_NAME = 80
_CLASSES = {"means": (0, 1.0), "scope": (0, _SURE), "act": (0, 1.0), "kind": (0, 0.0), "implied": (0, 1.0)}


def add_denials(
    raws: Sequence[RawClaim], text: str, sentences: Sequence[Span], pieces: Pieces, *, pack: LanguagePack
) -> list[RawClaim]:
    """The raw claims of a report with the plain denials that are missing among them.

    Args:
        raws: What the network found, in text order.
        text: The report.
        sentences: Its sentences.
        pieces: Its word pieces.
        pack: Language pack with a ``wording`` section.

    Returns:
        All raw claims in text order.
    """
    pattern = _pattern(pack.code)
    out = list(raws)
    for sentence in sentences:
        for m in pattern.finditer(text, sentence.start, sentence.end):
            first, last = pieces.covering(Span(m.start("who"), m.end("what")))
            if not any(r.type == "attack" and first <= r.anchor < last for r in raws):
                out.append(_claim(m, pieces))
    return sorted(out, key=lambda r: (r.anchor, -1 if r.number is None else r.number))


def _claim(m: re.Match[str], pieces: Pieces) -> RawClaim:
    def slot(group: str) -> Slot:
        first, last = pieces.covering(Span(*m.span(group)))
        return Slot(first, last - 1, _SURE)

    who, force = slot("who"), slot("force")
    slots = {"trigger": force, "actor": who, "source": who, "cue": slot("cue")}
    classes = {**_CLASSES, "stance": (STANCES.index("denied"), _SURE)}
    return RawClaim("attack", int(force.last or 0), None, _SURE, slots, classes, ())


@cache
def _pattern(code: str) -> re.Pattern[str]:
    data = get(code).section("wording")
    force = "|".join(re.escape(str(w)) for w in sorted(data["force"], key=len, reverse=True))
    # Who denies begins its clause: after a mark, or at the start of the sentence.
    name = rf"(?P<who>[^\s,.;:“”\"][^,.;:“”\"\n]{{1,{_LONGEST_NAME}}}?)"
    what = rf"(?P<what>(?:[^\s,.;:“”\"]+\s+){{0,4}}?(?P<force>{force}))\b"
    clause = rf"(?:{'|'.join(data['clauses'])})\s+"
    return re.compile(
        rf"(?:^|(?<=[.,;:!?”\"\n] )|(?<=\n))(?:{clause})?{name}\s+(?P<cue>{data['plain_denials']})\s+{what}",
        re.I | re.M,
    )
