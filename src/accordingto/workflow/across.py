"""From tellings to the account of all reports together: link, reconcile, hold the totals against it.

Promise: a pure function of tellings and judgements, whoever keeps them; nothing is stored here. The order of reports
changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accordingto.link.copies import Copies
from accordingto.link.linker import link
from accordingto.link.memory import InMemory
from accordingto.link.results import Linking
from accordingto.model.identity import text_id
from accordingto.model.judgement import Judgement
from accordingto.model.linked import LinkedIncident, TollSeries
from accordingto.model.reading import Reading
from accordingto.model.telling import Outlet, Telling, TollTelling, tellings_of, toll_tellings_of
from accordingto.reconcile.incident import reconcile
from accordingto.reconcile.origins import credited
from accordingto.reconcile.rules import DEFAULT, Rules, built_in
from accordingto.reconcile.tolls import toll_series
from accordingto.workflow.rulesets import rules_of


@dataclass(frozen=True, slots=True)
class Across:
    """What several reports support together.

    Attributes:
        incidents: Linked incidents in order of their oldest telling.
        tolls: Running totals, never part of the incidents' figures.
        linking: Which tellings were joined, and the pairs in doubt.
        rules: The rule set of the figures.
    """

    incidents: tuple[LinkedIncident, ...]
    tolls: tuple[TollSeries, ...]
    linking: Linking
    rules: Rules

    def find(self, name: str) -> LinkedIncident | None:
        """The incident of that id, of an id that it bore before, or with the telling of that key."""
        at = self.linking.find(name)
        return None if at is None else self.incidents[at]


def reconcile_tellings(
    tellings: Sequence[Telling],
    tolls: Iterable[TollTelling] = (),
    *,
    judgements: Iterable[Judgement] = (),
    rules: Rules | None = None,
    as_of: date | None = None,
    lang: str = "en",
    memory: InMemory | None = None,
) -> Across:
    """Link tellings and say what they support together.

    Args:
        tellings: Accounts of incidents by reports.
        tolls: Running totals that the reports state.
        judgements: Reviewers' decisions.
        rules: The rule set; None is the default one.
        as_of: Only what was known on that day: taken in by then, or published by then where that is not kept.
        lang: Language of the reports.
        memory: As for ``link``.
    """
    chosen = rules or built_in(DEFAULT)
    known = [t for t in tellings if as_of is None or known_on(t.outlet, as_of)]
    joined = link(known, judgements=judgements, lang=lang, memory=memory)
    by_key = {t.key: t for t in known}
    incidents = tuple(
        reconcile(name, [by_key[k] for k in keys], chosen, lang=lang)
        for name, keys in zip(joined.ids, joined.clusters, strict=True)
    )
    stated = [t for t in tolls if as_of is None or known_on(t.outlet, as_of)]
    return Across(incidents, toll_series(stated, incidents, lang=lang), joined, chosen)


def reconcile_readings(
    readings: Iterable[Reading],
    *,
    rules: str | Path | Rules | None = None,
    as_of: date | None = None,
    lang: str = "en",
) -> Across:
    """The same for readings that no ledger keeps.

    Args:
        readings: What reading each report gave; a report that comes twice counts once, the last reading of it.
        rules: Name of a rule set, or a YAML file of one; None is the default one.
        as_of: Only reports published by that day.
        lang: Language of the reports.

    Raises:
        InputError: There is no such rule set, or the file is none.
    """
    chosen = rules_of(rules)
    last = {r.report.id: r for r in readings}
    copies = Copies((r.report for r in last.values()), lang=lang)
    tellings: list[Telling] = []
    tolls: list[TollTelling] = []
    for reading in last.values():
        outlet = outlet_of(reading, copies.origin(reading.report.id), lang=lang)
        tellings += tellings_of(reading, outlet)
        tolls += toll_tellings_of(reading, outlet)
    return reconcile_tellings(tellings, tolls, rules=chosen, as_of=as_of, lang=lang)


def outlet_of(reading: Reading, origin: str | None, *, lang: str = "en") -> Outlet:
    """A report as its tellings carry it.

    Args:
        reading: The report as it was read.
        origin: Id of the report that it copies, or None.
        lang: Language of the report.
    """
    report = reading.report
    return Outlet(
        report=report.id, text=text_id(report.text), published=report.published, publisher=report.publisher,
        title=report.title, url=report.url, origin=origin or report.id, words=len(report.text.split()),
        credit=credited(report.text, lang=lang),
    )  # fmt: skip


def known_on(outlet: Outlet, day: date) -> bool:
    """Whether a report was known on a day: taken in by then, or published by then where that is not kept."""
    if outlet.learned is not None:
        return outlet.learned.date() <= day
    return outlet.published is None or outlet.published <= day
