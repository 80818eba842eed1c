"""Names that the gazetteer lacks but their surroundings call places: "Bertam Valley", "the village of X", "in X,"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator
from dataclasses import dataclass

from onrecord.places.bodies import in_organisation
from onrecord.places.gazetteer import Hit
from onrecord.places.resolve import main_country
from onrecord.places.spans import Atom, Candidate, Line
from onrecord.places.surroundings import is_person, kinds_around
from onrecord.places.vouching import PLAIN, SURE, is_shelter, judge
from onrecord.places.words import words

_ASIDE = {"organisation", "official", "compound", "person"}
_BEHIND = 12  # characters between a name and the one that it lies in: "Hawthorne Hill area in Antrim"
_TOWN = 100_000  # people of a town that an airport or a hospital named after it lies in
_CITY = 1_000_000  # people of a city that is known anywhere
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_ABROAD = 0.15  # weight of a country, below which a small place in it is doubtful
_BESIDE = ("neighbouring", "neighboring")
_BEING = ("is", "was", "has", "had", "remains")  # "Nigeria is at war" sets the scene
_TAKEN = frozenset("resettlement resettled resettle resettling deported deportation departure departed departures".split())
_TAKING = 12  # words from "resettlement" to "to"
_EXPELLED = frozenset("expelled deported repatriated abandoned dumped back out".split())  # before "by" and a country: "sent back by"
_REACH = 300  # characters within which a placed name lends its country

_SMALL = ("settlement", "admin2", "admin1", "camp")

_JOINTS = frozenset("de la del do da les sur".split())
_SHORT = 5  # letters of a name in capitals, below which it may be anything elsewhere
_NUMBERED = frozenset("camp zone ward sector block province region area site".split())  # what is told apart by numbers: "Camp 13"
_COUNT = re.compile(r"[1-9]\d?[A-Z]?$")
_ENUMERATED = 14  # words of an enumeration that are looked at


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with what is taken in it, and with what is only if nothing better is: atoms, and whether a list may go on behind them."""

    line: Line
    used: dict[int, bool]
    strange: dict[int, bool]


def unlisted(lines: list[Line], taken: list[Candidate], people: frozenset[str], support: dict[str, float]) -> list[Candidate]:
    """All candidates: those ``taken``, and places known by their surroundings only, with a country by context where there is one."""
    by_line: dict[int, list[Candidate]] = {}
    for candidate in taken:
        by_line.setdefault(id(candidate.line), []).append(candidate)
    kept: list[Candidate] = []
    found: list[Candidate] = []
    rows: list[_Row] = []
    for line in lines:
        here = by_line.get(id(line), [])
        sites = list(_sites(line, here, people, support))
        inside = {n for site in sites for n in range(site.i, site.j + 1)}
        here = [c for c in here if c.i not in inside]
        kept += here
        found += sites
        strange = [c for c in here if "strange" in c.notes]
        firm = [c for c in here if "strange" not in c.notes]
        rows.append(_Row(line, dict.fromkeys(inside, True) | _towns(firm), _towns(strange)))
    plain = frozenset(atom.text for line in lines for atom in line.atoms if atom.text.islower())
    names = [c for row in rows for c in _of_line(row, people, frozenset(), plain)]
    told = frozenset(c.key for c in names if c.trust > SURE and "range" not in c.kinds)  # a volcano alone is nobody's home
    found += [c for row in rows for c in _of_line(row, people, told, plain)] if told else names
    _give_countries(found, kept, support)
    return _less_strange(kept, found, support) + found


def _less_strange(kept: list[Candidate], found: list[Candidate], support: dict[str, float]) -> list[Candidate]:
    """Without the doubtful places whose names turned out to be names of this report's places; their countries stay, where they fit better."""
    owners = {(id(c.line), n): c for c in found for n in range(c.i, c.j + 1)}
    left = []
    for candidate in kept:
        owner = owners.get((id(candidate.line), candidate.i)) if "strange" in candidate.notes else None
        if not owner:
            left.append(candidate)
        elif owner.key == candidate.key and _weight(candidate, support) > (_weight(owner, support) if owner.country else -1.0):
            owner.country = candidate.country
    return left


