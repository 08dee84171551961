"""Web pages: the article without navigation, its headline, outlet, day and address.

Promises: a paragraph stands once even where the extractor emits it twice, because casualties would double; a page is
hostile input, so nothing in it is executed or fetched, and a page that cannot be parsed is an issue. The text is the
headline, an empty line, then one paragraph a line.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from accordingto.model import Issue, Report, Severity
from accordingto.sources.addresses import site
from accordingto.sources.base import MEGABYTE, Arrival, Context, Format, captured, empty, problem, too_large
from accordingto.sources.decode import Decoded, decode
from accordingto.sources.furniture import cleaned, without_furniture
from accordingto.sources.published import parse

_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|\?xml[^>]*>\s*<(?:!doctype\s+)?html)\b", re.IGNORECASE)
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
# Parsing and scoring a page costs some hundred times its size in work; no article comes near this.
_LARGEST_PAGE = 8 * MEGABYTE
_MOST_TAGS = 60_000
# Shorter paragraphs ("Photo: agency", "Read more") repeat without repeating a claim, and verse or lists may repeat.
_SHORTEST_REPEAT = 40
# Fewer hidden words are a label or a tooltip.
_HIDDEN_WORDS = 20


def sniff(head: bytes) -> bool:
    """Whether the first bytes open an HTML document."""
    return _START.search(head[:1024]) is not None


def read(stream: BinaryIO, context: Context) -> Iterator[Arrival | Issue]:
    """The one report of a page."""
    limit = min(context.options.max_bytes, _LARGEST_PAGE)
    data = stream.read(limit + 1)
    if len(data) > limit:
        yield too_large(context.origin, limit)
        return
    if data.count(b"<") > _MOST_TAGS:
        yield problem(
            "too-large",
            f"a page of more than {_MOST_TAGS:,} tags, which is no article",
            context.origin,
            "save the article's text as a plain text file",
        )
        return
    charset = context.charset or _declared(data)
    decoded = decode(data, context.origin, charset=charset)
    if isinstance(decoded, Issue):
        yield decoded
    elif not decoded.text.strip():
        yield empty(context.origin)
    else:
        yield _page(data, decoded, context)


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data[:2048])
    return match[1].decode("ascii") if match else None


def _page(data: bytes, decoded: Decoded, context: Context) -> Arrival | Issue:
    try:
        found, unseen = _extract(decoded.text, context.url)
    except Exception as e:  # noqa: BLE001 - the extractor meets arbitrary markup; any failure of it is the page's issue
        message = f"the page could not be parsed ({type(e).__name__})"
        return problem("bad-html", message, context.origin, "save the article's text as a plain text file")
    body = (found.text or "") if found is not None else ""
    paragraphs, repeated = without_repeats(without_furniture(body.split("\n")))
    if not any(p.strip() for p in paragraphs):
        hint = "the article may be loaded by a script: save the page from a browser, or copy its text to a file"
        return problem("no-article", "no article was found in the page", context.origin, hint)
    text = with_headline(found.title, "\n".join(paragraphs))
    issues = list(decoded.issues)
    if repeated:
        message = f"{repeated} repeated paragraph{'s' if repeated > 1 else ''} left out"
        issues.append(problem("repeated-paragraph", message, context.origin, "none needed", severity=Severity.NOTE))
    if unseen >= _HIDDEN_WORDS:
        message = f"{unseen:,} words that the page hides from its readers left out"
        hint = "copy the text from a browser to a file if they belong to the report"
        issues.append(problem("hidden-text", message, context.origin, hint, severity=Severity.NOTE))
    url = context.url or _web_address(found.url)
    report = Report(
        id=context.origin,
        text=text,
        published=context.options.published or parse(found.date),
        publisher=context.options.publisher or found.sitename or (urlsplit(url).hostname if url else None),
        title=found.title,
        url=url,
        origin=context.origin,
    )
    named = _own_address(_web_address(found.url), context.url)
    return Arrival(report, tuple(issues), captured(data, context, "text/html", named or url))


def _own_address(canonical: str | None, fetched: str | None) -> str | None:
    """What a page calls itself, which names it better than the address it was found under, if it can be believed.

    A page that takes another site's name, or the name of its site's front page, would pass for a new version of that.
    """
    if canonical is None or fetched is None:
        return canonical
    front = urlsplit(canonical).path in ("", "/") and urlsplit(fetched).path not in ("", "/")
    return canonical if site(canonical) == site(fetched) and not front else None


def _extract(markup: str, url: str | None) -> tuple[Any, int]:
    """What the extractor finds, and how many words of the article were left out as hidden."""
    for name in ("trafilatura", "htmldate", "courlan"):
        # They log to the root's last resort, which would print into the user's terminal.
        logging.getLogger(name).addHandler(logging.NullHandler())
    from trafilatura import bare_extraction, load_html  # half a second to import: only when there is a page

    def article(page: Any) -> Any:
        return bare_extraction(
            page,
            url=url,
            with_metadata=True,
            include_comments=False,
            deduplicate=False,  # not deterministic across calls; see without_repeats
            date_extraction_params={"extensive_search": False, "original_date": True},
        )

    tree = load_html(markup)
    if tree is not None:
        page, unseen = cleaned(tree)
        found = article(page)
        if found is not None and (found.text or "").strip():
            return found, unseen
    # Some pages hide their article until a script shows it.
    return article(markup), 0


def _web_address(url: str | None) -> str | None:
    return url if url and urlsplit(url).scheme in ("http", "https") else None


def without_repeats(paragraphs: list[str]) -> tuple[list[str], int]:
    """Paragraphs without those that repeat an earlier one whole, and how many were left out.

    Args:
        paragraphs: In the order of the page. Short ones are kept, and so is one that adds a single word.
    """
    seen: set[str] = set()
    kept: list[str] = []
    repeated = 0
    for paragraph in paragraphs:
        key = " ".join(paragraph.split()).casefold().removeprefix("- ")
        if len(key) >= _SHORTEST_REPEAT and key in seen:
            repeated += 1
            continue
        seen.add(key)
        kept.append(paragraph)
    return kept, repeated


def with_headline(title: str | None, body: str) -> str:
    """The body under its headline, unless it already begins with it: headlines make claims of their own."""
    headline = " ".join(title.split()) if title else ""
    first, _, rest = body.partition("\n")
    if headline and " ".join(first.split()).casefold() == headline.casefold():
        return f"{first}\n\n{rest.lstrip()}" if rest else body
    if not headline or " ".join(body[: 2 * len(headline) + 10].split()).casefold().startswith(headline.casefold()):
        return body
    return f"{headline}\n\n{body}"


FORMAT = Format("HTML", 20, (".html", ".htm", ".xhtml", ".xml"), sniff, read)
