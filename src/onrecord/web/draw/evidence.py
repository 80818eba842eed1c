"""Small drawings of evidence: the claims of an estimate beside each other, and how far a source runs from what settled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from onrecord.types import Estimate
from onrecord.web import wording
from onrecord.web.draw.labels import width_of
from onrecord.web.draw.svg import element

_ROW, _TOP, _LEFT, _RIGHT = 24, 26, 12, 16
_WORDS = 170  # pixels for the names of sources
_NARROW = 560  # pixels: on a narrower sheet the names stand above their lines
_BAR, _HIGH, _MOST = 160, 18, 0.6  # of a scorecard's bar: width, height, the error at its ends


class Said(NamedTuple):
    """One claim of a picture of evidence. ``weight``: 0 to 1; ``None``: set aside."""

    name: str
    value: int
    low: int | None
    high: int | None
    weight: float | None


def draw_claims(one: Estimate, claims: Sequence[Said], width: int) -> Markup:
    """Each claim as a line from its low to its high on one axis, over the range of the estimate."""
    narrow = width < _NARROW
    left, row = (_LEFT, _ROW + 14) if narrow else (_LEFT + _WORDS, _ROW)
    numbers = [one.low, one.high or one.best, one.best, *(said.value for said in claims), *(said.high or 0 for said in claims)]
    least, most = _ends(min([one.low, *(said.low or said.value for said in claims)]), max(numbers))
    across = (width - left - _RIGHT) / (most - least)

    def x(value: float) -> float:
        return left + (min(max(value, least), most) - least) * across

    bottom = _TOP + row * len(claims)
    high = x(one.high) if one.high is not None else float(width - _RIGHT)
    back = [
        element("rect", x=x(one.low), y=_TOP - 4, width=max(high - x(one.low), 2.0), height=bottom - _TOP + 8, class_="reach"),
        element("path", d=f"M{x(one.best):.1f} {_TOP - 8}V{bottom + 8}", class_="best"),
        *(_tick(x(value), value, bottom) for value in _ticks(least, most)),
        element("text", f"{one.best:,}", x=x(one.best), y=_TOP - 12, text_anchor="middle", class_="figure", data_number=one.best),
    ]
    rows = [_claim(said, _TOP + row * (at + 1) - _ROW / 2, x, narrow) for at, said in enumerate(claims)]
    return element(
        "svg", *back, *rows, viewBox=f"0 0 {width} {bottom + 32}", class_=f"claims act-{wording.family(one.act)}", role="img",
        aria_label=f"{len(claims)} claims beside the estimate of {one.best:,}; the list below says the same",
    )  # fmt: skip


def draw_error(error: float, spread: float) -> Markup:
    """A scorecard's bar: its usual error as a dot beside the line of no error, with its spread around it."""
    middle, scale = _BAR / 2, _BAR / 2 / _MOST

    def x(value: float) -> float:
        return middle + min(max(value, -_MOST), _MOST) * scale

    low, high = (math.exp(math.log1p(max(error, -0.99)) + sign * spread) - 1 for sign in (-1, 1))
    y = _HIGH / 2
    return element(
        "svg",
        element("path", d=f"M{middle} 1V{_HIGH - 1}", class_="zero"),
        element("path", d=f"M{x(low):.1f} {y}H{x(high):.1f}", class_="spread"),
        element("circle", cx=x(error), cy=y, r=4.0, class_="error"),
        viewBox=f"0 0 {_BAR} {_HIGH}", width=_BAR, height=_HIGH, class_="scorebar", aria_hidden="true",
    )  # fmt: skip


def _claim(said: Said, y: float, x: object, narrow: bool) -> Markup:
    assert callable(x)
    used = said.weight is not None
    most = _WORDS / 12 / 0.56 if not narrow else 44
    name = said.name if len(said.name) <= most else said.name[: int(most) - 1].rstrip() + "…"
    strong = f"{0.35 + 0.65 * (said.weight or 0):.2f}" if used else None
    low, high = x(said.low if said.low is not None else said.value), x(said.high if said.high is not None else said.value * 1e9)
    shapes = [element("path", d=f"M{low:.1f} {y:.1f}H{high:.1f}", class_="span", stroke_opacity=strong)] if high > low + 1 else []
    shapes.append(element("circle", cx=float(x(said.value)), cy=y, r=5.0 if used else 4.0, class_="dot", fill_opacity=strong))
    label = element("text", name, x=_LEFT, y=y - 13 if narrow else y + 4, class_="name")
    return element("g", label, *shapes, class_="used" if used else "aside")


def _tick(x: float, value: float, bottom: float) -> Markup:
    return element(
        "g",
        element("path", d=f"M{x:.1f} {_TOP - 4}V{bottom + 4}", class_="grid"),
        element("text", f"{value:,.0f}", x=x, y=bottom + 20, text_anchor="middle", class_="scale", data_number=f"{value:.0f}"),
    )


def _ends(low: float, high: float) -> tuple[float, float]:
    """The ends of an axis: from nought, unless that would press everything into a corner."""
    spare = max((high - low) * 0.12, high * 0.02, 1)
    return (0.0 if low < 0.6 * high else max(low - spare, 0.0)), high + spare


def _ticks(least: float, most: float) -> list[float]:
    """Three to five round numbers between the ends."""
    rough = (most - least) / 4
    power = 10 ** math.floor(math.log10(max(rough, 1)))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough)
    first = math.ceil(least / step) * step
    found = [first + at * step for at in range(6) if first + at * step <= most]
    wide = width_of(f"{most:,.0f}", 12)
    return found[::2] if len(found) * wide * 1.4 > 480 else found
