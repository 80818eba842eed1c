"""Wholes: numbers of which another is a part, and which share what is told of it in grammar only ("two of the 189 on board were killed")."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading.acts import Slot, Trigger
from onrecord.reading.near import GENITIVE, word_before

_BETWEEN = frozenset("of the its his her their our these those an estimated about some around nearly almost roughly over more than".split())
_LEAD = 5  # words from "of" to the whole
_OPENS = frozenset((",", ";", ":", "-", "–", "—", "and", "but", "(", "“", '"'))
_FRACTIONS = frozenset("half third thirds quarter quarters fifth fifths cent percent %".split())
_OWN = frozenset(("who", "that", "which", "whom", "whose"))
_FINITE = frozenset("have has had are is were was will would can could may might did".split())


def is_whole(slot: Slot, trigger: Trigger | None, others: Sequence[tuple[Slot, Trigger | None]], words: Sequence[str]) -> bool:
    """Whether the word that a number rests on is told of another one, which is a part of it; ``others`` are those of the sentence."""
    if trigger is None or _is_own(slot, trigger, words):
        return False
    if trigger.sense.cls == "people" or (trigger.sense.cls == "state" and slot.counted.unit != "dwelling"):
        return False  # "8,000 of the 23,000 living in tents are ill": the others live there too
    if _is_halved(slot, words):
        return trigger.first >= slot.last
    if sum(part.number.value for part, _ in others if part.first > slot.first) == slot.number.value:
        return False  # "of 900 houses 700 were damaged and 200 destroyed"
    return any(rests and rests.first == trigger.first and _is_part(part, slot, trigger, words) for part, rests in others)


def _is_own(slot: Slot, trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether a word belongs to the whole itself: "20 of the 300 *evacuated* villagers", "of the 300 people *evacuated* have returned"."""
    relative = not _OWN.isdisjoint(words[slot.last : trigger.first]) and "," not in words[slot.last : trigger.first]
    if slot.first <= trigger.first < slot.last or relative:
        return True
    return trigger.first == slot.last and not _FINITE.isdisjoint(words[trigger.last : trigger.last + 1])


def _is_halved(slot: Slot, words: Sequence[str]) -> bool:
    """Whether a fraction of it is meant: "half of the 3,000 people fled"."""
    of = _of_before(slot, words)
    return of is not None and word_before(words, of) in _FRACTIONS


def _is_part(part: Slot, whole: Slot, trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether a number is a part of another: "*two of the* 189 were killed", "*of the* 189 on board, *two* were killed"."""
    if part.first < whole.first:
        between = words[part.number_end : whole.first]
        return "of" in between[:_LEAD] and _leads(between[between.index("of") :])
    return _opens(whole, words) and whole.last < part.first <= trigger.first


def _opens(whole: Slot, words: Sequence[str]) -> bool:
    """Whether a whole opens its clause: "*Of the* 189 on board, two were killed"."""
    of = _of_before(whole, words)
    if of and word_before(words, of) == "out":
        of -= 1  # "Out of 900 houses, 400 were destroyed"
    return of is not None and (not of or word_before(words, of) in _OPENS)


def first_part(whole: Slot, slots: Sequence[Slot], words: Sequence[str]) -> Slot | None:
    """The first part of a whole that opens its clause; what stands from there on is told of the parts."""
    if not _opens(whole, words):
        return None
    return next((slot for slot in slots if slot.first > whole.last and "," in words[whole.last : slot.first]), None)


def _of_before(whole: Slot, words: Sequence[str]) -> int | None:
    """Where the "of" stands that leads to a whole."""
    of = next((at for at in range(whole.first - 1, max(-1, whole.first - 1 - _LEAD), -1) if words[at] == "of"), None)
    return of if of is not None and _leads(words[of : whole.first]) else None


def _leads(words: Sequence[str]) -> bool:
    """Whether nothing but an article, a measure or an owner stands between "of" and a whole: "of the", "of nearly", "of the village's"."""
    return len(words) <= _LEAD and (_BETWEEN.issuperset(words) or words[-1].endswith(GENITIVE))
