"""Who says a figure. The passages are our own words; the number asked about stands in double brackets."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marked import name_of, said_by
from onrecord.reading.quotes import quotes
from onrecord.reading.sources import source_for, speeches
from onrecord.text import sentences
from onrecord.types import Source


@pytest.mark.parametrize(
    ("passage", "name", "kind"),
    [
        ("Oxfam said [[4,000]] people had reached the valley.", "Oxfam", "ngo"),
        ("About [[4,000]] people have reached the valley, the U.N. migration office said on Friday.", "U.N. migration office", "un"),
        (
            "About [[4,000]] people have reached the valley, said Lena Ortiz, head of the provincial relief office.",
            "Lena Ortiz",
            "government",
        ),
        ("According to local authorities, [[4,000]] people left.", "local authorities", "government"),
        ("Some [[4,000]] people left, according to figures released by the interior ministry.", "interior ministry", "government"),
        ("UNHCR figures show that [[4,000]] people left.", "UNHCR", "un"),
        (
            "A Kestrian Foreign Ministry official had earlier put the influx at [[8,000]].",
            "Kestrian Foreign Ministry official",
            "government",
        ),
        ("Disaster minister Omar Vell told Reuters that [[300]] families were moved.", "Disaster minister Omar Vell", "government"),
        ("According to a police source, Vell had moved [[300]] families.", "police source", "government"),
        ("Omar Vell, the mayor of Port Amber, told Reuters that [[300]] families were moved.", "Omar Vell", "government"),
        ("The mayor of Port Amber, Omar Vell, said [[300]] families were moved.", "Omar Vell", "government"),
        ("Ana Rey, 54, an affected villager said [[30]] neighbours had left.", "Ana Rey", "witness"),
        ("Rebels were quoted as saying [[30]] soldiers had deserted.", "Rebels", "armed_group"),
        ("Police have found [[nine]] more bodies.", "Police", "government"),
        ("At least [[10,000]] people returned to the delta (UNHCR, 3 May 2011).", "UNHCR", "un"),
        ("The toll was made from the official government figure of [[262]] dead.", "government", "government"),
        ("A statement from the Red Crescent said [[90]] families slept outside.", "Red Crescent", "ngo"),
        ("Based on data from the relief agency, [[90]] families slept outside.", "relief agency", "ngo"),
        ("Amber Watch Network has documented the names of [[900]] prisoners.", "Amber Watch Network", "ngo"),
        ("[[Nine]] people drowned, Radio Amber reported, citing harbour authorities.", "harbour authorities", "government"),
        ("[[Nine]] people drowned, Radio Amber reported on its website.", "Radio Amber", "media"),
        ("[[Nine]] people drowned there, Omar Vell, spokesman of the relief agency, told a news briefing.", "Omar Vell", "ngo"),
        ("“We helped [[nine]] people,” said Relief Agency Director in Amber, Omar Vell, as he left.", "Omar Vell", "ngo"),
        ("[[Nine]] were treated, said Lena Ortiz, coordinator at Oxfam Health (OH), which runs a clinic.", "Lena Ortiz", "ngo"),
        ("A teacher who fled the town in late May told reporters that [[nine]] were left.", "teacher", "other"),
        ("Police quoted in the paper confirmed that [[nine]] people were moved.", "Police", "government"),
        ("Some pilots who crossed the ridge said that they saw [[nine]] burnt huts.", "Some pilots", "other"),
        ("The charity working the ferry said [[nine]] were moved.", "charity", "ngo"),
        ("The Amber Tracing Unit funded by Oxfam estimates that [[nine]] huts burnt.", "Amber Tracing Unit", "other"),
        (
            "The Kestrian Relief Agency (KRA as per its acronym in Kestrian), reported that [[nine]] drowned.",
            "Kestrian Relief Agency",
            "ngo",
        ),
        ("On 3 May, the Relief Agency, (RA), said [[nine]] drowned.", "Relief Agency", "ngo"),
        ("The relief agency in turn reports [[nine]] dead.", "relief agency", "ngo"),
        ("[[Nine]] families were moved, according to a statement signed by the mayor, Omar Vell.", "Omar Vell", "government"),
        ("“[[Nine]] were moved,” said the Oxfam director of operations, Omar Vell.", "Omar Vell", "ngo"),
        ("More than [[900]] deaths have been recorded by the UN human rights office since May.", "UN human rights office", "un"),
        ("[[Nine]] homes were damaged, reports “Amber News”.", "Amber News", "media"),
        ("[[Nine]] people drowned, said the Amber government, citing the coast guard.", "Amber government", "government"),
        ("Oxfam, citing police figures, estimated that [[nine]] people drowned.", "Oxfam", "ngo"),
        ("At least 40 people drowned, officials said, while [[300]] were saved.", "officials", "government"),
        ("“We counted [[nine]] graves,” a herder said over a telephone that died soon after.", "herder", "witness"),
        ("The first estimates (dated 3 May) from the Relief Agency indicate the death toll rose to [[nine]].", "Relief Agency", "ngo"),
        ("Oxfam counted 40. According to the same source, [[nine]] of them were children.", "Oxfam", "ngo"),
        ("The Kestrian Air Force said [[nine]] people were moved.", "Kestrian Air Force", "government"),
        ("A senior official named Omar Vell said [[nine]] people were moved.", "Omar Vell", "government"),
        ("A provincial emergency response centre counted [[nine]] dead.", "provincial emergency response centre", "government"),
        ("By the count of the Harbour Red Cross [[900]] people slept in the hall.", "Harbour Red Cross", "ngo"),
        ("Some [[900]] huts are gone, by the ministry's reckoning.", "ministry", "government"),
        ("A tally by the relief agency comes to [[900]].", "relief agency", "ngo"),
        ("The ministry's own estimate is [[900]].", "ministry", "government"),
        ("13:20 The mayor of Amber, to local radio: [[900]] people are in the hall.", "mayor of Amber", "government"),
        ("[[900]] people without a roof (UNHCR)", "UNHCR", "un"),
        ("The interior ministry has raised the death toll to [[900]].", "interior ministry", "government"),
        ("[[Nine]] deaths were reported in Amber and Sligo by the harbour police.", "harbour police", "government"),
        ("The war is here, said the mayor of Amber, who estimated that [[900]] people had fled.", "mayor of Amber", "government"),
        ("Some [[900]] people may lose their huts, a human rights group has said in a report out today.", "human rights group", "ngo"),
        ("A volunteer inside the hall told Radio Amber that [[900]] people came.", "volunteer inside the hall", "witness"),
        ("Some [[900]] people were moved, the harbour ministry said Tuesday (July 22nd).", "harbour ministry", "government"),
        ("[[Nine]] people were moved, the harbour ministry said here.", "harbour ministry", "government"),
        ("According to state media, as of 28 July, the number of deaths reached [[nine]].", "state media", "media"),
        ("Some [[900]] people are affected (AMDA data).", "AMDA", "other"),
        ("A total of [[900]] huts are gone (Source AMDA), in the south.", "AMDA", "other"),
        ("Moreover, [[900]] people have been registered, according to the ministry.", "ministry", "government"),
        ("Doctors Without Borders says [[900]] people fled.", "Doctors Without Borders", "ngo"),
        ("Save the Children (SC) said [[900]] people fled.", "Save the Children", "ngo"),
        ("Some [[900]] people fled, according to Save the Children.", "Save the Children", "ngo"),
        ("An official bulletin said [[900]] people were hit.", "official bulletin", "government"),
        ("According to a weekly bulletin of the harbour office, [[nine]] people died.", "harbour office", "government"),
        ("As [[90]] newcomers stood at the gate, officials said that others slept in the wood.", "officials", "government"),
        ("The opposition accused the troops of killing [[nine]] marchers.", "opposition", "other"),
        ("About [[900]] people left.\n\nThis was disclosed by the mayor of Amber.", "mayor of Amber", "government"),
        ("More than [[900]] people flee to Amber – IOM", "IOM", "un"),
        (
            "Omar Vell Lund of the Harbour Red Crescent told Radio Amber so. The mayor was there. He said [[nine]] were left.",
            "Omar Vell Lund of the Harbour Red Crescent",
            "ngo",
        ),
        ("The governor's office speaks of [[forty]] families on the dyke.", "governor's office", "government"),
        ("The parish of Amber reckons that [[900]] have walked to the coast.", "parish of Amber", "other"),
        ("A forensic clerk at the old mill in Amber says that [[nine]] were found.", "forensic clerk at the old mill in Amber", "other"),
        ("“I lost [[three]] sons,” said a herder as the rain fell.", "herder", "witness"),
        ("More than [[900]] residents, the Amber Police said, have been moved.", "Amber Police", "government"),
        ("Some [[900]] are in the hall, the mayor said after a drive round this morning.", "mayor", "government"),
        ("Some [[900]] are in the hall, the mayor said in Amber, most of them children.", "mayor", "government"),
        ("Some [[900]] are in the hall, said the Amber Relief Agency (ARA) in a note.", "Amber Relief Agency", "ngo"),
        ("The Amber Relief Council, which has staff there, reckons that [[900]] wait.", "Amber Relief Council", "government"),
        ("A military spokesman, in a statement sent on Friday, denied that [[900]] had left.", "military spokesman", "government"),
        ("According to Oxfam, which had staff there, [[900]] were moved.", "Oxfam", "ngo"),
        ("According to current official estimates, [[900]] are in the halls.", "official estimates", "government"),
        ("[[Nine]] families came to Amber, reports a weekly in Sligo.", "weekly", "media"),
        ("As per the civil registry, [[900]] houses were burnt.", "civil registry", "government"),
    ],
)
def test_an_attribution_in_the_sentence(passage: str, name: str, kind: str) -> None:
    source = said_by(passage)
    assert source is not None, passage
    assert (source.name, source.kind) == (name, kind)


@pytest.mark.parametrize(
    "passage",
    [
        "More than [[4,000]] people have left the valley.",
        "Some reports claimed that up to [[45]] people had died.",
        "The deadliest storm reported in years killed [[12]] people.",
        "Police did not say whether [[12]] people had left.",
        "The ministry declared a state of emergency and sent help to [[300]] people.",
        "Aid is spent according to their needs in a camp of [[300]] people.",
        "The storm hit on Monday, officials said, while [[300]] homes have no power.",
        "Officials said the dam had held. Further north, [[300]] people left their homes.",
        "Residents said planes hit 12 streets. At least [[30]] people were hurt.",
        "Attacks claimed by the Free Front rebels killed [[12]] people.",
        "The Amber Times has learned that [[300]] people left the camp.",
        "The official toll stands at [[300]].",
        "The slide claimed [[nine]] lives.",
        "Flood reported in 14 towns of the delta; [[300]] houses stand in water.",
        "Port Amber, on the far side, reported only [[nine]] deaths.",
        "Police arrested [[ten]] residents of the camp.",
        "According to first reports, [[ten]] people died.",
        "The slide killed [[ten]] people by official count.",
        "Officials said the dam broke. Elsewhere [[ten]] people have reportedly died.",
        "The flooding in Amber that we first reported here has killed [[ten]] people.",
        "The storm hit Amber, officials said, as it left [[ten]] people dead.",
        "A total of [[ten]] cases was recorded by the gauge near the bridge.",
        "The toll in Amber rose, and Sligo with its 40 huts was hit (Photo: Amber Press). Later [[ten]] people died.",
    ],
)
def test_no_attribution(passage: str) -> None:
    assert said_by(passage) is None


TWO = "Around [[%s]] people crossed, the refugee agency said on Friday, and state media said [[%s]] officers had come too."


def test_two_speakers_in_a_sentence() -> None:
    first, second = (
        said_by(TWO.replace("[[%s]]", "[[900]]", 1).replace("[[%s]]", "26")),
        said_by(TWO.replace("[[%s]]", "900", 1).replace("%s", "26")),
    )
    assert first == Source("refugee agency", "un")
    assert second == Source("state media", "media")


def test_a_medium_only_where_nobody_else_speaks() -> None:
    assert said_by("Reuters reports that [[31]] people died in the city, the governor said on Tuesday.") == Source("governor", "government")
    assert said_by("Xinhua reported that [[31]] people died in the city.") == Source("Xinhua", "media")


@pytest.mark.parametrize(
    "passage",
    [
        "“The road is gone. We moved [[700]] people,” said Lena Ortiz.",
        "“The road is gone,” said Lena Ortiz. “We moved [[700]] people.”",
        'Lena Ortiz said: "The road is gone. We moved [[700]] people."',
        "Lena Ortiz said 900 people were hurt. Two of the people died, among [[700]] in all.",
        "Lena Ortiz said 900 people were hurt. Another [[700]] were moved.",
        "Lena Ortiz said 900 people were hurt. By Monday [[700]] of them were home.",
        "Lena Ortiz said 900 people were hurt. So far [[700]] have gone home.",
        "Lena Ortiz said 900 people were hurt. The number includes [[700]] in Amber.",
        "Lena Ortiz said 900 people were hurt. The flood reportedly hurt [[700]] more in Amber.",
        "Lena Ortiz said 900 people were hurt. In Amber, a reported [[700]] were moved.",
        "Lena Ortiz said 900 people were hurt. In detail, [[700]] were cut by glass.",
        "Lena Ortiz, where the flood began, said some [[700]] people were hurt.",
        "Lena Ortiz said 900 people were hurt. She had a list of [[700]] more.",
        '"The figure is [[700]].\n\n"They are safe," said Lena Ortiz.',
        "Lena Ortiz also said that:\n[[700]] people were moved\n20 roads are closed",
        "Lena Ortiz said 26 officers had crossed.\n\nThe officers came with their families, [[700]] people in all.",
    ],
)
def test_a_statement_of_several_sentences(passage: str) -> None:
    assert name_of(passage) == "Lena Ortiz"


@pytest.mark.parametrize(
    "passage", ["Some [[700]] homes were lost.", "More than [[700]] people had to leave.", "[[700]] people have been hurt."]
)
def test_a_body_that_counts_goes_on_counting(passage: str) -> None:
    said = said_by(f"Yesterday the Kestrian government said that the flood hit nine towns. {passage}")
    assert said == Source("Kestrian government", "government")
    assert said_by(f"The flood hit nine towns, the Kestrian government said. {passage}") is None


def test_a_place_that_reports_dead_is_where_they_were() -> None:
    def told_by(text: str) -> Source | None:
        parts = sentences(text)
        return source_for(text.index("nine"), parts, speeches(text, parts, places=frozenset(("Sligo", "Vell"))))

    assert told_by("Of 40 deaths, Sligo has reported nine.") is None
    assert told_by("Sligo says that nine people died.") == Source("Sligo", "other")
    assert told_by("Governor Omar Vell was there. Vell confirmed nine deaths.") == Source("Vell", "government")


def test_the_publisher_is_no_source_and_a_country_is_its_government() -> None:
    text = "The Amber Times said 40 people had left. Kestria said 50 people had left."
    parts = sentences(text)
    (speech,) = speeches(text, parts, "Amber Times", frozenset({"Kestria"}))
    assert (speech.name, speech.kind) == ("Kestria", "government")


def test_a_speech_names_its_speaker_in_the_text() -> None:
    text = "On Monday, the Civil Protection Agency said 40 people had left."
    (speech,) = speeches(text, sentences(text))
    assert text[speech.start : speech.end] == speech.name == "Civil Protection Agency"
    assert speech.cue == "said"


def test_quotes_of_several_paragraphs_and_broken_marks() -> None:
    text = "“One.\n\n“Two.” He left. 'Three,' she said. '\x80\x9cFour.'\x80\x9d"
    assert [text[a:b] for a, b in quotes(text)] == ["“One.\n\n", "“Two.”", "'Three,'", "'\x80\x9cFour.'\x80\x9d"]


@given(
    st.lists(
        st.sampled_from(
            'said told the UN He “ ” " , . : ( ) 9,000 people according to ministry of by that Omar report and while\n\n'.split(" ")
        ),
        max_size=60,
    )
)
def test_any_text_has_speeches_within_it(pieces: list[str]) -> None:
    text = " ".join(pieces)
    parts = sentences(text)
    found = speeches(text, parts)
    for speech in found:
        assert 0 <= speech.start < speech.end <= len(text)
        assert 0 <= speech.scope[0] <= speech.scope[1] <= len(text)
        assert speech.name
    for at in range(0, len(text), 7):
        source_for(at, parts, found)


def test_time_grows_with_the_text_only() -> None:
    text = "Oxfam said 40 people left (“all of them”). He said: “It is bad.” The UN and the Red Cross, it said, sent 9 trucks. " * 1500
    parts = sentences(text)
    begun = time.process_time()
    found = speeches(text, parts)
    for at in range(0, len(text), 200):
        source_for(at, parts, found)
    assert time.process_time() - begun < 5
