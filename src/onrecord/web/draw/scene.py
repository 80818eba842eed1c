"""What a map shows: which of many estimates, where, and how sure. One mark for a family of acts at a place, one flow for an origin and a goal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.picture import roll_up
from onrecord.types import Estimate
from onrecord.web.draw.svg import Point
from onrecord.web.wording import Family, family

EVERYONE = "people"
_OPEN = 0.3  # how sure an estimate is that nothing bounds from above
_CROSSING = ("crossing", "return", "expulsion", "defection")


@dataclass(frozen=True, slots=True)
class Headline:
    """What is said of one act at one place: flows of the days shown added up where they do not overlap, of stocks the latest. ``members``:
    how many estimates it comes from."""

    estimate: Estimate
    members: int

    @property
    def sureness(self) -> float:
        """0 to 1: how narrow the range is beside the best number."""
        one = self.estimate
        if one.high is None:
            return _OPEN
        return max(0.0, 1 - (one.high - one.low) / (2 * max(one.best, 1))) * (1.0 if all(check.holds for check in one.checks) else 0.7)


@dataclass(frozen=True, slots=True)
class Mark:
    """Headlines of one family at one place (longitude, latitude), the largest first."""

    family: Family
    place: Point
    headlines: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """People who went from one place to another one."""

    origin: Point
    goal: Point
    headline: Headline


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


def headlines(estimates: Iterable[Estimate]) -> list[Headline]:
    """One for each act, measure, unit, origin and place: of everyone, else of the largest group of people."""
    groups: dict[tuple[object, ...], dict[str, list[Estimate]]] = {}
    for one in estimates:
        key = (one.act, one.measure, one.unit, one.origin, tuple(area.id for area in one.places))
        groups.setdefault(key, {}).setdefault(one.population, []).append(one)
    found = []
    for by_population in groups.values():
        members = by_population.get(EVERYONE) or max(by_population.values(), key=lambda some: max(one.best for one in some))
        rolled = roll_up(members, "total") if len(members) > 1 else members
        found += [Headline(one, len(members)) for one in rolled if one.best > 0]
    return sorted(found, key=lambda one: (-one.estimate.best, one.estimate.id))


def scene(found: Sequence[Headline], where: Mapping[str, Point], country: Callable[[str], Point | None]) -> Scene:
    """Marks and flows of these headlines. ``where`` (by id of the area) and ``country`` (by ISO alpha-3) tell longitude and latitude."""
    marks: dict[tuple[Family, Point], list[Headline]] = {}
    flows, unplaced = [], []
    for one in found:
        estimate = one.estimate
        points = [point for area in estimate.places if (point := where.get(area.id))]
        if not points or len(points) < len(estimate.places):
            unplaced.append(one)
            continue
        goal = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
        origin = country(estimate.origin) if estimate.origin and estimate.measure == "flow" and estimate.act in _CROSSING else None
        if origin and origin != goal:
            flows.append(Flow(origin, goal, one))
        else:
            marks.setdefault((family(estimate.act), goal), []).append(one)
    made = tuple(Mark(kind, place, tuple(some)) for (kind, place), some in marks.items())
    return Scene(made, tuple(flows), tuple(unplaced))
