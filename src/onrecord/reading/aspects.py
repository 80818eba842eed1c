"""Flow or stock, and asserted, ordered, expected or denied: how a figure is stated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import dropwhile, pairwise
from typing import Any

from onrecord.reading import lexicon
from onrecord.reading.acts import Features, Slot, Trigger, side_of, voice_of
from onrecord.reading.near import word_before
from onrecord.reading.ranker import shares, weights
from onrecord.types import MOVEMENT_ACTS, Measure, Modality

_BEFORE_MONTHS = frozenset("in on of since until late early mid during from to by last this between and before after through".split())
_UNSURE = frozenset("could may might want wants wish wishes hope hopes willing".split())
_HAVE_BEEN = frozenset("was were been".split())
_MODALS = frozenset("will would could can may might must should be".split())
_ARE = (("are",), ("were",), ("is",), ("was",), ("remain",), ("remained",))
_VERBS = (("be",), ("have",), ("rise",), ("grow",), ("reach",), ("climb",), ("increase",))  # behind "this may"
_LEFT = frozenset("left leaves leaving".split())
_PLIGHTS = frozenset("homeless affected killed injured".split())  # what people are left in
_APPLICATIONS = frozenset("applications application claims requests petitions".split())  # each is made on a day
_REACHING = (("to", "reach"), ("to", "hit"), ("to", "exceed"), ("to", "pass"), ("to", "top"), ("to", "surpass"))
_EXPECTING = frozenset("expect expects expected expecting projects forecast forecasts predicts predicted likely anticipates".split())
_AHEAD = 14  # words from "expects" to such a number
_SPELL = 10  # words behind people in which the time may be told that it took to count them
_RATED = 6  # words behind a number up to "a day"
_REACH = 7  # words before a figure or its act word in which a cue of modality counts


@cache
def _cues() -> dict[str, Any]:
    return lexicon.load("aspects")


@cache
def _aspects() -> dict[str, frozenset[str]]:
    return {name: frozenset(group) for name, group in _cues()["aspect"].items()}


_HOME = frozenset(("return", "returned", "go"))
_FACING = frozenset(("face", "faces", "facing", "faced"))


def measure(act: str, slot: Slot, trigger: Trigger | None, words: Sequence[str]) -> Measure:
    """Whether the figure counts movements during a period or how many there are at a moment (GUIDE case 5)."""
    if trigger is not None and _is_state(trigger, words):
        return "stock"
    if word_before(words, slot.first) in _LEFT and act in _PLIGHTS:
        return "flow"  # "leaving 46,000 children without schools"
    if act == "registered" and (slot.counted.head in _APPLICATIONS or _is_of_a_spell(words[slot.last : slot.last + _SPELL])):
        return "flow"
    if act in MOVEMENT_ACTS and (_is_rate(slot, words) or _is_new(act, slot, words)):
        return "flow"
    if act == "sheltered" and trigger is not None and _has_gone_in(words[slot.last : trigger.last]):
        return "flow"
    flow, stock = shares([measure_features(act, slot, trigger, words), {}], weights("measure"))
    return "flow" if flow >= stock else "stock"


def _is_state(trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether the words leave no doubt that a state is told of: "8,000 people were homeless", "the number of evacuees fell to 17"."""
    before = tuple(words[max(0, trigger.first - 2) : trigger.first])
    if trigger.sense.act == "displaced" and not _HOME.isdisjoint(words[trigger.first : trigger.last]):
        return True  # "6,800 have not been able to return"
    if trigger.sense.act == "missing" and "returned" in words[trigger.first : trigger.last]:
        return True  # "300 families have not returned"
    if words[trigger.first] == "homeless":
        if not any(word in _cues()["homeless"]["making"] for word in words):
            return True  # "Thousands homeless as the search goes on"
        return before[-1:] in _ARE or (before[-1:] in (("still",), ("now",), ("already",)) and before[:1] in _ARE)
    return words[trigger.first] == "evacuees" and before == ("number", "of")


