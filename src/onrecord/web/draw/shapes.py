"""The shapes of a map: a family of acts has a shape as well as a colour; a flow is an arrow that widens towards its goal."""

from __future__ import annotations

import math

from markupsafe import Markup

from onrecord.web.draw.svg import Point, element, path
from onrecord.web.wording import Family

_BEND = 0.16  # of its length that an arrow is bent aside
_STEPS = 18
_CLEAR = 7.0  # pixels between an arrow's tip and its goal


def shape(kind: Family, at: Point, radius: float, **attributes: object) -> Markup:
    """A circle, square, diamond or triangle of the same area as a circle of this radius."""
    x, y = at
    if kind == "move":
        return element("circle", cx=float(x), cy=float(y), r=float(radius), **attributes)
    if kind == "stay":
        half = radius * math.sqrt(math.pi) / 2
        return element("rect", x=x - half, y=y - half, width=2 * half, height=2 * half, rx=1.5, **attributes)
    if kind == "homes":
        half = radius * math.sqrt(math.pi / 2)
        return element("path", d=path([(x, y - half), (x + half, y), (x, y + half), (x - half, y)], closed=True), **attributes)
    side = radius * math.sqrt(math.pi) * 2 / 3**0.25
    high = side * math.sqrt(3) / 2
    corners = [(x, y - high * 2 / 3), (x + side / 2, y + high / 3), (x - side / 2, y + high / 3)]
    return element("path", d=path(corners, closed=True), **attributes)


def arrow(origin: Point, goal: Point, width: float) -> str:
    """The outline of a bent arrow, ``width`` pixels wide where its head begins, a quarter of it at its origin."""
    length, over = math.dist(origin, goal), _over(origin, goal)
    head = min(max(width * 1.5, 7.0), length / 2.5)
    end = 1 - min(_CLEAR, length / 4) / length
    neck = max(end - head / length, 0.1)
    middle = [_on(origin, over, goal, neck * step / _STEPS) for step in range(_STEPS + 1)]
    left, right = [], []
    for at, point in enumerate(middle):
        across = _across(origin, over, goal, neck * at / _STEPS)
        half = width / 2 * (0.25 + 0.75 * at / _STEPS)
        left.append((point[0] + across[0] * half, point[1] + across[1] * half))
        right.append((point[0] - across[0] * half, point[1] - across[1] * half))
    across, wing = _across(origin, over, goal, neck), width / 2 + max(3.0, width * 0.4)
    last = middle[-1]
    barb = [(last[0] + across[0] * wing * side, last[1] + across[1] * wing * side) for side in (1, -1)]
    return path([*left, barb[0], _on(origin, over, goal, end), barb[1], *reversed(right)], closed=True)


def spine(origin: Point, goal: Point) -> list[Point]:
    """Points along the middle of the arrow, a few pixels apart, from its origin to its tip."""
    over, steps = _over(origin, goal), max(4, min(60, int(math.dist(origin, goal) / 7)))
    return [_on(origin, over, goal, at / steps) for at in range(steps + 1)]


def _over(origin: Point, goal: Point) -> Point:
    """The point that the curve bends towards."""
    return (origin[0] + goal[0]) / 2 - (goal[1] - origin[1]) * _BEND, (origin[1] + goal[1]) / 2 + (goal[0] - origin[0]) * _BEND


def _on(origin: Point, over: Point, goal: Point, share: float) -> Point:
    """A point of the curve."""
    a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return a * origin[0] + b * over[0] + c * goal[0], a * origin[1] + b * over[1] + c * goal[1]


def _across(origin: Point, over: Point, goal: Point, share: float) -> Point:
    """The direction across the curve at a point of it, one pixel long."""
    dx = (1 - share) * (over[0] - origin[0]) + share * (goal[0] - over[0])
    dy = (1 - share) * (over[1] - origin[1]) + share * (goal[1] - over[1])
    length = math.hypot(dx, dy) or 1.0
    return -dy / length, dx / length
