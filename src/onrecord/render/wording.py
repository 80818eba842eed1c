"""Figures in words for people: "at least 120,000", "told to leave", "Homs → Idlib (SYR)", "8–9 Nov 2012"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import zip_longest

from onrecord.render.terminal import clean
from onrecord.types import DWELLING_ACTS, HARM_ACTS, Figure, Period, PlaceRef, Reading, Report

_BEFORE = {"about": "about ", "more_than": "at\xa0least ", "up_to": "up\xa0to "}  # both bounds are inclusive in a figure
_UNITS = {"household": "families", "dwelling": "homes"}
_UNIT_WORDS = {
    "household": ("famil", "household"),
    "dwelling": ("home", "house", "dwelling", "building", "tent", "shelter", "structure", "apartment", "propert", "hut", "unit", "flat"),
}  # fmt: skip
_ORDERED = {
    "displaced": "leave", "fled": "leave", "evacuated": "leave", "expelled": "leave", "relocated": "move", "returned": "return",
    "sheltered": "take shelter", "registered": "register",
}  # fmt: skip
_EXPECTED = {
    "fled": "flee", "arrived": "arrive", "returned": "return", "sheltered": "take shelter", "registered": "register",
    "homeless": "lose homes", "defected": "defect", "killed": "die",
}  # fmt: skip
_SPELLED_UP_TO = 10  # higher numbers in words are shown in digits, to be compared at a glance
_ROUGH = re.compile(r"dozen|score|\b(?:ten|hundred|thousand|million)s\b")  # "two dozen" is less exact than 24 looks
_RANGE = re.compile(r" (?=(?:and|or|to)\b)|(?<=\band) |(?<=\bor) |(?<=\bto) ")
_DOUBTFUL = 0.6  # of the places below this confidence about half are wrong
_SURE, _FAIRLY = 0.9, 0.6
_MARKS = {"?": "? a doubtful place", "=": "[= #3] repeats figure 3", "of": "[of #3] is part of figure 3"}
_RELATIVE = re.compile(r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tonight|last (?:night|week|month))\b", re.I)
_AROUND = 200  # characters about a figure in which its date may stand
_STICK = "\xa0"  # keeps together what belongs together when a cell is wrapped
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(figure: Figure, text: str) -> str:
    """The number as the text writes it, after its qualifier: "at least 2.7 million", "two", "hundreds". Longer numbers in
    words are shown in digits."""
    written = clean(text[figure.start : figure.end])
    if not any(character.isdigit() for character in written):
        written = _spelled(figure, written.lower())
    before = "between " if figure.qualifier == "between" and " and " in written else _BEFORE.get(figure.qualifier, "")
    return before + " ".join(part.replace(" ", _STICK) for part in _RANGE.split(written))


def who(figure: Figure) -> str:
    """Who or what is counted: "Syrian refugees", "homes", "families of returnees"."""
    named, unit = clean(figure.who or ""), _UNITS.get(figure.unit, "")
    if not unit or any(word in named.lower() for word in _UNIT_WORDS[figure.unit]):
        return named
    return f"{unit} of {named}" if named else unit


def act(figure: Figure) -> str:
    """What happened: "fled", "destroyed", "told to leave", "expected to arrive"."""
    name = figure.act.removeprefix("housing_").replace("_", " ")
    if figure.act in DWELLING_ACTS and figure.unit != "dwelling":
        name = f"homes {name}"
    if figure.modality == "ordered" and figure.act in _ORDERED:
        return f"told to {_ORDERED[figure.act]}"
    if figure.modality == "expected":
        return f"expected to {_EXPECTED.get(figure.act, f'be {name}')}"
    return name if figure.modality == "asserted" else f"{figure.modality}: {name}"


def routes(figures: Iterable[Figure], with_country: bool) -> list[str]:
    """Where from and where to; only one of them where the other is not known. Doubtful places have a question mark. A place is
    followed by its country where it first comes up, unless that is named itself or, ``with_country``, stands beside it."""
    introduced: set[tuple[str, str]] = set()
    return [_route(figure, introduced, figure.country if with_country else None) for figure in figures]


def when(period: Period) -> str:
    """The days in short: "9 Nov 2012", "8–9 Nov 2012", "Mar 2012", "since 15 Mar 2011", "by 9 Nov 2012"."""
    first, last = period.first, period.last
    if first is None or last is None:
        return f"since {day(first)}" if first else f"by {day(last)}" if last else ""
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1 and last < date.max
    if whole_months and (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month - 1]}{_STICK}{first.year}"
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day}{_STICK}{_MONTHS[first.month - 1]}{_STICK}– {day(last)}"
    return f"{day(first)}{_STICK}– {day(last)}"


def day(value: date) -> str:
    """A date as people write it, "9 Nov 2012", with no-break spaces."""
    return f"{value.day}{_STICK}{_MONTHS[value.month - 1]}{_STICK}{value.year}"


def published(report: Report) -> str:
    """When the report was published."""
    return f"published {day(report.published)}" if report.published else "undated"


def undatable(reading: Reading) -> str | None:
    """Words beside a figure of an undated report that only a date of publication could date: "Monday"."""
    if reading.report.published:
        return None
    text = reading.report.text
    around = (_RELATIVE.search(text, max(0, figure.start - _AROUND), figure.end + _AROUND) for figure in reading.figures)
    return next((found.group() for found in around if found), None)


def link(figure: Figure) -> str:
    """How the figure hangs together with another one of the report: "[= #3]" repeats it, "[of #3]" is part of it."""
    links = [f"={_STICK}#{figure.same_as}"] if figure.same_as is not None else []
    links += [f"of{_STICK}#{figure.part_of}"] if figure.part_of is not None else []
    return f"[{', '.join(links)}]" if links else ""


def sureness(figure: Figure) -> str:
    """A mark for how sure the reading is."""
    return "●" if figure.confidence >= _SURE else "◐" if figure.confidence >= _FAIRLY else "○"


def marks(figure: Figure) -> Iterator[str]:
    """The marks in the figure's row that :func:`legend` explains."""
    if any(ref.confidence < _DOUBTFUL for ref in figure.places):
        yield "?"
    if figure.same_as is not None:
        yield "="
    if figure.part_of is not None:
        yield "of"


