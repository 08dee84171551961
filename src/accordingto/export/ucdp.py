"""UCDP GED 25.1: events with at least one direct death, between two organised sides or by one against civilians.

Promise: on every row best = a + b + civilians + unknown and low <= best <= high; numbers that only UCDP gives (events,
conflicts, dyads, sides) stay empty unless the user's own list has them. What the dataset has no place for is skipped
with its reason; a doer on whom the sources differ is named with all names and is never chosen.

Source: UCDP GED codebook 25.1 (Sundberg and Melander 2013, https://doi.org/10.1177/0022343313484347).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import BinaryIO

from accordingto.export.actors import STATE
from accordingto.export.base import Format, Note, Noting, Options, View
from accordingto.export.cells import write_rows
from accordingto.export.counts import bounds_of, by_side, figure, whole
from accordingto.export.sides import CIVILIANS, ONE_SIDED, Dyad, Side, dyad
from accordingto.export.ucdprules import COLUMNS, RULES, check, date_prec
from accordingto.export.where import Where, number, priogrid, where, wkt
from accordingto.model.linked import LinkedIncident
from accordingto.model.rows import Cell
from accordingto.vocab.states import states

_LONGEST_SPAN = 365
_CIVILIANS_ID = "1"


def rows(view: View, note: Noting, options: Options) -> Iterator[dict[str, Cell]]:
    """The rows of a view, as they come.

    Args:
        view: What to write.
        note: Told of each incident what row it became, what of it was lost, or why it was skipped.
        options: ``ids`` fills the columns of numbers.
    """
    n = 0
    for incident in view.incidents:
        reason = _unfit(incident)
        if reason is not None:
            note(Note(incident.id, "skipped", reason))
            continue
        n += 1
        lost: list[str] = []
        row = _row(incident, options, lost.append)
        note(Note(incident.id, "row", incident.what, n))
        for detail in lost:
            note(Note(incident.id, "lost", detail, n))
        yield row


def _unfit(incident: LinkedIncident) -> str | None:
    """Why UCDP has no place for an incident; None where it has."""
    killed = whole(bounds_of(incident, "killed"))
    if killed is None:
        vague = incident.estimate("killed")
        return "deaths are given in words without a figure" if vague else "no death is claimed"
    if killed.high < 1:
        return "no death is claimed: the figure is 0"
    found = dyad(incident)
    if isinstance(found, str):
        return found
    first, last = incident.period.start, incident.period.end
    if first is None or last is None:
        return "its days are not known at both ends"
    if (last - first).days >= _LONGEST_SPAN:
        return "its days span a year or more"
    place = where(incident)
    if place.point is None:
        return "no point: its place is not located"
    if place.state is None:
        return "its country is not known"
    return None


def _row(incident: LinkedIncident, options: Options, lost: Callable[[str], None]) -> dict[str, Cell]:
    sides, killed, place = dyad(incident), whole(bounds_of(incident, "killed")), where(incident)
    first, last = incident.period.start, incident.period.end
    if isinstance(sides, str) or killed is None or first is None or last is None or place.point is None:
        raise ValueError(f"{incident.id} was to be skipped")
    a, b, civilians, unknown = _deaths(incident, sides, killed.best, lost)
    if killed.how:
        lost(killed.how)
    for side in filter(None, (sides.side_a, sides.side_b)):
        if side.disputed:
            lost(f"who did it is disputed; the candidate sides are {', '.join(x.name for x in side.actors)}")
    for measure in ("injured", "missing", "detained", "displaced"):
        if bounds_of(incident, measure) is not None:
            lost(f"{measure}: not a field of UCDP GED")
    if len({x.outlet.origin for x in incident.tellings}) < len(incident.tellings):
        lost("number_of_sources counts reports of one origin once")
    row: dict[str, Cell] = dict.fromkeys(COLUMNS, "")
    row |= _numbers(sides, options)
    row |= _sources(incident)
    row |= _place(place)
    row |= {
        "year": first.year,
        "code_status": "Check" if incident.disputes else "Clear",
        "type_of_violence": sides.type,
        "conflict_name": "",
        "dyad_name": sides.name,
        "side_a": sides.side_a.name,
        "side_b": sides.side_b.name if sides.side_b else CIVILIANS,
        "event_clarity": 1 if first == last else 2,
        "date_prec": date_prec(first, last),
        "date_start": _stamp(first),
        "date_end": _stamp(last),
        "deaths_a": a,
        "deaths_b": b,
        "deaths_civilians": civilians,
        "deaths_unknown": unknown,
        "best": killed.best,
        "high": killed.high,
        "low": killed.low,
        "gwnoa": _gw(sides.side_a),
        "gwnob": _gw(sides.side_b) if sides.side_b else "",
    }
    return row


def _deaths(incident: LinkedIncident, sides: Dyad, best: int, lost: Callable[[str], None]) -> tuple[int, int, int, int]:
    """The dead of each side, adding up to the best figure; what is of neither side is of unknown status."""
    a = b = civilians = elsewhere = 0
    in_a = {x.name for x in sides.side_a.actors}
    in_b = {x.name for x in sides.side_b.actors} if sides.side_b else set()
    for e in by_side(incident, "killed"):
        n = figure(e.bounds)
        if e.kind == "civilian":
            civilians += n
        elif e.kind == "combatant" and e.party in in_a:
            a += n
        elif e.kind == "combatant" and e.party in in_b:
            b += n
        else:
            elsewhere += n
            if n and e.party:
                lost(f"{n} dead of {e.party}, which is neither side: counted as unknown")
    if sides.type == ONE_SIDED and a + b:
        lost("dead of the side that did it: counted as unknown")
        a = b = 0
    if a + b + civilians > best:
        lost(f"the sides add up to {a + b + civilians:,}, all together to {best:,}: all counted as unknown")
        return 0, 0, 0, best
    return a, b, civilians, best - a - b - civilians


def _numbers(sides: Dyad, options: Options) -> dict[str, Cell]:
    """Numbers of the user's own list; none is made up."""
    ids = options.ids
    names = (sides.side_a.name, sides.side_b.name if sides.side_b else CIVILIANS)
    side_a, side_b = ids.get(names[0], ""), _CIVILIANS_ID if sides.side_b is None else ids.get(names[1], "")
    dyad_id, conflict = ids.get(sides.name, ""), ids.get(f"conflict: {sides.name}", "")
    return {
        "conflict_dset_id": conflict, "conflict_new_id": conflict, "dyad_dset_id": dyad_id, "dyad_new_id": dyad_id,
        "side_a_dset_id": side_a, "side_a_new_id": side_a, "side_b_dset_id": side_b, "side_b_new_id": side_b,
    }  # fmt: skip


