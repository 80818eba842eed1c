"""The lay of a report's places: what stands where, whose country it is, whose people are counted."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.reading import lexicon
from onrecord.reading.headed import at_home, headings, section_of
from onrecord.reading.near import before, behind
from onrecord.reading.onward import goal_of_them
from onrecord.reading.owners import without_owners
from onrecord.reading.singles import Single, by_kind
from onrecord.reading.sites import LEAST, Site, names_observer, sites
from onrecord.reading.typed import take_up
from onrecord.text import Sentence, sentence_at
from onrecord.types import Mention

_BODY = 3  # words of the name of a body behind its country
_TURNING = frozenset("separately elsewhere meanwhile".split())
_LISTED = 8  # words back from a country to "are from"


@dataclass(frozen=True, slots=True)
class Ground:
    """The places of a report: the sites of each sentence, the nationalities, the country that the report is mainly about."""

    sites: tuple[tuple[Site, ...], ...]
    nations: tuple[Mention, ...]  # all nationalities, of people and of bodies
    demonyms: tuple[Mention, ...]  # those of people
    tellers: tuple[Mention, ...]  # nationalities and countries, also of bodies
    country: str | None
    home: Site | None  # where the report names that country, or implies it
    origin: Mention | None  # the nationality of those whom the report counts, as refugees and the like
    counts: Counter[tuple[str, ...]]  # how often a site is named
    left: Counter[tuple[str, ...]]  # how often behind "from", "fled": as a place that people left
    located: Counter[tuple[str, ...]]  # how often behind "in", "at", "near", ...: as a scene, not as someone who acts
    singles: Mapping[str, Sequence[Single]]  # the single places in them, by kind
    headings: tuple[tuple[int, Site], ...] = ()  # where a report is told place by place: the sentences that head its sections
    start: int = 0  # the sentence with which the ground begins
    headed: bool = False  # whether its country stands above it
    island: bool = False  # whether "the island" is its country, and no smaller one
    paragraphs: tuple[int, ...] = ()  # of each sentence
    turns: frozenset[int] = frozenset()  # the sentences that turn to another scene: "Separately, ..."
    onward: Mapping[int, Site] = field(default_factory=dict)  # where those went whom a sentence goes on to tell of: "They were taken to X"

    def above(self, index: int) -> tuple[tuple[Site, ...], ...]:
        """The sites of the sentences before one."""
        return self.sites[self.start : index]

    def names_in(self, sentence: Sentence) -> bool:
        """Whether a sentence names a place or a nation, or speaks of the world."""
        everywhere = any(token.lower in ("worldwide", "globally") for token in sentence.tokens)
        return everywhere or bool(self.sites[sentence.index]) or bool(within(self.tellers, sentence))

    def section(self, index: int) -> Ground:
        """The ground of the section that a sentence stands in: a country that heads it is what is told of."""
        heading = section_of(index, self.headings)
        if heading is None:
            return self
        start, site = heading
        if site.kind != "country":
            return replace(self, start=start)
        return replace(self, start=start, country=site.country, home=site, headed=True)


def survey(sentences: tuple[Sentence, ...], mentions: Sequence[Mention], speakers: Sequence[tuple[int, int]] = ()) -> Ground:
    """Lay out the places of a report. ``speakers`` are the spans of the names of those who speak: places in them are marked."""
    mentions = _at_home(mentions)
    names = sorted(speakers)
    by_sentence = list(without_owners(sites(part, within(mentions, part), _spans_within(names, part)) for part in sentences))
    heads = headings(sentences, by_sentence)
    for index, site in heads:  # "COLOMBIA: ..." is no dateline there
        by_sentence[index] = (site, *by_sentence[index][1:])
    by_sentence = take_up(sentences, at_home(by_sentence, heads), frozenset(index for index, _ in heads))
    nations = tuple(m for m in mentions if m.form == "demonym")
    demonyms = tuple(m for m in nations if m.confidence > 0.35)
    scenes = _less_observers(sentences, mentions)
    country = _main_country(scenes)
    everywhere = [site for row in by_sentence for site in row]
    home = next((one for site in everywhere for one in site.singles() if one.kind == "country" and one.country == country), None)
    home = home or _implied(scenes, country)
    located = Counter(s.names for s in everywhere if s.lead in lexicon.word_sets("sites")["scene"])
    left = Counter(s.names for s in everywhere if s.lead in ("from", "leaving"))
    people = _people_of(sentences, demonyms)
    counts = Counter(s.names for s in everywhere)
    island = _is_island(country, counts)
    tellers = tuple(m for m in mentions if m.form == "demonym" or (m.place is not None and m.place.kind == "country"))
    singles = by_kind(by_sentence)
    laid = Ground(
        tuple(by_sentence), nations, demonyms, tellers, country, home, people, counts, left, located, singles, heads, island=island
    )
    turns = frozenset(part.index for part in sentences if part.tokens[0].lower in _TURNING)
    onward = {part.index: goal for part in sentences if (goal := goal_of_them(part, by_sentence[part.index]))}
    return replace(laid, paragraphs=tuple(part.paragraph for part in sentences), turns=turns, onward=onward)


def _is_island(country: str | None, counts: Iterable[tuple[str, ...]]) -> bool:
    """Whether a country is one large island, of which the report names no other."""
    known = country is not None and country.lower() in lexicon.word_sets("sites")["island_states"]
    return known and not any("island" in name.lower() for names in counts for name in names)


def within(mentions: Sequence[Mention], sentence: Sentence) -> Sequence[Mention]:
    """The mentions of a sentence; they are in text order."""
    return mentions[bisect_left(mentions, sentence.start, key=_start) : bisect_left(mentions, sentence.end, key=_start)]


def _spans_within(spans: Sequence[tuple[int, int]], sentence: Sentence) -> Sequence[tuple[int, int]]:
    return spans[bisect_left(spans, (sentence.start, 0)) : bisect_left(spans, (sentence.end, 0))]


def _start(mention: Mention) -> int:
    return mention.start


def _at_home(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Call in question a small place in a country that nothing else in the report points to: more likely an unlisted place at home."""
    main = _main_country(mentions)
    named = {m.country for m in mentions if m.form == "demonym" or (m.place is not None and m.place.kind == "country")}
    places = Counter(m.country for m in {m.name: m for m in mentions}.values())

    def doubtful(m: Mention) -> bool:
        small = m.place is not None and m.place.kind in ("settlement", "admin2", "region") and m.place.population < 500_000
        known = m.name.lower() in lexicon.word_sets("sites")["seats"]
        return main is not None and small and not known and m.country not in (main, *named) and places[m.country] == 1 and places[main] > 1

    return tuple(replace(m, place=None, country=main, confidence=min(m.confidence, 0.5)) if doubtful(m) else m for m in mentions)