def _weight(candidate: Candidate, support: dict[str, float]) -> float:
    """How much the report is about a candidate's country."""
    return support.get(candidate.country or "", 0.0)


def _towns(candidates: list[Candidate]) -> dict[int, bool]:
    """The atoms of candidates: whether a list of towns may go on behind them."""
    return {n: _is_town(c) for c in candidates for n in range(c.i, c.j + 1)}


def _is_town(candidate: Candidate) -> bool:
    """Whether what stands beside it in a list is likely a place like it: a town or district, and no country or people."""
    hit = candidate.chosen
    if candidate.notes & _ASIDE or not hit:
        return not hit and candidate.trust >= SURE and not candidate.notes & _ASIDE
    return not hit.demonym and hit.place.kind in _SMALL


def _give_countries(found: list[Candidate], kept: list[Candidate], support: dict[str, float]) -> None:
    """An unlisted place lies where the place right behind it lies, else where the nearest one of the report's countries does."""
    main = main_country(support)
    known = [c for c in kept if c.chosen and c.country and not c.chosen.demonym and not c.notes & (_ASIDE | {"strange"})]
    behind = sorted((c.start, c.country or "") for c in known)
    passing = (c for c in known if c.line.before(c.i) in _BESIDE or _acts(c) or _leads_away(c) or _expels(c))  # "neighbouring Dorna"
    aside = {id(c) for c in passing}
    scenes = (c for c in known if id(c) not in aside)
    placed = sorted((c.start, c.country or "") for c in scenes if support.get(c.country or "", 0.0) > 0.3)
    for candidate in (c for c in found if not c.chosen):
        at = bisect_left(behind, (candidate.end, ""))
        if at < len(behind) and behind[at][0] - candidate.end <= _BEHIND and behind[at][0] < candidate.line.sentence.end:
            candidate.country = behind[at][1]
        else:
            candidate.country = _nearest(candidate, placed) or main


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
        site = last > inner.j and (line.atoms[last].lower in words().sites or is_shelter(line, first, last))
        if not (site or _is_cut(inner, first, last, support)):
            continue
        candidate = judge(line, first, last, people, listing=False)
        if candidate and (candidate.typed if site else candidate.trust >= SURE):
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
    lists = (w.ordinary, w.behind, w.organisations, w.compass, w.titles, w.given_names, PLAIN, _DAYS)
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


def _acts(candidate: Candidate) -> bool:
    """Whether a country opens its sentence as who does something: "India sent two ships"."""
    nation = candidate.chosen is not None and candidate.chosen.place.kind == "country"
    follower = candidate.line.after(candidate.j)
    return nation and candidate.i == 0 and follower is not None and not follower.capital and follower.lower not in _BEING


def _leads_away(candidate: Candidate) -> bool:
    """Whether a country is where some are taken from here: "the resettlement of nine refugees to Canada"."""
    line, i = candidate.line, candidate.i
    return line.before(i) == "to" and any(line.before(i, back) in _TAKEN for back in range(2, _TAKING))


def _expels(candidate: Candidate) -> bool:
    """Whether people were driven out of a country to here: "arrived at Assamaka after being expelled by Algeria"."""
    line, i = candidate.line, candidate.i
    return line.before(i) == "by" and line.before(i, 2) in _EXPELLED


def _nearest(candidate: Candidate, placed: list[tuple[int, str]]) -> str | None:
    """That of the nearest place within a few lines; one of its own sentence counts for more than any other."""
    at, own = bisect_left(placed, (candidate.start, "")), candidate.line.sentence
    near = [(abs(where - candidate.start), where, country) for where, country in placed[max(0, at - 1) : at + 1]]
    ranked = [(not own.start <= where < own.end, away, country) for away, where, country in near if away < _REACH]
    return min(ranked)[2] if ranked else None


