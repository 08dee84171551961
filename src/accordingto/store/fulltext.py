"""Searching the words of quotes and texts: FTS5 in SQLite, ``tsvector`` in PostgreSQL, with one meaning.

Promise: a question is words, and phrases in double quotes; all must be there; case does not count, nor accents where
the engine can tell. Nothing in a question acts as an operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, text
from sqlalchemy.sql.elements import TextClause

from accordingto.store import tables as t
from accordingto.store.chain import restored

_MANY = 20_000
_WORDS = re.compile(r"[^\W_]+")
_TERM = re.compile(r'"([^"]*)"|(\S+)')
# PostgreSQL joins "Al-Bab" or a file name into one word; here as in FTS5 each is words.
_SPLIT = "translate({}, '-''’`./_@:', '         ')"
_VECTOR = "to_tsvector('simple', " + _SPLIT + ")"
# A tsvector holds a megabyte; a text is searched as far as that goes.
_TEXT = _VECTOR.format("left(body, 150000)")
_QUOTE = _VECTOR.format("quote")


def create(conn: Connection) -> None:
    """Make the indexes."""
    if conn.dialect.name == "sqlite":
        options = "tokenize = 'unicode61 remove_diacritics 2'"
        quotes = f"quote, content='view_claim', content_rowid='seq', {options}"
        conn.exec_driver_sql(f"CREATE VIRTUAL TABLE view_quote_fts USING fts5({quotes})")
        conn.exec_driver_sql(f"CREATE VIRTUAL TABLE view_text_fts USING fts5(body, content='', {options})")
    else:
        conn.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS view_quote_fts ON view_claim USING gin ({_QUOTE})")
        conn.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS view_text_fts ON src_text USING gin (({_TEXT}))")


def drop(conn: Connection) -> None:
    """Take the indexes away, if they are there."""
    kind = "TABLE" if conn.dialect.name == "sqlite" else "INDEX"
    for name in ("view_quote_fts", "view_text_fts"):
        conn.exec_driver_sql(f"DROP {kind} IF EXISTS {name}")


def add_quotes(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Have the quotes of new rows of ``view_claim`` found."""
    if conn.dialect.name == "sqlite" and rows:
        conn.execute(text("INSERT INTO view_quote_fts(rowid, quote) VALUES (:seq, :quote)"), _only(rows, "quote"))


def drop_quotes(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Have the quotes of rows that are about to go found no more."""
    if conn.dialect.name == "sqlite" and rows:
        gone = "INSERT INTO view_quote_fts(view_quote_fts, rowid, quote) VALUES ('delete', :seq, :quote)"
        conn.execute(text(gone), _only(rows, "quote"))


def add_texts(conn: Connection, texts: Sequence[tuple[int, str]]) -> None:
    """Have the texts of versions found, each by the version's number."""
    if conn.dialect.name == "sqlite" and texts:
        rows = [{"seq": seq, "body": searchable(words)} for seq, words in texts]
        conn.execute(text("INSERT INTO view_text_fts(rowid, body) VALUES (:seq, :body)"), rows)


def drop_texts(conn: Connection, report: str) -> None:
    """Have the texts of a report found no more; to be called while they are still there."""
    if conn.dialect.name != "sqlite":
        return
    gone = text("INSERT INTO view_text_fts(view_text_fts, rowid, body) VALUES ('delete', :seq, :body)")
    for seq, words in stored_texts(conn, report):
        conn.execute(gone, {"seq": seq, "body": searchable(words)})


def stored_texts(conn: Connection, report: str | None = None) -> Iterator[tuple[int, str]]:
    """Number of each version with its words."""
    found = select(t.version.c.seq, t.text.c.escaped, t.text.c.body).join(t.text, t.text.c.id == t.version.c.text)
    if report is not None:
        found = found.where(t.version.c.report == report)
    for row in conn.execute(found):
        yield row.seq, restored(row.escaped, row.body)


def searchable(words: str) -> str:
    """A text as the index takes it."""
    return words.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def terms(question: str) -> list[str]:
    """Words and phrases of a question, without anything that could act as an operator."""
    found = (" ".join(_WORDS.findall(phrase or word)) for phrase, word in _TERM.findall(question))
    return [f for f in found if f]


def words_of(words: str) -> list[str]:
    """The words of a text as they are compared."""
    return _WORDS.findall(words.casefold())


def common(conn: Connection, question: str) -> bool:
    """Whether so many quotes have all terms that gathering them takes longer than most questions (SQLite)."""
    found = text("SELECT count(*) FROM (SELECT 1 FROM view_quote_fts WHERE view_quote_fts MATCH :question LIMIT :many)")
    wanted = terms(question)
    return bool(wanted) and conn.execute(found, {"question": _match(wanted), "many": _MANY}).scalar() == _MANY


def quotes_matching(conn: Connection, question: str, *, one_by_one: bool = False) -> TextClause:
    """A condition on ``view_claim``: its quote has all terms of the question.

    Args:
        conn: A transaction.
        question: Words and phrases.
        one_by_one: Whether each claim is to be asked, instead of gathering all that match (SQLite).
    """
    vector = _VECTOR.format("view_claim.quote")
    return _matching(conn, question, "view_claim.seq", "view_quote_fts", vector, one_by_one)


def texts_matching(conn: Connection, question: str) -> TextClause:
    """A condition on ``view_report``, joined with ``src_text`` where the engine needs it: the text has all terms."""
    vector = _VECTOR.format("left(src_text.body, 150000)")
    return _matching(conn, question, "view_report.version", "view_text_fts", vector)


def _matching(
    conn: Connection, question: str, seq: str, index: str, vector: str, one_by_one: bool = False
) -> TextClause:
    wanted = terms(question)
    if not wanted:
        return text("1 = 0")
    if conn.dialect.name == "sqlite":
        within = f"SELECT rowid FROM {index} WHERE {index} MATCH :fts_question"
        found = text(f"EXISTS ({within} AND rowid = {seq})" if one_by_one else f"{seq} IN ({within})")
        return found.bindparams(bindparam("fts_question", _match(wanted)))
    parts = " AND ".join(f"{vector} @@ phraseto_tsquery('simple', :fts_{i})" for i in range(len(wanted)))
    return text(parts).bindparams(*(bindparam(f"fts_{i}", w) for i, w in enumerate(wanted)))


def _only(rows: Sequence[Mapping[str, Any]], name: str) -> list[dict[str, Any]]:
    return [{"seq": r["seq"], name: r[name]} for r in rows]


def _match(wanted: Sequence[str]) -> str:
    return " AND ".join(f'"{w}"' for w in wanted)
