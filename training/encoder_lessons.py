"""What teaches the encoder: sentences as it is shown them, with what each number in them tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crossval import texts_of
from gold import OWN, Row, families, gold, ours, own, passages, same_name, text_of
from gold import lessons as excerpts
from onrecord.encoder.opinion import ACTS
from onrecord.encoder.window import Encoded, Span, encode
from onrecord.places import find_mentions
from onrecord.reading.acts import Slot
from onrecord.reading.second import window
from onrecord.text import sentences
from train import TERM, gold_of, prepare

EMPHASIS = {"retold": 0.6, "written": 0.5, "passage": 0.5, "annotated": 1.0, "excerpt": 0.7}
NO_COUNT = 0.3  # weight of numbers that the reader itself takes for no count

Answer = tuple[tuple[int, ...], Row | None]  # the acts that are right, and the annotated figure


@dataclass(frozen=True, slots=True)
class Lesson:
    """A window with what is right: of each number the acts (one; several or none for an excerpt, of which only a term is told), how much it
    counts, and of each name the role (``None``: not told)."""

    shown: Encoded
    numbers: tuple[Span, ...]
    names: tuple[Span, ...]
    acts: tuple[tuple[int, ...], ...]
    weights: tuple[float, ...]
    roles: tuple[tuple[int, ...] | None, ...]


def own_lessons() -> Iterator[Lesson]:
    """Every sentence with numbers in our own reports and passages."""
    for kind in OWN:
        for report in own(kind):
            yield from _lessons(text_of(report["id"]), _annotated(report["figures"]), EMPHASIS[kind])
    for text, report in passages():
        yield from _lessons(text, _annotated(report["figures"]), EMPHASIS["passage"])


def real_lessons(shared: Path) -> Iterator[tuple[str, Lesson]]:
    """Every sentence with numbers in the annotated reports and in the labelled excerpts, with the name of its family."""
    family = families({name: text for name, (text, _) in texts_of(shared).items()})
    for report in (*gold(shared), *ours()):
        for lesson in _lessons(text_of(report["id"], shared), _annotated(report["figures"]), EMPHASIS["annotated"]):
            yield family[report["id"]], lesson
    for row in excerpts(shared):
        for lesson in _lessons(row["text"], _termed(row), EMPHASIS["excerpt"]):
            yield family[row["id"]], lesson


def _annotated(figures: Sequence[Row]) -> Callable[[Slot], Answer]:
    def told(slot: Slot) -> Answer:
        found = gold_of(slot, figures)
        return (ACTS.index(found["act"] if found else "none"),), found

    return told


def _termed(row: Row) -> Callable[[Slot], Answer]:
    acts = tuple(at for at, act in enumerate(ACTS) if act in TERM[row["term"].lower()])
    return lambda slot: (acts if slot.number.value == row["quantity"] else (), None)


def _lessons(text: str, told: Callable[[Slot], Answer], emphasis: float) -> Iterator[Lesson]:
    parts = sentences(text)
    mentions = find_mentions(text, parts)
    for here in prepare(text)[0]:
        if not here.slots:
            continue
        shown = window(text, parts, mentions, here.sentence, here.slots)
        called = [" ".join(shown.text[start:end].split()) for start, end in shown.names]
        made = encode(shown)
        rows = [(slot, span, *told(slot)) for slot, span in zip(here.slots, made.numbers, strict=True) if span]
        names = [(name, span) for name, span in zip(called, made.names, strict=True) if span]
        if any(right for _, _, right, _ in rows):
            yield Lesson(
                made,
                tuple(span for _, span, _, _ in rows),
                tuple(span for _, span in names),
                tuple(right for _, _, right, _ in rows),
                tuple(emphasis * (NO_COUNT if right == (0,) and slot.number.not_count else 1) for slot, _, right, _ in rows),
                tuple(tuple(_role(name, found) for name, _ in names) if found and "from" in found else None for *_, found in rows),
            )


def _role(name: str, gold: Row) -> int:
    """0: no place of the figure, 1: ``from``, 2: ``to``."""
    left, gone = (any(same_name(name, one) for one in gold[role]) for role in ("from", "to"))
    return 2 if gone else 1 if left else 0
