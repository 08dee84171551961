"""A reading as plain lines that people compare: the notation of the golden files.

Promises: one line a claim, incident and issue, in the order of the reading; only filled slots stand there, so a change
of the reader shows as a change of exactly the slots it touched; no control character of a report gets through.
Confidence is left out, because it moves with every training run while nothing that is said changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from accordingto.model import Claim, Incident, Issue, Reading, Responsible
from accordingto.model.values import Bounds, Period

_BETWEEN = " | "


def notation(reading: Reading) -> str:
    """The whole reading, each line ended.

    Args:
        reading: What to print.

    Returns:
        Claims, then incidents, then issues; never empty, since a reading without claims says so.
    """
    return "".join(f"{line}\n" for line in lines(reading))


def lines(reading: Reading) -> Iterator[str]:
    """The lines of ``notation``, one by one.

    Args:
        reading: What to print.
    """
    if not reading.claims:
        yield "no claims"
    yield from (claim_line(c) for c in reading.claims)
    yield from (incident_line(i) for i in reading.incidents)
    yield from (_issue(i, reading.report.text) for i in reading.issues)


def claim_line(claim: Claim) -> str:
    """One claim: id, type and figure, then every filled slot as ``name: words = value``."""
    head = [claim.id, f"{claim.type} {claim.act}" if claim.act else claim.type]
    if claim.count is not None:
        head.append(claim.count.bounds.in_words())
    slots = [" ".join(head)]
    if claim.stance != "asserted":
        slots.append(claim.stance)
    slots.append(claim.incident or ("no incident" if claim.scope == "incident" else claim.scope))
    if claim.count is not None:
        slots.append(_slot("count", claim.count.text))
    if claim.target is not None:
        kind = ", ".join(v for v in (claim.target.party, claim.target.kind, *claim.target.tags) if v)
        slots.append(_slot("target", claim.target.text, kind))
    if claim.actor is not None:
        slots.append(_slot("actor", claim.actor.text, claim.actor.party))
    if claim.means is not None:
        slots.append(_slot("means", None, claim.means))
    if claim.place is not None:
        slots.append(_slot("place", claim.place.text, claim.place.path))
    if claim.time is not None:
        slots.append(_slot("time", claim.time.text, _days(claim.time.period)))
    if claim.source is not None:
        slots.append(_slot("source", claim.source.text, claim.source.kind))
    if claim.cue is not None:
        slots.append(_slot("cue", claim.cue))
    if claim.via is not None:
        slots.append(_slot("via", claim.via))
    slots.append(_slot("quote", claim.quote))
    return _BETWEEN.join(slots)


def incident_line(incident: Incident) -> str:
    """One incident: what, where, when, its tolls with the claims that set them, and every answer to who did it."""
    slots = [f"{incident.id} {_flat(incident.what)}"]
    if incident.place is not None:
        slots.append(_slot("place", None, incident.place))
    if incident.period.known:
        slots.append(_slot("time", None, _days(incident.period)))
    slots += _toll("killed", incident.killed, incident.killed_from)
    slots += _toll("injured", incident.injured, incident.injured_from)
    slots += [_answer(r) for r in incident.responsible]
    slots.append(f"claims: {' '.join(incident.claims)}")
    return _BETWEEN.join(slots)


def _answer(r: Responsible) -> str:
    who = _flat(r.said_by) if r.said_by else "the report"
    return f"{_flat(r.party)} {'' if r.stance == 'asserted' else f'({r.stance}) '}according to {who}"


def _toll(name: str, bounds: Bounds | None, set_by: tuple[str, ...]) -> list[str]:
    if bounds is None:
        return []
    return [f"{name}: {bounds.in_words()}" + (f" from {' '.join(set_by)}" if set_by else "")]


def _issue(issue: Issue, text: str) -> str:
    where = f' at {issue.span.start} "{_flat(issue.span.of(text))}"' if issue.span is not None else ""
    return f"! {issue.code}{where}: {_flat(issue.message)}"


def _slot(name: str, words: str | None, value: str | None = None) -> str:
    parts = [f'"{_flat(words)}"'] if words is not None else []
    return f"{name}: {' = '.join([*parts, *([_flat(value)] if value else [])]) or '?'}"


def _days(period: Period) -> str | None:
    if not period.known:
        return None
    if period.edtf:
        return period.edtf
    start, end = (d.isoformat() if d else ".." for d in (period.start, period.end))
    return start if start == end else f"{start}/{end}"


def _flat(words: str) -> str:
    # Reports are hostile input: an escape sequence must not reach the terminal of whoever reads a diff.
    return "".join(c if c.isprintable() else " " for c in " ".join(words.split()))
