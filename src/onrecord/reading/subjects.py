"""Who speaks before a verb, and what describes a speaker: appositions, clauses and offices (words: ``words/sources.toml``)."""

from __future__ import annotations

from onrecord.reading.near import word_before
from onrecord.reading.sourcewords import words
from onrecord.reading.speakers import Line, Phrase, head, is_noun, kind_of, phrase_after, phrase_before

_APPOSITION = 30  # tokens in "X, head of …, said"
_RELATIVE = frozenset(("who", "which", "whose", "where"))
_WHERE = frozenset(("of", "in", "for", "from", "at", "near"))
_LED = tuple((word,) for word in _WHERE)  # "In Goma, the governor of North Kivu, Ann Lee, said"
_ADJUNCT = frozenset(
    ("in", "at", "from", "via", "by", "on", "speaking", "reached", "quoted", "quoting", "asked", "citing", "joined", "contacted")
)


def subject(line: Line, verb: int) -> Phrase | None:
    """The speaker before a verb, with or without an apposition between commas: "X, a spokesman for Y, said"."""
    if verb <= 0:
        return None
    if line.low[verb - 1] not in (",", "–", "—", "-"):
        found = phrase_before(line, verb)
        return _with_others(line, found) or _with_descriptor(line, found) if found else None
    commas = [at for at in range(max(0, verb - _APPOSITION), verb - 1) if line.low[at] == line.low[verb - 1]]
    for comma in sorted(commas[-4:], key=lambda at: (line.low[at + 1] not in _RELATIVE, -at)):
        found = phrase_before(line, comma)
        if found and (maker := _maker(line, found, comma)):
            return maker
        native = found is not None and _is_native(line, found, comma + 1)  # "Ann Lee, of Dorna, said"
        if found is None or not (native or _may_describe(line, comma + 1)) or not any(is_noun(line, at) for at in range(*found)):
            continue
        known = kind_of(line.slice(*found)) is not None or not words().occasions.isdisjoint(line.low[comma + 1 : comma + 6])
        first = line.with_article(found[0])
        opens = first < 2 or (
            line.low[first - 1] == "," and line.low[comma + 1] in ("citing", "quoting")
        )  # "On Sunday, the agency, citing …, said"
        quoted = first > 0 and line.low[first - 1] in ("”", '"') and all_names(line, *found)  # "…," Abbot Lund, in charge of it, said
        if line.low[comma + 1] in _ADJUNCT and not ((known and opens) or quoted or native):
            continue  # "Port Amber, on the far side, reported"
        inner = phrase_after(line, comma + 1)
        if inner and inner[1] == verb - 1 and _is_where(line, found):
            continue
        if inner and inner[1] == verb - 1 and all_names(line, *inner) and (_is_described_by(line, found) or line.low[first] in ("a", "an")):
            return Phrase(*inner, found[0], inner[1])
        named = _with_others(line, found) or _with_descriptor(line, found)
        return Phrase(named.first, named.last, named.wide_first, verb - 1)
    return _before_stray_comma(line, verb - 1)


def _with_others(line: Line, found: tuple[int, int]) -> Phrase | None:
    """Several who speak, the last of them counted: "the lawyer, Ann Lee, and two witnesses| told"; who is named first speaks for them."""
    first = found[0]
    if first < 3 or line.low[first - 1] not in words().numerals or line.low[first - 2] != "and":
        return None
    named = subject(line, first - 2)
    return Phrase(named.first, named.last, named.wide_first, found[1]) if named else None


def _maker(line: Line, found: tuple[int, int], comma: int) -> Phrase | None:
    """Whose a document is that says something: "The bulletin, released by the ministry on Monday, shows"."""
    near = line.low[comma + 1 : comma + 4]
    if line.low[found[1] - 1] not in words().documents or "by" not in near or not (near[0] in words().made or near[0] == "by"):
        return None
    by = phrase_after(line, comma + 2 + near.index("by"))
    return Phrase(*by, *by) if by else None


def _before_stray_comma(line: Line, comma: int) -> Phrase | None:
    """A body that opens its clause, parted from its verb by a comma that stands there wrongly: "The Relief Agency (RA), said"."""
    found = phrase_before(line, comma)
    if found is None or not line.has_name_at(found[1] - 1) or kind_of(line.slice(*found)) not in ("un", "ngo", "government"):
        return None
    first = line.with_article(found[0])
    return Phrase(*found, *found) if first == 0 or line.low[first - 1] == "," else None


