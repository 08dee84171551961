"""Language packs: everything the reader knows about one language, as data files with fixed names.

A pack is a folder ``lang/<code>/`` with ``pack.yaml`` (name, function words for recognising the language) and the
sections that the stages ask for by name (``quantities.yaml``, ``dates.yaml``, ``cues.yaml`` …). A stage compiles its
section once and holds no word of any language itself, so a second language is a second folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class LanguagePack:
    """One language: its code and the folder its sections stand in."""

    code: str
    folder: Path

    def section(self, name: str) -> Mapping[str, Any]:
        """The parsed data file ``<name>.yaml`` of this pack.

        Raises:
            FileNotFoundError: The pack lacks that section.
        """
        return _section(self.folder, name)

    def inflect(self, verb: str) -> tuple[str, ...]:
        """All regular forms of a verb: by ``rules.py`` of the pack where it has one, else the verb alone."""
        return self._rules.inflect(verb) if self._rules else (verb,)

    def is_plural(self, phrase: str) -> bool:
        """Whether the phrase's form says that it names several; False where the pack has no ``rules.py``."""
        return bool(self._rules and self._rules.is_plural(phrase))

    @property
    def _rules(self) -> Any:
        return import_module(f"accordingto.lang.{self.code}.rules") if (self.folder / "rules.py").is_file() else None

    @property
    def weights(self) -> Path:
        """Folder of the learned parts of this language."""
        return self.folder / "weights"


@cache
def _section(folder: Path, name: str) -> Mapping[str, Any]:
    path = folder / f"{name}.yaml"
    with path.open(encoding="utf-8") as f:
        data = yaml.load(f, Loader=_LOADER)  # noqa: S506 - a safe loader, in C where available
    if not isinstance(data, dict):
        raise ValueError(f"{path}: a language section must be a mapping")
    return data


@cache
def get(code: str) -> LanguagePack:
    """The pack of a language.

    Raises:
        KeyError: No such pack; the message lists those there are.
    """
    folder = _HERE / code
    if not (folder / "pack.yaml").is_file():
        raise KeyError(f"no language pack {code!r}; there are: {', '.join(available())}")
    return LanguagePack(code, folder)


@cache
def available() -> tuple[str, ...]:
    """Codes of all packs, sorted."""
    return tuple(sorted(p.parent.name for p in _HERE.glob("*/pack.yaml")))