def _main_country(mentions: Sequence[Mention]) -> str | None:
    weight: dict[str, float] = {}
    for position, mention in enumerate(mentions):
        if mention.country:
            share = mention.confidence * (2.0 if position < 3 else 1.0) * (0.5 if mention.form == "demonym" else 1.0)
            weight[mention.country] = weight.get(mention.country, 0.0) + share
    best = max(weight, key=weight.__getitem__) if weight else None
    named = {mention.name: mention for mention in mentions if mention.country == best}
    return None if len(named) == 1 and all(map(_is_doubtful, named.values())) else best


def _is_doubtful(mention: Mention) -> bool:
    """Whether a name is hardly that of a place, and of no country: "Governor Adamu Bello"."""
    return mention.form == "name" and mention.confidence <= LEAST and mention.place is not None and mention.place.kind != "country"


def _implied(mentions: Sequence[Mention], country: str | None) -> Site | None:
    """The country that a report tells by its bodies and adjectives only: "Nepal Police", "off the Tunisian coast"."""
    found = next((m for m in mentions if m.country == country and m.place is not None and m.place.kind == "country"), None)
    if found is None or found.place is None:
        return None
    return Site((replace(found, name=found.place.name) if found.form == "demonym" else found,), 0, 0, "^")


def _less_observers(sentences: tuple[Sentence, ...], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without countries in the names of bodies that tell of other countries, across a border, and where some are from."""

    def observes(mention: Mention) -> bool:
        sentence = sentence_at(sentences, mention.start) if mention.place and mention.place.kind == "country" else None
        if sentence is None:
            return False
        following = behind(sentence, mention.end, _BODY)
        across = bool(following) and following[0].lower in ("border", "frontier") and mention.form == "demonym"
        return across or names_observer(following) or _is_home_of_some(sentence, mention)

    return [mention for mention in mentions if not observes(mention)]


def _is_home_of_some(sentence: Sentence, mention: Mention) -> bool:
    """Whether a country is only where some are from: "the group, who *are from Iran* and Afghanistan"."""
    led = list(before(sentence, mention.start, _LISTED))
    while led and (led[-1].text[0].isupper() or led[-1].lower in (",", "and", "or", "the")):
        led.pop()
    return [token.lower for token in led[-2:]] in (
        ["are", "from"],
        ["were", "from"],
        ["is", "from"],
        ["come", "from"],
        ["came", "from"],
        ["be", "from"],
    )


def _people_of(sentences: tuple[Sentence, ...], demonyms: Sequence[Mention]) -> Mention | None:
    """The nationality that the report's people most often have: "Syrian refugees", "Syrians", rather than "Turkish officials"."""
    weight: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    for mention in demonyms:
        sentence = sentence_at(sentences, mention.start)
        if sentence is None or mention.country is None:
            continue
        after = [t.lower for t in sentence.tokens if t.start >= mention.end][:3]
        plural = mention.name.endswith("s") and not mention.name.endswith("ese")
        weight[mention.country] += 3 if not lexicon.word_sets("sites")["migrant"].isdisjoint(after) else 1 if plural else 0
        first.setdefault(mention.country, mention)
    best = weight.most_common(1)
    return first[best[0][0]] if best and best[0][1] else None
