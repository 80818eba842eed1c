"""The page of the search: claims by the words around them, and places."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from onrecord.web.atlas import area_of
from onrecord.web.desk import Desk
from onrecord.web.pages import page
from onrecord.web.viewer import Looking

router = APIRouter()
_PAGE = 20


@router.get("/search")
def search(
    request: Request, viewer: Looking, q: Annotated[str, Query(max_length=300)] = "", after: Annotated[int | None, Query(ge=0)] = None
) -> HTMLResponse:
    """What the words find."""
    desk: Desk = request.app.state.desk
    words = q.strip()
    found = desk.evidence.search(viewer, words, _PAGE, after) if words else None
    places = [(place, area_of(place)) for place in found.places] if found else []
    return page(request, viewer, "search.html", q=words, found=found, after=after, places=places)
