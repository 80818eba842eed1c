"""The other end of a movement: what speaks for a site or a nationality as the place where people came from, or went to.

The features that the ranker ``ends`` weighs. It chooses among the sites of the figure's sentence, those told before and the nationalities,
each as origin and as goal, and "none".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from onrecord.reading import lexicon
from onrecord.reading.acts import Features, bucket
from onrecord.reading.both_ends import (
    End,
    came_too,
    expelled_from,
    gone_back,
    held_in,
    is_abroad,
    is_shore,
    key_of,
    left_host,
    let_in,
    of_whole,
    people_from,
    ruled_ends,
    went_on,
)
from onrecord.reading.ground import Ground
from onrecord.reading.its_own import way_of
from onrecord.reading.nationality import COUNTED, OTHERS, nations
from onrecord.reading.near import word_before
from onrecord.reading.roles import (
    apart,
    has_its_number,
    has_role,
    is_attached,
    is_goal_before,
    is_home,
    is_left,
    is_of_others,
    is_source,
    leave_homes,
    opens_clause,
    role_in,
    stay_inland,
)
from onrecord.reading.site_evidence import Ask, Carried
from onrecord.reading.sites import Site
from onrecord.reading.told import Placed
from onrecord.types import Role

_WORDS = lexicon.word_sets("sites")
_BOTH: tuple[Role, Role] = ("from", "to")
_ONWARD = 3  # words before and behind a number in which it may be said to go on with another
_OWNING = frozenset("has have had with".split())  # between a place and its number
_LED = 4  # words from a preposition to its place: "to the besieged town of X"
_RECENT = 6  # earlier figures whose ends may be those of this one
_GOING = frozenset("arrived relocated evacuated fled".split())
_NOUNS = ("refugee", "asylum", "migrant", "returnee", "displaced", "national", "deportee", "evacuee")  # heads that tell much of the ends


@dataclass(frozen=True)
class Near:
    """A figure with its chosen site as its sentence has it, the sites of its sentence, and the figures before."""

    ground: Ground
    ask: Ask
    chosen: Site | None
    own: Sequence[Site]
    before: Sequence[Placed]

    @cached_property
    def lead(self) -> str:
        """The preposition of the chosen site, where it stands in the figure's sentence."""
        return self.chosen.lead if self.chosen and self.chosen in self.own else "carried"

    @cached_property
    def noun(self) -> str:
        """What the people are called."""
        counted = self.ask.slot.counted
        return next((noun for noun in _NOUNS if counted.head.startswith(noun)), counted.kind)

    @cached_property
    def goes_on(self) -> bool:
        """Whether the figure goes on with another: "a further 900", "110 of them", "including 30 children"."""
        return goes_on(self.ask)

    @cached_property
    def rules(self) -> dict[tuple[str, Role], str]:
        """The rule that puts an end beside the chosen site, by key and role of the end."""
        ruled = ruled_ends(self.ground, self.ask, self.chosen, self.own, self.before)
        return {(key_of(end.site), end.role): end.rule for end in ruled}


def goes_on(ask: Ask) -> bool:
    """Whether a figure goes on with another: "a further 900", "110 of them", "including 30 children"."""
    return not _WORDS["going_on"].isdisjoint(ask.words[max(0, ask.slot.first - _ONWARD) : ask.slot.last + _ONWARD])


def others_went(ask: Ask, site: Site, before: Sequence[Placed]) -> bool:
    """Whether a place is where those went with whom these are told of: "12,000 came to Dessie. Another 4,500 came to Kombolcha"."""
    last = next(iter(before), None)
    if last is None or ask.act not in _GOING or not (last.sentence == ask.sentence.index or goes_on(ask)):
        return False
    return last.roles.get(key_of(site)) == "to"


