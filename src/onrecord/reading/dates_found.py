"""Date words in a text: each find is an *atom*, a date whose missing year or week is settled later, from its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from onrecord.reading import dates_named, dates_relative
from onrecord.reading.datewords import Atom, Rule, families, rules

_JOINT = re.compile(r"[-‑'’]")
_YEAR_WORD = re.compile(r"(?:1[5-9]|20)\d\d(?:['’]?s)?|\d{2,4}[-–/]\d{2,4}")
_BUILDERS = dates_named.BUILDERS | dates_relative.BUILDERS


@lru_cache(maxsize=1024)
def _rules_for(here: frozenset[str]) -> tuple[Rule, ...]:
    """The rules that need one of these families of words."""
    return tuple(rule for rule in rules() if not here.isdisjoint(rule.needs))


def find(text: str, start: int, end: int, lowered: frozenset[str]) -> Iterator[Atom]:
    """Every atom between two offsets, overlapping ones too; ``lowered`` holds the lower-case words of that stretch."""
    marked = [word for word in lowered if not word.isalpha()]
    lowered = lowered.union(*(_JOINT.split(word) for word in marked))  # mid-March, last week's
    here = {name for name, family in families().items() if not family.isdisjoint(lowered)}
    numbers = [part for word in marked for part in _JOINT.split(word) if part and part[0].isdigit()]
    if numbers:
        here |= {"digits", "clock"}
        if any(_YEAR_WORD.match(word) for word in (*numbers, *marked)):
            here.add("year")
    if not lowered.isdisjoint(("noon", "midnight", "midday")):
        here.add("clock")
    for rule in _rules_for(frozenset(here)):
        for match in rule.pattern.finditer(text, start, end):
            if atom := _BUILDERS[rule.name](match):
                yield atom
