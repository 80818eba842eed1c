"""Which place of that name: decided for all names of a report together, by its own countries, by neighbours and by size."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from onrecord.places.crossing import left_for
from onrecord.places.fold import fold, loosen
from onrecord.places.gazetteer import Hit
from onrecord.places.spans import Candidate
from onrecord.places.words import words
from onrecord.types import Place

# How well known a kind of place is before anything of the report is known; a settlement adds the logarithm of its population.
_KNOWN = {"country": 9.0, "region": 6.5, "camp": 6.0, "water": 6.0, "admin1": 4.5, "admin2": 2.5, "settlement": 0.0}
_GROWS = {"settlement": 1.0, "admin1": 0.25, "admin2": 0.25, "country": 0.1}
_ISLET = 3.8  # a small island counts as one of 6,000 people
_NEWS = 4.7  # a town of our own table counts as one of 50,000
_SUPPORT, _TYPED, _MISTYPED, _LOOSE, _ALTERNATE = 3.5, 3.0, -1.5, -2.0, -0.7
_GREAT = 6.0  # prior of a city of a million, a capital or a populous province
_LISTED = 0.9  # trust in a name between two settled ones
_MICRO = 100_000  # people of a country that must not outshine a place of its name elsewhere
_TOWN_OF = re.compile(r"(?:town|city|village|hamlet|suburb|district|county|port) of\s+$")  # "the Texas town of Paris"
_OWNING = 5.0  # what the whole in front of it is worth to a name: more than being the largest of its name
_INSIDE = re.compile(r"[\s,(]*(?:(?!and\b|or\b|from\b|to\b|than\b|near\b)[a-z][a-z-]*\s+){0,5}")
# What stands between names: of a list, of a place and what holds it, of what holds a place and the place.
_LISTED_BY = re.compile(r",? and |, ")
_HELD_BY = re.compile(r"[,(]|\b(?:in|of)\b")
_COMMA = re.compile(r",\s+")
_OWNED_BY = re.compile(r"['’‘´`]s?(?: [a-z-]+){0,2}\s+|(?: [a-z-]+){0,2}\s+")
_PARTED_BY = re.compile(r"\b(?:and|or|from|to)\b")
_NATION = 0.65  # evidence of this weight is a country's own name or its people's
_FIRM = 1.0  # evidence for a country, in log2(1 + mentions), that settles what a report is about
_FAIR = 0.4  # evidence, on the scale where firm is 1, that is enough where no other country has half of it
_KNOWN_BY_A_PIECE = 200_000  # people of a town that may be called by a piece of its name anywhere
_STRANGE = 0.1  # evidence below which a report is not about a country
_FAINT = 0.2  # evidence of a small place whose name no other country has; one alone is none
_SMALL = 3.0  # prior of a place of a thousand people
_TOLD = {"placed", "preposition", "within"}
_NEAR = ((60.0, 1.2), (200.0, 0.8), (500.0, 0.3))

_Evidence = tuple[str | None, float]


def prior(hit: Hit) -> float:
    """How likely the name means this place in the news in general, in powers of ten of people."""
    place = hit.place
    known = _ISLET if hit.islet else _KNOWN[place.kind] + _GROWS.get(place.kind, 0.0) * math.log10(place.population + 10)
    if hit.news and place.kind == "settlement":
        known = max(known + (0.8 if place.population > 100_000 else 0.0), _NEWS)
    if place.kind == "settlement" and place.population > 1_000_000 and not hit.alternate:
        known += 0.5  # a city that needs no country behind its name
    if place.kind == "country" and place.population < _MICRO:
        known -= 2.5
    cost = _LOOSE if hit.loose else 0.0
    return known + cost + (_ALTERNATE if hit.alternate and place.kind == "settlement" else 0.0)


def weigh_countries(candidates: list[Candidate], spoken: list[_Evidence], hints: Iterable[str]) -> dict[str, float]:
    """How strongly a report is about each country: 1 for the strongest, less where the evidence is thin. ``spoken`` is what each candidate
    speaks for by itself."""
    sums: defaultdict[str, float] = defaultdict(float)
    towns: defaultdict[str, float] = defaultdict(float)
    for hint in hints:
        sums[hint] += 1.5
    for candidate, (code, weight) in zip(candidates, spoken, strict=True):
        if code:
            aside = candidate.notes & {"organisation", "official", "person", "compound", "across", "group"}
            kind = towns if weight < _NATION else sums
            kind[code] += weight * (0.3 if aside else 1.5 if "placed" in candidate.notes else 1.0)
    witnesses = _witnesses(candidates, spoken)
    several = {code for code in towns if len(witnesses[code]) > 1}
    faint = {code for code, total in towns.items() if total < 2 * _FAINT and code not in several}
    for code in faint:
        del towns[code]
    # One town by itself, however often named, must not vouch for its own country where others are better known.
    vouched = several | (towns.keys() & sums.keys() if several or sums else towns.keys())
    for code in vouched:
        sums[code] += towns[code]
    logs = {code: math.log2(1 + total) for code, total in sums.items()}
    top = max(logs.values(), default=0.0)
    return {code: value / max(top, _FIRM) for code, value in logs.items()}


def main_country(support: dict[str, float]) -> str | None:
    """The country that the report is about, if its evidence is firm, or fair and without a rival."""
    ranked = sorted(support, key=lambda c: -support[c])
    rival = support[ranked[1]] if len(ranked) > 1 else 0.0
    return ranked[0] if ranked and support[ranked[0]] >= (1.0 if rival > support[ranked[0]] / 2 else _FAIR) else None


def _witnesses(candidates: list[Candidate], spoken: list[_Evidence]) -> defaultdict[str | None, set[str]]:
    """By country, the different names that speak for it; one of its own names, or of a great city or province, counts as two."""
    found: defaultdict[str | None, set[str]] = defaultdict(set)
    for candidate, (code, weight) in zip(candidates, spoken, strict=True):
        great = weight >= _NATION or {h.place.country for h in candidate.hits if prior(h) > _GREAT and not h.alternate} == {code}
        found[code].update({candidate.key, f"{candidate.key}*"} if great else {candidate.key})
    return found


def _evidence(candidate: Candidate) -> _Evidence:
    """The one country that a candidate speaks for by itself, and how much."""
    strict = [h for h in candidate.hits if not h.loose]
    if candidate.notes & {"water", "speaker"}:
        return None, 0.0
    nations = {h.place.country for h in strict if h.place.kind == "country"}
    if nations:
        if any(h.place.kind == "country" and h.place.population < _MICRO for h in strict) and len({h.place.country for h in strict}) > 1:
            return None, 0.0  # Saint Martin may be the island of Bangladesh
        weight = 0.7 if all(h.demonym for h in strict if h.place.kind == "country") else 1.0
        if all(h.acronym for h in strict if h.place.kind == "country") and any(h.place.kind == "admin1" for h in strict):
            return None, 0.0  # CAR is a country, and a region of the Philippines
        if any(h.place.kind == "admin1" and h.place.population > 2_000_000 and h.place.country not in nations for h in strict):
            weight = 0.3  # Georgia may be the state
        return (nations.pop(), weight) if len(nations) == 1 else (None, 0.0)
    if not strict or strict[0].common:
        return None, 0.0
    ranked = sorted(strict, key=prior, reverse=True)
    best = ranked[0]
    rival = next((prior(h) for h in ranked if h.place.country != best.place.country), 0.0)
    if best.alternate and any(not h.alternate and h.place.country != best.place.country for h in strict):
        return None, 0.0
    if best.place.kind == "settlement" and candidate.notes & {"neighbour", "person"}:
        return None, 0.0
    if prior(best) < 4.6:
        told = candidate.notes & _TOLD or (" " in candidate.key and best.place.kind == "admin2")
        return (best.place.country, _FAINT) if told and not rival and prior(best) > _SMALL else (None, 0.0)
    if prior(best) - rival < 1.2:
        return None, 0.0
    return best.place.country, 0.2 if best.alternate and best.place.kind == "settlement" else 0.6 if best.place.kind == "admin1" else 0.4


def _spoken(candidates: list[Candidate]) -> list[_Evidence]:
    """What each name speaks for; not "Rivera in Huila department" for Uruguay, where there is a Rivera and no Huila."""
    spoken = [_evidence(candidate) for candidate in candidates]
    for n, (here, outer) in enumerate(pairwise(candidates)):
        beside = "within" in here.notes and outer.line is here.line and outer.i == here.j + 2
        if beside and outer.hits and spoken[n][0] not in {hit.place.country for hit in outer.hits}:
            spoken[n] = (None, 0.0)
    return spoken


def resolve(text: str, candidates: list[Candidate], hints: Iterable[str]) -> dict[str, float]:
    """Choose a place for every candidate that has hits; returns the weights of the report's countries."""
    spoken = _spoken(candidates)
    support = weigh_countries(candidates, spoken, hints)
    main = main_country(support)
    firm = len(_witnesses(candidates, spoken)[main]) > 1
    for candidate in candidates:
        _settle_hits(candidate, support, main, firm=firm)
    settled = _Settled()
    for _ in range(2):
        _choose(text, candidates, support, settled)
        settled = _settled(candidates, support)
    _demand_company(candidates)
    _trust_lists(text, candidates)
    return support


