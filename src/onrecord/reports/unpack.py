"""Documents and archives: what is packed is unpacked with an eye on how far it swells, what is a document goes to a process of its own."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from onrecord.reports.guard import Item, missing, take_apart
from onrecord.reports.limits import Limits
from onrecord.reports.records import STAGE
from onrecord.reports.stream import Stream
from onrecord.types import Problem

_FREE = 16 << 20  # bytes that any archive may swell to, however small it is
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_OTHERS = {
    "ppt/presentation.xml": "a PowerPoint presentation", "mimetype": "an OpenDocument or EPUB file", "xl/workbook.bin": "a binary Excel workbook",
    "META-INF/MANIFEST.MF": "a Java archive",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inner:
    """Something in an archive that is still to be received: ``where`` as a person would name it."""

    where: str
    path: str
    stream: Stream
    size: int = 0  # bytes that it takes up in its archive, where that is known beforehand


class Swollen(OSError):
    """Packed data that swells beyond all measure."""


def unpack(kind: str, stream: Stream, where: str, path: str, limits: Limits) -> Iterator[Item | Inner]:
    """The reports of a document, or what an archive holds."""
    try:
        if kind == "zip":
            yield from _zip(stream, where, path, limits)
        elif kind in ("gzip", "zstd"):
            yield from _packed(kind, stream, where, path, limits)
        else:
            data: bytes | str | None = path if kind == "parquet" and os.path.isfile(path) else _whole(stream, limits)
            if data is None:
                yield where, None, (_too_big(where, limits),)
            else:
                yield from take_apart(kind, data, where, path, limits)
    except (zipfile.BadZipFile, EOFError, zlib.error, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        message = f"the archive is damaged or cut off ({str(error)[:120] or type(error).__name__})"
        yield where, None, (Problem(where, STAGE, message, "fetch it again, or unpack it and name the files"),)


def _whole(stream: Stream, limits: Limits) -> bytes | None:
    data = stream.read(limits.bytes + 1)
    return data if len(data) <= limits.bytes else None


def _zip(stream: Stream, where: str, path: str, limits: Limits) -> Iterator[Item | Inner]:
    raw = stream.seekable()
    if raw is None:
        data = _whole(stream, limits)
        if data is None:
            yield where, None, (_too_big(where, limits),)
            return
        raw = io.BytesIO(data)
    with zipfile.ZipFile(raw) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        names = {info.filename for info in infos}
        office = next((kind for name, kind in _OFFICE.items() if name in names), None)
        other = next((what for name, what in _OTHERS.items() if name in names), None)
        if office:
            yield from _office(office, raw, infos, where, path, limits)
        elif other:
            yield where, None, (Problem(where, STAGE, f"it is {other}, which is not read", "save it as PDF, DOCX, XLSX or text"),)
        else:
            yield from _members(archive, infos, where, path, limits)


def _office(kind: str, raw: BinaryIO, infos: list[zipfile.ZipInfo], where: str, path: str, limits: Limits) -> Iterator[Item]:
    if _swells(sum(i.file_size for i in infos), sum(i.compress_size for i in infos), limits) or any(
        _swells(i.file_size, i.compress_size, limits) for i in infos
    ):
        yield where, None, (_bomb(where, limits),)
        return
    raw.seek(0)
    data = raw.read(limits.bytes + 1)
    if len(data) > limits.bytes:
        yield where, None, (_too_big(where, limits),)
        return
    yield from take_apart(kind, data, where, path, limits)


def _members(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], where: str, path: str, limits: Limits) -> Iterator[Item | Inner]:
    infos = [info for info in infos if not info.filename.startswith("__MACOSX/") and not os.path.basename(info.filename).startswith(".")]
    if not infos:
        yield where, None, (Problem(where, STAGE, "the archive is empty", "check the file"),)
    left = 20 * limits.bytes
    for info in infos[: limits.members]:
        place = f"{where}/{info.filename}"
        left -= info.file_size
        if info.flag_bits & 1:
            yield place, None, (Problem(place, STAGE, "it is encrypted with a password", "unpack it with its password and name the files"),)
        elif left < 0 or _swells(info.file_size, info.compress_size, limits):
            yield place, None, (_bomb(place, limits),)
            if left < 0:
                return
        else:
            with archive.open(info) as member:
                yield Inner(place, f"{path}/{info.filename}", Stream(_Bounded(member, None, limits)), info.compress_size)  # type: ignore[arg-type]
    if len(infos) > limits.members:
        message = f"the archive holds {len(infos):,} files, of which {limits.members:,} were read"
        yield where, None, (Problem(where, STAGE, message, "split it, or unpack it and name the folder"),)


def _packed(kind: str, stream: Stream, where: str, path: str, limits: Limits) -> Iterator[Item | Inner]:
    counted = _Counted(stream)
    raw: Any
    if kind == "gzip":
        raw = gzip.GzipFile(fileobj=cast(BinaryIO, counted))
    else:
        try:
            import zstandard
        except ModuleNotFoundError:
            yield where, None, (missing(where, "zstd", "zstandard"),)
            return
        raw = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(cast(BinaryIO, counted), read_across_frames=True)
    for suffix in (".gz", ".gzip", ".zst", ".zstd"):
        path = path[: -len(suffix)] if path.lower().endswith(suffix) else path
    plain = _Bounded(io.BufferedReader(raw) if kind == "zstd" else raw, counted, limits)
    yield Inner(where, path, Stream(plain))  # type: ignore[arg-type]


class _Counted(io.RawIOBase):
    """A stream as a file object that knows how much was taken from it."""

    def __init__(self, stream: Stream) -> None:
        self.taken = 0
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size if size and size > 0 else 1 << 16)
        self.taken += len(data)
        return data


class _Bounded:
    """Unpacked data that may not swell beyond ``limits.ratio`` times what it was made of. Whatever is wrong with it is an ``OSError``."""

    def __init__(self, raw: Any, source: _Counted | None, limits: Limits) -> None:
        self._raw, self._source, self._limits, self._given = raw, source, limits, 0

    def read(self, size: int) -> bytes:
        return self._checked(lambda: self._raw.read(size))

    def readline(self, size: int) -> bytes:
        return self._checked(lambda: self._raw.readline(size))

    def _checked(self, work: Callable[[], bytes]) -> bytes:
        try:
            data = work()
        except Exception as error:  # zlib, zstandard, zipfile and gzip each have errors of their own
            raise OSError(None, f"the archive is damaged or cut off ({str(error)[:120] or type(error).__name__})") from error
        self._given += len(data)
        if self._source is not None and _swells(self._given, self._source.taken, self._limits):
            raise Swollen
        return data


def spoiled(where: str, error: OSError, limits: Limits) -> Problem:
    """The problem of an archive's member that cannot be unpacked."""
    if isinstance(error, Swollen):
        return _bomb(where, limits)
    message = error.strerror or str(error) or type(error).__name__
    return Problem(where, STAGE, message, "fetch it again, or unpack it and name the files")


def _swells(size: int, packed: int, limits: Limits) -> bool:
    return size > _FREE and size > limits.ratio * max(1, packed)


def _too_big(where: str, limits: Limits) -> Problem:
    return Problem(where, STAGE, f"it is larger than {limits.bytes >> 20} megabytes", "split it; archives of JSON Lines may be of any size")


def _bomb(where: str, limits: Limits) -> Problem:
    message = f"it unpacks to more than {limits.ratio} times its size: a decompression bomb"
    return Problem(where, STAGE, message, "do not open it; if it is sound, unpack it yourself and name the files")
