"""A Model Context Protocol server over a ledger, with the official SDK.

Promise: read-only unless it was started with the name of a reviewer; then judgements of claims may be appended, and
nothing else. Tools answer what ``assistant`` answers; what is wrong with a question is said in a sentence.

Source: https://modelcontextprotocol.io.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from inspect import signature
from typing import Any

from accordingto.model.issue import InputError, Issue, Severity
from accordingto.reconcile.rules import Rules
from accordingto.store import Ledger, LedgerError
from accordingto.workflow.assistant import NOTICE, Assistant

_TOOLS = {
    "search_claims": "Search claims (one assertion of one report): by words, place, party, source, type, first and "
    "last day (YYYY-MM-DD). Each has its exact quote, who says it, and its name report/claim.",
    "search_incidents": "Search incidents across reports: by place, party, type, days, contested. Figures are low, "
    "best and high.",
    "incident": "One incident with its figures, every open dispute with every position, and every claim.",
    "why": "Why a figure of an incident is as it is: the rule, the claims used with quotes, those set aside and why. "
    "measure: killed, injured, missing, detained, displaced, …",
    "tolls": "Running totals as others state them, beside what the known incidents come to. Never add them to "
    "incidents.",
}
_JUDGE = "Append a judgement of a claim in the reviewer's name: verdict accept, reject or note, with a reason."


def server_for(ledger: Ledger, *, rules: Rules | None = None, reviewer: str | None = None) -> Any:
    """The server.

    Args:
        ledger: An open ledger; it stays open as long as the server runs.
        rules: The rule set of the figures.
        reviewer: In whose name judgements may be appended; None for a server that only reads.

    Raises:
        InputError: The SDK is not installed; the issue says how to get it.
    """
    try:
        sdk, types = import_module("mcp.server.mcpserver"), import_module("mcp.types")
    except ImportError:
        raise InputError(
            Issue("missing-library", "this server needs the SDK of the Model Context Protocol", Severity.ERROR,
                  hint="pip install 'accordingto[mcp]'")
        ) from None  # fmt: skip
    from accordingto import __version__

    server = sdk.MCPServer("accordingto", title="AccordingTo", version=__version__, instructions=NOTICE)
    assistant = Assistant(ledger, rules)
    reading = types.ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    for name, said in _TOOLS.items():
        tool = _asked(getattr(assistant, name), import_module("mcp.server.mcpserver.exceptions").ToolError)
        server.add_tool(tool, name=name, description=f"{said} {NOTICE}", annotations=reading)
    if reviewer is not None:

        def judge_claim(claim: str, verdict: str, reason: str) -> dict[str, Any]:
            return assistant.judge_claim(claim, verdict, reason, reviewer)

        writing = types.ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)
        tool = _asked(judge_claim, import_module("mcp.server.mcpserver.exceptions").ToolError)
        server.add_tool(tool, name="judge_claim", description=f"{_JUDGE} {NOTICE}", annotations=writing)
    return server


def _asked(answer: Callable[..., dict[str, Any]], error: type[Exception]) -> Callable[..., dict[str, Any]]:
    """A tool whose wrong questions are answered in a sentence, and whose faults name no file of this machine."""

    @wraps(answer)
    def tool(*args: Any, **kwargs: Any) -> dict[str, Any]:
        try:
            return answer(*args, **kwargs)
        except KeyError as e:
            raise error(str(e.args[0])) from None
        except ValueError as e:
            raise error(str(e)) from None
        except LedgerError as e:
            raise error(f"{e.issue.message}; {e.issue.hint}") from None

    tool.__signature__ = signature(answer, eval_str=True)  # type: ignore[attr-defined]
    return tool
