"""What the encoder is shown: a sentence behind those before it, with the spans of its numbers and of the names around."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.encoder.wordpiece import END, START, Piece, pieces, vocabulary

LONGEST = 192  # pieces of a window: a long one loses its beginning
_PLAIN, _NUMBER, _NAME, _DEMONYM = range(4)
_HERE = 4  # added to these in the sentence itself
KINDS = 2 * _HERE

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of text with its numbers and names: half-open spans in ``text``. The sentence itself begins at ``here``."""

    text: str
    here: int
    numbers: tuple[Span, ...]
    names: tuple[Span, ...]
    demonyms: frozenset[Span] = frozenset()  # those of the names that are nationalities


@dataclass(frozen=True, slots=True)
class Encoded:
    """A window as the encoder takes it: pieces and their kinds, and for each number and name the pieces that it covers.

    Spans that a long window lost are ``None``. The names are for teaching: it is asked about numbers alone."""

    ids: tuple[int, ...]
    kinds: tuple[int, ...]
    numbers: tuple[Span | None, ...]
    names: tuple[Span | None, ...]


def encode(window: Window) -> Encoded:
    """The window in pieces."""
    known = vocabulary()
    row = list(pieces(window.text))[-LONGEST:]
    numbers = tuple(_covered(row, span) for span in window.numbers)
    names = tuple(_covered(row, span) for span in window.names)
    kinds = [_PLAIN] * len(row)
    _mark(kinds, numbers, _NUMBER)
    _mark(kinds, names, _NAME)
    _mark(kinds, (at for at, span in zip(names, window.names, strict=True) if span in window.demonyms), _DEMONYM)
    kinds = [kind + _HERE * (piece.start >= window.here) for kind, piece in zip(kinds, row, strict=True)]
    return Encoded(
        (known[START], *(piece.id for piece in row), known[END]),
        (_PLAIN, *kinds, _PLAIN),
        tuple(at and (at[0] + 1, at[1] + 1) for at in numbers),  # behind the piece that opens the row
        tuple(at and (at[0] + 1, at[1] + 1) for at in names),
    )


def _covered(row: Sequence[Piece], span: Span) -> Span | None:
    found = [at for at, piece in enumerate(row) if piece.start < span[1] and span[0] < piece.end]
    return (found[0], found[-1] + 1) if found else None


def _mark(kinds: list[int], spans: Iterable[Span | None], kind: int) -> None:
    for span in spans:
        if span:
            kinds[span[0] : span[1]] = [kind] * (span[1] - span[0])
