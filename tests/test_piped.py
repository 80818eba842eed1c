"""Tables in plain text and Markdown: what is one, where its cells stand, and that nothing around it is lost."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.reports.kinds.piped import piped_tables
from onrecord.text import spot_at

SITREP = """Kenya: Floods - Situation Report No. 3

On 12 May 2024 floods killed 14 people in Busia and Nyando, the Red Cross said
| District | Families displaced | Houses destroyed |
|:---|---:|---:|
| Busia | 2,350 | 511 |
| Nyando | 1,460 | |
| Total | 3,810 | 511 |
Another 300 people were injured in Kisumu.
"""


def cells(text: str) -> list[list[str]]:
    """The words in the cells of each table, row by row."""
    return [[f"{cell.row},{cell.column} {text[cell.start : cell.end]}" for cell in grid.cells] for grid in piped_tables(text)]


def test_the_cells_of_a_markdown_table_lead_back_to_the_words() -> None:
    assert cells(SITREP) == [
        [
            "0,0 District",
            "0,1 Families displaced",
            "0,2 Houses destroyed",
            "1,0 Busia",
            "1,1 2,350",
            "1,2 511",
            "2,0 Nyando",
            "2,1 1,460",
            "3,0 Total",
            "3,1 3,810",
            "3,2 511",
        ]
    ]
    (grid,) = piped_tables(SITREP)
    assert SITREP[grid.start : grid.end].splitlines()[0] == "| District | Families displaced | Houses destroyed |"
    assert SITREP[grid.start : grid.end].splitlines()[-1] == "| Total | 3,810 | 511 |"
    assert grid.title == "On 12 May 2024 floods killed 14 people in Busia and Nyando, the Red Cross said"


def test_figures_come_from_the_table_and_from_the_words_around_it() -> None:
    reading = onrecord.read_text(SITREP)
    spots = [spot_at(reading.report, figure.start) for figure in reading.figures]
    found = [
        (SITREP[figure.start : figure.end], figure.act, [place.name for place in figure.places], spot and spot.cell)
        for figure, spot in zip(reading.figures, spots, strict=True)
    ]
    assert found == [
        ("14", "killed", ["Busia", "Nyando"], None),
        ("2,350", "displaced", ["Busia"], "Table 1!B2"),
        ("511", "housing_destroyed", ["Busia"], "Table 1!C2"),
        ("1,460", "displaced", ["Nyando"], "Table 1!B3"),
        ("3,810", "displaced", [], "Table 1!B4"),
        ("511", "housing_destroyed", [], "Table 1!C4"),
        ("300", "injured", ["Kisumu"], None),
    ]
    assert reading.report.text == SITREP


def test_lines_without_outer_strokes_and_windows_line_ends_are_a_table_too() -> None:
    text = "District | Families displaced\r\nBusia | 2,350\r\nNyando \\| East | 1,460\r\n"
    assert cells(text) == [["0,0 District", "0,1 Families displaced", "1,0 Busia", "1,1 2,350", "2,0 Nyando \\| East", "2,1 1,460"]]


@pytest.mark.parametrize(
    "text",
    [
        "Raids displace up to 14,000 - IOM | Reuters\nFloods kill 30 - officials | Reuters\n",  # two headlines
        "Home | News | About\nTeam | Jobs | Press\nTerms | Privacy | Contact\n",  # menus
        "Busia | 300 people fled | 12 May\nNyando | 140 people fled | 13 May\nKisumu | 12 people died | 14 May\n",  # sentences
        "A | 1\n\nB | 2\n\nC | 3\n",  # paragraphs
        "A | 1\nB | 2 | 3\nC\n",  # lines of different shapes
        "|" * 5_000 + "\n" + "|" * 5_000 + "\n" + "|" * 5_000,  # nobody's table
        "",
    ],
)
def test_other_strokes_make_no_table(text: str) -> None:
    assert piped_tables(text) == ()


def test_a_long_text_full_of_strokes_is_read_in_bounded_time() -> None:
    text = "\n".join(f"Village {number} | {number} | {number}" for number in range(20_000))
    (grid,) = piped_tables(text)
    assert len(grid.cells) == 60_000
