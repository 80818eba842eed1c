"""The two ends of a movement among the sites of a sentence: which are the origin, and which the goal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from onrecord.reading import lexicon
from onrecord.reading.near import word_before
from onrecord.reading.site_evidence import Ask
from onrecord.reading.sites import MOVING, Site
from onrecord.types import Role

_WORDS = lexicon.word_sets("sites")
_TOWARDS = ("to", "into", "across", "towards", "toward", "onto", "for")
_AWAY = ("from", "leaving")
_SETTLED = frozenset("arrived sheltered registered hosted".split())  # acts that tell where people are now
_TAKEN = _SETTLED | {"relocated"}
_WILLING = frozenset("will would has have had to agreed offered is are can could also already since plans pledged promised".split())
_NEAR = 6  # words at most between people and where they are from
_COPULAS = frozenset("are were is was come came hail".split())  # "3,200 *are* from Congo"
ABROAD = ("refugee", "asylum", "seeker")  # what people in another country are called
_APPLYING = ("applica", "claim", "request", "petition")  # and those who ask to be let stay
_OF_PLACES = (
    _WORDS["link"] | _WORDS["scene"] | {"from", "whole", "rest", "all", "over"}
)  # and what they may be: "300 inhabitants of villages near X"
_DIRECTED = 6  # words from "to" to a place: "to a new settlement at X"
_CAUSAL = frozenset("as after when while because since".split())
_GOING = frozenset(
    "crossing fleeing moving going returning travelling traveling coming escaping they them of".split()
)  # these are people on the move still
_TURNING = frozenset((";", "while", "whereas", "rest", "remainder"))  # here a sentence turns to other people
_LEAVING = frozenset("left leave leaves leaving departed abandoned quit".split())
_DWELT_IN = frozenset("home homes house houses village villages".split())
_HOMES = 3  # words from "fled" to the homes
_INLAND = 9  # words from people to "inside the country"
_SEEKING = (("seek", "shelter"), ("seek", "refuge"), ("seek", "safety"), ("take", "shelter"), ("take", "refuge"), ("find", "refuge"))
_STRUCK = 7  # words from "raid" to the place of it
_SET_OUT = 8  # words from "left" to the place of the camps
_ARRIVED = frozenset("arrived arrive arriving landed".split())  # "arrived in Zinder", whatever they fled
_CAMPS = frozenset("refugee idp displacement displaced transit reception tent".split())  # what a camp is called
_OPENING = _WORDS["ground"] | frozenset("a an the their its two three four five several".split())  # what may follow such a "to"


def ends(chosen: Site, ask: Ask, own: Sequence[Site]) -> list[tuple[Site, Role]]:
    """A site in its role, and a further site of the same movement in the other role: "from Baghuz ... to al-Hawl"."""
    role = role_in(chosen, ask)
    if ask.act not in MOVING:
        return [(chosen, role)]
    free = [site for site in own if site is not chosen and site.names != chosen.names]
    free = [site for site in free if not (_is_of_another(site, ask, own) or has_its_number(site, ask))]
    if chosen in own and chosen.lead in _WORDS["scene"]:
        free = [site for site in free if not is_goal_before(site, ask)]
    if _is_left_for(chosen, ask):  # "36,840 left for the US, 5,010 for Australia"
        role, free = "to", [site for site in free if site.lead != "for"]
    elif is_attached(chosen, ask) or is_of_others(chosen, ask):
        role = "from"
    elif chosen in own and _is_stay(chosen, ask, ask.act):
        fled = () if is_left(chosen, ask) else (site for site in free if is_left(site, ask))
        origins = (*(site for site in free if is_attached(site, ask) or is_source(site, ask)), *fled)
        origin = next((site for site in origins if apart(site, chosen)), None)
        if origin:
            return [(chosen, "to"), (origin, "from")]
    wanted: Role = "to" if role == "from" else "from"
    other = next((site for site in free if has_role(site, wanted, ask)), None)
    if other is None and role == "from":
        other = _place_now(chosen, ask, own, free) or _teller(ask, free) or _taker(ask, free)
    if other:
        return [(chosen, role), (other, wanted)]
    whole = _of_whole(chosen, ask, own)
    if whole:
        return [(chosen, "from"), (whole, "to")] if chosen.lead in _AWAY else [(chosen, "to"), (whole, "from")]
    return [(chosen, role)]


def _place_now(chosen: Site, ask: Ask, own: Sequence[Site], free: Sequence[Site]) -> Site | None:
    """Where those from the chosen site are now: "18,000 people from X who live in Y", "at Y, 2,900 people from X have arrived"."""
    attached = is_attached(chosen, ask)
    act = ask.act if attached else ""
    for site in free:
        told = ask.words[ask.slot.last : site.first]
        if site.first >= ask.slot.last and _TURNING.isdisjoint(told) and _is_stay(site, ask, act) and apart(site, chosen):
            return site
    before = (site for site in reversed(own) if attached and site.last <= ask.slot.first)
    return next((site for site in before if _is_stay(site, ask, act) and apart(site, chosen)), None)


def _teller(ask: Ask, free: Sequence[Site]) -> Site | None:
    """The country that tells of those who came to it: "Croatia said more than 5,000 had crossed from Serbia"."""
    if ask.act not in _SETTLED:
        return None
    return next((site for site in free if site.speaker and site.kind == "country" and site.last <= ask.slot.first), None)


def _taker(ask: Ask, free: Sequence[Site]) -> Site | None:
    """The country that takes people in: "France will take 900 refugees from Greece"."""
    if ask.trigger is None or ask.act not in _TAKEN or ask.trigger.first >= ask.slot.first:
        return None
    verbs = (site for site in free if site.kind in ("country", "admin1") and site.last <= ask.trigger.first)
    return next((site for site in verbs if _WILLING.issuperset(ask.words[site.last : ask.trigger.first])), None)


def _of_whole(chosen: Site, ask: Ask, own: Sequence[Site]) -> Site | None:
    """The place of the whole that the people are a part of: "Angola hosts 70,000 refugees, of whom 35,000 fled the Kasai"."""
    if ask.slot.counted.kind != "partitive" or chosen.first < ask.slot.last:
        return None
    return next((site for site in reversed(own) if site.last <= ask.slot.first and apart(site, chosen)), None)


def is_attached(site: Site, ask: Ask) -> bool:
    """Whether a site stands right behind the people as where they are from: "35,000 people of Mizoram", "300 inhabitants of villages near X"."""
    return _leads_home(ask.words[ask.slot.last : max(0, site.first)])


def is_attached_to_part(site: Site, ask: Ask) -> bool:
    """Whether a site stands so behind a part of the people only: "of the 5,000 in the camp, 3,200 are *from Congo* and 1,800 from Burundi"."""
    if site.first < ask.slot.last or is_attached(site, ask):
        return False
    parts = (slot for slot in ask.slots if ask.slot.last <= slot.first < site.first and slot.counted.kind in ("none", "partitive"))
    return any(part.number.value < ask.slot.number.value and _leads_home(ask.words[part.last : site.first]) for part in parts)


def _leads_home(between: Sequence[str]) -> bool:
    """Whether the words between people and a place make it the one that they are from."""
    told = between[1:] if len(between) > 1 and between[0] in _COPULAS and between[1] == "from" else between
    return bool(told) and len(told) <= _NEAR and told[0] in ("of", "from") and _OF_PLACES.issuperset(told[1:])


def is_of_others(site: Site, ask: Ask) -> bool:
    """Whether a place behind is where others went, in a clause of its own: "fled as gangs pushed into X"; not "fled after crossing into X"."""
    between = ask.words[ask.slot.last : max(0, site.first)]
    at = max((n for n, word in enumerate(between) if word in _CAUSAL), default=-1)
    return (
        0 <= at < len(between) - 2 and site.lead in _WORDS["to_there"] and not any(word in _GOING or word == "," for word in between[at:])
    )


def opens_clause(site: Site, ask: Ask) -> bool:
    """Whether a place behind the number acts in a clause of its own: "after the United States withdrew", "as Azerbaijan seized it"."""
    at = site.first - 1 - (word_before(ask.words, site.first) == "the")
    acts = not _WORDS["acting"].isdisjoint(ask.words[site.last : site.last + 2])
    return site.first >= ask.slot.last and at >= 0 and ask.words[at] in _CAUSAL and acts


def is_goal_before(site: Site, ask: Ask) -> bool:
    """Whether a place is where those of a number before went: "drove 12,000 *to Mizoram*, hundreds have taken refuge in Assam"."""
    if site.lead not in ("to", "into") or site.last > ask.slot.first:
        return False
    return any(slot.last <= site.first for slot in ask.slots if slot is not ask.slot and slot.number.not_count is None)


def leave_homes(ask: Ask) -> bool:
    """Whether nothing is told but that people left their homes: some "have fled the country, mostly to Poland", others "fled *their homes*"."""
    behind = ask.words[ask.trigger.last : ask.trigger.last + _HOMES] if ask.act == "fled" and ask.trigger else ()
    return "their" in behind and not _DWELT_IN.isdisjoint(behind)


def stay_inland(ask: Ask) -> bool:
    """Whether people have left no country: "600,000 were forced to flee *inside the country*"."""
    behind = ask.words[ask.slot.last : ask.slot.last + _INLAND]
    triples = zip(behind, behind[1:], behind[2:], strict=False)
    return any(
        within in ("inside", "within") and what in ("the", "their", "its") and of in ("country", "borders") for within, what, of in triples
    )


def is_source(site: Site, ask: Ask) -> bool:
    """Whether "from" or "fled" leads to a site behind the people: "a convoy of 450 arrived in Ruyigi from the Kibondo camps"."""
    return site.lead == "from" and site.first >= ask.slot.last


def _is_stay(site: Site, ask: Ask, act: str) -> bool:
    """Whether people are at a site now: "sheltering in X", "now live in rows of cottages in X"."""
    if site.lead not in _WORDS["scene"]:
        return False
    last = ask.slot.last
    return act in _SETTLED or not _WORDS["staying"].isdisjoint(ask.words[last : max(site.first, last)])


def apart(one: Site, other: Site) -> bool:
    """Whether neither site lies in the other. A region may reach over the places around it."""
    return not any(outer.kind != "region" and outer.holds(inner) for outer, inner in ((one, other), (other, one)))


def _is_of_another(site: Site, ask: Ask, own: Sequence[Site]) -> bool:
    """Whether a later number with places before and behind it owns the site: "127,000 are in Georgia, and 35,000 fled to North Ossetia"."""
    last = ask.slot.last
    later = [one.first for one in ask.slots if last <= one.first < site.first and one.number.not_count is None]
    return bool(later) and any(last <= one.first < later[-1] for one in own if one is not site)


def has_its_number(site: Site, ask: Ask) -> bool:
    """Whether a place has a number of its own beside it: "counted 2,500 at El Florido and 1,800 *at Agua Caliente*", "Sudan (9 million), *Nigeria (3*"."""
    others = [slot for slot in ask.slots if slot is not ask.slot and slot.counted.kind == "none"]
    behind = any(site.first == slot.last + 1 and ask.words[slot.last] in ("at", "in", "to") for slot in others)
    return behind or any(slot.first == site.last + 1 and ask.words[site.last] == "(" for slot in others)


def is_left(site: Site, ask: Ask) -> bool:
    """Whether people left what happened at a site: "fleeing fighting in ...", "moved to Y due to fighting in ...", "the raid on X sent 90 into Y"."""
    words, at = ask.words, site.first
    if site.lead not in _WORDS["scene"]:
        return False
    if befell(site, ask):
        return True
    return not (
        _WORDS["fleeing"].isdisjoint(words[max(0, at - 12) : at]) and _WORDS["harm"].isdisjoint(words[max(0, at - 4, ask.slot.last) : at])
    )


def befell(site: Site, ask: Ask) -> bool:
    """Whether what drives people out is told of a site before them: "the raid on X sent 90 into Y", "because of fighting between A and B in X"."""
    if site.last > ask.slot.first or site.lead not in _WORDS["scene"]:
        return False
    before = ask.words[max(0, site.first - _STRUCK) : site.first]
    comma = max((at for at, word in enumerate(before) if word == ","), default=-1)
    return not _WORDS["harm"].isdisjoint(before[comma + 1 :])


def has_role(site: Site, wanted: str, ask: Ask) -> bool:
    words, slot = ask.words, ask.slot
    if wanted == "from":
        if is_attached(site, ask):
            return True
        if is_left(site, ask):
            return True
    between = words[min(site.last, slot.last) : max(site.first, slot.first)]
    if not {"said", "but", *_TURNING}.isdisjoint(between):
        return False
    sought = wanted == "to" and any(pair in _SEEKING for pair in pairwise(words[slot.last : max(slot.last, site.first)]))
    return site.lead in (_TOWARDS if wanted == "to" else _AWAY) or (wanted == "to" and (sought or _is_directed(site, words)))


def _is_directed(site: Site, words: Sequence[str]) -> bool:
    """Whether "to" stands before the ground at a place: "moved to a new settlement at X"; not "forced to flee homes in X"."""
    if site.lead not in _WORDS["scene"]:
        return False
    before = words[max(0, site.first - _DIRECTED) : site.first]
    at = max((n for n, word in enumerate(before) if word in ("to", "into")), default=-1)
    return 0 <= at < len(before) - 1 and before[at + 1] in _OPENING and _WORDS["closed"].isdisjoint(before[at:])


def is_home(site: Site, ask: Ask) -> bool:
    """Whether a place is where those who went back are at home: "340 displaced people returned *to their homes in* Mosul"."""
    return ask.act == "returned" and site.first >= ask.slot.last and _is_directed(site, ask.words)


def role_in(site: Site, ask: Ask) -> Role:
    """The role of a site alone. Refugees and asylum seekers are registered and sheltered where they have come to, and everybody in a camp."""
    asking = ask.trigger is not None and "asylum" in ask.words[ask.trigger.first : ask.trigger.last]  # "asked for asylum in Ireland"
    abroad = asking or ask.slot.counted.head.startswith((*ABROAD, *_APPLYING))
    if ask.act in ("registered", "sheltered") and (abroad or _is_camp(site, ask)):
        away = site.lead in ("from", "outside", "leaving") or any(m.form == "demonym" for m in site.mentions)
        return "from" if away else "to"
    if ask.act == "returned" and site.lead in _WORDS["scene"] and _has_set_out(site, ask):
        return "from"
    if ask.act == "returned" and site.lead in _WORDS["scene"]:  # "went back to villages around Mosul"
        guests = ask.slot.counted.head.startswith(ABROAD)  # "2,000 refugees in Kara are to return"
        return "from" if guests and ask.trigger and ask.slot.last <= site.first < ask.trigger.first else "to"
    if ask.act in ("fled", "displaced") and (
        _acts_before(site, ask) or ask.words[max(0, site.first - 2) : site.first] == ("followed", "by")
    ):
        return "from"
    came = ask.act == "fled" and site.lead in _WORDS["scene"] and ask.words[max(0, site.first - 2)] in _ARRIVED
    return "to" if came or _is_left_for(site, ask) else role_of(site, ask.act)


def _has_set_out(site: Site, ask: Ask) -> bool:
    """Whether those who return left a place: "the convoy *left the camps in* Kissidougou district carrying 297 people"."""
    before = ask.words[max(0, site.first - _SET_OUT) : site.first]
    at = next((n for n, word in enumerate(before) if word in ("left", "leaving", "leave")), None)
    return at is not None and site.last <= ask.slot.first and "," not in before[at:] and before[at + 1 : at + 2] in (("the",), ("their",))


def _acts_before(site: Site, ask: Ask) -> bool:
    """Whether others came to a place in a clause before the number: "*as fighters enter Sudan's farm belt*, 250,000 have fled"."""
    if site.first < 0 or site.last > ask.slot.first or "," not in ask.words[site.last : ask.slot.first]:
        return False
    return not _CAUSAL.isdisjoint(ask.words[: site.first])


def _is_left_for(site: Site, ask: Ask) -> bool:
    """Whether people left for a place: "2,000 people *left* the town *for* Uganda", "3,000 left for Canada, *500 for Peru*"."""
    if site.lead != "for" or ask.act not in MOVING:
        return False
    if ask.words[ask.slot.last : site.first] in (("for",), ("for", "the")) and not _LEAVING.isdisjoint(ask.words[: ask.slot.first]):
        return True
    if ask.trigger is None or site.first < ask.trigger.last:
        return False
    return not _LEAVING.isdisjoint(ask.words[ask.trigger.first : ask.trigger.last])


def _is_camp(site: Site, ask: Ask) -> bool:
    """Whether a site is a camp, by the lists or as the sentence calls it: "in Zeaglo refugee camp"; not "in a camp in Zeaglo"."""
    if site.kind == "camp":
        return True
    behind = ask.words[site.last : site.last + 2] if site.last > 0 else ()
    return behind[:1] == ("camp",) or (behind[1:] == ("camp",) and behind[0] in _CAMPS)


def role_of(site: Site, act: str) -> Role:
    """Whether the people are from there or have come there: by the preposition, else by the act."""
    if site.lead in ("from", "outside", "leaving"):
        return "from"
    if site.lead in ("to", "into", "towards", "toward", "onto") and act in MOVING:
        return "to"
    return "to" if act in ("arrived", "hosted", "defected") else "from"
