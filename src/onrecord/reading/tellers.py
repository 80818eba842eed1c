"""Places that only tell who speaks: "the governor of Riau", "a spokesman for the police in Kano", "officials in Bamako said"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading import lexicon
from onrecord.reading.near import word_before

_WORDS = lexicon.word_sets("sites")
_KINDS = _WORDS["link"] - set(", and or & / as well of in ( ) 's ’s also both part parts".split()) | {"the"}
_CALLED = 6  # words of what a place is called: "the two neighbouring districts of X"
_OFFICE = 7  # words from a place back to the title of whom it belongs to: "commander of the gendarmerie in the Ihorombe region"
_SEATED = 4  # words before a place in which those stand who sit there
_NO_OFFICE = _WORDS["houses"] | (_WORDS["closed"] | _WORDS["preposition"]) - set("of for in at and".split())  # no title goes on over these


def is_of_office(words: Sequence[str], first: int) -> bool:
    """Whether a place belongs to the title of somebody: "the governor of Riau", "the regional office for the Middle East"."""
    at = _before_kinds(words, first)
    if at < 1 or words[at] not in ("of", "for", "in"):
        return False
    holders = _WORDS["holders"] | _WORDS["post"] if words[at] == "for" else _WORDS["holders"]
    title = (word for word in reversed(words[max(0, at - _OFFICE) : at]))
    return next((word for word in title if word in holders or word in _NO_OFFICE or not word[0].isalpha()), "") in holders


def is_seat(words: Sequence[str], first: int, last: int) -> bool:
    """Whether those who tell sit there: "officials in Bamako said", "the relief department in Geneva reported"."""
    if word_before(words, first) != "in" or words[last : last + 1] == []:
        return False
    told = words[max(0, first - _SEATED) : first - 1]
    known = words[first] in _WORDS["seats"] and last == first + 1
    return words[last] in _WORDS["says"] and (known or not _WORDS["tellers"].isdisjoint(told))


def _before_kinds(words: Sequence[str], first: int) -> int:
    """The word before a place and what it is called: that before "the nearby town of X", "northern X"."""
    at = first - 1
    while at > max(0, first - _CALLED):
        if words[at] in _KINDS:
            at -= 1
        elif words[at] == "of" and words[at - 1] in _WORDS["called"]:
            at -= 2
        else:
            break
    return at
