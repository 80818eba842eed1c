"""Where those just told of went, as the next sentence tells: "430 returned from Lukole. *They were taken to Muyinga*"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading import lexicon
from onrecord.reading.sites import Site
from onrecord.text import Sentence

_SCENE = lexicon.word_sets("sites")["scene"]
_THEY = (("they",), ("all", "of", "them"), ("all", "were"), ("all", "have"))
_THE_PEOPLE = frozenset(
    "evacuees displaced families refugees residents villagers migrants newcomers returnees deportees survivors group".split()
)
_CARRIED = frozenset(
    "taken brought moved transferred transported flown driven relocated escorted sent gone went headed walked resettled".split()
)
_REFUGE = frozenset("refuge shelter".split())
_TAKING = frozenset("took taken found sought".split())
_STAYING = frozenset("staying sheltering sheltered housed accommodated lodged living hosted camped camping settled".split())
_AUXILIARIES = frozenset("were was are is have has had been being now later since then all also currently mostly be will".split())
_WAYS = frozenset(("to", "into"))
_REACH = 6  # words from the verb to the place: "to the town of X", "in the districts of X"


def goal_of_them(sentence: Sentence, row: Sequence[Site]) -> Site | None:
    """The place where the people are taken or stay of whom a sentence goes on to tell, None where it tells of others or of no such place."""
    if not row or sentence.tokens[0].lower not in ("they", "all", "the"):
        return None
    words = tuple(token.lower for token in sentence.tokens)
    verb = next((len(who) - (who[-1] in _AUXILIARIES) for who in _THEY if words[: len(who)] == who), 0)
    if words[0] == "the" and words[1:2] and words[1] in _THE_PEOPLE:
        verb = 2
    while 0 < verb < len(words) and words[verb] in _AUXILIARIES:
        verb += 1
    leads, last = _leads(words, verb) if verb else (frozenset(), 0)
    goal = next((site for site in row if last <= site.first <= last + _REACH and site.lead in leads), None)
    return None if goal is None or goal.dateline or goal.speaker or goal.owns else goal


def _leads(words: Sequence[str], verb: int) -> tuple[frozenset[str], int]:
    """The prepositions by which the verb leads to where people are, and where it ends."""
    told, behind = words[verb : verb + 1], words[verb + 1 : verb + 2]
    if not _TAKING.isdisjoint(told) and not _REFUGE.isdisjoint(behind):
        return _SCENE, verb + 2
    if not _STAYING.isdisjoint(told):
        return _SCENE, verb + 1
    away = not _CARRIED.isdisjoint(told) and not _WAYS.isdisjoint(behind)
    return (_SCENE | _WAYS, verb + 1) if away else (frozenset(), verb)
