"""What the pages of a report and of review share: a figure with all that a person needs to rule on it, and the forms that do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from onrecord.types import BY_HAND, Decision, Estimate, Problem, Ruling, Standing
from onrecord.web.correcting import changed, filled
from onrecord.web.desk import Desk
from onrecord.web.figuring import Ruled
from onrecord.web.limits import FORM
from onrecord.web.trouble import Trouble, trouble
from onrecord.web.viewer import Viewer

RULINGS: tuple[Ruling, ...] = ("accept", "reject", "correct", "withdraw", "note")
_MOST_ESTIMATES = 5  # that a figure is shown to be in


@dataclass(frozen=True, slots=True)
class Subject:
    """A figure to be ruled on: as it stands, what was ruled, what it counts towards, its fields for a form, and the other figures of its
    report, by their number there."""

    standing: Standing
    rulings: tuple[Ruled, ...]
    estimates: tuple[Estimate, ...]
    fields: dict[str, str]
    others: tuple[Standing, ...]

    def weight(self, estimate: Estimate) -> float | None:
        """The share of the figure in an estimate; ``None`` where it is set aside."""
        return next((used.weight for used in estimate.used if used.claim == self.standing.claim.id), None)

    def reason(self, estimate: Estimate) -> str:
        """Why the figure has no vote in an estimate."""
        return next((aside.reason for aside in estimate.set_aside if aside.claim == self.standing.claim.id), "")


def subject(desk: Desk, viewer: Viewer, standing: Standing, others: tuple[Standing, ...]) -> Subject:
    """All about a figure. Before the picture is drawn it counts towards nothing yet."""
    ident = standing.claim.id
    found = desk.evidence.claim(viewer, ident)
    first = next((one.id for one in found.decisions if one.ruling == "accept"), "") if standing.claim.made_by == BY_HAND else ""
    rulings = tuple(Ruled(one, one.id in found.withdrawn, one.id == first) for one in found.decisions)
    estimates = desk.estimates_of(viewer, ident) if desk.state(viewer).ready else []
    estimates = [one for one in estimates if ident in {used.claim for used in one.used} | {aside.claim for aside in one.set_aside}]
    near = tuple(one for one in others if one.claim.id != ident)[:500]
    return Subject(standing, rulings, tuple(estimates[:_MOST_ESTIMATES]), filled(standing), near)


async def sent(request: Request) -> dict[str, list[str]]:
    """The fields of a form as sent."""
    form = await request.form(max_fields=400, max_part_size=FORM)
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
    return found


Sent = Annotated[dict[str, list[str]], Depends(sent)]


def rule(desk: Desk, viewer: Viewer, claim: str, form: Mapping[str, list[str]]) -> Decision:
    """Put the ruling of a form on record. Raises a :class:`Trouble` where it makes no sense."""
    fields = {name: values[0] for name, values in form.items()}
    ruling = next((one for one in RULINGS if one == fields.get("ruling")), None)
    if ruling is None:
        raise trouble(422, claim, "there is no such ruling", "use one of " + ", ".join(RULINGS), "review")
    why = fields.get("why", "").strip() or None
    if ruling == "withdraw":
        return desk.reviewing.decide(viewer, fields.get("decision", ""), "withdraw", None, why)
    value = None
    if ruling == "correct":
        viewer.must("rule")
        found = changed(desk.evidence.claim(viewer, claim).standing, fields)
        if isinstance(found, Problem):
            raise Trouble(422, found)
        value = found
    return desk.reviewing.decide(viewer, claim, ruling, value, why)
