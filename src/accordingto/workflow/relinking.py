"""The incidents of a ledger kept up to date: made anew as a whole, or only where something was added or judged.

Promise: both give the same, whatever order the ledger was filled in; views change only, never what was read or judged.
A new report is compared with the reports of its own places and days alone, and only the incidents that change are
reconciled and written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import cache, partial

from accordingto.lang import get
from accordingto.link.copies import Copies
from accordingto.link.linker import Linker
from accordingto.link.memory import InMemory
from accordingto.link.results import Doubt, incident_id
from accordingto.link.stored import FORM
from accordingto.link.weights import default_weights
from accordingto.model.judgement import in_force
from accordingto.model.linked import TollSeries
from accordingto.model.telling import Telling, TollTelling
from accordingto.reconcile.incident import reconcile
from accordingto.reconcile.origins import credited
from accordingto.reconcile.rules import DEFAULT, built_in
from accordingto.reconcile.tolls import toll_series
from accordingto.store import Changes, Ledger, Pair, Relinking
from accordingto.workflow.across import Across, reconcile_tellings
from accordingto.workflow.neighbours import LedgerMemory, LedgerSketches, keep_all

Step = Callable[[str], None]
FEW = 20
"""One report in so many may have changed to be followed one by one; where more did, all are linked anew."""


def catch_up(ledger: Ledger, *, lang: str = "en", step: Step = lambda _: None, few: int = FEW) -> None:
    """Have the incidents in the views follow what was added and judged since; running totals wait (``fresh_tolls``).

    Args:
        ledger: An open ledger.
        lang: Language of the reports.
        step: Told in a few words what is being done.
        few: As ``FEW``.

    Raises:
        LedgerError: The ledger cannot be written.
    """
    with ledger.relinking(writing=False) as now:
        if not _follows(now, lang, few):
            rebuild(ledger, lang=lang, step=step)
            return
    step("linking what is new")
    with ledger.relinking() as now:
        # Looked at again under the lock: another program may have been quicker.
        changes = now.changes(_form(lang))
        if changes is not None:
            _follow(now, changes, lang)


def _follows(now: Relinking, lang: str, few: int) -> bool:
    changes = now.changes(_form(lang))
    return changes is not None and len(changes.reports) * few <= now.count_reports()


def rebuild(ledger: Ledger, *, lang: str = "en", step: Step = lambda _: None) -> Across:
    """Work out copies, incidents and totals anew and fill the ledger's views with them.

    Args:
        ledger: An open ledger.
        lang: Language of the reports.
        step: Told in a few words what is being done.

    Returns:
        What the views now hold.

    Raises:
        LedgerError: The ledger cannot be written.
    """
    step("looking for copies")
    with ledger.relinking(writing=False) as before:
        copies = Copies(before.texts(before.reports()), lang=lang)
    origins = {member: group[0] for group in copies.groups() for member in group[1:]}
    ledger.replace_copies(origins)
    step("linking and reconciling")
    memory = InMemory()
    tellings: list[Telling] = []
    totals: list[TollTelling] = []
    with ledger.relinking(writing=False) as now:
        for incidents, tolls in now.told(now.reports(), partial(credited, lang=lang)):
            tellings += incidents
            totals += tolls
        judgements, upto = now.judgements(), now.last
    across = reconcile_tellings(tellings, totals, judgements=in_force(judgements), lang=lang, memory=memory)
    step("writing the incidents")
    with ledger.relinking() as then:
        then.replace(across.incidents, map(_pair, across.linking.doubtful), across.tolls)
        then.set_totals(totals, None)
        keep_all(then.neighbours, memory, copies.sketches())
        then.mark(_form(lang), min(upto, before.last), tolls=True)
    return across


def fresh_tolls(ledger: Ledger, *, lang: str = "en") -> None:
    """Have the running totals in the views follow the incidents there.

    Args:
        ledger: An open ledger whose incidents are up to date.
        lang: Language of the reports.

    Raises:
        LedgerError: The ledger cannot be written.
    """
    with ledger.relinking() as now:
        now.replace_tolls(toll_series(now.totals(), now.figures(), lang=lang))
        now.mark_tolls()


def tolls_now(ledger: Ledger, *, lang: str = "en") -> tuple[TollSeries, ...]:
    """What ``fresh_tolls`` would write, for who may not."""
    with ledger.relinking(writing=False) as now:
        return toll_series(now.totals(), now.figures(), lang=lang)


def _follow(now: Relinking, changes: Changes, lang: str) -> None:
    """Bring the views from one entry of the chain to another, report by report."""
    reports = set(changes.reports)
    before = now.origins(changes.mark)
    if changes.texts:
        found = LedgerSketches(now.neighbours).follow(now.texts(changes.texts), now.copies_of(changes.texts), lang=lang)
        now.set_copies({name: found.origin(name) for name in found.names()})
    after = now.origins()
    reports |= {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}

    tellings, totals = _tellings(now, reports, lang)
    stood = now.neighbours.of_reports(reports)
    judged_before = in_force(now.judgements(changes.mark)) if changes.judged else ()
    judged = in_force(now.judgements())
    memory = LedgerMemory(now.neighbours, lang)
    linker = Linker(lang=lang, memory=memory, judgements=judged_before if changes.judged else judged)
    own = {t.key for t in tellings}
    gone = stood - own
    compared = {*linker.remove(gone), *linker.add(tellings), *linker.judge(judged), *gone}

    touched = compared | own
    clusters = linker.incidents(memory.known(touched))
    names = {incident_id(c[0]): c for c in clusters}
    lost = now.neighbours.incidents_of(touched) - names.keys()
    members = {k.rpartition("#")[0] for c in clusters for k in c}
    by_key = {t.key: t for t in (*tellings, *_tellings(now, members - reports, lang)[0])}
    rules = built_in(DEFAULT)
    incidents = [reconcile(name, [by_key[k] for k in c], rules, lang=lang) for name, c in names.items()]
    now.update(incidents, lost, map(_pair, linker.doubts(memory.known(compared))), compared)
    now.set_totals(totals, reports)
    now.mark(_form(lang), tolls=False)


def _tellings(now: Relinking, reports: Iterable[str], lang: str) -> tuple[list[Telling], list[TollTelling]]:
    tellings: list[Telling] = []
    totals: list[TollTelling] = []
    for incidents, tolls in now.told(sorted(reports), partial(credited, lang=lang)):
        tellings += incidents
        totals += tolls
    return tellings, totals


def _pair(d: Doubt) -> Pair:
    return Pair(d.a, d.b, d.score, d.joined, {"chance": round(d.chance, 3), "observed": list(d.observed)})


@cache
def _form(lang: str) -> str:
    """Names everything besides the entries that the views of incidents depend on."""
    pack = get(lang)
    total = hashlib.sha256(repr((FORM, sorted(default_weights().of.items()))).encode())
    for path in sorted(pack.folder.glob("*.yaml")):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]
