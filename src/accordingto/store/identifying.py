"""Which report of a ledger an incoming one is, and which version of it: by name, by address, by words.

Promise: two captures of one page are one report; two reports that happen to share a name are two. What a capture leaves
open (a day, an outlet) never makes it another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select

from accordingto.model.identity import text_id
from accordingto.model.text import Report
from accordingto.store import tables as t
from accordingto.store.chain import digest_name, stamp
from accordingto.store.loading import LAST, version_at


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes that a report was taken from, and how they came.

    Attributes:
        raw: Exactly as they came.
        sha256: Of ``raw``, in hexadecimal.
        url: Canonical address of the page, by which two captures are known to be of one.
        address: Where it was fetched, after redirects; None for a file of the user's own.
        retrieved: When it was fetched, by us or by who made the archive.
        headers: As the server sent them.
    """

    raw: bytes
    sha256: str
    media_type: str | None = None
    url: str | None = None
    address: str | None = None
    retrieved: datetime | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()


# Asked of every report that comes: made once.
_BY_URL = select(t.report).where(t.report.c.url == bindparam("url")).order_by(t.report.c.seq).limit(1)
_BY_NAME = select(t.report).where(t.report.c.given == bindparam("name")).order_by(t.report.c.seq)
_BY_ID = select(t.report.c.id).where(t.report.c.id == bindparam("id"))


def graves(conn: Connection) -> bool:
    """Whether anything was ever erased."""
    return conn.execute(select(t.tombstone.c.seq).limit(1)).first() is not None


def why_erased(conn: Connection, report: Report, source: Source | None) -> str | None:
    """The reason why a report was erased, when it was; known by its name, address, bytes or words."""
    known = [report.id, f"text:{text_id(report.text)}"]
    if source is not None:
        known += [f"raw:{source.sha256}"] + ([source.url] if source.url else [])
    names = [digest_name(k) for k in known]
    found = (
        select(t.tombstone.c.reason)
        .join(t.erased, t.erased.c.seq == t.tombstone.c.seq)
        .where(t.erased.c.name.in_(names))
    )
    return conn.execute(found.limit(1)).scalar()


def find(conn: Connection, report: Report, source: Source | None) -> Row[Any] | None:
    """The report of the ledger that this one is: by the user's own name for it, its address, or its words."""
    r, v = t.report.c, t.version.c
    url = source.url if source else None
    own = report.id != report.origin and report.id != report.url
    if url and not own:
        row = conn.execute(_BY_URL, {"url": url}).first()
        if row is not None:
            return row
    for row in conn.execute(_BY_NAME, {"name": report.id}):
        if (not url or not row.url or url == row.url) and _agree(report.publisher, row.publisher):
            return row
    if own or url:
        return None
    # A file under another name: the same words from the same outlet are the same report.
    same = (
        select(t.report)
        .join(t.version, v.report == r.id)
        .where(v.text == text_id(report.text), r.url.is_(None), or_(r.given == v.origin, v.origin.is_(None)))
    )
    for row in conn.execute(same.order_by(r.seq)):
        if _agree(report.publisher, row.publisher):
            return row
    return None


def _agree(new: str | None, old: str | None) -> bool:
    return new is None or old is None or new == old


def free_name(conn: Connection, report: Report) -> str:
    """An id for a new report: its own, or with a number behind it where another report has that."""
    name, n = report.id, 1
    while conn.execute(_BY_ID, {"id": name}).first() is not None:
        n += 1
        name = f"{report.id}~{n}"
    return name


def same_version(conn: Connection, name: str, report: Report, source: Source | None) -> Row[Any] | None:
    """The version that says what this report says; what the report leaves open does not count as different."""
    v = t.version.c
    rows = conn.execute(
        select(t.version)
        .where(v.report == name, v.text == text_id(report.text))
        .order_by(v.retrieved.desc(), v.seq.desc())
    ).all()
    current = version_at(conn, name, LAST)
    for row in rows:
        day = report.published.isoformat() if report.published else None
        told = ((day, row.published), (report.publisher, row.publisher), (report.title, row.title))
        agree = all(new is None or new == old for new, old in told)
        # A page that went back to its earlier words has them again, at a later time.
        fresh = source is not None and source.retrieved is not None and current is not None
        back = fresh and row.seq != current.seq and stamp(source.retrieved) > current.retrieved  # type: ignore[union-attr, arg-type]
        if agree and not back:
            return row
    return None
