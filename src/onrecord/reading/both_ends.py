"""What rules say of the two ends of a movement, and the places of a figure from its chosen site and other end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from onrecord.reading.ground import Ground
from onrecord.reading.nationality import expeller, nationality, of_locals
from onrecord.reading.roles import ABROAD, apart, ends, is_attached, is_home, is_of_others, role_in
from onrecord.reading.site_evidence import Ask
from onrecord.reading.sites import MOVING, Site
from onrecord.reading.told import Placed, anaphors
from onrecord.types import Mention, PlaceRef, Role

_ABROAD = ("in the region", "across the region", "neighbouring countries", "neighboring countries", "abroad")
_RULED = 0.5  # how sure an end by a rule is at least
_ONWARD = frozenset("fled arrived displaced evacuated relocated sheltered".split())  # acts of people who have left a place
_LEAVING = frozenset("fled displaced evacuated relocated returned expelled".split())  # acts that tell whence people went
_BEHIND = 2  # sentences back to those who came before; any number to those who came to the same country
_INSIDE = ("in", "at", "inside")
_WHO = 3  # words behind people in which a clause on them begins
_FLEEING = frozenset("fled escaped fleeing".split())
_ALONG = ("along", "around", "near", "on", "at")
_LEFT = frozenset("left leave leaving departed had have already gone".split())
_RETURNEES = 3  # words from a bare number to what is told of those: "168,000 were Chadian returnees"
_CAMP = 6  # words from "camp" to where it lies
_CAMPS = frozenset("camp camps centre centres center centers shelter shelters site sites left leaving".split())
_THESE = (("these",), ("those",), ("them",), ("whom",), ("which",))
CROSSING = frozenset("fled arrived hosted registered sheltered defected".split())  # acts that may tell of people in another country


@dataclass(frozen=True, slots=True)
class End:
    """The other end of a movement, in its role; ``rule`` names the rule that puts it there, if any does."""

    site: Site
    role: Role
    rule: str = ""


def key_of(site: Site) -> str:
    """What tells two ends apart: a country has one key under all its names."""
    return _key(site.country if site.kind == "country" and len(site.mentions) == 1 else None, site.names)


def _key(country: str | None, names: Sequence[str]) -> str:
    return country or "|".join(names)


def roles_of(places: Sequence[PlaceRef]) -> dict[str, str]:
    """Which ends a figure has, by key."""
    found: dict[str, str] = {_key(p.country if p.place and p.place.kind == "country" else None, (p.name,)): p.role for p in places}
    for role in ("from", "to"):
        names = [p.name for p in places if p.role == role]
        if names:
            found.setdefault(_key(None, names), role)
    return found


def as_here(site: Site | None, own: Sequence[Site]) -> Site | None:
    """The site as the figure's sentence has it. The preposition of another sentence tells nothing: people flee "the enclave", wherever named."""
    if site is None:
        return None
    return next((one for one in own if one.mentions == site.mentions), None) or replace(site, lead="^")


def is_abroad(ask: Ask) -> bool:
    """Whether refugees are told of in a whole region and no country: "registered or being assisted in the region"."""
    if ask.act not in ("registered", "hosted", "sheltered"):
        return False
    text = f" {' '.join(ask.words[max(0, ask.slot.first - 12) : ask.slot.last + 8])} "
    text = text.replace(" country in the region ", " country ")  # "more than any other country in the region"
    return any(f" {phrase} " in text for phrase in _ABROAD)


def of_whole(ask: Ask, chosen: Site | None, own: Sequence[Site], before: Sequence[Placed]) -> End | None:
    """Where those came from whose parts are told: "17,000 fled X. Of these, 9,000 went to Y and 5,000 to Z"."""
    if ask.act not in _ONWARD or ask.words[:1] != ("of",) or ask.words[1:2] not in _THESE or not before or chosen is None:
        return None
    last, gone = before[0], ask.sentence.index - before[0].sentence
    left = last.left or (last.site if gone == 1 else None)
    named = any(site.lead in ("from", "leaving") for site in own)
    stays = ask.act == "sheltered" and chosen in own and chosen.lead in ("in", "at", "inside", "near", "around", "across")
    if left is None or gone > 1 or named or not (stays or ends(chosen, ask, own)[0][1] == "to"):
        return None
    if "unlisted" not in (left.kind, chosen.kind) and not apart(left, chosen):
        return None
    return End(left, "from", "whole")


