"""Markup to plain text without judging it: for an entry of a feed, whose markup is all article.

Promise: one pass, no recursion, nothing executed; text that a reader would not see (scripts, styles, what is marked as
hidden) is dropped; one paragraph a line.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset((
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "blockquote", "section",
    "article", "header", "footer", "figure", "figcaption", "hr", "pre", "dt", "dd",
))  # fmt: skip
_UNSEEN = frozenset((
    "script", "style", "template", "noscript", "head", "title", "svg", "math", "iframe", "object", "select", "button",
    "form", "nav",
))  # fmt: skip
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
))  # fmt: skip
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)


def plain(markup: str) -> str:
    """The text of a fragment of HTML; what holds no markup comes back with its space folded."""
    if "<" not in markup and "&" not in markup:
        return _lines(markup)
    parser = _Text()
    parser.feed(markup)
    parser.close()
    return _lines("".join(parser.parts))


def hidden(attributes: list[tuple[str, str | None]]) -> bool:
    """Whether an element with these attributes is not shown."""
    found = dict(attributes)
    return "hidden" in found or _HIDING.search(found.get("style") or "") is not None


def _lines(text: str) -> str:
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag not in _VOID and (self._unseen or tag in _UNSEEN or hidden(attrs)):
            self._unseen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
