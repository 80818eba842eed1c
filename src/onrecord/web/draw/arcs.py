"""Lines on the ground as short strings: steps of 1/100 degree, each as the difference from the one before, in printable characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SCALE = 100  # steps a degree: a little over a kilometre
_LOW, _MORE, _BITS = 63, 32, 5  # the coding of Google's "encoded polylines": five bits a character, from "?" on


def encode(points: Iterable[tuple[int, int]]) -> str:
    """Points (longitude and latitude in steps) as a string; :func:`decode` is the way back."""
    out: list[str] = []
    before = (0, 0)
    for point in points:
        for now, was in zip(point, before, strict=True):
            out += _number(now - was)
        before = point
    return "".join(out)


def decode(text: str) -> list[tuple[int, int]]:
    """The points of a string that :func:`encode` made."""
    values: list[int] = []
    value = shift = 0
    for character in text:
        code = ord(character) - _LOW
        value |= (code & (_MORE - 1)) << shift
        if code & _MORE:
            shift += _BITS
        else:
            values.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    x = y = 0
    points = []
    for step_x, step_y in zip(values[::2], values[1::2], strict=True):
        x, y = x + step_x, y + step_y
        points.append((x, y))
    return points


def simplify(points: Sequence[tuple[float, float]], tolerance: float) -> list[tuple[float, float]]:
    """A line with fewer points, none of those left out farther than ``tolerance`` from it (Douglas and Peucker). Its ends stay."""
    if len(points) < 3 or tolerance <= 0:
        return list(points)
    keep = {0, len(points) - 1}
    open_parts = [(0, len(points) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        at, far = _farthest(points, first, last)
        if far > tolerance * tolerance:
            keep.add(at)
            open_parts += [(first, at), (at, last)]
    return [points[at] for at in sorted(keep)]


def _farthest(points: Sequence[tuple[float, float]], first: int, last: int) -> tuple[int, float]:
    """The point between two that is farthest from the line through them, and the square of how far."""
    (ax, ay), (bx, by) = points[first], points[last]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    found, far = first, -1.0
    for at in range(first + 1, last):
        x, y = points[at]
        along = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length)) if length else 0.0
        off_x, off_y = x - ax - along * dx, y - ay - along * dy
        if (off := off_x * off_x + off_y * off_y) > far:
            found, far = at, off
    return found, far


def _number(value: int) -> list[str]:
    value = ~(value << 1) if value < 0 else value << 1
    out = []
    while value >= _MORE:
        out.append(chr((_MORE | (value & (_MORE - 1))) + _LOW))
        value >>= _BITS
    return [*out, chr(value + _LOW)]
