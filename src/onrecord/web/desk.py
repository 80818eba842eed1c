"""The desk: everything that pages and API ask for. They never go to the ledger or the picture on their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import Request

from onrecord.ledger import Ledger, Query, claims, open_ledger
from onrecord.types import Estimate, Report, Standing
from onrecord.web.board import Board, BoardState
from onrecord.web.settings import Settings
from onrecord.web.trouble import missing
from onrecord.web.viewer import Viewer, local_admin
from onrecord.web.views import View

_MOST = 500  # estimates on one page


@dataclass(frozen=True, slots=True)
class Listed:
    """Some estimates, how many there are in all, and where the next ones begin."""

    estimates: list[Estimate]
    total: int
    next: int | None


@dataclass(frozen=True, slots=True)
class Reasons:
    """An estimate with the claims behind it as they stand (those that the viewer may see), by id."""

    estimate: Estimate
    standings: dict[str, Standing]


class Desk:
    """Made once for an app. Every question takes the viewer, and shows nothing that the viewer may not see."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        with open_ledger(settings.ledger):
            pass  # made where there is none, and known to be one
        self.board = Board(settings)
        self._idle: dict[bool, list[Ledger]] = {False: [], True: []}
        self._lock = threading.Lock()

    def viewer_of(self, request: Request) -> Viewer:
        """Who sent a request."""
        return local_admin()

    def state(self, viewer: Viewer) -> BoardState:
        """How far the picture is, and which version of it is shown."""
        return self.board.state(viewer.confidential)

    def estimates(self, viewer: Viewer, view: View, limit: int = 100, after: int = 0) -> Listed:
        """The estimates of a view."""
        found = self.board.estimates(viewer.confidential, view)
        part = found[after : after + min(limit, _MOST)]
        following = after + len(part)
        return Listed(part, len(found), following if following < len(found) else None)

    def reasons(self, viewer: Viewer, ident: str, view: View) -> Reasons:
        """An estimate and what stands behind it."""
        one = next((one for one in self.board.estimates(viewer.confidential, View(as_of=view.as_of, by=view.by)) if one.id == ident), None)
        if one is None:
            raise missing("estimate", ident)
        standings: dict[str, Standing] = {}
        with self.reading(viewer) as ledger:
            for claim in dict.fromkeys([*(used.claim for used in one.used), *(aside.claim for aside in one.set_aside)]):
                standings |= {found.claim.id: found for found in claims(ledger, Query(claim=claim, as_of=view.moment))}
        return Reasons(one, standings)

    def report(self, viewer: Viewer, ident: str) -> tuple[Report, list[Standing]]:
        """A report with its text, and its claims as they stand, in the order of the text."""
        with self.reading(viewer) as ledger:
            found = ledger.report(ident)
            if found is None:
                raise missing("report", ident)
            standings = list(claims(ledger, Query(report=ident, order="oldest")))
        return found, sorted(standings, key=lambda one: (one.claim.figure.start, one.claim.nth))

    @contextmanager
    def reading(self, viewer: Viewer) -> Iterator[Ledger]:
        """A ledger to read from, with the viewer's rights."""
        with self._lock:
            idle = self._idle[viewer.confidential]
            ledger = idle.pop() if idle else None
        ledger = ledger or open_ledger(self.settings.ledger, confidential=viewer.confidential, write=False)
        try:
            yield ledger
        except BaseException:
            ledger.close()
            raise
        with self._lock:
            self._idle[viewer.confidential].append(ledger)

    @contextmanager
    def writing(self, viewer: Viewer) -> Iterator[Ledger]:
        """A ledger to append to, in the viewer's name."""
        with open_ledger(self.settings.ledger, by=viewer.name, confidential=viewer.confidential) as ledger:
            yield ledger

    def close(self) -> None:
        """Let go of the ledger and the board."""
        self.board.close()
        with self._lock:
            for ledger in (*self._idle[False], *self._idle[True]):
                ledger.close()
            self._idle = {False: [], True: []}
