"""Who is given aid is in need, whatever else is told of them: "1,640 families displaced from the capital *were given tarpaulins*"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading import lexicon
from onrecord.reading.acts import Slot

_WORDS = lexicon.word_sets("aided")
_BEHIND = 9  # words from people to what they were given
_BEFORE = 12  # words from "handed" over the goods to people
_GOODS = 5  # words from "were given" to the goods
_STOPS = frozenset(", ; : and but who whom which that while as when".split())
_ACTS = frozenset("displaced affected hosted sheltered homeless fled registered".split())


def is_aided(act: str, slot: Slot, words: Sequence[str]) -> bool:
    """Whether the people of a number are told of as those to whom aid was brought."""
    if act not in _ACTS or slot.counted.unit not in ("person", "household"):
        return False
    return _are_given(slot, words) or (act != "displaced" and _is_given_to(slot, words))  # "food for 10,000 families displaced by floods"


def _are_given(slot: Slot, words: Sequence[str]) -> bool:
    """ "11,200 people uprooted by shelling *have received household goods*"."""
    for at in range(slot.last, min(len(words), slot.last + _BEHIND)):
        if words[at] in _STOPS or words[at][0].isdigit():
            return False
        if words[at] in _WORDS["receiving"]:
            helped = words[at] in _WORDS["taking"] or words[at - 1] in _WORDS["passive"]
            return helped and not _WORDS["goods"].isdisjoint(words[at + 1 : at + 1 + _GOODS])
    return False


def _is_given_to(slot: Slot, words: Sequence[str]) -> bool:
    """ "handed sheets, soap and pans *to* some 1,300 families living in dormitories"."""
    at = slot.first - 1
    while at > 0 and words[at] in _WORDS["hedges"]:
        at -= 1
    if at < 1 or words[at] != "to":
        return False
    led = words[max(0, at - _BEFORE) : at]
    return not _WORDS["giving"].isdisjoint(led) and not _WORDS["goods"].isdisjoint(led) and not any(word[0].isdigit() for word in led)
