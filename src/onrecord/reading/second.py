"""A second opinion on whether a number is a figure at all: the encoder's, asked for only where the ranker of acts is unsure.

The ranker weighs evidence that we thought of; the encoder knows wordings that we did not. It is slower than all the rest of reading, and where
the ranker is sure it is right less often, as it is on which act is told: so most sentences are never shown to it, and acts are not its business."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

from onrecord.encoder.window import Window
from onrecord.reading.acts import Slot
from onrecord.text import Sentence
from onrecord.types import Mention

# Chosen by cross-validation (docs/accuracy.md):
SURE = 0.8  # how likely the ranker must find a figure, or none, to leave no doubt
HEARD = 0.9  # how likely the encoder must find one act, or none, to be heard
WEIGHT = 0.4  # of the encoder's logarithms beside the ranker's scores
_LEAST = 1e-4  # no share is taken for less
_CONTEXT = 420  # characters: sentences before are shown until the window is as long
_MOST = 400  # sentences of a report that are shown: some four seconds, and more than any report that people wrote asks for


def is_unsure(none: float) -> bool:
    """Whether the ranker, which gives "no figure" this share, leaves a doubt."""
    return 1 - SURE < none < SURE


class Second:
    """The encoder's opinions on the numbers of a report. A sentence is shown to it when it is first asked about."""

    def __init__(self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> None:
        self._report = text, sentences, mentions
        self._none: dict[int, Mapping[int, float]] = {}

    def on(self, sentence: Sentence, slots: Sequence[Slot], slot: Slot) -> tuple[float, float]:
        """What to add to the score of "no figure", and to that of every act, for one of the slots of a sentence."""
        if sentence.index not in self._none:
            self._none[sentence.index] = _ask(*self._report, sentence, slots) if len(self._none) < _MOST else {}
        none = self._none[sentence.index].get(slot.number.start, 0.5)
        return WEIGHT * log(max(_LEAST, none)), WEIGHT * log(max(_LEAST, 1 - none))


def window(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], sentence: Sentence, slots: Sequence[Slot]) -> Window:
    """What the encoder is shown of a sentence: it, and as many before it as there is room for."""
    first = sentence.index
    while first and sentence.end - sentences[first].start < _CONTEXT:
        first -= 1
    start = sentences[first].start
    around = [m for m in mentions if start <= m.start and m.end <= sentence.end]
    spans = [(m.start - start, m.end - start) for m in around]
    return Window(
        text[start : sentence.end],
        sentence.start - start,
        tuple((slot.number.start - start, slot.number.end - start) for slot in slots),
        tuple(spans),
        frozenset(span for span, m in zip(spans, around, strict=True) if m.form == "demonym"),
    )


def _ask(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], sentence: Sentence, slots: Sequence[Slot]
) -> Mapping[int, float]:
    """By where the numbers start the share of "no figure", of those of which the encoder is sure."""
    from onrecord.encoder.opinion import opinion  # here: numpy takes a tenth of a second that texts without doubts need not spend

    shown = window(text, sentences, mentions, sentence, slots)
    return {
        slot.number.start: told["none"] for slot, told in zip(slots, opinion(shown), strict=True) if told and max(told.values()) >= HEARD
    }
