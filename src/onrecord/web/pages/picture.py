"""The page of the picture: filters, map, timelines, table; and its parts on their own, for a script that redraws them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from onrecord.picture import GROUPS
from onrecord.web import atlas
from onrecord.web.desk import Desk
from onrecord.web.pages import page
from onrecord.web.shown import columns_of, map_of, space_of, why
from onrecord.web.viewer import Looking
from onrecord.web.views import By, Viewed
from onrecord.web.wording import FAMILIES, SOURCE_KINDS, chosen, family

router = APIRouter()
_PAGE = 50  # estimates in the table
Boxed = Annotated[str | None, Query(max_length=80)]
Earlier = Annotated[date | Literal[""] | None, Query(description="show what was known from reports published by that day beside it")]


@router.get("/")
def picture(
    request: Request, viewer: Looking, view: Viewed, box: Boxed = None, compare: Earlier = None, after: Annotated[int, Query(ge=0)] = 0
) -> HTMLResponse:
    """What the claims add up to."""
    desk: Desk = request.app.state.desk
    state = desk.state(viewer)
    if not state.ready:
        return page(request, viewer, "waiting.html", 200, state=state)
    space = space_of(request)
    flows, stocks = columns_of(desk, viewer, view, compare or None, space)
    return page(
        request, viewer, "picture.html", view=view, state=state, listed=desk.estimates(viewer, view, _PAGE, after), after=after, page_size=_PAGE,
        map=map_of(desk, viewer, view, box, space), space=space, flows=flows, stocks=stocks, days=desk.days(viewer), compare=compare or None,
        changed=desk.changes(viewer, replace(view, published_by=compare), view) if compare else [], box=box, chips=chosen(view), groups=_grouped(), bys=get_args(By),
        countries=_countries(view.country if view.country in atlas.country_names() else None), source_kinds=SOURCE_KINDS, why=lambda ident: why(ident, view),
    )  # fmt: skip


@router.get("/picture/map")
def only_map(request: Request, viewer: Looking, view: Viewed, box: Boxed = None) -> HTMLResponse:
    """The map alone."""
    desk: Desk = request.app.state.desk
    return page(request, viewer, "map.html", map=map_of(desk, viewer, view, box, space_of(request)), view=view, box=box)


@router.get("/picture/timeline")
def only_timeline(request: Request, viewer: Looking, view: Viewed, compare: Earlier = None) -> HTMLResponse:
    """The charts alone."""
    desk: Desk = request.app.state.desk
    flows, stocks = columns_of(desk, viewer, view, compare or None, space_of(request))
    return page(request, viewer, "timeline.html", flows=flows, stocks=stocks)


@cache
def _countries(chosen: str | None) -> Markup:
    """The choices of countries: some 250, the same on most pages."""
    option = Markup('<option value="{}"{}>{}</option>\n')
    named = atlas.country_names().items()
    return Markup("").join(option.format(code, Markup(" selected") if code == chosen else "", name) for code, name in named)


@cache
def _grouped() -> dict[str, dict[str, str]]:
    """Act groups by family."""
    return {words: {act: said for act, said in GROUPS.items() if family(act) == kind} for kind, words in FAMILIES.items()}
