"""Short names that a report gives its places: "Gilgit-Baltistan (GB)", and "in BC" where it tells of British Columbia."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from onrecord.places.bodies import in_organisation
from onrecord.places.spans import Candidate, Line
from onrecord.places.words import words

_LONGEST = 6  # letters of a short name
_FEW = 2  # letters that a place without a type word may be called by
_WIDE = ("country", "region", "admin1")  # what is called by its initials without a word


@cache
def _states() -> dict[str, str]:
    """How states and provinces are written behind a town, with their names in full."""
    found: dict[str, str] = tomllib.loads((Path(__file__).parent / "words" / "states.toml").read_text(encoding="utf-8"))["short"]
    return found


def states_behind(line: Line) -> Iterator[tuple[int, str]]:
    """States that stand abbreviated behind a town, as (atom, the name in full): "OAKHURST, Calif.", "Troy, NY"."""
    for i, atom in enumerate(line.atoms[1:], 1):
        name = _states().get(atom.text.removesuffix(".") if atom.text.count(".") < 2 else atom.text) if atom.gap == "," else None
        if name and line.atoms[i - 1].capital and line.atoms[i - 1].text != atom.text:
            yield i, name


def with_short_names(lines: list[Line], candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, and those that stand where the report writes a place in short."""
    candidates = [c for c in candidates if not _is_body(c)]
    told, likely = _short_names(candidates)
    if not told and not likely:
        return candidates
    taken = {(id(c.line), n): c for c in candidates for n in range(c.i, c.j + 1)}
    gone: set[int] = set()
    found: list[Candidate] = []
    for line in lines:
        for n, full in _occurrences(line, told, likely, taken):
            if older := taken.get((id(line), n)):
                gone.add(id(older))
            notes = full.notes - {"compound", "neighbour"}
            found.append(
                Candidate(line, n, n, full.key, full.hits, full.kinds, full.typed, full.trust, 0.0, full.chosen, full.country, notes)
            )
    return [c for c in candidates if id(c) not in gone] + found


def _short_names(candidates: list[Candidate]) -> tuple[dict[str, Candidate], dict[str, Candidate]]:
    """Short names by the place in full: those that brackets give, and those that may be meant."""
    told: dict[str, Candidate] = {}
    likely: dict[str, Candidate] = {}
    for candidate in candidates:
        hit, short = candidate.chosen, _initials(candidate)
        if not 1 < len(short) <= _LONGEST or (hit and hit.demonym) or candidate.notes & {"organisation", "official", "person"}:
            continue
        if _is_introduced(candidate, short):
            told.setdefault(short, candidate)
        elif hit and hit.place.kind in _WIDE:
            likely.setdefault(short, candidate)
    return told, likely


def _is_introduced(candidate: Candidate, short: str) -> bool:
    behind = candidate.line.atoms[candidate.j + 1 : candidate.j + 2]
    return bool(behind) and behind[0].gap.endswith("(") and behind[0].text == short


def _is_body(candidate: Candidate) -> bool:
    """Whether a name that no list has is an organisation's, by the initials behind it: "Médecins Sans Frontières (MSF)"."""
    short = _initials(candidate)
    return candidate.chosen is None and not candidate.kinds and len(short) > _FEW and _is_introduced(candidate, short)


def _initials(candidate: Candidate) -> str:
    return "".join(atom.text[0] for atom in candidate.line.atoms[candidate.i : candidate.j + 1] if atom.capital)


def _occurrences(
    line: Line, told: dict[str, Candidate], likely: dict[str, Candidate], taken: dict[tuple[int, int], Candidate]
) -> Iterator[tuple[int, Candidate]]:
    for n, atom in enumerate(line.atoms):
        if not atom.text.isupper() or in_organisation(line, n, n):
            continue
        own = taken.get((id(line), n))
        if atom.text in told and (own is None or own.i == own.j):
            yield n, told[atom.text]
        elif atom.text in likely and own is None and line.case != "upper" and _is_due(line, n, taken):
            yield n, likely[atom.text]


def _is_due(line: Line, n: int, taken: dict[tuple[int, int], Candidate]) -> bool:
    """Whether a place comes here: "in BC", "BC and Manitoba"."""
    if line.before(n) in words().unlisted_prepositions:
        return True
    follower = line.after(n)
    beyond = taken.get((id(line), n + 2))
    return bool(follower and follower.lower == "and" and beyond and beyond.chosen and beyond.chosen.place.kind in _WIDE)
