"""What stands around a name: type words that vouch for a place, persons and organisations that speak against one."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.places.spans import Atom, Candidate, Line
from onrecord.places.words import words

_METROPOLIS = 3_000_000  # people; above, a city that "says" something is still worth naming
WATER = frozenset(("water",))
_ANYWHERE = frozenset(("settlement", "admin2", "admin1", "region", "camp"))  # what "places" may be
_TOWNS = frozenset("town city village hamlet suburb".split())
_KIN = 8  # words from a name to "tribes" behind the last of its list
_STORMS = 8  # words of the names of several storms
_GROUP = 7  # words back from "Levant" to "Islamic State"
_ARMED = frozenset("army movement government republic party coalition alliance union".split())  # bodies that are told to be somewhere
_CLASSES = frozenset("people peoples workers peasants women youth farmers citizens students veterans".split())
_PACT = 2  # words between a town and "accords": "the Dayton peace accords"
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
    """Whether a list that the name stands in tells who fights whom: "between the Nara and Ibadu communities"."""
    for n in range(i - 1, max(i - _KIN, -1), -1):
        if line.atoms[n].lower in ("between", "pitting"):
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


def in_organisation(line: Line, i: int, j: int) -> bool:
    """Whether the name is part of the capitalised name of a body, a road or a publication."""
    w = words()
    atoms = line.atoms
    last, reach = j, 2 if line.case != "plain" else 7
    if atoms[j].possessive:
        return False
    while (
        (follower := line.after(last))
        and last < j + reach
        and (follower.capital or (line.case == "plain" and follower.lower in ("of", "for", "'s")))
    ):
        last += 1
        if (
            follower.capital
            and follower.lower in w.organisations
            and not (last == j + 1 and follower.lower in w.behind and not _is_short(line, i, j))
        ):
            return True
        if atoms[last].possessive:
            break
    if line.before(i) in ("of", "for", "in") and line.case == "plain":
        for back in range(2, 7):
            word = line.before(i, back)
            if not word or not (atoms[i - back].capital or word in ("of", "for", "and", "the")):
                break
            seated = line.before(i) == "in" and word in _ARMED  # "clashed with the Lord's Resistance Army in Dungu"
            if atoms[i - back].capital and word in w.organisation_starts and not atoms[i - back].first and not seated:
                return True
    return (line.before(i) in ("radio", "voice", "bank") and atoms[i - 1].capital) or _is_of_group(line, i) or _is_of_class(line, j)


def _is_of_class(line: Line, j: int) -> bool:
    """Whether a name begins that of a body of a class of people: "the Sudan People's Liberation Army", "the Kurdistan Workers' Party"."""
    behind = line.atoms[j + 1 : j + 3]
    return len(behind) == 2 and behind[0].joined and behind[0].lower in _CLASSES and behind[0].capital and behind[1].capital


def _is_of_group(line: Line, i: int) -> bool:
    """Whether a name only ends that of an armed group: "Islamic State in Iraq and the Levant", "al-Qaeda in the Arabian Peninsula"."""
    at = i - 1
    while at >= 0 and i - at < _GROUP and (line.atoms[at].lower in ("and", "the", "of", "in") or line.atoms[at].capital):
        if {line.atoms[at].lower, f"{line.before(at)} {line.atoms[at].lower}"} & words().groups:
            return line.atoms[at + 1].lower in ("of", "in")
        at -= 1
    return False


def _is_short(line: Line, i: int, j: int) -> bool:
    """A country's short form before a type word is a body: "U.S. Department", "UK Department"."""
    return i == j and len(line.atoms[i].text.replace(".", "")) < 4


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


def spread_doubt(candidates: list[Candidate]) -> None:
    """One sense a name: a small place that touches an unknown capital somewhere, and is nowhere "in" or "near", is a person's name."""
    by_key: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_key.setdefault(candidate.key, []).append(candidate)
    for group in by_key.values():
        if any("speaker" in c.notes for c in group) and not any(c.typed or c.notes & {"preposition", "placed"} for c in group):
            for candidate in group:
                candidate.notes.add("speaker")
        if any(c.typed or "placed" in c.notes for c in group) or not any("neighbour" in c.notes for c in group):
            continue
        if any(
            h.news or (not h.loose and (h.place.population > 300_000 or (h.place.kind in ("country", "admin1", "region") and not h.islet)))
            for h in group[0].hits
        ):
            continue
        for candidate in group:
            candidate.notes.add("neighbour")
            candidate.notes.discard("preposition")


def less_bodies(candidates: list[Candidate]) -> list[Candidate]:
    """Without the short names that the report itself gives to something else: "the Danish Refugee Council (DRC)"."""
    ends = {(id(c.line), c.j) for c in candidates}
    given = {_written(c) for c in candidates if (id(c.line), c.i - 1) not in ends and _is_short_for(c)}
    return [c for c in candidates if _written(c) not in given]