def _trust_lists(text: str, candidates: list[Candidate]) -> None:
    """A name that is not listed, or only abroad, between two that are settled is a place too: "Katha, Singu, Ingapu"."""
    for before, here, after in zip(candidates, candidates[1:], candidates[2:], strict=False):
        if here.chosen or not (before.chosen and after.chosen) or "water" in here.notes:
            continue
        if all(_LISTED_BY.fullmatch(text[a.end : b.start]) for a, b in ((before, here), (here, after))):
            here.trust = max(here.trust, _LISTED)


def _demand_company(candidates: list[Candidate]) -> None:
    """A name that is only a piece of the gazetteer's ("Karaağaç" of Şarkîkaraağaç) needs other names of that province in the report."""
    seen: defaultdict[str | None, set[str]] = defaultdict(set)
    for candidate in candidates:
        if candidate.chosen and candidate.chosen.place.kind != "country" and not _is_piece(candidate):
            seen[candidate.chosen.place.admin1_code].add(candidate.key)
    for candidate in candidates:
        if candidate.chosen and _is_piece(candidate) and not seen[candidate.chosen.place.admin1_code] - {candidate.key}:
            _unlist(candidate, candidate.country)


def _is_piece(candidate: Candidate) -> bool:
    """Whether the chosen town's own name merely contains the name that was read, other than as its first words."""
    hit = candidate.chosen
    if not hit or not hit.alternate or hit.news or hit.place.kind != "settlement" or hit.place.population > _KNOWN_BY_A_PIECE:
        return False
    own, read = loosen(fold(hit.place.name)), loosen(candidate.key)
    return own != read and read in own and not own.startswith(read + " ") and read not in loosen(fold(hit.place.admin1 or ""))


