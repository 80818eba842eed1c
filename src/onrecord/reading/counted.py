"""What a number counts: the noun phrase that it stands in ("6,500 displaced people", "two generals", "43 of the deaths")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.reading.lexicon import nouns, senses, word_sets
from onrecord.text import Token

Kind = Literal["person", "military", "household", "dwelling", "other", "unknown", "partitive", "none"]

_DETERMINERS = frozenset("the a an its their his her our those these all this that more other another some own such said so".split())
_STOPS = frozenset(
    """was were is are be been being am has have had do did does will would could can may might must shall should to in on at by from with without
    for into onto over under after before since until during while when where as than then there who whom which that whose and or but nor if because
    near across through between among amid around about against along behind beyond despite including inside outside off out up down per via within yet not
    said says say told reported according it he she they we i you suffered sustained suffer sustain""".split()
)
_PARTITIVE = frozenset("them whom which these those us".split())
# Words that hold of people already named: they never become the head of a phrase that has one ("40 people dead").
PREDICATES = frozenset(
    "dead homeless displaced deceased missing injured wounded stranded trapped displacements returns guards indigenous elderly lives head heads".split()
)
_NEVER_LATER = PREDICATES | {"home", "hostage", "captive", "prisoner"}  # "brought 91 refugees home", "held 40 people hostage"
_ADVERBS = frozenset("still also now so already again alone later earlier each more too then".split())
_OPEN_MARKS = frozenset(", “ \" ' ’ ‘ ( [".split())
_LEFT = frozenset("home homes house houses country city town village region area province camp".split())  # what people are driven out of
_REACH = 9
_PEOPLE = frozenset(("person", "military", "household"))


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun phrase of a number; ``first`` and ``last`` are token positions in the sentence (half open), ``head`` the noun."""

    kind: Kind
    first: int
    last: int
    head: str
    demonym: int | None = None  # token position of a nationality inside the phrase
    told: tuple[int, int] | None = None  # where the noun phrase stands if not behind the number ("the number of refugees ... to 150,000")

    @property
    def unit(self) -> Literal["person", "household", "dwelling"] | None:
        if self.kind in ("person", "military"):
            return "person"
        return self.kind if self.kind in ("household", "dwelling") else None


_GOODS = frozenset("food hygiene kitchen dignity relief shelter non-food".split())
_NO_NOUN: tuple[int, Kind] = (0, "none")


def counted(tokens: Sequence[Token], at: int, demonyms: frozenset[int]) -> Counted:
    """The phrase that goes with a number ending before token ``at``; ``demonyms`` are token positions of nationalities."""
    words = [t.lower for t in tokens[at : at + _REACH + 4]]
    grammar = word_sets("grammar")
    if _is_told_elsewhere(words):
        return Counted("none", at, at, "")
    if words[:2] == ["out", "of"] and len(words) > 3 and words[2] in _DETERMINERS and words[3] in _LEFT:
        return Counted("none", at, at, "")  # "forced 350,000 out of their homes"
    begin, bare, partitive = 0, 1, False
    if len(words) > 2 and words[0] == "the" and words[1] in grammar["total"] and words[2] == "of":
        begin = 3  # "to 11,000 the number of refugees"
    elif words[:1] == ["of"] or words[:2] == ["out", "of"]:
        begin = bare = 1 + (words[0] == "out")
        while begin < len(words) and words[begin] in _DETERMINERS and words[begin] not in _PARTITIVE:
            begin += 1
        if words[begin : begin + 1] and words[begin] in grammar["total"] and words[begin + 1 : begin + 2] == ["of"]:
            begin += 2  # "1,800 of a total of 8,000 refugees"
        partitive = True
        if begin < len(words) and words[begin] in _PARTITIVE:
            return Counted("partitive", at, at + begin + 1, words[begin])
        if "population" in words[begin : begin + 2]:
            return Counted("partitive", at, at + begin, "of")  # "60,000 of a pre-war population of 310,000"
    found = _phrase(words, at, begin, demonyms)
    if found is not None and found.unit:
        found = replace(found, last=at + _row_end(words, found.last - at))
    if found is None and partitive and begin > bare:
        return Counted("partitive", at, at + begin, "of")
    return found or Counted("none", at, at, "")


def _is_told_elsewhere(behind: Sequence[str]) -> bool:
    """Whether a rate or a time follows, so that it is told elsewhere of whom the number is: "250 a day", "bringing the toll to 316 so far this
    year", "and 900 the day before"."""
    grammar = word_sets("grammar")
    if len(behind) > 1 and behind[0] in grammar["rate"] and behind[1] in grammar["rate_time"]:
        return True
    return (len(behind) > 0 and behind[0] in grammar["time_behind"]) or is_another_day(behind)


def is_another_day(behind: Sequence[str]) -> bool:
    """Whether a day told from another one stands right behind a number: "900 *the day before*", "2,000 more *the following day*"."""
    grammar = word_sets("grammar")
    day = tuple(behind[behind[:1] in (["more"], ["others"], ("more",), ("others",)) :][:3])
    if len(day) < 3 or day[0] not in ("the", "a"):
        return False
    return (day[1] in grammar["day"] and day[2] in grammar["day_away"]) or (day[1] in grammar["day_next"] and day[2] in grammar["day"])


