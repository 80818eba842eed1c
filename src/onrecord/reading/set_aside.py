"""Which places of a sentence are not the figure's: those of other numbers, those only passed, those of who tells of another place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.reading import lexicon
from onrecord.reading.near import word_before
from onrecord.reading.roles import befell, is_attached, is_attached_to_part
from onrecord.reading.site_evidence import Ask
from onrecord.reading.sites import MOVING, Site
from onrecord.reading.wholes import first_part

_WORDS = lexicon.word_sets("sites")
_THROUGH = frozenset(("through", "over"))
_MOSTLY = frozenset("mostly mainly chiefly largely especially particularly notably most".split())
_ENDING = frozenset((",", "and", ";", ")"))
_CARE = frozenset("hospital hospitals clinic clinics".split())
_SETTLED = frozenset("arrived sheltered registered hosted".split())  # acts that tell where people are now
_CAUSES = frozenset("because after due following amid as owing since".split())  # a sentence that opens with why people left
_OPENINGS = frozenset(("and", ",", ";", "while", "^"))
_LED = 6  # words from "fled" over "to" to its place
_NEXT = 4  # words from a place to its number: "Belize hosts around 3,000"
_GONE_TO = ("to", "into", "toward", "towards", "onto", "across")
_VERB = 4  # words from "stopped" to the number of those who were
_KEPT = 5  # words from people to "from sailing"
_STRAIT = 3  # words from "crossed" to the water
_CROSSINGS = frozenset("crossing crossings border borders checkpoint post posts gate gates point points bridge pass port".split())
_PASSED = 8  # words from "through" to the place that people pass
_CROSSING = frozenset("cross crosses crossed crossing".split())
_FURTHER = frozenset(("with", "further"))
_DRIVING = frozenset("driven drove forced sent sending driving forcing pushed".split())
_NATIONAL = frozenset("president premier prime minister chancellor king pope secretary-general".split())
_TITLED = 4  # words behind a place in which the office of who speaks there stands
_TELLERS = 6  # words from a town to the verb of those who speak there
_STATES = frozenset("said says say put puts estimates estimated announced stated".split())  # what a town does for its government
_SAID_IN = (("said", "in"), ("says", "in"), ("reporters", "in"), ("journalists", "in"))
_SEATED = frozenset(
    "ministry ministries headquarters embassy office mission bureau branch".split()
)  # these tell of a country or division, not of their town


def of_others(site: Site, ask: Ask) -> bool:
    """Whether a place is told of another number of the sentence."""
    own = is_further(site, ask) or is_of_next(site, ask) or is_goal_of_others(site, ask) or is_of_some(site, ask)
    own = own or is_attached_to_part(site, ask)
    return own or _is_of_care(site, ask) or _is_of_most_before(site, ask) or _is_of_included(site, ask)


def _is_of_included(site: Site, ask: Ask) -> bool:
    """Whether a place behind is that of a part: "seven people have died, *including three in Butte County*"."""
    if site.first <= ask.slot.last or site.lead not in _WORDS["scene"]:
        return False
    parts = (slot for slot in ask.slots if ask.slot.last <= slot.first < site.first and slot.counted.kind == "none")
    return any(word_before(ask.words, part.first) == "including" and site.first - part.number_end <= 2 for part in parts)


def _is_of_most_before(site: Site, ask: Ask) -> bool:
    """Whether a place is where most of those told of before are: "11 people are dead, *mostly in Manipur*, and over 80 injured"."""
    if site.last > ask.slot.first:
        return False
    asides = list(_brackets(ask.words)) if "(" in ask.words else []
    told = [slot for slot in ask.slots if not any(start < slot.first < end for start, end in asides) and slot is not ask.slot]
    before = max(
        (slot.last for slot in told if slot.last <= site.first), default=None
    )  # "mostly in Bagmati (20) and Gandaki (14), 9 are missing"
    if before is None:
        return False
    return not _MOSTLY.isdisjoint(ask.words[before : site.first]) and not _ENDING.isdisjoint(ask.words[site.last : ask.slot.first])


def _is_of_care(site: Site, ask: Ask) -> bool:
    """Whether the wounded were only taken to a place: "three were flown to a *hospital in Tuscaloosa*"."""
    if ask.act != "injured" or site.first < ask.slot.last:
        return False
    way = ask.words[ask.slot.last : site.last + 1]
    return site.lead == "to" or ("to" in way and not _CARE.isdisjoint(way[way.index("to") :]))


def of_part(here: list[Site], ask: Ask) -> list[Site]:
    """Of the sites of a sentence those between the semicolons around the number, if any: "Sudan flood toll rises to 75; floods in Niger kill 32"."""
    marks = [at for at, word in enumerate(ask.words) if word == ";"]
    start = max((at for at in marks if at < ask.slot.first), default=-1)
    end = min((at for at in marks if at >= ask.slot.last), default=len(ask.words))
    return [site for site in here if start < site.first < end] or here


def less_asides(own: list[Site], ask: Ask) -> list[Site]:
    """Without the places of other numbers in brackets: "three dead (two in Sinj, one in Vrlika) and more than 60 injured in the county"."""
    if not own or "(" not in ask.words:
        return own
    asides = [span for span in _brackets(ask.words) if not span[0] < ask.slot.first < span[1]]
    counting = [(start, end) for start, end in asides if any(start < slot.first < end for slot in ask.slots)]
    return [site for site in own if not any(start < site.first < end for start, end in counting)]


def is_aside(ask: Ask, site: Site | None) -> bool:
    """Whether a number and its site stand in the same brackets: "14 dead (10 in Compostela, 4 in Davao)"."""
    if site is None or "(" not in ask.words:
        return False
    return any(start < ask.slot.first < end and start < site.first < end for start, end in _brackets(ask.words))


def _brackets(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where brackets open and close."""
    opened = -1
    for at, word in enumerate(words):
        if word == "(":
            opened = at
        elif word == ")" and opened >= 0:
            yield opened, at
            opened = -1


