"""Why each slot was filled as it was: the rule or model, and the words that filled it."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from accordingto.model import Claim
from accordingto.render import words


def why(claim: Claim) -> RenderableType:
    """The reasons behind one claim, a line a slot.

    Args:
        claim: With its ``why``.
    """
    lines: list[RenderableType] = []
    for slot, reason in claim.why:
        line = Text()
        line.append(f"{slot}: ", style="cyan")
        line.append(words.safe(reason), style="dim")
        lines.append(Padding(line, (0, 0, 0, 2)))
    if claim.confidence is not None:
        line = Text()
        line.append("confidence: ", style="cyan")
        line.append(f"{claim.confidence:.0%} that a claim of this type stands here", style="dim")
        lines.append(Padding(line, (0, 0, 0, 2)))
    if not lines:
        lines.append(Text("  no reasons were recorded for this claim", style="dim"))
    return Group(*lines)
