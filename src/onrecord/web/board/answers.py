"""Answers that were worked out before, kept until the picture that they are of is another one."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar, cast

from onrecord.ledger import TookLong

T = TypeVar("T")


class Answers:
    """At most ``most`` answers, those asked for last. Of many who ask the same at once, one works it out and the others wait."""

    def __init__(self, most: int = 2_000) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Hashable, Future[Any]]] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, key: Hashable, stamp: Hashable) -> Any:
        """The answer to a question if it is known and of this stamp, else ``None``."""
        found = self._kept.get(key)
        return found[1].result() if found and found[0] == stamp and found[1].done() and found[1].exception() is None else None

    def get(self, key: Hashable, stamp: Hashable, make: Callable[[], T], wait: bool = True) -> T:
        """The answer to a question. ``stamp``: where it differs, the answer is made anew. Raises :class:`TookLong` where another thread is at
        it and the asker is not to ``wait``."""
        with self._lock:
            found = self._kept.get(key)
            mine = found is None or found[0] != stamp
            if found is None or found[0] != stamp:
                found = self._kept[key] = (stamp, Future())
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
        if mine:
            try:
                found[1].set_result(make())
            except BaseException as error:
                with self._lock:
                    if self._kept.get(key) is found:
                        del self._kept[key]
                found[1].set_exception(error)
                raise
        elif not wait and not found[1].done():
            raise TookLong
        try:
            return cast(T, found[1].result())
        except TookLong:  # left undone by one that was not to wait
            return self.get(key, stamp, make, wait)
