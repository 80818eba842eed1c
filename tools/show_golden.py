#!/usr/bin/env python3
"""Show how the golden passages read today, in their notation; with --accept write that into the files. Check it before you do.

tools/show_golden.py [--accept] [FILE ...]     (default: every case in tests/golden)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

import notation  # noqa: E402
import onrecord  # noqa: E402


def main() -> None:
    """Print each case with the changes; write it when told to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--accept", action="store_true", help="write today's reading into the files")
    options = parser.parse_args()
    for path in options.files or sorted((ROOT / "tests" / "golden").glob("*.txt")):
        case = notation.load(path)
        lines = notation.notate(onrecord.read_text(case.passage, published=case.published))
        print(notation.difference(case, lines), end="\n\n")
        if options.accept:
            path.write_text(notation.dump(case, lines), encoding="utf-8")


if __name__ == "__main__":
    main()
