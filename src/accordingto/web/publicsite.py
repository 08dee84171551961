"""The public view: incidents, map and totals as they may be published, for everybody to read and nobody to change.

Promise: what is served stands in a ledger of its own that holds the public profile (``export.public``) and nothing
else, so no page, filter or search can reach what was taken out. No report, no queue, no sign-in, no cookie.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from accordingto.export.policy import Policy
from accordingto.model.linked import LinkedIncident
from accordingto.store import Ledger
from accordingto.web.app import Site, assembled, threaded
from accordingto.web.desk import Desk
from accordingto.web.exchange import readable, wants_json
from accordingto.web.faults import unreadable
from accordingto.web.pages import PAGES, Page, openapi
from accordingto.web.safety import LOOPBACK
from accordingto.web.server import At, listening
from accordingto.workflow.exporting import view_of
from accordingto.workflow.publishing import published

PATHS = ("/incidents", "/incident/{name}", "/map", "/tolls")
WITHHELD = ("text", "as_of", "reported_by")
"""Parameters of these pages that would ask for what is not published."""
_PAGES = tuple(p.without(WITHHELD) for p in PAGES if p.path in PATHS)


class PublicDesk(Desk):
    """Incidents as they may be published.

    Attributes:
        delay: Hours between what happened and its publication.
        taken: When they were taken from the ledger.
    """

    def __init__(self, shelf: Ledger, incidents: Mapping[str, LinkedIncident], delay: int) -> None:
        super().__init__(shelf, "")
        self._whole, self.delay, self.taken = incidents, delay, shelf.now

    def incident(self, name: str) -> LinkedIncident | None:
        """An incident by its id."""
        return self._whole.get(name)


@contextmanager
def public_desk(ledger: Ledger, *, delay: int = Policy().delay) -> Iterator[PublicDesk]:
    """What may be published of a ledger now, in a ledger of its own that is gone after the block.

    Args:
        ledger: An open ledger.
        delay: Hours between what happened and its publication.

    Raises:
        ValueError: The delay is so short that live positions would be published.
    """
    from accordingto import __version__

    view, _ = published(view_of(ledger, version=__version__, generated=ledger.now), delay=delay)
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "public.db", create=True) as shelf:
        incidents = {i.id: i for i in view.incidents}
        shelf.replace_views(incidents.values(), (), tuple(view.tolls))
        desk = PublicDesk(shelf, incidents, delay)
        try:
            yield desk
        finally:
            desk.close()


class PublicSite(Site):
    """The pages of the public view."""

    def __init__(self, desk: PublicDesk) -> None:
        super().__init__(desk)
        self.templates.globals.update(public={"delay": desk.delay, "taken": desk.taken.isoformat(timespec="minutes")})

    def show(self, page: Page, request: Request) -> Response:
        """One page, in the form that was asked for."""
        for name in WITHHELD:
            if request.query_params.get(name):
                raise unreadable(name, "not in the public view")
        data = _unlinked(page.data(self.desk, {**request.query_params, **request.path_params}))  # type: ignore[arg-type]
        if wants_json(request):
            return JSONResponse(readable(data))
        return self._html(page.template, request, data)

    def describe(self, request: Request) -> Response:
        """The OpenAPI description."""
        return JSONResponse(openapi(_PAGES))

    def _html(
        self, template: str, request: Request, data: Mapping[str, Any], status: int = 200, **_: object
    ) -> HTMLResponse:  # fmt: skip
        return HTMLResponse(self._rendered(template, request, data, token="", person=None), status)


def _unlinked(value: Any) -> Any:
    """Data of a page without the links to reports, which are not published."""
    if isinstance(value, Mapping):
        return {k: None if k == "link" and str(v).startswith("/report") else _unlinked(v) for k, v in value.items()}
    return [_unlinked(v) for v in value] if isinstance(value, list | tuple) else value


def create_public_app(desk: PublicDesk, *, hosts: frozenset[str] = LOOPBACK) -> Starlette:
    """The application of the public view.

    Args:
        desk: What may be published.
        hosts: Names under which the server may be reached.
    """
    site = PublicSite(desk)
    routes: list[BaseRoute] = [Route(p.path, threaded(partial(site.show, p)), methods=["GET"]) for p in _PAGES]
    routes += [
        Route("/", lambda _: RedirectResponse("/incidents", 303), methods=["GET"]),
        Route("/openapi.json", threaded(site.describe), methods=["GET"]),
        Mount("/static", site.static),
    ]
    return assembled(site, routes, hosts)


def serve_public(ledger: Ledger, where: At, *, delay: int, told: Callable[[str], object]) -> None:
    """Serve the public view until interrupted.

    Args:
        ledger: An open ledger.
        where: Where to listen.
        delay: Hours between what happened and its publication.
        told: Told in a line where the pages are.

    Raises:
        OSError: The port is taken.
        ValueError: The delay is so short that live positions would be published.
    """
    with listening(where.host, where.port) as at, public_desk(ledger, delay=delay) as desk:
        app = create_public_app(desk, hosts=where.hosts)
        told(
            f"Public view of {ledger.name} as of now, {desk.ledger.count_incidents():,} incidents: "
            f"{where.address}:{at.getsockname()[1]}/ (stop with Ctrl-C)"
        )
        uvicorn.Server(where.config(app)).run(sockets=[at])
