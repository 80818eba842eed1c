"""Numbers of people of whom nothing happened: how many live in a place, how many a house has room for, who tells it, who came to help, who refused to go.

They are no figures (GUIDE case 3), whatever act words stand near.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.reading import lexicon
from onrecord.reading.acts import Slot, Trigger, voice_of
from onrecord.reading.clauses import is_refusing
from onrecord.reading.near import those_who, word_before

_GRAMMAR = lexicon.word_sets("grammar")
_WORDS = lexicon.word_sets("uncounted")
_MANY = 100_000  # a number of plain people from here on may be a population
_TOLD_REACH = 9  # words between "population" or "capacity" and its number
_FREED_REACH = 4  # words between people and "were released"
_SOON = 3  # words between those who make up a population and what befell all of them
_CLOSED = frozenset(", ; : ( “ with and but who that which while".split())  # a new thing is told behind these
_OWNED = ("'s", "’s")
_BY = frozenset(("by", "on", "via", "over"))  # how people were reached who then said something
_WORKING = 4  # words behind helpers up to their work
_AROUND = 5  # words of "carrying more than an estimated"
_HEARD = 7  # words from people to "said": "three residents contacted by phone from Goma said"
_SAID = 5  # words behind speakers in which "they" makes them those of whom they tell
_CITING = ("according", "to")
_QUOTED = (",", "”", '"')  # before a "said" behind which its speaker stands
_GROUPS = frozenset((kind, "of") for kind in ("groups", "batches", "parties"))
_ABOARD = (("aboard",), ("on", "board"))
_INSIDE = (*(("had", "been", *told) for told in _ABOARD), ("were", "in", "it"), ("were", "in", "them"))
_SURVIVED = (("survived",), ("survive",))  # "34 survived" were not lost
_NEVER = ("change", "exception")  # "down 200,000", "all but two"
_EMPTIED = frozenset(("emptied", "emptying", "cleared"))
_ENDS = ((",",), ("in",), (".",))
_SHARING = frozenset("share shares sharing shared".split())
_SHARED = 6  # words from "shares" to the number
_COMPARED = (("compared", "to"), ("compared", "with"), ("up", "from"), ("down", "from"), ("as", "against"))
_PER = frozenset(("to", "in", "under"))
_EACH = frozenset(("a", "an", "one", "each", "every"))


def is_uncounted(slot: Slot, words: Sequence[str], slots: Sequence[Slot], found: Sequence[Trigger]) -> bool:
    """Whether the number is certainly of this kind."""
    if slot.counted.unit == "dwelling":
        return False
    plain = slot.counted.head in _GRAMMAR["populace"] or slot.counted.kind == "none"
    if plain and (_is_of_place(slot, words, slots) or _is_population(slot, words, found)):
        return True
    if slot.counted.head in _GRAMMAR["populace"] and _is_at_home(slot, words):
        return True
    if (plain or slot.counted.demonym == slot.counted.last - 1) and _was_before(slot, words):
        return True
    if slot.counted.unit == "person" and (_is_speaker(slot, words) or _is_cited(slot, words, slots)):
        return True
    if slot.counted.unit == "person" and (_is_at_work(slot, words, slots, found) or _is_aboard(slot, words, slots)):
        return True
    if words[slot.last : slot.last + 1] in _SURVIVED or (slot.counted.kind == "unknown" and word_before(words, slot.first) == "across"):
        return True  # "294,000 displaced across 661 muhallas"
    if slot.number.not_count in _NEVER or _is_number_of_events(slot, words) or _is_usual(slot, words) or _is_asked(slot, words):
        return True
    if _is_of_compared(slot, words, slots) or _is_shared_with(slot, words):
        return True
    if _is_per_room(slot, words) or _is_group_size(slot, words, slots) or _is_among_others(slot, words, slots, found):
        return True
    return _is_room(slot, words, found) or _is_set_free(slot, words) or is_refusing(slot, words, found)


def is_help(slot: Slot, trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether those counted only came to help: "56 firefighters arrived from Romania", "*sent out* 40 volunteers"; "volunteers" who fled or
    were hurt are figures."""
    if slot.counted.kind != "military" or slot.counted.head not in _WORDS["helpers"]:
        return False
    return trigger.sense.act == "arrived" or words[trigger.first] in _WORDS["sends"]


