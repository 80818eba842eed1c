"""Acts that the wording alone settles, where what the ranker has learned need not be asked or has found nothing."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading import lexicon
from onrecord.reading.acts import Slot, Trigger
from onrecord.reading.clauses import is_foreign
from onrecord.reading.counted import is_another_day
from onrecord.reading.near import word_before

_GRAMMAR = lexicon.word_sets("grammar")
_WORDS = lexicon.word_sets("certain")
_HOME_TO = ("home", "to")
_LED = 4  # words between "home to" and its number
_CLAUSE = 3  # words behind "who" in which its verb stands
_SUBJECT = 12  # words before "included" in which those stand of whom a part is told
_FIGURE = 9  # words between "that figure" and its number
_NEAR = 4  # words between what befell homes and those who lived in them
_LOSSES = {"housing_destroyed": "homeless", "housing_damaged": "affected", "housing_flooded": "affected"}
_WITH = 6  # words between a camp and "with 2,500 people"
_THERE = (("in",), ("across",), ("at",), ("near",), ("around",))
_GROWN = (("grown", "to"), ("swelled", "to"), ("swollen", "to"), ("grew", "to"))
_COUNTING = frozenset("listed lists counted counts recorded records registered registers logged".split())
_POPULATION = 7  # words from a camp's population to its number
_GROWTH = frozenset(
    "has have had is was now more than doubled tripled quadrupled grown risen rose grew swelled climbed fallen fell dropped stands stood".split()
)
_OR = (("or",), (",", "or"), ("(",), ("/",))
_IN_IT = (("in", "it"), ("inside", "it"), ("in", "them"))
_BRACKET_OPENS = frozenset("(")
_CONVOYS = tuple((load, "of") for load in ("convoy", "group", "batch", "busload", "convoys", "groups", "batches"))
_RECEIVED = frozenset("received receives receive receiving welcomed welcomes".split())
_VICTIMS = frozenset("dead killed injured wounded missing".split())
_STOPS = frozenset(". ; : , and but while with".split())


def settled(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> tuple[str, Trigger] | None:
    """The act that the wording alone settles, and the word that it rests on."""
    if slot.number.not_count is not None or slot.counted.kind == "other":
        return None
    for settle in _RULES:
        trigger, act = settle(slot, words, found)
        if trigger:
            return act or trigger.sense.act, trigger
    return None


_ENTRY = 6  # words of "in Shantou, and"
Settled = tuple[Trigger | None, str]
_OPEN: Settled = (None, "")


def _deaths(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """Deaths that are counted are of people killed, whatever else is told: "has recorded 474 civilian *deaths* and 861 injured"."""
    if slot.counted.head not in _WORDS["deaths"]:
        return _OPEN
    counted = (t for t in found if t.sense.act == "killed" and slot.number_end <= t.first and t.last <= slot.last)
    return next(((t, "killed") for t in counted), _OPEN)


def _at_home(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """A home of those who came from elsewhere: "*home to* another 6,000 people who fled"."""
    home = next((t for t in found if t.sense.words == _HOME_TO and 0 <= slot.first - t.last <= _LED), None)
    return (home, "hosted") if home and _came(slot, words, found) else _OPEN


def _came(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> bool:
    if is_foreign(slot) and slot.counted.head not in _GRAMMAR["populace"]:
        return True
    if slot.counted.kind == "none" and not _WORDS["camps"].isdisjoint(words[: slot.first]):
        return True
    clause = words[slot.last : slot.last + 1] == ("who",)
    return clause and any(slot.last < t.first <= slot.last + _CLAUSE and t.sense.act in _WORDS["moved"] for t in found)


def _helped_to(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """What somebody was helped or made to do: "has helped 3,740 people *go home*", "the fighting led 300 to *cross* the river"."""
    before = word_before(words, slot.first)
    made = before in _WORDS["made_to"]
    if slot.counted.unit not in ("person", "household") or not (made or before in _WORDS["help"]):
        return _OPEN
    at = slot.last + (words[slot.last : slot.last + 1] == ("to",))
    acts = _WORDS["moves"] | ({"fled"} if made else frozenset())
    moves = (t for t in found if t.first == at and t.sense.cls == "agent" and t.sense.act in acts)
    return next(((t, "") for t in moves), _OPEN)


def _homes_of(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """Whoever lost a home is homeless: "*set fire to* the homes of thousands of people", "the homes of 40 families were *burnt*"."""
    of_homes = word_before(words, slot.first) == "of" and word_before(words, slot.first - 1) in _WORDS["homes"]
    if slot.counted.unit not in ("person", "household") or not of_homes:
        return _OPEN
    lost: list[Settled] = []
    for trigger in found:
        act = _LOSSES.get(trigger.sense.act)
        before = 0 <= slot.first - 2 - trigger.last <= _NEAR and trigger.sense.cls == "patient"
        behind = 0 < trigger.first - slot.last <= _NEAR and not _GRAMMAR["be"].isdisjoint(words[slot.last : trigger.first])
        if act and (before or behind):
            lost.append((trigger, act))
    return max(lost, key=lambda one: one[1] == "homeless", default=_OPEN)


def _left_so(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """In what they were left, said right behind them: "left thousands of people *stranded* without power", "3,000 in the ward *homeless*"."""
    if word_before(words, slot.first) not in _WORDS["left"]:
        return _OPEN
    said = _said_behind(slot.last, found, _WORDS["plight"] | _WORDS["want"])
    if said[0] or words[slot.last : slot.last + 1] not in _THERE:
        return said
    near = (t for t in found if 0 < t.first - slot.last <= _NEAR and t.sense.cls == "state" and t.sense.act in _WORDS["plight"])
    return next(((t, "") for t in near if _STOPS.isdisjoint(words[slot.last : t.first])), _OPEN)


def _more_so(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """Of others than those told of before, what is said right behind: "with nearly a million more still *stuck* in their homes"."""
    if slot.counted.kind != "none" and slot.counted.head not in ("more", "others"):
        return _OPEN
    at = slot.last
    while at < min(len(words), slot.last + _NEAR) and words[at] in _WORDS["more"]:
        at += 1
    return _said_behind(at, found, _WORDS["plight"]) if at > slot.last or slot.counted.head else _OPEN


def _said_behind(at: int, found: Sequence[Trigger], acts: frozenset[str]) -> Settled:
    return next(((t, "") for t in found if t.first == at and t.sense.cls == "state" and t.sense.act in acts), _OPEN)


def _part_who(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """A part has what is said of it alone: "675 families have returned, including 254 who *arrived* today"."""
    if word_before(words, slot.first) != "including" or words[slot.last : slot.last + 1] != ("who",):
        return _OPEN
    return next(((t, "") for t in found if t.first == slot.last + 1 and t.sense.cls == "agent"), _OPEN)


def _suffered_damage(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """ "15,000 houses were destroyed, another 30,000 *suffered minor damage*"."""
    if slot.counted.unit not in (None, "dwelling"):
        return _OPEN
    damage = (t for t in found if t.sense.act == "housing_damaged" and words[t.first] in _WORDS["suffered"])
    return next(((t, "") for t in damage if slot.number_end <= t.first <= slot.last), _OPEN)


def _coming_in(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """Of those who are seen day by day: "we are *seeing* 300 families a day"."""
    if slot.counted.unit not in ("person", "household") or slot.counted.head in _WORDS["sick"] or not is_rate(slot, words):
        return _OPEN
    return next(((t, "") for t in found if t.last == slot.first and t.sense.words[-1] == "seeing"), _OPEN)


def _in_brackets(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """Of those counted in brackets place by place, what is told before: "they *fled* to Nabaa (85 families), Murad (55 families)"."""
    if slot.counted.unit not in ("person", "household") or not _is_bracket(slot.first - 1, slot.last, words):
        return _OPEN
    opened = slot.first - 1
    if not (_BRACKET_OPENS.issubset(words[:opened]) or _BRACKET_OPENS.issubset(words[slot.last + 1 :])):
        return _OPEN
    said = next((t for t in reversed(found) if t.last <= opened and t.sense.cls in ("agent", "patient")), None)
    counted = said is not None and any(_is_loose_digit(at, words) for at in range(said.last, opened))
    return (said, "") if said and not counted and said.sense.act in _WORDS["moved"] else _OPEN


def _is_bracket(opens: int, closes: int, words: Sequence[str]) -> bool:
    return word_before(words, opens + 1) == "(" and words[closes : closes + 1] == (")",)


def _is_loose_digit(at: int, words: Sequence[str]) -> bool:
    """Whether a number stands here that no bracket holds."""
    return words[at][0].isdigit() and "(" not in words[max(0, at - 2) : at]


def _included(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """Of those who are named among others, what is told of all: "those who have *fled* include 8,000 Nigerians and 30,000 locals"."""
    verb = slot.reach[0] - 1
    if slot.counted.unit not in ("person", "household") or verb < 1 or words[verb] not in _WORDS["include"]:
        return _OPEN
    if words[verb - 1] in _VICTIMS:  # "the 23 *dead* included seven children"
        return next(((t, "") for t in found if t.first == verb - 1), _OPEN)
    said = next((t for t in reversed(found) if t.last <= verb and t.sense.cls in ("agent", "patient")), None)
    if said is None or verb - said.last > _NEAR or said.sense.act not in _WORDS["moved"]:
        return _OPEN
    led = words[max(0, said.first - _NEAR) : said.first]
    return (said, "") if "who" in led and not any(word[0].isdigit() for word in led) else _OPEN


def _sought(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """Whom others look for, whatever is feared for them: "*searches for* dozens of migrants feared drowned"."""
    if slot.counted.kind not in ("person", "household") or slot.counted.head in _WORDS["remains"]:
        return _OPEN
    seek = (t for t in found if t.last == slot.first and t.sense.act == "missing" and t.sense.words[-1] == "for")
    return next(((t, "") for t in seek), _OPEN)


def _kept_in(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """Whoever is kept from leaving is stranded: "shelling stopped 200,000 people from *leaving*"."""
    kept = word_before(words, slot.first) in _WORDS["keeping"] and words[slot.last : slot.last + 1] == ("from",)
    leaving = (t for t in found if kept and t.first == slot.last + 1 and t.sense.act in _WORDS["leaves"])
    return next(((t, "stranded") for t in leaving), _OPEN)


def _in_convoy(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Settled:
    """Those who came in a convoy that a place received: "the camp *received the first convoy of* 66 refugees and the second convoy of 118"."""
    if slot.counted.unit not in (None, "person", "household") or words[max(0, slot.first - 2) : slot.first] not in _CONVOYS:
        return _OPEN
    taken = (t for t in found if t.sense.act in ("arrived", "hosted") and t.last <= slot.first and words[t.first] in _RECEIVED)
    return next(((t, "arrived") for t in taken), _OPEN)


_RULES = (
    _in_convoy,
    _deaths,
    _kept_in,
    _at_home,
    _helped_to,
    _homes_of,
    _left_so,
    _more_so,
    _part_who,
    _suffered_damage,
    _coming_in,
    _in_brackets,
    _included,
    _sought,
)


def is_rate(slot: Slot, words: Sequence[str]) -> bool:
    """Whether so many are counted in each day or week: "300 families a day", "2,000 people on a daily basis"."""
    behind = words[slot.last : slot.last + 3]
    if behind[:1] and behind[0] in _GRAMMAR["rate"] and behind[1:2] and behind[1] in _GRAMMAR["rate_time"]:
        return True
    return not _WORDS["regularly"].isdisjoint(behind)


def goes_on(slot: Slot, words: Sequence[str]) -> bool:
    """Whether the number goes on with what was counted before: a part of it, or the same count at another time."""
    if slot.number.not_count is not None:
        return False
    if slot.counted.unit in ("person", "household"):
        return _is_among(slot, words) or _is_part(slot, words)
    return slot.counted.kind == "none" and (
        _is_that_figure(slot, words) or words[max(0, slot.first - 2) : slot.first] == ("they", "number") or _is_another_day(slot, words)
    )


def _is_another_day(slot: Slot, words: Sequence[str]) -> bool:
    """Whether nothing but another day is told of the number: "1,100 arrived on Friday and 900 *the day before*", "stood at 53,629 and at 28,120
    a week earlier"."""
    led = words[max(0, slot.first - 3) : slot.first]
    if not _WORDS["and_so"].issuperset(led[-1:]) or _WORDS["opens"].isdisjoint(led):
        return False
    return is_another_day(words[slot.last :])


