"""What a map and a timeline show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from onrecord.web.api import models
from onrecord.web.api.common import AtDesk, as_json
from onrecord.web.board import Headline, Track
from onrecord.web.viewer import Looking
from onrecord.web.views import Viewed

router = APIRouter(tags=["picture"])


@router.get("/map", responses=models.answers(models.Map))
async def places(desk: AtDesk, viewer: Looking, view: Viewed, limit: Annotated[int, Query(ge=1, le=1_000)] = 400) -> Response:
    """What is said of each thing at each place, all days of the view together, the largest first: flows added up where their days do not
    overlap, of stocks the latest."""
    return await as_json(
        desk,
        viewer,
        ("map", view, limit),
        view,
        lambda: _listed("headlines", desk.headlines(viewer, view, limit)),
        in_memory=True,
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
        lambda: _listed("tracks", desk.tracks(viewer, view, limit, points)),
        in_memory=True,
    )


@router.get("/state", response_model=models.State)
def state(desk: AtDesk, viewer: Looking) -> dict[str, Any]:
    """Whether there is a picture to show, its version, and how far the drawing of a newer one is."""
    return asdict(desk.state(viewer))


def _listed(name: str, found: Sequence[Headline] | Sequence[Track]) -> bytes:
    return b'{"%b":[%b]}' % (name.encode(), b",".join([one.text for one in found]))
