"""Tracks as SVG, one chart below the other on one axis of days: bars for flows, lines for stocks, each with the range around its best number."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import Markup

from onrecord.render.wording import day as say_day
from onrecord.types import Estimate
from onrecord.web import wording
from onrecord.web.board import Point as Moment
from onrecord.web.board import Track
from onrecord.web.draw.labels import width_of
from onrecord.web.draw.svg import Point, element, path
from onrecord.web.wording import family

Link = Callable[[str], str]  # where an estimate leads, by its id
Earlier = Mapping[str, int]  # the best numbers of an earlier picture, by the ids of estimates
_ROW, _HEAD, _FOOT, _GAP = 78, 24, 22, 16  # pixels: height of a chart, of its words, of the days below, between charts
_LINE = 16  # pixels: between lines of words
_LEFT, _RIGHT = 8, 56
_NARROWEST = 4.0  # pixels: of a bar
_SEEN = 1.5  # pixels: smaller changes are not marked
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
    """One track's part of the sheet: its top, the number at its upper edge, and what is known of it."""

    axis: Axis
    top: float
    most: float
    track: Track
    link: Link
    earlier: Earlier

    def y(self, value: float) -> float:
        """How far down a number lies."""
        return self.top + _ROW * (1 - min(value / self.most, 1.06))


def axis_of(some: Iterable[Track], width: int) -> Axis | None:
    """The days of these tracks with a little room; ``None`` where there is none."""
    days = [day for one in some for moment in one.points for day in _span(moment, one.about.measure)]
    if not days:
        return None
    found = min(days), max(days)
    spare = timedelta(max(1, round((found[1] - found[0]).days * 0.03)))
    begin = found[0] - spare if found[0] > date.min + spare else found[0]
    return Axis(begin, found[1] + spare if found[1] < date.max - spare else found[1], width)


def draw_timeline(some: Sequence[Track], axis: Axis, link: Link, title: str, earlier: Earlier) -> Markup:
    """Charts of some tracks on one axis. What was known ``earlier`` and is another number now is marked."""
    drawn: list[Markup] = []
    top = 0.0
    for one in some:
        lines = _lines(heading(one.about), axis.width - 2 * _LEFT)
        most = max(max(each.best, each.high or 0, earlier.get(each.id, 0)) for each in one.points)
        chart = Chart(axis, top + _HEAD + _LINE * (len(lines) - 1), _nice(most), one, link, earlier)
        drawn.append(_chart(chart, lines))
        top = chart.top + _ROW + _GAP
    height = round(top + _FOOT - _GAP)
    days = element("g", *_days(axis, top - _GAP), class_="days", aria_hidden="true")
    return element("svg", *drawn, days, viewBox=f"0 0 {axis.width} {height}", class_="timeline", role="group", aria_label=title)


def _lines(words: str, room: float) -> list[str]:
    """Words in one line or two, cut where even two are too short."""
    if width_of(words, 13) <= room:
        return [words]
    most = int(room / 13 / 0.56)
    at = words.rfind(" ", 0, most + 1)
    at = at if at > 0 else most
    rest = words[at:].strip()
    return [words[:at], rest if len(rest) <= most else rest[: most - 1].rstrip() + "…"]


def _span(one: Moment, measure: str) -> tuple[date, ...]:
    """The days that an estimate stands over: of a stock its day; "overnight" and "in 24 hours" touch two dates and are the later one."""
    if one.last is None:
        return ()
    if measure == "stock" or one.first is None or (one.last - one.first).days == 1:
        return one.last, one.last
    return one.first, one.last


def _chart(chart: Chart, lines: Sequence[str]) -> Markup:
    head = chart.track.about
    words = heading(head)
    bottom, right = chart.y(0), chart.axis.width - _RIGHT
    base = element("path", d=f"M{_LEFT} {bottom:.1f}H{right}", class_="base")
    days = "".join(f"M{chart.axis.x(day):.1f} {chart.top:.1f}V{bottom:.1f}" for day, _ in _ticks(chart.axis))
    line = element("path", d=f"M{_LEFT} {chart.top:.1f}H{right}{days}", class_="grid")
    most = element(
        "text", f"{chart.most:,.0f}", x=float(right + 6), y=chart.y(chart.most) + 4, class_="scale", data_number=f"{chart.most:.0f}"
    )
    zero = element("text", "0", x=float(right + 6), y=bottom + 4, class_="scale")
    above = chart.top - 9 - _LINE * (len(lines) - 1)
    told = [element("text", text, x=_LEFT, y=above + _LINE * at, class_="heading") for at, text in enumerate(lines)]
    inside = _stock(chart) if head.measure == "stock" else _flow(chart)
    return element("g", line, base, most, zero, *told, *inside, class_=f"chart act-{family(head.act)}", role="group", aria_label=words)


def heading(one: Estimate) -> str:
    """What a chart is about."""
    origin = f" from {wording.country(one.origin)}" if one.origin else ""
    act = wording.act(one.act)
    return f"{wording.places(one)}: {wording.who(one)}{origin}, {act}"


