"""The numbers of a sentence with what they count, and the act that a ranker gives each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.reading import lexicon
from onrecord.reading.act_evidence import candidates, nothing
from onrecord.reading.acts import Candidate, Slot, Trigger, triggers
from onrecord.reading.certain import called, goes_on, is_counted_so, is_inside, is_next_entry, is_twin, numbered, one_of, settled
from onrecord.reading.clauses import governor, is_foreign
from onrecord.reading.counted import PREDICATES, Counted, counted
from onrecord.reading.near import word_before
from onrecord.reading.numbers import numbers
from onrecord.reading.ranker import shares, weights
from onrecord.reading.rather import rather
from onrecord.reading.second import Second, doubt
from onrecord.reading.uncounted import is_uncounted
from onrecord.reading.wholes import is_whole
from onrecord.text import Sentence, Token
from onrecord.types import Mention


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence made ready: lower-case words, act words, and a slot for each number."""

    sentence: Sentence
    words: tuple[str, ...]
    triggers: tuple[Trigger, ...]
    slots: tuple[Slot, ...]
    uncounted: frozenset[int] = frozenset()  # where numbers begin that are certainly no figures


@dataclass(frozen=True, slots=True)
class Choice:
    """What the ranker made of a slot: the act (None: no figure), the word it rests on, and how sure."""

    slot: Slot
    act: str | None
    trigger: Trigger | None
    share: float
    source: Slot | None = None  # the earlier figure whose act was carried over


def scene(text: str, sentence: Sentence, demonyms: Sequence[Mention], closed: Sequence[tuple[int, int]] = ()) -> Scene:
    """Prepare a sentence. Numbers inside ``closed`` spans (dates) are left out."""
    tokens = sentence.tokens
    starts = [t.start for t in tokens]
    words = tuple(t.lower for t in tokens)
    nationalities = frozenset(bisect_left(starts, m.start) for m in demonyms if sentence.start <= m.start < sentence.end)
    found = []
    for number in numbers(text, sentence):
        if any(first <= number.start < last for first, last in closed):
            continue
        first = bisect_left(starts, number.phrase_start)
        number_end = bisect_left(starts, number.end)
        after = bisect_left(starts, number.phrase_end)
        at = max(number_end, after)
        at += first <= 1 and number.value > _DAYS and words[at : at + 1] == (":",)  # "- 5,000: families lodged in schools"
        what = counted(tokens, at, nationalities)
        if what.kind == "unknown" and _is_people_by_name(what, tokens, words):
            what = replace(what, kind="person")
        if what.kind == "none":
            what = _counted_before(tokens, words, first, max(number_end, after), nationalities) or what
        found.append(Slot(number, first, number_end, max(what.last, after), what))
    acts = triggers(words) if found else ()
    slots = tuple(_with_lists(list(_with_dwellings(list(_with_things(found, tokens)), acts)), words))
    uncounted = frozenset(slot.first for slot in slots if is_uncounted(slot, words, slots, acts))
    return Scene(sentence, words, acts, slots, uncounted)


_VERBS = frozenset("is was are were be exceeds exceeded passed topped totalled totaled".split())  # between "the number of families" and it
_PASSING = frozenset(
    "rise risen rose fall fallen fell drop dropped climb climbed grow grown grew swell swelled swollen jumped soared shrunk".split()
)
_BOUNDS = ("above", "below", "past", "over", "under", "beyond")
_POINTERS = frozenset("to at : – - = reached".split()) | _VERBS  # between a noun and the number that counts it
# Words before the number that things come to
_COMING_TO = frozenset("to at up total totals totalled totaled number numbered reached reach".split())
_HAVING = _PASSING | frozenset("has have had are were is was now already currently rising reaching stand stands stood".split())
_RISING = 3  # words from what comes to a number to it
_DAYS = 31  # of a month: "- 14: A bomb killed four"
_LOOK_BACK = 24  # words
_THERE = frozenset("in at across".split())
_CLOSES = frozenset(", . ; ) and while".split())
_HANDS_ON = frozenset(", and with followed by in at has had the another then".split())  # between things counted here and there
_RATES = frozenset("hour day week month year".split())  # "25 Tibetans per month"
_SETTLED = 0.7  # how sure an act is that only the wording settles
_LEAVING = frozenset({"arrived", "fled", "displaced", "relocated"})


