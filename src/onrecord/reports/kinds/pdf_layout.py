"""From the words of a page to paragraphs and tables in reading order: columns are read one after the other, tables stay whole."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from onrecord.reports.kinds.draft import TableCell
from onrecord.reports.kinds.pdf_words import Word

Box = tuple[float, float, float, float]
_Gap = tuple[float, float]
_GUTTER = 0.9  # a gap between columns is at least this share of the height of a line
_BULLET = re.compile(r"^(?:[•●▪■–*·◦‣➢]|-|\(?\d{1,2}[.)]|[a-z]\))$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its box."""

    text: str
    box: Box
    size: float
    pieces: tuple[tuple[str, Box], ...] = ()  # what wide gaps part


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table where it stands."""

    cells: tuple[TableCell, ...]
    box: Box


Block = Paragraph | TableBlock


@dataclass(slots=True)
class _Strip:
    """What stands at one height of a region, from its left to its right edge; a table counts as one thing."""

    words: list[Word]
    tables: list[TableBlock]
    top: float
    bottom: float

    def spans(self) -> list[_Gap]:
        return [(w.left, w.right) for w in self.words] + [(t.box[0], t.box[2]) for t in self.tables]


_Group = tuple[list[_Strip], list[_Gap]]


def blocks_of(words: Sequence[Word], tables: Sequence[TableBlock]) -> list[Block]:
    """Paragraphs and tables of a page, in reading order. Words inside ``tables`` are taken for theirs."""
    free = [w for w in words if not any(_holds(t.box, w) for t in tables)]
    return _region(free, list(tables), 0)


def _holds(box: Box, word: Word) -> bool:
    return box[0] - 1 <= (word.left + word.right) / 2 <= box[2] + 1 and box[1] - 1 <= word.middle <= box[3] + 1


def _region(words: list[Word], tables: list[TableBlock], depth: int) -> list[Block]:
    if not words:
        return [*sorted(tables, key=lambda t: t.box[1])]
    height = median(w.size for w in words)
    found: list[Block] = []
    for group, gutters in _groups(_strips(words, tables), _GUTTER * height):
        inside = [w for strip in group for w in strip.words]
        held = [t for strip in group for t in strip.tables]
        columns = _columns(inside, held, gutters) if gutters and depth < 8 else []
        if len(columns) > 1 and not held and (table := _as_table(group, gutters)):
            found.append(table)
        elif len(columns) > 1 and _are_columns(columns):
            for column, column_tables in columns:
                found += _region(column, column_tables, depth + 1)
        else:
            found += _flow(inside, held)
    return _with_heads(found)


def _strips(words: list[Word], tables: list[TableBlock]) -> list[_Strip]:
    """Everything cut into strips at the heights where the whole width is white."""
    things: list[tuple[float, float, Word | TableBlock]] = [(w.top + 0.2 * w.size, w.bottom - 0.2 * w.size, w) for w in words]
    things += [(t.box[1], t.box[3], t) for t in tables]
    strips: list[_Strip] = []
    for top, bottom, thing in sorted(things, key=lambda t: t[0]):
        if not strips or top > strips[-1].bottom:
            strips.append(_Strip([], [], top, bottom))
        strip = strips[-1]
        strip.bottom = max(strip.bottom, bottom)
        if isinstance(thing, Word):
            strip.words.append(thing)
        else:
            strip.tables.append(thing)
    return strips


def _groups(strips: list[_Strip], least: float) -> list[_Group]:
    """Runs of strips that share the same white gutters from top to bottom."""
    groups: list[_Group] = []
    for strip in strips:
        gaps = _gaps(strip.spans(), least)
        if groups:
            group, shared = groups[-1]
            both = _shared(group, shared, strip, gaps, least)
            if both is not None:
                group.append(strip)
                groups[-1] = (group, both)
                continue
        groups.append(([strip], gaps))
    return _melt(_sewn(groups))


def _shared(group: list[_Strip], shared: list[_Gap], strip: _Strip, gaps: list[_Gap], least: float) -> list[_Gap] | None:
    """The gutters of a group when ``strip`` joins it; ``None`` where it does not fit: it crosses a gutter, or has others."""
    if not shared or strip.top - group[-1].bottom > 4 * max(8.0, least):
        return [] if not shared and not gaps else None
    held = [span for member in group for span in member.spans()]
    first, last = min(span[0] for span in held), max(span[1] for span in held)
    spans = strip.spans()
    kept = []
    for low, high in shared:
        inside = [(max(low, left), min(high, right)) for left, right in spans if left < high and right > low]
        white = list(_gaps([(low, low), *inside, (high, high)], least))
        if not white:
            return None
        kept.append(max(white, key=lambda gap: gap[1] - gap[0]))
    fresh = [gap for gap in gaps if not any(low < gap[1] and gap[0] < high for low, high in kept)]
    outer = [(max(low, last), high) for low, high in fresh if high >= last] + [
        (low, min(high, first)) for low, high in fresh if low <= first
    ]
    if len(fresh) > len(outer) and len(group) <= 2:
        return None
    return sorted(kept + [gap for gap in outer if gap[1] - gap[0] >= least])


def _gaps(spans: list[_Gap], least: float) -> list[_Gap]:
    found, reached = [], None
    for left, right in sorted(spans):
        if reached is not None and left - reached >= least:
            found.append((reached, left))
        reached = max(right, reached if reached is not None else right)
    return found


def _melt(groups: list[_Group]) -> list[_Group]:
    """A single line with a wide gap in running text is no column: it goes back to its neighbours."""
    melted: list[_Group] = []
    for group, gutters in groups:
        tall = sum(len(_rows_of(strip.words)) for strip in group)
        kept = gutters if tall > 1 else []
        if melted and not kept and not melted[-1][1]:
            melted[-1][0].extend(group)
        else:
            melted.append((group, kept))
    return melted


def _sewn(groups: list[_Group]) -> list[_Group]:
    """Tables that a row across their gutters (a section's name, a long label) tore apart are put together again."""
    found: list[_Group] = []
    for group, gutters in groups:
        if len(found) >= 2 and gutters and found[-2][1] and _is_torn(found[-2], found[-1], (group, gutters)):
            (upper, theirs), (middle, _) = found[-2], found.pop()
            both = [(max(a, c), min(b, d)) for a, b in theirs for c, d in gutters if min(b, d) - max(a, c) > 2]
            found[-1] = ([*upper, *middle, *group], both)
        else:
            found.append((group, gutters))
    return found


def _is_torn(upper: _Group, middle: _Group, lower: _Group) -> bool:
    strips, gutters = middle
    if gutters or len(strips) != 1 or strips[0].tables or len(_rows_of(strips[0].words)) != 1:
        return False
    spans = [span for group, _ in (upper, lower) for strip in group for span in strip.spans()]
    words = strips[0].words
    inside = min(w.left for w in words) >= min(s[0] for s in spans) - 3 and max(w.right for w in words) <= max(s[1] for s in spans) + 3
    near = strips[0].top - upper[0][-1].bottom < 2.5 * words[0].size and lower[0][0].top - strips[0].bottom < 2.5 * words[0].size
    same = sum(any(min(b, d) - max(a, c) > 2 for c, d in lower[1]) for a, b in upper[1])
    return inside and near and same >= max(len(upper[1]), len(lower[1])) and len(words) <= 8


def _columns(words: list[Word], tables: list[TableBlock], gutters: list[_Gap]) -> list[tuple[list[Word], list[TableBlock]]]:
    edges = [(low + high) / 2 for low, high in sorted(gutters)]
    found: list[tuple[list[Word], list[TableBlock]]] = [([], []) for _ in range(len(edges) + 1)]
    for word in words:
        found[sum(word.left > edge for edge in edges)][0].append(word)
    for table in tables:
        found[sum(table.box[0] > edge for edge in edges)][1].append(table)
    return [column for column in found if column[0] or column[1]]


def _are_columns(columns: list[tuple[list[Word], list[TableBlock]]]) -> bool:
    """Whether these are columns of running text: each a few lines high, or a table; else it is one text with white in it."""
    return all(tables or len(_rows_of(words)) >= 2 for words, tables in columns)


def _rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words as lines, from top to bottom, each from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.middle):
        if rows and word.middle - median(w.middle for w in rows[-1][-4:]) < 0.5 * max(min(word.size, rows[-1][-1].size), 1):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.left) for row in rows]