def _flow(chart: Chart) -> Iterator[Markup]:
    """A bar as wide as the days it covers, with its range in its middle; long periods behind short ones."""
    spans = [(_span(moment, "flow"), moment) for moment in chart.track.points]
    for (first, last), moment in sorted(
        ((days, one) for days, one in spans if days), key=lambda pair: (pair[0][0] - pair[0][1], pair[0][1])
    ):
        left, right = _width(chart.axis, first, last)
        best = chart.y(moment.best)
        bar = element("rect", x=left, y=best, width=right - left, height=max(chart.y(0) - best, 1.0), class_="bar")
        middle = (left + right) / 2
        yield _linked(moment, chart, [bar, *_range(middle, moment, chart), *_vintage(middle, moment, chart)])


def _stock(chart: Chart) -> Iterator[Markup]:
    """A line through the best numbers in the band of their ranges. Sums stand alone: their parts are others each day."""
    axis = chart.axis
    known = [(axis.middle(one.last), one) for one in chart.track.points if one.last]
    said = [(x, one) for x, one in known if not one.summed]
    if len(said) > 1:
        upper, lower = ([(x, chart.y(value(one))) for x, one in said] for value in (lambda one: _high(one, chart), lambda one: one.low))
        yield element("path", d=path([*upper, *reversed(lower)], closed=True), class_="band")
        yield element("path", d=path((x, chart.y(one.best)) for x, one in said), class_="line")
    crowded = len(known) > (axis.width - _LEFT - _RIGHT) / 9
    for x, moment in known:
        if moment.leap:
            yield _leap(moment, x, chart)
        name = " ".join(filter(None, ("dot", "small" if crowded else "", "summed" if moment.summed else "")))
        dot = element("circle", cx=x, cy=chart.y(moment.best), r=1.6 if crowded else 3.5, class_=name)
        spread = _range(x, moment, chart) if not crowded else []
        yield _linked(moment, chart, [*spread, *_vintage(x, moment, chart), dot])


def _range(x: float, one: Moment, chart: Chart) -> list[Markup]:
    """A line from low to high; an arrow up where nothing bounds it."""
    if one.high == one.low:
        return []
    low, high = chart.y(one.low), chart.y(_high(one, chart))
    drawn = [element("path", d=f"M{x:.1f} {low:.1f}V{high:.1f}", class_="range" if one.high is not None else "range open")]
    if one.high is None:
        drawn.append(element("path", d=f"M{x - 4:.1f} {high + 5:.1f}l4 -5 4 5", class_="range tip"))
    return drawn


def _vintage(x: float, moment: Moment, chart: Chart) -> list[Markup]:
    """What was known earlier, where one can see that it was another number, as a hollow mark at its height."""
    y, best = chart.y(chart.earlier.get(moment.id, moment.best)), chart.y(moment.best)
    if abs(y - best) < _SEEN:
        return []
    line = element("path", d=f"M{x:.1f} {y:.1f}V{best:.1f}", class_="moved")
    return [line, element("circle", cx=x, cy=y, r=4.0, class_="vintage")]


def _leap(moment: Moment, x: float, chart: Chart) -> Markup:
    """A break or a surge, marked at the top of its chart."""
    top = chart.y(chart.most)
    sign = "M0 -5l5 5 -5 5 -5 -5z" if moment.leap != "surge" else "M0 -5l5 9h-10z"
    line = element("path", d=f"M{x:.1f} {top:.1f}V{chart.y(0):.1f}", class_="leap-line")
    mark = element(
        "path",
        element("title", moment.said),
        d=sign,
        transform=f"translate({x:.1f} {top:.1f})",
        class_=f"leap {moment.leap.rpartition(' ')[2]}",
    )
    return element("g", line, mark, role="img", aria_label=moment.said)


def _linked(moment: Moment, chart: Chart, shapes: list[Markup]) -> Markup:
    said = sentence(moment, chart.track.about, chart.earlier.get(moment.id))
    return element("a", element("title", said), *shapes, href=chart.link(moment.id), aria_label=said, data_card="")


def sentence(one: Moment, about: Estimate, was: int | None = None) -> str:
    """An estimate on a timeline as a person would say it."""
    first, last = _span(one, about.measure)
    days = say_day(last) if first == last else f"{say_day(first)} – {say_day(last)}"
    earlier = f"; known earlier as {was:,}" if was not in (None, one.best) else ""
    leap = f"; {one.said}" if one.said else ""
    broken = "; a check does not hold" if one.broken and not leap else ""
    summed = "; a sum of what is known of its parts" if one.summed else ""
    return f"{days}: {one.best:,} {wording.who(about)} ({wording.spread(one.low, one.high)}){summed}{earlier}{leap}{broken}"


def _width(axis: Axis, first: date, last: date) -> Point:
    left, right = axis.x(first), axis.x(last, end=True)
    if right - left < _NARROWEST:
        middle = (left + right) / 2
        left, right = middle - _NARROWEST / 2, middle + _NARROWEST / 2
    elif right - left > 3 * _NARROWEST:
        left, right = left + 1, right - 1
    return left, right


def _high(one: Moment, chart: Chart) -> float:
    return one.high if one.high is not None else chart.most * 1.05


def _nice(value: float) -> float:
    """A round number that is not below this one."""
    power = 10 ** math.floor(math.log10(max(value, 1)))
    return float(next(step * power for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= value))


def _days(axis: Axis, bottom: float) -> Iterator[Markup]:
    """The names of round days below the charts."""
    end = -math.inf
    for day, text in _ticks(axis):
        x = axis.x(day)
        if x >= end and x + width_of(text, 11.5) < axis.width:
            yield element("text", text, x=x, y=bottom + 16, class_="scale")
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
