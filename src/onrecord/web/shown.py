"""Map and timelines of a view, drawn to the size that the reader's window has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from fastapi import Request
from markupsafe import Markup

from onrecord.web import atlas
from onrecord.web.board import Headline, Track
from onrecord.web.desk import Desk
from onrecord.web.draw.basemap import countries
from onrecord.web.draw.frame import Box, Frame, around, beside, fitted, height_for
from onrecord.web.draw.map import draw_map, scale_of
from onrecord.web.draw.scene import Scene, scene
from onrecord.web.draw.timeline import Axis, axis_of, draw_timeline
from onrecord.web.trouble import Trouble
from onrecord.web.viewer import Viewer
from onrecord.web.views import View

_ROOM = re.compile(r"^(\d{2,4})x(\d{2,4})$")
_USUAL = (1180, 900)  # a window on a desk, less its margins
_MOST_POINTS = 400  # of a track
_MOST_SHOWN = 400  # headlines on a map: more are nothing but a heap
_BESIDE = 8.0  # degrees beyond its border that the map of a country may reach
_MOST_CHARTS = 6  # in a column
_atlas = atlas.Atlas()


@dataclass(frozen=True, slots=True)
class Space:
    """Pixels that the page has: as the browser told in its cookie ``room``, else those of a desk."""

    width: int
    height: int

    @property
    def map(self) -> tuple[int, int]:
        """The largest size of the map."""
        return self.width, max(min(round(self.width * 0.5), self.height - 220, 640), 380)

    @property
    def chart(self) -> int:
        """The width of a column of charts."""
        return (self.width - 52) // 2 if self.width >= 860 else self.width - 26


@dataclass(frozen=True, slots=True)
class Map:
    """A map, the box it shows, closer and farther boxes, and what it could not show."""

    svg: Markup
    scene: Scene
    frame: Frame
    more: bool  # there are smaller ones that are not on it
    capped: int | None  # the number beyond which marks grow no more, where there are such

    def box(self, factor: float) -> str:
        """The box ``factor`` times as large, as an address says it."""
        return ",".join(f"{edge:.3f}" for edge in self.frame.zoomed(factor))


@dataclass(frozen=True, slots=True)
class Column:
    """Charts below each other; ``more``: there are tracks that found no room."""

    svg: Markup | None
    more: bool


def space_of(request: Request) -> Space:
    """The pixels that this browser has for pages."""
    told = _ROOM.match(request.query_params.get("room", "") or request.cookies.get("room", ""))
    width, height = (int(told[1]), int(told[2])) if told else _USUAL
    return Space(max(min(width, 1_600), 300), max(min(height, 1_400), 480))


def map_of(desk: Desk, viewer: Viewer, view: View, box: str | None, space: Space) -> Map:
    """The map of a view; ``box`` ("west,south,east,north" in degrees) where the reader chose one."""
    return desk.board.drawn(viewer.confidential, ("map", view, box, space), view, lambda: _map_of(desk, viewer, view, box, space))


def draw_ahead(desk: Desk) -> None:
    """Draw what most people look at first before anybody does: the first drawing also reads the basemap and the places of the gazetteer."""
    for confidential in (True, False):
        viewer, space = Viewer("", "viewer", confidential), Space(*_USUAL)
        with suppress(Trouble):  # there is no picture yet
            map_of(desk, viewer, View(), None, space)
            columns_of(desk, viewer, View(), None, space)


def _map_of(desk: Desk, viewer: Viewer, view: View, box: str | None, space: Space) -> Map:
    found = desk.headlines(viewer, view, _MOST_SHOWN + 1)
    shown = found[:_MOST_SHOWN]
    made = scene(shown, _atlas.locate(area for one in shown for area in one.estimate.places), atlas.country)
    wanted = _box(box) or _usual_box(made, view)
    frame = fitted(wanted, space.map[0], height_for(wanted, *space.map))
    svg = draw_map(made, frame, lambda one: link(one, view), atlas.country_names(), "Map of the estimates")
    most = scale_of(made)
    capped = most if any(one.estimate.best > most for mark in made.marks for one in mark.headlines[:1]) else None
    return Map(svg, made, frame, len(found) > len(shown), capped)


def columns_of(desk: Desk, viewer: Viewer, view: View, earlier: date | None, space: Space) -> tuple[Column, Column]:
    """Charts of flows and charts of stocks, on one axis of days; beside what was known from reports published by ``earlier``."""
    if earlier:
        return _columns_of(desk, viewer, view, earlier, space)
    return desk.board.drawn(viewer.confidential, ("charts", view, space), view, lambda: _columns_of(desk, viewer, view, None, space))


def _columns_of(desk: Desk, viewer: Viewer, view: View, earlier: date | None, space: Space) -> tuple[Column, Column]:
    both = [desk.tracks(viewer, one, _MOST_CHARTS + 1, _MOST_POINTS) if one else [] for one in _measured(view)]
    width = space.chart if all(both) else space.width - 34
    axis = axis_of([track for tracks in both for track in tracks[:_MOST_CHARTS]], width)
    known = _known(desk, viewer, replace(view, published_by=earlier)) if earlier else {}
    flows, stocks = (_column(tracks, axis, view, title, known) for tracks, title in zip(both, ("Flows", "Stocks"), strict=True))
    return flows, stocks


def _measured(view: View) -> list[View | None]:
    """The view of the flows and the view of the stocks, where it has them."""
    return [replace(view, measure=measure) if view.measure in (None, measure) else None for measure in ("flow", "stock")]


def _known(desk: Desk, viewer: Viewer, view: View) -> dict[str, int]:
    """The best numbers of a view, by the ids of its estimates."""
    return {one.id: one.best for one in desk.vintages.estimates(viewer.confidential, view)}


def link(one: Headline, view: View) -> str:
    """Where a mark of the map leads: the reasons of one estimate, or the list of several."""
    estimate = one.estimate
    if one.members == 1:
        return why(estimate.id, view)
    place = estimate.places[0].id if len(estimate.places) == 1 else view.place
    return f"/{view.address(place=place, act=estimate.act, measure=estimate.measure)}#estimates"


def why(ident: str, view: View) -> str:
    """The page of an estimate's reasons."""
    return f"/why/{ident}{View(as_of=view.as_of, published_by=view.published_by, by=view.by).address()}"


def _column(tracks: Sequence[Track], axis: Axis | None, view: View, title: str, known: Mapping[str, int]) -> Column:
    shown = tracks[:_MOST_CHARTS]
    svg = draw_timeline(shown, axis, lambda ident: why(ident, view), title, known) if axis and shown else None
    return Column(svg, len(tracks) > len(shown))


def _box(text: str | None) -> Box | None:
    """The box that an address says; ``None`` where it makes no sense."""
    try:
        west, south, east, north = (float(edge) for edge in (text or "").split(","))
    except ValueError:
        return None
    sound = -400 < west < east < 400 and -120 < south < north < 120
    return Box(west, south, east, north) if sound else None


def _usual_box(made: Scene, view: View) -> Box:
    home = countries().get(view.country or "")
    if home:
        wide = Box(home.box.west - _BESIDE, home.box.south - _BESIDE, home.box.east + _BESIDE, home.box.north + _BESIDE)
        turned = [(beside(x, home.box.middle[0]), y) for x, y in made.places]
        near = [(x, y) for x, y in turned if wide.west < x < wide.east and wide.south < y < wide.north]
        return around([(home.box.west, home.box.south), (home.box.east, home.box.north), *near], least=2.0)
    return around(made.places)
