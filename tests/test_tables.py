"""Figures from tables: layouts of situation reports in every kind of document, and registers of official figures."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.pipeline import read_paths
from onrecord.settings import Settings
from onrecord.tables.dates import date_in_cell, date_in_words
from onrecord.tables.maps import parse, ready
from onrecord.tables.meaning import meaning
from onrecord.tables.numbers import number_in
from onrecord.text import spot_at
from onrecord.types import Figure
from table_layouts import LAYOUTS, Layout
from table_layouts_later import LATER
from table_scores import outcome, scores
from table_writers import WRITERS
from writers import readings

SERIES = Path(__file__).parents[2] / "shared" / "series"


def figures(path: Path) -> list[Figure]:
    return [figure for reading in readings(path) for figure in reading.figures]


@pytest.mark.parametrize("layout", [*LAYOUTS, *LATER], ids=lambda layout: layout.name)
def test_a_layout_is_read_as_a_person_reads_it(layout: Layout, tmp_path: Path) -> None:
    expected, found = outcome(layout, "html", tmp_path)
    assert found == expected


@pytest.mark.parametrize("kind", sorted(set(WRITERS) - {"html"}))
def test_tables_are_read_alike_in_every_kind_of_document(kind: str, tmp_path: Path) -> None:
    wrong = {}
    for layout in (*LAYOUTS, *LATER):
        expected, found = outcome(layout, kind, tmp_path)
        if expected != found:
            wrong[layout.name] = (expected - found, found - expected)
    assert not wrong


def test_f1_over_cells(tmp_path: Path) -> None:
    found = scores(tmp_path, (*LAYOUTS, *LATER))
    print({name: round(value, 4) for name, value in found.items()})
    assert all(value >= 0.95 for value in found.values())


def test_the_evidence_of_a_table_s_figure_is_its_cell(tmp_path: Path) -> None:
    for kind in WRITERS:
        path = tmp_path / f"a.{kind}"
        WRITERS[kind](LAYOUTS[0], path)
        (reading,) = readings(path)
        figure = next(f for f in reading.figures if f.value == 6050)
        report = reading.report
        assert report.text[figure.start : figure.end].replace(",", "") == "6050"
        spot = spot_at(report, figure.start)
        assert spot is not None and spot.cell is not None
        assert spot.cell.endswith("C4" if kind == "xlsx" else "C2")
        assert (spot.page == 1 and spot.box is not None) == kind.endswith("pdf")
        total = next(f for f in reading.figures if f.value == 10150)
        assert figure.part_of == total.id
        assert figure.country == "SYR"
        assert figure.places[0].place is not None


def test_prose_around_a_table_is_read_as_before(tmp_path: Path) -> None:
    from writers import PAGE

    (tmp_path / "a.html").write_text(PAGE)
    (reading,) = readings(tmp_path / "a.html")
    assert [figure.id for figure in reading.figures] == list(range(len(reading.figures)))
    assert [figure.start for figure in reading.figures] == sorted(figure.start for figure in reading.figures)
    assert {figure.value for figure in reading.figures} >= {9000, 300, 1200, 6050}
    assert sum(figure.value == 1200 for figure in reading.figures) == 1  # not once more by the reader of sentences


HXL = """Date,Province,District,IDPs (individuals),IDP families,Killed,Male,% of need,Source
#date,#adm1+name,#adm2+name,#affected+idps+ind,#affected+idps+hh,#affected+killed,#affected+idps+m,#inneed+pct,#meta+source
2017-03-01,Ninewa,Sinjar,"12,500",2100,3,6000,40,IOM
2017-03-08,Ninewa,Telafar,8000,1300,,3900,35,IOM
"""


def test_hxl_tags_say_what_columns_mean(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(HXL)
    found = figures(tmp_path / "a")
    assert [(f.value, f.act, f.unit) for f in found] == [
        (12500, "displaced", "person"), (2100, "displaced", "household"), (3, "killed", "person"), (8000, "displaced", "person"), (1300, "displaced", "household"),
    ]  # fmt: skip
    first = found[0]
    assert first.period.first == first.period.last == date(2017, 3, 1)
    assert (first.origins, first.country) == (("Sinjar",), "IRQ")
    assert first.source is not None
    assert (first.source.name, first.source.kind) == ("IOM", "un")
    import openpyxl

    book: Any = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(HXL)):
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(str(tmp_path / "b.xlsx"))
    assert [f.value for f in figures(tmp_path / "b.xlsx")] == [f.value for f in found]


IDU_ROW = {
    "id": 1, "country": "Philippines", "iso3": "PHL", "displacement_type": "Disaster", "qualifier": "more than", "figure": 4200,
    "displacement_date": "2023-07-26", "displacement_start_date": "2023-07-25", "displacement_end_date": "2023-07-27", "category": "Weather related",
    "type": "Storm", "subtype": "Typhoon/Hurricane/Cyclone", "sources": "Local Authorities", "locations_name": "Cagayan", "latitude": 18.2, "longitude": 121.8,
}  # fmt: skip
CONFLICT = IDU_ROW | {
    "id": 2,
    "iso3": "SDN",
    "country": "Sudan",
    "displacement_type": "Conflict",
    "qualifier": "total",
    "figure": 150,
    "locations_name": "Nyala",
    "type": "",
    "subtype": "",
}


def test_internal_displacement_updates_as_json_and_csv(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(json.dumps([IDU_ROW, CONFLICT]))
    with open(tmp_path / "b.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, list(IDU_ROW))
        writer.writeheader()
        writer.writerows([IDU_ROW, CONFLICT])
    for name in ("a", "b.csv"):
        storm, conflict = figures(tmp_path / name)
        assert (storm.value, storm.low, storm.high, storm.qualifier, storm.act, storm.measure) == (
            4200,
            4200,
            None,
            "more_than",
            "displaced",
            "flow",
        )
        assert (storm.cause, storm.country, storm.origins) == ("storm", "PHL", ("Cagayan",))
        assert (storm.period.first, storm.period.last) == (date(2023, 7, 25), date(2023, 7, 27))
        assert (conflict.cause, conflict.country, conflict.qualifier) == ("conflict", "SDN", "exact")


def test_unhcr_and_dtm_exports(tmp_path: Path) -> None:
    (tmp_path / "population.csv").write_text(
        "Year,Country of origin,Country of origin (ISO),Country of asylum,Country of asylum (ISO),Refugees under UNHCR's mandate,Asylum-seekers,"
        "Returned refugees\n2014,Somalia,SOM,Kenya,KEN,425000,120,3000\n2015,Somalia,SOM,Kenya,KEN,420000,90,5000\n2015,Burundi,BDI,Rwanda,RWA,70000,10,0\n"
    )
    refugees, seekers, returned, *_ = figures(tmp_path / "population.csv")
    assert (refugees.origins, refugees.destinations, refugees.country, refugees.act, refugees.measure) == (
        ("Somalia",),
        ("Kenya",),
        "KEN",
        "hosted",
        "stock",
    )
    assert refugees.period.first == date(2014, 12, 31)
    assert (seekers.value, returned.act) == (120, "returned")
    (tmp_path / "dtm.csv").write_text(
        "operation,admin0Name,admin0Pcode,admin1Name,admin2Name,numPresentIdpInd,reportingDate\nCrisis,Sudan,SDN,Kassala,Halfa,1500.0,2023-07-12\n"
        "Crisis,Sudan,SDN,Kassala,Kassala,2500.0,2023-07-12\nCrisis,Sudan,SDN,Sennar,Sinja,900.0,2023-07-12\n"
    )
    assert [(f.value, f.origins[0], f.country) for f in figures(tmp_path / "dtm.csv")] == [
        (1500, "Halfa", "SDN"),
        (2500, "Kassala", "SDN"),
        (900, "Sinja", "SDN"),
    ]


@pytest.mark.skipif(not SERIES.is_dir(), reason=f"{SERIES} is not there")
def test_the_series_beside_the_project() -> None:
    for path in sorted(SERIES.glob("*.csv")):
        rows = [line for line in path.read_text().splitlines() if line and not line.startswith("data_date")]
        found = figures(path)
        assert len(found) == len(rows) * (2 if "ukraine" in path.name else 1), path
        assert all(f.period.last and f.source for f in found)
    jordan = figures(SERIES / "syria-registered-jordan.csv")
    assert (jordan[0].value, jordan[0].destinations, jordan[0].country, jordan[0].measure) == (2749, ("Jordan",), "JOR", "stock")


def test_a_map_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("tarih;il;aile\n03.02.2014;Kilis;1.200\n10.02.2014;Hatay;900\n17.02.2014;Adana;850\n")
    (tmp_path / "map.toml").write_text(
        '[columns]\ndate = "tarih"\nto = "il"\nfigure = "aile"\n[constants]\nact = "sheltered"\nunit = "household"\ncountry = "TUR"\nsource = "AFAD"\n'
    )
    assert main(["read", str(tmp_path / "a.csv"), "--map", str(tmp_path / "map.toml")]) == 0
    (reading,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert [(f["value"], f["to"], f["unit"], f["date_start"], f["spot"]["cell"]) for f in reading["figures"]] == [
        (1200, ["Kilis"], "household", "2014-02-03", "a.csv!C2"), (900, ["Hatay"], "household", "2014-02-10", "a.csv!C3"), (850, ["Adana"], "household", "2014-02-17", "a.csv!C4"),
    ]  # fmt: skip
    assert main(["read", str(tmp_path / "a.csv")]) == 1
    assert "--map" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[columns", "map.toml"),
        ('[columns]\ndate = "a"', "no column of figures"),
        ('[columns]\nfigure = "a"\nwhen = "b"', "'when'"),
        ('[columns]\nfigure = "a"\n[constants]\nact = "ran"', "act is 'ran'; it takes displaced"),
        ('columns = 3', "must be a table"),
    ],
)  # fmt: skip
def test_maps_that_are_wrong_are_usage_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str) -> None:
    (tmp_path / "map.toml").write_text(text)
    assert main(["read", "x.csv", "--map", str(tmp_path / "map.toml")]) == 2
    assert said in capsys.readouterr().err
    with pytest.raises(ValueError, match=r"map\.toml"):
        parse(text, "map.toml")


def test_the_ready_maps_are_sound() -> None:
    assert len(ready()) >= 6
    assert all(item.figures and (item.needs or item.file) for item in ready())


def test_long_registers_come_in_parts_with_the_head_and_the_rows_of_the_file(tmp_path: Path) -> None:
    rows = "".join(f"2020-01-{1 + n % 28:02d},Aleppo,{n + 1}\n" for n in range(4500))
    (tmp_path / "a.csv").write_text("Date,Governorate,IDPs\n" + rows)
    found = list(read_paths([str(tmp_path / "a.csv")], Settings()))
    assert [received.where.rpartition(":")[2] for _, received in found] == ["rows 2-2001", "rows 2002-4001", "rows 4002-4501"]
    values = [figure.value for reading, _ in found for figure in reading.figures]
    assert values == list(range(1, 4501))
    last = found[-1][0]
    assert last.report.text.startswith("Date,Governorate,IDPs\n")
    spot = spot_at(last.report, last.figures[-1].start)
    assert spot is not None
    assert spot.cell == "a.csv!C4501"


@pytest.mark.parametrize(
    ("cell", "value", "qualifier"),
    [
        ("1,200", 1200, "exact"), ("1 200", 1200, "exact"), ("1.200", 1200, "exact"), ("1'200", 1200, "exact"), ("12", 12, "exact"), ("~500", 500, "about"),
        ("> 100", 100, "more_than"), ("100+", 100, "more_than"), ("up to 40", 40, "up_to"), ("1.2 million", 1_200_000, "exact"), ("3.5k", 3500, "exact"),
        ("200-300", 300, "between"), ("1,200*", 1200, "exact"), ("1,200 (35%)", 1200, "exact"), ("1,200 families", 1200, "exact"), ("1,234,567", 1_234_567, "exact"),
    ],
)  # fmt: skip
def test_numbers_of_cells(cell: str, value: int, qualifier: str) -> None:
    found = number_in(cell)
    assert found is not None
    assert (found.value, found.qualifier) == (value, qualifier)


@pytest.mark.parametrize(
    "cell", ["35%", "n/a", "-", "", "5.4", "Zone 3", "007", "2013-05-10", "12/05/2013", "SY0201", "-5", "1,20,3 x 4", "300-200"]
)
def test_cells_that_are_no_counts(cell: str) -> None:
    assert number_in(cell) is None


@given(st.text(max_size=40))
def test_any_cell_is_read_without_harm(cell: str) -> None:
    found = number_in(cell)
    if found is not None:
        assert 0 <= found.start < found.end <= len(cell)
        assert (found.low or 0) <= found.value <= (found.high if found.high is not None else found.value)
    meaning(cell), date_in_cell(cell), date_in_words(cell)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("10 May 2013", "2013-05-10", "2013-05-10"), ("May 2013", "2013-05-01", "2013-05-31"), ("1-15 May 2013", "2013-05-01", "2013-05-15"), ("2013", "2013-01-01", "2013-12-31"),
        ("28 April - 4 May 2013", "2013-04-28", "2013-05-04"), ("December 2012 to January 2013", "2012-12-01", "2013-01-31"), ("Q2 2013", "2013-04-01", "2013-06-30"),
        ("12/05/2013", "2013-05-12", "2013-05-12"), ("2013-05-10 00:00:00", "2013-05-10", "2013-05-10"), ("as of 3 Jan 2014", "2014-01-03", "2014-01-03"), ("Feb-14", "2014-02-01", "2014-02-28"),
    ],
)  # fmt: skip
def test_dates_of_cells(text: str, first: str, last: str) -> None:
    found = date_in_cell(text)
    assert found is not None and found.first is not None and found.last is not None
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_the_map_in_the_documentation_works() -> None:
    import re

    page = (Path(__file__).parents[1] / "docs" / "documents.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    found = parse(block, "documents.md")
    assert found.figures[0].column == "families"
    assert found.columns["to"] == ("province", "town")
