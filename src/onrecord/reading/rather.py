"""What people rather are or did, where the act found for them says less than the wording around it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from onrecord.reading import lexicon
from onrecord.reading.acts import WHOLLY, Slot, Trigger, voice_of
from onrecord.reading.aided import is_aided
from onrecord.reading.near import those_who, word_before

_GRAMMAR = lexicon.word_sets("grammar")
_WORDS = lexicon.word_sets("rather")
_NUMBERING = ("number", "numbers", "numbered")
_BY_NOW = ("now", "already", "today", "still", "currently")
_HEDGED = frozenset("some about around nearly almost over roughly approximately".split())
_INVOLVING = lexicon.word_sets("uncounted")["befalling"]  # between an event and those whom it concerns
_HOUSES = lexicon.word_sets("hosts")["houses_of"]
_STOPS = frozenset(". ; : , ( ) with and or but while who whom which that where when after of from to for fled left crossed".split())
_AUXILIARIES = frozenset("was were is are been being has have had also already since now".split())
_ASIDE = 20  # words from people to what they did, with an aside between
_ENDS = ((), (",",), (";",), (".",), (")",), ("/",), ("and",))
_JOINTS = frozenset(("and", ","))
_INSIDE = frozenset(("in", "at", "inside", "within"))
_FROM = frozenset(("from", "of"))
_CAMP_REACH = 8  # words between people and the camp that they are in
_SINCE_REACH = 10  # words between "displaced" and the shelters that those displaced are in
_TIME_REACH = 5  # words behind "more than" in which a day or a count of before is named
_MOVED_LEADS = frozenset("about around some more than at least nearly almost over an estimated another the its their up to as many".split())
_CLAUSE_ENDS = frozenset(", ; : and but who which while after as when where".split())
_HAVEN_REACH = 14  # words behind people in which it is told where they were taken
_HAVEN_NAME = 6  # words of "22 temporary evacuation centres"
_MISLEADING = frozenset("evacuated relocated returned detained expelled missing injured".split())  # acts whose words say other things too
_TAKING = 9  # words from people to where they took refuge
_REFUGE = frozenset(
    (("sought", "refuge"), ("took", "refuge"), ("taken", "refuge"), ("sought", "shelter"), ("took", "shelter"), ("taken", "shelter"))
)
_ALL = frozenset("practically virtually nearly almost all the of its these those".split())
_HOMEWARD = 5  # words from "returned" to the homes
_DWELT_IN = frozenset("home homes houses village villages origin areas towns country".split())
_SUBJECT = 8  # words from what drives people out to its verb
_PREDICATE_REACH = 4  # words between people and what was done with them
_BRACKET_REACH = 7  # words of "(some 383 people)"
_ORDERED = 5  # words from an order to the number
_LOAD_REACH = 8  # words between a convoy and its people
_DRIVE_REACH = 6  # words between those on board and the verb of the convoy

Act = str | None
Told = tuple[str, Trigger | None]


def rather(
    act: str, trigger: Trigger | None, slot: Slot, words: Sequence[str], found: Sequence[Trigger], before: Sequence[str]
) -> Told | None:
    """The act to take in place of ``act``, and the word that it rests on; ``before`` holds the acts told before, nearest first."""
    if act == "housing_damaged" and _is_total(slot, words):
        return "housing_destroyed", trigger
    if slot.counted.kind not in ("person", "household", "none", "unknown"):
        return None
    if own := _involved_in(slot, words, found) or _all_of(act, slot, words, found) or _own_word(act, trigger, slot, words, found):
        return own.sense.act, own
    if is_aided(act, slot, words):
        return "in_need", None
    if sheltered := _in_shelter(act, trigger, slot, words, found):
        return sheltered
    if taken := _taken_away(act, slot, words, found):
        return "evacuated", taken
    act, trigger = _kept_away(act, trigger, slot, words, found)
    if act in _MISLEADING and (other := _misled(act, trigger, slot, words)):
        return other, trigger
    if act in _WORDS["loose"] and _is_load(slot, words) and (driven := _driven(slot, words, found, before)):
        return driven
    if act == "hosted":
        return _no_guests(trigger, slot, words, found)
    if act == "sheltered" and trigger:
        told = _told_to(slot, words, found)
        return ("evacuated", told) if told else _arrival(slot, trigger, words, found)
    if (
        act in ("displaced", "fled")
        and trigger
        and (did := _done_since(slot, trigger, words, found) or _own_verb(act, trigger, slot, words, found))
    ):
        return did.sense.act, did
    return None


def _kept_away(act: str, trigger: Trigger | None, slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> tuple[str, Trigger | None]:
    """Act and word, those of the ones who have not come back where others did: "2,024 who left the camps *have not returned* to their homes"."""
    kept = (t for t in found if t.first >= slot.last and _is_not_home(slot, t, words))
    away = next(kept, None) if act == "returned" else None
    return ("missing", away) if away else (act, trigger)


def _is_no_patient(slot: Slot, words: Sequence[str]) -> str | None:
    """What people did who were not brought to a hospital as patients: "hundreds *sought refuge in* the hospital", refugees "*admitted*"."""
    behind = words[slot.last : slot.last + _TAKING]
    if any(pair in _REFUGE for pair in pairwise(behind)):
        return "sheltered"
    counted = words[slot.first : slot.last]
    return "arrived" if "admitted" in behind and any(word.startswith(("asylum", "refugee")) for word in counted) else None


def _is_not_home(slot: Slot, trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether people are only not back home: "2,024 households *have not returned* to their villages"; not "two divers have not returned"."""
    behind = words[trigger.last : trigger.last + _HOMEWARD]
    away = trigger.sense.act == "missing" and "returned" in words[trigger.first : trigger.last]
    return away and (slot.counted.unit == "household" or not _DWELT_IN.isdisjoint(behind))


