"""Small charts as SVG, in plain code: no dependency, the same bytes from the same numbers. Colours that the colour-blind can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

BLUE, ORANGE, GREEN, RED, GREY, INK = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#999999", "#222222"
Point = tuple[float, float]


@dataclass(slots=True)
class Frame:
    """A rectangle of the page in which values are drawn: ``across`` and ``up`` are the values at its edges."""

    left: float
    top: float
    width: float
    height: float
    across: tuple[float, float]
    up: tuple[float, float]

    def at(self, point: Point) -> Point:
        """Where a point of the chart stands on the page."""
        x, y = point
        along = (x - self.across[0]) / (self.across[1] - self.across[0])
        rise = (y - self.up[0]) / (self.up[1] - self.up[0])
        return self.left + along * self.width, self.top + self.height - rise * self.height


@dataclass(slots=True)
class Drawing:
    """A page of SVG. ``title`` and ``told``: what those hear who cannot see it."""

    width: int
    height: int
    title: str
    told: str
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: int = 12, color: str = INK, anchor: str = "start", bold: bool = False) -> None:
        """Words, their line beginning (or ending, or with its middle) at a place of the page."""
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{color}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'
        )

    def line(self, points: Iterable[Point], color: str, width: float = 1.5, dashes: str = "") -> None:
        """A line through places of the page."""
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(f'<polyline points="{_joined(points)}" fill="none" stroke="{color}" stroke-width="{width}"{dash}/>')

    def band(self, lower: Sequence[Point], upper: Sequence[Point], color: str) -> None:
        """The space between two lines."""
        self.parts.append(f'<polygon points="{_joined([*lower, *reversed(upper)])}" fill="{color}" fill-opacity="0.22"/>')

    def dot(self, point: Point, color: str, radius: float = 2.0) -> None:
        """A dot."""
        self.parts.append(f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="{radius}" fill="{color}" fill-opacity="0.75"/>')

    def bar(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """A filled rectangle."""
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{color}"/>')

    def axes(self, frame: Frame, across: Iterable[tuple[float, str]], up: Iterable[tuple[float, str]]) -> None:
        """Grid lines with their labels."""
        for value, label in up:
            _, y = frame.at((frame.across[0], value))
            self.line([(frame.left, y), (frame.left + frame.width, y)], "#dddddd", 0.8)
            self.text(frame.left - 6, y + 4, label, 11, "#555555", "end")
        for value, label in across:
            x, y = frame.at((value, frame.up[0]))
            self.line([(x, y), (x, y + 4)], "#888888", 0.8)
            self.text(x, y + 17, label, 11, "#555555", "middle")

    def svg(self) -> str:
        """The page."""
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" font-family="sans-serif" role="img">'
        told = f"<title>{escape(self.title)}</title><desc>{escape(self.told)}</desc>"
        back = f'<rect width="{self.width}" height="{self.height}" fill="#ffffff"/>'
        return "\n".join([head, told, back, *self.parts, "</svg>"]) + "\n"


def _joined(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
