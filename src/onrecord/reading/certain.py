"""Acts that the wording alone settles, where what the ranker has learned need not be asked or has found nothing."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading import lexicon
from onrecord.reading.acts import Slot, Trigger
from onrecord.reading.clauses import is_foreign

_GRAMMAR = lexicon.word_sets("grammar")
_WORDS = lexicon.word_sets("certain")
_HOME_TO = ("home", "to")
_LED = 4  # words between "home to" and its number
_CLAUSE = 3  # words behind "who" in which its verb stands
_SUBJECT = 8  # words before "included" in which those stand of whom a part is told
_FIGURE = 9  # words between "that figure" and its number
_STOPS = frozenset(". ; : , and but while with".split())


def host(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """The words that tell of a home of those who came from elsewhere: "*home to* another 6,000 people who fled"."""
    return next((t for t in found if t.sense.words == _HOME_TO and 0 <= slot.first - t.last <= _LED and _came(slot, words, found)), None)


def _came(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> bool:
    if is_foreign(slot) and slot.counted.head not in _GRAMMAR["populace"]:
        return True
    clause = words[slot.last : slot.last + 1] == ("who",)
    return clause and any(slot.last < t.first <= slot.last + _CLAUSE and t.sense.act in _WORDS["moved"] for t in found)


def goes_on(slot: Slot, words: Sequence[str]) -> bool:
    """Whether the number goes on with what was counted before: a part of it, or the same count at another time."""
    if slot.number.not_count is not None:
        return False
    if slot.counted.unit in ("person", "household"):
        return _is_among(slot, words) or _is_part(slot, words)
    return slot.counted.kind == "none" and _is_that_figure(slot, words)


def _is_among(slot: Slot, words: Sequence[str]) -> bool:
    """ "Among them are 30 women", "39 women and 23 children were among them"."""
    first, last = slot.reach
    before = [word for word in words[max(0, first - 4) : first] if word not in _WORDS["be"]]
    behind = [word for word in words[last : last + 4] if word not in _WORDS["be"]]
    return (before[-2:-1] == ["among"] and before[-1] in _WORDS["them"]) or (behind[:1] == ["among"] and behind[1] in _WORDS["them"])


def _is_part(slot: Slot, words: Sequence[str]) -> bool:
    """ "The group is made up of 371 men, 28 women and 13 minors", "the migrants included four girls"."""
    first = slot.reach[0]
    verb = first - 1
    if words[max(0, first - 3) : first] == ("made", "up", "of"):
        verb = first - 3
    elif words[max(0, first - 1) : first] == ("of",):
        verb = first - 2
    elif words[verb] not in _WORDS["include"]:
        return False
    if verb < 1 or words[verb] not in _WORDS["consist"] | _WORDS["include"]:
        return False
    return not _WORDS["company"].isdisjoint(words[max(0, verb - _SUBJECT) : verb])


def _is_that_figure(slot: Slot, words: Sequence[str]) -> bool:
    """ "This figure stood at 5,822 till Sunday", "the government calculates the number to be about 70,000"."""
    first = slot.first
    start = next((at + 1 for at in range(first - 1, max(-1, first - _FIGURE), -1) if words[at] in _STOPS), max(0, first - _FIGURE))
    told = words[start:first]
    at = next((at for at, word in enumerate(told) if word in _WORDS["figure"]), None)
    if at is None or not at or told[at - 1] not in _WORDS["that"] or told[at + 1 : at + 2] == ("of",):
        return False
    behind = set(told[at + 1 :])
    return bool(behind & _WORDS["stands"]) and behind <= _WORDS["stands"] | _WORDS["meanwhile"]
