"""The desk: everything that pages and API ask for. They never go to the ledger or the picture on their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import ParamSpec, TypeVar

import anyio

from onrecord.ledger import standings
from onrecord.picture import Change, load_sizes, roll_up, with_people
from onrecord.picture import changes as changed
from onrecord.render.picture import estimate_to_json
from onrecord.types import Estimate, Scorecard, Standing
from onrecord.web.board import Board, BoardState, Headline, Track
from onrecord.web.board.reading import estimate
from onrecord.web.evidence import Evidence
from onrecord.web.following import Follower
from onrecord.web.ledgers import Ledgers
from onrecord.web.live import Event, Live
from onrecord.web.reviewing import Reviewing
from onrecord.web.settings import Settings
from onrecord.web.trouble import missing, trouble
from onrecord.web.viewer import Viewer
from onrecord.web.views import View
from onrecord.web.vintage import Vintages, fits, headlines_of, in_order, tracks_of
from onrecord.web.wording import named
from onrecord.web.work import Jobs

P = ParamSpec("P")
T = TypeVar("T")
_APART = timedelta(days=8)  # within which somebody may state the people of a count of households
_MOST = 500  # estimates on one page
_ROLLED = 20_000  # estimates that are rolled up at once
_AT_ONCE = 1  # quick questions that are worked on together
_HEADLINES, _TRACKS, _POINTS = 400, 8, 400


@dataclass(frozen=True, slots=True)
class Listed:
    """Some estimates, each as its JSON text, how many there are in all, and where the next ones begin."""

    bodies: list[str]
    total: int
    next: int | None

    @property
    def estimates(self) -> list[Estimate]:
        """The same as values."""
        return [estimate(body) for body in self.bodies]


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
        self.board = Board(settings, self.ledgers)
        self.vintages = Vintages(self.ledgers)
        self._sizes = load_sizes()
        self.live = Live()
        self.evidence = Evidence(self.ledgers)
        self.reviewing = Reviewing(self.ledgers, self.board)
        self.jobs = Jobs(self.ledgers, self.live, settings.reading)
        self._shown = {confidential: self.board.state(confidential).version for confidential in (False, True)}
        self._quick = anyio.CapacityLimiter(_AT_ONCE)
        self._follower = Follower(self.ledgers, self.live, self._look)

    async def quickly(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Do what takes a few milliseconds, in the order of asking: many at once would only keep each other waiting."""
        return await anyio.to_thread.run_sync(partial(work, *given, **named), limiter=self._quick)

    def state(self, viewer: Viewer) -> BoardState:
        """How far the picture is, and which version of it is shown."""
        return self.board.state(viewer.confidential)

    def estimates(self, viewer: Viewer, view: View, limit: int = 100, after: int = 0) -> Listed:
        """The estimates of a view, the newest first."""
        limit = max(1, min(limit, _MOST))
        if view.earlier or view.by:
            found = in_order(self._worked_out(viewer, view))
            bodies, total = [_body(one) for one in found[after : after + limit]], len(found)
        else:
            bodies, total = self.board.bodies(viewer.confidential, view, limit, after)
        following = after + len(bodies)
        return Listed(bodies, total, following if following < total else None)

    def headlines(self, viewer: Viewer, view: View, limit: int = _HEADLINES) -> list[Headline]:
        """What is said of each thing at each place, all days of the view together, the largest first: for a map."""
        if view.earlier:
            return headlines_of(self.vintages.estimates(viewer.confidential, view), limit)
        return self.board.headlines(viewer.confidential, view, limit)

    def tracks(self, viewer: Viewer, view: View, limit: int = _TRACKS, points: int = _POINTS) -> list[Track]:
        """The largest things over time, those of the widest places first: for a timeline."""
        if view.earlier:
            return tracks_of(self.vintages.estimates(viewer.confidential, view), limit, points)
        return self.board.tracks(viewer.confidential, view, limit, points)

    def reasons(self, viewer: Viewer, ident: str, view: View) -> Reasons:
        """An estimate and what stands behind it. ``view`` must have the days and the ``by`` that it was found with."""
        found: Estimate | None
        if view.earlier or view.by:
            found = next((one for one in self._worked_out(viewer, view) if one.id == ident), None)
        else:
            body = self.board.body(viewer.confidential, ident)
            found = estimate(body) if body else None
        if found is None:
            raise missing("estimate", ident)
        with self.ledgers.reading(viewer) as ledger:
            wanted = [*(used.claim for used in found.used), *(aside.claim for aside in found.set_aside)]
            return Reasons(found, standings(ledger, wanted, view.moment))

    def parts(self, viewer: Viewer, one: Estimate, view: View) -> list[Estimate]:
        """The parts of an estimate that is a sum."""
        if not one.parts:
            return []
        if view.earlier or view.by:
            wanted = {found.id: found for found in self._worked_out(viewer, replace(view, by=None))}
            return [wanted[ident] for ident in one.parts if ident in wanted]
        bodies = (self.board.body(viewer.confidential, ident) for ident in one.parts)
        return [estimate(body) for body in bodies if body]

    def estimates_of(self, viewer: Viewer, claim: str) -> list[Estimate]:
        """The estimates that a claim is in, used or set aside; none for a claim that the viewer may not see."""
        return self.board.of_claim(viewer.confidential, claim) if len(claim) == 32 and _is_hex(claim) else []

    def people(self, viewer: Viewer, one: Estimate, view: View) -> Estimate | None:
        """The people derived from an estimate in households or homes by the mean size of a household, where nobody states them: as the
        command derives them, and of today's picture only. They are part of no sum, and stand on no map."""
        if one.unit == "person" or one.basis != "claims" or view.earlier or view.by:
            return None
        first, last = one.period.first or one.period.last, one.period.last
        days = {"since": first and first - _APART, "until": last and last + _APART}
        asked = View(place=one.places[0].id, act=one.act, measure=one.measure, **days)  # type: ignore[arg-type]
        rivals = [other for other in self.estimates(viewer, asked, _MOST).estimates if other.unit == "person"]
        return next((made for made in with_people([one, *rivals], self._sizes) if made.basis == "derived"), None)

    def changes(self, viewer: Viewer, before: View, view: View) -> list[Change]:
        """What is different in a view from the same view of an earlier day, and because of which claims."""
        was = self.vintages.estimates(viewer.confidential, before)
        return changed(was, in_order(self.vintages.estimates(viewer.confidential, view)))

    def days(self, viewer: Viewer) -> tuple[date, date] | None:
        """The first and the last day on which a report was published."""
        return self.board.kept(viewer.confidential, ("days",), View(), lambda: self.evidence.days(viewer))

    def scorecards(self, viewer: Viewer, source: str | None = None) -> list[Scorecard]:
        """The sources' scorecards as a whole, or all those of one source."""
        return self.board.scorecards(viewer.confidential, source)

    def export(self, viewer: Viewer, view: View) -> Iterator[Estimate]:
        """All estimates of a view."""
        if view.earlier or view.by:
            return iter(in_order(self._worked_out(viewer, view)))
        return map(estimate, self.board.stream(viewer.confidential, view))

    def close(self) -> None:
        """Let go of everything."""
        self.live.close()
        self._follower.close()
        self.jobs.close()
        self.board.close()
        self.ledgers.close()

    def _worked_out(self, viewer: Viewer, view: View) -> list[Estimate]:
        """Estimates that no board holds: of an earlier day, or rolled up."""
        if view.earlier:
            found = self.vintages.estimates(viewer.confidential, view)
        else:
            bodies, total = self.board.bodies(viewer.confidential, view, _ROLLED, 0)
            if total > _ROLLED:
                message = f"{total:,} estimates are more than are rolled up at once ({_ROLLED:,})"
                raise trouble(
                    422, "by", message, "choose a country, a place or a shorter period; `onrecord picture --by` rolls up any", "picture"
                )
            found = [estimate(body) for body in bodies]
        return [one for one in roll_up(found, view.by) if view.place or fits(one, view)] if view.by else found

    def _look(self) -> None:
        """Tell the pages where the picture is another one."""
        self.board.look()
        for confidential, before in self._shown.items():
            now = self.board.state(confidential).version
            if now != before:
                self._shown[confidential] = now
                self.live.publish(Event("picture", {"version": now}, confidential))


def _body(one: Estimate) -> str:
    return json.dumps(estimate_to_json(one, named), ensure_ascii=False)


def _is_hex(text: str) -> bool:
    return not set(text) - set("0123456789abcdef")
