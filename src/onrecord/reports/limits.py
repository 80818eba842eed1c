"""How much of a document is read: every byte may be hostile, so sizes, counts, time and memory all have an end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take. ``chars``: characters of text; ``seconds``: of work; ``megabytes``: of memory of the process that
    reads it; ``bytes``: of the file, packed and unpacked; ``ratio``: how far data may swell when unpacked; ``members``: of an archive;
    ``depth``: of archives in archives; ``pages``: of a PDF; ``cells``: of a table; ``rows``: of a register in one report."""

    chars: int = 5_000_000
    seconds: float = 60.0
    megabytes: int = 2048
    bytes: int = 100 << 20
    ratio: int = 200
    members: int = 10_000
    depth: int = 3
    pages: int = 500
    cells: int = 200_000
    rows: int = 2_000
    original: int = 0  # bytes of a file that is handed over with its report; 0: none is
    hosts: tuple[str, ...] = ()  # that may be asked though their address is private
