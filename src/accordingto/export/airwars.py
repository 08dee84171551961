"""Six tables shaped as Airwars publishes them: incidents, belligerents, sources, victims, infrastructure, casualties.

Promise: one zip with six CSV tables that share the incident's code; minimum and maximum per category of people; what
the belligerent itself says is a record of its own. A grade stands only where the rules that grade were used; nobody has
assessed a location or a victim, so those cells are empty.

Source: Airwars, https://airwars.org/research/methodology and the fields of its public archive.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from accordingto.export.airwarsrules import RULES, TABLES, check
from accordingto.export.base import Format, Note, Noting, Options, View
from accordingto.export.cells import guarded
from accordingto.export.sides import sides
from accordingto.export.where import number, where
from accordingto.export.wording import account
from accordingto.model.claim import Claim
from accordingto.model.linked import LinkedIncident
from accordingto.model.rows import Cell

_CATEGORIES = {
    "children": "children", "women": "women", "journalist": "journalists", "medic": "healthcare_personnel",
    "rescue": "healthcare_personnel",
}  # fmt: skip
_KINDS = {"civilian": "civilian_non_combatants", "combatant": "belligerents", "mixed": "undetermined"}
_THINGS = ("destroyed", "damaged", "seized")
Rows = Iterator[tuple[str, dict[str, Cell]]]


def rows(view: View, note: Noting) -> Rows:
    """The rows of all tables, as they come: the name of the table and the row.

    Args:
        view: What to write.
        note: Told of incidents that are not of this kind, and why.
    """
    n = 0
    for incident in view.incidents:
        harm = [e for e in incident.estimates if e.measure in ("killed", "injured", "casualties")]
        if not harm and incident.type not in ("airstrike", "drone", "missile", "rocket", "shelling", "explosion"):
            note(Note(incident.id, "skipped", "neither people harmed nor a strike is claimed"))
            continue
        n += 1
        note(Note(incident.id, "row", incident.what, n))
        for measure in dict.fromkeys(e.measure for e in incident.estimates if e.measure not in ("killed", "injured")):
            note(Note(incident.id, "lost", f"{measure}: not a field of these tables", n))
        yield "incidents", _incident(incident)
        yield from (("belligerents", r) for r in _belligerents(incident))
        yield from (("sources", r) for r in _sources(incident))
        yield from (("infrastructure", r) for r in _infrastructure(incident))
        yield from (("casualties", r) for r in _casualties(incident))
        # Victims need a name and a person who has looked at it; claims name none as such.


def _incident(incident: LinkedIncident) -> dict[str, Cell]:
    place = where(incident)
    outlets = sorted((t.outlet for t in incident.tellings), key=lambda o: (str(o.published or "9999"), o.report))
    first, last = incident.period.start, incident.period.end
    civilians = any(e.kind == "civilian" and e.measure in ("killed", "injured") for e in incident.estimates)
    return {
        "code": incident.id,
        "incident_date": first.isoformat() if first else None,
        "incident_date_end": last.isoformat() if last and last != first else None,
        "date_type": None if first is None else "exact" if first == last else "range",
        "country": place.country,
        "region": place.adm1,
        "location_name": place.path,
        "latitude": number(place.lat) if place.lat is not None else None,
        "longitude": number(place.lon) if place.lon is not None else None,
        "geolocation_accuracy": None,
        "where_prec": place.precision,
        "strike_type": incident.type,
        "strike_status": _strike_status(incident),
        "civilian_harm_reported": "yes" if civilians else "no",
        "civilian_harm_status": incident.grade,
        "first_reported_by": outlets[0].name,
        "first_reported_url": outlets[0].url,
        "first_reported_date": outlets[0].published.isoformat() if outlets[0].published else None,
        "observation": account(incident),
    }


def _strike_status(incident: LinkedIncident) -> str:
    """How the strike itself is attested, by who speaks of it."""
    if any(d.question == "responsibility" for d in incident.disputes):
        return "contested-strike"
    if any(_own_word(c) for t in incident.tellings for c in t.claims):
        return "declared-strike"
    return "likely-strike" if len(incident.origins) > 1 else "single-source-claim"


def _own_word(c: Claim) -> bool:
    """Whether the side that is said to have done it says so itself."""
    if c.stance != "asserted" or c.source is None or c.actor is None or not c.actor.party:
        return False
    official = c.source.kind in ("military", "armed-group", "government")
    return official and c.actor.party.split()[0].casefold() in c.source.text.casefold()


def _belligerents(incident: LinkedIncident) -> Iterator[dict[str, Cell]]:
    found = sides(incident)
    for side in filter(None, (found.doer,)):
        for actor in side.actors:
            own = [c for t in incident.tellings for c in t.claims if c.actor and c.actor.party == actor.name]
            denied = [c for c in own if c.stance == "denied"]
            conceded = [c for c in own if _own_word(c) and c.count is not None]
            killed = [c.count.bounds for c in conceded if c.type == "killed" and c.count]
            hurt = [c.count.bounds for c in conceded if c.type == "injured" and c.count]
            yield {
                "code": incident.id,
                "belligerent": actor.name,
                "type": actor.kind,
                "disputed": "yes" if side.disputed else "no",
                "denied": "yes" if denied else "no",
                "assessment": "not-yet-assessed",
                "deaths_conceded_min": min((b.low for b in killed if b.low is not None), default=None),
                "deaths_conceded_max": max((b.high for b in killed if b.high is not None), default=None),
                "injuries_conceded_min": min((b.low for b in hurt if b.low is not None), default=None),
                "injuries_conceded_max": max((b.high for b in hurt if b.high is not None), default=None),
                "statement": " | ".join(dict.fromkeys(c.quote for c in (*denied, *conceded))) or None,
            }


def _sources(incident: LinkedIncident) -> Iterator[dict[str, Cell]]:
    for t in incident.tellings:
        o = t.outlet
        yield {
            "code": incident.id, "report": o.report, "author": o.publisher,
            "date": o.published.isoformat() if o.published else None, "url": o.url, "title": o.title,
            "copies": o.origin if o.origin != o.report else None,
            "text": " | ".join(dict.fromkeys(c.quote for c in t.claims)),
        }  # fmt: skip


def _infrastructure(incident: LinkedIncident) -> Iterator[dict[str, Cell]]:
    for t in incident.tellings:
        for c in t.claims:
            if c.type in _THINGS and c.stance != "denied":
                yield {
                    "code": incident.id, "infrastructure": c.target.text if c.target else None, "impact": c.type,
                    "number": c.count.bounds.best if c.count else None, "report": t.outlet.report, "quote": c.quote,
                }  # fmt: skip


def _casualties(incident: LinkedIncident) -> Iterator[dict[str, Cell]]:
    """Minimum and maximum of each category; categories need not add up to the whole."""
    table: dict[str, dict[str, Cell]] = {}
    for e in incident.estimates:
        if e.measure not in ("killed", "injured") or not e.bounds.numeric:
            continue
        category = "total" if (e.party, e.kind, e.group) == (None, None, None) else None
        if e.group is not None:
            category = _CATEGORIES.get(e.group, "other_civilian_non_combatants")
        elif category is None:
            category = _KINDS.get(e.kind or "", "undetermined")
        row = table.setdefault(
            f"{category} {e.party or ''}",
            {
                "code": incident.id, "category": category, "party": e.party, "killed_min": None, "killed_max": None,
                "injured_min": None, "injured_max": None, "rule": e.rule,
            },
        )  # fmt: skip
        b = e.bounds
        for end, value in (("min", b.low if b.low is not None else b.best), ("max", b.high)):
            old = row[f"{e.measure}_{end}"]
            if value is not None:
                pick: Callable[[int, int], int] = min if end == "min" else max
                row[f"{e.measure}_{end}"] = value if old is None else pick(int(old), value)
    yield from table.values()


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    import csv
    import io

    with ExitStack() as stack:
        # The tables grow side by side and a zip takes one after the other, so they wait in files.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        streams = {
            t: stack.enter_context((folder / t).open("w", encoding="utf-8", errors="replace", newline=""))
            for t in TABLES
        }
        writers: Mapping[str, Any] = {t: csv.writer(s, lineterminator="\n") for t, s in streams.items()}
        for t, writer in writers.items():
            writer.writerow(TABLES[t])
        for t, row in rows(view, note):
            writers[t].writerow([guarded(row[c]) for c in TABLES[t]])
        for s in streams.values():
            s.close()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            stamp = view.generated.timetuple()[:6]
            for t in TABLES:
                with (
                    (folder / t).open("rb") as f,
                    archive.open(zipfile.ZipInfo(f"{t}.csv", stamp), "w", force_zip64=True) as g,
                ):
                    while chunk := f.read(io.DEFAULT_BUFFER_SIZE * 16):
                        g.write(chunk)
            archive.writestr(zipfile.ZipInfo("method.txt", stamp), view.method)


FORMAT = Format(
    "airwars", "six tables shaped as Airwars' published data, in a zip", ".zip", _write, check, RULES, terminal=False
)