def _has_gone_in(behind: Sequence[str]) -> bool:
    """Whether people are told to have gone into shelter, and not to be there: "in October 35,300 took shelter in six camps"."""
    return any(verb in ("took", "sought") and noun in ("shelter", "refuge") for verb, noun in pairwise(behind))


def _is_new(act: str, slot: Slot, words: Sequence[str]) -> bool:
    """Whether those called displaced became so only now: "recorded 3,450 *newly displaced* families"; not "there are 3,450 newly displaced"."""
    newly = any(pair == ("newly", "displaced") for pair in pairwise(words[slot.number_end : slot.last + 1]))
    return act == "displaced" and newly and words[max(0, slot.first - 1) : slot.first] not in _ARE


def _is_rate(slot: Slot, words: Sequence[str]) -> bool:
    """Whether a number is of every day or month: "400 a week", "15 Tibetans per month", "an average of 300 people daily"."""
    rate = _cues()["rate"]
    for at in range(slot.last - 1, min(slot.last + _RATED, len(words))):
        unit, behind = ([*words[at + 1 : at + 3], "", ""])[:2]
        each = words[at] in rate["each"] and not (words[at] == "a" and behind in rate["apart"])
        if words[at] in rate["often"] or (each and unit in _cues()["spell"]["unit"]):
            return True
    return False


def _is_of_a_spell(behind: Sequence[str]) -> bool:
    """Whether a count is told to be that of a day or a week: "registered 9,400 refugees in a single week"."""
    spell = _cues()["spell"]
    for at, word in enumerate(behind):
        rest = list(dropwhile(spell["length"].__contains__, behind[at + 1 :])) if word in spell["into"] else []
        if rest and rest[0] in spell["unit"] and rest[0] != behind[at + 1]:
            return True
    return False


def measure_features(act: str, slot: Slot, trigger: Trigger | None, words: Sequence[str]) -> Features:
    """Features that speak for a flow."""
    features: Features = {"bias": 1.0, f"act={act}": 1.0}
    if trigger is None:
        features["inherited"] = 1.0
        features[f"inherited|{act}"] = 1.0
        features |= {f"inherited|{word}": 1.0 for word in words[max(0, slot.first - 4) : slot.first]}
        features |= {f"inherited|in={name}": 1.0 for name, group in _aspects().items() if not group.isdisjoint(words)}
        return features
    side = side_of(slot, trigger)[0] or "none"
    how = voice_of(words, trigger)
    features[f"cls={trigger.sense.cls}|{act}"] = 1.0
    features[f"how={side}|{trigger.sense.cls}|{how}"] = 1.0
    features[f"how={how}|{act}"] = 1.0
    features[f"word={words[trigger.first]}"] = 1.0
    near = words[max(0, trigger.first - 4) : trigger.first]
    for name, group in _aspects().items():
        if not group.isdisjoint(near):
            features[f"near={name}"] = 1.0
            features[f"near={name}|{act}"] = 1.0
        if not group.isdisjoint(words):
            features[f"in={name}"] = 1.0
    features[f"before={word_before(words, slot.first) or '^'}"] = 1.0
    features[f"lead={word_before(words, slot.first - 1) or '^'}"] = 1.0
    return features


