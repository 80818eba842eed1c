"""Open ledgers, with the rights of who asks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from onrecord.ledger import Ledger, open_ledger
from onrecord.web.viewer import Viewer

_KEPT = 8  # idle ledgers of each kind


class Ledgers:
    """The ledger at ``where``, for many threads: each has one to itself while it asks."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._idle: dict[bool, list[Ledger]] = {False: [], True: []}
        self._lock = threading.Lock()
        with open_ledger(where) as ledger:  # made where there is none
            ledger.check_derived()

    @contextmanager
    def reading(self, viewer: Viewer) -> Iterator[Ledger]:
        """A ledger to read from, with the viewer's rights."""
        with self.seeing(viewer.confidential) as ledger:
            yield ledger

    @contextmanager
    def seeing(self, confidential: bool) -> Iterator[Ledger]:
        """A ledger to read from, with or without confidential reports."""
        with self._lock:
            ledger = self._idle[confidential].pop() if self._idle[confidential] else None
        ledger = ledger or open_ledger(self.where, confidential=confidential, write=False)
        try:
            yield ledger
        except BaseException:
            ledger.close()
            raise
        with self._lock:
            if len(self._idle[confidential]) < _KEPT:
                self._idle[confidential].append(ledger)
                return
        ledger.close()

    @contextmanager
    def writing(self, viewer: Viewer) -> Iterator[Ledger]:
        """A ledger to append to, in the viewer's name."""
        with open_ledger(self.where, by=viewer.name, confidential=viewer.confidential) as ledger:
            yield ledger

    def close(self) -> None:
        """Let go of those that are idle."""
        with self._lock:
            for ledger in (*self._idle[False], *self._idle[True]):
                ledger.close()
            self._idle = {False: [], True: []}