def ends_for(near: Near, carried: Iterable[Carried]) -> list[tuple[End | None, Features]]:
    """The other ends that a figure may have, with features; the first option is "none"."""
    if is_abroad(near.ask):
        origin = (site for site, way in nations(near.ground, near.ask) if way == "nation-origin")
        return [next(((End(site, "from"), {}) for site in origin), (None, {}))]
    certain = _certain_end(near)
    if certain:
        return [(certain, {})]
    offered = _offered(near, carried)
    counted = {site.country for site, ways in offered.values() if COUNTED in ways}
    nearer = (site for key, (site, _) in offered.items() if any(near.rules.get((key, role)) == "ends" for role in _BOTH))
    told = {site.country for site in nearer if site.kind != "country"}
    found: list[tuple[End | None, Features]] = []
    for key, (site, ways) in offered.items():
        if counted and site.country not in counted and ways.keys() <= OTHERS:
            continue  # "2,700 Yemenis": whoever else the report tells of
        if site.country in counted and COUNTED not in ways and "own" not in ways:
            continue  # nor the town of theirs told of before
        if COUNTED in ways and site.country in told:
            continue  # "5,000 Syrians fleeing fighting in Ras al-Ain": the nearer place says it
        if (
            _is_respective(near, site)
            or _is_abroad_of_idps(near, site)
            or ("own" in ways and (_is_of_part(near, site) or _is_owned(near, site) or has_its_number(site, near.ask)))
        ):
            continue
        roles: tuple[Role, ...] = ("from",) if "own" in ways and is_of_others(site, near.ask) else _BOTH
        for role in roles:
            rule = near.rules.get((key, role)) or (near.rules.get((str(site.country), role), "") if COUNTED in ways else "")
            if rule or not _is_barred(near, key, site, role, ways, counted):
                end = End(site, role, rule)
                found.append((end, _evidence(near, end, key, ways)))
    return [(None, _none_evidence(near)), *found] if found else [(None, {})]


def _certain_end(near: Near) -> End | None:
    """The other end that the words leave no doubt of."""
    near_by = (near.ask, near.chosen, near.own)
    way = way_of(near.ask, near.own)
    if way and way[1] is near.chosen:
        return End(way[0], "from", "way")
    back = gone_back(*near_by, near.before)
    gone = expelled_from(near.ground, *near_by) or left_host(near.ground, *near_by)
    return (
        of_whole(*near_by, near.before)
        or back
        or gone
        or people_from(*near_by)
        or held_in(near.ground, *near_by)
        or came_too(near.ground, *near_by, near.before)
        or let_in(near.ground, *near_by)
        or went_on(near.ground, *near_by)
    )


def _is_barred(near: Near, key: str, site: Site, role: Role, ways: Mapping[str, float], counted: set[str | None]) -> bool:
    """Whether a place cannot be this end, whatever speaks for it."""
    if near.lead in _WORDS["to_there" if role == "to" else "from_there"]:
        return True  # "into Chad" tells that Chad is where they went
    if role == "from" and near.ask.act in ("fled", "displaced") and is_shore(near.chosen):
        return True
    if "own" in ways and site.owns == "state" and word_before(near.ask.words, site.first) != "by":
        return True  # "fled Ukraine since Russia's invasion"
    if role == "from" and _are_guests_back(near):
        return True
    if role == "to" and "own" in ways and near.lead in _WORDS["scene"] and is_goal_before(site, near.ask):
        return True
    if role == "to" and (("own" not in ways and leave_homes(near.ask)) or (near.chosen is not None and is_home(near.chosen, near.ask))):
        return True
    if role == "to" and "own" in ways and is_left(site, near.ask):
        return True  # "crossed from Togo to escape fighting in Lomé"
    if "own" in ways and site.lead == near.lead == "for":
        return True  # "left for the US, 5,010 for Australia"
    if "own" in ways and opens_clause(site, near.ask):
        return True  # "left Kunduz after the United States withdrew its troops"
    away = _WORDS["to_there" if role == "from" else "from_there"]
    if "own" in ways and site.lead in away and not away.isdisjoint(near.ask.words[max(0, site.first - _LED) : site.first]):
        return True  # nor is it where they came from; but "as fighting reaches Darfur"
    if _is_nested(near, site) or (
        role == "from" and (others_went(near.ask, site, near.before) or ("own" not in ways and _is_of_others(near, key)))
    ):
        return True
    return bool(counted) and _is_anothers(near, site, role, counted, ways)


def _are_guests_back(near: Near) -> bool:
    """Whether the chosen place is where guests return from: "3,000 Liberian refugees *at Kountaya* did not want to go home"."""
    told = near.ask.act == "returned" and near.lead in _WORDS["scene"] and near.chosen is not None
    return told and near.chosen is not None and role_in(near.chosen, near.ask) == "from"


def _is_abroad_of_idps(near: Near, site: Site) -> bool:
    """Whether a place lies in another country than those who are internally displaced: they have left none."""
    slot = near.ask.slot
    inland = "internally" in near.ask.words[slot.first : slot.last + _ONWARD] or stay_inland(near.ask)
    return inland and near.chosen is not None and near.chosen.country != site.country


