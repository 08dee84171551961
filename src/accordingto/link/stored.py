"""What linking knows of reports and tellings, in the forms in which a ledger keeps it.

Promise: what comes back is equal to what was given; ``FORM`` changes with anything that the forms or the keys of blocks
depend on, so that what an older program kept is made anew.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from math import sqrt
from typing import Any

import numpy as np

from accordingto.link.blocking import Key
from accordingto.link.names import Path, words_of
from accordingto.link.profile import Grain, Profile
from accordingto.link.sketch import Sketch

FORM = "2"
"""Name of these forms and of the keys; another one makes every ledger link everything anew."""
_SETS = ("others", "kinds", "means", "families", "parties", "victims", "sorts", "tags", "names")
_PLAIN = ("key", "report", "origin", "published", "start", "end")


def profile_as_json(p: Profile) -> str:
    """A profile as one line of JSON; weights of words are left out, as the language pack has them."""
    value = {name: getattr(p, name) for name in _PLAIN}
    value |= {name: sorted(getattr(p, name)) for name in _SETS}
    value |= {
        "grain": int(p.grain), "place": [p.place.heads, p.place.all, p.place.country, p.place.depth],
        "counts": p.counts, "figures": sorted(p.figures), "sided": sorted(p.sided), "words": list(p.words),
        "point": p.point,
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def profile_from_json(line: str, *, lang: str = "en") -> Profile:
    """The profile again.

    Args:
        line: As ``profile_as_json`` gives it.
        lang: Code of the language pack with which it was made.
    """
    d = json.loads(line)
    pack = words_of(lang)
    words = {w: weight * weight for w in d["words"] for weight in (pack.rarity.get(w, pack.rare),)}
    heads, every, country, depth = d["place"]
    own: dict[str, Any] = {name: d[name] for name in _PLAIN} | {name: frozenset(d[name]) for name in _SETS}
    return Profile(
        **own,
        grain=Grain(d["grain"]),
        place=Path(tuple(heads), tuple(every), country, depth),
        counts={k: tuple(v) for k, v in d["counts"].items()},
        figures=frozenset(map(tuple, d["figures"])),
        sided=frozenset(map(tuple, d["sided"])),
        words=words,
        norm=sqrt(sum(words.values())),
        point=tuple(d["point"]) if d["point"] else None,
    )


@lru_cache(maxsize=200_000)
def key_number(key: Key) -> int:
    """A key of a block as a signed number of 64 bits, the same in every process."""
    digest = blake2b("\x1f".join(map(str, key)).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def band_number(band: int) -> int:
    """A key of a sketch, which has 64 bits, as a signed number."""
    return band - (1 << 64) if band >> 63 else band


def sketch_as_bytes(s: Sketch) -> bytes:
    """A sketch in as few bytes as it has; its id is left out, as it is the name under which it is kept."""
    parts = (
        s.shingles.astype("<u4"), s.lead.astype("<u4"), np.array(sorted(s.facts), "<u4"), np.array(s.bands, "<u8"),
        np.array(s.sentences, "<u4"),
    )  # fmt: skip
    head = json.dumps([s.order[0], s.words, *(p.size for p in parts)]).encode()
    return b"\n".join((head, b"".join(p.tobytes() for p in parts)))


def sketch_from_bytes(name: str, body: bytes) -> Sketch:
    """The sketch again, of the report of that id."""
    head, _, rest = body.partition(b"\n")
    day, words, *sizes = json.loads(head)
    parts, at = [], 0
    for size, kind in zip(sizes, ("<u4", "<u4", "<u4", "<u8", "<u4"), strict=True):
        parts.append(np.frombuffer(rest, kind, size, at))
        at += size * np.dtype(kind).itemsize
    shingles, lead, facts, bands, sentences = parts
    return Sketch(
        name, (day, name), words, shingles.astype(np.uint32), lead.astype(np.uint32), frozenset(facts.tolist()),
        tuple(bands.tolist()), tuple(sentences.tolist()),
    )  # fmt: skip
