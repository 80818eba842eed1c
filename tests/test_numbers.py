"""Number phrases: value, bounds, qualifier, span, and what is no count. The examples are our own words."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.numbers import Number, numbers
from onrecord.text import sentences


def read(text: str) -> list[Number]:
    return [number for sentence in sentences(text) for number in numbers(text, sentence)]


def counts(text: str) -> list[Number]:
    return [number for number in read(text) if number.not_count is None]


def only(text: str) -> Number:
    found = counts(text)
    assert len(found) == 1, [(text[n.start : n.end], n) for n in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("The flood drove 9,000 people out.", "9,000", 9000),
        ("The flood drove 9 300 people out.", "9 300", 9300),
        ("The flood drove 9\u202f300 people out.", "9\u202f300", 9300),
        ("The flood drove 10\u00a0000 people out.", "10\u00a0000", 10000),
        ("A total of 10 000 people left.", "10 000", 10000),
        ("The flood drove 61, 000 people out.", "61, 000", 61000),
        ("The flood drove 8.900 people out.", "8.900", 8900),
        ("The flood drove 1.250.000 people out.", "1.250.000", 1250000),
        ("The flood drove 1'200 people out.", "1'200", 1200),
        ("The flood drove 1,08,000 people out.", "1,08,000", 108000),
        ("The flood drove 2.14 lakh people out.", "2.14 lakh", 214000),
        ("The flood drove 1.5 crore people out.", "1.5 crore", 15000000),
        ("The rains hit 3 lakh 12 thousand 450 people.", "3 lakh 12 thousand 450", 312450),
        ("The rains hit 1 crore 4 lakh people.", "1 crore 4 lakh", 10400000),
        ("The flood drove 1.5 million people out.", "1.5 million", 1500000),
        ("The flood drove 1.5\nmillion people out.", "1.5\nmillion", 1500000),
        ("The flood drove 1,5 million people out.", "1,5 million", 1500000),
        ("The flood drove 1.2m people out.", "1.2m", 1200000),
        ("The flood drove 5k people out.", "5k", 5000),
        ("The flood drove 250K people out.", "250K", 250000),
        ("The flood drove half a million people out.", "half a million", 500000),
        ("The flood drove a million people out.", "a million", 1000000),
        ("The flood drove a hundred people out.", "a hundred", 100),
        ("The flood drove one and a half million people out.", "one and a half million", 1500000),
        ("The flood drove a million and a half people out.", "a million and a half", 1500000),
        ("The flood drove a quarter of a million people out.", "a quarter of a million", 250000),
        ("A dozen people were missing.", "A dozen", 12),
        ("The flood drove two dozen people out.", "two dozen", 24),
        ("The flood drove half a dozen people out.", "half a dozen", 6),
        ("Twenty-two families moved.", "Twenty-two", 22),
        ("Nine hundred and twenty-one families moved.", "Nine hundred and twenty-one", 921),
        ("They moved two hundred thousand people.", "two hundred thousand", 200000),
        ("About 668,000 peoplewere moved.", "668,000", 668000),
        ("Camps took in 40,000people.", "40,000", 40000),
        ("Around1.6 million people live there.", "1.6 million", 1600000),
        ("The families (8,200 people) moved.", "8,200", 8200),
        ("Most came from Cameroon (1, 497).", "1, 497", 1497),
        ("The flood drove 1.2 mil\u00adlion people out.", "1.2 mil\u00adlion", 1200000),
        ("Two to three hundred people left.", "Two to three hundred", 300),
        ("One man drowned.", "One", 1),
        ("The two were found later.", "two", 2),
        ("Some 2010 people were moved in 2011.", "2010", 2010),
        ("In 2011 2000 families left.", "2000", 2000),
        ("Nearly half of Ruritania's prewar 20 million people have left.", "half of Ruritania's prewar 20 million", 10000000),
        ("The cyclone left two-thirds of the island's 90,000 residents homeless.", "two-thirds of the island's 90,000", 60000),
    ],
)
def test_written_forms(text: str, written: str, value: int) -> None:
    number = only(text)
    assert (text[number.start : number.end], number.value) == (written, value)


@pytest.mark.parametrize(
    ("text", "qualifier", "low", "high", "phrase"),
    [
        ("He said 400 people fled.", "exact", 400, 400, "400"),
        ("He said more than 400 people fled.", "more_than", 400, None, "more than 400"),
        ("At least 400 people fled.", "more_than", 400, None, "At least 400"),
        ("Just over 400 people fled.", "more_than", 400, None, "Just over 400"),
        ("No fewer than 400 people fled.", "more_than", 400, None, "No fewer than 400"),
        ("He said 400 or more people fled.", "more_than", 400, None, "400 or more"),
        ("He said 400-plus people fled.", "more_than", 400, None, "400-plus"),
        ("He said 400+ people fled.", "more_than", 400, None, "400+"),
        ("In excess of a further 400 people fled.", "more_than", 400, None, "In excess of a further 400"),
        ("As many as 400 people fled.", "up_to", None, 400, "As many as 400"),
        ("Up to an estimated 400 people fled.", "up_to", None, 400, "Up to an estimated 400"),
        ("Fewer than 400 people fled.", "up_to", None, 400, "Fewer than 400"),
        ("No more than 400 people fled.", "up_to", None, 400, "No more than 400"),
        ("Just under 400 people fled.", "up_to", None, 400, "Just under 400"),
        ("An estimated 400 people fled.", "about", 400, 400, "An estimated 400"),
        ("Close to 400 people fled.", "about", 400, 400, "Close to 400"),
        ("~400 people fled.", "about", 400, 400, "~400"),
        ("He said 400 people or so fled.", "about", 400, 400, "400 people or so"),
        ("Another 400 people fled.", "exact", 400, 400, "400"),
        ("Only 400 people fled.", "exact", 400, 400, "400"),
        ("A total of 400 people fled.", "exact", 400, 400, "400"),
        ("An estimated total of 400 people fled.", "about", 400, 400, "An estimated total of 400"),
        ("More than  400 people fled.", "more_than", 400, None, "More than  400"),
        ("He says more than\n400 people fled,\nall at night.", "more_than", 400, None, "more than\n400"),
        ("More than a million people fled.", "more_than", 1000000, None, "More than a million"),
        ("Nearly a dozen people fled.", "about", 12, 12, "Nearly a dozen"),
        ("Dozens fled.", "vague", 24, 99, "Dozens"),
        ("Scores of people fled.", "vague", 40, 199, "Scores"),
        ("100s of homes were lost.", "vague", 200, 999, "100s"),
        ("Tens of thousands fled.", "vague", 20000, 99999, "Tens of thousands"),
        ("Hundreds of thousands fled.", "vague", 200000, 999999, "Hundreds of thousands"),
        ("Millions fled.", "vague", 2000000, 9999999, "Millions"),
        ("Several hundred people fled.", "vague", 200, 999, "Several hundred"),
        ("A few hundred thousand people fled.", "vague", 200000, 999999, "A few hundred thousand"),
        ("Hundreds, if not thousands, fled.", "vague", 200, 9999, "Hundreds, if not thousands"),
        ("Tens or even hundreds of thousands fled.", "vague", 20000, 999999, "Tens or even hundreds of thousands"),
        ("The toll has passed 400.", "more_than", 400, None, "passed 400"),
        ("Arrivals climbed past 400.", "more_than", 400, None, "past 400"),
        ("At least dozens fled.", "more_than", 24, None, "At least dozens"),
        ("More than tens of thousands fled.", "more_than", 20000, None, "More than tens of thousands"),
        ("Between 2,000 and 4,000 people fled.", "between", 2000, 4000, "Between 2,000 and 4,000"),
        ("He saw between nine and 50 people.", "between", 9, 50, "between nine and 50"),
        ("Some 21,000-22,000 people fled.", "between", 21000, 22000, "Some 21,000-22,000"),
        ("He saw 21,000–22,000 people.", "between", 21000, 22000, "21,000–22,000"),
        ("He saw 10 to 12 people.", "between", 10, 12, "10 to 12"),
        ("He saw 20 or 30 people.", "between", 20, 30, "20 or 30"),
        ("He saw two or three people.", "between", 2, 3, "two or three"),
        ("From 500 to 700 people fled.", "between", 500, 700, "500 to 700"),
        ("Plans for 2-3 million people exist.", "between", 2000000, 3000000, "2-3 million"),
        ("Plans for between one to 1.5 million people exist.", "between", 1000000, 1500000, "between one to 1.5 million"),
        ("He saw 80 to 90,000 people.", "between", 80000, 90000, "80 to 90,000"),
    ],
)
def test_qualifiers(text: str, qualifier: str, low: int | None, high: int | None, phrase: str) -> None:
    number = only(text)
    assert (number.qualifier, number.low, number.high) == (qualifier, low, high)
    assert text[number.phrase_start : number.phrase_end] == phrase
    assert number.value == (high if qualifier in ("between", "up_to") else low)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("It happened in 2012.", "year"),
        ("The 2012 floods hit the delta.", "year"),
        ("The 2015 refugee crisis began there.", "year"),
        ("From 2011 to 2013 it was quiet.", "year"),
        ("Records go back to 1892 there.", "year"),
        ("The 1948 Displaced Persons Act was passed.", "year"),
        ("The quake of Aug. 3 killed more than that.", "date"),
        ("Ash rose 7,000m into the air.", "measure"),
        ("Mina Doe, now 34, drowned.", "age"),
        ("Those between the ages of 15 and 49 left.", "age"),
        ("A planter of about 47 was hit.", "age"),
        ("A girl of nine injured her leg.", "age"),
        ("A mother of four drowned.", "age"),
        ("The mud buried his boys of three and 12.", "age"),
        ("A wine seller, 58, fled.", "age"),
        ("The brothers, aged six, nine and eleven, drowned.", "age"),
        ("Juma Otieno (34), whose boat sank, is missing.", "age"),
        ("She was nineteen when the war began.", "age"),
        ("It was alert N° 91.", "identifier"),
        ("The Coastal Defence Division 337 moved villagers out.", "identifier"),
        ("It was the camp of Battalion 12.", "identifier"),
        ("They came out 10 by 10.", "rate"),
        ("Two by two they crossed.", "rate"),
        ("They were let in four at a time.", "rate"),
        ("They are: (1) Fiji, (2) Tonga, and (3) Samoa.", "identifier"),
        ("It came to a town in the parish, population 15,000.", "populace"),
        ("80 - percentage of those abroad.", "percent"),
        ("Ninety-five in a hundred said yes.", "fraction"),
        ("For one person in four it is too far.", "fraction"),
        ("2.0 Impacts are told below.", "fraction"),
        ("It gave 6 billion kwacha and Rp 310 billion.", "money"),
        ("It was in the autumn of 1937.", "year"),
        ("It is the worst since at least 1969.", "year"),
        ("It came by 4 and 5 of June.", "date"),
        ("The fire is 50m from homes.", "measure"),
        ("It burned at 126 Mill Hill Road.", "identifier"),
        ("They gave two-to-one odds.", "fraction"),
        ("In 2018-19 it was quiet.", "year"),
        ("It began on 17 October.", "date"),
        ("It began on March 23.", "date"),
        ("It began on Nov. 9, in the east.", "date"),
        ("It rained from 3 to 7 October.", "date"),
        ("It rained on 16 and 17 July.", "date"),
        ("Posted 11/09/2012.", "date"),
        ("Posted at 05:25.", "time"),
        ("It began at 0900 GMT.", "time"),
        ("It began at 6 p.m. on Friday.", "time"),
        ("It cost $3.3 billion.", "money"),
        ("It cost 10 million euros.", "money"),
        ("It cost Rs 5,000.", "money"),
        ("Some 60 percent were lost.", "percent"),
        ("Between 15 and 20 per cent were lost.", "percent"),
        ("It lies 40 km away.", "measure"),
        ("It lies 40km away.", "measure"),
        ("The waves were 5 m high.", "measure"),
        ("A quake of magnitude 6.2 struck.", "measure"),
        ("A 6.2-magnitude quake struck.", "measure"),
        ("Floods took 2,000 hectares.", "measure"),
        ("Winds reached 90 mph.", "measure"),
        ("It rained for 24 hours.", "duration"),
        ("It rained for three more weeks.", "duration"),
        ("It lasted over 9 days.", "duration"),
        ("Over the past two weeks it rained.", "duration"),
        ("It took 20 to 25 minutes.", "duration"),
        ("The 90-year-old drowned.", "age"),
        ("The boy, aged 5, drowned.", "age"),
        ("Mina Doe, 34, drowned.", "age"),
        ("Children under five are worst off.", "age"),
        ("It was the 13th storm.", "ordinal"),
        ("Flight 370 vanished.", "identifier"),
        ("Resolution 2254 was passed.", "identifier"),
        ("No. 5 is the worst.", "identifier"),
        ("COVID-19 spread.", "identifier"),
        ("They drove a 4x4.", "identifier"),
        ("Flight MH17 vanished.", "identifier"),
        ("World War Two began.", "identifier"),
        ("Two-thirds of them left.", "fraction"),
        ("One in five people left.", "fraction"),
        ("It was nearly one in four, he said.", "fraction"),
        ("The rate is 20 per 100,000.", "fraction"),
        ("Code 0031 is free.", "identifier"),
        ("The 15-nation council met.", "compound"),
        ("The five-member family left.", "compound"),
        ("No one was hurt.", "pronoun"),
        ("They saw one another.", "pronoun"),
        ("One of the largest camps is there.", "pronoun"),
        ("At one point it rained.", "pronoun"),
        ("It was the worst one in years.", "pronoun"),
    ],
)
def test_no_count(text: str, why: str) -> None:
    assert not counts(text)
    assert why in {number.not_count for number in read(text)}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The toll has risen from 19 to 37.", [19, 37]),
        ("The toll was 34, and the report said so.", [34]),
        ("The toll is now 34, up from 19.", [34, 19]),
        ("Some 5 000 to 10 000 of 1,200,000 left.", [10000, 1200000]),
        ("Police counted 3 dead and 5 hurt.", [3, 5]),
        ("In 14 villages 300 homes fell.", [14, 300]),
        ("In August, 16 people drowned.", [16]),
        ("On 17 July 36 people drowned.", [36]),
        ("A total of 20 in two districts drowned.", [20, 2]),
        ("Only 19 of the 21 miners lived.", [19, 21]),
        ("One of them died.", [1]),
        ("In Sylhet Division 337 people drowned, some 20 by noon.", [337, 20]),
        ("Water took 12 homes, then 12 by 12 bridges.", [12]),
        ("The total since 1997 came to 75,000, that of 2001 to 9,000.", [75000, 9000]),
        ("They are told of in (4, 12) and (4, 1200).", [4, 12, 4, 1200]),
        ("One of the soldiers died.", [1]),
        ("He said that one suspect was held.", [1]),
        ("Among them two generals, 11 colonels and four captains.", [2, 11, 4]),
        ("A family of seven drowned.", [7]),
        ("He named four (4) districts.", [4]),
        ("A group of 12, a crew of 14 and a mother of five children drowned.", [12, 14, 5]),
        ("Of the injured, 12, including a nurse, are in Busia (9) and Siaya (3).", [12, 9, 3]),
        ("In the past 40 families left; the past 2 weeks were dry.", [40]),
        ("It has hit 4,300 or 21,900 people, 300 or 400 of them in town.", [4300, 21900, 400]),
        ("Refugees number 9,000.", [9000]),
        ("Nobody counted. A woman, another and both of several many few.", []),
        ("The scores came in, the first, second and third too.", []),
        ("See https://example.org/20/people or mail x5@example.org.", []),
        ("In 24 500 people moved, 12,000 of them twice.", [24, 500, 12000]),
        ("", []),
    ],
)
def test_all_counts(text: str, values: list[int]) -> None:
    assert [number.value for number in counts(text)] == values


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()  # fmt: skip
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def spell(value: int) -> str:
    """An integer below a billion in English words."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + (f"-{_ONES[value % 10]}" if value % 10 else "")
    for scale, name, joint in ((10**6, "million", " "), (1000, "thousand", " "), (100, "hundred", " and ")):
        if value >= scale:
            rest = value % scale
            between = " and " if 0 < rest < 100 else joint
            return f"{spell(value // scale)} {name}" + (between + spell(rest) if rest else "")
    raise AssertionError


