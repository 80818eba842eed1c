"""One estimate from the witnesses of one thing: a robust interval method, the simplest that passed the simulated worlds (docs/picture.md).

Each witness is an interval with a weight. The best number minimises the weighted distance to the intervals on a logarithmic scale: a
weighted median, which one wild claim cannot drag. Where sources have track records, their bias is taken off and the median is refined by
an M-estimate with heavy tails."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from onrecord.picture.counted import GROUPS
from onrecord.picture.intervals import OPEN, usual_top
from onrecord.picture.observe import Observation
from onrecord.picture.records import KIND_BIAS, KIND_SPREAD, KIND_WEIGHT, Miss, Record, Records, key_of, place_of, record_of
from onrecord.picture.witness import Witnesses, witnesses
from onrecord.types import SetAside, Used

_WILD = 3.0  # a claim this many times off the others is wild, if it has little weight
_WILD_SHARE = 0.25
_CAMPS = 1.5  # camps are this factor apart, each with two witnesses and a quarter of the weight
_SHARP = 0.5  # wider intervals ("tens of thousands") say nothing about the record of a source
_TAIL = 4.0  # degrees of freedom of the heavy tails
Z = 1.645  # of a 90 % range
COMMON = 0.075  # the least spread of the error that all sources share, which no comparison of sources shows
SHARED = "(shared error)"  # records under this name hold its spread for each source


class Vote(NamedTuple):
    """A witness as the method sees it: natural logarithms, with the source's bias taken off."""

    claim: Observation
    low: float
    middle: float
    high: float
    weight: float
    spread: float
    record: bool
    note: str


class Level(NamedTuple):
    """A number, and the standard deviation of its logarithm."""

    best: float
    spread: float


class Settled(NamedTuple):
    """What the witnesses of one thing settle on."""

    low: float
    best: float
    high: float  # inf: open
    used: tuple[Used, ...]
    aside: tuple[SetAside, ...]
    notes: tuple[str, ...]
    calibrated: bool
    votes: tuple[Vote, ...]
    common: float  # spread of the error that all of these sources share

    @property
    def spread(self) -> float:
        """The standard deviation of the logarithm of a calibrated estimate, without the error that all sources share."""
        whole = math.log(max(self.high, 0.5) / max(self.best, 0.5)) / Z if self.high != OPEN else 1.0
        return math.sqrt(max(whole**2 - self.common**2, 0.01**2))

    @property
    def level(self) -> Level:
        """The number and its spread."""
        return Level(max(self.best, 0.5), self.spread)


UNSETTLED = Settled(0.0, 0.0, OPEN, (), (), (), False, (), COMMON)  # where only place and time matter


def settle(claims: Sequence[Observation], records: Records) -> Settled | tuple[SetAside, ...]:
    """The estimate that these claims about one thing at one time give; only the claims set aside where none has a vote."""
    return agreed(witnesses(claims), records)


def agreed(found: Witnesses, records: Records) -> Settled | tuple[SetAside, ...]:
    """The same of witnesses that were found before."""
    heard, aside = found
    if not heard:
        return aside
    if len(heard) == 1:
        return _alone(_vote(heard[0], records), aside, records)
    votes, wild = _without_wild([_vote(claim, records) for claim in heard])
    aside += wild
    centre = weighted_median(votes)
    common = max(_common(vote, records) for vote in votes)
    calibrated = bool(records)  # once sources have records, ranges are those of measured errors; before, of words
    if calibrated:
        low, best, high = _refined(votes, centre, common)
    else:
        low, best, high = _worded(votes, centre)
    total = sum(vote.weight for vote in votes)
    used = tuple(Used(vote.claim.claim, round(vote.weight / total, 4), vote.note) for vote in votes)
    return Settled(low, best, high, used, aside, _camps(votes), calibrated, tuple(votes), common)


def _alone(vote: Vote, aside: tuple[SetAside, ...], records: Records) -> Settled:
    """What one witness says."""
    claim, used = vote.claim, (Used(vote.claim.claim, 1.0, vote.note),)
    if not records:
        return Settled(min(claim.low, claim.middle), claim.middle, max(claim.high, claim.middle), used, aside, (), False, (vote,), COMMON)
    common, point = _common(vote, records), (vote.low + vote.high) / 2
    reach = Z * math.sqrt(1 / _precision(vote) + common**2)
    return Settled(math.exp(point - reach), math.exp(point), math.exp(point + reach), used, aside, (), True, (vote,), common)


def _common(vote: Vote, records: Records) -> float:
    shared = records.get(key_of(SHARED, vote.claim.source))
    return shared.spread if shared else COMMON


def misses(settled: Settled, level: Level | None = None) -> list[Miss]:
    """Each witness against what all settle on (``level``: after parts and wholes were heard, too); nothing where there is only one."""
    votes = settled.votes
    if len(votes) < 2 and level is None:
        return []
    centre = math.log(max(level.best if level else settled.best, 0.5))
    total = sum(_precision(vote) for vote in votes)
    if level:
        total = max(total, 1 / level.spread**2)
    return [
        Miss(
            vote.claim.source, vote.claim.kind, math.log(max(vote.claim.middle, 0.5)) - centre, _precision(vote) / total,
            vote.claim.subject.group, place_of(vote.claim.areas),
        )
        for vote in votes if vote.claim.source and vote.high - vote.low < _SHARP
    ]  # fmt: skip


