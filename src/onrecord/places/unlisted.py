"""Names that the gazetteer lacks but their surroundings call places: "Bertam Valley", "the village of X", "in X,"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator

from onrecord.places.fold import fold
from onrecord.places.gazetteer import Hit
from onrecord.places.resolve import main_country
from onrecord.places.spans import Candidate, Line
from onrecord.places.surroundings import WATER, in_organisation, is_person, kinds_around
from onrecord.places.words import words

_ASIDE = {"organisation", "official", "compound", "person"}
_BEHIND = 12  # characters between a name and the one that it lies in: "Hawthorne Hill area in Antrim"
_TOWN = 100_000  # people of a town that an airport or a hospital named after it lies in
_CITY = 1_000_000  # people of a city that is known anywhere
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_ABROAD = 0.15  # weight of a country, below which a small place in it is doubtful
_REACH = 300  # characters within which a placed name lends its country

_SMALL = ("settlement", "admin2", "admin1", "camp")
_SURE = 0.75  # trust in a name that its surroundings call a place
_WATER = 0.6  # trust in a river

_ENUMERATED = 14  # words of an enumeration that are looked at
_ASIDE_WORDS = 6  # words of an aside that are looked at
_STOP = frozenset("of in on at near where which that who with for to from by".split())
_NO_WAY = frozenset(
    "according compared contrast addition told belong belonged belongs belonging".split()
)  # before a "to" that leads nowhere
_GROUND = frozenset(
    "village town city camp district municipality commune island hamlet suburb neighbourhood neighborhood settlement port township county province community quarter slum capital".split()
)

# Type words that make a place of any capitalised word before them; "Department" or "Agency" would as often make a body.
_VOUCHING = frozenset(
    "province district county municipality prefecture regency township valley island islands village town city camp territory commune subdistrict "
    "sub-county barangay governorate peninsula oblast arrondissement highlands mountains".split()
)
_LEADING = frozenset("kampung barangay wadi mount mt camp desa lake vale valle villa san santa santo".split())
_PLAIN = frozenset(
    "the a an this that these those our their his her its each every all some many most other another both no in on at of for from to and but or "
    "he she it they we i you there here when while where after before since if as by with about over more than nearly almost around up".split()
)


def unlisted(lines: list[Line], taken: list[Candidate], people: frozenset[str], support: dict[str, float]) -> list[Candidate]:
    """All candidates: those ``taken``, and places known by their surroundings only, with a country by context where there is one."""
    by_line: dict[int, list[Candidate]] = {}
    for candidate in taken:
        by_line.setdefault(id(candidate.line), []).append(candidate)
    kept: list[Candidate] = []
    found: list[Candidate] = []
    rest: list[tuple[Line, dict[int, bool]]] = []  # lines with what is taken in them: whether a list of towns may go on behind it
    for line in lines:
        here = by_line.get(id(line), [])
        sites = list(_sites(line, here, people, support))
        inside = {n for site in sites for n in range(site.i, site.j + 1)}
        here = [c for c in here if c.i not in inside]
        kept += here
        found += sites
        rest.append((line, dict.fromkeys(inside, False) | {n: _is_town(c) for c in here for n in range(c.i, c.j + 1)}))
    plain = frozenset(atom.text for line in lines for atom in line.atoms if atom.text.islower())
    names = [c for line, used in rest for c in _of_line(line, used, people, frozenset(), plain)]
    told = frozenset(c.key for c in names if c.trust > _SURE)
    found += [c for line, used in rest for c in _of_line(line, used, people, told, plain)] if told else names
    _give_countries(found, kept, support)
    return kept + found


def _is_town(candidate: Candidate) -> bool:
    """Whether what stands beside it in a list is likely a place like it: a town or district, and no country or people."""
    hit = candidate.chosen
    return hit is not None and not hit.demonym and hit.place.kind in _SMALL and not candidate.notes & _ASIDE


def _give_countries(found: list[Candidate], kept: list[Candidate], support: dict[str, float]) -> None:
    """An unlisted place lies where the place right behind it lies, else where the nearest one of the report's countries does."""
    main = main_country(support)
    known = [c for c in kept if c.chosen and c.country and not c.chosen.demonym and not c.notes & _ASIDE]
    behind = sorted((c.start, c.country or "") for c in known)
    placed = sorted((c.start, c.country or "") for c in known if support.get(c.country or "", 0.0) > 0.3)
    for candidate in (c for c in found if not c.chosen):
        at = bisect_left(behind, (candidate.end, ""))
        if at < len(behind) and behind[at][0] - candidate.end <= _BEHIND and behind[at][0] < candidate.line.sentence.end:
            candidate.country = behind[at][1]
        else:
            candidate.country = _nearest(candidate.start, placed) or main


