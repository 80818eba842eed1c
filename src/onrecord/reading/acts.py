"""Act words in a sentence, and how a number phrase stands to them.

Find first, decide later: every act word is a candidate for every number (:mod:`onrecord.reading.act_evidence` describes the pairs, a
ranker decides).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.reading import lexicon
from onrecord.reading.counted import Counted
from onrecord.reading.datewords import words as date_words
from onrecord.reading.lexicon import Sense
from onrecord.reading.numbers import Number
from onrecord.types import HARM_ACTS

Features = dict[str, float]
Side = Literal["left", "right", "inside", "head", "around"]

_GRAMMAR = lexicon.word_sets("grammar")
_TIGHT = 4  # words: a phrase with a gap of one word or two
_NOWHERE = 99  # the distance of an act word that stands on no side of a number
_SEVERE = frozenset("severely seriously significantly badly heavily".split())
WHOLLY = frozenset("completely totally fully entirely".split())
_EITHER = frozenset("and / or been were".split())
_DATED = frozenset(name.lower() for name in (*date_words()["weekdays"], *date_words()["months"]))
_ALSO_NOUNS = frozenset("ferry lift transport transfer move fetch ship".split())
_ARTICLES = frozenset("the a this that their its one".split())
_PARTICIPLES = frozenset("fled left lost hit cut dead".split())


@dataclass(frozen=True, slots=True)
class Trigger:
    """An act word in a sentence; ``first`` and ``last`` are token positions (half open)."""

    sense: Sense
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A number in its sentence: where its phrase stands and what it counts, in token positions."""

    number: Number
    first: int  # of the number phrase with its qualifier
    number_end: int  # behind the bare number
    last: int  # behind the counted noun
    counted: Counted
    reach: tuple[int, int] = (
        0,
        0,
    )  # first and last of the list it belongs to ("two generals, 11 colonels and four captains"), else its own


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible act for a slot: an act word, or the act of an earlier figure (``trigger`` is None)."""

    act: str
    trigger: Trigger | None
    features: Features


def triggers(words: Sequence[str]) -> tuple[Trigger, ...]:
    """All act words of a sentence; the longest phrase at a position hides shorter ones of the same act."""
    found: list[Trigger] = []
    for at in range(len(words)):
        seen: set[tuple[str, str]] = set()
        for sense, end in lexicon.match(words, at):
            if end - at > 1 and words[end - 1] == "on" and _is_date(words[end : end + 2]):
                continue  # "were moved on Monday" were not moved on
            if end - at == 1 and words[at] in _ALSO_NOUNS and at > 0 and words[at - 1] in _ARTICLES and sense.cls != "noun":
                continue  # "the 300 people on the ferry"
            if (sense.act, sense.cls) not in seen:
                seen.add((sense.act, sense.cls))
                found.append(Trigger(sense, at, end))
    return tuple(
        t for t in found if not any(_hides(other, t) or _leaves_open(other, t, words) or _says_more(other, t, words) for other in found)
    )


def _is_date(behind: Sequence[str]) -> bool:
    """Whether a day stands there: "Monday", "May 5", "5 May"."""
    return behind != () and (behind[0] in _DATED or (behind[0].isdigit() and behind[1:] != () and behind[1] in _DATED))


def _says_more(more: Trigger, less: Trigger, words: Sequence[str]) -> bool:
    """Whether people are affected and something said more exactly: "900 families were affected and evacuated"."""
    if (
        less.sense.act != "affected"
        or more.sense.act in HARM_ACTS
        or more.first < less.last
        or words[less.last : less.last + 1] != ("and",)
    ):
        return False
    return words[less.last - 1] == "affected" and words[more.first].endswith("ed") and _EITHER.issuperset(words[less.last : more.first])


def _leaves_open(one: Trigger, other: Trigger, words: Sequence[str]) -> bool:
    """Whether ``other`` is not what homes are that are one or the other: "damaged or destroyed" are damaged, which is all that is known of
    each; "severely damaged or destroyed" are destroyed, for neither can be lived in."""
    first, last = sorted((one, other), key=lambda t: t.first)
    between = words[first.last : last.first]
    if {words[first.last - 1], words[last.last - 1]} != {"damaged", "destroyed"} or "or" not in between:
        return False
    damaged = first if words[first.last - 1] == "damaged" else last
    severe = damaged.last > 1 and words[damaged.last - 2] in _SEVERE
    known = "housing_destroyed" if severe else "housing_damaged"
    acts = {one.sense.act, other.sense.act} == {"housing_damaged", "housing_destroyed"}
    return acts and one.sense.act == known and (_EITHER | _SEVERE | WHOLLY).issuperset(between)


def _hides(longer: Trigger, shorter: Trigger) -> bool:
    """Whether ``shorter`` is only a piece of the phrase ``longer`` ("lost power" is no loss of life)."""
    inside = longer.first <= shorter.first and shorter.last <= longer.last
    if (longer.first, longer.last) == (shorter.first, shorter.last):
        return _literal(longer) > _literal(shorter) and "~" in shorter.sense.words  # "forced by troops to leave" is no "forced ~ to leave"
    if "~" in longer.sense.words and longer.last - longer.first > _TIGHT:
        return False  # what "~" stands for may hold an act of its own
    return inside and longer.last - longer.first > shorter.last - shorter.first


def _literal(trigger: Trigger) -> int:
    """How many words of its phrase must stand there as they are."""
    return len(trigger.sense.words) - trigger.sense.words.count("~")


def side_of(slot: Slot, trigger: Trigger) -> tuple[Side | None, tuple[int, int]]:
    """On which side of the number phrase an act word stands, and the token positions between them. A list stands to it as one."""
    if trigger.first >= slot.reach[1] > slot.last:
        return "right", (slot.reach[1], trigger.first)
    if trigger.last <= slot.reach[0] < slot.first:
        return "left", (trigger.last, slot.reach[0])
    if trigger.first >= slot.last:
        return "right", (slot.last, trigger.first)
    if trigger.last <= slot.first:
        return "left", (trigger.last, slot.first)
    if trigger.first >= slot.number_end:
        if trigger.last > slot.last:
            return "right", (slot.last, slot.last)
        return ("head" if trigger.last == slot.last else "inside"), (0, 0)
    if trigger.first < slot.first and trigger.last > slot.last:
        return "around", (0, 0)
    return ("around", (0, 0)) if trigger.first < slot.number_end < trigger.last else (None, (0, 0))


def nearest(slot: Slot, found: Sequence[Trigger]) -> dict[Side | None, int]:
    """How near the nearest act word stands on each side, of those that fit the unit counted: one look serves all pairs of a number."""
    closest: dict[Side | None, int] = {}
    for trigger in found:
        if fits(slot, trigger):
            side, between = side_of(slot, trigger)
            apart = distance(side, between)
            closest[side] = min(apart, closest.get(side, apart))
    return closest


def fits(slot: Slot, trigger: Trigger) -> bool:
    """Whether the act can be said of the unit counted, or no unit is told."""
    return slot.counted.unit is None or slot.counted.unit in trigger.sense.units


def distance(side: Side | None, between: tuple[int, int]) -> int:
    """The words between a number and an act word, from what :func:`side_of` tells."""
    return _NOWHERE if side is None else between[1] - between[0] if side in ("left", "right") else 0


def voice_of(words: Sequence[str], trigger: Trigger) -> str:
    """How the act word is used: passive, perfect, modal, infinitive, ing, finite, bare participle, or noun."""
    if trigger.sense.cls in ("noun", "people"):
        return "-"
    at = trigger.first - 1
    seen = 0
    while at >= 0 and seen < 4 and (words[at] in _GRAMMAR["adverb"] or words[at].endswith("ly")):
        at, seen = at - 1, seen + 1
    before = words[at] if at >= 0 else "^"
    word = words[trigger.first]
    if word.endswith("ing"):
        return "be+ing" if before in _GRAMMAR["be"] else "ing"
    if before == "to":
        return "to"
    if before in _GRAMMAR["be"] or (seen and "been" in words[max(0, at) : trigger.first]):
        return "be"
    if before in _GRAMMAR["have"]:
        return "have"
    if before in _GRAMMAR["modal"]:
        return "modal"
    return "ed" if word.endswith(("ed", "en")) or word in _PARTICIPLES else "base"


def bucket(gap: int) -> str:
    """A number of words in steps, as the features count it."""
    for limit in (0, 1, 2, 4, 7, 12, 20):
        if gap <= limit:
            return str(limit)
    return "far"
