"""What is old enough to be published, and what says where forces are.

Promise: of what happened on a day that nobody knows it can never be said that the delay has passed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from accordingto.export.policy import Policy
from accordingto.model import Claim, Period
from accordingto.model.linked import LinkedIncident


def passed(day: date | None, hours: int, now: datetime) -> bool:
    """Whether a day was over for so many hours; never for a day that nobody knows."""
    if day is None:
        return False
    return datetime.combine(day + timedelta(days=1), time(), UTC) + timedelta(hours=hours) <= now


def last_day(period: Period, published: date | None) -> date | None:
    """The last day on which it may have gone on: of what has no end, the day of the latest report."""
    return period.end or (max(filter(None, (period.start, published)), default=None))


def is_position(claim: Claim) -> bool:
    """Whether a claim says where forces stand or move."""
    return claim.type == "control" or claim.act in ("MOBILIZE", "RETREAT") or claim.stance == "planned"


def claim_may(claim: Claim, day: date | None, policy: Policy, now: datetime) -> bool:
    """Whether a claim may be published.

    Args:
        claim: A claim.
        day: The day of its incident or report, where it names none itself.
        policy: The settings.
        now: The moment of the export.
    """
    own = claim.time.period if claim.time and claim.time.period.known else None
    day = last_day(own, day) if own else day
    return passed(day, policy.positions * 24 if is_position(claim) else policy.delay, now)


def day_of(incident: LinkedIncident) -> date | None:
    """The last day on which an incident may have gone on."""
    published = max((t.outlet.published for t in incident.tellings if t.outlet.published), default=None)
    return last_day(incident.period, published) if incident.period.known else published


def incident_may(incident: LinkedIncident, policy: Policy, now: datetime) -> bool:
    """Whether an incident may be published at all."""
    claims = [c for t in incident.tellings for c in t.claims]
    forces = bool(claims) and all(is_position(c) for c in claims)
    return passed(day_of(incident), policy.positions * 24 if forces else policy.delay, now)
