"""Flows and stocks balance: a stock, plus arrivals, less returns and moves onward, is the next stock; what is left over is shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from onrecord.picture.breaks import Level, Registration, leaps, registration
from onrecord.picture.counted import PRESENCE
from onrecord.picture.picture import Drawn, Picture, Slot, Topic
from onrecord.picture.rollup import window
from onrecord.types import Check, Estimate

_BACK = ("return", "expulsion")  # filed where people go, with the country that they leave as their origin
MOVES = ("crossing", "onward", *_BACK)  # what changes a stock
_HOLDS = 0.1  # of the stock: a residual below this is no news
_LONGEST = 366  # days of a window of moves, and
_FARTHEST = 4_000  # days between two stocks that are compared with moves


class Account(NamedTuple):
    """Whose stock it is: people of a country of origin, in places."""

    origin: str | None
    places: tuple[str, ...]
    population: str
    unit: str


class Move(NamedTuple):
    """So many moved in a window of days (ordinals)."""

    end: int
    begin: int
    best: int


Moves = Mapping[tuple[str, Account], Sequence[Move]]  # by act group and account, in order


class Balance:
    """The estimates of a picture, topic by topic, with what follows from the flows and stocks around them. For as long as it stays as it is."""

    def __init__(self, picture: Picture, back: Moves | None = None) -> None:
        """``back``: :meth:`back` of all pictures, where this one has the claims about some topics only."""
        self._picture = picture
        self._moves: dict[str, Moves] = {}
        self._back = back

    def about(self, topic: Topic, wanted: Callable[[Slot], bool] = lambda _: True) -> Drawn:
        """The same as :meth:`Picture.about`, stocks with their checks."""
        drawn = self._picture.about(topic, wanted)
        if topic.group not in PRESENCE or all(one.measure != "stock" for one in drawn.estimates):
            return drawn
        if topic.origin not in self._moves:
            into = [one for group in ("crossing", "onward") for one in self._picture.about(Topic(group, topic.origin), _moves_in).estimates]
            back = {key: moves for key, moves in self.back().items() if key[1].origin == topic.origin}
            self._moves[topic.origin] = {**_moves(into), **back}
        return Drawn(_balanced(drawn.estimates, self._moves[topic.origin]), drawn.aside)

    def back(self) -> Moves:
        """Returns and expulsions from anywhere."""
        if self._back is None:
            topics = (topic for topic in self._picture.topics if topic.group in _BACK and topic.origin)
            self._back = _moves(one for topic in topics for one in self._picture.about(topic, _moves_in).estimates)
        return self._back


def with_balance(estimates: Sequence[Estimate]) -> list[Estimate]:
    """The same estimates; those of stocks with a check of how they follow from the stock before, and of leaps."""
    return _balanced(estimates, _moves(estimates))


def together(one: Moves, other: Moves) -> Moves:
    """The moves of two pictures that share no topic."""
    return {key: sorted((*one.get(key, ()), *other.get(key, ()))) for key in one.keys() | other.keys()}


def account_of(one: Estimate) -> Account:
    """The account that an estimate is a stock of, or that it changes: returns to Syria from Turkey change that of Syrians in Turkey."""
    places = tuple(area.id for area in one.places)
    if one.act in _BACK and one.origin and len(places) == 1 and one.places[0].country not in (None, one.origin):
        return Account(one.places[0].country, (f"iso:{one.origin}",), one.population, one.unit)
    return Account(one.origin, places, one.population, one.unit)


def _balanced(estimates: Sequence[Estimate], moves: Moves) -> list[Estimate]:
    stocks: dict[tuple[str, Account], dict[int, Estimate]] = {}
    for one in sorted(estimates, key=lambda one: one.id):
        if one.measure == "stock" and one.act in PRESENCE and one.period.last and one.basis == "claims":  # sums have other parts each day
            stocks.setdefault((one.act, account_of(one)), {})[one.period.last.toordinal()] = one
    checks: dict[str, tuple[Check, ...]] = {}
    for (_, account), by_day in stocks.items():
        members = [by_day[day] for day in sorted(by_day)]
        flows = {group: moves.get((group, account), ()) for group in MOVES}
        levels = [Level(day, float(by_day[day].best)) for day in sorted(by_day)]
        arrivals = {move.end: float(move.best) for move in flows["crossing"] if move.begin == move.end}
        model = registration(_with_those_gone(levels, flows), arrivals)
        for at, (before, after) in enumerate(pairwise(members)):
            checks[after.id] = (_follows(before, after, flows, model, at),)
        for leap in leaps(levels, arrivals, model):
            after = by_day[leap.after.day]
            checks[after.id] = (*checks.get(after.id, ()), Check("balance", leap.kind == "surge", leap.text))
    return [replace(one, checks=one.checks + checks[one.id]) if one.id in checks else one for one in estimates]


def _moves(estimates: Iterable[Estimate]) -> Moves:
    found: dict[tuple[str, Account], list[Move]] = {}
    for one in estimates:
        if one.measure == "flow" and one.act in MOVES and one.period.first and one.period.last:
            # To a province of the country of origin: the country as a whole, or its sum, has them already.
            if one.act in _BACK and one.places[0].id != f"iso:{one.places[0].country}":
                continue
            begin, end = (day.toordinal() for day in window(one))
            if end - begin < _LONGEST:
                found.setdefault((one.act, account_of(one)), []).append(Move(end, begin, one.best))
    return {key: sorted(moves) for key, moves in found.items()}


def _moves_in(slot: Slot) -> bool:
    return slot.measure == "flow" and slot.span.closed and slot.span.days <= _LONGEST


def _follows(before: Estimate, after: Estimate, flows: Mapping[str, Sequence[Move]], model: Registration | None, at: int) -> Check:
    """How a stock follows from the one before, the ``at``-th of its account."""
    start, end = (before.period.last or date.min).toordinal(), (after.period.last or date.min).toordinal()
    came, days = _between(flows["crossing"], start, end)
    back, onward = (sum(_between(flows[group], start, end)[0] for group in groups) for groups in (_BACK, ("onward",)))
    entered = round(after.best + back + onward - before.best - model.misses[at]) if model and days else came
    residual = after.best - (before.best + entered - back - onward)
    holds = abs(residual) <= _HOLDS * max(before.best, 1) or days == 0
    known = f"{days} of {end - start} days have a claim of arrivals" if days else "nobody says how many arrived between"
    if model and days:
        arrived = f"{entered:,} of those who had arrived ({came:,} arrived in these days; they register some {model.delay:.0f} days later)"
    else:
        arrived = f"{came:,} arrivals"
    text = (
        f"{before.best:,} on {before.period.last} + {arrived} − {back:,} returns − {onward:,} moves onward leaves {residual:+,} "
        f"to the {after.best:,} of {after.period.last} ({known})"
    )
    return Check("balance", holds, text, tuple(used.claim for used in before.used))


def _with_those_gone(levels: Sequence[Level], flows: Mapping[str, Sequence[Move]]) -> list[Level]:
    """The levels as if nobody had left since the first: what arrivals alone would have made of them."""
    found, gone = list(levels[:1]), 0
    for before, after in pairwise(levels):
        gone += sum(_between(flows[group], before.day, after.day)[0] for group in (*_BACK, "onward"))
        found.append(Level(after.day, after.value + gone))
    return found


def _between(moves: Sequence[Move], start: int, end: int) -> tuple[int, int]:
    """How many moved after one day and up to another, in windows that do not overlap, and the days that these cover."""
    if end - start >= _FARTHEST:
        return 0, 0
    total = days = 0
    last = start
    for move in moves[bisect_right(moves, start, key=lambda one: one.end) : bisect_right(moves, end, key=lambda one: one.end)]:
        if move.begin > last:
            total, days, last = total + move.best, days + move.end - move.begin + 1, move.end
    return total, days
