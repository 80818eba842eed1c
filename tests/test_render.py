"""What people and programs get to see."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import plain_figures
from onrecord.codec import to_json
from onrecord.render import wording
from onrecord.render.columns import fit, natural
from onrecord.render.machine import Csv, JsonArray, JsonLines, harmless
from onrecord.render.progress import Progress
from onrecord.render.rows import COLUMNS
from onrecord.render.table import Table
from onrecord.render.terminal import Paint, clean, pad, width, wrap
from onrecord.types import Modality, Period, Place, PlaceRef, Qualifier, Reading, Report, Role, Source
from strategies import readings

TEXT = "UNHCR said 300 people fled Homs. Later 40 came back."
STORY = Reading(
    Report("r1", TEXT, title="Hundreds flee", publisher="Agency", published=date(2012, 11, 9), path="s.txt"), plain_figures(TEXT)
)


def table(*found: Reading, columns: int = 100, quotes: bool = False, color: bool = False) -> str:
    out = io.StringIO()
    writer = Table(out, columns, color, quotes)
    for reading in found:
        writer.write(reading)
    writer.close()
    return out.getvalue()


def places(*known: tuple[str, Role, str, float]) -> tuple[PlaceRef, ...]:
    """Places of a figure: name, role, country and confidence. Syria and Turkey are countries, all else a settlement."""
    return tuple(
        PlaceRef(name, role, Place("x", name, code, "country" if name in ("Syria", "Turkey") else "settlement"), code, confidence)
        for name, role, code, confidence in known
    )


def row(line: str) -> list[str]:
    return re.split(r" {2,}", line.strip())


def test_the_table_says_who_what_where_when_and_who_says_so() -> None:
    first = replace(
        STORY.figures[0], qualifier="more_than", destinations=("Idlib",), period=Period(date(2012, 11, 8), date(2012, 11, 9), "span")
    )
    shown = table(replace(STORY, figures=(replace(first, country=None), replace(STORY.figures[1], country=None))), columns=80)
    lines = shown.splitlines()
    assert lines[0] == "Hundreds flee"
    assert lines[1] == "Agency · published 9 Nov 2012 · r1 · s.txt"
    assert row(lines[3]) == ["#", "Number", "Who", "Act", "From → to", "When", "Said by"]
    assert row(lines[4]) == ["0", "at least 300", "people", "fled", "Homs → Idlib", "8–9 Nov 2012", "UNHCR", "●"]
    assert "fled [of #0]" in lines[5]
    assert "2 figures on movement and shelter" in shown
    assert "[of #3] is part of figure 3" in shown
    assert "repeats figure 3" not in shown


def test_where_there_is_room_the_table_says_more() -> None:
    first = replace(STORY.figures[0], country="SYR", cause="conflict", measure="flow")
    reading = replace(STORY, figures=(first, replace(STORY.figures[1], who="people", country="SYR")))
    heads = row(table(reading, columns=160).splitlines()[3])
    assert heads == ["#", "Number", "Who", "Act", "Measure", "From → to", "Country", "Cause", "Said by"]
    assert "Cause" not in row(table(reading, columns=80).splitlines()[3])
    long = replace(reading, figures=(replace(first, who="w " * 60),))
    assert [column for column in ("Country", "Measure", "Cause") if column in table(long, columns=130)] == ["Country", "Measure"]
    assert not [column for column in ("Country", "Measure", "Cause") if column in table(long, columns=100)]


def test_a_column_with_nothing_in_it_is_left_out() -> None:
    assert "When" in table(Reading(STORY.report, (replace(STORY.figures[0], period=Period(date.min, date.min)),)))
    assert "When" not in table(Reading(STORY.report, (replace(STORY.figures[0], period=Period()),)))


def test_places_come_with_their_country_once_and_with_doubt() -> None:
    figure = replace(STORY.figures[0], origins=("Ras al-Ain",), destinations=("Sanliurfa",), country="TUR")
    figure = replace(figure, places=places(("Ras al-Ain", "from", "SYR", 0.9), ("Sanliurfa", "to", "TUR", 0.5)))
    again = replace(figure, origins=("Syria",), places=places(("Syria", "from", "SYR", 0.9), ("Sanliurfa", "to", "TUR", 0.9)))
    inside = replace(figure, places=places(("Ras al-Ain", "from", "SYR", 0.9), ("Sanliurfa", "to", "SYR", 0.9)), country="SYR")
    nowhere = replace(figure, origins=(), destinations=(), places=())
    assert wording.routes([figure, again, nowhere], with_country=False) == [
        "Ras al-Ain (SYR) → Sanliurfa? (TUR)",
        "Syria → Sanliurfa",
        "(TUR)",
    ]
    assert wording.routes([figure, nowhere], with_country=True) == ["Ras al-Ain (SYR) → Sanliurfa?", ""]
    assert wording.routes([inside], with_country=False) == ["Ras al-Ain → Sanliurfa (SYR)"]
    assert "? a doubtful place" in table(Reading(STORY.report, (figure,)))
    assert "doubtful" not in table(Reading(STORY.report, (again,)))


def test_an_undated_report_says_once_how_it_comes_by_its_dates() -> None:
    text = "On Monday 300 people fled Homs."
    undated = Reading(Report("r3", text), plain_figures(text))
    shown = table(undated, undated)
    assert shown.count("undated") == 2
    assert shown.count("--published DATE would date words such as “Monday”") == 1
    assert "--published" not in table(replace(undated, report=replace(undated.report, published=date(2012, 11, 9))))
    assert "--published" not in table(Reading(Report("r4", TEXT), STORY.figures))


def test_a_report_is_called_by_what_names_it_best() -> None:
    digest = replace(STORY.report, id="0123456789abcdef")
    assert table(Reading(digest)).splitlines()[1] == "Agency · published 9 Nov 2012 · s.txt"
    assert table(Reading(replace(digest, title=None))).splitlines()[:2] == ["s.txt", "Agency · published 9 Nov 2012"]
    assert table(Reading(replace(STORY.report, title=None))).splitlines()[:2] == ["r1", "Agency · published 9 Nov 2012 · s.txt"]
    assert table(Reading(replace(digest, title=None, path="-"))).splitlines()[0] == digest.id


def test_columns_give_way_where_it_costs_the_fewest_lines() -> None:
    rows = [("1", "at\xa0least\xa0120,000", "people", "a very long name of some agency"), *[("2", "5", "people in the south", "UNHCR")] * 5]
    widths = fit(rows, 60, firm=1)
    assert widths is not None
    assert widths[1:3] == [16, 19]
    narrow = fit(rows, 50, firm=1)
    assert narrow is not None
    assert narrow[1] == 16
    assert fit(rows, 24, firm=1) is None
    assert natural(rows) == 1 + 16 + 19 + 31 + 3 * 2


def test_no_number_is_broken_over_lines() -> None:
    text = "About 2.7 million people fled Homs."
    figure = replace(plain_figures(TEXT)[0], start=6, end=17, value=2_700_000, qualifier="about", who="w " * 40)
    for columns in range(24, 140):
        assert "2.7 million" in table(Reading(Report("r5", text), (figure,)), columns=columns)


def test_quotes_mark_the_number_in_its_sentence() -> None:
    assert "UNHCR said «300» people fled Homs." in table(STORY, quotes=True)
    assert "\x1b[1m300\x1b[0m" in table(STORY, quotes=True, color=True)


def test_without_color_there_is_no_escape_code() -> None:
    assert "\x1b" not in table(STORY, STORY, quotes=True)


@given(readings(), st.integers(1, 160), st.booleans())
def test_no_line_is_wider_than_the_terminal_and_none_steers_it(reading: Reading, columns: int, quotes: bool) -> None:
    for line in table(reading, reading, columns=columns, quotes=quotes).splitlines():
        assert width(line) <= max(columns, 24)
        assert line == clean(line) or line.strip() == clean(line) or line.split() == clean(line).split()


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[2J\x1b[1;1Hgone",
        "\x1b]0;title\x07gone",
        "\x9b31mgone",
        "go\x08\x08ne\rgone",
        "\u202egone\u202c",
        "\x1b(0gone",
        "\x1bPq\x1b\\gone",
        "\ud800gone",
    ],
)
def test_a_hostile_text_cannot_steer_the_terminal(hostile: str) -> None:
    report = replace(STORY.report, title=hostile, publisher=hostile, path=hostile, text=hostile + TEXT)
    figure = replace(plain_figures(TEXT)[0], who=hostile, origins=(hostile,), source=Source(hostile, "un"))
    shown = table(Reading(report, (figure,)), quotes=True)
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "\u202e\u202c\ud800" for c in shown)
    assert "gone" in shown


def test_a_report_without_figures_and_a_sum_over_many() -> None:
    empty = Reading(Report("r2", "Nothing."))
    shown = table(STORY, empty)
    assert "no figures" in shown
    assert "2 reports, 2 figures" in shown


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (None, None, ""),
        (date(2012, 11, 9), date(2012, 11, 9), "9 Nov 2012"),
        (date(2012, 11, 8), date(2012, 11, 9), "8–9 Nov 2012"),
        (date(2012, 10, 28), date(2012, 11, 9), "28 Oct – 9 Nov 2012"),
        (date(2012, 12, 23), date(2013, 1, 28), "23 Dec 2012 – 28 Jan 2013"),
        (date(2012, 3, 1), date(2012, 3, 31), "Mar 2012"),
        (date(2012, 1, 1), date(2012, 12, 31), "2012"),
        (date(2011, 1, 1), date(2012, 12, 31), "2011–2012"),
        (date(2012, 3, 15), None, "since 15 Mar 2012"),
        (None, date(2012, 3, 15), "by 15 Mar 2012"),
        (date.max, date.max, "31 Dec 9999"),
    ],
)
def test_days_in_words(first: date | None, last: date | None, said: str) -> None:
    assert wording.when(Period(first, last)).replace("\xa0", " ") == said


@pytest.mark.parametrize(
    ("written", "value", "qualifier", "said"),
    [
        ("9,000", 9_000, "exact", "9,000"),
        ("2.7 million", 2_700_000, "more_than", "at least 2.7 million"),
        ("Seven", 7, "exact", "seven"),
        ("two", 2, "up_to", "up to two"),
        ("Forty-two thousand", 42_000, "about", "about 42,000"),
        ("two million", 2_000_000, "exact", "2 million"),
        ("Two dozen", 24, "about", "about two dozen"),
        ("Tens of thousands", 20_000, "vague", "tens of thousands"),
        ("1,500 and 2,000", 2_000, "between", "between 1,500 and 2,000"),
        ("twelve to fifteen", 15, "between", "twelve to fifteen"),
    ],
)
def test_numbers_in_words(written: str, value: int, qualifier: Qualifier, said: str) -> None:
    figure = replace(plain_figures(TEXT)[0], start=0, end=len(written), value=value, qualifier=qualifier)
    assert wording.number(figure, written).replace("\xa0", " ") == said


def test_what_is_counted_in_words() -> None:
    figure = replace(plain_figures(TEXT)[0], unit="household", who="families")
    assert wording.who(figure) == "families"
    assert wording.who(replace(figure, who=None)) == "families"
    assert wording.who(replace(figure, who="returnees")) == "families of returnees"
    assert wording.who(replace(figure, unit="dwelling", who=None)) == "homes"
    assert wording.who(replace(figure, unit="person", who=None)) == ""


@pytest.mark.parametrize(
    ("act", "modality", "said"),
    [
        ("in_need", "asserted", "in need"),
        ("evacuated", "ordered", "told to leave"),
        ("sheltered", "ordered", "told to take shelter"),
        ("detained", "ordered", "ordered: detained"),
        ("arrived", "expected", "expected to arrive"),
        ("displaced", "expected", "expected to be displaced"),
        ("housing_flooded", "expected", "expected to be flooded"),
        ("fled", "denied", "denied: fled"),
    ],
)
def test_acts_in_words(act: str, modality: Modality, said: str) -> None:
    figure = replace(plain_figures(TEXT)[0], act=act, modality=modality, unit="dwelling" if "housing" in act else "person")
    assert wording.act(figure) == said


def test_homes_are_named_where_the_people_are_counted() -> None:
    assert wording.act(replace(plain_figures(TEXT)[0], act="housing_destroyed", unit="person")) == "homes destroyed"


def test_a_figure_can_repeat_one_and_be_part_of_another() -> None:
    assert wording.link(replace(STORY.figures[0], same_as=2, part_of=8)).replace("\xa0", " ") == "[= #2, of #8]"


def test_the_summary_counts_by_kind() -> None:
    one, two = STORY.figures
    assert wording.summary(Reading(STORY.report, (one,))) == "1 figure on movement and shelter"
    mixed = Reading(STORY.report, (one, replace(two, act="killed", same_as=0)))
    assert wording.summary(mixed) == "2 figures: 1 on movement and shelter, 1 on other harm; 1 repeats an earlier one"


@given(st.text(), st.integers(1, 40))
def test_wrapping_keeps_every_character_and_the_width(text: str, columns: int) -> None:
    text = clean(text)
    lines = wrap(text, columns)
    assert lines
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= max(columns, 2) for line in lines)


def test_wide_characters_count_twice() -> None:
    assert width("難民 é") == 6
    assert pad("難民", 6) == "難民  "
    assert Paint(True).dim("") == ""


@given(st.lists(readings(), max_size=3))
def test_json_lines_and_json_hold_the_same(found: list[Reading]) -> None:
    lines, array = io.StringIO(), io.StringIO()
    for writer in (JsonLines(lines), JsonArray(array)):
        for reading in found:
            writer.write(reading)
        writer.close()
    expected = [to_json(reading) for reading in found]
    assert [json.loads(line) for line in lines.getvalue().split("\n")[:-1]] == expected
    assert json.loads(array.getvalue()) == expected


@given(st.lists(readings(), max_size=3))
def test_csv_has_one_row_a_figure_and_no_formulas(found: list[Reading]) -> None:
    out = io.StringIO(newline="")
    writer = Csv(out)
    for reading in found:
        writer.write(reading)
    writer.close()
    rows = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) - 1 == sum(len(reading.figures) for reading in found)
    for row in rows[1:]:
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r", "-")) for cell in row)


def test_a_formula_is_made_harmless_and_a_number_left_alone() -> None:
    assert harmless('=HYPERLINK("http://x")') == '\'=HYPERLINK("http://x")'
    assert harmless("-5") == "'-5"
    assert harmless(-5) == -5
    assert harmless("9,000") == "9,000"


def test_progress_shows_from_the_second_report_on() -> None:
    out = io.StringIO()
    progress = Progress(out, 200, True)
    progress.advance(50, 0)
    assert out.getvalue() == ""
    progress.advance(50, 1)
    assert "50%  2 reports, 1 problem" in out.getvalue()
    progress.hide()
    assert out.getvalue().endswith("\r\x1b[K")
    silent = io.StringIO()
    Progress(silent, None, False).advance(1, 0)
    assert silent.getvalue() == ""
