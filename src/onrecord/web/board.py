"""The board: the picture of the ledger as it stands, kept at hand for every page."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from onrecord.ledger import Ledger, Query, claims
from onrecord.ledger.rulings import links
from onrecord.picture import Picture, learn, observe, roll_up, rulings_of, with_balance
from onrecord.types import Estimate
from onrecord.web.ledgers import Ledgers
from onrecord.web.views import View


@dataclass(frozen=True, slots=True)
class BoardState:
    """``ready``: whether there is a picture to show; ``progress`` of making it, 0 to 1. ``version``: another one whenever it differs."""

    ready: bool
    version: str
    progress: float = 1.0


class Board:
    """Estimates with and without confidential reports."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._ledgers = ledgers
        self._lock = threading.Lock()
        self._known: dict[tuple[bool, int], list[Estimate]] = {}

    def state(self, confidential: bool) -> BoardState:
        """How far the picture is."""
        with self._ledgers.seeing(confidential) as ledger:
            return BoardState(True, str(ledger.moment(None)))

    def estimates(self, confidential: bool, view: View) -> list[Estimate]:
        """The estimates of a view."""
        with self._ledgers.seeing(confidential) as ledger:
            found = self._drawn(ledger, ledger.moment(view.moment))
        if view.by:
            found = roll_up(found, view.by)
        return [one for one in found if _fits(one, view)]

    def close(self) -> None:
        """Nothing to let go of."""

    def _drawn(self, ledger: Ledger, moment: int) -> list[Estimate]:
        key = (ledger.confidential, moment)
        with self._lock:
            if key not in self._known:
                seen = [
                    one for standing in claims(ledger, Query(as_of=moment, order="oldest")) if not isinstance(one := observe(standing), str)
                ]
                rulings = rulings_of(links(ledger, moment))
                self._known = {key: with_balance(Picture(seen, learn(seen, rulings), rulings).estimates)}
            return self._known[key]


def _fits(one: Estimate, view: View) -> bool:
    if (view.act and one.act != view.act) or (view.measure and one.measure != view.measure):
        return False
    if view.country and not any(view.country == area.country or area.id == f"iso:{view.country}" for area in one.places):
        return False
    if view.place and not any(view.place in (area.id, *area.within) for area in one.places):
        return False
    first, last = one.period.first or one.period.last, one.period.last
    return not ((view.since and last and last < view.since) or (view.until and first and first > view.until))
