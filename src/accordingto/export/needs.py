"""Libraries that only some formats, or a cluster, need.

Promise: a missing one is said in a sentence with the command that brings it; nothing else fails for the want of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from accordingto.model import InputError, Issue, Severity


def wanted(module: str, extra: str) -> Any:
    """A module by name.

    Args:
        module: Its name.
        extra: The extra of this package that brings it.

    Raises:
        InputError: It is not installed; the issue says how to get it.
    """
    try:
        return import_module(module)
    except ImportError:
        raise InputError(
            Issue(
                "missing-library", f"this needs {module.partition('.')[0]}, which is not installed", Severity.ERROR,
                hint=f"pip install 'accordingto[{extra}]'",
            )
        ) from None  # fmt: skip