def _is_short_for(candidate: Candidate) -> bool:
    """Whether a name in capitals and brackets has the initials of the words before it."""
    atoms, name = candidate.line.atoms, _written(candidate)
    if not (name.isupper() and candidate.i == candidate.j and candidate.i and atoms[candidate.i].gap.endswith("(")):
        return False
    initials = "".join(atom.text[0] for atom in atoms[max(0, candidate.i - 2 * len(name)) : candidate.i] if atom.capital)
    return len(name) > 1 and initials.endswith(name)


def _written(candidate: Candidate) -> str:
    return candidate.line.atoms[candidate.i].text


def follower_is(line: Line, j: int, word: str) -> bool:
    """Whether ``word`` stands right behind atom ``j``."""
    follower = line.after(j)
    return bool(follower) and follower.lower == word  # type: ignore[union-attr]


def _is_state_of(line: Line, j: int) -> bool:
    """ "the Indian state of Odisha": a place, no body."""
    after = line.after(j + 1)
    return line.atoms[j + 1].lower == "state" and bool(after) and (after.lower == "of" or after.capital)  # type: ignore[union-attr]


def _is_scenery(candidate: Candidate) -> bool:
    """A sea that only says which coast or storm, or a river known by what it does: "the Pacific coast", "the Kosi burst its banks"."""
    line, w = candidate.line, words()
    follower = line.after(candidate.j)
    if not follower:
        return False
    if any(h.place.kind == "water" for h in candidate.hits):
        return follower.lower in w.shores
    return line.before(candidate.i) == "the" and follower.lower in w.floods


def _speaks(candidate: Candidate) -> bool:
    """A town or province that speaks is a paper or a body: "Granma newspaper", "the State News Agency, Granma", "Granma reports"."""
    line, i, j, w = candidate.line, candidate.i, candidate.j, words()
    great = any(h.place.kind == "country" or h.place.population > _METROPOLIS for h in candidate.hits if not h.loose)
    if great or line.atoms[j].possessive or names_place_after(line, i):
        return False
    follower = line.after(j)
    if follower and not follower.capital and (follower.lower in w.papers or follower.lower in w.speaking):
        return not _counts(line, j + 1)
    return line.before(i) in w.papers or (bool(i) and line.atoms[i].gap == "," and line.atoms[i - 1].lower in ("agency", "newspaper"))


def _counts(line: Line, n: int) -> bool:
    """Whether a number follows a word of telling: "Sagaing reported four dead", as places of a list do."""
    if line.atoms[n].lower not in ("reported", "recorded", "confirmed", "counted", "had"):
        return False
    following = line.after(n)
    return following is not None and (following.text[0].isdigit() or following.lower in words().small_numbers)


def _names_pact(candidate: Candidate) -> bool:
    """Whether a town only names what was agreed or held there: "the Dayton peace accords", "the Kampala Convention"."""
    line, j, w = candidate.line, candidate.j, words()
    if any(h.place.kind in ("country", "region", "water") for h in candidate.hits if not h.loose):
        return False
    follower = line.after(j)
    for _ in range(_PACT):
        if follower is None or follower.lower in w.pacts or follower.lower not in w.agreed:
            break
        j += 1
        follower = line.after(j)
    return follower is not None and follower.lower in w.pacts


def _is_across(line: Line, i: int, j: int) -> bool:
    """Whether a name only tells which border: "the Chinese border", "the border with China"."""
    at = i - (line.before(i) == "the")
    return follower_is(line, j, "border") or line.before(at) == "bordering" or (line.before(at), line.before(at, 2)) == ("with", "border")


def mark(candidate: Candidate, people: frozenset[str]) -> None:
    """Lower the trust of a candidate by what stands around it; ``notes`` say why."""
    line, i, j = candidate.line, candidate.i, candidate.j
    famous = any(h.place.population > 300_000 or h.place.kind in ("country", "admin1") for h in candidate.hits if not h.loose)
    if is_person(line, i, j, people, famous=famous) and not candidate.typed:
        candidate.notes.add("person")
    aside = j + 1 < len(line.atoms) and line.atoms[j + 1].gap.startswith(",")
    if line.before(i) in words().speaking and aside and not famous:  # "said Arin, a shopkeeper"
        candidate.notes.add("person")
    if in_organisation(line, i, j) or _names_pact(candidate):
        candidate.notes.add("organisation")
    if has_unknown_neighbour(line, i, j):
        candidate.notes.add("neighbour")
    if names_place_after(line, i):
        candidate.notes.add("preposition")
    beyond = line.after(j + 1)
    if follower_is(line, j, "in") and beyond and beyond.capital:
        candidate.notes.add("within")
    after = line.atoms[j + 1] if j + 1 < len(line.atoms) else None
    if after and after.gap == "-" and not after.capital:  # "US-led", "Turkish-backed"
        candidate.notes.add("compound")
    if line.case == "plain" and line.before(i) in words().unlisted_prepositions and not candidate.notes & {"neighbour", "person"}:
        candidate.notes.add("placed")
    follower = line.after(j)
    if _is_across(line, i, j):
        candidate.notes.add("across")
    if _is_scenery(candidate):
        candidate.notes.add("water")
    if _speaks(candidate):
        candidate.notes.add("speaker")
    if follower and follower.lower in words().officials and not line.atoms[j].possessive and not _is_state_of(line, j):
        candidate.notes.add("official")