def _is_of_part(near: Near, site: Site) -> bool:
    """Whether a place is told of a part only: "19,000 were displaced, 16,000 of whom crossed into the Republic of the Congo"."""
    start, whole = near.ask.slot.last, near.ask.words[max(0, near.ask.slot.first - 1) : near.ask.slot.first] == ("of",)
    return any(start <= slot.first < site.first and (whole or slot.counted.kind == "partitive") for slot in near.ask.slots)


def _is_owned(near: Near, site: Site) -> bool:
    """Whether a later number is that of the place: "Kampot took in 13,000 families, followed by Kep with 9,000"."""
    later = min((slot.first for slot in near.ask.slots if slot.first >= site.last and slot is not near.ask.slot), default=site.last)
    between = set(near.ask.words[site.last : later]) if site.first >= near.ask.slot.last else set()
    return not between.isdisjoint(_OWNING) and between <= _OWNING | {",", "which"}


def _is_respective(near: Near, site: Site) -> bool:
    """Whether a place has a number of its own beside that of the chosen one: "Libya and Uganda host 97,000 and 52,000 respectively"."""
    if "respectively" not in near.ask.words or near.chosen is None:
        return False
    row = next((own.mentions for own in near.own if len(own.mentions) > 1 and near.chosen.mentions[0] in own.mentions), ())
    return any(mention.name == other.name for mention in row for other in site.mentions)


def _is_nested(near: Near, site: Site) -> bool:
    """Whether one end would lie in the other."""
    return near.chosen is not None and near.chosen.country == site.country and not apart(site, near.chosen)


def _is_anothers(near: Near, site: Site, role: Role, counted: set[str | None], ways: Mapping[str, float]) -> bool:
    """Whether a place told before belongs to the way of other people: "1,200 Somalis went home from Yemen" after Burundians from Tanzania."""
    if "own" in ways or site.country in counted:
        return False
    home: Role = "to" if near.ask.act == "returned" else "from"
    return role == home or (near.chosen is not None and near.chosen.country not in counted)


def _offered(near: Near, carried: Iterable[Carried]) -> dict[str, tuple[Site, dict[str, float]]]:
    """The sites and nationalities that may be the other end, by key, each with the ways by which it comes."""
    found: dict[str, tuple[Site, dict[str, float]]] = {}
    taken = {key_of(near.chosen), *near.chosen.names} if near.chosen else set()
    sites = [*((site, {"own": 1.0}) for site in near.own), *((one.site, one.routes) for one in carried)] if near.chosen else []
    for site, ways in (*sites, *((site, {way: 1.0}) for site, way in nations(near.ground, near.ask))):
        key = key_of(site)
        if key not in taken and taken.isdisjoint(site.names):
            _, known = found.setdefault(key, (site, {}))
            for way, chance in ways.items():
                known[way] = max(chance, known.get(way, 0.0))
    return found


def _is_of_others(near: Near, key: str) -> bool:
    """Whether those who returned from a place told before have another country: "80 flew home to Angola from Zambia. In all 2,240 returned to Nepal"."""
    if near.ask.act != "returned" or near.chosen is None or near.chosen.kind != "country":
        return False
    earlier = next((placed.roles for placed in near.before[:_RECENT] if placed.roles.get(key) == "from"), {})
    return "to" in earlier.values() and key_of(near.chosen) not in earlier


def _none_evidence(near: Near) -> Features:
    """Features of "no other end"."""
    chosen, act = near.chosen, near.ask.act
    names = ["none", f"none|act={act}", f"none|noun={near.noun}", f"none|on={near.goes_on}"]
    names += [f"none|rule={role}-{rule}" for (_, role), rule in near.rules.items()] or ["none|no-rule"]
    if chosen:
        names += (f"none|kind={chosen.kind}", f"none|lead={near.lead}", f"none|lead={near.lead}|act={act}")
        names += (f"none|names={min(len(chosen.names), 3)}", f"none|home={chosen.country == near.ground.country}")
        if near.ground.origin:
            names.append(f"none|origin={chosen.country == near.ground.origin.country}")
    else:
        names.append("none|alone")
    if near.ask.slot.counted.demonym is not None:
        names.append("none|nation")
    return dict.fromkeys(names, 1.0)


def _evidence(near: Near, end: End, key: str, ways: Mapping[str, float]) -> Features:
    """Features of an end in its role, which begins the name of each."""
    names = [*_of_figure(near, end), *_of_report(near, end)]
    if near.chosen:
        names += (*_of_pair(near, end.site, near.chosen, end.role), *_of_earlier(near, key, key_of(near.chosen), end.role))
    else:
        names.append(f"{end.role}|alone")
    if "own" in ways:
        names += _of_sentence(near, end)
    features = dict.fromkeys(names, 1.0)
    for way, chance in ways.items():
        route = f"{end.role}|way={way}"
        crossed = (
            route,
            f"{route}|own={near.lead != 'carried'}",
            f"{route}|act={near.ask.act}",
            *((f"{route}|on",) if near.goes_on else ()),
        )
        features |= dict.fromkeys(crossed, chance)
    return features


