"""A second opinion on what a number tells, if anything: the encoder's, asked for only where the ranker of acts is unsure.

The ranker weighs evidence that we thought of; the encoder knows wordings that we did not. It is slower than all the rest of reading, and where
the ranker is sure it is right less often: so most sentences are never shown to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from onrecord.encoder.window import Window
from onrecord.reading.acts import Slot
from onrecord.text import Sentence
from onrecord.types import HARM_ACTS, Mention

# Chosen by cross-validation (docs/accuracy.md):
FIGURE = 0.9  # how likely the ranker must find a figure, or none, to leave no doubt of that
WHICH = 0.75  # how likely it must find one act among all, to leave no doubt of which
HEARD = 0.97  # how likely the encoder must find one act, or none, to be heard
WEIGHT = 0.25  # of the logarithms of its shares beside the ranker's scores
_LEAST = 1e-4  # no share is taken for less
_CONTEXT = 420  # characters: sentences before are shown until the window is as long
MOST = 400  # sentences of a report that are shown: some four seconds, and more than any report that people wrote asks for


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the ranker leaves in doubt: whether a number is a figure, and which act it tells if it is one."""

    figure: bool
    which: bool

    def __bool__(self) -> bool:
        return self.figure or self.which


def doubt(chances: Mapping[str | None, float]) -> Doubt:
    """What the ranker, which gives the acts and "no figure" (``None``) these shares, leaves in doubt.

    The words of harm are plainer than those of movement: where they speak, it knows best."""
    none = chances[None]
    likeliest = max((act for act in chances if act), key=chances.__getitem__, default=None)
    if likeliest is None or none >= FIGURE:
        return Doubt(False, False)
    return Doubt(none > 1 - FIGURE, likeliest not in HARM_ACTS and chances[likeliest] < WHICH * (1 - none))


class Second:
    """The encoder's opinions on the numbers of a report. A sentence is shown to it when it is first asked about."""

    def __init__(self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> None:
        self._report = text, sentences, mentions
        self._told: dict[int, Mapping[int, Mapping[str, float]]] = {}

    def on(self, sentence: Sentence, slots: Sequence[Slot], slot: Slot, acts: Sequence[str | None], doubt: Doubt) -> list[float]:
        """What to add to the scores of these acts (``None``: no figure), for one of the slots of a sentence; empty where it has no opinion."""
        if sentence.index not in self._told:
            self._told[sentence.index] = _ask(*self._report, sentence, slots) if len(self._told) < MOST else {}
        told = self._told[sentence.index].get(slot.number.start)
        if not told or max(told.values()) < HEARD:
            return []
        none = _log(told["none"]) if doubt.figure else 0.0
        some = _log(1 - told["none"]) if doubt.figure else 0.0
        which = {act: _log(told[act] / (1 - told["none"])) for act in acts if act} if doubt.which and told["none"] < 1 else {}
        return [WEIGHT * (none if act is None else some + which.get(act, 0.0)) for act in acts]


def _log(share: float) -> float:
    return log(min(1.0, max(_LEAST, share)))


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
) -> Mapping[int, Mapping[str, float]]:
    """By where the numbers start the shares of acts."""
    from onrecord.encoder.opinion import opinion  # here: numpy takes a tenth of a second that texts without doubts need not spend

    told = opinion(window(text, sentences, mentions, sentence, slots))
    return {slot.number.start: shares for slot, shares in zip(slots, told, strict=True) if shares}
