"""From a parsed time phrase to days.

Promise: every known period carries an EDTF level 1 string that says the same as its two ends. A phrase that could be
no date ("31 June") gives None; one that is a time but no day ("recently", or "yesterday" with no reference day) gives
an unknown period.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from accordingto.extract import datedays, datephrases, daterelative
from accordingto.extract.datecore import Context

_HANDLERS = datedays.HANDLERS | daterelative.HANDLERS | datephrases.HANDLERS


def context(anchor: date | None, settings: Mapping[str, Any]) -> Context:
    """What is known before the first word of a text is read.

    Args:
        anchor: The report's own day, or None.
        settings: The pack's ``dates`` section.
    """
    return Context(anchor, settings, _HANDLERS)