def _of_line(row: _Row, people: frozenset[str], told: frozenset[str], plain: frozenset[str]) -> Iterator[Candidate]:
    """The unlisted names of a line. ``told`` are names that the report elsewhere calls places, ``plain`` words that it writes small."""
    line, used = row.line, row.used
    n, listing = 0, False
    while n < len(line.atoms):
        if n in used or not _may_begin(line, n):
            listing = used.get(n, listing and (line.atoms[n].lower == "and" or _is_count(line, n) or _is_counted(line, n)))
            n += 1
            continue
        last = _end_of_run(line, n, used.keys())
        listed = (listing and (line.atoms[n].gap in (",", "),") or line.before(n) == "and")) or _opens_list(line, n, last, used)
        candidate = judge(line, n, last, people, listed)
        if candidate is None or candidate.trust < SURE:
            candidate = _known(line, n, last, people, told) or candidate
        if candidate and candidate.trust <= SURE and _is_doubtful(line, candidate, plain):
            candidate = None
        if candidate:
            yield candidate
        listing = candidate is not None or row.strange.get(last, False)
        n = last + 1


def _is_count(line: Line, n: int) -> bool:
    """Whether an atom is the number of a member of a list: "Nara (97) and Ibadu (77)", "Nara 97, Ibadu 77"."""
    return line.atoms[n].text[0].isdigit() and line.atoms[n].gap in ("", "(")


def _is_counted(line: Line, n: int) -> bool:
    """Whether an atom says what such a number counts: "Nara (30 km), Ibadu (77 homes)"."""
    return n > 0 and line.atoms[n].gap == "" and _is_count(line, n - 1)


def _opens_list(line: Line, first: int, last: int, used: dict[int, bool]) -> bool:
    """Whether two towns that are listed go on the enumeration behind: "in Caprivi, Kavango, Ohangwena, Oshana and Omusati"."""
    atoms = line.atoms
    if _is_counted_beside(line, last, used):
        return True
    if atoms[first].first or last + 1 == len(atoms) or atoms[last + 1].gap != ",":
        return False
    towns = 0
    for n in range(last + 1, min(last + _ENUMERATED, len(atoms))):
        if atoms[n].gap not in ("", ",") or not (atoms[n].capital or atoms[n].lower == "and"):
            break
        towns += used.get(n, False) and (atoms[n].gap == "," or line.before(n) == "and")
    return towns > 1


def _is_counted_beside(line: Line, last: int, used: dict[int, bool]) -> bool:
    """Whether a name has its number in brackets as a town beside it has: "*Rakiraki (1,366)* and Sigatoka (1,035) were hit"."""
    rest = line.atoms[last + 1 : last + 5]
    if len(rest) < 4 or not _is_bracketed(rest[0]):
        return False
    town = 2 if rest[1].lower == "and" else 1
    return rest[1].gap in (")", "),") and used.get(last + 1 + town, False) and _is_bracketed(rest[town + 1])


def _is_bracketed(atom: Atom) -> bool:
    return atom.gap == "(" and atom.text[0].isdigit()


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
    if first == last and line.atoms[first].text.isupper() and len(key) < _SHORT:
        return None  # a "III" of a list of regions numbers a heading too
    if key not in told or is_person(line, first, last, people) or in_organisation(line, first, last):
        return None
    return Candidate(line, first, last, key, (), trust=SURE)


def _may_begin(line: Line, n: int) -> bool:
    """A capital that does not continue a hyphenated word, or the article of "al-Takana"."""
    atom, follower = line.atoms[n], line.after(n)
    if atom.gap == "-" or (atom.first and follower is None and atom.lower.endswith("ly")):
        return False  # "Separately, in Benin"
    return atom.capital or bool(atom.lower in words().articles and follower and follower.gap == "-" and follower.capital)


def _is_joint(line: Line, n: int) -> bool:
    """Whether a lower-case word may stand within a name: "Rio de Oro", "Umm al-Jimal"; "at" and the like only with a hyphen."""
    lower, beyond = line.atoms[n].lower, line.after(n)
    if lower in ("as", "at", "an", "ad"):
        return beyond is not None and beyond.gap == "-"
    return lower in words().articles or lower in _JOINTS


def _end_of_run(line: Line, first: int, used: Container[int]) -> int:
    last = first
    while (follower := line.after(last)) and last + 1 not in used:
        if follower.capital or follower.text in ("II", "III") or (line.atoms[last].lower in _NUMBERED and _COUNT.match(follower.text)):
            last += 1
        elif _is_joint(line, last + 1) and (beyond := line.after(last + 1)) and beyond.capital:
            last += 2
        else:
            break
    return last
