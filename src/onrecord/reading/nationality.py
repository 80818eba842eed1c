"""Nationalities as places: of the people whom a number counts, of others in its sentence, of those whom the report tells of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from onrecord.reading import lexicon
from onrecord.reading.ground import Ground, within
from onrecord.reading.near import word_before
from onrecord.reading.site_evidence import Ask
from onrecord.reading.sites import MOVING, Site
from onrecord.types import DWELLING_ACTS, Mention

TWO_ENDED = MOVING | {"stranded"}  # acts of people who come from somewhere and may be elsewhere now: a nationality is an end of theirs
COUNTED = "nation-counted"
_LOCALS = lexicon.word_sets("sites")["locals"]
_FORCES = frozenset("police authorities forces army soldiers troops guards government gendarmes patrols navy coastguard officials".split())
_CENTRES = frozenset("centre center agency authority".split())  # of what a state does: "Nepal's National Emergency Operation Center"
_BODY = 4  # words of their names
_HOME_FIELDS = frozenset("interior home health social welfare relief disaster emergency emergencies housing agriculture education".split())
_MINISTRIES = _LOCALS | {"ministry", "government"}
_NEAR_BORDER = frozenset("near along on at around".split())
OTHERS = frozenset({"nation-before", "nation-behind", "nation-origin"})


def nationality(ground: Ground, ask: Ask) -> Mention | None:
    """The nationality in the noun phrase of a number: "400 Syrian refugees"."""
    return _counted(ground, ask) if ask.act in TWO_ENDED and ask.act != "evacuated" else None  # "rescued 104 Rohingya off Jaffna"


def guests(ground: Ground, ask: Ask, site: Site | None) -> Site | None:
    """The country of those who are in need in another one: "in Venezuela UNHCR assists some 14,000 *Colombians*"."""
    home = _counted(ground, ask) if ask.act == "in_need" and site else None
    return _site(home) if home and site and site.country not in (None, home.country) else None


def _counted(ground: Ground, ask: Ask) -> Mention | None:
    at = ask.slot.counted.demonym
    if at is None:
        return None
    start = ask.sentence.tokens[at].start
    return next((m for m in within(ground.demonyms, ask.sentence) if m.start <= start < m.end), None)


def homes_of(ground: Ground, ask: Ask) -> Site | None:
    """The country of the homes of a nation: "260,000 Czech households were without power", wherever others were told of before."""
    if ask.slot.counted.unit == "person" or ask.act not in ("affected", *DWELLING_ACTS):
        return None
    mention = _counted(ground, ask)
    return _site(mention) if mention else None


def nations(ground: Ground, ask: Ask) -> Iterator[tuple[Site, str]]:
    """The countries that nationalities stand for, as sites, with the way by which each comes."""
    counted = nationality(ground, ask)
    if counted:
        yield _site(counted, *_companions(ground, ask, counted)), COUNTED
    for mention in within(ground.demonyms, ask.sentence):
        if mention is not counted and mention.place and not _is_border(mention, ask):
            yield _site(mention), "nation-behind" if mention.start >= ask.slot.number.end else "nation-before"
    if ground.origin and ground.origin.place:
        yield _site(ground.origin), "nation-origin"


def _is_border(mention: Mention, ask: Ask) -> bool:
    """Whether a nationality only tells near which border people are: "take refuge *near the Turkish border*"; not "across" it."""
    starts = [token.start for token in ask.sentence.tokens]
    first, last = bisect_left(starts, mention.start), bisect_left(starts, mention.end)
    first -= word_before(ask.words, first) == "the"
    return ask.words[last : last + 1] in (("border",), ("frontier",)) and word_before(ask.words, first) in _NEAR_BORDER


def of_locals(ground: Ground, ask: Ask) -> Site | None:
    """The country of those who tell of it at home: "Cambodian police said four people died", "Thailand's health ministry"."""
    if ask.slot.counted.head in ("citizens", "nationals"):
        return None  # "Egypt said 87 of its citizens were among the dead", who died abroad
    row = [m for m in within(ground.tellers, ask.sentence) if m.place and m.end <= ask.slot.number.start]
    starts = [token.start for token in ask.sentence.tokens]
    last = next((m for m in reversed(row) if _is_of_body(m, ask.words[bisect_left(starts, m.end) :])), None)
    if last is None:
        return None
    before = [
        m for m in row if m.start < last.start and ask.words[bisect_left(starts, m.end) : bisect_left(starts, last.start)] == ("and",)
    ]
    return _site(*before, last)


def expeller(ground: Ground, ask: Ask) -> Iterator[Site]:
    """The country whose forces drive people out: "deported by Pakistani police", "Algerian soldiers expelled 300"."""
    starts = [token.start for token in ask.sentence.tokens]
    for mention in within(ground.tellers, ask.sentence):
        at = bisect_left(starts, mention.start)
        if mention.form == "name" and word_before(ask.words, at) == "by":
            yield _site(mention)  # "arrived at Gogui after being expelled by Mauritania"
    for mention in within(ground.nations, ask.sentence):
        behind = ask.words[bisect_left(starts, mention.end) :][:3]
        if mention.place and mention.place.kind == "country" and not _FORCES.isdisjoint(behind):
            yield _site(mention)


def _is_of_body(mention: Mention, behind: Sequence[str]) -> bool:
    """Whether a nationality or country is that of a body that tells of its own country."""
    if mention.form == "demonym":
        return not _LOCALS.isdisjoint(behind[:2])
    body = behind[1:] if behind[:1] in (("'s",), ("’s",)) else behind
    minister = "minister" in body[:3] and not _HOME_FIELDS.isdisjoint(body[:2])  # "Paraguay's interior minister"; not its foreign minister
    return minister or not _MINISTRIES.isdisjoint(body[:3]) or not _CENTRES.isdisjoint(body[:_BODY])


def _site(*mentions: Mention) -> Site:
    return Site(mentions, -1, -1, "nation")


def _companions(ground: Ground, ask: Ask, origin: Mention) -> Iterator[Mention]:
    """The nationalities beside that of the people: "Ethiopian, Somali and South Sudanese refugees"."""
    row = [m for m in within(ground.demonyms, ask.sentence) if m.start >= ask.slot.number.end]
    if origin not in row:
        return
    text = {t.start: t.lower for t in ask.sentence.tokens}
    for steps in (row[row.index(origin) :], row[row.index(origin) :: -1]):
        for one, other in pairwise(steps):
            first, last = sorted((one, other), key=lambda m: m.start)
            between = [word for start, word in text.items() if first.end <= start < last.start]
            if not between or not {",", "and", "or"}.issuperset(between):
                break
            yield other
