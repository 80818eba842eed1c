"""Time expressions: their words and the days they mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.dates import all_spans, time_spans
from onrecord.reading.timespan import TimeSpan
from onrecord.text import sentences

WEDNESDAY = date(2017, 4, 5)
OPEN = "-"


def spans(text: str, published: date | None = WEDNESDAY) -> list[TimeSpan]:
    return [span for found in all_spans(text, sentences(text), published) for span in found]


def day(text: str) -> date | None:
    return None if text == OPEN else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("wording", "first", "last"),
    [
        ("on Friday", "2017-03-31", "2017-03-31"),
        ("in the week to 2 April", "2017-03-27", "2017-04-02"),
        ("in the night to Sunday", "2017-04-01", "2017-04-02"),
        ("in 1876, when", "1876-01-01", "1876-12-31"),
        ("in the autumn of 1937", "1937-09-01", "1937-11-30"),
        ("on Tuesday of last week", "2017-03-28", "2017-03-28"),
        ("shortly after 8 p.m. on Monday", "2017-04-03", "2017-04-03"),
        ("in the last two weeks of February", "2017-02-15", "2017-02-28"),
        ("on the 3rd", "2017-04-03", "2017-04-03"),
        ("on the 17th", "2017-03-17", "2017-03-17"),
        ("between the 17th and the 19th", "2017-03-17", "2017-03-19"),
        ("on Saturday week", "2017-03-25", "2017-03-25"),
        ("at Christmas", "2016-12-25", "2016-12-25"),
        ("in the first quarter", "2017-01-01", "2017-03-31"),
        ("in the same period of 2016", "2016-01-01", "2016-04-05"),
        ("in the same week last year", "2016-03-29", "2016-04-05"),
        ("between March and April", "2017-03-01", "2017-04-05"),
        ("yesterday evening", "2017-04-04", "2017-04-04"),
        ("on Wednesday", "2017-04-05", "2017-04-05"),
        ("last Wednesday", "2017-03-29", "2017-03-29"),
        ("early on Sunday", "2017-04-02", "2017-04-02"),
        ("at 11 a.m. Sunday", "2017-04-02", "2017-04-02"),
        ("between Wednesday and Thursday", "2017-03-29", "2017-03-30"),
        ("overnight", "2017-04-04", "2017-04-05"),
        ("this morning", "2017-04-05", "2017-04-05"),
        ("in the past 24 hours", "2017-04-04", "2017-04-05"),
        ("over the last 48 hours", "2017-04-03", "2017-04-05"),
        ("over the past week", "2017-03-29", "2017-04-05"),
        ("over the past couple of days", "2017-04-03", "2017-04-05"),
        ("in recent weeks", OPEN, "2017-04-05"),
        ("in the past few days", OPEN, "2017-04-05"),
        ("in two months of fighting", "2017-02-05", "2017-04-05"),
        ("last week", "2017-03-27", "2017-04-02"),
        ("this week", "2017-04-03", "2017-04-05"),
        ("over the weekend", "2017-04-01", "2017-04-02"),
        ("last month", "2017-03-01", "2017-03-31"),
        ("earlier this month", "2017-04-01", "2017-04-05"),
        ("so far this year", "2017-01-01", "2017-04-05"),
        ("last year", "2016-01-01", "2016-12-31"),
        ("two days ago", "2017-04-03", "2017-04-03"),
        ("three weeks ago", "2017-03-15", "2017-03-15"),
        ("four months ago", "2016-12-01", "2016-12-31"),
        ("on 21 July", "2016-07-21", "2016-07-21"),
        ("on the 1st of March", "2017-03-01", "2017-03-01"),
        ("on June 17", "2016-06-17", "2016-06-17"),
        ("on 28 and 29 March", "2017-03-28", "2017-03-29"),
        ("on March 28 and 29", "2017-03-28", "2017-03-29"),
        ("on 28 February and 1 March", "2017-02-28", "2017-03-01"),
        ("from 17 November to 06 December", "2016-11-17", "2016-12-06"),
        ("from 3 to 5 May", "2016-05-03", "2016-05-05"),
        ("between 23 December and 28 January", "2016-12-23", "2017-01-28"),
        ("between 1 January and 10 March 2015", "2015-01-01", "2015-03-10"),
        ("between 5 October 2015 and 10 March", "2015-10-05", "2017-03-10"),
        ("in a 24 hour span between 16 and 17 November 2014", "2014-11-16", "2014-11-17"),
        ("over the 12 months from 1 June 2014 until the end of May 2015,", "2014-06-01", "2015-05-31"),
        ("on Saturday 06 September 2014", "2014-09-06", "2014-09-06"),
        ("early today, 5 April,", "2017-04-05", "2017-04-05"),
        ("in February", "2017-02-01", "2017-02-28"),
        ("in October", "2016-10-01", "2016-10-31"),
        ("in March last year", "2016-03-01", "2016-03-31"),
        ("in March this year", "2017-03-01", "2017-03-31"),
        ("in June and July", "2016-06-01", "2016-07-31"),
        ("in June 2006", "2006-06-01", "2006-06-30"),
        ("in early June", "2016-06-01", "2016-06-10"),
        ("in mid-June", "2016-06-11", "2016-06-20"),
        ("in late October 2014", "2014-10-21", "2014-10-31"),
        ("in early and mid-June", "2016-06-01", "2016-06-20"),
        ("in the first three weeks of November", "2016-11-01", "2016-11-21"),
        ("in the first half of 2016", "2016-01-01", "2016-06-30"),
        ("in the first seven months of 2016", "2016-01-01", "2016-07-31"),
        ("in the last quarter of 2015", "2015-10-01", "2015-12-31"),
        ("in 2012", "2012-01-01", "2012-12-31"),
        ("in early 2012", "2012-01-01", "2012-04-30"),
        ("between 2005 and 2014", "2005-01-01", "2014-12-31"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("on 2016-02-29", "2016-02-29", "2016-02-29"),
        ("on 31/12/2016", "2016-12-31", "2016-12-31"),
        ("through March", "2017-03-01", "2017-03-31"),
        ("early this week", "2017-04-03", "2017-04-05"),
        ("in fiscal year 2016", "2016-01-01", "2016-12-31"),
        ("in eight days of one of the worst raids", "2017-03-28", "2017-04-05"),
        ("at 4.30 pm (0830 GMT) on Saturday", "2017-04-01", "2017-04-01"),
    ],
)
def test_a_time_expression_means_these_days(wording: str, first: str, last: str) -> None:
    [span] = spans(f"Some families fled {wording} from the valley.")
    assert (span.first, span.last) == (day(first), day(last))


@pytest.mark.parametrize(
    ("wording", "kind", "first", "last"),
    [
        ("since March", "since", "2017-03-01", OPEN),
        ("since the end of March", "since", "2017-03-31", OPEN),
        ("since New Year", "since", "2017-01-01", OPEN),
        ("until last night", "until", "2017-04-04", "2017-04-04"),
        ("since 2009", "since", "2009-01-01", OPEN),
        ("since the start of the year", "since", "2017-01-01", OPEN),
        ("since Thursday", "since", "2017-03-30", OPEN),
        ("since the revolt, the shelling and the raids began last Sunday", "since", "2017-04-02", OPEN),
        ("since the dam burst", "since", OPEN, OPEN),
        ("as of 3 January", "as_of", "2017-01-03", "2017-01-03"),
        ("as of 09:00 local time on January 3", "as_of", "2017-01-03", "2017-01-03"),
        ("by Sunday noon", "as_of", "2017-04-02", "2017-04-02"),
        ("by 6 p.m.", "point", "2017-04-05", "2017-04-05"),
        ("through 3 April", "until", "2017-04-03", "2017-04-03"),
        ("until March 2016", "until", "2016-03-01", "2016-03-31"),
        ("now", "now", "2017-04-05", "2017-04-05"),
        ("every month", "habitual", OPEN, OPEN),
    ],
)
def test_the_word_before_tells_the_kind(wording: str, kind: str, first: str, last: str) -> None:
    [span] = spans(f"Some families have left {wording}.")
    assert (span.kind, span.first, span.last) == (kind, day(first), day(last))


@pytest.mark.parametrize(
    "text",
    [
        "2000 people fled and 2015 families followed.",
        "They may leave; troops march on.",
        "The town of 2016 inhabitants was cut off.",
        "Prices rose by 12 percent to $2,014 a tonne.",
        "Mrs May spoke.",
        "They sheltered in 1850 houses.",
        "The road led to 1876 in all.",
    ],
)
def test_counts_and_plain_words_are_no_dates(text: str) -> None:
    assert spans(text) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [("In March 12 people died.", "12"), ("On March 12, 2000 people left.", "2000"), ("Of these, in 2015 400 families left.", "400")],
)
def test_a_count_beside_a_date_stays_outside(text: str, count: str) -> None:
    at = text.index(count)
    found = spans(text)
    assert found
    assert all(span.end <= at or span.start >= at + len(count) for span in found)


@pytest.mark.parametrize("document", ["report", "World Bank study", "Amber Relief Council survey", "estimate"])
def test_the_year_of_a_document_is_no_date_of_what_it_tells(document: str) -> None:
    [span] = spans(f"According to a 2016 {document} some families fled.")
    assert (span.first, span.last) == (None, None)


def test_the_day_of_a_statement_is_marked_and_counts_back() -> None:
    told, happened = sorted(spans("Thirty died in the last three weeks, the minister said on Tuesday."), key=lambda span: not span.said)
    assert told.said
    assert told.last == date(2017, 4, 4)
    assert (happened.first, happened.last) == (date(2017, 3, 14), date(2017, 4, 4))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ten fled, the agency said late on Monday.", True),
        ("On Monday the agency said ten fled.", False),
        ("The mayor on Monday told reporters that ten fled.", True),
        ("She told reporters on Monday that ten fled.", True),
        ("Two deaths were reported on Monday.", False),
        ("Twelve deaths reported overnight.", False),
        ("OSLO, April 3 (Wire) -- Ten people fled.", True),
    ],
)
def test_statements_are_told_from_events(text: str, said: bool) -> None:
    assert [span.said for span in spans(text)] == [said]


def test_a_credit_in_brackets_is_a_statement() -> None:
    [span] = spans("Some 45,000 have gone back (Relief Office, 31 July 2009).")
    assert span.said


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Leaders will meet on Friday.", "2017-04-07"),
        ("Envoys are due to meet on Friday.", "2017-04-07"),
        ("Homes were lost due to floods on Friday.", "2017-03-31"),
        ("More rain is expected on 12 June.", "2017-06-12"),
        ("The camp will close in December.", "2017-12-01"),
        ("Nobody will be resettled in February, it had said.", "2017-02-01"),
        ("The camp will close next February.", "2018-02-01"),
    ],
)
def test_plans_point_ahead(text: str, meant: str) -> None:
    [span] = spans(text)
    assert span.first == day(meant)


def test_days_counted_from_an_earlier_date() -> None:
    text = "Ten were killed on 26 March. Five more were killed two days later, and on the same day one fled."
    assert [span.first for span in spans(text)] == [date(2017, 3, 26), date(2017, 3, 28), date(2017, 3, 28)]


def test_without_a_publication_date_only_full_dates_resolve() -> None:
    text = "They fled on Friday, on 5 May, in March 2011 and last year."
    assert [(span.first, span.last) for span in spans(text, None)] == [
        (None, None),
        (None, None),
        (date(2011, 3, 1), date(2011, 3, 31)),
        (None, None),
    ]


_PIECES = st.sampled_from(
    "on Friday|between|from|and|to|until|since|3 May|31 June|29 February 2015|March|2014|early|the end of|last|this|week|month|12|,|(|)|two|days|ago|later|"
    "said|in|the past|24 hours|9 a.m.|0000|1999-2001|99/99/9999|1/2/03|overnight|so far|year|of|first|half|will|today|.|people|years|999".split(
        "|"
    )
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The raid began on 12 March. The following day 90 people came to Macomia.", "2017-03-13", "2017-03-13"),
        ("The raid began on 12 March.\n\nThe next day 90 people came to Macomia.", "2017-03-13", "2017-03-13"),
        ("The raid began on 12 March.\n\nIt was a Sunday.\n\nNobody came.\n\nTwo days later 90 people fled.", None, None),
        ("The vote of 1992 was near. In that year 30 people were killed.", "1992-01-01", "1992-12-31"),
        ("War went on throughout 2015. Over 700 were displaced by the end of that year.", "2015-12-01", "2015-12-31"),
        ("Since they took the town at the end of last month, 400 people have fled.", "2017-03-31", None),
        ("The raid began on 12 March. Since then 400 people have fled.", "2017-03-12", None),
        ("Those killed here since March 12th, will be buried.", "2017-03-12", None),
        ("Some 900 came in February, against 400 in the same month of last year.", "2016-02-01", "2016-02-29"),
        ("The town fell in 1992. Some 900 came in the same month of last year.", "2016-04-01", "2016-04-30"),
        ("Nobody was counted. Since then 400 people have fled.", None, None),
        ("Since 12 March rain has fallen. During the period 400 people fled.", "2017-03-12", "2017-04-05"),
        ("Between 2 and 12 March it rained. In the same time 400 people fled.", "2017-03-02", "2017-03-12"),
        ("It rained on 12 March. It was a period of calm, and 400 people fled.", "2017-03-12", "2017-03-12"),
        ("The largest group since the road opened was on 12 March.", "2017-03-12", "2017-03-12"),
        ("Some 400 people came between January and the end of February.", "2017-01-01", "2017-02-28"),
    ],
)
def test_dates_that_count_from_what_was_told_before(text: str, first: str | None, last: str | None) -> None:
    found = spans(text)[-1]
    assert (found.first, found.last) == (first and day(first), last and day(last))


@pytest.mark.parametrize(
    ("text", "named"),
    [("It is the most since 90 people came in January.", True), ("Most of them are here since 90 people came in January.", False)],
)
def test_a_record_since_a_date_only_compares(text: str, named: bool) -> None:
    assert [span.named for span in spans(text)] == [named]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Media report, as of 2 April, 31 evacuated people.", False),
        ("As per the office's update of 2 April, 31 people left.", False),
        ("The office reported on 2 April that 31 people left.", True),
        ("ASSOSA, Ethiopia, April 2 (UNHCR) More than 18,000 people have come this month.", True),
        ("NASSAU, Bahamas, April 2, CMC – More than 300 people were sent home in March.", True),
        ("The number in Sunday's situation report was higher.", True),
        ("Sunday's flood was higher.", False),
        ("Twelve people were missing, the mayor told Radio Okapi on April 2.", True),
        ("The plans were told to the Okapi on April 2.", False),
        ("COCKBURN TOWN, Turks and Caicos Islands, April 2, CMC – More than 300 people were sent home in March.", True),
        ("Bridges fell on April 2 (Highway Four) and 300 people left.", False),
    ],
)
def test_the_day_of_a_statement_is_no_day_of_an_event(text: str, said: bool) -> None:
    assert spans(text)[0].said is said


@given(st.lists(_PIECES, max_size=14).map(" ".join), st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31))))
def test_spans_are_in_order_inside_the_sentence_and_never_end_before_they_begin(text: str, published: date | None) -> None:
    for sentence in sentences(text):
        cursor = sentence.start
        for span in time_spans(text, sentence, published):
            assert cursor <= span.start < span.end <= sentence.end
            assert span.first is None or span.last is None or span.first <= span.last
            cursor = span.end


@given(st.dates(date(1990, 1, 10), date(2090, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_the_last_such_day(published: date, offset: int) -> None:
    name = (published - timedelta(days=offset)).strftime("%A")
    [span] = spans(f"Ten fled on {name}.", published)
    assert span.first == published - timedelta(days=offset)
