"""Attributions without a verb of saying: "by X's count", "UNHCR: …", "(UNHCR)", "the official figure of", "X raised the toll to"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.reading.sourcewords import words
from onrecord.reading.speakers import Line, Phrase, kind_of, phrase_after, phrase_before
from onrecord.reading.subjects import with_apposition

Way = Literal["forward", "trailing", "around"]

_GIVEN = 10  # tokens in which figures were given to somebody, or at a time: "issued at 6 am on Tuesday, May 30, |by"
_VAGUE = frozenset("hundreds thousands dozens scores tens millions".split())
_WAS = frozenset(("was", "were", "been"))
_SAW = frozenset(("saw", "seen"))
_WORD = frozenset(("report", "reports", "word", "news", "information"))


@dataclass(frozen=True, slots=True)
class Cue:
    """An attribution: its token range, whose it is (``None``: the one who spoke before), and on which side the statement stands."""

    first: int
    last: int
    phrase: Phrase | None
    way: Way
    word: str
    document: bool = False  # named by a document only ("the report", "its figures"): whose, the text said before


def by_count(line: Line, at: int) -> Cue | None:
    """``by the count of the Red Cross``, ``by the ministry's reckoning``, ``by its own account``."""
    first = at + 1
    while first < len(line.low) and line.low[first] in words().days:
        first += 1
    found = phrase_after(line, first)
    if found is None:
        return None
    named = next((i for i in range(found[0], found[1]) if line.low[i] in words().tallies), None)
    if (
        named is None
        or line.low[named + 1 : named + 2] == ("that",)
        or (named < found[1] - 1 and line.low[named + 1] not in words().through | words().made)
    ):
        return None
    phrase = Phrase(found[0], max(found[1], named + 1), found[0], found[1])
    owner = through_document(line, phrase)
    if owner is None or (owner[0] is not None and owner[0].last <= owner[0].first):
        return None
    last = max(found[1], owner[0].last if owner[0] else 0)
    return Cue(at, last, owner[0], "around", "according", owner[1])


def count_by(line: Line, at: int) -> Cue | None:
    """``a tally by the relief agency``, ``at the last count by the warden``."""
    found = phrase_after(line, at + 2)
    if found is None or not any(line.has_name_at(i) or line.has_role_at(i) for i in range(*found)):
        return None
    clause = max((i + 1 for i in range(at) if line.low[i] == ";"), default=0)
    told = any(low[0].isdigit() or low in words().numerals for low in line.low[clause:at])
    return Cue(at, found[1], Phrase(*found, *found), "around" if told else "forward", "according")


def count_is(line: Line, be: int) -> Cue | None:
    """``the ministry's own estimate is 300``."""
    following = line.low[be + 1 : be + 4]
    if not any(low[0].isdigit() or low in words().numerals for low in following):
        return None
    end = next((at for at in range(be - 1, max(0, be - 10), -1) if line.low[at] in words().tallies), None)
    if end is None or (not set(line.low[end + 1 : be]) <= words().between and line.low[end + 1] != ","):
        return None
    found = phrase_before(line, end + 1)
    owner = through_document(line, Phrase(*found, *found)) if found else None
    if owner is None or owner[0] is None or kind_of(line.slice(owner[0].first, owner[0].last)) is None:
        return None
    return Cue(owner[0].first, be + 1, owner[0], "forward", line.low[end])


def revised(line: Line, verb: int) -> Cue | None:
    """``The agency raised the death toll to 40``, ``Officials have cut the number of missing to 24``."""
    reach = line.low[verb + 1 : verb + 5]
    counted = next((at for at, low in enumerate(reach) if low in words().tolls), None)
    if counted is None or not any(low[0].isdigit() or low in words().numerals for low in line.low[verb + 2 + counted : verb + 18]):
        return None
    end = verb
    while end > 0 and line.low[end - 1] in words().between | words().days | {"on", "just", "since"}:
        end -= 1
    found = phrase_before(line, end)
    if found is None or kind_of(line.slice(*found)) in (None, "witness", "other"):
        return None
    return Cue(line.with_article(found[0]), verb + 1, Phrase(*found, *found), "forward", line.low[verb])


