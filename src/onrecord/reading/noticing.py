"""Whom a sentence names and is about, beside its speakers: the next "he", "it" or "the agency" may mean them (words: ``words/sources.toml``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from onrecord.reading.known import STANDS_FOR, Known, Memory
from onrecord.reading.naming import meant, named
from onrecord.reading.sourcewords import words
from onrecord.reading.speakers import Line, Phrase, fold, head, is_noun, kind_of, phrase_after, phrase_before
from onrecord.reading.subjects import all_names
from onrecord.reading.tallies import Cue

_NAME = 16  # tokens in a name


def notice(text: str, line: Line, found: list[Cue], memory: Memory) -> None:
    """Remember whom a sentence names and is about, beside its speakers: the next "he", "it" or "the agency" may mean them."""
    for phrase in _bodies(line):
        body = replace(named(text, line, phrase, memory), prominent=False)
        memory.add(body)
        short = _short_form(line, phrase.last)
        if short:
            memory.add(replace(body, name=short, low=body.low | {fold(short)}))
    first = opening(line)
    speaks = any(cue.phrase and cue.first <= first + 1 < cue.last for cue in found)
    quoted = line.has_mark_at(0)
    who = None if speaks or quoted else topic(text, line, memory)
    if who and (who.kind != "other" or len(who.full.split()) > 1) and any(map(str.isupper, who.name)):
        memory.add(who)
    if not found:
        for phrase in _titled(line):
            memory.add(named(text, line, phrase, memory))


def topic(text: str, line: Line, memory: Memory) -> Known | None:
    """Who the sentence is about, if its first words name somebody who can speak."""
    first = opening(line)
    if first < len(line.low) and line.low[first] in words().he:
        return meant(memory.person())
    found = phrase_after(line, first)
    if found and (name := _introduced(line, found)):
        return named(text, line, name, memory)
    if found is None or found[1] >= len(line.low) or (not line.has_name_at(found[1] - 1) and not line.has_role_at(found[1] - 1)):
        return None
    phrase = Phrase(found[0], end := _name_end(line, *found), found[0], end)
    if not is_noun(line, head(line, *found)):
        return None  # "A boat of the aid group"
    who = named(text, line, phrase, memory)
    return who if who.kind != "other" or who.person else None


def _name_end(line: Line, first: int, last: int) -> int:
    """Where a name at the beginning of a sentence ends and its verb begins: "Ann Lee |toured Dorna"."""
    of_names = _of_names()
    for at in range(first + 2, last):
        if line.has_name_at(at - 1) and not (line.has_name_at(at) or line.has_role_at(at) or line.low[at] in of_names):
            return at if line.low[at].isalpha() else last
    return last


@cache
def _of_names() -> frozenset[str]:
    """Words in small letters that names hold."""
    table = words()
    return table.particles | table.links | table.modifiers | table.determiners | {"and"}


def _introduced(line: Line, found: tuple[int, int]) -> Phrase | None:
    """The name of whom a sentence begins with: "A resident of the village, who lost a son, **Ann Lee**, wept"."""
    at = head(line, *found)
    someone = line.low[at] in words().person or kind_of(line.slice(at, at + 1)) == "witness"
    if not someone or line.has_name_at(found[1] - 1):
        return None
    for comma in range(found[1], min(found[1] + _NAME, len(line.low) - 1)):
        inner = phrase_after(line, comma + 1) if line.low[comma] == "," else None
        if inner and inner[1] - inner[0] > 1 and all_names(line, *inner) and line.low[inner[1] : inner[1] + 1] == (",",):
            return Phrase(*inner, found[0], inner[1])
    return None


def _titled(line: Line) -> Iterator[Phrase]:
    """Names between commas behind an office, anywhere in a sentence in which nobody speaks: "where the mayor, **Ann Lee**, wept"."""
    for comma in range(1, len(line.low) - 1):
        if line.low[comma] != "," or line.low[comma - 1] not in words().person or not line.has_name_at(comma + 1):
            continue
        inner = phrase_after(line, comma + 1)
        if inner and all_names(line, *inner) and line.low[inner[1] : inner[1] + 1] in [(",",), (".",), ()]:
            yield Phrase(*inner, comma - 1, inner[1])


def _bodies(line: Line) -> Iterator[Phrase]:
    """Capitalised phrases of a known kind anywhere in the sentence: "the agency" and "the report" may go back to them."""
    first = 0
    while first < len(line.low):
        last = first
        while last < min(len(line.low), first + _NAME) and (
            line.has_name_at(last)
            or (last > first and line.low[last] in ("of", "for", "and") and last + 1 < len(line.low) and line.has_name_at(last + 1))
        ):
            last += 1
        if (
            last > first
            and line.low[last - 1] not in words().divisions
            and kind_of(line.slice(first, last)) not in (None, "witness", "other")
        ):
            yield Phrase(first, last, first, last)
        elif last > first and (body := _told_what(line, first, last)):
            yield body
        first = last + 1


def _told_what(line: Line, first: int, last: int) -> Phrase | None:
    """A name that no list has, with the word before it that tells what bears it: "the aid group Kestrel"."""
    if first < 2 or line.low[first - 1] not in STANDS_FOR:
        return None
    found = phrase_before(line, last, governed=True)
    if found is None or found[0] >= first:
        return None
    start = max((at + 1 for at in range(found[0], first) if line.low[at] in words().links | words().determiners), default=found[0])
    return Phrase(start, last, start, last) if kind_of(line.slice(start, last)) not in (None, "witness", "other") else None


def _short_form(line: Line, at: int) -> str | None:
    """The capitals in parentheses after a name: "the Red Crescent (LRC)"."""
    if line.low[at : at + 1] != ("(",) or line.low[at + 2 : at + 3] != (")",) or not line.tokens[at + 1].text.isupper():
        return None
    return line.tokens[at + 1].text


def opening(line: Line) -> int:
    """Where the sentence proper begins: after a bullet, a date or place before a colon, or an adjunct ("Since Monday, …")."""
    start, size = 0, len(line.low)
    while start < size and not line.low[start][:1].isalnum():
        start += 1
    colon = next((at for at in range(start, min(start + 8, size)) if line.low[at] == ":"), None)
    if colon is not None:
        return colon + 1
    if start < size and (line.low[start] in words().prepositions or line.low[start].endswith(("ing", "ly"))):
        return next((at + 1 for at in range(start, min(start + 16, size)) if line.low[at] == ","), start)
    return start
