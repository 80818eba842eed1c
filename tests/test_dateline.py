"""What the opening of a text says about itself."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.dateline import masthead

BODY = "Heavy rain has driven many hundreds of people from their homes in the low-lying east of the country, officials said."


@pytest.mark.parametrize(
    ("dateline", "place", "agency", "published"),
    [
        ("LISBON, 4 May 2015 (Wire) - ", "LISBON", "Wire", date(2015, 5, 4)),
        ("LISBON, May 4, 2015 (Wire) -- ", "LISBON", "Wire", date(2015, 5, 4)),
        ("PORTO ALEGRE, Brazil (Example News Foundation) – ", "PORTO ALEGRE, Brazil", "Example News Foundation", None),
        ("Port Vila (XRC) – ", "Port Vila", "XRC", None),
        ("GENEVA (13 March 2019) – ", "GENEVA", None, date(2019, 3, 13)),
        ("NEW YORK/GENEVA, 5 June 2017 – ", "NEW YORK/GENEVA", None, date(2017, 6, 5)),
        ("October 9, 2014 (WAU) – ", "WAU", None, date(2014, 10, 9)),
        ("DAVAO CITY: ", "DAVAO CITY", None, None),
        ("OSLO -- ", "OSLO", None, None),
        ("Jan. 28 -- SALEM -- ", "SALEM", None, None),
        ("02 March 2015 - ", None, None, date(2015, 3, 2)),
        ("XYZ - 19 January 2015: ", None, "XYZ", date(2015, 1, 19)),
    ],
)
def test_a_dateline_gives_place_agency_and_day(dateline: str, place: str | None, agency: str | None, published: date | None) -> None:
    head = masthead(dateline + BODY)
    assert (head.place, head.agency, head.published) == (place, agency, published)
    assert (dateline + BODY)[head.body_start :] == BODY
    assert head.title is None


@pytest.mark.parametrize(
    ("stamp", "published"),
    [
        ("Published: 3 March 2015", date(2015, 3, 3)),
        ("Posted 12.05.2014", date(2014, 5, 12)),
        ("Last updated on 2016-04-03 12:00", date(2016, 4, 3)),
        ("11/09/2012 05:25 am ET Updated Nov 04, 2013", date(2012, 11, 9)),
        ("09/11/2012", date(2012, 11, 9)),
        ("Date: 13/11/2013", date(2013, 11, 13)),
        ("Updated 6 June 2014, published 4 June 2014", date(2014, 6, 4)),
    ],
)
def test_a_stamp_gives_the_day_of_publication(stamp: str, published: date) -> None:
    head = masthead(f"{stamp}\n\nRain drives many from their homes\n\n{BODY}")
    assert head.published == published
    assert head.title == "Rain drives many from their homes"


def test_a_dateline_takes_its_year_from_the_stamp_or_the_given_date() -> None:
    story = f"OSLO, Dec 30 (Wire) - {BODY}"
    assert masthead(story).published is None
    assert masthead(f"01/02/2013\n\nBig storm hits coast\n\n{story}").published == date(2012, 12, 30)
    assert masthead(story, published=date(2015, 1, 2)).published == date(2015, 1, 2)


def test_a_dateline_settles_the_order_of_a_date_in_digits() -> None:
    assert masthead(f"11/09/2012\n\nBig storm hits coast\n\nOSLO, Nov 9 (Wire) - {BODY}").published == date(2012, 11, 9)


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("FLASH UPDATE NO. 2\nDisplacement in Upper Nile, 14 May 2024\n", date(2024, 5, 14)),
        ("Flash Update on the floods (as of 14 May 2024)\n", date(2024, 5, 14)),
        ("Lives lost since 3 May 2024\n", None),  # not set apart: it dates what is told
        ("Attack on Goma, 3 May 2012\nFlood in Beni, 5 June 2013\n", None),  # entries of a chronology
    ],
)
def test_a_subtitle_ends_with_the_day_of_publication(head: str, published: date | None) -> None:
    assert masthead(f"{head}\n{BODY}").published == published


def test_what_is_given_wins() -> None:
    head = masthead(f"Published: 3 March 2015\n\nA headline of its own\n\n{BODY}", "Given title", date(2001, 1, 1))
    assert (head.title, head.published) == ("Given title", date(2001, 1, 1))


@pytest.mark.parametrize("text", ["", "\n\n", "Rain fell.", BODY, f"Storm over the coast between 04 and 06 May 2015. {BODY} {BODY}"])
def test_plain_text_has_no_masthead(text: str) -> None:
    head = masthead(text)
    assert (head.published, head.place, head.agency, head.dateline_span) == (None, None, None, None)


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["OSLO", ",", "May 4", "(Wire)", " - ", "\n", "2015", "11/12/2013", ": ", "By X", "am ET", "1"])).map(
        " ".join
    )
)
def test_any_text_is_read_and_spans_lie_inside(text: str) -> None:
    head = masthead(text)
    assert 0 <= head.body_start <= len(text)
    for span in (head.title_span, head.dateline_span):
        assert span is None or 0 <= span[0] < span[1] <= len(text)
