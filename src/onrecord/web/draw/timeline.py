"""Series as SVG, one chart below the other on one axis of days: bars for flows, lines for stocks, each with the range around its best number."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import Markup

from onrecord.render.wording import day as say_day
from onrecord.types import Estimate
from onrecord.web import wording
from onrecord.web.draw.labels import width_of
from onrecord.web.draw.series import Moment, Series, extent
from onrecord.web.draw.svg import Point, element, path
from onrecord.web.wording import family

Link = Callable[[Estimate], str]
_ROW, _HEAD, _FOOT, _GAP = 78, 24, 22, 16  # pixels: height of a chart, of its words, of the days below, between charts
_LEFT, _RIGHT = 8, 56
_NARROWEST = 4.0  # pixels: of a bar
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Axis(NamedTuple):
    """Days from left to right."""

    first: date
    last: date
    width: int

    def x(self, day: date, end: bool = False) -> float:
        """Where a day begins on the sheet, or ends."""
        days = (day - self.first).days + (1 if end else 0)
        return _LEFT + days / ((self.last - self.first).days + 1) * (self.width - _LEFT - _RIGHT)

    def middle(self, day: date) -> float:
        """Where the middle of a day is."""
        return (self.x(day) + self.x(day, end=True)) / 2


class Chart(NamedTuple):
    """One series' part of the sheet: its top and the number at its upper edge."""

    axis: Axis
    top: float
    most: float

    def y(self, value: float) -> float:
        """How far down a number lies."""
        return self.top + _ROW * (1 - min(value / self.most, 1.06))


def axis_of(some: Iterable[Series], width: int) -> Axis | None:
    """The days of these series with a little room; ``None`` where no series has a day."""
    found = extent(some)
    if found is None:
        return None
    spare = timedelta(max(1, round((found[1] - found[0]).days * 0.03)))
    begin = found[0] - spare if found[0] > date.min + spare else found[0]
    return Axis(begin, found[1] + spare if found[1] < date.max - spare else found[1], width)


def draw_timeline(some: Sequence[Series], axis: Axis, link: Link, title: str) -> Markup:
    """Charts of some series on one axis. ``link``: where an estimate leads."""
    drawn: list[Markup] = []
    top = 0.0
    for one in some:
        drawn.append(_chart(one, Chart(axis, top + _HEAD, _nice(one.top)), link))
        top += _HEAD + _ROW + _GAP
    height = round(top + _FOOT)
    days = element("g", *_days(axis, top), class_="days", aria_hidden="true")
    return element("svg", days, *drawn, viewBox=f"0 0 {axis.width} {height}", class_="timeline", role="group", aria_label=title)


def _chart(one: Series, chart: Chart, link: Link) -> Markup:
    head = one.head
    words = heading(head)
    bottom, right = chart.y(0), chart.axis.width - _RIGHT
    base = element("path", d=f"M{_LEFT} {bottom:.1f}H{right}", class_="base")
    line = element("path", d=f"M{_LEFT} {chart.y(chart.most):.1f}H{right}", class_="grid")
    most = element("text", f"{chart.most:,.0f}", x=float(right + 6), y=chart.y(chart.most) + 4, class_="scale", data_number=f"{chart.most:.0f}")
    zero = element("text", "0", x=float(right + 6), y=bottom + 4, class_="scale")
    room = chart.axis.width - 2 * _LEFT
    shown = words if width_of(words, 13) < room else words[: int(room / 13 / 0.56) - 1].rstrip() + "…"
    told = element("text", shown, x=_LEFT, y=chart.top - 9, class_="heading")
    inside = _stock(one, chart, link) if one.measure == "stock" else _flow(one, chart, link)
    return element("g", line, base, most, zero, told, *inside, class_=f"chart act-{family(head.act)}", role="group", aria_label=words)


def heading(one: Estimate) -> str:
    """What a chart is about."""
    origin = f" from {wording.country_name(one.origin)}" if one.origin else ""
    act = wording.act(one.act)
    return f"{wording.places(one)}: {wording.who(one)}{origin}, {act}"


def _flow(one: Series, chart: Chart, link: Link) -> Iterator[Markup]:
    """A bar as wide as the days it covers, with its range at its right end; long periods behind short ones."""
    for moment in sorted(one.moments, key=lambda each: (each.first - each.last, each.last)):
        left, right = _width(chart.axis, moment)
        estimate = moment.estimate
        best = chart.y(estimate.best)
        bar = element("rect", x=left, y=best, width=right - left, height=max(chart.y(0) - best, 1.0), class_="bar")
        middle = (left + right) / 2
        yield _linked(moment, link, [bar, *_range(middle, estimate, chart), *_vintage(left, right, moment, chart)])


