"""Who takes people in decides what becomes of them: a country hosts them, a camp or a school shelters them, whichever verb is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.reading import lexicon
from onrecord.reading.acts import Trigger
from onrecord.reading.sites import Site
from onrecord.reading.slots import Choice, Scene

_WORDS = lexicon.word_sets("hosts")
_PASSIVE = frozenset("was were be been".split())
_TOOK_IN = (("took", "in"), ("takes", "in"), ("taken", "in"), ("take", "in"), ("taking", "in"))
_ASIDE = 10  # words of an aside
_APART = 12  # words from a house to ", hosting 300"


def by_host(choices: Sequence[Choice], here: Scene, sites: Sequence[Site]) -> tuple[Choice, ...]:
    """The choices, with "hosted" and "sheltered" by who is said to host or to shelter. What was carried over from one goes with it."""
    known: list[Choice] = []
    for choice in choices:
        source = next((one for one in known if choice.source and one.slot.first == choice.source.first), None)
        if choice.trigger and choice.act in ("hosted", "sheltered"):
            choice = replace(choice, act=_of_host(choice.trigger, here.words, sites) or choice.act)
        elif source and choice.act in ("hosted", "sheltered"):
            choice = replace(choice, act=source.act)
        known.append(choice)
    return tuple(known)


def _before_aside(words: Sequence[str], comma: int) -> int:
    """Where an aside begins that a comma closes and that tells how large a house is: "The centre*, built for 4,000 people,* is sheltering"."""
    if words[comma] != ",":
        return comma
    opened = next((at for at in range(comma - 1, max(-1, comma - _ASIDE), -1) if words[at] == ","), comma)
    return opened if words[opened + 1] in _WORDS["sized"] else comma


def _is_house_there(place: Site, words: Sequence[str]) -> bool:
    """Whether a house stands before a place: "a *school* in Daraga has taken in"."""
    before = words[max(0, place.first - 2) : place.first]
    return len(before) == 2 and before[1] in ("in", "at", "near") and before[0] in _WORDS["houses_of"]


def _of_host(verb: Trigger, words: Sequence[str], sites: Sequence[Site]) -> str | None:
    """The act that fits who does it: "*Kenya* shelters", "the *camp*, which now hosts"; None where nothing is told of that."""
    start = verb.first + (words[verb.first] == "is")  # "is sheltering"
    if verb.sense.cls != "patient" or words[start] not in _WORDS["houses"] | _WORDS["hosts"]:
        return None
    at = verb.first - 1
    while at >= 0 and words[at] in _WORDS["between"]:
        at = _before_aside(words, at) - 1
    if at < 0 or (not words[start].endswith("ing") and not _PASSIVE.isdisjoint(words[at + 1 : verb.first])):
        return None
    host = next((site for site in sites if site.first <= at < site.last), None)
    if words[start] == "home" and words[at] in _WORDS["camps"]:
        return None  # "a camp, now home to 70,000 refugees", is a country's guests
    if words[at] in _WORDS["houses_of"] or (host and _is_house_there(host, words)):
        return "sheltered"
    last = max((*host.mentions, *host.wider), key=lambda m: m.start).place if host else None
    if last and (last.kind == "country" or words[start : verb.last] in _TOOK_IN):
        return "hosted"
    if host and words[start] in _WORDS["houses"]:
        return "sheltered"
    loose = words[start].endswith("ing") and words[start - 1] == ","
    return "sheltered" if loose and not _WORDS["houses_of"].isdisjoint(words[max(0, verb.first - _APART) : verb.first]) else None
