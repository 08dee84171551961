"""What is known across reports as flat rows: the columns of the CSV files, named once.

Promise: a figure that nobody gave is empty, never zero; every row leads back to claims, named ``report/claim``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from accordingto.export.cells import guarded
from accordingto.export.jsontext import dumps
from accordingto.model.linked import LinkedIncident
from accordingto.model.rows import Cell
from accordingto.reconcile.figures import ref

Row = dict[str, Cell]

INCIDENT = (
    "incident", "what", "type", "place", "lat", "lon", "start", "end", "killed_low", "killed_best", "killed_high",
    "injured_low", "injured_best", "injured_high", "parties", "disputed", "reports", "sources", "claims", "grade",
    "rules",
)  # fmt: skip
POSITION = (
    "incident", "start", "place", "question", "about", "state", "answer", "claimant", "stance", "evidence", "origins",
    "first", "last", "claims",
)  # fmt: skip
TOLL = (
    "series", "counter", "measure", "party", "kind", "group", "place", "since", "day", "stated_low", "stated_best",
    "stated_high", "explained_low", "explained_best", "explained_high", "unexplained_low", "unexplained_best",
    "unexplained_high", "incidents", "flags", "beside", "claim",
)  # fmt: skip
WHY = (
    "incident", "measure", "party", "kind", "group", "low", "best", "high", "rule", "sources", "claim", "used",
    "reason", "quote", "source", "publisher", "published",
)  # fmt: skip
STEP = (
    "published", "report", "publisher", "incident", "claim", "type", "stance", "low", "best", "high", "target",
    "source", "origin", "copies", "quote",
)  # fmt: skip


def incident_rows(incidents: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """One row an incident."""
    for d in incidents:
        killed, injured = whole(d, "killed") or {}, whole(d, "injured") or {}
        yield {
            "incident": d["id"], **{k: d[k] for k in ("what", "type", "place", "lat", "lon", "start", "end")},
            **{f"killed_{e}": killed.get(e) for e in ("low", "best", "high")},
            **{f"injured_{e}": injured.get(e) for e in ("low", "best", "high")},
            "parties": "; ".join(d["parties"]) or None,
            "disputed": "; ".join(dict.fromkeys(x["question"] for x in d["disputes"])) or None,
            "reports": len(d["reports"]), "sources": killed.get("sources"), "claims": len(d["claims"]),
            "grade": d.get("grade"), "rules": d.get("rules"),
        }  # fmt: skip


def position_rows(incidents: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """One row a position of a dispute."""
    for d in incidents:
        for x in d["disputes"]:
            for p in x["positions"]:
                yield {
                    "incident": d["id"], "start": d["start"], "place": d["place"], "question": x["question"],
                    "about": x["about"], "state": x["state"], "answer": p["answer"], "claimant": p["claimant"],
                    "stance": p["stance"], "evidence": "; ".join(p["evidence"]) or None,
                    "origins": "; ".join(p["origins"]) or None, "first": p["first"], "last": p["last"],
                    "claims": "; ".join(p["claims"]),
                }  # fmt: skip


def toll_rows(series: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """One row a day of a running total."""
    for s in series:
        for p in s["points"]:
            row: Row = {"series": s["id"], **{k: s[k] for k in TOLL[1:8]}, "day": p["day"], "claim": p["claim"]}
            for name in ("stated", "explained", "unexplained"):
                row |= {f"{name}_{e}": (p[name] or {}).get(e) for e in ("low", "best", "high")}
            row |= {k: "; ".join(p[k]) or None for k in ("incidents", "flags")}
            yield {**row, "beside": "; ".join(s["beside"]) or None}


def why_rows(incident: LinkedIncident, measure: str | None = None) -> Iterator[Row]:
    """One row a claim of a figure: whether it set the figure, and why not."""
    claims = {ref(t.outlet, c): (t, c) for t in incident.tellings for c in t.claims}
    for e in incident.estimates:
        if measure not in (None, e.measure):
            continue
        head: Row = {
            "incident": incident.id, "measure": e.measure, "party": e.party, "kind": e.kind, "group": e.group,
            "low": e.bounds.low, "best": e.bounds.best, "high": e.bounds.high, "rule": e.rule, "sources": e.sources,
        }  # fmt: skip
        for name, reason in [*((u, None) for u in e.used), *((a.claim, a.reason) for a in e.aside)]:
            t, c = claims.get(name, (None, None))
            yield {
                **head, "claim": name, "used": "no" if reason else "yes", "reason": reason,
                "quote": c.quote if c else None, "source": c.source.text if c and c.source else None,
                "publisher": t.outlet.publisher if t else None,
                "published": t.outlet.published.isoformat() if t and t.outlet.published else None,
            }  # fmt: skip


def step_rows(incident: LinkedIncident, origins: Mapping[str, str]) -> Iterator[Row]:
    """One row a claim, in the order in which the reports came out.

    Args:
        incident: What is told.
        origins: The voice of every claim that is no copy.
    """
    for t in incident.tellings:
        for c in t.claims:
            name = ref(t.outlet, c)
            b = c.count.bounds if c.count else None
            yield {
                "published": t.outlet.published.isoformat() if t.outlet.published else None, "report": t.outlet.report,
                "publisher": t.outlet.publisher, "incident": incident.id, "claim": c.id, "type": c.type,
                "stance": c.stance, "low": b.low if b else None, "best": b.best if b else None,
                "high": b.high if b else None, "target": c.target.text if c.target else None,
                "source": c.source.text if c.source else None, "origin": origins.get(name),
                "copies": None if name in origins else t.outlet.origin, "quote": c.quote,
            }  # fmt: skip


def write_csv(rows: Iterable[Mapping[str, Cell]], columns: Sequence[str], out: TextIO) -> None:
    """Write rows as CSV in which no cell can act as a formula."""
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({k: guarded(v) for k, v in row.items()})


def write_lines(found: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    """Write mappings as JSON Lines."""
    for d in found:
        out.write(dumps(d) + "\n")


def whole(d: Mapping[str, Any], measure: str) -> Mapping[str, Any] | None:
    """The estimate of everybody of a measure in an incident's mapping."""
    return next(
        (e for e in d["estimates"] if e["measure"] == measure and not (e["party"] or e["kind"] or e["group"])), None
    )
