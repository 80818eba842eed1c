"""Flow or stock, and asserted, ordered, expected or denied: how a figure is stated."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from onrecord.reading import lexicon
from onrecord.reading.acts import Features, Slot, Trigger, side_of, voice_of
from onrecord.reading.ranker import shares, weights
from onrecord.types import Measure, Modality

_BEFORE_MONTHS = frozenset("in on of since until late early mid during from to by last this between and before after through".split())
_REACH = 7  # words before a figure or its act word in which a cue of modality counts


@cache
def _cues() -> dict[str, Any]:
    return lexicon.load("aspects")


def measure(act: str, slot: Slot, trigger: Trigger | None, words: Sequence[str]) -> Measure:
    """Whether the figure counts movements during a period or how many there are at a moment (GUIDE case 5)."""
    flow, stock = shares([measure_features(act, slot, trigger, words), {}], weights("measure"))
    return "flow" if flow >= stock else "stock"


def measure_features(act: str, slot: Slot, trigger: Trigger | None, words: Sequence[str]) -> Features:
    """Features that speak for a flow."""
    features: Features = {"bias": 1.0, f"act={act}": 1.0}
    if trigger is None:
        features["inherited"] = 1.0
        features[f"inherited|{act}"] = 1.0
        features |= {f"inherited|{word}": 1.0 for word in words[max(0, slot.first - 4) : slot.first]}
        features |= {f"inherited|in={name}": 1.0 for name, group in _cues()["aspect"].items() if any(cue in words for cue in group)}
        return features
    side = side_of(slot, trigger)[0] or "none"
    how = voice_of(words, trigger)
    features[f"cls={trigger.sense.cls}|{act}"] = 1.0
    features[f"how={side}|{trigger.sense.cls}|{how}"] = 1.0
    features[f"how={how}|{act}"] = 1.0
    features[f"word={words[trigger.first]}"] = 1.0
    near = words[max(0, trigger.first - 4) : trigger.first]
    for name, group in _cues()["aspect"].items():
        if any(cue in near for cue in group):
            features[f"near={name}"] = 1.0
            features[f"near={name}|{act}"] = 1.0
        if any(cue in words for cue in group):
            features[f"in={name}"] = 1.0
    before = words[slot.first - 1] if slot.first else "^"
    features[f"before={before}"] = 1.0
    features[f"lead={words[slot.first - 2] if slot.first > 1 else '^'}"] = 1.0
    return features


def modality(slot: Slot, trigger: Trigger | None, words: Sequence[str]) -> Modality:
    """Whether the figure is asserted, or only ordered, expected or denied; read from the words around number and act word."""
    said = _without_months(words)
    first = min(slot.first, trigger.first) if trigger else slot.first
    last = max(slot.last, trigger.last if trigger else 0)
    start = max(0, first - _REACH)
    for at in range(first - 1, start - 1, -1):
        if said[at] in _cues()["clause_end"]:
            start = at + 1
            break
    scope, behind = said[start:last], _until_turn(said[last : last + 3])
    denied, ordered, expected = (_cues()[name] for name in ("denied", "ordered", "expected"))
    if _holds(scope, denied["before"]):
        return "denied"
    unsure = not {"could", "may", "might"}.isdisjoint(scope)
    if _holds(scope, ordered["naming"]) or (not unsure and _is_infinitive(trigger, said) and _holds(scope, ordered["before"])):
        return "ordered"
    if _holds(behind, expected["after"]) or _is_expected(slot, trigger, scope, said):
        return "expected"
    if trigger is not None and _holds(said[trigger.first : trigger.last], expected["itself"]):
        return "expected"
    return "asserted"


def _is_expected(slot: Slot, trigger: Trigger | None, scope: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words before a figure say that it is to come: by its act word, or by where the number itself is to go."""
    expected = _cues()["expected"]
    if trigger is None:
        return _holds(scope, expected["rising"])
    if trigger.sense.cls == "people":
        return False
    if trigger.first >= slot.last and not _is_infinitive(trigger, words):  # "trying to reach 100 people trapped": they are trapped
        return _holds(scope, [cue for cue in expected["before"] if not cue.endswith(" to")])
    return _holds(scope, expected["before"])


def _until_turn(words: Sequence[str]) -> Sequence[str]:
    """The words up to the next clause: "evacuated 3,200 people overnight *and will move* ..." tells of others."""
    return words[: next((at for at, word in enumerate(words) if word in (",", "and", "but", ";", ".")), len(words))]


def _without_months(words: Sequence[str]) -> list[str]:
    """The words, with the month of May blotted out: it is no verb."""
    blotted = list(words)
    for at, word in enumerate(words):
        before, after = words[at - 1 : at], words[at + 1 : at + 2]
        if word == "may" and (any(w[0].isdigit() for w in (*before, *after)) or (before and before[0] in _BEFORE_MONTHS)):
            blotted[at] = "-"
    return blotted


def _is_infinitive(trigger: Trigger | None, words: Sequence[str]) -> bool:
    """Whether the act stands in the infinitive: "to leave", "to be moved", also where the order is part of its words ("ordered to leave")."""
    return trigger is not None and "to" in words[max(0, trigger.first - 2) : max(trigger.first + 1, trigger.last - 1)]


def _holds(words: Sequence[str], phrases: Sequence[str]) -> bool:
    text = f" {' '.join(words)} "
    for said in _cues()["expected"]["not"]:
        text = text.replace(f" {said} ", " ")
    return any(f" {phrase} " in text for phrase in phrases)
