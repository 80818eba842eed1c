"""Whether a subject may have a verb of saying or counting: "The ministry puts the dead at 40", but "a final list of 40" and "the quake claimed 40"."""

from __future__ import annotations

from onrecord.reading.adjuncts import after_adjuncts, counts
from onrecord.reading.sourcewords import words
from onrecord.reading.speakers import Line, Phrase, head, kind_of

_STATES = frozenset(
    (
        "that",
        "at",
        "least",
        "up",
        "many",
        "fewer",
        "roughly",
        "approximately",
        "almost",
        "more",
        "than",
        "about",
        "around",
        "some",
        "nearly",
        "over",
        ".",
        "“",
        '"',
        ",",
    )
)
_LISTED = frozenset(
    "images imagery photographs photos names cases deaths killing deportation displacement arrival arrest disappearance return destruction".split()
)
_SAYS = frozenset(("say", "says", "said", "told", "warned", "warns", "added", "adds", "estimates", "estimated"))
_PROCLAIMED = frozenset("emergency disaster holiday mourning curfew ceasefire truce war alert calamity".split())
_CLOSES = frozenset((",", "”", '"', "’"))
_GIVES = frozenset(
    ("gives", "give", "gave", "given", "released", "published", "issued")
)  # "gave a toll of 40", "published the names of 40"
_OF = frozenset(("speaks", "speak", "spoke", "spoken"))


def may_speak(line: Line, verb: int, phrase: Phrase | None) -> bool:
    """Counting verbs ask for a known kind of speaker; forms that are nouns as often ask for a name or a known role."""
    table, low = words(), line.low[verb]
    if low.startswith("declar") and not _PROCLAIMED.isdisjoint(line.low[verb + 1 : verb + 6]):
        return False  # "Formosa declared an emergency"
    if phrase is not None and low.startswith("claim") and _does_harm(line, phrase):
        return False  # "The quake claimed at least 40"
    if phrase is not None and _is_division(line, phrase) and _tells_number(line, verb):
        return False  # "Matara District recorded 44 dead": where, not who
    if phrase is not None and line.low[phrase.last - 1] in table.tolls:
        return False  # "the total confirmed death toll"
    named = phrase is not None and not (phrase.last - phrase.first == 1 and line.low[phrase.first] in table.he | table.it)
    if low in table.counting:
        return may_count(line, verb, phrase if named else None)
    if phrase is None or not named:
        return True
    if _tells_number(line, verb) and low not in _SAYS and not _is_speaker(line, phrase):
        return False  # "the flood situation reported 44 dead"
    first = line.with_article(phrase.first)
    closes = (
        line.low[verb + 1 : verb + 2] != ("of",)
        and first > 1
        and line.low[first - 1] in _CLOSES
        and any(map(counts, line.low[: first - 1]))
    )
    if low in table.loose and not closes and not states(line, verb, 5):
        return False
    if low in table.noun_like:
        return line.has_name_at(phrase.last - 1) or line.has_role_at(phrase.last - 1) or "that" in line.low[verb + 1 : verb + 9]
    return True


def _is_division(line: Line, phrase: Phrase) -> bool:
    """Whether a phrase ends in the name of a piece of land and is no body of it: "Amber County", but "the relief office of Amber County"."""
    at = head(line, phrase.first, phrase.last)
    of = line.low[at + 1] == "of"
    return line.low[at if of else phrase.last - 1] in words().divisions


def _does_harm(line: Line, phrase: Phrase) -> bool:
    """Whether what stands before a verb is what struck people, and nobody's name: "the quake", "Typhoon Kestrel"."""
    low = line.slice(phrase.first, phrase.last)
    struck = any(word in words().harms and (not at or not line.has_name_at(phrase.first + at)) for at, word in enumerate(low))
    return struck and kind_of(low) is None and not any(map(line.has_role_at, range(phrase.first, phrase.last)))


def _is_speaker(line: Line, phrase: Phrase) -> bool:
    """Whether a phrase names somebody, or a body, or a paper."""
    known = kind_of(line.slice(phrase.first, phrase.last)) is not None or line.low[phrase.last - 1] in words().documents
    return known or any(line.has_name_at(at) or line.has_role_at(at) for at in range(phrase.first, phrase.last))


def _tells_number(line: Line, verb: int) -> bool:
    """Whether a number is all that a place "tells": it stands right behind the verb."""
    return any(counts(low) for low in line.low[verb + 1 : verb + 2])


def _is_somebody(line: Line, at: int) -> bool:
    return line.has_role_at(at) and line.low[at] not in words().documents


def may_count(line: Line, verb: int, phrase: Phrase | None) -> bool:
    """Whether a counting verb states a number, and whether its subject (``None``: a pronoun) is one to do so."""
    table, low = words(), line.low[verb]
    if phrase and line.low[phrase.last - 1] in table.tolls:
        return False  # "the official toll stands at 40"
    if phrase and low.startswith("count") and line.low[phrase.last - 1] in table.lands:
        return False  # "the country counts 40,000 displaced people"
    kind = kind_of(line.slice(phrase.first, phrase.last)) if phrase else None
    known = phrase is not None and (
        kind not in (None, "other") or (kind == "other" and any(map(line.has_name_at, range(phrase.first, phrase.last))))
    )
    known = known or (phrase is not None and line.low[phrase.last - 1] in table.papers)  # "a provisional report shows 34 deaths"
    known = known or (phrase is not None and _is_somebody(line, phrase.last - 1) and line.low[verb + 1 : verb + 2] == ("that",))
    if not known and low not in table.reckoning:
        return False
    if low in ("count", "list") and not (phrase and line.low[phrase.last - 1].endswith("s")):
        return False  # "a final list"
    following = line.low[verb + 1 : verb + 3]
    reach = 14 if low in ("put", "puts") and known else 3
    if following[:1] == ("the",) and not (_LISTED | table.tolls).isdisjoint(line.low[verb + 2 : verb + 4]):
        reach = 14  # "has documented the names of more than 8,000", "show the death toll has risen to 58"
    if "total" in line.low[verb + 1 : verb + 4]:
        reach = 6  # "identified a cumulative total of 300"
    if low in _OF:
        return following[:1] == ("of",) and states(line, verb + 1, 4)
    if low in _GIVES and following[:1] == ("up",) and following[1:] != ("to",):
        return False  # "have given up their fields"
    if low in _GIVES:
        listed = not (_LISTED | table.tolls | table.documents).isdisjoint(line.low[verb + 1 : verb + 4])
        return states(line, verb, 6) if listed else states(line, verb, 2) and low.startswith("g")
    moved = counts(line.low[verb + 1]) if verb + 1 < len(line.low) else False  # "put 112 people on buses"
    if low not in ("put", "puts") or (known and not moved and states(line, verb, reach)):
        return states(line, verb, reach)
    stop = min(verb + 18, len(line.low) - 1)
    return any(line.low[at] == "at" and states(line, at, 4) and at + 2 < len(line.low) for at in range(verb + 1, stop))


def states(line: Line, verb: int, reach: int) -> bool:
    """Whether a statement follows the verb within ``reach`` words: "that", a number, a quote, or the sentence's end."""
    start = after_adjuncts(line, verb + 1)  # "recorded on Tuesday afternoon that"
    after = line.low[start : start + reach]
    return len(after) < 2 or any(low[0].isdigit() or low in _STATES or low in words().numerals for low in after)