def _phrase(words: Sequence[str], at: int, begin: int, demonyms: frozenset[int]) -> Counted | None:
    """Walk from the number over modifiers to the head; a later noun in the same row is the head ("government troops")."""
    best: Counted | None = None
    demonym: int | None = None
    unknown = 0
    spot = begin
    while spot < min(len(words), begin + _REACH):
        size, kind = _noun_at(words, spot) if at + spot not in demonyms else _NO_NOUN  # "thousands of Poles"
        if best is not None and not (size and not (size == 1 and words[spot] in _NEVER_LATER)):
            if size or not _leads_to_thing(words, spot):
                break
        elif size:
            best = Counted(kind, at, at + spot + size, words[spot + size - 1], demonym)
            spot += size - 1
        elif _is_pair(words, spot):
            spot += 1  # "sick and wounded villagers"
        elif words[spot] in PREDICATES and spot == begin and words[spot + 1 : spot + 2] in ([","], ["and"], [";"]):
            best = Counted("person", at, at + spot + 1, words[spot])  # "seven dead and one missing, five of them"
        elif at + spot in demonyms:
            demonym = at + spot if demonym is None else demonym
            others = words[spot + 1 : spot + 2] == ["and"] and at + spot + 2 in demonyms and _leads_to_noun(words, spot + 3)
            spot += others  # "thousands of Lebanese and Syrian families"
            if not others and (words[spot].endswith("s") or not _leads_to_noun(words, spot + 1)):
                best = Counted("person", at, at + spot + 1, words[spot], demonym)
        elif _ends(words, spot, begin, at, demonyms) or unknown > 1:
            break
        elif nouns().names_people(words[spot]):
            best = Counted("person", at, at + spot + 1, words[spot], demonym)
        else:
            unknown += _is_unknown(words[spot])
        spot += 1
    if best is None and unknown and not words[begin].endswith(("ly", "ed")) and words[begin] not in _ADVERBS:
        return Counted("person" if words[begin + 1 : begin + 2] == ["who"] else "unknown", at, at + begin + 1, words[begin])
    return best


def _is_pair(words: Sequence[str], spot: int) -> bool:
    """Whether two words tell together of what people there are: "1,900 *sick and* wounded villagers"."""
    table = nouns()
    pair = words[spot + 1 : spot + 2] == ["and"] and words[spot] in table.modifiers
    return pair and words[spot + 2 : spot + 3] != [] and words[spot + 2] in table.modifiers and _noun_at(words, spot + 3)[1] in _PEOPLE


def _row_end(words: Sequence[str], spot: int) -> int:
    """Behind the row of nouns that a head opens: "women *and children*", "men*, women and children*"."""
    while spot < len(words) and words[spot] in ("and", "or", ","):
        ahead = spot + 1
        if tuple(words[ahead : ahead + 1]) not in nouns().kind and ahead < len(words) and words[ahead] in nouns().modifiers:
            ahead += 1
        size, kind = _noun_at(words, ahead)
        behind = ahead + size
        if kind not in ("person", "military") or words[ahead] in PREDICATES:
            break
        if words[spot] == "," and words[behind : behind + 1] not in (["and"], ["or"], [","]):
            break
        spot = behind
    return spot


def _noun_at(words: Sequence[str], spot: int) -> tuple[int, Kind]:
    """The longest noun of the lists that begins here: its number of words (0: none) and its kind."""
    table = nouns()
    for size in range(min(table.longest, len(words) - spot), 0, -1):
        kind = table.kind.get(tuple(words[spot : spot + size]))
        if kind:
            return size, kind  # type: ignore[return-value]
    return 0, "none"


def _leads_to_thing(words: Sequence[str], spot: int) -> bool:
    """Whether one word more makes the phrase a thing after all: "14 refugee evacuation centres", "4,500 family food packs"."""
    event = words[spot] in _GOODS or any(sense.cls == "noun" and len(sense.words) == 1 for sense in senses().get(words[spot], ()))
    return event and nouns().kind.get(tuple(words[spot + 1 : spot + 2])) == "other"


def _ends(words: Sequence[str], spot: int, begin: int, at: int, demonyms: frozenset[int]) -> bool:
    """Whether no noun of the phrase can follow: a verb, a preposition, a mark, another number."""
    word = words[spot]
    if word in _STOPS or (word == "," and spot == begin) or not (word[0].isalnum() or word in _OPEN_MARKS):
        return True
    if word[0].isdigit():
        owned = spot and words[spot - 1].endswith(("'s", "’s"))
        return not (begin and (spot == begin or owned))  # "19 of the 21 trapped miners", "17 of Assam's 33 districts" go on
    modifies = word.endswith(("ing", "ed")) or word in word_sets("grammar")["noun_too"]  # "four airlift flights"
    return _is_verb(word) and not (modifies and _goes_on(words, spot + 1, at, demonyms))


def _is_unknown(word: str) -> bool:
    return word[0].isalpha() and word not in nouns().modifiers and word not in _DETERMINERS


def _is_verb(word: str) -> bool:
    """Whether a word is only ever an act's verb ("45,000 *fled* their homes"); before a noun it may be a participle ("fleeing civilians")."""
    single = [s for s in senses().get(word, ()) if len(s.words) == 1]
    return bool(single) and all(s.cls in ("patient", "agent") for s in single)


def _goes_on(words: Sequence[str], spot: int, at: int, demonyms: frozenset[int]) -> bool:
    """Whether a noun, or a word that leads to one, comes next: "defecting Syrian army officers", "fleeing civilians"."""
    table = nouns()
    word = words[spot] if spot < len(words) else "."
    return (word,) in table.kind or word in table.modifiers or at + spot in demonyms


def _leads_to_noun(words: Sequence[str], spot: int) -> bool:
    """Whether a noun can still follow a nationality ("Syrian refugees", "Iraqi army officers")."""
    table = nouns()
    if spot + 1 < len(words) and words[spot] in ("and", "or") and (words[spot + 1],) not in table.kind:
        spot += 2  # "10 Indian and Pakistani soldiers"
    return spot < len(words) and words[spot] not in _STOPS and any((w,) in table.kind for w in words[spot : spot + 3] if w not in _STOPS)
