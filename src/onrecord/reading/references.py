"""Places that only tell where another one lies ("south of Beirut", "along the Thai border"), and those told to be the hardest hit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from onrecord.reading import lexicon
from onrecord.types import Mention

_WORDS = lexicon.word_sets("sites")
_WIDE = frozenset("country water region admin1".split())
_RANKED = 6  # words from "the largest" to the part of the world where it is: "the largest slum in sub-Saharan Africa"
_NEAR_BY = 60  # kilometres or miles: farther away a place tells nothing of the one that it is named for
_BESIDE_BORDER = (["near"], ["along"], ["on"], ["at"], ["around"], ["from"])
_WORST = 7  # words from a place to "hardest hit"
_HIT = frozenset("hit affected worst-hit hardest-hit".split())
_WAS = frozenset("is was were are been".split())


def led(words: Sequence[str], first: int) -> list[str]:
    """The words before a place, without articles."""
    return [word for word in words[max(0, first - 8) : first] if word != "the"]


def is_far(before: Sequence[str]) -> bool:
    """Whether a distance stands there that is too long to tell where something happened: "200 km from N'Djamena"."""
    return any(number.isdigit() and int(number) > _NEAR_BY and unit in _WORDS["distance"] for number, unit in pairwise(before))


def is_reference(words: Sequence[str], first: int, last: int, mention: Mention) -> bool:
    """Whether a place only tells where another one lies: "200 kilometres from Guwahati", "south of Beirut"; but "in the south of Peru"."""
    before = led(words, first)
    if before[-2:] in (["border", "between"], ["borders", "between"], ["frontier", "between"]):
        return True  # "away from the border between Liberia and Côte d'Ivoire"
    if before[-1:] in (["bordering"], ["borders"]) or (
        before[-2:-1] in (["border"], ["borders"]) and {"shares", "share", "sharing"} & set(before[-5:])
    ):
        return True
    if (
        mention.form == "demonym"
        and words[last : last + 1] in (["border"], ["frontier"])
        and (before[-1:] in _BESIDE_BORDER or before[-2:] == ["close", "to"])
    ):
        return True  # "in provinces along the Thai border"
    if before[-3:] == ["of", "capital", "of"]:  # "85 miles south of the capital of Quito"
        before = before[:-2]
    if before[-2:] in (["size", "of"], ["felt", "in"]) or (before[-1:] == ["as"] and "far" in before[-3:] and "felt" in before):
        return True  # "about the size of Oregon", "struck Turkey and was felt in Syria"
    if "where" in before[-2:] and not _WORDS["situated"].isdisjoint(words[last : last + 2]):
        return True  # "the province, where Swat is situated", "where the capital Port Vila is located"
    if mention.place and mention.place.kind == "region" and not mention.place.country and before[-1:] in (["in"], ["of"], ["across"]):
        return not _WORDS["topmost"].isdisjoint(before[-_RANKED:])
    return is_bearing(before, words, first, mention)


def is_bearing(before: Sequence[str], words: Sequence[str], first: int, mention: Mention) -> bool:
    if before[-1:] not in (["of"], ["from"]):
        return False
    if not _WORDS["distance"].isdisjoint(before[-6:]):
        return True
    return not _WORDS["compass"].isdisjoint(before[-2:-1]) and not _is_part(words, first, mention)


def _is_part(words: Sequence[str], first: int, mention: Mention) -> bool:
    """Whether the words before a place name a part of it: "the far north of X", "the west and south of X"; not "to the north of" a town."""
    at = first - 1
    while at > 0 and (words[at] in _WORDS["compass"] or words[at] in _WORDS["parting"]):
        at -= 1
    opening = words[at + 1 : first]
    wide = mention.place is not None and mention.place.kind in _WIDE
    return "the" in opening and (wide or words[at] != "to")


def is_worst_hit(words: Sequence[str], first: int, last: int) -> bool:
    """Whether a place is told to have suffered most: "Yangyi *was hardest hit*", "the *worst affected* area is Lome"."""
    for part in (words[last : last + _WORST], words[max(0, first - _WORST) : first]):
        at = next((n for n, word in enumerate(part) if word in ("worst", "hardest")), None)
        if at is not None and not _HIT.isdisjoint(part[at : at + 3]) and not _WAS.isdisjoint(part):
            return True
    return False