def is_way(site: Site, ask: Ask, row: Sequence[Site]) -> bool:
    """Whether a site is only passed or aimed at: "crossing the strait from A to B", "rescued from a boat bound for Italy"."""
    if ask.act not in MOVING or is_unreached(site, ask):
        return site.lead in ("toward", "towards")
    if _is_crossing(site, ask.words) or _is_entry(site, ask, row):
        return any(not _is_crossing(one, ask.words) for one in row) or ask.slot.counted.demonym is not None
    if site.kind != "water" or site.wider:
        return False
    crossed = not _CROSSING.isdisjoint(ask.words[max(0, site.first - _STRAIT) : site.first])
    return site.lead in ("across", "over") or (crossed and any(one.lead in ("from", "to", "into") for one in row if one is not site))


def is_unreached(site: Site, ask: Ask) -> bool:
    """Whether people were kept from a place: "rescued from a boat bound for Italy", "stopped 80 who were trying to reach Florida",
    "stopped 80 from sailing to Florida"."""
    words = ask.words[max(0, ask.slot.first - _VERB) : ask.slot.first]
    words += ask.words[ask.trigger.first : ask.trigger.last] if ask.trigger else ()
    kept = site.lead in ("to", "into", "for") and site.first > ask.slot.last and _is_kept_from(ask.words[ask.slot.last : site.first])
    return (kept or site.lead in ("toward", "towards")) and not _WORDS["held_up"].isdisjoint(words)


def _is_kept_from(between: Sequence[str]) -> bool:
    return any(word == "from" and after.endswith("ing") for word, after in pairwise(between[:_KEPT]))


def is_of_its_part(site: Site, ask: Ask) -> bool:
    """Whether only a part of those asked about have gone there: "of the 4 million who fled Ukraine, two million went *to Poland*"."""
    part = first_part(ask.slot, ask.slots, ask.words) if site.lead in _GONE_TO else None
    return part is not None and site.first >= part.first


