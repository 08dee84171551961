"""The ledger: one way in to everything that is kept.

Promise: what was added is there for good and is never changed; every answer can be had as it would have been given at
an earlier time (``asking``); views of incidents can be thrown away (``incidents``); what was stored can be checked and
copied (``care``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from accordingto.model.judgement import Judgement, Verdict
from accordingto.model.reading import Reading
from accordingto.model.text import Report
from accordingto.store import adding, engine, erasing, errors
from accordingto.store import loading as load
from accordingto.store import tables as t
from accordingto.store.adding import Added, Held, Run
from accordingto.store.asking import Asking
from accordingto.store.care import Care
from accordingto.store.deciding import decide
from accordingto.store.identifying import Source
from accordingto.store.incidents import Incidents


class Ledger(Asking, Incidents, Care):
    """An open ledger; a context manager that closes it. Safe to share between threads.

    Use ``Ledger.open``.
    """

    def held(self, report: Report, source: Source | None = None) -> Held:
        """What is held of a report, to be asked before it is read."""
        with self._reading() as conn:
            return adding.held(conn, report, source)

    def reports_from(self, sha256: str) -> list[tuple[Report, str | None]]:
        """The reports that some bytes were captured for, each without its text and with its canonical address."""
        with self._reading() as conn:
            found = select(t.capture.c.report).where(t.capture.c.sha256 == sha256).distinct()
            out = []
            for name in conn.execute(found).scalars().all():
                v = load.version_at(conn, name, load.LAST)
                url = conn.execute(select(t.report.c.url).where(t.report.c.id == name)).scalar()
                if v is not None:
                    out.append((load.report_of(v, ""), url))
            return out

    def add_reading(
        self, reading: Reading, *, source: Source | None = None, run: Run | None = None, again: bool = False
    ) -> Added:
        """Append a report with its reading, all in one transaction; what is held already is not added again.

        Args:
            reading: With its report.
            source: The bytes behind it.
            run: What read it.
            again: Whether a text that was read already gets this reading too, when another run made it.
        """
        run = run or Run(reader=reading.reader, lang=reading.lang)
        with self._writing() as conn:
            return adding.add(conn, self._now(), reading, source, run, again=again)

    def judge(self, judgement: Judgement) -> Judgement:
        """Append a judgement; one of an id that is held already adds nothing.

        Returns:
            The judgement as it is kept, with the fingerprint and quote of its claim.

        Raises:
            LedgerError: Its subject is not in the ledger, or its value is not of the claim format.
        """
        with self._writing() as conn:
            return decide(conn, self._now(), judgement, self.name)

    def decide(
        self, verdict: Verdict, subject: str, *, by: str, reason: str, other: str | None = None,
        value: dict[str, Any] | None = None,
    ) -> Judgement:  # fmt: skip
        """Make a judgement at the ledger's own time and append it (see ``judge``)."""
        name = f"j-{uuid4().hex[:12]}"
        return self.judge(Judgement(name, verdict, subject, by, self._now(), reason, other=other, value=value))

    def redact(
        self, *, reason: str, by: str, reports: Iterable[str] = (), publisher: str | None = None,
        words: str | None = None,
    ) -> int:  # fmt: skip
        """Erase reports, a whole outlet, or some words wherever they stand; the chain still verifies.

        Args:
            reason: Why; it stays in the tombstone.
            by: Who.
            reports: Ids of reports to erase.
            publisher: An outlet, all reports of which are erased.
            words: Words to black out, exactly as they stand.

        Returns:
            How many entries were emptied.

        Raises:
            LedgerError: Nothing of the kind is held.
        """
        with self._writing() as conn:
            if words is not None:
                changed, emptied = erasing.black_out(conn, self._now(), words, reason=reason, by=by)
            else:
                names = list(reports) + (erasing.reports_of(conn, publisher=publisher) if publisher else [])
                known = set(conn.execute(select(t.report.c.id).where(t.report.c.id.in_(names))).scalars())
                changed = len(known) if known >= set(names) else 0
                emptied = erasing.erase_reports(conn, self._now(), names, reason=reason, by=by) if changed else 0
            if not changed:
                raise errors.unknown(self.name, "nothing of that name is held; nothing was erased")
        with errors.told(self.name):
            engine.wipe(self._engine)
        return emptied
