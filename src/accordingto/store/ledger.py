"""The ledger: one way in to everything that is kept.

Promise: what was added is there for good and is never changed; every answer can be had as it would have been given at
an earlier time (``asking``); views of incidents can be thrown away (``incidents``); what was stored can be checked and
copied (``care``).
"""

from __future__ import annotations

import json
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
from accordingto.store.audit import Audit
from accordingto.store.care import Care
from accordingto.store.coding import Coding
from accordingto.store.deciding import decide
from accordingto.store.identifying import Source
from accordingto.store.incidents import Incidents
from accordingto.store.queue import Queue
from accordingto.store.secrets import Secrets


class Ledger(Asking, Incidents, Queue, Care, Secrets, Coding, Audit):
    """An open ledger; a context manager that closes it. Safe to share between threads.

    Use ``Ledger.open``.
    """

    def held(self, report: Report, source: Source | None = None) -> Held:
        """What is held of a report, to be asked before it is read."""
        with self._reading() as conn:
            return adding.held(conn, report, source)

    def reports_from(self, sha256: str) -> list[Report]:
        """The reports that some bytes were captured for, each without its text."""
        with self._reading() as conn:
            found = select(t.capture.c.report).where(t.capture.c.sha256 == sha256).distinct()
            versions = (load.version_at(conn, name, load.LAST) for name in conn.execute(found).scalars().all())
            return [load.report_of(v, "") for v in versions if v is not None]

    def validators(self) -> dict[str, tuple[str | None, str | None]]:
        """For each address that was fetched, what its server gave last to ask whether it changed: ETag and day."""
        out: dict[str, tuple[str | None, str | None]] = {}
        c = t.capture.c
        with self._reading() as conn:
            rows = conn.execute(select(c.address, c.headers).where(c.address.is_not(None)).order_by(c.retrieved, c.seq))
            for address, headers in rows:
                sent = {n.lower(): v for n, v in json.loads(headers or "[]")}
                out[address] = (sent.get("etag"), sent.get("last-modified"))
        return out

    def add_capture(self, report: str, source: Source, *, origin: str | None = None) -> Added:
        """Append that a report was fetched again and says the same; the same fetch twice adds nothing.

        Args:
            report: Its id in the ledger.
            source: The bytes, and when they came.
            origin: What the user named.
        """
        with self._writing() as conn:
            return adding.add_capture(conn, self._now(), report, source, origin)

    def add_reading(self, reading: Reading, *, source: Source | None = None, run: Run | None = None) -> Added:
        """Append a report with its reading, all in one transaction; what is held already is not added again.

        Args:
            reading: With its report.
            source: The bytes behind it.
            run: What read it.
        """
        run = run or Run(reader=reading.reader, lang=reading.lang)
        return self.add_readings([(reading, source, run)])[0]

    def add_readings(self, items: Iterable[tuple[Reading, Source | None, Run]]) -> list[Added]:
        """Append some reports with their readings, all in one transaction: the disk is waited for once."""
        with self._writing() as conn:
            return adding.add(conn, self._now(), items)

    def add_again(self, report: str, reading: Reading, run: Run) -> Added:
        """Append a newer reading of a report's current text; nothing when the same run made the one it has.

        Args:
            report: Its id in the ledger.
            reading: Of exactly the current text.
            run: What read it.
        """
        with self._writing() as conn:
            return adding.add_again(conn, self._now(), report, reading, run)

    def judge(self, judgement: Judgement, *, seen: str | None = None) -> Judgement:
        """Append a judgement; one of an id that is held already adds nothing.

        Args:
            judgement: What was decided. Where the ledger wants a second eye, it is kept as a proposal.
            seen: What the person had before them (``Standing.seen``), when it must not have changed since.

        Returns:
            The judgement as it is kept, with the fingerprint and quote of its claim.

        Raises:
            LedgerError: Its subject is not in the ledger, its value is not of the claim format, somebody else was
                quicker (``overtaken``), or one person would be both eyes (``four-eyes``).
        """
        with self._writing() as conn:
            return decide(conn, self._now(), judgement, self.name, seen)

    def decide(
        self, verdict: Verdict, subject: str, *, by: str, reason: str, other: str | None = None,
        value: dict[str, Any] | None = None, proposed: bool = False, seen: str | None = None,
    ) -> Judgement:  # fmt: skip
        """Make a judgement at the ledger's own time and append it (see ``judge``)."""
        name = f"j-{uuid4().hex[:12]}"
        made = Judgement(name, verdict, subject, by, self._now(), reason, other=other, value=value, proposed=proposed)
        return self.judge(made, seen=seen)

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
