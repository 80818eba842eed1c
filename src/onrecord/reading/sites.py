"""Where: the places of a sentence as sites, and the site that a figure belongs to.

A site is one place, or several of a kind in one list ("Yumbi town, Bongende village and Nkolo II"). Of a chain of containment ("Fizi,
South Kivu province", "China's Guangdong Province") the site is the smallest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.reading.acts import Features, Slot, Trigger, bucket
from onrecord.text import Sentence, Token
from onrecord.types import Mention

_SIZE = {"country": 5, "water": 4, "region": 4, "admin1": 3, "admin2": 2, "settlement": 1, "camp": 0}
_PREPOSITIONS = frozenset("in at from to into across near around inside outside towards toward on off through for via between within over under by along throughout onto beyond leaving".split())
_LINKS = frozenset(", and or & / as well the of in ( ) 's ’s both also part parts city town village district districts province provinces prefecture county counties region regions state states governorate department area areas villages towns cities islands island camp camps south north east west southern northern eastern western central south-western north-eastern north-western south-eastern northwestern northeastern southwestern southeastern southwest southeast northwest northeast mid municipality commune territory capital capital's".split())
_GROUND = frozenset("camps camp border borders town towns village villages soil territory city cities province provinces capital coast coastal side shores shore island islands region regions territories waters communities".split())
# What a country or capital owns where it stands for its government: "Ankara's concerns", "Turkey's attack on Afrin".
_STATECRAFT = frozenset(
    """concerns concern decision decisions policy policies position efforts effort request response relations frustration stance leaders leader plans forces troops army
    military president government offensive attack attacks war allies ally ambitions failure refusal support role demands claims warning warnings calls move campaign
    intervention involvement bid push pledge promise announcement ministry minister parliament embassy ambassador jets planes airstrikes bombardment invasion incursion""".split()
)
_COMPASS = frozenset("north south east west northeast northwest southeast southwest north-east north-west south-east south-west outside".split())
_DISTANCE = frozenset("km kilometres kilometers miles mile metres meters".split())
_FLEEING = frozenset("fled flee fleeing flees left leaves escaped escape escaping abandoned abandon quit".split())
_CLOSED = frozenset(", . ; ( ) and or that who which were was are have has had said".split())
_ENDS = frozenset("after when as while since because where which who but that whose said says adding".split())
_LEAST = 0.32  # mentions less likely to be a place than this are no sites
SCENE = frozenset("in at near across around inside throughout outside on along within".split())
MOVING = frozenset("fled arrived hosted sheltered registered returned relocated defected evacuated expelled displaced".split())


@dataclass(frozen=True, slots=True)
class Site:
    """Mentions that stand together in one role; ``first`` and ``last`` are token positions, ``lead`` the preposition before them."""

    mentions: tuple[Mention, ...]
    first: int
    last: int
    lead: str
    wider: tuple[Mention, ...] = ()  # the containers that were left out
    speaker: bool = False  # part of the name of someone who speaks
    owns: str = ""  # what its genitive governs: "number", "proper", "ground", "state" or "thing"; "" where it is none
    dateline: bool = False  # where the report was filed: "GUANGZHOU, June 16 (Xinhua) --"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.name for m in self.mentions))

    @property
    def country(self) -> str | None:
        return next((m.country for m in self.mentions if m.country), None)

    @property
    def sure(self) -> str:
        """How sure it is that this is a place, in three steps."""
        best = max(m.confidence for m in self.mentions)
        return "high" if best > 0.6 else "middle" if best > 0.32 else "low"

    @property
    def kind(self) -> str:
        place = self.mentions[0].place
        return place.kind if place else "unlisted"


@dataclass(frozen=True, slots=True)
class Carried:
    """A site from elsewhere in the report, the ways by which it comes ("figure-before", "back1", "lead0"), and how often it is named."""

    site: Site
    routes: tuple[str, ...]
    count: int
    located: int


def sites(sentence: Sentence, mentions: Sequence[Mention], speakers: Sequence[tuple[int, int]] = ()) -> tuple[Site, ...]:
    """The sites of a sentence. Nationalities are not sites; names of low confidence are left out. ``speakers``: spans of their names."""
    words = [t.lower for t in sentence.tokens]
    starts = [t.start for t in sentence.tokens]
    spots = []
    for mention in mentions:
        if sentence.start <= mention.start < sentence.end and mention.confidence > _LEAST:
            first = bisect_left(starts, mention.start)
            last = bisect_left(starts, mention.end)
            if _is_reference(words, first):
                continue
            if mention.form == "name":
                spots.append((mention, first, last))
            elif mention.place and _GROUND & set(words[last : last + (4 if words[last : last + 1] == ["and"] else 2)]):  # "in Turkish camps": Turkey
                spots.append((replace(mention, name=mention.place.name), first, last))
    found: list[Site] = []
    for mention, first, last in spots:
        if found and _joined(words[found[-1].last : first]):
            found[-1] = _merge(found[-1], mention, words[found[-1].last : first], last)
        else:
            speaker = any(start <= mention.start < end for start, end in speakers)
            owns = _owned_by(sentence.tokens, words, first, last)
            found.append(Site((mention,), first, last, _lead(words, first), speaker=speaker, owns=owns, dateline=_is_dateline(mention, words, first, last)))
    return tuple(found)


def _owned_by(tokens: Sequence[Token], words: Sequence[str], first: int, last: int) -> str:
    """What a genitive governs: a state that acts ("Ankara's concerns") is not a scene ("Idlib's villages", "Turkey's Hatay province")."""
    genitive = last > first and (words[last - 1].endswith(("'s", "’s", "s'", "s’")) or words[last : last + 1] in (["'s"], ["’s"]))
    at = last + (words[last : last + 1] in (["'s"], ["’s"]))
    if not genitive or at >= len(tokens):
        return ""
    if words[at][0].isdigit():
        return "number"
    if tokens[at].text[0].isupper():
        return "proper"
    if words[at] in _LINKS or words[at] in _GROUND:
        return "ground"
    return "state" if not _STATECRAFT.isdisjoint(words[at : at + 2]) else "thing"


def _is_reference(words: Sequence[str], first: int) -> bool:
    """Whether a place only tells where another one lies: "200 kilometres from Guwahati", "south of Beirut"."""
    before = words[max(0, first - 6) : first]
    if before[-1:] not in (["of"], ["from"]):
        return False
    return not _COMPASS.isdisjoint(before[-2:-1]) or not _DISTANCE.isdisjoint(before)


def _is_dateline(mention: Mention, words: Sequence[str], first: int, last: int) -> bool:
    capitals = mention.name.isupper() and len(mention.name) > 3
    return first <= 1 and (capitals and not {"--", "-", "–", "—", ":", "("}.isdisjoint(words[last : last + 8]) or (last < len(words) and words[last] == "("))


def _joined(between: Sequence[str]) -> bool:
    return len(between) <= 6 and all(word in _LINKS for word in between) and between.count("in") + between.count(",") <= 2


def _merge(site: Site, mention: Mention, between: Sequence[str], last: int) -> Site:
    """Take a further name into a site: as one more of a list ("A, B and C"), as its container ("A, B"), or as the smaller one ("B's A")."""
    known = site.mentions
    if any(_contains(mention, m) for m in known):
        return replace(site, last=last, wider=(*site.wider, mention))
    listed = not {"and", "or", "&"}.isdisjoint(between)
    smaller = not listed and ("," not in between or all(m.place is not None and m.place.kind == "country" for m in known))
    if smaller and all(_contains(m, mention) for m in known):
        return replace(site, mentions=(mention,), last=last, wider=(*site.wider, *known))
    if listed:
        # What a comma joined so far was a list after all: "Guangdong, Guizhou, Hunan and Jiangxi".
        peers = tuple(m for m in site.wider if not any(_contains(m, k) for k in known))
        return replace(site, mentions=(*known, *peers, mention), last=last, wider=tuple(m for m in site.wider if m not in peers))
    return replace(site, last=last, wider=(*site.wider, mention))


def _contains(outer: Mention, inner: Mention) -> bool:
    """Whether ``outer`` holds ``inner``, judged by kind, country and first-level division."""
    if outer.place is None or outer.name == inner.name:
        return False
    if outer.place.kind == "country":
        return inner.country == outer.country and (inner.place is None or inner.place.kind != "country")
    if inner.place is None:
        return _SIZE[outer.place.kind] >= 2 and inner.country in (None, outer.country)
    if _SIZE[outer.place.kind] <= _SIZE[inner.place.kind] or outer.country != inner.country:
        return False
    return outer.place.kind in ("region", "water") or outer.place.admin1 in (None, inner.place.admin1) or outer.place.name == inner.place.admin1


def _lead(words: Sequence[str], first: int) -> str:
    owner = False
    for at in range(first - 1, max(-1, first - 8), -1):
        if words[at] in _PREPOSITIONS:
            return words[at]
        if words[at] in _FLEEING:  # "fled Myanmar": as good as "from"
            return "from" if at == first - 1 else "^"
        if words[at] == "of":  # "from the last enclave of X": the preposition that counts stands further left
            owner = True
        elif owner and (words[at] in _CLOSED or at == first - 7):
            return "of"
        elif words[at] in (",", ".", ";", "(", ")", "and", "or", "that", "who", "which"):
            return words[at] if at == first - 1 else "^"
    return "of" if owner else "^"


def site_features(site: Site, slot: Slot, trigger: Trigger | None, act: str, words: Sequence[str], all_sites: Sequence[Site], main: str | None) -> Features:
    """How a site of the figure's own sentence stands to the number and its act word."""
    first = min(slot.first, trigger.first) if trigger else slot.first
    last = max(slot.last, trigger.last) if trigger else slot.last
    moving = "moving" if act in MOVING else "local"
    if site.first >= last:
        side, inner = "after", words[last : site.first]
    elif site.last <= first:
        side, inner = "before", words[site.last : first]
    else:
        side, inner = "among", words[min(slot.last, site.first) : site.first] if site.first >= slot.last else ()
    features: Features = {
        "own": 1.0,
        f"side={side}": 1.0,
        f"side={side}|{bucket(len(inner))}": 1.0,
        f"lead={site.lead}|{side}": 1.0,
        f"lead={site.lead}|{moving}": 1.0,
        f"kind={site.kind}": 1.0,
        f"kind={site.kind}|{side}": 1.0,
        "gap": len(inner) / 10.0,
        f"home={site.country == main}": 1.0,
        f"sure={site.sure}": 1.0,
        f"sure={site.sure}|{site.lead}": 1.0,
    }
    if site.first <= 2:
        features["opening"] = 1.0
        features[f"opening|{site.lead}"] = 1.0
    if site.speaker:
        features["speaker"] = 1.0
        features[f"speaker|{side}"] = 1.0
    features[f"names={min(len(site.names), 3)}"] = 1.0
    if any(w.name in {m.name for m in site.mentions} for o in all_sites if o is not site for w in o.wider):
        features["container"] = 1.0
    for name, start, end in (("slot", slot.first, slot.last), *((("act", trigger.first, trigger.last),) if trigger else ())):
        where, gap = ("after", site.first - end) if site.first >= end else ("before", start - site.last)
        features[f"{name}-{where}={bucket(max(gap, 0))}"] = 1.0
        if where == "after" and gap <= 2:
            features[f"{name}-next|{site.lead}"] = 1.0
    if _ENDS & set(inner):
        features[f"clause|{side}"] = 1.0
    if "," in inner:
        features[f"comma|{side}"] = 1.0
    if "and" in inner:
        features[f"and|{side}"] = 1.0
    if site.owns:
        features["owns"] = 1.0
        features[f"owns={site.owns}"] = 1.0
    rivals = [s for s in all_sites if s is not site]
    if not rivals:
        features["only"] = 1.0
    elif all(_gap(site, first, last) <= _gap(s, first, last) for s in rivals):
        features["nearest"] = 1.0
        features[f"nearest|{side}"] = 1.0
    if any(s.first >= last for s in rivals) and side == "before":
        features["rival-after"] = 1.0
    return features


