"""What happened: for each number of a sentence, the act words that could speak of it, described by features for the ranker.

Find first, decide later: every act word in the sentence is a candidate, and so is the act of the figure just before ("including two
generals"). A small log-linear model (:mod:`onrecord.reading.ranker`) weighs the candidates against "not a figure".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.reading import lexicon
from onrecord.reading.counted import Counted
from onrecord.reading.lexicon import Sense
from onrecord.reading.numbers import Number
from onrecord.text import Token

Features = dict[str, float]

_BE = frozenset("was were is are be been being am 's 're get got getting left feared believed reported presumed found".split())
_HAVE = frozenset("has have had having 've".split())
_MODAL = frozenset("will would could can may might must shall should".split())
_RELATIVE = frozenset("who which that whom whose".split())
_SUBORDINATE = frozenset("after when as while since because following where before until although though amid once if".split())
_ADVERB = frozenset("also already still now not been completely partially severely badly newly recently reportedly so far then all".split())
_CLAUSE_VERBS = _BE | _HAVE | _MODAL


@dataclass(frozen=True, slots=True)
class Trigger:
    """An act word in a sentence; ``first`` and ``last`` are token positions (half open)."""

    sense: Sense
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A number in its sentence: where its phrase stands and what it counts, in token positions."""

    number: Number
    first: int  # of the number phrase with its qualifier
    number_end: int  # behind the bare number
    last: int  # behind the counted noun
    counted: Counted
    reach: tuple[int, int] = (0, 0)  # first and last of the list it belongs to ("two generals, 11 colonels and four captains"), else its own


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible act for a slot: an act word, or the act of an earlier figure (``trigger`` is None)."""

    act: str
    trigger: Trigger | None
    features: Features


def triggers(words: Sequence[str]) -> tuple[Trigger, ...]:
    """All act words of a sentence; the longest phrase at a position hides shorter ones of the same act."""
    found: list[Trigger] = []
    for at in range(len(words)):
        seen: set[tuple[str, str]] = set()
        for sense, end in lexicon.match(words, at):
            if (sense.act, sense.cls) not in seen:
                seen.add((sense.act, sense.cls))
                found.append(Trigger(sense, at, end))
    return tuple(t for t in found if not any(_hides(other, t) for other in found))


def _hides(longer: Trigger, shorter: Trigger) -> bool:
    """Whether ``shorter`` is only a piece of the phrase ``longer`` ("lost power" is no loss of life)."""
    inside = longer.first <= shorter.first and shorter.last <= longer.last
    return inside and longer.last - longer.first > shorter.last - shorter.first and "~" not in longer.sense.words


def candidates(
    slot: Slot, tokens: Sequence[Token], words: Sequence[str], found: Sequence[Trigger], slots: Sequence[Slot], earlier: Sequence[tuple[Slot | None, str]]
) -> Iterator[Candidate]:
    """The candidates of ``slot``. ``earlier`` holds the figures before it, nearest first (slot None: in the sentence before)."""
    for trigger in found:
        features = _describe(slot, trigger, words, found, slots)
        if features is not None:
            yield Candidate(trigger.sense.act, trigger, features)
    if any(_leads_to_total(slot, trigger, words) for trigger in found):
        return  # the total says itself what it counts
    for distance, (other, act) in enumerate(earlier[:2]):
        yield Candidate(act, None, _inherited(slot, other, act, distance, words, found))


def nothing(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Features:
    """Features of "this number is no figure"."""
    number, counted = slot.number, slot.counted
    features: Features = {"no": 1.0, f"no|kind={counted.kind}": 1.0, f"no|form={number.form}": 1.0}
    if number.not_count:
        features[f"no|not={number.not_count}"] = 1.0
        features["no|not"] = 1.0
    if number.value <= 10:
        features[f"no|small|{counted.kind}"] = 1.0
    if number.value == 1:
        features["no|one"] = 1.0
    if not found:
        features["no|bare"] = 1.0
        features[f"no|bare|{counted.kind}"] = 1.0
    before = words[slot.first - 1] if slot.first else "^"
    after = words[slot.last] if slot.last < len(words) else "$"
    if before in ("no", "any", "every", "each", "per"):
        features[f"no|before={before}"] = 1.0
    if before in ("(", "[", "$", "#", "/", "-", "£", "€", "@"):
        features[f"no|before={before}"] = 1.0
    if after in (")", "%", "/", "-", ":"):
        features[f"no|after={after}"] = 1.0
    for name in _population(slot, words):
        features[f"no|{name}"] = 1.0
        features[f"no|{name}|{counted.head}"] = 1.0
    if counted.kind in ("unknown", "none") and before in ("in", "on", "of", "at", "no", "number"):
        features[f"no|before={before}|loose"] = 1.0
    return features


_POPULACE = frozenset("people civilians citizens residents inhabitants persons".split())
_DWELL = frozenset("live lives living home population populated populous crammed packed inhabited inhabitants residents residence citizens".split())
_AREAS = frozenset("population city town province state country nation district village region enclave area island community camp".split())


def _population(slot: Slot, words: Sequence[str]) -> Iterator[str]:
    """Signs that the number tells how many live somewhere, which is no figure (GUIDE case 3): "home to 3 million people"."""
    if slot.counted.head not in _POPULACE:
        return
    size = "many" if slot.number.value >= 100_000 else "few"
    if not _DWELL.isdisjoint(words[max(0, slot.first - 5) : slot.last + 4]):
        yield f"dwell|{size}"
    before = words[max(0, slot.first - 3) : slot.first]
    if "of" in before and not _AREAS.isdisjoint(before):
        yield f"place-of|{size}"
    if before and before[-1].endswith(("'s", "’s")):
        yield f"owner|{size}"
    yield f"populace|{size}"


def _describe(slot: Slot, trigger: Trigger, words: Sequence[str], found: Sequence[Trigger], slots: Sequence[Slot]) -> Features | None:
    sense = trigger.sense
    side, between = side_of(slot, trigger)
    if side is None:
        return None
    if side == "inside" and slot.counted.kind in ("military", "other") and not words[trigger.first].endswith(("ed", "ing")):
        return None  # "140 rescue workers"
    gap = between[1] - between[0]
    kind = slot.counted.kind
    unit = slot.counted.unit
    voice = voice_of(words, trigger)
    shape = f"{side}|{sense.cls}|{voice}"
    features: Features = {
        f"rel={shape}": 1.0,
        f"rel={side}|{sense.cls}": 1.0,
        f"gap={side}|{bucket(gap)}": 1.0,
        f"act={sense.act}": 1.0,
        f"act={sense.act}|{sense.cls}": 1.0,
        f"act={sense.act}|{kind}": 1.0,
        f"word={' '.join(sense.words)}|{sense.act}": 1.0,
        f"word={' '.join(sense.words)}|{side}": 1.0,
        f"act={sense.act}|head={slot.counted.head}": 1.0,
        f"cls={sense.cls}|{kind}": 1.0,
        f"phrase={min(len(sense.words), 3)}": 1.0,
    }
    if side in ("left", "right"):
        features["span"] = gap / 10.0
    if unit:
        features[f"fits={unit in sense.units}"] = 1.0
        if unit not in sense.units:
            features[f"misfit={unit}|{sense.act}"] = 1.0
    elif kind in ("none", "unknown", "partitive", "other"):
        features[f"loose={kind}|{side}|{sense.cls}"] = 1.0
        features[f"loose={kind}|{bucket(gap)}"] = 1.0
    for mark in _between(words, between, slot, trigger, found, slots):
        features[f"btw={mark}|{side}"] = 1.0
        features[f"btw={mark}|{side}|{sense.cls}"] = 1.0
    if sense.cls != "people" and _leads_to_total(slot, trigger, words):
        features["total-to"] = 1.0
        features[f"total-to|{sense.cls}"] = 1.0
    if words[slot.first - 2 : slot.first] == ("total", "of"):
        features[f"total-of|{side}|{sense.cls}"] = 1.0
    if _is_elliptical(slot, words, slots):
        features[f"ellipsis|{side}"] = 1.0
        features[f"ellipsis|{side}|{sense.cls}"] = 1.0
    if _is_whole(slot, words, slots):
        features[f"whole={side}|{sense.cls}"] = 1.0
    if sense.act == "hosted":
        features[f"foreign={_is_foreign(slot)}|{sense.cls}"] = 1.0
    if _owned(slot, trigger, slots):
        features[f"owned={side}|{sense.cls}|{voice}"] = 1.0
        features[f"owned={side}"] = 1.0
    if _has_predicate(slot, trigger, words, found):
        features[f"yields={side}|{sense.cls}"] = 1.0
        features[f"yields={side}|{sense.cls}|{voice}"] = 1.0
    if words[between[0] : between[1]] in (("to",), ("to", "be")):
        features["catenative"] = 1.0
    if side == "right" and gap == 0:
        features[f"next={sense.cls}|{voice}"] = 1.0
    if side == "left" and gap == 0:
        features[f"prev={sense.cls}|{voice}|{kind}"] = 1.0
    for name in _particles(words, slot, trigger, side):
        features[f"with={name}|{sense.cls}|{side}"] = 1.0
    for name in _rank(slot, trigger, found, side):
        features[name] = 1.0
    return features


def side_of(slot: Slot, trigger: Trigger) -> tuple[str | None, tuple[int, int]]:
    """On which side of the number phrase an act word stands, and the token positions between them. A list stands to it as one."""
    if trigger.first >= slot.reach[1] > slot.last:
        return "right", (slot.reach[1], trigger.first)
    if trigger.last <= slot.reach[0] < slot.first:
        return "left", (trigger.last, slot.reach[0])
    if trigger.first >= slot.last:
        return "right", (slot.last, trigger.first)
    if trigger.last <= slot.first:
        return "left", (trigger.last, slot.first)
    if trigger.first >= slot.number_end:
        if trigger.last > slot.last:
            return "right", (slot.last, slot.last)
        return ("head" if trigger.last == slot.last else "inside"), (0, 0)
    if trigger.first < slot.first and trigger.last > slot.last:
        return "around", (0, 0)
    return ("around", (0, 0)) if trigger.first < slot.number_end < trigger.last else (None, (0, 0))


def voice_of(words: Sequence[str], trigger: Trigger) -> str:
    """How the act word is used: passive, perfect, modal, infinitive, ing, finite, bare participle, or noun."""
    if trigger.sense.cls in ("noun", "people"):
        return "-"
    at = trigger.first - 1
    seen = 0
    while at >= 0 and seen < 4 and (words[at] in _ADVERB or words[at].endswith("ly")):
        at, seen = at - 1, seen + 1
    before = words[at] if at >= 0 else "^"
    word = words[trigger.first]
    if word.endswith("ing"):
        return "be+ing" if before in _BE else "ing"
    if before == "to":
        return "to"
    if before in _BE or (seen and "been" in words[at : trigger.first]):
        return "be"
    if before in _HAVE:
        return "have"
    if before in _MODAL:
        return "modal"
    return "ed" if word.endswith(("ed", "en")) or word in ("fled", "left", "lost", "hit", "cut", "dead") else "base"


def bucket(gap: int) -> str:
    for limit in (0, 1, 2, 4, 7, 12, 20):
        if gap <= limit:
            return str(limit)
    return "far"


def _between(words: Sequence[str], span: tuple[int, int], slot: Slot, trigger: Trigger, found: Sequence[Trigger], slots: Sequence[Slot]) -> Iterator[str]:
    first, last = span
    inner = words[first:last]
    for mark, name in ((",", "comma"), ("and", "and"), ("or", "or"), (";", "stop"), (":", "stop"), ("(", "paren"), (")", "paren"), ("“", "quote"), ('"', "quote"), ("-", "dash"), ("–", "dash"), ("but", "but"), ("by", "by"), ("to", "to"), ("of", "of"), ("from", "from"), ("in", "in")):
        if mark in inner:
            yield name
    if _RELATIVE & set(inner):
        yield "relative"
    if any(inner[i : i + 2] in (("of", "whom"), ("of", "them"), ("of", "which")) for i in range(len(inner))):
        yield "share"  # "3 million people, half of whom have fled"
    if _SUBORDINATE & set(inner):
        yield "subordinate"
    if inner and inner[0] in _SUBORDINATE | _RELATIVE:
        yield f"opens={'relative' if inner[0] in _RELATIVE else 'subordinate'}"
    if _CLAUSE_VERBS & set(inner[:-4] if trigger.first >= slot.last else inner):
        yield "verb"
    rivals = [t for t in found if first <= t.first and t.last <= last and not (t.first == trigger.first)]
    if rivals:
        yield "rival"
        if any(t.sense.act == trigger.sense.act for t in rivals):
            yield "rival-same"
        if any(t.sense.cls in ("patient", "agent") for t in rivals):
            yield "rival-verb"
    numbers = [s for s in slots if s is not slot and first <= s.first and s.last <= last and s.number.not_count is None]
    if numbers:
        yield "number"
        if any(s.counted.unit for s in numbers):
            yield "number-counted"
        if any(s.counted.unit == slot.counted.unit for s in numbers):
            yield "number-alike"


def _particles(words: Sequence[str], slot: Slot, trigger: Trigger, side: str) -> Iterator[str]:
    before = words[slot.first - 1] if slot.first else "^"
    if side == "left" and before in ("by", "of", "to", "from", "for", "in", "at", "with", "as", "including", "than", "among", "between", "after", "on", ":", "(", "-", "–", "around", "reached", "hit"):
        yield f"before={before}"
    after = words[trigger.last] if trigger.last < len(words) else "$"
    if side == "right" and after in ("by", "of", "to", "from", "in", ",", "."):
        yield f"after={after}"
    if side == "left" and trigger.first and words[trigger.first - 1] in ("by", "the", "of", "been", "were", "was"):
        yield f"lead={words[trigger.first - 1]}"


def _is_whole(slot: Slot, words: Sequence[str], slots: Sequence[Slot]) -> bool:
    """Whether the number is that of which another one is a part ("19 of the 21 trapped miners")."""
    return words[slot.first - 2 : slot.first] in (("of", "the"), ("of", "their"), ("of", "its")) and any(s.number_end == slot.first - 2 for s in slots)


_TOTALS = frozenset("total number toll figure tally count".split())


def _leads_to_total(slot: Slot, trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether the act word tells what a total is about that comes to this number: "the total who are registered ... to 408,000"."""
    if words[slot.first - 1 : slot.first] not in (("to",), ("at",), ("reached",), ("past",)):
        return False
    return any(words[at] in _TOTALS for at in range(max(0, trigger.first - 8), trigger.first)) and trigger.last <= slot.first


