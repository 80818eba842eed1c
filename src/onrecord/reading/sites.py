"""The places of a sentence as sites.

A site is one place, or several of a kind in one list ("Yumbi town, Bongende village and Nkolo II"). Of a chain of containment ("Fizi,
South Kivu province", "China's Guangdong Province") the site is the smallest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from onrecord.reading import lexicon
from onrecord.reading.filed import dateline_end, is_only_told_from
from onrecord.reading.near import GENITIVE, word_before
from onrecord.reading.references import is_bearing, is_far, is_reference, is_worst_hit, led
from onrecord.reading.tellers import is_of_office
from onrecord.text import Sentence, Token
from onrecord.types import Mention

_WORDS = lexicon.word_sets("sites")
_SIZE = {"country": 5, "water": 4, "region": 4, "admin1": 3, "admin2": 2, "settlement": 1, "camp": 0}
LEAST = 0.32  # mentions less likely to be a place than this are no sites
_LEAST_SPOKEN = 0.5  # and in the name of someone who speaks, where first names look like towns
_DESCRIBED = 6  # words up to the noun in "a historic hilltop town"
_HELD = ("-occupied", "-held", "-controlled", "-administered", "-run", "-ruled", "-hit")  # "Jordan and the Israeli-occupied Golan Heights"
_MEDIA = 4  # words from a genitive to what tells: "Beijing's official Xinhua news agency"
_BODY = 3  # words of the name of a body behind its country
_OF = frozenset(("of", "in", "from", "at", "near"))  # "residents of the village of Kofa said"
_APART = frozenset(", - – —".split())
_CLOSE = frozenset("close closer closest next adjacent nearest".split())  # before "to"
_PORT = (["port"], ["resort"])
_BORDER = ("town", "city", "village", "post", "area", "district", "province")  # behind "border"
_SUBURB = (["suburb", "of"], ["neighbourhood", "of"], ["neighborhood", "of"], ["suburbs", "of"])
_BORDERING = 6  # words of ", near the border with"
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
    owns: str = (
        ""  # what its genitive governs: "number", "proper", "ground", "rank", "body", "post", "state" or "thing"; "" where it is none
    )
    worst: bool = False  # told to be the hardest hit
    dateline: bool = False  # where the report was filed, or somebody spoke: "GUANGZHOU, June 16 (Xinhua) --", "told reporters in Geneva"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.name for m in self.mentions))

    @property
    def country(self) -> str | None:
        return next((m.country for m in self.mentions if m.country), None)

    def singles(self) -> Iterator[Site]:
        """The site if it is one place, and each container that it leaves out ("Goma, Democratic Republic of the Congo")."""
        if len(self.mentions) == 1:
            yield self
        for mention in self.wider:
            yield Site((mention,), self.first, self.last, self.lead)

    def holds(self, inner: Site) -> bool:
        """Whether every place of another site lies in one of these."""
        return all(any(_contains(outer, one) for outer in self.mentions) for one in inner.mentions)

    @property
    def sure(self) -> str:
        """How sure it is that this is a place, in three steps."""
        best = max(m.confidence for m in self.mentions)
        return "high" if best > 0.6 else "middle" if best > 0.32 else "low"

    @property
    def kind(self) -> str:
        place = self.mentions[0].place
        return place.kind if place else "unlisted"


def sites(sentence: Sentence, mentions: Sequence[Mention], speakers: Sequence[tuple[int, int]] = ()) -> tuple[Site, ...]:
    """The sites of a sentence, from the mentions in it. Nationalities are not sites, but "Turkish camps" are.

    ``speakers`` are the spans of the names of those who speak in it: places in them are marked."""
    words = [t.lower for t in sentence.tokens]
    edge = dateline_end(sentence.tokens)
    starts = [t.start for t in sentence.tokens]
    found: list[Site] = []
    for mention, first, last in _spots(sentence, words, mentions):
        spoken = any(start <= mention.start < end for start, end in speakers)
        if spoken and mention.confidence < _LEAST_SPOKEN and not _is_owner(words, first, last):
            continue
        between = _less_lead(words[found[-1].last : first], found[-1].lead) if found else []
        if found and found[-1].mentions[-1].form == "demonym" and _is_descriptive(between):
            between = between[1:]  # "the Greek port city of X"
        if found and (_apposed(between) or _is_ashore(between) or _is_beside(between) or _is_near(between)):
            found[-1] = replace(found[-1], last=last, wider=(*found[-1].wider, mention))
        elif found and found[-1].owns != "state" and _joined(between):
            owned = not between and words[first - 1].endswith(GENITIVE)
            found[-1] = _merge(found[-1], mention, between, last, owned)
        else:
            found.append(
                Site(
                    (mention,),
                    first,
                    last,
                    lead(words, first),
                    speaker=spoken,
                    owns=_owned_by(sentence.tokens, words, first, last),
                    worst=is_worst_hit(words, first, last),
                    dateline=first < edge or is_only_told_from(mention, words, first, last, sentence.index),
                )
            )
    return tuple(found) or tuple(_beside(words, starts, mentions))


def _beside(words: Sequence[str], starts: Sequence[int], mentions: Sequence[Mention]) -> Iterator[Site]:
    """The place that tells where another one lies, which has no name: "rescued in the dunes *north of Atar*"."""
    for mention in mentions:
        first, last = bisect_left(starts, mention.start), bisect_left(starts, mention.end)
        before = led(words, first)
        if mention.form != "name" or mention.confidence <= LEAST or is_far(before):
            continue
        if is_bearing(before, words, first, mention):
            yield Site((mention,), first, last, "near")
            return


def _is_owner(words: Sequence[str], first: int, last: int) -> bool:
    """Whether a name among those of a speaker is a place after all: "residents of Kofa said", "Salta Governor Juan Urtubey"."""
    return word_before(words, first) in _OF or not _WORDS["holders"].isdisjoint(words[last : last + 1])


def _spots(sentence: Sentence, words: Sequence[str], mentions: Sequence[Mention]) -> Iterator[tuple[Mention, int, int]]:
    """The mentions that are places, with their token positions."""
    starts = [t.start for t in sentence.tokens]
    referred = -1  # where the last name of a place that only tells where another one lies ends
    beside: Mention | None = None  # that place, if it is near or tells of another
    found = False
    for mention in mentions:
        first, last = bisect_left(starts, mention.start), bisect_left(starts, mention.end)
        if beside and words[referred:first] in ([","], ["in"], [",", "in"]) and _contains(mention, beside):
            continue  # "20 kilometres north of Atar, Mauritania"
        if is_reference(words, first, last, mention) or (referred > 0 and words[referred:first] == ["and"]):
            referred, beside = last, mention if found or not is_far(led(words, first)) else None
            continue
        if mention.confidence <= LEAST or names_observer(_proper(sentence.tokens[last : last + _BODY])):
            continue
        found = True
        if mention.form == "name":
            yield mention, first, last
        elif mention.place and not _WORDS["ground"].isdisjoint(words[last : last + (4 if words[last : last + 1] == ["and"] else 2)]):
            yield replace(mention, name=mention.place.name), first, last  # "in Turkish camps": Turkey


def names_observer(behind: Sequence[Token]) -> bool:
    """Whether what stands behind a country or nationality makes it a body that tells of other countries: "U.S. Geological Survey"."""
    return not _WORDS["worldwide"].isdisjoint(token.lower for token in behind)


def _proper(behind: Sequence[Token]) -> Sequence[Token]:
    """The words of a name that goes on."""
    return list(takewhile(lambda token: token.text[0].isupper(), behind))


def _owned_by(tokens: Sequence[Token], words: Sequence[str], first: int, last: int) -> str:
    """What a genitive governs: a state that acts ("Ankara's concerns") is not a scene ("Idlib's villages", "Turkey's Hatay province")."""
    if word_before(words, first - (word_before(words, first) == "the")) == "in" and _heads_body(tokens, words, first):
        return "post"
    if is_of_office(words, first):
        return "post"
    genitive = last > first and (words[last - 1].endswith(GENITIVE) or words[last : last + 1] in (["'s"], ["’s"]))
    at = last + (words[last : last + 1] in (["'s"], ["’s"]))
    if word_before(words, first) == "by" and not _WORDS["taken_in"] & set(words[max(0, first - 3) : first - 1]):
        return "state"  # "an offensive by Israel"; but "hosted by Turkey", "followed by Kebbi"
    if not genitive or at >= len(tokens):
        return "body" if _is_body(words[last : last + _BODY]) else ""
    if words[at][0].isdigit():
        return "rank" if words[at + 1 : at + 2] == ["-"] else "number"  # "Chile's 7.4-magnitude earthquake"
    if tokens[at].text[0].isupper():
        return "proper"
    if words[at] in _WORDS["link"] or words[at] in _WORDS["ground"]:
        return "ground"
    if not _WORDS["media"].isdisjoint(words[at : at + _MEDIA]):
        return "state"
    if words[at] in _WORDS["rank"]:
        return "rank"
    return "state" if not _WORDS["statecraft"].isdisjoint(words[at : at + 2]) else "thing"


def _is_body(behind: Sequence[str]) -> bool:
    """Whether a place is that of a body that speaks: "Coahuila state officials", "Assam police"."""
    at = next((n for n, word in enumerate(behind) if word not in _WORDS["level"]), len(behind))
    return at < len(behind) and behind[at] in _WORDS["officials"]


def _heads_body(tokens: Sequence[Token], words: Sequence[str], first: int) -> bool:
    """Whether a country only tells where a body or its head sits: "the Human Rights Office in the DRC", "UNHCR's representative in Chad"."""
    at = first - 2 - (words[first - 1] == "the")
    return (
        at > 0
        and words[at] in _WORDS["post"]
        and (tokens[at].text[0].isupper() or tokens[at - 1].text in ("'s", "’s") or tokens[at - 1].text[0].isupper())
    )


def _is_descriptive(between: Sequence[str]) -> bool:
    """Whether the first word behind a nationality only tells what kind of a place follows: "the Greek *port* city of", "the Malian *border* post of"."""
    return between[:1] in _PORT or (between[:1] == ["border"] and between[1:2] in [[word] for word in _BORDER])


def _less_lead(between: list[str], lead: str) -> list[str]:
    """The words between two places without the preposition that both have: "to Goma and to Minova", "to Goma and to the camp of Minova"."""
    at = next((n for n in (0, 1) if between[n : n + 2] in (["and", lead], ["or", lead])), None)
    return between if at is None else [*between[: at + 1], *between[at + 2 :]]


def _joined(between: Sequence[str]) -> bool:
    return (
        len(between) <= 6
        and all(word.endswith(_HELD) or word.removesuffix("'s").removesuffix("’s") in _WORDS["link"] for word in between)
        and between.count("in") + between.count(",") <= 2
    )


def _apposed(between: Sequence[str]) -> bool:
    """Whether a place only says where the one before it lies: "Keru, also a small remote town in the south of Enga province"."""
    at = 2 if between[1:2] == ["also"] else 1
    if between[:1] != [","] or between[at : at + 1] not in (["a"], ["an"], ["the"]):
        return False
    kind = next(
        (
            n
            for n in range(at + 1, min(at + _DESCRIBED, len(between)))
            if between[n] in _WORDS["ground"] or between[n] in _WORDS["locality"]
        ),
        None,
    )
    if kind is None or not _WORDS["closed"].isdisjoint(between[at:kind]):
        return False
    way = between[kind + 1 :]
    return bool(way) and all(word in _WORDS["link"] or word in _WORDS["lying"] or word in _WORDS["compass"] for word in way)


def _is_ashore(between: Sequence[str]) -> bool:
    """Whether a place only says where the one before it lies: "Baga town on the shores of Lake Chad"."""
    *way, kind, of = between if len(between) > 1 else ("", "", "")
    return kind in _WORDS["shores"] and of == "of" and "," not in way and (_WORDS["link"] | _WORDS["lying"]).issuperset(way)


def _is_beside(between: Sequence[str]) -> bool:
    """Whether a country only says where the place before it lies: "southern Ethiopia, near the border with Kenya"."""
    return 3 <= len(between) <= _BORDERING and between[-2:] == ["border", "with"] and between[0] in (",", "near", "along", "on", "at")


def _is_near(between: Sequence[str]) -> bool:
    """Whether a place only says near which one the place before it lies: "Zamzam camp *near* El Fasher"."""
    return between[-1:] in (["near"], ["outside"]) and _WORDS["called"].issuperset(between[:-1])


def _merge(site: Site, mention: Mention, between: Sequence[str], last: int, owned: bool) -> Site:
    """Take a further name into a site: as one more of a list ("A, B and C"), as its container ("A, B"), or as the smaller one ("B's A")."""
    known = site.mentions
    if not {"and", "or", "&"}.isdisjoint(between):
        # What a comma joined so far was a list after all: "Guangdong, Guizhou, Hunan and Jiangxi".
        apart = [m for m in site.wider if not any(_contains(m, k) for k in known)]
        # A container that holds a later one too is itself listed: "Satkhira, Khulna, Bagerhat and Barguna" are districts all.
        peers = tuple(
            m
            for m in site.wider
            if m in apart
            or (len(apart) > 1 and _kind(m) == "admin2")
            or any(known[0].start < m.start < one.start and _contains(m, one) for one in apart)
        )
        return replace(site, mentions=(*known, *peers, mention), last=last, wider=tuple(m for m in site.wider if m not in peers))
    countries = all(map(_is_country, known))
    if between[-1:] == [","] and countries and _is_country(mention):  # "floods in Chile, Peru kill 30"
        return replace(site, mentions=(*known, mention), last=last)
    if between == [","] and len(known) == 1 and _is_country(mention) and mention.country not in (None, known[0].country):
        known = (replace(known[0], place=None, country=mention.country),)  # "Bodo, Cameroon", where the lists have only a Bodo in Nigeria
        return replace(site, mentions=known, last=last, wider=(*site.wider, mention))
    suburb = between[-2:] in _SUBURB and not any(_contains(mention, m) for m in known)  # "the Medellin suburb of Bello"
    inner = suburb or (owned and len(known) == 1 and _is_quarter(mention, known[0]))
    if inner or (("," not in between or countries) and all(_contains(m, mention) for m in known)):
        return replace(site, mentions=(mention,), last=last, wider=(*site.wider, *known))
    return replace(site, last=last, wider=(*site.wider, mention))


def _is_quarter(mention: Mention, owner: Mention) -> bool:
    """Whether what a town owns can lie in it: "Basra's Hananiyah quarter", "Nairobi's Embakasi"."""
    return mention.country in (None, owner.country) and _kind(mention) not in ("country", "admin1", "region")


def _kind(mention: Mention) -> str:
    return mention.place.kind if mention.place else ""


def _is_country(mention: Mention) -> bool:
    return _kind(mention) == "country"


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
    return (
        outer.place.kind in ("region", "water")
        or outer.place.admin1 in (None, inner.place.admin1)
        or outer.place.name == inner.place.admin1
    )


def _is_named_behind(words: Sequence[str], first: int) -> bool:
    """Whether a place is told before its name: "in another small village, X", "have come to its capital, X", "in the worst-hit city - X"."""
    if first < 2 or words[first - 1] not in _APART:
        return False
    if words[first - 1] != ",":
        return words[first - 2] in _WORDS["called"]
    nameless = words[first - 2] in _WORDS["called"] and not _WORDS["nameless"].isdisjoint(words[max(0, first - 6) : first])
    return nameless or words[first - 2] == "capital"


def lead(words: Sequence[str], first: int) -> str:
    """The preposition that a place stands under."""
    owner = False
    first -= _is_named_behind(words, first)
    for at in range(first - 1, max(-1, first - 8), -1):
        if words[at] in _WORDS["reaching"]:  # "reached Myanmar": as good as "to"; "trying to reach Myanmar" is not
            aimed = word_before(words, at) == "to" and at > 1 and words[at - 2] in _WORDS["aiming"]
            return "toward" if aimed else "to" if _WORDS["link"].issuperset(words[at + 1 : first]) else "^"  # "entered northern Kenya"
        if words[at] == "by" and word_before(words, at) in _WORDS["taken_in"]:  # "hosted by Colombia"
            return "to" if at and at == first - 1 else "by"
        if words[at] == "for" and word_before(words, at) in _WORDS["bound"]:  # "bound for Italy": they are not there yet
            return "toward" if at and at == first - 1 else "^"
        if words[at] == "to" and word_before(words, at) in _CLOSE:
            return "near"  # "their homes close to Sanaa"
        if words[at] in _WORDS["preposition"]:  # "brings to 11,000 the number of Casamance refugees" leads nowhere
            counted = owner and words[at] == "to" and any(word[0].isdigit() for word in words[at:first])
            return "of" if counted else words[at]
        if words[at] in _WORDS["fleeing"]:  # "fled Myanmar": as good as "from"
            return "from" if owner or at >= first - 1 - 2 * (words[at + 1] == "the") else "^"  # "fled the troubled X"
        if words[at] == "of":  # "from the last enclave of X": the preposition that counts stands further left
            owner = True
        elif owner and (words[at] in _WORDS["closed"] or at == first - 7):
            return "of"
        elif words[at] in (",", ".", "(", ")", "and", "or", "that", "who", "which"):
            return words[at] if at == first - 1 else "^"
        elif words[at] in _WORDS["clause"]:  # "fled to safer ground after Mount Karangetang erupted"
            return "^"
    return "of" if owner else "^"
