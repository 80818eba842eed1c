"""Which places the labels of a table mean: decided for a whole axis together, since a table lists places of one country and one kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.types import Place, PlaceRef, Role

Find = Callable[[str], tuple[Place, ...]]
_TYPE = r"governorate|province|district|sub-?district|region|county|state|city|municipality|oblast|wilaya|department|division|prefecture|town|village|camp|(?:refugee|idp) camp|woreda|zone"
_TYPED = re.compile(rf"^(?:(?:{_TYPE}) of )?(.+?)(?:\s+(?:{_TYPE}))?$", re.I)
_NOTE = re.compile(r"\s*(?:[*†‡§¹²³]+|\[\w{1,3}\]|\(\d{1,2}\))+\s*$")
_WEIGHT = {"country": 3.0, "admin1": 3.0, "admin2": 2.0, "camp": 2.0, "region": 1.0, "settlement": 1.0, "water": 0.2}
_CONTEXT = 1.8  # how much a country weighs more for being the report's
_ENOUGH = 0.5  # share of labels that must be places for an axis to be one of places
_SUBNATIONAL = ("admin1", "admin2", "settlement", "camp")


@dataclass(slots=True)
class Locator:
    """Looks labels up. ``find``: every place of a name, best known first; ``context``: countries (alpha-3) that the report is about."""

    find: Find
    context: tuple[str, ...] = ()
    named: PlaceRef | None = None  # the one place, smaller than a country, that the table's title names
    _known: dict[str, tuple[Place, ...]] = field(default_factory=dict)

    def places(self, label: str) -> tuple[Place, ...]:
        """Every place that a label may mean."""
        label = tidy(label)
        if label not in self._known:
            found = self.find(label) if _is_name(label) else ()
            bare = _TYPED.match(label)
            if not found and bare and bare[1] != label and _is_name(bare[1]):
                found = self.find(bare[1])
            self._known[label] = found
        return self._known[label]

    def are_places(self, labels: Sequence[str]) -> bool:
        """Whether most of some labels are names of places."""
        known = [label for label in labels if self._clear(label)]
        return bool(labels) and len(known) >= max(1, _ENOUGH * len(labels))

    def _clear(self, label: str) -> bool:
        places = self.places(label)
        return any(
            p.kind in ("country", "admin1", "admin2", "camp", "region") or p.population > 20_000 or p.country in self.context
            for p in places
        )

    def axis(self, labels: Iterable[str], kind: str | None = None, country: str | None = None) -> dict[str, Place | None]:
        """The place of each label; ``kind`` is what the head calls them, ``country`` the one that they must lie in."""
        labels = list(dict.fromkeys(labels))
        nations = sum(any(p.kind == "country" for p in self.places(label)) for label in labels)
        as_nations = kind == "country" or (kind is None and country is None and nations > 0.5 * len(labels))
        home = country or (None if as_nations else self._home(labels))
        return {label: self._pick(label, kind, home, as_nations) for label in labels}

    def _home(self, labels: Sequence[str]) -> str | None:
        votes: Counter[str] = Counter()
        for label in labels:
            best: dict[str, float] = {}
            for place in self.places(label):
                if place.country and place.kind != "country":
                    best[place.country] = max(best.get(place.country, 0.0), _WEIGHT[place.kind] + min(1.0, place.population / 1e6))
            for code, weight in best.items():
                votes[code] += weight * (_CONTEXT if code in self.context[:1] else 1.3 if code in self.context else 1.0)  # type: ignore[assignment]
        return votes.most_common(1)[0][0] if votes else (self.context[0] if self.context else None)

    def _pick(self, label: str, kind: str | None, home: str | None, as_nations: bool) -> Place | None:
        options = self.places(label)
        if as_nations:
            return next((p for p in options if p.kind == "country"), None)
        inside = [p for p in options if home is None or p.country == home]
        preferred = [p for p in inside if p.kind == kind] or [p for p in inside if p.kind in _SUBNATIONAL]
        if preferred:
            return preferred[0]
        return next((p for p in options if p.kind == "country"), None)


def tidy(label: str) -> str:
    """A label without the marks of footnotes."""
    return _NOTE.sub("", label).strip(" :*-–")


def ref(label: str, role: Role, place: Place | None, home: str | None) -> PlaceRef:
    """The place of a figure, named as the table writes it."""
    country = place.country if place else home
    return PlaceRef(tidy(label), role, place, country, 0.9 if place else 0.5)


def _is_name(label: str) -> bool:
    return 1 < len(label) <= 60 and any(c.isalpha() for c in label) and len(label.split()) <= 6
