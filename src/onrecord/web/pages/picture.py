"""The page of the picture."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from onrecord.picture import GROUPS
from onrecord.web.desk import Desk
from onrecord.web.pages import page
from onrecord.web.viewer import Looking
from onrecord.web.views import Viewed

router = APIRouter()


@router.get("/")
def picture(request: Request, viewer: Looking, view: Viewed) -> HTMLResponse:
    """What the claims add up to."""
    desk: Desk = request.app.state.desk
    return page(
        request,
        viewer,
        "picture.html",
        view=view,
        groups=GROUPS,
        listed=desk.estimates(viewer, view),
        state=desk.state(viewer),
    )
