"""What stands around a name: type words that vouch for a place, persons and organisations that speak against one."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.places.spans import Atom, Line
from onrecord.places.words import words

WATER = frozenset(("water",))
_ANYWHERE = frozenset(("settlement", "admin2", "admin1", "region", "camp"))  # what "places" may be
_TOWNS = frozenset("town city village hamlet suburb".split())
_BELONGING = frozenset("belonging belong belongs members leaders".split())
_KIN = 8  # words from a name to "tribes" behind the last of its list
_STORMS = 8  # words of the names of several storms
_NAMELY = frozenset((("such", "as"), ("that", "is")))
_LISTING = frozenset(("", "-", ",", "/", "(", ";"))


def kinds_around(line: Line, i: int, j: int) -> frozenset[str]:
    """The kinds that a lower-case type word asks for: "X province", "the town of X", "the provinces of X, Y and Z"."""
    w = words()
    follower = line.after(j)
    n = j
    while follower and follower.lower in w.makes and follower.lower not in w.behind and n < j + 2:
        n += 1
        follower = line.after(n)
    if follower and follower.capital and follower.lower in w.sites:
        return frozenset()  # "Hawthorne Hill" is no kind of Hawthorne
    if follower and follower.lower in w.behind and follower.gap != "-" and not line.atoms[j].possessive and not _names_next(line, i, n):
        return w.behind[follower.lower]
    if line.before(i) in w.before and not line.atoms[i - 1].capital:
        return w.before[line.before(i)]
    if line.before(i) in ("of", "called", "named") and line.before(i, 2) in w.before:
        return w.before[line.before(i, 2)]
    return _listed_kinds(line, i, j)


def _names_next(line: Line, i: int, n: int) -> bool:
    """Whether the type word behind atom ``n`` is that of the next name: "the Texas town of Paris"; but "Jowhar town of Somalia"."""
    kind, of, name = line.after(n), line.after(n + 1), line.after(n + 2)
    if kind is None or kind.lower not in _TOWNS or of is None or of.lower != "of" or name is None or not name.capital:
        return False
    return "the" in (line.before(i), line.before(i, 2))


def _listed_kinds(line: Line, i: int, j: int) -> frozenset[str]:
    """The plural type word of a list that the name stands in: "Sichuan and Yunnan provinces", "towns of A, B and C"."""
    w = words()
    atoms = line.atoms
    for n in range(j + 1, min(j + 14, len(atoms))):
        plural = atoms[n].lower.endswith("s") and n > j + 1
        if atoms[n].lower in w.behind and (not atoms[n].capital or (plural and _is_enumerated(line, j, n))):
            return w.behind[atoms[n].lower] if plural and atoms[n].joined else frozenset()
        if not _goes_on(line, n, n):
            break
    for n in range(i - 1, max(i - 14, 0), -1):
        head = _head_of_list(line, n)
        if head.lower in w.before and head.lower.endswith("s") and (head is not atoms[n] or atoms[n + 1].capital):
            return w.before[head.lower]
        named = (atoms[n + 1].gap == ":" and head.lower != "areas") if head is atoms[n] else atoms[n].lower != "of"
        if named and head.lower in w.collecting:
            return _ANYWHERE
        if not _goes_on(line, n, n + 1):
            break
    return frozenset()


def _is_enumerated(line: Line, j: int, n: int) -> bool:
    """Whether nothing but names, commas and "and" stand between atoms ``j`` and ``n``: "Bor, Twic East and Duk Counties"."""
    between = line.atoms[j + 1 : n]
    return (between[0].gap == "," or between[0].lower == "and") and all(a.capital or a.lower == "and" for a in between)


def _goes_on(line: Line, n: int, parted: int) -> bool:
    """Whether a list goes on over atom ``n``, with no more than a comma before atom ``parted``."""
    atom = line.atoms[n]
    return line.atoms[parted].gap in _LISTING and (atom.capital or atom.lower in ("and", "or", "the") or atom.lower in words().connectors)


def _head_of_list(line: Line, n: int) -> Atom:
    """What a list behind atom ``n`` is one of: "camps" of "camps such as", "camps, including", "camps of"; else the atom itself."""
    atoms = line.atoms
    if n > 1 and (atoms[n - 1].lower, atoms[n].lower) in _NAMELY:
        return atoms[n - 2]
    return atoms[n - 1] if atoms[n].lower in ("of", "like", "including", "namely") else atoms[n]


def is_of_kin(line: Line, i: int, j: int) -> bool:
    """Whether the name is that of a clan or tribe: "the Nara clan", "the Nara and Ibadu tribes"."""
    for n in range(j + 1, min(j + _KIN, len(line.atoms))):
        if line.atoms[n].lower in words().kin:
            return n == j + 1 or line.atoms[n].lower.endswith(("s", "men"))
        if line.atoms[n].lower in words().peoples:
            return _is_of_two(line, i)
        if not _goes_on(line, n, n):
            break
    return False


def _is_of_two(line: Line, i: int) -> bool:
    """Whether a list that the name stands in tells who fights whom, or of whom people are: "between the Nara and Ibadu communities",
    "belonging to Bodo and Adivasi communities"."""
    for n in range(i - 1, max(i - _KIN, -1), -1):
        if line.atoms[n].lower in ("between", "pitting") or (
            n and line.atoms[n - 1].lower in _BELONGING and line.atoms[n].lower in ("to", "of")
        ):
            return True
        if not _goes_on(line, n, n + 1):
            break
    return False


def surnames(lines: list[Line]) -> frozenset[str]:
    """Surnames of the persons named in full or with a title anywhere in the report, folded."""
    found: set[str] = set()
    for line in lines:
        if line.case != "plain":
            continue
        for i, atom in enumerate(line.atoms):
            if not atom.capital or not _is_person_start(line, i):
                continue
            last = i
            while (follower := line.after(last)) and follower.capital and follower.lower not in words().behind and last < i + 3:
                last += 1
            found.update(a.lower for a in line.atoms[i + 1 : last + 1] if a.lower not in words().connectors)
        found.update(_storms(line))
    return frozenset(found)


def _storms(line: Line) -> Iterator[str]:
    """The names of several storms: "Hurricanes Dalia and Oriel", "cyclones Anton, Berta and Celio"."""
    atoms = line.atoms
    for i, atom in enumerate(atoms):
        if atom.lower not in words().storms:
            continue
        for n in range(i + 1, min(i + _STORMS, len(atoms))):
            if atoms[n].gap not in (("",) if n == i + 1 else _LISTING) or not (atoms[n].capital or atoms[n].lower in ("and", "or")):
                break
            if atoms[n].capital:
                yield atoms[n].lower


def _is_person_start(line: Line, i: int) -> bool:
    """A given name with a capital behind, or a title with one."""
    follower = line.after(i)
    if not follower or not follower.capital:
        return False
    lower = line.atoms[i].lower
    if lower in words().given_names:
        return True
    return (
        lower in words().titles and not line.atoms[i].possessive and line.atoms[i].text not in ("General", "King", "Prince", "Queen", "San")
    )


def is_person(line: Line, i: int, j: int, names: frozenset[str], *, famous: bool = False) -> bool:
    """Whether the name is (part of) a person's: a given name or title right before, or a surname of the report.

    A ``famous`` place that is also a given name (Paris, Milan) is a person only with a surname behind.
    """
    w = words()
    previous = line.before(i)
    atom = line.atoms[i]
    if previous in w.given_names and line.atoms[i - 1].capital:
        return True
    if (
        previous in w.titles
        and line.atoms[i - 1].gap != "-"
        and (line.atoms[i - 1].capital or previous in ("hurricane", "typhoon", "cyclone", "storm"))
    ):
        return True
    follower = line.after(j)
    if i == j and atom.lower in w.given_names:
        return bool(follower and follower.capital and follower.lower not in w.behind) or (
            not famous and previous not in w.place_prepositions
        )
    return i == j and atom.lower in names and previous not in w.unlisted_prepositions


def has_unknown_neighbour(line: Line, i: int, j: int) -> bool:
    """Whether another capitalised word that is no type word touches the name: it is then likely part of a longer name."""
    if line.case != "plain":
        return False
    w = words()
    follower = line.after(j)
    if (
        follower
        and follower.capital
        and follower.gap != "-"
        and not follower.text.isupper()
        and follower.lower not in w.behind.keys() | w.connectors
    ):
        return True
    if i == 0 or line.atoms[i].gap or line.atoms[i - 1].possessive:
        return False
    previous = line.atoms[i - 1]
    ordinary = previous.first or previous.lower in w.before or previous.lower in w.compass or previous.text.isupper()
    return previous.capital and not ordinary and previous.lower not in w.place_prepositions


def names_place_after(line: Line, i: int) -> bool:
    """Whether the words before say that a place comes: "in X", "near the X", "northern X"."""
    previous = line.before(i)
    return previous in words().place_prepositions or (previous == "the" and line.before(i, 2) in words().place_prepositions)


def follower_is(line: Line, j: int, word: str) -> bool:
    """Whether ``word`` stands right behind atom ``j``."""
    follower = line.after(j)
    return bool(follower) and follower.lower == word  # type: ignore[union-attr]