def is_own_host(slot: Slot, trigger: Trigger, words: Sequence[str]) -> bool:
    """Whether those counted are the hosts: "its 75,000 inhabitants have *taken in* as many guests", "40 families *hosting* refugees"."""
    if (
        trigger.sense.cls != "patient"
        or trigger.sense.act not in ("hosted", "sheltered")
        or slot.counted.unit not in ("person", "household")
    ):
        return False
    if trigger.first < slot.last or "whom" in words[slot.last : trigger.first]:
        return False
    return voice_of(words, trigger) in ("have", "base", "be+ing", "modal") or (
        words[trigger.first].endswith("ing") and trigger.first == slot.last
    )


def signs_of_populace(slot: Slot, words: Sequence[str]) -> Iterator[str]:
    """What else speaks for a number that tells how many live somewhere: "home to 3 million people"."""
    if slot.counted.head not in _GRAMMAR["populace"]:
        return
    size = "many" if slot.number.value >= _MANY else "few"
    if not _GRAMMAR["dwell"].isdisjoint(words[max(0, slot.first - 5) : slot.last + 4]):
        yield f"dwell|{size}"
    before = words[max(0, slot.first - 3) : slot.first]
    if "of" in before and not _GRAMMAR["area"].isdisjoint(before):
        yield f"place-of|{size}"
    if before and before[-1].endswith(_OWNED):
        yield f"owner|{size}"
    yield f"populace|{size}"


def _is_of_place(slot: Slot, words: Sequence[str], slots: Sequence[Slot]) -> bool:
    """Whether a place is called by its size: "a town of 75,000 people", "187,000 of the city's 2.3 million people"."""
    before = words[max(0, slot.first - 4) : slot.first]
    if not _WORDS["moved"].isdisjoint(word.removesuffix("'s").removesuffix("’s") for word in before):
        return False  # a camp's people are figures
    if slot.counted.head in _GRAMMAR["dwellers"] and before[-1:] and before[-1] in _GRAMMAR["own"]:
        return _EMPTIED.isdisjoint(words[: slot.first])  # "emptied the town of its 8,000 inhabitants"
    if before[-1:] == ("of",) and before[-2:-1] and before[-2] in _GRAMMAR["settled"]:
        return not {"a", "an", "this", "the"}.isdisjoint(before[:-2])
    if before[-1:] == ("with",) and before[-2:-1] and before[-2] in _GRAMMAR["settled"] and words[slot.last : slot.last + 1] in _ENDS:
        return True  # "Gedar, a town with more than 4,000 people, ..."
    owned = before[-1:] and before[-1].endswith(_OWNED) and slot.counted.head in _GRAMMAR["populace"]
    return bool(owned) and any(
        one.number_end < slot.first and words[one.number_end] == "of" and slot.first - one.number_end <= 3 for one in slots
    )


