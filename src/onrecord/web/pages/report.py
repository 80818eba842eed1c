"""The page of a report: its text or its document's pages with every number marked, and the figure that is looked at."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from onrecord.byhand import MOST_WORDS
from onrecord.types import Standing
from onrecord.web.correcting import CHOICES, MAY_LACK
from onrecord.web.desk import Desk
from onrecord.web.evidence import ReportFile
from onrecord.web.files import attachment
from onrecord.web.leaves import Leaf, leaf_of, pages_of
from onrecord.web.marked import Paragraph, Part, Piece, part_of, plain
from onrecord.web.pages import page
from onrecord.web.pages.ruling import Sent, rule, subject
from onrecord.web.pointing import Pointing, figure_of, pointing
from onrecord.web.trouble import missing
from onrecord.web.viewer import Looking

router = APIRouter()
_MOST = 2_000  # figures on one page
Number = Annotated[int | None, Query(ge=1, le=10**6)]


@router.get("/reports/{ident}")
def report(
    request: Request,
    viewer: Looking,
    ident: str,
    claim: Annotated[str | None, Query(max_length=64)] = None,
    part: Number = None,
    leaf: Annotated[Number, Query(description="a page of the document, drawn as it stood there")] = None,
    at: Annotated[str, Query(max_length=20, description="characters of the text where a number is missing, such as 120-125")] = "",
    words: Annotated[str, Query(max_length=MOST_WORDS, description="the words of a number that is missing")] = "",
) -> Response:
    """A report with its numbers. ``claim``: the figure that is looked at; the part or page that holds it is shown."""
    desk: Desk = request.app.state.desk
    found = desk.evidence.report(viewer, ident)
    adding = pointing(found, at, words) if (at or words) and viewer.may("rule") else None
    chosen = next((one for one in found.standings if one.claim.id == claim), None)
    if claim and chosen is None:
        raise missing("figure", claim)
    leaves = pages_of(found.report)
    drawn = _leaf(found, chosen, leaf, leaves) if leaf is not None and not adding else None
    text = _text(found, chosen, part, adding) if drawn is None else None
    return page(
        request, viewer, "report.html", file=found, report=found.report, part=text, leaf=drawn, leaves=leaves, shown=_shown(found, text, drawn),
        subject=subject(desk, viewer, chosen, found.standings) if chosen else None, choices=CHOICES, may_lack=MAY_LACK,
        action=f"/reports/{ident}/figures/{claim}", hidden=[("leaf", str(leaf))] if leaf else [], adding=adding,
    )  # fmt: skip


@router.get("/reports/{ident}/original")
def original(request: Request, viewer: Looking, ident: str) -> Response:
    """The file that a report was taken from, to be saved."""
    desk: Desk = request.app.state.desk
    return attachment(*desk.evidence.original(viewer, ident))


@router.get("/claims/{ident}")
def claim(request: Request, viewer: Looking, ident: str) -> Response:
    """On to the claim in its report."""
    desk: Desk = request.app.state.desk
    return RedirectResponse(
        f"/reports/{desk.evidence.claim(viewer, ident).standing.claim.report}?claim={quote(ident, safe='')}#figure", 303
    )


@router.post("/reports/{ident}/figures/{claim}")
def decide(request: Request, viewer: Looking, ident: str, claim: str, form: Sent) -> Response:
    """Rule on a figure of a report."""
    desk: Desk = request.app.state.desk
    rule(desk, viewer, claim, form)
    told = [f"leaf={leaf}"] if (leaf := form.get("leaf", [""])[0]).isdecimal() else []
    if any(one.claim.id == claim for one in desk.evidence.report(viewer, ident).standings):  # else it was added, and that was taken back
        told.insert(0, f"claim={claim}")
    return RedirectResponse(f"/reports/{ident}" + ("?" + "&".join(told) if told else ""), 303)


@router.post("/reports/{ident}/figures")
def add(request: Request, viewer: Looking, ident: str, form: Sent) -> Response:
    """Put a number on record that the readers of this report missed."""
    desk: Desk = request.app.state.desk
    fields = {name: values[0] for name, values in form.items()}
    made = desk.reviewing.add(viewer, ident, figure_of(fields), fields.get("why", "").strip() or None)
    return RedirectResponse(f"/reports/{ident}?claim={made.about}", 303)


def _leaf(found: ReportFile, chosen: Standing | None, number: int, leaves: tuple[int, ...]) -> Leaf:
    """The page that was asked for; where a figure is looked at, the one that it stands on."""
    if chosen and chosen.claim.spot and chosen.claim.spot.page in leaves:
        number = chosen.claim.spot.page
    if number not in leaves:
        raise missing("page", str(number))
    return leaf_of(found.report, found.standings, number)


def _text(found: ReportFile, chosen: Standing | None, number: int | None, adding: Pointing | None) -> Part:
    if adding and adding.one:
        start, end = adding.one.number.start, adding.one.number.end
        return part_of(found.report, found.standings, at=start, picked=(start, end))
    if found.report.text:
        return part_of(found.report, found.standings, number or 1, chosen.claim.figure.start if chosen and not number else None)
    # Of a report whose figures alone were given there are only the words around them.
    return Part(tuple(_quoted(one) for one in found.standings[:_MOST]), 1, 1)


def _quoted(one: Standing) -> Paragraph:
    quote = one.claim.quote
    return Paragraph((Piece(plain(quote.prefix)), Piece(plain(quote.exact), (one,), (one,)), Piece(plain(quote.suffix))))


def _shown(found: ReportFile, text: Part | None, leaf: Leaf | None) -> list[Standing]:
    """The figures that are in sight, each once, in the order of the text."""
    if leaf:
        marked = {mark.standing.claim.id for mark in leaf.marks}
    else:
        assert text is not None
        marked = {one.claim.id for block in text.blocks for piece in block.all_pieces for one in piece.claims}
    return [one for one in found.standings if one.claim.id in marked][:_MOST]
