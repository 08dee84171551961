"""A table shaped as ACLED's export: one row an event and day, 31 columns, its event and sub-event types.

Promise: event and sub-event types are legal, every row is of one day, and no id or actor name is passed off as ACLED's
own: ids begin with "AT". The range of the figures, rival accounts and their sources stand in the notes, because the
format has one figure and one coding.

Source: ACLED codebook, https://acleddata.com/knowledge-base/codebook/.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import BinaryIO

from accordingto.export.acledrules import (
    COLUMNS,
    INTER,
    INTERACTIONS,
    RULES,
    TARGETING,
    check,
    disorder,
    interaction,
    interaction_text,
)
from accordingto.export.acledtypes import actor_type, event_types
from accordingto.export.actors import UNKNOWN, Actor
from accordingto.export.base import Format, Note, Noting, Options, View
from accordingto.export.cells import write_rows
from accordingto.export.counts import bounds_of, whole
from accordingto.export.sides import CIVILIAN_SIDE, Side, sides
from accordingto.export.where import number, where
from accordingto.export.wording import account
from accordingto.model.linked import LinkedIncident
from accordingto.model.rows import Cell

# What ACLED writes where nobody knows who did it.
_UNIDENTIFIED = Side((Actor("Unidentified Armed Group", UNKNOWN),))
_WEEK = 7
_LONGEST_BATTLE = 31
_GEO = {1: 1, 2: 2, 3: 2}


def rows(view: View, note: Noting, options: Options) -> Iterator[dict[str, Cell]]:
    """The rows of a view, as they come.

    Args:
        view: What to write.
        note: Told of each incident which rows it became, what of it was lost, or why it was skipped.
        options: ``legacy_codes`` writes actor types as numbers.
    """
    n = 0
    for incident in view.incidents:
        made = _event(incident, view, options)
        if isinstance(made, str):
            note(Note(incident.id, "skipped", made))
            continue
        days = _days(incident)
        dead = whole(bounds_of(incident, "killed"))
        total = dead.low if dead is not None else 0
        for i, (day, precision) in enumerate(days):
            n += 1
            share = total // len(days) + (i < total % len(days))
            note(Note(incident.id, "row", incident.what, n))
            for lost in _lost(incident, len(days)) if i == 0 else ():
                note(Note(incident.id, "lost", lost, n))
            suffix = f"-{i + 1}" if len(days) > 1 else ""
            yield made | {
                "event_id_cnty": f"AT-{incident.id}{suffix}",
                "event_date": day.isoformat(),
                "year": day.year,
                "time_precision": precision,
                "fatalities": share,
            }


def _event(incident: LinkedIncident, view: View, options: Options) -> dict[str, Cell] | str:
    """The cells that all days of an incident share, or why ACLED has no place for it."""
    if incident.period.start is None:
        return "its first day is not known"
    place = where(incident)
    if place.point is None:
        return "no point: its place is not located"
    if place.state is None:
        return "its country is not known"
    killed = incident.estimate("killed")
    if killed is not None and not killed.bounds.numeric:
        return "deaths are given in words without a figure; the rules `acled` count such words"
    found = sides(incident)
    types = event_types(incident, found)
    if isinstance(types, str):
        return types
    event, sub = types
    # ACLED's actor1 and actor2 do not tell who attacked whom.
    targeted = found.civilians and found.other is None
    doer = found.doer or (_UNIDENTIFIED if targeted else None)
    if doer is not None and doer.name == "unknown":
        doer = _UNIDENTIFIED
    named = [s for s in (doer, found.other, CIVILIAN_SIDE if targeted else None) if s is not None]
    if not named:
        return "no actor is named"
    codes = [actor_type(s, place.state.code) for s in named]
    if None in codes:
        return f"the type of an actor is not known: {named[codes.index(None)].name}"
    one, two = (*codes, None)[:2]
    if one is None:
        raise ValueError("a code is missing after all were looked at")
    pair = interaction(one, two)
    if pair not in INTERACTIONS:
        return f"no pair of actor types of ACLED: {INTER[one]} and {INTER[two or one]}"
    lat, lon = place.point
    outlets = dict.fromkeys(t.outlet.name for t in incident.tellings)
    code = options.legacy_codes
    return {
        "event_id_cnty": "",
        "disorder_type": disorder(event, sub),
        "event_type": event,
        "sub_event_type": sub,
        "actor1": named[0].name,
        "assoc_actor_1": "",
        "inter1": one if code else INTER[one],
        "actor2": named[1].name if two else "",
        "assoc_actor_2": "",
        "inter2": "" if two is None else two if code else INTER[two],
        "interaction": pair if code else interaction_text(pair),
        "civilian_targeting": TARGETING if targeted else "",
        "iso": place.state.numeric,
        "region": place.state.acled_region,
        "country": place.country,
        "admin1": place.adm1 or "",
        "admin2": place.adm2 or "",
        "admin3": "",
        "location": place.name,
        "latitude": number(lat),
        "longitude": number(lon),
        "geo_precision": _GEO.get(place.precision or 0, 3),
        "source": "; ".join(o.replace(";", ",") for o in outlets),
        "source_scale": "",
        "notes": account(incident),
        "tags": "",
        "timestamp": int(view.generated.timestamp()),
    }


def _days(incident: LinkedIncident) -> Sequence[tuple[date, int]]:
    """The days of an event, each with its precision: fighting that went on has a row for each of its days."""
    first, last = incident.period.start, incident.period.end or incident.period.start
    if first is None or last is None:
        return ()
    span = (last - first).days + 1
    if span == 1:
        return ((first, 1),)
    if incident.type in ("clash", "siege") and span <= _LONGEST_BATTLE and "/" in (incident.period.edtf or ""):
        return tuple((first + timedelta(i), 2) for i in range(span))
    return ((first, 2 if span <= _WEEK else 3),)


def _lost(incident: LinkedIncident, days: int) -> Iterator[str]:
    claimed = bounds_of(incident, "killed")
    killed = whole(claimed)
    if claimed is not None and killed is not None and (killed.low != killed.high or killed.how):
        yield f"fatalities holds the lowest figure, {killed.low:,}, of {claimed.in_words()}, which stands in the notes"
    if days > 1:
        yield f"divided over {days} days; the dead are divided evenly, no report divides them"
    if any(d.question == "responsibility" for d in incident.disputes):
        yield "who did it is disputed; ACLED codes one account, here all are named"
    for measure in ("injured", "missing", "detained", "displaced"):
        if bounds_of(incident, measure) is not None:
            yield f"{measure}: not a field of ACLED; it stands in the notes"


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    write_rows(out, COLUMNS, rows(view, note, options))


FORMAT = Format("acled", "a table shaped as ACLED's export, 31 columns", ".csv", _write, check, RULES)
