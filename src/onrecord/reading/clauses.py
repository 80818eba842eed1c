"""Clauses, shares and breakdowns of a sentence: what parts a number from its act word, and what does not."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading import lexicon
from onrecord.reading.acts import Side, Slot, Trigger, voice_of

_GRAMMAR = lexicon.word_sets("grammar")
_FINITE = _GRAMMAR["have"] | _GRAMMAR["modal"] | {"was", "were", "is", "are"}  # no participle behind its noun has these
_WHO = frozenset(("who", "that", "which"))
_IN_FLIGHT = frozenset(("fleeing", "escaping"))
_FLEEING = frozenset("fleeing escaping displaced uprooted".split())  # as short as a clause can be
_OWNERS = frozenset("the these those its their his her".split())
_SHARES = frozenset("most some many half part majority third quarter".split())
_BREAKS = frozenset(', ; : and but or after when as where while because before since until if “ ” "'.split()) | _WHO
_MOSTLY = frozenset("mostly largely partly mainly".split())  # what is said of some holds of no number
_REFUSING = frozenset("refused refuse refusing refuses declined declining unwilling reluctant".split())
_STILL = (("in",), ("there",), ("here",), ("at",), ("on",))
_WHERE = frozenset(("in", "of", "from", "at", "near"))
_NAMED = 10  # words behind people in which the place is named where they are
_VERB_REACH = 5  # words behind "who" in which its verb stands
_CLAUSE_REACH = 16  # words before a number in which its clause opens
_SHELTERING = frozenset("sheltered hosted arrived".split())  # acts of those who take people in
_LEADS = _OWNERS | frozenset("another a an additional further total of more other some".split())  # between it and those taken in
_HOW_THEY_CAME = frozenset("displaced fled hosted stranded expelled evacuated".split())
_EVENTS = frozenset("arrived returned evacuated relocated killed injured expelled".split())
_PREDICATES = frozenset(("patient", "agent", "state"))
_STOPS = frozenset((";", ":", ".", "”", '"'))
_TELLERS = frozenset("people persons individuals families households".split())
_INSERTS = frozenset("including among mostly mainly".split())


def clause_of(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> int:
    """Where the clause of a place begins that the number stands in and that has a verb of its own behind it: "the school where 300,
    including 40 children, have taken refuge"; 0 if there is none."""
    opened = range(slot.first - 1, max(-1, slot.first - _CLAUSE_REACH), -1)
    start = next((at for at in opened if words[at] == "where" or words[at] in _STOPS), -1)
    if start < 0 or words[start] != "where" or not {"and", "but"}.isdisjoint(words[start : slot.first]):
        return 0
    end = next((at for at in range(slot.last, len(words)) if words[at] in _STOPS), len(words))
    return start if any(slot.last <= t.first < end and t.sense.cls in _PREDICATES for t in found) else 0


def past_insertion(words: Sequence[str], between: tuple[int, int]) -> tuple[int, int]:
    """The words between a number and what is said of it, without what is put in: "7,500, including 2,000 children, have fled", "75 families,
    at least 375 people, were forced to flee"."""
    first, last = between
    if first + 1 < last and words[first] == "," and (words[first + 1] in _INSERTS or _tells_again(first + 1, last, words)):
        verbs = _GRAMMAR["be"] | _GRAMMAR["have"] | _GRAMMAR["modal"]
        end = next((at + 1 for at in range(first + 2, last) if words[at] == "," and (at + 1 == last or words[at + 1] in verbs)), first)
        return end, last
    return between


def _tells_again(at: int, last: int, words: Sequence[str]) -> bool:
    """Whether people are counted once more in another unit: "at least 375 people"."""
    number = next((spot for spot in range(at, min(last, at + 4)) if words[spot][0].isdigit()), last)
    return not _TELLERS.isdisjoint(words[number + 1 : min(last, number + 3)])


def befell_the_share(slot: Slot, trigger: Trigger, side: Side | None, words: Sequence[str], found: Sequence[Trigger]) -> bool:
    """Whether an act word tells what befell the share, not those of whom it is one: "340,000 of 480,000 Liberians *have returned*"."""
    if side != "right":
        return side == "left"
    if not _GRAMMAR["relative"].isdisjoint(words[slot.last : slot.last + 1]):  # "61,000 of the 200,000 who fled *have returned*"
        return any(slot.last <= t.first < trigger.first for t in found)
    said = not _FINITE.isdisjoint(words[slot.last : trigger.first])
    return said or (trigger.sense.cls == "agent" and voice_of(words, trigger) in ("ed", "base"))


def is_shared_out(slot: Slot, words: Sequence[str]) -> bool:
    """Whether only a share of those whom a clause describes is told of, in no figures: "most of the 10,000 who arrived are asleep"."""
    before = words[max(0, slot.first - 3) : slot.first]
    return (
        slot.last < len(words)
        and words[slot.last] in _WHO | _FLEEING
        and len(before) == 3
        and before[0] in _SHARES
        and before[1] == "of"
        and before[2] in _OWNERS
    )


