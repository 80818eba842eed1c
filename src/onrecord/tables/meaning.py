"""What the words of a head, a label or a title say: act, unit, measure, place, date, or that the column counts something else."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from onrecord.types import DWELLING_ACTS, Measure, SourceKind, Unit

_TYPES = {"governorate": "admin1", "province": "admin1", "region": "admin1", "state": "admin1", "oblast": "admin1", "district": "admin2", "county": "admin2",
          "country": "country", "countries": "country", "city": "settlement", "town": "settlement", "village": "settlement", "camp": "camp"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """The facets that some words have; ``None`` or ``False`` where they say nothing of it."""

    act: str | None = None
    unit: Unit | None = None
    measure: Measure | None = None
    who: str | None = None
    skip: bool = False
    total: bool = False
    part: bool = False
    generic: bool = False
    place: bool = False
    role: str | None = None  # "from" or "to"
    date: bool = False
    source: bool = False
    cause_column: bool = False
    expected: bool = False
    kind: str | None = None  # of place: admin1, settlement …
    baseline: bool = False  # "population" and no more: perhaps everyone who lives there

    @property
    def counts(self) -> bool:
        """Whether the words speak of people or dwellings counted."""
        return bool(self.act or self.unit or self.part)


@lru_cache(maxsize=4096)
def meaning(words: str) -> Meaning:
    """The facets of the words of one head or label."""
    text = " ".join(words.replace("_", " ").split())
    table = _table()
    act, default, unit_of_act, who = _act(text)
    other = (
        bool(table["not_homes"].search(text))
        and (act is None or act in DWELLING_ACTS)
        and not re.search(r"\bhouses?|\bhomes?|dwelling", text, re.I)
    )
    unit = unit_of_act or _unit(text)
    thing = bool(table["things"].fullmatch(text))
    thing = thing or bool(table["things_hit"].fullmatch(text))
    if other or (thing and not unit):
        act = default = who = None
    skip = bool(table["skip"].search(text)) and not (unit and re.match(r"(?:no|nr)\.?\s|#", text, re.I)) and not (
        unit and not re.search(r"%|per ?cent|share|ratio|rate|change|average|avg|mean|size|proportion|variation|difference", text, re.I)
    )  # fmt: skip
    flow, stock = bool(table["flow"].search(text)), bool(table["stock"].search(text))
    measure: Measure | None = "flow" if flow and not stock else "stock" if stock and not flow else default
    place = bool(table["place"].search(text)) and not (act and unit) and not (unit and not thing)
    named = [kind for word, kind in _TYPES.items() if re.search(rf"\b{word}s?\b", text, re.I)]
    return Meaning(
        act=act, unit=unit, measure=measure, who=who, skip=skip or thing or other,
        total=bool(table["total"].fullmatch(_without(text))), part=bool(table["part"].search(text)),
        generic=bool(table["generic"].search(text)), place=place, role=_role(text), date=bool(table["date"].fullmatch(_without(text))),
        source=bool(table["source"].fullmatch(text)), cause_column=bool(table["cause"].fullmatch(text)), expected=bool(table["expected"].search(text)),
        kind=named[-1] if named else None, baseline=bool(re.search(r"\bpop(?:ulation)?\b", text, re.I)) and act is None,
    )  # fmt: skip


def cause_in(words: str) -> str | None:
    """The cause that words name, if any."""
    return next((name for name, pattern in _table()["causes"].items() if pattern.search(words)), None)


def source_kind(name: str) -> SourceKind:
    """What kind of source bears that name."""
    return next((kind for kind, pattern in _table()["sources"].items() if pattern.search(name)), "other")


def _act(text: str) -> tuple[str | None, Measure | None, Unit | None, str | None]:
    for name, pattern, measure, unit in _table()["acts"]:
        if found := pattern.search(text):
            who = (
                found.group()
                if re.fullmatch(r"idps?|refugees?|returnees?|evacuees?|asylum[- ]seekers?|deportees?", found.group(), re.I)
                else None
            )
            return name, measure, unit, who
    return None, None, None, None


def _unit(text: str) -> Unit | None:
    text = re.sub(r"\bhost(?:ing)?[ -](?:famil\w+|households?)", "", text, flags=re.I)
    for name, pattern in _table()["units"].items():
        if pattern.search(text):
            return name  # type: ignore[no-any-return]
    return None


def _role(text: str) -> str | None:
    table = _table()
    if table["origin"].search(text) and not re.search(r"\b(?:asylum|destination)\b", text, re.I):
        return "from"
    return "to" if table["destination"].search(text) else None


def _without(text: str) -> str:
    return re.sub(
        r"[:*()\d]+|\s+(?:persons?|people|individuals?|families|households?|number|displaced|idps?)$", "", text, flags=re.I
    ).strip()


@cache
def _table() -> dict[str, Any]:
    data = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    table: dict[str, Any] = {name: _whole(words) for name, words in data["flags"].items()}
    table["acts"] = [(a["name"], _whole(a["words"]), a["measure"], a.get("unit")) for a in data["act"]]
    table["units"] = {name: _whole(words) for name, words in data["unit"].items()}
    table["causes"] = {name: _whole(words) for name, words in data["causes"].items()}
    table["sources"] = {name: _whole(words) for name, words in data["sources"].items()}
    return table


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.I)
