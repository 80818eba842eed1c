"""Who says a figure: attributions with the stretch of text that each covers (words: ``words/sources.toml``).

A figure's source comes from the attribution whose statement holds it. Pronouns and "the agency" stand for whoever was named before;
a quote of several sentences has one speaker; a sentence that goes on with the count of the sentence before keeps its source.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.reading.attribution import cues
from onrecord.reading.goes_on import counts_on, counts_the_same, goes_on, has_number, lists, starts, takes_up
from onrecord.reading.known import Known, Memory
from onrecord.reading.naming import meant, named
from onrecord.reading.noticing import notice, opening, topic
from onrecord.reading.posts import posts
from onrecord.reading.quotes import quotes
from onrecord.reading.sourcewords import goes_on_words, words
from onrecord.reading.speakers import Line, Phrase, fold, head, kind_of, phrase_after, phrase_before
from onrecord.reading.statements import scope
from onrecord.reading.tallies import Cue
from onrecord.text import Sentence
from onrecord.types import Source, SourceKind

_TOLLED = frozenset(("counts", "reported", "reports", "recorded", "records", "confirmed", "registered"))
_THIS_WAS = (("this", "was"), ("that", "was"))  # "This was disclosed by the mayor": the sentence before
_CARRIED = ("quote goes on", "list goes on", "goes on")
_LEADING = ("according", "citing", "based")  # these look ahead: a quote that ended before them is another's
_FARTHEST = 6000  # characters over which a statement reaches at most
_CROWDS = frozenset("authorities officials police rescuers".split())
_FOR_THE = (("for", "the"), ("of", "the"))
_TOWN_OF = 3  # words of "mayor of Bor" at least
_CITING = 48  # characters between two speakers of whom one cites the other
_PLURALS = frozenset("authorities officials police residents witnesses activists government governments military army coalition".split())


@dataclass(frozen=True, slots=True)
class Speech:
    """An attribution in the text: ``text[start:end]`` names the speaker, ``scope`` is the range of the statement it covers."""

    start: int
    end: int
    name: str  # as written without its article; a pronoun or "the agency" gives the name that it stands for
    kind: SourceKind
    scope: tuple[int, int]
    cue: str
    person: bool = False


def speeches(
    text: str,
    sentences: tuple[Sentence, ...],
    publisher: str | None = None,
    countries: frozenset[str] = frozenset(),
    places: frozenset[str] = frozenset(),
) -> tuple[Speech, ...]:
    """Every attribution of a report, by the beginning of what it covers; one speaker may have several stretches.

    What the ``publisher`` says is no attribution. One of ``countries`` (names, as in the text) stands for its government.
    Any of ``places`` that "reported 40 dead" is where they were.
    """
    memory = Memory()
    quoted = quotes(text)
    found: list[Speech] = []
    for sentence in sentences:
        line = Line.of(sentence)
        if not line.tokens:
            continue
        attributed = list(cues(line))
        notice(text, line, attributed, memory)
        told = _of_sentence(text, line, attributed, memory, places | countries)
        told = [speech for speech in told if not _is_cited(speech, told)]
        told = [_widened(speech, quoted, line, found) for speech in told]
        if told and line.low[:2] in _THIS_WAS and not _covered(found, sentence.start - 2):
            told[0] = replace(told[0], scope=(sentences[sentence.index - 1].start, told[0].scope[1]))
        found.extend(told or _carried(line, sentences, quoted, found))
    found.extend(_of_posts(text, sentences))
    found = [_of_state(speech) if speech.name in countries else speech for speech in found if not _is_same(speech.name, publisher)]
    return tuple(sorted(found, key=lambda s: s.scope))


def _of_posts(text: str, sentences: tuple[Sentence, ...]) -> Iterator[Speech]:
    """What those who signed the posts in a page say in them."""
    for post in posts(text, sentences):
        name = text[post.start : post.end].strip().removeprefix("The ")
        yield Speech(post.start, post.end, name, kind_of(tuple(map(fold, name.split()))) or "other", post.scope, "post")


def _covered(found: list[Speech], offset: int) -> bool:
    """Whether somebody's statement holds what stands there."""
    return any(speech.scope[0] <= offset < speech.scope[1] for speech in found[-8:])


def _of_state(speech: Speech) -> Speech:
    return replace(speech, kind="government") if speech.kind == "other" else speech


def _is_same(name: str, publisher: str | None) -> bool:
    """Whether two names are the same but for articles and case ("Guardian", "The Guardian")."""
    named = [[word for word in map(fold, (wording or "").split()) if word not in ("the", "newspaper")] for wording in (name, publisher)]
    return bool(named[0]) and named[0] == named[1]


