"""Words of attribution in a sentence: "X said", "said X", "according to X", "figures from X", "(X, 2009)"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from onrecord.reading.adjuncts import ENDS, TIMES, after_adjuncts, counts, way
from onrecord.reading.brackets import in_parenthesis
from onrecord.reading.may_speak import may_count, may_speak, states
from onrecord.reading.near import word_before
from onrecord.reading.noticing import opening
from onrecord.reading.passives import learned, of_counted, told_where
from onrecord.reading.sourcewords import words
from onrecord.reading.speakers import Line, Phrase, head, is_noun, kind_of, phrase_after, phrase_before
from onrecord.reading.subjects import all_names, described_subject, subject, with_apposition
from onrecord.reading.tallies import (
    Cue,
    after_brackets,
    before_number,
    by_count,
    colon,
    count_by,
    count_is,
    headline_end,
    heard,
    revised,
    signed,
    through_document,
)

_BE = frozenset(("was", "were", "been", "is", "are", "be"))
_QUOTED = frozenset(("quoted", "quotes", "cited", "cites", "quoting"))
_PLACED = ("on", "in", "at", "by", "from", "near", "across", "so", "to")
_OPENING, _CLOSING = (("“",), ('"',), ("«",)), (("”",), ('"',), ("»",))
_BODIES = ("un", "ngo", "government", "media", "armed_group")
_MEANS = frozenset("radio phone telephone email letter satellite text video mail".split())
_WRITTEN = frozenset((",", "statement", "bulletin", "letter"))  # "issued a statement saying"
_MAY_FOLLOW = ENDS | {"-", "/"} | TIMES  # what may stand behind the speaker of "…, said X"
_NOTED = frozenset("briefing daily weekly monthly press field concept guidance explanatory".split())  # notes that are no verb
_TITLE = 20  # tokens in the title of a paper with its number and month
_TELLING = frozenset(("told", "tell", "tells", "informed"))


def cues(line: Line) -> Iterator[Cue]:
    """The attributions of a sentence, from left to right; none overlaps the one before it."""
    before: Cue | None = None
    reached = 0
    for at in range(len(line.low)):
        cue = _cue_at(line, at) if at >= reached and line.low[at] in _openers() else None
        if cue and before and _is_told_of(line, cue, before):
            continue
        if cue and cue.last > reached and (cue.first >= reached or cue.word not in words().counting | {":"} or _encloses(cue, before)):
            yield cue
            before, reached = cue, cue.last


@cache
def _openers() -> frozenset[str]:
    """The words at which an attribution may be found: most words are none of them."""
    table = words()
    marks = {"according", "as", "based", "citing", "quoting", "by", "from", "in", "(", "[", ":", "-", "–", "—"}
    return frozenset(marks) | _BE | table.strong | table.counting | table.revising | table.hearing | table.tallies | table.documents


def _is_told_of(line: Line, cue: Cue, before: Cue) -> bool:
    """Whether what a body had counted is told by somebody else: "The mayor said |the police had found nine"."""
    if cue.phrase is None or cue.word not in words().counting or before.way != "forward":
        return False
    near = 0 <= cue.first - before.last <= 1 and before.word not in words().counting
    return near and line.low[cue.phrase.last : cue.phrase.last + 1] == ("had",)


def _encloses(cue: Cue, before: Cue | None) -> bool:
    """Whether the clause that tells of a speaker holds another: "The army, whose spokesman had spoken of eleven, counted 19"."""
    return cue.phrase is not None and before is not None and cue.phrase.last <= before.first and before.last <= cue.phrase.wide_last


def _cue_at(line: Line, at: int) -> Cue | None:
    table, low = words(), line.low[at]
    following = line.low[at + 1] if at + 1 < len(line.low) else ""
    found = _worded(line, at, low, following) or _counted(line, at, low, following)
    if found or low in ("according", "based", "citing"):
        return found
    if low in table.hearing and (news := heard(line, at)):
        return news
    if line.tokens[at].text[0].isupper() and not (at == 0 or line.has_mark_at(at - 1) or _is_headline(line)):
        return None
    if low in ("report", "reports") and at and line.low[at - 1] in table.series:
        return None  # "Situation Report No. 4" is what it is called
    before = word_before(line.low, at)
    if (low in ("note", "notes") and before in _NOTED) or (low, before) == ("claims", "asylum"):
        return None  # "Briefing notes", "the daily notes of the ministry", "asylum claims"
    if low in ("read", "reads") and table.documents.isdisjoint(line.low[max(0, at - 6) : at + 6]):
        return None  # "The mayor read 40 names"
    if low in table.strong or low in table.counting:
        if low in table.documents and (following in table.strong | table.counting or following in ("from", "by")):
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
        acronym = low == "as" and line.low[at + 2 : at + 3] == ("its",)  # "as per its acronym in Spanish"
        return None if acronym else _by_preposition(line, at, at + 2)
    if (low, following) == ("according", "the"):
        return _by_preposition(line, at, at + 1)  # a "to" was forgotten
    if (low, following) == ("based", "on"):
        cue = _by_preposition(line, at, at + 2)
        return cue if cue and any(word in words().documents for word in line.low[at + 2 : cue.last + 1]) else None
    if low == "citing":
        return _by_preposition(line, at, at + 1)
    if low == "quoting" and (quoted := _by_preposition(line, at, at + 1)) and line.low[quoted.last : quoted.last + 1] != ("as",):
        return replace(quoted, word="citing")
    if low == "by" and (verb := told_where(line, at)) is not None and following not in _MEANS:
        return _by_preposition(line, verb, at + 1)
    before = word_before(line.low, at)
    if low == "from" and (verb := learned(line, at)) is not None:
        return _by_preposition(line, verb, at + 1)
    if low == "by" and before in words().counting and word_before(line.low, at - 1) == "as":
        return _by_preposition(line, at - 2, at + 1)
    if low == "in" and (told := _in_paper(line, at)):
        return told
    if low == "by" and of_counted(line, at):
        cue = _by_preposition(line, at - 1, at + 1)
        return cue if cue and cue.phrase and kind_of(line.slice(cue.phrase.first, cue.phrase.last)) in _BODIES else None
    if low == "by" and before in words().strong and following not in _MEANS and not before.startswith("claim"):  # an attack is claimed
        return _by_preposition(line, at - 1, at + 1)
    return None


def _in_paper(line: Line, at: int) -> Cue | None:
    """``In a report released by the ministry, 40 …`` at the beginning of a sentence."""
    if any(low[0].isalnum() for low in line.low[:at]) or not words().documents & set(line.low[at + 1 : at + 6]):
        return None
    cue = _by_preposition(line, at, at + 1)
    told = cue and cue.phrase and kind_of(line.slice(cue.phrase.first, cue.phrase.last)) in _BODIES
    return cue if told and cue and line.low[cue.last : cue.last + 1] == (",",) else None


def _counted(line: Line, at: int, low: str, following: str) -> Cue | None:
    """Attributions that go without a verb of saying: see :mod:`onrecord.reading.tallies`."""
    if low == "by":
        return by_count(line, at)
    if low in ("(", "["):
        return in_parenthesis(line, at)
    if low == ":":
        return (colon(line, at) or signed(line, at)) if at else None
    if low in words().tallies and following == "by" and (counted := count_by(line, at)):
        return counted
    if low in _BE:
        return count_is(line, at)
    if low in ("-", "–", "—") and at + 4 > headline_end(line):
        return signed(line, at)
    if low in words().documents and following == "of" and at + 2 < len(line.low) and line.low[at + 2][0].isdigit():
        return before_number(line, at)
    return None


def _verb(line: Line, verb: int) -> Cue | None:
    inverted = _inverted(line, verb)
    if inverted:
        return inverted
    if word_before(line.low, verb) == "as":
        return _quoted_as(line, verb)
    if line.low[max(0, verb - 2) : verb] == (",", "who") and _states_at_once(line, verb):
        said = line.low[verb - 3] in words().strong  # "said the mayor, who estimated that", "the mayor said, who added that"
        if (named := phrase_before(line, verb - 2 - said)) and (cue := _told(line, verb, Phrase(*named, *named))):
            return replace(cue, first=verb - 1)
    start = _left_of_verb(line, verb)
    if start is None or (line.low[verb].startswith("claim") and "lives" in line.low[verb + 1 : verb + 6]):
        return None
    phrase = _subject(line, start)
    if _is_participle(line, verb) and not (phrase and _is_speaking(line, phrase)):
        return None
    if line.low[verb] in words().participles and word_before(line.low, verb) in _WRITTEN:
        phrase = None
        after = verb + 1
        return Cue(verb, after, None, "forward", line.low[verb])
    if phrase is None:
        return _shared(line, verb, start)
    return _told(line, verb, phrase)


def _shared(line: Line, verb: int, start: int) -> Cue | None:
    """A second verb of the subject that opens the sentence: "The mayor toured the town and |said that"."""
    joined = start > 1 and line.low[start - 1] in ("and", "but")
    found = phrase_after(line, opening(line)) if joined else None
    if found is None or found[1] >= start - 1 or not _acts(line, found) or not states(line, verb, 6):
        return None
    cue = _told(line, verb, Phrase(*found, *found))
    return replace(cue, first=start, way="forward") if cue else None


def _acts(line: Line, found: tuple[int, int]) -> bool:
    """Whether a phrase is of somebody who speaks, and a verb may follow it."""
    following = line.low[found[1]]
    if (
        not following.isalpha()
        or line.has_name_at(found[1])
        or following in (words().stops - words().between) | words().prepositions | words().links
    ):
        return False
    return (
        line.low[found[0]] in words().he | words().it
        or kind_of(line.slice(*found)) is not None
        or all_names(line, *found)
        or is_noun(line, found[1] - 1)
    )


def _subject(line: Line, end: int) -> Phrase | None:
    """Who speaks: what stands before the verb, unless that belongs to a clause that describes a speaker before it."""
    near = subject(line, end)
    if near and (all_names(line, near.first, near.last) or kind_of(line.slice(near.first, near.last)) is not None):
        return near
    return described_subject(line, end) or near


def _is_speaking(line: Line, phrase: Phrase) -> bool:
    """Whether a body stands before a verb, or whoever is named right behind a quote: "…," the doctor explained to reporters."""
    first = line.with_article(phrase.wide_first)
    quoted = first > 0 and line.low[first - 1] in ("”", '"', "’")
    return quoted or kind_of(line.slice(phrase.first, phrase.last)) in _BODIES


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
    paper = phrase if line.low[verb] in words().counting and line.low[phrase.last - 1] in words().papers else None
    if owner is None or not may_speak(line, verb, owner[0] or paper):
        return None
    after = after_adjuncts(line, verb + 1, told=line.low[verb] in _TELLING)
    first = line.with_article(phrase.wide_first)
    return Cue(first, after, owner[0], way(line, first, after), line.low[verb], owner[1])


def _states_at_once(line: Line, verb: int) -> bool:
    """Whether a clause or a count follows right behind: "who estimated that", "who put the number at 40"."""
    return (
        "that" in line.low[verb + 1 : verb + 3]
        or states(line, verb, 3)
        or (line.low[verb] in ("put", "puts") and may_count(line, verb, None))
    )


def _left_of_verb(line: Line, verb: int) -> int | None:
    """The end of the subject: back over "has also", "on Friday", "in a statement"; ``None`` if passive or denied."""
    table, at = words(), _over_aside(line, verb)
    while at > 0:
        low = line.low[at - 1]
        if (
            low in table.between
            or low in table.days
            or low in TIMES
            or (low == "on" and at < verb)
            or (low.isdigit() and word_before(line.low, at - 1) in table.days)
            or (low == "since" and at > 1 and line.low[at - 2] in ("has", "have"))
        ):
            at -= 1
        elif line.low[max(0, at - 3) : at - 1] in (("in", "a"), ("in", "its")) and low in words().occasions:
            at -= 3
        elif line.low[max(0, at - 2) : at] == ("in", "turn"):
            at -= 2
        else:
            break
    skipped = line.low[at:verb]
    passive = not line.low[verb].endswith("ing") and "able" not in skipped and any(low in _BE for low in skipped)
    denied = (at > 0 and line.low[at - 1] in table.refusals) or ("to" in skipped and "able" not in skipped)
    return None if passive or denied else at


def _over_aside(line: Line, end: int) -> int:
    """Back over what two commas set off between a speaker and the verb: "The union, however, |said"."""
    if word_before(line.low, end) != ",":
        return end
    asides = words().asides
    for first in range(end - 2, max(1, end - 2 - max(map(len, asides))), -1):
        if line.low[first - 1] == "," and line.low[first : end - 1] in asides:
            return first - 1
    return end


def _inverted(line: Line, verb: int) -> Cue | None:
    """``…, said X.`` or ``"…" said X``."""
    if verb and not line.has_mark_at(verb - 1):
        return None
    counting = line.low[verb] in words().counting and line.low[verb] not in ("counts", "lists")
    if not line.low[verb].endswith(("d", "s", "say", "report")) or counting or line.low[verb] in _TELLING:
        return None
    if verb + 1 < len(line.low) and line.low[verb + 1] in words().days:
        return None
    if line.low[verb + 1 : verb + 2] in _OPENING:
        return _quoted_name(line, verb)
    found = _closed(line, phrase_after(line, verb + 1))
    if not found:
        return None
    close = after_brackets(line, found[1])
    owner = through_document(line, Phrase(*found, *found))
    if owner and owner[0] is None:
        return Cue(verb, after_adjuncts(line, found[1]), None, "trailing", line.low[verb], document=True)
    told = line.low[found[1] : found[1] + 1] == ("of",)  # "said the evacuation of 400 had begun"
    plain = line.low[verb] in ("said", "says") and line.low[found[0] - 1] in ("a", "an", "the") and not told  # "said a herder"
    one_of = line.low[found[0] : found[0] + 2] == ("one", "of")  # "said one of the displaced"
    plain = plain or one_of or (line.low[found[1] - 1] in words().documents and not told)
    if not (plain or any(line.has_name_at(at) or line.has_role_at(at) for at in (found[1] - 1, head(line, *found)))):
        return None
    before = subject(line, verb) if word_before(line.low, verb) == "," else None
    if before and _opens(line, before, verb):
        return None  # "X, a lawyer for the family, says Y, 24, is …"
    through = owner[0] if owner and owner[0] and owner[0].first != found[0] else None  # "says a report by the agency"
    phrase = through or with_apposition(line, found)
    return Cue(verb, after_adjuncts(line, max(close, phrase.wide_last)), phrase, "trailing", line.low[verb])


def _opens(line: Line, subject: Phrase, verb: int) -> bool:
    """Whether a subject opens the sentence and its apposition ends at the verb: none does that holds a count, as what a dateline opens."""
    first = line.with_article(min(subject.first, subject.wide_first))
    return first == 0 and subject.wide_last == verb - 1 and not any(map(counts, line.low[subject.last : verb]))


def _closed(line: Line, found: tuple[int, int] | None) -> tuple[int, int] | None:
    """A phrase behind a verb that ends where one may: at a mark, a time, or (a name) at the place where it is told, "said Ann Lee |at the camp"."""
    close = after_brackets(line, found[1]) if found else 0
    if found is None or close >= len(line.low) or line.low[close] in _MAY_FOLLOW or line.low[close] in _clause_words():
        return found
    if line.low[found[1] - 1] in words().documents and line.low[close] in words().through | words().made:
        return found  # "read a statement by the agency"
    at = next((at for at in range(found[0], found[1]) if line.low[at] in ("at", "in", "from")), None)
    return (found[0], at) if at and all_names(line, found[0], at) else None


@cache
def _clause_words() -> frozenset[str]:
    table = words()
    return table.days | table.links | table.determiners | table.turns


def _quoted_name(line: Line, verb: int) -> Cue | None:
    """``…, reports “Amber News”.``: a name in quotation marks and nothing more."""
    found = phrase_after(line, verb + 2)
    if not found or not all_names(line, *found) or line.low[found[1] : found[1] + 1] not in _CLOSING:
        return None
    return Cue(verb, found[1] + 1, Phrase(*found, *found), "trailing", line.low[verb])


def _quoted_as(line: Line, verb: int) -> Cue | None:
    """ "was quoted as saying", "was quoted by X as saying", "quoted X as saying", "told … as saying"."""
    at = next((i for i in range(verb - 2, max(-1, verb - 18), -1) if line.low[i] in _QUOTED), None)
    if at is None:
        return None
    if at == verb - 2 or line.low[at + 1] == "by":
        phrase = subject(line, at - 1) if word_before(line.low, at) in _BE else None
        first = line.with_article(phrase.wide_first) if phrase else 0
        return Cue(first, verb + 1, phrase, way(line, first, verb + 1), "quoted") if phrase else None
    found = phrase_after(line, at + 1)
    return Cue(at, verb + 1, with_apposition(line, found), way(line, at, verb + 1), "quoted") if found else None


def _publisher(line: Line, at: int) -> tuple[int, int] | None:
    """Who made a paper whose title stands in quotation marks: "according to the ‘Flood Bulletin’ of May, published by X"."""
    if not any(line.has_mark_at(i) for i in range(at, min(at + 2, len(line.low)))):
        return None
    by = next((i for i in range(at + 2, min(at + _TITLE, len(line.low))) if line.low[i] == "by" and line.low[i - 1] in words().made), None)
    return phrase_after(line, by + 1) if by else None


def _by_preposition(line: Line, first: int, at: int) -> Cue | None:
    if line.low[at : at + 1] and line.low[at] in ("him", "her", "them") and line.low[first] == "according":
        return Cue(first, at + 1, Phrase(at, at + 1, at, at + 1), "around", line.low[first])
    found = phrase_after(line, at) or _publisher(line, at)
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
