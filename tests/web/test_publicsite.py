"""The public view: what is planted in a ledger to be left out can be had from no page of it, in either form."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from accordingto.model import Report
from accordingto.store import Ledger
from accordingto.web.publicsite import WITHHELD, create_public_app, public_desk
from tests import fakes

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PLANTED = (
    "Yusra Haddad", "Mira Odeh", "0791 555 123", "mira@example.org", "@mira_odeh", "Elm Street 14", "secret-title",
    "secret-file", "https://example.org/secret",
)  # fmt: skip
TEXT = (
    "In Ostra 4 people killed, said neighbour Yusra Haddad, reached at 0791 555 123 or mira@example.org.\n"
    "Mira Odeh (@mira_odeh), of Elm Street 14, said 2 people killed.\n"
)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    where = tmp_path_factory.mktemp("public") / "book.db"
    with Ledger.open(where, create=True, now=lambda: NOW) as ledger:
        for name, day in (("secret-file", date(2020, 2, 21)), ("young", date(2026, 4, 30))):
            report = Report(name, TEXT, day, "Post", "secret-title", "https://example.org/secret")
            ledger.add_reading(fakes.read(report))
        with public_desk(ledger) as desk, TestClient(create_public_app(desk), base_url="http://127.0.0.1") as client:
            yield client


def test_what_is_served_holds_nothing_that_was_planted(public: TestClient) -> None:
    listed = public.get("/incidents", params={"format": "json"}).json()["incidents"]
    assert listed and all(i["figures"]["killed"] for i in listed)
    addresses = ["/incidents", "/map", "/tolls", *(f"/incident/{i['id']}" for i in listed)]
    for at in addresses:
        for form in ({}, {"format": "json"}):
            answer = public.get(at, params=form)
            assert answer.status_code == 200 and "people killed" in answer.text or "incident/" not in at
            assert [p for p in PLANTED if p.lower() in answer.text.lower()] == [], at
            assert (
                "set-cookie" not in answer.headers and "/report" not in answer.text and "csrf" not in answer.text[300:]
            )
            assert form or "Redacted public view" in answer.text


@pytest.mark.parametrize("at", ["/report?id=secret-file", "/login", "/propose", "/judge", "/second-eye", "/people"])
def test_nothing_else_is_served(public: TestClient, at: str) -> None:
    assert public.get(at).status_code == 404


@pytest.mark.parametrize("at", ["/incidents", "/judge", "/hold", "/rebuild", "/incident/x"])
def test_nothing_can_be_changed(public: TestClient, at: str) -> None:
    assert public.post(at, data={"verdict": "accept"}).status_code in (404, 405)


@pytest.mark.parametrize("name", WITHHELD)
def test_what_is_withheld_cannot_be_searched(public: TestClient, name: str) -> None:
    asked = public.get("/incidents", params={name: "2020-01-01", "format": "json"})
    assert asked.status_code == 400 and name in asked.json()["error"]
    assert name not in str(public.get("/openapi.json").json()["paths"]["/incidents"])


@pytest.mark.parametrize("asked", [{"source": "Yusra"}, {"source": "neighbour Yusra Haddad"}, {"party": "Mira"}])
def test_a_filter_finds_nobody_who_was_taken_out(public: TestClient, asked: dict[str, str]) -> None:
    assert public.get("/incidents", params={**asked, "format": "json"}).json()["count"] == 0


def test_a_delay_that_would_show_live_positions_is_refused(book: Path) -> None:
    with Ledger.open(book) as ledger, pytest.raises(ValueError, match="24"), public_desk(ledger, delay=1):
        pass
