"""Whether the surroundings of a capitalised run, or its own words, call it a place: "the village of X", "in X,", "Bertam Valley"."""

from __future__ import annotations

import re

from onrecord.places.bodies import in_organisation
from onrecord.places.fold import fold
from onrecord.places.spans import Atom, Candidate, Line
from onrecord.places.surroundings import WATER, is_person, kinds_around
from onrecord.places.words import words

_ROMAN = re.compile(r"[IVX]+$")
_INTO = frozenset("at to in inside into".split())
SURE = 0.75  # trust in a name that its surroundings call a place
_WATER = 0.6  # trust in a river
_ASIDE_WORDS = 6  # words of an aside that are looked at
_STOP = frozenset("of in on at near where which that who with for to from by".split())
_NO_WAY = frozenset(
    "according compared contrast addition told belong belonged belongs belonging".split()
)  # before a "to" that leads nowhere
_SOME = frozenset("a an another one nearby neighbouring neighboring".split())
_AT = frozenset("in at of near to from around".split())
_ARTICLES = frozenset("a an the".split())
_ASIDES = (",", "-", "–", "—")
_DESCRIBED = 5  # words back from a name to "another" in "in another small fishing village, Kofa"
_FLED = ("fled", "fleeing", "flee")
_AFTER_FLIGHT = frozenset("for on to after when as during last this early late".split())  # behind a place that people fled
_HAZARD = 6  # words back from a name to what struck it: "a landslide early on Sunday buried Kofa"
_MAYORS = frozenset("mayor governor prefect sub-prefect councillor councilor".split())
_GROUND = frozenset(
    "village town city camp district municipality commune island hamlet suburb neighbourhood neighborhood settlement port township county province community quarter slum capital".split()
)

# Type words that make a place of any capitalised word before them; "Department" or "Agency" would as often make a body.
_VOUCHING = frozenset(
    "province district county municipality prefecture regency township valley island islands village town city camp territory commune subdistrict "
    "sub-county barangay governorate peninsula oblast arrondissement highlands mountains woreda upazila "
    "provinces districts counties municipalities prefectures regencies townships villages communes governorates woredas upazilas".split()
)
_GOVERNED = frozenset(
    "upazila woreda tehsil taluka district county province governorate municipality township prefecture regency oblast".split()
)
_LEADING = frozenset("kampung barangay wadi mount mt camp desa lake vale valle villa san santa santo".split())
PLAIN = frozenset(
    "the a an this that these those our their his her its each every all some many most other another both no in on at of for from to and but or "
    "he she it they we i you there here when while where after before since if as by with about over more than nearly almost around up".split()
)


def judge(line: Line, first: int, last: int, people: frozenset[str], listing: bool) -> Candidate | None:
    """The run as a place, with the trust that its surroundings and its own words put in it; ``listing``: it goes on a list of towns."""
    w = words()
    while first < last and (line.atoms[first].lower in PLAIN or line.atoms[first].lower in w.place_prepositions or _is_plural(line, first)):
        first += 1
    while last > first and line.atoms[last].lower in PLAIN:
        last -= 1  # a heading that runs on: "Inside Evacuation Centers A total of"
    name = line.atoms[first]
    key = line.name(first, last)
    kinds = kinds_around(line, first, last)
    follows = first > 0 and name.joined and line.atoms[first - 1].capital and line.before(first) not in PLAIN  # "Twic East"
    divided = (
        bool(kinds) and first == last and name.lower in w.compass and not name.first and not follows
    )  # "Western and Southern provinces"
    shelter, numbered = is_shelter(line, first, last), bool(kinds) and _is_numbered(line, first, last)
    if (
        not (divided or shelter or numbered or _may_be_name(line, first, last, key))
        or (not numbered and is_person(line, first, last, people))
        or in_organisation(line, first, last)
        or _is_of_people(line, first, last)
    ):
        return None
    trust = 0.0
    if kinds == WATER or (last > first and w.behind.get(line.atoms[last].lower) == WATER):
        trust = _WATER
    elif last > first and (name.lower in _LEADING or _has_type_word(line, first, last)):
        trust = 1.2
    elif line.case != "plain":
        return None
    elif (kinds and (not name.first or first < last or _is_governed(line, first))) or _is_aside(line, first, last):
        trust = 1.1
    elif shelter or _is_site(line, first, last):
        trust = 1.05
    elif line.before(first) in w.unlisted_prepositions and last - first < 3 and line.atoms[last].lower not in w.organisations:
        trust = 0.8
    elif (
        _is_placed(line, first, last) or _is_worst_hit(line, first, last) or (listing and last - first < 3 and name.gap in (",", "),", ""))
    ):
        trust = SURE
    return Candidate(line, first, last, key, (), kinds, typed=trust > 1, trust=trust) if trust else None


