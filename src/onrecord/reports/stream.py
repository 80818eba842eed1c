"""A byte stream that can be looked into before it is read, and that never hands over more than was asked for."""

from __future__ import annotations

import os
from typing import BinaryIO


class Stream:
    """Bounded reads over a file or a pipe, with what was peeked at put back in front."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._ahead = b""
        self._taken = 0
        self._reported = 0

    def peek_line(self, most: int) -> bytes:
        """The next line that is not blank, with the blank ones before it (at most ``most`` bytes). Nothing is used up."""
        if not self._ahead:
            while len(self._ahead) < most:
                line = self._raw.readline(most - len(self._ahead))
                self._ahead += line
                if not line or line.strip():
                    break
        return self._first_line(most)

    def peek(self, most: int) -> bytes:
        """The next ``most`` bytes, fewer at the end of the stream. Nothing is used up."""
        while len(self._ahead) < most and (part := self._raw.read(most - len(self._ahead))):
            self._ahead += part
        return self._ahead[:most]

    def seekable(self) -> BinaryIO | None:
        """The file itself where it is one in which one can go to and fro."""
        try:
            return self._raw if self._raw.seekable() and self._raw.fileno() >= 0 else None
        except (OSError, ValueError, AttributeError):
            return None

    def read(self, most: int) -> bytes:
        """Up to ``most`` bytes; fewer only at the end of the stream."""
        parts = [self._from_ahead(most)]
        left = most - len(parts[0])
        while left > 0 and (part := self._raw.read(left)):
            parts.append(part)
            left -= len(part)
        data = b"".join(parts)
        self._taken += len(data)
        return data

    def readline(self, most: int) -> bytes:
        """The next line with its end, cut at ``most`` bytes; empty at the end of the stream."""
        cut = self._ahead.find(b"\n") + 1
        line = self._from_ahead(min(cut or len(self._ahead), most))
        if not line.endswith(b"\n") and len(line) < most:
            line += self._raw.readline(most - len(line))
        self._taken += len(line)
        return line

    def push_back(self, data: bytes) -> None:
        """Put ``data`` in front again."""
        self._ahead = data + self._ahead
        self._taken -= len(data)

    def used(self) -> int:
        """How many bytes were read since the last call."""
        used, self._reported = self._taken - self._reported, self._taken
        return used

    def size(self) -> int:
        """All bytes of the file where that is known, else :meth:`used`: what to count when the rest is left unread."""
        try:
            return os.fstat(self._raw.fileno()).st_size
        except (OSError, ValueError, AttributeError):
            return self.used()

    def _first_line(self, most: int) -> bytes:
        at = 0
        while cut := self._ahead.find(b"\n", at, most) + 1:
            if self._ahead[at:cut].strip():
                return self._ahead[:cut]
            at = cut
        return self._ahead[:most]

    def _from_ahead(self, most: int) -> bytes:
        data, self._ahead = self._ahead[:most], self._ahead[most:]
        return data
