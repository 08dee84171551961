"""Rule sets: which accounts may set the low, best and high of a figure, as data that a user can read and replace.

Promise: a rule set is checked whole before it is used; a fault is named with its file, its place in the file and the
remedy. The built-in sets are ``rules/*.yaml``; docs/method.md explains each key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import yaml

from accordingto.model.issue import InputError, Issue, Severity

ENDS = ("low", "best", "high")
STANDINGS = ("independent", "own-losses", "partisan", "accused", "enemy-losses")
PREFERENCES = ("rank", "origins", "latest", "exact", "lowest", "highest")
DEFAULT = "ucdp"
_HERE = Path(__file__).parent / "rules"
_LARGEST_FILE = 64_000


@dataclass(frozen=True, slots=True)
class Standing:
    """What accounts of one standing may set, and their rank when the best figure is chosen (1 first)."""

    sets: frozenset[str]
    rank: int


@dataclass(frozen=True, slots=True)
class Rules:
    """One rule set.

    Attributes:
        standing: For each standing of ``STANDINGS``.
        possible: Ends that a hedged account may set; ``earlier`` one that the report knows to be overtaken, and
            ``withdrawn`` one that its speaker took back.
        low: ``lowest`` or ``best`` (the same as the best figure); ``high`` is ``highest`` or ``best``.
        best: ``preferred`` by the order of ``prefer``, or ``none``.
        open: Whether "at least" leaves the range open above (``keep``) or not (``close``).
        own_voice: ``summary`` where a report's own words speak for the figures that it quotes (an assessment), which
            then fill only the end that they leave open; ``voice`` where they are one account among the others.
        words: Words such as "dozens" with the figure they count as.
        grades: ``airwars`` to grade the incident, or ``none``.
    """

    name: str
    title: str
    standing: Mapping[str, Standing]
    possible: frozenset[str]
    earlier: frozenset[str]
    withdrawn: frozenset[str]
    low: str
    high: str
    best: str
    prefer: tuple[str, ...]
    open: str
    own_voice: str
    words: Mapping[str, int]
    grades: str


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "low": ("lowest", "best"), "high": ("highest", "best"), "best": ("preferred", "none"),
    "open": ("keep", "close"), "own_voice": ("voice", "summary"), "grades": ("none", "airwars"),
}  # fmt: skip


@cache
def available() -> tuple[str, ...]:
    """Names of the built-in rule sets, sorted."""
    return tuple(sorted(p.stem for p in _HERE.glob("*.yaml")))


@cache
def built_in(name: str) -> Rules:
    """A rule set of the package.

    Raises:
        InputError: There is none of that name; the message lists those there are.
    """
    if name not in available():
        _fault("--rules", "", f"no rule set is called {name!r}", f"use one of {', '.join(available())}, or a file")
    return parse_rules((_HERE / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")


def parse_rules(text: str, origin: str) -> Rules:
    """A rule set from YAML.

    Args:
        text: The YAML; ``extends: NAME`` takes what it leaves out from a built-in set.
        origin: Name of the file, for messages.

    Raises:
        InputError: The text is no rule set; the issue names the key at fault and what may stand there.
    """
    if len(text) > _LARGEST_FILE:
        _fault(origin, "", "the file is too large for a rule set", "give a file of rules")
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line = f"line {mark.line + 1}" if mark is not None else ""
        _fault(origin, line, "not YAML", "compare it with docs/method.md")
    if not isinstance(data, dict):
        _fault(origin, "", "a rule set must be a mapping of keys to values", "compare it with docs/method.md")
    base = data.pop("extends", None)
    if base is not None:
        if base not in available():
            _fault(origin, "extends", f"no rule set is called {base!r}", f"use one of {', '.join(available())}")
        data = _over(yaml.safe_load((_HERE / f"{base}.yaml").read_text(encoding="utf-8")), data)
    return _checked(data, origin)


def _over(base: dict[str, Any], own: dict[Any, Any]) -> dict[Any, Any]:
    out = {**base, **own}
    if isinstance(own.get("standing"), dict):
        out["standing"] = {**base["standing"], **own["standing"]}
    return out


def _checked(data: Mapping[Any, Any], origin: str) -> Rules:
    known = [f.name for f in fields(Rules)]
    for key in data:
        if key not in known:
            _fault(origin, str(key), "this key is not known", f"use {', '.join(known)} or extends")
    for key in known:
        if key not in data:
            _fault(origin, key, "this key is missing", f"add it, or begin the file with `extends: {DEFAULT}`")

    def ends(value: Any, place: str) -> frozenset[str]:
        if not isinstance(value, list) or any(v not in ENDS for v in value):
            _fault(origin, place, f"{value!r} is no list of figures", f"write a list of {', '.join(ENDS)}, or []")
        return frozenset(value)

    for key, allowed in _CHOICES.items():
        if data[key] not in allowed:
            _fault(origin, key, f"{data[key]!r} is no choice", f"use {' or '.join(allowed)}")
    if data["best"] == "none" and "best" in (data["low"], data["high"]):
        _fault(origin, "best", "low or high follow the best figure, and there is none", "use lowest and highest")
    return Rules(
        name=_text(data, "name", origin),
        title=_text(data, "title", origin),
        standing=_standings(data["standing"], origin, ends),
        possible=ends(data["possible"], "possible"),
        earlier=ends(data["earlier"], "earlier"),
        withdrawn=ends(data["withdrawn"], "withdrawn"),
        low=data["low"], high=data["high"], best=data["best"],
        prefer=_preferences(data["prefer"], origin),
        open=data["open"],
        own_voice=data["own_voice"],
        words=_words(data["words"], origin),
        grades=data["grades"],
    )  # fmt: skip


def _text(data: Mapping[Any, Any], key: str, origin: str) -> str:
    value = data[key]
    if not isinstance(value, str) or not value.strip():
        _fault(origin, key, f"{value!r} is no text", "write a few words")
    return " ".join(value.split())


def _standings(value: Any, origin: str, ends: Callable[[Any, str], frozenset[str]]) -> dict[str, Standing]:
    if not isinstance(value, dict) or set(value) != set(STANDINGS):
        _fault(origin, "standing", "every standing needs an entry, and no other", f"give {', '.join(STANDINGS)}")
    out = {}
    for name, entry in value.items():
        place = f"standing.{name}"
        if not isinstance(entry, dict) or set(entry) != {"sets", "rank"}:
            _fault(origin, place, "not an entry of a standing", "write {sets: [low, best, high], rank: 1}")
        if type(entry["rank"]) is not int or entry["rank"] < 1:
            _fault(origin, f"{place}.rank", f"{entry['rank']!r} is no rank", "write 1, 2, 3 …; 1 is preferred")
        out[name] = Standing(ends(entry["sets"], f"{place}.sets"), entry["rank"])
    return out


def _preferences(value: Any, origin: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or any(v not in PREFERENCES for v in value):
        _fault(origin, "prefer", f"{value!r} is no order of preference", f"list some of {', '.join(PREFERENCES)}")
    return tuple(value)


def _words(value: Any, origin: str) -> dict[str, int]:
    if not isinstance(value, dict):
        _fault(origin, "words", f"{value!r} is no mapping", "write {dozens: 12}, or {}")
    for word, figure in value.items():
        if not isinstance(word, str) or type(figure) is not int or figure < 0:
            _fault(origin, f"words.{word}", f"{figure!r} is no figure", "write a whole number")
    return {w.casefold(): n for w, n in value.items()}


def _fault(origin: str, place: str, what: str, hint: str) -> NoReturn:
    at = f" at {place}" if place else ""
    raise InputError(Issue("bad-rules", f"{what}{at}", Severity.ERROR, origin, hint=hint))
