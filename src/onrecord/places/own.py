"""Our own tables of places, on their way into the gazetteer: towns, camps, regions, waters, islands, counties, local divisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from onrecord.places.entries import WORDS, Entry, away, rows, table
from onrecord.places.fold import fold, loosen
from onrecord.places.gazetteer import ACRONYM, ALTERNATE, CAMP_ONLY, DEMONYM, LOOSE, NEWS
from onrecord.places.words import words

_TWIN = 25.0  # km within which a town of one name is the same town
_INSIDE = 60.0  # km within which a place lies in the division of the nearest town
_COUNTY = 150.0  # the same for a county, whose middle may be far from any town
_ANNOUNCED = 3  # letters up to which a name in capitals is written so wherever it is meant


def own(settlements: list[Entry], divisions: list[Entry]) -> Iterator[Entry]:
    """The places of our own tables; a town that GeoNames has too only lends it its names."""
    towns: dict[str, list[Entry]] = defaultdict(list)
    for settlement in settlements:
        towns[settlement.country].append(settlement)
    for kind, file in (("settlement", "towns.toml"), ("camp", "camps.toml")):
        yield from _in_the_news(kind, file, towns)
    yield from _regions()
    ours = [*_by_country("island", "islands.toml", towns, _INSIDE), *_by_country("admin2", "counties.toml", towns, _COUNTY)]
    yield from ours
    yield from _local(divisions, [*divisions, *settlements, *ours])


def rename(divisions: Iterable[Entry]) -> None:
    """Give divisions their other names: those of ``divisions.toml``, and "North Ubangi" to Nord-Ubangi."""
    own_names = table("divisions.toml")
    more = {(country, fold(name)): others for country, names in own_names["names"].items() for name, others in names.items()}
    directions = own_names["compass"]["words"]
    spoken = {
        country: directions["english"] | directions[tongue]
        for tongue, names in own_names["compass"]["languages"].items()
        for country in names
    }
    for division in divisions:
        for name, flags in list(division.names.items()):
            if not flags:
                for other in more.get((division.country, name), ()):
                    division.call(other, ALTERNATE | (ACRONYM if other.isupper() else 0))
            turned = _turned(name, spoken.get(division.country, directions["english"]))
            if turned and turned not in division.names:
                division.call(turned, flags | ALTERNATE)


def _turned(name: str, compass: dict[str, str]) -> str | None:
    """A folded name with its direction in front and in English: "batinah north" and "nord batinah" as "north batinah"."""
    first, *rest = name.split()
    if not rest:
        return None
    *start, last = (first, *rest)
    direction, proper = (compass[last], start) if last in compass else (compass.get(first), rest)
    if not direction or (len(proper) == 1 and proper[0] in compass):
        return None
    if len(proper) > 1 and proper[0] in ("al", "ash", "as", "ad"):
        proper = proper[1:]
    turned = " ".join((direction, *proper))
    return turned if turned != name else None


def _in_the_news(kind: str, file: str, towns: dict[str, list[Entry]]) -> Iterator[Entry]:
    places = table(file)
    ambiguous = set(places.pop("ambiguous", ()))
    for country, names in places.items():
        for name, (lat, lon, *others) in names.items():
            entry = _named(kind, name, others, country, lat, lon, NEWS | (CAMP_ONLY if name in ambiguous else 0))
            near = sorted((away(entry, t), i) for i, t in enumerate(towns[country]))[:40]
            twin = next((towns[country][i] for km, i in near if km < _TWIN and entry.names.keys() & towns[country][i].names.keys()), None)
            if kind == "settlement" and twin:
                twin.names.update(entry.names)
                continue
            entry.division = towns[country][near[0][1]].division if near and near[0][0] < _INSIDE else None
            yield entry


def _regions() -> Iterator[Entry]:
    places = table("regions.toml")
    people = places.pop("people")
    for kind, names in places.items():
        for name, (country, lat, lon, *others) in names.items():
            entry = _named(kind, name, others, country, lat, lon, 0)
            for person in people.get(name, ()):
                entry.call(person, DEMONYM)
            yield entry


def _by_country(kind: str, file: str, towns: dict[str, list[Entry]], reach: float) -> Iterator[Entry]:
    for country, names in table(file).items():
        for name, (lat, lon, *others) in names.items():
            entry = _named(kind, name, others, country, lat, lon, 0)
            nearest = min(((away(entry, t), i) for i, t in enumerate(towns[country])), default=(reach, 0))
            entry.division = towns[country][nearest[1]].division if nearest[0] < reach else None
            yield entry


def names_of_people() -> frozenset[str]:
    """First names and surnames, which a local division may not have by itself."""
    return words().given_names | words().surnames


def _local(divisions: list[Entry], others: list[Entry]) -> Iterator[Entry]:
    """The divisions below the second level, and the villages, of ``local.tsv`` that no other source has and that can be told from people."""
    tops = {(d.country, key): d for d in divisions if d.kind == "admin1" for key, flags in d.names.items() if not flags & LOOSE}
    known = {(entry.country, name) for entry in others for name in entry.names}
    unfit = names_of_people() | words().common
    for country, above, kind, name, lat, lon, population in rows(WORDS / "local.tsv"):
        folded = fold(name)
        if folded in unfit or {(country, folded), (country, loosen(folded))} & known:
            continue
        top = tops.get((country, fold(above)))
        entry = Entry(
            f"local:{country}-{above}-{folded}".lower().replace(" ", "-"), name, country, kind, top, population=int(population or 0)
        )
        entry.lat, entry.lon = (float(lat), float(lon)) if lat else (None, None)
        entry.call(name)
        yield entry


def _named(kind: str, name: str, others: list[str], country: str, lat: float, lon: float, flags: int) -> Entry:
    key = f"{kind}:{fold(name).replace(' ', '-')}"
    stored = {"river": "water", "ocean": "water", "island": "region"}.get(kind, kind)
    entry = Entry(key, name, country, stored, lat=lat, lon=lon)
    for other in (name, *others):
        entry.call(other, flags | (ACRONYM if other.isupper() and len(other) <= _ANNOUNCED else 0))
    return entry
