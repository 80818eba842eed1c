"""Countries and their first-level divisions, from ``web/data/basemap.json`` (made by ``tools/make_basemap.py``), as paths of a map.

A country across the antimeridian is in one piece, so its longitudes may go beyond 180. The ground goes round: it is drawn once more, a turn to
the west or east, where the frame reaches there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from onrecord.web.draw.arcs import SCALE, decode, simplify
from onrecord.web.draw.frame import TURNS, Box, Frame
from onrecord.web.draw.svg import Point, path

_FINE = 0.6  # pixels: what is left out is hardly seen
_SPECK = 2.0  # pixels: smaller islands are left out, unless they are the largest of their country
_FARTHEST = 195.0  # degrees: how far east and west the land of a country that lies across the antimeridian goes on
_STEPS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.35)  # degrees: how far lines are simplified, kept ready


class Country(NamedTuple):
    """``box``: about its main land. ``centre``: a point well inside (longitude, latitude). Rings are numbers of arcs, ~n backwards."""

    box: Box
    centre: Point
    rings: tuple[tuple[int, ...], ...]
    divisions: dict[str, Point]  # code (ISO 3166-2 or GeoNames) to a point well inside
    inner: tuple[int, ...]  # arcs between divisions


class Ground(NamedTuple):
    """Paths of a map: the land of each country, the borders between divisions."""

    land: tuple[tuple[str, str], ...]
    divisions: str


@cache
def countries() -> dict[str, Country]:
    """All countries, by ISO alpha-3."""
    return {code: _country(one) for code, one in _file()["countries"].items()}


@lru_cache(maxsize=64)
def ground(frame: Frame, divided: frozenset[str]) -> Ground:
    """What is drawn under a map. ``divided``: the countries whose divisions are shown."""
    level = next((at for at in range(len(_STEPS) - 1, 0, -1) if _STEPS[at] * frame.down <= _FINE), 0)
    frames = [frame.turned(turn) for turn in TURNS if Box(-_FARTHEST, -90, _FARTHEST, 90).meets(frame.turned(turn).box)]
    land = []
    for code, one in countries().items():
        drawn = "".join(_land(one, each, level) for each in frames)
        if drawn:
            land.append((code, drawn))
    inner = [arc for code, _ in land if code in divided for arc in countries()[code].inner]
    return Ground(tuple(land), "".join(_lines(inner, each, level) for each in frames))


def _land(one: Country, frame: Frame, level: int) -> str:
    """The land of a country on a frame, as a path."""
    rings = [ring for at, ring in enumerate(one.rings) if _meets(ring, frame.box) and (at == 0 or _size(ring) * frame.down > _SPECK)]
    cut = (_clipped(_ring(ring, level), frame.box) for ring in rings)
    return "".join(path([frame.place(*point) for point in ring], closed=True) for ring in cut if len(ring) > 2)


def _country(one: dict[str, object]) -> Country:
    box, centre, rings, divisions = (one[key] for key in ("box", "centre", "rings", "divisions"))
    assert isinstance(box, list) and isinstance(centre, list) and isinstance(rings, list) and isinstance(divisions, dict)
    outer = {arc if arc >= 0 else ~arc for ring in rings for arc in ring}
    used = Counter(arc if arc >= 0 else ~arc for part in divisions.values() for ring in part["rings"] for arc in ring)
    inner = tuple(arc for arc in used if arc not in outer)
    middles = {code: (part["centre"][0] / SCALE, part["centre"][1] / SCALE) for code, part in divisions.items() if code}
    return Country(Box(*(edge / SCALE for edge in box)), (centre[0] / SCALE, centre[1] / SCALE), tuple(map(tuple, rings)), middles, inner)


@cache
def _file() -> dict[str, dict[str, dict[str, object]]]:
    found: dict[str, dict[str, dict[str, object]]] = json.loads(files("onrecord.web").joinpath("data/basemap.json").read_text("utf-8"))
    return found


@lru_cache(maxsize=60_000)
def _arc(number: int, level: int) -> tuple[Point, ...]:
    """A line on the ground in degrees, simplified."""
    if level:
        return tuple(simplify(_arc(number, level - 1), _STEPS[level]))
    text = str(_file()["arcs"][number])  # type: ignore[index]
    return tuple((x / SCALE, y / SCALE) for x, y in decode(text))


@cache
def _extent(number: int) -> Box:
    points = _arc(number if number >= 0 else ~number, 0)
    return Box(min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points))


@lru_cache(maxsize=20_000)
def _whole(ring: tuple[int, ...]) -> Box:
    extents = [_extent(arc) for arc in ring]
    return Box(min(e.west for e in extents), min(e.south for e in extents), max(e.east for e in extents), max(e.north for e in extents))


def _meets(ring: tuple[int, ...], view: Box) -> bool:
    return _whole(ring).meets(view)


def _size(ring: tuple[int, ...]) -> float:
    """The longer side of a ring's box, in degrees."""
    whole = _whole(ring)
    return max(whole.east - whole.west, whole.north - whole.south)


def _ring(ring: Sequence[int], level: int) -> list[Point]:
    points: list[Point] = []
    for number in ring:
        points += _arc(number, level) if number >= 0 else _arc(~number, level)[::-1]
    return points


def _lines(arcs: Iterable[int], frame: Frame, level: int) -> str:
    shown = (_arc(number, level) for number in arcs if _extent(number).meets(frame.box))
    return "".join(path([frame.place(*point) for point in piece]) for arc in shown for piece in _pieces(arc, frame.box))


def _pieces(points: Sequence[Point], view: Box) -> Iterator[list[Point]]:
    """The stretches of a line that have an end of each of their segments near the sheet."""
    margin_x, margin_y = view.east - view.west, view.north - view.south
    wide = Box(view.west - margin_x, view.south - margin_y, view.east + margin_x, view.north + margin_y)
    piece: list[Point] = []
    for point in points:
        piece.append(point)
        if not (wide.west <= point[0] <= wide.east and wide.south <= point[1] <= wide.north):
            if len(piece) > 2:
                yield piece
            piece = [point]
    if len(piece) > 1:
        yield piece


def _clipped(ring: list[Point], view: Box) -> list[Point]:
    """A ring cut off a little outside the sheet (Sutherland and Hodgman)."""
    margin_x, margin_y = (view.east - view.west) * 0.1, (view.north - view.south) * 0.1
    for axis, edge, side in (
        (0, view.west - margin_x, 1), (0, view.east + margin_x, -1), (1, view.south - margin_y, 1), (1, view.north + margin_y, -1),
    ):  # fmt: skip
        if all((point[axis] - edge) * side >= 0 for point in ring):
            continue
        ring = list(_cut(ring, axis, edge, side))
    return ring


def _cut(ring: list[Point], axis: int, edge: float, side: int) -> Iterator[Point]:
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        was, now = (before[axis] - edge) * side >= 0, (point[axis] - edge) * side >= 0
        if was != now:
            share = (edge - before[axis]) / (point[axis] - before[axis])
            yield (before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1]))
        if now:
            yield point