def _vote(claim: Observation, records: Records) -> Vote:
    record = record_of(claim, records) if claim.source else None
    low = middle = high = math.log(max(claim.low, 0.5))
    if claim.high != claim.low:
        middle, high = math.log(max(claim.middle, 0.5)), math.log(max(usual_top(claim.low, claim.high), 0.5))
    if record is None:
        weight = KIND_WEIGHT.get(claim.kind, 0.3) * max(claim.confidence, 0.05)
        return Vote(
            claim, low, middle, high, weight, math.hypot(KIND_SPREAD.get(claim.kind, 0.3), KIND_BIAS.get(claim.kind, 0.3)), False, ""
        )
    weight = max(claim.confidence, 0.05) / (record.spread**2 + 0.01**2)
    shift = record.bias
    return Vote(claim, low - shift, middle - shift, high - shift, weight, max(record.spread, 0.01), True, _note(record))


@lru_cache(maxsize=5_000)
def _note(record: Record) -> str:
    here = f" of {GROUPS[record.group]} in {record.place}" if record.place else ""
    note = f"spread {record.spread:.0%} over {record.counts} settled counts{here}"
    if abs(record.bias) >= 0.02:
        note = f"taken {abs(math.expm1(-record.bias)):.0%} {'down' if record.bias > 0 else 'up'}: its usual error; {note}"
    return note


def weighted_median(votes: Sequence[Vote]) -> float:
    """The point nearest to all intervals by weighted distance; of several the one nearest to the numbers said."""
    points = sorted([(vote.low, vote.weight) for vote in votes] + [(vote.high, vote.weight) for vote in votes])
    half = sum(weight for _, weight in points) / 2
    left, right, seen = points[0][0], points[-1][0], 0.0
    for point, weight in points:
        seen += weight
        if seen >= half * (1 - 1e-12):
            left = point
            break
    seen = 0.0
    for point, weight in reversed(points):
        seen += weight
        if seen >= half * (1 - 1e-12):
            right = point
            break
    said = _plain_median([(vote.middle, vote.weight) for vote in votes])
    return min(max(said, left), max(left, right))


def _plain_median(points: list[tuple[float, float]]) -> float:
    points.sort()
    half, seen = sum(weight for _, weight in points) / 2, 0.0
    for index, (point, weight) in enumerate(points):
        seen += weight
        if abs(seen - half) < 1e-12 * half and index + 1 < len(points):
            return (point + points[index + 1][0]) / 2
        if seen > half:
            return point
    return points[-1][0]


def _without_wild(votes: list[Vote]) -> tuple[list[Vote], tuple[SetAside, ...]]:
    """Claims far off from all others, where the others are at least two and weigh much more."""
    if len(votes) < 3:
        return votes, ()
    centre = weighted_median(votes)
    total = sum(vote.weight for vote in votes)
    far = [vote for vote in votes if vote.low - centre > math.log(_WILD) or centre - vote.high > math.log(_WILD)]
    if not far or sum(vote.weight for vote in far) > _WILD_SHARE * total:
        return votes, ()
    said = f"{math.exp(centre):,.0f}"
    aside = tuple(
        SetAside(vote.claim.claim, "wild", f"{vote.claim.value:,} is more than {_WILD:.0f} times off what all others say (about {said})")
        for vote in far
    )
    return [vote for vote in votes if vote not in far], aside


def _worded(votes: list[Vote], centre: float) -> tuple[float, float, float]:
    """Without track records the range is what the words of the witnesses leave open."""
    low = min(vote.claim.low for vote in votes)
    finite = [vote.claim.high for vote in votes if vote.claim.high != OPEN]
    high = max(finite) if finite else OPEN
    best = math.exp(centre)
    return min(low, best), best, max(high, best)


def _refined(votes: list[Vote], centre: float, common: float) -> tuple[float, float, float]:
    """M-estimate with Student's tails from the median on, and its 90 % range, widened where witnesses disagree more than they should."""
    point, information, off = centre, 1.0, 0.0
    for _ in range(25):
        top = bottom = off = 0.0
        for vote in votes:
            precision = _precision(vote)
            middle = (vote.low + vote.high) / 2
            z = (point - middle) ** 2 * precision
            weight = (_TAIL + 1) / (_TAIL + z) * precision
            top, bottom, off = top + weight * middle, bottom + weight, off + z
        step, information = top / bottom - point, bottom
        point += step
        if abs(step) < 1e-7:
            break
    scatter = max(1.0, off / max(len(votes) - 1, 1))
    reach = Z * math.sqrt(min(scatter, 4.0) / information * (_TAIL + 1) / _TAIL + common**2)
    return math.exp(point - reach), math.exp(point), math.exp(point + reach)


def _precision(vote: Vote) -> float:
    """One over the variance of a witness: the spread of its source, and the width that its words leave open."""
    return max(vote.claim.confidence, 0.05) / (vote.spread**2 + (vote.high - vote.low) ** 2 / 12)


def _camps(votes: list[Vote]) -> tuple[str, ...]:
    """Two honest camps of opinion are shown as such."""
    if len(votes) < 4:
        return ()
    ranked = sorted(votes, key=lambda vote: (vote.middle, vote.claim.claim))
    total = sum(vote.weight for vote in ranked)
    widest = max(range(1, len(ranked)), key=lambda at: ranked[at].middle - ranked[at - 1].middle, default=0)
    lower, upper = ranked[:widest], ranked[widest:]
    if len(lower) < 2 or len(upper) < 2 or upper[0].middle - lower[-1].middle < math.log(_CAMPS):
        return ()
    if min(sum(v.weight for v in lower), sum(v.weight for v in upper)) < 0.25 * total:
        return ()

    def told(camp: list[Vote]) -> str:
        names = ", ".join(dict.fromkeys(vote.claim.source or "unnamed" for vote in camp))
        return f"about {math.exp(weighted_median(camp)):,.0f} ({names})"

    return (f"two camps: {told(lower)}, and {told(upper)}",)
