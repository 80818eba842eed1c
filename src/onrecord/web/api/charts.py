"""What a map and a timeline show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from functools import lru_cache
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
    points: Annotated[int, Query(ge=1, le=5_000, description="of each track, the latest")] = 1_000,
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
    """Put together by hand: there are hundreds in an answer, and what they are about is JSON text already."""
    return (
        f'{one.about[:-1]},"period":{{"first":{_day(one.first)},"last":{_day(one.last)}}},"low":{one.low},"best":{one.best},'
        f'"high":{_bound(one.high)},"members":{one.members},"estimate":"{one.id}"}}'
    )


def _track(one: Track) -> str:
    about = _headline(one.headline._replace(members=len(one.points)))
    return f'{about[:-1]},"points":[{",".join(map(_point, one.points))}],"left_off":{one.left_off}}}'


def _point(one: Point) -> str:
    return (
        f'{{"id":"{one.id}","first":{_day(one.first)},"last":{_day(one.last)},"low":{one.low},"best":{one.best},"high":{_bound(one.high)},'
        f'"broken":{_truth(one.broken)},"leap":"{one.leap}","said":{dumps(one.said, ensure_ascii=False) if one.said else _NOTHING},'
        f'"summed":{_truth(one.summed)}}}'
    )


def _bound(high: int | None) -> str:
    return "null" if high is None else str(high)


def _truth(value: bool) -> str:
    return "true" if value else "false"


@lru_cache(50_000)
def _day(value: date | None) -> str:
    return f'"{value.isoformat()}"' if value else "null"


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
