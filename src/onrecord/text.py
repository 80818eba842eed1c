"""Text as tokens, sentences and paragraphs. Nothing is changed: every offset points into the text as given."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from onrecord.types import Report, Spot

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}(?:['’]s(?![^\W\d_]))?+"  # U.N., U.S.'s
    r"|\d++(?:[.,]\d++)*+(?:st|nd|rd|th)?+(?![^\W\d_])"  # 9,000  1.5  11th
    r"|\d+(?:[.,]\d+)*"  # 30km: the number, then the word
    r"|[^\W\d_]+(?:['’‘´`\-‑][^\W\d_]+)*"  # words, hyphenated words, possessives
    r"|\.\.\.+|\S"
)
# Quotation marks that were read in the wrong code or lost: "NicaraguaŠ—Ès", "Š—“in mass displacementŠ—�", "Cuba�s"; but "Cort�s".
_MARRED = ("Š—", "\ufffds")
_MARRED_TOKEN = re.compile(
    r"(?P<name>(?:(?!Š—)[^\W\d_])+)(?:Š—È|(?<=[^\W\d_]{5})\ufffd|(?<=[aeiou])\ufffd)s(?![^\W\d_])"
    r"|(?:(?!Š—)[^\W\d_])+(?=Š—)|Š—[^\w\s]|" + _TOKEN.pattern
)
# Where two words were glued: "submergedBPBD", "IDPcamps", "peoplewere", "stillliving".
_SEAM = re.compile(
    r"(?<=[a-z]{4})(?=[A-Z]{2})|(?<=[A-Z]{3})(?=[a-z]{3})"
    r"|(?<=^people)(?=(?:were|are|have|had|who|from|fled|in|and|displaced)$)|(?<=^families)(?=(?:were|are|have|had|who|from|in)$)"
    r"|(?<=^houses)(?=(?:were|have)$)|(?<=^homes)(?=(?:were|have)$)|(?<=^still)(?=(?:living|displaced|missing)$)"
    r"|(?<=^(?:been|were|have))(?=(?:displaced|evacuated|destroyed|damaged|affected|been|fled)$)|(?<=^already)(?=displaced$)|(?<=^newly)(?=displaced$)"
    r"|(?<=^(?:from|with))(?=(?:the|their)$)|(?<=^to)(?=their$)|(?<=^in)(?=(?:IDP|the)$)"
)
_SEAMS = re.compile(_SEAM.pattern.replace("^", r"\b").replace("$", r"\b"))  # the same in running text: most texts have none
_BLANK = re.compile(r"\n[ \t\r]*\n\s*|(?<=[.!?:\"”’)\]])[ \t]{2,}(?=\S)")
_BLANK_OR_GAP = re.compile(r"\n[ \t\r]*\n\s*|[ \t]{2,}(?=[A-Z0-9“\"*•\-–])|(?<=[.!?:\"”’)\]])[ \t]{2,}(?=\S)")
_TERMINATOR = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+|$)|(?<=[a-z0-9)][.!?])[\"”]?(?=[A-Z“\"][a-z“]|In [A-Z])")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"“])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|ST|Sta|Sto|Brgy|Bgy|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Cmdr|Cdr|Adm|Insp|Supt|Engr|Atty|Msgr|Gov|Sen|Rep|Rev|Hon|Jr|Sr|Pres|No|Nos|Mt|MT|Ft|FT|vs|approx|"
    r"est|incl|ca|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|i\.e|e\.g|a\.m|p\.m|U\.N|U\.S|U\.K)\.$"
)
_ITEM = re.compile(
    r"(?:(?<=[A-Za-z]{4})|(?<=[.)]))- (?=[A-Z0-9][^-]{3})|(?<=[a-z]ed)(?=\d[\d,]* [a-z])"
)  # "IMPACT- 5 dead.- 47 families", "evacuated180 houses"
_NEWLINE = re.compile(r"\n")
_SOFT_END = re.compile(
    r"(?:,|;|\b(?:and|or|the|a|an|of|in|to|for|by|with|from|at|on|as|that|which|were|was|are|have|has|had|been|typhoon|cyclone|hurricane))$",
    re.I,
)
LONGEST = 150  # tokens in a sentence; the longest seen in some 1,700 sentences of reports is below 100


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark; ``text[start:end]`` of the report."""

    text: str
    start: int
    end: int
    lower: str = field(init=False, repr=False, compare=False)  # asked for many times

    def __post_init__(self) -> None:
        object.__setattr__(self, "lower", self.text.lower())


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its tokens; ``paragraph`` counts paragraphs from 0."""

    index: int
    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]


def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of ``text[start:end]``, with offsets into ``text``. Words that a PDF glued together come apart ("peoplewere")."""
    stop = len(text) if end is None else end
    found: list[Token] = []
    seams = _SEAMS.search(text, start, stop) is not None
    marred = any(text.find(mark, start, stop) >= 0 for mark in _MARRED)
    for match in (_MARRED_TOKEN if marred else _TOKEN).finditer(text, start, stop):
        begin = match.start()
        if marred and match["name"]:
            found.append(Token(f"{match['name']}’s", begin, match.end()))
            continue
        for seam in _SEAM.finditer(match.group()) if seams else ():
            found.append(Token(text[begin : match.start() + seam.start()], begin, match.start() + seam.start()))
            begin = match.start() + seam.start()
        found.append(Token(text[begin : match.end()], begin, match.end()))
    return tuple(found)


