"""Every place that a report names, in text order, with what it most likely is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from onrecord.places.bodies import is_for_a_field, less_bodies
from onrecord.places.fold import fold
from onrecord.places.gazetteer import Hit, gazetteer
from onrecord.places.marks import mark, spread_doubt
from onrecord.places.resolve import resolve
from onrecord.places.shortnames import states_behind, with_short_names
from onrecord.places.spans import Candidate, Line, line_of, runs, shared_ends
from onrecord.places.surroundings import WATER, is_of_kin, kinds_around, surnames
from onrecord.places.unlisted import unlisted
from onrecord.places.words import words
from onrecord.text import Sentence, sentences
from onrecord.types import Mention, Place

_LEAST = 0.12  # confidence below which a mention is not worth telling
_DOUBTFUL = 0.32  # confidence below which a place is none where a figure's places are chosen
_NO_STRANGER = frozenset(("person", "organisation", "official", "compound", "water", "speaker"))
_WATER = 0.6  # trust in a river that the gazetteer does not list
_SITE = 0.55  # confidence in the town of a hospital or an airport that bears its name
_LONG = 2  # words of a name behind its first, from which on it is no other name that only looks like it
_GREAT = 300_000  # people of a town that may share its name with a part of the world
_BROKEN = re.compile(r"(?<=\w-) (?=\w)")  # where a line ended in a name: "Bosnia-\nHerzegovina"
_STATES = ("USA", "CAN")
_WIDE = ("country", "region", "admin1")  # what names that differ in a compass word only are of
_Hits = dict[str, tuple[Hit, ...]]


def find_mentions(
    text: str, sentences: tuple[Sentence, ...], *, hint_countries: tuple[str, ...] = (), title: str | None = None
) -> tuple[Mention, ...]:
    """All place mentions of a report, in text order and without overlaps.

    ``hint_countries`` (alpha-3) are known beforehand to matter; ``title`` counts as evidence for the report's countries.
    Raises :class:`FileNotFoundError` where the gazetteer has not been built.
    """
    lines = [line_of(s) for s in sentences]
    spans: list[list[tuple[int, int, str]]] = []
    in_full: dict[tuple[int, int, str], str] = {}
    for line in lines:
        shared = {(id(line), i, fold(name)): name for i, name in shared_ends(line)}
        spans.append([(i, j, line.name(i, j)) for i, j in runs(line)] + [(i, i, key) for _, i, key in shared])
        in_full |= shared
    states = [(line, i, fold(name)) for line in lines for i, name in states_behind(line)]
    keys = (key for line, found in zip(lines, spans, strict=True) for key in _keys(line, found))
    hits = gazetteer().lookup(chain(keys, (key for _, _, key in states)))
    candidates = less_bodies([c for line, found in zip(lines, spans, strict=True) for c in _pick(line, found, hits)])
    candidates = list(_with_states(candidates, states, hits))
    candidates = list(_completed(candidates, in_full))
    people = surnames(lines)
    for candidate in candidates:
        mark(candidate, people)
    spread_doubt(candidates)
    hints = (*hint_countries, *_title_countries(title))
    support = resolve(text, candidates, hints)
    candidates = [c for c in candidates if _confidence(c, support) >= _LEAST]
    for candidate in candidates:
        if _is_strange(candidate, support):
            candidate.notes.add("strange")
    candidates = [c for c in unlisted(lines, candidates, people, support) if not is_of_kin(c.line, c.i, c.j)]
    candidates = with_short_names(lines, candidates)
    mentions = (_mention(text, c, support) for c in sorted(candidates, key=lambda c: c.start))
    return tuple(m for m in mentions if m.confidence >= _LEAST)


def _keys(line: Line, spans: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    for i, j, key in spans:
        yield key
        if j > i and line.atoms[j].lower in words().behind:
            yield line.name(i, j - 1)


def _title_countries(title: str | None) -> Iterator[str]:
    if not title:
        return
    lines = [line_of(s) for s in sentences(title)]
    keys = {line.name(i, j) for line in lines for i, j in runs(line)}
    for found in gazetteer().lookup(keys).values():
        nations = {h.place.country for h in found if h.place.kind == "country" and not h.loose and not h.acronym}
        if len(nations) == 1:
            yield nations.pop() or ""


def _pick(line: Line, spans: list[tuple[int, int, str]], hits: _Hits) -> Iterator[Candidate]:
    """The longest acceptable name at each place, from left to right."""
    starts: dict[int, list[tuple[int, str]]] = {}
    for i, j, key in spans:
        starts.setdefault(i, []).append((j, key))
    reached, before = 0, -1
    for i, ends in starts.items():
        if i < reached:
            continue
        options = [c for j, key in reversed(ends) if (c := _candidate(line, i, j, key, hits)) and _whole_token(line, c, hits, before)]
        firm = (c for c in options if c.j - c.i >= _LONG or any(not h.loose for h in c.hits))  # "Carmen de Atrato" is no Carmen
        best = next(firm, options[0] if options else None)
        if best:
            yield best
            reached, before = best.j + 1, best.j


def _with_states(candidates: list[Candidate], states: list[tuple[Line, int, str]], hits: _Hits) -> Iterator[Candidate]:
    """The candidates, with the states that stand abbreviated behind towns."""
    taken = {(id(line), i) for line, i, _ in states}
    yield from (c for c in candidates if not any((id(c.line), at) in taken for at in range(c.i, c.j + 1)))
    for line, i, key in states:
        found = tuple(h for h in hits.get(key, ()) if h.place.kind == "admin1" and h.place.country in _STATES and not h.loose)
        if found:
            yield Candidate(line, i, i, key, found, frozenset(("admin1",)), typed=True)


def _completed(candidates: Iterable[Candidate], in_full: dict[tuple[int, int, str], str]) -> Iterator[Candidate]:
    """The candidates, those told of by a compass word alone with their name in full, if it is that of a wide place."""
    for candidate in candidates:
        candidate.full = in_full.get((id(candidate.line), candidate.i, candidate.key), "")
        if candidate.full:
            candidate.hits = tuple(hit for hit in candidate.hits if hit.place.kind in _WIDE and not hit.demonym)
        if candidate.hits or not candidate.full:
            yield candidate


def _candidate(line: Line, i: int, j: int, key: str, hits: _Hits) -> Candidate | None:
    if len(key) < 2 or (key in words().never and not _is_land(line, i, key)) or _only_opens(line, j, key):
        return None
    known = hits.get(key, ())
    kinds = kinds_around(line, i, j) if known else frozenset()
    if known and kinds == WATER and line.atoms[i].capital:
        known = tuple(h for h in known if h.place.kind == "water")
        if not known:  # "the Kosi river", where the gazetteer has only the town
            return Candidate(line, i, j, key, (), WATER, trust=_WATER, notes={"water"})
    if "range" in kinds:
        known = tuple(h for h in known if h.place.kind not in ("settlement", "admin2", "camp"))
    found = _usable(line, i, j, known, kinds)
    if found:
        said = kinds | (words().behind.get(line.atoms[j].lower, frozenset()) if j > i else frozenset())  # "Kalutara District" is listed so
        return Candidate(line, i, j, key, found, kinds, typed=any(h.place.kind in said for h in found))
    type_word = line.atoms[j].lower
    if j > i and line.atoms[j].capital and type_word in words().behind and not is_for_a_field(line, j):
        base, kinds = line.name(i, j - 1), words().behind[type_word]
        found = tuple(h for h in hits.get(base, ()) if h.place.kind in kinds)
        if type_word in words().sites:  # "Golan Heights"; but "Hawthorne Hill" is not Hawthorne
            kinds = frozenset(("region", "range"))
            found = tuple(h for h in found if h.place.kind == "region")
        if not found and kinds == WATER and hits.get(base) and _may_name_water(line, i, j - 1, base):
            return Candidate(line, i, j, base, (), WATER, trust=_WATER, notes={"water"})
        if not found and kinds != WATER and "range" not in kinds:  # a county by the name of its town
            found = tuple(h for h in hits.get(base, ()) if h.place.kind not in ("country", "region", "water") and not h.loose)
        found = _usable(line, i, j - 1, found, kinds)
        if found and base not in words().never:
            return Candidate(line, i, j, base, found, kinds, typed=True)
    return None


def _only_opens(line: Line, j: int, key: str) -> bool:
    """Whether a word only opens a name of which the lists know no more: "Santa" of "Santa Olga", "Deir" of "Deir Balut"."""
    follower = line.after(j) if key in words().openings else None
    return follower is not None and follower.capital and line.case == "plain" and follower.lower not in words().behind


def _may_name_water(line: Line, i: int, j: int, base: str) -> bool:
    """Whether the words before "River" or "Bay" are its name: not "In Bay", not "Sudan's Lakes"."""
    return base not in words().never and not line.atoms[j].possessive and line.atoms[i].lower not in words().place_prepositions


def _usable(line: Line, i: int, j: int, found: tuple[Hit, ...], kinds: frozenset[str]) -> tuple[Hit, ...]:
    """The hits that the writing allows: acronyms in capitals, camps with their word, common words only where a place is due."""
    if not found:
        return ()
    atom = line.atoms[i]
    written = " ".join(a.text for a in line.atoms[i : j + 1])
    if not any(c.isupper() for c in written[1:]):
        found = tuple(h for h in found if not h.acronym)
    if len(written) < 3:
        listed = not written.isupper() and (_place_is_due(line, i, kinds) or _is_enumerated(line, i))
        found = tuple(h for h in found if h.acronym or (listed and not h.loose and h.place.kind in ("admin2", "admin1")))  # "in Ba and Ra"
    if line.case != "upper" and i == j and written.isupper() and 1 < len(written) < 5:
        found = tuple(h for h in found if h.acronym or h.place.kind in ("country", "region"))
    if not atom.capital:
        found = tuple(h for h in found if not h.demonym and (h.place.kind == "region" or atom.lower in words().articles))
    if "camp" not in kinds:
        found = tuple(h for h in found if not h.camp_only)
    if not kinds and any(h.place.kind in ("region", "water") and not h.place.country and not h.loose for h in found):
        found = tuple(h for h in found if h.place.population > _GREAT or h.place.kind not in ("settlement", "admin2"))  # "the Middle East"
    if line.name(i, i) == "the" and atom.first:
        found = tuple(h for h in found if not h.alternate)
    if i == j and any(h.common for h in found) and not _place_is_due(line, i, kinds):
        found = tuple(
            h
            for h in found
            if h.place.kind in ("country", "region", "water")
            and not h.islet
            and ((line.case == "plain" and not atom.first) or (h.place.kind == "country" and not h.demonym))
        )
    return found


def _is_land(line: Line, i: int, key: str) -> bool:
    """Whether a union of countries is the land of its members here: "applied in the EU", "reached the European Union"."""
    back = 2 if line.before(i) == "the" else 1
    return key in words().unions and line.before(i, back) in words().inside


def _is_enumerated(line: Line, i: int) -> bool:
    """Whether a name stands behind another in an enumeration: "Ba, Ra", "Ba and Ra"."""
    back = 2 if line.before(i) == "and" else 1
    return i >= back and (line.atoms[i].gap == "," or back == 2) and line.atoms[i - back].capital


def _place_is_due(line: Line, i: int, kinds: frozenset[str]) -> bool:
    """Whether a common English word in capitals can be a place here: not first in a sentence, not in a headline, after "in" or so."""
    if line.case != "plain" or line.atoms[i].first:
        return False
    follower = line.atoms[i + 1] if i + 1 < len(line.atoms) else None
    entry = follower is not None and follower.gap == "(" and follower.text[0].isdigit()  # "Kwara (41,680), Delta (37,017)"
    return bool(kinds) or entry or line.before(i) in words().place_prepositions


def _whole_token(line: Line, candidate: Candidate, hits: _Hits, before: int) -> bool:
    """Whether a piece of a hyphenated word may stand for itself: "Turkey-based", "Aleppo-Damascus", never "Assad" of "al-Assad"."""
    i, j, atoms = candidate.i, candidate.j, line.atoms
    nation = any(h.place.kind == "country" and not h.loose for h in candidate.hits)
    if i and atoms[i].gap == "-":
        previous = atoms[i - 1]
        if previous.lower in words().articles or not (nation or (before == i - 1 and _is_great(candidate.hits))):
            return False
    if j + 1 < len(atoms) and atoms[j + 1].gap == "-" and atoms[j + 1].capital:
        return nation or (_is_great(candidate.hits) and _is_great(hits.get(line.name(j + 1, j + 1), ())))
    return True


def _is_great(hits: tuple[Hit, ...]) -> bool:
    return any(
        not h.loose and (h.place.population > 50_000 or (h.place.kind in ("country", "admin1", "region") and not h.islet)) for h in hits
    )


def _confidence(candidate: Candidate, support: dict[str, float]) -> float:
    """How sure a mention is: the class of the name first, then what stands around it."""
    if not candidate.chosen:
        return round(0.45 * candidate.trust * (0.3 if candidate.notes & {"person", "organisation", "neighbour"} else 1.0), 3)
    hit = candidate.chosen
    sure = 1.0 - _doubt(candidate, hit, support)
    notes = candidate.notes
    nation = hit.place.kind == "country"
    if candidate.typed and not hit.loose:
        sure = 1 - (1 - sure) * 0.5
    if "preposition" in notes and not hit.common and not (hit.alternate and len(candidate.key) < 5):
        sure = 1 - (1 - sure) * 0.6
    if "person" in notes:
        sure *= 0.3 if nation and not hit.demonym else 0.97 if nation else 0.1
    if "neighbour" in notes and not nation and not candidate.typed:
        sure *= 0.8 if "preposition" in notes and not hit.common else 0.35
    if hit.passing or notes & {"water", "speaker"}:
        sure = min(sure, 0.3)
    if "official" in notes and (nation or hit.demonym):
        sure = min(sure, 0.3)
    if "organisation" in notes:
        sure = min(sure, 0.25)
    if "group" in notes:
        sure = min(sure, 0.1)
    if "site" in notes:
        sure = min(sure, _SITE)
    if (
        candidate.line.case != "plain"
        and hit.place.kind in ("settlement", "admin2", "camp")
        and support.get(candidate.country or "", 0) < 0.4
    ):
        sure *= 0.5
    return round(sure, 3)


def _is_strange(candidate: Candidate, support: dict[str, float]) -> bool:
    """Whether a small place is so doubtful that its name is rather one of a place that no list has, where one is due."""
    hit = candidate.chosen
    if candidate.notes & _NO_STRANGER or (hit and (hit.demonym or hit.place.kind not in ("settlement", "admin2", "camp"))):
        return False
    return _confidence(candidate, support) < _DOUBTFUL


def _doubt(candidate: Candidate, hit: Hit, support: dict[str, float]) -> float:
    """The doubt that comes with the kind of place and the report's countries, 0 to 1."""
    kind, backing = hit.place.kind, support.get(hit.place.country or "", 0.0)
    if kind == "country":
        return 0.03
    if kind in ("region", "water") and not hit.islet:
        return 0.06 if not hit.loose else 0.2
    if hit.loose:
        return 0.2 if backing >= 0.5 and not candidate.line.atoms[candidate.i].first else 0.95
    if backing >= 0.4:
        return 0.08 if not hit.common else 0.25
    if kind in ("camp", "admin1"):
        return 0.2 if not hit.common else 0.6
    people = hit.place.population
    if hit.alternate and not candidate.typed and (people < 1_000_000 or len(candidate.key) < 5):  # "Pax" is La Paz to a gazetteer only
        return 0.88
    return 0.2 if people > 500_000 else 0.35 if people > 100_000 else 0.6 if people > 15_000 else 0.8


def _names_people(candidate: Candidate) -> bool:
    """Whether a country's name stands for the nationality of people: "204 Myanmar refugees"; not "in Chad refugees", "Kenya refugees minister"."""
    line, people = candidate.line, candidate.line.after(candidate.j)
    if (
        line.case != "plain"
        or not people
        or people.capital
        or people.lower not in words().foreigners
        or line.before(candidate.i) in words().inside
    ):
        return False
    behind = line.after(candidate.j + 1)
    nation = candidate.chosen is not None and candidate.chosen.place.kind == "country"
    return nation and line.before(candidate.i) not in words().place_prepositions and not (behind and behind.lower in words().officials)


def _mention(text: str, candidate: Candidate, support: dict[str, float]) -> Mention:
    hit = candidate.chosen
    place: Place | None = hit.place if hit else None
    form = "demonym" if hit and (hit.demonym or _names_people(candidate)) else "name"
    country = place.country if place else candidate.country
    start, end = candidate.start, candidate.end
    name = candidate.full or _BROKEN.sub("", " ".join(text[start:end].split()))
    return Mention(start, end, name, form, place, country, _confidence(candidate, support))  # type: ignore[arg-type]
