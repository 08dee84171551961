"""What is asked and how it is answered: as a page for a person, or as JSON for a program.

Promise: a body is a form or a JSON object and nothing else; whatever a text holds, its answer can be sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from accordingto.web.faults import PageError, unreadable


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


def sends_json(request: Request) -> bool:
    """Whether a script asks, not a form."""
    return request.headers.get("content-type", "").startswith("application/json")


async def body_of(request: Request) -> dict[str, Any]:
    """The fields of a form or of a JSON body.

    Raises:
        PageError: It is neither.
    """
    raw, kind = await request.body(), request.headers.get("content-type", "").partition(";")[0].strip()
    try:
        if kind == "application/json":
            given = json.loads(raw)
            if not isinstance(given, dict):
                raise ValueError("not an object")
            return given
        if kind == "application/x-www-form-urlencoded":
            return dict(parse_qsl(raw.decode("utf-8"), keep_blank_values=True, max_num_fields=50))
    except (ValueError, RecursionError):
        raise unreadable("body", "cannot be read") from None
    raise PageError(415, "A form or JSON is expected.")