def _is_of_people(line: Line, first: int, last: int) -> bool:
    """Whether a name is rather that of the people who live in some villages: "reached *the Miskito villages*"; not "the Kofa and Bela villages"."""
    follower = line.after(last)
    return (
        first == last
        and line.before(first) == "the"
        and follower is not None
        and follower.lower in ("villages", "villagers", "communities")
    )


def is_shelter(line: Line, first: int, last: int) -> bool:
    """Whether people are in or brought to a house with a name of its own: "at Lings Forum Leisure Centre", "to Karela Primary School"."""
    w, name = words(), line.atoms[last].lower
    if line.case != "plain" or line.before(first) not in _INTO or line.before(first, 2) in _NO_WAY:
        return False
    if name in w.centres:
        last -= 1
    elif name not in w.shelters:
        return False
    if name in w.centres and line.atoms[last].lower not in w.centre_kinds:
        return False
    own = [a.lower for a in line.atoms[first:last] if a.lower not in w.centre_kinds]
    return not all(_is_plain(word) or word in w.never or word in w.behind for word in own)  # "at City Hall"


def _is_numbered(line: Line, first: int, last: int) -> bool:
    """Whether a Roman number, or capitals in front of one, is a member of a list of divisions: "Regions NCR, I and II"."""
    if first < last or not line.atoms[first].text.isupper():
        return False
    after = line.atoms[last + 1] if last + 1 < len(line.atoms) else None
    if line.atoms[first].text == "I":  # or whoever tells
        led = line.atoms[first].gap == "," or (first > 0 and _is_plural(line, first - 1))
        return led and after is not None and (after.gap == "," or after.lower == "and")
    return bool(_ROMAN.match(line.atoms[first].text)) or (after is not None and after.gap == "," and bool(_ROMAN.match(after.text)))


def _is_plural(line: Line, n: int) -> bool:
    """Whether a word only says of what kind the names behind it are: "Regions I, II and MIMAROPA"."""
    return line.atoms[n].lower.endswith("s") and line.atoms[n].lower in words().before


def _is_governed(line: Line, n: int) -> bool:
    """Whether a type word of government makes a name even of a sentence's first word: "Rowmari upazila", but not "Flooded village"."""
    follower = line.after(n)
    return (
        follower is not None
        and follower.lower in _GOVERNED
        and not _is_plain(line.atoms[n].lower)
        and line.atoms[n].lower not in words().describing
    )


def _is_aside(line: Line, first: int, last: int) -> bool:
    """Whether an aside says what the name is, or the name which place is meant."""
    return _is_explained(line, last) or _explains(line, first, last)


def _is_explained(line: Line, last: int) -> bool:
    """Whether an aside says what the name is: "Kagunga, a fishing village on the lake", "Debaga, in Erbil Governorate"."""
    aside = line.atoms[last + 1 : last + 1 + _ASIDE_WORDS]
    if len(aside) < 2 or aside[0].gap != "," or line.atoms[last].possessive:
        return False
    if aside[0].lower in ("in", "near", "north", "south", "east", "west"):
        return aside[1].capital or aside[1].lower == "of"
    if aside[0].lower not in ("a", "an", "the"):
        return False
    return next((atom.lower in _GROUND for atom in aside[1:] if atom.gap or atom.lower in words().before or atom.lower in _STOP), False)


