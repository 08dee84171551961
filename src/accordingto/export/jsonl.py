"""JSON Lines: one reading a line, in the published claim format; the same shape that ``evaluate`` reads.

Promise: ``json.loads`` of a line is exactly ``Reading.to_dict()``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from accordingto.model import Reading


def line(reading: Reading) -> str:
    """One reading as one line of JSON, without the line end."""
    data = reading.to_dict()
    out = json.dumps(data, ensure_ascii=False, separators=(", ", ": "))
    try:
        out.encode("utf-8")
    except UnicodeEncodeError:  # half a character, which JSON can name but UTF-8 cannot carry
        return json.dumps(data, ensure_ascii=True, separators=(", ", ": "))
    return out


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """Write readings as they come.

    Args:
        readings: What to write.
        out: A text stream.
    """
    for reading in readings:
        out.write(line(reading) + "\n")
