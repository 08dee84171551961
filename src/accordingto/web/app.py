"""The application: routes to data functions, templates, and what a browser may do.

Promise: every page is there as HTML and, with ``?format=json``, as JSON with the same content; nothing is changed by a
GET; an error is a page that says what to do and shows no inside of the program.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from accordingto.model.issue import InputError
from accordingto.store import Ledger
from accordingto.web import acting
from accordingto.web.asking import address
from accordingto.web.desk import Desk
from accordingto.web.faults import PageError, missing, unreadable
from accordingto.web.pages import PAGES, Page, openapi
from accordingto.web.safety import COOKIE, LOOPBACK, Guard, Tokens
from accordingto.web.views import Units, card, progress, selected, undoable
from accordingto.web.wording import PARTS, proposal

PURPOSE = "A record of past reported harm: claims, not verdicts. Never for targeting, nor for tracking people or units."
FAMILIES = {
    **dict.fromkeys(("killed", "injured", "casualties", "missing", "detained", "released", "displaced"), "harm"),
    **dict.fromkeys(("destroyed", "damaged", "seized"), "loss"),
    "attack": "force", "control": "ground", "act": "act",
}  # fmt: skip
"""Types of claims by the colour they share."""


def create_app(
    ledger: Ledger, *, reviewer: str, hosts: frozenset[str] = LOOPBACK, desk: Desk | None = None
) -> Starlette:  # fmt: skip
    """The application for one ledger and one reviewer.

    Args:
        ledger: An open ledger; it is not closed here.
        reviewer: Whose judgements these are.
        hosts: Names under which the server may be reached.
        desk: The desk of both, where it is there already.
    """
    site = Site(desk or Desk(ledger, reviewer))
    routes: list[BaseRoute] = [Route(p.path, partial(_endpoint, site.show, p), methods=["GET"]) for p in PAGES]
    routes += [
        Route("/propose", site.propose, methods=["GET"]),
        Route("/judge", site.judge, methods=["POST"]),
        Route("/rebuild", site.rebuild, methods=["POST"]),
        Route("/openapi.json", site.describe, methods=["GET"]),
        Mount("/static", StaticFiles(packages=[("accordingto.web", "static")])),
    ]
    handlers: Mapping[Any, Any] = {PageError: site.fault, InputError: site.ledger_fault, HTTPException: site.http_fault}
    return Starlette(routes=routes, exception_handlers=handlers, middleware=[Middleware(Guard, hosts=hosts)])


def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("accordingto.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    found.globals.update(purpose=PURPOSE, address=address, choices=acting.CLOSED, parts=PARTS, families=FAMILIES)
    # Drawings are made of numbers and fixed words (``drawing``), labels in them are escaped there.
    found.filters["drawn"] = Markup
    # The parser of HTML turns a carriage return into a line feed, or two characters into one.
    found.filters["exact"] = lambda text: Markup(str(Markup.escape(text)).replace("\r", "&#13;"))
    return found


async def _endpoint(show: Callable[[Page, Request], Response], page: Page, request: Request) -> Response:
    return await run_in_threadpool(show, page, request)


class Site:
    """The desk with the templates and tokens."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.tokens, self.templates = desk, Tokens(), _environment()

    def show(self, page: Page, request: Request) -> Response:
        """One page, in the form that was asked for."""
        asked = {**request.query_params, **request.path_params}
        if page.across:
            self.desk.freshen()
        data = page.data(self.desk, asked)
        if wants_json(request):
            return JSONResponse(readable(data))
        return self._html(page.template, request, data, behind=self.desk.behind)

    def _html(
        self, template: str, request: Request, data: Mapping[str, Any], status: int = 200, *, behind: bool = False
    ) -> HTMLResponse:
        session, new = self.tokens.session(request)
        body = self.templates.get_template(template).render(
            **data, token=self.tokens.token(session), reviewer=self.desk.reviewer, here=request.url.path,
            twin=_twin(request), behind=behind,
        )  # fmt: skip
        answer = HTMLResponse(body.encode("utf-8", "replace"), status)
        if new:
            answer.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")
        return answer

    async def judge(self, request: Request) -> Response:
        """Take a decision in; a form is sent back to its page, a script gets the claim as it stands now."""
        given, scripted = await _body(request)
        self.tokens.check(request, _token(request, given))
        return await run_in_threadpool(self._judged, given, scripted)

    def _judged(self, given: Mapping[str, Any], scripted: bool) -> Response:
        made = acting.act(self.desk, given)
        kept = self.desk.kept(made["report"]) if made["report"] else None
        if not scripted:
            if made["telling"] is not None:
                self.desk.freshen(wait=True)
                return RedirectResponse(f"/incident/{self.desk.ledger.incident_of(made['telling'])}", 303)
            about = next((s.claim.id for s in kept.standings if s.anchor == made["anchor"]), "") if kept else ""
            return RedirectResponse(f"{address('/report', id=made['report'])}#{about}", 303)
        if kept is not None:
            units = Units(kept.reading.report.text)
            s = next((s for s in kept.standings if s.anchor == made["anchor"]), None)
            made |= {"progress": progress(kept), "undoable": undoable(kept, self.desk.reviewer), "card": None}
            if s is not None:
                claim = card(s, units)
                made |= {"claim": claim, "card": self._card(claim, made["report"])}
        return JSONResponse(readable(made))

    def _card(self, claim: Mapping[str, Any], report: str) -> str:
        macro = self.templates.get_template("_card.html").module.card  # type: ignore[attr-defined]
        return str(macro(claim, report, None))

    async def propose(self, request: Request) -> Response:
        """What selected words would say for a slot; nothing is stored."""
        asked = request.query_params
        return JSONResponse(readable(await run_in_threadpool(self._proposed, asked)))

    def _proposed(self, asked: Mapping[str, str]) -> dict[str, Any]:
        kept = self.desk.kept(asked.get("id", ""))
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

    async def rebuild(self, request: Request) -> Response:
        """Work the incidents out anew, however long it takes."""
        given, _ = await _body(request)
        self.tokens.check(request, _token(request, given))
        await run_in_threadpool(partial(self.desk.freshen, wait=True))
        return RedirectResponse("/", 303)

    async def describe(self, request: Request) -> Response:
        """The OpenAPI description."""
        return JSONResponse(openapi())

    async def fault(self, request: Request, error: Exception) -> Response:
        """The answer to a request that cannot be fulfilled."""
        assert isinstance(error, PageError)
        return self._failed(request, error)

    async def ledger_fault(self, request: Request, error: Exception) -> Response:
        """The answer when the ledger cannot be read or written."""
        assert isinstance(error, InputError)
        return self._failed(request, PageError(503, f"{error.issue.message}.", error.issue.hint or ""))

    async def http_fault(self, request: Request, error: Exception) -> Response:
        """The answer to an unknown address or method."""
        assert isinstance(error, HTTPException)
        said = {404: "There is no such page.", 405: "That address cannot be used in this way."}
        return self._failed(request, PageError(error.status_code, said.get(error.status_code, str(error.detail))))

    def _failed(self, request: Request, fault: PageError) -> Response:
        said = {"error": fault.message, "hint": fault.hint, "status": fault.status}
        if wants_json(request) or request.url.path == "/propose":
            return JSONResponse(readable(said), fault.status)
        return self._html("error.html", request, said, fault.status)


