"""An incident in a paragraph of plain English, for the fields of formats that hold text.

Promise: figures with their range and their side, every rival account with who holds it, and no sentence that says more
than the claims do: what is claimed is said to be claimed.
"""

from __future__ import annotations

from datetime import date

from accordingto.export.actors import UNKNOWN, actor
from accordingto.export.counts import by_side
from accordingto.model.linked import Dispute, Estimate, LinkedIncident, Position
from accordingto.model.values import Period

_MOST_POSITIONS = 6
_KINDS = {
    "airstrike": "Air strike", "drone": "Drone strike", "missile": "Missile strike", "rocket": "Rocket fire",
    "chemical": "Reported use of chemical weapons", "ied": "Roadside bomb", "car-bomb": "Car bomb",
    "suicide-bomb": "Suicide bombing", "small-arms": "Shooting", "killed": "Killing", "injured": "Incident",
    "casualties": "Incident", "attack": "Attack", "other": "Incident", "destroyed": "Destruction",
    "detained": "Detention", "displaced": "Displacement", "control": "Change of control",
}  # fmt: skip
_STANCES = {"asserted": "according to", "possible": "possibly, according to", "denied": "denied by"}


def account(incident: LinkedIncident) -> str:
    """The incident in one paragraph: when, what, where, how many, by which reports, and what is disputed."""
    place = f"in {incident.place}" if incident.place else "at a place that no report names"
    kind = kind_of(incident)
    words = f" (“{incident.what}”)" if incident.what else ""
    parts = [f"{when(incident.period)}: {kind[:1].lower()}{kind[1:]} {place}{words}."]
    figures = [figure(e) for e in incident.estimates if e.party is None and e.kind is None and e.group is None]
    sides = [figure(e) for m in ("killed", "injured") for e in by_side(incident, m)]
    if figures:
        parts.append(f"Claimed: {'; '.join(figures)}.")
    if sides:
        parts.append(f"By side: {'; '.join(sides)}.")
    parts += [dispute(d, incident) for d in incident.disputes]
    if not any(d.question == "responsibility" for d in incident.disputes):
        blamed = dict.fromkeys(r.party for t in incident.tellings for r in t.incident.responsible)
        if blamed:
            parts.append(f"Held responsible by the reports: {', '.join(named(p) for p in blamed)}.")
    n, origins = len(incident.reports), len(incident.origins)
    parts.append(f"From {n} reports of {origins} origin{'s' * (origins > 1)}." if n > 1 else "From one report.")
    return " ".join(parts)


def named(party: str) -> str:
    """A party as a reader sees it."""
    if party == "unknown":
        return "nobody identified"
    return f"{party} (not identified)" if actor(party).kind == UNKNOWN else party


def figure(e: Estimate) -> str:
    """One estimate: "killed 2-5 (best 3), civilian"."""
    of = ", ".join(x for x in (e.party, e.kind, e.group) if x)
    return f"{e.measure} {e.bounds.in_words()}{', ' + of if of else ''}"


def dispute(d: Dispute, incident: LinkedIncident) -> str:
    """One open question of an incident with who holds which answer."""
    said = [
        f"{p.answer} ({_STANCES.get(p.stance, p.stance + ',')} {speaker(p, incident)})"
        for p in d.positions[:_MOST_POSITIONS]
    ]
    more = f"; and {len(d.positions) - _MOST_POSITIONS} more" if len(d.positions) > _MOST_POSITIONS else ""
    return f"Disputed, {d.about}: {'; '.join(said)}{more}."


def speaker(p: Position, incident: LinkedIncident) -> str:
    """Who holds a position; the outlets of the reports that do so in their own voice."""
    if p.claimant:
        return p.claimant
    outlets = {t.outlet.report: t.outlet.name for t in incident.tellings}
    reports = (claim.rpartition("/")[0] for claim in p.claims)
    named = ", ".join(dict.fromkeys(outlets[r] for r in reports if r in outlets))
    return f"{named} in its own voice" if named else "a report in its own voice"


def kind_of(incident: LinkedIncident) -> str:
    """What happened, in neutral words: a report's own words may hold one side's answer."""
    return _KINDS.get(incident.type or "other") or capital((incident.type or "").replace("-", " "))


def title_of(incident: LinkedIncident) -> str:
    """A name for an incident made of its kind and its place: "Air strike, Idlib"."""
    place = (incident.place or "").partition(",")[0].strip()
    return f"{kind_of(incident)}, {place}" if place else kind_of(incident)


def when(period: Period) -> str:
    """The days at the beginning of a sentence."""
    first, last = period.start, period.end
    if first is None and last is None:
        return "On a day that no report names"
    if first is None or last is None:
        return f"By {day_in_words(last)}" if last is not None else f"Since {day_in_words(first)}"
    return f"On {day_in_words(first)}" if first == last else f"Between {day_in_words(first)} and {day_in_words(last)}"


def spoken(period: Period) -> str:
    """The days by themselves: "20 February 2020", "1-15 February 2020", "since 20 February 2020"."""
    if period.start is not None and period.end is not None:
        return between(period.start, period.end)
    one = period.start or period.end
    if one is None:
        return "day not named by any report"
    return f"{'since' if period.start else 'by'} {day_in_words(one)}"


def between(first: date | None, last: date | None) -> str:
    """Two days as short as they can be told; one of them where they are the same or the other is not known."""
    if first is None or last is None or first == last:
        return day_in_words(first or last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{day_in_words(last)}"
    return f"{first.day} {first:%B}{'' if first.year == last.year else f' {first.year}'} - {day_in_words(last)}"


def day_in_words(d: date | None) -> str:
    """A day as "20 February 2020"; "" for none."""
    return "" if d is None else f"{d.day} {d:%B %Y}"


def capital(words: str) -> str:
    """Words with a capital first."""
    return words[:1].upper() + words[1:]
