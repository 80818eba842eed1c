"""What the columns of a register mean: from its HXL tags, from a map that ships with the package, or from the user's own TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.types import ACTS

_ROLES = (
    "figure", "date", "start", "end", "year", "from", "to", "country", "source", "cause", "act", "unit", "measure", "who", "qualifier", "modality",
    "latitude", "longitude",
)  # fmt: skip
_CONSTANTS = {"act", "unit", "measure", "who", "source", "cause", "from", "to", "country", "modality", "start"}
_UNITS, _MEASURES = ("person", "household", "dwelling"), ("flow", "stock")
_HXL_ACTS = (
    ("idps", "displaced"), ("displaced", "displaced"), ("refugees", "hosted"), ("asylumseekers", "hosted"), ("returnees", "returned"), ("returned", "returned"),
    ("evacuated", "evacuated"), ("killed", "killed"), ("dead", "killed"), ("injured", "injured"), ("missing", "missing"), ("homeless", "homeless"),
    ("detained", "detained"), ("arrivals", "arrived"), ("registered", "registered"), ("destroyed", "housing_destroyed"), ("damaged", "housing_damaged"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of numbers; ``says``: act, unit, measure, who where they differ from the map's constants."""

    column: str
    says: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Names of columns by role. ``values``: what the cells of a column stand for, by role and value in lower case."""

    name: str
    figures: tuple[FigureColumn, ...]
    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()  # columns by which the map is recognised
    file: re.Pattern[str] | None = None
    heads: bool = True
    day_first: bool = True


def parse(text: str, name: str) -> ColumnMap:
    """The map of a TOML text. ``ValueError`` names the field that is wrong and what it accepts."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name}: {error}") from None
    columns = _table(data, "columns", name)
    unknown = [key for key in columns if key not in _ROLES]
    if unknown:
        raise ValueError(f"{name}: [columns] has {unknown[0]!r}; it takes {', '.join(_ROLES)}")
    constants = {key: str(value) for key, value in _table(data, "constants", name).items()}
    figures = [FigureColumn(str(item["column"]), {k: str(v) for k, v in item.items() if k != "column"}) for item in data.get("figure", [])]
    figures += [FigureColumn(column) for column in _names(columns.pop("figure", ()))]
    if not figures:
        raise ValueError(f'{name}: it names no column of figures; write figure = "COLUMN" under [columns], or a [[figure]] table')
    _check(name, [constants, *(item.says for item in figures)])
    match = _table(data, "match", name)
    return ColumnMap(
        name=str(data.get("name", name)), figures=tuple(figures), columns={key: _names(value) for key, value in columns.items()}, constants=constants,
        values={role: {k.lower(): str(v) for k, v in table.items()} for role, table in _table(data, "values", name).items()},
        needs=_names(match.get("columns", ())), file=re.compile(match["file"], re.I) if "file" in match else None, heads=bool(data.get("heads", True)),
        day_first=bool(data.get("day_first", True)),
    )  # fmt: skip


def _check(name: str, all_says: Sequence[Mapping[str, str]]) -> None:
    for says in all_says:
        for key, allowed in (("act", ACTS), ("unit", _UNITS), ("measure", _MEASURES)):
            if key in says and says[key] not in allowed:
                raise ValueError(f"{name}: {key} is {says[key]!r}; it takes {', '.join(allowed)}")
        if unknown := [key for key in says if key not in _CONSTANTS]:
            raise ValueError(f"{name}: {unknown[0]!r} is no constant; it takes {', '.join(sorted(_CONSTANTS))}")


def _table(data: Mapping[str, Any], key: str, name: str) -> dict[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise ValueError(f"{name}: [{key}] must be a table")
    return dict(value)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)


@cache
def ready() -> tuple[ColumnMap, ...]:
    """The maps that ship with the package."""
    folder = files(__package__).joinpath("maps")
    return tuple(
        parse(item.read_text(encoding="utf-8"), item.name)
        for item in sorted(folder.iterdir(), key=lambda i: i.name)
        if item.name.endswith(".toml")
    )


def match(names: Sequence[str], file: str, maps: Sequence[ColumnMap]) -> ColumnMap | None:
    """The first map that knows a file by its columns and, where it asks for it, by its name."""
    known = {fold(name) for name in names}
    for item in maps:
        if item.file and not item.file.search(file):
            continue
        if (item.needs or item.file) and all(fold(name) in known for name in item.needs):
            return item
    return None


def fold(name: str) -> str:
    """A column's name without regard to case, spaces and underscores."""
    return re.sub(r"[\s_\-]+", "", name).casefold()


def of_hxl(tags: Sequence[str]) -> ColumnMap | None:
    """The map that a row of HXL tags is; ``None`` where no tag is a figure of ours."""
    figures, columns = [], dict[str, list[str]]()
    for index, cell in enumerate(tags):
        tag, *attributes = cell.replace(" ", "").lower().split("+")
        column = f"@{index + 1}"
        says = _hxl_figure(tag, set(attributes))
        if says is not None:
            figures.append(FigureColumn(column, says))
        elif role := _hxl_role(tag, set(attributes)):
            columns.setdefault(role, []).append(column)
    return ColumnMap("HXL", tuple(figures), {k: tuple(v) for k, v in columns.items()}, {}, day_first=True) if figures else None


def _hxl_figure(tag: str, attributes: set[str]) -> dict[str, str] | None:
    if tag not in ("#affected", "#inneed", "#reached", "#targeted", "#population") or attributes & {
        "pct",
        "percent",
        "text",
        "type",
        "id",
        "code",
    }:
        return None
    act = next((act for name, act in _HXL_ACTS if name in attributes), None)
    act = act or {"#affected": "affected", "#inneed": "in_need", "#reached": "in_need", "#targeted": "in_need"}.get(tag)
    if act is None or (tag == "#population" and act == "affected"):
        return None
    says = {"act": act}
    if attributes & {"hh", "households", "families", "household"}:
        says["unit"] = "household"
    elif act.startswith("housing") or attributes & {"houses", "buildings", "shelter"}:
        says["unit"] = "dwelling"
    if attributes & {"f", "m", "children", "adults", "elderly", "infants", "adolescents"}:
        return None  # a group of those that another column sums up
    if "new" in attributes:
        says["measure"] = "flow"
    return says


def _hxl_role(tag: str, attributes: set[str]) -> str | None:
    if tag == "#date":
        return "start" if attributes & {"start"} else "end" if attributes & {"end"} else "year" if "year" in attributes else "date"
    if tag == "#country" or re.fullmatch(r"#adm[1-5]|#loc", tag):
        if attributes & {"code", "id", "type"} and not (tag == "#country" and "code" in attributes):
            return None
        if tag == "#country" and "code" in attributes:
            return "country"
        return "from" if "origin" in attributes else "to" if attributes & {"dest", "destination"} else "from"
    if tag == "#geo":
        return "latitude" if "lat" in attributes else "longitude" if "lon" in attributes else None
    if tag in ("#meta", "#org"):
        return "source" if "source" in attributes else None
    return "cause" if (tag in ("#cause", "#crisis") and "type" in attributes) or tag == "#cause" else None
