"""Estimates as people and programs want them: a table, JSON, CSV, and the tree of reasons behind one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TextIO

from onrecord.render.machine import harmless
from onrecord.render.table import fitted
from onrecord.render.terminal import Paint, clean, wrap
from onrecord.types import Area, Check, Estimate, Period, SetAside, Standing, Used

COLUMNS = (
    "id", "act", "measure", "population", "unit", "origin", "place_id", "place_name", "country", "date_start", "date_end", "low", "best", "high",
    "basis", "calibrated", "used", "set_aside", "checks", "notes",
)  # fmt: skip
_HEADS = ("Estimate", "Low", "Best", "High", "Who", "Act", "Measure", "Where", "When", "Claims", "")
_NUMBERS = 3
_NAMES = {"household": "households", "dwelling": "homes"}
_BASES = {"sum": "Σ", "derived": "≈"}
Names = Callable[[Area], str]


def plain_name(area: Area) -> str:
    """The name that claims give an area."""
    return area.name


def estimate_to_json(one: Estimate, name: Names = plain_name) -> dict[str, Any]:
    """An estimate as plain values, keys in the documented order."""
    places = [{"id": area.id, "name": name(area), "country": area.country} for area in one.places]
    joined = {"id": "+".join(p["id"] or "" for p in places), "name": " and ".join(p["name"] or "" for p in places)}
    return {
        "id": one.id,
        "act": one.act,
        "measure": one.measure,
        "population": one.population,
        "unit": one.unit,
        "origin": one.origin,
        "place": places[0] if len(places) == 1 else joined | {"country": _one({p["country"] for p in places})},
        "places": places,
        "period": {"first": _day(one.period.first), "last": _day(one.period.last)},
        "low": one.low,
        "best": one.best,
        "high": one.high,
        "basis": one.basis,
        "calibrated": one.calibrated,
        "used": [{"claim": used.claim, "weight": used.weight, "note": used.note} for used in one.used],
        "set_aside": [{"claim": aside.claim, "relation": aside.relation, "reason": aside.reason} for aside in one.set_aside],
        "parts": list(one.parts),
        "checks": [{"kind": c.kind, "holds": c.holds, "text": c.text, "claims": list(c.claims)} for c in one.checks],
        "notes": list(one.notes),
    }


def estimate_from_json(values: Mapping[str, Any]) -> Estimate:
    """The estimate that :func:`estimate_to_json` wrote; its areas without what they lie in. ``KeyError`` where a field is missing."""
    period = values["period"]
    named = ("id", "act", "measure", "population", "unit", "origin", "low", "best", "high", "basis", "calibrated")
    return Estimate(
        **{name: values[name] for name in named},
        places=tuple(Area(place["id"], place["name"], place["country"]) for place in values["places"]),
        period=Period(_date(period["first"]), _date(period["last"])),
        used=tuple(Used(**one) for one in values["used"]),
        set_aside=tuple(SetAside(**one) for one in values["set_aside"]),
        parts=tuple(values["parts"]),
        checks=tuple(Check(one["kind"], one["holds"], one["text"], tuple(one["claims"])) for one in values["checks"]),
        notes=tuple(values["notes"]),
    )


def write_json(estimates: Iterable[Estimate], out: TextIO, name: Names) -> None:
    """One JSON array."""
    out.writelines(json_lines(estimates, name))


def json_lines(estimates: Iterable[Estimate], name: Names) -> Iterator[str]:
    """One JSON array, an estimate at a time."""
    before = "["
    for one in estimates:
        yield before + json.dumps(estimate_to_json(one, name), ensure_ascii=False)
        before = ",\n "
    yield "[]\n" if before == "[" else "]\n"


def write_csv(estimates: Iterable[Estimate], out: TextIO, name: Names) -> None:
    """A row an estimate; no cell can be taken for a formula."""
    out.writelines(csv_lines(estimates, name))


def csv_lines(estimates: Iterable[Estimate], name: Names) -> Iterator[str]:
    """The same, a line at a time."""
    yield _line(COLUMNS)
    for one in estimates:
        values = estimate_to_json(one, name)
        flat = values | {"place_id": values["place"]["id"], "place_name": values["place"]["name"], "country": values["place"]["country"]}
        flat |= {"date_start": values["period"]["first"], "date_end": values["period"]["last"]}
        flat |= {"used": "; ".join(used.claim for used in one.used), "set_aside": "; ".join(aside.claim for aside in one.set_aside)}
        flat |= {"checks": "; ".join(check.text for check in one.checks), "notes": "; ".join(one.notes)}
        yield _line([harmless(flat[column]) for column in COLUMNS])


def write_table(estimates: Sequence[Estimate], out: TextIO, columns: int, color: bool, name: Names) -> None:
    """A row an estimate, fitted to the terminal."""
    paint, rows = Paint(color), [_cells(one, name) for one in estimates]
    lines = fitted(_HEADS, rows, columns, paint, _NUMBERS)
    lines.append(paint.dim(f"{len(rows):,} estimate{'' if len(rows) == 1 else 's'}; onrecord why ESTIMATE gives the reasons"))
    out.write("".join(line + "\n" for line in lines))


def tree(one: Estimate, standings: Mapping[str, Standing], name: Names, columns: int) -> list[str]:
    """The reasons behind an estimate, as lines that a person can read aloud."""
    where = " and ".join(name(area) for area in one.places)
    people = counted(one)
    top = f"at most {one.high:,}" if one.high is not None else "with no upper bound"
    lines = wrap(clean(f"{one.best:,} {people}, {one.act.replace('_', ' ')}, {where}, {when(one)}: at least {one.low:,}, {top}."), columns)
    lines += wrap(_of_range(one), columns)
    groups: list[tuple[str, list[str]]] = [
        (
            "It rests on",
            [f"{quoted(used.claim, standings)} Weight {used.weight:.0%}{'; ' + used.note if used.note else ''}." for used in one.used],
        ),
        ("Set aside", [f"{quoted(aside.claim, standings)} {aside.relation.capitalize()}: {aside.reason}." for aside in one.set_aside]),
        ("Checked", [("Holds: " if check.holds else "DOES NOT HOLD: ") + check.text + "." for check in one.checks]),
        ("Note", [f"{note}." for note in one.notes]),
    ]
    for title, texts in groups:
        if texts:
            lines.append(f"├─ {title}" if title != "Note" else f"└─ {title}")
            for text in texts:
                first, *rest = wrap(clean(text), max(columns - 6, 20))
                lines += [f"│  ├─ {first}", *(f"│  │  {line}" for line in rest)]
    return lines


def _of_range(one: Estimate) -> str:
    if one.basis == "sum":
        return "The range is the sum of the ranges of its parts."
    if one.basis == "derived":
        return "Nobody says how many people: the number is derived from households or homes by a household size."
    if one.calibrated:
        return "The range is a 90 % range by the track records of the sources."
    return "The range is what the words and the rounding of these claims leave open: there is no track record to go by yet."


def quoted(claim: str, standings: Mapping[str, Standing]) -> str:
    """Who says it, in which words, where."""
    found = standings.get(claim)
    if found is None:
        return f"Claim {claim[:10]}."
    quote, source = found.claim.quote, found.claim.source or found.claim.figure.source
    who = source.name if source else "Nobody named"
    about = (found.report.title or found.report.publisher or "")[:60]
    published = str(found.report.published or "")
    before, after = quote.prefix[-40:].partition(" ")[2], quote.suffix[:40].rpartition(" ")[0]
    return f"{who}: “…{before}{quote.exact}{after}…” ({', '.join(filter(None, (about, published, f'claim {claim[:10]}')))})."


def _cells(one: Estimate, name: Names) -> tuple[str, ...]:
    where = " and ".join(clean(name(area)) for area in one.places)
    bad = "✗" if any(not check.holds for check in one.checks) else ""
    marks = " ".join(filter(None, (_BASES.get(one.basis, ""), bad)))
    high = f"{one.high:,}" if one.high is not None else "open"
    who = one.population if one.unit == "person" else _NAMES[one.unit]
    used = f"{len(one.used)} + {len(one.set_aside)}" if one.set_aside else str(len(one.used))
    return one.id, f"{one.low:,}", f"{one.best:,}", high, who, one.act.replace("_", " "), one.measure, where, when(one), used, marks


def counted(one: Estimate) -> str:
    """What is counted, as it follows the number: "people", "households", of one "person"."""
    if one.best == 1 and one.population == "people":
        return one.unit
    return one.population if one.unit == "person" else _NAMES[one.unit]


def when(one: Estimate) -> str:
    """The days of an estimate."""
    first, last = one.period.first, one.period.last
    if last is None:
        return "no day said"
    if first is None or first == last or one.measure == "stock":
        return f"{'' if first or one.measure == 'stock' else 'until '}{last}"
    return f"{first} to {last}"


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _one(values: set[str | None]) -> str | None:
    return values.pop() if len(values) == 1 else None


def _line(cells: Any) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"
