"""Places that only own a body, or a rank: "Peru's National Institute reports", "Assam police said", "Guizhou's biggest quake"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord.reading import lexicon
from onrecord.reading.sites import Site

_NO_SCENE = frozenset("^ , and or . ( ) of by".split())  # before a place that is not where something happened
_SCENE = lexicon.word_sets("sites")["scene"]
_OWNS = ("proper", "rank", "body")


def without_owners(rows: Iterable[tuple[Site, ...]]) -> Iterator[tuple[Site, ...]]:
    """The sites of each sentence, those that only own a body or a rank marked as a state where the last place told lies in them:
    "... in San Martín. INDECI, Peru's National Institute, reports that 300 families are homeless"."""
    scene: Sequence[Site] = ()
    for row in rows:
        here = [site for site in row if site.lead in _SCENE]
        yield tuple(
            replace(site, owns="state") if _is_owner(site) and (_holds(site, scene) or _holds(site, here)) else site for site in row
        )
        scene = [site for site in row if not (_is_owner(site) or site.dateline)] or scene


def _is_owner(site: Site) -> bool:
    return len(site.mentions) == 1 and (site.owns == "post" or (site.lead in _NO_SCENE and site.owns in _OWNS))


def _holds(site: Site, scene: Sequence[Site]) -> bool:
    """Whether the last place told lies in one that owns something. A province tells of itself where several of its places were told."""
    if site.kind == "region" and site.country is None:
        return site.owns == "post"  # "the regional director for the Middle East"
    if site.kind == "country":
        return any(told.country == site.country and told.kind != "country" for told in scene)
    return len({name for told in scene if site.holds(told) for name in told.names}) == 1
