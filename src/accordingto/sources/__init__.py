"""What reports come from: files, folders, standard input, web addresses; plain text, HTML pages, JSON Lines.

Promises: a bad input becomes one ``Issue`` that names it and the remedy, and the batch goes on; a text is kept exactly
as it was given (no line end, accent or space is changed), because every offset of every claim points into it; streams
of any length are read in bounded memory.

A format is one module here with a ``FORMAT``: its ``sniff`` says whether it recognises the first bytes, its ``read``
turns a stream into reports. New formats are found by being there.
"""

from accordingto.sources.base import Arrival, Capture, Fetched, Format, Options, Unread, Validators
from accordingto.sources.intake import estimate, iter_reports, iter_unread

__all__ = [
    "Arrival",
    "Capture",
    "Fetched",
    "Format",
    "Options",
    "Unread",
    "Validators",
    "estimate",
    "iter_reports",
    "iter_unread",
]