def described_subject(line: Line, verb: int) -> Phrase | None:
    """The speaker before a verb with a clause between: "A man who fled the town in May said", "Police quoted in the paper said"."""
    described = words().describing
    for at in range(verb - 2, max(0, verb - _APPOSITION // 2), -1):
        if line.has_mark_at(at) or line.low[at] in words().strong:
            return None
        if line.low[at] in described and line.low[at - 1] not in described:
            found = phrase_before(line, at)
            if found is None or (line.low[at] != "who" and kind_of(line.slice(*found)) is None and not all_names(line, *found)):
                return None
            first = line.with_article(found[0] - ("-" in word_before(line.low, found[0])))  # "A four-member relief team that"
            opens = first == 0 or line.has_mark_at(first - 1)
            return Phrase(*found, *found) if opens else None
    return None


def _is_where(line: Line, found: tuple[int, int]) -> bool:
    """Whether a phrase describes a name before it and ends in a place, so that the next name is where that is: "Ann Lee, mayor of Goma, Congo, said"."""
    first = line.with_article(found[0])
    if not first or line.low[first - 1] != "," or not line.has_name_at(found[1] - 1) or line.has_name_at(found[0]):
        return False
    before = phrase_before(line, first - 1)
    placed = not _WHERE.isdisjoint(line.low[found[0] : found[1]])
    return placed and before is not None and all_names(line, *before) and line.low[before[0] - 1 : before[0]] not in _LED


def _is_native(line: Line, found: tuple[int, int], at: int) -> bool:
    """Whether a person's name stands there, and behind the comma where from."""
    return line.low[at] in ("of", "from") and line.has_name_at(at + 1) and found[1] - found[0] > 1 and all_names(line, *found)


def _may_describe(line: Line, at: int) -> bool:
    """Whether what stands between the commas can describe the name before them: "a spokesman", "19", "head of", "who was there"."""
    low = line.low[at]
    return (
        low in words().determiners
        or low in _RELATIVE
        or low in _ADJUNCT
        or low in ("himself", "herself", "including", "for")
        or low in words().describing
        or low[0].isdigit()
        or line.has_role_at(at)
        or line.has_name_at(at)
        or low in words().modifiers
        or any(word in words().person for word in line.low[at + 1 : at + 3])
    )


def _with_descriptor(line: Line, found: tuple[int, int]) -> Phrase:
    """A phrase right before the verb with what a comma sets off before it: "X, a spokesman for Y| said", "the governor, X| said"."""
    first, last = found
    comma = line.with_article(first) - 1
    of = comma > 1 and line.low[comma] in ("of", "from") and line.low[comma - 1] == ","  # "Ann Lee, 44, of the village| said"
    comma -= of
    if comma <= 0 or line.low[comma] != ",":
        return Phrase(first, last, first, last)
    if comma > 2 and line.low[comma - 1].isdigit() and line.low[comma - 2] == ",":
        comma -= 2  # "Sham Kumar, 54, an affected villager said"
    before = phrase_before(line, comma)
    if before is None:
        return Phrase(first, last, first, last)
    counted = before[0] > 0 and line.low[before[0] - 1][0].isdigit()  # "7,500 residents, the state police said"
    if all_names(line, *found) and _is_described_by(line, before) and not counted:
        return Phrase(first, last, before[0], last)
    apart = before[0] == 0 or not line.low[before[0] - 1][0].isalpha()
    if (
        apart
        and before[1] - before[0] > 1
        and all_names(line, *before)
        and (kind_of(line.slice(*before)) is None or line.low[before[0]] in words().person)
        and (of or line.low[head(line, *found)] in words().person)
    ):
        return Phrase(*before, before[0], last)
    return Phrase(first, last, first, last)


def all_names(line: Line, first: int, last: int) -> bool:
    """Whether these words are a name, or several: "Ann van der Lee", "Lt. Col. Lee"."""
    if not line.has_name_at(last - 1):
        return False
    titles, particles = words().titles, words().particles
    return all(
        line.has_name_at(at) or line.low[at] in particles or (line.low[at] == "." and at > first and line.low[at - 1] in titles)
        for at in range(first, last)
    )


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
            if all_names(line, *inner) and _is_described_by(line, found):
                return Phrase(*inner, first, inner[1])
            return Phrase(first, last, first, inner[1])
    return Phrase(first, last, first, last)