def wants_json(request: Request) -> bool:
    """Whether a program asks: by parameter, by what it accepts, or by what it sends."""
    kinds = (request.headers.get("accept", ""), request.headers.get("content-type", ""))
    return request.query_params.get("format") == "json" or any(k.startswith("application/json") for k in kinds)


def readable(value: Any) -> Any:
    """A value as JSON can be sent; lone surrogates, which no encoding takes, become the replacement character."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {str(k): readable(v) for k, v in value.items()}
    return [readable(v) for v in value] if isinstance(value, list | tuple) else value


def _twin(request: Request) -> str:
    return address(request.url.path, **{**request.query_params, "format": "json"})


def _token(request: Request, given: Mapping[str, Any]) -> str:
    return request.headers.get("x-csrf-token") or str(given.get("csrf") or "")


async def _body(request: Request) -> tuple[dict[str, Any], bool]:
    """The fields of a form or of a JSON body, and whether it was JSON.

    Raises:
        PageError: It is neither.
    """
    raw, kind = await request.body(), request.headers.get("content-type", "").partition(";")[0].strip()
    try:
        if kind == "application/json":
            given = json.loads(raw)
            if not isinstance(given, dict):
                raise ValueError("not an object")
            return given, True
        if kind == "application/x-www-form-urlencoded":
            return dict(parse_qsl(raw.decode("utf-8"), keep_blank_values=True, max_num_fields=50)), False
    except (ValueError, RecursionError):
        raise unreadable("body", "cannot be read") from None
    raise PageError(415, "A form or JSON is expected.")