def heard(line: Line, verb: int) -> Cue | None:
    """ "UNHCR received reports that …", "the relief team was told that …", "the mission knows of 40": what a body learned."""
    low, end = line.low[verb], verb
    while end > 0 and line.low[end - 1] in words().between | words().days | _WAS | {"on"}:
        end -= 1
    passive = any(be in _WAS for be in line.low[end:verb])
    if passive != (low in ("told", "informed")):
        return None
    after = _learned(line, verb)
    found = phrase_before(line, end) if after else None
    if found is None or kind_of(line.slice(*found)) not in (("un", "ngo") if low in _SAW else ("un", "ngo", "government")):
        return None
    return Cue(line.with_article(found[0]), after or verb, Phrase(*found, *found), "forward", low)


def _learned(line: Line, verb: int) -> int | None:
    """Where what was learned begins: behind "that", or at a count."""
    low, following = line.low[verb], line.low[verb + 1 : verb + 6]
    if low in _SAW:
        return verb + 1 if _counts_in(following[:3]) else None
    if low.startswith(("kn", "hear")):
        of = following[:1] == ("of",) and _counts_in(following[1:4])
        return verb + 2 if of or following[:1] == ("that",) else None
    if low.startswith("receive"):
        word = next((at for at, word in enumerate(following[:4]) if word in _WORD), 4)
        told = following[word + 1 : word + 2] in (("that",), ("of",)) and words().prepositions.isdisjoint(following[:word])
        return verb + 3 + word if told else None
    return verb + 2 if following[:1] == ("that",) else None


def _counts_in(low: tuple[str, ...]) -> bool:
    return any(word[0].isdigit() or word in words().numerals for word in low)


def before_number(line: Line, document: int) -> Cue | None:
    """``the official government figure of 262,704``: the words before "figure" name who counts."""
    found = phrase_before(line, document + 1, governed=True)
    owner = through_document(line, Phrase(*found, *found)) if found else None
    if owner is None or owner[0] is None or kind_of(line.slice(owner[0].first, owner[0].last)) is None:
        return None
    return Cue(owner[0].first, document + 2, owner[0], "forward", line.low[document])


def after_brackets(line: Line, at: int) -> int:
    """Over the short form of a name: "the Relief Agency (RA) |in"."""
    if line.low[at : at + 1] == ("(",) and line.low[at + 2 : at + 3] == (")",):
        return at + 3
    return at


def colon(line: Line, at: int) -> Cue | None:
    """``UNHCR: 4,000 people …``, ``13:11 The mayor, to local radio: …`` at the start of a sentence; a dateline has no known speaker."""
    first = 0
    while first < at and not line.low[first][0].isalpha():
        first += 1
    found = phrase_after(line, first) if first < at else None
    if found is None or at > first + 16 or at + 1 >= len(line.low) or _is_field(line, first):
        return None
    written = not words().documents.isdisjoint(line.low[found[0] : found[1]]) and at - found[1] < 9
    owner = through_document(line, Phrase(*found, *found)) if written else None
    owned = owner and owner[0] and line.tokens[owner[0].last - 1].text.endswith(("'s", "’s"))
    if owner and owner[0] and (owned or kind_of(line.slice(owner[0].first, owner[0].last)) not in (None, "other", "witness")):
        return Cue(0, at + 1, owner[0], "forward", ":")
    if line.low[found[1] - 1] in words().divisions:
        return None
    adjunct = line.low[found[1]] == "," and line.low[found[1] + 1] in ("in", "to", "at", "on", "by", "from") and at - found[1] < 6
    if found[1] != at and not adjunct:
        return None
    whole = all(line.has_name_at(i) for i in range(found[0], found[1]))
    if kind_of(line.slice(*found)) in (None, "other", "witness") or not (line.has_name_at(found[0]) or found[0] > first):
        return None
    if not whole and line.low[found[1] - 1] not in words().roles and not line.has_name_at(found[1] - 1):
        return None
    return Cue(0, at + 1, Phrase(*found, *found), "forward", ":")