def _of_figure(near: Near, end: End) -> Iterator[str]:
    role, site = end.role, end.site
    yield from (role, f"{role}|act={near.ask.act}", f"{role}|noun={near.noun}", f"{role}|kind={site.kind}")
    yield f"{role}|names={min(len(site.mentions), 3)}"
    if end.rule:
        yield from (f"{role}|ruled", f"{role}|rule={end.rule}")


def _of_report(near: Near, end: End) -> Iterator[str]:
    """What the whole report says of a place: whether people leave it, whether it is where the report's refugees are from."""
    ground, role, site = near.ground, end.role, end.site
    yield f"{role}|home={site.country == ground.country}"
    yield f"{role}|left={ground.left[site.names] > 0}|located={ground.located[site.names] > 0}"
    if ground.origin:
        yield f"{role}|origin={site.country == ground.origin.country}|kind={site.kind}"
        if near.chosen:
            yield f"{role}|chosen-origin={near.chosen.country == ground.origin.country}"


def _of_pair(near: Near, site: Site, chosen: Site, role: Role) -> Iterator[str]:
    """How the two ends stand to each other."""
    across = "?" if not (site.country and chosen.country) else "abroad" if site.country != chosen.country else "inland"
    if across != "abroad" and not apart(site, chosen):
        across = "nested"
    act = near.ask.act
    yield from (
        f"{role}|{across}",
        f"{role}|{across}|act={act}",
        f"{role}|{across}|noun={near.noun}",
        f"{role}|kinds={site.kind}|{chosen.kind}",
    )
    yield from (f"{role}|chosen-lead={near.lead}", f"{role}|chosen-lead={near.lead}|act={act}")
    yield f"{role}|chosen-left={near.ground.left[chosen.names] > 0}|located={near.ground.located[chosen.names] > 0}"


def _of_earlier(near: Near, key: str, chosen: str, role: Role) -> Iterator[str]:
    """What the ends were of the figures before."""
    other = "to" if role == "from" else "from"
    recent = [placed.roles for placed in near.before[:_RECENT]]
    for rank, roles in enumerate(recent):
        was = roles.get(key)
        if was:
            yield f"{role}|was-{was}|{min(rank, 2)}"
            if roles.get(chosen) == other:
                yield f"{role}|same-pair|{was}"
            if chosen in roles:
                yield f"{role}|both-told"
            if near.goes_on and rank == 0:
                yield f"{role}|was-{was}|on"
    if any(roles.get(key) == role for roles in recent):
        yield f"{role}|ever"
    if any(roles.get(key) == other for roles in recent):
        yield f"{role}|ever-other"
    if any(roles.get(chosen) == other for roles in recent):
        yield f"{role}|chosen-ever"
    if recent:
        yield f"{role}|last-had={len(set(recent[0].values()))}"


def _of_sentence(near: Near, end: End) -> Iterator[str]:
    """Where a site of the figure's own sentence stands: to the number, and to the chosen site."""
    ask, role, site, slot = near.ask, end.role, end.site, near.ask.slot
    side, gap = ("after", site.first - slot.last) if site.first >= slot.last else ("before", max(0, slot.first - site.last))
    yield from (f"{role}|lead={site.lead}", f"{role}|lead={site.lead}|{side}|act={ask.act}", f"{role}|{side}|{bucket(gap)}")
    if site.speaker:
        yield f"{role}|speaker"
    if site.owns:
        yield f"{role}|owns={site.owns}"
    if is_attached(site, ask):
        yield f"{role}|attached"
    if has_role(site, role, ask):
        yield f"{role}|has-role"
    if is_source(site, ask):
        yield f"{role}|source"
    if near.chosen and near.lead != "carried":
        first, last = sorted((site, near.chosen), key=lambda one: one.first)
        numbers = sum(first.last <= s.first < last.first for s in ask.slots if s is not slot and s.number.not_count is None)
        yield from (f"{role}|numbers={min(numbers, 2)}", f"{role}|order={first is site}|{first.lead}>{last.lead}")
        if not _WORDS["clause"].isdisjoint(ask.words[first.last : last.first]):
            yield f"{role}|clause"
