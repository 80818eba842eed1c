"""What stands beside an attribution: times, occasions and listeners, and on which side the statement is (words: ``words/sources.toml``)."""

from __future__ import annotations

from onrecord.reading.sourcewords import words
from onrecord.reading.speakers import Line, phrase_after
from onrecord.reading.tallies import Way

ENDS = frozenset((".", ",", ";", ":", "”", '"', "’", "'", "!", "?", "–", "—", ")", "..."))
_FINITE = frozenset("are is were was have has had could would may might will".split())  # "40 people whom the UN says |are trapped"
_OBJECT = 6  # tokens from a number to who says it: "the 40 people in the town whom"
TIMES = frozenset(
    "late early earlier later again also separately week month year morning afternoon evening night this last overnight here".split()
)


def after_adjuncts(line: Line, at: int, told: bool = False) -> int:
    """Over times, occasions and listeners: "told reporters on Friday in a statement |that"."""
    table, size = words(), len(line.low)
    if told and at < size and line.low[at] != "that":
        listener = phrase_after(line, at)
        audience = _occasion(line, at) if line.low[at] in ("a", "an", "the", "its") else None
        at = audience or (listener[1] if listener else at)
    while at < size:
        low, following = line.low[at], line.low[at + 1] if at + 1 < size else ""
        if (
            low in table.days
            or low in TIMES
            or low in table.listeners
            or (low.isdigit() and (line.low[at - 1] in table.days or following in table.days))
        ):
            at += 1
        elif low in ("on", "in", "late", "of") and (following in table.days | TIMES or (low != "of" and _is_time(line, at + 1))):
            at += 2
        elif low in ("in", "at", "on", "by", "via", "over") and (stop := _occasion(line, at)):
            at = stop + (line.low[stop : stop + 1] in [(made,) for made in table.made])
        elif low == "(" and following in table.days and ")" in line.low[at : at + 5]:
            at = line.low.index(")", at) + 1  # "said Tuesday (July 22nd)"
        elif low == "out" and line.low[at - 1] in table.occasions | table.documents and following in table.days | TIMES:
            at += 1  # "in a report out today"
        else:
            break
    return at


def _is_time(line: Line, at: int) -> bool:
    """Whether a number is a year or a day of the month ("in 2014", "on 6 May") and no count ("in 14 parishes")."""
    return line.low[at : at + 1] != () and line.low[at].isdigit() and (len(line.low[at]) == 4 or line.low[at - 1] == "on")


def _occasion(line: Line, at: int) -> int | None:
    """ "in a statement", "at a news conference in Geneva", "on its website"."""
    for i in range(at + 1, min(at + 6, len(line.low))):
        if line.low[i] in ENDS and not (line.low[i] == "." and line.low[i - 1] in words().days):  # "in a Dec. 6 statement"
            return None
        if line.low[i] in words().occasions and (i + 1 >= len(line.low) or line.low[i + 1] not in words().occasions):
            return i + 1
    return None


def way(line: Line, first: int, after: int) -> Way:
    """Where the statement stands: before the attribution ("…, X said."), behind it, or around it ("…, X said, …")."""
    size = len(line.low)
    follows = line.low[after] if after < size else "."
    preceded = first > 0 and line.has_mark_at(first - 1)
    if follows in _FINITE and any(counts(low) for low in line.low[max(0, first - _OBJECT) : first]):
        return "around"
    if preceded and (follows == ":" or _closes_quote(line, first - 1)):
        return "around"
    if after >= size or (follows in ENDS and follows not in (":", ",", '"', "“", "—", "–") and after + 2 >= size):
        return "trailing"
    if follows in (".", ";", "”", "’", "?", "!"):
        return "trailing"
    if preceded and (follows in (",", "–", "—", "-", '"') or _tails_off(line, first, after)):
        return "trailing"
    return "forward"


def _closes_quote(line: Line, at: int) -> bool:
    """Whether a quote ends there: "We counted nine," she said over the telephone."""
    return line.low[at] == "”" or (at > 0 and line.low[at] == '"' and line.low[at - 1] in (",", "!", "?"))


def _tails_off(line: Line, first: int, after: int) -> bool:
    """Whether nothing is told behind an attribution but where and when it was: "…, the mayor said after a drive round this morning."."""
    if line.low[after] not in words().prepositions | words().turns or not any(counts(low) for low in line.low[:first]):
        return False
    stop = next((at for at in range(after, len(line.low)) if line.low[at] in (";", ",", "”", "while", "but")), len(line.low))
    return not any(counts(low) or low in ("that", "“", ":") for low in line.low[after:stop])


def counts(low: str) -> bool:
    return low[0].isdigit() or low in words().numerals
