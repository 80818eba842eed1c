"""Dated headings: which lines are some, and what they date."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.reading.dates import all_spans
from onrecord.reading.sections import section_of, sections, title_day
from onrecord.text import sentences

PUBLISHED = date(2017, 4, 5)


def days(text: str) -> list[tuple[str, str]]:
    return [(str(span.first), str(span.last)) for span in sections(text, PUBLISHED)]


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (("2 April 2017", "March 30, 2017", "Monday, 27 March"), ("2017-03-27", "2017-03-27")),
        (("-- MAY 2016 --\n- 3:", "- 14:", "- 30-31:"), ("2016-05-30", "2016-05-31")),
        (("May 2015:", "July 2015:", "April 2016:"), ("2016-04-01", "2016-04-30")),
        (("– 2009: Chile –", "– 2010: Peru –", "– 2012, 2013: Spain –"), ("2012-01-01", "2012-12-31")),
        (("Laki, Iceland-1783:", "Pelée, Martinique-1902:", "Kelud, Java-1919:"), ("1919-01-01", "1919-12-31")),
        (("(16-08-09) ", "(15-08-09) ", "2009-08-14"), None),  # a date before a headline, and one in digits alone: not read
    ],
)
def test_headings_with_prose_below_them(lines: tuple[str, ...], last: tuple[str, str] | None) -> None:
    found = days("".join(f"{line}\nA bomb kills four people.\n\n" for line in lines))
    assert found[-1:] == ([last] if last else [])


@pytest.mark.parametrize(
    "text",
    [
        "10 March 2017\n\nSome 30 people fled.\n\n12 March 2017\n\nAnother 40 fled.",
        "Period covered\nMar 1 2017\nMar 9 2017\nMar 12 2017\nActivity\nBaseline\n\nSome 30 people fled.",
        "2014\n300\n2015\n400\n2016\n500",
        "1 June 2017\nA bridge opens.\n2 June 2017\nA road opens.\n3 June 2017\nA school opens.",  # days to come
    ],
)
def test_other_lines_of_dates_head_no_sections(text: str) -> None:
    assert days(text) == []


def test_what_stands_above_the_first_heading_is_in_no_section() -> None:
    text = "Nine died.\n\n2 May 2016\nTwo died.\n\n3 May 2016\nThree died.\n\n4 May 2016\nFour died."
    found = sections(text, PUBLISHED)
    assert section_of(text.index("Nine"), found) is None
    assert [section_of(text.index(word), found) for word in ("Two", "Three", "Four")] == list(found)


@pytest.mark.parametrize(
    ("line", "dated"),
    [
        ("As of 3 October 2019, 6:00 PM", True),
        ("As of 3 October 2019", True),
        ("As of 3 October 2019, 300 people displaced", False),
        ("The camps as of 3 October 2019", False),
    ],
)
def test_a_line_of_a_day_dates_the_report(line: str, dated: bool) -> None:
    text = f"Typhoon Sarita\n\n{line}\n\nNine people died."
    parts = sentences(text)
    assert (title_day(parts, all_spans(text, parts, None)) is not None) == dated
