"""PLOVER: one event a line for acts and attacks, as JSON.

Promise: an event for each claim of an act, an attack or harm done by somebody; denied and planned ones carry their
auxiliary. PLOVER 0.8 has no fields for casualties, so figures stand under our own key ``counts``. Copies and retellings
are events of their own, joined by ``incident``.

Source: PLOVER manual 0.8, https://github.com/openeventdata/PLOVER.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from accordingto.export.actors import STATE
from accordingto.export.actors import actor as of_kind
from accordingto.export.base import Fault, Format, Note, Noting, Options, View
from accordingto.export.cells import as_text
from accordingto.export.jsontext import faults_of_objects, write_lines
from accordingto.export.values import day
from accordingto.model import Claim, Reading

MODES: Mapping[str, tuple[str, ...]] = {
    "AGREE": (), "CONSULT": ("visit", "third-party", "multilateral", "phone"), "SUPPORT": (), "CONCEDE": (),
    "COOPERATE": (), "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation",
        "cyber",
    ),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
        "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    ),
}  # fmt: skip
NEEDS_RECIPIENT = ("COOPERATE", "AID", "SANCTION")
AUXILIARY = ("historical", "future", "hypothetical", "negation")
_ASSAULT = {
    "airstrike": "aerial", "drone": "drone", "missile": "heavy-weapons", "rocket": "heavy-weapons",
    "shelling": "heavy-weapons", "chemical": "unconventional", "ied": "explosives", "car-bomb": "explosives",
    "suicide-bomb": "suicide-attack", "landmine": "explosives", "grenade": "explosives", "explosion": "explosives",
    "small-arms": "firearms", "stabbing": "primitive", "beheading": "primitive", "execution": "targeted",
    "torture": "torture", "arson": "destroy", "abduction": "abduct",
}  # fmt: skip
_HARM = ("attack", "killed", "injured", "casualties", "detained")
RULES = {
    "E1": "every line is one JSON object with id, event_type, actor, recipient, mode and date",
    "E2": "event_type is one of the 16",
    "E3": "mode is a list of modes of the event type",
    "E4": "actor is a list with at least one name; AID, COOPERATE and SANCTION need a recipient",
    "E5": "date is a day, or null where none is known",
    "E6": "auxiliary is a list of historical, future, hypothetical, negation",
    "E7": "no id comes twice",
}


def events(view: View, note: Noting) -> Iterator[dict[str, Any]]:
    """The events of a view, as they come.

    Args:
        view: What to write.
        note: Told of each claim that is no event of PLOVER, and why.
    """
    linked = {t.key: i.id for i in view.incidents for t in i.tellings}
    for reading in view.readings:
        for claim in reading.claims:
            made = _event(reading, claim)
            if isinstance(made, str):
                note(Note(f"{reading.report.id}/{claim.id}", "skipped", made))
                continue
            made["incident"] = linked.get(f"{reading.report.id}#{claim.incident}")
            yield made


def _event(reading: Reading, claim: Claim) -> dict[str, Any] | str:
    if claim.type == "act":
        if claim.act not in MODES:
            return "an act of no known kind"
        kind, mode = claim.act, []
    elif claim.type in _HARM and claim.scope == "incident":
        kind = "ASSAULT"
        means = "abduct" if claim.type == "detained" else _ASSAULT.get(claim.means or "")
        if claim.type == "detained" and (claim.target is None or claim.target.kind != "combatant"):
            kind, means = "COERCE", "arrest"
        mode = [means] if means else []
    else:
        return f"{claim.type}{', a running total' if claim.scope != 'incident' else ''}: no event of PLOVER"
    actor = claim.actor.party or claim.actor.text if claim.actor else None
    recipient = claim.target.party or claim.target.text if claim.target else None
    if not actor:
        return "nobody is named who did it"
    if kind in NEEDS_RECIPIENT and not recipient:
        return f"{kind} needs a recipient, and none is named"
    period, report = claim.time.period if claim.time else None, reading.report
    b = claim.count.bounds if claim.count else None
    return {
        "id": f"{report.id}/{claim.id}",
        "event_type": kind,
        "mode": mode,
        "actor": [actor],
        "recipient": [recipient] if recipient else [],
        # The manual keeps this context for the forces of states.
        "context": ["military"] if kind in ("ASSAULT", "MOBILIZE") and of_kind(actor).kind == STATE else [],
        "auxiliary": {"denied": ["negation"], "planned": ["future"], "possible": ["hypothetical"]}.get(
            claim.stance, []
        ),
        "date": period.start.isoformat() if period and period.start else None,
        "date_end": period.end.isoformat() if period and period.end else None,
        "location": claim.place.path if claim.place else None,
        "source": claim.source.text if claim.source else None,
        "publisher": report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "url": report.url,
        "text": claim.quote,
        "counts": {claim.type: {"low": b.low, "best": b.best, "high": b.high, "vague": b.vague}} if b else {},
    }


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    with as_text(out) as stream:
        write_lines(stream, events(view, note))


def check(path: Path) -> Iterator[Fault]:
    """Where a file breaks the rules of PLOVER."""
    seen: set[str] = set()

    def event(e: dict[str, Any], n: int) -> Iterator[Fault]:
        missing = [k for k in ("id", "event_type", "actor", "recipient", "mode", "date") if k not in e]
        if missing:
            yield Fault("E1", f"no {missing[0]!r}", "write every key, null or [] where there is nothing", n, missing[0])
            return
        if str(e["id"]) in seen:
            yield Fault("E7", f"{e['id']!r} is the id of two events", "give each its own", n, "id")
        seen.add(str(e["id"]))
        yield from _faults(e, n)

    yield from faults_of_objects(path, "E1", event)


def _faults(e: dict[str, Any], n: int) -> Iterator[Fault]:
    kind = str(e["event_type"])
    if kind not in MODES:
        yield Fault("E2", f"{kind!r} is no event type", f"write one of {', '.join(MODES)}", n, "event_type")
    elif not isinstance(e["mode"], list) or not set(map(str, e["mode"])) <= set(MODES[kind]):
        allowed = ", ".join(MODES[kind]) or "nothing: []"
        yield Fault("E3", f"mode {e['mode']!r} of {kind}", f"list some of {allowed}", n, "mode")
    for key, needed in (("actor", True), ("recipient", kind in NEEDS_RECIPIENT)):
        names = e[key]
        if not isinstance(names, list) or not all(isinstance(x, str) and x for x in names) or (needed and not names):
            yield Fault("E4", f"{key} {names!r}", "list the names", n, key)
    if e["date"] is not None and day(str(e["date"])) is None:
        yield Fault("E5", f"{e['date']!r} is no day", "write YYYY-MM-DD, or null", n, "date")
    auxiliary = e.get("auxiliary", [])
    if not isinstance(auxiliary, list) or not set(map(str, auxiliary)) <= set(AUXILIARY):
        yield Fault("E6", f"auxiliary {auxiliary!r}", f"list some of {', '.join(AUXILIARY)}", n, "auxiliary")


FORMAT = Format("plover", "PLOVER events of acts and attacks, JSON Lines", ".jsonl", _write, check, RULES)
