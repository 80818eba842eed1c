"""Simulated crises: the picture against the naive rules. ``python bench/worlds.py [seeds]`` prints the table of docs/picture.md."""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from onrecord.picture import Observation, Picture, learn, with_balance
from onrecord.types import Estimate
from world import REGIMES, START, Regime, World, build

FIRST = 80  # seeds 0 to 9 were used while the method was made, and 10 to 37 and 60 to 65 were looked at on the way
FIRST_OF_BREAKS = 200  # seeds below were used while the rules for breaks were made
Rule = Callable[[Sequence[Observation]], float]


def _un(claims: Sequence[Observation]) -> float:
    """UNHCR always; where it is silent, the median."""
    said = [one.value for one in claims if one.source == "UNHCR"]
    return said[-1] if said else statistics.median(one.value for one in claims)


RULES: dict[str, Rule] = {
    "latest": lambda claims: max(claims, key=lambda one: (one.said, one.claim)).value,
    "largest": lambda claims: max(one.value for one in claims),
    "mean": lambda claims: statistics.fmean(one.value for one in claims),
    "median": lambda claims: statistics.median(one.value for one in claims),
    "most repeated": lambda claims: Counter(one.value for one in claims).most_common(1)[0][0],
    "UNHCR always": _un,
}


class Score:
    """Errors of the rules and of the picture on one regime."""

    def __init__(self) -> None:
        self.errors: dict[str, list[float]] = {name: [] for name in (*RULES, "picture")}
        self.covered: list[bool] = []
        self.false_sums = self.sums = 0
        self.seconds = 0.0
        self.claims = 0

    def take(self, world: World) -> None:
        began = time.perf_counter()
        picture = Picture(world.claims, learn(world.claims))
        estimates = picture.estimates
        self.seconds += time.perf_counter() - began
        self.claims += len(world.claims)
        cells: dict[tuple[str, int], list[Observation]] = {}
        for one in world.claims:
            if one.subject.measure == "flow":
                cells.setdefault((one.subject.places[0], one.span.last - START.toordinal()), []).append(one)
        for estimate in estimates:
            self._judge(estimate, world, cells)

    def _judge(self, one: Estimate, world: World, cells: dict[tuple[str, int], list[Observation]]) -> None:
        assert one.period.last is not None
        key = one.places[0].id, (one.period.last - START).days
        if one.measure != "flow":
            return
        if one.basis == "sum":
            self.sums += 1
            truth = (
                sum(world.flow[place, key[1]] for place in ("iso:BBB", "iso:CCC", "iso:DDD"))
                if one.places[0].kind == "outside"
                else world.flow.get(key, 0)
            )
            self.false_sums += one.low > 2 * truth  # people counted twice would show so
            return
        claims = cells[key]
        truth = world.flow[key]
        for name, rule in RULES.items():
            self.errors[name].append(abs(rule(claims) - truth))
        self.errors["picture"].append(abs(one.best - truth))
        if one.calibrated:
            self.covered.append(one.low <= truth <= (one.high if one.high is not None else float("inf")))

    def row(self, regime: Regime) -> str:
        means = {name: statistics.fmean(errors) for name, errors in self.errors.items()}
        best = min((name for name in RULES), key=lambda name: means[name])
        cells = [
            regime.name,
            *(f"{means[name]:,.0f}" for name in RULES),
            f"{means['picture']:,.0f}",
            f"{means['picture'] / means[best]:.2f} ({best})",
        ]
        cells += [f"{statistics.fmean(self.covered):.0%}", f"{self.false_sums} of {self.sums}", f"{self.claims / self.seconds:,.0f}"]
        return "| " + " | ".join(cells) + " |"


def breaks(regime: Regime, seeds: int) -> str:
    """How well changes of definition are told from surges: precision, recall, F1."""
    hits = false = missed = 0
    for seed in range(FIRST_OF_BREAKS, FIRST_OF_BREAKS + seeds):
        world = build(regime, seed)
        picture = with_balance(Picture(world.claims, learn(world.claims)).estimates)
        said = [(one.places[0].id[-3:], check.text) for one in picture for check in one.checks if check.text.startswith("definition break")]
        spans = [(country, *_days(text)) for country, text in said]
        found = {
            (country, day) for country, day in world.breaks if any(place == country and first < day <= last for place, first, last in spans)
        }
        hits += len(found)
        missed += len(world.breaks) - len(found)
        false += sum(not any(place == country and first < day <= last for country, day in world.breaks) for place, first, last in spans)
    f1 = 2 * hits / max(2 * hits + missed + false, 1)
    return f"breaks of definition, {regime.name}: {hits} found, {missed} missed, {false} false alarms: F1 {f1:.2f}"


def _days(text: str) -> tuple[int, int]:
    first, last = re.findall(r"\d{4}-\d\d-\d\d", text)[:2]
    return (date.fromisoformat(first) - START).days, (date.fromisoformat(last) - START).days


def main(seeds: int) -> None:
    print("| regime | " + " | ".join(RULES) + " | picture | ratio to the best rule | 90 % ranges hold | false sums | claims a second |")
    print("|" + " --- |" * (len(RULES) + 6))
    for regime in REGIMES:
        score = Score()
        for seed in range(FIRST, FIRST + seeds):
            score.take(build(regime, seed))
        print(score.row(regime), flush=True)
    print()
    for surge in (0.0, 0.08, 0.15):
        print(breaks(Regime(f"surges {surge:.0%} a day", surge=surge, breaks=0.02), seeds * 4), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
