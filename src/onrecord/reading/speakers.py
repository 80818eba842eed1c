"""Who can speak: the noun phrases before and after a verb of saying, and the kind of speaker they name (``words/sources.toml``).

There is no parser: a phrase is walked word by word, to the left or to the right, until a word that cannot belong to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.near import word_before
from onrecord.reading.sourcewords import words
from onrecord.text import Sentence, Token
from onrecord.types import SourceKind

_LONGEST = 16  # tokens in a speaker's phrase
_NO_MARKS = frozenset("( & % $ £ € - / * • #".split())
_NO_ADVERBS = frozenset(("tally", "family"))
_REPORTS = (("report",), ("bulletin",), ("update",), ("release",), ("statement",))  # "a weekly bulletin"
_FIELDED = frozenset("ministry ministries department directorate minister".split())  # of a field, whose word may be any
_FIELDS = frozenset("foreign internal social public civil humanitarian home economic religious regional local disaster".split())
_PARTS = frozenset("one some most many several two three".split())  # "one of the survivors"
_PAIR = 5  # tokens from "and" to "headquarters" in "flood control and drought relief headquarters"
_BRACKETS = 12  # tokens in "(RA as per its acronym in Spanish)"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its words folded: lower case, without dots and possessive endings."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    low: tuple[str, ...]

    @classmethod
    def of(cls, sentence: Sentence) -> Line:
        return cls(sentence, sentence.tokens, tuple(fold(token.text) for token in sentence.tokens))

    def has_name_at(self, at: int) -> bool:
        """Whether a capitalised word stands there that is not one only by its place in the sentence, nor a day or month."""
        text, low = self.tokens[at].text, self.low[at]
        if text.isdigit() and at:
            before = self.tokens[at - 1]  # the "23" of "M23"
            return before.end == self.tokens[at].start and before.text.isupper()
        if not text[0].isupper() or low in words().days:
            return False
        if at == 0 and low in words().plain and self.tokens[1:] and self.tokens[1].text[0].islower():
            return False  # "Latest estimates from"
        if low == "without" and at and self.tokens[at - 1].text[0].isupper():
            return True  # Doctors Without Borders
        return (low not in words().stops and low not in words().determiners) or (text.isupper() and len(text) > 1)

    def has_mark_at(self, at: int) -> bool:
        """Whether a comma or a quotation mark (also a broken one) stands there."""
        return self.low[at] not in _NO_MARKS and not any(map(str.isalnum, self.low[at]))

    def is_owner_mark_at(self, at: int) -> bool:
        """Whether the mark there makes an owner of a plural: "the lawyers' association"; no quotation has been opened with it."""
        if self.low[at] not in ("'", "’") or not at or self.low[at - 1][-1] != "s" or self.tokens[at - 1].end != self.tokens[at].start:
            return False
        return not {"‘", "'"} & set(self.low[:at]) and self.low[at - 1].isalpha()

    def is_slash_at(self, at: int) -> bool:
        """Whether the mark there joins two names: "IOM/UNHCR"."""
        return self.low[at] == "/" and 0 < at < len(self.low) - 1 and self.has_name_at(at - 1) and self.has_name_at(at + 1)

    def has_role_at(self, at: int) -> bool:
        return self.low[at] in words().roles

    def with_article(self, first: int) -> int:
        """The phrase that begins at ``first`` with its article, where it has one."""
        return first - 1 if first and self.low[first - 1] in ("the", "a", "an") else first

    def slice(self, first: int, last: int) -> tuple[str, ...]:
        return self.low[first:last]


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a speaker: token range, and the range that also describes them (an apposition), to tell their kind."""

    first: int
    last: int
    wide_first: int
    wide_last: int


def fold(word: str) -> str:
    """``U.N.`` -> ``un``, ``Turkey’s`` -> ``turkey``."""
    low = word.lower().replace("’", "'")
    if low.endswith("'s"):
        low = low[:-2]
    return low.replace(".", "") or low  # "U.N." is "un"; a mark stays a mark


def kind_of(low: tuple[str, ...]) -> SourceKind | None:
    """The kind of speaker that these words name: the longest known phrase among them decides."""
    table = words()
    best: tuple[int, int, SourceKind] | None = None
    for size in range(min(table.longest, len(low)), 0, -1):
        for at in range(len(low) - size + 1):
            hit = table.kinds.get(low[at : at + size])
            if hit and (best is None or (-size, hit[0]) < best[:2]):
                best = (-size, *hit)
        if best:
            return best[2]
    return None


def phrase_before(line: Line, end: int, governed: bool = False) -> tuple[int, int] | None:
    """The noun phrase that ends just before token ``end``, without its article; ``None`` if none that could speak.

    A phrase that a preposition governs is no subject, and passes only where ``governed``.
    """
    table = words()
    last = _without_parenthesis(line, end)
    if last <= 0:
        return None
    if line.low[last - 1] in table.he | table.it:
        return last - 1, last
    if not _can_be_in(line, last - 1):
        return None
    first = last - 1
    while last - first <= _LONGEST:
        further = _left_of(line, first)
        if further == first:
            break
        first = further
    # A known name may hold words at which a phrase else begins: "Save the Children", "Save the Children's Amjad Yamin".
    owned = any(token.text.endswith(("'s", "’s")) for token in line.tokens[first : first + 2])
    chapter = last - 1 if last - first > 1 and line.has_name_at(last - 1) else last  # "Save the Children |UK"
    ends = range(last, first, -1) if owned else (last, chapter)
    first = min((at for to in ends for at in range(max(0, to - table.longest), first) if line.slice(at, to) in table.kinds), default=first)
    return _checked(line, first, last, governed)


