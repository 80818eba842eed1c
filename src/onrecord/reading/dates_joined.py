"""Which date words make one date between them: the longest of those that overlap, then neighbours ("11 a.m. Sunday", "3 May to 6 June")."""

from __future__ import annotations

import re
from bisect import bisect_left

from onrecord.reading.datewords import Atom

DATED = frozenset({"ordinal", "date", "month", "year", "described_year", "weekday", "near"})
_AND = re.compile(r"\s*,?\s*(?:and|&|or)\s+(?:(?:in|on|the|since|about|around)\s+)?", re.I)
_TO = re.compile(r"\s*(?:(?:to|until|till|through|up\s+to|[-–—])\s*)(?:(?:on|in|the|about|around)\s+)?", re.I)
_CLOCK_GAP = re.compile(r"\s*,?\s*\(?(?:(?:on|at|around|about|by|of|in the|early|late)\s+){0,2}", re.I)
_SPELL_GAP = re.compile(r"\s*(?:period|span|window)?\s*[,(]?\s*(?:from|between)\s+(?:the\s+)?", re.I)
_BRACKET = re.compile(r"\s*\(")
_AGO_GAP = re.compile(r"\s*,?\s+(?:in|on)\s+(?:the\s+)?", re.I)  # "a year ago, in May"
_DAY_GAP = re.compile(r"\s*,?\s*\(?")
BETWEEN = re.compile(r"\b(between|from)\s+(?:the\s+|about\s+|around\s+|early\s+on\s+|late\s+on\s+)?$", re.I)


def choose(atoms: list[Atom]) -> list[Atom]:
    """The longest of overlapping atoms, earlier rules first."""
    chosen: list[Atom] = []
    for atom in sorted(atoms, key=lambda a: (a.start - a.end, a.start)):
        at = bisect_left(chosen, atom.start, key=lambda a: a.start)
        if (at == 0 or chosen[at - 1].end <= atom.start) and (at == len(chosen) or atom.end <= chosen[at].start):
            chosen.insert(at, atom)
    return chosen


def groups(text: str, atoms: list[Atom]) -> list[list[Atom]]:
    """Neighbouring atoms that make one date between them: "11 a.m. Sunday", "June and July", "from 3 May to 6 June"."""
    found: list[list[Atom]] = [[atoms[0]]]
    for atom in atoms[1:]:
        if _belong(text, found[-1], atom):
            found[-1].append(atom)
        else:
            found.append([atom])
    return found


def _belong(text: str, group: list[Atom], atom: Atom) -> bool:
    before, gap = group[-1], text[group[-1].end : atom.start]
    if len(gap) > 24:
        return False
    forms = {before.form, atom.form}
    if "clock" in forms:
        ranged = _opens_range(text, group[0].start)
        if ranged and atom.form == "clock" and _AND.fullmatch(gap):
            return True  # "between Thursday night and noon on Friday"
        if before.form == "clock" and len(group) > 1 and group[-2].form != "clock" and not ranged:
            return False
        return bool(_CLOCK_GAP.fullmatch(gap)) and (forms & DATED != set() or forms == {"clock"})
    if before.form in ("near", "weekday") and atom.form in ("date", "weekday") and before.form != atom.form and _DAY_GAP.fullmatch(gap):
        return True  # "early today 27 May"
    if forms == {"so_far", "calendar"} and not gap.strip():
        return True  # "so far this year"
    if before.form == "rolling" and atom.form in ("date", "weekday", "month") and _SPELL_GAP.fullmatch(gap):
        return True  # "in the previous 12 months, from 1 May 2015 until"
    if text[atom.end : atom.end + 1] == ")" and _BRACKET.fullmatch(gap) and atom.form in ("date", "weekday", "near"):
        return before.form in ("same", "calendar", "near", "weekday")  # "in the same week (29 July)"
    if before.form == "ago" and atom.form in ("month", "date"):
        return bool(_AGO_GAP.fullmatch(gap))
    if not forms <= DATED:
        return bool(_TO.fullmatch(gap)) and atom.form in ("calendar", "now") and before.form in DATED
    if _AND.fullmatch(gap):
        return before.form == atom.form or _opens_range(text, group[0].start)
    return bool(_TO.fullmatch(gap))


def _opens_range(text: str, start: int) -> bool:
    return bool(BETWEEN.search(text, max(0, start - 30), start))
