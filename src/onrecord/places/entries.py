"""A place on its way into the gazetteer: what the sources of :mod:`onrecord.places.build` are read into."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.places.fold import fold, loosen
from onrecord.places.gazetteer import LOOSE

WORDS = Path(__file__).parent / "words"


@dataclass(slots=True)
class Entry:
    """A place; ``names`` maps a folded name to its flags."""

    key: int | str
    name: str
    country: str
    kind: str
    division: Entry | None = None  # the first-level division that it lies in
    code: str | None = None  # of a first-level division: ISO 3166-2, else GeoNames "TR.31"
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def call(self, name: str, flags: int = 0) -> None:
        """Add a name, and its loose key where that differs."""
        folded = fold(name)
        if len(folded) < 2:
            return
        self.names[folded] = self.names.get(folded, flags) & flags
        loose = loosen(folded)
        if loose != folded and self.kind != "country":
            self.names.setdefault(loose, flags | LOOSE)


def table(name: str) -> dict[str, Any]:
    """One of our own tables."""
    return tomllib.loads((WORDS / name).read_text(encoding="utf-8"))


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of a table whose cells are parted by tabs."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def away(a: Entry, b: Entry) -> float:
    """Kilometres between two entries, roughly."""
    x = ((a.lon or 0) - (b.lon or 0)) * math.cos(math.radians(a.lat or 0))
    return 111.2 * math.hypot(x, (a.lat or 0) - (b.lat or 0))