def carried_features(carried: Carried, act: str, own: bool, main: str | None, words: Sequence[str]) -> Features:
    """Features of a site from elsewhere; ``own`` tells whether the figure's sentence has a site itself."""
    kind = carried.site.kind
    features: Features = {
        "carried": 1.0,
        f"carried|own={own}": 1.0,
        f"carried|kind={kind}": 1.0,
        f"carried|home={carried.site.country == main}": 1.0,
        f"carried|sure={carried.site.sure}": 1.0,
        f"carried|count={min(carried.count, 4)}": 1.0,
        f"carried|located={min(carried.located, 3)}": 1.0,
        f"carried|scene={carried.located > 0}|kind={kind}": 1.0,
        f"carried|lead={carried.site.lead}": 1.0,
        f"carried|names={min(len(carried.site.names), 3)}": 1.0,
        f"carried|moving={act in MOVING}": 1.0,
    }
    for route in carried.routes:
        features[f"route={route}"] = 1.0
        features[f"route={route}|own={own}"] = 1.0
        features[f"route={route}|kind={kind}"] = 1.0
    if carried.site.speaker:
        features["carried|speaker"] = 1.0
    if not {"total", "toll", "overall", "nationwide", "altogether"}.isdisjoint(words):
        features[f"total|kind={kind}"] = 1.0
    if "elsewhere" in words[:3]:
        features[f"elsewhere|figure={any(r.startswith('figure') for r in carried.routes)}"] = 1.0
    return features


