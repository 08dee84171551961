"""The application: routes to data functions, templates, and what a browser may do.

Promise: every page is there as HTML and, with ``?format=json``, as JSON with the same content; nothing is changed by a
GET; an error is a page that says what to do and shows no inside of the program.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from accordingto.model.issue import InputError
from accordingto.model.judgement import ABOUT_PROPOSALS
from accordingto.model.purpose import PURPOSE
from accordingto.store import Ledger
from accordingto.store.people import Person, Role
from accordingto.web import acting, queueing
from accordingto.web.actions import ACTIONS, Action
from accordingto.web.asking import address
from accordingto.web.desk import Desk
from accordingto.web.exchange import body_of, readable, sends_json, wants_json
from accordingto.web.faults import PageError, missing, unreadable
from accordingto.web.login import Gate, own_address
from accordingto.web.pages import PAGES, Page, openapi
from accordingto.web.safety import LOOPBACK, Guard, Tokens
from accordingto.web.seat import Seat
from accordingto.web.serving import Static
from accordingto.web.views import Units, card, progress, selected, undoable
from accordingto.web.wording import PARTS, proposal

FAMILIES = {
    **dict.fromkeys(("killed", "injured", "casualties", "missing", "detained", "released", "displaced"), "harm"),
    **dict.fromkeys(("destroyed", "damaged", "seized"), "loss"),
    "attack": "force", "control": "ground", "act": "act",
}  # fmt: skip
"""Types of claims by the colour they share."""


def create_app(
    ledger: Ledger, *, reviewer: str, hosts: frozenset[str] = LOOPBACK, desk: Desk | None = None, shared: bool = False
) -> Starlette:  # fmt: skip
    """The application for one ledger.

    Args:
        ledger: An open ledger; it is not closed here.
        reviewer: Whose judgements these are while the ledger has no accounts.
        hosts: Names under which the server may be reached.
        desk: The desk of both, where it is there already.
        shared: Whether others can reach it: then nobody gets in without an account, though there be none yet.
    """
    site = Site(desk or Desk(ledger, reviewer), shared=shared)
    routes: list[BaseRoute] = [Route(p.path, threaded(partial(site.show, p)), methods=["GET"]) for p in PAGES]
    routes += [Route(a.path, site.posted(partial(site.act, a)), methods=["POST"]) for a in ACTIONS]
    routes += [
        Route("/propose", threaded(site.propose), methods=["GET"]),
        Route("/judge", site.posted(site.judge), methods=["POST"]),
        Route("/rebuild", site.posted(site.rebuild), methods=["POST"]),
        Route("/hold", site.posted(site.hold), methods=["POST"]),
        Route("/login", threaded(site.login), methods=["GET"]),
        Route("/login", site.posted(site.gate.sign_in), methods=["POST"]),
        Route("/logout", site.posted(site.gate.sign_out), methods=["POST"]),
        Route("/account", site.posted(site.gate.change_password), methods=["POST"]),
        Route("/openapi.json", threaded(site.describe), methods=["GET"]),
        Mount("/static", site.static),
    ]
    return assembled(site, routes, hosts)


def assembled(site: Site, routes: Sequence[BaseRoute], hosts: frozenset[str]) -> Starlette:
    """Routes with the faults that a site answers, and what guards and squeezes every answer.

    Args:
        site: Who answers.
        routes: What is served.
        hosts: Names under which the server may be reached.
    """
    handlers: Mapping[Any, Any] = {PageError: site.fault, InputError: site.ledger_fault, HTTPException: site.http_fault}
    # Pages are mostly repeated markup and coordinates: a tenth of the bytes for a few milliseconds.
    middleware = [Middleware(Guard, hosts=hosts), Middleware(GZipMiddleware, minimum_size=2000, compresslevel=4)]
    return Starlette(routes=routes, exception_handlers=handlers, middleware=middleware)


def _environment(static: Static) -> Environment:
    found = Environment(
        loader=PackageLoader("accordingto.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    found.globals.update(
        public=None,
        static=static.address,
        purpose=PURPOSE,
        address=address,
        closed=acting.CLOSED,
        parts=PARTS,
        families=FAMILIES,
    )
    # Drawings are made of numbers and fixed words (``drawing``), labels in them are escaped there.
    found.filters["drawn"] = Markup
    # The parser of HTML turns a carriage return into a line feed, or two characters into one.
    found.filters["exact"] = lambda text: Markup(str(Markup.escape(text)).replace("\r", "&#13;"))
    return found


_Endpoint = Callable[[Request], Awaitable[Response]]
_Given = Mapping[str, Any]


def threaded(answer: Callable[[Request], Response]) -> _Endpoint:
    """A handler that works beside the others."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answer, request)

    return endpoint