def _flow(words: list[Word], tables: list[TableBlock]) -> list[Block]:
    """One column of text, with tables between its paragraphs."""
    found: list[Block] = []
    rest = sorted(tables, key=lambda t: t.box[1])
    lines = [_line(row) for row in _rows_of(words)]
    for paragraph in _paragraphs(lines):
        while rest and rest[0].box[1] < paragraph.lines[0].box[1]:
            found.append(rest.pop(0))
        found.append(paragraph)
    return found + rest


def _line(row: list[Word]) -> Line:
    parts = pieces(row)
    return Line(
        " ".join(w.text for w in row),
        _around(row),
        median(w.size for w in row),
        tuple((" ".join(w.text for w in p), _around(p)) for p in parts),
    )


def pieces(row: Sequence[Word]) -> list[list[Word]]:
    """The words of a line in runs that wide gaps part."""
    found: list[list[Word]] = []
    for word in row:
        if found and word.left - found[-1][-1].right < _GUTTER * word.size:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _around(words: Sequence[Word]) -> Box:
    left, top, right, bottom = (
        min(w.left for w in words),
        min(w.top for w in words),
        max(w.right for w in words),
        max(w.bottom for w in words),
    )
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def _paragraphs(lines: list[Line]) -> list[Paragraph]:
    found: list[list[Line]] = []
    steps = [b.box[1] - a.box[1] for a, b in itertools.pairwise(lines) if b.box[1] > a.box[1]]
    usual = min(median(steps), 2.2 * median(line.size for line in lines)) if steps else 0.0
    right = max((line.box[2] for line in lines), default=0.0)
    for line in lines:
        if found and not _breaks(found[-1], line, usual, right):
            found[-1].append(line)
        else:
            found.append([line])
    return [Paragraph(tuple(group)) for group in found]


