"""Start page, list of incidents, and running totals.

Promise: every count leads to what it counts; incidents without a day or a point stand in the list like the others;
totals stand beside the incidents and are never added to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from accordingto.store import Filter
from accordingto.web.asking import PER_PAGE, address, asked_for
from accordingto.web.desk import Desk
from accordingto.web.doubts import DOUBTFUL, Doubt
from accordingto.web.drawing import share_bar, total_plot
from accordingto.web.faults import unreadable

_FIRST = 6
"""How many entries of each reason the start page shows."""
_MANY = 200
"""How many are shown when all are asked for."""
REASONS = {
    "disputes": ("Sources differ", "Incidents with a question that is answered differently. That may stay so."),
    "tolls": ("Totals that do not add up", "They fell, were counted anew, or known incidents come to more."),
    "claims": ("Doubtful claims", f"Not looked at yet, and less than {DOUBTFUL:.0%} likely to be one."),
    "places": ("Doubtful place or day", f"Where or when is less than {DOUBTFUL:.0%} likely to be right."),
    "pairs": ("One incident or two?", "Accounts in two reports that may tell the same incident."),
    "reopened": ("Read anew since", "Judged claims whose report changed or is read otherwise now."),
    "unread": ("Reports not looked through", "Reports with claims that nobody has judged."),
}
"""Why something is in the queue: its heading and what it means."""
QUESTIONS = {
    "responsibility": "who did it",
    "count": "how many",
    "place": "where",
    "time": "when",
    "happened": "whether it happened",
}
FLAGS = {
    "decrease": "lower than before",
    "restart": "counted anew",
    "exceeded": "the known incidents come to more",
}


def start_page(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """What needs a person, by reason, each with its count.

    Args:
        desk: The desk.
        asked: ``reason`` to see all entries of one.

    Raises:
        PageError: There is no such reason.
    """
    only = asked.get("reason") or None
    if only is not None and only not in REASONS:
        raise unreadable("reason", f"choose from {', '.join(REASONS)}")
    most = None if only else _FIRST
    by_report = desk.doubts()
    doubts = [d for some in by_report.values() for d in some]
    found: dict[str, tuple[int, list[dict[str, Any]]]] = {}
    for reason, why in (("claims", "claim"), ("places", "place"), ("reopened", "reopened")):
        some = sorted((d for d in doubts if d.reason == why), key=lambda d: d.chance)
        found[reason] = len(some), [_doubt(d) for d in some[:most]]
    unread = [(name, some) for name, some in by_report.items() if some]
    found["unread"] = (
        len(unread),
        [_entry(name, _plural(len(some), "claim"), address("/report", id=name)) for name, some in unread[:most]],
    )
    contested = Filter(contested=True)
    rows = desk.ledger.incidents(contested, limit=most or _MANY)
    found["disputes"] = (
        desk.ledger.count_incidents(contested),
        [
            _entry(row.what, ", ".join(_questions(row.payload)), f"/incident/{row.id}", row.place, row.period.edtf)
            for row in rows
        ],
    )
    tolls = [(s, sorted({f for p in s.points for f in p.flags})) for s in desk.ledger.tolls()]
    odd = [(s, flags) for s, flags in tolls if flags]
    found["tolls"] = (
        len(odd),
        [
            _entry(f"{s.measure}, counted by {s.counter}", ", ".join(FLAGS.get(f, f) for f in flags), f"/tolls#{s.id}")
            for s, flags in odd[:most]
        ],
    )
    pairs = desk.ledger.pairs(limit=_MANY)
    found["pairs"] = len(pairs), [_pair(desk, p.a, p.b, p.detail) for p in pairs[:most]]
    judged = sum(desk.ledger.count_claims(Filter(status=s)) for s in ("accepted", "rejected", "edited", "added"))
    return {
        "reasons": [
            {
                "reason": r, "name": REASONS[r][0], "says": REASONS[r][1], "count": found[r][0],
                "entries": found[r][1],
            }
            for r in REASONS
            if only in (None, r)
        ],
        "only": only,
        "held": {
            "reports": len(desk.names()), "looked_through": len(by_report),
            "claims": desk.ledger.count_claims(), "judged": judged,
            "incidents": desk.ledger.count_incidents(),
        },
    }  # fmt: skip


def _entry(
    what: str, detail: str, link: str, place: str | None = None, when: str | None = None, report: str | None = None
) -> dict[str, Any]:
    return {"what": what, "detail": detail, "link": link, "place": place, "when": when, "report": report}


def _doubt(d: Doubt) -> dict[str, Any]:
    asked = "whether there is a claim" if d.slot == "claim" else "the day" if d.slot == "time" else f"the {d.slot}"
    link = f"{address('/report', id=d.report)}#{d.claim}"
    return _entry(d.quote, f"{d.type}: {asked}, {d.chance:.0%}", link, report=d.report)


def _pair(desk: Desk, a: str, b: str, detail: Mapping[str, Any]) -> dict[str, Any]:
    seen = f"chance that they are one {detail.get('chance', 0):.0%}"
    return _entry(f"{_told(desk, a)} / {_told(desk, b)}", seen, f"/incident/{desk.ledger.incident_of(a)}#pairs")


def _told(desk: Desk, telling: str) -> str:
    """An account in its own words and with its outlet; its key where the report is gone."""
    report, _, name = telling.rpartition("#")
    kept = desk.kept(report)
    found = next((i for i in kept.reading.incidents if i.id == name), None) if kept is not None else None
    if kept is None or found is None:
        return telling
    return f"{found.what} ({kept.reading.report.publisher or report})"


def _questions(d: Mapping[str, Any]) -> list[str]:
    return [question(x["question"], x["about"]) for x in d["disputes"]]


def question(name: str, about: str) -> str:
    """What a dispute is about, in words."""
    said = QUESTIONS.get(name, name)
    if about.startswith("who "):
        return about
    return said if not about or about in ("the place", "the day", "the time") else f"{said}: {about}"


def _plural(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"


def incidents_page(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """Incidents that the filters of the address let through, the latest first, those of no known day last.

    Args:
        desk: The desk.
        asked: The filters (``asking.FILTERS``) and ``page``.

    Raises:
        PageError: A filter cannot be read.
    """
    wanted = asked_for(asked)
    then = desk.known(wanted.as_of, wanted.reported_by)
    if then is None:
        count = desk.ledger.count_incidents(wanted.filter)
        rows = [r.payload for r in desk.ledger.incidents(wanted.filter, limit=PER_PAGE, offset=wanted.offset)]
    else:
        every = list(then.incidents(wanted.filter))
        count, rows = len(every), list(islice(every, wanted.offset, wanted.offset + PER_PAGE))
    kept = {k: v for k, v in asked.items() if v and k not in ("page", "format")}
    return {
        "count": count,
        "filters": kept,
        "page": wanted.page,
        "pages": max(1, -(-count // PER_PAGE)),
        "types": types(desk),
        "incidents": [listed(d, kept) for d in rows],
    }


def types(desk: Desk) -> list[str]:
    """Every type of incident that there is, to choose from."""
    return desk.remembered("types", lambda: sorted({r.type for r in desk.ledger.incidents(limit=None) if r.type}))


def listed(d: Mapping[str, Any], kept: Mapping[str, str]) -> dict[str, Any]:
    """An incident as a line of a list.

    Args:
        d: Its mapping (``LinkedIncident.to_dict``).
        kept: The filters, of which an earlier time goes into its link.
    """
    whole = {e["measure"]: e for e in reversed(d["estimates"]) if e["party"] is e["kind"] is e["group"] is None}
    then = {k: kept[k] for k in ("as_of", "reported_by") if k in kept}
    return {
        **{k: d.get(k) for k in ("id", "what", "type", "place", "start", "end", "lat", "lon", "parties", "grade")},
        "link": address(f"/incident/{d['id']}", **then),
        "figures": {
            m: {k: whole[m][k] for k in ("low", "best", "high", "sources")} if m in whole else None
            for m in ("killed", "injured")
        },
        "disputes": _questions(d),
        "reports": len(d["reports"]),
        "claims": len(d["claims"]),
    }


def tolls_page(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """Running totals, each held against the sum of the known incidents, with what stays unexplained."""
    out = []
    for s in desk.ledger.tolls():
        d = s.to_dict()
        for p, point in zip(d["points"], s.points, strict=True):
            p["share"] = share_bar(point.stated, point.explained)
            p["flags_said"] = [FLAGS.get(f, f) for f in p["flags"]]
            report, _, claim = p["claim"].rpartition("/")
            p["link"] = f"{address('/report', id=report)}#{claim}"
        out.append({**d, "plot": total_plot(s)})
    return {"series": out}
