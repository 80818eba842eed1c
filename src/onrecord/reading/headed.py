"""Reports that are told place by place: the lines that head their sections with a country or a division, as digests and bulletins have them.

What was told under one heading says nothing of the figures under the next. One such line heads nothing: it may be a title or a dateline.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from onrecord.reading.sites import Site
from onrecord.text import Sentence, Token

_KINDS = ("country", "admin1")
_FEWEST = 2  # places that head sections in a report of sections
_FOREMOST = 8  # tokens before the place at most: "– 2010: Russia –", "** 3. Russia"
_MARKS = frozenset((":", "–", "—", "-", "--", "(", "|", "/", ";"))  # between a place and what is told of it


def headings(sentences: Sequence[Sentence], rows: Sequence[Sequence[Site]]) -> tuple[tuple[int, Site], ...]:
    """The sentences that head a section, each with its place; none where the report is not told place by place."""
    found = [(sentence.index, row[0]) for sentence, row in zip(sentences, rows, strict=True) if row and _heads(sentence.tokens, row[0])]
    for kind in _KINDS:
        alike = tuple((index, replace(site, dateline=False)) for index, site in found if site.kind == kind)
        if len({site.names for _, site in alike}) >= _FEWEST:
            return alike
    return ()


def section_of(index: int, found: Sequence[tuple[int, Site]]) -> tuple[int, Site] | None:
    """The heading under which a sentence stands."""
    at = bisect_right(found, index, key=lambda heading: heading[0])
    return found[at - 1] if at else None


def at_home(rows: Sequence[tuple[Site, ...]], found: Sequence[tuple[int, Site]]) -> list[tuple[Site, ...]]:
    """The sites with the places that no list has in the country that heads their section."""
    settled: list[tuple[Site, ...]] = []
    for index, row in enumerate(rows):
        heading = section_of(index, found)
        country = heading[1].country if heading and heading[1].kind == "country" else None
        settled.append(tuple(_settled(site, country) for site in row) if country else row)
    return settled


def _settled(site: Site, country: str) -> Site:
    if all(mention.place or mention.country == country for mention in site.mentions):
        return site
    return replace(site, mentions=tuple(m if m.place else replace(m, country=country) for m in site.mentions))


def _heads(tokens: Sequence[Token], site: Site) -> bool:
    """Whether a sentence is a place and nothing else, or opens with one before a mark: "6. Colombia", "PERU – Floods"; not "Peru: 1,200"."""
    if site.first > _FOREMOST or len(site.mentions) > 1 or any(token.text[0].isalpha() for token in tokens[: site.first]):
        return False
    behind = tokens[site.last : site.last + 2]
    if not behind:
        return True
    told = behind[0].text in _MARKS
    return told and (len(behind) < 2 or not behind[1].text[0].isdigit() or tokens[site.first].text.isupper())
