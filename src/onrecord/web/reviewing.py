"""Rulings by people: who may make them, and who has which claim before them, so that two never get the same."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from onrecord.asking import completed
from onrecord.byhand import whole
from onrecord.ledger import Ledger, Query, add_claim, claims, count, decide, page
from onrecord.types import Decision, Entry, Problem, Ruling, Standing
from onrecord.web.board import Board
from onrecord.web.ledgers import Ledgers
from onrecord.web.trouble import Trouble, missing, trouble
from onrecord.web.viewer import Right, Viewer

LEASE = 300.0  # seconds that a claim is kept for who has it before them
_LOOK = 200  # waiting claims that are looked at together
_COUNTED = 200_000  # entries of a ledger whose waiting claims are counted
_NEEDS: dict[Ruling, Right] = {"note": "add", "alias": "people", "confidential": "people", "open": "people"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim to rule on, for how many seconds it is kept for this viewer, and how many wait (of very large ledgers: not counted)."""

    standing: Standing
    seconds: float
    waiting: int | None


class Leases:
    """Which claim is before whom. In memory: after a restart everything is free again."""

    def __init__(self, seconds: float = LEASE) -> None:
        self.seconds = seconds
        self._held: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def take(self, claim: str, name: str) -> bool:
        """Whether the claim is now kept for ``name``: it was free, or theirs already."""
        now = time.monotonic()
        with self._lock:
            if len(self._held) > 10_000:
                self._held = {claim: held for claim, held in self._held.items() if held[1] > now}
            who, until = self._held.get(claim, (name, now))
            if who != name and until > now:
                return False
            self._held[claim] = (name, now + self.seconds)
            return True

    def release(self, claim: str, name: str) -> None:
        """Give a claim back."""
        with self._lock:
            if self._held.get(claim, ("", 0.0))[0] == name:
                del self._held[claim]


class Reviewing:
    """The queue of claims, and the rulings."""

    def __init__(self, ledgers: Ledgers, board: Board) -> None:
        self._ledgers, self._board = ledgers, board
        self.leases = Leases()

    def next(self, viewer: Viewer, query: Query, skip: frozenset[str] = frozenset()) -> Waiting | None:
        """The claim of a query whose ruling matters most and that nobody else has before them, less those to ``skip``; ``None`` where there
        is none. First what was read otherwise since it was ruled on; then by effect on the picture times doubt; then all others."""
        viewer.must("rule")
        query = replace(query, status=query.status or ("unreviewed", "changed"), order="urgent")
        with self._ledgers.reading(viewer) as ledger:
            waiting = count(ledger, query) if ledger.moment(None) < _COUNTED else None
            for standing in self._in_turn(ledger, viewer, query):
                if standing.claim.id not in skip and self.leases.take(standing.claim.id, viewer.name):
                    return Waiting(standing, self.leases.seconds, waiting)
        return None

    def take(self, viewer: Viewer, claim: str) -> Waiting | None:
        """A certain claim, kept for the viewer from now; ``None`` where somebody else has it before them."""
        viewer.must("rule")
        with self._ledgers.reading(viewer) as ledger:
            standing = next(claims(ledger, Query(claims=(claim,))), None)
            if standing is None:
                raise missing("claim", claim)
            waiting = count(ledger, Query(status=("unreviewed", "changed"))) if ledger.moment(None) < _COUNTED else None
        return Waiting(standing, self.leases.seconds, waiting) if self.leases.take(claim, viewer.name) else None

    def _in_turn(self, ledger: Ledger, viewer: Viewer, query: Query) -> Iterator[Standing]:
        if "changed" in query.status:
            yield from page(ledger, replace(query, status=("changed",)), _LOOK).claims
        plain = replace(query, countries=(), status=(), order="newest") == Query()
        if plain and len(query.countries) < 2 and "unreviewed" in query.status and self._board.state(viewer.confidential).ready:
            country = query.countries[0] if query.countries else None
            for claim in self._board.urgent(viewer.confidential, country, _LOOK):
                yield from (one for one in claims(ledger, Query(claims=(claim,), status=("unreviewed",))))
        after: int | None = None
        while True:
            found = page(ledger, query, _LOOK, after)
            yield from found.claims
            if found.next is None:
                return
            after = found.next

    def decide(
        self, viewer: Viewer, about: str, ruling: Ruling, value: Mapping[str, Any] | None = None, why: str | None = None
    ) -> Decision:
        """Put a ruling on record in the viewer's name."""
        viewer.must(_NEEDS.get(ruling, "rule"))
        with self._ledgers.writing(viewer) as ledger:
            if ruling == "withdraw":
                _must_undo(viewer, ledger.entry(about))
            if ruling == "correct" and value is not None:
                claim = ledger.claim(about)
                if claim is None:
                    raise missing("claim", about)
                value = completed(value, claim.figure)
            made = decide(ledger, about, ruling, value, why)
        if isinstance(made, Problem):
            raise Trouble(404 if made.message == "there is no such entry" else 422, made)
        self.leases.release(about, viewer.name)
        return made

    def pair(self, viewer: Viewer, ruling: str, claims: Sequence[str], why: str) -> Decision:
        """Rule that two claims count the ``same`` thing, or ``different`` things, and say why."""
        if ruling not in ("same", "different"):
            raise trouble(422, "ruling", "there is no such ruling", "use one of same, different, withdraw", "review")
        chosen = list(dict.fromkeys(claims))
        if len(chosen) != 2:
            said = "no claim is" if not chosen else "one claim is" if len(chosen) == 1 else f"{len(chosen)} claims are"
            raise trouble(422, "claim", f"{said} chosen", "choose the two that are compared", "review")
        if not why:
            raise trouble(422, "why", "the reason is missing", "say in a few words why, for those who come after you", "review")
        return self.decide(viewer, chosen[0], "same" if ruling == "same" else "different", {"other": chosen[1]}, why)

    def add(self, viewer: Viewer, report: str, fields: Mapping[str, Any], why: str | None = None) -> Decision:
        """Put a number of a report on record that its readers missed, in the viewer's name; ``fields`` as of :func:`add_claim`. To withdraw
        the decision takes it back."""
        viewer.must("rule")
        with self._ledgers.writing(viewer) as ledger:
            if ledger.report(report) is None:
                raise missing("report", report)
            near = [one.claim.figure for one in claims(ledger, Query(report=report))]
            made = add_claim(ledger, report, whole(fields, near), why)
        if isinstance(made, Problem):
            raise Trouble(422, made)
        return made


def _must_undo(viewer: Viewer, taken: Entry | None) -> None:
    """Raise a 403 where the viewer might not have made the ruling that they take back."""
    if taken is not None and taken.kind == "decision":
        viewer.must(_NEEDS.get(json.loads(taken.body)["ruling"], "rule"))
