"""Who says a figure, by the words of attribution. The passages are our own words; the number asked about stands in double brackets."""

from __future__ import annotations

import pytest

from onrecord.reading.sources import source_for, speeches
from onrecord.text import sentences


def _name_of(marked: str) -> str | None:
    start = marked.index("[[")
    text = marked.replace("[[", "").replace("]]", "")
    parts = sentences(text)
    source = source_for(start, parts, speeches(text, parts))
    return source.name if source else None


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("The Amber National Union, however, said that fewer than [[500]] had gone home.", "Amber National Union"),
        ("The council, for its part, counted [[500]] displaced.", "council"),
        ("Officials, nevertheless, said [[30]] people drowned.", "Officials"),
        ("The guild of tailors, too, said that [[40]] families had left.", "guild of tailors"),
        ("The storm, however, claimed [[40]] lives.", None),
    ],
)
def test_what_commas_set_off_between_a_speaker_and_the_verb(passage: str, name: str | None) -> None:
    assert _name_of(passage) == name


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("The quake claimed at least [[40]].", None),
        ("Cholera has claimed [[40]] in the camp.", None),
        ("Typhoon Kestrel has claimed [[40]] people.", None),
        ("The rebels claimed [[40]] dead.", "rebels"),
        ("Ina Storm claimed that [[40]] were dead.", "Ina Storm"),
    ],
)
def test_what_takes_lives_says_nothing(passage: str, name: str | None) -> None:
    assert _name_of(passage) == name


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("On arrival in Dorna, the UNHCR team was told that [[800]] residents had fled.", "UNHCR team"),
        ("UNHCR has received reports that as many as [[18,000]] people crossed.", "UNHCR"),
        ("Police received word of [[40]] deaths in the villages.", "Police"),
        ("The Red Cross knows of [[40]] deaths.", "Red Cross"),
        ("UNHCR saw [[40]] people packed into one house.", "UNHCR"),
        ("Families were told that [[40]] people had died.", None),
        ("Reporters were told that [[40]] people had died.", None),
        ("UNHCR has received queries about a report that two had gone. [[Two]] men were arrested.", None),
        ("The army received [[40]] wounded.", None),
        ("The navy saw [[40]] of its men drowned.", None),
    ],
)
def test_what_a_body_has_learned(passage: str, name: str | None) -> None:
    assert _name_of(passage) == name


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ('"It is a crisis," said Mr Tondo, who estimated between [[3,000]] and 4,000 people had fled.', "Mr Tondo"),
        ('"It is a crisis," said Mr Tondo, who put the number at [[3,000]].', "Mr Tondo"),
        ('"They shot at us," Abbot Lund, in charge of the parish, said, adding that [[seven]] were hurt.', "Abbot Lund"),
        ("An IDP from the camp, Ina Lund, said that [[40]] had died.", "Ina Lund"),
        ("A widow's neighbour, who lost a son, Ina Lund, wept. She said: “They killed [[nine]] of us.”", "Ina Lund"),
        ("Port Amber, in charge of the parish, has [[40]] huts.", None),
    ],
)
def test_a_speaker_named_with_a_clause(passage: str, name: str | None) -> None:
    assert _name_of(passage) == name


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("[[Nineteen]] people were killed, the lawyers' association said.", "lawyers' association"),
        ("[[Nineteen]] people were killed, according to the Lawyers’ Association of Dorna.", "Lawyers’ Association of Dorna"),
        ("‘They shot the farmers’ Ina Lund said. ‘They killed [[four]] of them.’", "Ina Lund"),
        (
            "[[Nine]] died, according to the provincial flood control and drought relief headquarters on Monday.",
            "provincial flood control and drought relief headquarters",
        ),
        ("[[Nine]] died, according to the farmers and the rest of them near the office.", "farmers"),
        ("[[Nine]] died, we learned on Sunday from a religious source.", "religious source"),
        ("[[Nine]] died, as indicated by the commission.", "commission"),
        ("[[Nine]] came, according to figures provided to the paper by the refugee agency.", "refugee agency"),
        ("UNHCR came. The Amber Red Cross said 12 died. The refugee agency said [[40]] left.", "UNHCR"),
        ("The Red Cross attributes at least [[176]] deaths to the rains.", "Red Cross"),
    ],
)
def test_whom_a_phrase_names(passage: str, name: str | None) -> None:
    assert _name_of(passage) == name


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("A spokesman for the K12, Willy Ngo, said that bombs had killed [[13]] civilians.", "Willy Ngo"),
        ("At least [[40]] died, the guild's lawyer, Ann Lund, and two witnesses told us.", "Ann Lund"),
        ('"We have received [[57]] wounded," the doctor in charge, Prince Lund, explained to the Agency in Dorna.', "Prince Lund"),
        ('"We have received [[57]] wounded," sighed Dr Prince Lund.', "Dr Prince Lund"),
        ("The army, whose spokesman had spoken of eleven dead, put the toll at [[19]].", "army"),
        ("The army, whose spokesman had spoken of [[eleven]] dead, put the toll at 19.", "spokesman"),
        ("Ina Lund came. The quake claimed 40 in Dorna, where the mayor, Ann Sorel, wept. She said [[60]] were missing.", "Ann Sorel"),
        ("Assessment teams found that [[3,150]] houses had collapsed.", "Assessment teams"),
        ("Reports found that [[3,150]] houses had collapsed.", None),
    ],
)
def test_speakers_among_others(passage: str, name: str | None) -> None:
    assert _name_of(passage) == name


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("The bulletin, released by the ministry on 6 May, shows [[40]] deaths.", "ministry"),
        ("Data released on Monday by the ministry show [[40]] deaths.", "ministry"),
        ("A notice by the ministry says [[40]] died.", "ministry"),
        ("The news agency ABN, quoting the mayor, said [[40]] died.", "mayor"),
        ("The mayor was quoted by the news agency ABN as saying that [[40]] died.", "mayor"),
        ("At least [[40]] died, the UN migration office said on Tuesday, citing church volunteers.", "UN migration office"),
    ],
)
def test_who_speaks_in_a_paper_or_another_s_words(passage: str, name: str | None) -> None:
    assert _name_of(passage) == name


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("The toll rose to [[40]] in Dorna (BNPB, media).", "BNPB"),
        ("The flood claimed [[40]] lives (OCHA 12/05).", "OCHA"),
        ("Some [[41]] houses fell in the town of Beni (DRC).", None),
        ("Some [[41]] families are in relief centres (PPS).", None),
        ("Some [[41]] families were moved by the Amber Relief Guild (ARG).", None),
        ("Some [[41]] families have things from the Red Cross (ICRC).", None),
        ("Some [[41]] families wait in Bokajan [AFP]", None),
        ("In May 41 came. DORNA (UNHCR) - Some [[41]] families wait.", None),
    ],
)
def test_who_stands_in_brackets(passage: str, name: str | None) -> None:
    assert _name_of(passage) == name


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("The mayor toured the town on Monday, and said [[40]] had died.", "mayor"),
        ("OCHA condemned the raid and said [[40]] had died.", "OCHA"),
        ("The Kestrian side has its own figures, and speaks of [[41]] dead.", "Kestrian side"),
        ("The storm crossed the bay and put [[41]] at risk.", None),
        ("Families left the town and found [[40]] rooms in the port.", None),
    ],
)
def test_a_second_verb_of_who_opens_the_sentence(passage: str, name: str | None) -> None:
    assert _name_of(passage) == name


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("The UN asks for money for the [[40,000]] people it says are trapped.", "UN"),
        ("Some [[40,000]] people whom the UN says are trapped need food.", "UN"),
        ("There was fear among [[thousands]] in the camps, with villagers saying they had lost faith.", None),
        ("Of those, about [[3,300]] were assessed, with the mayor warning the number would rise.", None),
        ("“[[Three]] died,” said Ilie Pop at the old relief barrack where over 7,500 persons live.", "Ilie Pop"),
        ("“Three died,” said Ilie Pop at the old relief barrack where over [[7,500]] persons live.", None),
        ("[[Forty]] people were counted by the Red Cross.", "Red Cross"),
        ("[[Forty]] people were sheltered by the Red Cross.", None),
        ("Ilie Pop, of Dorna, said [[40]] left.", "Ilie Pop"),
        ("Ilie Pop, 44, of the village said [[40]] left.", "Ilie Pop"),
        ("Port Amber, from the far side, reported [[40]] dead.", None),
        ("A beekeeper, Ilie Pop, said at least [[40]] drowned.", "Ilie Pop"),
        ("Ilie Pop - whose brother drowned - said at least [[40]] were dead.", "Ilie Pop"),
    ],
)
def test_how_far_the_words_of_a_speaker_reach(passage: str, name: str | None) -> None:
    assert _name_of(passage) == name


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("The guild spoke. “[[Three]] are missing,” said one of the displaced, who asked not to be named.", "one of the displaced"),
        ("One of the survivors, Ilie Pop, said [[40]] drowned.", "Ilie Pop"),
        ("“[[Three]] are missing,” one of them said.", None),
        ("Colonel Ilie Pop toured Dorna. According to him, [[nine]] died.", "Colonel Ilie Pop"),
        ("Officials in Dorna spoke out. According to them, [[nine]] died.", "Officials in Dorna"),
        ("Ilie Pop spoke out. According to them, [[nine]] died.", None),
        ("A spokesperson, Cmdr. Ilie Pop, said [[40]] left.", "Cmdr. Ilie Pop"),
        ("[[Forty]] left, the sous-préfet said.", "sous-préfet"),
        ("[[Forty]] left, according to its deputy chairman.", "its deputy chairman"),
        ("Ann Lee said UNHCR had registered [[40]] people.", "Ann Lee"),
        ("Ann Lee said UNHCR reported [[40]] people.", "UNHCR"),
        ("UNHCR voiced alarm over the fate of [[4,000]] people at sea.", "UNHCR"),
        ("UNHCR counted as many as [[4,000]] arrivals.", "UNHCR"),
        ("DORNA, Ambria—Around [[40]] left, says Ambria’s home ministry, but some have returned.", "Ambria’s home ministry"),
    ],
)
def test_one_of_several_and_whom_a_pronoun_means(passage: str, name: str | None) -> None:
    assert _name_of(passage) == name


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("UNICEF's latest snapshot puts the number of children in need at [[80,000]].", "UNICEF"),
        ("The survey, carried out by UNICEF in May, found that [[80,000]] children are displaced.", "UNICEF"),
        ("“[[3,500]] are in need,” read a statement by Oxfam.", "Oxfam"),
        ("[[3,500]] are in need, says a report issued at 6 am on Tuesday, May 30 by Oxfam.", "Oxfam"),
        ("Oxfam issued a statement. It reads: “[[3,500]] are in need.”", "Oxfam"),
        ("Mayor Ilie Pop read [[40]] names.", None),
        ("The ministry's toll is [[40]].", "ministry"),
        ("The death toll of [[40]] is disputed.", None),
        ("The ministry gave a toll of [[40]].", "ministry"),
        ("The ministry published the names of [[40]] dead.", "ministry"),
        ("The ministry released [[40]] prisoners.", None),
        ("The ministry issued orders to [[40]] families.", None),
    ],
)
def test_papers_and_tolls_of_a_body(passage: str, name: str | None) -> None:
    assert _name_of(passage) == name
