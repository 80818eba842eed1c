"""Who counts, by what is told of those counted: "were reported in Amber by the police", "the 400 people registered by the council"."""

from __future__ import annotations

from onrecord.reading.adjuncts import TIMES, counts
from onrecord.reading.near import word_before
from onrecord.reading.sourcewords import words
from onrecord.reading.speakers import Line

_BE = frozenset(("was", "were", "been", "is", "are", "be"))
_TOLD = frozenset(("reported", "recorded", "confirmed", "registered", "counted", "documented", "logged", "tallied", "verified"))
_THOSE = 4  # tokens from a number to what a body did with those counted: "the 400 displaced families |registered by"


def of_counted(line: Line, by: int) -> bool:
    """Whether what is told before "by" is what one does who counts: "were recorded |by", "the 400 people registered |by"."""
    verb = by - 2 if line.low[max(0, by - 2) : by] == ("referred", "to") else by - 1
    if verb < 2 or (line.low[verb] not in words().counted and verb == by - 1):
        return False
    return line.low[verb - 1] in _BE or any(map(counts, line.low[max(0, verb - _THOSE) : verb]))


def learned(line: Line, end: int) -> int | None:
    """The verb of "we learned on Monday |from the police"."""
    at = end - 1
    while at > 0 and (line.low[at] in words().days | TIMES or line.low[at] == "on"):
        at -= 1
    return at if at >= 0 and line.low[at] in ("learned", "learnt") else None


def told_where(line: Line, by: int) -> int | None:
    """The verb of "were reported in Amber and Sligo |by the police": told of places, and then by whom."""
    first = by - 1
    while first > max(0, by - 8) and (line.has_name_at(first) or line.low[first] in ("and", ",", "the")):
        first -= 1
    told = first < by - 1 and line.low[first] in ("in", "from", "across") and word_before(line.low, first) in _TOLD
    return first - 1 if told and first > 1 and line.low[first - 2] in _BE else None