def _sites(line: Line, here: list[Candidate], people: frozenset[str], support: dict[str, float]) -> Iterator[Candidate]:
    """Longer names around a listed one that only happens to be in them: "Forest Falls", "Manchester Arena", "Ain Zara"."""
    reached = -1
    firm = [c for c in here if not _is_little_known(c, support)]
    for inner in here:
        if inner.i <= reached or (inner.chosen and inner.chosen.place.kind == "country"):
            continue
        first, others = inner.i, {n for c in firm if c is not inner for n in range(c.i, c.j + 1)}
        while first and first - 1 not in others and line.atoms[first].gap == "" and line.atoms[first - 1].capital:
            first -= 1
        last = _end_of_run(line, first, others)
        if last < inner.j or (last == inner.j and first == inner.i):
            continue
        site = last > inner.j and line.atoms[last].lower in words().sites
        if not (site or _is_cut(inner, first, last, support)):
            continue
        candidate = _judge(line, first, last, people, listing=False)
        if candidate and (candidate.typed if site else candidate.trust >= _SURE):
            reached = last
            hit = inner.chosen
            if site and hit and first == inner.i and not hit.alternate and not hit.loose and hit.place.population > _TOWN:
                candidate.chosen, candidate.hits, candidate.country = hit, (hit,), hit.place.country
                candidate.notes.add("site")
            yield candidate


def _is_cut(inner: Candidate, first: int, last: int, support: dict[str, float]) -> bool:
    """Whether a little known place is rather a piece of a name that no list has: "Ain" of "Ain Zara", told of in Libya."""
    w, line = words(), inner.line
    if last - first > 2 or line.case != "plain" or line.atoms[inner.j].lower in w.behind or not _is_little_known(inner, support):
        return False
    around = [*line.atoms[first : inner.i], *line.atoms[inner.j + 1 : last + 1]]
    lists = (w.ordinary, w.behind, w.organisations, w.compass, w.titles, w.given_names, _PLAIN, _DAYS)
    if any(atom.text.isupper() or not atom.capital or any(atom.lower in known for known in lists) for atom in around):
        return False
    return not any(atom.lower in w.common for atom in around) or bool(kinds_around(line, first, last))


def _is_little_known(candidate: Candidate, support: dict[str, float]) -> bool:
    hit = candidate.chosen
    if not hit:
        return True
    return hit.place.kind in _SMALL and not hit.news and hit.place.population <= (_TOWN if _is_at_home(hit, support) else _CITY)


def _is_at_home(hit: Hit, support: dict[str, float]) -> bool:
    return support.get(hit.place.country or "", 0.0) > _ABROAD


def _nearest(start: int, placed: list[tuple[int, str]]) -> str | None:
    """That of the nearest place within a few lines."""
    at = bisect_left(placed, (start, ""))
    near = [(abs(where - start), country) for where, country in placed[max(0, at - 1) : at + 1] if abs(where - start) < _REACH]
    return min(near)[1] if near else None


def _of_line(line: Line, used: dict[int, bool], people: frozenset[str], told: frozenset[str], plain: frozenset[str]) -> Iterator[Candidate]:
    """The unlisted names of a line. ``told`` are names that the report elsewhere calls places, ``plain`` words that it writes small."""
    n, listing = 0, False
    while n < len(line.atoms):
        if n in used or not _may_begin(line, n):
            listing = used.get(n, listing and line.atoms[n].lower == "and")
            n += 1
            continue
        last = _end_of_run(line, n, used.keys())
        listed = (listing and (line.atoms[n].gap == "," or line.before(n) == "and")) or _opens_list(line, n, last, used)
        candidate = _judge(line, n, last, people, listed)
        if candidate is None or candidate.trust < _SURE:
            candidate = _known(line, n, last, people, told) or candidate
        if candidate and candidate.trust <= _SURE and _is_doubtful(line, candidate, plain):
            candidate = None
        if candidate:
            yield candidate
        listing = candidate is not None
        n = last + 1


def _opens_list(line: Line, first: int, last: int, used: dict[int, bool]) -> bool:
    """Whether two towns that are listed go on the enumeration behind: "in Caprivi, Kavango, Ohangwena, Oshana and Omusati"."""
    atoms = line.atoms
    if atoms[first].first or last + 1 == len(atoms) or atoms[last + 1].gap != ",":
        return False
    towns = 0
    for n in range(last + 1, min(last + _ENUMERATED, len(atoms))):
        if atoms[n].gap not in ("", ",") or not (atoms[n].capital or atoms[n].lower == "and"):
            break
        towns += used.get(n, False) and (atoms[n].gap == "," or line.before(n) == "and")
    return towns > 1


def _is_doubtful(line: Line, candidate: Candidate, plain: frozenset[str]) -> bool:
    """Whether what only weak words call a place is an ordinary word of this report, or somebody who speaks."""
    w = words()
    if all(atom.lower in plain or atom.lower in w.common for atom in line.atoms[candidate.i : candidate.j + 1]):
        return True
    follower = line.after(candidate.j)
    return line.before(candidate.i) in w.speaking or bool(follower and follower.lower in w.speaking)


def _known(line: Line, first: int, last: int, people: frozenset[str], told: frozenset[str]) -> Candidate | None:
    """A name that the report calls a place elsewhere."""
    key = line.name(first, last)
    if key not in told or is_person(line, first, last, people) or in_organisation(line, first, last):
        return None
    return Candidate(line, first, last, key, (), trust=_SURE)