def _is_people_by_name(what: Counted, tokens: Sequence[Token], words: Sequence[str]) -> bool:
    """Whether a name that no list has is that of a people: "400 Meiteis, who took shelter", "1,200 Embera and Wounaan from nine villages"."""
    if not tokens[what.last - 1].text[0].isupper() or all(token.text[0].isupper() for token in tokens[what.last - 1 : what.last + 2]):
        return False
    behind = words[what.last : what.last + 3]
    if behind[:2] == (",", "who") or behind[:1] in (("who",), ("from",)):
        return True
    return behind[:1] == ("and",) and behind[2:] in (("from",), ("who",)) and tokens[what.last + 1].text[0].isupper()


def _counted_before(
    tokens: Sequence[Token], words: Sequence[str], first: int, behind: int, nationalities: frozenset[int]
) -> Counted | None:
    """What a bare number counts when that stands before it: "the number of displaced families to 1,200", "Houses damaged: 64"."""
    if first > 1 and words[first - 1] in _COMING_TO and (subject := _subject(tokens, words, first, nationalities)):
        return subject
    passing = words[first] in _BOUNDS and words[first - 1] in _PASSING  # "has risen above 14,000"
    if first < 2 or not (passing or words[first - 1] in _POINTERS):
        return None
    for at in range(first - 2, max(-1, first - _LOOK_BACK), -1):
        if (words[at][0].isdigit() and word_before(words, at) != "since") or words[at] in (".", ";"):
            return None
        if words[at] == "of" and word_before(words, at) in lexicon.word_sets("grammar")["total"]:
            return _moved(counted(tokens, at, nationalities), first)
        entry = words[first - 1] not in _VERBS | _PASSING | {"to", "at"} and words[behind : behind + 1] in (
            (),
            (",",),
            (".",),
            (";",),
            ("(",),
            ("|",),
        )
        if entry and first - at <= 5 and (words[at],) in lexicon.nouns().kind:
            return _moved(counted(tokens, at, nationalities), first)
    return None


def _subject(tokens: Sequence[Token], words: Sequence[str], first: int, nationalities: frozenset[int]) -> Counted | None:
    """What comes to a bare number: "affected *families* had climbed to 8,200"."""
    at = first - 1
    while at > 0 and (words[at] in _COMING_TO or words[at] in _HAVING):
        at -= 1
    at -= words[at] in ("affected", "hit", "displaced") and at > 0
    if first - at < _RISING or not words[at].endswith("s") or (words[at],) not in lexicon.nouns().kind:
        return None
    return _moved(counted(tokens, at, nationalities), first)


def _moved(what: Counted, first: int) -> Counted | None:
    return replace(what, first=first, last=first, told=(what.first, what.last)) if what.unit else None


def _with_things(found: Sequence[Slot], tokens: Sequence[Token]) -> Iterator[Slot]:
    """Tell bare numbers that they go on counting things: "133 relief camps, followed by Kokrajhar with 56", "in 176 camps ... in 52."."""
    thing = before = None
    for slot in found:
        if thing and (slot.counted.kind == "none" or slot.counted.head == "others") and _goes_on_with(thing, slot, tokens, before is thing):
            slot = replace(slot, counted=replace(slot.counted, kind="other", head=thing.counted.head))
        thing = slot if slot.counted.kind == "other" and slot.number.not_count is None else thing
        before = slot
        yield slot


def _with_dwellings(found: Sequence[Slot], acts: Sequence[Trigger]) -> Iterator[Slot]:
    """Tell "others" that they are homes: "swept away 317 homes and damaged 757 others"; not "and injured 757 others"."""
    before: Slot | None = None
    for slot in found:
        if before and before.counted.kind == "dwelling" and slot.counted.head in ("others", "more"):
            between = {act.sense.act for act in acts if before.last <= act.first < slot.first}
            if between and all(act.startswith("housing") for act in between):
                slot = replace(slot, counted=replace(slot.counted, kind="dwelling"))
        before = slot
        yield slot


def _goes_on_with(thing: Slot, slot: Slot, tokens: Sequence[Token], next_to: bool) -> bool:
    behind = tokens[slot.last].lower if slot.last < len(tokens) else "."
    led, leads = tokens[slot.first - 1].lower, tokens[thing.first - 1].lower if thing.first else ""
    if led == leads and led in _THERE and behind in _CLOSES:
        return True
    if not next_to or slot.counted.kind != "none" or behind not in _CLOSES | _THERE:
        return False
    inner = tokens[thing.last : slot.first]
    if led == "to":
        return _totals(tuple(token.lower for token in inner))
    if any(token.lower == "followed" for token in inner):
        return True
    placed = all(token.lower in _HANDS_ON or token.text[0].isupper() for token in inner)
    return placed and slot.number.value <= thing.number.value