def _without_parenthesis(line: Line, end: int) -> int:
    """``The Norwegian Refugee Council (NRC)|`` -> before the parenthesis."""
    low = line.low[max(0, end - _BRACKETS) : end]
    if end > 2 and low[-1] == ")" and "(" in low:
        opening = max(at for at in range(end - len(low), end) if line.low[at] == "(")
        return opening - (line.low[opening - 1] == ",")  # "the Relief Agency, (RA)"
    return end


def _can_be_in(line: Line, at: int) -> bool:
    low = line.low[at]
    return line.has_name_at(at) or (
        low[0].isalpha()
        and low not in words().stops
        and low not in words().days
        and (not low.endswith("ly") or low in _NO_ADVERBS or line.low[at + 1 : at + 2] in _REPORTS)
    )


def is_noun(line: Line, at: int) -> bool:
    return at >= 0 and (line.has_name_at(at) or line.has_role_at(at) or line.low[at] in words().documents)


def _left_of(line: Line, first: int) -> int:
    """One step to the left: the new beginning of the phrase, or the same where it begins."""
    at = first - 1
    if at < 0:
        return first
    table, low = words(), line.low[at]
    if low == "of" and at and line.low[at - 1] in _PARTS and line.low[first] not in ("them", "us"):
        return at - 1
    if low in table.links or low in ("and", "&"):
        if word_before(line.low, at) == ")":
            return _without_parenthesis(line, at) - 1
        return at - 1 if is_noun(line, at - 1) or (at and low != "and" and _is_determined(line, at - 1)) else first
    if line.low[first] in table.determiners and not line.has_name_at(first):
        return first
    if low in table.determiners:
        return at
    if low == ")":
        opening = max((i for i in range(max(0, at - 7), at) if line.low[i] == "("), default=-1)
        return opening if opening > 0 and at - opening < 7 else first
    if low == ".":
        return at - 1 if word_before(line.low, at) in table.titles or _is_initial(line, at - 1) else first
    if line.is_owner_mark_at(at) or line.is_slash_at(at):
        return at - 1
    if not _can_be_in(line, at):
        return first
    if line.has_name_at(first) and not line.has_name_at(at) and low not in table.roles and low not in table.modifiers:
        return first
    return at


def _is_initial(line: Line, at: int) -> bool:
    """Whether a capital letter with a full stop abbreviates a name: "Chief Minister N. Biren Singh"."""
    return at >= 0 and len(line.tokens[at].text) == 1 and line.tokens[at].text.isupper()


def _is_determined(line: Line, at: int) -> bool:
    """Whether a word that may be unknown is the head of a noun phrase with its article: "the diocese", "a forensic officer"."""
    for back in range(at, max(-1, at - 4), -1):
        owned = line.tokens[back].text.endswith(("'s", "’s", "s'", "s’"))
        if back < at and (line.low[back] in words().determiners or owned):
            return True
        if not (line.low[back].replace("-", "").isalpha() and _can_be_in(line, back)):
            return False
    return False


def _checked(line: Line, first: int, last: int, governed: bool) -> tuple[int, int] | None:
    """The phrase without its article, if its head can speak."""
    table = words()
    while first < last and (line.low[first].endswith("-old") or (not _can_be_in(line, first) and line.low[first] not in table.determiners)):
        first += 1
    determined = first < last and line.low[first] in table.determiners and not line.has_name_at(first)
    start = first + 1 if determined else first
    if start >= last or (first > 0 and not governed and _hangs(line, first)):
        return None
    known = is_noun(line, last - 1) or (head(line, start, last) < last - 1 and line.has_role_at(head(line, start, last)))
    if not (known or (determined and line.low[last - 1].replace("-", "").isalpha() and not line.low[last - 1].endswith("est"))):
        return None
    return (start, last) if line.low[first] in ("the", "a", "an") or not determined else (first, last)


def _hangs(line: Line, first: int) -> bool:
    """Whether a preposition inside the sentence governs the phrase: then it is no subject ("coming out of North Korea say")."""
    before = line.low[first - 1]
    if before == "by":
        dated = first > 3 and line.low[first - 2] in words().days and line.low[first - 3] == "on"  # "released on Monday by"
        return first > 1 and line.low[first - 2 - 2 * dated] not in words().made | words().strong | words().documents
    if before not in words().prepositions:
        return False
    return (first > 1 and line.low[first - 2] != ",") or before in ("inside", "outside")


