"""Date words in a text: each find is an *atom*, a date whose missing year or week is settled later, from its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.reading import dates_named, dates_relative
from onrecord.reading.datewords import Atom, families, rules

_YEAR_WORD = re.compile(r"(?:1[5-9]|20)\d\d(?:['’]?s)?|\d{2,4}[-–/]\d{2,4}")
_BUILDERS = dates_named.BUILDERS | dates_relative.BUILDERS


def find(text: str, start: int, end: int, lowered: frozenset[str]) -> Iterator[Atom]:
    """Every atom between two offsets, overlapping ones too; ``lowered`` holds the lower-case words of that stretch."""
    lowered |= {part for word in lowered if not word.isalpha() for part in re.split(r"[-‑'’]", word)}  # mid-March, last week's
    here = {name for name, family in families().items() if not family.isdisjoint(lowered)}
    if any(word[0].isdigit() for word in lowered if word):
        here |= {"digits", "clock"}
        if any(_YEAR_WORD.match(word) for word in lowered):
            here.add("year")
    if not lowered.isdisjoint(("noon", "midnight", "midday")):
        here.add("clock")
    if not here:
        return
    for rule in rules():
        if here.isdisjoint(rule.needs):
            continue
        for match in rule.pattern.finditer(text, start, end):
            if atom := _BUILDERS[rule.name](match):
                yield atom
