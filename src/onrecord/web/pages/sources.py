"""The page of the sources: who says it, and how far each ran from what later settled."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from onrecord.types import SourceKind
from onrecord.web.desk import Desk
from onrecord.web.draw.evidence import draw_error
from onrecord.web.pages import page
from onrecord.web.trouble import missing
from onrecord.web.viewer import Looking
from onrecord.web.wording import SOURCE_KINDS

router = APIRouter()
_PAGE = 100


@router.get("/sources")
def sources(
    request: Request,
    viewer: Looking,
    source: Annotated[str | None, Query(max_length=200)] = None,
    kind: SourceKind | Literal[""] | None = None,
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """All sources, or the scorecards of one by act and country."""
    desk: Desk = request.app.state.desk
    if source:
        cards = desk.scorecards(viewer, source)
        if not cards:
            raise missing("source", source)
        return page(request, viewer, "source.html", whole=cards[0], cards=cards[1:], bar=draw_error)
    words = q.casefold().split()
    found = [
        card for card in desk.scorecards(viewer)
        if (not kind or card.kind == kind) and all(word in card.source.casefold() for word in words)
    ]  # fmt: skip
    return page(
        request, viewer, "sources.html", cards=found[after : after + _PAGE], total=len(found), after=after, page_size=_PAGE, kind=kind, q=q,
        source_kinds=SOURCE_KINDS, bar=draw_error,
    )  # fmt: skip
