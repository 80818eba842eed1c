"""What a board answers with: headlines for maps, tracks for timelines. There are thousands in an answer, so they are put together as the JSON
text that programs are given, and read back where a page draws them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple, overload

from onrecord.types import Area, Estimate, Period
from onrecord.web.board import tables
from onrecord.web.wording import named

_REMEMBERED = 5_000  # headlines that were read back


@dataclass(frozen=True, slots=True)
class Headline:
    """What is said of one thing at one place, all days of a view together: flows added up where they do not overlap, of stocks the latest.
    ``text``: as the API gives it (:func:`headline_text`), in UTF-8."""

    text: bytes

    @classmethod
    def of(cls, one: Estimate, members: int) -> Headline:
        """The headline that an estimate is."""
        first, last = (day.toordinal() if day else 0 for day in (one.period.first, one.period.last))
        numbers = (first, last, one.low, one.best, -1 if one.high is None else one.high, members)
        return cls(headline_text(about_of(one), numbers, int(one.id, 16)))

    @property
    def estimate(self) -> Estimate:
        """The same as an estimate, without the claims behind it; its id is that of the largest or latest estimate that it comes from."""
        return _read(self.text)[0]

    @property
    def members(self) -> int:
        """How many estimates it comes from."""
        return _read(self.text)[1]


class Point(NamedTuple):
    """One estimate of a track. ``broken``: a check does not hold; ``leap``: "definition break" or "surge", with its words in ``said``.
    ``summed``: nobody says it; it is a sum of parts, and those of another day may be others."""

    id: str
    first: date | None
    last: date | None
    low: int
    best: int
    high: int | None
    broken: bool = False
    leap: str = ""
    said: str = ""
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Points(Sequence[Point]):
    """Points in columns. Days as ordinals, 0 where there is none; ``high``: -1 where nothing bounds it; ``marks``: bits of the board;
    ``said``: what leaps are, in words, by the ids of their points."""

    ids: Sequence[str]
    first: Sequence[int]
    last: Sequence[int]
    low: Sequence[int]
    best: Sequence[int]
    high: Sequence[int]
    marks: Sequence[int]
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The points as the API gives them, with a comma between two."""
        ends = [_ENDS[marks] for marks in self.marks]
        for nth, marks in enumerate(self.marks):
            if marks & tables.LEAPS:
                ends[nth] = _end(marks, self.said.get(self.ids[nth], ""))
        rows = zip(self.ids, self.first, self.last, self.low, self.best, self.high, ends, strict=True)
        return ",".join(
            [
                f'{{"id":"{ident}","first":{_TEXTS[first]},"last":{_TEXTS[last]},"low":{low},"best":{best},"high":{high if high >= 0 else _NULL},{end}'
                for ident, first, last, low, best, high, end in rows
            ]
        )

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> Point: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Point]: ...

    def __getitem__(self, at: int | slice) -> Point | Sequence[Point]:
        return list(self)[at]

    def __iter__(self) -> Iterator[Point]:
        rows = zip(self.ids, self.first, self.last, self.low, self.best, self.high, self.marks, strict=True)
        for ident, first, last, low, best, high, marks in rows:
            broken, summed = bool(marks & tables.BROKEN), bool(marks & tables.SUM)
            words = self.said.get(ident, "") if marks & tables.LEAPS else ""
            yield Point(
                ident, day_of(first), day_of(last), low, best, high if high >= 0 else None, broken, tables.leap_of(marks), words, summed
            )


@dataclass(frozen=True, slots=True)
class Track:
    """One thing over time, in order. ``headline``: all its days together. ``left_off``: points beyond the most that are shown."""

    headline: Headline
    points: Points
    left_off: int = 0

    @property
    def about(self) -> Estimate:
        """The headline as an estimate."""
        return self.headline.estimate

    @property
    def text(self) -> bytes:
        """The track as the API gives it."""
        return b'%b,"points":[%b],"left_off":%d}' % (self.headline.text[:-1], self.points.text.encode("utf-8", "replace"), self.left_off)


def about_of(one: Estimate) -> bytes:
    """What an estimate counts, and where: JSON text that ends before the closing brace."""
    values = {
        "act": one.act, "measure": one.measure, "population": one.population, "unit": one.unit, "origin": one.origin,
        "places": [{"id": area.id, "name": named(area), "country": area.country} for area in one.places],
    }  # fmt: skip
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")[:-1]


def headline_text(about: bytes, numbers: Iterable[int], estimate: int) -> bytes:
    """A headline as the API gives it. ``numbers``: first, last, low, best, high as :class:`Points` has them, and members; ``estimate``: its
    id as a number."""
    first, last, low, best, high, members = numbers
    return _HEADLINE % (about, NUMBERS, _UTF8[first], _UTF8[last], low, best, b"%d" % high if high >= 0 else b"null", members, estimate)


def day_of(ordinal: int) -> date | None:
    """A day by its ordinal."""
    return _DAYS[ordinal]


@lru_cache(_REMEMBERED)
def _read(text: bytes) -> tuple[Estimate, int]:
    values = json.loads(text)
    said, ends, members, ident = values.pop("places"), values.pop("period"), values.pop("members"), values.pop("estimate")
    places = tuple(Area(place["id"], place["name"], place["country"]) for place in said)
    first, last = (date.fromisoformat(end) if end else None for end in (ends["first"], ends["last"]))
    return Estimate(id=ident, places=places, period=Period(first, last), used=(), set_aside=(), **values), members


def _end(marks: int, said: str = "") -> str:
    truth = ("false", "true")
    broken, summed = truth[marks & tables.BROKEN > 0], truth[marks & tables.SUM > 0]
    return f'"broken":{broken},"leap":"{tables.leap_of(marks)}","said":{json.dumps(said, ensure_ascii=False)},"summed":{summed}}}'


class _Days(dict[int, date | None]):
    """Days by their ordinals, made when they are asked for: a calendar has not many."""

    def __missing__(self, ordinal: int) -> date | None:
        day = self[ordinal] = date.fromordinal(ordinal) if ordinal else None
        return day


class _Texts(dict[int, str]):
    """The same as JSON text."""

    def __missing__(self, ordinal: int) -> str:
        day = _DAYS[ordinal]
        text = self[ordinal] = f'"{day.isoformat()}"' if day else _NULL
        return text


class _Utf8(dict[int, bytes]):
    """And that in bytes."""

    def __missing__(self, ordinal: int) -> bytes:
        text = self[ordinal] = _TEXTS[ordinal].encode()
        return text


NUMBERS = b',"period":'  # where the numbers of a headline begin: no string before can hold this, quotes are escaped there
_HEADLINE = b'%b%b{"first":%b,"last":%b},"low":%d,"best":%d,"high":%b,"members":%d,"estimate":"%012x"}'
_NULL = "null"
_DAYS, _TEXTS, _UTF8 = _Days(), _Texts(), _Utf8()
_ENDS = [_end(marks) for marks in range(2 * tables.SUM)]
