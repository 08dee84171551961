"""The statement of method of a ledger: what it was made from, by which rules, and what it cannot know.

Promise: every figure in it is counted from the ledger; what is not known is said to be unknown. Who publishes figures
without this page publishes half of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from accordingto.model.purpose import PURPOSE
from accordingto.reconcile.rules import STANDINGS, Rules
from accordingto.store import Ledger

_STANDING = {
    "independent": "who is no party to it",
    "own-losses": "a party, of its own losses",
    "partisan": "a party, of people it says others harmed",
    "accused": "a party, of people it is said to have harmed",
    "enemy-losses": "a party, of its enemy's losses",
}
_SHOWN = 40


@dataclass
class _Counted:
    reports: int = 0
    copies: int = 0
    undated: int = 0
    nameless: int = 0
    claims: int = 0
    unexplained: int = 0
    days: list[date] = field(default_factory=list)
    outlets: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    readers: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    judged: Counter[str] = field(default_factory=Counter)


def method(
    ledger: Ledger, rules: Rules, *, as_of: datetime | None = None, reported_by: date | None = None,
    incidents: Mapping[str, int] | None = None,
) -> str:  # fmt: skip
    """The methodology page of a ledger, as Markdown.

    Args:
        ledger: An open ledger.
        rules: The rule set of the figures.
        as_of: Only what was learned by that moment.
        reported_by: Only what was published by that day.
        incidents: Further counts to state, by name: how many incidents, disputes, totals.
    """
    n = _count(ledger, as_of, reported_by)
    parts = (_head(n, rules, as_of, reported_by), _sources(n), _reading(n), _rules(rules, incidents), _gaps(n))
    return "\n".join(line for part in parts for line in part)


def _count(ledger: Ledger, as_of: datetime | None, reported_by: date | None) -> _Counted:
    n = _Counted()
    copies = ledger.copies(as_of)
    for name in ledger.reports(as_of, reported_by=reported_by):
        kept = ledger.reading(name, as_of)
        if kept is None:
            continue
        r = kept.reading
        n.reports += 1
        n.copies += name in copies
        n.outlets[r.report.publisher or ""] += 1
        n.nameless += r.report.publisher is None
        n.undated += r.report.published is None
        n.days += [r.report.published] if r.report.published else []
        n.languages[r.lang or "not said"] += 1
        n.readers[r.reader or "not said"] += 1
        n.claims += len(r.claims)
        n.unexplained += sum(u.status == "unexplained" for u in r.numbers)
        n.kinds.update(c.source.kind if c.source else "the report itself" for c in r.claims)
        n.places.update(c.place.path.rpartition(",")[2].strip() for c in r.claims if c.place and c.place.path)
        n.judged.update(s.status for s in kept.standings if s.status != "unjudged")
    return n


def _head(n: _Counted, rules: Rules, as_of: datetime | None, reported_by: date | None) -> Iterator[str]:
    yield "# Method\n"
    yield f"{PURPOSE}\n"
    yield (
        "Each figure below and in the exports is made from claims: one assertion of one report, with its exact words, "
        "who says it and how firmly. Claims are never changed. Incidents, figures and disputes are worked out from "
        f"them by the rule set `{rules.name}`; every figure names the claims it used and those it set aside.\n"
    )
    if as_of is not None:
        yield f"As it would have been at {as_of.isoformat()}: nothing learned later is in it.\n"
    if reported_by is not None:
        yield f"Only reports published by {reported_by.isoformat()}.\n"
    if not n.reports:
        yield "The ledger holds no report.\n"


def _sources(n: _Counted) -> Iterator[str]:
    yield "## Sources\n"
    named = [o for o in n.outlets if o]
    copies = f"copies of another one among them: {n.copies:,}. A copy adds no independent source."
    yield f"- Reports: {n.reports:,}; {copies}"
    yield f"- Outlets: {len(named):,} by name; {n.nameless:,} reports name none."
    if n.days:
        yield f"- Period of publication: {min(n.days)} to {max(n.days)}; {n.undated:,} reports carry no day."
    else:
        yield f"- Period of publication: not known; {n.undated:,} reports carry no day."
    yield f"- Languages: {_share(n.languages)}."
    yield f"- Countries that claims are placed in (where unknown, the place itself): {_share(n.places) or 'none'}."
    yield f"- Who is said to say it: {_share(n.kinds) or 'no claims'}.\n"
    yield "| outlet | reports |\n|---|---|"
    for outlet, count in sorted(n.outlets.items(), key=lambda x: (-x[1], x[0]))[:_SHOWN]:
        yield f"| {_cell(outlet) if outlet else 'no name'} | {count:,} |"
    if len(n.outlets) > _SHOWN:
        yield f"| and {len(n.outlets) - _SHOWN:,} more | |"
    yield ""


def _reading(n: _Counted) -> Iterator[str]:
    yield "## Reading\n"
    yield f"- Read by: {_share(n.readers) or 'nothing was read'}."
    judged = _share(n.judged) or "none"
    yield f"- Claims: {n.claims:,}, read by a program and proposed, not verified. Looked at by people: {judged}."
    yield f"- Numbers in the reports that no claim accounts for: {n.unexplained:,}.\n"


def _rules(rules: Rules, counts: Mapping[str, int] | None) -> Iterator[str]:
    yield "## Figures\n"
    yield f"Rule set `{rules.name}`: {rules.title}.\n"
    yield "| whose account | may set | rank |\n|---|---|---|"
    for name in STANDINGS:
        entry = rules.standing[name]
        ends = ", ".join(e for e in ("low", "best", "high") if e in entry.sets) or "nothing"
        yield f"| {_STANDING[name]} (`{name}`) | {ends} | {entry.rank} |"
    best = "none is given" if rules.best == "none" else "in this order: " + ", ".join(rules.prefer)
    yield f"\n- Low: {rules.low}. High: {rules.high}. Best: {best}."
    yield f"- Hedged accounts set: {_ends(rules.possible)}."
    yield f"- Accounts that were overtaken set: {_ends(rules.earlier)}; taken back: {_ends(rules.withdrawn)}."
    counted = ", ".join(f"{w} as {n}" for w, n in rules.words.items())
    yield f"- Words without a number: {counted or 'set no figure'}."
    yield "- Independent sources are counted by origin: outlets that quote one ministry are one."
    yield "- Two organs of one state are not independent of each other."
    yield "- Running totals are held against the incidents and never added to them."
    yield "- Disputes stay open: contested is an end state, and nothing here decides one."
    for name, n in (counts or {}).items():
        yield f"- {name}: {n:,}."
    yield ""


def _gaps(n: _Counted) -> Iterator[str]:
    yield "## What it cannot know\n"
    yield "- What none of these outlets reported is not here; the absence of a record is not the absence of harm."
    yield "- Figures of incidents are as a rule under-counts: a death that was never reported is in no report."
    languages = [x for x in n.languages if x != "not said"]
    if len(languages) == 1:
        yield f"- All reports are in one language ({languages[0]}); who writes in another is heard only where quoted."
    if n.undated:
        yield f"- {n.undated:,} reports carry no day: in them a later word of a source cannot be told from an earlier."
    if n.nameless:
        yield f"- {n.nameless:,} reports name no outlet, and each counts as a voice of its own."
    if n.outlets and n.reports:
        top, most = max(n.outlets.items(), key=lambda x: (x[1], x[0]))
        if top and most * 2 > n.reports:
            yield f"- More than half of the reports are from one outlet, {_cell(top)}."
    if n.claims and not n.judged:
        yield "- No person has looked at any claim."
    yield "- A program misreads: see docs/reading-quality.md for how often, and docs/method.md for the rules in full.\n"


def _ends(ends: frozenset[str]) -> str:
    return ", ".join(e for e in ("low", "best", "high") if e in ends) or "nothing"


def _share(counts: Counter[str]) -> str:
    return ", ".join(f"{_cell(k)} {n:,}" for k, n in sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:12])


def _cell(words: str) -> str:
    """Words of a report inside Markdown: nothing in them may act as markup or break the table."""
    flat = " ".join(words.split())
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+!|~" else c for c in flat)