def _settle_hits(candidate: Candidate, support: dict[str, float], main: str | None, *, firm: bool) -> None:
    """Drop hits that only a wrong country offers: loose spellings, and small places abroad, of a name that is rather unlisted here."""
    if not candidate.hits:
        candidate.country = main
        return
    loose_fits = _loose_fits(candidate)
    kept = tuple(h for h in candidate.hits if not h.loose or (loose_fits and _is_loosely_at_home(h, candidate, support)))
    marked = firm and (candidate.typed or candidate.notes & {"placed", "preposition", "within"})
    if main and kept and all(_is_small_abroad(h, support) and (marked or h.alternate) for h in kept):
        kept = ()
    if not kept:
        _unlist(candidate, main)
        return
    candidate.hits = kept


def _unlist(candidate: Candidate, country: str | None) -> None:
    """Leave a candidate without a place, as sure of it as its surroundings are."""
    candidate.country = country
    strict = any(not h.loose for h in candidate.hits)
    due = candidate.notes & {"preposition", "within"} or candidate.kinds
    candidate.trust = 1.2 if candidate.typed else 0.9 if "placed" in candidate.notes else 0.78 if strict and due else 0.6 if strict else 0.0
    if candidate.i == candidate.j and candidate.line.atoms[candidate.i].first and not strict:
        candidate.trust = 0.0  # "Wide areas"
    candidate.hits, candidate.chosen = (), None


