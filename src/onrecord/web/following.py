"""Follows the ledger and the board, and tells the pages that are open."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable

from onrecord.ledger import LedgerError
from onrecord.types import Entry
from onrecord.web.ledgers import Ledgers
from onrecord.web.live import Event, Live

EVERY = 0.25  # seconds between two looks
_TOLD = ("report", "decision")
_MOST = 50  # entries told one by one; a larger load is told by its picture alone


class Follower:
    """A thread that looks at the ledger. ``look`` is called at each turn, to look at the board, too."""

    def __init__(self, ledgers: Ledgers, live: Live, look: Callable[[], None]) -> None:
        self._ledgers, self._live, self._look = ledgers, live, look
        self._stop = threading.Event()
        with ledgers.seeing(True) as ledger:
            self._seen = ledger.moment(None)
        self._thread = threading.Thread(target=self._run, name="onrecord follower", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._stop.set()
        self._thread.join(10)

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            try:
                self._tell()
                self._look()
            except LedgerError:  # held by a long append, say: the next turn sees it
                continue
            except Exception:  # pages must go on hearing of what comes after
                logging.getLogger(__name__).exception("the pages could not be told what is new")

    def _tell(self) -> None:
        with self._ledgers.seeing(True) as ledger:
            last = ledger.moment(None)
        if last == self._seen:
            return
        if last - self._seen <= 20 * _MOST:
            for confidential in (False, True):
                with self._ledgers.seeing(confidential) as ledger:
                    fresh = [entry for entry in ledger.entries(self._seen, last) if entry.kind in _TOLD]
                for entry in fresh[:_MOST]:
                    self._live.publish(Event("entry", _told(entry), confidential))
        self._seen = last


def _told(entry: Entry) -> dict[str, str | None]:
    body = json.loads(entry.body)
    if entry.kind == "report":
        return {"kind": "report", "id": entry.id, "title": body.get("title"), "by": entry.by}
    return {"kind": "decision", "id": entry.id, "about": body["about"], "ruling": body["ruling"], "by": body["by"]}
