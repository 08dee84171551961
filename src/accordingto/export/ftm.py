"""FollowTheMoney: an event for each incident, an article for each report, an address for each point, as JSON Lines.

Promise: nobody becomes an entity because a text names them; parties are names that the event mentions. The model has no
figures, claims or disputes, so those stand in words in the summary, and ``recordId`` leads back to the incident.

Source: FollowTheMoney 4 schema, https://followthemoney.tech/explorer/.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from accordingto.export.base import Fault, Format, Note, Noting, Options, View
from accordingto.export.cells import as_text
from accordingto.export.jsontext import faults_of_objects, write_lines
from accordingto.export.values import real_number
from accordingto.export.where import number, where
from accordingto.export.wording import account, title_of
from accordingto.model import Reading, Severity
from accordingto.model.linked import LinkedIncident
from accordingto.model.telling import file_name

SCHEMATA = frozenset(
    (
        "Address", "Airplane", "Analyzable", "Annotation", "Article", "Assessment", "Asset", "Associate", "Audio",
        "BankAccount", "Call", "CallForTenders", "Company", "Contract", "ContractAward", "Control", "CourtCase",
        "CourtCaseParty", "CryptoWallet", "Debt", "Directorship", "Document", "Documentation", "EconomicActivity",
        "Email", "Employment", "Event", "Family", "Folder", "HyperText", "Identification", "Image", "Interest",
        "Interval", "LegalEntity", "License", "Membership", "Mention", "Message", "Note", "Occupancy",
        "Organization", "Ownership", "Package", "Page", "Pages", "Passport", "Payment", "Person", "PlainText",
        "Position", "Post", "Project", "ProjectParticipant", "PublicBody", "RealEstate", "Representation", "Risk",
        "Sanction", "Security", "Similar", "Succession", "Table", "TaxRoll", "Territory", "Thing", "Trip",
        "UnknownLink", "UserAccount", "Value", "Vehicle", "Vessel", "Video", "Workbook",
    )
)  # fmt: skip
_THING = (
    "name", "summary", "description", "country", "alias", "previousName", "weakAlias", "sourceUrl", "publisher",
    "publisherUrl", "alephUrl", "wikipediaUrl", "wikidataId", "keywords", "topics", "address", "addressEntity",
    "program", "programId", "notes", "createdAt", "modifiedAt", "retrievedAt", "proof", "riskSource", "indexText",
)  # fmt: skip
_ANALYZABLE = (
    "detectedLanguage", "detectedCountry", "namesMentioned", "peopleMentioned", "companiesMentioned", "ibanMentioned",
    "ipMentioned", "locationMentioned", "phoneMentioned", "emailMentioned",
)  # fmt: skip
_DOCUMENT = (
    "contentHash", "title", "author", "generator", "crawler", "fileSize", "fileName", "extension", "encoding",
    "bodyText", "messageId", "mimeType", "language", "translatedLanguage", "translatedText", "date", "authoredAt",
    "publishedAt", "parent", "ancestors", "processingStatus", "processingError", "processingAgent", "processedAt",
)  # fmt: skip
PROPERTIES: Mapping[str, frozenset[str]] = {
    "Event": frozenset(
        (*_THING, *_ANALYZABLE, "startDate", "endDate", "date", "recordId", "location", "important", "organizer",
         "involved")
    ),
    "Article": frozenset((*_THING, *_ANALYZABLE, *_DOCUMENT)),
    "Document": frozenset((*_THING, *_ANALYZABLE, *_DOCUMENT)),
    "Address": frozenset(
        (*_THING, "full", "remarks", "postOfficeBox", "street", "street2", "city", "postalCode", "region", "state",
         "latitude", "longitude", "osmId", "googlePlaceId")
    ),
}  # fmt: skip
REQUIRED = {"Event": "name", "Article": "fileName", "Document": "fileName"}
_DATES = ("startDate", "endDate", "date", "publishedAt", "authoredAt", "retrievedAt", "modifiedAt", "createdAt")
_REFERENCES = ("proof", "addressEntity", "organizer", "involved", "parent")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?)?)?Z?")
RULES = {
    "F1": "every line is one JSON object with id, schema and properties",
    "F2": "schema is one of FollowTheMoney's",
    "F3": "every property is a list of texts",
    "F4": "an Event has a name; an Article or Document has a fileName",
    "F5": "an Event, Article, Document or Address has only properties of its schema",
    "F6": "dates are days or parts of them: 2020, 2020-02, 2020-02-20",
    "F7": "countries are codes of two small letters",
    "F8": "addresses of the web begin with http:// or https://",
    "F9": "latitude and longitude are numbers in range",
    "F10": "no id comes twice",
    "F11": "entities that are referred to are in the file (a warning)",
}


def entity_id(*parts: str) -> str:
    """The id of an entity: a hash, as the model asks for, the same for the same thing every time."""
    return "at-" + hashlib.sha1("\0".join(parts).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def entities(view: View, note: Noting) -> Iterator[dict[str, Any]]:
    """The entities of a view: articles first, then each event behind its address.

    Args:
        view: What to write.
        note: Told of what the model has no place for.
    """
    for reading in view.readings:
        yield _article(reading)
    for incident in view.incidents:
        address = _address(incident)
        if address is not None:
            yield address
        yield _event(incident, address)
    for series in view.tolls:
        note(Note(series.id, "skipped", "the model has no place for a running total"))


def _article(reading: Reading) -> dict[str, Any]:
    report = reading.report
    return _entity(
        entity_id("report", report.id), "Article", fileName=file_name(report.id), title=report.title,
        publisher=report.publisher, publishedAt=report.published.isoformat() if report.published else None,
        sourceUrl=_web(report.url),
        language={"en": "eng", "ar": "ara", "fr": "fra", "es": "spa"}.get(reading.lang or ""),
    )  # fmt: skip


def _address(incident: LinkedIncident) -> dict[str, Any] | None:
    place = where(incident)
    if place.path is None:
        return None
    lat, lon = place.point or (None, None)
    return _entity(
        entity_id("place", incident.id), "Address", full=place.path, region=place.adm1,
        country=place.state.code.lower() if place.state else None,
        latitude=number(lat) if lat is not None else None, longitude=number(lon) if lon is not None else None,
    )  # fmt: skip


def _event(incident: LinkedIncident, address: dict[str, Any] | None) -> dict[str, Any]:
    place, period = where(incident), incident.period
    return _entity(
        entity_id("incident", incident.id), "Event", name=title_of(incident), summary=account(incident),
        startDate=period.start.isoformat() if period.start else None,
        endDate=period.end.isoformat() if period.end else None,
        location=place.path, country=place.state.code.lower() if place.state else None, recordId=incident.id,
        namesMentioned=list(incident.parties),
        addressEntity=address["id"] if address else None,
        sourceUrl=list(dict.fromkeys(u for t in incident.tellings if (u := _web(t.outlet.url)))),
        publisher=list(dict.fromkeys(t.outlet.publisher for t in incident.tellings if t.outlet.publisher)),
        proof=[entity_id("report", r) for r in incident.reports],
    )  # fmt: skip


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _entity(id_: str, schema: str, **properties: str | list[str] | None) -> dict[str, Any]:
    kept = {k: v if isinstance(v, list) else [v] for k, v in properties.items() if v}
    return {"id": id_, "schema": schema, "properties": kept, "datasets": ["accordingto"]}


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    with as_text(out) as stream:
        write_lines(stream, entities(view, note))


def check(path: Path) -> Iterator[Fault]:
    """Where a file breaks the rules of FollowTheMoney."""
    seen: set[str] = set()
    wanted: dict[str, tuple[int, str]] = {}

    def entity(e: dict[str, Any], n: int) -> Iterator[Fault]:
        properties = e.get("properties")
        if not isinstance(e.get("id"), str) or "schema" not in e or not isinstance(properties, dict):
            yield Fault("F1", "no id, no schema or no object of properties", "write all three", n)
            return
        if e["id"] in seen:
            yield Fault("F10", f"{e['id']!r} is the id of two entities", "merge them", n, "id")
        seen.add(e["id"])
        yield from _faults(e["schema"], properties, n)
        for key in _REFERENCES:
            for other in properties.get(key, ()) if isinstance(properties.get(key), list) else ():
                wanted.setdefault(str(other), (n, key))

    yield from faults_of_objects(path, "F1", entity)
    for other, (n, key) in wanted.items():
        if other not in seen:
            yield Fault("F11", f"{other!r} is not in the file", "add the entity", n, key, Severity.WARNING)


def _faults(schema: Any, properties: dict[str, Any], n: int) -> Iterator[Fault]:
    if schema not in SCHEMATA:
        yield Fault("F2", f"{schema!r} is no schema", "write such as Event, Article, Person", n, "schema")
        return
    known = PROPERTIES.get(schema)
    for key, values in properties.items():
        if known is not None and key not in known:
            yield Fault("F5", f"{schema} has no property {key!r}", "compare it with the schema", n, key)
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            yield Fault("F3", f"{key} is no list of texts", 'write such as ["…"]', n, key)
            continue
        for value in values:
            yield from _value(key, value, n)
    needed = REQUIRED.get(schema)
    if needed and not properties.get(needed):
        yield Fault("F4", f"a {schema} without {needed}", f"fill in {needed}", n, needed)


def _value(key: str, value: str, n: int) -> Iterator[Fault]:
    if key in _DATES and not _DATE.fullmatch(value):
        yield Fault("F6", f"{value!r} is no date", "write such as 2020-02-20 or 2020-02", n, key)
    if key == "country" and not re.fullmatch(r"[a-z]{2}(-[a-z]+)?|[a-z]{4}", value):
        yield Fault("F7", f"{value!r} is no code of a country", "write such as sy", n, key)
    if key.endswith("Url") and not value.startswith(("http://", "https://")):
        yield Fault("F8", f"{value!r} is no address of the web", "write it with https://", n, key)
    limit = {"latitude": 90, "longitude": 180}.get(key)
    if limit is not None:
        degrees = real_number(value)
        if degrees is None or abs(degrees) > limit:
            yield Fault("F9", f"{value!r} is no {key}", f"write degrees from -{limit} to {limit}", n, key)


FORMAT = Format("ftm", "FollowTheMoney entities, JSON Lines", ".ftm.json", _write, check, RULES)