class Site:
    """The desk with the templates, the browsers' tokens, and the gate that says who asks."""

    def __init__(self, desk: Desk, *, shared: bool = False) -> None:
        self.static = Static()
        self.desk, self.tokens, self.templates = desk, Tokens(), _environment(self.static)
        self.gate = Gate(desk.ledger, None if shared else desk.reviewer, self.tokens)

    def seat(self, request: Request, least: Role) -> Seat:
        """The desk as whoever asks sees it.

        Raises:
            PageError: Nobody is signed in, or their role does not reach.
        """
        person = self.gate.enter(request, least)
        return Seat(self.desk, person, self.desk.ledger.blind_to(person.name))

    def posted(self, answer: Callable[[Request, _Given], Response]) -> _Endpoint:
        """A handler that changes something: only what one of the server's own pages sends reaches it."""

        async def endpoint(request: Request) -> Response:
            given = await body_of(request)
            self.tokens.check(request, request.headers.get("x-csrf-token") or str(given.get("csrf") or ""))
            return await run_in_threadpool(answer, request, given)

        return endpoint

    def act(self, action: Action, request: Request, given: _Given) -> Response:
        """Do what a form asks for, and go on to the page that shows it."""
        return RedirectResponse(action.act(self.seat(request, action.least), given), 303)

    def login(self, request: Request) -> Response:
        """The page to sign in; whoever has signed in goes on."""
        to = own_address(request.query_params.get("next", "/"))
        if self.gate.person(request) is not None:
            return RedirectResponse(to, 303)
        return self._html("login.html", request, {"next": to})

    def show(self, page: Page, request: Request) -> Response:
        """One page, in the form that was asked for."""
        seat = self.seat(request, page.least)
        asked = {**request.query_params, **request.path_params}
        if page.across:
            self.desk.freshen()
        data = page.data(seat, asked)
        if wants_json(request):
            return JSONResponse(readable(data))
        return self._html(page.template, request, data, person=seat.person, behind=self.desk.behind)

    def _html(
        self, template: str, request: Request, data: Mapping[str, Any], status: int = 200, *,
        person: Person | None = None, behind: bool = False,
    ) -> HTMLResponse:  # fmt: skip
        held = self.tokens.held(request)
        session = held or self.tokens.fresh()
        body = self.templates.get_template(template).render(
            **data, token=self.tokens.token(session), person=person, reviewer=person.name if person else "",
            here=request.url.path, twin=_twin(request), behind=behind, working=behind and self.desk.working,
        )  # fmt: skip
        answer = HTMLResponse(body.encode("utf-8", "replace"), status)
        if not held:
            self.tokens.give(request, answer, session)
        return answer

    def _rendered(self, template: str, request: Request, data: Mapping[str, Any], **more: object) -> bytes:
        page = self.templates.get_template(template)
        body = page.render(
            **data, **{"behind": False, "working": False, **more}, here=request.url.path, twin=_twin(request)
        )
        return body.encode("utf-8", "replace")

    def judge(self, request: Request, given: _Given) -> Response:
        """Take a decision in; a form is sent back to its page, a script gets the claim as it stands now."""
        second = given.get("verdict") in ABOUT_PROPOSALS
        seat = self.seat(request, Role.REVIEWER if second else Role.CODER)
        made = acting.act(seat, given, proposes=not seat.person.role.may(Role.REVIEWER))
        kept = self.desk.kept(made["report"]) if made["report"] else None
        if not sends_json(request):
            if second:
                return RedirectResponse("/second-eye", 303)
            if made["telling"] is not None:
                self.desk.freshen(asked=True)
                return RedirectResponse(f"/incident/{self.desk.ledger.incident_of(made['telling'])}", 303)
            about = next((s.claim.id for s in kept.standings if s.anchor == made["anchor"]), "") if kept else ""
            return RedirectResponse(f"{address('/report', id=made['report'])}#{about}", 303)
        if kept is not None:
            units = Units(kept.reading.report.text)
            s = next((s for s in kept.standings if s.anchor == made["anchor"]), None)
            made |= {"progress": progress(kept), "undoable": undoable(kept, seat.reviewer), "card": None}
            if s is not None:
                claim = card(s, units)
                made |= {"claim": claim, "card": self._card(claim, made["report"])}
        return JSONResponse(readable(made))

    def _card(self, claim: Mapping[str, Any], report: str) -> str:
        macro = self.templates.get_template("_card.html").module.card  # type: ignore[attr-defined]
        return str(macro(claim, report, None))

    def propose(self, request: Request) -> Response:
        """What selected words would say for a slot; nothing is stored."""
        return JSONResponse(readable(_proposed(self.seat(request, Role.CODER), request.query_params)))

    def rebuild(self, request: Request, given: _Given) -> Response:
        """Have the incidents worked out anew; pages show the last ones until that is done."""
        self.gate.enter(request, Role.CODER)
        self.desk.freshen(asked=True)
        return RedirectResponse("/", 303)

    def hold(self, request: Request, given: _Given) -> Response:
        """Take an entry of the queue, give it back, put it off, or wake it."""
        done = queueing.hold(self.seat(request, Role.CODER), given)
        if sends_json(request):
            return JSONResponse(readable(done))
        report = done["subject"] if given.get("from") == "report" else None
        return RedirectResponse(address("/report", id=report) if report else f"/#r-{done['reason']}", 303)

    def describe(self, request: Request) -> Response:
        """The OpenAPI description."""
        self.gate.enter(request, Role.READER)
        return JSONResponse(openapi())

    def fault(self, request: Request, error: Exception) -> Response:
        """The answer to a request that cannot be fulfilled."""
        assert isinstance(error, PageError)
        return self._failed(request, error)

    def ledger_fault(self, request: Request, error: Exception) -> Response:
        """The answer when the ledger cannot be read or written."""
        assert isinstance(error, InputError)
        status = 400 if error.issue.code == "bad-account" else 503
        return self._failed(request, PageError(status, f"{error.issue.message}.", error.issue.hint or ""))

    def http_fault(self, request: Request, error: Exception) -> Response:
        """The answer to an unknown address or method."""
        assert isinstance(error, HTTPException)
        said = {404: "There is no such page.", 405: "That address cannot be used in this way."}
        return self._failed(request, PageError(error.status_code, said.get(error.status_code, str(error.detail))))

    def _failed(self, request: Request, fault: PageError) -> Response:
        said = {"error": fault.message, "hint": fault.hint, "status": fault.status}
        if wants_json(request) or request.url.path == "/propose":
            return JSONResponse(readable(said), fault.status)
        if fault.status == 401 and request.method == "GET":
            return RedirectResponse(address("/login", next=f"{request.url.path}?{request.url.query}".rstrip("?")), 303)
        try:
            person = self.gate.person(request)
        except InputError:
            person = None
        return self._html("error.html", request, said, fault.status, person=person)


def _proposed(seat: Seat, asked: Mapping[str, str]) -> dict[str, Any]:
    kept = seat.kept(asked.get("id", ""))
    if kept is None:
        raise missing("such report")
    try:
        at = [int(asked.get("start", "")[:12]), int(asked.get("end", "")[:12])]
    except ValueError:
        raise unreadable("selection", "start and end are needed, as whole numbers") from None
    report, slot = kept.reading.report, asked.get("slot", "")
    if slot not in (*PARTS, "trigger", "via", "cue", "quote"):
        raise unreadable("slot", "there is no such slot")
    span = selected(report.text, at)
    found = {"text": span.of(report.text), "at": Units(report.text).pair(span)}
    return {**found, "parts": proposal(report, slot, span, kept.reading.lang or "en")}


def _twin(request: Request) -> str:
    return address(request.url.path, **{**request.query_params, "format": "json"})
