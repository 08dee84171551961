"""What reading one report gave: its claims, its incidents and toll checks, what became of each number, the issues.

Promise: ``to_dict()`` is the published claim format, one JSON object a report.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from accordingto.model.claim import Claim
from accordingto.model.incident import Incident, TollCheck
from accordingto.model.issue import Issue
from accordingto.model.rows import COLUMNS, Cell, claim_row
from accordingto.model.text import Report, Span


@dataclass(frozen=True, slots=True)
class NumberUse:
    """What became of one number-like token of the text.

    Attributes:
        status: ``consumed`` by claims, ``ignored`` for a reason, or ``unexplained``.
        reason: Claim ids for a consumed number, else the reason in words.
    """

    span: Span
    text: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A report and everything that was read from it."""

    report: Report
    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...]
    issues: tuple[Issue, ...]
    numbers: tuple[NumberUse, ...] = ()
    lang: str | None = None
    reader: str | None = None
    tolls: tuple[TollCheck, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The reading as a JSON-ready mapping in the published claim format."""
        return {
            "report": self.report.id,
            "publisher": self.report.publisher,
            "published": self.report.published.isoformat() if self.report.published else None,
            "lang": self.lang,
            "reader": self.reader,
            "claims": [c.to_dict() for c in self.claims],
            "incidents": [i.to_dict() for i in self.incidents],
            "issues": [i.to_dict() for i in self.issues],
            "tolls": [t.to_dict() for t in self.tolls],
        }

    def to_rows(self) -> list[dict[str, Cell]]:
        """One flat row for each claim, with the columns of ``model.rows.COLUMNS``."""
        return [claim_row(self, claim) for claim in self.claims]

    def to_frame(self) -> Any:
        """The claims as a pandas data frame, one a row.

        Raises:
            ImportError: pandas is not installed; the message says how to get it.
        """
        try:
            # By name, because the model itself needs nothing but the standard library.
            pandas = import_module("pandas")
        except ImportError as e:
            raise ImportError("a data frame needs pandas: pip install 'accordingto[frame]'") from e
        frame = pandas.DataFrame(self.to_rows(), columns=list(COLUMNS))
        # Figures that are not stated must stay missing, and whole numbers whole.
        return frame.astype({c: "Int64" for c in ("low", "best", "high", "start", "end")})

    def _repr_html_(self) -> str:
        from accordingto.model.notebook import to_html

        return to_html(self)
