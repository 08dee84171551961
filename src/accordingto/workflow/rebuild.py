"""What is known across the reports of a ledger: asked of its views, brought up to date first, or of an earlier time.

Promise: an answer for another rule set or an earlier time is worked out in memory and stored nowhere; who may not write
still gets one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from accordingto.model.judgement import in_force
from accordingto.model.linked import LinkedIncident, TollSeries
from accordingto.model.telling import Telling, TollTelling
from accordingto.reconcile.origins import credited
from accordingto.reconcile.rules import DEFAULT, Rules, built_in
from accordingto.reconcile.sides import plain
from accordingto.store import Filter, Ledger, LedgerError, incident_holds
from accordingto.workflow.across import Across, reconcile_tellings
from accordingto.workflow.relinking import Step, catch_up, fresh_tolls, tolls_now

_PAGE = 1000
_CANNOT_WRITE = ("ledger-read-only", "ledger-busy")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known across reports, asked of the views or of what was worked out in memory.

    Attributes:
        rules: Name of the rule set of the figures.
        incidents: The incidents that a filter lets through, the latest first, as mappings (``LinkedIncident.to_dict``).
        incident: One incident whole, by its id, the key of one of its tellings, or an id that it bore before.
        tolls: Every running total, as mappings (``TollSeries.to_dict``).
        series: Every running total as it is.
        whole: Incidents whole, by their ids, one after the other.
    """

    rules: str
    incidents: Callable[[Filter], Iterator[dict[str, Any]]]
    incident: Callable[[str], LinkedIncident | None]
    tolls: Callable[[], list[dict[str, Any]]]
    series: Callable[[], Sequence[TollSeries]]
    whole: Callable[[Iterable[str]], Iterator[LinkedIncident]]


def known(
    ledger: Ledger, *, rules: Rules | None = None, as_of: datetime | None = None, reported_by: date | None = None,
    lang: str = "en", step: Step = lambda _: None,
) -> Known:  # fmt: skip
    """What a ledger knows across reports; its views are brought up to date first where something was added.

    Args:
        ledger: An open ledger.
        rules: Another rule set than the default one.
        as_of: Only what was learned by that moment.
        reported_by: Only what was published by that day.
        lang: Language of the reports.
        step: Told in a few words what is being done.
    """
    if as_of is None and reported_by is None and (rules is None or rules == built_in(DEFAULT)):
        if not ledger.stale():
            return _of_views(ledger, lang)
        try:
            catch_up(ledger, lang=lang, step=step)
            return _of_views(ledger, lang)
        except LedgerError as e:
            # Who may only read, or reads while another writes, still gets an answer.
            if e.issue.code not in _CANNOT_WRITE:
                raise
    step("working it out in memory")
    return of_across(_work_out(ledger, rules, as_of, reported_by, lang))


def of_across(across: Across) -> Known:
    """What was worked out in memory, asked in the same way as the views of a ledger.

    Args:
        across: As ``reconcile_readings`` gives it.
    """

    def incidents(wanted: Filter) -> Iterator[dict[str, Any]]:
        some = [i for i in across.incidents if incident_holds(i, wanted)]
        some.sort(key=lambda i: i.id)
        some.sort(key=lambda i: i.period.start or date.min, reverse=True)
        return (i.to_dict() for i in some)

    return Known(
        across.rules.name, incidents, across.find, lambda: [t.to_dict() for t in across.tolls], lambda: across.tolls,
        lambda names: (i for n in names if (i := across.find(n)) is not None),
    )  # fmt: skip


def total_holds(
    series: dict[str, Any], *, place: str | None = None, party: str | None = None, counter: str | None = None
) -> bool:
    """Whether a running total passes a filter.

    Args:
        series: Its mapping.
        place: A place at any level of its path.
        party: The side that it counts.
        counter: Any part of the name of who counts.
    """
    path = [plain(p) for p in (series["place"] or "").split(",")]
    return (
        (place is None or all(plain(p) in path for p in place.split(",")))
        and (party is None or plain(party) == plain(series["party"] or ""))
        and (counter is None or plain(counter) in plain(series["counter"]))
    )


def _of_views(ledger: Ledger, lang: str) -> Known:
    def incidents(wanted: Filter) -> Iterator[dict[str, Any]]:
        offset = 0
        while rows := ledger.incidents(wanted, limit=_PAGE, offset=offset):
            yield from (row.payload for row in rows)
            offset += len(rows)

    def incident(name: str) -> LinkedIncident | None:
        return ledger.incident(name) or ledger.incident(ledger.incident_of(name) or "")

    def series() -> Sequence[TollSeries]:
        if not ledger.tolls_stale():
            return ledger.tolls()
        try:
            fresh_tolls(ledger, lang=lang)
            return ledger.tolls()
        except LedgerError as e:
            if e.issue.code not in _CANNOT_WRITE:
                raise
            return tolls_now(ledger, lang=lang)

    return Known(
        built_in(DEFAULT).name, incidents, incident, lambda: [t.to_dict() for t in series()], series,
        ledger.whole_incidents,
    )  # fmt: skip


def _work_out(
    ledger: Ledger, rules: Rules | None, as_of: datetime | None, reported_by: date | None, lang: str
) -> Across:
    tellings: list[Telling] = []
    tolls: list[TollTelling] = []
    # One pass: every reading is decoded once, and its text is at hand for the agency that it credits.
    for incidents, totals in ledger.told(as_of, reported_by=reported_by, credited=partial(credited, lang=lang)):
        tellings += incidents
        tolls += totals
    return reconcile_tellings(tellings, tolls, judgements=in_force(ledger.judgements(as_of)), rules=rules, lang=lang)
