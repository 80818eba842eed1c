"""A writer or follower in a process of its own, to be watched and killed from outside."""

from __future__ import annotations

import json
import sys

from made import drafts

from onrecord.entrycodec import report_from_body
from onrecord.ledger import open_ledger


def write(where: str, name: str, count: int, start: int = 0) -> None:
    """Append reports, a few at once, and say which are acknowledged: only after the append has returned."""
    with open_ledger(where, by=name) as ledger:
        print("ready", flush=True)
        for number in range(start, start + count, 2):
            names = [f"{name}-{number + more}" for more in range(2)]
            ledger.append([draft for each in names for draft in drafts(f"{number + 10} people, then {number + 11}.", each)])
            print(" ".join(names), flush=True)


def follow(where: str, reports: int) -> None:
    """Print the sequence numbers of all entries until so many reports have come."""
    seen: list[str] = []
    with open_ledger(where, by="follower", write=False) as ledger:
        for entry in ledger.follow(every=0.02, until=lambda: len(seen) >= reports):
            print(entry.seq, flush=True)
            if entry.kind == "report":
                seen.append(report_from_body(json.loads(entry.body)).id)


if __name__ == "__main__":
    kind, where, *rest = sys.argv[1:]
    if kind == "write":
        write(where, rest[0], int(rest[1]), int(rest[2]) if len(rest) > 2 else 0)
    else:
        follow(where, int(rest[0]))