def legend(shown: Collection[str]) -> str:
    """What the marks mean: those of sureness, and the others that were shown."""
    sure = (f"●{_STICK}{_SURE}{_STICK}or{_STICK}more", f"◐{_STICK}{_FAIRLY}{_STICK}or{_STICK}more", f"○{_STICK}less")
    others = [meaning.replace(" ", _STICK) for mark, meaning in _MARKS.items() if mark in shown]
    return f"{_STICK}· ".join([f"How sure it is that the figure is of this act: {', '.join(sure)}", *others])


def summary(reading: Reading) -> str:
    """ "19 figures: 17 on movement and shelter, 2 on dwellings; 3 repeat an earlier one"."""
    figures = reading.figures
    if not figures:
        return "no figures"
    counts = {
        "on dwellings": sum(figure.act in DWELLING_ACTS for figure in figures),
        "on other harm": sum(figure.act in HARM_ACTS for figure in figures),
    }
    counts = {"on movement and shelter": len(figures) - sum(counts.values())} | counts
    said = [f"{count} {name}" for name, count in counts.items() if count]
    line = plural(len(figures), "figure") + (f": {', '.join(said)}" if len(said) > 1 else f" {said[0].split(' ', 1)[1]}")
    repeats = sum(figure.same_as is not None for figure in figures)
    return line + (f"; {repeats} {'repeat' if repeats > 1 else 'repeats'} an earlier one" if repeats else "")


def plural(count: int, noun: str) -> str:
    """ "1 report", "2,000 reports"."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _spelled(figure: Figure, words: str) -> str:
    """A number in words, or its digits where they say the same and the number is no small one."""
    if figure.qualifier in ("vague", "between") or figure.value <= _SPELLED_UP_TO or _ROUGH.search(words):
        return words
    if figure.value >= 1_000_000 and figure.value % 100_000 == 0:
        return f"{figure.value / 1_000_000:g} million"
    return f"{figure.value:,}"


def _route(figure: Figure, introduced: set[tuple[str, str]], beside: str | None) -> str:
    named = {beside, None} | {ref.country for ref in figure.places if ref.place and ref.place.kind == "country"}
    places = [*_places(figure, "from", figure.origins), *_places(figure, "to", figure.destinations)]
    codes = [code for _, _, code in places]
    shown = []
    for (name, mark, code), following in zip_longest(places, codes[1:]):
        fresh = code not in named and (name, code) not in introduced and code != following
        shown.append(f"{name}{mark} ({code})" if fresh else name + mark)
    introduced.update((name, code) for name, _, code in places if code)
    origins, destinations = ", ".join(shown[: len(figure.origins)]), ", ".join(shown[len(figure.origins) :])
    line = f"{origins} → {destinations}".strip() if destinations else origins
    told = figure.country in named or any(codes)
    return line if told else f"{line} ({figure.country})".strip()


def _places(figure: Figure, role: str, names: tuple[str, ...]) -> Iterator[tuple[str, str, str | None]]:
    """Of each name in one role: the name, its mark of doubt, and the country it is in."""
    found: dict[str, PlaceRef] = {ref.name: ref for ref in figure.places if ref.role == role}
    for name in names:
        ref = found.get(name)
        yield clean(name), "?" if ref and ref.confidence < _DOUBTFUL else "", ref.country if ref else None