def indian(value: int) -> str:
    head, tail = divmod(value, 1000)
    groups = []
    while head:
        head, group = divmod(head, 100)
        groups.append(f"{group:02}" if head else str(group))
    return ",".join([*reversed(groups), f"{tail:03}"]) if groups else str(tail)


SPELLINGS: dict[str, Callable[[int], str]] = {
    "comma": lambda value: f"{value:,}",
    "space": lambda value: f"{value:,}".replace(",", " "),
    "thin": lambda value: f"{value:,}".replace(",", "\u2009"),
    "apostrophe": lambda value: f"{value:,}".replace(",", "’"),
    "indian": indian,
    "words": spell,
    "Words": lambda value: spell(value).capitalize(),
    "millions": lambda value: f"{value / 10**6:f} million",
}


@given(st.integers(0, 10**9 - 1), st.sampled_from(sorted(SPELLINGS)))
def test_render_and_parse_back(value: int, spelling: str) -> None:
    written = SPELLINGS[spelling](value)
    text = f"They moved {written} people."
    found = read(text)
    assert [(text[n.start : n.end], n.value, n.not_count) for n in found] == [(written, value, None)]


_PIECES = st.sampled_from(
    "one two dozen hundred thousand million and a half of between from to or - – 9,000 9 300 1.5 2012 05 12/09 % km $ more than at least up to "
    "tens thousands few several people families , . ' 's ( ) \n K ı ſ 1e5 +41 3M-54 who@un.org www.x.org".split(" ")
)


@given(st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=25).map(" ".join), st.lists(_PIECES, max_size=25).map("".join)))
def test_laws(text: str) -> None:
    floor = 0
    for number in read(text):
        assert floor <= number.start < number.end <= len(text)
        assert number.phrase_start <= number.start and number.end <= number.phrase_end
        assert any(character.isalnum() for character in text[number.start : number.end])
        assert number.low is None or number.low <= number.value
        assert number.high is None or number.value <= number.high
        assert (number.low, number.high) != (None, None)
        floor = number.end


@pytest.mark.parametrize(
    "piece", ["1", "1,", "1 ", "one ", "1.5 million ", "a", "and ", "tens of ", "more than ", "half of ", "+1 2", "-", "x@", "1-", "\n1"]
)
def test_long_runs_take_linear_time(piece: str) -> None:
    text = piece * (15_000 // len(piece))
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 6
