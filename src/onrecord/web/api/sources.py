"""Who says it, and how far each ran from what later settled."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from onrecord.render.scorecards import scorecard_to_json
from onrecord.web.api import models
from onrecord.web.api.common import AtDesk
from onrecord.web.viewer import Looking

router = APIRouter(tags=["sources"])


@router.get("/sources", response_model=models.Scorecards)
def sources(
    desk: AtDesk, viewer: Looking, source: Annotated[str | None, Query(max_length=200, description="all scorecards of this one")] = None
) -> dict[str, Any]:
    """The sources' scorecards as a whole, or those of one source by act and country."""
    return {"scorecards": [scorecard_to_json(card) for card in desk.scorecards(viewer, source)]}