def _is_field(line: Line, first: int) -> bool:
    """Whether a form's field begins there, which names who signs, edits or answers: "Releasing Officer:", "Media contact:", "Prepared by the"."""
    return not words().clerks.isdisjoint(line.low[first : first + 2])


def signed(line: Line, at: int) -> Cue | None:
    """``4,500 refugees flee into Uganda: UNHCR`` at the end of a headline, or before the name of the site: a known speaker and nothing more."""
    end = headline_end(line)
    found = phrase_after(line, at + 1) if at + 1 < end else None
    if found is None or found[1] < end or not any(low[0].isdigit() or low in words().numerals or low in _VAGUE for low in line.low[:at]):
        return None
    known = kind_of(line.slice(*found)) not in (None, "other", "witness")
    return Cue(at, found[1], Phrase(*found, *found), "trailing", ":") if known else None


def headline_end(line: Line) -> int:
    """Where a headline ends: at the bar before the name of the site, "Raids displace 15,000 - IOM |Reuters", else at the end of the line."""
    return line.low.index("|") if "|" in line.low else len(line.low)


def _over_brackets(line: Line, at: int) -> int:
    """Over "(dated 8 October)" behind a document."""
    near = line.low[at : at + 8]
    return at + near.index(")") + 1 if near[:1] == ("(",) and ")" in near and at + near.index(")") + 1 < len(line.low) else at


def _to_whom(line: Line, at: int) -> int:
    """Over when and to whom figures were given: "released on Monday |by", "provided to the paper |by the agency"."""
    near = line.low[at : at + _GIVEN]
    dated = near[:1] in (("on",), ("at",)) and near[1:2] and (near[1] in words().days or near[1][0].isdigit())
    return at + near.index("by") if "by" in near and (near[:1] in (("to",), ("with",)) or dated) else at


def through_document(line: Line, phrase: Phrase) -> tuple[Phrase | None, bool] | None:
    """Whose the document is: "figures from X", "X figures". ``(None, True)``: to be found in the text before; ``None``: nobody's."""
    table, size = words(), len(line.low)
    at = next((i for i in range(phrase.first, phrase.last) if line.low[i] in table.documents and not (i and line.has_name_at(i))), None)
    after = _over_brackets(line, at + 1) if at is not None else 0
    if at is None or (at < phrase.last - 1 and line.low[after] not in table.through | table.made):
        return phrase, False
    while after < size and line.low[after] in table.made:
        after = _to_whom(line, after + 1)
    owned = after < size and line.low[after] == "in" and any(map(line.has_name_at, range(phrase.first, at)))
    owned = owned or "shared" in line.low[at + 1 : after]  # "government figures shared with the UN"
    if after < size and line.low[after] in table.through and not owned and (found := phrase_after(line, after + 1)):
        return with_apposition(line, found), False
    first, last = phrase.first, at
    while first < last and (line.low[first] in table.plain or line.low[first] in table.determiners):
        first += 1
    while last > first and line.low[last - 1] in table.plain:
        last -= 1
    if first < last:
        if not any(line.has_name_at(at) for at in range(first, last)) and kind_of(line.slice(first, last)) is None:
            last = phrase.last  # "local reports"
        return Phrase(first, last, first, last), False
    if "official" in line.low[phrase.first : at] and line.low[at].endswith(("s", "data")):
        return Phrase(at - 1, at + 1, at - 1, at + 1), False  # "according to current official estimates"
    article = line.low[phrase.first] if line.low[phrase.first] in table.determiners else line.low[phrase.first - 1] if phrase.first else ""
    if article in ("the", "its", "their"):
        return None, True
    return (Phrase(phrase.first, at + 1, phrase.first, at + 1), False) if line.low[at] in words().papers else None
