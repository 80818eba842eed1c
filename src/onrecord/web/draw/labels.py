"""Words on a map or a chart that do not cover each other: the first come find room, the last may find none."""

from __future__ import annotations

from typing import Literal, NamedTuple

from onrecord.web.draw.svg import Point

Anchor = Literal["start", "middle", "end"]
_WIDE, _CELL = 0.56, 48  # width of a usual letter beside its height; pixels of a cell of the index


class Words(NamedTuple):
    """Where words found room: the point at their baseline, and which part of them it is."""

    x: float
    y: float
    anchor: Anchor


class Room(NamedTuple):
    """A stretch of the sheet, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


class Labels:
    """The stretches of a sheet that are taken."""

    def __init__(self, width: int, height: int) -> None:
        self._sheet = Room(2, 2, width - 2, height - 2)
        self._cells: dict[tuple[int, int], list[Room]] = {}

    def take(self, room: Room) -> None:
        """Keep a stretch free of words."""
        for cell in self._of(room):
            self._cells.setdefault(cell, []).append(room)

    def beside(self, text: str, at: Point, gap: float, size: float = 12) -> Words | None:
        """Room for words beside a point, ``gap`` pixels away: on its sides, above or below; ``None`` where there is none."""
        x, y = at
        tries = [
            Words(x + gap, y + size * 0.35, "start"), Words(x - gap, y + size * 0.35, "end"),
            Words(x, y - gap - size * 0.2, "middle"), Words(x, y + gap + size * 0.9, "middle"),
            Words(x + gap * 0.7, y - gap * 0.7, "start"), Words(x - gap * 0.7, y - gap * 0.7, "end"),
            Words(x + gap * 0.7, y + gap * 0.7 + size, "start"), Words(x - gap * 0.7, y + gap * 0.7 + size, "end"),
        ]  # fmt: skip
        return self._first(text, tries, size)

    def at(self, text: str, at: Point, size: float = 12) -> Words | None:
        """Room for words with their middle at a point."""
        return self._first(text, [Words(at[0], at[1] + size * 0.35, "middle")], size)

    def _first(self, text: str, tries: list[Words], size: float) -> Words | None:
        for words in tries:
            room = _room(text, words, size)
            if self._free(room):
                self.take(room)
                return words
        return None

    def _free(self, room: Room) -> bool:
        sheet = self._sheet
        if room.left < sheet.left or room.top < sheet.top or room.right > sheet.right or room.bottom > sheet.bottom:
            return False
        return not any(_overlap(room, taken) for cell in self._of(room) for taken in self._cells.get(cell, ()))

    def _of(self, room: Room) -> list[tuple[int, int]]:
        columns = range(int(room.left // _CELL), int(room.right // _CELL) + 1)
        return [(column, row) for column in columns for row in range(int(room.top // _CELL), int(room.bottom // _CELL) + 1)]


def width_of(text: str, size: float) -> float:
    """About how wide words come out."""
    return len(text) * size * _WIDE


def _room(text: str, words: Words, size: float) -> Room:
    wide = width_of(text, size)
    left = words.x - {"start": 0, "middle": wide / 2, "end": wide}[words.anchor]
    return Room(left - 2, words.y - size, left + wide + 2, words.y + size * 0.3)


def _overlap(one: Room, other: Room) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom
