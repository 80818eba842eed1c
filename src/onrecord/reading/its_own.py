"""Whether a place and a number belong together beyond doubt: "Ha Giang (7)", "Sindh has reported 678", "people in North Kivu to 2.5 million"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from onrecord.reading import lexicon
from onrecord.reading.near import word_before
from onrecord.reading.site_evidence import Ask
from onrecord.reading.sites import MOVING, Site

_WORDS = lexicon.word_sets("sites")
_BRACKETED = 6  # words of brackets before the last number in them
_CHAINED = 5  # words between a place and the one that it lies in: "in Bojayá, in the forest of Chocó"
_PAIRED = 3  # words between two numbers of one place: "seven dead and one missing"
_ATTACHED = 7  # words from a bare number to its place: "five in the eastern province of Jiangxi"
_OWNING = frozenset(
    "has have had with which housing sheltering hosting accommodating".split()
)  # between a place and its number: "Cachar with 109,798", "Kep, which has 300"
_TELLING = frozenset("reported recorded counted".split())  # so too before a bare number: "Sindh has reported 678"
_RANKED = 10  # words between a place that is worst hit and its number
_WORST = frozenset("worst most hardest severely badly heaviest".split())
_WITH = frozenset(("with", "where"))
_RANKING = (
    frozenset(
        "is was are the worst most hardest hard severely badly heavily affected hit , of all district province county area region by far".split()
    )
    | _WORST
    | _WITH
)
_HARMED = frozenset("dead deaths missing injured wounded fatalities casualties".split())  # heads of a number that a place reports
_SUBJECT = ("", ",", "and", "while", ";", "but")  # before a state that does something
_TAKEN = frozenset("taken received accepted welcomed hosts hosted host took".split())
_TAKES = _TAKEN | frozenset("has have had in also already alone now currently is".split())
_ON_WAY = 5  # words between the two ends of a way
_CAMPS = frozenset("camp site centre center settlement shelter".split())
_OFF_WAY = frozenset(", ; and while who which where after when as since because".split())
_DRIVEN = frozenset("driven displaced uprooted forced expelled fleeing".split())
_AWAY = ("from", "leaving")
_TOWARDS = ("to", "into", "towards", "toward")
_COUNTED_IN = 3  # words from the people to where they are: "in the north-eastern X"


def is_listed(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether name and bare number stand side by side: "Ha Giang (7)", "Lebanon: 12,000", "22 in Thailand"."""
    at, behind = site.last, ask.slot.last
    if site.kind != "country" and ask.act not in MOVING and ask.slot.number_end <= site.first and at < behind:
        return True  # "six Kumasi residents"
    bare = ask.slot.counted.kind == "none" or ask.slot.counted.head in ("more", "others")
    between = ask.words[behind + 1 : site.first]
    attached = 0 < site.first - behind <= _ATTACHED and _WORDS["link"].issuperset(between)
    if bare and attached and ask.words[behind] in ("to", "in", "within", "inside", "from", "at", "into", "near", "more", "for"):
        return True  # "another 1,000 to Jordan"
    if at == ask.slot.first - 1 and at < len(ask.words) and ask.words[at] in ("(", ":", "–", "-"):
        alone = bare and ask.words[behind : behind + 1] != ("who",)
        return ask.words[at] == "(" or alone or site.first > 0 or not _is_filed(site, ask, own)
    return _has_its_own(site, ask, own) or _takes_in(site, ask, own) or _is_in_brackets(site, ask) or _is_of_camp(site, ask)


def _is_in_brackets(site: Site, ask: Ask) -> bool:
    """Whether the brackets right behind a place hold the number among others: "Sitra (9 points, 382 persons)"."""
    inside = ask.words[site.last : ask.slot.first]
    counting = len(inside) > 1 and inside[0] == "(" and inside[1][0].isdigit()
    return counting and len(inside) <= _BRACKETED and not {")", "("} & set(inside[1:])


def _is_of_camp(site: Site, ask: Ask) -> bool:
    """Whether a place between commas says which camp is told of: "the fourth camp, *at Nakivale*, is full with 5,100 refugees"."""
    camp, *led = [*ask.words[max(0, site.first - 3) : site.first], ""][:3]
    inside = ask.act in ("sheltered", "hosted", "registered") and site.last <= ask.slot.first
    return inside and camp in _CAMPS and led in ([",", "at"], [",", "in"]) and ask.words[site.last : site.last + 1] == (",",)


