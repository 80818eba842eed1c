"""The page of review: one figure at a time, the one whose ruling matters most, and nobody else has it meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from onrecord.ledger import Query as Asked
from onrecord.types import ACTS
from onrecord.web import atlas
from onrecord.web.correcting import CHOICES, MAY_LACK
from onrecord.web.desk import Desk
from onrecord.web.marked import passage
from onrecord.web.pages import page
from onrecord.web.pages.ruling import Sent, rule, subject
from onrecord.web.reviewing import Waiting
from onrecord.web.viewer import Looking, Viewer

router = APIRouter()
_KEPT = 30  # rulings that can be undone, and figures passed over that do not come back
Ids = Annotated[list[Annotated[str, Query(max_length=80)]] | None, Query(max_length=100)]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A reviewer's sitting, held in the address. ``made``: the rulings ("decision.claim"); ``skip``: the figures passed over."""

    country: str = ""
    act: str = ""
    made: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The sitting as the fields of a form or an address."""
        filters = [(name, value) for name, value in (("for_country", self.country), ("for_act", self.act)) if value]
        return [*filters, *(("made", one) for one in self.made[-_KEPT:]), *(("skip", one) for one in self.skip[-_KEPT:])]

    @property
    def query(self) -> Asked:
        """What is reviewed."""
        return Asked(countries=(self.country,) if self.country else (), acts=(self.act,) if self.act else ())

    def address(self, claim: str = "") -> str:
        """Where the sitting goes on; with a certain ``claim``, if given."""
        told = urlencode([*self.fields, *([("claim", claim)] if claim else [])])
        return f"/review?{told}" if told else "/review"


@router.get("/review")
def review(
    request: Request,
    viewer: Looking,
    for_country: Annotated[str, Query(pattern="^([A-Z]{3})?$")] = "",
    for_act: Annotated[str, Query(max_length=40)] = "",
    claim: Annotated[str | None, Query(max_length=64)] = None,
    made: Ids = None,
    skip: Ids = None,
) -> Response:
    """What waits. ``claim``: this one, if nobody else has it before them."""
    desk: Desk = request.app.state.desk
    sitting = Sitting(for_country, for_act, tuple(made or ()), tuple(skip or ()))
    waiting = desk.reviewing.take(viewer, claim) if claim else None
    waiting = waiting or desk.reviewing.next(viewer, sitting.query, frozenset(sitting.skip))
    values = _about(desk, viewer, waiting) if waiting else {"subject": None, "file": None, "pieces": ()}
    return page(
        request, viewer, "review.html", waiting=waiting, sitting=sitting, hidden=sitting.fields, action="/review", choices=CHOICES,
        may_lack=MAY_LACK, countries=atlas.country_names(), acts=ACTS, **values,
    )  # fmt: skip


@router.post("/review")
def decide(request: Request, viewer: Looking, form: Sent) -> Response:
    """Rule, pass over, or take the last ruling back; then on to the next."""
    desk: Desk = request.app.state.desk
    claim, ruling = form.get("claim", [""])[0][:64], form.get("ruling", [""])[0]
    sitting = _sitting(form)
    if ruling == "skip":
        desk.reviewing.leases.release(claim, viewer.name)
        return _on(sitting, skip=(*sitting.skip, claim))
    if ruling == "undo":
        last, _, about = (sitting.made[-1] if sitting.made else "").partition(".")
        desk.reviewing.decide(viewer, last, "withdraw", None, "undone in review")
        return _on(sitting, about, made=sitting.made[:-1])
    decision = rule(desk, viewer, claim, form)
    if ruling in ("note", "withdraw"):
        return _on(sitting, claim)
    return _on(sitting, made=(*sitting.made, f"{decision.id}.{claim}"))


@router.post("/review/{claim}/hold")
def hold(request: Request, viewer: Looking, claim: str) -> Response:
    """Keep a figure for longer. Answers 204, or 409 where somebody else has it by now."""
    desk: Desk = request.app.state.desk
    viewer.must("rule")
    return Response(status_code=204 if desk.reviewing.take(viewer, claim) else 409)


def _sitting(form: Mapping[str, list[str]]) -> Sitting:
    country, act = (form.get(name, [""])[0] for name in ("for_country", "for_act"))  # the figure's own fields may stand beside them
    return Sitting(country[:3], act[:40], tuple(form.get("made", ())), tuple(form.get("skip", ())))


def _on(sitting: Sitting, claim: str = "", made: tuple[str, ...] | None = None, skip: tuple[str, ...] | None = None) -> Response:
    made, skip = sitting.made if made is None else made, sitting.skip if skip is None else skip
    return RedirectResponse(Sitting(sitting.country, sitting.act, made, skip).address(claim), 303)


def _about(desk: Desk, viewer: Viewer, waiting: Waiting) -> dict[str, object]:
    """The figure in its passage."""
    figure = waiting.standing.claim.figure
    found = desk.evidence.report(viewer, waiting.standing.claim.report)
    near = [one for one in found.standings if abs(one.claim.figure.start - figure.start) < 20_000]
    pieces = passage(found.report.text, near, figure.start, figure.end) if found.report.text else ()
    return {"file": found, "pieces": pieces, "subject": subject(desk, viewer, waiting.standing, found.standings)}
