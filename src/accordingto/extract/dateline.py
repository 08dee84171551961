"""The day of a report: a date line at its head wins over the publication date that came with it.

Promise: a date inside a sentence is never taken for a date line; a contradiction with the metadata is an Issue.
"""

from __future__ import annotations

from datetime import date

from accordingto.extract.dategrammar import grammar, parse
from accordingto.extract.datelex import Node
from accordingto.extract.datevalues import context
from accordingto.lang import LanguagePack
from accordingto.model.issue import Issue, Severity
from accordingto.model.text import Span

_WINDOW = 250
_TITLE = 300
_APART = 3


def find_dateline(text: str, published: date | None, *, pack: LanguagePack) -> tuple[date | None, list[Issue]]:
    """The day of a report.

    Args:
        text: The report with its headline.
        published: The publication date as the metadata states it.
        pack: The language.

    Returns:
        The day (a full date at the head of the text, else ``published``) and, where the two lie more than a few days
        apart, an Issue ``date-conflict``. Nothing is raised for any text.
    """
    g = grammar(pack)
    head = _head(text)
    labels, inside = frozenset(g.settings["dateline_labels"]), frozenset(g.settings["dateline_not_after"])
    for node in parse(head, g):
        full = _full(node)
        if full is None or not _stands_alone(head, node, full, labels, inside):
            continue
        period = context(published, g.settings).resolve(full)
        found = period.start if period else None
        if found is None or found.year < 1900:
            continue
        return found, _conflict(found, published, Span(node.start, node.end))
    return published, []


def _head(text: str) -> str:
    """The title line, if it is one, and the start of the body."""
    first = text.find("\n", 0, _TITLE)
    stop = _WINDOW + (first if first > 0 else 0)
    cut = text[:stop]
    return cut if stop >= len(text) else cut[: cut.rfind(" ") + 1 or stop]


def _full(node: Node) -> Node | None:
    """The part of a phrase that is a date with its year, if any."""
    if node.rule.kind == "numdate" or (node.rule.kind == "date" and node.fields.keys() & {"y", "run"}):
        return node
    for name in ("b", "t"):
        inner = node.fields.get(name)
        if isinstance(inner, Node) and node.rule.kind in ("wrap", "gloss"):
            return _full(inner)
    return None


def _explained(node: Node) -> bool:
    inner = node.fields.get("t")
    if node.rule.kind == "wrap" and isinstance(inner, Node):
        return _explained(inner)
    first = node.fields.get("a")
    return node.rule.kind == "gloss" and isinstance(first, Node) and first.rule.args.get("days") == 0


def _stands_alone(head: str, node: Node, full: Node, labels: frozenset[str], inside: frozenset[str]) -> bool:
    """Whether the date heads a line or follows a label, a weekday or a headline, rather than serving in a sentence."""
    before = head[: node.start].rstrip(" \t:|,-–—(")
    previous = before.rsplit(None, 1)[-1].lower() if before.strip() else ""
    if previous in labels:
        return True
    if _explained(node):
        return True  # "Today, 28 February 2021": the writer dates the writing
    if node.start != full.start:  # governed by a preposition: part of a sentence
        return False
    if not before or "\n" in head[len(before) : node.start] or before.endswith("\n"):
        return True
    if "wd" in full.fields or full.rule.kind == "numdate":
        return not head[: node.start].endswith(("(", "["))
    if _after_a_city(head, node):
        return True
    if head[: node.start].rstrip().endswith(","):  # "the school in session, April 16, 2020": a caption
        return False
    after = head[node.end :].lstrip(" ,.|-–—")
    follows = not after or after[0] == "\n" or after[0].isupper() or after[0].isdigit() or after[0] in "([\"'“"
    return follows and before[-1:].isalnum() and previous not in inside


def _after_a_city(head: str, node: Node) -> bool:
    """Whether a line begins with names and this date, set off from what follows: "BAMAKO, 14 March 2019 (agency) -"."""
    place = head[head.rfind("\n", 0, node.start) + 1 : node.start].strip(" ,")
    names = place.replace("-", " ").replace(",", " ").split()
    after = head[node.end :].lstrip(" ")
    return 0 < len(names) <= 5 and all(w[0].isupper() for w in names) and after[:1] in ("", *"\n-–—(.:|,")


def _conflict(found: date, published: date | None, span: Span) -> list[Issue]:
    if published is None or abs((found - published).days) <= _APART:
        return []
    return [
        Issue(
            "date-conflict",
            f"the report is dated {found} in its text but {published} in its metadata",
            Severity.WARNING,
            span=span,
            hint="days are resolved against the date in the text; correct the metadata, or give the date yourself",
        )
    ]
