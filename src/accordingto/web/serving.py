"""Files that pages load: style, scripts, the icon.

Promise: the address of a file holds a digest of its content, so a browser keeps it for good and never shows an old one
with a new page; a file asked for without the digest is sent anew each time.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOLDER = Path(__file__).parent / "static"
_FOR_GOOD = "public, max-age=31536000, immutable"


class Static(StaticFiles):
    """The folder of static files."""

    def __init__(self) -> None:
        super().__init__(directory=_FOLDER)

    def address(self, name: str) -> str:
        """The address of a file, for a page."""
        return f"/static/{name}?v={_digest(name)}"

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file, to be kept for good where its present digest was asked for."""
        answer = await super().get_response(path, scope)
        if answer.status_code == 200 and scope["query_string"] == f"v={_digest(path)}".encode():
            answer.headers["cache-control"] = _FOR_GOOD
        return answer


@cache
def _digest(name: str) -> str:
    return sha256((_FOLDER / name).read_bytes()).hexdigest()[:16]
