"""The desk: everything that pages and API ask for. They never go to the ledger or the picture on their own."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.ledger import Query, claims
from onrecord.types import Estimate, Standing
from onrecord.web.board import Board, BoardState
from onrecord.web.evidence import Evidence
from onrecord.web.following import Follower
from onrecord.web.ledgers import Ledgers
from onrecord.web.live import Event, Live
from onrecord.web.reviewing import Reviewing
from onrecord.web.settings import Settings
from onrecord.web.trouble import missing
from onrecord.web.viewer import Viewer
from onrecord.web.views import View
from onrecord.web.work import Jobs

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
    """Made once for an app. Every question takes the viewer, and shows nothing that the viewer may not see.

    ``evidence``: claims, reports, search. ``reviewing``: rulings and the queue. ``jobs``: what is being added. ``live``: events."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.ledgers = Ledgers(settings.ledger)
        self.board = Board(self.ledgers)
        self.live = Live()
        self.evidence = Evidence(self.ledgers)
        self.reviewing = Reviewing(self.ledgers)
        self.jobs = Jobs(self.ledgers, self.live, settings.reading)
        self._shown = {False: self.board.state(False).version, True: self.board.state(True).version}
        self._follower = Follower(self.ledgers, self.live, self._look)

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
        with self.ledgers.reading(viewer) as ledger:
            for claim in dict.fromkeys([*(used.claim for used in one.used), *(aside.claim for aside in one.set_aside)]):
                standings |= {found.claim.id: found for found in claims(ledger, Query(claim=claim, as_of=view.moment))}
        return Reasons(one, standings)

    def close(self) -> None:
        """Let go of everything."""
        self.live.close()
        self._follower.close()
        self.jobs.close()
        self.board.close()
        self.ledgers.close()

    def _look(self) -> None:
        """Tell the pages where the picture is another one."""
        for confidential, before in self._shown.items():
            now = self.board.state(confidential).version
            if now != before:
                self._shown[confidential] = now
                self.live.publish(Event("picture", {"version": now}, confidential))