def _totals(inner: tuple[str, ...]) -> bool:
    """Whether a total of the things themselves follows: "two schools were opened, bringing *the total since 2010 to* 45"."""
    at = next((at for at, word in enumerate(inner) if word in lexicon.word_sets("grammar")["total"]), None)
    kinds = lexicon.nouns().kind
    return (
        at is not None
        and not triggers(inner[max(0, at - 1) :])
        and all(kinds.get((word,)) in (None, "other") for word in inner[max(0, at - 1) :])
    )


def _with_lists(found: Sequence[Slot], words: Sequence[str]) -> Iterator[Slot]:
    """Tell each slot the list that it stands in: counted people one after another, with nothing but commas and "and" between."""
    start = 0
    for at in range(len(found)):
        if at + 1 == len(found) or not _listed(found[at], found[at + 1], words):
            row = found[start : at + 1]
            coordinated = any(not {"and", "or"}.isdisjoint(words[a.last : b.first]) for a, b in pairwise(row))
            for slot in row:
                yield replace(slot, reach=(row[0].first, row[-1].last) if coordinated else (slot.first, slot.last))
            start = at + 1


def _listed(one: Slot, two: Slot, words: Sequence[str]) -> bool:
    heads = {one.counted.head, two.counted.head}
    counted = all(s.counted.unit and s.number.not_count is None for s in (one, two))
    alike = (one.counted.unit == "dwelling") == (two.counted.unit == "dwelling")
    return (
        counted and alike and not heads & PREDICATES and lexicon.word_sets("grammar")["list_mark"].issuperset(words[one.last : two.first])
    )


def options(here: Scene, slot: Slot, earlier: Sequence[tuple[Slot | None, str]]) -> list[Candidate | None]:
    """The candidates of a slot, with None (no figure) first."""
    return [None] if slot.first in here.uncounted else [None, *candidates(slot, here.words, here.triggers, here.slots, earlier)]


def features_of(here: Scene, slot: Slot, choices: Sequence[Candidate | None]) -> list[dict[str, float]]:
    """The features of each option, in order."""
    return [nothing(slot, here.words, here.triggers, here.slots) if c is None else c.features for c in choices]


def choose(here: Scene, before: Sequence[str], second: Second, deserting: bool = False, told: str | None = None) -> tuple[Choice, ...]:
    """Rank the acts for every slot, left to right; ``before`` holds the acts of the sentence before, nearest first, ``told`` the last act
    of the paragraphs just before.

    ``deserting``: the report tells of desertion nearby, so soldiers who cross, flee or arrive have defected (the most specific act wins)."""
    learned = weights("acts")
    earlier: list[tuple[Slot | None, str]] = [(None, act) for act in before[:1]]
    made: list[Choice] = []
    for slot in here.slots:
        found = options(here, slot, earlier)
        features = features_of(here, slot, found)
        chances = shares(features, learned)
        if unsure := doubt(_by_act(found, chances)):
            chances = shares(features, learned, second.on(here.sentence, here.slots, slot, _acts(found), unsure))
        best = _settled(here, slot, _best(slot, found, chances, earlier), earlier, told)
        if best.act and (
            other := rather(best.act, best.trigger, slot, here.words, here.triggers, [*(a for _, a in earlier), *before, told or ""])
        ):
            best = replace(best, act=other[0], trigger=other[1], share=max(best.share, _SETTLED), source=None)
        if made and made[-1].act and is_twin(slot, made[-1].slot, here.words) and made[-1].act != best.act:
            best = replace(best, act=made[-1].act, trigger=made[-1].trigger)
        elif made and made[-1].act and best.act is None and is_next_entry(slot, made[-1].slot, here.words):
            best = replace(best, act=made[-1].act, share=_SETTLED, source=made[-1].slot)
        # What is handed on is the act as read in the sentence: the families of deserters have arrived, not deserted.
        if best.act and (best.trigger or best.source):
            earlier = [(slot, best.act), *((s, a) for s, a in earlier if s is not None)]
        if deserting and slot.counted.kind == "military" and best.act in _LEAVING:
            best = replace(best, act="defected")
        elif best.act == "defected" and best.trigger and _is_left_village(slot, best.trigger, here.words):
            best = replace(best, act="fled")
        made.append(best)
    return _lists_as_one(here, _without_wholes(made, here.words))


