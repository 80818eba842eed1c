"""Words of attribution in a sentence: "X said", "said X", "according to X", "figures from X", "(X, 2009)"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.reading.sourcewords import words
from onrecord.reading.speakers import Line, Phrase, described_subject, kind_of, phrase_after, phrase_before, subject, with_apposition
from onrecord.reading.tallies import (
    Cue,
    Way,
    after_brackets,
    before_number,
    by_count,
    colon,
    count_by,
    count_is,
    in_parenthesis,
    revised,
    signed,
    through_document,
)

_BE = frozenset(("was", "were", "been", "is", "are", "be"))
_ENDS = frozenset((".", ",", ";", ":", "”", '"', "’", "'", "!", "?", "–", "—", ")", "..."))
_TIMES = frozenset(
    "late early earlier later again also separately week month year morning afternoon evening night this last overnight here".split()
)
_QUOTED = frozenset(("quoted", "quotes", "cited", "cites", "quoting"))
_PLACED = ("on", "in", "at", "by", "from", "near", "across", "so", "to")
_STATES = frozenset(("that", "at", "least", "more", "than", "about", "around", "some", "nearly", "over", ".", "“", '"', ","))
_LISTED = frozenset("names cases deaths killing deportation displacement arrival arrest disappearance return destruction".split())
_BODIES = ("un", "ngo", "government", "media", "armed_group")
_DIVISIONS = frozenset("district province regency municipality prefecture barangay".split())
_MEANS = frozenset("radio phone telephone email letter satellite text video mail".split())
_OF = frozenset(("speaks", "speak", "spoke"))
_TOLD = frozenset(("reported", "recorded", "confirmed", "registered"))
_TELLING = frozenset(("told", "tell", "tells", "informed"))


def cues(line: Line) -> Iterator[Cue]:
    """The attributions of a sentence, from left to right; none overlaps the one before it."""
    reached = 0
    for at in range(len(line.low)):
        cue = _cue_at(line, at) if at >= reached else None
        if cue and cue.last > reached and (cue.first >= reached or cue.word not in words().counting | {":"}):
            yield cue
            reached = cue.last


def _cue_at(line: Line, at: int) -> Cue | None:
    table, low = words(), line.low[at]
    following = line.low[at + 1] if at + 1 < len(line.low) else ""
    found = _worded(line, at, low, following) or _counted(line, at, low, following)
    if found or low in ("according", "based", "citing"):
        return found
    if line.tokens[at].text[0].isupper() and not (at == 0 or line.has_mark_at(at - 1) or _is_headline(line)):
        return None
    if low in table.strong or low in table.counting:
        if low in table.documents and following in table.strong | table.counting:
            return None
        return _verb(line, at)
    return revised(line, at) if low in table.revising else None


def _is_headline(line: Line) -> bool:
    """Whether a line is written In Capitals Like This and ends with no full stop: its verbs have capitals too."""
    long = [token.text for token in line.tokens if len(token.text) > 3 and token.text.isalpha()]
    return line.low[-1] not in (".", "!", "?", "”", '"') and len(long) > 3 and sum(text[0].isupper() for text in long) > 0.7 * len(long)


def _worded(line: Line, at: int, low: str, following: str) -> Cue | None:
    """ "according to X", "based on X's figures", "as per X", "citing X", "reported by X"."""
    if (low, following) in (("according", "to"), ("as", "per")):
        return _by_preposition(line, at, at + 2) if line.low[at + 2 : at + 3] != ("its",) else None  # "as per its acronym in Spanish"
    if (low, following) == ("according", "the"):
        return _by_preposition(line, at, at + 1)  # a "to" was forgotten
    if (low, following) == ("based", "on"):
        cue = _by_preposition(line, at, at + 2)
        return cue if cue and any(word in words().documents for word in line.low[at + 2 : cue.last + 1]) else None
    if low == "citing":
        return _by_preposition(line, at, at + 1)
    if low == "by" and (verb := _told_where(line, at)) is not None and following not in _MEANS:
        return _by_preposition(line, verb, at + 1)
    before = line.low[at - 1] if at else ""
    if low == "by" and before in words().strong and following not in _MEANS and not before.startswith("claim"):  # an attack is claimed
        return _by_preposition(line, at - 1, at + 1)
    return None


def _told_where(line: Line, by: int) -> int | None:
    """The verb of "were reported in Amber and Sligo |by the police": told of places, and then by whom."""
    first = by - 1
    while first > max(0, by - 8) and (line.has_name_at(first) or line.low[first] in ("and", ",", "the")):
        first -= 1
    told = first < by - 1 and line.low[first] in ("in", "from", "across") and line.low[first - 1] in _TOLD
    return first - 1 if told and first > 1 and line.low[first - 2] in _BE else None


def _counted(line: Line, at: int, low: str, following: str) -> Cue | None:
    """Attributions that go without a verb of saying: see :mod:`onrecord.reading.tallies`."""
    if low == "by":
        return by_count(line, at)
    if low == "(":
        return in_parenthesis(line, at)
    if low == ":":
        return (colon(line, at) or signed(line, at)) if at else None
    if low in words().tallies and following == "by" and (counted := count_by(line, at)):
        return counted
    if low in _BE:
        return count_is(line, at)
    if low in ("-", "–", "—") and at + 4 > len(line.low):
        return signed(line, at)
    if low in words().documents and following == "of" and at + 2 < len(line.low) and line.low[at + 2][0].isdigit():
        return before_number(line, at)
    return None


def _verb(line: Line, verb: int) -> Cue | None:
    inverted = _inverted(line, verb)
    if inverted:
        return inverted
    if line.low[verb - 1 : verb] == ("as",):
        return _quoted_as(line, verb)
    if line.low[verb - 2 : verb] == (",", "who") and "that" in line.low[verb + 1 : verb + 3] and (named := phrase_before(line, verb - 2)):
        return _told(line, verb, Phrase(*named, *named))  # "said the mayor, who estimated that"
    start = _left_of_verb(line, verb)
    if start is None or (line.low[verb].startswith("claim") and "lives" in line.low[verb + 1 : verb + 6]):
        return None
    phrase = subject(line, start) or described_subject(line, start)
    if _is_participle(line, verb) and not (phrase and kind_of(line.slice(phrase.first, phrase.last)) in _BODIES):
        return None
    if line.low[verb] in words().participles and line.low[verb - 1 : verb] == (",",):
        phrase = None
        after = verb + 1
        return Cue(verb, after, None, "forward", line.low[verb])
    if phrase is None:
        return None
    return _told(line, verb, phrase)


def _is_participle(line: Line, verb: int) -> bool:
    """ "smoke reported on board", "the deadliest recorded in years": a place follows, and no time or occasion."""
    if not line.low[verb].endswith("ed") or line.low[verb + 1 : verb + 2] not in [(low,) for low in _PLACED]:
        return False
    if "that" in line.low[verb + 2 : verb + 8]:
        return False  # "estimated in those years that"
    return after_adjuncts(line, verb + 1) == verb + 1 and line.low[verb + 2 : verb + 3] not in (("least",), ("most",))


def _told(line: Line, verb: int, phrase: Phrase) -> Cue | None:
    """The cue of a subject and a verb: who speaks, through a document or not, and where the statement stands."""
    owner = through_document(line, phrase)
    if owner is None or not _may_speak(line, verb, owner[0]):
        return None
    after = after_adjuncts(line, verb + 1, told=line.low[verb] in _TELLING)
    first = line.with_article(phrase.wide_first)
    return Cue(first, after, owner[0], _way(line, first, after), line.low[verb], owner[1])


def _may_speak(line: Line, verb: int, phrase: Phrase | None) -> bool:
    """Counting verbs ask for a known kind of speaker; forms that are nouns as often ask for a name or a known role."""
    table, low = words(), line.low[verb]
    if phrase is not None and line.low[phrase.last - 1] in _DIVISIONS and _tells_number(line, verb):
        return False  # "Matara District recorded 44 dead": where, not who
    named = phrase is not None and not (phrase.last - phrase.first == 1 and line.low[phrase.first] in table.he | table.it)
    if low in table.counting:
        return _may_count(line, verb, phrase if named else None)
    if phrase is None or not named:
        return True
    first = line.with_article(phrase.first)
    closes = (
        line.low[verb + 1 : verb + 2] != ("of",) and first > 1 and line.low[first - 1] == "," and any(map(_counts, line.low[: first - 1]))
    )
    if low in table.loose and not closes and not _states(line, verb, 5):
        return False
    if low in table.noun_like:
        return line.has_name_at(phrase.last - 1) or line.has_role_at(phrase.last - 1) or "that" in line.low[verb + 1 : verb + 9]
    return True


def _tells_number(line: Line, verb: int) -> bool:
    """Whether a number is all that a place "tells": it stands right behind the verb."""
    return any(_counts(low) for low in line.low[verb + 1 : verb + 2])


def _may_count(line: Line, verb: int, phrase: Phrase | None) -> bool:
    """Whether a counting verb states a number, and whether its subject (``None``: a pronoun) is one to do so."""
    table, low = words(), line.low[verb]
    if phrase and line.low[phrase.last - 1] in table.tolls:
        return False  # "the official toll stands at 40"
    kind = kind_of(line.slice(phrase.first, phrase.last)) if phrase else None
    known = phrase is not None and (kind not in (None, "other") or (kind == "other" and line.has_name_at(phrase.last - 1)))
    if not known and low not in table.reckoning:
        return False
    if low in ("count", "list") and not (phrase and line.low[phrase.last - 1].endswith("s")):
        return False  # "a final list"
    following = line.low[verb + 1 : verb + 3]
    reach = 14 if low in ("put", "puts") and known else 3
    if following[:1] == ("the",) and following[1:] and following[1] in _LISTED | table.tolls:
        reach = 8  # "has documented the names of more than 8,000"
    if low in _OF:
        return following[:1] == ("of",) and _states(line, verb + 1, 4)
    if low in ("gives", "give", "gave"):
        return _states(line, verb, 2)
    if low not in ("put", "puts") or (known and _states(line, verb, reach)):
        return _states(line, verb, reach)
    stop = min(verb + 18, len(line.low) - 1)
    return any(line.low[at] == "at" and _states(line, at, 4) and at + 2 < len(line.low) for at in range(verb + 1, stop))


def _states(line: Line, verb: int, reach: int) -> bool:
    """Whether a statement follows the verb within ``reach`` words: "that", a number, a quote, or the sentence's end."""
    start = after_adjuncts(line, verb + 1)  # "recorded on Tuesday afternoon that"
    after = line.low[start : start + reach]
    return len(after) < 2 or any(low[0].isdigit() or low in _STATES or low in words().numerals for low in after)


