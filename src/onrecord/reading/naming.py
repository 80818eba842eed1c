"""Whom a speaker's phrase names, by what the text said of them before: the name, its longest form, the kind (words: ``words/sources.toml``)."""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.known import Known, Memory
from onrecord.reading.sourcewords import words
from onrecord.reading.speakers import Line, Phrase, fold, head, kind_of
from onrecord.types import SourceKind

_GUARDED = frozenset("coast national border presidential republican revolutionary frontier home".split())  # a guard of these is a body


def meant(who: Known | None) -> Known | None:
    """Somebody meant by a pronoun: given by the full name."""
    return replace(who, name=who.full) if who else None


def named(text: str, line: Line, phrase: Phrase, memory: Memory) -> Known:
    phrase = _without_owner(line, phrase)
    low = line.slice(phrase.first, phrase.last)
    wide = tuple(line.low[at] for at in range(phrase.wide_first, phrase.wide_last) if line.tokens[at].text != "who")  # "WHO" is a body
    earlier = memory.same_name(low)
    stately: SourceKind = "government" if low[-1] in words().statesmen else "other"
    name = _clean(text[line.tokens[phrase.first].start : line.tokens[phrase.last - 1].end])
    longer = (
        earlier
        and len(earlier.full) > len(name)
        and ((name.isupper() and _is_body(earlier)) or set(low) <= set(map(fold, earlier.full.split())))
    )
    return Known(
        name,
        earlier.full if earlier and longer else name,
        kind_of(low) or kind_of(wide) or (earlier.kind if earlier and earlier.kind != "other" else stately),
        _is_person(line, phrase),
        _is_plural(line, phrase),
        frozenset(wide) | frozenset(low) | (earlier.low if earlier else frozenset()),
    )


def _without_owner(line: Line, phrase: Phrase) -> Phrase:
    """The body of another body, whose name is known, stands by itself: "the U.N.'s |World Health Organization"."""
    first = phrase.first + 1
    owned = line.tokens[phrase.first].text.endswith(("'s", "’s")) and kind_of(line.slice(phrase.first, first)) is not None
    if owned and line.slice(first, phrase.last) in words().kinds and all(map(line.has_name_at, (first, phrase.last - 1))):
        return replace(phrase, first=first)
    return phrase


def _is_body(who: Known) -> bool:
    """Whether capitals may be the short form of a name: not of a person's, though the person may speak for it."""
    return not who.person or kind_of(tuple(map(fold, who.full.split()))) is not None


def _clean(name: str) -> str:
    name = " ".join(name.split())
    return name[:-2] if name.endswith(("’s", "'s")) else name


def _is_person(line: Line, phrase: Phrase) -> bool:
    """A person by a title or a role for one ("spokesman", "minister"), or by a name of nothing but capitalised words of no known kind."""
    table = words()
    low, at = line.slice(phrase.first, phrase.last), head(line, phrase.first, phrase.last)
    if line.low[at] == "guard" and not _GUARDED.isdisjoint(low):
        return False
    if line.low[at] in table.person or low[0] in table.person:
        return True
    if (
        phrase.first < at < phrase.last - 1
        and all(map(line.has_name_at, range(phrase.first, at + 1)))
        and (
            line.low[at + 1] == "from"
            or (line.low[at + 1 : at + 3] == ("of", "the") and at > phrase.first and kind_of(low[: at + 1 - phrase.first]) is None)
        )
    ):
        return True  # "Ann Lee from the agency", "Ann Lee of the agency"
    names = all(line.has_name_at(i) or line.low[i] in (".", "al") for i in range(phrase.first, phrase.last))
    named_last = line.has_name_at(phrase.last - 1) and low[-1] not in table.roles and any(word in table.person for word in low[:-1])
    acronym = len(low) == 1 and line.tokens[phrase.first].text.isupper()
    body = low[-1] in table.roles  # "Executive Unit", of no known kind
    return named_last or (names and not acronym and not body and kind_of(low) is None)


def _is_plural(line: Line, phrase: Phrase) -> bool:
    """Whether several speak: a lower-case head in the plural ("officials"), or two names joined by "and"."""
    at = head(line, phrase.first, phrase.last)
    common = not line.has_name_at(at) or (at == 0 and line.has_role_at(at))  # "Officials in the port"
    return (common and line.low[at].endswith(("s", "media", "police"))) or "and" in line.slice(phrase.first, phrase.last)
