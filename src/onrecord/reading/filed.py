"""Where a report was filed, or somebody spoke: places from which things are only told."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading import lexicon
from onrecord.reading.near import word_before
from onrecord.reading.tellers import is_seat
from onrecord.text import Token
from onrecord.types import Mention

_WORDS = lexicon.word_sets("sites")
_DATELINE = 16  # words of a dateline at most
_FILED = 8  # words of one that ends with a colon
_MONTHS = frozenset(name.lower() for part in ("months", "short_months") for name in lexicon.load("dates")[part])
_DATED = 8  # words of a day in a dateline
_DASHES = ("–", "—", "--", "-")
_LEAD = 4  # the last sentence that may open with a dateline


def dateline_end(tokens: Sequence[Token]) -> int:
    """Where the text begins behind "ADRE, Chad, June 18, 2023 -"; 0 where a sentence opens with no dateline."""
    if not tokens or not (tokens[0].text.isupper() and len(tokens[0].text) > 2):
        return 0
    dash = next((at for at, token in enumerate(tokens[:_DATELINE]) if token.text in _DASHES), 0) or _colon(tokens[:_FILED])
    plain = sum(token.text.isalpha() and token.text.islower() for token in tokens[:dash])
    return dash if plain <= 1 else 0


def _colon(tokens: Sequence[Token]) -> int:
    """Where the colon stands behind a town in capitals and its country: "MOUSUNI ISLAND, India:"; "INDIA:" heads a section."""
    words = [token.text for token in tokens]
    at = words.index(":") if ":" in words else 0
    return at if "," in words[:at] and all(word == "," or word[0].isupper() for word in words[:at]) else 0


def is_only_told_from(mention: Mention, words: Sequence[str], first: int, last: int, index: int) -> bool:
    """Whether a place is a dateline, a podium or the seat of those who tell of it; ``index`` is that of the sentence."""
    if _is_dateline(mention, words, first, last) or _is_podium(words, first):
        return True
    town = mention.place is not None and mention.place.kind == "settlement"
    return town and (_is_filed(words, first, last, index) or is_seat(words, first, last))


def _is_dateline(mention: Mention, words: Sequence[str], first: int, last: int) -> bool:
    mark, *inside = [*words[last : last + 3], "", "", ""][:3]
    if mark == "(" and inside[0][:1].isdigit() and inside[1] not in _MONTHS:
        return False  # "Rakiraki (1,366) and Sigatoka (1,035)"
    capitals = mention.name.isupper() and len(mention.name) > 3
    return first <= 1 and (
        (capitals and not {"--", "-", "–", "—", ":", "("}.isdisjoint(words[last : last + 8])) or (last < len(words) and words[last] == "(")
    )


def _is_filed(words: Sequence[str], first: int, last: int, index: int) -> bool:
    """Whether a report opens with the town it was written in: "Khartoum: Local authorities said", "Nairobi – Close to 600"."""
    if index > _LEAD:
        return False
    mark = words[last] if last < len(words) else ""
    if first == 0:
        return mark in (":", *_DASHES) or _is_dated(words[last : last + _DATED])
    return first == 1 and words[0] == "(" and mark == ")"


def _is_dated(behind: Sequence[str]) -> bool:
    """Whether a day and a dash follow: ", Sept 9 -", ", 14 February 2022 –"."""
    dash = next((at for at, word in enumerate(behind) if word in (*_DASHES, ":")), 0)
    opened = behind.index("[") if "[" in behind[:dash] and "]" in behind[:dash] else dash  # "Geneva [Switzerland], September 27:"
    behind = (*behind[:opened], *behind[behind.index("]") + 1 : dash]) if opened < dash else behind[:dash]
    told = [word for word in behind if word not in (",", ".", "(", ")")]
    return any(word.isdigit() for word in told) and all(word.isdigit() or word in _MONTHS for word in told)


def _is_podium(words: Sequence[str], first: int) -> bool:
    """Whether a place is only where somebody spoke: "told reporters in Geneva", "at a press briefing in Damascus"."""
    if word_before(words, first) not in ("in", "at", "from"):
        return False
    heard = words[max(0, first - 3) : first - 1]
    told = not _WORDS["audience"].isdisjoint(heard) and not _WORDS["telling"].isdisjoint(words[max(0, first - 5) : first - 1])
    return told or heard[-1:] in (["conference"], ["briefing"])