def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a report into sentences. Blank lines, and wide gaps after a full stop, also end a paragraph."""
    found: list[Sentence] = []
    for number, (first, last) in enumerate(_paragraphs(text)):
        for start, end in _split(text, first, last):
            for part in _portions(tokens(text, start, end)):
                found.append(Sentence(len(found), part[0].start, part[-1].end, number, part))
    return tuple(found)


def sentence_at(parts: tuple[Sentence, ...], offset: int) -> Sentence | None:
    """The sentence that holds ``offset``."""
    place = bisect_right(parts, offset, key=lambda s: s.start) - 1
    return parts[place] if place >= 0 and offset < parts[place].end else None


def _portions(sentence: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The sentence, or portions of it where it is longer than any prose (a table without full stops): readers compare words pairwise."""
    while len(sentence) > LONGEST:
        marks = [index for index in range(LONGEST // 2, LONGEST) if sentence[index].text in (",", ";", "|")]
        cut = marks[-1] + 1 if marks else LONGEST
        yield sentence[:cut]
        sentence = sentence[cut:]
    if sentence:
        yield sentence


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in (_BLANK_OR_GAP if _gaps_are_breaks(text) else _BLANK).finditer(text):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(text):
        yield start, len(text)


def _gaps_are_breaks(text: str) -> bool:
    """Whether a run of spaces stands for a lost line break: in copied PDF columns nearly every gap is wide, and it does not."""
    return len(re.findall(r"\S {2,}\S", text)) < 0.08 * len(re.findall(r"\S \S", text))


def _split(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    wrapped = _is_wrapped(text[first:last])
    start = first
    for cut in sorted(_cuts(text, first, last, wrapped)):
        if text[start:cut].strip():
            yield _trim(text, start, cut)
        start = cut
    if text[start:last].strip():
        yield _trim(text, start, last)


def _cuts(text: str, first: int, last: int, wrapped: bool) -> set[int]:
    cuts = set()
    for mark in _TERMINATOR.finditer(text, first, last):
        if mark.group().startswith(".") and _ABBREVIATED.search(text[max(first, mark.start() - 8) : mark.start() + 1]):
            continue
        if re.match(r"\s+[a-z]", text[mark.end() : mark.end() + 4]):
            continue
        cuts.add(mark.end())
    cuts.update(m.start() for m in _ITEM.finditer(text, first, last))
    if not wrapped:
        cuts.update(m.end() for m in _NEWLINE.finditer(text, first, last))
    return cuts


def _is_wrapped(paragraph: str) -> bool:
    """Whether single newlines only wrap lines: some line ends in mid-phrase or goes on in lower case."""
    lines = [line.strip() for line in paragraph.split("\n")]
    return any(_SOFT_END.search(line) or (nxt[:1].islower()) for line, nxt in pairwise(lines))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def spot_at(report: Report, offset: int) -> Spot | None:
    """Where the character at ``offset`` stands in the document that the report was taken from; ``None`` where that is not known."""
    place = bisect_right(report.spots, offset, key=lambda spot: spot.start) - 1
    if place >= 0 and offset < report.spots[place].end:
        return report.spots[place]
    for grid in report.grids:
        if grid.start <= offset < grid.end:
            place = bisect_right(grid.cells, offset, key=lambda cell: cell.start) - 1
            if place >= 0 and offset < grid.cells[place].end:
                cell = grid.cells[place]
                return Spot(cell.start, cell.end, cell=f"{grid.name}!{cell_name(cell.row, cell.column)}")
    return None


def cell_name(row: int, column: int) -> str:
    """``B7`` for row 6, column 1: as spreadsheets have it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