def source_for(start: int, sentences: tuple[Sentence, ...], speeches: tuple[Speech, ...]) -> Source | None:
    """The source of the figure whose number starts at ``start``; ``None`` where the text names none.

    Of several, the innermost speaks; a medium only where nobody that it reports on does; who spoke before only where nobody speaks here.
    """
    first = bisect_left(speeches, start - _FARTHEST, key=lambda s: s.scope[0])
    last = bisect_right(speeches, start, key=lambda s: s.scope[0])
    covering = [speech for speech in speeches[first:last] if start < speech.scope[1]]
    if not covering:
        return None
    best = min(covering, key=lambda s: (s.cue in _CARRIED, s.kind == "media", s.scope[1] - s.scope[0], -s.start))
    return Source(best.name, best.kind)


def _of_sentence(text: str, line: Line, found: list[Cue], memory: Memory, places: frozenset[str]) -> list[Speech]:
    told: list[Speech] = []
    for at, cue in enumerate(found):
        if cue.phrase is None and not cue.document and at:
            continue  # "X said …, adding that": X's statement goes on
        cue = _less_country(text, line, cue, places)
        who = _who(text, line, cue, memory)
        if (
            who is None
            or (who.kind == "media" and _own_voice(line, cue))
            or (who.name == who.full and who.name in places and _is_toll(line, cue))
        ):
            continue
        memory.add(who)
        if cue.phrase and not who.person and who.kind in ("un", "ngo", "government", "media") and _in_report(line, cue):
            memory.writer = who
        first, last = _speaker_range(cue)
        start, end = line.tokens[first].start, line.tokens[last - 1].end
        told.append(Speech(start, end, who.name, who.kind, scope(line, found, at), cue.word, who.person))
    return told


def _less_country(text: str, line: Line, cue: Cue, places: frozenset[str]) -> Cue:
    """The cue with who speaks, where what it names only says where their town lies: "the mayor of Bor, *South Sudan*, said"."""
    named = cue.phrase
    if named is None or not named.first or text[line.tokens[named.first].start : line.tokens[named.last - 1].end] not in places:
        return cue
    if (line.low[named.first - 1], line.low[named.last : named.last + 1]) != (",", (",",)):
        return cue
    speaker = phrase_before(line, named.first - 1, governed=True)
    if speaker is None or speaker[1] - speaker[0] < _TOWN_OF or line.low[speaker[1] - 2] not in ("of", "in", "at", "near"):
        return cue
    return replace(cue, phrase=Phrase(*speaker, speaker[0], named.last))


def _in_report(line: Line, cue: Cue) -> bool:
    """Whether a body tells something in a paper of its own: "X said in a report", "according to a report from X"."""
    return not words().papers.isdisjoint(line.low[cue.first : cue.last])


def _is_cited(speech: Speech, told: list[Speech]) -> bool:
    """Whether a body that speaks itself cites this one: "The agency, citing government figures, estimated"; of a medium the cited one tells."""
    return speech.cue == "citing" and any(
        other.cue != "citing" and other.kind in ("un", "ngo", "government") and -_CITING < other.end - speech.start < 0 for other in told
    )


def _is_toll(line: Line, cue: Cue) -> bool:
    """ "Greece has reported four deaths": where they were, and nobody's words."""
    return cue.word in _TOLLED and cue.last < len(line.low) and has_number(line.low[cue.last : cue.last + 3])


def _own_voice(line: Line, cue: Cue) -> bool:
    """ "The Guardian has confirmed": how a medium tells of its own work."""
    return cue.word in words().own_voice and "has" in line.low[cue.first : cue.last]


def _speaker_range(cue: Cue) -> tuple[int, int]:
    return (cue.phrase.first, cue.phrase.last) if cue.phrase else (cue.first, cue.first + 1)


def _who(text: str, line: Line, cue: Cue, memory: Memory) -> Known | None:
    table, phrase = words(), cue.phrase
    if phrase is None:
        return (meant(memory.author()) or _paper(text, line, cue, memory)) if cue.document else topic(text, line, memory)
    low = line.slice(phrase.first, phrase.last)
    if low[0] == "same" and len(low) == 2:
        return meant(memory.speaker())  # "according to the same source"
    if len(low) == 1 and low[0] in table.he | {"him", "her"}:
        return meant(memory.person())
    if low == ("them",):
        return meant(memory.several())
    if len(low) == 1 and low[0] in table.it:
        return _told_of_itself(text, line, phrase, memory) or meant(memory.thing(None if low[0] == "they" else False))
    before = line.low[phrase.first - 1] if phrase.first else ""
    if before == "the" and not any(line.has_name_at(i) for i in range(phrase.first, phrase.last)) and low[-1] not in _PLURALS:
        earlier = memory.described(low)
        if earlier:
            return meant(earlier)
    return _spoken_for(line, phrase, memory) or named(text, line, phrase, memory)


def _told_of_itself(text: str, line: Line, phrase: Phrase, memory: Memory) -> Known | None:
    """The body that a sentence begins with and that "it" in its end means: "The coast guard rescued 81 people, **it** said"."""
    found = phrase_after(line, opening(line))
    if found is None or found[1] >= phrase.first or line.low[phrase.first - 1] not in (",", "”", '"'):
        return None
    if kind_of(line.slice(*found)) not in ("un", "ngo", "government", "media", "armed_group"):
        return None
    body = named(text, line, Phrase(*found, *found), memory)
    return None if body.person or body.plural != (line.low[phrase.first] == "they") else meant(memory.described(line.slice(*found)) or body)


