"""Number phrases: what a sentence counts, how sure its wording is, and which numbers cannot be counts at all.

Numerals come from :mod:`onrecord.reading.numerals`; here they are joined into ranges and shares, given their qualifier
and the bounds that the wording asserts, and set aside as a count where the neighbouring words rule one out. The words
are data: ``words/numbers.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from onrecord.reading.numerals import MOST_DIGITS, Numeral, fold, numerals
from onrecord.text import Sentence
from onrecord.types import Qualifier

Form = Literal["digits", "word", "vague", "range"]

# How far the words that decide about a number may lie from it, in characters: bounds the work a number costs.
NEAR = 90
# How far the words that rule out a count may lie from it.
NEXT = 48
# From here on "300 or 1,500" are no two guesses at one number.
_WIDE = 100
# Soft hyphens and other characters of no width: copied web pages and PDFs have them inside words ("millio-n").
_UNSEEN = "\u00ad\u200b\u200c\u200d\ufeff"
_YEAR_MARK = tuple(f"{end}'" for end in "bnrylgptvc.")  # ends of months before a year of two digits
_HEDGES: tuple[Qualifier, ...] = ("more_than", "up_to", "about")
_SHARES = {
    "half": (1, 2),
    "third": (1, 3),
    "thirds": (2, 3),
    "quarter": (1, 4),
    "fourth": (1, 4),
    "quarters": (3, 4),
    "fourths": (3, 4),
    "fifth": (1, 5),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the text states it: ``text[start:end]`` is the bare number, ``text[phrase_start:phrase_end]`` includes its
    qualifier ("more than 120,000", "2,000 or more").

    ``low`` and ``high`` are the bounds that the wording asserts, ``None`` where open. ``not_count`` says why it cannot count
    people or dwellings ("year", "date", "money", …); ``None`` means that its own form and neighbours do not rule it out.
    """

    start: int
    end: int
    value: int
    low: int | None
    high: int | None
    qualifier: Qualifier
    phrase_start: int
    phrase_end: int
    form: Form
    not_count: str | None


