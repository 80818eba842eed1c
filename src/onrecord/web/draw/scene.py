"""What a map shows: which of many estimates, where, and how sure. One mark for a family of acts at a place, one flow for an origin and a goal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.types import Estimate
from onrecord.web.board import Headline
from onrecord.web.draw.frame import beside
from onrecord.web.draw.svg import Point
from onrecord.web.wording import Family, family

_OPEN = 0.3  # how sure an estimate is that nothing bounds from above
_CROSSING = ("crossing", "return", "expulsion", "defection")


def sureness(one: Estimate) -> float:
    """0 to 1: how narrow the range is beside the best number."""
    if one.high is None:
        return _OPEN
    return max(0.0, 1 - (one.high - one.low) / (2 * max(one.best, 1)))


@dataclass(frozen=True, slots=True)
class Mark:
    """Headlines of one family at one place (longitude, latitude), the largest first."""

    family: Family
    place: Point
    headlines: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """People who went from one place to another one: all that is said of them, the largest number first."""

    origin: Point
    goal: Point
    headlines: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """``unplaced``: headlines whose places no list knows, or that lie "outside" a country: a map cannot show them."""

    marks: tuple[Mark, ...]
    flows: tuple[Flow, ...]
    unplaced: tuple[Headline, ...]

    @property
    def places(self) -> list[Point]:
        """Everything that must be on the sheet."""
        return [mark.place for mark in self.marks] + [end for flow in self.flows for end in (flow.origin, flow.goal)]


def scene(found: Sequence[Headline], where: Mapping[str, Point], country: Callable[[str], Point | None]) -> Scene:
    """Marks and flows of these headlines. ``where`` (by id of the area) and ``country`` (by ISO alpha-3) tell longitude and latitude."""
    marks: dict[tuple[Family, Point], list[Headline]] = {}
    flows: dict[tuple[Point, Point], list[Headline]] = {}
    unplaced = []
    for one in found:
        estimate = one.estimate
        points = [point for area in estimate.places if (point := where.get(area.id))]
        if not points or len(points) < len(estimate.places):
            unplaced.append(one)
            continue
        near = [beside(x, points[0][0]) for x, _ in points]
        goal = (sum(near) / len(points), sum(y for _, y in points) / len(points))
        origin = country(estimate.origin) if estimate.origin and estimate.measure == "flow" and estimate.act in _CROSSING else None
        if origin and origin != goal:
            flows.setdefault((origin, goal), []).append(one)
        else:
            marks.setdefault((family(estimate.act), goal), []).append(one)
    made = tuple(Mark(kind, place, tuple(some)) for (kind, place), some in marks.items())
    gone = tuple(Flow(origin, goal, tuple(some)) for (origin, goal), some in flows.items())
    return Scene(made, gone, tuple(unplaced))
