"""What a map and a timeline show."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from onrecord.web.api import models
from onrecord.web.api.common import AtDesk, as_json, dumped
from onrecord.web.board import Headline, Point, Track
from onrecord.web.viewer import Looking
from onrecord.web.views import Viewed

router = APIRouter(tags=["picture"])
_NAMED = ("act", "measure", "population", "unit", "origin")


@router.get("/map", responses=models.answers(models.Map))
async def places(desk: AtDesk, viewer: Looking, view: Viewed, limit: Annotated[int, Query(ge=1, le=1_000)] = 400) -> Response:
    """What is said of each thing at each place, all days of the view together, the largest first: flows added up where their days do not
    overlap, of stocks the latest."""
    return await as_json(
        desk,
        viewer,
        ("map", view, limit),
        view,
        lambda: dumped({"headlines": [headline_to_json(one) for one in desk.headlines(viewer, view, limit)]}),
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
        lambda: dumped({"tracks": [track_to_json(one) for one in desk.tracks(viewer, view, limit, points)]}),
    )


@router.get("/state", response_model=models.State)
def state(desk: AtDesk, viewer: Looking) -> dict[str, Any]:
    """Whether there is a picture to show, its version, and how far the drawing of a newer one is."""
    return asdict(desk.state(viewer))


def headline_to_json(one: Headline) -> dict[str, Any]:
    """A headline as plain values."""
    said = one.estimate
    return {
        **{name: getattr(said, name) for name in _NAMED},
        "places": [{"id": area.id, "name": area.name, "country": area.country} for area in said.places],
        "period": {"first": _day(said.period.first), "last": _day(said.period.last)},
        "low": said.low,
        "best": said.best,
        "high": said.high,
        "members": one.members,
        "estimate": said.id,
    }


def track_to_json(one: Track) -> dict[str, Any]:
    """A track as plain values."""
    about = headline_to_json(Headline(one.about, len(one.points)))
    return about | {"points": [_point_to_json(point) for point in one.points], "left_off": one.left_off}


def _point_to_json(one: Point) -> dict[str, Any]:
    return {
        "id": one.id, "first": _day(one.first), "last": _day(one.last), "low": one.low, "best": one.best, "high": one.high,
        "broken": one.broken, "leap": one.leap, "said": one.said, "summed": one.summed,
    }  # fmt: skip


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
