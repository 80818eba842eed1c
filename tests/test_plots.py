"""The plots of the documentation: drawn from the table beside them, well formed, and with words for those who cannot see them."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))

import plots  # noqa: E402
from onrecord.picture.breaks import Level  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
SVG = "{http://www.w3.org/2000/svg}"


def test_the_plot_of_the_regimes_shows_the_table_beside_it() -> None:
    rows = plots.regimes((ROOT / "docs" / "picture.md").read_text(encoding="utf-8"))
    assert len(rows) >= 6
    drawn = plots.draw_regimes(rows).svg()
    assert drawn == (PICTURES / "regimes.svg").read_text(encoding="utf-8"), "run: python bench/plots.py"


def test_breaks_are_drawn_where_a_register_leaps() -> None:
    day = 734_503
    levels = [Level(day + step, 60_000 + 500 * step + (20_000 if step >= 15 else 0)) for step in range(30)]
    page = plots.draw_registers({"jordan": levels})
    assert page.told.startswith("Breaks: jordan: 20") and page.svg().count("<circle") == 1


@pytest.mark.parametrize("path", sorted(PICTURES.glob("*.svg")), ids=lambda path: path.name)
def test_plots_are_small_well_formed_and_described(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    page = ElementTree.fromstring(text)
    assert len(text) < 100_000 and page.findtext(f"{SVG}title") and len(page.findtext(f"{SVG}desc") or "") > 30
    assert "script" not in text and "http" not in text.replace("http://www.w3.org/2000/svg", "")