@dataclass(frozen=True, slots=True)
class _Joined:
    """One numeral, or a range of two, or a share of one, before its qualifier is known."""

    start: int
    end: int
    value: int
    low: int
    high: int
    form: Form
    why_not: str | None
    phrase_start: int
    between: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """Why a number is no count, and the words before and after it that say so."""

    why: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    words: str | None  # only for this number word
    digits: bool  # only for digits
    most: int  # only up to this value
    glued: bool  # only where no space parts the number from its neighbour


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns of ``words/numbers.toml``, compiled."""

    rules: tuple[_Rule, ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    year_old: re.Pattern[str]
    year_before: re.Pattern[str]
    year_count: re.Pattern[str]
    year_counted: re.Pattern[str]
    between: re.Pattern[str]
    change: re.Pattern[str]
    joins: re.Pattern[str]
    joins_between: re.Pattern[str]
    joins_vague: re.Pattern[str]
    shares: re.Pattern[str]


def numbers(text: str, sentence: Sentence) -> tuple[Number, ...]:
    """The numbers of ``sentence`` in order, never overlapping; offsets point into ``text``."""
    plain = fold(text[sentence.start : sentence.end])
    if not any(mark in plain for mark in _UNSEEN):
        return tuple(_number(plain, joined, sentence.start) for joined in _joined(plain))
    seen = [place for place, character in enumerate(plain) if character not in _UNSEEN]
    plain = "".join(plain[place] for place in seen)
    return tuple(_moved(_number(plain, joined, 0), seen, sentence.start) for joined in _joined(plain))


def _moved(number: Number, seen: list[int], offset: int) -> Number:
    """A number found in text without its unseen characters, where it stands in the text with them."""
    return replace(
        number,
        start=seen[number.start] + offset, end=seen[number.end - 1] + 1 + offset,
        phrase_start=seen[number.phrase_start] + offset, phrase_end=seen[number.phrase_end - 1] + 1 + offset,
    )  # fmt: skip


def _number(text: str, joined: _Joined, offset: int) -> Number:
    qualifier, start, end = _qualifier(text, joined)
    low: int | None = joined.low
    high: int | None = joined.high
    if qualifier == "more_than":
        high = None
    elif qualifier == "up_to":
        low = None
    own = joined.why_not
    why = own if own not in (None, "fraction", "identifier") else _not_count(text, joined) or own
    return Number(
        joined.start + offset, joined.end + offset, joined.value, low, high, qualifier, start + offset, end + offset, joined.form, why
    )  # fmt: skip


# --- ranges and shares ---------------------------------------------------------------------------------------------


def _joined(text: str) -> list[_Joined]:
    found: list[_Joined] = []
    parts = numerals(text)
    place = 0
    while place < len(parts):
        first = parts[place]
        second = parts[place + 1] if place + 1 < len(parts) else None
        joined = _range(text, first, second) if second else None
        place += 2 if joined else 1
        joined = joined or _share(text, first)
        while found and joined.start <= found[-1].start:  # "two-thirds of …" was read as "two"
            found.pop()
        found.append(joined if not found or joined.start >= found[-1].end else _single(first))
    return found


def _single(numeral: Numeral) -> _Joined:
    return _Joined(
        numeral.start, numeral.end, numeral.value, numeral.low, numeral.high, numeral.form, numeral.why_not, numeral.start, False
    )  # fmt: skip


def _range(text: str, first: Numeral, second: Numeral) -> _Joined | None:
    """The range that two neighbouring numerals form, if they do."""
    gap = text[first.end : second.start]
    if len(gap) > 30 or first.why_not not in (None, "fraction") or second.why_not not in (None, "fraction"):
        return None
    words = _words()
    if first.form == "vague" or second.form == "vague":
        return _vague_range(gap, first, second) if words.joins_vague.fullmatch(gap) else None
    before = text[max(0, first.start - NEAR) : first.start]
    between = words.between.search(before)
    if not (words.joins.fullmatch(gap) or (between and words.joins_between.fullmatch(gap))):
        return None
    if (_is_year(first) and not _is_year(second) and words.year_before.search(before)) or before.endswith(_YEAR_MARK):
        return None  # "bringing the total since 1997 to 75,000", "from 2.6 million in Dec.'17 to 2.2 million"
    low, high = _scaled(first, second), second.value
    if _is_year(first) and gap.strip() == "-" and len(text[second.start : second.end]) == 2:  # 2018-19
        return _Joined(first.start, second.end, first.value, first.value, first.value, "range", "year", first.start, True)
    if low >= high or second.why_not or (first.why_not and low == first.value):
        return None
    if words.change.search(before) or _two_counts(gap, low, high):
        return None
    year = "year" if _is_year(first) and _is_year(second) else None
    start = first.start - len(between.group()) if between else first.start
    return _Joined(first.start, second.end, high, low, high, "range", year, start, True)


def _two_counts(gap: str, low: int, high: int) -> bool:
    """Whether "or" stands between two ways to count the same: "4,300 or 21,900 people" is so many families, or people."""
    return low >= _WIDE and high > 3 * low and gap.strip(" ,").lower() == "or"


def _scaled(first: Numeral, second: Numeral) -> int:
    """What the lower end of a range is worth: "2-3 million" and "80 to 90,000" scale both ends."""
    if first.scale == 1 and second.scale > 1 and first.amount < second.amount:
        return int(first.amount * second.scale)
    if first.scale == 1 and second.scale == 1 and second.value % 1000 == 0 and first.value < 1000 and first.value * 1000 < second.value:
        return first.value * 1000 if second.form == "digits" and first.form == "digits" else first.value
    return first.value


def _vague_range(gap: str, first: Numeral, second: Numeral) -> _Joined | None:
    """As in "hundreds, if not thousands", "tens or even hundreds of thousands": vague from the lower to the upper."""
    if first.form != second.form:
        return None
    low = first.low * (second.scale if first.scale == 1 and first.low < second.scale else 1)
    if low >= second.low:
        return None
    return _Joined(first.start, second.end, low, low, second.high, "vague", None, first.start, False)


def _share(text: str, whole: Numeral) -> _Joined:
    """As in "half of Syria's prewar 23 million" as one number; any other numeral as it is."""
    if whole.why_not or whole.form == "vague":
        return _single(whole)
    from_ = max(0, whole.start - NEAR)
    match = _words().shares.search(text[from_ : whole.start])
    if not match:
        return _single(whole)
    value = _part_of(whole.value, match[1].lower())
    start = from_ + match.start()
    return replace(_single(whole), start=start, phrase_start=start, value=value, low=value, high=value)


def _part_of(whole: int, share: str) -> int:
    """So much of a number: "half", "two-thirds", "80 percent"."""
    if share[0].isdigit():
        return round(whole * float(re.split(r"[^0-9.]", share)[0]) / 100)
    over, under = _SHARES[re.split(r"[\s-]", share)[-1]]
    return whole * over // under


# --- qualifiers ----------------------------------------------------------------------------------------------------


def _qualifier(text: str, joined: _Joined) -> tuple[Qualifier, int, int]:
    """How the number is hedged, and where the phrase with the hedge starts and ends."""
    from_ = max(0, joined.phrase_start - NEAR)
    before, after = text[from_ : joined.phrase_start], text[joined.end : joined.end + NEAR]
    plain: Qualifier = "between" if joined.between else "vague" if joined.form == "vague" else "exact"
    best: tuple[Qualifier, int, int] = (plain, joined.phrase_start, joined.end)
    words = _words()
    if match := words.after.match(after):
        best = (_hedge(match), best[1], joined.end + match.end())
    if match := words.before.search(before):
        hedge = _hedge(match)
        best = (hedge if hedge != "about" or best[0] == "exact" else best[0], from_ + match.start(), best[2])
    return ("between", *best[1:]) if joined.between else best


def _hedge(match: re.Match[str]) -> Qualifier:
    """Which of the qualifiers it was."""
    return next(kind for kind in _HEDGES if match[kind] is not None)


# --- what cannot be a count ----------------------------------------------------------------------------------------


def _is_year(numeral: Numeral) -> bool:
    return numeral.form == "digits" and numeral.end - numeral.start == 4 and 1900 <= numeral.value < 2100


def _not_count(text: str, joined: _Joined) -> str | None:
    """Why the number cannot be a count, as far as its own form and its neighbours decide."""
    before, after = text[max(0, joined.start - NEXT) : joined.start], text[joined.end : joined.end + NEXT]
    written = text[joined.start : joined.end].lower()
    for rule in _words().rules:
        if rule.words is not None and rule.words != written:
            continue
        if joined.value > rule.most or (rule.digits and not written[0].isdigit()):
            continue
        if rule.glued and (before[-1:].isspace() if rule.before else after[:1].isspace()):
            continue
        if rule.after is not None and not rule.after.match(after):
            continue
        if rule.before is not None and not rule.before.search(before):
            continue
        return rule.why
    if before.lower().endswith(f"{written} by ") or f"{after[: len(written) + 4].lower()} ".startswith(f" by {written} "):
        return "rate"  # "two by two", "10 by 10"
    if len(written) == 4 and written.isdigit():
        return _year(joined.value, before, after)
    return None


def _year(value: int, before: str, after: str) -> str | None:
    """Whether four digits without a comma are a year rather than a count."""
    words = _words()
    if not 1900 <= value < 2100:
        return "year" if 1000 <= value < 1900 and words.year_old.search(before) and not words.year_counted.match(after) else None
    if words.year_before.search(before):
        return "year"
    return None if words.year_count.search(before) or words.year_counted.match(after) else "year"


# --- the words -----------------------------------------------------------------------------------------------------


@cache
def _words() -> _Words:
    import tomllib
    from importlib.resources import files

    data: dict[str, Any] = tomllib.loads((files("onrecord.reading") / "words" / "numbers.toml").read_text("utf-8"))
    lists = {name: words.replace("\n", "") for name, words in data["lists"].items()}
    lists["Labels"] = "|".join(word[0].upper() + word[1:] for word in lists["labels"].split("|"))
    hedges, years, ranges = data["qualifiers"], data["years"], data["ranges"]

    def before(pattern: str) -> re.Pattern[str]:
        return _compiled(lists, pattern, r"\Z")

    def after(pattern: str) -> re.Pattern[str]:
        return _compiled(lists, pattern)

    fillers = rf"\s[\"“']?(?:(?:{hedges['fillers']})\s){{0,3}}"
    worded = "|".join(rf"(?P<{kind}>(?:{hedges[kind]}){fillers}|(?:{hedges[kind + '_mark']}))" for kind in _HEDGES)
    followed = "|".join(rf"(?P<{kind}>{hedges[kind + '_after']})" for kind in _HEDGES)
    return _Words(
        rules=tuple(_rule(rule, before, after) for rule in data["not_count"]),
        before=before(rf"(?<![\w-])(?:{worded})"),
        after=after(followed),
        year_old=before(years["old"]),
        year_before=before(years["before"]),
        year_count=before(years["clearly_count"]),
        year_counted=after(years["counted_after"]),
        between=before(ranges["between"]),
        change=before(ranges["change"]),
        joins=after(ranges["joins"]),
        joins_between=after(ranges["joins_between"]),
        joins_vague=after(ranges["joins_vague"]),
        shares=before(ranges["shares"]),
    )


def _rule(entry: dict[str, Any], before: Callable[[str], re.Pattern[str]], after: Callable[[str], re.Pattern[str]]) -> _Rule:
    return _Rule(
        why=entry["why"],
        before=before(entry["before"]) if "before" in entry else None,
        after=after(entry["after"]) if "after" in entry else None,
        words=entry.get("words"),
        digits=entry.get("digits", False),
        most=entry.get("most", 10**MOST_DIGITS),
        glued=entry.get("glued", False),
    )


def _compiled(lists: dict[str, str], pattern: str, ending: str = "") -> re.Pattern[str]:
    """A pattern of the TOML file with its lists filled in; a bare ``\\s`` allows for the wide gaps of copied columns."""
    filled = re.sub(r"\{([A-Za-z_]+)\}", lambda name: lists[name[1]], pattern.replace("\n", ""))
    filled = re.sub(r"(?<!\[)\\s(?![?*+{\]])", r"\\s{1,3}", filled)
    return re.compile(f"(?:{filled}){ending}", re.I)
