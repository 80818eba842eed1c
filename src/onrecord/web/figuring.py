"""What pages say of a claim: the number as stated, who, what, from where to where, who says it, and what people ruled on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from onrecord.render import wording
from onrecord.types import BY_HAND, Decision, Figure, Report, Standing
from onrecord.web.wording import act, who

_STATUS = {"unreviewed": "to review", "accepted": "accepted", "rejected": "rejected", "corrected": "corrected"}
_TITLE = 90  # characters
_RULED: dict[str, str] = {
    "accept": "accepted", "reject": "rejected", "correct": "corrected", "same": "ruled the same as another", "different": "ruled different from another",
    "note": "noted", "withdraw": "withdrew a ruling", "confidential": "made confidential", "open": "opened",
}  # fmt: skip
FIELD_NAMES: dict[str, str] = {
    "value": "Number", "low": "At least", "high": "At most", "qualifier": "Stated as", "unit": "Counts", "act": "What happened",
    "measure": "Measure", "who": "Who", "from": "From", "to": "To", "country": "Country", "date_start": "First day", "date_end": "Last day",
    "date_precision": "Exact to", "source": "Said by", "source_kind": "Kind of source", "cause": "Cause", "modality": "Said to have happened",
    "same_as": "Repeats figure", "part_of": "Part of figure", "places": "Places",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ruled:
    """A decision as a page shows it. ``withdrawn``: somebody took it back."""

    decision: Decision
    withdrawn: bool
    added: bool = False  # it put the figure on record

    @property
    def words(self) -> str:
        """What was ruled."""
        return "added" if self.added else _RULED.get(self.decision.ruling, self.decision.ruling)

    def other(self, claim: str) -> str | None:
        """The claim that this one is said to be the same as, or different from."""
        named = (self.decision.value or {}).get("other")
        return self.decision.about if named == claim else named

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The corrected fields by their names; what follows from others is left out."""
        value: Mapping[str, Any] = self.decision.value or {}
        shown = {name: given for name, given in value.items() if name in FIELD_NAMES and name != "places"}
        if {"value", "low", "high"} <= shown.keys() and shown["low"] == shown["high"] == shown["value"]:
            shown = {name: given for name, given in shown.items() if name not in ("low", "high")}
        return [(FIELD_NAMES[name], _said(given)) for name, given in shown.items()]


def stated(one: Standing) -> str:
    """The number as the text writes it, after its qualifier; of a corrected claim the number that is right."""
    exact = one.claim.quote.exact
    if one.status == "corrected":
        exact = f"{one.claim.figure.value:,}"
    return wording.number(replace(one.claim.figure, start=0, end=len(exact)), exact)


def route(figure: Figure) -> str:
    """Where from and where to, each place with its country where it first comes up."""
    return wording.routes([figure], False)[0]


def said_by(one: Standing) -> str:
    """Who says it, as the words have it and as the ledger knows them; empty where nobody is named."""
    named, known = one.claim.figure.source, one.claim.source
    if named is None:
        return ""
    return named.name + (f" ({known.name})" if known and known.name.casefold() != named.name.casefold() else "")


def sureness(figure: Figure) -> str:
    """How sure the reading is, in words."""
    return {"●": "sure", "◐": "fairly sure", "○": "unsure"}[wording.sureness(figure)]


def titled(report: Report) -> str:
    """What to call a report: its title, else its first words."""
    first = next((line.strip() for line in report.text[:1_000].splitlines() if line.strip()), "")
    return report.title or first[:_TITLE] + ("…" if len(first) > _TITLE else "") or report.publisher or "Untitled report"


FILTERS: dict[str, Any] = {
    "titled": titled, "by_hand": lambda one: one.claim.made_by == BY_HAND,
    "stated": stated, "route": route, "said_by": said_by, "sureness": sureness, "status_words": lambda status: _STATUS.get(status, status),
    "acted": wording.act, "counted": wording.who, "when": wording.when, "field_name": lambda name: FIELD_NAMES.get(name, name),
    "in_words": lambda one: f"{act(one.act)}, {who(one)}",
}  # fmt: skip


def _said(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "nothing" if value is None else str(value)
    if isinstance(value, int):
        return f"{value:,}"
    return (
        "; ".join(value)
        if isinstance(value, list) and all(isinstance(item, str) for item in value)
        else str(value)
        if isinstance(value, str)
        else json.dumps(value)
    )
