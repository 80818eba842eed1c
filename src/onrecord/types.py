"""The shared types: frozen values that cross the boundaries between parts.

The words are those of the annotation guide (``gold/GUIDE.md``); ``from`` is a Python keyword, so a figure has
``origins`` and ``destinations`` here and ``from`` and ``to`` in JSON (see :mod:`onrecord.codec`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

Qualifier = Literal["exact", "about", "more_than", "up_to", "between", "vague"]
Unit = Literal["person", "household", "dwelling"]
Measure = Literal["flow", "stock"]
Modality = Literal["asserted", "ordered", "expected", "denied"]
Precision = Literal["day", "week", "month", "year", "span", "open"]
SourceKind = Literal["un", "government", "ngo", "armed_group", "media", "witness", "other"]
Role = Literal["from", "to"]
EntryKind = Literal["report", "reading", "claim", "decision", "feed", "withheld"]
Ruling = Literal["accept", "reject", "correct", "same", "different", "note", "withdraw", "alias", "confidential", "open"]
Status = Literal["unreviewed", "accepted", "rejected", "corrected"]

MOVEMENT_ACTS = (
    "displaced", "fled", "arrived", "evacuated", "relocated", "returned", "expelled",
    "sheltered", "registered", "hosted", "homeless", "stranded", "defected",
)  # fmt: skip
DWELLING_ACTS = ("housing_destroyed", "housing_damaged", "housing_flooded")
HARM_ACTS = ("killed", "injured", "missing", "affected", "in_need", "detained")
ACTS = MOVEMENT_ACTS + DWELLING_ACTS + HARM_ACTS
CAUSES = (
    "conflict", "flood", "storm", "earthquake", "landslide", "wildfire", "volcano", "drought", "cold", "other",
)  # fmt: skip


BY_HAND = "by hand"  # who made a claim that a person added: no reader


@dataclass(frozen=True, slots=True)
class Problem:
    """Expected trouble, returned and not raised: where it is, what it is, and what to do next."""

    where: str
    stage: str
    message: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a stretch of a report's text stands in the document that it was taken from, so that a viewer can highlight it."""

    start: int
    end: int
    page: int | None = None  # counted from 1
    box: tuple[float, float, float, float] | None = None  # left, top, right, bottom in points from the page's top left corner
    element: str | None = None  # HTML: XPath from the root; DOCX: "paragraph 12"
    cell: str | None = None  # "B7", behind a sheet's or table's name: "Table 2!B7"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``text[start:end]`` of the report. Rows and columns count from 0; a merged cell covers several."""

    start: int
    end: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in a report. Empty cells are left out. ``title``: the words that name it, from its caption or from just above it."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    name: str  # "Table 2", or the name of the sheet or file
    title: str | None = None
    register: bool = False  # a file of official figures, one record a row, and not a table in a document


