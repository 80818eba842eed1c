"""The file of a board: estimates and what they add up to, with indexes for every filter. It can be deleted and made anew."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import get_args

from onrecord.picture.balance import account_of
from onrecord.picture.observe import LONG_AGO
from onrecord.types import DWELLING_ACTS, HARM_ACTS, Estimate, SourceKind

FORMAT = 6
KINDS: tuple[SourceKind, ...] = get_args(SourceKind)  # their bits, in this order
BROKEN, BREAK, SURGE, SUM = 1, 2, 4, 8  # bits of estimates.marks: a check does not hold, a definition break, a surge, a sum of parts
LEAPS = BREAK | SURGE

# first, last: days as ordinals, last is 0 where there is none. chain: the estimate is one of the periods of its series that do not
# overlap and may be added. series.low, best, high: of all days; text: its headline, as the API gives it; rank: where it stands on a timeline;
# lead: it stands for its thing (everyone, else the largest group). changed: the last version that wrote or removed a series.
# Bodies are most of the file and apart, so that the numbers alone are quickly read.
TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE estimates (row INTEGER PRIMARY KEY, id TEXT NOT NULL, bundle INTEGER NOT NULL, series INTEGER NOT NULL, country TEXT,
        act TEXT NOT NULL, measure TEXT NOT NULL, first INTEGER, last INTEGER NOT NULL, low INTEGER NOT NULL, best INTEGER NOT NULL,
        high INTEGER, kinds INTEGER NOT NULL, chain INTEGER NOT NULL, marks INTEGER NOT NULL)""",
    "CREATE TABLE bodies (row INTEGER PRIMARY KEY, body TEXT NOT NULL)",
    """CREATE TABLE series (id INTEGER PRIMARY KEY, thing INTEGER NOT NULL, strand INTEGER NOT NULL, lead INTEGER NOT NULL,
        rank INTEGER NOT NULL, country TEXT, act TEXT NOT NULL, measure TEXT NOT NULL, population TEXT NOT NULL, text TEXT NOT NULL,
        first INTEGER, last INTEGER NOT NULL, low INTEGER NOT NULL, best INTEGER NOT NULL, high INTEGER, members INTEGER NOT NULL,
        estimate TEXT NOT NULL)""",
    "CREATE TABLE areas (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE within (area INTEGER NOT NULL, series INTEGER NOT NULL, PRIMARY KEY (area, series)) WITHOUT ROWID",
    "CREATE TABLE uses (claim BLOB NOT NULL, row INTEGER NOT NULL, effect REAL NOT NULL)",
    "CREATE TABLE scorecards (nth INTEGER PRIMARY KEY, source TEXT NOT NULL, kind TEXT NOT NULL, act TEXT, country TEXT, claims INTEGER NOT NULL, "
    "settled INTEGER NOT NULL, error REAL, spread REAL, weighs INTEGER NOT NULL)",
    "CREATE TABLE touched (country TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE changed (series INTEGER PRIMARY KEY, version INTEGER NOT NULL)",
)
INDEXES = (
    "CREATE INDEX estimates_id ON estimates (id)",
    "CREATE INDEX estimates_bundle ON estimates (bundle)",
    "CREATE INDEX estimates_series ON estimates (series, last)",
    "CREATE INDEX estimates_last ON estimates (last)",
    "CREATE INDEX estimates_act ON estimates (act, last)",
    "CREATE INDEX estimates_country ON estimates (country, act, last)",
    "CREATE INDEX estimates_in_country ON estimates (country, last)",
    "CREATE INDEX series_thing ON series (thing)",
    "CREATE INDEX series_strand ON series (strand)",
    "CREATE INDEX uses_claim ON uses (claim)",
    "CREATE INDEX uses_row ON uses (row)",
    "CREATE INDEX uses_effect ON uses (effect)",
    "CREATE INDEX changed_version ON changed (version)",
)


def number(*parts: object) -> int:
    """A fixed number for these parts, as SQLite holds it."""
    return int.from_bytes(blake2b(repr(parts).encode("utf-8", "replace"), digest_size=8).digest(), signed=True)


def bundle_of(group: str, origin: str | None, last: int) -> int:
    """What is redrawn together: an act group and an origin, up to one last day (an ordinal, 0: none)."""
    return number(group, origin or "", last)


def last_of(one: Estimate) -> int:
    """The last day of an estimate as an ordinal, 0 where there is none."""
    return one.period.last.toordinal() if one.period.last else 0


def last_of_span(day: int) -> int:
    """The last day of claims as their estimates have it: 0 for claims without any day."""
    return 0 if day == LONG_AGO else day


def series_of(one: Estimate) -> int:
    """What an estimate counts, whenever."""
    return number(one.act, one.measure, *_who(one), one.population)


def thing_of(one: Estimate) -> int:
    """The same for any group of people."""
    return number(one.act, one.measure, *_who(one))


def strand_of(one: Estimate) -> int:
    """The same for any act: stocks and moves of one strand balance."""
    return number(*account_of(one))


def country_of(one: Estimate) -> str | None:
    """The one country that an estimate is about."""
    found = {area.country or "" for area in one.places}
    return found.pop() or None if len(found) == 1 else None


def rank_of(one: Estimate, members: int) -> int:
    """Where the series of an estimate stands on a timeline, the smallest first: displacement before homes before harm, since this is a
    record of displacement first; then several estimates before one; then the widest places: wherever people went, countries, divisions."""
    levels = {"outside": 0, "iso": 1, "admin1": 2}
    apart = 200 if one.act in HARM_ACTS else 100 if one.act in DWELLING_ACTS else 0
    return apart + (10 if members == 1 else 0) + max(levels.get(area.id.partition(":")[0], 3) for area in one.places)


def marks_of(one: Estimate) -> int:
    """The bits of what is to be marked."""
    found = SUM if one.basis == "sum" else 0
    for check in one.checks:
        found |= 0 if check.holds else BROKEN
        found |= BREAK if check.text.startswith("definition break") else SURGE if check.text.startswith("surge") else 0
    return found


def leap_of(marks: int) -> str:
    """The leap that these bits tell of, in a word; "" where there is none."""
    return "definition break" if marks & BREAK else "surge" if marks & SURGE else ""


def kinds_of(kinds: Iterable[str]) -> int:
    """The bits of the kinds of sources."""
    return sum(1 << KINDS.index(kind) for kind in set(kinds) if kind in KINDS)


def _who(one: Estimate) -> tuple[object, ...]:
    return one.unit, one.origin, tuple(area.id for area in one.places)
