"""Boards that processes of their own keep: what they have drawn is shown while they go on, and is still there after a restart."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from onrecord import __version__
from onrecord.ledger import Ledger, LedgerError
from onrecord.web.board import tables
from onrecord.web.board.keeping import Keeper, fingerprint
from onrecord.web.board.reading import Reader
from onrecord.web.ledgers import Ledgers

_EVERY = 0.2  # seconds between two looks at the ledger
_LINGER = 60.0  # seconds for which a board that is replaced can still be asked, by those who had begun to
_AGAIN = 10.0  # seconds after which a keeper that ended is started anew


@dataclass(slots=True)
class _Side:
    """The board of one kind of viewer. ``old`` is shown until ``new`` is drawn."""

    reader: Reader | None = None
    old: SpawnProcess | None = None
    new: SpawnProcess | None = None
    path: Path | None = None  # of what the new keeper draws
    share: Any = None  # how far it is; -1: everything should be drawn anew
    kept: Any = None  # the same of the old one
    ended: float = field(default=-_AGAIN)


class Apart:
    """Keepers in processes of their own, at most one of each kind and the one that replaces it."""

    def __init__(self, where: str, cache: Path, ledgers: Ledgers) -> None:
        self._where, self._ledgers = where, ledgers
        self._folder = cache / ("board-" + hashlib.sha256(str(where).encode()).hexdigest()[:16])
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._context = multiprocessing.get_context("spawn")
        self._sides = {False: _Side(), True: _Side()}
        self._secret = False
        self._looked = self._hidden = 0  # entries: how far was looked, and the last that hid a report which had been seen
        self._closed = False
        self._left_behind: list[tuple[float, Reader]] = []  # readers of boards that are shown no more, and until when they are kept
        for confidential, side in self._sides.items():
            side.reader = self._left(confidential)
        self.look()

    def reader(self, confidential: bool) -> Reader | None:
        """The newest board that is drawn, if there is one. None rather than one that still shows what has become confidential since."""
        found = self._side(confidential).reader
        stale = found is not None and not confidential and self._hidden and found.sheet.seq < self._hidden
        return None if stale else found

    def progress(self, confidential: bool) -> float:
        """How far the drawing of a newer board is; 1 where none is being drawn."""
        side = self._side(confidential)
        return max(0.0, min(float(side.share.value), 1.0)) if side.new and side.kept is None else 1.0

    def look(self) -> None:
        """Start keepers that are missing or due, and show what is newly drawn."""
        if self._closed:
            return
        with self._ledgers.seeing(True) as ledger:
            self._secret = bool(ledger.store.value("SELECT COUNT(*) FROM reports WHERE confidential = 1"))
            last = ledger.moment(None)
            self._hidden = max(self._hidden, hidden_later(ledger, self._looked, last))
            self._looked = last
        for confidential, side in self._sides.items():
            if confidential and not self._secret:
                continue
            self._look(confidential, side)
        while self._left_behind and self._left_behind[0][0] < time.monotonic():
            _discard(self._left_behind.pop(0)[1])

    def close(self) -> None:
        """End the keepers."""
        self._closed = True
        for side in self._sides.values():
            for process in (side.old, side.new):
                _end(process)
            if side.reader:
                side.reader.close()
        for _, reader in self._left_behind:
            _discard(reader)

    def _side(self, confidential: bool) -> _Side:
        """Where nothing is confidential, all see the same."""
        return self._sides[confidential and self._secret]

    def _look(self, confidential: bool, side: _Side) -> None:
        if side.new and side.share.value >= 1 and side.path:
            drawn = Reader(side.path)
            drawn.refresh()  # may take seconds: the old one is shown meanwhile
            if side.reader:
                self._left_behind.append((time.monotonic() + _LINGER, side.reader))
            _end(side.old)
            side.reader, side.old, side.kept, side.new = drawn, side.new, side.share, None
        elif side.reader:
            side.reader.follow()
        for name in ("old", "new"):
            process = getattr(side, name)
            if process and not process.is_alive():
                setattr(side, name, None)
                side.ended = time.monotonic()
        due = side.old is None or (side.kept is not None and side.kept.value < 0)
        if due and side.new is None and time.monotonic() - side.ended >= _AGAIN:
            self._start(confidential, side)

    def _start(self, confidential: bool, side: _Side) -> None:
        name = f"{'whole' if confidential else 'open'}-{time.time_ns():020d}.sqlite"
        side.path, side.share = self._folder / name, self._context.Value("d", 0.0)
        if side.old is None:
            side.kept = None
        side.new = self._context.Process(target=keep, args=(self._where, confidential, side.path, side.share, os.getpid()), daemon=True)
        side.new.start()

    def _left(self, confidential: bool) -> Reader | None:
        """A board that an earlier console left, if it is of this ledger and this version; others are removed."""
        found: Reader | None = None
        with self._ledgers.seeing(True) as ledger:
            mine = {"format": str(tables.FORMAT), "made_by": __version__, "ledger": fingerprint(ledger), "ready": "1"}
        for path in sorted(self._folder.glob(f"{'whole' if confidential else 'open'}-*.sqlite"), reverse=True):
            reader = Reader(path)
            with suppress(sqlite3.Error):
                if found is None and mine.items() <= reader.meta().items():
                    found = reader
                    continue
            reader.close()
            _remove(path)
        return found


def hidden_later(ledger: Ledger, after: int, last: int) -> int:
    """The last entry after ``after`` up to ``last`` that made a report confidential which had been seen before; 0 where there is none.
    (What comes in as confidential is flagged in the same append, at the same moment.)"""
    sql = """SELECT MAX(r.seq) FROM rulings r JOIN entries d ON d.seq = r.seq JOIN entries e ON e.seq = r.report
        WHERE r.seq > ? AND r.seq <= ? AND r.ruling = 'confidential' AND d.recorded_at <> e.recorded_at"""
    return int(ledger.store.value(sql, [after, last]) or 0)


def keep(where: str, confidential: bool, path: Path, share: Any, parent: int) -> None:
    """In a process of its own: draw a board, then follow the ledger until the console ends. ``share`` tells how far it is: 1 when it is
    drawn, -1 when everything should be drawn anew by another keeper (this one goes on meanwhile)."""

    def tell(done: float) -> None:
        share.value = min(done, 0.99)

    os.nice(5)  # pages come first
    keeper = Keeper(where, confidential, path, tell)
    keeper.draw()
    share.value = 1.0
    while os.getppid() == parent:
        time.sleep(_EVERY)
        with suppress(LedgerError):  # held by a long append, say: the next turn sees it
            able = keeper.step()
            if not able or keeper.due:
                share.value = -1.0


def _end(process: SpawnProcess | None) -> None:
    if process and process.is_alive():
        process.terminate()
        process.join(5)


def _discard(reader: Reader) -> None:
    reader.close()
    _remove(reader.path)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink()
