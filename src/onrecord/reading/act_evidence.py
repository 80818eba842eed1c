"""What speaks for an act word, or for no figure at all: the features that the ranker weighs.

Each feature is a name; the weights are learned (``training/``). Three kinds of option compete for a number: the act words of its sentence,
the act of a figure just before ("including two generals"), and "no figure".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.reading import lexicon
from onrecord.reading.acts import Candidate, Features, Side, Slot, Trigger, bucket, distance, fits, nearest, side_of, voice_of
from onrecord.reading.clauses import (
    befell_the_share,
    behind_relative,
    clause_of,
    governor,
    is_foreign,
    is_governed,
    is_outdone,
    is_refused,
    is_shared_out,
    past_insertion,
)
from onrecord.reading.uncounted import is_help, is_own_host, signs_of_populace
from onrecord.types import DWELLING_ACTS

_GRAMMAR = lexicon.word_sets("grammar")
_MARKS = {",": "comma", ";": "stop", ":": "stop", "(": "paren", ")": "paren", "“": "quote", '"': "quote", "-": "dash", "–": "dash"}
_REMAINING = frozenset("remain remained still stayed already".split())  # tells of guests where foreigners are said to
_PREDICATE_REACH = 10  # words behind a phrase in which its predicate is looked for
_WHO = frozenset(("who", "that", "which"))
_CAMPS = frozenset("camp camps site sites settlement settlements centre centres center centers".split())
_WHERETO = frozenset(("to", "into", "for"))
_MOVES = frozenset(("displaced", "fled", "arrived", "evacuated", "relocated", "returned", "expelled"))
_OF_WHOM = frozenset((("of", "whom"), ("of", "them"), ("of", "which")))
_PASSING = frozenset(("past", "pass", "passes", "passed", "passing"))


@dataclass(frozen=True, slots=True)
class Pair:
    """A number and an act word in their sentence, and how they stand to each other."""

    slot: Slot
    trigger: Trigger
    words: Sequence[str]
    triggers: Sequence[Trigger]
    slots: Sequence[Slot]
    side: Side
    between: tuple[int, int]
    voice: str
    nearest: Mapping[Side | None, int]

    @property
    def gap(self) -> int:
        return self.between[1] - self.between[0]


def candidates(
    slot: Slot, words: Sequence[str], found: Sequence[Trigger], slots: Sequence[Slot], earlier: Sequence[tuple[Slot | None, str]]
) -> Iterator[Candidate]:
    """The candidates of ``slot``. ``earlier`` holds the figures before it, nearest first (slot None: in the sentence before)."""
    shared = is_shared_out(slot, words)
    whole, clause = shared or _is_whole(slot, words, slots), clause_of(slot, words, found)
    predicate = 0 if whole else behind_relative(slot, words, found)
    taken_in = governor(slot, words, found)
    closest = nearest(slot, found)
    for trigger in found:
        side, between = side_of(slot, trigger)
        if whole and befell_the_share(slot, trigger, side, words, found):
            continue
        if trigger.last <= clause and trigger.sense.cls != "state":
            continue  # "a man was shot near the college where 7,500 have taken refuge"
        if slot.last <= trigger.first < predicate or is_refused(trigger, words) or is_help(slot, trigger, words):
            continue
        if is_outdone(trigger, slot, words, found):
            continue
        if (taken_in and is_governed(trigger, taken_in, slot, words)) or is_own_host(slot, trigger, words):
            continue
        if side is not None and _can_be_said(slot, trigger) and not _belongs_to_others(slot, trigger, side, between, words):
            between = past_insertion(words, between) if side == "right" else between
            pair = Pair(slot, trigger, words, found, slots, side, between, voice_of(words, trigger), closest)
            yield Candidate(trigger.sense.act, trigger, _evidence(pair))
    if whole or taken_in or any(_leads_to_total(slot, trigger, words) for trigger in found):
        return  # the total, or who takes them in, says itself what is counted
    for rank, (other, act) in enumerate(earlier[:2]):
        if slot.counted.unit == "person" and act in DWELLING_ACTS:
            continue  # "80 homes were burnt, sending 5,000 people to churches"
        names = {f"inh-rank={rank}", f"inh-act={act}", *_inherited(slot, other, words, found)}
        yield Candidate(act, None, dict.fromkeys(names, 1.0))


def nothing(slot: Slot, words: Sequence[str], found: Sequence[Trigger], slots: Sequence[Slot]) -> Features:
    """Features of "this number is no figure"."""
    return dict.fromkeys((f"no{name}" for name in _against(slot, words, found, slots)), 1.0)


def _against(slot: Slot, words: Sequence[str], found: Sequence[Trigger], slots: Sequence[Slot]) -> Iterator[str]:
    number, counted = slot.number, slot.counted
    yield from ("", f"|kind={counted.kind}", f"|form={number.form}")
    if number.not_count:
        yield from ("|not", f"|not={number.not_count}")
    if number.value <= 10:
        yield f"|small|{counted.kind}"
    if number.value == 1:
        yield "|one"
    if not found:
        yield from ("|bare", f"|bare|{counted.kind}")
    before, after = _at(words, slot.first - 1), _at(words, slot.last)
    if before in _GRAMMAR["odd_before"]:
        yield f"|before={before}"
    if after in _GRAMMAR["odd_after"]:
        yield f"|after={after}"
    if not _GRAMMAR["capacity"].isdisjoint(words[max(0, slot.first - 3) : slot.first]):
        yield "|capacity"
    for name in signs_of_populace(slot, words):
        yield from (f"|{name}", f"|{name}|{counted.head}")
    if counted.kind in ("unknown", "none") and _follows_thing(slot, slots):
        yield "|after-thing"
    if counted.kind in ("unknown", "none") and before in _GRAMMAR["loose_before"]:
        yield f"|before={before}|loose"


def _follows_thing(slot: Slot, slots: Sequence[Slot]) -> bool:
    """Whether the count before it is of things ("a million acres ... and another two million")."""
    before = next((s for s in reversed(slots) if s.first < slot.first and s.number.not_count is None), None)
    return before is not None and before.counted.kind == "other"


def _can_be_said(slot: Slot, trigger: Trigger) -> bool:
    """Whether the act can be said of those counted at all: homes are not displaced, people not flooded, villagers who remain in a village not
    hosted there. Homes may be evacuated."""
    unit, act = slot.counted.unit, trigger.sense.act
    if trigger.sense.words[-1] == "seeing":
        return False  # said of arrivals only where the wording settles it
    if not is_foreign(slot) and (trigger.sense.words[-1] == "country" or trigger.sense.words[0].startswith(("prepar", "brac"))):
        return False  # "preparing for 300 guests"
    if act == "hosted" and not _REMAINING.isdisjoint(trigger.sense.words) and not is_foreign(slot):
        return "already" in trigger.sense.words and unit is None
    return unit is None or unit in trigger.sense.units or (unit == "dwelling" and act == "evacuated")


def _belongs_to_others(slot: Slot, trigger: Trigger, side: Side, between: tuple[int, int], words: Sequence[str]) -> bool:
    """Whether the act word only says what helpers do ("140 rescue workers"), or where to somebody or something went that now meets
    the number ("rice has gone to 60,000 people", "the toll climbed to 5,486")."""
    if side == "inside":
        return slot.counted.kind in ("military", "other") and not words[trigger.first].endswith(("ed", "ing"))
    if side == "left" and between[0] == between[1] and trigger.sense.cls == "agent" and words[trigger.first :][:1] == ("leaving",):
        return True
    meets = side == "left" and between[0] == between[1] and words[trigger.last - 1] in _WHERETO
    return meets and trigger.sense.cls in ("agent", "patient") and trigger.sense.act in _MOVES


def _evidence(pair: Pair) -> Features:
    features = dict.fromkeys((*_shape(pair), *_fit(pair), *_patterns(pair), *_relative(pair), *_edges(pair), *_rank(pair)), 1.0)
    for mark in _between(pair):
        features[f"btw={mark}|{pair.side}"] = 1.0
        features[f"btw={mark}|{pair.side}|{pair.trigger.sense.cls}"] = 1.0
    if pair.side in ("left", "right"):
        features["span"] = pair.gap / 10.0
    return features


def _shape(pair: Pair) -> Iterator[str]:
    """Where the act word stands, of which class and act it is, which word it is."""
    sense, side, counted = pair.trigger.sense, pair.side, pair.slot.counted
    phrase = " ".join(sense.words)
    yield from (f"rel={side}|{sense.cls}|{pair.voice}", f"rel={side}|{sense.cls}", f"gap={side}|{bucket(pair.gap)}")
    yield from (
        f"act={sense.act}",
        f"act={sense.act}|{sense.cls}",
        f"act={sense.act}|{counted.kind}",
        f"act={sense.act}|head={counted.head}",
    )
    yield from (
        f"word={phrase}|{sense.act}",
        f"word={phrase}|{side}",
        f"cls={sense.cls}|{counted.kind}",
        f"phrase={min(len(sense.words), 3)}",
    )


def _fit(pair: Pair) -> Iterator[str]:
    """Whether the act can be said of the unit counted."""
    sense, unit, kind = pair.trigger.sense, pair.slot.counted.unit, pair.slot.counted.kind
    if unit:
        yield f"fits={unit in sense.units}"
        if unit not in sense.units:
            yield f"misfit={unit}|{sense.act}"
    elif kind in ("none", "unknown", "partitive", "other"):
        yield from (f"loose={kind}|{pair.side}|{sense.cls}", f"loose={kind}|{bucket(pair.gap)}")


def _patterns(pair: Pair) -> Iterator[str]:
    """Turns of phrase that decide more than distance does."""
    slot, sense, side, words = pair.slot, pair.trigger.sense, pair.side, pair.words
    if sense.cls != "people" and _leads_to_total(slot, pair.trigger, words):
        yield from ("total-to", f"total-to|{sense.cls}")
    if tuple(words[max(0, slot.first - 2) : slot.first]) == ("total", "of"):
        yield f"total-of|{side}|{sense.cls}"
    if _is_elliptical(slot, words, pair.slots):
        yield from (f"ellipsis|{side}", f"ellipsis|{side}|{sense.cls}")
    if _is_whole(slot, words, pair.slots):
        yield f"whole={side}|{sense.cls}"
    yield from _harboured(pair)
    if _is_owned(slot, pair.trigger, pair.slots):
        yield from (f"owned={side}", f"owned={side}|{sense.cls}|{pair.voice}")
    if _has_predicate(pair):
        yield from (f"yields={side}|{sense.cls}", f"yields={side}|{sense.cls}|{pair.voice}")
    if tuple(words[pair.between[0] : pair.between[1]]) in (("to",), ("to", "be")):
        yield "catenative"
    if side == "right" and sense.cls == "patient" and pair.voice in ("be+ing", "have", "modal", "base"):
        yield "acts-itself"  # "one of them is killing civilians"
    if side == "right" and pair.gap == 0:
        yield f"next={sense.cls}|{pair.voice}"
    if side == "left" and pair.gap == 0:
        yield f"prev={sense.cls}|{pair.voice}|{slot.counted.kind}"


def _harboured(pair: Pair) -> Iterator[str]:
    """What parts those whom a country hosts from those whom a camp shelters."""
    slot, sense = pair.slot, pair.trigger.sense
    if sense.act == "hosted":
        yield f"foreign={is_foreign(slot)}|{sense.cls}"
    if sense.act in ("hosted", "sheltered"):
        yield f"camp={not _CAMPS.isdisjoint(pair.words[max(0, slot.first - 8) : slot.last + 6])}|{sense.act}|{pair.side}"


def _relative(pair: Pair) -> Iterator[str]:
    """Where an act word stands to a relative clause behind the number: "7,000 who have crossed [inside] ... are staying [main]"."""
    slot, words = pair.slot, pair.words
    if pair.side != "right" or _at(words, slot.last) not in _WHO:
        return
    behind = [t for t in pair.triggers if t.first > slot.last]
    main = next((t for t in behind[1:] if _at(words, t.first - 1) in _GRAMMAR["be"] | _GRAMMAR["modal"]), None)
    if main is None or not {",", "and", "but"}.isdisjoint(words[slot.last : main.first]):
        return
    if pair.trigger.first <= main.first:
        clause = "main" if pair.trigger.first == main.first else "inside"
        yield from (f"clause={clause}", f"clause={clause}|{pair.trigger.sense.cls}")


def _edges(pair: Pair) -> Iterator[str]:
    """The words next to number and act word."""
    slot, trigger, words, cls = pair.slot, pair.trigger, pair.words, pair.trigger.sense.cls
    before, after, lead = _at(words, slot.first - 1), _at(words, trigger.last), _at(words, trigger.first - 1)
    if pair.side == "left" and before in _GRAMMAR["left_edge"]:
        yield f"with=before={before}|{cls}|left"
    if pair.side == "right" and after in _GRAMMAR["right_edge"]:
        yield f"with=after={after}|{cls}|right"
    if pair.side == "left" and lead in _GRAMMAR["lead_in"]:
        yield f"with=lead={lead}|{cls}|left"


def _between(pair: Pair) -> Iterator[str]:
    """What stands between number and act word."""
    first, last = pair.between
    inner = tuple(pair.words[first:last])
    present = set(inner)
    yield from {_MARKS.get(mark, mark) for mark in _GRAMMAR["between"] & present}
    if "of" in present and not _OF_WHOM.isdisjoint(pairwise(inner)):
        yield "share"  # "3 million people, half of whom have fled"
    for name in ("relative", "subordinate"):
        if _GRAMMAR[name] & present:
            yield name
        if inner and inner[0] in _GRAMMAR[name]:
            yield f"opens={name}"
    verbs = _GRAMMAR["be"] | _GRAMMAR["have"] | _GRAMMAR["modal"]
    if verbs & set(inner[:-4] if pair.side == "right" else inner):
        yield "verb"
    yield from _rivals(pair, first, last)


def _rivals(pair: Pair, first: int, last: int) -> Iterator[str]:
    """Other act words and numbers between."""
    rivals = [t for t in pair.triggers if first <= t.first and t.last <= last and t.first != pair.trigger.first]
    if rivals:
        yield "rival"
    if any(t.sense.act == pair.trigger.sense.act for t in rivals):
        yield "rival-same"
    if any(t.sense.cls in ("patient", "agent") for t in rivals):
        yield "rival-verb"
    numbers = [s for s in pair.slots if s is not pair.slot and first <= s.first and s.last <= last and s.number.not_count is None]
    if numbers:
        yield "number"
    if any(s.counted.unit for s in numbers):
        yield "number-counted"
    if any(s.counted.unit == pair.slot.counted.unit for s in numbers):
        yield "number-alike"


def _rank(pair: Pair) -> Iterator[str]:
    """Whether this is the nearest act word of its side, and of all that fit the unit counted."""
    if not fits(pair.slot, pair.trigger):
        return
    own = distance(*side_of(pair.slot, pair.trigger))  # with any breakdown put in between
    if own <= min(pair.nearest.values()):
        yield "nearest"
    if own <= pair.nearest[pair.side]:
        yield f"nearest={pair.side}"


def _is_whole(slot: Slot, words: Sequence[str], slots: Sequence[Slot]) -> bool:
    """Whether the number is that of which another one is a part ("19 of the 21 trapped miners")."""
    share = next((s for s in reversed(slots) if s.first < slot.first), None)
    inner = tuple(words[share.number_end : slot.first]) if share else ()
    if share and share.number.not_count and inner == ("of",):
        return False  # "a second one of 212"
    return inner[:1] in (("of",), ("out",)) and "of" in inner and _GRAMMAR["whole"].issuperset(inner)


def _leads_to_total(slot: Slot, trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether the act word tells what a total is about that comes to this number: "the total who are registered ... to 408,000"."""
    comes_to = _at(words, slot.first - 1) in ("to", "at", "reached") or _at(words, slot.first) in _PASSING
    if not comes_to or trigger.last > slot.first:
        return False
    return not _GRAMMAR["total"].isdisjoint(words[max(0, trigger.first - 8) : trigger.first])


