"""Open what the user names (files, folders, standard input) and hand over one report at a time, in bounded memory.

Whether a file holds a text or JSON Lines is decided by its content; a name that ends in ``.jsonl`` or ``.ndjson`` settles it too.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO
from urllib.parse import urlsplit

from onrecord.reports.decode import NotText, decode
from onrecord.reports.jsonl import Kind, kind_of, read_document, read_lines
from onrecord.reports.limits import Limits
from onrecord.reports.records import STAGE, report_of, too_long
from onrecord.reports.sniff import HEAD, kind_of_bytes
from onrecord.reports.stream import Stream
from onrecord.types import Original, Problem, Report

_SUFFIXES = (
    ".txt", ".jsonl", ".ndjson", ".json", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".xlsx", ".xlsm", ".csv", ".tsv", ".eml", ".rss", ".atom", ".xml",
    ".parquet", ".gz", ".zst", ".zip",
)  # fmt: skip  # what is read of a folder, and whatever else begins as a page or a PDF does
_WORTH_KEEPING = ("pdf", "html", "email", "zip")  # zip: what comes out of it as a report at once is a Word or Excel file
_NAME = 200  # characters of a file's name
_ADVICE: dict[type[Exception], tuple[str, str]] = {
    FileNotFoundError: ("there is no such file", "check the path"),
    PermissionError: ("it may not be opened", "check the permissions of the file"),
}


@dataclass(frozen=True, slots=True)
class Received:
    """A report, or only the trouble where none could be had. ``where`` is the file (and line) as a person would name it;
    ``size`` is how many bytes of the input it took up, for a progress bar; ``original`` the bytes of the document, where they were wanted."""

    where: str
    path: str
    report: Report | None
    problems: tuple[Problem, ...] = ()
    size: int = 0
    original: bytes | None = None


def receive(paths: Iterable[str], max_chars: int, stdin: BinaryIO | None = None, limits: Limits | None = None) -> Iterator[Received]:
    """Every report of ``paths`` (files, folders, addresses), in order; ``-`` is ``stdin``. Nothing is raised for a bad input: it is
    a :class:`Problem`. ``limits`` hold for documents."""
    limits = replace(limits or Limits(), chars=max_chars)
    for path in paths:
        try:
            yield from _receive_path(path, limits, stdin)
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


def _receive_path(path: str, limits: Limits, stdin: BinaryIO | None) -> Iterator[Received]:
    if path.lower().startswith(("http://", "https://")):
        yield from receive_url(path, limits)
    elif path == "-":
        if stdin is None:
            raise OSError("standard input is not available")
        yield from _receive_stream(Stream(stdin), "standard input", "-", limits)
    elif os.path.isdir(path):
        names = _files_in(path)
        if not names:
            message = "it is a folder without a " + ", ".join(_SUFFIXES[:-1]) + f" or {_SUFFIXES[-1]} file"
            yield Received(path, path, None, (Problem(path, STAGE, message, "name the files to read"),))
        yield from receive(names, limits.chars, None, limits)
    else:
        with open(path, "rb") as file:
            yield from _receive_stream(Stream(file), path, path, limits)


def receive_url(url: str, limits: Limits) -> Iterator[Received]:
    """The reports behind an address; the reports of pages that tell no address of their own get this one."""
    from onrecord.reports.fetch import fetch

    answer = fetch(url, limits)
    if isinstance(answer, Problem):
        yield Received(url, url, None, (answer,))
        return
    for item in _receive_stream(Stream(BytesIO(answer.body)), url, answer.url, limits):
        yield replace(item, report=replace(item.report, url=item.report.url or answer.url)) if item.report else item


def _files_in(folder: str) -> list[str]:
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = [os.path.join(base, name) for name in sorted(names) if not name.startswith(".")]
        found += [path for path in paths if path.lower().endswith(_SUFFIXES) or _is_document(path)]
    return found


def _is_document(path: str) -> bool:
    """Whether a file whose name says nothing begins as a document does."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return False
        with open(path, "rb") as file:
            return kind_of_bytes(file.read(HEAD), "") in ("pdf", "html", "feed", "email", "parquet")
    except OSError:
        return False


def _receive_stream(stream: Stream, where: str, path: str, limits: Limits, depth: int = 0) -> Iterator[Received]:
    if sort := _document_in(stream, path):
        yield from _receive_document(sort, stream, where, path, limits, depth)
        return
    kind = kind_of(stream, path)
    if kind is Kind.LINES:
        for line_where, report, problems, size in read_lines(stream, where, path, limits.chars):
            yield Received(line_where, path, report, problems, size)
        return
    if kind is Kind.DOCUMENT:
        document = read_document(stream, where, path, limits.chars)
        if document is not None:
            for record_where, report, problems in document:
                yield Received(record_where, path, report, problems, stream.used())
            return
    yield _receive_text(stream, where, path, limits.chars)


def _document_in(stream: Stream, path: str) -> str | None:
    """What kind of document the stream begins with, if any. Of JSON Lines no more than the first line is taken from a pipe."""
    first = stream.peek_line(HEAD)
    kind = kind_of_bytes(first, path)
    if kind or (first.lstrip()[:1] == b"{" and first.rstrip()[-1:] == b"}") or path.lower().endswith((".jsonl", ".ndjson")):
        return kind
    return kind_of_bytes(stream.peek(HEAD), path)


def _receive_document(kind: str, stream: Stream, where: str, path: str, limits: Limits, depth: int) -> Iterator[Received]:
    from onrecord.reports.unpack import Inner, spoiled, unpack

    if depth > limits.depth:
        problem = Problem(where, STAGE, f"it is packed more than {limits.depth} times over", "unpack it and name the files")
        yield Received(where, path, None, (problem,), stream.used())
        return
    whole = stream.size() if kind == "parquet" else 0  # read where it lies, and not through the stream
    original = _original(kind, stream, limits)
    for item in unpack(kind, stream, where, path, limits):
        if isinstance(item, Inner):
            size = item.size
            try:
                for received in _receive_stream(item.stream, item.where, item.path, limits, depth + 1):
                    yield replace(received, size=size + stream.used())
                    size = 0
            except OSError as error:
                yield Received(item.where, item.path, None, (spoiled(item.where, error, limits),), size)
        else:
            place, report, problems = item
            about = _about(original, kind, path) if original and report else None
            named = replace(report, original=about) if report and about else report
            yield Received(place, path, named, problems, stream.used() + whole, original if about else None)
            whole = 0


def _original(kind: str, stream: Stream, limits: Limits) -> bytes | None:
    """The bytes of a document that is more than its text, if they are wanted and not too many."""
    if not limits.original or kind not in _WORTH_KEEPING:
        return None
    data = stream.peek(limits.original + 1)
    return data if len(data) <= limits.original else None


def _about(data: bytes, kind: str, path: str) -> Original:
    name = os.path.basename(urlsplit(path).path if "://" in path else path)[:_NAME]
    return Original(sha256(data).hexdigest(), len(data), name, "office" if kind == "zip" else kind)


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