def _may_begin(line: Line, n: int) -> bool:
    """A capital that does not continue a hyphenated word, or the article of "al-Takana"."""
    atom, follower = line.atoms[n], line.after(n)
    if atom.gap == "-":
        return False
    return atom.capital or bool(atom.lower in words().articles and follower and follower.gap == "-" and follower.capital)


def _end_of_run(line: Line, first: int, used: Container[int]) -> int:
    last = first
    while (follower := line.after(last)) and last + 1 not in used:
        if follower.capital or follower.text in ("II", "III"):
            last += 1
        elif (
            follower.lower in words().articles | {"de", "la", "del", "do", "da", "les", "sur"}
            and (beyond := line.after(last + 1))
            and beyond.capital
        ):
            last += 2
        else:
            break
    return last


def _judge(line: Line, first: int, last: int, people: frozenset[str], listing: bool) -> Candidate | None:
    w = words()
    while first < last and (
        line.atoms[first].lower in _PLAIN or line.atoms[first].lower in w.place_prepositions or _is_plural(line, first)
    ):
        first += 1
    while last > first and line.atoms[last].lower in _PLAIN:
        last -= 1  # a heading that runs on: "Inside Evacuation Centers A total of"
    name = line.atoms[first]
    key = line.name(first, last)
    kinds = kinds_around(line, first, last)
    divided = bool(kinds) and first == last and name.lower in w.compass and not name.first  # "Western and Southern provinces"
    if not (divided or _may_be_name(line, first, last, key)) or is_person(line, first, last, people) or in_organisation(line, first, last):
        return None
    trust = 0.0
    if kinds == WATER or (last > first and w.behind.get(line.atoms[last].lower) == WATER):
        trust = _WATER
    elif last > first and (name.lower in _LEADING or _has_type_word(line, first, last)):
        trust = 1.2
    elif line.case != "plain":
        return None
    elif (kinds and not (name.first and first == last)) or _is_explained(line, last):
        trust = 1.1
    elif _is_site(line, first, last):
        trust = 1.05
    elif line.before(first) in w.unlisted_prepositions and last - first < 3 and line.atoms[last].lower not in w.organisations:
        trust = 0.8
    elif _is_placed(line, first, last) or (listing and last - first < 3 and name.gap in (",", "")):
        trust = _SURE
    return Candidate(line, first, last, key, (), kinds, typed=trust > 1, trust=trust) if trust else None


def _is_plural(line: Line, n: int) -> bool:
    """Whether a word only says of what kind the names behind it are: "Regions I, II and MIMAROPA"."""
    return line.atoms[n].lower.endswith("s") and line.atoms[n].lower in words().before


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


def _is_placed(line: Line, first: int, last: int) -> bool:
    """Whether the words before ask for a place, less surely than "in": "at X", "from X", "residents of X"."""
    w = words()
    before, name = line.before(first), line.atoms[last].lower
    if (
        last - first > 2
        or name in w.organisations
        or any(a.lower in w.common or a.lower in w.ordinary for a in line.atoms[first : last + 1])
    ):
        return False
    follower = line.after(last)
    if before == "the" and (line.before(first, 2) in w.placing or line.before(first, 2) in w.place_prepositions):
        return follower is not None and follower.lower in w.grounds  # "from the Luodou farm"
    if follower and follower.lower in w.dwellers:
        return True  # "900 Gwoza residents"
    if before == "to" and line.before(first, 2) in _NO_WAY:
        return False
    return before in w.placing or (before == "of" and line.before(first, 2) in w.inhabitants)


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


def _has_type_word(line: Line, first: int, last: int) -> bool:
    """Whether the run ends in a type word that makes a name of the words before: "Bertam Valley", not "Displacement Camp"."""
    if line.case != "plain" or (line.atoms[first].first and last == first + 1):
        return False
    return line.atoms[last].lower in _VOUCHING and line.atoms[last - 1].lower not in words().ordinary


def _may_be_name(line: Line, first: int, last: int, key: str) -> bool:
    """Whether the run can be a name at all: no acronym, no known non-place, no ordinary word."""
    w = words()
    written = line.atoms[first].text
    if first == last and line.atoms[first].first and line.atoms[first].lower in w.before.keys() | w.behind.keys():
        return False  # "Villages"
    if (
        not key
        or key.endswith(("ism", "ist", "ists"))
        or key in w.never
        or (fold(written) in w.never and (first == last or written.lower() not in _LEADING))
        or (first == last and (written.removesuffix("s").isupper() or len(written) < 3))
    ):
        return False
    if all(atom.lower in w.ordinary for atom in line.atoms[first : last + 1]):
        return False  # "Evacuation Centers"
    if line.atoms[last].lower in w.organisations and line.atoms[last].lower not in w.behind.keys() | w.sites:
        return False
    return not (
        first == last and (line.atoms[first].lower in _PLAIN or line.atoms[first].lower in w.compass or line.atoms[first].lower in w.titles)
    )
