"""Maps and timelines as drawings: what is wide, where it lies, how sure it looks, and that no name becomes markup."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.types import Area, Estimate, Period
from onrecord.web import atlas
from onrecord.web.board import Headline, Points, Track, tables
from onrecord.web.draw.arcs import decode, encode, simplify
from onrecord.web.draw.basemap import _whole, countries, ground
from onrecord.web.draw.evidence import Said, draw_claims, draw_error
from onrecord.web.draw.frame import WORLD, Box, around, fitted
from onrecord.web.draw.labels import Labels, width_of
from onrecord.web.draw.map import draw_map
from onrecord.web.draw.scene import Scene, scene, sureness
from onrecord.web.draw.shapes import arrow, shape
from onrecord.web.draw.timeline import axis_of, draw_timeline

SVG = "{http://www.w3.org/2000/svg}"
TURKEY, HATAY, NOWHERE = (
    Area("iso:TUR", "Turkey", "TUR", (), "country"),
    Area("admin1:TR-31", "Hatay", "TUR", ("iso:TUR",), "admin1", "Hatay"),
    Area("name:nowhere", "Nowhere", "TUR", ("iso:TUR",)),
)
DAY = date(2012, 11, 9)
steps = st.tuples(st.integers(-18_000, 18_000), st.integers(-9_000, 9_000))


def estimate(best: int, place: Area = TURKEY, **fields: Any) -> Estimate:
    plain: dict[str, Any] = {
        "id": f"{best:012x}", "act": "crossing", "measure": "flow", "population": "people", "unit": "person", "origin": "SYR", "places": (place,),
        "period": Period(DAY, DAY, "day"), "low": best, "best": best, "high": best, "used": (), "set_aside": (),
    }  # fmt: skip
    return Estimate(**(plain | fields))


def staged(*some: Estimate) -> Scene:
    found = [Headline.of(one, 1) for one in some]
    return scene(found, atlas.Atlas().locate(area for one in some for area in one.places), atlas.country)


def drawn(*some: Estimate, width: int = 900, height: int = 500) -> ElementTree.Element:
    made = staged(*some)
    return parsed(
        draw_map(made, fitted(around(made.places), width, height), lambda one: f"/why/{one.estimate.id}", {"TUR": "Turkey"}, "Map")
    )


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def links(svg: ElementTree.Element, group: str) -> list[ElementTree.Element]:
    return svg.findall(f".//{SVG}g[@class='{group}']/{SVG}a")


@given(st.lists(steps, min_size=1, max_size=50))
def test_a_line_on_the_ground_comes_back_as_it_was(points: list[tuple[int, int]]) -> None:
    assert decode(encode(points)) == points


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-80, 80)), min_size=2, max_size=40), st.floats(0.01, 20))
def test_a_simpler_line_is_never_far_from_the_line(points: list[tuple[float, float]], tolerance: float) -> None:
    simple = simplify(points, tolerance)
    assert (simple[0], simple[-1]) == (points[0], points[-1]) and set(simple) <= set(points)
    for point in points:
        assert min(off(point, a, b) for a, b in zip(simple, simple[1:] or simple, strict=False)) <= tolerance + 1e-6


def off(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """How far a point is from the stretch between two."""
    (dx, dy), length = (b[0] - a[0], b[1] - a[1]), math.dist(a, b)
    along = max(0.0, min(1.0, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length**2)) if length > 1e-9 else 0.0
    return math.dist(point, (a[0] + along * dx, a[1] + along * dy))


def test_the_basemap_knows_every_country_and_the_divisions_of_syria() -> None:
    assert len(countries()) > 240
    assert len(countries()["SYR"].divisions) == 14
    for one in countries().values():
        west, south, east, north = one.box
        assert -195 <= west < east <= 195 and east - west < 180 and -90 <= south < north <= 84 and one.rings
    # A division inside another one of its country (Adygea, Baikonur) is no border of the country.
    for code, inner in (("RUS", (38.67, 43.75)), ("KAZ", (62.8, 45.57))):
        corners = [(round(whole.west, 2), round(whole.south, 2)) for ring in countries()[code].rings for whole in [_whole(ring)]]
        assert inner not in corners
    for code, inside in (("TUR", (35.0, 39.0)), ("UKR", (34.1, 45.3)), ("SDN", (25.0, 15.0))):  # the second is Simferopol in Crimea
        frame = fitted(around([inside], least=2.0), 400, 400)
        paths = dict(ground(frame, frozenset()).land)
        assert code in paths


def test_a_frame_shows_all_of_its_box_and_keeps_distances_in_the_middle() -> None:
    for box in (WORLD, Box(35, 32, 42, 37), Box(-75, -56, -53, -21)):
        frame = fitted(box, 800, 500)
        (left, top), (right, bottom) = frame.place(box.west, box.north), frame.place(box.east, box.south)
        assert -0.5 <= left < right <= 800.5 and (-0.5 <= top < bottom <= 500.5 or box is WORLD)
        middle = frame.box.middle[1]
        assert frame.across / frame.down == pytest.approx(math.cos(math.radians(max(min(box.middle[1], 75), -75)))), middle


def test_a_map_of_the_world_is_no_heavier_than_a_photograph() -> None:
    land = ground(fitted(WORLD, 1_200, 560), frozenset()).land
    assert sum(len(d) for _, d in land) < 200_000 and len(land) > 200


def test_shapes_have_the_area_of_their_circle() -> None:
    half = float(re.findall(r'width="([\d.]+)"', shape("stay", (0, 0), 10))[0])
    assert half**2 == pytest.approx(math.pi * 100, rel=0.02)
    for kind in ("homes", "harm"):
        numbers = [float(found) for found in re.findall(r"-?\d*\.?\d+", re.findall(r'd="([^"]+)"', shape(kind, (0, 0), 10))[0])]
        x, y, corners = 0.0, 0.0, []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            corners.append((x, y))
        twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, [*corners[1:], corners[0]], strict=True))
        assert abs(twice) / 2 == pytest.approx(math.pi * 100, rel=0.05)


def test_flows_go_from_origin_to_goal_wider_with_the_number_and_fuller_with_certainty() -> None:
    lebanon = Area("iso:LBN", "Lebanon", "LBN", (), "country")
    svg = drawn(estimate(9_000, low=8_900, high=9_100), estimate(1_000, lebanon, low=100, high=1_900))
    flows = links(svg, "flows")
    assert [one.get("href") for one in flows] == [f"/why/{9_000:012x}", f"/why/{1_000:012x}"]
    sure, unsure = (float(one.find(f"{SVG}path").get("fill-opacity", "0")) for one in flows)  # type: ignore[union-attr]
    assert sure > 0.9 > 0.5 > unsure
    made = staged(estimate(9_000))
    assert made.flows[0].origin == countries()["SYR"].centre and made.flows[0].goal == countries()["TUR"].centre
    assert "Turkey from Syria: 9,000 people (8,900 to 9,100)" in (flows[0].get("aria-label") or "")


@given(st.floats(2, 20), st.floats(60, 600))
def test_an_arrow_is_as_wide_as_it_says_and_ends_at_its_goal(width: float, length: float) -> None:
    numbers = [float(found) for found in re.findall(r"-?\d*\.?\d+", arrow((0, 0), (length, 0), width))]
    x, y, outline = 0.0, 0.0, []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        outline.append((x, y))
    assert math.dist(max(outline), (length, 0)) < 0.15 * length + 8
    assert math.dist(outline[0], outline[-1]) == pytest.approx(width / 4, abs=0.5)


def test_stocks_stay_where_they_are_and_unlisted_places_are_named_not_drawn() -> None:
    made = staged(
        estimate(120_000, measure="stock", act="sheltered"), estimate(400, HATAY, act="evacuation", origin=None), estimate(5, NOWHERE)
    )
    assert [(mark.family, mark.headlines[0].estimate.best) for mark in made.marks] == [("stay", 120_000), ("move", 400)]
    assert [one.estimate.best for one in made.unplaced] == [5] and not made.flows


def test_one_mark_a_family_and_place_says_everything_that_is_there() -> None:
    svg = drawn(*(estimate(best, act=act, origin=None) for best, act in ((900, "killed"), (80, "injured"), (7_000, "displacement"))))
    marks = links(svg, "marks")
    assert len(marks) == 2
    assert "900 people" in (marks[1].get("aria-label") or "") and "80 people" in (marks[1].get("aria-label") or "")


def test_a_hundred_million_affected_do_not_make_the_displaced_invisible() -> None:
    svg = drawn(estimate(100_000_000, HATAY, act="affected", origin=None), estimate(9_000, act="displacement", origin=None))
    circle = svg.find(f".//{SVG}circle[@class='mark']")
    assert circle is not None and float(circle.get("r", "0")) == 30.0


def test_hostile_names_stay_text() -> None:
    evil = replace(TURKEY, id="geonames:323786", name='"><script>alert(1)</script><a href="javascript:x')
    svg = drawn(estimate(9_000, evil, origin=None, population="<img src=x onerror=1>"))
    assert not svg.findall(f".//{SVG}script") and not svg.findall(f".//{SVG}img")
    assert {one.get("href") for one in svg.iter(f"{SVG}a")} == {f"/why/{9_000:012x}"}
    shown = axis_of([track([9_000], evil)], 500)
    assert shown
    chart = parsed(draw_timeline([track([9_000], evil)], shown, lambda ident: f"/why/{ident}", "<b>", {}))
    assert not chart.findall(f".//{SVG}script")


@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 400)), max_size=40))
def test_no_label_covers_another_one(points: list[tuple[float, float]]) -> None:
    labels, rooms = Labels(600, 400), []
    for at in points:
        words = labels.beside("Somewhere 9,000", at, 8)
        if words:
            wide = width_of("Somewhere 9,000", 12)
            left = words.x - {"start": 0, "middle": wide / 2, "end": wide}[words.anchor]
            rooms.append((left, words.y - 12, left + wide, words.y))
    for nth, one in enumerate(rooms):
        assert one[0] >= 0 and one[2] <= 600 and one[1] >= 0 and one[3] <= 400
        for other in rooms[:nth]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def track(values: list[int], place: Area = TURKEY, measure: str = "flow", **last: Any) -> Track:
    """A value a day; ``last``: what is different with the last of them."""
    columns: dict[str, list[int]] = {
        "first": [0 if measure == "stock" else (DAY + timedelta(at)).toordinal() for at in range(len(values))],
        "last": [(DAY + timedelta(at)).toordinal() for at in range(len(values))],
        "low": [value - 5 for value in values], "best": list(values), "high": [value + 5 for value in values], "marks": [0] * len(values),
    }  # fmt: skip
    ids, said = [f"{at:012x}" for at in range(len(values))], last.pop("said", None)
    for name, value in last.items():
        columns[name][-1] = value
    about = Headline.of(estimate(values[-1], place, measure=measure), len(values))
    return Track(about, Points(ids, **columns, said={ids[-1]: said} if said else {}))


def timeline(*tracks: Track, earlier: dict[str, int] | None = None) -> ElementTree.Element:
    axis = axis_of(tracks, 600)
    assert axis
    return parsed(draw_timeline(tracks, axis, lambda ident: f"/why/{ident}", "Timeline", earlier or {}))


def test_flows_are_bars_as_high_as_their_numbers() -> None:
    bars = [one for one in timeline(track([100, 50, 200])).iter(f"{SVG}rect") if one.get("class") == "bar"]
    heights = [float(one.get("height", "0")) for one in sorted(bars, key=lambda one: float(one.get("x", "0")))]
    assert heights[0] / heights[1] == pytest.approx(2, rel=0.03) and heights[2] / heights[0] == pytest.approx(2, rel=0.03)


def test_stocks_are_a_line_in_a_band_with_breaks_and_surges_marked() -> None:
    svg = timeline(track([100, 110, 300], measure="stock", marks=tables.BREAK, said="definition break: +190"))
    assert len([one for one in svg.iter(f"{SVG}path") if one.get("class") in ("band", "line")]) == 2
    leap = [one for one in svg.iter(f"{SVG}path") if (one.get("class") or "").startswith("leap ")]
    assert [one.get("class") for one in leap] == ["leap break"]
    assert [one.text for one in leap[0].iter(f"{SVG}title")] == ["definition break: +190"]


def test_sums_of_other_parts_each_day_are_no_line() -> None:
    said = track([100, 110, 300], measure="stock")
    alone = replace(said, points=replace(said.points, marks=[tables.SUM] * 3))
    assert not [one for one in timeline(alone).iter(f"{SVG}path") if one.get("class") in ("band", "line")]
    assert len([one for one in timeline(alone).iter(f"{SVG}circle") if one.get("class") == "dot summed"]) == 3


def test_what_was_known_earlier_is_marked_where_it_was_another_number() -> None:
    svg = timeline(track([100, 110, 300]), earlier={f"{0:012x}": 100, f"{1:012x}": 60})
    assert len([one for one in svg.iter(f"{SVG}circle") if one.get("class") == "vintage"]) == 1
    said = [one.get("aria-label") or "" for one in svg.iter(f"{SVG}a")]
    assert sum("known earlier as 60" in one for one in said) == 1


def test_a_range_without_an_upper_end_is_an_arrow() -> None:
    svg = timeline(track([100], measure="stock", high=-1))
    assert [one for one in svg.iter(f"{SVG}path") if one.get("class") == "range tip"]
    assert sureness(estimate(100, high=None)) < sureness(estimate(100, low=90, high=110))


def test_an_axis_of_any_length_has_days_on_it() -> None:
    for days in (0, 1, 6, 40, 400, 4_000, 40_000):
        made, first = track([1, 2]), date(1900, 1, 1).toordinal()
        both = replace(made, points=replace(made.points, first=[0, 0], last=[first, first + days]))
        axis = axis_of([both], 700)
        assert axis
        svg = parsed(draw_timeline([both], axis, lambda ident: ident, "", {}))
        names = [one.text for one in svg.findall(f".//{SVG}g[@class='days']/{SVG}text")]
        assert 1 <= len(names) <= 12, (days, names)


def test_claims_stand_on_one_axis_and_the_set_aside_look_it() -> None:
    claims = [Said("UNHCR", 9_000, 8_500, 9_500, 1.0), Said("The Ministry", 8_000, None, None, None)]
    svg = parsed(draw_claims(estimate(9_000, low=8_500, high=9_500), claims, 700))
    used, aside = (svg.find(f".//{SVG}g[@class='{name}']/{SVG}circle") for name in ("used", "aside"))
    assert used is not None and aside is not None and float(used.get("cx", "0")) > float(aside.get("cx", "0"))
    assert "script" not in draw_claims(estimate(9), [Said("<script>", 9, 9, 9, 0.5), Said("b", 8, 8, 8, 0.5)], 300).replace(
        "&lt;script&gt;", ""
    )


def test_the_bar_of_a_scorecard_leans_to_the_side_of_the_error() -> None:
    low, high = (float(re.findall(r'cx="([\d.]+)"', draw_error(error, 0.1))[0]) for error in (-0.2, 0.2))
    assert low < 80 < high
    assert float(re.findall(r'cx="([\d.]+)"', draw_error(9.0, 0.1))[0]) <= 160


def steps_of(ring: str) -> list[tuple[float, float]]:
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", ring)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_countries_across_the_antimeridian_are_whole() -> None:
    chukotka, fiji, kiribati = Box(170, 60, 192, 72), countries()["FJI"].box, countries()["KIR"].box
    assert countries()["RUS"].box.east > 190 and fiji.east - fiji.west < 6 and 30 < kiribati.east - kiribati.west < 40
    for box in (chukotka, fiji, Box(chukotka.west - 360, 60, chukotka.east - 360, 72)):
        frame = fitted(box, 800, 500)
        land = dict(ground(frame, frozenset()).land)["FJI" if box is fiji else "RUS"]
        rings = [
            list(accumulate(steps_of(ring), lambda one, other: (one[0] + other[0], one[1] + other[1]))) for ring in land.split("M")[1:]
        ]
        seam = frame.at(180.0, 0)[0]
        assert any(min(x for x, _ in ring) < seam - 5 and max(x for x, _ in ring) > seam + 5 for ring in rings)
        assert not [
            ring
            for ring in rings
            for one, other in pairwise(ring)
            if abs(one[0] - seam) < 0.2 > abs(other[0] - seam) and math.dist(one, other) > 3
        ]


def test_places_on_both_sides_of_the_antimeridian_are_near_each_other() -> None:
    box = around([(178.4, -18.1), (-179.9, -16.8), (177.4, -17.6)])
    assert 175 < box.west < 178 and 180 < box.east < 183
    frame = fitted(box, 800, 500)
    suva, taveuni = frame.at(178.4, -18.1), frame.at(-179.9, -16.8)
    assert frame.holds(suva) and frame.holds(taveuni) and 0 < taveuni[0] - suva[0] < 400
    assert frame.at(180.1, -16.8) == pytest.approx(taveuni)
    assert around([(-100, 40), (30, 10), (140, 36)]).west < -100  # the whole world is not turned
    assert around([(-118, 34), (140, 36)])[0] > 100  # but the Pacific is shown as one sea where nothing else is
    beside_it = replace(estimate(300), places=(Area("x", "X", "FJI"), Area("y", "Y", "FJI")), origin=None)
    (mark,) = scene([Headline.of(beside_it, 1)], {"x": (178.0, -18.0), "y": (-178.0, -18.0)}, lambda code: None).marks
    assert mark.place == (180.0, -18.0)