def expelled_from(ground: Ground, ask: Ask, chosen: Site | None, own: Sequence[Site]) -> End | None:
    """The state that drives people out of itself: "Algerian soldiers expelled 300 people to Assamaka"."""
    if ask.act not in ("expelled", "returned") or chosen is None or chosen not in own or is_attached(chosen, ask):
        return None
    if ask.act == "returned" and not (ask.trigger and 0 <= ask.slot.first - ask.trigger.last <= 1):
        return None  # "the authorities returned 102 migrants", but "300 returned"
    return next((End(site, "from", "expeller") for site in expeller(ground, ask) if site.country != chosen.country), None)


def people_from(ask: Ask, chosen: Site | None, own: Sequence[Site]) -> End | None:
    """The place that stands right behind people as theirs: "in Wamena we serve 702 families *from Nduga*"."""
    if chosen is None or is_attached(chosen, ask) or (role_in(chosen, ask) != "to" and ask.act not in _ONWARD):
        return None
    origin = next((site for site in own if site is not chosen and site.lead == "from" and is_attached(site, ask)), None)
    return End(origin, "from", "attached") if origin and origin.names != chosen.names else None


def came_too(ground: Ground, ask: Ask, chosen: Site | None, own: Sequence[Site], before: Sequence[Placed]) -> End | None:
    """Where those came from who arrive behind others: "3,000 crossed from Kivu into Uganda. Some 900 more arrived in Bunagana"."""
    if ask.act not in ("arrived", "fled", "hosted", "relocated") or chosen is None or nationality(ground, ask):
        return None
    if chosen not in own:
        same = ask.act == "arrived" and before and before[0].site is chosen and ask.sentence.paragraph == before[0].paragraph
        return End(before[0].left, "from", "came") if same and before[0].left else None
    here = takewhile(lambda placed: placed.left or placed.site.country == chosen.country, before)
    last = next((placed for placed in here if placed.left), None)
    if last is None or last.left is None or len(own) > 1 or role_in(chosen, ask) != "to":
        return None
    if ask.sentence.index - last.sentence > _BEHIND and last.site.country != chosen.country:
        return None
    unlisted = all(mention.place is None for mention in last.left.mentions) and last.left.names != chosen.names
    return End(last.left, "from", "came") if unlisted or apart(last.left, chosen) else None


def let_in(ground: Ground, ask: Ask, chosen: Site | None, own: Sequence[Site]) -> End | None:
    """The country whose police or army let people in: "*Macedonian police* said they let 160 people in from Greece"."""
    let = ask.act == "arrived" and ask.trigger is not None and ask.trigger.sense.cls == "patient"
    if not let or chosen is None or chosen not in own or chosen.lead not in ("from", "leaving"):
        return None
    here = of_locals(ground, ask)
    return End(here, "to", "locals") if here and here.country != chosen.country else None


def went_on(ground: Ground, ask: Ask, chosen: Site | None, own: Sequence[Site]) -> End | None:
    """Where people went as the next sentence tells, if they are the last told of: "430 returned from Lukole. *They were taken to Muyinga*"."""
    here = ask.sentence.index
    goal = ground.onward.get(here + 1)
    if goal is None or chosen is None or ask.act not in _LEAVING or ground.paragraphs[here + 1] != ask.sentence.paragraph:
        return None
    last = not any(slot.first > ask.slot.first and slot.number.not_count is None for slot in ask.slots)
    named = any(site.lead in ("to", "into") and site.first >= ask.slot.last for site in own)
    if not last or named or role_in(chosen, ask) != "from" or goal.names == chosen.names:
        return None
    unlisted = "unlisted" in (goal.kind, chosen.kind)
    return End(goal, "to", "onward") if unlisted or apart(goal, chosen) else None


def held_in(ground: Ground, ask: Ask, chosen: Site | None, own: Sequence[Site]) -> End | None:
    """Where those are who are told to be from elsewhere: "Al Mazrak is the only camp we can visit. *It holds* 8,700 people from Saada",
    "*in Wamena* we serve 702 families from Nduga"."""
    if ask.act not in ("sheltered", "hosted") or chosen is None or not is_attached(chosen, ask):
        return None
    opening = next((site for site in own if site.first == 1 and site.last < ask.slot.first and site.lead in _INSIDE), None)
    if opening and len(own) < 3 and chosen.lead == "from" and opening.names != chosen.names:
        return End(opening, "to", "holder")
    if ask.words[:1] != ("it",):
        return None
    row = ground.above(ask.sentence.index)[-1:]
    holder = next((site for sites in row for site in sites if not site.dateline and site.kind != "country"), None)
    return End(holder, "to", "holder") if holder and holder.names != chosen.names else None


