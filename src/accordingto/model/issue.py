"""Problems as data: what a user should look at, where, and what to do about it.

Bad input becomes an ``Issue`` and the batch goes on; exceptions are for bugs and for input that cannot be read at all::

    AccordingToError
    └── InputError        one input could not be read; carries the Issue that says why
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from accordingto.model.text import Span


class Severity(StrEnum):
    """How loudly to speak: an error lost something, a warning may have, a note is for the record."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem: a stable code, what is wrong, where, and the remedy.

    Attributes:
        code: Stable identifier, documented in docs/issues.md.
        message: One sentence for a person.
        severity: How loudly to speak.
        origin: File, line or address of the input.
        span: Where in the text, if it is in the text.
        hint: What to do about it.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    origin: str | None = None
    span: Span | None = None
    hint: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The issue as a JSON-ready mapping."""
        return {
            "code": self.code,
            "message": self.message,
            "severity": self.severity.value,
            "origin": self.origin,
            "span": None if self.span is None else [self.span.start, self.span.end],
            "hint": self.hint,
        }


class AccordingToError(Exception):
    """Base of everything this package raises on purpose."""


class InputError(AccordingToError):
    """One input could not be read; ``issue`` names it and the remedy."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue

    def __reduce__(self) -> tuple[type[InputError], tuple[Issue]]:
        # It travels between processes: what an exception is made from again is not its message here.
        return type(self), (self.issue,)
