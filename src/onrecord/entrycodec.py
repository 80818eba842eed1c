"""The one place that knows how entries of the ledger look in JSON, and how their ids come about.

An entry's id is 32 hex digits of the SHA-256 of its kind and its canonical JSON: the same content is the same entry, whoever adds it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, date, datetime
from typing import Any

from onrecord.codec import figure_from_json, figure_to_json
from onrecord.text import spot_at
from onrecord.types import (
    Cell,
    Claim,
    Decision,
    EntryKind,
    Figure,
    Grid,
    Original,
    PlaceRef,
    Quote,
    Reading,
    Report,
    Source,
    Spot,
    Standing,
    Statement,
    Status,
)

ID_DIGITS = 32
_NOT_OF_THE_ID = {
    "report": ("path", "spots", "grids", "original")
}  # from another folder, cut up more finely or in another file it is the same report
_NULLS: dict[str, Any] = dict.fromkeys(("low", "high", "who", "country", "date_start", "date_end", "source", "source_kind", "cause"))
_NULLS |= {"same_as": None, "part_of": None, "spot": None, "from": [], "to": [], "places": []}
_PLACE_NULLS = dict.fromkeys(("id", "listed_as", "kind", "country", "admin1", "admin1_code", "latitude", "longitude", "population"))


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be: all but its place in the ledger."""

    id: str
    kind: EntryKind
    body: str


def canonical(value: Any) -> str:
    """JSON in one fixed form: sorted keys, no spaces. Text that UTF-8 cannot hold (half a surrogate pair) is escaped."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text


def entry_id(kind: str, body: str) -> str:
    """The id of an entry with this canonical body."""
    if kind in _NOT_OF_THE_ID:
        values = json.loads(body)
        body = canonical({name: value for name, value in values.items() if name not in _NOT_OF_THE_ID[kind]})
    return hashlib.sha256(f"{kind}\n{body}".encode()).hexdigest()[:ID_DIGITS]


def draft(kind: EntryKind, values: Mapping[str, Any]) -> Draft:
    """An entry of this kind; ``ValueError`` where a value is no JSON (NaN)."""
    body = canonical(values)
    return Draft(entry_id(kind, body), kind, body)


def stamp(moment: datetime) -> str:
    """A moment as entries write it: UTC, microseconds, one width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def unstamp(text: str) -> datetime:
    """The moment that :func:`stamp` wrote; ``ValueError`` where it did not."""
    if len(text) != len("2012-11-09T18:00:00.000000Z") or text[-1] != "Z":
        raise ValueError(f"{text!r} is no moment of an entry")
    return datetime.fromisoformat(text)


def report_draft(report: Report) -> Draft:
    """The entry of a report as received. A report without text (only its figures were given) has none."""
    values: dict[str, Any] = {"name": report.id, "title": report.title, "url": report.url, "publisher": report.publisher}
    values |= {"published": _day(report.published), "path": report.path, "text": report.text or None}
    values |= {"author": report.author, "updated": _day(report.updated), "agency": report.agency}
    values["spots"] = [[s.start, s.end, s.page, s.box, s.element, s.cell] for s in report.spots] or None
    values["grids"] = [[g.start, g.end, [list(astuple(c)) for c in g.cells], g.name, g.title, g.register] for g in report.grids] or None
    values["original"] = asdict(report.original) if report.original else None
    return draft("report", _without_nulls(values))


def report_from_body(body: Mapping[str, Any]) -> Report:
    """The report of such an entry."""
    named = ("title", "url", "publisher", "path", "author", "agency")
    values: dict[str, Any] = {name: body.get(name) for name in named}
    values |= {name: date.fromisoformat(body[name]) if body.get(name) else None for name in ("published", "updated")}
    spots = tuple(Spot(s[0], s[1], s[2], tuple(s[3]) if s[3] else None, s[4], s[5]) for s in body.get("spots", ()))
    grids = tuple(Grid(g[0], g[1], tuple(Cell(*cell) for cell in g[2]), *g[3:]) for g in body.get("grids", ()))
    original = Original(**body["original"]) if body.get("original") else None
    return Report(id=body["name"], text=body.get("text") or "", spots=spots, grids=grids, original=original, **values)


Words = tuple[Quote, Spot | None]  # what made a figure, and where in the document


def reading_drafts(reading: Reading, received: Report, made_by: str, words: Mapping[int, Words] | None = None) -> tuple[Draft, ...]:
    """The entries of a reading: the report as received, the reading, its claims. ``words`` are those of figures (by id) whose
    report has no text."""
    report = report_draft(received)
    seen: dict[tuple[int, int], int] = {}
    claims = []
    for figure in reading.figures:
        nth = seen[figure.start, figure.end] = seen.get((figure.start, figure.end), -1) + 1
        claims.append(claim_draft(figure, received, report.id, made_by, nth, (words or {}).get(figure.id)))
    about = reading.report
    values = {"report": report.id, "made_by": made_by, "title": about.title, "published": _day(about.published), "language": about.language}
    body = _without_nulls(values) | {"claims": [claim.id for claim in claims]}
    return report, draft("reading", body), *claims


