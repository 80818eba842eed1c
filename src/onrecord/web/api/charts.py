"""What a map and a timeline show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from json import dumps
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from onrecord.web.api import models
from onrecord.web.api.common import AtDesk, as_json
from onrecord.web.board import Headline, Point, Track
from onrecord.web.viewer import Looking
from onrecord.web.views import Viewed

router = APIRouter(tags=["picture"])
_NOTHING = '""'


@router.get("/map", responses=models.answers(models.Map))
async def places(desk: AtDesk, viewer: Looking, view: Viewed, limit: Annotated[int, Query(ge=1, le=1_000)] = 400) -> Response:
    """What is said of each thing at each place, all days of the view together, the largest first: flows added up where their days do not
    overlap, of stocks the latest."""
    return await as_json(
        desk,
        viewer,
        ("map", view, limit),
        view,
        lambda: map_text(desk.headlines(viewer, view, limit)),
    )


@router.get("/timeline", responses=models.answers(models.Timeline))
async def timeline(
    desk: AtDesk,
    viewer: Looking,
    view: Viewed,
    limit: Annotated[int, Query(ge=1, le=50)] = 8,
    points: Annotated[int, Query(ge=1, le=5_000, description="of each track, the latest")] = 400,
) -> Response:
    """The largest things over time, those of the widest places first, with ranges, checks that do not hold, and leaps."""
    return await as_json(
        desk,
        viewer,
        ("timeline", view, limit, points),
        view,
        lambda: timeline_text(desk.tracks(viewer, view, limit, points)),
    )


@router.get("/state", response_model=models.State)
def state(desk: AtDesk, viewer: Looking) -> dict[str, Any]:
    """Whether there is a picture to show, its version, and how far the drawing of a newer one is."""
    return asdict(desk.state(viewer))


def map_text(found: Iterable[Headline]) -> bytes:
    """Headlines as JSON text."""
    return _encoded(f'{{"headlines":[{",".join(map(_headline, found))}]}}')


def timeline_text(found: Iterable[Track]) -> bytes:
    """Tracks as JSON text."""
    return _encoded(f'{{"tracks":[{",".join(map(_track, found))}]}}')


def _headline(one: Headline) -> str:
    """Put together by hand, as points are: there are hundreds in an answer, and what they are about is JSON text already."""
    about, first, last, low, best, high, members, ident = one
    return (
        f'{about[:-1]},"period":{{"first":{_DAYS[first]},"last":{_DAYS[last]}}},"low":{low},"best":{best},'
        f'"high":{"null" if high is None else high},"members":{members},"estimate":"{ident}"}}'
    )


def _track(one: Track) -> str:
    about = _headline(one.headline._replace(members=len(one.points)))
    return f'{about[:-1]},"points":[{",".join(map(_point, one.points))}],"left_off":{one.left_off}}}'


def _point(one: Point) -> str:
    ident, first, last, low, best, high, broken, leap, said, summed = one
    return (
        f'{{"id":"{ident}","first":{_DAYS[first]},"last":{_DAYS[last]},"low":{low},"best":{best},"high":{"null" if high is None else high},'
        f'"broken":{"true" if broken else "false"},"leap":"{leap}","said":{dumps(said, ensure_ascii=False) if said else _NOTHING},'
        f'"summed":{"true" if summed else "false"}}}'
    )


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


class _Days(dict[date | None, str]):
    """Days as JSON text, made when they are asked for."""

    def __missing__(self, day: date | None) -> str:
        text = self[day] = f'"{day.isoformat()}"' if day else "null"
        return text


_DAYS = _Days()