def _gap(site: Site, first: int, last: int) -> int:
    return site.first - last if site.first >= last else first - site.last if site.last <= first else 0


def others(chosen: Site, slot: Slot, trigger: Trigger | None, act: str, words: Sequence[str], all_sites: Sequence[Site]) -> Iterator[tuple[Site, str]]:
    """Further sites of the same movement in the other role: "from Baghuz ... to al-Hawl"."""
    if act not in MOVING:
        return
    role = role_of(chosen, act)
    for site in all_sites:
        if site is chosen or site.names == chosen.names:
            continue
        wanted = "to" if role == "from" else "from"
        explicit = {"to": ("to", "into", "across", "towards", "toward", "onto", "for"), "from": ("from", "leaving")}[wanted]
        own = wanted == "from" and site.lead in ("of", "from") and 0 <= site.first - slot.last <= 3  # "35,000 people of Mizoram took shelter in ..."
        inner = words[min(site.last, slot.last) : max(site.first, slot.first)]
        scene_left = wanted == "from" and site.lead in SCENE and not _FLEEING.isdisjoint(words[max(0, site.first - 12) : site.first])  # "fleeing fighting in ..."
        if own or scene_left or site.lead in explicit and not ({"said", ";", "while", "but"} & set(inner)):
            yield site, wanted
            return


def role_of(site: Site, act: str) -> str:
    """Whether the people are from there or have come there: by the preposition, else by the act."""
    if site.lead in ("from", "outside", "leaving"):
        return "from"
    if site.lead in ("to", "into", "towards", "toward", "onto") and act in MOVING:
        return "to"
    return "to" if act in ("arrived", "hosted", "defected") else "from"
