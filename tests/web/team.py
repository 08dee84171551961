"""A ledger with accounts, and clients that sign in to its pages, for the tests of what a team may do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import httpx
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from accordingto.store import Ledger, passwords
from accordingto.store.people import Role
from accordingto.web.app import create_app

HOME = "https://review.example.org"
ROLES = {"Rea": Role.READER, "Cod": Role.CODER, "Rev": Role.REVIEWER, "Rosa": Role.REVIEWER, "Adm": Role.ADMIN}


MARKUP = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'; DROP TABLE view_person; --", "{{ 7*7 }}"]


def executed(said: str, page: str) -> bool:
    """Whether words stand in a page as markup, or were worked out by a template."""
    return (said in page and not said.startswith("{{")) or "<h1>&#39;49" in page or "<bdi>49" in page


@contextmanager
def weak_hashes() -> Iterator[None]:
    """Hash as weakly as the library allows: how slow it is otherwise is not what is tested."""
    with patch.object(passwords, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)):
        passwords._nobodys.cache_clear()
        yield
    passwords._nobodys.cache_clear()


def words_of(name: str) -> str:
    """Somebody's password."""
    return f"four wet stones by a river {len(name)} {name[::-1]}"


def gather(ledger: Ledger) -> None:
    """Give a ledger five people."""
    for name in sorted(ROLES, key=lambda n: list(Role).index(ROLES[n]), reverse=True):
        ledger.add_person(name, ROLES[name], by="setup", password=words_of(name))


class Visitor:
    """A browser of one person: its cookies, and the tokens of the pages that it loads."""

    def __init__(self, ledger: Ledger, *, app: Any = None, home: str = HOME) -> None:
        app = app or create_app(ledger, reviewer="Ada", hosts=frozenset({"review.example.org"}), shared=True)
        self.app = app
        self.http = TestClient(app, base_url=home, follow_redirects=False, raise_server_exceptions=True)

    def token(self, page: str = "/login") -> str:
        """A token of a page."""
        found = re.search(r'name="csrf" content="([0-9a-f]{64})"', self.http.get(page).text)
        assert found, page
        return found[1]

    def sign_in(self, name: str, password: str | None = None, to: str = "") -> httpx.Response:
        """Send the form of the page to sign in."""
        given = {"name": name, "password": words_of(name) if password is None else password, "next": to}
        return self.http.post("/login", data={**given, "csrf": self.token()})

    def post(self, path: str, page: str = "/account", **given: str) -> httpx.Response:
        """Send a form."""
        return self.http.post(path, data={**given, "csrf": self.token(page)})

    def json(self, path: str, **asked: str) -> Any:
        """A page's JSON twin."""
        return self.http.get(path, params={**asked, "format": "json"}).json()


def signed_in(ledger: Ledger, name: str, app: Any = None) -> Visitor:
    """Somebody at work."""
    visitor = Visitor(ledger, app=app)
    assert visitor.sign_in(name).status_code == 303
    return visitor