def _explains(line: Line, first: int, last: int) -> bool:
    """Whether a name in an aside says which place is meant: "in another nearby village, Kofa, while ...", "in a border town, Debaga."."""
    ground = first - 1
    if last - first > 1 or ground < 2 or line.atoms[first].gap not in _ASIDES or line.atoms[ground].lower not in _GROUND:
        return False
    closing = line.atoms[last + 1] if last + 1 < len(line.atoms) else None
    if closing is not None and (closing.gap not in _ASIDES or closing.lower in words().speaking | _STOP | _ARTICLES):
        return False  # "in a nearby town, Ali Ahmed, a farmer, said" is a person already
    return any(line.before(ground, back) in _SOME and line.before(ground, back + 1) in _AT for back in range(1, _DESCRIBED))


def _is_placed(line: Line, first: int, last: int) -> bool:
    """Whether the words before ask for a place, less surely than "in": "at X", "from X", "residents of X"."""
    w = words()
    before, name = line.before(first), line.atoms[last].lower
    if last - first > 2 or name in w.organisations or any(_is_plain(a.lower) for a in line.atoms[first : last + 1]):
        return False
    follower = line.after(last)
    if before == "the" and (line.before(first, 2) in w.placing | w.place_prepositions or line.before(first, 2) == "on"):
        return _has_grounds(line, last)
    if follower and follower.lower in w.dwellers and name not in w.small_numbers:
        return True  # "900 Gwoza residents"
    if before == "to" and line.before(first, 2) in _NO_WAY:
        return False
    if follower and follower.gap == "-" and follower.capital:
        return False  # "houses of Afro-Colombians"
    if before == "for":
        return any(line.before(first, back) in w.bound for back in range(2, 6))  # "left Tari for Komo"
    if before == "between":
        return line.before(first, 2) in w.grounds | w.inhabitants  # "the road between X and Y", but "clashes between X and Y"
    if before == "on":
        behind = line.atoms[last + 1 : last + 2]
        within = bool(behind) and (behind[0].lower == "in" or (behind[0].gap == "," and behind[0].capital))
        befell = line.before(first, 2) in w.befalling and (within or _is_no_people(line, first, last))
        return line.before(first, 2) in w.ashore or befell
    if before in w.striking:
        return _is_no_people(line, first, last) and any(line.before(first, back) in w.hazards for back in range(2, _HAZARD))
    if before in _FLED:
        return _is_no_people(line, first, last) and follower is not None and follower.lower in _AFTER_FLIGHT
    if before == "of" and _is_headed(line.before(first, 2), line.before(first, 3)):
        return True
    return before in w.placing or (before == "of" and line.before(first, 2) in w.inhabitants) or _is_described(line, first)


def _is_headed(head: str, kind: str) -> bool:
    """Whether what somebody is the head of is a place: "the mayor of Harugale", "the village chief of Kofa"; not "the chief of Hezbollah"."""
    return head in _MAYORS or (head in ("chief", "head", "administrator", "elder", "elders") and kind in _GROUND)


def _is_worst_hit(line: Line, first: int, last: int) -> bool:
    """Whether it is told to be the hardest hit: "Gedar was hardest hit", "Yangyi is the worst affected"."""
    told = [atom.lower for atom in line.atoms[last + 1 : last + 4]]
    return told[:1] in (["was"], ["is"]) and bool({"hardest", "worst"} & set(told[1:])) and not _is_plain(line.atoms[first].lower)


def _is_no_people(line: Line, first: int, last: int) -> bool:
    """Whether those attacked are no people and no band: "a raid on Koulogon"; not "on Yazidis", "on Hezbollah"."""
    name, w = line.atoms[first], words()
    return first == last and not name.lower.endswith(("s", "i")) and name.lower not in w.peoples | w.bands and not name.possessive