def numbered(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What was told of people whose number follows: "those who had *fled*, numbering between 500 and 800"."""
    if slot.counted.unit not in (None, "person", "household") or word_before(words, slot.first) not in _WORDS["numbering"]:
        return None
    return next((t for t in reversed(found) if t.last < slot.first and t.sense.act in _WORDS["moved"] and t.sense.cls != "people"), None)


def called(slot: Slot, found: Sequence[Trigger]) -> Trigger | None:
    """What those are called whose number is told behind them: "the number of *asylum seekers* on the islands has risen above 14,000"."""
    first, last = slot.counted.told or (0, 0)
    return next((t for t in found if t.sense.cls == "people" and first <= t.first and t.last <= last), None)


def one_of(slot: Slot, words: Sequence[str], found: Sequence[Trigger]) -> Trigger | None:
    """What is told of all, of whom somebody is one: "She is one of 2,300 people *crammed into* the church"."""
    if slot.counted.unit not in ("person", "household") or words[max(0, slot.first - 2) : slot.first] != ("one", "of"):
        return None
    return next((t for t in found if 0 <= t.first - slot.last <= 1 and t.sense.cls in ("agent", "patient", "state")), None)


def is_counted_so(slot: Slot, trigger: Trigger | None, words: Sequence[str]) -> bool:
    """Whether a bare number is only somebody's count of what was told: "The police reported 8 dead, while the civil defence *listed* 15"."""
    return slot.counted.kind == "none" and trigger is not None and words[trigger.first] in _COUNTING and 0 <= slot.first - trigger.last <= 1


def is_inside(slot: Slot, words: Sequence[str], act: str | None, trigger: Trigger | None) -> bool:
    """Whether those counted are the people of a camp: "the camp is overcrowded, with over 2,500 people in it"."""
    if slot.counted.kind != "other" and _is_camp_population(slot, words):
        return True
    if slot.counted.unit not in ("person", "household") or slot.counted.kind == "military":
        return False
    if word_before(words, slot.first).replace("’", "'") in _WORDS["of_camp"]:
        return True
    if trigger and (trigger.last >= slot.first or act not in _WORDS["before_camp"]):
        return False
    if words[max(0, slot.first - 2) : slot.first] in _GROWN and _named_camp(slot, words):
        return True
    led = "with" in words[max(0, slot.first - 1) : slot.first + 1] and not _WORDS["camps"].isdisjoint(
        words[max(0, slot.first - _WITH) : slot.first]
    )
    return led or (words[slot.last : slot.last + 2] in _IN_IT and _named_camp(slot, words))


def _is_camp_population(slot: Slot, words: Sequence[str]) -> bool:
    """Whether the number is that of a camp's people: "bringing its population to 43,200", "the camp's population has doubled to 24,000"."""
    near = words[max(0, slot.first - _POPULATION) : slot.first]
    at = max((n for n, word in enumerate(near) if word == "population"), default=None)
    return at is not None and near[-1] in ("to", "at", "reached") and _GROWTH.issuperset(near[at + 1 : -1]) and _named_camp(slot, words)


def _named_camp(slot: Slot, words: Sequence[str]) -> bool:
    return any(word.removesuffix("'s").removesuffix("’s") in _WORDS["camps"] for word in words[: slot.first])


def is_twin(slot: Slot, before: Slot, words: Sequence[str]) -> bool:
    """Whether the number counts those just counted in the other unit: "28,000 people, or about 5,000 families"."""
    return {slot.counted.unit, before.counted.unit} == {"person", "household"} and words[before.last : slot.first] in _OR


def is_next_entry(slot: Slot, before: Slot, words: Sequence[str]) -> bool:
    """Whether the number is the next of a list of places: "they include 13 in Shanwei, six in Shantou *and three in Jieyang*"."""
    if slot.number.not_count is not None or {slot.counted.kind, before.counted.kind} != {"none"}:
        return False
    between = words[before.last : slot.first]
    same = words[slot.last : slot.last + 1] == between[:1] and between[:1] in (("in",), ("at",), ("from",))
    return same and len(between) <= _ENTRY and between[-1] in (",", "and")


def _is_among(slot: Slot, words: Sequence[str]) -> bool:
    """ "Among them are 30 women", "39 women and 23 children were among them"."""
    first, last = slot.reach
    before = [word for word in words[max(0, first - 5) : first] if word not in _WORDS["be"] and word != "the"]
    behind = [word for word in words[last : last + 4] if word not in _WORDS["be"]]
    return (before[-2:-1] == ["among"] and before[-1] in _WORDS["them"]) or (
        behind[:1] == ["among"] and not _WORDS["them"].isdisjoint(behind[1:2])
    )


def _is_part(slot: Slot, words: Sequence[str]) -> bool:
    """ "The group is made up of 371 men, 28 women and 13 minors", "the migrants included four girls"."""
    first = slot.reach[0]
    verb = first - 1
    if words[max(0, first - 3) : first] == ("made", "up", "of"):
        verb = first - 3
    elif words[max(0, first - 1) : first] == ("of",):
        verb = first - 2
    elif word_before(words, first) not in _WORDS["include"]:
        return False
    if verb < 1 or words[verb] not in _WORDS["consist"] | _WORDS["include"]:
        return False
    return not _WORDS["company"].isdisjoint(words[max(0, verb - _SUBJECT) : verb])


def _is_that_figure(slot: Slot, words: Sequence[str]) -> bool:
    """ "This figure stood at 5,822 till Sunday", "the government calculates the number to be about 70,000"."""
    first = slot.first
    start = next((at + 1 for at in range(first - 1, max(-1, first - _FIGURE), -1) if words[at] in _STOPS), max(0, first - _FIGURE))
    told = words[start:first]
    at = next((at for at, word in enumerate(told) if word in _WORDS["figure"]), None)
    if at is None or not at or told[at + 1 : at + 2] == ("of",):
        return False
    lead = at - 1 - (told[at - 1] in _WORDS["kind_of"] and at > 1)
    if told[lead] not in _WORDS["that"]:
        return False
    if told[-1] == "to" and lead and told[lead - 1] in _WORDS["brings"]:
        return True  # "this takes the total for 2024 to 11,095"
    behind = set(told[at + 1 :])
    return bool(behind & _WORDS["stands"]) and behind <= _WORDS["stands"] | _WORDS["meanwhile"]
