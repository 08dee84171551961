"""The pages, each with its address, its parameters, its data function and its template; and the OpenAPI description.

Promise: the routes and the description are made from one list, so neither can know a page that the other does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from accordingto.store.people import Role
from accordingto.web.agreement import agreement_page
from accordingto.web.asking import FILTERS, PAGE, Parameter
from accordingto.web.audit import audit_page
from accordingto.web.coding import coding_page
from accordingto.web.incident import incident_page
from accordingto.web.lists import incidents_page, tolls_page
from accordingto.web.mapping import map_page
from accordingto.web.people import account_page, people_page
from accordingto.web.previewing import preview_page
from accordingto.web.queueing import REASONS, start_page
from accordingto.web.seat import Seat
from accordingto.web.secondeye import second_eye_page
from accordingto.web.views import report_page

_NAME = {"type": "string", "maxLength": 1000}
_TIMES = tuple(p for p in FILTERS if p.name in ("as_of", "reported_by"))


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the same data as HTML and as JSON.

    Attributes:
        least: The role that it takes.
        across: Whether it shows incidents, which may have to be worked out anew first.
    """

    path: str
    says: str
    template: str
    data: Callable[[Seat, Mapping[str, str]], dict[str, Any]]
    parameters: tuple[Parameter, ...] = ()
    across: bool = True
    least: Role = Role.READER

    def without(self, names: Sequence[str]) -> Page:
        """The same page without some parameters."""
        return replace(self, parameters=tuple(p for p in self.parameters if p.name not in names))


PAGES = (
    Page(
        "/", "What needs a person, by reason.", "start.html", start_page,
        (Parameter("reason", "All entries of one reason.", {"enum": list(REASONS)}), PAGE),
    ),
    Page("/incidents", "Incidents, filtered.", "incidents.html", incidents_page, (*FILTERS, PAGE)),
    Page("/incident/{name}", "One incident with figures, disputes and quotes.", "incident.html", incident_page, _TIMES),
    Page(
        "/incident/{name}/preview", "What joining or parting accounts would make of it.", "preview.html", preview_page,
        (
            Parameter("verdict", "Join or part.", {"enum": ["merge", "split"]}, required=True),
            Parameter("subject", "An account of the incident; the oldest unless given.", _NAME),
            Parameter("other", "The account to part it from; the account or incident to join it with.", _NAME),
        ),
        across=False,
    ),
    Page(
        "/report", "One report with its claims.", "report.html", report_page,
        (
            Parameter("id", "Id of the report.", _NAME, required=True),
            Parameter("order", "Claims in order of the text, or the most doubtful first.", {"enum": ["text", "doubt"]}),
        ),
        across=False,
    ),
    Page(
        "/map", "Map and timeline of incidents, filtered.", "map.html", map_page,
        (
            *FILTERS, PAGE,
            Parameter("view", "What to show: west,south,east,north in degrees.", {"type": "string", "maxLength": 80}),
            Parameter("borders", "Leave borders out.", {"enum": ["yes", "no"]}),
        ),
    ),
    Page(
        "/tolls", "Running totals beside the sum of known incidents.", "tolls.html", tolls_page,
        (PAGE, Parameter("id", "One series of totals.", _NAME)),
    ),
    Page(
        "/second-eye", "Proposals that wait for somebody else's approval.", "second-eye.html", second_eye_page, (PAGE,),
        across=False,
    ),
    Page("/account", "Who one is here, and what waits for one.", "account.html", account_page, across=False),
    Page("/people", "Everybody with an account.", "people.html", people_page, across=False, least=Role.ADMIN),
    Page(
        "/coding", "Rounds of blind coding, and the next claim to code of one.", "coding.html", coding_page,
        (Parameter("round", "The round to code in.", _NAME),),
        across=False,
    ),
    Page(
        "/agreement", "How far the coders of a round agreed, slot by slot.", "agreement.html", agreement_page,
        (Parameter("round", "The round; the latest that is over unless given.", _NAME),),
        across=False,
    ),
    Page(
        "/audit", "What somebody did, or what was done to a record.", "audit.html", audit_page,
        (
            Parameter("person", "Whose acts; one's own unless given.", _NAME),
            Parameter("record", "A report, a claim as report/c3, or an account as report#i1.", _NAME),
            PAGE,
        ),
        across=False,
    ),
)  # fmt: skip
_FAULT = {
    "type": "object",
    "properties": {"error": {"type": "string"}, "hint": {"type": "string"}, "status": {"type": "integer"}},
    "required": ["error", "hint", "status"],
}


def openapi(pages: Sequence[Page] = PAGES) -> dict[str, Any]:
    """The pages' JSON twins, described in OpenAPI 3.1.

    Args:
        pages: Those that are served; what selected words would say belongs to the report page.
    """
    from accordingto import __version__

    return {
        "openapi": "3.1.0",
        "info": {
            "title": "AccordingTo, review page",
            "version": __version__,
            "description": "Each page as JSON with the content that the page shows. Claims, not verdicts.",
        },
        "paths": {p.path: {"get": _described(p)} for p in pages}
        | ({"/propose": {"get": _proposing()}} if any(p.path == "/report" for p in pages) else {}),
        "components": {"schemas": {"Fault": _FAULT}},
    }


def _described(page: Page) -> dict[str, Any]:
    form = {
        "name": "format", "in": "query", "required": True, "schema": {"enum": ["json"]},
        "description": "The JSON twin of the page.",
    }  # fmt: skip
    named = [
        {"name": "name", "in": "path", "required": True, "schema": _NAME, "description": "Id of the incident."}
        for _ in (page.path,) if "{name}" in page.path
    ]  # fmt: skip
    return _operation(page.says, [*named, *map(_parameter, page.parameters), form])


def _proposing() -> dict[str, Any]:
    offset = {"type": "integer", "minimum": 0, "maximum": 2**31}
    names = (
        Parameter("id", "Id of the report.", _NAME, required=True),
        Parameter("slot", "The slot.", {"type": "string"}, required=True),
        Parameter("start", "Where the selection begins, in UTF-16 units.", offset, required=True),
        Parameter("end", "Where it ends.", offset, required=True),
    )
    return _operation("What selected words would say for a slot.", [_parameter(p) for p in names])


def _parameter(p: Parameter) -> dict[str, Any]:
    return {
        "name": p.name, "in": "query", "required": p.required, "schema": dict(p.schema), "description": p.says,
    }  # fmt: skip


def _operation(says: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    fault = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}}}
    return {
        "summary": says,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The page.", "content": {"application/json": {"schema": {"type": "object"}}}},
            "202": {"description": "It is being worked out; ask again.", **fault},
            "400": {"description": "A parameter cannot be read.", **fault},
            "404": {"description": "The ledger does not hold it.", **fault},
        },
    }
