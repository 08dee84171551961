"""W3C Web Annotation: one annotation for the quote of every claim, anchored twice in the report's text.

Promise: the position counts Unicode code points, as the recommendation says (a browser counts UTF-16 units); beside it
stands the quote with what comes before and after, and the name of the exact text, so that an anchor is found again or
fails aloud. Where the text may not leave, only the quote does.

Source: Web Annotation Data Model, https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from accordingto.export.base import Fault, Format, Noting, Options, View
from accordingto.export.cells import as_text
from accordingto.export.graph import urn
from accordingto.export.jsontext import Lines, load, write_around
from accordingto.model import Claim, Reading, Severity
from accordingto.model.identity import anchor, text_id

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
MOTIVATIONS = (
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
)  # fmt: skip
SELECTORS = (
    "TextQuoteSelector", "TextPositionSelector", "FragmentSelector", "CssSelector", "XPathSelector",
    "DataPositionSelector", "SvgSelector", "RangeSelector",
)  # fmt: skip
RULES = {
    "N1": "the file is an Annotation, an AnnotationPage or an AnnotationCollection with the context of the model",
    "N2": "every annotation has an id, the type Annotation, and one target or more with a source",
    "N3": "motivations are of the 13 of the model",
    "N4": "selectors are of the types of the model",
    "N5": "a TextQuoteSelector has the exact words",
    "N6": "a TextPositionSelector has whole numbers, 0 <= start <= end",
    "N7": "position and quote are equally long, in code points (a warning)",
    "N8": "created and modified are times with their offset from UTC",
    "N9": "no id comes twice",
}
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


def annotation(reading: Reading, claim: Claim, view: View) -> dict[str, Any]:
    """One claim's quote as an annotation.

    Args:
        reading: With its report.
        claim: One of its claims.
        view: What it is exported with.
    """
    report, span = reading.report, claim.span
    selector: dict[str, Any] = {"type": "TextQuoteSelector", "exact": claim.quote}
    if report.text:
        selector["prefix"] = report.text[max(0, span.start - AROUND) : span.start]
        selector["suffix"] = report.text[span.end : span.end + AROUND]
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    target: dict[str, Any] = {
        "source": report.url or urn("report", report.id),
        "selector": [selector, position],
    }
    if report.published:
        target["state"] = {"type": "TimeState", "sourceDate": f"{report.published.isoformat()}T00:00:00Z"}
    name = text_id(report.text) if report.text else report.id
    if report.text:
        target["scope"] = urn("text", report.id, name)
    said = f"{claim.source.text}: " if claim.source else ""
    what = claim.type if claim.act is None else f"{claim.type} {claim.act}"
    return {
        "id": urn("annotation", anchor(claim, name), claim.id),
        "type": "Annotation",
        "motivation": "describing",
        "created": view.generated.isoformat(),
        "generator": {"type": "Software", "name": f"AccordingTo {view.run.version}"},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": what},
            {
                "type": "TextualBody", "purpose": "describing", "value": f"{said}{what}, {claim.stance}",
                "format": "text/plain",
            },
        ],
        "target": target,
    }  # fmt: skip


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    head = {"@context": CONTEXT, "id": urn("export", view.generated.isoformat()), "type": "AnnotationPage"}
    with as_text(out) as stream:
        write_around(stream, head, "items", (annotation(r, c, view) for r in view.readings for c in r.claims))


def check(path: Path) -> Iterator[Fault]:
    """Where a file breaks the Web Annotation model."""
    read = load(path, "N1")
    if isinstance(read, Fault):
        yield read
        return
    value, text = read
    contexts = value.get("@context")
    if CONTEXT not in (contexts if isinstance(contexts, list) else [contexts]):
        yield Fault("N1", f"the context is {contexts!r}", f'write "@context": "{CONTEXT}"', 1, "@context")
    page = value
    if value.get("type") == "AnnotationCollection" and isinstance(value.get("first"), dict):
        page = value["first"]
    items = page.get("items") if page.get("type") == "AnnotationPage" else [value]
    if not isinstance(items, list):
        yield Fault("N1", "a page without a list of items", 'write "items": […]', 1, "items")
        return
    lines, seen = Lines(text, len(items)), set[str]()
    for i, item in enumerate(items):
        where = f"items[{i}]"
        for fault in _faults(item, seen):
            yield Fault(fault.rule, fault.message, fault.hint, lines.of(i), fault.column, fault.severity, where)


def _faults(item: Any, seen: set[str]) -> Iterator[Fault]:
    kinds = item.get("type") if isinstance(item, dict) else None
    if not isinstance(item, dict) or "Annotation" not in (kinds if isinstance(kinds, list) else [kinds]):
        yield Fault("N2", "not of the type Annotation", 'write "type": "Annotation"', column="type")
        return
    name = item.get("id")
    if not isinstance(name, str) or not name:
        yield Fault("N2", "no id", "give it an IRI", column="id")
    elif name in seen:
        yield Fault("N9", f"{name!r} is the id of two annotations", "give each its own", column="id")
    else:
        seen.add(name)
    motivations = item.get("motivation", [])
    for m in motivations if isinstance(motivations, list) else [motivations]:
        if str(m) not in MOTIVATIONS and ":" not in str(m):
            yield Fault("N3", f"{m!r} is no motivation", f"write one of {', '.join(MOTIVATIONS)}", column="motivation")
    for key in ("created", "modified"):
        if key in item and not _TIME.fullmatch(str(item[key])):
            yield Fault("N8", f"{item[key]!r} is no time", "write such as 2020-02-20T08:00:00Z", column=key)
    targets = item.get("target")
    targets = targets if isinstance(targets, list) else [targets] if targets else []
    if not targets:
        yield Fault("N2", "no target", "say what it is about", column="target")
    for target in targets:
        if isinstance(target, dict):
            if not (target.get("source") or target.get("id")):
                yield Fault("N2", "a target without a source", "give its IRI", column="target")
            selectors = target.get("selector", [])
            yield from _selectors(selectors if isinstance(selectors, list) else [selectors])


def _selectors(selectors: list[Any]) -> Iterator[Fault]:
    exact, length = None, None
    for s in selectors:
        kind = s.get("type") if isinstance(s, dict) else None
        if not isinstance(s, dict) or kind not in SELECTORS:
            if not isinstance(s, str):
                known = ", ".join(SELECTORS)
                yield Fault("N4", f"{kind!r} is no selector", f"write one of {known}", column="selector")
        elif kind == "TextQuoteSelector":
            exact = s.get("exact")
            if not isinstance(exact, str) or not exact:
                yield Fault("N5", "no exact words", "copy them from the text", column="exact")
                exact = None
        elif kind == "TextPositionSelector":
            start, end = s.get("start"), s.get("end")
            if type(start) is not int or type(end) is not int or not 0 <= start <= end:
                yield Fault("N6", f"start {start!r}, end {end!r}", "count code points from 0", column="start")
            else:
                length = end - start
    if exact is not None and length is not None and len(exact) != length:
        yield Fault("N7", f"the quote has {len(exact)} code points, its position {length}",
                    "count code points, not UTF-16 units", column="end", severity=Severity.WARNING)  # fmt: skip


FORMAT = Format("annotation", "W3C Web Annotation of every quote", ".anno.json", _write, check, RULES, notes=False)