def left_host(ground: Ground, ask: Ask, chosen: Site | None, own: Sequence[Site]) -> End | None:
    """Where guests went who left the country that tells of it: "Pakistan said 1.3 million Afghans had left"."""
    if ask.act != "fled" or ask.trigger is None or not _LEFT.issuperset(ask.words[ask.trigger.first : ask.trigger.last]):
        return None
    home = nationality(ground, ask) if ask.slot.counted.demonym is not None else None
    teller = chosen is not None and chosen in own and chosen.speaker and chosen.kind == "country" and chosen.last <= ask.slot.first
    if home is None or not teller or chosen is None or chosen.country == home.country:
        return None
    return End(Site((home,), -1, -1, "nation"), "to", "left")


def _is_refuge(site: Site, ask: Ask) -> bool:
    """Whether those who went back had fled to a place: "Kenyans *who had escaped to Uganda* returned to homes in the Rift Valley"."""
    between = ask.words[ask.slot.last : max(ask.slot.last, site.first)]
    at = next((n for n, word in enumerate(between[:_WHO]) if word in ("who", "that")), None)
    return at is not None and site.lead in ("to", "into") and not _FLEEING.isdisjoint(between[at:])


def _is_left_camp(site: Site, ask: Ask) -> bool:
    """Whether a place is told of for its camp, which those who went home have left: "the last *camp in Wasit* was shut after ..."."""
    near = ask.words[max(0, site.first - _CAMP) : site.last + 1]
    return site.lead in _INSIDE and not _CAMPS.isdisjoint(near)


def gone_back(ask: Ask, chosen: Site | None, own: Sequence[Site], before: Sequence[Placed]) -> End | None:
    """The way back of those who have fled: "3,300 fled from Apure to Arauca. Since then 1,100 of them have gone home"."""
    if ask.act != "returned" or chosen is None:
        return None
    refuge = next((site for site in own if site is not chosen and _is_refuge(site, ask)), None)
    if refuge and chosen in own:
        return End(refuge, "from", "back")
    home = next((site for site in own if is_home(site, ask)), None)
    camp = next((site for site in own if home and site.last <= home.first and _is_left_camp(site, ask) and apart(site, home)), None)
    if home and camp and chosen in (home, camp):
        return End(camp, "from", "back") if chosen is home else End(home, "to", "back")
    last = next(iter(before), None)
    if ask.slot.counted.kind != "partitive" or last is None:
        return None
    if last.left and chosen.names in (last.site.names, last.left.names):
        return End(last.left, "to", "back") if chosen.names == last.site.names else End(last.site, "from", "back")
    if last.gone and chosen.names in (last.site.names, last.gone.names):
        return End(last.gone, "from", "back") if chosen.names == last.site.names else End(last.site, "to", "back")
    return None


def is_shore(site: Site | None) -> bool:
    """Whether a water only tells where on land something befell people: "floods *along* Lake Tanganyika have driven out 40,000 Burundians"."""
    return site is not None and site.kind == "water" and site.lead in _ALONG


def ruled_ends(ground: Ground, ask: Ask, chosen: Site | None, own: Sequence[Site], before: Sequence[Placed]) -> Iterator[End]:
    """The other ends that a rule puts beside the chosen site."""
    both = ends(chosen, ask, own) if chosen else []
    for site, role in both[1:]:
        yield End(site, role, "ends")
    origin = nationality(ground, ask)
    home = (origin.country, None) if origin and ask.act == "expelled" else (origin.country,) if origin else ()
    left = any(role == "from" and site.lead in ("from", "leaving") for site, role in both)  # "Armenians fled Nagorno-Karabakh"
    left = left or is_shore(chosen)
    if origin and not any(site.country in home for site, _ in both) and not (left and ask.act in ("fled", "displaced")):
        # "500 Afghans returned from Iran", "Iran deported 500 Afghans"
        yield End(Site((origin,), -1, -1, "nation"), "to" if ask.act in ("returned", "expelled") else "from", "nation")
    if origin or len(both) != 1 or both[0][1] != "to":
        return
    if ask.act in CROSSING:
        yield from (End(site, "from", "unsaid") for site in _unsaid_origin(ground, ask, both[0][0], before))
    elif ask.act == "relocated":
        yield from (End(site, "from", "unsaid") for site in _left_behind(ask, both[0][0], before))


