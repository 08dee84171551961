"""The tables of a ledger: an append-only truth, and views of it that can be dropped and made again.

``ledger_entry`` chains every entry by hash; ``ledger_payload`` holds what each says, apart, so that it can be erased
without breaking the chain; ``src_raw`` and ``src_text`` hold what was read, named by its own hash. Everything else
(``view_*``) follows from these and may be rebuilt at any time. See docs/ledger.md.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy import text as _sql

truth = MetaData()
views = MetaData()
linked = MetaData()
people = MetaData()
"""Secrets: never in the chain, a copy or an export; a ledger without them is whole, and its people choose new ones."""
desk = MetaData()
"""Who is at what now: a word between people who work at the same time, never in the chain, a copy or an export."""

_Seq = BigInteger().with_variant(Integer, "sqlite")

meta = Table("ledger_meta", truth, Column("key", String, primary_key=True), Column("value", String, nullable=False))

entry = Table(
    "ledger_entry",
    truth,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("recorded", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("hash", String, nullable=False),
)

payload = Table(
    "ledger_payload",
    truth,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("salt", String, nullable=False),
    Column("body", Text, nullable=False),
)

raw = Table(
    "src_raw",
    truth,
    Column("sha256", String, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

text = Table(
    "src_text",
    truth,
    Column("id", String, primary_key=True),
    Column("escaped", Boolean, nullable=False),
    Column("body", Text, nullable=False),
)

TRUTH = (entry, payload, raw, text)

secret = Table(
    "people_secret",
    people,
    Column("key", String, primary_key=True),
    Column("hash", String, nullable=False),
    Column("changed", String, nullable=False),
)

session = Table(
    "people_session",
    people,
    Column("digest", String, primary_key=True),
    Column("key", String, nullable=False),
    Column("began", String, nullable=False),
    Column("seen", String, nullable=False),
    Index("people_session_key", "key"),
)

hold = Table(
    "desk_hold",
    desk,
    Column("reason", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("by", String, nullable=False),
    Column("until", String, nullable=False),
)

run = Table(
    "run",
    views,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("recorded", String, nullable=False),
    Column("package", String),
    Column("reader", String),
    Column("lang", String),
    Column("pack", String),
    Column("weights", String),
    Column("config", String),
)

report = Table(
    "view_report",
    views,
    Column("id", String, primary_key=True),
    Column("seq", _Seq, nullable=False),
    Column("given", String, nullable=False),
    Column("url", String),
    Column("publisher", String),
    Column("published", String),
    Column("title", String),
    Column("version", _Seq),
    Column("reading", _Seq),
    Column("claims", Integer, nullable=False, default=0),
    Column("open", Integer, nullable=False, default=0),
    Index("view_report_given", "given"),
    Index("view_report_url", "url"),
    Index("view_report_publisher", "publisher"),
    Index("view_report_open", "seq", sqlite_where=_sql("open > 0"), postgresql_where=_sql("open > 0")),
)

version = Table(
    "view_version",
    views,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("report", String, nullable=False),
    Column("text", String, nullable=False),
    Column("published", String),
    Column("publisher", String),
    Column("title", String),
    Column("url", String),
    Column("origin", String),
    Column("retrieved", String, nullable=False),
    Column("recorded", String, nullable=False),
    Column("words", Integer, nullable=False),
    Index("view_version_report", "report"),
    Index("view_version_text", "text"),
)

capture = Table(
    "view_capture",
    views,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("report", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("media_type", String),
    Column("address", String),
    Column("retrieved", String),
    Column("status", Integer),
    Column("headers", Text),
    Column("origin", String),
    Column("recorded", String, nullable=False),
    Index("view_capture_report", "report"),
    Index("view_capture_sha256", "sha256"),
)

reading = Table(
    "view_reading",
    views,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("report", String, nullable=False),
    Column("version", _Seq, nullable=False),
    Column("run", _Seq, nullable=False),
    Column("last", _Seq, nullable=False),
    Column("lang", String),
    Column("reader", String),
    Column("recorded", String, nullable=False),
    Index("view_reading_report", "report"),
)

judgement = Table(
    "view_judgement",
    views,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("other", String),
    Column("report", String),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposed", Boolean, nullable=False),
    Index("view_judgement_id", "id"),
    Index("view_judgement_by", "by"),
    Index("view_judgement_report", "report"),
    Index("view_judgement_subject", "subject"),
    Index("view_judgement_verdict", "verdict", "seq"),
)

person = Table(
    "view_person",
    views,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("key", String, nullable=False),
    Column("name", String, nullable=False),
    Column("event", String, nullable=False),
    Column("role", String, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("by", String, nullable=False),
    Column("recorded", String, nullable=False),
    Index("view_person_key", "key", "seq"),
)

setting = Table(
    "view_setting",
    views,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("value", String, nullable=False),
    Column("by", String, nullable=False),
    Column("recorded", String, nullable=False),
    Index("view_setting_name", "name", "seq"),
)

coding = Table(
    "view_coding",
    views,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("event", String, nullable=False),
    Column("round", String, nullable=False),
    Column("report", String),
    Column("unit", String),
    Column("by", String, nullable=False),
    Column("recorded", String, nullable=False),
    Index("view_coding_round", "round", "seq"),
    Index("view_coding_report", "report"),
)

tombstone = Table(
    "view_tombstone",
    views,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("what", String, nullable=False),
    Column("by", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("recorded", String, nullable=False),
    Column("entries", Integer, nullable=False),
)

erased = Table(
    "view_erased",
    views,
    Column("name", String, primary_key=True),
    Column("seq", _Seq, primary_key=True, autoincrement=False),
)

claim = Table(
    "view_claim",
    views,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("report", String, nullable=False),
    Column("id", String, nullable=False),
    Column("anchor", String, nullable=False),
    Column("status", String, nullable=False),
    Column("type", String, nullable=False),
    Column("quote", Text, nullable=False),
    Column("low", BigInteger),
    Column("best", BigInteger),
    Column("high", BigInteger),
    Column("vague", String),
    Column("party", String),
    Column("kind", String),
    Column("actor", String),
    Column("means", String),
    Column("place", String),
    Column("start", String),
    Column("end", String),
    Column("source", String),
    Column("source_kind", String),
    Column("stance", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("incident", String),
    Column("published", String),
    Column("publisher", String),
    Column("doubt", String),
    Column("slot", String),
    Column("chance", Float),
    Index("view_claim_report", "report"),
    Index("view_claim_anchor", "anchor"),
    Index("view_claim_type", "type", "seq"),
    Index("view_claim_party", "party", "seq"),
    Index("view_claim_actor", "actor", "seq"),
    Index("view_claim_source", "source", "seq"),
    Index("view_claim_start", "start"),
    Index("view_claim_status", "status", "seq"),
    Index("view_claim_doubt", "doubt", "chance", "seq"),
)

claim_place = Table(
    "view_claim_place",
    views,
    Column("place", String, primary_key=True),
    Column("seq", _Seq, primary_key=True, autoincrement=False),
)

source = Table(
    "view_source",
    views,
    Column("name", String, primary_key=True),
    Column("plain", String, nullable=False),
)

copy = Table(
    "view_copy",
    linked,
    Column("report", String, primary_key=True),
    Column("origin", String, nullable=False),
    Column("detail", Text),
    Index("view_copy_origin", "origin"),
)

incident = Table(
    "view_incident",
    linked,
    Column("id", String, primary_key=True),
    Column("what", String, nullable=False),
    Column("type", String),
    Column("place", String),
    Column("country", String),
    Column("lat", Float),
    Column("lon", Float),
    Column("start", String),
    Column("end", String),
    Column("killed_low", BigInteger),
    Column("killed_best", BigInteger),
    Column("killed_high", BigInteger),
    Column("injured_low", BigInteger),
    Column("injured_best", BigInteger),
    Column("injured_high", BigInteger),
    Column("contested", Boolean, nullable=False),
    Column("grade", String),
    Column("parties", Text, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Index("view_incident_type", "type"),
    Index("view_incident_contested", "contested", "start", "id"),
    Index("view_incident_grade", "grade"),
)

Index("view_incident_latest", incident.c.start.desc().nulls_last(), incident.c.id).ddl_if("postgresql")
Index("view_incident_latest_first", incident.c.start.desc(), incident.c.id).ddl_if("sqlite")

incident_key = Table(
    "view_incident_key",
    linked,
    Column("facet", String, primary_key=True),
    Column("value", String, primary_key=True),
    Column("incident", String, primary_key=True),
    Index("view_incident_key_incident", "incident"),
)

member = Table(
    "view_member",
    linked,
    Column("telling", String, primary_key=True),
    Column("incident", String, nullable=False),
    Column("report", String, nullable=False),
    Column("told", String, nullable=False),
    Column("what", String, nullable=False),
    Column("position", Integer, nullable=False),
    Index("view_member_incident", "incident", "position"),
    Index("view_member_report", "report"),
)

pair = Table(
    "view_pair",
    linked,
    Column("a", String, primary_key=True),
    Column("b", String, primary_key=True),
    Column("score", Float, nullable=False),
    Column("joined", Boolean, nullable=False),
    Column("detail", Text, nullable=False),
    Index("view_pair_score", "score"),
    Index("view_pair_b", "b"),
)

toll = Table(
    "view_toll",
    linked,
    Column("id", String, primary_key=True),
    Column("counter", String, nullable=False),
    Column("measure", String, nullable=False),
    Column("party", String),
    Column("place", String),
    Column("since", String),
    Column("points", Integer, nullable=False),
    Column("odd", Boolean, nullable=False),
    Column("payload", Text, nullable=False),
    Index("view_toll_points", "points", "id"),
)

profile = Table(
    "view_profile",
    linked,
    Column("number", _Seq, primary_key=True, autoincrement=False),
    Column("telling", String, nullable=False, unique=True),
    Column("report", String, nullable=False),
    Column("body", Text, nullable=False),
    Index("view_profile_report", "report"),
)

block = Table(
    "view_block",
    linked,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("looks", Boolean, primary_key=True),
    Column("number", _Seq, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

sketch = Table(
    "view_sketch",
    linked,
    Column("report", String, primary_key=True),
    Column("seq", _Seq, nullable=False, unique=True),
    Column("body", LargeBinary, nullable=False),
)

sketch_key = Table(
    "view_sketch_key",
    linked,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("sentence", Boolean, primary_key=True),
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

total = Table(
    "view_total",
    linked,
    Column("report", String, primary_key=True),
    Column("body", Text, nullable=False),
)
