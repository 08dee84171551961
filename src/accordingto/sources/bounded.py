"""Streams that cannot run away: how much a compressed input may grow to, and how far one line or header may go.

Promise: memory and time stay in proportion to the bytes that were really given; what goes beyond is an ``InputError``
with an issue that names the input.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from accordingto.model import InputError
from accordingto.sources.base import MEGABYTE, problem

# Text shrinks three to ten times, a repetitive archive thirty; a thousand is what a bomb of zeros reaches.
MOST_GROWTH = 200
FREE = 64 * MEGABYTE


class Counted(io.RawIOBase):
    """A stream that counts what was taken from it and may be given a limit for the next bytes.

    Attributes:
        taken: Bytes read so far.
        quota: How many more may be read before it raises; None for any number.
    """

    def __init__(self, stream: BinaryIO, origin: str) -> None:
        self._stream = stream
        self._origin = origin
        self.taken = 0
        self.quota: int | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as the stream gives bytes at once.

        Raises:
            InputError: Past the quota.
        """
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.taken += len(data)
        if self.quota is not None:
            self.quota -= len(data)
            if self.quota < 0:
                hint = "the archive is broken, or was made to break readers; fetch it anew"
                raise InputError(problem("bad-archive", "a header that does not end", self._origin, hint))
        return len(data)


class Grown(Counted):
    """Decompressed bytes, refused when they are out of all proportion to the compressed ones."""

    def __init__(self, stream: BinaryIO, origin: str, compressed: Counted) -> None:
        super().__init__(stream, origin)
        self._compressed = compressed

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer.

        Raises:
            InputError: The input grew too much.
        """
        n = super().readinto(buffer)
        if self.taken > FREE and self.taken > MOST_GROWTH * self._compressed.taken:
            message = f"grows more than {MOST_GROWTH} times when decompressed; stopped there"
            raise InputError(problem("too-large", message, self._origin, "this is no archive of reports"))
        return n
