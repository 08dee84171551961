"""A reading as HTML for notebooks: by incident, who says what, in which words.

Promise: everything that comes from a report is escaped and isolated; a report is hostile input, and a notebook runs
what it is given. No script, no style sheet from elsewhere, nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from accordingto.model.purpose import PURPOSE
from accordingto.model.rows import context

if TYPE_CHECKING:
    from accordingto.model.claim import Claim
    from accordingto.model.incident import Incident
    from accordingto.model.reading import Reading

_CONTEXT = 220
_SHOWN = 200
_DIM = "color:#767676"
_CELL = "text-align:left;vertical-align:top;padding:4px 10px 4px 0"


def to_html(reading: Reading) -> str:
    """The reading as one self-contained HTML fragment.

    Args:
        reading: What to show; of a very long one, the first claims.
    """
    report = reading.report
    published = report.published.isoformat() if report.published else "undated"
    name = report.title or report.publisher or report.id
    counted = f"{len(reading.claims)} claims · {len(reading.incidents)} incidents · {len(reading.issues)} issues"
    known = {i.id for i in reading.incidents}
    shown = reading.claims[:_SHOWN]
    parts = [f"<div><b>{_safe(name)}</b> <span style='{_DIM}'>{published} · {counted}</span>"]
    for incident in reading.incidents:
        parts.append(_incident(incident))
        parts.append(_claims((c for c in shown if c.incident == incident.id), reading))
    rest = [c for c in shown if c.incident not in known]
    if rest:
        parts.append("<p><b>Totals and other claims</b>, of no single incident</p>")
        parts.append(_claims(rest, reading))
    if len(reading.claims) > _SHOWN:
        parts.append(f"<p>… and {len(reading.claims) - _SHOWN} more claims</p>")
    parts.extend(
        f"<p style='{_DIM}'>{_safe(i.severity.value)} [{_safe(i.code)}] {_safe(i.message)}</p>" for i in reading.issues
    )
    parts.append(f"<p style='{_DIM}'>{PURPOSE}</p></div>")
    return "".join(parts)


def _safe(text: object) -> str:
    # <bdi>: right-to-left marks in a report must not reorder what stands around it.
    return f"<bdi>{escape(str(text))}</bdi>" if text not in (None, "") else ""


def _incident(incident: Incident) -> str:
    toll = ", ".join(
        f"{escape(b.in_words())} {word}"
        for b, word in ((incident.killed, "killed"), (incident.injured, "injured"))
        if b is not None
    )
    facts = " · ".join(x for x in (_safe(incident.place), _safe(incident.period.edtf), toll) if x)
    blamed = "; ".join(
        f"{_safe(r.party)}{'' if r.stance == 'asserted' else f' ({escape(r.stance)})'}, "
        f"{'according to ' + _safe(r.said_by) if r.said_by else 'in the report’s own voice'}"
        for r in incident.responsible
    )
    word = "Disputed" if incident.disputed else "Blamed on"
    blame = f"<br>{word}: {blamed}" if blamed else ""
    return f"<p><b>{_safe(incident.id)} {_safe(incident.what)}</b><br>{facts}{blame}</p>"


def _claims(claims: Iterable[Claim], reading: Reading) -> str:
    rows = "".join(_row(c, reading) for c in claims)
    if not rows:
        return ""
    heads = "".join(f"<th style='{_CELL}'>{h}</th>" for h in ("", "what", "how many", "whom", "who says it", "words"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(claim: Claim, reading: Reading) -> str:
    what = claim.type if claim.act is None else f"{claim.type} ({claim.act})"
    if claim.stance != "asserted":
        what = f"{what}, {claim.stance}"
    if claim.scope != "incident":
        what = f"{what}, {claim.scope}"
    target = (claim.target.text or claim.target.party) if claim.target else ""
    source = f"{_safe(claim.source.text)} ({escape(claim.source.kind)})" if claim.source else "the report itself"
    before, quote, after = context(reading.report.text, claim.span, _CONTEXT)
    dim = f"<span style='{_DIM}'>"
    words = f"{dim}{escape(before)}</span><mark>{escape(quote)}</mark>{dim}{escape(after)}</span>"
    cells = (
        _safe(claim.id),
        _safe(what),
        _safe(claim.count.bounds.in_words() if claim.count else ""),
        _safe(target),
        source,
        f"<bdi>{words}</bdi>",
    )
    return "<tr>" + "".join(f"<td style='{_CELL}'>{c}</td>" for c in cells) + "</tr>"
