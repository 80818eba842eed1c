"""The picture as it was known on a day, and estimates rolled up: worked out when asked for, for as much as that is possible at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from onrecord.ledger import Ledger, Query, count, sketches, statements
from onrecord.ledger.rulings import links
from onrecord.picture import Picture, observe, rulings_of, with_balance
from onrecord.types import Estimate, Period
from onrecord.web.board import Headline, Points, Track, tables
from onrecord.web.board.answers import Answers
from onrecord.web.board.series import Member, rolled
from onrecord.web.ledgers import Ledgers
from onrecord.web.trouble import trouble
from onrecord.web.views import View
from onrecord.web.wording import named

MOST = 50_000  # claims that an earlier picture is drawn from at once


class Vintages:
    """Pictures of earlier days, of one country, one place or (of small ledgers) everything. A few are kept."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._ledgers = ledgers
        self._answers = Answers(8)

    def estimates(self, confidential: bool, view: View) -> list[Estimate]:
        """The estimates of a view as the ledger stood, from reports published by the view's days. Track records are those of these claims."""
        areas = (view.place,) if view.place else (f"iso:{view.country}",) if view.country else ()
        with self._ledgers.seeing(confidential) as ledger:
            last = ledger.moment(view.moment)
            # A report that became confidential since must not be seen in what is kept.
            hidden = tuple(ledger.store.rows("SELECT COUNT(*), SUM(seq) FROM reports WHERE confidential = 1"))
            key = confidential, areas, last, view.published_by
            made = self._answers.get(key, hidden, lambda: _drawn(ledger, areas, last, view.published_by))
        return [one for one, kinds in made if fits(one, view, kinds)]


def _drawn(ledger: Ledger, areas: tuple[str, ...], moment: int, published_by: date | None) -> list[tuple[Estimate, int]]:
    """Estimates, each with the kinds of sources it uses."""
    query = Query(areas=areas, as_of=moment, order="oldest")
    limit = (published_by or date.max).toordinal()
    many = count(ledger, query)
    if many > MOST:
        message = f"a picture of another day would rest on {many:,} claims, and at most {MOST:,} are drawn at once"
        raise trouble(422, "as_of", message, "choose a country or a place; `onrecord picture --as-of` draws any", "picture")
    texts = sketches(ledger)
    observed = (observe(said, texts.get(said.report, b"")) for said in statements(ledger, query))
    seen = [one for one in observed if not isinstance(one, str) and one.said <= limit]
    picture = Picture(rulings=rulings_of(links(ledger, moment)))
    picture.add(seen)
    picture.learn()
    filed = picture.book.filed
    return [
        (_plain(one), tables.kinds_of(found.kind for used in one.used if (found := filed(used.claim))))
        for one in with_balance(picture.estimates)
    ]


def _plain(one: Estimate) -> Estimate:
    return replace(one, places=tuple(replace(area, name=named(area)) for area in one.places))


def fits(one: Estimate, view: View, kinds: int = -1) -> bool:
    """Whether an estimate belongs to a view (its ``as_of`` and ``by`` apart)."""
    if (view.act and one.act != view.act) or (view.measure and one.measure != view.measure):
        return False
    if view.country and tables.country_of(one) != view.country:
        return False
    if view.place and not any(view.place in (area.id, *area.within) for area in one.places):
        return False
    if view.source_kind and not kinds & tables.kinds_of([view.source_kind]):
        return False
    first, last = one.period.first or one.period.last, one.period.last
    return not ((view.since and (last or date.min) < view.since) or (view.until and first and first > view.until))


def in_order(estimates: Sequence[Estimate]) -> list[Estimate]:
    """The newest first, as a board lists them."""
    return sorted(estimates, key=lambda one: (tables.last_of(one), one.id), reverse=True)


def headlines_of(estimates: Sequence[Estimate], limit: int) -> list[Headline]:
    """The headlines of a few estimates, as a board gives them for many."""
    found = []
    for some in _leading(estimates):
        total = rolled([_member(one) for one in some], some[0].measure == "stock")
        if total.best > 0:
            about = next(one for one in some if one.id == total.estimate)
            period = Period(_day(total.first), _day(total.last))
            found.append(Headline.of(replace(about, period=period, low=total.low, best=total.best, high=total.high), len(some)))
    return sorted(found, key=lambda one: (-one.estimate.best, one.estimate.id))[:limit]


def tracks_of(estimates: Sequence[Estimate], limit: int, points: int) -> list[Track]:
    """The tracks of a few estimates, as a board gives them for many."""
    found = []
    for some in _leading(estimates):
        dated = sorted((one for one in some if one.period.last), key=lambda one: (tables.last_of(one), one.best, one.id))
        if dated:
            about = headlines_of(some, 1)
            if about:
                track = Track(about[0], _points(dated[-points:]), max(0, len(dated) - points))
                found.append((tables.rank_of(track.about, len(some)), track))
    found.sort(key=lambda pair: (pair[0], -pair[1].about.best, pair[1].about.id))
    return [track for _, track in found[:limit]]


def _leading(estimates: Sequence[Estimate]) -> list[list[Estimate]]:
    """The estimates of each thing: of everyone, else of the largest group."""
    things: dict[int, dict[str, list[Estimate]]] = {}
    for one in estimates:
        things.setdefault(tables.thing_of(one), {}).setdefault(one.population, []).append(one)
    return [groups.get("people") or max(groups.values(), key=lambda some: max(one.best for one in some)) for groups in things.values()]


def _member(one: Estimate) -> Member:
    return Member(0, one.id, one.period.first.toordinal() if one.period.first else None, tables.last_of(one), one.low, one.best, one.high)


def _points(some: Sequence[Estimate]) -> Points:
    members, marks = [_member(one) for one in some], [tables.marks_of(one) for one in some]
    leaps = [(one, tables.leap_of(bits)) for one, bits in zip(some, marks, strict=True) if bits & tables.LEAPS]
    said = {one.id: next(check.text for check in one.checks if check.text.startswith(leap)) for one, leap in leaps}
    return Points(
        [one.estimate for one in members], [one.first or 0 for one in members], [one.last for one in members], [one.low for one in members],
        [one.best for one in members], [-1 if one.high is None else one.high for one in members], marks, said,
    )  # fmt: skip


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None
