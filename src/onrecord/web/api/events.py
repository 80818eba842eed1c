"""Server-sent events: what changes, as it changes."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from onrecord.web.api.common import AtDesk
from onrecord.web.viewer import Looking

router = APIRouter(tags=["live"])


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "events picture, entry and job; data is JSON"}},
)
async def events(desk: AtDesk, viewer: Looking) -> StreamingResponse:
    """``picture``: the estimates have changed; ``entry``: a report or a ruling came in; ``job``: how far a job of yours is."""
    stream = desk.live.events(viewer)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
