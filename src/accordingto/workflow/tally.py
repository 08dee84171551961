"""What a run has come to: how many reports were read, how many were not, what was found.

Promise: the counts of a run that went on where an earlier one stopped are those of both together.
"""

from __future__ import annotations

from dataclasses import dataclass

from accordingto.model import Issue, Reading, Severity


@dataclass(slots=True)
class Tally:
    """What a run has come to so far.

    Attributes:
        read: Reports read.
        failed: Inputs that gave none.
        claims: Claims of the reports.
        incidents: Incidents of the reports.
        warnings: What is to be looked at in them.
        before: How many of the reports and inputs an earlier run dealt with.
    """

    read: int = 0
    failed: int = 0
    claims: int = 0
    incidents: int = 0
    warnings: int = 0
    before: int = 0

    def add(self, outcome: Reading | Issue) -> None:
        """Count an outcome in."""
        if isinstance(outcome, Issue):
            self.failed += outcome.severity is Severity.ERROR
            return
        self.read += 1
        self.claims += len(outcome.claims)
        self.incidents += len(outcome.incidents)
        self.warnings += sum(i.severity is not Severity.NOTE for i in outcome.issues)
