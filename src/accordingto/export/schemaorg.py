"""schema.org: every claim as a Claim, with who makes it and where it appeared, as JSON-LD.

Promise: a Claim only; no ClaimReview is ever written, because nobody has reviewed and nothing is rated. schema.org
defines no relations between claims, so rival claims share the event that they are ``about``.

Source: https://schema.org/Claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from accordingto.export.base import Fault, Format, Noting, Options, View
from accordingto.export.graph import read_graph, several, types, unique, urn, write_graph
from accordingto.export.wording import title_of
from accordingto.model import Claim, Reading
from accordingto.model.telling import file_name

CONTEXT = "https://schema.org"
_PERSONS = ("witness", "local-official", "analyst")
_NOBODY = ("unnamed", "other", "activist")
_WORKS = frozenset(
    ("Article", "NewsArticle", "Report", "CreativeWork", "WebPage", "SocialMediaPosting", "BlogPosting", "VideoObject",
     "ImageObject", "AudioObject", "MediaObject", "Book", "Clip", "DigitalDocument", "Message", "Quotation")
)  # fmt: skip
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?)?)?")
RULES = {
    "S1": "the file is JSON-LD with the context of schema.org and a graph, or one node",
    "S2": "every Claim has its text or its name",
    "S3": "an author has a name, and is a Person or an Organization where it has a type",
    "S4": "appearance and firstAppearance are creative works with a url or a headline",
    "S5": "dates are ISO days or times",
    "S6": "no @id comes twice",
    "S7": "a ClaimReview has claimReviewed, author, url and a reviewRating within its bounds",
}


def node(reading: Reading, claim: Claim, event: str | None) -> dict[str, Any]:
    """One claim as a Claim.

    Args:
        reading: With its report.
        claim: One of its claims.
        event: Id of the incident across reports, or None.
    """
    report = reading.report
    day = report.published.isoformat() if report.published else None
    article: dict[str, Any] = {"@type": "NewsArticle", "headline": report.title or file_name(report.id)}
    if report.url:
        article["url"] = report.url
    if day:
        article["datePublished"] = day
    if report.publisher:
        article["publisher"] = {"@type": "Organization", "name": report.publisher}
    out: dict[str, Any] = {
        "@id": urn("claim", report.id, claim.id),
        "@type": "Claim",
        "text": claim.quote,
        "author": _author(reading, claim),
        "appearance": article,
        "keywords": [claim.type, claim.stance, *([claim.act] if claim.act else [])],
        "inLanguage": reading.lang,
    }
    if day:
        out["datePublished"] = day
    if event is not None:
        out["about"] = {"@id": urn("incident", event)}
    return {k: v for k, v in out.items() if v}


def _author(reading: Reading, claim: Claim) -> dict[str, Any]:
    if claim.source is None:
        return {"@type": "Organization", "name": reading.report.publisher or file_name(reading.report.id)}
    kind = claim.source.kind
    named: dict[str, Any] = {"name": claim.source.text}
    if kind in _PERSONS:
        return {"@type": "Person", **named}
    # An unnamed source or an activist group may be one person or many; nothing says which.
    return named if kind in _NOBODY else {"@type": "Organization", **named}


def _nodes(view: View) -> Iterator[dict[str, Any]]:
    events: dict[str, str] = {}
    for incident in view.incidents:
        events |= {t.key: incident.id for t in incident.tellings}
        period = incident.period
        made = {
            "@id": urn("incident", incident.id), "@type": "Event", "name": title_of(incident),
            "startDate": period.start.isoformat() if period.start else None,
            "endDate": period.end.isoformat() if period.end else None,
            "location": {"@type": "Place", "name": incident.place} if incident.place else None,
        }  # fmt: skip
        yield {k: v for k, v in made.items() if v}
    for reading in view.readings:
        for claim in reading.claims:
            yield node(reading, claim, events.get(f"{reading.report.id}#{claim.incident}"))


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    write_graph(out, CONTEXT, _nodes(view))


def check(path: Path) -> Iterator[Fault]:
    """Where a file breaks the rules of schema.org's claims."""
    found = read_graph(path, "S1")
    if isinstance(found, Fault):
        yield found
        return
    context, graph = found
    if not any("schema.org" in str(c) for c in several(context)):
        yield Fault("S1", f"the context is {context!r}", f'write "@context": "{CONTEXT}"', 1, "@context")
    yield from unique(graph, "S6")
    for item, line in graph:
        kinds = types(item)
        if "Claim" in kinds:
            if not (item.get("text") or item.get("name")):
                yield Fault("S2", "a claim without text or name", "write its words under text", line, "text")
            yield from _author_faults(item, line)
            yield from _appearances(item, line)
        if "ClaimReview" in kinds:
            yield from _review(item, line)
        for key in ("datePublished", "startDate", "endDate", "dateCreated", "dateModified"):
            if key in item and not _DATE.fullmatch(str(item[key])):
                yield Fault("S5", f"{item[key]!r} is no date", "write YYYY-MM-DD", line, key)


def _author_faults(item: dict[str, Any], line: int | None) -> Iterator[Fault]:
    for author in several(item.get("author")):
        if isinstance(author, str) or (isinstance(author, dict) and set(author) == {"@id"}):
            continue
        if not isinstance(author, dict) or not author.get("name"):
            yield Fault("S3", "an author without a name", "name who makes the claim", line, "author")
        elif types(author) and not {"Person", "Organization"} & set(types(author)):
            yield Fault("S3", f"an author of type {types(author)[0]}", "write Person or Organization", line, "author")


def _appearances(item: dict[str, Any], line: int | None) -> Iterator[Fault]:
    for key in ("appearance", "firstAppearance"):
        for work in several(item.get(key)):
            if isinstance(work, str) or (isinstance(work, dict) and set(work) == {"@id"}):
                continue
            named = isinstance(work, dict) and (work.get("url") or work.get("headline") or work.get("name"))
            if not named or not set(types(work)) & _WORKS:
                yield Fault("S4", f"{key} is no creative work with a url or a headline", "write such as NewsArticle "
                            "with its url", line, key)  # fmt: skip


def _review(item: dict[str, Any], line: int | None) -> Iterator[Fault]:
    for key in ("claimReviewed", "author", "url", "reviewRating"):
        if not item.get(key):
            yield Fault("S7", f"a ClaimReview without {key}", f"fill in {key}", line, key)
    rating = item.get("reviewRating")
    if isinstance(rating, dict):
        numbers = []
        for key in ("worstRating", "ratingValue", "bestRating"):
            try:
                numbers.append(float(rating[key]))
            except (KeyError, TypeError, ValueError):
                continue
        if numbers != sorted(numbers):
            yield Fault("S7", "ratingValue lies outside of its bounds", "widen the bounds, or mend the value", line,
                        "reviewRating")  # fmt: skip


FORMAT = Format("schemaorg", "schema.org Claim for every claim, JSON-LD", ".jsonld", _write, check, RULES, notes=False)