def behind_relative(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> int:
    """Where the predicate begins of those whom a relative clause describes: "3,000 people who fled *have arrived*", "300 people fleeing the
    shells *crossed*"; 0 without one.

    What is newest and most specific is said there, what the clause tells is how it came about."""
    if words[slot.last : slot.last + 2] == (",", "who"):
        return _behind_commas(slot, words, found)
    if slot.last >= len(words) or words[slot.last] not in _WHO | _FLEEING:
        return 0
    behind = [t for t in found if t.first >= slot.last]
    if not behind or behind[0].first - slot.last > _VERB_REACH:
        return 0
    end = behind[0].last
    stop = next((at for at in range(end, len(words)) if words[at] in _BREAKS | _MOSTLY), len(words))
    said = next((t for t in behind if end <= t.first < stop and _is_predicate(t, words)), None)
    if words[slot.last] not in _IN_FLIGHT:
        return said.first if said else 0
    if said is None:
        said = next((t for t in behind if end <= t.first < stop and _is_arrival(t, words)), None)
    elif voice_of(words, said) != "ed":
        return 0  # "people fleeing the shells are said to have arrived" are in flight
    return said.first if said else 0


def _is_arrival(trigger: Trigger, words: Sequence[str]) -> bool:
    """As headlines tell it: "300 people fleeing the shells *arrive*", not "fleeing to the Red *Cross*"."""
    told = trigger.sense.act == "arrived" and trigger.sense.cls == "agent" and voice_of(words, trigger) == "base"
    return told and words[trigger.first - 1] not in _OWNERS | {"red", "a"}


def _behind_commas(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> int:
    """The predicate behind a clause put in between commas: "400 people, who had fled to Tambu, *returned*"; 0 without one."""
    behind = [t for t in found if t.first > slot.last and _is_predicate(t, words)]
    for trigger in behind[1:]:
        at = trigger.first - 1
        while at > slot.last and words[at] in _GRAMMAR["be"] | _GRAMMAR["have"]:
            at -= 1
        if words[at] == "," and at > slot.last:
            return trigger.first
    return 0


def _is_predicate(trigger: Trigger, words: Sequence[str]) -> bool:
    voice = voice_of(words, trigger)
    return trigger.sense.cls in _PREDICATES and (voice in ("be", "be+ing", "have") or (voice == "ed" and trigger.sense.cls == "agent"))


def is_refused(trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether an act is what people would not do, which is no figure: "83 residents had refused *to leave*"; or whether they are *left* there."""
    if words[trigger.first] == "left" and trigger.last - trigger.first == 1 and trigger.sense.cls == "agent":
        # "only 350 people are left in Avdiivka"
        return words[trigger.last : trigger.last + 1] in _STILL and voice_of(words, trigger) == "be"
    before = words[max(0, trigger.first - 2) : trigger.first + 1]
    return trigger.sense.cls == "agent" and "to" in before[1:] and before[before.index("to", 1) - 1] in _REFUSING


def is_refusing(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> bool:
    """Whether all that is told of the people counted is what they would not do: "dozens refused to leave their homes", "80 families in Daraga
    refused to go"."""
    at = slot.last
    if words[at : at + 1] and words[at] in _WHERE:
        near = range(at + 2, min(len(words), at + _NAMED))
        at = next((spot for spot in near if words[spot] in _REFUSING or words[spot] in _BREAKS - {"and"}), at)
    at += words[at : at + 1] in (("have",), ("had",))
    if at + 2 >= len(words) or words[at] not in _REFUSING:
        return False
    left = any(trigger.last <= slot.first and _BREAKS.isdisjoint(words[trigger.last : slot.first]) for trigger in found)
    return not left and all(trigger.first <= at + 3 or trigger.sense.cls not in _PREDICATES for trigger in found if trigger.first >= at)


def governor(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """The verb of giving shelter that has the people counted as its object: "the camp *houses* 700 people who fled", "camps *receive* 2,000
    displaced people a day"."""
    for trigger in found:
        takes_in = trigger.sense.cls == "patient" and trigger.sense.act in _SHELTERING and trigger.sense.words[-1] != "#"
        near = trigger.last <= slot.first and _LEADS.issuperset(words[trigger.last : slot.first])
        if takes_in and near and voice_of(words, trigger) != "be":
            return trigger
    return None


def is_governed(trigger: Trigger, verb: Trigger, slot: Slot, words: Sequence[str]) -> bool:
    """Whether an act word only tells who they are that find shelter: the noun itself, or a clause right behind it (not where shelter is
    what something was done for: "opened to house 300 people who were displaced")."""
    if trigger.first < slot.number_end or trigger.sense.act not in _HOW_THEY_CAME:
        return False
    told = words[slot.last : slot.last + 1] and words[slot.last] in _WHO and voice_of(words, verb) != "to"
    return trigger.first <= slot.last or (bool(told) and trigger.first - slot.last <= _VERB_REACH)


def is_foreign(slot: Slot) -> bool:
    """Whether the people counted have come from elsewhere; a country is no host to its own people."""
    head = slot.counted.head
    return slot.counted.demonym is not None or head.startswith(("refugee", "asylum", "migrant", "immigrant", "displaced", "idp", "evacuee"))


def is_outdone(trigger: Trigger, slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> bool:
    """Whether those called displaced did something right behind, which is what they are counted for: "dozens of displaced families *arrived*"."""
    if trigger.sense.act != "displaced" or not slot.number_end <= trigger.first < slot.last:
        return False
    events = (t for t in found if 0 <= t.first - slot.last <= 2 and t.sense.act in _EVENTS and t.sense.cls in _PREDICATES)
    done = (t for t in events if voice_of(words, t) == ("be" if t.sense.cls == "patient" else "ed"))
    return any(_BREAKS.isdisjoint(words[slot.last : t.first]) for t in done)
