"""The words by which speakers and attributions are known (data: ``words/sources.toml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from onrecord.reading.lexicon import load
from onrecord.types import SourceKind

_GRAMMAR = tuple(
    "determiners links prepositions between days stops turns listeners occasions describing numerals harms divisions lands counted".split()
)  # lists of the section "grammar" that keep their names


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of ``sources.toml``, as sets."""

    kinds: dict[tuple[str, ...], tuple[int, SourceKind]]  # phrase -> rank of its kind, kind
    longest: int
    person: frozenset[str]
    roles: frozenset[str]  # every word that can head a speaker's phrase or stand before a name
    bodies: frozenset[str]
    modifiers: frozenset[str]
    statesmen: frozenset[str]
    particles: frozenset[str]
    documents: frozenset[str]
    papers: frozenset[str]
    clerks: frozenset[str]
    series: frozenset[str]  # of reports that come out in turn: "Situation Report"
    plain: frozenset[str]
    through: frozenset[str]
    made: frozenset[str]
    strong: frozenset[str]
    counting: frozenset[str]
    reckoning: frozenset[str]
    revising: frozenset[str]
    hearing: frozenset[str]
    tolls: frozenset[str]
    tallies: frozenset[str]
    noun_like: frozenset[str]
    loose: frozenset[str]
    participles: frozenset[str]
    refusals: frozenset[str]
    he: frozenset[str]
    it: frozenset[str]
    determiners: frozenset[str]
    links: frozenset[str]
    prepositions: frozenset[str]
    between: frozenset[str]
    days: frozenset[str]
    stops: frozenset[str]
    titles: frozenset[str]
    turns: frozenset[str]
    listeners: frozenset[str]
    occasions: frozenset[str]
    describing: frozenset[str]
    own_voice: frozenset[str]
    numerals: frozenset[str]
    asides: frozenset[tuple[str, ...]]
    harms: frozenset[str]
    divisions: frozenset[str]
    lands: frozenset[str]
    counted: frozenset[str]


@dataclass(frozen=True, slots=True)
class GoesOn:
    """The words by which a sentence goes on with the count of the one before."""

    begins: tuple[tuple[str, ...], ...]
    further: tuple[tuple[str, ...], ...]
    contains: tuple[tuple[str, ...], ...]
    befell: tuple[tuple[str, ...], ...]
    before_count: frozenset[str]


def _kinds(table: dict[str, list[str]]) -> dict[tuple[str, ...], tuple[int, SourceKind]]:
    kinds: dict[tuple[str, ...], tuple[int, SourceKind]] = {}
    for rank, (kind, phrases) in enumerate(table.items()):
        for phrase in phrases:
            kinds.setdefault(tuple(phrase.replace("’", "'").split()), (rank, cast(SourceKind, kind)))
    return kinds


@cache
def words() -> Words:
    """The words, read once."""
    table = load("sources")
    kinds = _kinds(table["kinds"])
    roles, grammar, documents, verbs = ({k: frozenset(v) for k, v in table[s].items()} for s in ("roles", "grammar", "documents", "verbs"))
    single = {phrase[0] for phrase in kinds if len(phrase) == 1} | {phrase[-1] for phrase in kinds}
    return Words(
        kinds=kinds,
        longest=max(map(len, kinds)),
        person=roles["person"],
        roles=roles["person"] | roles["group"] | single,
        bodies=roles["bodies"],
        modifiers=roles["modifier"] | roles["particle"],
        statesmen=roles["statesmen"],
        particles=roles["particle"],
        documents=documents["words"],
        he=grammar["pronouns_person"],
        it=grammar["pronouns_thing"],
        titles=grammar["titles_with_dot"],
        asides=frozenset(tuple(aside.split()) for aside in grammar["asides"]),
        **{name: documents[name] for name in ("papers", "series", "tallies", "plain", "through", "made", "clerks")},
        **verbs,
        **{name: grammar[name] for name in _GRAMMAR},
    )


@cache
def goes_on_words() -> GoesOn:
    """The words of the section ``goes_on``, read once."""
    table = load("sources")["goes_on"]
    phrases = {name: tuple(tuple(phrase.split()) for phrase in table[name]) for name in ("begins", "further", "contains", "befell")}
    return GoesOn(**phrases, before_count=frozenset(table["before_count"]))