def _takes_in(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether a state says of itself that it takes people in: "Norway said it would accept 50", "Chad says it has received 900"."""
    said = ask.words[site.last : site.last + 2]
    if ask.act not in ("hosted", "arrived", "registered", "sheltered") or site.kind not in ("country", "admin1") or len(said) < 2:
        return False
    taken = ask.words[site.last : ask.slot.first]
    if (
        len(site.mentions) == 1
        and taken
        and word_before(ask.words, site.first) in _SUBJECT
        and _TAKES.issuperset(taken)
        and not _TAKEN.isdisjoint(taken)
    ):
        return True
    between = ask.words[site.last : ask.slot.first]
    alone = not any(site.last <= other.first for other in own) and not any(site.last <= slot.first < ask.slot.first for slot in ask.slots)
    return alone and said[0] in _WORDS["says"] and "it" in between[:3] and not _WORDS["accepting"].isdisjoint(between)


def way_of(ask: Ask, own: Sequence[Site]) -> tuple[Site, Site] | None:
    """The two ends of a way told right behind people: "have crossed *from Colombia into Panama*", "returned *to Goma from Minova*"."""
    if ask.act not in MOVING:
        return None
    end = min([len(ask.words), *(slot.first for slot in ask.slots if slot.first >= ask.slot.last)])
    row = [site for site in own if ask.slot.last <= site.first < end]
    for one, other in pairwise(row):
        between = ask.words[one.last : other.first - (word_before(ask.words, other.first) == ",")]
        if len(between) > _ON_WAY or not _OFF_WAY.isdisjoint(between):
            continue
        if one.lead in _AWAY and other.lead in _TOWARDS:
            return one, other
        if one.lead in _TOWARDS and other.lead in _AWAY:
            return other, one
        if ask.act == "arrived" and other.lead in _TOWARDS and _is_driven_from(one, ask):
            return one, other
    return None


def _is_driven_from(site: Site, ask: Ask) -> bool:
    """Whether those who came had been driven out of a place: "families *driven from their homes by mobs in Rakhine* have come to Sittwe"."""
    return site.lead in _WORDS["scene"] and ask.words[ask.slot.last] in _DRIVEN


def is_shared(ask: Ask, own: Sequence[Site]) -> bool:
    """Whether one list of places closes all that a sentence counts: "report 7 deaths, 230 families affected and 45 houses destroyed *across
    La Paz, Oruro and Potosí*"."""
    if len(own) != 1 or own[0].lead != "across" or ask.act in MOVING:
        return False
    return all(slot.last <= own[0].first for slot in ask.slots)


def is_counted_in(site: Site, ask: Ask) -> bool:
    """Whether a place stands between the people and their number: "the number of displaced people in North Kivu to 2.5 million"."""
    told = ask.slot.counted.told
    return told is not None and 0 <= site.first - told[1] <= _COUNTED_IN and site.last <= ask.slot.first and site.lead in _WORDS["scene"]


def _is_filed(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether a sentence that tells of a place further on opens with where it was written: "Kabul: More than 24,000 have left Kunduz"."""
    return any(other.first >= ask.slot.last for other in own)


def _has_its_own(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether a place owns the number behind it: "Sindh has reported 678, KPK 306", "Ha Tinh has seven dead and one missing, Nghe An five"."""
    slot = ask.slot
    paired = next((one for one in ask.slots if 0 < slot.first - one.last <= _PAIRED and "and" in ask.words[one.last : slot.first]), None)
    apart = paired and ("," in ask.words[paired.last : slot.first] or any(paired.last <= one.first < slot.first for one in own))
    if paired and not apart and site.last <= paired.first:
        slot = paired
    bare = slot.counted.kind in ("none", "unknown")
    if site.last == slot.first:
        return (bare or slot.counted.head in _HARMED) and word_before(ask.words, site.first) in ("", ",", "and", ";", ":")
    between = ask.words[site.last : slot.first]
    if between in (("where",), (",", "where")):  # "were from Maguindanao, where 35,235 people fled"
        return not any(slot.last <= other.first or 0 <= site.first - other.last <= _CHAINED for other in own if other is not site)
    if len(between) <= _RANKED and not _WITH.isdisjoint(between) and not _WORST.isdisjoint(between) and _RANKING.issuperset(between):
        return True  # "Ba is the worst affected with 4,120 people"
    owning = _OWNING | _TELLING if bare or slot.counted.head in _HARMED else _OWNING
    return 0 < len(between) <= _PAIRED and owning.issuperset(between)
