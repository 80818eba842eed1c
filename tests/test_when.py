"""The days a figure covers: tense, measure and time expressions together (GUIDE case 6)."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.reading.dates import all_spans, spans_before
from onrecord.reading.when import Tense, measure_by_date, period_for, tense_of
from onrecord.text import sentence_at, sentences
from onrecord.types import Measure, Period

PUBLISHED = date(2017, 4, 5)  # a Wednesday


def tense(text: str, number: str, act: str) -> Tense:
    at = text.index(number)
    sentence = sentence_at(sentences(text), at)
    assert sentence is not None
    return tense_of(text, sentence, at, text.index(act) + len(act))


def period(
    text: str, number: str, act: str, measure: str = "flow", kind: str = "fled", previous: tuple[tuple[str, Period], ...] = ()
) -> tuple[str, str]:
    parts, at = sentences(text), text.index(number)
    sentence = sentence_at(parts, at)
    assert sentence is not None
    spans = all_spans(text, parts, PUBLISHED)
    earlier = spans_before(parts, spans, sentence.index)
    found = period_for(at, kind, measure, tense(text, number, act), sentence, spans[sentence.index], earlier, PUBLISHED, previous)
    return str(found.first or "-"), str(found.last or "-")


@pytest.mark.parametrize(
    ("text", "number", "act", "expected"),
    [
        ("Some 300 people have been displaced.", "300", "displaced", "present_perfect"),
        ("The storm has killed 12 and displaced 300.", "300", "displaced", "present_perfect"),
        ("We've evacuated 40 villagers.", "40", "evacuated", "present_perfect"),
        ("The mayor said they had evacuated 40 villagers.", "40", "evacuated", "present_perfect"),
        ("By then they had evacuated 40 villagers.", "40", "evacuated", "past"),
        ("Some 300 people are staying in schools.", "300", "staying", "present"),
        ("Some 300 people were displaced.", "300", "displaced", "past"),
        ("The flood displaced 300 people in May 2016.", "300", "displaced", "past"),
        ("Some 300 people fled.", "300", "fled", "past"),
        ("As many as 300 people could be displaced.", "300", "displaced", "future"),
        ("Up to 300 could have been displaced.", "300", "displaced", "future"),
        ("In May 2016, 300 displaced.", "300", "displaced", "none"),
        ("The storm has killed 12, injured 40 – most of them at sea – and displaced 300.", "300", "displaced", "present_perfect"),
        ("The storm has killed 12 and led 300 to flee.", "300", "flee", "present_perfect"),
        ("Of the internally displaced, half (300) are children.", "300", "displaced", "present"),
        ("A besieged population of 300 people, mostly old, are waiting.", "300", "besieged", "present"),
        ("Population affected by the storm is 300.", "300", "affected", "present"),
        ("The office said 300 deaths had been recorded.", "300", "deaths", "present_perfect"),
        ("The police said the death toll stood at 300.", "300", "toll", "present_perfect"),
    ],
)
def test_tense(text: str, number: str, act: str, expected: Tense) -> None:
    assert tense(text, number, act) == expected


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        ("Around 400 fled in the past 24 hours, the agency said on Wednesday.", "fled", ("2017-04-04", "2017-04-05")),
        ("The office said 400 had fled as the wind rose on 20 March.", "fled", ("2017-03-20", "2017-03-20")),
        ("The office said 400 had fled after the wind rose on 20 March.", "fled", ("2017-03-20", "2017-04-05")),
        ("The toll of the raids that started in March has reached 400 in this valley, who fled.", "fled", ("2017-03-01", "2017-04-05")),
        ("Between Saturday night and noon on Monday, 400 fled.", "fled", ("2017-04-01", "2017-04-03")),
        ("At noon on Monday, 400 fled.", "fled", ("2017-04-03", "2017-04-03")),
        ("Around 400 have fled since Thursday.", "fled", ("2017-03-30", "2017-04-05")),
        ("Around 400 have fled since gunmen of the north began to visit the villages in March.", "fled", ("2017-03-01", "2017-04-05")),
        ("The unrest, which began in early March, has driven 400 to flee.", "flee", ("2017-03-01", "2017-04-05")),
        ("Around 400 have fled the fighting, which began on 20 March when shots were heard.", "fled", ("2017-03-20", "2017-04-05")),
        ("Around 400 have fled the town, which they had reached on 20 March.", "fled", ("2017-03-20", "2017-03-20")),
        ("Around 400 have fled since mid-March.", "fled", ("2017-03-15", "2017-04-05")),
        ("Around 400 fled in mid-March.", "fled", ("2017-03-11", "2017-03-20")),
        ("Around 400 have fled the worst flood in the valley since 1990.", "fled", ("-", "2017-04-05")),
        ("Most of the 400 people have fled since 1990.", "fled", ("1990-01-01", "2017-04-05")),
        ("As per the update of 2 April, around 400 have fled.", "fled", ("-", "2017-04-02")),
        ("In the autumn of 1937 soldiers attacked and 400 fled.", "fled", ("1937-09-01", "1937-11-30")),
        ("Around 400 had fled before April.", "fled", ("-", "2017-03-31")),
        ("A quake of like strength shook the coast in 1979, and 400 fled.", "fled", ("1979-01-01", "1979-12-31")),
        (
            "A fire broke out on 2 April. They noted what each of the 400 displaced by it will need.",
            "displaced",
            ("2017-04-02", "2017-04-02"),
        ),
        ("As of 2 April, raids went on (400 fled since Thursday).", "fled", ("2017-03-30", "2017-04-02")),
        ("By noon on Sunday the office had counted 400 people who had fled since 27 March.", "fled", ("2017-03-27", "2017-04-02")),
        ("Another villager said since Saturday 400 people have fled.", "fled", ("2017-04-01", "2017-04-05")),
        (
            "Following the raid in the hills (north of Tari) on 2 April, the office reports 400 displaced.",
            "displaced",
            ("2017-04-02", "2017-04-05"),
        ),
        ("After the raid on 2 April the village was empty, and 400 fled.", "fled", ("2017-04-02", "2017-04-02")),
        ("Rain fell on 30 and 31 March. It is found that 400 have fled.", "fled", ("2017-03-30", "2017-04-05")),
        ("Around 400 have fled.", "fled", ("-", "2017-04-05")),
        ("Around 400 fled.", "fled", ("-", "-")),
        ("Around 400 could flee.", "flee", ("-", "-")),
        ("On Monday, the governor said that 400 people have fled.", "fled", ("-", "2017-04-03")),
        ("Around 400 have fled after the dam burst on Sunday.", "fled", ("2017-04-02", "2017-04-05")),
        ("As of 3 April, 400 people had fled.", "fled", ("-", "2017-04-03")),
        ("Ten drowned on 4 March, while on 6 and 7 March 400 people fled.", "fled", ("2017-03-06", "2017-03-07")),
        ("The river rose on 2 and 3 April. Some 400 people fled.", "fled", ("2017-04-02", "2017-04-03")),
        ("Rain fell from 20 to 30 March. Some 400 people have fled.", "fled", ("2017-03-20", "2017-03-30")),
        ("Rain has fallen since 8 March, when 400 people fled.", "fled", ("2017-03-08", "2017-03-08")),
        ("As of 6 p.m., 400 have fled the city hit by a quake that struck on Monday.", "fled", ("2017-04-03", "2017-04-05")),
        ("On Tuesday, 400 who fled the front a day earlier were moved.", "fled", ("2017-04-03", "2017-04-03")),
        (
            "Two years after the 2015 quake the dam broke. The ensuing flood made 400 who fled homeless.",
            "fled",
            ("2015-01-01", "2015-12-31"),
        ),
        ("According to a 2016 survey, 400 fled.", "fled", ("-", "-")),
        ("On Monday the ministry said:\n\n- 20 people have drowned\n\n- 400 people have fled\n", "fled", ("-", "2017-04-03")),
        ("The river rose on 2 April.\n\nElsewhere some 400 people fled.", "fled", ("-", "-")),
        ("In three weeks, 400 people have fled.", "fled", ("2017-03-15", "2017-04-05")),
        ("Following the raid of 2 April on the post, some 400 have fled.", "fled", ("2017-04-02", "2017-04-05")),
        ("A fire that broke out on 2 April has chased 400 who fled.", "fled", ("2017-04-02", "2017-04-05")),
        ("The town has been empty since May 2014, when its 400 people fled.", "fled", ("2014-05-01", "2014-05-31")),
        ("19:48 Some 400 people fled the quake.", "fled", ("2017-04-05", "2017-04-05")),
        ("Some 400 people fled, the mayor said in Port Amber on Monday.", "fled", ("-", "-")),
    ],
)
def test_a_flow_takes_the_days_of_its_event(text: str, act: str, expected: tuple[str, str]) -> None:
    assert period(text, "400", act) == expected


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        ("Some 400 people are staying in schools.", "staying", ("2017-04-05", "2017-04-05")),
        ("Some 400 people displaced by the 2008 conflict are staying in schools.", "staying", ("2017-04-05", "2017-04-05")),
        ("On Monday the mayor said 400 people are staying in schools.", "staying", ("2017-04-03", "2017-04-03")),
        ("As of 3 January, 400 people were staying in schools.", "staying", ("2017-01-03", "2017-01-03")),
        ("By 2006, only 400 people were staying there.", "staying", ("2006-01-01", "2006-12-31")),
        ("Some 400 people were staying in schools.", "staying", ("-", "-")),
        ("Some 400 people were staying in schools, the mayor said.", "staying", ("2017-04-05", "2017-04-05")),
        ("About 90 are in schools, down from 400 staying on Monday.", "staying", ("2017-04-03", "2017-04-03")),
        ("Some 400 families who lost homes in March are staying in schools.", "staying", ("2017-04-05", "2017-04-05")),
        ("At the end of March it sheltered 400 people staying there.", "sheltered", ("2017-03-31", "2017-03-31")),
        ("The mayor said yesterday that 400 people are staying in schools.", "staying", ("2017-04-04", "2017-04-04")),
        ("The slide left 400 people missing.", "missing", ("2017-04-05", "2017-04-05")),
        ("The roof fell on Monday. The mayor said it fell while 400 people were inside.", "inside", ("2017-04-03", "2017-04-03")),
        ("After four months of fighting, 400 people are in schools.", "in schools", ("2017-04-05", "2017-04-05")),
        ("At the end of 2016 there were an estimated 400 people in camps.", "in camps", ("2016-12-31", "2016-12-31")),
        ("Before April the camp sheltered 400 people.", "sheltered", ("2017-03-31", "2017-03-31")),
    ],
)
def test_a_stock_stands_at_a_moment(text: str, act: str, expected: tuple[str, str]) -> None:
    assert period(text, "400", act, "stock", "sheltered") == expected


def test_a_sentence_that_goes_on_with_an_event_takes_its_days() -> None:
    before = (("fled", Period(date(2017, 4, 4), date(2017, 4, 5), "span")),)
    assert period("The agency said 400 had also fled east.", "400", "fled", previous=before) == ("2017-04-04", "2017-04-05")
    assert period("Another 400 have fled east.", "400", "fled", previous=before) == ("-", "2017-04-05")
    assert period("Some 400 fled east.", "400", "fled", previous=before) == ("-", "-")
    assert period("Some 400 houses were also hit.", "400", "hit", kind="housing_damaged", previous=before) == ("-", "-")


def test_without_a_publication_date_nothing_is_made_up() -> None:
    text = "Some 400 people are staying in schools."
    [sentence] = sentences(text)
    assert period_for(5, "sheltered", "stock", "present", sentence, (), (), None) == Period()


@pytest.mark.parametrize(
    ("text", "act", "stated", "expected"),
    [
        ("Some 400 refugees have been registered since May.", "registered", "stock", "flow"),
        ("Some 400 people were newly displaced in the first three weeks of March.", "displaced", "stock", "flow"),
        ("Some 400 refugees were registered at the end of March.", "registered", "flow", "stock"),
        ("Some 400 refugees have been registered by the end of March.", "registered", "flow", "flow"),
        ("Some 400 refugees are registered in the camp.", "registered", "stock", "stock"),
        ("The number of displaced people since March is put at 400.", "displaced", "stock", "stock"),
        ("Some 400 people may be displaced by the end of April.", "displaced", "flow", "flow"),
        ("Some 400 people have been sheltered there since May.", "sheltered", "stock", "stock"),
    ],
)
def test_a_date_may_tell_flow_from_stock(text: str, act: str, stated: Measure, expected: Measure) -> None:
    parts, at, edge = sentences(text), text.index("400"), max(text.index(act) + len(act), text.index("400") + 3)
    [spans] = all_spans(text, parts, PUBLISHED)
    assert measure_by_date(stated, at, edge, act, tense(text, "400", act), parts[0], spans) == expected