@dataclass(frozen=True, slots=True)
class Original:
    """The file that a report was taken from: the digest of its bytes (64 hex digits), how many they are, what it was called, and its
    kind ("pdf", "html" …)."""

    sha256: str
    size: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Report:
    """A document as published. ``text`` is exactly what was received, or what a document says in reading order; every offset
    points into it, and ``spots`` and ``grids`` lead back into the document."""

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    language: str | None = None
    path: str | None = None
    author: str | None = None
    updated: date | None = None
    agency: str | None = None  # the news agency that the text credits: "Reuters", "AFP"
    spots: tuple[Spot, ...] = ()  # in text order
    grids: tuple[Grid, ...] = ()  # in text order
    original: Original | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a figure covers, both ends included; ``None`` where the text leaves an end open."""

    first: date | None = None
    last: date | None = None
    precision: Precision = "open"


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry. ``id`` is the gazetteer's own (``geonames:323786``, ``iso:TUR``, ``camp:zaatari``)."""

    id: str
    name: str
    country: str | None  # ISO 3166-1 alpha-3
    kind: Literal["country", "region", "admin1", "admin2", "settlement", "camp", "water"]
    admin1: str | None = None  # name of the first-level division
    admin1_code: str | None = None  # ISO 3166-2 where known, else GeoNames "TR.31"
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name where the text writes it. ``place`` is ``None`` when it looks like a place but is not in the gazetteer."""

    start: int
    end: int
    name: str  # as written, without lower-case type words: text[start:end] on one line, runs of blanks and breaks made one blank
    form: Literal["name", "demonym"]  # demonym: "Syrian", "Syrians", "Congolese"
    place: Place | None
    country: str | None  # ISO alpha-3; known for demonyms and often for unlisted places by their context
    confidence: float  # 0 to 1: that this is a place at all and the right one


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place of a figure, in its role."""

    name: str
    role: Role
    place: Place | None
    country: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it (never the publisher), as named in the text."""

    name: str
    kind: SourceKind


@dataclass(frozen=True, slots=True)
class Figure:
    """One number about people, households or dwellings, as the text states it (fields: GUIDE.md)."""

    id: int
    start: int
    end: int
    value: int
    low: int | None
    high: int | None
    qualifier: Qualifier
    unit: Unit
    act: str
    measure: Measure
    who: str | None
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    country: str | None
    period: Period
    source: Source | None
    cause: str | None
    modality: Modality
    same_as: int | None
    part_of: int | None
    confidence: float
    places: tuple[PlaceRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A report with the figures found in it, and what went wrong on the way."""

    report: Report
    figures: tuple[Figure, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Quote:
    """The words that made a figure, and up to 40 characters on either side."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure on record. ``figure.places`` are its places as resolved; ``source`` is who says it, as the ledger knows that source.

    ``id`` is a digest of the report, the figure with its words, and the reader: not of ``source``, which may be learned later."""

    id: str
    report: str  # id of the report's entry in the ledger (Report.id is the id that the report brought along)
    figure: Figure
    quote: Quote
    made_by: str  # the reader and its version, such as "onrecord 0.1.0"; or :data:`BY_HAND`
    source: Source | None = None
    spot: Spot | None = None  # where the number stands in the document, if the report was taken from one
    nth: int = 0  # 1, 2 … for further figures that one reading found in the same words

    @property
    def anchor(self) -> tuple[str, int, int, int]:
        """Where the figure stands in its report: what a ruling holds on to when the report is read again."""
        return self.report, self.figure.start, self.figure.end, self.nth


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's ruling. ``about`` is the id of a claim, a report or a decision, or the name of a source (``alias``).

    ``value`` holds the corrected fields (``correct``, named as in JSON), ``{"other": id}`` (``same``, ``different``) or
    ``{"alias": words, "kind": kind}``."""

    id: str
    about: str
    ruling: Ruling
    by: str
    made_at: datetime  # UTC
    value: Mapping[str, Any] | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. ``body`` is canonical JSON (see :mod:`onrecord.entrycodec`); of an entry that this reader may not see
    the kind is ``withheld`` and the body empty."""

    seq: int  # 1, 2, 3 … without gaps
    id: str
    kind: EntryKind
    body: str
    recorded_at: datetime  # UTC
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim as it stands in the ledger at a moment: corrected where a person corrected it, with what is known about its report.

    ``report`` comes without its text. ``changed`` says that a later reading of the same words differs from what was ruled on."""

    claim: Claim
    report: Report
    seq: int  # of the claim's entry
    recorded_at: datetime
    recorded_by: str
    status: Status = "unreviewed"
    ruling: int | None = None  # seq of the decision that gave the status
    changed: bool = False
    confidential: bool = False
    row: int = 0  # where the next page goes on


class Statement(NamedTuple):
    """What a claim says as it stands, and no more: for programs that go through very many. ``figure`` is in JSON form, corrected where a
    person corrected it; what is null or empty there may be missing."""

    row: int
    claim: str
    report: str
    published: str | None  # YYYY-MM-DD
    status: Status
    source: Source | None  # as the ledger knows it
    figure: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Area:
    """What an estimate is about in space: a place, a first-level division, a country, or ``outside:SYR`` (wherever people of a country went).

    ``within``: ids of the areas that it lies in, the nearest first. ``kind`` as of :class:`Place`; empty where it is not listed."""

    id: str
    name: str
    country: str | None
    within: tuple[str, ...] = ()
    kind: str = ""
    division: str = ""  # name of the first-level division


@dataclass(frozen=True, slots=True)
class Used:
    """A claim that an estimate rests on. ``weight`` is its share, 0 to 1; ``note`` says what was done to it."""

    claim: str
    weight: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A claim that gives an estimate no vote: how it stands to the claims that do, and why, in plain words."""

    claim: str
    relation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold (parts within their whole, a breakdown that adds up), whether it does, in plain words."""

    kind: Literal["breakdown", "part", "whole", "balance", "households"]
    holds: bool
    text: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the claims about one thing add up to. ``act`` is an act group; ``high`` is ``None`` where nothing bounds it from above.

    ``basis``: ``claims`` (claims say it), ``sum`` (the sum of disjoint ``parts``, ids of estimates), ``derived``
    (people, from the households or homes of its one part). ``origin``: the country the people came
    from, where it is another one. ``calibrated``: the range is a 90 % range by the sources' track record, else what the words leave open."""

    id: str
    act: str
    measure: Measure
    population: str
    unit: Unit
    origin: str | None
    places: tuple[Area, ...]
    period: Period
    low: int
    best: int
    high: int | None
    used: tuple[Used, ...]
    set_aside: tuple[SetAside, ...]
    basis: Literal["claims", "sum", "derived"] = "claims"
    parts: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()
    calibrated: bool = False


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A source against what its claims later settled on: all that it said, or (``act``, ``country``) what it said about one act group in
    one country. ``error`` is signed: 0.12 reads 12 % high; ``spread`` is what its claims scatter around that (a standard deviation of
    logarithms, drawn towards what is usual for its kind). Both are ``None`` where nothing it said can be compared."""

    source: str
    kind: str
    act: str | None
    country: str | None  # ISO alpha-3
    claims: int
    settled: int  # counts that it and somebody else spoke of
    error: float | None
    spread: float | None
    weighs: bool  # whether claims are weighed by it: only where there is enough to go on
