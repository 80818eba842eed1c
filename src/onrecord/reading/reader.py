"""From a report's sentences and places to its figures: the order in which one thing is found after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.reading.acts import Slot
from onrecord.reading.aspects import measure, modality
from onrecord.reading.causes import Causes
from onrecord.reading.dateline import masthead
from onrecord.reading.dates import all_spans, spans_before
from onrecord.reading.ground import Ground, survey, within
from onrecord.reading.hosts import by_host
from onrecord.reading.lexicon import word_sets
from onrecord.reading.links import link
from onrecord.reading.near import word_before
from onrecord.reading.parts import Drafted
from onrecord.reading.second import Second
from onrecord.reading.sections import section_of, sections, title_day
from onrecord.reading.site_evidence import Ask
from onrecord.reading.slots import Choice, Scene, choose, scene
from onrecord.reading.sources import Speech, source_for, speeches
from onrecord.reading.tense import Tense, listed, tense_of
from onrecord.reading.timespan import TimeSpan
from onrecord.reading.told import Placed
from onrecord.reading.when import REACH, measure_by_date, period_for
from onrecord.reading.where import choose as choose_places
from onrecord.reading.whose_date import is_comparison
from onrecord.text import Sentence
from onrecord.types import DWELLING_ACTS, Figure, Measure, Mention, Modality, Period, Qualifier, Report, Unit

_DESERTING = ("defected", "defecting", "defection", "defector", "deserted", "deserting", "desertion", "deserter")
_FINITE = frozenset("was were are is have has had went".split())  # a number with a verb of its own is no longer the same phrase
_BODILY = frozenset("killed injured missing detained".split())  # acts that befall people one by one, also in families
_CALLED = {"displaced": "displaced", "idps": "displaced", "refugees": "hosted", "evacuees": "evacuated", "returnees": "returned"}
_PEOPLE = frozenset("people families persons households residents villagers civilians population".split())
_THOSE = frozenset("which whom these those them".split())
_HEDGES = frozenset(", about around some nearly almost at least more than over only just".split())  # between "of these" and the number
_BESIDE = frozenset("with has have had".split())  # between a place and its bare number
_UP = frozenset("those these them another others further among including whom".split())
_BEGINNING = 6  # tokens in which a sentence takes up those of the one before
_AGAIN = frozenset(("(", "or", "/"))  # between a count of families and one of the same people
_TOLD_AGAIN = (("(",), ("or",), (",",), ("comprising",), (",", "or"), ("–",), ("-", "-"), ("—",), ("consisting", "of"))
_TOLD_FOR = 3  # sentences without figures after which nothing goes on with the last one
_RECALL = 10  # figures before that may date one ("the latest influx")


@dataclass(frozen=True, slots=True)
class Background:
    """What holds for the whole report while its figures are read."""

    report: Report
    sentences: tuple[Sentence, ...]
    headings: tuple[TimeSpan, ...]
    spans: tuple[tuple[TimeSpan, ...], ...]
    as_of: date | None
    speeches: tuple[Speech, ...]
    causes: Causes
    ground: Ground
    second: Second


def read_figures(report: Report, sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...]) -> tuple[Report, tuple[Figure, ...]]:
    """The figures of a report, in text order, and the report with title and publication date from its own words where it had none."""
    head = masthead(report.text, report.title, report.published)
    report = replace(report, title=head.title, published=head.published)
    countries = frozenset(m.name for m in mentions if m.form == "name" and m.place is not None and m.place.kind == "country")
    places = frozenset(m.name for m in mentions if m.form == "name" and m.place is not None)
    said = speeches(report.text, sentences, report.publisher, countries, places)
    headings = sections(report.text, report.published)
    spans = all_spans(report.text, sentences, report.published, headings)
    background = Background(
        report,
        sentences,
        headings,
        spans,
        title_day(sentences, spans),
        said,
        Causes(report.text, sentences, report.title),
        survey(sentences, mentions, [(s.start, s.end) for s in said]),
        Second(report.text, sentences, mentions),
    )
    drafts = _drafts(background, [m for m in mentions if m.form == "demonym"])
    return report, link(report.text, drafts)


def _drafts(background: Background, demonyms: Sequence[Mention]) -> list[Drafted]:
    drafts: list[Drafted] = []
    placed: list[Placed] = []
    before: tuple[str, ...] = ()
    told, since = None, 0
    paragraph = 0
    for sentence, spans in zip(background.sentences, background.spans, strict=True):
        if sentence.paragraph != paragraph and not _takes_up(sentence):  # "seven are missing"; then "Athens expects 12,000 more"
            before = tuple(act for act in before if act not in _BODILY)
        paragraph = sentence.paragraph
        here = scene(background.report.text, sentence, within(demonyms, sentence), [(s.start, s.end) for s in spans])
        choices = choose(here, before, background.second, _deserting(background, here), told)
        choices = by_host(choices, here, background.ground.sites[sentence.index])
        units: dict[int, Unit] = {}
        named = background.ground.names_in(sentence)
        for choice in choices:
            if choice.act:
                figure = _figure(drafts, background, here, choice, placed, units)
                drafts.append(Drafted(figure, sentence.index, sentence.paragraph, choice.slot, sentence.start, not named))
        before = tuple(c.act for c in reversed(choices) if c.act)
        told, since = (before[0], 0) if before else (_named(sentence, told), since + 1)
        told = told if since < _TOLD_FOR else None
    return drafts


def _named(sentence: Sentence, told: str | None) -> str | None:
    """What is told of those whom a sentence without a number names, after what befell others: "14 died. *The displaced* are many"."""
    if told not in _BODILY:
        return told
    named = [
        (one.lower, behind.lower)
        for the, one, behind in zip(sentence.tokens, sentence.tokens[1:], sentence.tokens[2:], strict=False)
        if the.lower in ("the", "those")
    ]
    return next((_CALLED[one] for one, behind in reversed(named) if one in _CALLED and behind not in _PEOPLE), told)


def _takes_up(sentence: Sentence) -> bool:
    """Whether a sentence begins with some of those told of before: "• Of those in Holot, 1,410 are from Sudan", "Another 300 were hurt"."""
    return not _UP.isdisjoint(token.lower for token in sentence.tokens[:_BEGINNING])


def _figure(
    drafts: Sequence[Drafted], background: Background, here: Scene, choice: Choice, placed: list[Placed], units: dict[int, Unit]
) -> Figure:
    slot, act, text = choice.slot, choice.act or "", background.report.text
    unit = _unit(choice, units, here.words, drafts[-1].figure.unit if drafts else None)
    units[slot.first] = unit
    twin = _twin(drafts, here, slot, unit, act)
    stated = twin.modality if twin else modality(slot, choice.trigger, here.words)
    kind: Measure = twin.measure if twin else "flow"  # an order is to move
    if stated != "ordered" and not twin:
        kind = _measure(drafts, background, here, choice)
    ask = Ask(here.sentence, here.words, slot, choice.trigger, act, here.slots)
    told, places, country, sure = choose_places(background.ground, ask, placed)
    if told is not None:
        placed.insert(0, told)
    qualifier, low, high = _qualified(here, slot)
    return Figure(
        id=len(drafts),
        start=slot.number.start,
        end=slot.number.end,
        value=slot.number.value,
        low=low,
        high=high,
        qualifier=qualifier,
        unit=unit,
        act=act,
        measure=kind,
        who=_who(text, here, choice),
        origins=tuple(p.name for p in places if p.role == "from"),
        destinations=tuple(p.name for p in places if p.role == "to"),
        country=country,
        period=twin.period if twin else _period(drafts, background, here, choice, kind, stated),
        source=source_for(slot.number.start, background.sentences, background.speeches),
        cause=background.causes.at(slot.number.start, act),
        modality=stated,
        same_as=None,
        part_of=None,
        confidence=round(choice.share * (0.9 + 0.1 * sure), 3),
        places=places,
    )


def _is_followed(drafts: Sequence[Drafted], here: Scene, slot: Slot, act: str) -> bool:
    """Whether a number is the next of a ranking, which counts the same: "the most are in Gedo, with 13,400, *followed by* Bay with 9,200"."""
    last = drafts[-1] if drafts and drafts[-1].figure.start > here.sentence.start else None
    if last is None or last.figure.act != act or slot.counted.kind != "none":
        return False
    return "followed" in here.words[last.slot.last : slot.first]


def _twin(drafts: Sequence[Drafted], here: Scene, slot: Slot, unit: Unit, act: str) -> Figure | None:
    """The figure right before it of the same people in the other unit, which is of the same days: "300 people, about 60 families,"."""
    before = drafts[-1] if drafts and drafts[-1].figure.start > here.sentence.start else None
    if before is None or (before.figure.act, {before.figure.unit, unit}) != (act, {"person", "household"}):
        return None
    people, families = (slot.number.value, before.figure.value) if unit == "person" else (before.figure.value, slot.number.value)
    return before.figure if people > families and here.words[before.slot.last : slot.first] in _TOLD_AGAIN else None


def _period(drafts: Sequence[Drafted], background: Background, here: Scene, choice: Choice, kind: Measure, stated: Modality) -> Period:
    """The days covered: from the time expressions of the sentence, of its paragraph so far, and of figures that it goes on with."""
    start = choice.slot.number.start
    tense, _ = _tense(background, here, choice)
    if kind == "flow" and stated in ("expected", "denied") and tense in ("present", "present_perfect", "none"):
        tense = "future"  # "plans to move 300": what is to come has no end yet
    own = background.spans[here.sentence.index]
    earlier = spans_before(background.sentences, background.spans, here.sentence.index, start - REACH)
    recent = (d for d in reversed(drafts[-_RECALL:]) if not is_comparison(background.sentences[d.sentence], d.figure.start))
    told = [(d.figure.act, d.figure.period) for d in recent]
    section = section_of(start, background.headings)
    found = period_for(start, choice.act or "", kind, tense, here.sentence, own, earlier, background.report.published, told, section)
    if found.first or found.last or tense == "future" or not background.as_of:
        return found
    return Period(None, background.as_of, "open") if kind == "flow" else Period(background.as_of, background.as_of, "day")


def _tense(background: Background, here: Scene, choice: Choice) -> tuple[Tense, int]:
    """The tense in which a figure is stated, and where the later of number and act word ends."""
    start = choice.slot.number.start
    edge = here.sentence.tokens[choice.trigger.last - 1].end if choice.trigger else choice.slot.number.end
    return tense_of(background.report.text, here.sentence, start, edge), edge


def _measure(drafts: Sequence[Drafted], background: Background, here: Scene, choice: Choice) -> Measure:
    """The measure by the words, after a look at the dates of the sentence."""
    if _is_followed(drafts, here, choice.slot, choice.act or ""):
        return drafts[-1].figure.measure
    stated = measure(choice.act or "", choice.slot, choice.trigger, here.words)
    if choice.act not in listed("state", "either"):
        return stated
    tense, edge = _tense(background, here, choice)
    spans = background.spans[here.sentence.index]
    return measure_by_date(stated, choice.slot.number.start, edge, choice.act or "", tense, here.sentence, spans)


def _deserting(background: Background, here: Scene) -> bool:
    """Whether soldiers are counted, and some leave their army in the sentences around."""
    return any(slot.counted.kind == "military" for slot in here.slots) and _tells_of_desertion(background.sentences, here.sentence)


def _tells_of_desertion(sentences: Sequence[Sentence], here: Sentence) -> bool:
    """Whether soldiers leave their army in the sentences around."""
    near = sentences[max(0, here.index - 2) : here.index + 3]
    return any(token.lower.startswith(_DESERTING) for part in near for token in part.tokens)


def _qualified(here: Scene, slot: Slot) -> tuple[Qualifier, int | None, int | None]:
    """The qualifier and bounds; a qualifier carries over within one coordinated phrase ("at least 40 dead and 30 wounded")."""
    number = slot.number
    if number.qualifier == "exact" and word_before(here.words, slot.first) == "and":
        before = next((s for s in here.slots if 0 < slot.first - s.last <= 3), None)
        finite = not _FINITE.isdisjoint(here.words[slot.last : slot.last + 2]) or any(
            t.sense.cls == "agent" and 0 <= t.first - slot.last <= 1 for t in here.triggers
        )
        if before and before.number.qualifier in ("more_than", "up_to") and not finite:
            return _bounded(before.number.qualifier, number.value)
    if number.qualifier == "exact" and (told := _restated(here, slot)):
        return _bounded(told.number.qualifier, number.value)
    return number.qualifier, number.low, number.high


def _bounded(qualifier: Qualifier, value: int) -> tuple[Qualifier, int | None, int | None]:
    return qualifier, None if qualifier == "up_to" else value, None if qualifier == "more_than" else value


def _restated(here: Scene, slot: Slot) -> Slot | None:
    """The hedged count right before it that a round number tells again in another unit: "some 310 families (1,650 people)"."""
    before = next((s for s in here.slots if 0 < slot.first - s.last <= 2), None)
    if before is None or slot.number.value % 10 or {before.counted.unit, slot.counted.unit} != {"person", "household"}:
        return None
    hedged = before.number.qualifier in ("about", "more_than", "up_to")
    return before if hedged and not _AGAIN.isdisjoint(here.words[before.last : slot.first]) else None


def _unit(choice: Choice, units: dict[int, Unit], words: Sequence[str], last: Unit | None) -> Unit:
    """The unit: of the noun counted, else by the act, else that of what it is a part of ("4,000 households, of which 900 sleep in schools";
    ``last``: that of the figure before), else that of the figure from which the act was carried over, or beside which a bare number stands:
    "Kampot took in 13,000 families, followed by Kep with 9,000"."""
    slot = choice.slot
    if slot.counted.unit:
        return slot.counted.unit
    if choice.act in DWELLING_ACTS:
        return "dwelling"
    if last == "household" and choice.act not in _BODILY and _is_part(slot, words):
        return last
    beside = slot.counted.kind == "none" and word_before(words, slot.first) in _BESIDE
    earlier = units.get(choice.source.first) if choice.source else next(reversed(units.values()), None) if beside else None
    return earlier or "person"


def _is_part(slot: Slot, words: Sequence[str]) -> bool:
    """Whether a number is of those counted right before it: "900 of which", "of whom 900", "Of these, 900"."""
    led = [word for word in words[max(0, slot.first - 4) : slot.first] if word not in _HEDGES]
    behind = words[slot.number_end : slot.number_end + 2]
    return (behind[:1] == ("of",) and behind[-1] in _THOSE) or (led[-2:-1] == ["of"] and led[-1] in _THOSE)


def _who(text: str, here: Scene, choice: Choice) -> str | None:
    """The words that name the people; dwellings and bare numbers have none."""
    slot, tokens = choice.slot, here.sentence.tokens
    first, last = slot.counted.told or (slot.number_end, slot.last)
    if slot.counted.unit not in ("person", "household"):
        return None
    while first < last and tokens[first].lower in word_sets("grammar")["unnamed"]:
        first += 1
    return text[tokens[first].start : tokens[last - 1].end] if first < last else None
