"""SVG as text, with everything escaped that is not SVG already."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

Point = tuple[float, float]


def element(name: str, *children: str, **attributes: object) -> Markup:
    """An element. ``class_`` is the attribute class, ``stroke_width`` stroke-width; attributes that are ``None`` are left out, numbers
    get one decimal place. Children that are not :class:`markupsafe.Markup` are text, and escaped."""
    said = "".join(f' {_attribute(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    inner = Markup("").join(children)
    return Markup(f"<{name}{said}/>" if not children else f"<{name}{said}>{inner}</{name}>")


def path(points: Iterable[Point], closed: bool = False) -> str:
    """The ``d`` of a line through these points, in whole and tenth units, each relative to the one before."""
    out: list[str] = []
    x = y = 0
    for at, point in enumerate(points):
        now_x, now_y = round(point[0] * 10), round(point[1] * 10)
        if at == 0:
            out.append(f"M{tenth(now_x)} {tenth(now_y)}l")
        elif (now_x, now_y) != (x, y):
            out.append(f"{tenth(now_x - x)} {tenth(now_y - y)} ")
        x, y = now_x, now_y
    if len(out) < 2:  # nothing that could be seen
        return ""
    return "".join(out).rstrip() + ("z" if closed else "")


def tenth(value: int) -> str:
    """A number of tenths, as short as it can be written: "12.5", "3", "-.4"."""
    whole, rest = divmod(abs(value), 10)
    sign = "-" if value < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest}"


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    if isinstance(value, float):
        return tenth(round(value * 10))
    return str(escape(str(value)))
