"""What was misread, by class of cause: missed, extra or wrong figures of a report, each with its passage and both readings.

A figure can be misread in several ways and then stands in several classes. What counts as wrong is what the gold's own script
(``score.py``) calls wrong: of figures whose act is wrong only value and unit are looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "training")]

import gold as material  # noqa: E402
from gold import Row  # noqa: E402
from onrecord import text as texts  # noqa: E402

if TYPE_CHECKING:
    from onrecord.reading.numbers import Number
    from onrecord.reading.slots import Scene

CORE = ("value", "unit", "act")
NEEDS = {"low/high": "low", "places": "from", "dates": "date_start"}  # the key of the gold that a check needs, where it has another name


@dataclass(frozen=True, slots=True)
class Misreading:
    """One thing that was misread. ``rows`` holds field, gold and ours wherever they differ, as people would read them."""

    cause: str  # "places: carried from elsewhere"
    report: str
    text: str
    start: int  # of the number
    end: int
    sure: float | None  # our confidence; None where we read no figure
    rows: tuple[tuple[str, str, str], ...]

    @property
    def field(self) -> str:
        """The first word of the cause: ``missed``, ``extra`` or the field that is wrong."""
        return self.cause.partition(":")[0]


def misreadings(report: Row, text: str, predicted: Sequence[Row]) -> Iterator[Misreading]:
    """All that was misread in a report, in no order. Fields that the gold does not give (in passages of our own) are not looked at."""
    script = material.script("score")
    pairs, lost, extra = script.pair(report["figures"], predicted)
    whole = (report["figures"], predicted)

    def made(cause: str, gold: Row | None, ours: Row | None) -> Misreading:
        at = gold or ours or {}
        rows = tuple(_rows(text, gold, ours, whole))
        return Misreading(cause, report["id"], text, at["start"], at["end"], ours["confidence"] if ours else None, rows)

    if lost:
        reasons = _Reasons(report, text)
        yield from (made(f"missed: {reasons.of(figure)}", figure, None) for figure in lost)
    for figure in extra:
        yield made(f"extra: read as {figure['act']}", None, figure)
    for gold, ours in pairs:
        for name, check in script.CHECKS.items():
            looked_at = NEEDS.get(name, name) in gold and (name in CORE or gold["act"] == ours["act"])
            if looked_at and not check(gold, ours):
                yield made(f"{name}: {_HOW.get(name, _arrow(name))(gold, ours, text)}", gold, ours)


class _Reasons:
    """Why figures of a report were missed: how far each got in the reader."""

    def __init__(self, report: Row, text: str) -> None:
        from train import prepare  # needs the extra "train"

        published = date.fromisoformat(report["published"]) if report["published"] else None
        self.text = text
        self.scenes, _ = prepare(text, published)
        self.figures: Sequence[Row] = report["figures"]

    def of(self, figure: Row) -> str:
        """The reason, in words."""
        before: list[str] = []  # the acts of the sentence before: the reader carries them over
        for here in self.scenes:
            inside = [f for f in self.figures if here.sentence.start <= f["start"] < here.sentence.end]
            if figure in inside:
                earlier = [f["act"] for f in inside if f["start"] < figure["start"]][::-1] or before
                return self._in_scene(here, figure, earlier)
            before = [f["act"] for f in inside][-1:]
        return "number not recognised"

    def _in_scene(self, here: Scene, figure: Row, earlier: Sequence[str]) -> str:
        from onrecord.reading.numbers import numbers
        from onrecord.reading.slots import options

        slot = next((s for s in here.slots if _overlaps(s.number, figure)), None)
        if slot is None:
            found = any(_overlaps(number, figure) for number in numbers(self.text, here.sentence))
            return "number taken for part of a date" if found else "number not recognised"
        known = {c.act for c in options(here, slot, [(None, act) for act in earlier]) if c}
        return "taken for no figure" if figure["act"] in known else f"no act word for it ({figure['act']})"


def _overlaps(number: Number, figure: Row) -> bool:
    return bool(number.start < figure["end"] and figure["start"] < number.end)


def _places(gold: Row, ours: Row, text: str) -> str:
    """Which way the places are wrong; a place stands in the sentence when its name does, or its nationality ("Syria", "Syrian")."""
    same_name = material.script("score").same_name
    wanted, found = gold["from"] + gold["to"], ours["from"] + ours["to"]
    if not wanted:
        return "read where there is none"
    if not found:
        return "nothing found"
    hits = [any(same_name(w, f) for f in found) for w in wanted]
    if all(hits):
        return "too many"
    if any(hits):
        return "one of several missing"
    sentence = next((s for s in texts.sentences(text) if s.start <= gold["start"] < s.end), None)
    passage = text[sentence.start : sentence.end].casefold() if sentence else ""
    own = any(name.casefold()[:5] in passage for name in found)
    right = any(name.casefold()[:5] in passage for name in wanted)
    if own:
        return "wrong one of the sentence" if right else "one of the sentence, though it stands elsewhere"
    return "carried from elsewhere, though the sentence has it" if right else "carried from the wrong place"


def _dates(gold: Row, ours: Row, text: str) -> str:
    wrong = [key for key in ("date_start", "date_end") if gold[key] is not None and gold[key] != ours[key]]
    if ours["date_start"] is None and ours["date_end"] is None:
        return "nothing found"
    if all(ours[key] is None for key in wrong):
        return f"{wrong[0].removeprefix('date_')} left open"
    return "both ends differ" if len(wrong) == 2 else f"another {wrong[0].removeprefix('date_')}"


def _named(name: str) -> How:
    def how(gold: Row, ours: Row, text: str) -> str:
        return "nothing found" if not ours[name] else "read where there is none" if not gold[name] else "another one"

    return how


def _arrow(name: str) -> How:
    return lambda gold, ours, text: f"{gold[name]} → {ours[name]}"


def _linked(name: str) -> How:
    return lambda gold, ours, text: "link missing" if ours[name] is None else "link where there is none"


How = Callable[[Row, Row, str], str]
_HOW: dict[str, How] = {
    "value": lambda gold, ours, text: "another number",
    "low/high": lambda gold, ours, text: "other bounds",
    "places": _places,
    "dates": _dates,
    "source": _named("source"),
    "country": _named("country"),
    "same_as": _linked("same_as"),
    "part_of": _linked("part_of"),
}


def _rows(text: str, gold: Row | None, ours: Row | None, whole: tuple[Sequence[Row], Sequence[Row]]) -> Iterator[tuple[str, str, str]]:
    """Act first, then the fields in which the readings differ, as words; all fields where there is but one reading."""
    for name, show in _SHOWN.items():
        shown = [_shown(show, text, figure, figures) for figure, figures in zip((gold, ours), whole, strict=True)]
        if name == "act" or (shown[0] != shown[1] and None not in shown) or (None in (gold, ours) and any(shown)):
            yield name, shown[0] or "", shown[1] or ""


def _shown(show: Show, text: str, figure: Row | None, figures: Sequence[Row]) -> str | None:
    """A field as words: empty where no value is given, None where there is no figure, or passages of our own lack the field."""
    if figure is None:
        return None
    try:
        return show(figure, text, figures) or ""
    except KeyError:
        return None


def _number(figure: Row, text: str, figures: Sequence[Row]) -> str:
    low, high = (f"{v:,}" if v is not None else "" for v in (figure["low"], figure["high"]))
    return f"{figure['qualifier']} {figure['value']:,}" + (f" ({low}..{high})" if low != high else "")


def _link(name: str) -> Show:
    def show(figure: Row, text: str, figures: Sequence[Row]) -> str:
        to = next((f for f in figures if f.get("id") == figure[name]), None)
        return f"{text[to['start'] : to['end']]} (figure {to['id']})" if to else ""

    return show


def _plain(name: str) -> Show:
    return lambda figure, text, figures: str(figure[name] or "")


Show = Callable[[Row, str, Sequence[Row]], str]
_SHOWN: dict[str, Show] = {
    "act": _plain("act"),
    "number": _number,
    "unit": _plain("unit"),
    "measure": _plain("measure"),
    "places": lambda figure, text, figures: " → ".join(
        ", ".join(figure[role]) or "…" for role in ("from", "to") if figure["from"] + figure["to"]
    ),
    "country": _plain("country"),
    "dates": lambda figure, text, figures: f"{figure['date_start'] or ''}..{figure['date_end'] or ''}".removesuffix(".."),
    "source": _plain("source"),
    "cause": _plain("cause"),
    "modality": _plain("modality"),
    "same as": _link("same_as"),
    "part of": _link("part_of"),
}