def claim_draft(figure: Figure, received: Report, report: str, made_by: str, nth: int = 0, words: Words | None = None) -> Draft:
    """The entry of a figure of a report, whose entry has the id ``report``; with its ``words`` where the report has no text."""
    values = figure_to_json(figure, received.text)
    spot = spot_at(received, figure.start) if received.text else None
    if words is not None:
        quote, spot = words
        values["quote"] = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    values["spot"] = _spot_values(spot)
    body: dict[str, Any] = {"report": report, "made_by": made_by, "figure": compact_figure(values)}
    return draft("claim", body | ({"nth": nth} if nth else {}))


def compact_figure(values: Mapping[str, Any]) -> dict[str, Any]:
    """A figure's JSON without what is null or empty."""
    kept = {name: value for name, value in values.items() if name not in _NULLS or value not in (None, [])}
    if "places" in kept:
        kept["places"] = [_without_nulls(place) for place in kept["places"]]
    return kept


def claim_from_body(
    ident: str, body: Mapping[str, Any], correction: Mapping[str, Any] | None = None, source: Source | None = None
) -> Claim:
    """The claim of such an entry; ``correction`` holds the fields that a person corrected, which win; ``source`` as the ledger knows it."""
    values = figure_values(body, correction)
    quote = Quote(**values["quote"])
    spot = spot_from(values["spot"], values["start"], values["end"])
    return Claim(ident, body["report"], figure_from_json(values), quote, body["made_by"], source, spot, body.get("nth", 0))


def figure_values(body: Mapping[str, Any], correction: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The figure of a claim's entry in the full JSON form of :mod:`onrecord.codec`."""
    values: dict[str, Any] = _NULLS | body["figure"]
    if correction:
        values |= correction
    values["places"] = [_PLACE_NULLS | place for place in values["places"]]
    return values


def place_values(ref: PlaceRef) -> dict[str, Any]:
    """A place of a figure as a claim's entry holds it."""
    place = ref.place
    values: dict[str, Any] = {"name": ref.name, "role": ref.role, "country": ref.country, "confidence": ref.confidence}
    if place is not None:
        values |= {"id": place.id, "listed_as": place.name}
        values |= {name: getattr(place, name) for name in ("kind", "admin1", "admin1_code", "latitude", "longitude", "population")}
    return _without_nulls(values)


def spot_from(values: Mapping[str, Any] | None, start: int, end: int) -> Spot | None:
    """The spot of a figure from its JSON form (that of :mod:`onrecord.codec`)."""
    if not values:
        return None
    box = values.get("box")
    return Spot(start, end, values.get("page"), tuple(box) if box else None, values.get("element"), values.get("cell"))


def _spot_values(spot: Spot | None) -> dict[str, Any] | None:
    return {"page": spot.page, "box": list(spot.box) if spot.box else None, "element": spot.element, "cell": spot.cell} if spot else None


def decision_draft(decision: Decision) -> Draft:
    """The entry of a decision; its ``id`` is not looked at."""
    values = {"about": decision.about, "ruling": decision.ruling, "by": decision.by, "made_at": stamp(decision.made_at)}
    value = dict(decision.value) if decision.value is not None else None
    return draft("decision", _without_nulls(values | {"value": value, "why": decision.why}))


def decision_from_body(ident: str, body: Mapping[str, Any]) -> Decision:
    """The decision of such an entry."""
    return Decision(ident, body["about"], body["ruling"], body["by"], unstamp(body["made_at"]), body.get("value"), body.get("why"))


def feed_draft(feed: str, state: Mapping[str, Any], at: datetime) -> Draft:
    """The entry of what is known about a feed (its address, or any name) at a moment."""
    return draft("feed", {"feed": feed, "state": dict(state), "at": stamp(at)})


def _without_nulls(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def statement_of(claim: Claim, report: Report, status: Status = "unreviewed") -> Statement:
    """What a claim about a report says, as if it stood in a ledger."""
    figure = figure_to_json(claim.figure, "") | {"quote": asdict(claim.quote)}
    return Statement(0, claim.id, claim.report, _day(report.published), status, claim.source, figure)


def standing_to_json(standing: Standing) -> dict[str, Any]:
    """A claim as it stands, for programs: its own fields, its figure with the fields of the guide, and its report."""
    claim = standing.claim
    figure = figure_to_json(claim.figure, "")
    figure["quote"] = {"exact": claim.quote.exact, "prefix": claim.quote.prefix, "suffix": claim.quote.suffix}
    figure["spot"] = _spot_values(claim.spot)
    record = (standing.status, standing.changed, standing.seq, stamp(standing.recorded_at), standing.recorded_by, standing.confidential)
    return standing_values(claim.id, {"report": claim.report, "made_by": claim.made_by}, figure, claim.source, standing.report, *record)


def standing_values(
    ident: str, body: Mapping[str, Any], figure: dict[str, Any], source: Source | None, report: Report,
    status: Status, changed: bool, seq: int, at: str, by: str, confidential: bool,
) -> dict[str, Any]:  # fmt: skip
    """The same of a claim's entry, whose ``figure`` is in the form of :func:`figure_values`, without making a claim of it first."""
    return {
        "claim": ident,
        "report": body["report"],
        "status": status,
        "changed": changed,
        "source_known_as": source.name if source else None,
        "source_known_kind": source.kind if source else None,
        "made_by": body["made_by"],
        "seq": seq,
        "recorded_at": at,
        "recorded_by": by,
        "confidential": confidential,
        "about_report": {
            "id": report.id,
            "published": _day(report.published),
            "title": report.title,
            "url": report.url,
            "publisher": report.publisher,
            "language": report.language,
        },
        "figure": figure,
    }
