"""What drove people out: the cause of each figure, from the words around it and what the whole report is about (``words/causes.toml``)."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from onrecord.reading.lexicon import load
from onrecord.text import Sentence, Token, sentence_at, tokens
from onrecord.types import CAUSES

_REACH = 220.0  # characters over which the evidence of a word falls to a third
_FARTHEST = 6 * _REACH
_SAME_SENTENCE = 3.0  # how much more a word of the figure's own sentence counts
_LATER = 0.4  # and one that comes after it in another sentence
_WHOLE = 4.0  # what the report as a whole weighs against the words nearby
_TITLE = 2.0  # how much more a word of the title counts within the whole
_LEAD = 400  # characters of the report's beginning that count double within the whole
_LEAST = 0.9  # the least evidence in a report for any cause to be named
_NAMED_STORM = re.compile(r"\b(?:typhoon|cyclone|hurricane|tropical storm|tropical depression|storm) ([A-Z][a-z]+)", re.I)
_NAME_WEIGHT = 3.0
_TROPICAL = re.compile(r"\b(?:typhoon|cyclone|hurricane|tropical (?:storm|depression))", re.I)
_OPENING = 200  # characters in which a report names the storm that it is about
_BROUGHT = 0.25  # of the evidence for a flood, what counts for such a storm, which brought it
_SHORT = 5  # letters of a word in capitals from which it is no acronym
_BY_ACT = {"housing_flooded": ("flood", 4.0), "defected": ("conflict", 3.0)}
_AND = ("and", "or")
_BRINGS_SLIDES = frozenset(("flood", "storm", "cold", "earthquake"))
_ENTRY = 100.0  # evidence that settles it
_PUT_TO = re.compile(r"[a-z-]{3,20}(?: [a-z-]{3,20})?\s?\(", re.I)
_BESIDE = 80  # characters over which a word tells what a fire burns
_FIRE, _OPEN, _BUILT = "fire", "open", "built"  # sections of the words that are no causes of their own


@dataclass(frozen=True, slots=True)
class _Hint:
    start: int
    cause: str
    weight: float


@cache
def _phrases() -> tuple[dict[str, tuple[str, float]], dict[str, tuple[str, float]]]:
    """Whole phrases, and beginnings of phrases (written with ``*``)."""
    table = load("causes")
    whole: dict[str, tuple[str, float]] = {}
    begun: dict[str, tuple[str, float]] = {}
    entries = [
        (phrase, cause, weight)
        for cause in (*CAUSES, _FIRE, _OPEN, _BUILT)
        for strength, weight in table["weights"].items()
        for phrase in table[cause][strength]
    ]
    entries += [(phrase, "", 0.0) for phrase in table["nothing"]["phrases"]]
    for phrase, cause, weight in entries:
        (begun if phrase.endswith("*") else whole)[phrase.rstrip("*")] = (cause, weight)
    return whole, begun


@cache
def _beginnings() -> dict[str, int]:
    """The first three letters of every phrase with the most words that one has: most words of a text begin none, and need no further look."""
    longest: dict[str, int] = {}
    for phrase in (*_phrases()[0], *_phrases()[1]):
        longest[phrase[:3].strip()] = max(longest.get(phrase[:3].strip(), 0), phrase.count(" ") + 1)
    return longest


def _lookup(phrase: str) -> tuple[str, float] | None:
    whole, begun = _phrases()
    if phrase in whole:
        return whole[phrase]
    least = max(3, phrase.rfind(" "))  # the ending that * stands for is one of the last word
    return next((begun[phrase[:size]] for size in range(len(phrase), least, -1) if phrase[:size] in begun), None)


def _hints(told: Iterable[Token]) -> list[_Hint]:
    """The words that speak for a cause; of overlapping phrases the longest."""
    written = [token for token in told if token.text[0].isalnum()]
    lower = [token.lower.replace("’s", "").replace("'s", "") if not token.text.isalpha() else token.lower for token in written]
    words = [
        (token.start, token.text if token.text.isupper() and _is_acronym(written, at) else lower[at]) for at, token in enumerate(written)
    ]
    found: list[_Hint] = []
    longest = _beginnings()
    at = after = 0
    while at < len(words):
        for size in range(min(longest.get(words[at][1][:3], 0), len(words) - at), 0, -1):
            hit = _lookup(" ".join([word for _, word in words[at : at + size]]))
            if hit:
                if hit[0]:
                    hint, joined = _Hint(words[at][0], *hit), found and at - after == 1 and words[after][1] in _AND
                    found[len(found) - bool(joined) :] = _one_event(found[-1], hint) if joined else [hint]
                    after = at + size
                at += size
                break
        else:
            at += 1
    return found


def _one_event(before: _Hint, hint: _Hint) -> list[_Hint]:
    """Two hints joined by "and": "floods and landslides" speak for the flood, and once, since what came down came with the water."""
    if hint.cause == "landslide" and before.cause in _BRINGS_SLIDES:
        return [before]
    if before.cause == "landslide" and hint.cause in _BRINGS_SLIDES:
        return [hint]
    return [before, hint]


def _is_acronym(written: list[Token], at: int) -> bool:
    """Whether a word in capitals is short and stands among words that are not: "ICE deported 300", but not "FLOOD AND FIRE"."""
    if not 1 < len(written[at].text) < _SHORT:
        return False
    return not any(token.text.isupper() for token in written[max(0, at - 1) : at] + written[at + 1 : at + 2])


def _settled(hints: list[_Hint]) -> list[_Hint]:
    """The hints with every fire told: a wildfire, or "other" where the words beside the fires are of buildings rather than of open land."""
    sites = [hint for hint in hints if hint.cause in (_BUILT, _OPEN, "wildfire")]
    balance = [0.0, *accumulate(hint.weight if hint.cause == _BUILT else -hint.weight for hint in sites)]

    def beside(fire: _Hint) -> float:
        first, last = (bisect_left(sites, fire.start + way * _BESIDE, key=lambda hint: hint.start) for way in (-1, 1))
        return balance[last] - balance[first]

    named = sum(hint.weight for hint in hints if hint.cause == "wildfire")  # a report of wildfires may tell of a hospital as well
    others = sum(hint.weight for hint in hints if hint.cause == "other")  # "an apartment fire", a gas leak
    fire = "other" if others + sum(beside(hint) for hint in hints if hint.cause == _FIRE) > named else "wildfire"
    return [replace(hint, cause=fire) if hint.cause == _FIRE else hint for hint in hints if hint.cause not in (_OPEN, _BUILT)]


def _storm_hints(text: str) -> list[_Hint]:
    """Each later mention of a storm by its name alone ("Typhoon Kestrel … Kestrel"): floods and slides that it brought are its doing."""
    names = {match.group(1) for match in _NAMED_STORM.finditer(text) if match.group(1)[0].isupper()}
    if not names:
        return []
    return [_Hint(match.start(), "storm", _NAME_WEIGHT) for match in re.finditer(rf"\b(?:{'|'.join(sorted(names))})\b", text)]


class Causes:
    """The causes that a report speaks of; :meth:`at` tells the one of a figure."""

    def __init__(self, text: str, sentences: tuple[Sentence, ...], title: str | None = None) -> None:
        self._text, self._sentences = text, sentences
        self._hints = sorted(
            _settled(_hints(token for one in sentences for token in one.tokens)) + _storm_hints(text), key=lambda hint: hint.start
        )
        if any(hint.cause == "volcano" for hint in self._hints):  # "displaced by Mayon's unrest"
            self._hints = [replace(hint, cause="volcano") if text.startswith("unrest", hint.start) else hint for hint in self._hints]
        self._whole: dict[str, float] = defaultdict(float)
        for hint in self._hints:
            self._whole[hint.cause] += hint.weight * (2.0 if hint.start < _LEAD else 1.0)
        for hint in _settled(_hints(tokens(title or ""))):
            self._whole[hint.cause] += hint.weight * _TITLE * 2.0
        self._total = sum(self._whole.values())
        self._brought = _BROUGHT if _TROPICAL.search(text[:_OPENING]) else 0.0

    def at(self, start: int, act: str) -> str | None:
        """The cause of the figure whose number starts at ``start``; ``None`` where the report names none."""
        if self._total < _LEAST and act not in _BY_ACT:
            return None
        score: dict[str, float] = defaultdict(float)
        for cause, weight in self._whole.items():
            score[cause] += _WHOLE * weight / self._total
        here = sentence_at(self._sentences, start)
        first = bisect_left(self._hints, start - _FARTHEST, key=lambda hint: hint.start)
        last = bisect_right(self._hints, start + _FARTHEST, key=lambda hint: hint.start)
        for hint in self._hints[first:last]:
            score[hint.cause] += self._near(hint, start, here)
        score["storm"] += self._brought * score["flood"]
        if entry := self._entry(self._hints[first:last], start):
            score[entry] += _ENTRY
        if act in _BY_ACT:
            cause, weight = _BY_ACT[act]
            score[cause] += weight
        return max(CAUSES, key=lambda cause: score[cause])

    def _entry(self, hints: list[_Hint], start: int) -> str | None:
        """The cause to which a number is put in brackets: "displacements by conflict (21,000), floods (17,500) and drought (8,500)"."""
        before = next((hint for hint in reversed(hints) if hint.start < start), None)
        return before.cause if before and _PUT_TO.fullmatch(self._text, before.start, start) else None

    @staticmethod
    def _near(hint: _Hint, start: int, here: Sentence | None) -> float:
        weight = hint.weight * math.exp(-abs(hint.start - start) / _REACH)
        if here and here.start <= hint.start < here.end:
            return weight * _SAME_SENTENCE
        return weight * _LATER if hint.start > start else weight


def cause_for(start: int, act: str, sentences: tuple[Sentence, ...], text: str, title: str | None) -> str | None:
    """The cause of one figure. For all figures of a report, make one :class:`Causes` and ask it."""
    return Causes(text, sentences, title).at(start, act)
