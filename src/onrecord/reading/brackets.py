"""Who says a figure by brackets behind it: "(UNHCR, 31 July 2009)", "(AFAD data)"."""

from __future__ import annotations

import re

from onrecord.reading.sourcewords import words
from onrecord.reading.speakers import Line, Phrase, kind_of, phrase_after, phrase_before
from onrecord.reading.tallies import Cue

_PAIRS = {"(": ")", "[": "]"}
_CAPITALS = 5  # letters in the short name of a body; of what is common, such as "IDPs" or "NFI", they are fewer
_YEAR = re.compile(r"(?:19|20)\d\d")


def in_parenthesis(line: Line, at: int) -> Cue | None:
    """``(UNHCR, 31 July 2009)`` after a number, ``(UNHCR)`` at the end of an item."""
    closing = _PAIRS[line.low[at]]
    if closing not in line.low[at : at + 24]:
        return None
    close = line.low.index(closing, at)
    found = phrase_after(line, at + 1)
    if not found or not line.has_name_at(found[0]):
        return None
    if found[1] == close and (named := _of_data(line, *found)):
        return Cue(at, close + 1, named, "trailing", "(")
    if found[1] == close and _credits(line, at, close, found):
        return Cue(at, close + 1, Phrase(*found, *found), "trailing", "(")
    more = found[1] < close and (line.low[found[1]] == "," or line.low[found[1]][0].isdigit())
    if more and _credits(line, at, close, found):
        return Cue(at, close + 1, Phrase(*found, *found), "trailing", "(")
    if found[1] >= close or line.low[found[1]] != ",":
        return None
    if not any(_YEAR.fullmatch(low) for low in line.low[found[1] : close]):
        return None
    return Cue(at, close + 1, Phrase(*found, *found), "trailing", "(")


def _of_data(line: Line, first: int, last: int) -> Phrase | None:
    """Whose "(AFAD data)" or "(Source AFAD)" it is."""
    if line.low[first] in ("source", "sources"):
        first += 1
    elif line.low[last - 1] in words().documents:
        last -= 1
    else:
        return None
    return Phrase(first, last, first, last) if first < last and line.has_name_at(first) else None


def _credits(line: Line, at: int, close: int, found: tuple[int, int]) -> bool:
    """Whether brackets at the end name a body (a medium's are of its photograph), and are no short form of the name before them."""
    known = kind_of(line.slice(*found)) in ("un", "ngo", "government") or _is_unknown_body(line, at, found)
    if not known or at < 2 or not _ends_at(line, close):
        return False
    before = phrase_before(line, at, governed=True) if line.has_name_at(at - 1) else None
    short = before is not None and (kind_of(line.slice(*before)) is not None or _stands_for(line, at))
    return not short and any(low[0].isdigit() for low in line.low[:at])


def _is_unknown_body(line: Line, at: int, found: tuple[int, int]) -> bool:
    """Whether brackets behind common words hold capitals too long for a common term: "400 people were moved (CONASUR)"."""
    capitals = line.tokens[found[0]].text
    lone = found[1] - found[0] == 1 and len(capitals) >= _CAPITALS and capitals.isupper()
    return lone and not line.has_name_at(at - 1) and not _stands_for(line, at)


def _ends_at(line: Line, close: int) -> bool:
    """Whether a clause ends behind the bracket."""
    return close + 1 >= len(line.low) or line.low[close + 1] in (".", ";", ",")


def _stands_for(line: Line, at: int) -> bool:
    """Whether capitals in brackets are the first letters of the name before them: "the Relief Agency (RA)"."""
    capitals = line.low[at + 1]
    names = [line.low[i] for i in range(max(0, at - 2 * len(capitals)), at) if line.low[i][0].isalpha()]
    initials = "".join(name[0] for name in names)
    return capitals[0] in initials and _is_within(capitals, initials)


def _is_within(short: str, letters: str) -> bool:
    """Whether the letters of one word come in the other in their order."""
    rest = iter(letters)
    return all(letter in rest for letter in short)
