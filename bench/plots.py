"""The plots of docs/picture.md: ``python bench/plots.py [folder]`` draws them from the table on that page, from a simulated world, and from the
registers of ``../shared/series`` (where these are)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from drawing import BLUE, GREEN, GREY, INK, ORANGE, RED, Drawing, Frame
from onrecord.picture import Picture, learn
from onrecord.picture.breaks import Level, leaps
from onrecord.types import Estimate
from world import REGIMES, START, World, build

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "picture.md"
SERIES = ROOT.parent / "shared" / "series"
COUNTRIES = ("jordan", "lebanon", "turkey", "iraq", "egypt")
SEED, PLACE = 10, "iso:BBB"  # of the world that is drawn


def regimes(page: str) -> list[tuple[str, float, float]]:
    """Regime, error as a share of the best naive rule, share of ranges that hold: from the table of a page."""
    found = []
    for line in page.splitlines():
        cells = [cell.strip(" *") for cell in line.strip().strip("|").split("|")]
        if len(cells) >= 10 and re.fullmatch(r"\d\.\d\d", cells[8]) and cells[9].endswith("%"):
            found.append((cells[0], float(cells[8]), float(cells[9].rstrip(" %")) / 100))
    return found


def draw_regimes(rows: list[tuple[str, float, float]]) -> Drawing:
    """How well the picture does in each regime."""
    told = "; ".join(f"{name}: {ratio:.2f} of the best naive rule's error, ranges hold {held:.0%}" for name, ratio, held in rows)
    page = Drawing(820, 70 + 34 * len(rows), "The picture against the best naive rule, by regime", told)
    page.text(180, 20, "error, as a share of the best naive rule's (aim: 0.6)", 12, bold=True)
    page.text(560, 20, "90 % ranges that hold (85 to 95 %)", 12, bold=True)
    left, right = Frame(180, 30, 330, 34 * len(rows), (0, 1), (0, 1)), Frame(560, 30, 230, 34 * len(rows), (0.5, 1), (0, 1))
    bottom = 30 + 34 * len(rows)
    aim, edges = left.at((0.6, 0))[0], [right.at((share, 0))[0] for share in (0.85, 0.95)]
    page.bar(edges[0], 30, edges[1] - edges[0], 34 * len(rows), "#e8f4ee")
    for at, (name, ratio, held) in enumerate(rows):
        y = 30 + 34 * at
        page.text(170, y + 21, name, 12, anchor="end")
        page.bar(left.left, y + 8, left.at((min(ratio, 1), 0))[0] - left.left, 18, BLUE if ratio <= 0.6 else RED)
        page.text(left.at((min(ratio, 1), 0))[0] + 6, y + 21, f"{ratio:.2f}", 12)
        x = right.at((max(held, 0.5), 0))[0]
        page.dot((x, y + 17), GREEN if 0.85 <= held <= 0.95 else RED, 6)
        page.text(x + 10, y + 21, f"{held:.0%}", 12)
    page.line([(aim, 28), (aim, bottom)], INK, 1.2, "4 3")
    page.text(aim, bottom + 16, "0.6", 11, "#555555", "middle")
    for share, x in zip((0.85, 0.95), edges, strict=True):
        page.text(x, bottom + 16, f"{share:.0%}", 11, "#555555", "middle")
    return page


def draw_world(world: World, estimates: Iterable[Estimate]) -> Drawing:
    """What was claimed of one country's arrivals, what was true, and what the picture makes of it."""
    days = sorted(day for place, day in world.flow if place == PLACE)
    claimed = [one for one in world.claims if one.subject.measure == "flow" and one.subject.places == (PLACE,)]
    top = 1.15 * max(world.flow[PLACE, day] for day in days)
    told = "A band of estimates follows the true number of arrivals through surges; claims of armed groups lie far above, beyond the plot."
    page = Drawing(820, 330, "A simulated crisis: claims, truth and picture", told)
    frame = Frame(70, 40, 730, 240, (days[0], days[-1]), (0, top))
    page.axes(frame, [(day, f"day {day}") for day in days[::10]], _steps(top))
    kinds = {"un": BLUE, "government": ORANGE}
    for one in claimed:
        if one.value <= top:
            page.dot(frame.at((one.span.last - START.toordinal(), one.value)), kinds.get(one.kind, GREY), 1.8)
    drawn = {
        (one.period.last - START).days: one
        for one in estimates
        if one.measure == "flow" and [area.id for area in one.places] == [PLACE] and one.period.last
    }
    band = [(day, drawn[day]) for day in sorted(drawn)]
    lower = [frame.at((day, one.low)) for day, one in band]
    upper = [frame.at((day, min(one.high if one.high is not None else top, top))) for day, one in band]
    page.band(lower, upper, GREEN)
    page.line([frame.at((day, one.best)) for day, one in band], GREEN, 2)
    page.line([frame.at((day, world.flow[PLACE, day])) for day in days], INK, 1.4, "5 3")
    legend = [("truth (dashed)", INK), ("picture: best, 90 % range", GREEN), ("UN", BLUE), ("government", ORANGE), ("others", GREY)]
    for (words, color), x in zip(legend, (80, 220, 420, 500, 620), strict=True):
        page.dot((x, 20), color, 5)
        page.text(x + 10, 24, words, 12)
    return page


