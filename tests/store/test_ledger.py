"""What a ledger promises, the same on both engines."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from accordingto.model import Reading
from accordingto.store import Filter, Ledger, LedgerError, Run
from tests.store.conftest import Clock
from tests.store.samples import LATER, MARKET, anchor, reading, source


def test_what_was_added_comes_back_as_it_was(ledger: Ledger) -> None:
    given = reading(publisher="Post", title="Market", url="https://post.example/1", origin="1.html")
    ledger.add_reading(given, source=source(), run=Run("0.1", "fake", "en"))
    kept = ledger.reading("r1")
    assert kept is not None and kept.reading == given
    assert kept.reading.claims[0].why == given.claims[0].why
    assert ledger.text("r1") == MARKET
    assert ledger.raw(source().sha256) == b"<p>raw"


@pytest.mark.parametrize(
    "text", ["3 people killed \0 here", "3 people killed \ud800", "3 people killed 🙂 – é", '"a\\']
)
def test_any_text_can_be_kept(ledger: Ledger, text: str) -> None:
    ledger.add_reading(reading(text=text, title=None))
    kept = ledger.reading("r1")
    assert kept is not None and kept.reading.report.text == text
    assert ledger.verify().holds
    assert len(ledger.claims(Filter(text="people"))) == len(kept.reading.claims)


def test_adding_again_adds_nothing(ledger: Ledger) -> None:
    first = ledger.add_reading(reading(), source=source())
    assert (first.new, first.version, first.capture) == (True, True, True)
    head = ledger.verify().head
    again = ledger.add_reading(reading(), source=source())
    assert again.entries == 0 and ledger.verify().head == head
    assert ledger.held(reading().report, source()).read


def test_a_page_fetched_twice_is_two_captures_of_one_report(ledger: Ledger, clock: Clock) -> None:
    url = "https://post.example/1"
    page = reading(url, origin=url, url=url)
    for hour in (1, 2, 2):
        ledger.add_reading(page, source=source(b"<p>%d" % hour, url, datetime(2020, 2, 20, hour, tzinfo=UTC)))
    assert ledger.reports() == [url]
    history = ledger.history(url)
    assert [len(history[k]) for k in ("captures", "versions", "readings")] == [2, 1, 1]
    assert ledger.validators() == {url: ('"1"', None)}


def test_a_changed_page_is_a_new_version_and_the_old_one_stays(ledger: Ledger, clock: Clock) -> None:
    ledger.add_reading(reading())
    then = clock.at
    added = ledger.add_reading(reading(text=LATER))
    assert (added.new, added.version, added.supersedes) == (False, True, True)
    assert ledger.text("r1") == LATER and ledger.text("r1", then) == MARKET
    old, new = (ledger.reading("r1", at) for at in (then, None))
    assert old is not None and new is not None
    assert (old.reading.claims[0].quote, new.reading.claims[0].quote) == ("3 people killed", "5 people killed")
    assert len(ledger.claims()) == 3, "claims of superseded readings are not current"


def test_a_page_that_went_back_to_its_words_is_current_again(ledger: Ledger) -> None:
    for hour, text in enumerate((MARKET, LATER, MARKET)):
        when = datetime(2020, 2, 20, hour, tzinfo=UTC)
        ledger.add_reading(reading(text=text, url="u"), source=source(text.encode(), "https://a.example/", when))
    assert ledger.text("r1") == MARKET
    assert len(ledger.history("r1")["versions"]) == 3


def test_an_older_capture_that_comes_late_is_not_current(ledger: Ledger) -> None:
    for hour, text in ((5, LATER), (1, MARKET)):
        when = datetime(2020, 2, 20, hour, tzinfo=UTC)
        ledger.add_reading(reading(text=text), source=source(text.encode(), "https://a.example/", when))
    assert ledger.text("r1") == LATER


def test_one_file_under_two_names_is_one_report_but_two_outlets_are_two(ledger: Ledger) -> None:
    for name in ("a.txt", "b.txt"):
        ledger.add_reading(reading(name, origin=name))
    assert ledger.reports() == ["a.txt"]
    for outlet in ("Post", "Mail"):
        ledger.add_reading(reading("c.txt", LATER, origin="c.txt", publisher=outlet))
    assert ledger.reports() == ["a.txt", "c.txt", "c.txt~2"]
    assert ledger.add_reading(reading("c.txt", LATER, origin="c.txt", publisher="Mail")).entries == 0


def test_one_name_for_two_pages_is_two_reports(ledger: Ledger) -> None:
    for page in ("https://a.example/", "https://b.example/"):
        ledger.add_reading(reading("1", page, origin="x:1"), source=source(page.encode(), page))
    assert ledger.reports() == ["1", "1~2"]


def test_what_a_later_capture_leaves_open_stays_as_it_was_said(ledger: Ledger) -> None:
    ledger.add_reading(reading(publisher="Post"))
    ledger.add_reading(reading(text=LATER, day=None))
    kept = ledger.reading("r1")
    assert kept is not None
    assert (kept.reading.report.publisher, kept.reading.report.published) == ("Post", date(2020, 2, 20))


def test_the_ledger_answers_as_it_would_have_then(ledger: Ledger, clock: Clock) -> None:
    moments = [clock.at]
    for n in range(4):
        ledger.add_reading(reading(f"r{n}", f"{n + 2} people killed at mile {n}.", day=date(2020, 2, 20 + n)))
        moments.append(clock.at)
    for n, at in enumerate(moments):
        assert len(ledger.reports(at)) == n
        assert [t.outlet.report for t in ledger.tellings(at)] == [f"r{i}" for i in range(n)]
        assert [c.report for c in ledger.claims(None, at)] == [f"r{i}" for i in range(n)]
    assert ledger.reports(reported_by=date(2020, 2, 21)) == ["r0", "r1"]
    assert ledger.reports(moments[1], reported_by=date(2020, 2, 21)) == ["r0"]


def test_an_undated_report_counts_from_the_day_it_was_learned(ledger: Ledger) -> None:
    ledger.add_reading(reading(day=None))
    assert ledger.reports(reported_by=date(2020, 2, 29)) == []
    assert ledger.reports(reported_by=date(2020, 3, 1)) == ["r1"]


def test_a_clock_that_ran_ahead_hides_nothing(ledger: Ledger, clock: Clock) -> None:
    ledger.add_reading(reading("r1"))
    right = clock.at
    clock.at = right + timedelta(days=4000)
    ledger.add_reading(reading("r2", "4 people killed."))
    clock.at = right
    added = ledger.add_reading(reading("r3", "5 people killed."))
    assert added.behind is not None
    assert ledger.reports(clock.at) == ["r1", "r2", "r3"], "r2 was learned before r3, whatever the clock said"
    assert ledger.reports(right) == ["r1"]
    assert ledger.verify().holds


def test_tellings_carry_what_linking_needs(ledger: Ledger) -> None:
    ledger.add_reading(reading(publisher="Post"))
    ledger.add_reading(reading("r2", MARKET.replace("Al-Bab", "Bab"), publisher="Mail"))
    ledger.replace_copies({"r2": "r1", "r1": "r1"})
    one, two = ledger.tellings(credited=lambda text: "AFP" if "Al-Bab" in text else None)
    assert (one.key, two.outlet.origin, one.outlet.credit, two.outlet.credit) == ("r1#i1", "r1", "AFP", None)
    assert [c.id for c in one.claims] == ["c1", "c2"] and "Al-Bab" in one.around[0]
    assert [t.claim.id for t in ledger.toll_tellings(report="r2")] == ["c3"]
    assert ledger.copies() == {"r2": "r1"}


@pytest.mark.parametrize(
    "table, column",
    [("ledger_entry", "hash"), ("ledger_payload", "body"), ("src_text", "body"), ("src_raw", "size")],
)
def test_the_engine_itself_refuses_changes(ledger: Ledger, table: str, column: str) -> None:
    ledger.add_reading(reading(), source=source())
    value = "1" if column == "size" else "'x'"
    for statement in (f"UPDATE {table} SET {column} = {value}", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"), ledger._writing() as conn:
            conn.execute(sql(statement))
    assert ledger.verify().holds


TAMPER = [
    ("ledger_entry", "UPDATE ledger_entry SET recorded = '2019' WHERE seq = 5", 5, "hash"),
    ("ledger_entry", "UPDATE ledger_entry SET kind = 'note' WHERE seq = 5", 5, "hash"),
    ("ledger_entry", "DELETE FROM ledger_entry WHERE seq = 4", 4, "missing"),
    ("ledger_payload", "UPDATE ledger_payload SET body = '{}' WHERE seq = 6", 6, "changed"),
    ("ledger_payload", "DELETE FROM ledger_payload WHERE seq = 6", 6, "tombstone"),
    ("src_text", "UPDATE src_text SET body = 'other'", 3, "text"),
    ("src_text", "DELETE FROM src_text", 3, "gone"),
    ("src_raw", "UPDATE src_raw SET body = 'x'", 2, "bytes"),
    ("src_raw", "DELETE FROM src_raw", 2, "gone"),
]


@pytest.mark.parametrize("table, change, entry, why", TAMPER)
def test_verify_names_the_first_broken_entry(ledger: Ledger, table: str, change: str, entry: int, why: str) -> None:
    ledger.add_reading(reading(), source=source())
    assert ledger.verify().holds
    with ledger._writing() as conn:  # as somebody does who owns the file and means to deceive
        if conn.dialect.name == "sqlite":
            for name in ("kept", "stays"):
                conn.execute(sql(f"DROP TRIGGER {table}_{name}"))
        else:
            conn.execute(sql(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        conn.execute(sql(change))
    found = ledger.verify()
    assert not found.holds and found.broken == entry and why in (found.why or "")


def test_a_ledger_cut_short_is_known_by_its_head(ledger: Ledger) -> None:
    ledger.add_reading(reading())
    head = ledger.verify().head
    ledger.add_reading(reading("r2", LATER))
    assert ledger.verify(head[:12]).holds
    assert not ledger.verify("f" * 64).holds


def test_views_made_again_are_the_same(ledger: Ledger) -> None:
    from accordingto.model.judgement import Verdict

    ledger.add_reading(reading(), source=source())
    ledger.add_reading(reading(text=LATER))
    ledger.add_reading(reading("r2", "7 people killed."))
    ledger.decide(Verdict.REJECT, anchor(ledger, "r2", "c1"), by="ana", reason="no")
    before = dump(ledger)
    ledger.rebuild()
    assert dump(ledger) == before
    assert len(ledger.claims(Filter(text='"7 people"'))) == 1


def dump(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    names = ("report", "version", "capture", "reading", "judgement", "claim", "claim_place")
    with ledger._reading() as conn:
        return {n: sorted(map(tuple, conn.execute(sql(f"SELECT * FROM view_{n}"))), key=str) for n in names}


def test_backup_and_restore(ledger: Ledger, tmp_path: Path, clock: Clock) -> None:
    ledger.add_reading(reading(), source=source())
    ledger.add_reading(reading("r2", "7 people \0 killed."))
    head = ledger.verify().head
    entries = ledger.backup(tmp_path / "copy.db")
    with pytest.raises(LedgerError) as e:
        ledger.backup(tmp_path / "copy.db")
    assert e.value.issue.code == "ledger-exists"
    with Ledger.open(tmp_path / "new.db", create=True, now=clock) as new:
        assert new.restore(tmp_path / "copy.db") == entries
        assert new.verify().head == head and dump(new) == dump(ledger)
        with pytest.raises(LedgerError, match="already"):
            new.restore(tmp_path / "copy.db")


def test_from_sqlite_to_postgresql(schema: str, tmp_path: Path, clock: Clock) -> None:
    with Ledger.open(tmp_path / "a.db", create=True, now=clock) as old:
        old.add_reading(reading(), source=source())
        old.add_reading(reading("r2", "7 people \0 killed \ud800"))
        with Ledger.open(schema, create=True, now=clock) as new:
            new.restore(tmp_path / "a.db")
            assert new.verify().head == old.verify().head and dump(new) == dump(old)


def test_a_ledger_of_a_newer_program_is_left_alone(where: str) -> None:
    with Ledger.open(where, create=True) as ledger, ledger._writing() as conn:
        conn.execute(sql("UPDATE ledger_meta SET value = '99' WHERE key = 'form'"))
    with pytest.raises(LedgerError) as e:
        Ledger.open(where)
    assert e.value.issue.code == "ledger-newer"


def test_a_form_of_the_views_that_is_old_is_made_again(where: str, clock: Clock) -> None:
    with Ledger.open(where, create=True, now=clock) as ledger:
        ledger.add_reading(reading())
        with ledger._writing() as conn:
            conn.execute(sql("UPDATE ledger_meta SET value = 'old' WHERE key = 'views'"))
            conn.execute(sql("DROP TABLE view_claim_place"))
            ledger._mark(conn)
        assert not ledger.stale()
    with Ledger.open(where) as ledger:
        assert [c.id for c in ledger.claims(Filter(place="Ostra"))] == ["c1", "c2", "c3"]
        assert ledger.stale(), "the incidents were emptied with the views, and must be worked out again"


def test_no_ledger_is_no_new_one(where: str) -> None:
    with pytest.raises(LedgerError) as e:
        Ledger.open(where)
    assert e.value.issue.code == "ledger-missing"


def test_a_report_without_claims_is_kept(ledger: Ledger) -> None:
    given = reading(text="Nothing happened.")
    ledger.add_reading(given)
    kept = ledger.reading("r1")
    assert kept is not None and isinstance(kept.reading, Reading) and kept.reading.claims == ()
