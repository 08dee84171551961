"""The file of a gazetteer: places, and an index of their keys, read in place without being loaded.

Promise: opening maps the file and reads its header only; a look-up touches a few bytes of the index and of the places
that it finds. A file of another kind or a damaged one raises ``ValueError`` saying so. The index holds for each name a
hash of its ``sound_key`` (32 bits) and a check of its ``place_key`` (8 bits): one key in some thousands is taken for
another, which scoring in context must bear anyway.
"""

from __future__ import annotations

import json
import math
import mmap
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from accordingto.vocab.placekeys import sound_key

KINDS = ("country", "admin1", "admin2", "region", "water", "town")
_MAGIC = b"ATGAZ1\0\0"
_BLOCK = 512
_NONE = 0xFFFF
_SPOT = 1 << 23
_ID = _SPOT - 1
_DEGREE = (1 << 23) / 180.0
_LOG = 3000.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A place to be written.

    Attributes:
        kind: One of ``KINDS``.
        country: Two-letter code; "" for open waters and what lies in several countries.
        parent: Index of the division that holds it, among the entries written; None for none.
        size: People; 0 for regions and waters.
        keys: Every ``place_key`` that it is found by.
        spotted: Those of them that mean a place in running text without further words.
        reach: Kilometres from the point within which nearly all of it lies; not kept for towns.
    """

    name: str
    kind: str
    country: str
    parent: int | None
    lat: float
    lon: float
    size: int
    keys: set[str]
    spotted: set[str] = field(default_factory=set)
    reach: int = 0


class Hit(NamedTuple):
    """A place found by a key: its number in the file, whether the stricter key agrees, whether it is spotted by it."""

    number: int
    exact: bool
    spotted: bool


def _hash(key: str) -> tuple[int, int]:
    return zlib.crc32(sound_key(key).encode()), zlib.crc32(key.encode(), 0x5BD1) & 0xFF


def write(path: Path, entries: Sequence[Entry], *, about: str = "") -> None:
    """Write a gazetteer; entries of ``KINDS`` order, parents before what they hold.

    Args:
        path: Where to; an existing file is replaced in one step.
        entries: The places, at most 8 million, sorted by kind.
        about: Where they come from, for ``gazetteer list``.

    Raises:
        ValueError: The entries are out of order or too many.
    """
    order = [KINDS.index(e.kind) for e in entries]
    if order != sorted(order) or len(entries) > _ID:
        raise ValueError("entries of a gazetteer must be sorted by kind, and no more than 8 million")
    rows = set()
    for number, e in enumerate(entries):
        for key in e.keys | e.spotted:
            whole, check = _hash(key)
            rows.add((whole, check, number | (_SPOT if key in e.spotted else 0)))
    lines = sorted(rows)
    bucket, n = [], 0
    for b in range(65537):
        while n < len(lines) and lines[n][0] >> 16 < b:
            n += 1
        bucket.append(n)
    codes = sorted({e.country for e in entries})
    code_at = {c: i for i, c in enumerate(codes)}
    names = [e.name.replace("\n", " ") for e in entries]
    blocks = [zlib.compress("\n".join(names[i : i + _BLOCK]).encode(), 9) for i in range(0, len(names), _BLOCK)]
    ends = [0]
    for block in blocks:
        ends.append(ends[-1] + len(block))
    parts: dict[str, bytes] = {
        "bucket": _ints(bucket, 4),
        "low": _ints([w & 0xFFFF for w, _, _ in lines], 2),
        "check": bytes(c for _, c, _ in lines),
        "at": _ints([i for _, _, i in lines], 3),
        "lat": _ints([round((e.lat + 90) * _DEGREE) for e in entries], 3),
        "lon": _ints([round((e.lon + 180) * _DEGREE) for e in entries], 3),
        "size": _ints([min(0xFFFE, round(math.log1p(max(0, e.size)) * _LOG)) for e in entries], 2),
        "parent": _ints([_NONE if e.parent is None or e.parent >= _NONE else e.parent for e in entries], 2),
        "reach": _ints([min(e.reach, 0xFFFF) for e in entries if e.kind != "town"], 2),
        "country": bytes(code_at[e.country] for e in entries),
        "ends": _ints(ends, 4),
        "names": b"".join(blocks),
    }
    starts = [sum(1 for o in order if o < k) for k in range(len(KINDS) + 1)]
    head = {"codes": codes, "starts": starts, "about": about, "parts": {k: len(v) for k, v in parts.items()}}
    header = json.dumps(head).encode()
    header += b" " * (-len(header) % 8)
    body = _MAGIC + len(header).to_bytes(8, "little") + header
    body += b"".join(v + b"\0" * (-len(v) % 8) for v in parts.values())
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.write_bytes(body)
    fresh.replace(path)


def _ints(values: Sequence[int], width: int) -> bytes:
    return b"".join(v.to_bytes(width, "little") for v in values)


class PlaceFile:
    """An open gazetteer file.

    Attributes:
        about: Where its places come from.
        count: How many there are.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as stream:
            try:
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as e:
                raise ValueError(f"{path} is empty: not a gazetteer file") from e
        data = memoryview(self._map)
        if bytes(data[:8]) != _MAGIC:
            raise ValueError(f"{path} is not a gazetteer file of this version")
        length = int.from_bytes(data[8:16], "little")
        try:
            head = json.loads(bytes(data[16 : 16 + length]))
            at = 16 + length
            parts: dict[str, memoryview] = {}
            for name, size in head["parts"].items():
                if at + size > len(data):
                    raise ValueError("cut short")
                parts[name] = data[at : at + size]
                at += size + -size % 8
            self._bucket, self._low = parts["bucket"].cast("I"), parts["low"].cast("H")
            self._size, self._parent, self._reach = (parts[k].cast("H") for k in ("size", "parent", "reach"))
            self._ends = parts["ends"].cast("I")
            self._check, self._at, self._country = parts["check"], parts["at"], parts["country"]
            self._lat, self._lon, self._names = parts["lat"], parts["lon"], parts["names"]
            self._codes: list[str] = head["codes"]
            self._starts: list[int] = head["starts"]
            self.about: str = head["about"]
        except (ValueError, KeyError, TypeError) as e:
            raise ValueError(f"{path} is a damaged gazetteer file: {e}") from e
        self.count = len(self._country)
        self._block = lru_cache(maxsize=64)(self._read_block)

    def hits(self, key: str) -> list[Hit]:
        """The places whose names sound like a ``place_key``; those of exactly that key have ``exact`` set."""
        whole, check = _hash(key)
        start, end = self._bucket[whole >> 16], self._bucket[(whole >> 16) + 1]
        low, rows = whole & 0xFFFF, []
        i = bisect_left(self._low, low, start, end)
        while i < end and self._low[i] == low:
            at = int.from_bytes(self._at[3 * i : 3 * i + 3], "little")
            rows.append(Hit(at & _ID, self._check[i] == check, at >= _SPOT))
            i += 1
        return rows

    def spotted(self, key: str) -> list[int]:
        """The places that exactly this key means in running text."""
        whole, check = _hash(key)
        bucket, lows = self._bucket, self._low
        start, end = bucket[whole >> 16], bucket[(whole >> 16) + 1]
        low = whole & 0xFFFF
        i = bisect_left(lows, low, start, end)
        rows = []
        while i < end and lows[i] == low:
            if self._check[i] == check and self._at[3 * i + 2] & 0x80:
                rows.append(int.from_bytes(self._at[3 * i : 3 * i + 3], "little") & _ID)
            i += 1
        return rows

    def name(self, number: int) -> str:
        """The name to show."""
        return self._block(number // _BLOCK)[number % _BLOCK]

    def country(self, number: int) -> str:
        """Two-letter code, or ""."""
        return self._codes[self._country[number]]

    def kind(self, number: int) -> str:
        """One of ``KINDS``."""
        return KINDS[bisect_right(self._starts, number) - 1]

    def size(self, number: int) -> int:
        """People, to about one in a thousand."""
        return round(math.expm1(self._size[number] / _LOG))

    def reach(self, number: int) -> int:
        """Kilometres within which nearly all of a country, division, region or water lies; 0 for towns."""
        return self._reach[number] if number < len(self._reach) else 0

    def point(self, number: int) -> tuple[float, float]:
        """Latitude and longitude, to some metres."""
        i, j = 3 * number, 3 * number + 3
        lat, lon = int.from_bytes(self._lat[i:j], "little"), int.from_bytes(self._lon[i:j], "little")
        return round(lat / _DEGREE - 90, 5), round(lon / _DEGREE - 180, 5)

    def parent(self, number: int) -> int | None:
        """The division that holds it, or None."""
        at = self._parent[number]
        return None if at == _NONE else at

    def numbers(self, kind: str) -> range:
        """The numbers of all places of a kind."""
        i = KINDS.index(kind)
        return range(self._starts[i], self._starts[i + 1])

    def towns_of(self, code: str) -> Iterator[int]:
        """The towns of a country."""
        at = self._codes.index(code) if code in self._codes else -1
        countries = bytes(self._country)
        towns = self.numbers("town")
        i = countries.find(at, towns.start) if at >= 0 else -1
        while i >= 0:
            yield i
            i = countries.find(at, i + 1)

    def _read_block(self, block: int) -> list[str]:
        return zlib.decompress(self._names[self._ends[block] : self._ends[block + 1]]).decode().split("\n")