def _unsaid_origin(ground: Ground, ask: Ask, goal: Site, before: Sequence[Placed]) -> Iterator[Site]:
    """Where people came from when only the goal is named: what "the province" takes up, else the country of the report's refugees."""
    if ask.act in ("registered", "sheltered") and not ask.slot.counted.head.startswith(ABROAD):
        return
    if (
        ask.slot.counted.kind == "partitive"
        and before
        and before[0].sentence == ask.sentence.index
        and before[0].site.country != goal.country
    ):
        yield before[0].site  # "19,000 were displaced, 16,000 of whom crossed into ..."
        return
    taken_up = next((site for site in anaphors(ground, ask) if site.country != goal.country), None) if ask.act == "fled" else None
    if taken_up:
        yield taken_up
    elif ground.origin and ground.origin.place and goal.country not in (None, ground.origin.country):
        yield Site((ground.origin,), -1, -1, "nation")
    elif ground.home and goal.country not in (None, ground.home.country):
        yield ground.home


def _left_behind(ask: Ask, goal: Site, before: Sequence[Placed]) -> Iterator[Site]:
    """The place of the figure right before where only the goal is named: "In Keru 84 houses fell. Some 350 villagers have moved to Lae"."""
    last = next(iter(before), None)
    if last is None or ask.sentence.index - last.sentence > 1 or last.paragraph != ask.sentence.paragraph:
        return
    reached = last.roles.get(key_of(last.site)) == "to"  # "7,000 were moved to Santo, 2,600 to Maewo": all from where the first had been
    home = last.left if reached else last.site
    if home and home.country == goal.country and not (home.holds(goal) or goal.holds(home)):
        yield home


def has_left(ask: Ask, site: Site | None, own: Sequence[Site], before: Sequence[Placed]) -> bool:
    """Whether people came from a place told before as one that those right before them left: "46,800 in 2018, up from 5,200 in 2013"."""
    last = next(iter(before), None)
    beside = last is not None and last.sentence == ask.sentence.index and ask.slot.counted.kind == "none"
    return bool(beside and site and last and as_here(site, own) not in own and last.roles.get(key_of(site)) == "from")


def places_of(
    ask: Ask, site: Site | None, sure: float, end: End | None, likely: float, own: Sequence[Site], left: bool = False
) -> Iterator[PlaceRef]:
    """The places of a figure in their roles: the chosen site, the far end of a stretch of country, and the other end of a movement."""
    chosen = as_here(site, own)
    taken: set[str] = set()
    if chosen:
        role: Role = ("from" if left else _role_alone(chosen, ask, own)) if end is None else "to" if end.role == "from" else "from"
        for one in (chosen, *(_far_end(chosen, ask.words, own) if ask.act not in MOVING else ())):
            yield from _refs(one, role, sure, taken)
    if end:
        yield from _refs(end.site, end.role, max(likely, _RULED) if end.rule else likely, taken)


def _role_alone(chosen: Site, ask: Ask, own: Sequence[Site]) -> Role:
    if ask.act in MOVING and chosen in own and (is_attached(chosen, ask) or is_of_others(chosen, ask)):
        return "from"
    told = ask.words[ask.slot.first : ask.slot.last + _RETURNEES]
    if ask.act == "returned" and chosen not in own and chosen.kind == "country" and "returnees" in told:
        return "to"  # "the arrivals in Chad, of whom 168,000 were Chadian returnees"
    return role_in(chosen, ask)


def _refs(site: Site, role: Role, sure: float, taken: set[str]) -> Iterator[PlaceRef]:
    for mention, name in names_of(site):
        if name not in taken:
            taken.add(name)
            yield PlaceRef(name, role, mention.place, mention.country, round(min(sure, mention.confidence), 3))


def names_of(site: Site) -> list[tuple[Mention, str]]:
    """The mentions of a site with their names; a nationality has that of its country."""
    return [(m, m.place.name if m.form == "demonym" and m.place else m.name) for m in site.mentions]


def _far_end(site: Site, words: Sequence[str], own: Sequence[Site]) -> Iterator[Site]:
    """The other end of a stretch of country: "five provinces from Nghe An to Hue"."""
    for other in own:
        near, far = sorted((site, other), key=lambda one: one.first)
        if other is not site and near.lead == "from" and words[near.last : far.first] in (("to",), ("to", "the")):
            yield other
