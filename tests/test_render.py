"""What people and programs get to see."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import plain_figures
from onrecord.codec import to_json
from onrecord.render import wording
from onrecord.render.machine import Csv, JsonArray, JsonLines, harmless
from onrecord.render.progress import Progress
from onrecord.render.rows import COLUMNS
from onrecord.render.table import Table
from onrecord.render.terminal import Paint, clean, pad, width, wrap
from onrecord.types import Period, Reading, Report, Source
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


def test_the_table_says_who_what_where_when_and_who_says_so() -> None:
    first = replace(
        STORY.figures[0], qualifier="more_than", destinations=("Idlib",), period=Period(date(2012, 11, 8), date(2012, 11, 9), "span")
    )
    shown = table(replace(STORY, figures=(first, STORY.figures[1])))
    lines = shown.splitlines()
    assert lines[0] == "Hundreds flee"
    assert lines[1] == "Agency · 9 Nov 2012 · s.txt"
    assert lines[3].split() == ["#", "Number", "Who", "Act", "From", "→", "to", "When", "Said", "by"]
    assert lines[4].split() == "0 more than 300 people fled Homs → Idlib 8–9 Nov 2012 UNHCR ●".split()
    assert "fled [of #0]" in lines[5]
    assert "2 figures on movement and shelter" in shown


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
        (None, date(2012, 3, 15), "until 15 Mar 2012"),
        (date.max, date.max, "31 Dec 9999"),
    ],
)
def test_days_in_words(first: date | None, last: date | None, said: str) -> None:
    assert wording.when(Period(first, last)).replace("\xa0", " ") == said


def test_numbers_in_words() -> None:
    text = "2,400 families"
    figure = replace(plain_figures(text)[0], start=0, end=5, unit="household", who="families", qualifier="about")
    assert wording.number(figure, text) == "about 2,400"  # the column beside it says families
    assert wording.number(replace(figure, who=None), text) == "about 2,400 families"
    assert wording.act(replace(figure, act="housing_destroyed", modality="expected")) == "destroyed (expected)"


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
