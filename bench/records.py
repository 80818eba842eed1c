"""What records by place and act are worth: ``python bench/records.py [seeds]`` compares the picture with and without them."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import onrecord.picture.learning as learning
from onrecord.picture.records import Miss, Record, Records, score
from world import REGIMES, UNEVEN, build
from worlds import Score

FIRST = 40  # seeds below were used while the rule was made


def whole(misses: Iterable[Miss], before: Records) -> dict[str, Record]:
    """Only the record of each source as a whole."""
    return {key: record for key, record in score(misses, before).items() if not record.place}


def main(seeds: int) -> None:
    print("regime, error as a share of the best naive rule, 90 % ranges that hold: one record a source; also by place and act")
    for regime in (*REGIMES, UNEVEN):
        shown = []
        for rule in (whole, score):
            learning.score = rule  # type: ignore[attr-defined]
            found = Score()
            for seed in range(FIRST, FIRST + seeds):
                found.take(build(regime, seed))
            cells = found.row(regime).split(" | ")
            shown.append(f"{cells[8]}, {cells[9]}")
        print(f"{regime.name}: {shown[0]}; {shown[1]}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
