"""List of incidents, and running totals.

Promise: incidents without a day or a point stand in the list like the others; totals stand beside the incidents and
are never added to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from accordingto.model.linked import TollSeries
from accordingto.web.asking import PER_PAGE, address, asked_for, page_of, pages_of
from accordingto.web.desk import Desk
from accordingto.web.drawing import share_bar, total_plot

_SERIES = 20
"""How many running totals a page shows."""
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


def questions(d: Mapping[str, Any]) -> list[str]:
    """What the sources of an incident differ on, in words.

    Args:
        d: Its mapping (``LinkedIncident.to_dict``).
    """
    return [question(x["question"], x["about"]) for x in d["disputes"]]


def question(name: str, about: str) -> str:
    """What a dispute is about, in words."""
    said = QUESTIONS.get(name, name)
    if about.startswith("who "):
        return about
    return said if not about or about in ("the place", "the day", "the time") else f"{said}: {about}"


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
        count = desk.of_views(("count", wanted.filter), lambda: desk.ledger.count_incidents(wanted.filter))
        rows = [r.payload for r in desk.ledger.incidents(wanted.filter, limit=PER_PAGE, offset=wanted.offset)]
    else:
        every = list(then.incidents(wanted.filter))
        count, rows = len(every), list(islice(every, wanted.offset, wanted.offset + PER_PAGE))
    kept = {k: v for k, v in asked.items() if v and k not in ("page", "format")}
    return {
        "count": count,
        "filters": kept,
        "page": wanted.page,
        "pages": pages_of(count),
        "choices": choices(desk),
        "incidents": [listed(d, kept) for d in rows],
    }


def choices(desk: Desk) -> dict[str, list[str]]:
    """Every type and grade of incident that there is, to choose from."""
    return desk.of_views("choices", lambda: {name: desk.ledger.values_of(name) for name in ("type", "grade")})


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
        "disputes": questions(d),
        "reports": len(d["reports"]),
        "claims": len(d["claims"]),
    }


def tolls_page(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """Running totals, each held against the sum of the known incidents, with what stays unexplained.

    Args:
        desk: The desk.
        asked: Which ``page``, or the ``id`` of one series.

    Raises:
        PageError: There is no such page.
    """
    page, only = page_of(asked), asked.get("id") or None
    some = desk.ledger.tolls(limit=_SERIES, offset=(page - 1) * _SERIES, name=only)
    count = desk.of_views("tolls", desk.ledger.count_tolls) if only is None else len(some)
    return {
        "series": [_series(s) for s in some], "count": count, "page": page, "pages": pages_of(count, _SERIES),
        "only": only,
    }  # fmt: skip


def _series(s: TollSeries) -> dict[str, Any]:
    d = s.to_dict()
    for p, point in zip(d["points"], s.points, strict=True):
        p["share"] = share_bar(point.stated, point.explained)
        p["flags_said"] = [FLAGS.get(f, f) for f in p["flags"]]
        report, _, claim = p["claim"].rpartition("/")
        p["link"] = f"{address('/report', id=report)}#{claim}"
    return {**d, "plot": total_plot(s)}
