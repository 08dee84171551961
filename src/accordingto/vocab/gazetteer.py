"""A compact gazetteer: which countries have a place of this name, and how big it is at most.

Promise: opened read-only and in place (nothing is loaded ahead), linear in the number of names asked for. Names are
compared by a folded key, in which articles ("al-", "ez-"), hyphens, apostrophes, accents, doubled letters and a final
"h" do not matter, as Arabic names have many Latin spellings. Built by ``training/build_gazetteer.py``.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "gazetteer.sqlite"
_ARTICLE = re.compile(r"(?:(?<=^)|(?<=[\s-]))(?:al|el|ul|ad|ed|ar|er|as|es|ash|esh|at|et|az|ez|an|en)[-‐‑](?=\w)")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_DOUBLED = re.compile(r"([a-z])\1+")
_LOCAL = threading.local()
# SQLite allows at least this many parameters in one query everywhere.
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Places of one name: country codes with the largest population of each, biggest first."""

    countries: tuple[tuple[str, int], ...]

    @property
    def codes(self) -> frozenset[str]:
        """Countries that have such a place."""
        return frozenset(code for code, _ in self.countries)


@lru_cache(maxsize=20_000)
def place_key(name: str) -> str:
    """The folded key of a place name; empty when it holds no Latin letter or digit.

    >>> place_key("Deir ez-Zor") == place_key("Deir al-Zor")
    True
    """
    name = name.lower()
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name.replace("ı", "i")) if not unicodedata.combining(c))
    key = _DOUBLED.sub(r"\1", _NOT_LETTERS.sub("", _ARTICLE.sub("", name)))
    return key[:-1] if len(key) > 4 and key.endswith("h") else key


def namesakes(names: Iterable[str]) -> dict[str, Namesakes]:
    """Look up many names at once.

    Args:
        names: Place names as written.

    Returns:
        Folded key to the places of that name, for the names that the gazetteer knows.
    """
    wanted = {key for name in names if (key := place_key(name))}
    cache: dict[str, Namesakes | None] = _LOCAL.__dict__.setdefault("known", {})
    if len(cache) > 50_000:
        cache.clear()
    missing = [key for key in wanted if key not in cache]
    for i in range(0, len(missing), _CHUNK):
        chunk = missing[i : i + _CHUNK]
        cache.update(dict.fromkeys(chunk))
        marks = ",".join("?" * len(chunk))
        for key, line in _connection().execute(f"SELECT key, places FROM place WHERE key IN ({marks})", chunk):  # noqa: S608
            pairs = (item.split(":") for item in line.split())
            cache[key] = Namesakes(tuple((code, int(size)) for code, size in pairs))
    return {key: known for key in wanted if (known := cache[key]) is not None}


def _connection() -> sqlite3.Connection:
    connection: sqlite3.Connection | None = getattr(_LOCAL, "connection", None)
    if connection is None:
        connection = sqlite3.connect(f"{_FILE.as_uri()}?mode=ro&immutable=1", uri=True)
        _LOCAL.connection = connection
    return connection
