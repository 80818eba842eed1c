"""What the ledger holds for a viewer: claims, reports with their numbers, the rulings about them, and what a search finds."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from onrecord.entrycodec import decision_from_body
from onrecord.ledger import Ledger, Page, Query, claims, page, page_values, standings
from onrecord.ledger.originals import is_kept, original
from onrecord.ledger.rulings import decisions, pairs
from onrecord.places import search as places_named
from onrecord.types import Decision, Original, Place, Report, Standing
from onrecord.web.board.answers import Answers
from onrecord.web.ledgers import Ledgers
from onrecord.web.trouble import missing
from onrecord.web.viewer import Viewer

T = TypeVar("T")
_TEXTS = 600  # answers that are kept (up to 0.1 MB each)
_PAIRS = 50  # rulings on pairs that are shown
_PLACES = 5  # places that a search names


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """A claim as it stands, and every decision about it. ``withdrawn``: ids of those that were taken back."""

    standing: Standing
    decisions: tuple[Decision, ...]
    withdrawn: frozenset[str]


@dataclass(frozen=True, slots=True)
class Paired:
    """A decision that two claims count the same thing, or different things, with both as they stand."""

    decision: Decision
    one: Standing
    other: Standing


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report with its text, and its claims as they stand, in the order of the text. ``original``: the file that it came in, if it is kept."""

    id: str
    report: Report
    standings: tuple[Standing, ...]
    confidential: bool
    original: Original | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found: claims in whose passage, title or names the words stand, and places of that name."""

    claims: Page
    places: tuple[Place, ...]


class Evidence:
    """Questions about single claims and reports. What the viewer may not see is not there."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._ledgers = ledgers
        self._answers = Answers(_TEXTS)

    def kept(self, viewer: Viewer, question: tuple[Hashable, ...], make: Callable[[Ledger], T], within: float | None = None) -> T:
        """What ``make`` made of this question before, as long as the ledger stays the same. Raises :class:`TookLong` after ``within``
        seconds."""
        with self._ledgers.reading(viewer) as ledger, ledger.store.limited(within):
            return self._answers.get((viewer.confidential, *question), ledger.moment(None), lambda: make(ledger), within is None)

    def claims(self, viewer: Viewer, query: Query, limit: int = 50, after: int | None = None) -> Page:
        """A page of the claims that a query asks for."""
        with self._ledgers.reading(viewer) as ledger:
            return page(ledger, query, limit, after)

    def claim_values(self, viewer: Viewer, query: Query, limit: int = 50, after: int | None = None) -> dict[str, Any]:
        """The same page as plain values, for programs."""
        with self._ledgers.reading(viewer) as ledger:
            return page_values(ledger, query, limit, after)

    def claim(self, viewer: Viewer, ident: str) -> ClaimFile:
        """One claim with its decisions."""
        with self._ledgers.reading(viewer) as ledger:
            found = next(claims(ledger, Query(claims=(ident,))), None)
            if found is None:
                raise missing("claim", ident)
            made = tuple(decisions(ledger, ident))
            withdrawn = frozenset(one.id for one in made if any(later.ruling == "withdraw" for later in decisions(ledger, one.id)))
            return ClaimFile(found, made, withdrawn)

    def paired(self, viewer: Viewer, idents: Iterable[str]) -> tuple[Paired, ...]:
        """The decisions that hold about pairs of which one of these claims is part, the latest first."""
        wanted = set(idents)
        with self._ledgers.reading(viewer) as ledger:
            found = [pair for pair in pairs(ledger) if pair.one in wanted or pair.other in wanted][-_PAIRS:]
            known = standings(ledger, [ident for pair in found for ident in (pair.one, pair.other)])
            entries = {pair.decision: entry for pair in found if (entry := ledger.entry(pair.decision)) and entry.body}
            made = {ident: decision_from_body(ident, json.loads(entry.body)) for ident, entry in entries.items()}
        return tuple(
            Paired(made[pair.decision], known[pair.one], known[pair.other])
            for pair in reversed(found)
            if pair.decision in made and pair.one in known and pair.other in known
        )

    def report(self, viewer: Viewer, ident: str) -> ReportFile:
        """A report with its numbers."""
        with self._ledgers.reading(viewer) as ledger:
            found = ledger.report(ident)
            if found is None:
                raise missing("report", ident)
            standings = sorted(claims(ledger, Query(report=ident)), key=lambda one: (one.claim.figure.start, one.claim.nth))
            kept = found.original if found.original and is_kept(ledger.store, found.original) else None
            return ReportFile(ident, found, tuple(standings), ledger.is_confidential(ident), kept)

    def original(self, viewer: Viewer, ident: str) -> tuple[Original, bytes]:
        """The file that a report was taken from."""
        with self._ledgers.reading(viewer) as ledger:
            found = original(ledger, ident)
        if found is None:
            raise missing("file", ident)
        return found

    def days(self, viewer: Viewer) -> tuple[date, date] | None:
        """The first and the last day on which a report was published."""
        with self._ledgers.reading(viewer) as ledger:
            shown = (0, 1) if viewer.confidential else (0, 0)
            rows = ledger.store.rows("SELECT MIN(published), MAX(published) FROM reports WHERE confidential IN (?, ?)", shown)
        return (date.fromisoformat(rows[0][0]), date.fromisoformat(rows[0][1])) if rows and rows[0][0] else None

    def search(self, viewer: Viewer, words: str, limit: int = 20, after: int | None = None) -> Hits:
        """Claims and places by words."""
        return Hits(self.claims(viewer, Query(text=words), limit, after), named(words) if after is None else ())


def named(words: str) -> tuple[Place, ...]:
    """Places that words may mean, as a search shows them."""
    return places_named(words)[:_PLACES]
