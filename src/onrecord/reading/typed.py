"""Places taken up by what they were called: "in the district" after "Supaul district", "left the camp" after "the camp of Satsita".

Such words are a site of their sentence, with the preposition that they have there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.reading import lexicon
from onrecord.reading.sites import Site, lead
from onrecord.text import Sentence, Token

_WORDS = lexicon.word_sets("sites")
_POINTING = ("the", "this", "that")
_BETWEEN = 2  # words between "the" and the noun: "the besieged city"
_TOWNS = ("town", "city", "village")
_LEFT = ("left", "fled", "leave", "leaving", "from")
_KINDS = lexicon.word_sets("anaphors")
_LEADS = _WORDS["scene"] | {"from", "to", "into", "left", "fled", "leave", "leaving", "reached", "entered"}


def take_up(sentences: Sequence[Sentence], rows: Sequence[tuple[Site, ...]], starts: frozenset[int]) -> list[tuple[Site, ...]]:
    """The rows of sites, with those that a sentence without any other takes up. What was told before a start is not taken up behind it."""
    told: dict[str, Site] = {}
    found: list[tuple[Site, ...]] = []
    for sentence, row in zip(sentences, rows, strict=True):
        if sentence.index in starts:
            told = {}
        words = [token.lower for token in sentence.tokens]
        row = tuple(_capital(sentence.tokens, site, told) for site in row)
        edge, before = 0, found[-1] if found else ()
        again: list[Site] = []
        for site in row:
            again += _again(sentence.tokens, words, told, before, edge, site.first)
            _tell(told, words, site)
            edge = site.last
        again += _again(sentence.tokens, words, told, before, edge, len(words) - 1)
        found.append(tuple(sorted((*row, *again), key=_first)))
    return found


def _first(site: Site) -> int:
    return site.first


def _capital(tokens: Sequence[Token], site: Site, told: dict[str, Site]) -> Site:
    """The capital where a country stands for it and it was told before: "in the Syrian capital"; not "the Syrian capital Damascus"."""
    at = site.last + (tokens[site.last].lower in ("'s", "’s") if site.last < len(tokens) else 0)
    if site.kind != "country" or at >= len(tokens) or tokens[at].lower != "capital":
        return site
    known, behind = told.get("capital"), tokens[at + 1 : at + 2]
    if known is None or known.country != site.country or (behind and behind[0].text[0].isupper()):
        return site
    return replace(known, first=site.first, last=at + 1, lead=site.lead, wider=(), owns="", speaker=site.speaker)


def _called(words: Sequence[str], site: Site) -> str | None:
    """What a place is called where it is named: "Supaul district", "the district of Supaul", "the village Ishasha"."""
    if len(site.mentions) > 1 or site.mentions[0].form == "demonym":
        return None
    before = words[max(0, site.first - 2) : site.first]
    if before == ["capital", ","]:  # "in the capital, Port-au-Prince"
        return "capital"
    if before[-1:] == ["capital"] and before[:1] in (["provincial"], ["regional"], ["state"], ["district"]):
        return None
    near = (words[site.last - 1], *words[site.last : site.last + 1], *(before[:1] if before[1:] == ["of"] else before[-1:]))
    return next((word for word in near if word in _WORDS["called"]), None)


def _tell(told: dict[str, Site], words: Sequence[str], site: Site) -> None:
    """Take note of what a place is called; a province told is also that of the next "in that province", whatever it was called."""
    called = _called(words, site)
    if called:
        told[called] = site
    elif site.kind == "admin1":
        told |= {word: site for word, last in told.items() if last.kind == "admin1"}


def _just_told(noun: str, row: Sequence[Site]) -> Site | None:
    """The only place of the sentence before, if it may be what people left: "Rebels attacked X on Friday. 2,000 people left *the town*"."""
    found = [one for site in row if not site.dateline for one in site.singles()]
    kinds = _KINDS.get(noun, ()) if noun in _TOWNS else ()
    return found[0] if len(found) == 1 and found[0].kind in kinds and row[0].lead not in _WORDS["to_there"] else None


def _again(
    tokens: Sequence[Token], words: Sequence[str], told: dict[str, Site], lately: Sequence[Site], start: int, end: int
) -> Iterator[Site]:
    """What is taken up between two places of a sentence."""
    for at in range(start, min(end, len(words) - 1)):
        eruption = words[at - 1] == "of" and words[at + 1] == "volcano"
        if words[at] not in _POINTING or not (at == 0 or words[at - 1] in _LEADS or eruption):
            continue
        noun = next((n for n in range(at + 1, min(at + 2 + _BETWEEN, len(words))) if words[n] in _WORDS["called"]), None)
        if noun is None or not _is_plain(tokens, words, at, noun):
            continue
        last = told.get(words[noun]) or (_just_told(words[noun], lately) if words[at - 1] in _LEFT and start == 0 else None)
        if last is None:
            continue
        if words[at] != "the" and start > 0:
            continue  # "left through Holguin, said the Civil Defence in that province"
        yield replace(last, first=at, last=noun + 1, lead=lead(words, at), wider=(), owns="", speaker=False)


def _is_plain(tokens: Sequence[Token], words: Sequence[str], at: int, noun: int) -> bool:
    """Whether nothing else is named there: not "the Zaatari camp", "the district of Supaul", "the other village", "the village head"."""
    if not _WORDS["another"].isdisjoint(words[at + 1 : noun]) or any(not token.text.islower() for token in tokens[at + 1 : noun + 1]):
        return False
    behind = tokens[noun + 1 : noun + 2]
    return not behind or not (behind[0].text[0].isupper() or behind[0].lower in _WORDS["naming"])
