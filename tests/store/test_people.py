"""Accounts, passwords and sessions, on both engines; and that nothing secret leaves the ledger."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from accordingto.store import Ledger, LedgerError
from accordingto.store.people import Role
from accordingto.store.secrets import IDLE, OLDEST
from tests.store.conftest import Clock

WORDS = "seven quiet herons stand"


@pytest.fixture
def team(ledger: Ledger) -> Ledger:
    """A ledger with an admin and a coder."""
    ledger.add_person("Ana", Role.ADMIN, by="ana's machine")
    ledger.add_person("Bo Li", Role.CODER, by="Ana")
    ledger.set_password("Ana", WORDS, by="Ana")
    return ledger


def refusal(act: object, *args: object, **more: object) -> str:
    with pytest.raises(LedgerError) as told:
        act(*args, **more)  # type: ignore[operator]
    return told.value.issue.message


def test_people_are_what_the_last_entry_says(team: Ledger) -> None:
    team.set_role("bo  li", Role.REVIEWER, by="Ana")
    team.set_enabled("Bo Li", False, by="Ana")
    assert [(p.name, p.role, p.enabled) for p in team.people()] == [
        ("Ana", Role.ADMIN, True), ("Bo Li", Role.REVIEWER, False),
    ]  # fmt: skip
    team.rebuild()
    assert team.person("BO LI") == team.people()[1] and team.shared() and team.verify().holds


def test_an_account_is_refused_where_it_would_do_harm(team: Ledger) -> None:
    assert "already" in refusal(team.add_person, "ANA", Role.READER, by="Ana")
    for name in ("", " ", "a" * 61, "<b>", "a\u202eb", "a\nb;", "'; DROP TABLE view_person"):
        assert "no name" in refusal(team.add_person, name, Role.READER, by="Ana")
    assert "only admin" in refusal(team.set_role, "Ana", Role.READER, by="Ana")
    assert "only admin" in refusal(team.set_enabled, "Ana", False, by="Ana")
    assert "nobody called" in refusal(team.set_role, "Cem", Role.READER, by="Ana")
    for weak in ("short", "Ana" * 5, "aaaaaaaaaaaaaaa", "x" * 1001):
        assert refusal(team.set_password, "Ana", weak, by="Ana")


def test_the_first_account_is_an_admins(ledger: Ledger) -> None:
    assert "first account" in refusal(ledger.add_person, "Ana", Role.CODER, by="x")
    assert not ledger.shared() and not ledger.four_eyes()
    ledger.add_person("Ana", Role.ADMIN, by="x")
    assert ledger.four_eyes()
    ledger.set_four_eyes(False, by="Ana")
    assert not ledger.four_eyes()


def test_only_the_password_opens_and_only_while_enabled(team: Ledger) -> None:
    assert team.recognise("ana", WORDS) == team.person("Ana")
    for name, password in (("Ana", WORDS + "x"), ("Bo Li", WORDS), ("nobody", WORDS), ("Ana", "x" * 10**6)):
        assert team.recognise(name, password) is None
    team.set_password("Bo Li", "café in the second yard", by="Ana")
    assert team.recognise("Bo Li", "cafe\u0301 in the second yard") is not None
    team.set_enabled("Bo Li", False, by="Ana")
    assert team.recognise("Bo Li", "café in the second yard") is None


def test_a_session_ends(team: Ledger, clock: Clock) -> None:
    ana = team.person("Ana")
    assert ana is not None
    first, second = team.begin_session(ana), team.begin_session(ana)
    assert first != second and team.session(first) == ana and team.session("x") is None
    team.end_session(first)
    assert team.session(first) is None and team.session(second) == ana
    clock.at += IDLE - timedelta(minutes=1)
    assert team.session(second) == ana
    clock.at += IDLE - timedelta(minutes=1)
    assert team.session(second) == ana, "using it keeps it"
    for _ in range(6):
        clock.at += IDLE - timedelta(minutes=1)
        team.session(second)
    assert 8 * IDLE > OLDEST and team.session(second) is None, "however it is used, it ends after a working day"
    third = team.begin_session(ana)
    clock.at += IDLE + timedelta(seconds=1)
    assert team.session(third) is None
    fourth = team.begin_session(ana)
    team.set_password("Ana", WORDS + " still", by="Ana")
    assert team.session(fourth) is None


def test_whoever_is_disabled_is_out_at_once(team: Ledger) -> None:
    bo = team.person("Bo Li")
    assert bo is not None
    token = team.begin_session(bo)
    team.set_role("Bo Li", Role.READER, by="Ana")
    held = team.session(token)
    assert held is not None and held.role is Role.READER
    team.set_enabled("Bo Li", False, by="Ana")
    team.set_enabled("Bo Li", True, by="Ana")
    assert team.session(token) is None


def test_nothing_secret_is_in_the_chain_or_in_a_backup(team: Ledger, tmp_path: Path) -> None:
    ana = team.person("Ana")
    assert ana is not None
    token = team.begin_session(ana)
    with team._reading() as conn:
        said = " ".join(conn.execute(sql("SELECT body FROM ledger_payload")).scalars())
        (hashed,) = conn.execute(sql("SELECT hash FROM people_secret")).scalars()
        (digest,) = conn.execute(sql("SELECT digest FROM people_session")).scalars()
    assert hashed.startswith("$argon2id$") and "argon2" not in said and WORDS not in said and token not in said
    copy = tmp_path / "copy.db"
    team.backup(copy)
    raw = copy.read_bytes()
    assert not [x for x in (hashed, digest, token, WORDS) if x.encode() in raw]
    with Ledger.open(copy) as other:
        assert [p.name for p in other.people()] == ["Ana", "Bo Li"] and other.with_password() == set()
        assert other.recognise("Ana", WORDS) is None


def test_a_hash_of_older_parameters_is_made_anew(team: Ledger) -> None:
    from argon2 import PasswordHasher

    with team._writing() as conn:
        weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(WORDS)
        conn.execute(sql("UPDATE people_secret SET hash = :h"), {"h": weak})
    assert team.recognise("Ana", WORDS) is not None
    with team._reading() as conn:
        assert conn.execute(sql("SELECT hash FROM people_secret")).scalar() != weak
    assert team.recognise("Ana", WORDS) is not None


def test_a_ledger_of_the_first_form_gets_the_tables(tmp_path: Path) -> None:
    where = tmp_path / "old.db"
    with Ledger.open(where, create=True) as old, old._writing() as conn:
        for name in ("people_secret", "people_session", "desk_hold"):
            conn.execute(sql(f"DROP TABLE {name}"))
        conn.execute(sql("UPDATE ledger_meta SET value = '1' WHERE key = 'form'"))
    with Ledger.open(where) as now:
        now.add_person("Ana", Role.ADMIN, by="x")
        now.set_password("Ana", WORDS, by="x")
        assert now.recognise("Ana", WORDS) is not None