def _is_loosely_at_home(hit: Hit, candidate: Candidate, support: dict[str, float]) -> bool:
    """Whether the report is about the country of a merely similar name; "al-" goes and comes only where Arabic names are at home."""
    if support.get(hit.place.country or "", 0.0) < 0.4:
        return False
    return candidate.line.atoms[candidate.i].lower not in words().articles or hit.place.country in words().arabic


def _loose_fits(candidate: Candidate) -> bool:
    """Whether a name is long enough, or marked enough as a place, for a merely similar spelling to count."""
    if candidate.i == candidate.j and candidate.line.atoms[candidate.i].first and candidate.key in words().common:
        return False
    if " " in candidate.key or candidate.typed:
        return True
    return len(candidate.key) > 4 and "preposition" in candidate.notes and not candidate.line.atoms[candidate.i].first


def _is_small_abroad(hit: Hit, support: dict[str, float]) -> bool:
    if (
        hit.news
        or (hit.place.kind not in ("settlement", "admin2", "admin1") and not hit.islet)
        or support.get(hit.place.country or "", 0.0) > 0.15
    ):
        return False
    return hit.place.population < (1_000_000 if hit.alternate else 100_000)


def _choose(text: str, candidates: list[Candidate], support: dict[str, float], settled: _Settled) -> None:
    scored: dict[int, list[tuple[float, Hit]]] = {}
    groups: defaultdict[str, list[int]] = defaultdict(list)
    likely: dict[int, list[Place]] = {}
    for n, candidate in enumerate(candidates):
        if candidate.hits:
            bonus = _neighbours(text, candidates, n)
            company = [] if settled.places or len(candidate.hits) == 1 else _company(candidates, n, likely)
            left = left_for(text, candidates, n) if len(candidate.hits) > 1 else None
            lent = {**support, left: 0.0} if left else support
            scored[n] = [(_score(h, candidate, lent, settled) + _bonus(h, bonus) + _together(h, company), h) for h in candidate.hits]
            groups[candidate.key].append(n)
    for members in groups.values():
        country = _country_of([scored[n] for n in members])
        for n in members:
            options = [pair for pair in scored[n] if pair[1].place.country == country] or scored[n]
            candidates[n].score, candidates[n].chosen = _best(options, candidates[n])
            candidates[n].country = country


def _best(options: list[tuple[float, Hit]], candidate: Candidate) -> tuple[float, Hit]:
    """The best hit; a city rather than the province named after it, unless a type word asks for the province."""
    best = max(options, key=lambda pair: pair[0])
    if best[1].place.kind == "admin1" and not candidate.typed:
        cities = [p for p in options if _is_city(p[1]) and p[0] > best[0] - 1.2]
        return max(cities, key=lambda pair: pair[0], default=best)
    return best


def _is_city(hit: Hit) -> bool:
    return hit.place.kind == "settlement" and hit.place.population > 200_000 and (hit.news or not hit.alternate)


def _country_of(occurrences: list[list[tuple[float, Hit]]]) -> str | None:
    """One sense a name: the country whose places score best over all occurrences together."""
    totals: defaultdict[str | None, float] = defaultdict(float)
    for options in occurrences:
        best: dict[str | None, float] = {}
        for score, hit in options:
            best[hit.place.country] = max(score, best.get(hit.place.country, -9.0))
        for country, score in best.items():
            totals[country] += score
    return max(totals, key=lambda c: totals[c])


def _score(hit: Hit, candidate: Candidate, support: dict[str, float], settled: _Settled) -> float:
    score = prior(hit) + _SUPPORT * support.get(hit.place.country or "", 0.0)
    if hit.acronym and support.get(hit.place.country or "", 0.0) < _STRANGE:
        score -= 1.0  # CAR is rather the region of the Philippines where they are told of
    if candidate.kinds:
        score += _TYPED if hit.place.kind in candidate.kinds else _MISTYPED
    if len(candidate.hits) > 1 and hit.place.latitude is not None:
        score += settled.bonus(hit.place)
    return score