def _is_elliptical(slot: Slot, words: Sequence[str], slots: Sequence[Slot]) -> bool:
    """Whether only a place follows a bare number in a row of numbers: "1,000 to Lebanon and another 1,000 to Jordan"."""
    bare = slot.counted.kind == "none" or slot.counted.head in ("more", "others")
    follows = words[slot.last : slot.last + 1] and words[slot.last] in ("to", "in", "from", "at", "into", "elsewhere", "near", "more")
    return bool(bare and follows and any(s.first < slot.first and s.number.not_count is None for s in slots))


def _is_foreign(slot: Slot) -> bool:
    """Whether the people counted have come from elsewhere; a country is no host to its own people."""
    return slot.counted.demonym is not None or slot.counted.head.startswith(("refugee", "asylum", "migrant", "immigrant", "displaced", "idp", "evacuee"))


def _owned(slot: Slot, trigger: Trigger, slots: Sequence[Slot]) -> bool:
    """Whether another number stands right before the act word, as its own subject ("90 were destroyed and 800 ...")."""
    return any(s is not slot and 0 <= trigger.first - s.last <= 2 and s.number.not_count is None and s.counted.kind != "other" for s in slots)


def _has_predicate(slot: Slot, trigger: Trigger, words: Sequence[str], found: Sequence[Trigger]) -> bool:
    """Whether a predicate of its own follows: "1,100 *displaced* families stayed ...", "people *displaced* by floods were evacuated"."""
    edge = max(slot.last, trigger.last)
    if trigger.first > slot.last or trigger.last <= slot.first or trigger.sense.act == "defected":
        return False
    for other in found:
        if other.first >= edge and other.sense.cls in ("patient", "agent") and other.sense.act != trigger.sense.act and other.first - edge <= 10:
            voice = voice_of(words, other)
            inner = words[edge : other.first]
            if voice in ("be", "have", "be+ing", "modal") or (voice in ("ed", "base") and len(inner) <= 2):
                return not {"that", "after", "when", "while", ";", "as"} & set(inner)
    return False


