"""The package's own vocabulary files, read once.

Promise: whatever stands in ``vocab/<name>.yaml`` holds for every language; words of one language belong to its pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def table(name: str) -> Mapping[str, Any]:
    """The parsed vocabulary file ``<name>.yaml``.

    Raises:
        FileNotFoundError: There is no such vocabulary.
        ValueError: The file is not a mapping.
    """
    with (_HERE / f"{name}.yaml").open(encoding="utf-8") as f:
        data = yaml.load(f, Loader=_LOADER)  # noqa: S506 - a safe loader, in C where available
    if not isinstance(data, dict):
        raise ValueError(f"{name}.yaml: a vocabulary must be a mapping")
    return data