def _is_population(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> bool:
    """Whether a population comes to the number: "whose population is estimated at 3 million", "60,000 of a population of 310,000"; not "the camp's population", and not
    where something befell it ("displaced a population of 80,000")."""
    at = _led_by_population(slot, words)
    if at is None:
        return False
    named = words[max(0, at - 3) : at]
    if named[-1:] in (("its",), ("their",)) and not _WORDS["sites"].isdisjoint(words[:at]):
        return False  # "the site received 640 new arrivals, bringing its population to 43,200"
    if any(word.removesuffix("'s").removesuffix("’s") in _WORDS["moved"] for word in named):
        return False
    first = next((back for back in range(at - 1, max(-1, at - 4), -1) if words[back] in _WORDS["article"]), at)
    if word_before(words, first) == "of" or not _WORDS["share"].isdisjoint(words[max(0, first - 2) : first]):
        return True
    whole = words[at + 1 : at + 2] == ("of",)
    return not any(
        trigger.last in (first, at) or (whole and slot.last <= trigger.first <= slot.last + _SOON and trigger.sense.cls != "people")
        for trigger in found
    )


def _is_at_home(slot: Slot, words: Sequence[str]) -> bool:
    """Whether the number only tells how many a place has: "Aleppo, once home to 2.3 million people, ..."; not "home to 3,000 who fled"."""
    before = words[max(0, slot.first - _AROUND) : slot.first]
    at = max((n for n in range(len(before) - 1) if before[n : n + 2] == ("home", "to")), default=None)
    if at is None or not _WORDS["about"].issuperset(before[at + 2 :]) or not {"camp", "camps"}.isdisjoint(words[: slot.first]):
        return False
    return words[slot.last : slot.last + 1] not in (("who",), ("displaced",), ("that",), ("from",))


def _was_before(slot: Slot, words: Sequence[str]) -> bool:
    """Whether people are told of as they lived before it all: "Before the war there were 80,000 Croats in the region"."""
    lead = words[max(0, slot.first - 3) : slot.first]
    lived = not _WORDS["lived"].isdisjoint(words[slot.last : slot.last + 1])
    owned = lead[-1:] == ("had",) and _WORDS["moved"].isdisjoint(words[: slot.first])
    if lead[-2:] not in (("there", "were"), ("there", "was")) and not lived and not owned:
        return False
    near = (*words[:6], "|", *words[slot.last : slot.last + 10])
    return any(
        near[at] == "before" and near[at + 1] in _WORDS["article"] and near[at + 2] in _WORDS["turning"] for at in range(len(near) - 2)
    )


def _is_room(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> bool:
    """Whether the number is a capacity: "expand its capacity from 700 to 3,000 people", "an air base which could receive 20,000"."""
    before, led = word_before(words, slot.first), word_before(words, slot.first - 1)
    if before in _WORDS["receiving"] and led in _WORDS["able"]:
        return True
    if before == "for" and not _WORDS["made"].isdisjoint(words[max(0, slot.first - 4) : slot.first - 1]):
        return True
    if (led, before) == ("enough", "for") or (led == "to" and word_before(words, slot.first - 2) == "enough"):
        return not _WORDS["enough"].isdisjoint(words[max(0, slot.first - 5) : slot.first - 2])
    at = next((at for at in range(slot.first - 1, max(-1, slot.first - 1 - _TOLD_REACH), -1) if words[at] == "capacity"), None)
    if at is None or not _CLOSED.isdisjoint(words[at : slot.first]):
        return False
    return not any(at < trigger.first and trigger.last <= slot.first for trigger in found)


def _is_shared_with(slot: Slot, words: Sequence[str]) -> bool:
    """Whether the number tells with how many somebody lives: "shares a classroom with 100 other persons"."""
    return word_before(words, slot.first) == "with" and not _SHARING.isdisjoint(words[max(0, slot.first - _SHARED) : slot.first])


def _is_of_compared(slot: Slot, words: Sequence[str], slots: Sequence[Slot]) -> bool:
    """Whether the number is one of things to compare other things with: "83 volcanic earthquakes *compared to 43* on Monday"."""
    if slot.counted.kind != "none" or words[max(0, slot.first - 2) : slot.first] not in _COMPARED:
        return False
    things = next((one for one in reversed(slots) if one.last <= slot.first - 2), None)
    return things is not None and things.counted.kind in ("other", "unknown")


def _is_per_room(slot: Slot, words: Sequence[str]) -> bool:
    """Whether the number tells how many share one room: "50 people to a tent", "15 families sleep in each classroom"."""
    if slot.counted.unit not in ("person", "household"):
        return False
    at = slot.last + (words[slot.last : slot.last + 1] != () and words[slot.last] in _WORDS["sleeping"])
    behind = words[at : at + 3]
    if at > slot.last and behind[1:2] in (("a",), ("an",), ("one",)):
        return False  # "four families sleep in one hall"
    return len(behind) == 3 and behind[0] in _PER and behind[1] in _EACH and behind[2] in _WORDS["rooms"]


def _is_group_size(slot: Slot, words: Sequence[str], slots: Sequence[Slot]) -> bool:
    """Whether the number tells how large each of many groups is: "groups of more than 50 people or 10 families", "in batches of 40"."""
    if words[max(0, slot.first - 2) : slot.first] in _GROUPS:
        return True
    return any(words[one.last : slot.first] == ("or",) and words[max(0, one.first - 2) : one.first] in _GROUPS for one in slots)


def _is_among_others(slot: Slot, words: Sequence[str], slots: Sequence[Slot], found: Sequence[Trigger]) -> bool:
    """Whether those counted are some of others of whom no act is told: "among those who came out were 36 Yazidis, including twelve boys"."""
    if word_before(words, slot.first) == "including":
        whole = next((one for one in slots if 0 < slot.first - one.last <= _SOON), None)
        return whole is not None and _is_among_others(whole, words, slots, found)
    clause = those_who(words, slot.first)
    return clause is not None and not any(clause[0] <= trigger.first < clause[1] for trigger in found)


def _is_at_work(slot: Slot, words: Sequence[str], slots: Sequence[Slot], found: Sequence[Trigger]) -> bool:
    """Whether those counted work for others: "600 rescuers were searching for 43 missing"; not "firefighters battling the blaze were killed"."""
    if slot.counted.kind != "military" and slot.counted.head not in _WORDS["experts"]:
        return False
    behind = words[slot.last : slot.last + _WORKING]
    at = next((n for n, word in enumerate(behind) if word in _WORDS["work"]), None)
    if at is None or not _CLOSED.isdisjoint(behind[:at]) or "hospital" in words[slot.last : slot.last + 2 * _WORKING]:
        return False
    following = min((one.first for one in slots if one.first >= slot.last), default=len(words))
    if following < slot.last + at or any(slot.last <= trigger.first < slot.last + at for trigger in found):
        return False  # "two firefighters died battling the blaze"
    told_of = at == 0 and (behind[0].endswith("ing") or behind[0] in _WORDS["participles"])  # "two soldiers deployed there were killed"
    before = max((one.last for one in slots if one.last <= slot.first), default=0)  # "killed 20 rebels fighting the government"
    return not told_of or not any(before <= trigger.first < following for trigger in found)


def _is_aboard(slot: Slot, words: Sequence[str], slots: Sequence[Slot]) -> bool:
    """Whether those counted were on the way when something befell some of them: "a boat carrying 130 migrants sank and 74 people drowned"."""
    if _were_inside(slot, words):
        return True
    before = words[max(0, slot.first - _AROUND) : slot.first]
    at = max((n for n, word in enumerate(before) if word in ("carrying", "ferrying")), default=None)
    if at is None or not _WORDS["about"].issuperset(before[at + 1 :]):
        return False
    later = next((one for one in slots if one.first >= slot.last and one.number.not_count is None), None)
    return later is not None and not _WORDS["wrecked"].isdisjoint(words[slot.last : later.first])


def _were_inside(slot: Slot, words: Sequence[str]) -> bool:
    """Whether only that is told of people, or that what they were in was lost: "100 *had been on board*", "a boat with 37 people *aboard sank*",
    "a bus with 40 pilgrims *plunged* into a ravine"."""
    behind = words[slot.last : slot.last + 4]
    if any(behind[: len(told)] == told for told in _INSIDE):
        return True
    board = next((len(told) for told in _ABOARD if behind[: len(told)] == told), 0)
    vehicle = words[slot.first - 2] if slot.first > 1 and words[slot.first - 1] == "with" else ""
    if board and "with" in words[max(0, slot.first - 3) : slot.first] and not _WORDS["lost"].isdisjoint(words[: slot.first]):
        return True  # "a boat sank off Libya with 120 people aboard; 80 drowned"
    fate = behind[board : board + 1]
    return fate != () and fate[0] in _WORDS["lost"] and (board > 0 or vehicle in _WORDS["vehicles"])


def _is_number_of_events(slot: Slot, words: Sequence[str]) -> bool:
    """Whether occasions are counted, and not those who moved: "26 *mass displacements* involving 12,300 people"; not "38,000 new displacements"."""
    if slot.counted.head not in _WORDS["occasions"]:
        return False
    behind = words[slot.last : slot.last + 1]
    return not _WORDS["great"].isdisjoint(words[slot.number_end : slot.last]) or (behind != () and behind[0] in _WORDS["befalling"])


def _is_asked(slot: Slot, words: Sequence[str]) -> bool:
    """Whether people were only asked: "a poll of 1,000 Tunisians", "whose researcher interviewed 29 of them"."""
    lead = [word for word in words[max(0, slot.first - _SOON) : slot.first] if word not in _WORDS["about"]]
    return lead[-1:] != [] and (lead[-1] in _WORDS["asks"] or (lead[-1] == "of" and lead[-2:-1] != [] and lead[-2] in _WORDS["polls"]))


def _is_usual(slot: Slot, words: Sequence[str]) -> bool:
    """Whether a bare number is what is usual, and nothing that happened: "Normally we see 20 in a week"."""
    return slot.counted.kind == "none" and not _WORDS["usually"].isdisjoint(words[max(0, slot.first - _AROUND) : slot.first])


def _is_speaker(slot: Slot, words: Sequence[str]) -> bool:
    """Whether those counted only tell it: "Two officials said 40 had died"; not "300 said to be missing", "12 residents said they had fled"."""
    at = next((n for n in range(slot.last, min(slot.last + _HEARD, len(words))) if words[n] in _WORDS["tell"]), slot.last)
    heard = words[slot.last : at]
    if heard and (heard[0] not in _WORDS["heard"] or not _CLOSED.isdisjoint(heard)):
        return False
    if heard[:1] == ("reached",) and not _BY.issuperset(heard[1:2]):
        return False  # "1,100 people reached Lesbos, said the coastguard"
    behind = words[at : at + _SAID]
    return behind[:1] != () and behind[0] in _WORDS["tell"] and behind[1:2] != ("to",) and "they" not in behind


def _is_cited(slot: Slot, words: Sequence[str], slots: Sequence[Slot]) -> bool:
    """Whether those counted are whom somebody cites: "according to two officials", "according to three doctors and two residents"."""
    start = _opening(slot, words)
    before = next((one for one in slots if one.last < slot.first and words[one.last : start] == ("and",)), None)
    if words[max(0, start - 2) : start] == _CITING or (before and words[max(0, _opening(before, words) - 2) : before.first][:2] == _CITING):
        return True
    said = word_before(words, start) in _WORDS["tell"] and word_before(words, start - 1) in _QUOTED
    return said and words[slot.last : slot.last + 1] in ((".",), (",",), ())


def _opening(slot: Slot, words: Sequence[str]) -> int:
    """Where a number begins with its article: "the two officials", "a dozen residents"."""
    return slot.first - (word_before(words, slot.first) in ("the", "a"))


def _led_by_population(slot: Slot, words: Sequence[str]) -> int | None:
    """Where "population" stands that the number is the measure of: nothing but "of", "is put at" and the like is between."""
    for at in range(slot.first - 1, max(-1, slot.first - 1 - _TOLD_REACH), -1):
        if words[at] == "population":
            return at
        if words[at] not in _WORDS["measured"]:
            return None
    return None


def _is_set_free(slot: Slot, words: Sequence[str]) -> bool:
    """Whether prisoners were let go, or got away: "freed more than 4,000 prisoners", "300 detainees were released"."""
    behind = words[slot.last : slot.last + _FREED_REACH]
    if slot.counted.kind == "none" and "recaptured" in behind:
        return True  # "281 inmates escaped; seven have been recaptured"
    if slot.counted.head not in _WORDS["held"]:
        return False
    if word_before(words, slot.first) in _WORDS["freed"]:
        return True
    end = next((at for at, word in enumerate(behind) if word in _WORDS["freed"]), None)
    if end == 0:
        return behind[0] in ("escape", "escaped")
    return end is not None and (_GRAMMAR["be"] | _GRAMMAR["have"]).issuperset(behind[:end])