def _left_of_verb(line: Line, verb: int) -> int | None:
    """The end of the subject: back over "has also", "on Friday", "in a statement"; ``None`` if passive or denied."""
    table, at = words(), verb
    while at > 0:
        low = line.low[at - 1]
        if (
            low in table.between
            or low in table.days
            or low in _TIMES
            or (low == "on" and at < verb)
            or (low.isdigit() and line.low[at - 2] in table.days)
            or (low == "since" and at > 1 and line.low[at - 2] in ("has", "have"))
        ):
            at -= 1
        elif line.low[max(0, at - 3) : at - 1] in (("in", "a"), ("in", "its")) and low in words().occasions:
            at -= 3
        else:
            break
    skipped = line.low[at:verb]
    passive = not line.low[verb].endswith("ing") and "able" not in skipped and any(low in _BE for low in skipped)
    denied = (at > 0 and line.low[at - 1] in table.refusals) or ("to" in skipped and "able" not in skipped)
    return None if passive or denied else at


def _inverted(line: Line, verb: int) -> Cue | None:
    """``…, said X.`` or ``"…" said X``."""
    if verb and not line.has_mark_at(verb - 1):
        return None
    counting = line.low[verb] in words().counting and line.low[verb] not in ("counts", "lists")
    if not line.low[verb].endswith(("d", "s", "say", "report")) or counting or line.low[verb] in _TELLING:
        return None
    if verb + 1 < len(line.low) and line.low[verb + 1] in words().days:
        return None
    found = phrase_after(line, verb + 1)
    close = after_brackets(line, found[1]) if found else 0
    if not found or (
        close < len(line.low) and line.low[close] not in _ENDS | words().days | words().links | words().determiners | words().turns | _TIMES
    ):
        return None
    owner = through_document(line, Phrase(*found, *found))
    if owner and owner[0] is None:
        return Cue(verb, after_adjuncts(line, found[1]), None, "trailing", line.low[verb], document=True)
    told = line.low[found[1] : found[1] + 1] == ("of",)  # "said the evacuation of 400 had begun"
    plain = line.low[verb] in ("said", "says") and line.low[found[0] - 1] in ("a", "an", "the") and not told  # "said a herder"
    if not (plain or line.has_name_at(found[1] - 1) or line.has_role_at(found[1] - 1)):
        return None
    before = subject(line, verb) if line.low[verb - 1 : verb] == (",",) else None
    if before and line.with_article(before.first) == 0 and before.wide_last == verb - 1:
        return None  # "X, a lawyer for the family, says Y, 24, is …"
    phrase = with_apposition(line, found)
    return Cue(verb, after_adjuncts(line, max(close, phrase.wide_last)), phrase, "trailing", line.low[verb])