def phrase_after(line: Line, at: int) -> tuple[int, int] | None:
    """The noun phrase that begins at token ``at``, without its article."""
    table = words()
    first, size = at, len(line.low)
    if first < size and line.low[first] in table.he | table.it:
        return first, first + 1
    if first + 2 < size and line.low[first] in _PARTS and line.low[first + 1] == "of":
        whole = phrase_after(line, first + 2)
        return (first, whole[1]) if whole else None
    article = first < size and line.low[first] in table.determiners and not line.has_name_at(first)
    if article:
        first += 1
    if first + 1 < size and line.low[first] in table.numerals and line.low[first + 1] not in (".", ",", "of"):
        first, at, article = first + 1, first + 1, False  # "according to two officials"
    end = first
    while end < size and end - first < _LONGEST:
        step = _right_of(line, end)
        if step == end or (end == first and step - end > 1):
            break
        end = step
    end = _known_end(line, first, end)
    while (
        end > first
        and not _is_office(line, first, end)
        and not (is_noun(line, end - 1) or (article and end - 1 == first and line.low[first].isalpha()))
    ):
        end -= 1
    if end == first:
        return None
    end = _over_field(line, end)
    return (at, end) if article and line.low[at] not in ("the", "a", "an") else (first, end)


def _over_field(line: Line, end: int) -> int:
    """Over what a ministry is for, whose word may be any: "the ministry |of health", "of foreign affairs"."""
    if line.low[end - 1] not in _FIELDED or line.low[end : end + 1] != ("of",):
        return end
    at = end + 1 + (line.low[end + 1 : end + 2] in [(word,) for word in _FIELDS])
    return at + 1 if at < len(line.low) and line.low[at].isalpha() and line.low[at] not in words().determiners else end


def _known_end(line: Line, first: int, end: int) -> int:
    """Where a phrase ends whose first or last word begins a known name that holds a word at which a phrase else ends: "Save |the Children"."""
    table, size = words(), len(line.low)
    for start in (first, end - 1):
        further = range(end + 1, min(size, start + table.longest) + 1)
        known = max((to for to in further if start >= first and line.slice(start, to) in table.kinds), default=end)
        while end < known < size and line.has_name_at(known):
            known += 1  # "Save the Children |Kenya"
        end = known
    return end


def _is_office(line: Line, first: int, end: int) -> bool:
    """ "director of operations", with the name of who holds the office behind a comma."""
    at = head(line, first, end)
    return (
        at < end - 1
        and line.has_role_at(at)
        and line.low[end : end + 1] == (",",)
        and end + 1 < len(line.low)
        and line.has_name_at(end + 1)
    )


def _right_of(line: Line, at: int) -> int:
    """One step to the right: the end of the phrase when the word at ``at`` belongs to it, else ``at``."""
    table, low, size = words(), line.low[at], len(line.low)
    if low in table.links or low == "and":
        return _over_link(line, at)
    titled = low == "." and at > 0 and (line.low[at - 1] in table.titles or _is_initial(line, at - 1))
    if titled or (line.is_owner_mark_at(at) and at + 1 < size):
        return at + 1
    if line.is_slash_at(at):
        return at + 2
    if low == "(" and ")" in line.low[at : at + 6]:
        close = line.low.index(")", at)
        return close + 1 if close + 1 < size and line.has_role_at(close + 1) else at
    if low in table.determiners and not line.has_name_at(at):
        return at
    return at + 1 if _can_be_in(line, at) else at


def _over_link(line: Line, at: int) -> int:
    """Over "of", "for the", "and" to the word after it, where the phrase can go on there."""
    table, size = words(), len(line.low)
    after = at + 1
    determined = after < size and line.low[after] in table.determiners and not line.has_name_at(after)
    if determined:
        after += 1
    if after >= size or not _can_be_in(line, after):
        return at
    named = line.has_name_at(after)
    if line.low[at] in ("on", "to") and not (named and at and line.has_name_at(at - 1)):
        return at
    if line.low[at] == "and" and not ((named and not determined) or line.has_role_at(after)):
        return _over_pair(line, at)
    if line.low[after] in table.documents or line.low[after] in (
        "conference",
        "briefing",
        "interview",
        "press",
        "news",
        "video",
        "time",
        "moment",
        "wake",
        "morning",
        "evening",
    ):
        return at
    if line.low[at] in ("with", "from", "to") and not (named or determined):
        return at
    return after + 1


def _over_pair(line: Line, at: int) -> int:
    """Over "and" between what one body has in its name: "the flood control |and drought relief headquarters"."""
    for end in range(at + 2, min(at + _PAIR, len(line.low))):
        if not _can_be_in(line, end - 1) or line.has_name_at(end - 1):
            return at
        if line.low[end] in words().bodies:
            return end + 1
    return at


def head(line: Line, first: int, last: int) -> int:
    """The token that heads a phrase: the one before its first "of", "for", "in", and "survivors" of "one of the survivors"."""
    if line.low[first] in _PARTS and line.low[first + 1 : first + 2] == ("of",):
        return head(line, first + 2, last) if last > first + 2 else first
    return next((at - 1 for at in range(first + 1, last) if line.low[at] in words().links), last - 1)
