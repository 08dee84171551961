"""The words of the field as frozen, typed values: reports, claims, incidents, issues.

Standard library only; no clock, disk, network or environment. Everything else in the package meets in these types.
"""

from accordingto.model.claim import Actor, Claim, Count, Place, Source, Target, Time
from accordingto.model.incident import Incident, Responsible
from accordingto.model.issue import AccordingToError, InputError, Issue, Severity
from accordingto.model.reading import NumberUse, Reading
from accordingto.model.text import Report, Span
from accordingto.model.values import Bounds, Period
from accordingto.model.where import Candidate, Location

__all__ = [
    "AccordingToError",
    "Actor",
    "Bounds",
    "Candidate",
    "Claim",
    "Count",
    "Incident",
    "InputError",
    "Issue",
    "Location",
    "NumberUse",
    "Period",
    "Place",
    "Reading",
    "Report",
    "Responsible",
    "Severity",
    "Source",
    "Span",
    "Target",
    "Time",
]
