"""What kind of side a party is: a state and which, an armed group, a coalition of states, nobody known.

Promise: read from the vocabulary alone; a party that it does not hold is of no kind, and a format that must have one
says so instead of guessing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from accordingto.lang import get
from accordingto.vocab.tables import table

STATE, ARMED, COALITION, UNKNOWN, CIVILIAN = "state", "armed", "coalition", "unknown", "civilian"
_BODIES = ("government", "army", "forces", "police", "security")


@dataclass(frozen=True, slots=True)
class Actor:
    """One party.

    Attributes:
        name: As claims give it.
        kind: ``state``, ``armed``, ``coalition``, ``unknown`` (named as nobody known), ``civilian``, or None.
        country: Code of the state that it is, or None.
    """

    name: str
    kind: str | None
    country: str | None = None

    @property
    def organised(self) -> bool:
        """Whether it is a side of its own, as opposed to nobody known or somebody of no known kind."""
        return self.kind in (STATE, ARMED, COALITION)

    @property
    def official(self) -> bool:
        """Whether it is a state or a coalition of states."""
        return self.kind in (STATE, COALITION)


@lru_cache(maxsize=4096)
def actor(party: str, lang: str = "en") -> Actor:
    """The kind of a party.

    Args:
        party: Short plain name of a side.
        lang: Language of its name.
    """
    name = " ".join(party.split())
    folded = name.casefold()
    words = folded.split()
    unknown = get(lang).section("linking")["unknown_parties"]
    if not words or any(w in unknown for w in words):
        return Actor(name, UNKNOWN)
    kinds = _kinds()
    if folded in kinds:
        kind, country = kinds[folded]
        return Actor(name, kind, country)
    country = _states(lang).get(folded)
    return Actor(name, STATE, country) if country else Actor(name, None)


@lru_cache(maxsize=4096)
def country_code(name: str, lang: str = "en") -> str | None:
    """Code of the state that a name or another name of it means; None for anything else."""
    return _names(lang).get(" ".join(name.casefold().split()))


def country_name(code: str, lang: str = "en") -> str | None:
    """The name of a state by its code."""
    return next((name for own, name, _, _ in _countries(lang) if own == code), None)


@cache
def _names(lang: str) -> dict[str, str]:
    out: dict[str, str] = {}
    for code, name, _, others in _countries(lang):
        for word in (name, *others):
            out.setdefault(word.casefold(), code)
    return out


@cache
def _states(lang: str) -> dict[str, str]:
    """A state's name alone, and its name or adjective before a body of it: "Syria", "Syrian government"."""
    bodies = [w for role in _BODIES for w in get(lang).section("parties")[role]]
    out = dict(_names(lang))
    for code, name, adjectives, others in _countries(lang):
        for owner in (name, *adjectives, *others):
            out |= {f"{owner} {body}".casefold(): code for body in bodies}
    return out


@cache
def _countries(lang: str) -> tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...]:
    def listed(words: str) -> tuple[str, ...]:
        return tuple(w.strip() for w in words.split(";") if w.strip())

    out = []
    for code, line in get(lang).section("countries").items():
        name, adjectives, others, *_ = line.split("|")
        out.append((code, name.strip(), listed(adjectives), listed(others)))
    return tuple(out)


@cache
def _kinds() -> dict[str, tuple[str, str | None]]:
    """Parties that the vocabulary lists, by folded name."""
    parties = table("parties")
    out: dict[str, tuple[str, str | None]] = {}
    for name, line in parties["state_forces"].items():
        out[name.casefold()] = (STATE, line.split("|")[0].split()[0])
    for name in parties["coalitions"]:
        out[name.casefold()] = (COALITION, None)
    own = parties.get("own_names", {}).get("armed", [])
    for name in (*parties["armed"], *(n.partition(" (")[0] for n in own)):
        out[name.casefold()] = (ARMED, None)
    # A junta's army is listed with the armed sides because reports name it so; it is the state all the same.
    for code, roles in parties["roles"].items():
        army = str(roles.get("army", ""))
        if roles.get("army") and roles.get("police") == army:
            out[army.casefold()] = (STATE, code)
    return out
