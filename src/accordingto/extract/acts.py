"""What kind of act a claim's trigger names: "turned down" is REJECT, "withdrew" is RETREAT.

Promise: only the trigger's own words decide, from their first word on; a trigger that the list does not know keeps the
kind that the network gave it. The kinds are those of PLOVER as docs/claim-format.md uses them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from accordingto.lang import LanguagePack, get
from accordingto.model.claim import Claim

# "called on" and "launched an operation" go on after the trigger.
_AHEAD = 30


def name_acts(claims: Sequence[Claim], text: str, *, pack: LanguagePack) -> list[Claim]:
    """Give acts the kind that their words name.

    Args:
        claims: Claims of one report.
        text: The report.
        pack: Language pack with an ``acts`` section.
    """
    kinds = _kinds(pack.code)
    out = []
    for claim in claims:
        if claim.type == "act":
            begin, end = claim.trigger_span.start, claim.trigger_span.end
            found = next((k for k, p in kinds if (m := p.match(text, begin, end + _AHEAD)) and m.start() < end), None)
            if found is not None and found != claim.act:
                claim = replace(claim, act=found, why=(*claim.why, ("act", f"named by “{claim.trigger}”")))
        out.append(claim)
    return out


@cache
def _kinds(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds = get(code).section("acts")["kinds"]
    return tuple((str(kind), re.compile(rf"(?:{'|'.join(forms)})\b", re.I)) for kind, forms in kinds)
