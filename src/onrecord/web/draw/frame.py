"""What part of the world a map shows, and where on the sheet a place comes to lie.

The projection is equidistant cylindrical with its true parallel in the middle of the map: distances are right there and along every meridian.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from onrecord.web.draw.svg import Point

NORTH, SOUTH = 84.0, -58.0  # nobody flees beyond
_NEAREST = 0.6  # degrees from top to bottom: a closer look shows nothing more
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

    def holds(self, point: Point, margin: float = 0) -> bool:
        """Whether a point lies on the sheet, ``margin`` pixels from its edge."""
        return margin <= point[0] <= self.width - margin and margin <= point[1] <= self.height - margin

    def zoomed(self, factor: float) -> Box:
        """The box about the same middle, ``factor`` times as large."""
        (x, y), (west, south, east, north) = self.box.middle, self.box
        half_x, half_y = (east - west) / 2 * factor, (north - south) / 2 * factor
        return Box(x - half_x, y - half_y, x + half_x, y + half_y)


def around(places: Iterable[Point], least: float = 4.0) -> Box:
    """The box about some places (longitude, latitude), with room on each side; the world where there are none."""
    found = list(places)
    if not found:
        return WORLD
    west, east = min(x for x, _ in found), max(x for x, _ in found)
    south, north = min(y for _, y in found), max(y for _, y in found)
    add_x, add_y = max((east - west) * _AROUND, (least - (east - west)) / 2), max((north - south) * _AROUND, (least - (north - south)) / 2)
    return Box(west - add_x, south - add_y, east + add_x, north + add_y)


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
