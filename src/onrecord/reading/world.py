"""Figures of the whole world, which have no place and no country (GUIDE case 9): "110 million people are displaced worldwide"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading import lexicon
from onrecord.reading.site_evidence import Ask
from onrecord.reading.sites import Site

_WORDS = lexicon.word_sets("sites")
_COUNTED = frozenset("displaced fled registered hosted sheltered expelled homeless killed".split())
_MOST = 20_000_000  # displaced people: no single country has had so many
_WORLD = (
    ("worldwide",),
    ("globally",),
    *((over, "the", world) for over in ("around", "across", "throughout", "in") for world in ("world", "globe")),
)
_NAMES = frozenset(phrase[-1] for phrase in _WORLD)
_BEFORE, _BEHIND = 8, 12  # words around a number in which the world may be told
_TOPMOST = 6  # words from "the largest" to the world: "the largest refugee camp in the world"


def is_worldwide(ask: Ask, row: Sequence[Site]) -> bool:
    """Whether a figure is said of the world, whatever places its sentence names besides: of who tells it, of a part, of other numbers."""
    if ask.act not in _COUNTED:
        return False
    told, many = _told(ask), ask.slot.number.value >= _MOST
    if told is None and not many:
        return False
    return (told is not None and many) or not any(_is_its_own(site, ask, told) for site in row)


def beside_world(ask: Ask, row: tuple[Site, ...]) -> tuple[Site, ...]:
    """The sites of a sentence; only a figure's own where the world is told as well: "in Geneva 110 million worldwide, 7 million in *Sudan*"."""
    told = _told(ask) if ask.act in _COUNTED else None
    return row if told is None else tuple(site for site in row if _is_its_own(site, ask, told))


def is_of_all(ask: Ask, row: Sequence[Site]) -> bool:
    """Whether a figure of the world is one of all people there, who have no common nationality either."""
    return ask.slot.number.value >= _MOST and is_worldwide(ask, row)


def _told(ask: Ask) -> int | None:
    """Where the world is told that a number is of; not where something is the largest in the world, nor where a larger number is nearer."""
    words, slot = ask.words, ask.slot
    if _NAMES.isdisjoint(words):
        return None  # most sentences
    for at in range(max(0, slot.first - _BEFORE), min(len(words), slot.last + _BEHIND)):
        size = next((len(phrase) for phrase in _WORLD if words[at : at + len(phrase)] == phrase), 0)
        if not size or words[at + size : at + size + 1] in (("'",), ("’",), ("'s",), ("’s",)) or _is_top(words[max(0, at - _TOPMOST) : at]):
            continue
        start, end = (slot.last, at) if at >= slot.last else (at + size, slot.first)
        larger = any(start <= one.first < end and one.number.value > slot.number.value for one in ask.slots)
        if not larger and ";" not in words[start:end]:
            return at
    return None


def _is_top(before: Sequence[str]) -> bool:
    """Whether something is said to be the first of its kind: "the largest camp |worldwide"; not "the most in years: 12 million |worldwide"."""
    number = max((at for at, word in enumerate(before) if word[0].isdigit()), default=-1)
    return not _WORDS["topmost"].isdisjoint(before[number + 1 :])


def _is_its_own(site: Site, ask: Ask, told: int | None) -> bool:
    """Whether a place is where those counted are or were; not where somebody speaks or what a part or another number is told of."""
    if site.dateline:
        return False
    slot = ask.slot
    before = site.last <= slot.first
    between = (site.last, slot.first) if before else (slot.last, site.first)
    words = ask.words[slice(*between)]
    if ";" in words or any(between[0] <= one.first < between[1] for one in ask.slots if one is not slot):
        return False
    if before:
        return told is None or _WORDS["says"].isdisjoint(words)
    return (told is None or not slot.last <= told < site.first) and _WORDS["of_part"].isdisjoint(words)
