"""A scene on a frame as SVG: land, flows, marks and words, each mark a link with the words that a screen reader says."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup

from onrecord.web import wording
from onrecord.web.board import Headline
from onrecord.web.draw.basemap import countries, ground
from onrecord.web.draw.frame import Frame
from onrecord.web.draw.labels import Labels, Room, Words
from onrecord.web.draw.scene import Flow, Mark, Scene, sureness
from onrecord.web.draw.shapes import arrow, shape, spine
from onrecord.web.draw.svg import Point, element
from onrecord.web.wording import family

Link = Callable[[Headline], str]
_LEAST, _LARGEST = 4.5, 30.0  # pixels: radius of the smallest and of the largest mark
_THIN, _BROAD = 2.5, 17.0  # pixels: width of flows
_PALE, _FULL = 0.38, 0.95  # opacity of the least and the most certain
_NEAR = 18.0  # pixels: a flow that would be shorter is a mark
_TIP = 6.0  # pixels: room for the tip of an arrow
_MOST_LABELS = 45
_DIVIDED = 14.0  # degrees from top to bottom: a closer look shows divisions everywhere


def draw_map(what: Scene, frame: Frame, link: Link, names: Mapping[str, str], title: str) -> Markup:
    """The map. ``link``: where a mark leads; ``names``: of countries, by ISO alpha-3; ``title``: what a screen reader calls it."""
    told = {area.country for one in _headlines(what) for area in one.estimate.places} | {one.estimate.origin for one in _headlines(what)}
    near = frozenset(code for code in told if code) if frame.height / frame.down > _DIVIDED else frozenset(countries())
    labels = Labels(frame.width, frame.height)
    largest = scale_of(what)
    broadest = max((flow.headlines[0].estimate.best for flow in what.flows), default=1)
    flows, short = _flows(what.flows, frame, link, broadest, labels)
    goals = {flow.goal: -1 if frame.at(*flow.origin)[0] > frame.at(*flow.goal)[0] else 1 for flow in what.flows}
    marks = _marks([*what.marks, *short], frame, link, largest, labels, goals)
    words = Markup("").join(_words(marks, flows, labels))
    land = _land(frame, near, told)
    layers = [
        land,
        _countries(frame, names, labels),
        _group("flows", [drawn for drawn, _ in flows]),
        _group("marks", [drawn for drawn, _ in marks]),
    ]
    return element(
        "svg", *layers, _group("words", [words]), viewBox=f"0 0 {frame.width} {frame.height}", class_="map", role="group",
        aria_label=title, data_box=",".join(f"{edge:.4f}" for edge in frame.box),
    )  # fmt: skip


def scale_of(what: Scene) -> int:
    """The number that the largest mark stands for: the largest of people displaced, or where there are none, of all. Marks of other harm
    beyond it are drawn no larger: a hundred million affected would leave nothing to see of those who fled."""
    displaced = [one.estimate.best for one in _headlines(what) if family(one.estimate.act) in ("move", "stay")]
    return max(displaced or [one.estimate.best for one in _headlines(what)], default=1)


def radius(best: int, largest: int) -> float:
    """Of a mark: its area goes with the number, up to the largest."""
    return max(_LEAST, _LARGEST * math.sqrt(min(best / max(largest, 1), 1.0)))


def breadth(best: int, broadest: int) -> float:
    """Of a flow: its square goes with the number, so that small ones are still seen."""
    return max(_THIN, _BROAD * math.sqrt(best / max(broadest, 1)))


def opacity(one: Headline) -> float:
    """The surer, the fuller."""
    return round(_PALE + (_FULL - _PALE) * sureness(one.estimate), 2)


Drawn = tuple[Markup, tuple[Headline, Point, float] | None]  # with what its label says, where, and how far from there


def _headlines(what: Scene) -> Iterable[Headline]:
    for mark in what.marks:
        yield from mark.headlines
    for flow in what.flows:
        yield from flow.headlines


def _land(frame: Frame, divided: frozenset[str], told: set[str | None]) -> Markup:
    under = ground(frame, divided)
    land = [element("path", d=d, class_="land told" if code in told else "land") for code, d in under.land]
    inner = [element("path", d=under.divisions, class_="divisions")] if under.divisions else []
    return element("g", *land, *inner, class_="ground", aria_hidden="true")


def _countries(frame: Frame, names: Mapping[str, str], labels: Labels) -> Markup:
    """The names of the larger countries, where marks and their words leave room."""
    found = []
    for code, one in countries().items():
        across = (one.box.east - one.box.west) * frame.across
        at, name = frame.at(*one.centre), names.get(code, "")
        if name and across > len(name) * 5.5 and frame.holds(at, 8) and (room := labels.at(name, at, 11)):
            found.append(_text(room, name, "country"))
    return element("g", *found, class_="countries", aria_hidden="true")


def _flows(flows: Iterable[Flow], frame: Frame, link: Link, broadest: int, labels: Labels) -> tuple[list[Drawn], list[Mark]]:
    """Arrows, the broadest first; those too short to see as marks of their goals."""
    drawn: list[Drawn] = []
    short = []
    for flow in sorted(flows, key=lambda one: -one.headlines[0].estimate.best):
        origin, goal, one = frame.at(*flow.origin), frame.at(*flow.goal), flow.headlines[0]
        if math.dist(origin, goal) < _NEAR:
            short.append(Mark(family(one.estimate.act), flow.goal, flow.headlines))
            continue
        wide = breadth(one.estimate.best, broadest)
        for x, y in spine(origin, goal):
            labels.take(Room(x - 3, y - 3, x + 3, y + 3))
        outline = element("path", d=arrow(origin, goal, wide), class_="flow", fill_opacity=f"{opacity(one)}")
        drawn.append((_linked(one, link, [outline], flow.headlines[1:]), (one, goal, 9.0) if frame.holds(goal) else None))
    return drawn, short


def _marks(marks: Iterable[Mark], frame: Frame, link: Link, largest: int, labels: Labels, goals: Mapping[Point, int]) -> list[Drawn]:
    """Shapes, the largest first; further families of a place stand beside the first, and all beside the tip of an arrow (``goals``: on
    which side of it)."""
    drawn: list[Drawn] = []
    taken = dict.fromkeys(goals, _TIP)
    for mark in sorted(marks, key=lambda one: -one.headlines[0].estimate.best):
        first, at = mark.headlines[0], frame.at(*mark.place)
        size = radius(first.estimate.best, largest)
        if not frame.holds(at, -size):
            continue
        if mark.place in taken:
            at = (at[0] + (taken[mark.place] + size + 2) * goals.get(mark.place, 1), at[1])
            taken[mark.place] += 2 * size + 2
        else:
            taken[mark.place] = size
        shapes = [shape(mark.family, at, size, class_="mark", fill_opacity=f"{opacity(first) * 0.8:.2f}")]
        high = first.estimate.high
        if high is None or radius(high, largest) > size + 1.5:
            ring = radius(high, largest) if high is not None else size + 4
            shapes.insert(0, shape(mark.family, at, ring, class_="reach" if high is not None else "reach open"))
        if frame.holds(at):
            labels.take(Room(at[0] - size, at[1] - size, at[0] + size, at[1] + size))
        drawn.append((_linked(first, link, shapes, mark.headlines[1:]), (first, at, size + 5) if frame.holds(at) else None))
    return drawn


def _words(marks: Iterable[Drawn], flows: Iterable[Drawn], labels: Labels) -> Iterable[Markup]:
    wanted = [label for _, label in [*flows, *marks] if label]
    for one, at, gap in sorted(wanted, key=lambda label: -label[0].estimate.best)[:_MOST_LABELS]:
        name, best = wording.places(one.estimate), one.estimate.best
        short = name if len(name) <= 26 else name[:25].rstrip() + "…"
        room = labels.beside(f"{short} {best:,}", at, gap)
        if room:
            number = element("tspan", f"{best:,}", class_="figure", data_number=best)
            yield element("text", element("tspan", short + " "), number, x=room.x, y=room.y, text_anchor=room.anchor, aria_hidden="true")


def _linked(one: Headline, link: Link, shapes: list[Markup], others: Iterable[Headline] = ()) -> Markup:
    said = sentence(one)
    further = "; ".join(sentence(other) for other in others)
    whole = f"{said}; {further}" if further else said
    family_class = f"act-{family(one.estimate.act)}"
    return element("a", element("title", whole), *shapes, href=link(one), class_=family_class, aria_label=whole, data_card="")


def sentence(one: Headline) -> str:
    """A headline as a person would say it."""
    estimate = one.estimate
    origin = f" from {wording.country(estimate.origin)}" if estimate.origin else ""
    together = f", {one.members} estimates together" if one.members > 1 and estimate.measure == "flow" else ""
    return (
        f"{wording.places(estimate)}{origin}: {estimate.best:,} {wording.who(estimate)} ({wording.spread(estimate.low, estimate.high)}), {wording.act(estimate.act)}, "
        f"{wording.days(estimate.period) or 'no date'}{together}"
    )


def _group(name: str, drawn: Iterable[Markup]) -> Markup:
    return element("g", *drawn, class_=name)


def _text(room: Words, text: str, name: str) -> Markup:
    return element("text", text, x=room.x, y=room.y, text_anchor=room.anchor, class_=name)
