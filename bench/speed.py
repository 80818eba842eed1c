#!/usr/bin/env python3
"""How fast we read: excerpts and characters a second in one process, and cold starts of the command.

The mark to beat is ten times the code of the IDETECT challenge's winner, which does 13 excerpts a second on the same machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared" / "gold"
sys.path.insert(0, str(ROOT / "src"))

TARGETS = {"excerpts a second": 130.0, "cold `onrecord read`, seconds": 4.0, "cold `onrecord --help`, seconds": 0.5}
RUNS = 5


def main() -> None:
    """Print a table: measured, target, kept or not."""
    measured = {"cold `onrecord --help`, seconds": _cold("--help"), "cold `onrecord read`, seconds": _cold("read", _story())}
    if GOLD.is_dir():
        measured |= _pass_over_excerpts()
    else:
        print(f"{GOLD} is not there: no excerpts to read", file=sys.stderr)
    print(f"{'':34s} {'measured':>10s} {'target':>8s}")
    for name, value in measured.items():
        target = TARGETS.get(name)
        kept = "" if target is None else "ok" if (value >= target if "a second" in name else value <= target) else "MISSED"
        print(f"{name:34s} {value:10,.2f} {target if target is not None else '':>8} {kept}")


def _pass_over_excerpts() -> dict[str, float]:
    import onrecord
    from onrecord.encoder.opinion import opinion
    from onrecord.encoder.window import Window

    texts = [json.loads(line)["text"] for line in (GOLD / "excerpts_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    started = time.perf_counter()
    onrecord.read_text(texts[0])
    first = time.perf_counter() - started
    started = time.perf_counter()
    opinion(Window("Some 30 left.", 0, ((5, 7),), ()))
    doubt = time.perf_counter() - started
    started = time.perf_counter()
    for text in texts:
        onrecord.read_text(text)
    spent = time.perf_counter() - started
    return {
        "first excerpt, seconds": first,
        "first doubt, seconds": doubt,  # numpy, onnxruntime and the encoder are loaded when a ranker is first unsure
        "excerpts a second": len(texts) / spent,
        "characters a second": sum(map(len, texts)) / spent,
    }


def _cold(*arguments: str) -> float:
    """The best of a few runs of the command, each in a new process."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "onrecord", *arguments], check=True, capture_output=True, env={"PYTHONPATH": str(ROOT / "src")}
        )
        times.append(time.perf_counter() - started)
    return min(times)


def _story() -> str:
    return str(ROOT / "examples" / "border.txt")


if __name__ == "__main__":
    main()