def modality(slot: Slot, trigger: Trigger | None, words: Sequence[str]) -> Modality:
    """Whether the figure is asserted, or only ordered, expected or denied; read from the words around number and act word."""
    said = _without_doubles(words)
    if trigger is not None and trigger.sense.act == "in_need":
        said = ["-" if word in _FACING else word for word in said]  # who faces hunger is in need by now
    first = min(slot.first, trigger.first) if trigger else slot.first
    last = max(slot.last, trigger.last if trigger else 0)
    start = _clause_start(said, first)
    scope, behind = said[start:last], _until_turn(said[last : last + 3])
    ordered = _cues()["ordered"]
    if _holds(scope, _said("denied", "before")) or _is_negated(trigger, said):
        return "denied"
    if _has_stood(slot, said):
        return "asserted"
    unsure = not _UNSURE.isdisjoint(scope)
    told = not unsure and _is_infinitive(trigger, said) and _holds(scope, _said("ordered", "before")) and not _has_come_to(trigger, said)
    if told or _holds(scope, _said("ordered", "naming")):
        return "ordered"
    if trigger is not None and trigger.sense.act == "evacuated" and trigger.sense.words[0] in ordered["itself"]:
        return "ordered"
    if _holds(behind, _said("expected", "after")) or _is_expected(slot, trigger, scope, said):
        return "expected"
    if trigger is not None and _holds(said[trigger.first : trigger.last], _said("expected", "itself")):
        return "expected"
    return "asserted"


def _has_stood(slot: Slot, words: Sequence[str]) -> bool:
    """Whether a number is the height from which a count may go on to rise: "expected to rise from 19", "the toll of 119 might rise"."""
    rises = _cues()["expected"]["lifts"]
    before, led = word_before(words, slot.first), word_before(words, slot.first - 1)
    following = words[slot.last : slot.last + 2]
    may_rise = following[0:1] != [] and following[0] in _MODALS and following[-1] in rises
    return (before == "from" and led in rises) or ((led, before) == ("toll", "of") and may_rise)


def _clause_start(words: Sequence[str], first: int, reach: int = _REACH) -> int:
    """How far back cues count: a few words, and no further than where the clause begins."""
    start = max(0, first - reach)
    return next((at + 1 for at in range(first - 1, start - 1, -1) if words[at] in _cues()["clause_end"]), start)


def _is_negated(trigger: Trigger | None, words: Sequence[str]) -> bool:
    """Whether what was to come will not: "are not expected to return", "would for now not receive"."""
    if trigger is None or trigger.sense.cls not in ("patient", "agent"):
        return False
    before = words[_clause_start(words, trigger.first) : trigger.first]
    if before[-1:] == ["not"]:
        return not {"will", "would"}.isdisjoint(before)
    return any(tuple(before[-len(phrase) :]) == phrase for phrase in map(tuple, map(str.split, _cues()["denied"]["to_come"])))


