"""The incident page: figures with their why, disputes as claimant by question, who said what when, every quote.

Promise: each figure lists the claims that set it and those set aside with the reason; a dispute shows every position
and how many independent voices carry it, and chooses none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from accordingto.model.claim import Claim
from accordingto.model.linked import Dispute, Estimate, LinkedIncident, Position
from accordingto.model.telling import Telling, file_name
from accordingto.store import Filter
from accordingto.web.asking import address, asked_for
from accordingto.web.desk import Desk, about_incidents
from accordingto.web.drawing import Step, range_bar, step_plot
from accordingto.web.faults import missing
from accordingto.web.lists import question
from accordingto.web.locator import locator
from accordingto.web.views import values, web_address

_SPOKEN = ("source", "cue", "via")
_DAYS_NEAR, _MOST_NEAR = timedelta(days=2), 8
"""How far apart in days incidents of one place are offered as perhaps the same, and how many."""
_COUNTED = ("killed", "injured", "casualties", "missing", "detained", "released", "displaced")


def incident_page(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """One incident.

    Args:
        desk: The desk.
        asked: ``name``, and ``as_of`` or ``reported_by`` for an earlier time.

    Raises:
        PageError: There is none of that name, or a day cannot be read.
    """
    wanted = asked_for({k: asked[k] for k in ("as_of", "reported_by") if k in asked})
    then = desk.known(wanted.as_of, wanted.reported_by)
    name = asked["name"]
    i = desk.incident(name) if then is None else then.incident(name)
    if i is None:
        raise missing(f"incident {name!r}" + (" as of that day" if then else ""))
    return {
        **{k: v for k, v in i.to_dict().items() if k not in ("estimates", "disputes", "claims", "reports")},
        "then": {k: asked[k] for k in ("as_of", "reported_by") if asked.get(k)},
        "edtf": i.period.edtf,
        "estimates": estimated(i),
        "disputes": [disputed(d, i) for d in i.disputes],
        "plots": _plots(i),
        "map": locator(i),
        "tellings": [_telling(t) for t in in_order(i)],
        "pairs": _pairs(desk, i),
        "near": _near(desk, i) if then is None else [],
        "judgements": _judgements(desk, i),
    }


def in_order(i: LinkedIncident) -> list[Telling]:
    """Its accounts in order of publication, those of no known day last."""
    return sorted(i.tellings, key=lambda t: (t.outlet.published is None, str(t.outlet.published), t.key))


def _claims(i: LinkedIncident) -> dict[str, tuple[Telling, Claim]]:
    return {f"{t.outlet.report}/{c.id}": (t, c) for t in i.tellings for c in t.claims}


def _cited(name: str, found: Mapping[str, tuple[Telling, Claim]]) -> dict[str, Any]:
    """A claim named by a figure or position, with its words and the way to them."""
    report, _, number = name.rpartition("/")
    told = found.get(name)
    said = told[1] if told else None
    return {
        "claim": name, "report": report, "id": number, "link": f"{address('/report', id=report)}#{number}",
        "quote": said.quote if said else None,
        "by": said.source.text if said and said.source else None,
        "outlet": told[0].outlet.name if told else file_name(report),
        "published": str(told[0].outlet.published) if told and told[0].outlet.published else None,
    }  # fmt: skip


def estimated(i: LinkedIncident) -> list[dict[str, Any]]:
    """Each figure with its range as a picture, the claims that set it and those set aside."""
    found, out = _claims(i), []
    for e in i.estimates:
        most = max((_top(x) for x in i.estimates if x.measure == e.measure), default=0)
        label = f"{e.measure}: {e.bounds.in_words()}"
        out.append(
            {
                "measure": e.measure, "party": e.party, "kind": e.kind, "group": e.group,
                "whole": e.party is e.kind is e.group is None,
                "low": e.bounds.low, "best": e.bounds.best, "high": e.bounds.high, "words": e.bounds.in_words(),
                "rule": e.rule, "sources": e.sources, "bar": range_bar(e.bounds, most, label),
                "used": [_cited(name, found) for name in e.used],
                "aside": [{**_cited(a.claim, found), "reason": a.reason} for a in e.aside],
            }
        )  # fmt: skip
    return out


def _top(e: Estimate) -> int:
    return max((v for v in (e.bounds.low, e.bounds.best, e.bounds.high) if v is not None), default=0)


def disputed(d: Dispute, i: LinkedIncident) -> dict[str, Any]:
    """A dispute: each answer with those who give it, in their words, and how many independent voices carry it."""
    found = _claims(i)
    by_answer: dict[str, list[Position]] = {}
    for p in d.positions:
        by_answer.setdefault(p.answer, []).append(p)
    return {
        "question": d.question, "about": d.about, "state": d.state, "words": question(d.question, d.about),
        "answers": [
            {
                "answer": answer,
                "voices": len({o for p in some for o in p.origins}),
                "positions": [
                    {
                        "claimant": p.claimant, "stance": p.stance, "evidence": list(p.evidence),
                        "origins": list(p.origins), "first": str(p.first) if p.first else None,
                        "claims": [_cited(name, found) for name in p.claims],
                    }
                    for p in some
                ],
            }
            for answer, some in by_answer.items()
        ],
    }  # fmt: skip


def _plots(i: LinkedIncident) -> list[dict[str, Any]]:
    out = []
    for measure in _COUNTED:
        steps = [
            Step(t.outlet.published, _voice(t, c), c.count.bounds)
            for t in in_order(i)
            for c in t.claims
            if c.type == measure and c.count is not None and t.outlet.published is not None
        ]
        steps = [s for s in steps if s.bounds.numeric]
        plot = step_plot(steps, f"{measure}: figures as they were stated, by day of publication")
        if plot:
            voices = list(dict.fromkeys(s.voice for s in steps))
            out.append({"measure": measure, "plot": plot, "voices": voices})
    return out


def _voice(t: Telling, c: Claim) -> str:
    """Who says it of whom: figures of different sides are no steps of one stair."""
    by = c.source.text if c.source else t.outlet.name
    of = c.target and (c.target.party or c.target.kind)
    return f"{by}, of {of}" if of else by


def _telling(t: Telling) -> dict[str, Any]:
    o = t.outlet
    return {
        "key": t.key, "report": o.report, "publisher": o.publisher, "name": o.name, "title": o.title,
        "url": web_address(o.url),
        "published": o.published.isoformat() if o.published else None,
        "copy_of": o.origin if o.origin not in ("", o.report) else None, "credit": o.credit,
        "what": t.incident.what, "link": address("/report", id=o.report), "claims": [_claim(t, c) for c in t.claims],
    }  # fmt: skip


def _claim(t: Telling, c: Claim) -> dict[str, Any]:
    n = t.claims.index(c)
    around = t.around[n] if n < len(t.around) else c.quote
    before, quote, after = around.partition(c.quote)
    return {
        "id": c.id, "type": c.type, "stance": c.stance, "scope": c.scope, "quote": c.quote,
        "before": before if quote else "", "after": after if quote else "",
        "count": c.count.bounds.in_words() if c.count else None,
        "source": c.source.text if c.source else None, "cue": c.cue, "via": c.via,
        "slots": {n: " = ".join(x for x in v[:2] if x) for n, v in values(c).items() if n not in _SPOKEN},
        "link": f"{address('/report', id=t.outlet.report)}#{c.id}",
    }  # fmt: skip


def _pairs(desk: Desk, i: LinkedIncident) -> list[dict[str, Any]]:
    """Doubtful links of its accounts: what may belong to it, or may not."""
    keys, out = {t.key for t in i.tellings}, []
    for p in desk.ledger.pairs_of(sorted(keys)):
        here, there = (p.a, p.b) if p.a in keys else (p.b, p.a)
        out.append(
            {
                "here": here, "there": there, "together": p.a in keys and p.b in keys,
                "chance": p.detail.get("chance"), "observed": list(p.detail.get("observed", ())),
                "other": desk.ledger.incident_of(there),
            }
        )  # fmt: skip
    return out


def _near(desk: Desk, i: LinkedIncident) -> list[dict[str, Any]]:
    """Incidents of the same place within some days, which may be the same one."""
    first, last = i.period.start or i.period.end, i.period.end or i.period.start
    if first is None or last is None or i.place is None:
        return []
    wanted = Filter(place=i.place.partition(",")[0], start=first - _DAYS_NEAR, end=last + _DAYS_NEAR)
    rows = desk.ledger.incidents(wanted, limit=_MOST_NEAR + 1)
    return [
        {"id": r.id, "what": r.what, "type": r.type, "place": r.place, "edtf": r.period.edtf, "reports": r.reports}
        for r in rows
        if r.id != i.id
    ][:_MOST_NEAR]


def _judgements(desk: Desk, i: LinkedIncident) -> list[dict[str, Any]]:
    """Its history: what people decided about its accounts and claims, the latest first."""
    keys = {t.key for t in i.tellings}
    out = [
        (j, " and ".join(x for x in (j.subject, j.other) if x), f"/incident/{i.id}", True)
        for j in about_incidents(desk)
        if j.subject in keys or j.other in keys
    ]
    judged = desk.ledger.judged_among(i.reports)
    for report in i.reports:
        kept = desk.kept(report) if report in judged else None
        for s in kept.standings if kept is not None else ():
            if f"{report}#{s.claim.incident}" in keys:
                link = f"{address('/report', id=report)}#{s.claim.id}"
                out += [(j, f"{report}/{s.claim.id}", link, False) for j in s.judgements]
    return [
        {
            "id": j.id, "verdict": j.verdict.value, "by": j.by, "at": j.at.isoformat(timespec="minutes"),
            "reason": j.reason, "claim": about, "link": link, "undo": undo,
        }
        for j, about, link, undo in sorted(out, key=lambda x: x[0].at, reverse=True)
    ]  # fmt: skip
