"""Slots of a claim in a few plain words, shared by every view.

Promise: hedges, denials and uncertainty are spoken; what is unknown is left out rather than filled in.
"""

from __future__ import annotations

import re
from datetime import date

from accordingto.model import Bounds, Claim, Incident, Issue, Period, Report

# Control and formatting characters in a report could move the cursor, recolour the screen or reorder a line.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")

STANCES = {"possible": "possibly", "denied": "denied", "planned": "planned, not done"}
# Not strftime: its names change with the locale of the machine.
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MEANS = {"small-arms": "small arms", "car-bomb": "car bomb", "suicide-bomb": "suicide bomb", "ied": "planted bomb"}


def safe(text: str) -> str:
    """Report text made harmless for a terminal: control characters shown as a small box, line ends as spaces."""
    return _UNSAFE.sub("▯", " ".join(text.split()))


def kind(claim: Claim) -> str:
    """The type of a claim, with the kind of act."""
    return f"{claim.type}: {claim.act.lower()}" if claim.act else claim.type


def stance_of(stance: str) -> str:
    """A stance in brackets, or nothing for a plain assertion."""
    return "" if stance == "asserted" else f" ({STANCES.get(stance, stance)})"


def amount(claim: Claim) -> str:
    """The count in words ("≤ 50"), or nothing where the type has none."""
    return claim.count.bounds.in_words() if claim.count else ""


def harmed(claim: Claim) -> str:
    """Who or what was harmed: the words, with side and kind in brackets where the words do not give them."""
    t = claim.target
    if t is None:
        return ""
    words = safe(t.text) if t.text else ""
    extra = [x for x in (t.party, t.kind) if x and x != "unknown" and x.casefold() not in words.casefold()]
    tags = [x for x in t.tags if x.rstrip("s") not in words.casefold()]
    inside = ", ".join((*extra, *tags))
    return f"{words} ({inside})" if words and inside else words or inside


def doer(claim: Claim) -> str:
    """Who did it, according to this claim."""
    a = claim.actor
    if a is None:
        return ""
    if a.text and a.party and a.party.casefold() not in a.text.casefold():
        return f"{safe(a.text)} ({a.party})"
    return safe(a.text) if a.text else a.party or ""


def place(claim: Claim) -> str:
    """Where, most specific first."""
    p = claim.place
    if p is None:
        return ""
    return safe(p.path or p.text or "")


def period(p: Period | None) -> str:
    """A period in words: "20 Feb 2020", "2-5 Feb 2020", "since 1 Dec 2019"."""
    if p is None or not p.known:
        return ""
    if p.start and p.end:
        if p.start == p.end:
            return _day(p.start)
        if (p.start.year, p.start.month) == (p.end.year, p.end.month):
            return f"{p.start.day}-{_day(p.end)}"
        return f"{_day(p.start)} - {_day(p.end)}"
    return f"since {_day(p.start)}" if p.start else f"until {_day(p.end)}"


def _day(d: date | None) -> str:
    return f"{d.day} {_MONTHS[d.month - 1]} {d.year}" if d else "?"


def period_of_day(d: date) -> str:
    """One day in words, with its weekday: reports speak of days by their weekday."""
    return f"{_WEEKDAYS[d.weekday()]} {_day(d)}"


def visible(text: str) -> str:
    """One-line text with control characters shown as a small box; spaces at its ends are kept."""
    return _UNSAFE.sub("▯", text)


def at(issue: Issue, text: str) -> str:
    """The words that an issue points at."""
    return f"“{safe(issue.span.of(text))[:60]}”" if issue.span else ""


def when(claim: Claim) -> str:
    """When it happened: the resolved day and, where they say more, the words."""
    if claim.time is None:
        return ""
    day = period(claim.time.period)
    words = safe(claim.time.text or "")
    if not day:
        return f"“{words}”" if words else ""
    return day if not words or words.casefold() == day.casefold() else f"{day} (“{words}”)"


def means(claim: Claim) -> str:
    """By which means."""
    return MEANS.get(claim.means, claim.means) if claim.means else ""


def speaker(claim: Claim) -> tuple[str, str]:
    """Who says it, and how: ("the ministry", "government, via Twitter, “said”")."""
    s = claim.source
    if s is None:
        return "the report itself", f"“{safe(claim.cue)}”" if claim.cue else ""
    how = [s.kind] if s.kind not in ("other", "unnamed") else []
    if claim.via:
        how.append(f"via “{safe(claim.via)}”")
    if claim.cue:
        how.append(f"“{safe(claim.cue)}”")
    return safe(s.text), ", ".join(how)


def toll(incident: Incident) -> str:
    """What a report supports for one incident: "2 killed, 5 injured"."""
    parts = [
        f"{b.in_words()} {word}"
        for b, word in ((incident.killed, "killed"), (incident.injured, "injured"))
        if isinstance(b, Bounds) and (b.numeric or b.vague)
    ]
    return ", ".join(parts)


def headline(report: Report) -> str:
    """What to call a report: its title, else its first line."""
    first = report.title or next((line for line in report.text.splitlines() if line.strip()), report.id)
    return safe(first)


def plural(n: int, word: str) -> str:
    """A number with its noun: "1 claim", "2 claims"."""
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"