def _sources(incident: LinkedIncident) -> dict[str, Cell]:
    """The reports behind a row: parallel lists, divided by ";"."""
    told: dict[str, tuple[str, str, str, str]] = {}
    for t in incident.tellings:
        o = t.outlet
        cells = (o.name, o.published.isoformat() if o.published else "", o.title or "", o.url or "")
        told.setdefault(o.report, (_plain(cells[0]), cells[1], _plain(cells[2]), _plain(cells[3])))
    office, day, headline, url = zip(*told.values(), strict=True)
    originals = dict.fromkeys(c.source.text for t in incident.tellings for c in t.claims if c.source is not None)
    articles = [", ".join(x for x in (o, d, f'"{h}"' if h else "") if x) for o, d, h, _ in told.values()]
    return {
        "number_of_sources": len(incident.origins),
        "source_article": ";".join(articles),
        "source_office": ";".join(office),
        "source_date": ";".join(day),
        "source_headline": ";".join(headline),
        "source_original": "; ".join(_plain(s) for s in originals),
    }


def _plain(words: str) -> str:
    """Words that may stand in a list divided by ";"."""
    return " ".join(words.replace(";", ",").split())


def _place(place: Where) -> dict[str, Cell]:
    lat, lon = place.point or (0.0, 0.0)
    state = place.state
    return {
        "where_prec": place.precision,
        "where_coordinates": place.name,
        "where_description": place.path,
        "adm_1": place.adm1 or "",
        "adm_2": place.adm2 or "",
        "latitude": number(lat),
        "longitude": number(lon),
        "geom_wkt": wkt(lat, lon),
        "priogrid_gid": priogrid(lat, lon),
        "country": place.country,
        "country_id": state.gw if state and state.gw else "",
        "region": state.ucdp_region if state else "",
    }


def _gw(side: Side) -> Cell:
    only = side.actors[0] if len(side.actors) == 1 else None
    state = states().get(only.country or "") if only and only.kind == STATE else None
    return state.gw if state and state.gw else ""


def _stamp(d: date) -> str:
    return f"{d.isoformat()} 00:00:00.000"


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    write_rows(out, COLUMNS, rows(view, note, options))


FORMAT = Format("ucdp", "UCDP GED 25.1, 49 columns", ".csv", _write, check, RULES)
