"""Who is who among sources: "U.N. refugee agency" and "UNHCR" are one. Known names come from ``words/sources.toml``, others by decision."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast

from onrecord.ledger.folded import fold
from onrecord.ledger.words import load
from onrecord.types import Source, SourceKind

_LONGEST = 12  # words of an alias
_DROPPED = frozenset(("the", "a", "an", "state", "run", "official", "semi"))


@cache
def _known() -> Mapping[str, Source]:
    found: dict[str, Source] = {}
    for kind, table in load("sources").items():
        for name, aliases in table.items():
            for alias in (name, *aliases):
                found[_plain(fold(alias))] = Source(name, cast(SourceKind, kind))
    return found


class Sources:
    """Resolves the words for a source; ``decided`` are folded aliases that people added, which win."""

    def __init__(self, decided: Mapping[str, Source] | None = None) -> None:
        self._decided = {_plain(alias): source for alias, source in (decided or {}).items()}
        self._cache: dict[tuple[str, SourceKind], Source] = {}

    def resolve(self, name: str, kind: SourceKind = "other") -> Source:
        """The source that these words name: one that is known, by the longest alias within them, else themselves."""
        found = self._cache.get((name, kind))
        if found is None:
            if len(self._cache) > 50_000:
                self._cache.clear()
            found = self._cache[name, kind] = self._look_up(name, kind)
        return found

    def _look_up(self, name: str, kind: SourceKind) -> Source:
        words = _plain(fold(name)).split()
        for size in range(min(len(words), _LONGEST), 0, -1):
            for at in range(len(words) - size + 1):
                alias = " ".join(words[at : at + size])
                # An alias of one short word ("UN") counts only as the whole, or where the text writes it large.
                source = self._decided.get(alias) or _known().get(alias)
                if source and (size == len(words) or size > 1 or alias.upper() in name.replace(".", "") or len(alias) > 4):
                    return source
        shown = " ".join(name.split())
        return Source(shown, kind)


def words_of(source: Source) -> str:
    """What tells stated sources apart: the folded words and the kind."""
    return f"{fold(source.name)}\n{source.kind}"


def _plain(folded: str) -> str:
    words = folded.split()
    while len(words) > 1 and words[0] in _DROPPED:
        words = words[1:]
    return " ".join(words)