def draw_registers(series: dict[str, list[Level]]) -> Drawing:
    """The registers of Syrians with the breaks of definition that are found in them."""
    first = min(levels[0].day for levels in series.values())
    last = max(levels[-1].day for levels in series.values())
    found = {name: [leap for leap in leaps(levels) if leap.kind == "definition break"] for name, levels in series.items()}
    told = "; ".join(
        f"{name}: " + (", ".join(date.fromordinal(leap.after.day).isoformat() for leap in some) or "none") for name, some in found.items()
    )
    page = Drawing(820, 40 + 130 * len(series), "Registered Syrians by country, with breaks of definition", f"Breaks: {told}")
    years = [(date(year, 1, 1).toordinal(), str(year)) for year in range(2012, 2017) if first <= date(year, 1, 1).toordinal() <= last]
    for at, (name, levels) in enumerate(series.items()):
        top = 1.1 * max(level.value for level in levels)
        frame = Frame(90, 30 + 130 * at, 710, 90, (first, last), (0, top))
        page.text(90, 24 + 130 * at, name.title(), 13, bold=True)
        page.axes(frame, years, _steps(top, 3))
        page.line([frame.at(level) for level in levels], BLUE, 1.6)
        for nth, leap in enumerate(found[name]):
            x, y = frame.at((leap.after.day, leap.after.value))
            page.line([(x, frame.top), (x, frame.top + frame.height)], RED, 1.2, "3 3")
            page.dot((x, y), RED, 3)
            page.text(x + 4, frame.top + 10 + 12 * (nth % 2), date.fromordinal(leap.after.day).isoformat(), 10, RED)
    return page


def _steps(top: float, most: int = 6) -> list[tuple[float, str]]:
    """Round numbers up to a top, a few of them, with their labels."""
    unit = 10 ** (len(str(int(top))) - 1)
    step = next(size for size in (unit / 10, unit / 5, unit / 2, unit, 2 * unit, 5 * unit) if top / size <= most)
    return [(step * at, f"{step * at:,.0f}") for at in range(int(top / step) + 1)]


def registers() -> dict[str, list[Level]]:
    """The registers that are here."""
    found = {}
    for name in COUNTRIES:
        path = SERIES / f"syria-registered-{name}.csv"
        if path.exists():
            rows = (line.split(";") for line in path.read_text().splitlines() if line)
            found[name] = [Level(date.fromisoformat(day).toordinal(), float(value)) for day, value in rows]
    return found


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    world = build(next(regime for regime in REGIMES if regime.name == "surges"), SEED)
    pages = {
        "regimes.svg": draw_regimes(regimes(PAGE.read_text(encoding="utf-8"))),
        "world.svg": draw_world(world, Picture(world.claims, learn(world.claims)).estimates),
    }
    series = registers()
    if series:
        pages["registers.svg"] = draw_registers(series)
    else:
        print(f"no registers in {SERIES}: registers.svg is left as it is")
    for name, page in pages.items():
        (folder / name).write_text(page.svg(), encoding="utf-8")
        print(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