def _breaks(group: list[Line], line: Line, usual: float, right: float) -> bool:
    before = group[-1]
    step = line.box[1] - before.box[1]
    if step > 1.35 * max(usual, before.size * 0.9) or abs(line.size - before.size) > 0.15 * before.size:
        return True
    if _BULLET.match(line.text.split(" ", 1)[0]):
        return True
    indented = line.box[0] > group[0].box[0] + 0.8 * line.size and line.box[0] > before.box[0] + 0.8 * line.size
    short = before.box[2] < right - 0.25 * (right - before.box[0])
    return (indented and len(group) > 1) or (short and before.text.endswith((".", ":", "!", "?")))


def _as_table(group: list[_Strip], gutters: list[_Gap]) -> TableBlock | None:
    from onrecord.reports.kinds.pdf_tables import open_table

    return open_table([w for strip in group for w in strip.words], sorted(gutters))


def _with_heads(blocks: list[Block]) -> list[Block]:
    """Lines right above an open table that stand over its columns are the upper rows of its head."""
    from onrecord.reports.kinds.pdf_tables import with_head

    found: list[Block] = []
    for block in blocks:
        while isinstance(block, TableBlock) and found and isinstance(above := found[-1], Paragraph):
            merged = with_head(above.lines[-1], block)
            if merged is None:
                break
            block = merged
            found.pop()
            if above.lines[:-1]:
                found.append(Paragraph(above.lines[:-1]))
        found.append(block)
    return found