def _is_driven_by_war(trigger: Trigger, slot: Slot, words: Sequence[str]) -> bool:
    """Whether people were driven out by what happened, and by no state: "*battles* in and around Tripoli have driven out some 100,000"."""
    if _WORDS["driving"].isdisjoint(words[trigger.first : trigger.last]):
        return False
    first = max(0, min(trigger.first, slot.first) - _SUBJECT)
    clause = words[first : max(trigger.last, slot.last) + _SUBJECT]
    return not _WORDS["war"].isdisjoint(clause) and _WORDS["powers"].isdisjoint(clause)


def _own_word(act: str, trigger: Trigger | None, slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What is told of people themselves, where the act found is told of others, of those they are a part of, or aside."""
    if clause := those_who(words, slot.first):
        return next((t for t in found if clause[0] <= t.first < clause[1] and t.sense.act != act), None)
    if trigger is None:
        return None
    if trigger.last <= slot.first:
        return _own_predicate(act, slot, words, found)
    return _of_whole(act, trigger, slot, words, found) or _main_verb(trigger, slot, words, found)


def _all_of(act: str, slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What was done with all of those who are described behind: "had *evacuated* practically all the 39,000 people threatened by lava"."""
    if act != "affected":
        return None
    done = (t for t in found if t.sense.cls == "patient" and t.last < slot.first and "all" in words[t.last : slot.first])
    return next((t for t in done if _ALL.issuperset(words[t.last : slot.first])), None)


def _involved_in(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What befell those whom an event concerns: "26 mass *displacements* involving 12,300 people have been recorded"; or who they are:
    "the *refugees* now number 34,000"."""
    at = slot.first - 1
    while at > 0 and words[at] in _HEDGED:
        at -= 1
    if words[max(0, at)] == "lost":  # "we lost four people"
        return next((t for t in found if t.sense.act == "killed" and t.last == at + 1), None)
    if at > 1 and words[at] in _NUMBERING:
        at -= words[at - 1] in _BY_NOW
        return next((t for t in found if t.last == at and t.sense.cls == "people"), None)
    if word_before(words, slot.first) not in _INVOLVING:
        return None
    return next((t for t in found if t.last == slot.first - 1 and t.sense.cls in ("noun", "people") and t.sense.act != "affected"), None)


def _of_whole(act: str, trigger: Trigger, slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What a part did, where the act found is that of the whole: "900 of the 3,000 displaced *have returned*"."""
    within = words[slot.number_end : trigger.first]
    if "of" not in within or not any(word[0].isdigit() for word in within) or trigger.first > slot.last:
        return None
    own = (
        t for t in found if 0 < t.first - trigger.last <= _PREDICATE_REACH and t.sense.cls in ("agent", "patient") and t.sense.act != act
    )
    return next((t for t in own if _AUXILIARIES.issuperset(words[trigger.last : t.first])), None)


def _own_predicate(act: str, slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What is told right behind people was done to them, whatever was told before: "82 more deaths, while 9,000 people *have been moved*"."""
    near = [t for t in found if 0 < t.first - slot.last <= _PREDICATE_REACH]
    own = [t for t in near if t.sense.cls == "patient" and voice_of(words, t) == "be"]
    own += [t for t in near if t.sense.cls == "state" and t.sense.act == "in_need"]  # "displaced 95,000, and 62,000 are in urgent need"
    return next((t for t in own if t.sense.act != act and _AUXILIARIES.issuperset(words[slot.last : t.first])), None)


def _main_verb(trigger: Trigger, slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What people did in the end, where the act found is that of an aside: "400 villagers, who took shelter in Tambu, *returned* on Monday"."""
    if words[slot.last : slot.last + 2] != (",", "who"):
        return None
    for main in (
        t for t in found if trigger.last < t.first < slot.last + _ASIDE and t.sense.cls == "agent" and t.sense.act in _WORDS["did"]
    ):
        before = next((words[at] for at in range(main.first - 1, trigger.last - 1, -1) if words[at] not in _AUXILIARIES), "")
        if before == ",":
            return main
    return None


def _in_shelter(act: str, trigger: Trigger | None, slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Told | None:
    """That people are in a camp or shelter says more than that they are hosted, displaced or have fled."""
    if act == "hosted" and _is_in_camp(slot, words, found):
        return "sheltered", trigger
    if act not in ("displaced", "fled") or trigger is None:
        return None
    if act == "displaced" and trigger.first < slot.last and _is_in_camp(slot, words, found, _WORDS["rooms"]):
        return "sheltered", None
    inside = _where_since(act, trigger, slot, words, found) if trigger.first >= slot.last else None
    return ("sheltered", inside) if inside else None


def _misled(act: str, trigger: Trigger | None, slot: Slot, words: Sequence[str]) -> str | None:
    """The act of those who are dead, or ordered back, or driven out by war, or only counted, though they seem to be taken somewhere."""
    if act == "injured":
        return _is_no_patient(slot, words)
    if act == "relocated" and any(pair in _REFUGE for pair in pairwise(words[slot.last : slot.last + _TAKING])):
        return "sheltered"
    if act == "missing":
        return "displaced" if trigger and _is_not_home(slot, trigger, words) else None
    if act == "expelled":
        return "fled" if trigger and _is_driven_by_war(trigger, slot, words) else None
    if act != "detained" and slot.counted.head in _WORDS["remains"]:
        return "killed"  # "dug 17 bodies out of the mud"
    if act == "evacuated" and trigger and _is_told_back(trigger, words):
        return "returned"
    return "displaced" if act == "detained" and trigger and _is_survey(slot, trigger, words) else None


def _is_total(slot: Slot, words: Sequence[str]) -> bool:
    """Whether of damaged homes those are counted that are lost: "1,245 houses damaged (213 *totally*, 1,032 partially)"."""
    behind = words[slot.last : slot.last + 3]
    behind = behind[2:] if behind[:2] == ("of", "them") else behind[:1]
    at = slot.first - (word_before(words, slot.first) in ("-", "–", "—", ":"))  # "(Totally – 118; Partially – 445)"
    return not WHOLLY.isdisjoint(behind) or (word_before(words, at) in WHOLLY and words[slot.last : slot.last + 1] in _ENDS)


def _is_in_camp(slot: Slot, words: Sequence[str], found: Sequence[Trigger], camps: frozenset[str] = _WORDS["camps"]) -> bool:
    """Whether people live in a camp, not only in a country: "5,000 refugees *in the Domiz camp*", "4,500 IDPs in Gaza still live *in tents*";
    not "4,500 IDPs in Gaza need tents"."""
    end = min(len(words), slot.last + 2 * _CAMP_REACH)
    camp = next((at for at in range(slot.last, end) if words[at] in camps | _STOPS and words[at] not in _FROM), end)
    if camp == end or words[camp] not in camps:
        return False
    inside = next((at for at in range(camp - 1, max(slot.last - 1, camp - _CAMP_REACH), -1) if words[at] in _INSIDE), None)
    if inside is None or any(inside < t.first and t.last <= camp for t in found):
        return False
    led = inside == slot.last or words[inside - 1] in _WORDS["dwell"]
    return led or words[slot.last] in _FROM


def _where_since(act: str, trigger: Trigger, slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What tells that those displaced are in shelters since, all of them: "were displaced *and are staying in* two schools", "families who fled
    Takhar *live with relatives*"; not "displaced, most of them in camps"."""
    relative = words[slot.last : slot.last + 1] == ("who",)
    for other in found:
        between, own = words[trigger.last : other.first], words[other.first : other.last]
        stays = other.sense.cls == "state" or own[0] in _WORDS["stay"]
        if other.sense.act != "sheltered" or not stays or own[-1] in _WORDS["quarters"] or not _WORDS["share"].isdisjoint(between):
            continue
        if not 0 < len(between) <= _SINCE_REACH or any(word[0].isdigit() for word in between):
            continue
        joint = max((at for at, word in enumerate(between) if word in _JOINTS), default=None)
        if relative and joint is None:
            return other
        if act == "displaced" and joint is not None and _WORDS["stay"].issuperset(between[joint + 1 :]):
            return other
    return None


def _is_told_back(trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether people are ordered back, not out: "had been *told to go back* by the authorities"."""
    order = words[trigger.first : trigger.last + 2]
    return order[0] in _WORDS["orders"] and "to" in order and not _WORDS["back"].isdisjoint(order)


def _no_guests(trigger: Trigger | None, slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Told | None:
    """Those who only look like guests of a country: "300 evacuees are still in Leyte", and the growth of their number."""
    if slot.counted.head.startswith("evacuee"):
        if trigger and trigger.last <= slot.first and not _HOUSES.isdisjoint(words[: trigger.first]):
            return "sheltered", trigger  # "a school has taken in 900 evacuees"
        return "evacuated", next((t for t in found if slot.number_end <= t.first < slot.last), trigger)
    return ("arrived", None) if _is_growth(slot, words) else None


def _is_growth(slot: Slot, words: Sequence[str]) -> bool:
    """Whether so many have been added since a day or a count before: "106,400 *more than on Friday*"."""
    at = next((at for at in range(slot.number_end, slot.number_end + 3) if words[at : at + 2] == ("more", "than")), None)
    return at is not None and not _WORDS["time"].isdisjoint(words[at + 2 : at + 2 + _TIME_REACH])


def _is_survey(slot: Slot, trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether the displaced are only counted: "84,000 IDPs were *captured* across 219 sites"."""
    return slot.counted.head in _WORDS["displaced"] and words[trigger.first] in _WORDS["surveyed"]


def _arrival(slot: Slot, trigger: Trigger, words: Sequence[str], found: Sequence[Trigger]) -> Told | None:
    """Those who arrived where they find shelter: "3,900 individuals *arrived* in camps"; not "arrived and are staying in camps"."""
    for other in found:
        said = other.sense.act == "arrived" and other.sense.cls == "agent" and words[other.first] == "arrived"
        if said and slot.last <= other.first <= trigger.first and _GRAMMAR["have"].issuperset(words[slot.last : other.first]):
            near = trigger.first - other.last <= 1 and trigger.sense.cls == "state"
            return ("arrived", other) if near else None
    return None


def _moved_to_safety(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """Who was moved to where nothing threatens is evacuated: "have *moved* 4,300 families from the volcano *to 22 evacuation centres*"; not
    refugees, who are moved from camp to camp."""
    if slot.counted.head.startswith(("refugee", "asylum")):
        return None
    for verb in found:
        takes = verb.sense.cls in ("patient", "agent") and verb.sense.act in ("relocated", "evacuated")
        takes = takes and not words[verb.first].startswith(("relocat", "resettl"))  # that is what their source calls it
        active = takes and verb.last <= slot.first and _MOVED_LEADS.issuperset(words[verb.last : slot.first])
        passive = takes and 0 < verb.first - slot.last <= _PREDICATE_REACH and _AUXILIARIES.issuperset(words[slot.last : verb.first])
        if (active or (passive and voice_of(words, verb) == "be")) and _is_haven(words, max(slot.last, verb.first)):
            return verb
    return None


def _is_haven(words: Sequence[str], start: int) -> bool:
    """Whether "to" with an evacuation centre, a shelter or safety comes behind, before a new clause."""
    end = next((at for at in range(start, min(len(words), start + _HAVEN_REACH)) if words[at] in _CLAUSE_ENDS), start + _HAVEN_REACH)
    to = next((at for at in range(start, min(end, len(words))) if words[at] in ("to", "into")), None)
    return to is not None and not _WORDS["havens"].isdisjoint(words[to + 1 : min(end, to + _HAVEN_NAME)])


def _taken_away(act: str, slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What tells that people were taken to safety, or the wounded to where they are cared for."""
    if act not in ("injured", "relocated", "sheltered"):
        return None
    if act != "injured" and (moved := _moved_to_safety(slot, words, found)):
        return moved
    hurt = act != "sheltered" and not _WORDS["hurt"].isdisjoint(words[slot.number_end : slot.last])
    return _taken_to_care(slot, words, found) if hurt else None


def _taken_to_care(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """The wounded who were taken to where they are cared for: "1,900 sick and wounded villagers *have been moved*"."""
    moved = (
        t
        for t in found
        if t.sense.cls == "patient"
        and t.sense.act in ("evacuated", "relocated")
        and 0 < t.first - slot.last <= _PREDICATE_REACH
        and voice_of(words, t) == "be"
        and _STOPS.isdisjoint(words[slot.last : t.first])
    )
    return next(moved, None)


def _own_verb(act: str, trigger: Trigger, slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What people themselves did, where the act found is told of others further on: "149 families (383 people) *had to leave* their homes
    and another 25 families were displaced"."""
    if act != "displaced":
        return None
    at = slot.last
    if words[at : at + 1] == ("(",):
        at = next((near + 1 for near in range(at, min(len(words), at + _BRACKET_REACH)) if words[near] == ")"), at)
    elif words[at : at + 1] == (")",):
        at += 1
    own = next((t for t in found if t.first == at and t.sense.cls == "agent" and t.sense.act in _WORDS["did"]), None)
    others = own is not None and any(word[0].isdigit() for word in words[own.last : trigger.first])
    return own if others else None


def _done_since(slot: Slot, trigger: Trigger, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What those did since who are only described as displaced: "people displaced by the fighting *have begun to return* to Batticaloa"."""
    if trigger.first != slot.last or words[trigger.first] not in _WORDS["participle"] or "of" in words[max(0, slot.first - 2) : slot.first]:
        return None  # "most of the 90,000 displaced have returned"
    for main in (t for t in found if t.first > trigger.last and t.sense.cls == "agent" and t.sense.act in ("returned", "arrived")):
        between = words[trigger.last : main.first]
        at = next((n for n, word in enumerate(between) if word in ("have", "has", "had")), None)
        clause = between if at is None else between[:at]
        if (
            at is not None
            and _WORDS["begun"].issuperset(between[at:])
            and not any(w in _CLAUSE_ENDS - {"and"} or w[0].isdigit() for w in clause)
        ):
            return main
    return None


def _told_to(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What people are only told to do: "*urged* 86,000 residents *to take shelter* in gyms"."""
    if _WORDS["orders"].isdisjoint(words[max(0, slot.first - _ORDERED) : slot.last + _ORDERED]):
        return None
    seek = (t for t in found if t.first > slot.last and t.sense.act == "sheltered" and words[t.first - 1] == "to")
    return next((t for t in seek if (_WORDS["orders"] | _AUXILIARIES).issuperset(words[slot.last : t.first - 1])), None)


def _is_load(slot: Slot, words: Sequence[str]) -> bool:
    """Whether people are carried by road, rail or air: "a *convoy carrying* 260 people"."""
    at = slot.first
    if word_before(words, at) == "of" and at > 1 and words[at - 2] in _WORDS["loads"]:
        at -= 2  # "trucks carrying a second group of 812 refugees"
        while at > 0 and words[at - 1] in _WORDS["nth"]:
            at -= 1
    if word_before(words, at) not in _WORDS["carrying"]:
        return False
    return not _WORDS["vehicles"].isdisjoint(words[max(0, at - _LOAD_REACH) : at - 1])


def _driven(slot: Slot, words: Sequence[str], found: Sequence[Trigger], before: Sequence[str]) -> Told | None:
    """Whom a convoy takes away does not flee: they go back, or are moved, as those did who were told of before."""
    behind = words[slot.last : slot.last + _DRIVE_REACH]
    if _WORDS["departs"].isdisjoint(behind):
        return None
    called = (t.sense.act for t in found if slot.number_end <= t.first < slot.last)
    earlier = next((act for act in (*called, *before) if act in _WORDS["moved"]), None)
    home = any(t.sense.act == "returned" for t in found)
    return ("returned" if home else earlier or "relocated"), None