def _is_left_village(slot: Slot, trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether it is no army that was left: "4,300 households have deserted their villages"."""
    return slot.counted.kind != "military" and words[trigger.first] in ("deserted", "deserting") and slot.counted.unit is not None


def _settled(here: Scene, slot: Slot, best: Choice, earlier: Sequence[tuple[Slot | None, str]], told: str | None) -> Choice:
    """The choice, or what the wording settles without the ranker."""
    if slot.first in here.uncounted:
        return best
    told_so = settled(slot, here.words, here.triggers)
    if told_so and told_so[0] != best.act:
        return replace(best, act=told_so[0], trigger=told_so[1], share=max(best.share, _SETTLED), source=None)
    asked = (slot, here.words, here.triggers)
    if best.act is None and (said := numbered(*asked) or called(slot, here.triggers) or one_of(*asked)):
        return replace(best, act=said.sense.act, trigger=said, share=_SETTLED)
    if best.act is None and is_foreign(slot) and (verb := governor(slot, here.words, here.triggers)):
        return replace(best, act=verb.sense.act, trigger=verb, share=_SETTLED)
    if best.act is None and goes_on(slot, here.words):
        source, act = earlier[0] if earlier else (None, told)
        return replace(best, act=act, trigger=None, share=_SETTLED, source=source)
    if best.act == "registered" and earlier and earlier[0][0] and is_counted_so(slot, best.trigger, here.words):
        return replace(best, act=earlier[0][1], trigger=None, share=_SETTLED, source=earlier[0][0])
    if is_inside(slot, here.words, best.act, best.trigger):
        return replace(best, act="sheltered", trigger=None, share=_SETTLED, source=None)
    return best


def _without_wholes(made: Sequence[Choice], words: Sequence[str]) -> list[Choice]:
    """Nothing is told of a whole where only a part of it is meant."""
    told = [(choice.slot, choice.trigger) for choice in made if choice.act]
    return [
        replace(choice, act=None, trigger=None, source=None)
        if choice.act and is_whole(choice.slot, choice.trigger, told, words)
        else choice
        for choice in made
    ]


def _lists_as_one(here: Scene, made: Sequence[Choice]) -> tuple[Choice, ...]:
    """A list stands or falls as one: what its surest member tells holds of "one general" too."""
    whole = []
    for choice in made:
        if choice.act is None and choice.slot.number.not_count is None and choice.slot.first not in here.uncounted:
            mates = [c for c in made if c.act and c.slot.reach == choice.slot.reach]
            surest = max(mates, key=lambda c: (c.trigger is not None, c.share), default=None)  # others have their act from such a one
            if surest and surest.act:
                choice = replace(choice, act=surest.act, trigger=surest.trigger, share=min(surest.share, 1 - choice.share))
        whole.append(choice)
    return tuple(whole)


def _acts(found: Sequence[Candidate | None]) -> list[str | None]:
    return [candidate.act if candidate else None for candidate in found]


def _by_act(found: Sequence[Candidate | None], chances: Sequence[float]) -> dict[str | None, float]:
    """The shares of the acts, each of all its candidates."""
    summed: dict[str | None, float] = {}
    for act, chance in zip(_acts(found), chances, strict=True):
        summed[act] = summed.get(act, 0.0) + chance
    return summed


def _best(slot: Slot, found: Sequence[Candidate | None], chances: Sequence[float], earlier: Sequence[tuple[Slot | None, str]]) -> Choice:
    by_act = _by_act(found, chances)
    thing = slot.counted.kind == "other" and slot.counted.head not in _RATES
    figure = 0.0 if thing else 1.0 - by_act[None]
    acts = {act: share for act, share in by_act.items() if act}
    if figure < 0.5 or not acts:
        return Choice(slot, None, None, 1.0 if thing else by_act[None])
    act = max(acts, key=acts.__getitem__)
    best = max((i for i, c in enumerate(found) if c and c.act == act), key=chances.__getitem__)
    candidate = found[best]
    assert candidate is not None
    source = next((s for s, a in earlier if a == act), None) if candidate.trigger is None else None
    return Choice(slot, act, candidate.trigger, acts[act], source)
