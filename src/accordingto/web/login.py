"""Signing in and out, and changing one's password: what becomes of the browser's cookie.

Promise: a session's name is new at each sign-in, so none that was planted before is ever one; wrong names and wrong
passwords look alike and cost alike, and become slow; after signing in a browser goes to a page of this server only.
After OWASP's cheat sheets on authentication and session management.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from accordingto.model.judgement import person_key
from accordingto.store import Ledger
from accordingto.store.people import Person, Role
from accordingto.web.faults import PageError, denied, signed_out, unreadable
from accordingto.web.safety import Tokens
from accordingto.web.throttle import Throttle

_WRONG = "Name and password do not go together, or the account is disabled."


class Gate:
    """Who asks, and what they may do.

    Args:
        ledger: An open ledger.
        alone: Who uses this machine alone while the ledger has no accounts; None where nobody does.
        tokens: The browsers' cookies.
    """

    def __init__(self, ledger: Ledger, alone: str | None, tokens: Tokens) -> None:
        self._ledger, self._alone, self._tokens = ledger, alone, tokens
        self._names, self._addresses = Throttle(5), Throttle(50)

    def person(self, request: Request) -> Person | None:
        """Who asks; None when nobody is signed in."""
        if self._alone is not None and not self._ledger.shared():
            return Person(self._alone, Role.ADMIN, True, self._ledger.now)
        held = self._tokens.held(request)
        return self._ledger.session(held) if held else None

    def enter(self, request: Request, least: Role) -> Person:
        """Who asks, when they may do what takes a role.

        Raises:
            PageError: Nobody is signed in, or their role does not reach.
        """
        person = self.person(request)
        if person is None:
            raise signed_out()
        if not person.role.may(least):
            raise denied(least.value, person.role.value)
        return person

    def sign_in(self, request: Request, given: Mapping[str, Any]) -> Response:
        """Begin a session, and go where the person was going.

        Raises:
            PageError: Name and password do not go together, or it was tried too often.
        """
        name, password = str(given.get("name") or "")[:200], str(given.get("password") or "")
        person = self._recognised(request, name, password)
        self._forget(request)
        answer = RedirectResponse(own_address(str(given.get("next") or "")), 303)
        self._tokens.give(request, answer, self._ledger.begin_session(person))
        return answer

    def sign_out(self, request: Request, given: Mapping[str, Any]) -> Response:
        """End the session; the browser's next page has another name."""
        self._forget(request)
        answer = RedirectResponse("/login", 303)
        self._tokens.take(request, answer)
        return answer

    def change_password(self, request: Request, given: Mapping[str, Any]) -> Response:
        """Give oneself another password; every session of the person ends, and this browser begins a new one.

        Raises:
            PageError: The present password is wrong, the new one weak or typed differently the second time.
        """
        person = self.enter(request, Role.READER)
        old, new, again = (str(given.get(k) or "") for k in ("old", "new", "again"))
        if new != again:
            raise unreadable("again", "the new password was typed differently the second time")
        self._recognised(request, person.name, old)
        self._ledger.set_password(person.name, new, by=person.name)
        answer = RedirectResponse("/account", 303)
        self._tokens.give(request, answer, self._ledger.begin_session(person))
        return answer

    def _recognised(self, request: Request, name: str, password: str) -> Person:
        address = request.client.host if request.client else ""
        wait = max(self._names.attempt(person_key(name)), self._addresses.attempt(address))
        if wait > 0:
            raise PageError(429, "That was tried too often.", f"Wait {ceil(wait)} seconds, then try again.")
        person = self._ledger.recognise(name, password)
        if person is None:
            raise PageError(403, _WRONG, "Try again, or ask an admin for a new password.")
        self._names.passed(person_key(name), wholly=True)
        # Somebody with an account must not make room for guesses at others by signing in between.
        self._addresses.passed(address, wholly=False)
        return person

    def _forget(self, request: Request) -> None:
        held = self._tokens.held(request)
        if held:
            self._ledger.end_session(held)


def own_address(wanted: str) -> str:
    """An address as a page of this server; the queue for any that leads elsewhere or cannot be understood."""
    plain = len(wanted) <= 2000 and wanted.isprintable() and "\\" not in wanted
    inside = wanted.startswith("/") and not wanted.startswith("//")
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return wanted if plain and inside and not parts.scheme and not parts.netloc else "/"
