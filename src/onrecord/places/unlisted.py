"""Names that the gazetteer lacks but their surroundings call places: "Bertam Valley", "the village of X", "in X,"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from onrecord.places.fold import fold
from onrecord.places.resolve import main_country
from onrecord.places.spans import Candidate, Line
from onrecord.places.surroundings import in_organisation, is_person, kinds_around
from onrecord.places.words import words

_ASIDE = {"organisation", "official", "compound", "person"}
_REACH = 300  # characters within which a placed name lends its country

# Type words that make a place of any capitalised word before them; "Department" or "Agency" would as often make a body.
_VOUCHING = frozenset(
    "province district county municipality prefecture regency township valley island islands village town city camp territory commune subdistrict "
    "sub-county barangay governorate peninsula district oblast arrondissement highlands mountains hills river".split()
)
_LEADING = frozenset("kampung barangay wadi mount mt camp desa lake vale valle villa san santa santo".split())
_ORDINARY = frozenset(
    "displacement refugee refugees idp transit protection relief capital home host border coastal security green safe safety old new central main inner local world holy state "
    "health school police disaster army base tent death summer boot training evacuation detention concentration prison metro union urban rural inter s c".split()
)  # capitalised before a type word these make no name: "Displacement Camp"
_PLAIN = frozenset(
    "the a an this that these those our their his her its each every all some many most other another both no in on at of for from to and but or "
    "he she it they we i you there here when while where after before since if as by with about over more than nearly almost around up".split()
)


def unlisted(lines: list[Line], taken: list[Candidate], people: frozenset[str], support: dict[str, float]) -> list[Candidate]:
    """Places known by their surroundings only, with a country by context where there is one."""
    main = main_country(support)
    sure = [c for c in taken if c.chosen and not c.chosen.demonym and not c.notes & _ASIDE and support.get(c.country or "", 0.0) > 0.3]
    placed = sorted((c.start, c.country) for c in sure if c.country)
    by_line: dict[int, list[Candidate]] = {}
    for candidate in taken:
        by_line.setdefault(id(candidate.line), []).append(candidate)
    found: list[Candidate] = []
    for line in lines:
        here = by_line.get(id(line), [])
        used = {n for c in here for n in range(c.i, c.j + 1)}
        for candidate in _of_line(line, used, people):
            candidate.country = _country(candidate.start, placed) or main
            found.append(candidate)
    return found


def _country(start: int, placed: list[tuple[int, str]]) -> str | None:
    """That of the nearest place within a few lines."""
    at = bisect_left(placed, (start, ""))
    near = [(abs(where - start), country) for where, country in placed[max(0, at - 1) : at + 1] if abs(where - start) < _REACH]
    return min(near)[1] if near else None


def _of_line(line: Line, used: set[int], people: frozenset[str]) -> Iterator[Candidate]:
    n, listing = 0, False
    while n < len(line.atoms):
        if n in used or not _may_begin(line, n):
            listing = listing and line.atoms[n].lower == "and"
            n += 1
            continue
        last = _end_of_run(line, n, used)
        candidate = _judge(line, n, last, people, listing)
        if candidate:
            yield candidate
        listing = candidate is not None
        n = last + 1


def _may_begin(line: Line, n: int) -> bool:
    """A capital that does not continue a hyphenated word, or the article of "al-Takana"."""
    atom, follower = line.atoms[n], line.after(n)
    if atom.gap == "-":
        return False
    return atom.capital or bool(atom.lower in words().articles and follower and follower.gap == "-" and follower.capital)


def _end_of_run(line: Line, first: int, used: set[int]) -> int:
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
    while first < last and (line.atoms[first].lower in _PLAIN or line.atoms[first].lower in w.place_prepositions):
        first += 1
    name = line.atoms[first]
    key = line.name(first, last)
    if not _may_be_name(line, first, last, key) or is_person(line, first, last, people) or in_organisation(line, first, last):
        return None
    kinds = kinds_around(line, first, last)
    trust = 0.0
    if last > first and (name.lower in _LEADING or _has_type_word(line, first, last)):
        trust = 1.2
    elif line.case != "plain":
        return None
    elif kinds and not (name.first and first == last):
        trust = 1.1
    elif line.before(first) in w.unlisted_prepositions and last - first < 3 and line.atoms[last].lower not in w.organisations:
        trust = 0.8
    elif listing and last - first < 2 and name.gap in (",", ""):
        trust = 0.6
    return Candidate(line, first, last, key, (), kinds, typed=trust > 1, trust=trust) if trust else None


def _has_type_word(line: Line, first: int, last: int) -> bool:
    """Whether the run ends in a type word that makes a name of the words before: "Bertam Valley", not "Displacement Camp"."""
    if line.case != "plain" or (line.atoms[first].first and last == first + 1):
        return False
    return line.atoms[last].lower in _VOUCHING and line.atoms[last - 1].lower not in _ORDINARY


def _may_be_name(line: Line, first: int, last: int, key: str) -> bool:
    """Whether the run can be a name at all: no acronym, no known non-place, no ordinary word."""
    w = words()
    written = line.atoms[first].text
    if not key or key in w.never or fold(written) in w.never or (first == last and (written.isupper() or len(written) < 3)):
        return False
    if line.atoms[last].lower in w.organisations and line.atoms[last].lower not in w.behind:
        return False
    return not (
        first == last and (line.atoms[first].lower in _PLAIN or line.atoms[first].lower in w.compass or line.atoms[first].lower in w.titles)
    )
