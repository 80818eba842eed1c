"""What a board answers with: headlines for maps, tracks for timelines. Made by the thousand, so they are tuples, and what a headline is
about stays JSON text until somebody asks for the estimate."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.types import Area, Estimate, Period
from onrecord.web.wording import named

_REMEMBERED = 5_000  # headlines, and what they are about


class Headline(NamedTuple):
    """What is said of one thing at one place, all days of a view together: flows added up where they do not overlap, of stocks the latest.

    ``about``: JSON text of what is counted (:func:`about_of`). ``members``: how many estimates it comes from; ``id`` is that of the largest
    or latest of them. ``high``: ``None`` where nothing bounds it."""

    about: str
    first: date | None
    last: date | None
    low: int
    best: int
    high: int | None
    members: int
    id: str

    @classmethod
    def of(cls, one: Estimate, members: int) -> Headline:
        """The headline that an estimate is."""
        return cls(about_of(one), one.period.first, one.period.last, one.low, one.best, one.high, members, one.id)

    @property
    def estimate(self) -> Estimate:
        """The same as an estimate, without the claims behind it."""
        return _estimate(self)


class Point(NamedTuple):
    """One estimate of a track. ``broken``: a check does not hold; ``leap``: "definition break" or "surge", with its words in ``said``.
    ``summed``: nobody says it; it is a sum of parts, and those of another day may be others."""

    id: str
    first: date | None
    last: date | None
    low: int
    best: int
    high: int | None
    broken: bool = False
    leap: str = ""
    said: str = ""
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """One thing over time, in order. ``headline``: all its days together. ``left_off``: points beyond the most that are shown."""

    headline: Headline
    points: tuple[Point, ...]
    left_off: int = 0

    @property
    def about(self) -> Estimate:
        """The headline as an estimate."""
        return self.headline.estimate


def about_of(one: Estimate) -> str:
    """JSON text of what an estimate counts, and where, as the API says it."""
    values = {
        "act": one.act, "measure": one.measure, "population": one.population, "unit": one.unit, "origin": one.origin,
        "places": [{"id": area.id, "name": named(area), "country": area.country} for area in one.places],
    }  # fmt: skip
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()


@lru_cache(_REMEMBERED)
def _estimate(one: Headline) -> Estimate:
    about, places = _about(one.about)
    period = Period(one.first, one.last)
    return Estimate(one.id, **about, places=places, period=period, low=one.low, best=one.best, high=one.high, used=(), set_aside=())


@lru_cache(_REMEMBERED)
def _about(text: str) -> tuple[dict[str, Any], tuple[Area, ...]]:
    values = json.loads(text)
    return values, tuple(Area(place["id"], place["name"], place["country"]) for place in values.pop("places"))
