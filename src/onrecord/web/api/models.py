"""How the answers of the API look, for its OpenAPI description. A figure is described by the schema that ships with the library."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, WithJsonSchema

from onrecord.codec import schema
from onrecord.types import Measure, Ruling, SourceKind, Status, Unit

Figure = Annotated[dict[str, Any], WithJsonSchema({"type": "object"})]  # which one, with_figures says


class Model(BaseModel):
    """Every field is there, and no other."""

    model_config = ConfigDict(extra="forbid")


class Trouble(Model):
    """What went wrong: where, at which stage, what it is, and what to do next."""

    where: str
    stage: str
    message: str
    next: str


class Place(Model):
    """A place of an estimate: its id (``iso:TUR``, ``admin1:TR-63``, ``geonames:298333``, ``outside:SYR``), name and country."""

    id: str
    name: str
    country: str | None


class Span(Model):
    """Days, both included; null where the claims leave an end open."""

    first: date | None
    last: date | None


class Used(Model):
    """A claim that an estimate rests on; its weight is its share, 0 to 1."""

    claim: str
    weight: float
    note: str


class SetAside(Model):
    """A claim without a vote, and why."""

    claim: str
    relation: str
    reason: str


class Check(Model):
    """Something that must hold, and whether it does."""

    kind: Literal["breakdown", "part", "whole", "balance"]
    holds: bool
    text: str
    claims: list[str]


class Counted(Model):
    """What is counted, where, when, and how many."""

    act: str
    measure: Measure
    population: str
    unit: Unit
    origin: str | None
    places: list[Place]
    period: Span
    low: int
    best: int
    high: int | None


class Estimate(Counted):
    """What the claims about one thing add up to. ``high`` is null where nothing bounds it; ``place`` joins its places."""

    id: str
    place: Place
    basis: Literal["claims", "sum", "derived"]
    calibrated: bool
    used: list[Used]
    set_aside: list[SetAside]
    parts: list[str]
    checks: list[Check]
    notes: list[str]


class Estimates(Model):
    """A page of estimates, how many there are in all, and ``after`` of the next page."""

    estimates: list[Estimate]
    total: int
    next: int | None


class AboutReport(Model):
    """The report of a claim; ``id`` is the one that it brought along."""

    id: str
    published: date | None
    title: str | None
    url: str | None
    publisher: str | None
    language: str | None


class Claim(Model):
    """A claim as it stands, with its figure as the library has it."""

    claim: str
    report: str
    status: Status
    changed: bool
    source_known_as: str | None
    source_known_kind: SourceKind | None
    made_by: str
    seq: int
    recorded_at: str
    recorded_by: str
    confidential: bool
    about_report: AboutReport
    figure: Figure


class Reasons(Model):
    """An estimate with the claims behind it, by id. ``people``: of an estimate in households or homes, the people derived from it where nobody
    states them (``basis`` ``derived``); they are part of no sum."""

    estimate: Estimate
    claims: dict[str, Claim]
    people: Estimate | None


class Decision(Model):
    """A person's ruling."""

    id: str
    about: str
    ruling: Ruling
    value: dict[str, Any] | None
    by: str
    made_at: str
    why: str | None


class InEstimate(Model):
    """An estimate that a claim is in."""

    id: str
    act: str
    measure: Measure
    best: int


class ClaimFile(Claim):
    """A claim with every decision about it and the estimates that it is in."""

    decisions: list[Decision]
    estimates: list[InEstimate]


class Claims(Model):
    """A page of claims, and ``after`` of the next page."""

    claims: list[Claim]
    next: int | None


class Listed(Model):
    """A place of the gazetteer."""

    id: str
    name: str
    country: str | None
    kind: str
    admin1: str | None
    admin1_code: str | None
    latitude: float | None
    longitude: float | None
    population: int


class Found(Claims):
    """What a search found."""

    places: list[Listed]


class Headline(Counted):
    """What is said of one thing at one place, all days of a view together. ``estimate``: the largest or latest of its ``members``."""

    members: int
    estimate: str


class Map(Model):
    """The largest headlines of a view."""

    headlines: list[Headline]


class Point(Model):
    """One estimate of a track. ``broken``: a check does not hold; ``leap``: "definition break" or "surge", in the words of ``said``;
    ``summed``: nobody says it, it is a sum of parts."""

    id: str
    first: date | None
    last: date | None
    low: int
    best: int
    high: int | None
    broken: bool
    leap: Literal["", "definition break", "surge"]
    said: str
    summed: bool


class Track(Headline):
    """One thing over time; ``left_off``: earlier points that are not shown."""

    points: list[Point]
    left_off: int


class Timeline(Model):
    """The largest things of a view over time."""

    tracks: list[Track]


class State(Model):
    """Whether there is a picture to show, its version, and how far the drawing of a newer one is (0 to 1)."""

    ready: bool
    version: str
    progress: float
    behind: bool


class Change(Model):
    """An estimate that is new, gone or different, and the claims that came or went with it."""

    kind: Literal["new", "gone", "changed"]
    before: Estimate | None
    after: Estimate | None
    because: list[str]


class Changes(Model):
    """At most 1,000 changes, and how many there are."""

    changes: list[Change]
    total: int


class Scorecard(Model):
    """A source against what its claims later settled on; ``act`` and ``country`` are null for all that it said."""

    source: str
    kind: str
    act: str | None
    country: str | None
    claims: int
    settled: int
    error: float | None
    spread: float | None
    weighs: bool


class Scorecards(Model):
    """Scorecards, the sources with most settled counts first."""

    scorecards: list[Scorecard]


class Original(Model):
    """The file that a report came in: SHA-256 and number of its bytes, name, kind."""

    sha256: str
    size: int
    name: str
    kind: str


class Report(Model):
    """A report with its text and its claims, in the order of the text. ``original`` where its file is kept."""

    id: str
    name: str
    title: str | None
    url: str | None
    publisher: str | None
    language: str | None
    author: str | None
    agency: str | None
    published: date | None
    confidential: bool
    original: Original | None
    text: str
    claims: list[Claim]


class Added(Model):
    """A report that a job put on record; ``known``: it was there already, just so."""

    id: str
    title: str | None
    figures: int
    known: bool


class Job(Model):
    """How far reading something into the ledger is."""

    id: str
    by: str
    what: str
    confidential: bool
    begun: str
    state: Literal["waiting", "reading", "done", "failed"]
    read: int
    figures: int
    reports: list[Added]
    problems: list[Trouble]


class Jobs(Model):
    """Jobs, the latest first."""

    jobs: list[Job]


class Waiting(Model):
    """What waits for a ruling: nothing, or a claim that is kept for you for so many seconds. ``waiting``: how many; null: not counted."""

    claim: Claim | None
    seconds: float
    waiting: int | None


def with_figures(described: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI description with the figure of the library's own schema wherever the models have one."""
    schemas = described["components"]["schemas"]
    for part in schemas.values():
        if "figure" in part.get("properties", {}):
            part["properties"]["figure"] = {"$ref": "#/components/schemas/figure"}
    parts = json.loads(schema().replace("#/$defs/", "#/components/schemas/"))["$defs"]
    schemas.update((name, part) for name, part in parts.items() if name != "problem")
    return described


def answers(model: type[BaseModel], status: int = 200) -> dict[int | str, dict[str, Any]]:
    """What a route says of its answers that are made without the model."""
    return {status: {"model": model}}