def _is_crossing(site: Site, words: Sequence[str]) -> bool:
    """Whether people only pass a place: "through the Torkham crossing", "via the border posts at Moyo and Elegu"."""
    before = words[max(0, site.first - _PASSED) : site.first]
    way = max((at for at, word in enumerate(before) if word in ("through", "via")), default=-1)
    if way < 0 or not _CROSSINGS.isdisjoint(before[way:]):
        return way >= 0
    return way >= len(before) - 2 and (before[way] == "via" or not _CROSSINGS.isdisjoint(words[site.last : site.last + 2]))


def _is_entry(site: Site, ask: Ask, row: Sequence[Site]) -> bool:
    """Whether people only came through a place into the one told before it: "enter Costa Rica *through the canton of La Cruz*"."""
    before = ask.words[max(0, site.first - _PASSED) : site.first]
    way = max((at for at, word in enumerate(before) if word == "through"), default=-1)
    if way < 0 or ask.act != "arrived" or not _WORDS["link"].issuperset(before[way + 1 :]):
        return False
    return any(one.last <= site.first and one.lead in ("to", "into") for one in row if one is not site)


def is_home_of_helped(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether those who are in need elsewhere only come from a place: "*in Wamena* we serve 702 families *from Nduga*"."""
    if ask.act != "in_need" or site.lead != "from" or not is_attached(site, ask):
        return False
    return any(one.lead in ("in", "at") and one.last <= ask.slot.first and one.names != site.names for one in own)


def is_left_scene(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether people who are elsewhere now only left what befell a place: "because of fighting *in Rukum*, 208 have found refuge in Kathmandu"."""
    if ask.act not in _SETTLED or not befell(site, ask) or ask.words[0] not in _CAUSES:
        return False
    return any(one.first >= ask.slot.last and (one.lead in _WORDS["scene"] or one.lead in ("to", "into")) for one in own)


def is_narrowed(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether a figure's sentence opens with a place and tells behind the number where in it: "In Mopti, 640 people left villages near Koro"."""
    first, last = ask.slot.first, ask.slot.last
    opening = site.first <= 2 and site.lead in _WORDS["scene"] and site.last <= first
    if not opening or any(slot.first < first for slot in ask.slots) or not _WORDS["partly"].isdisjoint(ask.words[site.last : first]):
        return False
    for inner in own:
        between = site.last <= inner.first and inner.last <= first and inner.lead in _WORDS["scene"] | _THROUGH
        if between and _may_hold(site, inner) and ";" not in ask.words[site.last : first]:
            return True
        named = inner.lead in _WORDS["scene"] or inner.lead == "of" or is_attached(inner, ask)
        if inner.first >= last and named and any(_may_hold(site, replace(inner, mentions=(m,))) for m in inner.mentions):
            return _WORDS["partly"].isdisjoint(ask.words[last : inner.first]) and not any(
                last <= slot.first < inner.first for slot in ask.slots
            )
    return False


def _may_hold(site: Site, inner: Site) -> bool:
    """Whether one place lies in another, or is one that no list has: "In Galle, one man was killed when a wall came down on him at Neluwa"."""
    return site.holds(inner) or (inner.kind == "unlisted" and site.kind == "settlement" and inner.country in (None, site.country))


def is_seat(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether a place is only that of those who tell of another: "In Mali, 40 people were killed, officials in Bamako said"."""
    before, behind = ask.words[max(0, site.first - 3) : site.first], ask.words[site.last : site.last + 1]
    if ask.slot.counted.head in ("citizens", "nationals") and site.kind == "country" and site.last <= ask.slot.first:
        return not _WORDS["says"].isdisjoint(behind) and not {"its", "their"}.isdisjoint(ask.words[ask.slot.first : ask.slot.last])
    if site.first == 1 and before == ("in",) and behind == (",",) and not _NATIONAL.isdisjoint(ask.words[site.last : site.last + _TITLED]):
        return not _WORDS["says"].isdisjoint(ask.words[site.last : ask.slot.first])  # "In Kyiv, President Zelensky said 200 had died"
    if site.first == 1 and before == ("in",) and behind == (",",) and _is_told_there(site, ask, own):
        return True
    alone = word_before(ask.words, site.first) not in ("of", "for", "in", "at", "the")
    if alone and site.speaker and site.kind == "settlement" and behind and behind[0] in _STATES:
        return True  # "Moscow put their number at 8,000"
    if before[-2:] in _SAID_IN:
        return site.last <= ask.slot.first  # "the minister said in Kabul that 2,000 families were registered at Torkham"
    told = before[-1:] == ("in",) and not _WORDS["tellers"].isdisjoint(before[:-1]) and not _WORDS["says"].isdisjoint(behind)
    if not told:
        return False
    return not _SEATED.isdisjoint(before) or any(
        other.lead in _WORDS["scene"] and not site.holds(other) for other in own if other is not site
    )


def _is_told_there(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether what happened elsewhere is only told in a place: "*In Kampala*, aid workers said that 2,300 families in Bundibugyo had no food"."""
    told = next((at for at in range(site.last, min(ask.slot.first, site.last + _TELLERS)) if ask.words[at] in _WORDS["says"]), None)
    elsewhere = (one for one in own if told and one.first > told and one.lead in _WORDS["scene"])
    return site.kind != "country" and any(not site.holds(one) for one in elsewhere)


def is_of_next(site: Site, ask: Ask) -> bool:
    """Whether a place behind the number opens what is told of the next: "has granted refuge to 1,200 and Belize hosts 3,000"."""
    if site.first < ask.slot.last or site.lead not in _OPENINGS or word_before(ask.words, site.first) not in _OPENINGS:
        return False
    later = (slot for slot in ask.slots if slot is not ask.slot and 0 <= slot.first - site.last <= _NEXT)
    return any(slot.number.not_count is None and {"(", ","}.isdisjoint(ask.words[site.last : slot.first]) for slot in later)


def is_of_some(site: Site, ask: Ask) -> bool:
    """Whether a place is only where some of those counted are: "5,822 took shelter in six districts, 2,021 of them in Kolasib"."""
    return any(
        ask.slot.last <= slot.first
        and slot.counted.kind == "partitive"
        and ask.words[slot.last : site.first] in (("in",), ("to",), ("from",))
        for slot in ask.slots
    )


def is_goal_of_others(site: Site, ask: Ask) -> bool:
    """Whether a place is where those of another number went: "eleven were killed and 400 fled to Gusau"."""
    if site.lead in _GONE_TO and _is_of_driven_next(site, ask):
        return True
    if ask.act in MOVING or site.lead not in ("to", "into"):
        return False
    before = ask.words[max(0, site.first - _LED) : site.first]
    at = max((at for at, word in enumerate(before) if word in ("to", "into")), default=0)
    went = not _WORDS["going"].isdisjoint(before[max(0, at - 2) : at])
    return went and any(slot is not ask.slot and slot.last <= site.first for slot in ask.slots)


def _is_of_driven_next(site: Site, ask: Ask) -> bool:
    """Whether a place is where further people were driven: "has uprooted 900,000 people *and forced* a further 300,000 across the border into X"."""
    nearer = (slot for slot in ask.slots if ask.slot.last < slot.first < site.first and slot.number.not_count is None)
    return any(
        "and" in before and not _DRIVING.isdisjoint(before)
        for before in (ask.words[max(ask.slot.last, slot.first - _LED) : slot.first] for slot in nearer)
    )


def is_further(site: Site, ask: Ask) -> bool:
    """Whether a place is told of a further number: "put the arrivals at 60,000, with a further 20,000 staying with relatives in Minova"."""
    return any(
        ask.slot.last <= slot.first and slot.last <= site.first and _FURTHER.issubset(ask.words[max(0, slot.first - 3) : slot.last])
        for slot in ask.slots
    )
