"""Who can speak: the noun phrases before and after a verb of saying, and the kind of speaker they name (``words/sources.toml``).

There is no parser: a phrase is walked word by word, to the left or to the right, until a word that cannot belong to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.sourcewords import words
from onrecord.text import Sentence, Token
from onrecord.types import SourceKind

_LONGEST = 16  # tokens in a speaker's phrase
_NO_MARKS = frozenset("( & % $ £ € - / * • #".split())
_NO_ADVERBS = frozenset(("tally", "family"))
_REPORTS = (("report",), ("bulletin",), ("update",), ("release",), ("statement",))  # "a weekly bulletin"
_APPOSITION = 30  # tokens in "X, head of …, said"
_RELATIVE = frozenset(("who", "which", "whose", "where"))
_ADJUNCT = frozenset(("in", "at", "from", "via", "by", "on", "speaking", "reached", "quoted", "asked", "citing", "joined", "contacted"))


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
        if not text[0].isupper() or low in words().days:
            return False
        if low == "without" and at and self.tokens[at - 1].text[0].isupper():
            return True  # Doctors Without Borders
        return (low not in words().stops and low not in words().determiners) or (text.isupper() and len(text) > 1)

    def has_mark_at(self, at: int) -> bool:
        """Whether a comma or a quotation mark (also a broken one) stands there."""
        return self.low[at] not in _NO_MARKS and not any(map(str.isalnum, self.low[at]))

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
    # A known name may hold words at which a phrase else begins: "Save the Children".
    first = min((at for at in range(max(0, last - table.longest), first) if line.slice(at, last) in table.kinds), default=first)
    return _checked(line, first, last, governed)


def _without_parenthesis(line: Line, end: int) -> int:
    """``The Norwegian Refugee Council (NRC)|`` -> before the parenthesis."""
    if end > 2 and line.low[end - 1] == ")" and "(" in line.low[max(0, end - 8) : end]:
        return max(at for at in range(max(0, end - 8), end) if line.low[at] == "(")
    return end


def _can_be_in(line: Line, at: int) -> bool:
    low = line.low[at]
    return line.has_name_at(at) or (
        low[0].isalpha()
        and low not in words().stops
        and low not in words().days
        and (not low.endswith("ly") or low in _NO_ADVERBS or line.low[at + 1 : at + 2] in _REPORTS)
    )


def _is_noun(line: Line, at: int) -> bool:
    return at >= 0 and (line.has_name_at(at) or line.has_role_at(at) or line.low[at] in words().documents)


def _left_of(line: Line, first: int) -> int:
    """One step to the left: the new beginning of the phrase, or the same where it begins."""
    at = first - 1
    if at < 0:
        return first
    table, low = words(), line.low[at]
    if low in table.links or low in ("and", "&"):
        if line.low[at - 1] == ")":
            return _without_parenthesis(line, at) - 1
        return at - 1 if _is_noun(line, at - 1) or (low != "and" and _is_determined(line, at - 1)) else first
    if line.low[first] in table.determiners and not line.has_name_at(first):
        return first
    if low in table.determiners:
        return at
    if low == ")":
        opening = max((i for i in range(max(0, at - 7), at) if line.low[i] == "("), default=-1)
        return opening if opening > 0 and at - opening < 7 else first
    if low == ".":
        return at - 1 if line.low[at - 1] in table.titles else first
    if not _can_be_in(line, at):
        return first
    if line.has_name_at(first) and not line.has_name_at(at) and low not in table.roles and low not in table.modifiers:
        return first
    return at


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
    while first < last and not _can_be_in(line, first) and line.low[first] not in table.determiners:
        first += 1
    determined = first < last and line.low[first] in table.determiners and not line.has_name_at(first)
    start = first + 1 if determined else first
    if start >= last or (first > 0 and not governed and _hangs(line, first)):
        return None
    known = _is_noun(line, last - 1) or (head(line, start, last) < last - 1 and line.has_role_at(head(line, start, last)))
    if not (known or (determined and line.low[last - 1].isalpha() and not line.low[last - 1].endswith("est"))):
        return None
    return (start, last) if line.low[first] in ("the", "a", "an") or not determined else (first, last)


def _hangs(line: Line, first: int) -> bool:
    """Whether a preposition inside the sentence governs the phrase: then it is no subject ("coming out of North Korea say")."""
    before = line.low[first - 1]
    if before == "by":
        return first > 1 and line.low[first - 2] not in words().made | words().strong | words().documents
    if before not in words().prepositions:
        return False
    return (first > 1 and line.low[first - 2] != ",") or before in ("inside", "outside")


def phrase_after(line: Line, at: int) -> tuple[int, int] | None:
    """The noun phrase that begins at token ``at``, without its article."""
    table = words()
    first, size = at, len(line.low)
    if first < size and line.low[first] in table.he | table.it:
        return first, first + 1
    article = first < size and line.low[first] in table.determiners and not line.has_name_at(first)
    if article:
        first += 1
    end = first
    while end < size and end - first < _LONGEST:
        step = _right_of(line, end)
        if step == end or (end == first and step - end > 1):
            break
        end = step
    end = max((to for to in range(end + 1, min(size, first + table.longest) + 1) if line.slice(first, to) in table.kinds), default=end)
    while end > first and not (_is_noun(line, end - 1) or (article and end - 1 == first and line.low[first].isalpha())):
        end -= 1
    if end == first:
        return None
    return (at, end) if article and line.low[at] not in ("the", "a", "an") else (first, end)


def _right_of(line: Line, at: int) -> int:
    """One step to the right: the end of the phrase when the word at ``at`` belongs to it, else ``at``."""
    table, low, size = words(), line.low[at], len(line.low)
    if low in table.links or low == "and":
        return _over_link(line, at)
    if low == "." and at > 0 and line.low[at - 1] in table.titles:
        return at + 1
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
    if line.low[at] in ("on", "to") and not (named and line.has_name_at(at - 1)):
        return at
    if line.low[at] == "and" and not ((named and not determined) or line.has_role_at(after)):
        return at
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


def subject(line: Line, verb: int) -> Phrase | None:
    """The speaker before a verb, with or without an apposition between commas: "X, a spokesman for Y, said"."""
    if verb <= 0:
        return None
    if line.low[verb - 1] not in (",", "–", "—"):
        found = phrase_before(line, verb)
        return _with_descriptor(line, found) if found else None
    commas = [at for at in range(max(0, verb - _APPOSITION), verb - 1) if line.low[at] == line.low[verb - 1]]
    for comma in sorted(commas[-4:], key=lambda at: (line.low[at + 1] not in _RELATIVE, -at)):
        found = phrase_before(line, comma)
        if found is None or not _may_describe(line, comma + 1) or not any(_is_noun(line, at) for at in range(*found)):
            continue
        known = kind_of(line.slice(*found)) is not None or not words().occasions.isdisjoint(line.low[comma + 1 : comma + 6])
        if line.low[comma + 1] in _ADJUNCT and (not known or line.with_article(found[0]) > 1):
            continue  # "Port Amber, on the far side, reported"
        inner = phrase_after(line, comma + 1)
        if inner and inner[1] == verb - 1 and _all_names(line, *inner) and _is_described_by(line, found):
            return Phrase(*inner, found[0], inner[1])
        named = _with_descriptor(line, found)
        return Phrase(named.first, named.last, named.wide_first, verb - 1)
    return None


def described_subject(line: Line, verb: int) -> Phrase | None:
    """The speaker before a verb with a clause between: "A man who fled the town in May said", "Police quoted in the paper said"."""
    described = words().describing
    for at in range(verb - 2, max(0, verb - _APPOSITION // 2), -1):
        if line.has_mark_at(at) or line.low[at] in words().strong:
            return None
        if line.low[at] in described:
            found = phrase_before(line, at)
            if found is None or (line.low[at] != "who" and kind_of(line.slice(*found)) is None):
                return None
            first = line.with_article(found[0])
            opens = first == 0 or line.has_mark_at(first - 1)
            return Phrase(*found, *found) if opens else None
    return None


def _may_describe(line: Line, at: int) -> bool:
    """Whether what stands between the commas can describe the name before them: "a spokesman", "19", "head of", "who was there"."""
    low = line.low[at]
    return (
        low in words().determiners
        or low in _RELATIVE
        or low in _ADJUNCT
        or low in ("himself", "herself", "including")
        or low[0].isdigit()
        or line.has_role_at(at)
        or line.has_name_at(at)
        or low in words().modifiers
    )


def _with_descriptor(line: Line, found: tuple[int, int]) -> Phrase:
    """A phrase right before the verb with what a comma sets off before it: "X, a spokesman for Y| said", "the governor, X| said"."""
    first, last = found
    comma = line.with_article(first) - 1
    if comma <= 0 or line.low[comma] != ",":
        return Phrase(first, last, first, last)
    if comma > 2 and line.low[comma - 1].isdigit() and line.low[comma - 2] == ",":
        comma -= 2  # "Sham Kumar, 54, an affected villager said"
    before = phrase_before(line, comma)
    if before is None:
        return Phrase(first, last, first, last)
    counted = before[0] > 0 and line.low[before[0] - 1][0].isdigit()  # "7,500 residents, the state police said"
    if _all_names(line, *found) and _is_described_by(line, before) and not counted:
        return Phrase(first, last, before[0], last)
    apart = before[0] == 0 or not line.low[before[0] - 1][0].isalpha()
    if (
        apart
        and before[1] - before[0] > 1
        and _all_names(line, *before)
        and kind_of(line.slice(*before)) is None
        and line.low[head(line, *found)] in words().person
    ):
        return Phrase(*before, before[0], last)
    return Phrase(first, last, first, last)


def head(line: Line, first: int, last: int) -> int:
    """The token that heads a phrase: the one before its first "of", "for", "in"."""
    return next((at - 1 for at in range(first + 1, last) if line.low[at] in words().links), last - 1)


def _all_names(line: Line, first: int, last: int) -> bool:
    return line.has_name_at(last - 1) and all(line.has_name_at(at) or line.low[at] in words().particles for at in range(first, last))


def _is_described_by(line: Line, found: tuple[int, int]) -> bool:
    """Whether a phrase is a title or a role and no name: "a spokesman", "UNHCR Representative in Uganda"."""
    at = head(line, *found)
    return line.has_role_at(at) and (not line.has_name_at(at) or line.low[at] in words().person)


def with_apposition(line: Line, found: tuple[int, int]) -> Phrase:
    """A phrase read forwards with the apposition after it: "Alexander Pama, head of the disaster agency"; or a name after its title."""
    first, last = found
    comma = last < len(line.low) and line.low[last] == ","
    at = last + comma
    if at < len(line.low) and (comma or line.low[at] in ("the", "a", "an")):
        inner = phrase_after(line, at)
        closed = inner is not None and (inner[1] >= len(line.low) or line.has_mark_at(inner[1]) or line.low[inner[1]] == "(")
        if inner and closed and _may_describe(line, at):
            if _all_names(line, *inner) and _is_described_by(line, found):
                return Phrase(*inner, first, inner[1])
            return Phrase(first, last, first, inner[1])
    return Phrase(first, last, first, last)