def _quoted_as(line: Line, verb: int) -> Cue | None:
    """ "was quoted as saying", "quoted X as saying", "told … as saying"."""
    at = next((i for i in range(verb - 2, max(-1, verb - 18), -1) if line.low[i] in _QUOTED), None)
    if at is None:
        return None
    if at == verb - 2:
        phrase = subject(line, at - 1) if line.low[at - 1 : at] and line.low[at - 1] in _BE else None
        first = line.with_article(phrase.wide_first) if phrase else 0
        return Cue(first, verb + 1, phrase, _way(line, first, verb + 1), "quoted") if phrase else None
    found = phrase_after(line, at + 1)
    return Cue(at, verb + 1, with_apposition(line, found), _way(line, at, verb + 1), "quoted") if found else None


def _by_preposition(line: Line, first: int, at: int) -> Cue | None:
    found = phrase_after(line, at)
    if found is None:
        return None
    if not any(line.has_name_at(i) or line.has_role_at(i) or line.low[i] in words().documents for i in range(*found)):
        return None  # "according to their needs"
    phrase = with_apposition(line, found)
    owner = through_document(line, phrase)
    if owner is None or (owner[0] and line.low[owner[0].first] in ("its", "their") and line.low[owner[0].last - 1] == "sources"):
        return None
    last = after_adjuncts(line, max(phrase.last, owner[0].last if owner[0] else 0))
    return Cue(first, last, owner[0], "around", line.low[first], owner[1])


