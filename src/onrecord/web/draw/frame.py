"""What part of the world a map shows, and where on the sheet a place comes to lie.

The projection is equidistant cylindrical with its true parallel in the middle of the map: distances are right there and along every meridian.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from onrecord.web.draw.svg import Point

NORTH, SOUTH = 84.0, -58.0  # nobody flees beyond
_NEAREST = 0.6  # degrees from top to bottom: a closer look shows nothing more
_MUCH = 0.75  # of the stretch that does not cross the antimeridian: one that does must be shorter
_AROUND = 0.14  # of the box that is left free on each side


class Box(NamedTuple):
    """A part of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> Point:
        """Longitude and latitude of its middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def meets(self, other: Box) -> bool:
        """Whether they share anything."""
        return self.west <= other.east and other.west <= self.east and self.south <= other.north and other.south <= self.north


TURNS = (-360.0, 0.0, 360.0)  # degrees: the ground goes round
WORLD = Box(-170, -56, 180, 78)


class Frame(NamedTuple):
    """A sheet of ``width`` by ``height`` pixels on which a box is drawn: ``x = (longitude - west) * across``, ``y = (north - latitude) * down``."""

    box: Box
    width: int
    height: int
    across: float
    down: float

    def place(self, longitude: float, latitude: float) -> Point:
        """Where a place comes to lie."""
        return (longitude - self.box.west) * self.across, (self.box.north - latitude) * self.down

    def at(self, longitude: float, latitude: float) -> Point:
        """Where a single place comes to lie, by the shorter way around from the middle of the sheet."""
        return self.place(beside(longitude, self.box.middle[0]), latitude)

    def turned(self, degrees: float) -> Frame:
        """The same sheet, for a ground that lies so many degrees further east."""
        west, south, east, north = self.box
        return self._replace(box=Box(west - degrees, south, east - degrees, north))

    def holds(self, point: Point, margin: float = 0) -> bool:
        """Whether a point lies on the sheet, ``margin`` pixels from its edge."""
        return margin <= point[0] <= self.width - margin and margin <= point[1] <= self.height - margin

    def zoomed(self, factor: float) -> Box:
        """The box about the same middle, ``factor`` times as large."""
        (x, y), (west, south, east, north) = self.box.middle, self.box
        half_x, half_y = (east - west) / 2 * factor, (north - south) / 2 * factor
        return Box(x - half_x, y - half_y, x + half_x, y + half_y)


def beside(longitude: float, middle: float) -> float:
    """The same longitude, turned so that it is at most 180 degrees from ``middle``."""
    return longitude if abs(longitude - middle) <= 180 else (longitude - middle + 180) % 360 + middle - 180


def around(places: Iterable[Point], least: float = 4.0) -> Box:
    """The box about some places (longitude, latitude), with room on each side; the world where there are none."""
    found = list(places)
    if not found:
        return WORLD
    west, east = _span([x for x, _ in found])
    south, north = min(y for _, y in found), max(y for _, y in found)
    add_x, add_y = max((east - west) * _AROUND, (least - (east - west)) / 2), max((north - south) * _AROUND, (least - (north - south)) / 2)
    return Box(west - add_x, south - add_y, east + add_x, north + add_y)


def _span(longitudes: Iterable[float]) -> Point:
    """The western and the eastern end of the least stretch that holds these longitudes; beyond 180 only where that is much shorter."""
    found = sorted(longitudes)
    gaps = [b - a for a, b in pairwise(found)]
    widest = max(range(len(gaps)), key=gaps.__getitem__, default=None)
    if widest is None or 360 - gaps[widest] > _MUCH * (found[-1] - found[0]):
        return found[0], found[-1]
    return found[widest + 1], found[widest] + 360


def height_for(box: Box, width: int, most: int) -> int:
    """How high a sheet of this width must be to show a box and no sea above and below it; ``most`` at most, two thirds of that at least."""
    narrow = math.cos(math.radians(max(min(box.middle[1], 75), -75)))
    wanted = width * (box.north - box.south) / max((box.east - box.west) * narrow, 1e-6)
    return round(max(min(wanted, most), most * 2 / 3))


def fitted(box: Box, width: int, height: int) -> Frame:
    """The frame that shows a box, widened or heightened to the shape of the sheet, and kept within the world where it is smaller."""
    middle_y = max(min(box.middle[1], 75), -75)
    narrow = math.cos(math.radians(middle_y))
    down = min(height / max(box.north - box.south, _NEAREST), width / max((box.east - box.west) * narrow, 1e-6))
    down = min(max(down, 1e-6), height / _NEAREST)
    across = down * narrow
    half_x, half_y = width / across / 2, height / down / 2
    x = box.middle[0]
    y = max(min(box.middle[1], NORTH - half_y), SOUTH + half_y) if half_y * 2 < NORTH - SOUTH else (NORTH + SOUTH) / 2
    return Frame(Box(x - half_x, y - half_y, x + half_x, y + half_y), width, height, across, down)
