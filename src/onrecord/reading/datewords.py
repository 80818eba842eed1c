"""The words and patterns of dates, loaded from ``words/dates.toml`` and compiled when they are first needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from onrecord.reading.days import Days
from onrecord.reading.lexicon import load

Resolve = Callable[[date | None, bool], Days]
Build = Callable[[re.Match[str]], "Atom | None"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One date expression. ``form`` is the rule that found it.

    ``resolve(limit, ahead)`` gives its days, looking backwards from ``limit`` (or forwards when ``ahead``) for what the
    words leave out; without a limit only explicit dates resolve.
    """

    start: int
    end: int
    form: str
    resolve: Resolve


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and the families of words of which a sentence must hold one before it is tried."""

    name: str
    needs: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def words() -> dict[str, Any]:
    """The word lists of ``words/dates.toml``."""
    return load("dates")


@cache
def _months() -> dict[str, int]:
    return {name.lower(): number for group in ("months", "short_months") for name, number in words()[group].items()}


def month_number(name: str) -> int:
    """The number of a month named in full or in short."""
    return _months()[name.lower().rstrip(".")]


@cache
def families() -> dict[str, frozenset[str]]:
    """The lower-case words that make a sentence worth trying a family of rules on."""
    table = words()
    units = {
        u for unit in (*table["units"], "period", "time", "date", "weekend", "week-end", "half", "quarter") for u in (unit, unit + "s")
    }
    return {
        "month": frozenset(_months()),
        "weekday": frozenset(day.lower() + s for day in table["weekdays"] for s in ("", "'s", "’s")),
        "unit": frozenset(units),
        "season": frozenset(table["seasons"]),
        "near": frozenset(word for phrase in table["near"] for word in phrase.split() if word not in ("the", "day", "last", "before")),
        "feast": frozenset({"year", "new", "christmas", "boxing"}),
        "ago": frozenset({"ago"}),
        "apart": frozenset({"later", "earlier", "before", "previous", "preceding"}),
        "after": frozenset({"after"}),
        "since": frozenset({"since"}),
        "part": frozenset({"morning", "afternoon", "evening"}),
        "event": frozenset(table["told_of"]["events"]),
        "now": frozenset({"now", "currently", "presently", "present", "moment", "far", "date"}),
        "habit": frozenset({"daily", "weekly", "monthly", "annually", "yearly"}),
    }


def fragments() -> dict[str, str]:
    """The fragments that patterns are built from, as regular expressions.

    Patterns ignore case, names of months and days do not: "may", "march" and "sun" are other words.
    """
    table = words()
    full, short = ([n for name in table[group] for n in (name, name.upper())] for group in ("months", "short_months"))
    weekdays = [*table["weekdays"], *(name.upper() for name in table["weekdays"])]
    found = {
        "months": rf"(?-i:(?:{_any_of(full)})\b|(?:{_any_of(short)})\b\.?)",
        "weekdays": f"(?-i:{_any_of(weekdays)})",
        "short_weekdays": f"(?-i:{_any_of(table['short_weekdays'])})",
        "near": _any_of(name.replace(" ", r"\s+") for name in table["near"]),
        "counted": _any_of(table["counted"]["nouns"]),
        "described": _any_of(table["described"]["nouns"]),
        "feasts": _any_of(name.replace(" ", r"\s+") for name in table["feasts"]),
        "documents": _any_of(table["described"]["documents"]),
        "events": _any_of(table["told_of"]["events"]),
    }
    found |= {name: _any_of(table[name]) for name in ("day_words", "numbers", "ordinals", "seasons", "units")}
    for name, pattern in table["fragments"].items():
        found[name] = pattern.format(**found)
    return found


def _any_of(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, compiled, in order of preference."""
    parts, flags = fragments(), re.VERBOSE | re.IGNORECASE
    return tuple(Rule(rule["name"], tuple(rule["needs"]), re.compile(rule["pattern"].format(**parts), flags)) for rule in words()["rule"])


def number(wording: str | None) -> int:
    """A small count in digits or words; 0 for "few", "several" and nothing."""
    if not wording:
        return 0
    if wording.isdigit():
        return int(wording)
    known: dict[str, int] = words()["numbers"]
    parts = [p for p in wording.lower().split() if p != "of"]
    amounts = [known.get(p, 0) for p in parts]
    return amounts[0] * 12 if parts[-1] == "dozen" and len(parts) > 1 else amounts[-1]