def after_adjuncts(line: Line, at: int, told: bool = False) -> int:
    """Over times, occasions and listeners: "told reporters on Friday in a statement |that"."""
    table, size = words(), len(line.low)
    if told and at < size and line.low[at] != "that":
        listener = phrase_after(line, at)
        audience = _occasion(line, at) if line.low[at] in ("a", "an", "the", "its") else None
        at = audience or (listener[1] if listener else at)
    while at < size:
        low, following = line.low[at], line.low[at + 1] if at + 1 < size else ""
        if (
            low in table.days
            or low in _TIMES
            or low in table.listeners
            or (low.isdigit() and (line.low[at - 1] in table.days or following in table.days))
        ):
            at += 1
        elif low in ("on", "in", "late", "of") and (following in table.days | _TIMES or (low != "of" and _is_time(line, at + 1))):
            at += 2
        elif low in ("in", "at", "on", "by", "via", "over") and (stop := _occasion(line, at)):
            at = stop + (line.low[stop : stop + 1] in [(made,) for made in table.made])
        elif low == "(" and following in table.days and ")" in line.low[at : at + 5]:
            at = line.low.index(")", at) + 1  # "said Tuesday (July 22nd)"
        elif low == "out" and line.low[at - 1] in table.occasions | table.documents and following in table.days | _TIMES:
            at += 1  # "in a report out today"
        else:
            break
    return at


def _is_time(line: Line, at: int) -> bool:
    """Whether a number is a year or a day of the month ("in 2014", "on 6 May") and no count ("in 14 parishes")."""
    return line.low[at : at + 1] != () and line.low[at].isdigit() and (len(line.low[at]) == 4 or line.low[at - 1] == "on")


def _occasion(line: Line, at: int) -> int | None:
    """ "in a statement", "at a news conference in Geneva", "on its website"."""
    for i in range(at + 1, min(at + 6, len(line.low))):
        if line.low[i] in _ENDS and not (line.low[i] == "." and line.low[i - 1] in words().days):  # "in a Dec. 6 statement"
            return None
        if line.low[i] in words().occasions and (i + 1 >= len(line.low) or line.low[i + 1] not in words().occasions):
            return i + 1
    return None


def _way(line: Line, first: int, after: int) -> Way:
    """Where the statement stands: before the attribution ("…, X said."), behind it, or around it ("…, X said, …")."""
    size = len(line.low)
    follows = line.low[after] if after < size else "."
    preceded = first > 0 and line.has_mark_at(first - 1)
    if preceded and follows == ":":
        return "around"
    if after >= size or (follows in _ENDS and follows not in (":", ",", '"', "“", "—", "–") and after + 2 >= size):
        return "trailing"
    if follows in (".", ";", "”", "’", "?", "!"):
        return "trailing"
    if preceded and (follows in (",", "–", "—", "-", '"') or _tails_off(line, first, after)):
        return "trailing"
    return "forward"


def _tails_off(line: Line, first: int, after: int) -> bool:
    """Whether nothing is told behind an attribution but where and when it was: "…, the mayor said after a drive round this morning."."""
    if line.low[after] not in words().prepositions | words().turns or not any(_counts(low) for low in line.low[:first]):
        return False
    stop = next((at for at in range(after, len(line.low)) if line.low[at] in (";", ",", "”", "while", "but")), len(line.low))
    return not any(_counts(low) or low in ("that", "“", ":") for low in line.low[after:stop])


def _counts(low: str) -> bool:
    return low[0].isdigit() or low in words().numerals
