"""Time expressions of a text: where they stand, and which days they name given the day of the report.

Promise: spans never overlap and come in order; a period is never narrower than its words; no clock is asked. All words
come from the language pack's ``dates`` section; the day of the report is an argument (see ``dateline``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accordingto.extract.dategrammar import Grammar, grammar, parse
from accordingto.extract.datelex import Node
from accordingto.extract.dateline import find_dateline
from accordingto.extract.datevalues import context
from accordingto.lang import LanguagePack
from accordingto.model.text import Span
from accordingto.model.values import Period

__all__ = ["DateMention", "find_dateline", "find_dates"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """One time expression.

    Attributes:
        span: Where it stands, with its preposition ("on Thursday", "since December").
        period: The days it names; unknown for "recently", and for "yesterday" when the report's day is not known.
        rule: The rule that read it, for ``--explain``.
        vague: Whether the words name no definite days at all.
    """

    span: Span
    period: Period
    rule: str
    vague: bool


def find_dates(text: str, anchor: date | None, *, pack: LanguagePack) -> list[DateMention]:
    """Every time expression of a text.

    Args:
        text: The text, as its reader receives it.
        anchor: The day of the report, against which "on Thursday" is resolved; None when it is not known.
        pack: The language.

    Returns:
        The mentions in text order, the longest where several readings overlap. Nothing is raised for any text.
    """
    g = grammar(pack)
    ctx = context(anchor, g.settings)
    out = []
    for node in parse(text, g):
        period = ctx.resolve(node)
        if period is None:
            continue
        if period.start is not None and period.start == period.end:
            ctx.told = period.start
        out.append(DateMention(Span(node.start, node.end), period, rule_name(node), is_vague(node, g)))
    return out


def rule_name(node: Node) -> str:
    """The name of the rule that gave a phrase its days: wrapping words such as "on" pass theirs through."""
    inner = node.fields.get("t")
    return rule_name(inner) if node.rule.kind == "wrap" and isinstance(inner, Node) else str(node.rule.name)


def is_vague(node: Node, g: Grammar) -> bool:
    """Whether a phrase names no definite days, whatever the reference day."""
    inner = node.fields.get("t")
    return node.rule.kind == "vague" or (isinstance(inner, Node) and is_vague(inner, g))
