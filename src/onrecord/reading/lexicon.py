"""The words of the reader: what can be counted, and what can happen to it (data: ``words/nouns.toml``, ``words/acts.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Phrase = tuple[str, ...]

CLASSES = ("patient", "agent", "noun", "state", "people")
_GAP = 4  # the most words that "~" stands for ...
_LONGEST = 20  # words that a phrase can reach over, all that "~" stands for included
_QUALIFIED = 5  # a number that "#" stands for begins within so many words, all of them ...
_QUALIFIERS = frozenset(
    "about some around nearly almost over more than at least roughly already another only up to now an estimated close".split()
)
_VAGUE = frozenset("tens dozens scores hundreds thousands millions".split())
_WALLS = frozenset(
    ", . ; : with who whom that which after when while since because but said fled left need needs".split()
)  # ... and it never reaches across these


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a word or phrase: the act, how people stand to it (see acts.toml), the units it can speak of."""

    act: str
    cls: str
    units: frozenset[str]
    words: Phrase


@dataclass(frozen=True, slots=True)
class Nouns:
    """Heads that a number can count, by the kind of thing: person, military, household, dwelling or other."""

    kind: dict[Phrase, str]
    modifiers: frozenset[str]
    longest: int
    endings: tuple[str, ...]
    not_people: frozenset[str]

    def names_people(self, word: str) -> bool:
        """Whether a word that no list has looks like a noun for people ("infiltrators")."""
        return len(word) > 6 and word.endswith(self.endings) and word not in self.not_people


def load(name: str) -> dict[str, Any]:
    """A table of words that ships with this part."""
    return tomllib.loads(files("onrecord.reading").joinpath("words", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_sets(name: str) -> dict[str, frozenset[str]]:
    """A table whose values are words divided by spaces, as sets."""
    return {key: frozenset(value.split()) for key, value in load(name).items()}


@cache
def nouns() -> Nouns:
    """The nouns, longest phrases included."""
    table = load("nouns")
    kind: dict[Phrase, str] = {}
    for name in ("other", "military", "person", "household", "dwelling"):
        for phrase in [*table[name].split(), *table.get(f"{name}_phrases", [])]:
            kind[tuple(phrase.lower().split())] = name
    longest = max(map(len, kind))
    return Nouns(
        kind, frozenset(table["modifier"].split()), longest, tuple(table["person_endings"]), frozenset(table["not_people"].split())
    )


@cache
def senses() -> dict[str, tuple[Sense, ...]]:
    """All senses of act words, by their first word."""
    by_first: dict[str, list[Sense]] = {}
    for entry in load("acts")["act"]:
        units = frozenset(entry.get("of", ["person", "household"]))
        if "person" in units:
            units |= {"household"}
        for cls in CLASSES:
            for phrase in dict.fromkeys(entry.get(cls, ())):
                words = tuple(phrase.lower().split())
                by_first.setdefault(words[0], []).append(Sense(entry["name"], cls, units, words))
    return {first: tuple(sorted(found, key=lambda s: -len(s.words))) for first, found in by_first.items()}


def match(words: Sequence[str], at: int) -> Iterator[tuple[Sense, int]]:
    """The senses whose phrase begins at ``words[at]``, each with the position behind it."""
    found = senses().get(words[at])
    if not found:
        return
    near = {"#", *words[at : at + _LONGEST]}
    for sense in found:
        if sense.words[-1] in near:  # most phrases fail at their last word: the cheapest look first
            end = _end(words, at, sense.words)
            if end is not None:
                yield sense, end


def _end(words: Sequence[str], at: int, phrase: Phrase) -> int | None:
    for step, wanted in enumerate(phrase):
        if wanted == "~":
            rest = phrase[step + 1 :]
            for skip in range(at, min(at + _GAP + 1, len(words))):
                end = _end(words, skip, rest)
                if end is not None:
                    return end
                if words[skip] in _WALLS:
                    break
            return None
        if wanted == "#":
            return at if _is_amount(words, at) else None
        if at >= len(words) or words[at] != wanted:
            return None
        at += 1
    return at


def _is_amount(words: Sequence[str], at: int) -> bool:
    """Whether a number in digits or a vague amount comes next, qualified or not."""
    end = min(at + _QUALIFIED, len(words))
    while at < end and words[at] in _QUALIFIERS:
        at += 1
    return at < end and (words[at][0].isdigit() or words[at] in _VAGUE)
