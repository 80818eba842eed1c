"""What speaks for and against a candidate, as notes: a title before it, a body's name around it, a preposition, a border."""

from __future__ import annotations

from onrecord.places.bodies import in_organisation, is_chapter, is_of_group, names_pact, speaks
from onrecord.places.spans import Atom, Candidate, Line
from onrecord.places.surroundings import follower_is, has_unknown_neighbour, is_person, names_place_after
from onrecord.places.words import words


def mark(candidate: Candidate, people: frozenset[str]) -> None:
    """Lower the trust of a candidate by what stands around it; ``notes`` say why."""
    line, i, j = candidate.line, candidate.i, candidate.j
    famous = any(h.place.population > 300_000 or h.place.kind in ("country", "admin1") for h in candidate.hits if not h.loose)
    aside = j + 1 < len(line.atoms) and line.atoms[j + 1].gap.startswith(",")
    told = line.before(i) in words().speaking and aside and not famous  # "said Arin, a shopkeeper"
    beyond, follower, after = line.after(j + 1), line.after(j), line.atoms[j + 1] if j + 1 < len(line.atoms) else None
    holds = {
        "person": told or (is_person(line, i, j, people, famous=famous) and not candidate.typed),
        "organisation": in_organisation(line, i, j) or names_pact(candidate) or is_chapter(candidate),
        "group": is_of_group(line, i),
        "neighbour": has_unknown_neighbour(line, i, j),
        "preposition": names_place_after(line, i),
        "within": follower_is(line, j, "in") and beyond is not None and beyond.capital,
        "compound": after is not None and after.gap == "-" and not after.capital,  # "US-led", "Turkish-backed"
        "across": _is_across(line, i, j),
        "water": _is_scenery(candidate),
        "speaker": speaks(candidate),
        "official": follower is not None and _is_official(line, j, follower),
    }
    candidate.notes.update(note for note, stands in holds.items() if stands)
    if line.case == "plain" and line.before(i) in words().unlisted_prepositions and not candidate.notes & {"neighbour", "person"}:
        candidate.notes.add("placed")


def _is_official(line: Line, j: int, follower: Atom) -> bool:
    """Whether a name is that of whom an official serves: "Turkish officials", "Pakistan troops"."""
    return follower.lower in words().officials and not line.atoms[j].possessive and not _is_state_of(line, j)


def _is_scenery(candidate: Candidate) -> bool:
    """A sea that only says which coast or storm, or a river known by what it does: "the Pacific coast", "the Kosi burst its banks"."""
    line, w = candidate.line, words()
    follower = line.after(candidate.j)
    if not follower:
        return False
    if any(h.place.kind == "water" for h in candidate.hits):
        return follower.lower in w.shores
    return line.before(candidate.i) == "the" and follower.lower in w.floods


def _is_across(line: Line, i: int, j: int) -> bool:
    """Whether a name only tells which border: "the Chinese border", "the border with China"."""
    at = i - (line.before(i) == "the")
    return follower_is(line, j, "border") or line.before(at) == "bordering" or (line.before(at), line.before(at, 2)) == ("with", "border")


def _is_state_of(line: Line, j: int) -> bool:
    """ "the Indian state of Odisha": a place, no body."""
    after = line.after(j + 1)
    return line.atoms[j + 1].lower == "state" and bool(after) and (after.lower == "of" or after.capital)  # type: ignore[union-attr]


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