class _Settled:
    """Places settled well enough to judge others by their distance."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self.places = [(place, fold(place.name)) for place in places]
        self._bonus: dict[str, float] = {}

    def bonus(self, place: Place) -> float:
        """What lying near one of them, of another name, adds to a place."""
        if place.id not in self._bonus:
            name = fold(place.name)
            away = min((distance(place, p) for p, other in self.places if other != name), default=math.inf)
            self._bonus[place.id] = next((bonus for limit, bonus in _NEAR if away < limit), 0.0)
        return self._bonus[place.id]


def distance(a: Place, b: Place) -> float:
    """Kilometres between two places, good to a few per cent; infinite where one has no coordinates."""
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return math.inf
    x = ((a.longitude - b.longitude + 180) % 360 - 180) * math.cos(math.radians((a.latitude + b.latitude) / 2))
    return 111.2 * math.hypot(x, a.latitude - b.latitude)


def _settled(candidates: list[Candidate], support: dict[str, float]) -> _Settled:
    found: dict[str, Place] = {}
    for candidate in candidates:
        hit = candidate.chosen
        if hit and hit.place.kind not in ("country", "water") and not hit.loose and support.get(hit.place.country or "", 0) > 0.3:
            found[hit.place.id] = hit.place
    return _Settled(list(found.values())[:40])


def _neighbours(text: str, candidates: list[Candidate], n: int) -> list[tuple[Candidate, float, Hit | None]]:
    """The names that say where this one lies, how strongly, and what each likeliest is: "Portland, Oregon", "Goma in North Kivu"."""
    near = _around(text, candidates, n)
    return [(other, weight, max((h for h in other.hits if not h.demonym), key=prior, default=None)) for other, weight in near]


def _around(text: str, candidates: list[Candidate], n: int) -> list[tuple[Candidate, float]]:
    here, found = candidates[n], []
    if n + 1 < len(candidates) and candidates[n + 1].line is here.line:
        gap = text[here.end : candidates[n + 1].start]
        if len(gap) < 50 and _INSIDE.fullmatch(gap + " ") and _HELD_BY.search(gap):
            found.append((candidates[n + 1], 3.0))
    before = candidates[n - 1] if n else None
    if before and before.line is here.line and _COMMA.fullmatch(text[before.end : here.start]):
        found.append((before, 3.0))
    if n and candidates[n - 1].line is here.line and here.start - candidates[n - 1].end < 30:
        gap = text[candidates[n - 1].end : here.start]
        if _OWNED_BY.fullmatch(gap) and not _PARTED_BY.search(gap):
            found.append((candidates[n - 1], _OWNING if _TOWN_OF.search(gap) else 2.0))
    return found


def _company(candidates: list[Candidate], n: int, likely: dict[int, list[Place]]) -> list[list[Place]]:
    """What the other names of the same sentence may be, the likeliest few of each; ``likely`` keeps them."""
    here = candidates[n]
    near = [c for c in candidates[max(0, n - 4) : n + 5] if c.line is here.line and c.key != here.key and c.hits]
    for other in near:
        if id(other) not in likely:
            likely[id(other)] = [h.place for h in sorted(other.hits, key=prior, reverse=True)[:12] if h.place.kind != "country"]
    return [likely[id(other)] for other in near]


def _together(hit: Hit, company: list[list[Place]]) -> float:
    """Places named in one breath lie together: 0.8 for each other name that may be within 250 km."""
    close = sum(any(distance(hit.place, other) < 250 for other in options) for options in company)
    return min(1.6, 0.8 * close)


def _bonus(hit: Hit, neighbours: list[tuple[Candidate, float, Hit | None]]) -> float:
    """What the names around add to a hit that lies inside one of them."""
    total = 0.0
    for other, weight, likeliest in neighbours:
        if likeliest and likeliest.place.kind == "settlement" and _lies_in(likeliest.place, hit.place):
            total += weight  # "Atlanta, Georgia": the state, for that is where Atlanta lies
        elif any(_lies_in(hit.place, h.place) for h in (other.chosen,) if h) or (
            not other.chosen and any(_lies_in(hit.place, h.place) for h in other.hits[:30])
        ):
            total += weight
    return total


def _lies_in(place: Place, whole: Place) -> bool:
    if place.id == whole.id or place.country != whole.country:
        return False
    if whole.kind == "country":
        return True
    if whole.kind == "admin1":
        return bool(place.admin1_code) and place.admin1_code == whole.admin1_code
    return whole.kind in ("region", "admin2") and distance(place, whole) < 400
