"""From a report's sentences and places to its figures: the order in which one thing is found after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.reading.acts import Slot
from onrecord.reading.aspects import measure, modality
from onrecord.reading.causes import Causes
from onrecord.reading.dateline import masthead
from onrecord.reading.dates import TimeSpan, all_spans
from onrecord.reading.ground import Ground, survey, within
from onrecord.reading.links import Drafted, link
from onrecord.reading.site_evidence import Ask
from onrecord.reading.slots import Choice, Scene, choose, scene
from onrecord.reading.sources import Speech, source_for, speeches
from onrecord.reading.when import period_for, tense_of
from onrecord.reading.where import Placed
from onrecord.reading.where import choose as choose_places
from onrecord.text import Sentence
from onrecord.types import DWELLING_ACTS, Figure, Mention, Qualifier, Report, Unit

_RECALL = 10  # figures before that may date one ("the latest influx")


@dataclass(frozen=True, slots=True)
class Background:
    """What holds for the whole report while its figures are read."""

    report: Report
    sentences: tuple[Sentence, ...]
    spans: tuple[tuple[TimeSpan, ...], ...]
    speeches: tuple[Speech, ...]
    causes: Causes
    ground: Ground


def read_figures(report: Report, sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...]) -> tuple[Report, tuple[Figure, ...]]:
    """The figures of a report, in text order, and the report with title and publication date from its own words where it had none."""
    head = masthead(report.text, report.title, report.published)
    report = replace(report, title=head.title, published=head.published)
    said = speeches(report.text, sentences)
    background = Background(
        report,
        sentences,
        all_spans(report.text, sentences, report.published),
        said,
        Causes(report.text, sentences, report.title),
        survey(sentences, mentions, [(s.start, s.end) for s in said]),
    )
    drafts = _drafts(background, [m for m in mentions if m.form == "demonym"])
    return report, link(report.text, drafts)


def _drafts(background: Background, demonyms: Sequence[Mention]) -> list[Drafted]:
    drafts: list[Drafted] = []
    placed: list[Placed] = []
    before: tuple[str, ...] = ()
    for sentence, spans in zip(background.sentences, background.spans, strict=True):
        here = scene(background.report.text, sentence, within(demonyms, sentence), [(s.start, s.end) for s in spans])
        choices = choose(here, before, _tells_of_desertion(background.sentences, sentence))
        units: dict[int, Unit] = {}
        for choice in choices:
            if choice.act:
                figure = _figure(drafts, background, here, choice, placed, units)
                drafts.append(Drafted(figure, sentence.index, sentence.paragraph, choice.slot))
        before = tuple(c.act for c in reversed(choices) if c.act)
    return drafts


def _figure(
    drafts: Sequence[Drafted], background: Background, here: Scene, choice: Choice, placed: list[Placed], units: dict[int, Unit]
) -> Figure:
    slot, act, text = choice.slot, choice.act or "", background.report.text
    unit = _unit(choice, units)
    units[slot.first] = unit
    kind = measure(act, slot, choice.trigger, here.words)
    ask = Ask(here.sentence, here.words, slot, choice.trigger, act)
    site, places, country, sure = choose_places(background.ground, ask, placed)
    if site is not None:
        placed.insert(0, Placed(here.sentence.index, here.sentence.paragraph, site))
    edge = here.sentence.tokens[choice.trigger.last - 1].end if choice.trigger else slot.number.end
    at = here.sentence.index
    earlier = [span for spans in _spans_before(background, here.sentence) for span in spans]
    qualifier, low, high = _qualified(here, slot)
    told = [(d.figure.act, d.figure.period) for d in reversed(drafts[-_RECALL:])]
    tense = tense_of(text, here.sentence, slot.number.start, edge)
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
        period=period_for(
            slot.number.start, act, kind, tense, here.sentence, background.spans[at], tuple(earlier), background.report.published, told
        ),
        source=source_for(slot.number.start, background.sentences, background.speeches),
        cause=background.causes.at(slot.number.start, act),
        modality=modality(slot, choice.trigger, here.words),
        same_as=None,
        part_of=None,
        confidence=round(choice.share * (0.9 + 0.1 * sure), 3),
        places=places,
    )


def _tells_of_desertion(sentences: Sequence[Sentence], here: Sentence) -> bool:
    near = sentences[max(0, here.index - 2) : here.index + 3]
    return any(
        token.lower.startswith(("defect", "desert", "deserter")) and token.lower not in ("defective", "desert", "deserts")
        for part in near
        for token in part.tokens
    )


def _spans_before(background: Background, sentence: Sentence) -> Iterator[tuple[TimeSpan, ...]]:
    """The time expressions of the sentences before in the same paragraph, nearest first."""
    for back in range(sentence.index - 1, -1, -1):
        if background.sentences[back].paragraph != sentence.paragraph:
            return
        yield background.spans[back]


def _qualified(here: Scene, slot: Slot) -> tuple[Qualifier, int | None, int | None]:
    """The qualifier and bounds; a qualifier carries over within one coordinated phrase ("at least 40 dead and 30 wounded")."""
    number = slot.number
    if number.qualifier == "exact" and here.words[slot.first - 1 : slot.first] == ("and",):
        before = next((s for s in here.slots if 0 < slot.first - s.last <= 3), None)
        finite = {"was", "were", "are", "is", "have", "has", "had", "went"} & set(here.words[slot.last : slot.last + 2])
        if before and before.number.qualifier in ("more_than", "up_to") and not finite:
            return before.number.qualifier, *((number.value, None) if before.number.qualifier == "more_than" else (None, number.value))
    return number.qualifier, number.low, number.high


def _unit(choice: Choice, units: dict[int, Unit]) -> Unit:
    """The unit: of the noun counted, else by the act, else that of the figure from which the act was carried over."""
    unit = choice.slot.counted.unit
    if unit:
        return unit
    if choice.act in DWELLING_ACTS:
        return "dwelling"
    earlier = units.get(choice.source.first) if choice.source else None
    return earlier or "person"


def _who(text: str, here: Scene, choice: Choice) -> str | None:
    """The words that name the people; dwellings and bare numbers have none."""
    slot = choice.slot
    if slot.counted.unit not in ("person", "household") or slot.last <= slot.number_end:
        return None
    tokens = here.sentence.tokens
    first = slot.number_end
    while first < slot.last and tokens[first].lower in (
        "of",
        "the",
        "a",
        "an",
        "more",
        "other",
        "additional",
        "further",
        "new",
        "their",
        "its",
        "his",
        "her",
        "or",
        "so",
        "and",
    ):
        first += 1
    return text[tokens[first].start : tokens[slot.last - 1].end] if first < slot.last else None
