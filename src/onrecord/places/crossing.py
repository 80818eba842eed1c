"""Places on the far side of a border: "from Iran to Herat" names the Herat that is not in Iran."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.places.spans import Candidate

_ONWARD = re.compile(r"\s+(?:in)?to\s+(?:the\s+[a-z]+\s+of\s+)?")  # from a country to a place
_BACK = re.compile(
    r"\s+from\s+|[^.;:]{0,60}\b(?:cross|return|arriv|came|coming|flee|fled|deport|expel|repatriat)[a-z]*\b[^.;:]{0,20}\bfrom\s+"
)
_THERE = frozenset(("in", "to", "into", "at", "near"))


def left_for(text: str, candidates: Sequence[Candidate], n: int) -> str | None:
    """The country that people left for this place, and in which it does not lie: "from Iran to Herat", "in Herat, 6,200 crossed back from Iran"."""
    here = candidates[n]
    before, behind = candidates[n - 1] if n else None, candidates[n + 1] if n + 1 < len(candidates) else None
    if before and _is_left(before, here) and _ONWARD.fullmatch(text, before.end, here.start):
        return _country(before)
    due = here.line.before(here.i) in _THERE
    if behind and due and _is_left(behind, here) and _BACK.fullmatch(text, here.end, behind.start):
        return _country(behind)
    return None


def _is_left(other: Candidate, here: Candidate) -> bool:
    return other.line is here.line and other.line.before(other.i) == "from"


def _country(candidate: Candidate) -> str | None:
    return next((hit.place.country for hit in candidate.hits if hit.place.kind == "country" and not hit.demonym), None)