def _paper(text: str, line: Line, cue: Cue, memory: Memory) -> Known | None:
    """A document that nobody is named for speaks itself: "the report states"."""
    at = next((at for at in range(cue.first, cue.last) if line.low[at] in words().papers), None)
    found = None if at is None else phrase_before(line, at + 1, governed=True)
    return replace(named(text, line, Phrase(*found, *found), memory), person=False, prominent=False) if found else None


def _spoken_for(line: Line, phrase: Phrase, memory: Memory) -> Known | None:
    """ "A spokesman for the network": the body named before whose name holds the word "network" (a person speaks, though)."""
    low, at = line.slice(phrase.first, phrase.last), head(line, phrase.first, phrase.last) + 1
    if (
        not low[0].startswith("spokes")
        or line.low[at : at + 2] not in _FOR_THE
        or any(map(line.has_name_at, range(phrase.first, phrase.last)))
    ):
        return None
    body = memory.described(line.slice(at + 2, phrase.last)) if at + 2 < phrase.last else None
    return replace(body, name=body.full, person=True, prominent=True, low=body.low | frozenset(low)) if body and not body.person else None


def _widened(speech: Speech, quoted: tuple[tuple[int, int], ...], line: Line, found: list[Speech]) -> Speech:
    """Let a statement cover the whole of a quote that it begins or ends in, over all its sentences."""
    low, high = speech.scope
    near = bisect_left(quoted, (line.sentence.start - _FARTHEST, 0))
    for start, end in quoted[near : bisect_right(quoted, (line.sentence.end, 0))]:
        if end <= line.sentence.start and speech.cue in _LEADING:
            continue
        inside = start < speech.start < end
        touches = start < line.sentence.end and end > line.sentence.start - 3
        if not inside and touches and (low <= start <= high or low - 3 <= end <= high + 1 or (end <= speech.start and end >= low - 3)):
            low, high = min(low, start), max(high, end)
    return replace(speech, scope=(low, high))


def _carried(line: Line, sentences: tuple[Sentence, ...], quoted: tuple[tuple[int, int], ...], found: list[Speech]) -> list[Speech]:
    """The speech of a sentence without an attribution of its own that goes on with what was said before it."""
    index = line.sentence.index
    if not index:
        return []
    here, before = line.sentence, sentences[index - 1]
    last = _last_in(found, before)
    if last is None:
        earlier = sentences[index - 2] if index > 1 else before
        last = _last_in(found, earlier)
        if last is None or earlier.paragraph != here.paragraph or not starts(line, goes_on_words().further):
            return []
        return [replace(last, scope=(here.start, here.end), cue=_CARRIED[2])]
    at = bisect_right(quoted, (here.start + 1, 0)) - 1
    if at >= 0 and abs(quoted[at][0] - here.start) <= 1 and here.start - before.end < 5:
        return [replace(last, scope=quoted[at], cue=_CARRIED[0])]
    if lists(line, before) and last.cue != "(":
        return [replace(last, scope=(here.start, here.end), cue=_CARRIED[1])]
    end = None
    if before.paragraph == here.paragraph:
        end = goes_on(line)
        end = end or counts_the_same(line, Line.of(before)) or (counts_on(line, Line.of(before)) if _leads_on(last) else None)
        end = end or (here.end if _ismeant(line, last) else None)
    if end := end or takes_up(line, Line.of(before)):
        return [replace(last, scope=(here.start, end), cue=_CARRIED[2])]
    return []


def _ismeant(line: Line, last: Speech) -> bool:
    """Whether a sentence tells of the speaker before it, by a pronoun: "It has lodged 670 of them", "He had a list of 400"."""
    low, several = line.low[0], last.name.rpartition(" ")[2].endswith("s") and last.name[-4:].islower()
    if low in words().he or (low == "they" and several):
        return last.person or last.kind in ("witness", "other") or low == "they"
    return (
        low == "it"
        and line.low[1:2] not in (("is",), ("was",), ("comes",), ("came",), ("lies",))
        and not last.person
        and last.kind in ("un", "government", "ngo", "armed_group")
    )


def _leads_on(speech: Speech) -> bool:
    """Whether a single body, no person and not "officials", tells what is behind it: "The agency said …", not "…, the agency said."."""
    last = speech.name.rpartition(" ")[2]
    several = last.islower() and last.endswith("s")
    alone = speech.kind in ("un", "government", "ngo") and not speech.person and not several and speech.name.lower() not in _CROWDS
    return alone and speech.scope[0] >= speech.end and speech.cue not in _CARRIED


def _last_in(found: list[Speech], sentence: Sentence) -> Speech | None:
    """The speech that a following sentence would go on with."""
    within = [s for s in found[-8:] if s.scope[1] > sentence.start and s.scope[0] < sentence.end]
    return max(within, key=lambda s: (s.kind != "media", s.scope[1]), default=None)
