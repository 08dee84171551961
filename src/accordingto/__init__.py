"""AccordingTo reads reports of armed conflict into claims: who says what happened, in their exact words.

    >>> import accordingto
    >>> reading = accordingto.read("Two soldiers were killed, the ministry said.", published="2020-02-20")

A record of past reported harm: claims, not verdicts. Not for targeting, nor for tracking living persons or units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from accordingto.model import (
        AccordingToError,
        Bounds,
        Claim,
        Incident,
        InputError,
        Issue,
        Location,
        Period,
        Place,
        Reading,
        Report,
        Severity,
        Span,
    )
    from accordingto.workflow.across import Across
    from accordingto.workflow.library import Ledger

__version__ = "0.1.0"

__all__ = [
    "AccordingToError",
    "Bounds",
    "Claim",
    "Incident",
    "InputError",
    "Issue",
    "Ledger",
    "Location",
    "Period",
    "Place",
    "Reading",
    "Report",
    "Severity",
    "Span",
    "__version__",
    "read",
    "read_files",
    "reconcile_readings",
    "resolve_places",
]


def read(
    text: str,
    published: date | str | None = None,
    publisher: str | None = None,
    *,
    report_id: str = "text",
    title: str | None = None,
    url: str | None = None,
    lang: str = "en",
    reader: str = "default",
) -> Reading:
    """Read one report.

    Args:
        text: The report, kept as it is; all offsets are code points of it.
        published: Day of publication, against which "on Thursday" is resolved.
        publisher: The outlet.
        report_id: Name of the report in the output.
        title: Headline, where it is known apart from the text.
        url: Where it was published.
        lang: Code of the language it is written in.
        reader: ``default``, or ``fast`` for less time and less care.

    Returns:
        Its claims, incidents and issues. Text that cannot be read gives a reading whose issues say why.

    Raises:
        TypeError: ``text`` is not a string.
        ValueError: There is no such reader.
    """
    from accordingto.workflow import named_reader, read_text

    return read_text(
        text, published=published, publisher=publisher, report_id=report_id, title=title, url=url, lang=lang,
        reader=named_reader(reader, lang),
    )  # fmt: skip


def read_files(
    inputs: Iterable[str],
    *,
    published: date | str | None = None,
    publisher: str | None = None,
    workers: int = 1,
    allow_private_addresses: bool = False,
    follow: bool = False,
    lang: str = "en",
    reader: str = "default",
) -> Iterator[Reading | Issue]:
    """Read files, folders and web addresses.

    Args:
        inputs: Files of text, HTML, JSON Lines, CSV, RSS/Atom, WARC, WACZ, gzip'ed or not; folders; http(s) addresses.
        published: Day of publication for reports that do not carry one.
        publisher: Outlet for reports that do not name one.
        workers: Processes to read with, where there are enough reports for them to pay.
        allow_private_addresses: Whether addresses of this machine or a private network may be fetched.
        follow: Whether to fetch the pages that the entries of a feed link to, instead of reading the entries.
        lang: Code of the language they are written in.
        reader: ``default``, or ``fast`` for less time and less care.

    Yields:
        In the order of the inputs, a reading for each report and an issue for each input that could not be read.
    """
    from accordingto.workflow import named_reader, read_inputs

    return read_inputs(
        [str(i) for i in inputs],
        published=published,
        publisher=publisher,
        workers=workers,
        allow_private_addresses=allow_private_addresses,
        follow=follow,
        lang=lang,
        reader=named_reader(reader, lang),
    )


def reconcile_readings(
    readings: Iterable[Reading | Issue], *, rules: str | Path | None = None, as_of: date | None = None, lang: str = "en"
) -> Across:
    """Link the incidents of several readings and say what the reports support together.

    Args:
        readings: What ``read`` or ``read_files`` gave; issues among them are passed over.
        rules: ``ucdp`` (the default), ``acled``, ``airwars``, or a YAML file of rules.
        as_of: Only reports published by that day.
        lang: Code of the language they are written in.

    Returns:
        Incidents with figures, disputes and the claims behind them; running totals beside them.

    Raises:
        InputError: There is no such rule set, or the file is none.
    """
    from accordingto.model import Reading
    from accordingto.workflow.across import reconcile_readings

    found = (r for r in readings if isinstance(r, Reading))
    return reconcile_readings(found, rules=rules, as_of=as_of, lang=lang)


def resolve_places(
    text: str,
    spans: Sequence[Span | tuple[int, int]],
    published: date | str | None = None,
    publisher: str | None = None,
    *,
    lang: str = "en",
) -> list[Place | None]:
    """Find the points of toponyms in the context of their whole text.

    Args:
        text: The whole report.
        spans: Toponyms, or phrases such as "20 km south of Raqqa", as half-open ranges of code points.
        published: Day of publication. Places do not depend on it yet: borders and names are those of today.
        publisher: The outlet, whose country counts a little.
        lang: Code of the language it is written in.

    Returns:
        For each span a ``Place`` (``lat``, ``lon``, ``radius``, ``name``, ``country``, ``where_prec``, ``candidates``),
        or None where the report leaves no point for it.

    Raises:
        ValueError: A span is empty or reaches beyond the text.
    """
    from accordingto.workflow.gazetteers import resolve

    return resolve(text, spans, publisher=publisher, lang=lang)


def __getattr__(name: str) -> Any:
    # The types are imported on first use: `import accordingto` is part of every start of the command.
    if name == "Ledger":
        from accordingto.workflow.library import Ledger

        return Ledger
    if name in __all__:
        from accordingto import model

        return getattr(model, name)
    raise AttributeError(f"module 'accordingto' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