def _is_elliptical(slot: Slot, words: Sequence[str], slots: Sequence[Slot]) -> bool:
    """Whether only a place follows a bare number in a row of numbers: "1,000 to Lebanon and another 1,000 to Jordan"."""
    bare = slot.counted.kind == "none" or slot.counted.head in ("more", "others")
    return (
        bare
        and _at(words, slot.last) in _GRAMMAR["place_after"]
        and any(s.first < slot.first and s.number.not_count is None for s in slots)
    )


def _is_owned(slot: Slot, trigger: Trigger, slots: Sequence[Slot]) -> bool:
    """Whether another number stands right before the act word, as its own subject ("90 were destroyed and 800 ...")."""
    return any(
        s is not slot and 0 <= trigger.first - s.last <= 2 and s.number.not_count is None and s.counted.kind != "other" for s in slots
    )


def _has_predicate(pair: Pair) -> bool:
    """Whether a predicate of its own follows: "1,100 *displaced* families stayed ...", "people *displaced* by floods were evacuated"."""
    slot, trigger = pair.slot, pair.trigger
    if trigger.first > slot.last or trigger.last <= slot.first or trigger.sense.act == "defected":
        return False
    edge = max(slot.last, trigger.last)
    for other in pair.triggers:
        apart = other.first - edge
        if other.sense.cls in ("patient", "agent") and other.sense.act != trigger.sense.act and 0 <= apart <= _PREDICATE_REACH:
            voice = voice_of(pair.words, other)
            if voice in ("be", "have", "be+ing", "modal") or (voice in ("ed", "base") and apart <= 2):
                return _GRAMMAR["clause_turn"].isdisjoint(pair.words[edge : other.first])
    return False


