"""How far a statement reaches: the characters of its sentence that an attribution covers (words: ``words/sources.toml``)."""

from __future__ import annotations

from onrecord.reading.goes_on import has_number
from onrecord.reading.sourcewords import words
from onrecord.reading.speakers import Line
from onrecord.reading.tallies import Cue

_SETTING = frozenset(("while", "although", "though", "of", "as"))  # "While 30 tents had been put up, X said …": X's words as well
_PLACE = 10  # tokens in the place where somebody spoke
_BESIDE = frozenset(("while", "as", "whereas"))  # "…, X said, while six more are missing"


def scope(line: Line, found: list[Cue], at: int) -> tuple[int, int]:
    """The characters of the statement: up to the neighbouring attributions, or to the conjunction that parts two of them."""
    cue = found[at]
    left = line.sentence.start
    right = line.sentence.end
    if cue.word == "citing" and at + 1 < len(found) and found[at + 1].first < cue.first:
        return scope(line, found, at + 1)  # "The news agency, citing the police, said"
    if at and found[at - 1].last >= cue.first - 1 and found[at - 1].way == "trailing" and cue.word == "citing":
        return scope(line, found[:at], at - 1)  # "…, the agency reported, citing the police"
    if at:
        before = found[at - 1]
        edge = before.last if before.way != "forward" else _parting(line, before.last, cue.first, None)
        left = line.tokens[min(edge, len(line.tokens) - 1)].start if edge is not None else left
    if at + 1 < len(found):
        edge = _where_next_begins(line, cue, found[at + 1])
        right = line.tokens[edge].start if edge is not None and edge < len(line.tokens) else right
    if cue.way == "forward" and not (at == 0 and line.low[0] in _SETTING and not cue.word.endswith("ing")):
        left = line.tokens[min(cue.last, len(line.tokens)) - 1].end
    elif cue.last < len(line.tokens) and (turn := _turn(line, cue.last)) is not None and not _describes(line, cue):
        right = right if _counts_on_in(line, cue, turn) else min(right, line.tokens[turn].start)
    return left, max(left, right)


def _where_next_begins(line: Line, cue: Cue, after: Cue) -> int | None:
    """The token before which a statement ends because somebody else speaks."""
    if after.phrase and after.first < cue.first:
        return after.phrase.wide_last  # "The army, whose spokesman had spoken of eleven, |counted 19"
    if after.phrase and after.way == "forward":
        return after.first
    return _parting(line, cue.last, after.first, len(line.tokens))


def _parting(line: Line, first: int, last: int, otherwise: int | None) -> int | None:
    """The last "; while", ", and" or ", but" between two attributions."""
    for at in range(last - 1, first, -1):
        if line.low[at] in ("while", "but", "and", "although") and line.low[at - 1] in (",", ";", "”"):
            return at
    return otherwise


def _counts_on_in(line: Line, cue: Cue, turn: int) -> bool:
    """Whether the clause goes on with a count: "Nine drowned, X said, while six more are missing"; a storm that X told of has none."""
    at = turn if line.low[turn] != "," else turn + 1
    return line.low[at] in _BESIDE and (has_number(line.low[: cue.first]) or _adds(line, at + 1))


def _adds(line: Line, at: int) -> bool:
    """Whether a clause counts more of those told of before it: "while |six more were injured"."""
    return has_number(line.low[at : at + 1]) and line.low[at + 1 : at + 2] in (("more",), ("others",), ("other",))


def _describes(line: Line, cue: Cue) -> bool:
    """Whether a clause behind "according to X" tells of X: "according to X, who was there, 40 people had left"."""
    return cue.word == "according" and line.low[cue.last : cue.last + 2] in ((",", "who"), (",", "which"), (",", "whose"))


def _turn(line: Line, at: int) -> int | None:
    """Where a clause begins, right after the attribution, that is the writer's own."""
    if line.low[at : at + 3] == (",", "as", "of"):
        return None  # "according to the media, as of 3 May, …"
    if line.low[at] == "," and at + 1 < len(line.low) and line.low[at + 1] in words().turns:
        return at
    if line.low[at] in ("at", "in", "near", "outside") and "where" in (place := line.low[at : at + _PLACE]):
        where = at + place.index("where")
        return None if has_number(line.low[at:where]) else where  # "said Ann Lee at the camp |where 40 families live"
    return at if line.low[at] in words().turns else None
