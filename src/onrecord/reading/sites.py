"""Where: the places of a sentence as sites, and the site that a figure belongs to.

A site is one place, or several of a kind in one list ("Yumbi town, Bongende village and Nkolo II"). Of a chain of containment ("Fizi,
South Kivu province", "China's Guangdong Province") the site is the smallest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.reading.acts import Features, Slot, Trigger, bucket
from onrecord.text import Sentence
from onrecord.types import Mention

_SIZE = {"country": 5, "water": 4, "region": 4, "admin1": 3, "admin2": 2, "settlement": 1, "camp": 0}
_PREPOSITIONS = frozenset("in at from to into of across near around inside outside towards toward on off through for via between within over under by along throughout onto beyond leaving".split())
_LINKS = frozenset(", and or & / as well the of in ( ) 's ’s both also part parts city town village district districts province provinces prefecture county counties region regions state states governorate department area areas villages towns cities islands island camp camps south north east west southern northern eastern western central south-western north-eastern north-western south-eastern northwestern northeastern southwestern southeastern southwest southeast northwest northeast mid municipality commune territory capital's".split())
_GROUND = frozenset("camps camp border borders town towns village villages soil territory city cities province provinces capital coast coastal side shores shore island islands region regions territories waters communities".split())
_ENDS = frozenset("after when as while since because where which who but that whose said says adding".split())
MOVING = frozenset("fled arrived hosted sheltered registered returned relocated defected evacuated expelled displaced".split())


@dataclass(frozen=True, slots=True)
class Site:
    """Mentions that stand together in one role; ``first`` and ``last`` are token positions, ``lead`` the preposition before them."""

    mentions: tuple[Mention, ...]
    first: int
    last: int
    lead: str
    wider: tuple[Mention, ...] = ()  # the containers that were left out

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.name for m in self.mentions))

    @property
    def country(self) -> str | None:
        return next((m.country for m in self.mentions if m.country), None)

    @property
    def kind(self) -> str:
        place = self.mentions[0].place
        return place.kind if place else "unlisted"


@dataclass(frozen=True, slots=True)
class Carried:
    """A site from elsewhere in the report: the figure before, an earlier sentence, the lead or the title."""

    site: Site
    how: str
    distance: int


def sites(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[Site, ...]:
    """The sites of a sentence. Nationalities are not sites; names of low confidence are left out."""
    words = [t.lower for t in sentence.tokens]
    starts = [t.start for t in sentence.tokens]
    spots = []
    for mention in mentions:
        if sentence.start <= mention.start < sentence.end and mention.confidence > 0.35:
            first = bisect_left(starts, mention.start)
            last = bisect_left(starts, mention.end)
            if mention.form == "name":
                spots.append((mention, first, last))
            elif mention.place and _GROUND & set(words[last : last + 2]):  # "in Turkish camps": Turkey
                spots.append((replace(mention, name=mention.place.name), first, last))
    found: list[Site] = []
    for mention, first, last in spots:
        if found and _joined(words[found[-1].last : first]):
            found[-1] = _merge(found[-1], mention, last)
        else:
            found.append(Site((mention,), first, last, _lead(words, first)))
    return tuple(found)


def _joined(between: Sequence[str]) -> bool:
    return len(between) <= 6 and all(word in _LINKS for word in between) and between.count("in") + between.count(",") <= 2


def _merge(site: Site, mention: Mention, last: int) -> Site:
    known = site.mentions
    if any(_contains(mention, m) for m in known):
        return Site(known, site.first, last, site.lead, (*site.wider, mention))
    if all(_contains(m, mention) for m in known):
        return Site((mention,), site.first, last, site.lead, (*site.wider, *known))
    return Site((*known, mention), site.first, last, site.lead, site.wider)


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
    for at in range(first - 1, max(-1, first - 8), -1):
        if words[at] in _PREPOSITIONS:
            return words[at]
        if words[at] in (",", ".", ";", "(", ")", "and", "or", "that", "who", "which"):
            return words[at] if at == first - 1 else "^"
    return "^"


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
    }
    if site.first <= 2:
        features["opening"] = 1.0
        features[f"opening|{site.lead}"] = 1.0
    if _ENDS & set(inner):
        features[f"clause|{side}"] = 1.0
    if "," in inner:
        features[f"comma|{side}"] = 1.0
    if "and" in inner:
        features[f"and|{side}"] = 1.0
    after = words[site.last] if site.last < len(words) else "$"
    if after in ("'s", "’s") or words[site.last - 1].endswith(("'s", "’s")):
        features["possessive"] = 1.0
    rivals = [s for s in all_sites if s is not site]
    if not rivals:
        features["only"] = 1.0
    elif all(_gap(site, first, last) <= _gap(s, first, last) for s in rivals):
        features["nearest"] = 1.0
        features[f"nearest|{side}"] = 1.0
    if any(s.first >= last for s in rivals) and side == "before":
        features["rival-after"] = 1.0
    return features


def carried_features(carried: Carried, act: str, own: bool, main: str | None, partial: bool) -> Features:
    """Features of a site from elsewhere; ``own`` tells whether the figure's sentence has a site itself."""
    return {
        "carried": 1.0,
        f"carried={carried.how}": 1.0,
        f"carried={carried.how}|{min(carried.distance, 4)}": 1.0,
        f"carried|own={own}": 1.0,
        f"carried={carried.how}|own={own}": 1.0,
        f"carried={carried.how}|kind={carried.site.kind}": 1.0,
        f"carried|home={carried.site.country == main}": 1.0,
        f"carried={carried.how}|part={partial}": 1.0,
    }


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
        explicit = {"to": ("to", "into", "across", "towards", "toward", "onto"), "from": ("from", "leaving")}[wanted]
        inner = words[min(site.last, chosen.last) : max(site.first, chosen.first)]
        if site.lead in explicit and not ({"said", ";", "while", "but"} & set(inner)):
            yield site, wanted
            return


def role_of(site: Site, act: str) -> str:
    """Whether the people are from there or have come there: by the preposition, else by the act."""
    if site.lead in ("from", "outside", "leaving"):
        return "from"
    if site.lead in ("to", "into", "towards", "toward", "onto") and act in MOVING:
        return "to"
    return "to" if act in ("arrived", "hosted", "defected") else "from"
