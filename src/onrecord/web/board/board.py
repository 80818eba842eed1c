"""The boards with and without confidential reports: kept here when somebody looks, or each by a process of its own."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from onrecord.types import Estimate, Problem, Scorecard
from onrecord.web.board.answers import Answers
from onrecord.web.board.apart import Apart
from onrecord.web.board.keeping import Keeper
from onrecord.web.board.lines import Headline, Track
from onrecord.web.board.reading import Reader, estimate
from onrecord.web.ledgers import Ledgers
from onrecord.web.settings import Settings
from onrecord.web.trouble import Trouble
from onrecord.web.views import View

T = TypeVar("T")
_CARDS, _TEXTS = 64, 600  # answers that are kept: scorecards, and texts (up to 0.6 MB each)
_DRAWN = 150  # maps and charts that are kept (up to 0.5 MB each)
_AGAIN = {"retry-after": "3", "refresh": "3"}  # seconds; a page asks again by itself, without a script


@dataclass(frozen=True, slots=True)
class BoardState:
    """``ready``: whether there is a picture to show; ``progress`` of making it, 0 to 1. ``version``: another one whenever it differs.
    ``behind``: there are newer entries that are not in it yet."""

    ready: bool
    version: str
    progress: float = 1.0
    behind: bool = False


class Board:
    """Questions to the picture. ``confidential`` says which of the two is asked."""

    def __init__(self, settings: Settings, ledgers: Ledgers) -> None:
        self._ledgers = ledgers
        self._cards, self._texts, self._drawings = Answers(_CARDS), Answers(_TEXTS), Answers(_DRAWN)
        self._here = None if settings.apart else _Here(settings.ledger)
        self._apart = Apart(settings.ledger, settings.cache_path, ledgers) if settings.apart else None

    def state(self, confidential: bool) -> BoardState:
        """How far the picture is."""
        if self._apart:
            reader, progress = self._apart.reader(confidential), self._apart.progress(confidential)
            version = self._version(reader) if reader else ""
            return BoardState(reader is not None, version, progress, progress < 1)
        return BoardState(True, self._version(self._reader(confidential)))

    def bodies(self, confidential: bool, view: View, limit: int, after: int) -> tuple[list[str], int]:
        """The JSON of some estimates of a view, and how many there are."""
        reader = self._reader(confidential)
        return reader.bodies(view, limit, after), reader.total(view)

    def body(self, confidential: bool, ident: str) -> str | None:
        """The JSON of an estimate."""
        return self._reader(confidential).body(ident)

    def of_claim(self, confidential: bool, claim: str) -> list[Estimate]:
        """The estimates that a claim is in."""
        return [estimate(body) for body in self._reader(confidential).of_claim(claim)]

    def urgent(self, confidential: bool, country: str | None, limit: int) -> list[str]:
        """The claims whose rulings could do most to the picture, the most urgent first."""
        return self._reader(confidential).urgent(country, limit)

    def headlines(self, confidential: bool, view: View, limit: int) -> list[Headline]:
        """The largest headlines of a view."""
        return self._reader(confidential).headlines(view, limit)

    def tracks(self, confidential: bool, view: View, limit: int, points: int) -> list[Track]:
        """The largest things of a view over time."""
        return self._reader(confidential).tracks(view, limit, points)

    def scorecards(self, confidential: bool, source: str | None = None) -> list[Scorecard]:
        """The sources' scorecards as a whole, or all those of one source."""
        stamp = self.stamp(confidential, View())
        return self._cards.get((confidential, source), stamp, lambda: self._reader(confidential).scorecards(source))

    def stream(self, confidential: bool, view: View) -> Iterator[str]:
        """The JSON of all estimates of a view."""
        return self._reader(confidential).stream(view)

    def known(self, confidential: bool, key: tuple[Hashable, ...], view: View) -> Any:
        """What :meth:`kept` would give, if that takes no time at all; else ``None``."""
        if self._apart is None or view.as_of or self._apart.reader(confidential) is None:
            return None
        return self._texts.known((confidential, *key), self.stamp(confidential, view))

    def kept(self, confidential: bool, key: tuple[Hashable, ...], view: View, make: Callable[[], T]) -> T:
        """What ``make`` made of this view's picture before, as long as that stays the same; made anew for each asking of earlier days."""
        if view.earlier:
            return make()
        return self._texts.get((confidential, *key), self.stamp(confidential, view), make)

    def drawn(self, confidential: bool, key: tuple[Hashable, ...], view: View, draw: Callable[[], T]) -> T:
        """The same for maps and charts: larger, and fewer are kept."""
        if view.earlier:
            return draw()
        return self._drawings.get((confidential, *key), self.stamp(confidential, view), draw)

    def stamp(self, confidential: bool, view: View) -> tuple[str, int]:
        """What an answer about a view is good for: as long as this stays the same."""
        reader = self._reader(confidential)
        return reader.path.name, reader.touched(view.country) if view.country else reader.version()

    def look(self) -> None:
        """Called now and then: start what has to be kept."""
        if self._apart:
            self._apart.look()

    def close(self) -> None:
        """Let go of everything."""
        if self._apart:
            self._apart.close()
        if self._here:
            self._here.close()

    def _reader(self, confidential: bool) -> Reader:
        if self._here:
            return self._here.reader(confidential)
        assert self._apart
        found = self._apart.reader(confidential)
        if found is None:
            done = f"{self._apart.progress(confidential):.0%}"
            raise Trouble(503, Problem("picture", "picture", f"the picture is being made ({done})", "ask again in a moment"), _AGAIN)
        return found

    @staticmethod
    def _version(reader: Reader) -> str:
        return f"{reader.path.stem}.{reader.version()}"


class _Here:
    """Boards that are kept when somebody looks: always up to date, and good for small ledgers only."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._folder = Path(tempfile.mkdtemp(prefix="onrecord-"))
        self._kept: dict[bool, tuple[Keeper, Reader]] = {}
        self._lock = threading.Lock()
        self._made = 0

    def reader(self, confidential: bool) -> Reader:
        """The board as the ledger stands now."""
        with self._lock:
            kept = self._kept.get(confidential)
            if kept is None or not kept[0].step() or kept[0].due:
                if kept:
                    kept[0].close()
                    kept[1].close()
                kept = self._kept[confidential] = self._draw(confidential)
            kept[1].refresh()
            return kept[1]

    def close(self) -> None:
        """Remove them."""
        with self._lock:
            for keeper, reader in self._kept.values():
                keeper.close()
                reader.close()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _draw(self, confidential: bool) -> tuple[Keeper, Reader]:
        self._made += 1
        path = self._folder / f"{self._made}.sqlite"
        keeper = Keeper(self._where, confidential, path)
        keeper.draw()
        return keeper, Reader(path)
