"""Whom a text has named so far, to tell who is meant by "he", "the agency" or a short form of a name."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from onrecord.reading.sourcewords import words
from onrecord.reading.speakers import kind_of
from onrecord.types import SourceKind

REMEMBERED = 300  # mentions: who was named longer ago is no longer meant by "he"
_BODIES: tuple[SourceKind, ...] = ("un", "ngo", "government", "media")
_WRITERS: tuple[SourceKind, ...] = (*_BODIES, "armed_group")
STANDS_FOR: dict[str, tuple[SourceKind, ...]] = {
    "agency": _BODIES,
    "organisation": ("un", "ngo"),
    "organization": ("un", "ngo"),
    "group": ("ngo", "armed_group"),
    "body": ("un", "ngo", "government"),
    "charity": ("ngo",),
    "monitor": ("ngo",),
    "watchdog": ("ngo",),
    "station": ("media",),
    "broadcaster": ("media",),
    "newspaper": ("media",),
    "paper": ("media",),
}


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the text has named: the words that name and describe them."""

    name: str  # as written here
    full: str  # the longest name used for them
    kind: SourceKind
    person: bool
    plural: bool
    low: frozenset[str]
    prominent: bool = True  # spoke, or was what a sentence is about: may be meant by "he" or "it"


@dataclass(slots=True)
class Memory:
    """Who has been named so far, the latest last."""

    known: deque[Known] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    writer: Known | None = None  # who last told something "in a report"

    def add(self, who: Known) -> None:
        self.known.append(who)

    def person(self) -> Known | None:
        return next((who for who in reversed(self.known) if who.prominent and who.person and not who.plural), None)

    def speaker(self) -> Known | None:
        return next((who for who in reversed(self.known) if who.prominent), None)

    def thing(self, plural: bool | None = False) -> Known | None:
        """The last body named; ``plural`` ``None`` for either number."""
        return next((who for who in reversed(self.known) if who.prominent and not who.person and plural in (None, who.plural)), None)

    def several(self) -> Known | None:
        """Whom "according to them" means: the last who spoke, if they are several."""
        who = self.speaker()
        return who if who and who.plural else None

    def author(self) -> Known | None:
        """Whose "the report" is: the last body that spoke or was told of, else the last one named at all."""
        if self.writer:
            return self.writer
        bodies = [who for who in reversed(self.known) if not who.person and who.kind in _WRITERS and any(map(str.isupper, who.name))]
        return next((who for who in bodies if who.prominent), next(iter(bodies), None))

    def described(self, low: tuple[str, ...]) -> Known | None:
        """Who was described by these words ("the ministry"), or is a body of the kind that the last of them names."""
        exact = next((who for who in reversed(self.known) if set(low) <= who.low), None)
        if exact or low[-1] not in STANDS_FOR or not set(low[:-1]) <= words().modifiers | {"news"}:
            return exact
        named = kind_of(low) if len(low) > 1 else None  # "the refugee agency" is of the United Nations
        kinds: tuple[SourceKind, ...] = ("media",) if "news" in low else (named,) if named else STANDS_FOR[low[-1]]
        return next((who for who in reversed(self.known) if not who.person and not who.plural and who.kind in kinds), None)

    def same_name(self, low: tuple[str, ...]) -> Known | None:
        """An earlier mention whose name holds these words: "Bob" after "Bob Wuaten"."""
        return next((who for who in reversed(self.known) if set(low) <= who.low), None)
