"""Open what the user names (files, folders, standard input) and hand over one report at a time, in bounded memory.

Whether a file holds a text or JSON Lines is decided by its content; a name that ends in ``.jsonl`` or ``.ndjson`` settles it too.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.reports.decode import NotText, decode
from onrecord.reports.jsonl import Kind, kind_of, read_document, read_lines
from onrecord.reports.records import STAGE, report_of, too_long
from onrecord.reports.stream import Stream
from onrecord.types import Problem, Report

_SUFFIXES = (".txt", ".jsonl", ".ndjson", ".json")  # what is read of a folder
_ADVICE: dict[type[Exception], tuple[str, str]] = {
    FileNotFoundError: ("there is no such file", "check the path"),
    PermissionError: ("it may not be opened", "check the permissions of the file"),
}


@dataclass(frozen=True, slots=True)
class Received:
    """A report, or only the trouble where none could be had. ``where`` is the file (and line) as a person would name it;
    ``size`` is how many bytes of the input it took up, for a progress bar."""

    where: str
    path: str
    report: Report | None
    problems: tuple[Problem, ...] = ()
    size: int = 0


def receive(paths: Iterable[str], max_chars: int, stdin: BinaryIO | None = None) -> Iterator[Received]:
    """Every report of ``paths``, in order; ``-`` is ``stdin``. Nothing is raised for a bad input: it is a :class:`Problem`."""
    for path in paths:
        try:
            yield from _receive_path(path, max_chars, stdin)
        except (OSError, ValueError) as error:  # ValueError: a path with a null byte
            message, next_step = _ADVICE.get(type(error), (getattr(error, "strerror", None) or str(error), "check the path and the disk"))
            yield Received(path, path, None, (Problem(path, STAGE, message, next_step),))


def input_size(paths: Iterable[str]) -> int | None:
    """The bytes that :func:`receive` will go through, or ``None`` where that cannot be known beforehand."""
    total = 0
    for path in paths:
        try:
            for name in _files_in(path) if os.path.isdir(path) else [path]:
                status = os.stat(name)
                if not stat.S_ISREG(status.st_mode):
                    return None
                total += status.st_size
        except (OSError, ValueError):
            if path == "-":
                return None
    return total


def _receive_path(path: str, max_chars: int, stdin: BinaryIO | None) -> Iterator[Received]:
    if path == "-":
        if stdin is None:
            raise OSError("standard input is not available")
        yield from _receive_stream(Stream(stdin), "standard input", "-", max_chars)
    elif os.path.isdir(path):
        names = _files_in(path)
        if not names:
            message = "it is a folder without a " + ", ".join(_SUFFIXES[:-1]) + f" or {_SUFFIXES[-1]} file"
            yield Received(path, path, None, (Problem(path, STAGE, message, "name the files to read"),))
        yield from receive(names, max_chars)
    else:
        with open(path, "rb") as file:
            yield from _receive_stream(Stream(file), path, path, max_chars)


def _files_in(folder: str) -> list[str]:
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [os.path.join(base, name) for name in sorted(names) if name.lower().endswith(_SUFFIXES) and not name.startswith(".")]
    return found


def _receive_stream(stream: Stream, where: str, path: str, max_chars: int) -> Iterator[Received]:
    kind = kind_of(stream, path)
    if kind is Kind.LINES:
        for line_where, report, problems, size in read_lines(stream, where, path, max_chars):
            yield Received(line_where, path, report, problems, size)
        return
    if kind is Kind.DOCUMENT:
        document = read_document(stream, where, path, max_chars)
        if document is not None:
            for record_where, report, problems in document:
                yield Received(record_where, path, report, problems, stream.used())
            return
    yield _receive_text(stream, where, path, max_chars)


def _receive_text(stream: Stream, where: str, path: str, max_chars: int) -> Received:
    most = 4 * max_chars + 4  # no encoding that we read takes more than 4 bytes a character
    data = stream.read(most)
    if len(data) < most:
        try:
            text = decode(data)
        except NotText as error:
            return Received(where, path, None, (Problem(where, STAGE, f"it is no text but {error.what}", error.next_step),), stream.used())
        if len(text) <= max_chars:
            report, problems = report_of(text, where, path)
            return Received(where, path, report, problems, stream.used())
    return Received(where, path, None, (too_long(where, max_chars),), stream.size())
