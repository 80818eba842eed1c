"""Names that belong to a body, an armed group, a paper or a pact, and are no places there."""

from __future__ import annotations

from onrecord.places.spans import Candidate, Line
from onrecord.places.surroundings import names_place_after
from onrecord.places.words import words

_METROPOLIS = 3_000_000  # people; above, a city that "says" something is still worth naming
_GROUP = 7  # words back from "Levant" to "Islamic State"
_ARMED = frozenset("army movement government republic party coalition alliance union".split())  # bodies that are told to be somewhere
_CLASSES = frozenset("people peoples workers peasants women youth farmers citizens students veterans".split())
_FIELDS = frozenset(
    "forestry health social public agriculture defense defence justice state education homeland transportation transport water natural environmental environment "
    "emergency fire disaster civil interior labor labour housing human fish corrections community children family parks relief rescue".split()
)  # what a department is for
_PACT = 2  # words between a town and "accords": "the Dayton peace accords"


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
            and not (last == j + 1 and follower.lower in w.behind and not _is_short(line, i, j) and not is_for_a_field(line, last))
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
    return (line.before(i) in ("radio", "voice", "bank") and atoms[i - 1].capital) or _is_of_class(line, j)


def is_for_a_field(line: Line, n: int) -> bool:
    """Whether a department is a body's and no division: "the California Department of Forestry"; but "the Huila Department of Colombia"."""
    of, field = line.after(n), line.after(n + 1)
    if line.atoms[n].lower != "department" or of is None or of.lower not in ("of", "for") or field is None:
        return False
    return field.lower in _FIELDS


def is_chapter(candidate: Candidate) -> bool:
    """Whether the country of a donor ends the name of a body: "Save the Children UK", "Oxfam America"."""
    line, i = candidate.line, candidate.i
    before = line.atoms[i - 1] if i and line.atoms[i].joined else None
    if before is None or not before.capital or before.first or before.possessive or before.lower in words().compass or line.case != "plain":
        return False
    nations = {h.place.country for h in candidate.hits if h.place.kind == "country" and not h.demonym}
    return bool(nations) and nations <= words().donors


def _is_of_class(line: Line, j: int) -> bool:
    """Whether a name begins that of a body of a class of people: "the Sudan People's Liberation Army", "the Kurdistan Workers' Party"."""
    behind = line.atoms[j + 1 : j + 3]
    return len(behind) == 2 and behind[0].joined and behind[0].lower in _CLASSES and behind[0].capital and behind[1].capital


def is_of_group(line: Line, i: int) -> bool:
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


def speaks(candidate: Candidate) -> bool:
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


def names_pact(candidate: Candidate) -> bool:
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