def _inherited(slot: Slot, other: Slot | None, words: Sequence[str], found: Sequence[Trigger]) -> Iterator[str]:
    """What speaks for taking over the act of an earlier figure."""
    kind, where = slot.counted.kind, "here" if other else "before"
    yield from (f"inh={where}", f"inh|{kind}", f"inh|{where}|{kind}")
    if other is None:
        yield f"inh-before={_at(words, slot.first - 1)}"
        return
    inner = words[other.last : slot.first]
    for name in _GRAMMAR["handed_on"].intersection(inner):
        yield from (f"inh-btw={name}", f"inh-btw={name}|{kind}")
    alike = other.counted.unit == slot.counted.unit and slot.counted.unit is not None
    yield from (f"inh-gap={bucket(len(inner))}", f"inh-alike={alike}", f"inh-kinds={other.counted.kind}>{kind}")
    if any(other.last <= t.first and t.last <= slot.first for t in found):
        yield "inh-rival"
    behind = next((t for t in found if t.first >= slot.last), None)
    if behind and behind.first - slot.last <= 1:
        yield "inh-next-trigger"
    if any(slot.number_end <= t.first < slot.last for t in found):
        yield "inh-inside-trigger"
    if _at(words, slot.last) in _GRAMMAR["place_after"] and kind in ("none", "partitive"):
        yield "inh-ellipsis"
    if not _GRAMMAR["total"].isdisjoint(inner):
        yield from ("inh-total", f"inh-total|{_at(words, slot.first - 1)}")
    if len(inner) <= 2:
        yield "inh-chain"


def _at(words: Sequence[str], position: int) -> str:
    """The word there; "^" before the sentence, "$" behind it."""
    return "^" if position < 0 else "$" if position >= len(words) else words[position]