def _rank(slot: Slot, trigger: Trigger, found: Sequence[Trigger], side: str) -> Iterator[str]:
    """Whether this is the nearest act word of its side, and of all that fit the unit counted."""
    unit = slot.counted.unit

    def distance(t: Trigger) -> int:
        where, (first, last) = side_of(slot, t)
        return 99 if where is None else (last - first if where in ("left", "right") else 0)

    own = distance(trigger)
    fitting = [t for t in found if unit is None or unit in t.sense.units]
    if trigger in fitting:
        if own <= min(map(distance, fitting)):
            yield "nearest"
        same_side = [distance(t) for t in fitting if side_of(slot, t)[0] == side]
        if own <= min(same_side):
            yield f"nearest={side}"


def _inherited(slot: Slot, other: Slot | None, act: str, rank: int, words: Sequence[str], found: Sequence[Trigger]) -> Features:
    kind = slot.counted.kind
    features: Features = {f"inh={'here' if other else 'before'}": 1.0, f"inh-rank={rank}": 1.0, f"inh|{kind}": 1.0, f"inh-act={act}": 1.0, f"inh|{'here' if other else 'before'}|{kind}": 1.0}
    if other is None:
        before = words[slot.first - 1] if slot.first else "^"
        features[f"inh-before={before}"] = 1.0
        return features
    inner = words[other.last : slot.first]
    for name in (",", "and", "or", "including", "(", "another", "of", "among", "while", ";", "to"):
        if name in inner:
            features[f"inh-btw={name}"] = 1.0
            features[f"inh-btw={name}|{kind}"] = 1.0
    features[f"inh-gap={bucket(len(inner))}"] = 1.0
    alike = other.counted.unit == slot.counted.unit and slot.counted.unit is not None
    features[f"inh-alike={alike}"] = 1.0
    if any(other.last <= t.first and t.last <= slot.first for t in found):
        features["inh-rival"] = 1.0
    right = [t for t in found if t.first >= slot.last]
    if right and right[0].first - slot.last <= 1:
        features["inh-next-trigger"] = 1.0
    if any(slot.number_end <= t.first < slot.last for t in found):
        features["inh-inside-trigger"] = 1.0
    if words[slot.last : slot.last + 1] and words[slot.last] in ("to", "in", "from", "at", "into", "elsewhere", "near", "more") and kind in ("none", "partitive"):
        features["inh-ellipsis"] = 1.0
    features[f"inh-kinds={other.counted.kind}>{kind}"] = 1.0
    if not _TOTALS.isdisjoint(inner):
        features["inh-total"] = 1.0
        features[f"inh-total|{words[slot.first - 1]}"] = 1.0
    features["inh-chain"] = 1.0 if len(inner) <= 2 else 0.0
    return features