def _is_plain(word: str) -> bool:
    """Whether a word is an ordinary one, and no "North" or "Upper" of a name."""
    w = words()
    return (word in w.common or word in w.ordinary) and word not in w.compass


def _has_grounds(line: Line, last: int) -> bool:
    """Whether the name is one of grounds: "from the Luodou farm", "at the Luodou transit centre"."""
    w, n = words(), last
    while (follower := line.after(n)) and follower.lower in w.grounded and n < last + 2:
        n += 1
    return follower is not None and follower.lower in w.grounds and not follower.capital


def _is_described(line: Line, first: int) -> bool:
    """Whether what a place only can be is said of the name: "in tiny X", "flood-hit X"."""
    w, before = words(), line.before(first)
    if before in w.stricken and line.atoms[first - 1].gap == "-":
        return True
    return before in w.describing and line.before(first, 2) in w.unlisted_prepositions | w.placing


def _is_site(line: Line, first: int, last: int) -> bool:
    """Whether the run is a name in front of "Hill", "Airport" or the like, and no person's and no ordinary word's."""
    w = words()
    name = line.atoms[first]
    if line.atoms[last].lower not in w.sites or all(a.lower in w.ordinary for a in line.atoms[first:last]):
        return False
    if name.lower in w.given_names | w.titles or (name.first and (name.lower in w.common or name.lower in w.ordinary)):
        return False
    placed = line.before(first) in w.place_prepositions | {"a", "the"}
    return placed or (line.atoms[last].lower not in w.surnames and (last > first + 1 or name.lower not in w.common))


def _may_open(atom: Atom) -> bool:
    """Whether the first word of a sentence is rather a name: "*Yangyi* Village was hit"; not "Nearby Village", no dateline."""
    return not (_is_plain(atom.lower) or atom.text.isupper() or atom.lower in words().describing | words().ordinary)


def _has_type_word(line: Line, first: int, last: int) -> bool:
    """Whether the run ends in a type word that makes a name of the words before: "Bertam Valley", not "Displacement Camp"."""
    name = line.atoms[last].lower
    opening = line.atoms[first] if line.atoms[first].first and last == first + 1 else None
    if line.case != "plain" or (opening and not _may_open(opening)):
        return False  # "Nearby Village"; but "Yangyi Village was hit"
    if name == "state" and line.before(first) in words().place_prepositions:
        return not _is_plain(line.atoms[last - 1].lower)
    if name == "nation" and line.atoms[last - 1].lower == "first":
        return last > first + 1
    return line.atoms[last].lower in _VOUCHING and line.atoms[last - 1].lower not in words().ordinary


def _may_be_name(line: Line, first: int, last: int, key: str) -> bool:
    """Whether the run can be a name at all: no acronym, no known non-place, no ordinary word."""
    w = words()
    written = line.atoms[first].text
    if first == last and line.atoms[first].first and line.atoms[first].lower in w.before.keys() | w.behind.keys():
        return False  # "Villages"
    if (
        not key
        or key.endswith(("ism", "ist", "ists", "nese", "mese"))
        or line.atoms[last].lower in w.continental
        or key in w.never
        or (fold(written) in w.never and (first == last or written.lower() not in _LEADING))
        or (first == last and (written.removesuffix("s").isupper() or len(written) < 3))
        or (first == last and key.endswith(("ian", "ean")) and line.after(first + 1) is not None and line.before(first + 3) == "of")
    ):
        return False  # the last: "the Sicilian port of"
    if all(atom.lower in w.ordinary for atom in line.atoms[first : last + 1]):
        return False  # "Evacuation Centers"
    if line.atoms[last].lower in w.organisations and line.atoms[last].lower not in w.behind.keys() | w.sites:
        return False
    return not (
        first == last and (line.atoms[first].lower in PLAIN or line.atoms[first].lower in w.compass or line.atoms[first].lower in w.titles)
    )
