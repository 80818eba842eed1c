"""The page of the reasons behind an estimate."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from onrecord.types import Estimate, Standing
from onrecord.web.desk import Desk, Reasons
from onrecord.web.draw.evidence import Said, draw_claims
from onrecord.web.pages import page
from onrecord.web.pages.ruling import Sent
from onrecord.web.shown import space_of, why
from onrecord.web.viewer import Looking
from onrecord.web.views import Viewed
from onrecord.web.wording import of_range

router = APIRouter()
_DRAWN = 16  # claims in the drawing
_LISTED = 100  # claims set aside that are listed


@router.get("/why/{ident}")
def reasons(request: Request, viewer: Looking, view: Viewed, ident: str) -> HTMLResponse:
    """An estimate, the claims that it rests on, those set aside and why, and what was checked."""
    desk: Desk = request.app.state.desk
    found = desk.reasons(viewer, ident, view)
    one = found.estimate
    space = space_of(request)
    said = _said(found)
    paired = desk.evidence.paired(viewer, found.standings) if not view.earlier else ()
    return page(
        request, viewer, "why.html", one=one, view=view, standings=found.standings, of_range=of_range(one), listed=_LISTED,
        parts_of=desk.parts(viewer, one, view), why=lambda ident: why(ident, view),
        drawing=draw_claims(one, said[:_DRAWN], min(space.width - 34, 900)) if len(said) > 1 else None, left_out=len(said) - _DRAWN,
        paired=paired, people=desk.people(viewer, one, view), compares=viewer.may("rule") and not view.earlier and len(found.standings) > 1,
    )  # fmt: skip


@router.post("/why/{ident}")
def compare(request: Request, viewer: Looking, view: Viewed, ident: str, form: Sent) -> Response:
    """Rule that two claims count the same thing, or different things; or take such a ruling back."""
    desk: Desk = request.app.state.desk
    ruling, why = (form.get(name, [""])[0].strip() for name in ("ruling", "why"))
    if ruling == "withdraw":
        desk.reviewing.decide(viewer, form.get("decision", [""])[0], "withdraw", None, why or None)
    else:
        desk.reviewing.pair(viewer, ruling, form.get("claim", []), why)
    return RedirectResponse(f"/why/{quote(ident, safe='')}{view.address()}#pairs", 303)


def _said(found: Reasons) -> list[Said]:
    """The claims as a drawing shows them: those used first, by weight."""
    one = found.estimate
    used = [(found.standings.get(each.claim), each.weight) for each in sorted(one.used, key=lambda each: -each.weight)]
    aside = [(found.standings.get(each.claim), None) for each in one.set_aside if each.relation not in _OTHER]
    return [_one(standing, weight, one) for standing, weight in [*used, *aside] if standing]


# Claims that count something else say nothing beside the others on one axis.
_OTHER = ("other definition", "earlier stock", "later stock", "no count", "breakdown", "part of", "overlaps", "unrelated")


def _one(standing: Standing, weight: float | None, one: Estimate) -> Said:
    figure, source = standing.claim.figure, standing.claim.source or standing.claim.figure.source
    return Said(source.name if source else "Nobody named", figure.value, figure.low, figure.high, weight)