def _is_expected(slot: Slot, trigger: Trigger | None, scope: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words before a figure say that it is to come: by its act word, or by where the number itself is to go."""
    if _is_to_rise(slot, words):
        return True
    if trigger is None or trigger.sense.cls == "people":
        return False
    if _is_infinitive(trigger, words):
        return _holds(scope, _said("expected", "before")) or _is_planned(trigger, words)
    if _has_happened(slot, trigger, words) or _is_known_to_be(slot, trigger, words):
        return _holds(scope, _said("expected", "before", "(?<= that)"))
    if trigger.first >= slot.last:  # "trying to reach 100 people trapped": they are trapped
        return _holds(scope, _said("expected", "before", "(?<! to)"))
    return _holds(scope, _said("expected", "before"))


def _is_to_rise(slot: Slot, words: Sequence[str]) -> bool:
    """Whether a count is one that may be reached: "this may rise to 35,000", "could push the number of dead to more than 70"."""
    start = _clause_start(words, slot.first)
    if _holds(words[start : slot.first], _said("expected", "rising")):
        return True
    if tuple(words[max(0, slot.first - 2) : slot.first]) in _REACHING and not _EXPECTING.isdisjoint(
        words[max(0, slot.first - _AHEAD) : slot.first]
    ):
        return True  # "expects the number of refugees to reach 500,000"
    if word_before(words, slot.first) not in ("to", "past", "above", "beyond"):
        return False
    reach = range(slot.first - 2, max(0, slot.first - 2 * _REACH), -1)
    if any(words[at] in _cues()["expected"]["lifts"] and words[at - 1] in _MODALS for at in reach):
        return True
    brings = next((at for at in reach if words[at] in _cues()["expected"]["lifting"] and words[at - 1] == ","), None)
    return brings is not None and _holds(words[_clause_start(words, brings, 2 * _REACH) : brings], _said("expected", "before"))


def _is_planned(trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether a plan further off leads to an infinitive: "preparations are being made in Gola *to transfer*"."""
    to = words.index("to", max(0, trigger.first - 2))
    before = words[_clause_start(words, to) : to]
    at = next((at for at in range(len(before) - 1, -1, -1) if before[at] in _cues()["expected"]["plans"]), None)
    return at is not None and set(_cues()["expected"]["bars"]).isdisjoint(before[at:])


def _has_happened(slot: Slot, trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether the act is told in the past in a clause of its own, which no cue before it reaches into.

    "face hunger, and 700 families *were evacuated*", "fear of violence *forced* 5,000", "needed by the 180,000 *who fled*"."""
    voice = voice_of(words, trigger)
    if trigger.first < slot.first:
        return voice == "ed" and trigger.sense.cls == "patient"
    between = words[slot.last : trigger.first]
    if voice == "ed" and tuple(between) in (("who",), ("which",), ("that",)):
        return True
    return voice == "be" and not _HAVE_BEEN.isdisjoint(between) and _MODALS.isdisjoint(between)


def _is_known_to_be(slot: Slot, trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether people are told of as known to be there: "would end services for *the* 78,000 refugees *living* in Jalozai"."""
    return trigger.first == slot.last and words[trigger.first].endswith("ing") and word_before(words, slot.first) == "the"


def _until_turn(words: Sequence[str]) -> Sequence[str]:
    """The words up to the next clause: "evacuated 3,200 people overnight *and will move* ..." tells of others."""
    return words[: next((at for at, word in enumerate(words) if word in (",", "and", "but", ";", ".")), len(words))]


def _without_doubles(words: Sequence[str]) -> list[str]:
    """The words, without those that only look like cues: the month of May, and what "may have" happened already."""
    blotted = list(words)
    for at, word in enumerate(words):
        if word not in ("may", "might", "could"):
            continue
        before, after = words[max(0, at - 1) : at], words[at + 1 : at + 2]
        month = any(w[0].isdigit() for w in (*before, *after)) or (before and before[0] in _BEFORE_MONTHS and after not in _VERBS)
        done = after == ("have",) and words[at + 2 : at + 3] != ("to",)
        if (word == "may" and month) or done:
            blotted[at] = "-"
    return blotted


def _is_infinitive(trigger: Trigger | None, words: Sequence[str]) -> bool:
    """Whether the act stands in the infinitive: "to leave", "to be moved", also where the order is part of its words ("ordered to leave")."""
    return trigger is not None and "to" in words[max(0, trigger.first - 2) : max(trigger.first + 1, trigger.last - 1)]


def _has_come_to(trigger: Trigger | None, words: Sequence[str]) -> bool:
    """Whether an infinitive tells what was done: "told reporters that 300 were *forced to* leave"."""
    to = next((at for at in range(trigger.first - 1, max(0, trigger.first - 3), -1) if words[at] == "to"), 0) if trigger else 0
    return to > 0 and words[to - 1] in _cues()["ordered"]["done"]


@cache
def _said(modality: str, place: str, ending: str = "") -> re.Pattern[str]:
    """The phrases that tell a modality at a place (``words/aspects.toml``), those that the pattern ``ending`` allows."""
    return re.compile(f"(?<= )(?:{'|'.join(map(re.escape, _cues()[modality][place]))}){ending}(?= )")


def _holds(words: Sequence[str], phrases: re.Pattern[str]) -> bool:
    text = f" {' '.join(words)} "
    if phrases.search(text) is None:
        return False  # most figures
    for said in _cues()["expected"]["not"]:
        text = text.replace(f" {said} ", " ")
    return phrases.search(text) is not None