def _stock(one: Series, chart: Chart, link: Link) -> Iterator[Markup]:
    """A line through the best numbers in the band of their ranges."""
    axis = chart.axis
    best = [(axis.middle(moment.last), chart.y(moment.estimate.best)) for moment in one.moments]
    upper = [(axis.middle(each.last), chart.y(_high(each.estimate, chart))) for each in one.moments]
    lower = [(axis.middle(each.last), chart.y(each.estimate.low)) for each in one.moments]
    if len(best) > 1:
        yield element("path", d=path([*upper, *reversed(lower)], closed=True), class_="band")
        yield element("path", d=path(best), class_="line")
    crowded = len(best) > (axis.width - _LEFT - _RIGHT) / 9
    for moment, (x, y) in zip(one.moments, best, strict=True):
        if moment.leap:
            yield _leap(moment, x, chart)
        dot = element("circle", cx=x, cy=y, r=1.6 if crowded else 3.5, class_="dot")
        spread = _range(x, moment.estimate, chart) if not crowded else []
        yield _linked(moment, link, [*spread, *_vintage(x - 4, x + 4, moment, chart), dot])


def _range(x: float, one: Estimate, chart: Chart) -> list[Markup]:
    """A line from low to high; an arrow up where nothing bounds it."""
    if one.high == one.low:
        return []
    low, high = chart.y(one.low), chart.y(_high(one, chart))
    drawn = [element("path", d=f"M{x:.1f} {low:.1f}V{high:.1f}", class_="range" if one.high is not None else "range open")]
    if one.high is None:
        drawn.append(element("path", d=f"M{x - 4:.1f} {high + 5:.1f}l4 -5 4 5", class_="range tip"))
    return drawn


def _vintage(left: float, right: float, moment: Moment, chart: Chart) -> list[Markup]:
    """What was known earlier, as a hollow mark at its height."""
    if moment.earlier is None:
        return []
    y = chart.y(moment.earlier)
    middle = (left + right) / 2
    return [
        element("path", d=f"M{middle:.1f} {y:.1f}V{chart.y(moment.estimate.best):.1f}", class_="moved"),
        element("circle", cx=middle, cy=y, r=4.0, class_="vintage"),
    ]


def _leap(moment: Moment, x: float, chart: Chart) -> Markup:
    """A break or a surge, marked at the top of its chart."""
    top = chart.y(chart.most)
    sign = "M0 -5l5 5 -5 5 -5 -5z" if moment.leap == "break" else "M0 -5l5 9h-10z"
    line = element("path", d=f"M{x:.1f} {top:.1f}V{chart.y(0):.1f}", class_="leap-line")
    mark = element("path", element("title", moment.said), d=sign, transform=f"translate({x:.1f} {top:.1f})", class_=f"leap {moment.leap}")
    return element("g", line, mark, role="img", aria_label=moment.said)


def _linked(moment: Moment, link: Link, shapes: list[Markup]) -> Markup:
    said = sentence(moment)
    return element("a", element("title", said), *shapes, href=link(moment.estimate), aria_label=said, data_card="")


def sentence(moment: Moment) -> str:
    """An estimate on a timeline as a person would say it."""
    one = moment.estimate
    days = say_day(moment.last) if moment.first == moment.last else f"{say_day(moment.first)} – {say_day(moment.last)}"
    if one.high is None:
        spread = f"at least {one.low:,}"
    else:
        spread = "exactly" if one.low == one.high else f"{one.low:,} to {one.high:,}"
    earlier = f"; known earlier as {moment.earlier:,}" if moment.earlier is not None else ""
    leap = f"; {moment.said}" if moment.said else ""
    return f"{days}: {one.best:,} {wording.who(one)} ({spread}){earlier}{leap}"


def _width(axis: Axis, moment: Moment) -> Point:
    left, right = axis.x(moment.first), axis.x(moment.last, end=True)
    if right - left < _NARROWEST:
        middle = (left + right) / 2
        left, right = middle - _NARROWEST / 2, middle + _NARROWEST / 2
    elif right - left > 3 * _NARROWEST:
        left, right = left + 1, right - 1
    return left, right


def _high(one: Estimate, chart: Chart) -> float:
    return one.high if one.high is not None else chart.most * 1.05


def _nice(value: float) -> float:
    """A round number that is not below this one."""
    power = 10 ** math.floor(math.log10(max(value, 1)))
    return next(step * power for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= value)


def _days(axis: Axis, bottom: float) -> Iterator[Markup]:
    """Lines at round days, with their names below."""
    end = -math.inf
    for day, text in _ticks(axis):
        x = axis.x(day)
        yield element("path", d=f"M{x:.1f} 14V{bottom - 8:.1f}", class_="grid")
        if x >= end and x + width_of(text, 11.5) < axis.width:
            yield element("text", text, x=x, y=bottom + 8, class_="scale", data_day=day.isoformat())
            end = x + width_of(text, 11.5) + 8


def _ticks(axis: Axis) -> Iterator[tuple[date, str]]:
    """Round days: as many as find room."""
    days, room = (axis.last - axis.first).days + 1, max(axis.width // 88, 2)
    if days <= room * 10:
        step = next(step for step in (1, 2, 5, 7, 10) if days / step <= room or step == 10)
        for number in range(0, days, step):
            day = axis.first + timedelta(number)
            yield day, f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        return
    months = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if days / 30.44 / step <= room or step == 1200)
    for number in range(axis.first.year * 12 + axis.first.month, axis.last.year * 12 + axis.last.month):
        if number % months == 0 and number // 12 < 9999:
            day = date(number // 12, number % 12 + 1, 1)
            yield day, str(day.year) if months >= 12 else f"{_MONTHS[day.month - 1]} {day.year}"
