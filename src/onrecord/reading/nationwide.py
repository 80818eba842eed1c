"""Figures of a whole country: "across the country", "in the impoverished Himalayan nation", "in the island"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.reading import lexicon
from onrecord.reading.both_ends import CROSSING
from onrecord.reading.ground import Ground
from onrecord.reading.nationality import nationality
from onrecord.reading.site_evidence import Ask
from onrecord.reading.sites import Site
from onrecord.reading.told import Placed

_WORDS = lexicon.word_sets("sites")
_NATIONWIDE = (
    "across the country", "throughout the country", "around the country", "all over the country", "across the nation", "around the nation",
    "nationwide", "countrywide", "nationally",
)  # fmt: skip
_INLAND = (*_NATIONWIDE, "in the country", "in the nation", "parts of the country", "rest of the country")  # and behind the number
_OTHER = _WORDS["another"] | _WORDS["closed"] | _WORDS["preposition"] | frozenset("host home third same first".split())
_ISLANDWIDE = (
    "in the island", "on the island", "across the island", "around the island", "throughout the island", "island-wide", "islandwide",
)  # fmt: skip
_CALLED = 3  # words in "the impoverished Himalayan country"
# A war is a country's: "The 14-year-old insurgency has killed 40,000", "since the war erupted".
_WAR = "(?:civil )?(?:war|conflict|insurgency|rebellion|uprising|invasion|coup)"
_OF_WAR = re.compile(rf" (?:(?:[0-9]+|[a-z]+teen|two|three|four|five|six|seven|eight|nine|ten|twelve|decades?)(?: ?- ?| )(?:year|years|long)(?: ?- ?(?:old|long))?"
                     rf" (?:[a-z]+ )?{_WAR} (?:has|have) |since (?:the|its) (?:[a-z0-9]+ )?{_WAR} (?:began|started|erupted|broke out) )")  # fmt: skip
_SOMEWHERE = re.compile(" there | (?:in|across) (?:the|this|that) (?!country |nation |past |last )")
_COUNTRY_WHERE = (
    ("a", "country", "where"),
    ("the", "country", "where"),
    ("a", "nation", "where"),
)  # "in a country where 22 million starve"
WIDE_REACH = 12  # words from a number to one of these behind it


def is_nationwide(ground: Ground, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether the figure is said of the whole country: "are internally displaced across the country", "Nationwide, 300 were hurt"."""
    first = ask.slot.first
    behind = f" {' '.join(ask.words[first : max(ask.span[1] + 5, ask.slot.last + WIDE_REACH)])} "
    island = _ISLANDWIDE if ground.island else ()
    if any(f" {phrase} " in behind for phrase in (*_INLAND, *island)) or _in_nation(behind.split()):
        return " from elsewhere in " not in behind
    if not own and _tells_of_war(f" {' '.join(ask.words)} "):
        return True
    if ask.words[max(0, first - 3) : first] in _COUNTRY_WHERE:
        return True
    if any(slot.last <= first for slot in ask.slots) and any(site.first >= first for site in own):
        return False  # "320,000 are displaced across the country and 22,000 have fled to India"
    told = [last for last in (*(site.last for site in own), *(slot.last for slot in ask.slots)) if last <= first]
    before = f" {' '.join(ask.words[max(told, default=0) : first])} "
    return any(f" {phrase} " in before for phrase in (*_NATIONWIDE, *island))


def _tells_of_war(words: str) -> bool:
    """Whether a sentence sums up a war and tells no part of the country: "there", "in the north"."""
    return bool(_OF_WAR.search(words)) and not _SOMEWHERE.search(words)


def _in_nation(words: Sequence[str]) -> bool:
    """Whether a country is told by what it is like: "in the Southeast Asian country"; not "in the neighbouring country"."""
    for at, word in enumerate(words):
        if word in ("country", "nation"):
            the = next((n for n in range(at - 1, max(0, at - 2 - _CALLED), -1) if words[n] == "the"), 0)
            if 0 < the < at - 1 and words[the - 1] in _WORDS["scene"] and _OTHER.isdisjoint(words[the + 1 : at]):
                return words[at + 1 : at + 2] not in (["of"], ["where"], ["that"])
    return False


def nation(ground: Ground, ask: Ask, before: Sequence[Placed]) -> Site | None:
    """The country that "across the country" means: the last one that its sentence names before, else that of the latest scene, else the report's.

    Those who came from the report's country are in another."""
    named = (s for s in reversed(ground.sites[ask.sentence.index]) if s.first < ask.slot.first and s.kind == "country" and not s.owns)
    found = next(named, None) or _of_scene(ground, ask, before) or ground.home
    people = nationality(ground, ask) if ask.act in CROSSING else None
    return None if found and people and people.country == found.country else found


def _of_scene(ground: Ground, ask: Ask, before: Sequence[Placed]) -> Site | None:
    """Where the figures right before were in another country than the report's, that one, if the report names it."""
    last = next(iter(before), None)
    if last is None or ground.home is None or last.site.country in (None, ground.home.country) or "to" in last.roles.values():
        return None
    rows = reversed(ground.above(ask.sentence.index))
    return next(
        (one for row in rows for site in row for one in site.singles() if one.kind == "country" and one.country == last.site.country), None
    )
