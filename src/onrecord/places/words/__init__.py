"""Word lists of the places part; the ones needed at run time are read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_KINDS = {"c": "country", "r": "region", "1": "admin1", "2": "admin2", "s": "settlement", "k": "camp", "w": "water", "m": "range"}


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of ``context.toml`` and ``types.toml``; see the comments there."""

    connectors: frozenset[str]
    articles: frozenset[str]
    place_prepositions: frozenset[str]
    unlisted_prepositions: frozenset[str]
    placing: frozenset[str]
    inhabitants: frozenset[str]
    grounds: frozenset[str]
    grounded: frozenset[str]
    ashore: frozenset[str]
    bound: frozenset[str]
    describing: frozenset[str]
    stricken: frozenset[str]
    collecting: frozenset[str]
    dwellers: frozenset[str]
    compass: frozenset[str]
    quarters: frozenset[str]
    titles: frozenset[str]
    given_names: frozenset[str]
    organisations: frozenset[str]
    organisation_starts: frozenset[str]
    officials: frozenset[str]
    befalling: frozenset[str]
    foreigners: frozenset[str]
    kin: frozenset[str]
    peoples: frozenset[str]
    bands: frozenset[str]
    striking: frozenset[str]
    hazards: frozenset[str]
    continental: frozenset[str]
    small_numbers: frozenset[str]
    storms: frozenset[str]
    groups: frozenset[str]
    donors: frozenset[str]
    openings: frozenset[str]
    pacts: frozenset[str]
    agreed: frozenset[str]
    makes: frozenset[str]
    speaking: frozenset[str]
    papers: frozenset[str]
    shores: frozenset[str]
    floods: frozenset[str]
    sites: frozenset[str]
    shelters: frozenset[str]
    centres: frozenset[str]
    centre_kinds: frozenset[str]
    surnames: frozenset[str]
    ordinary: frozenset[str]
    arabic: frozenset[str]
    unions: frozenset[str]
    inside: frozenset[str]
    never: frozenset[str]
    common: frozenset[str]
    behind: dict[str, frozenset[str]]
    before: dict[str, frozenset[str]]


@cache
def words() -> Words:
    """The word lists, read at first use."""
    lists = tomllib.loads((_FOLDER / "context.toml").read_text(encoding="utf-8"))
    types = tomllib.loads((_FOLDER / "types.toml").read_text(encoding="utf-8"))
    given = lists.pop("given_names").split()
    sets = {name: frozenset(values) for name, values in lists.items()}
    common = frozenset((_FOLDER / "common.txt").read_text(encoding="utf-8").split())
    kinds = {side: {word: frozenset(_KINDS[k] for k in letters) for word, letters in table.items()} for side, table in types.items()}
    return Words(given_names=frozenset(given), common=common, behind=kinds["behind"], before=kinds["before"], **sets)
