"""Where a place name may stand: the words of a report, and the runs of capitalised ones among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from onrecord.places.fold import LOST, fold
from onrecord.places.gazetteer import Hit
from onrecord.places.words import words
from onrecord.text import Sentence, Token

_PIECE = re.compile(r"[^\-‑–]+")
_POSSESSIVE = re.compile(r"['’‘´`]s$")
_INNER_CAPITAL = re.compile(r"^[a-z]{1,2}['’‘`´][A-ZÀ-Þ]")
_QUOTES = frozenset("\"“„«‘'")
_ABBREVIATED = frozenset(("St", "ST", "Ste", "Sta", "Sto", "Brgy", "Bgy", "Mt", "MT", "Ft", "FT", "N", "S", "E", "W"))
_ROMAN = re.compile(r"^(?:II|III|IV|V|VI|\d{1,2})$")
LONGEST = 6
_ENDING = 3  # words of the end that names share: "Bahr el Ghazal"
_SYLLABLE = 4  # letters of a small last piece of a hyphenated name: "Hpa-an", "Cao-lanh"


@dataclass(frozen=True, slots=True)
class Atom:
    """A word, or a piece of a hyphenated one; ``gap`` is what stands between it and the atom before."""

    text: str
    start: int
    end: int
    token: int
    gap: str
    possessive: bool
    first: bool  # of its sentence, or right behind an opening quotation mark
    lower: str = field(init=False, repr=False, compare=False)
    capital: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        capital = self.text[0].isupper() or self.text == "oPt" or bool(_INNER_CAPITAL.match(self.text))
        object.__setattr__(self, "lower", self.text.lower())  # both are asked for many times
        object.__setattr__(self, "capital", capital)

    @property
    def joined(self) -> bool:
        """Whether only space, a hyphen or an abbreviation's full stop parts it from the atom before."""
        return self.gap in ("", "-")


@dataclass(slots=True)
class Line:
    """The atoms of a sentence, and how it is written: ``plain``, ``title`` (Most Words Capitalised) or ``upper``."""

    sentence: Sentence
    atoms: list[Atom]
    case: str

    def before(self, i: int, back: int = 1) -> str:
        """The lower-case word ``back`` atoms before atom ``i``, empty where there is none or punctuation parts them."""
        if back == 1 and 0 < i < len(self.atoms):  # most ask for no more
            return self.atoms[i - 1].lower if self.atoms[i].joined else ""
        if i - back < 0 or any(not a.joined for a in self.atoms[i - back + 1 : i + 1]):
            return ""
        return self.atoms[i - back].lower

    def after(self, j: int) -> Atom | None:
        """The atom right behind atom ``j``, with nothing but space between."""
        if 0 <= j < len(self.atoms) - 1 and self.atoms[j + 1].joined and not self.atoms[j].possessive:
            return self.atoms[j + 1]
        return None

    def name(self, i: int, j: int) -> str:
        """The folded name of atoms ``i`` to ``j``, both included."""
        return fold(" ".join(a.text + ("s" if a.possessive and a is not self.atoms[j] else "") for a in self.atoms[i : j + 1]))


@dataclass(slots=True)
class Candidate:
    """A run of atoms that the gazetteer or its surroundings call a place; ``kinds`` are those its type word asks for."""

    line: Line
    i: int
    j: int  # the last atom of the name as written, a capitalised type word included
    key: str
    hits: tuple[Hit, ...]
    kinds: frozenset[str] = frozenset()
    typed: bool = False  # a type word vouches that it is a place
    trust: float = 1.0  # lowered by what speaks against a place
    score: float = 0.0
    chosen: Hit | None = None
    country: str | None = None
    notes: set[str] = field(default_factory=set)
    full: str = ""  # the name in full, where the text leaves its end to the next name

    @property
    def start(self) -> int:
        return self.line.atoms[self.i].start

    @property
    def end(self) -> int:
        return self.line.atoms[self.j].end


def line_of(sentence: Sentence) -> Line:
    """The atoms of a sentence."""
    atoms: list[Atom] = []
    gap, quoted = "", -1
    for number, token in enumerate(sentence.tokens):
        if token.text == LOST:
            if atoms and atoms[-1].end == token.start and atoms[-1].text not in ("d", "l"):  # there it was an apostrophe
                atoms[-1] = replace(atoms[-1], text=atoms[-1].text + LOST, end=token.end)
            continue
        if atoms and atoms[-1].text.endswith(LOST) and atoms[-1].end == token.start and token.text[0].islower():
            atoms[-1] = replace(atoms[-1], text=atoms[-1].text + token.text, end=token.end)  # "Popay\ufffdn"
            continue
        if not (token.text[0].isalnum() or token.text == "&"):
            follows = number + 1 < len(sentence.tokens) and sentence.tokens[number + 1].start - token.end <= 1
            if not (token.text == "." and atoms and atoms[-1].text in _ABBREVIATED and atoms[-1].end == token.start and follows):
                gap += "–" if token.text == "-" and _is_apart(sentence, number) else token.text
                quoted = token.end if token.text in _QUOTES else -1
            continue
        first = not atoms or token.start == quoted
        if token.text.isalpha():  # most are
            atoms.append(Atom(token.text, token.start, token.end, number, gap, False, first))
        else:
            atoms += _pieces(token, number, gap, first)
        gap = ""
    case = _case(atoms)
    ended = bool(sentence.tokens) and sentence.tokens[-1].text == "."  # no headline
    return Line(sentence, atoms, "plain" if ended and case == "title" else case)


def _is_apart(sentence: Sentence, at: int) -> bool:
    """Whether a mark stands between two blanks: "in three districts - Mopti, Segou and Gao"."""
    before, behind = sentence.tokens[max(0, at - 1)], sentence.tokens[at + 1 : at + 2]
    return at > 0 and before.end < sentence.tokens[at].start and bool(behind) and behind[0].start > sentence.tokens[at].end


def _pieces(token: Token, number: int, gap: str, first: bool) -> Iterator[Atom]:
    possessive = _POSSESSIVE.search(token.text)
    whole = token.text[: possessive.start()] if possessive else token.text
    parts = list(_PIECE.finditer(whole)) if whole[0].isalpha() else [re.match(r".*", whole, re.S)]
    for n, part in enumerate(p for p in parts if p):
        last = part.end() == len(whole)
        start = token.start + part.start()
        yield Atom(
            part.group(), start, token.start + part.end(), number, gap if n == 0 else "-", bool(possessive and last), first and n == 0
        )


def _case(atoms: list[Atom]) -> str:
    long = [a.text for a in atoms if len(a.text) > 3 and a.text.isalpha()]
    if len(long) < 4:
        return "plain" if any(a.text.islower() and len(a.text) > 1 for a in atoms) else "title" if len(long) > 2 else "plain"
    if sum(w.isupper() for w in long) > 0.7 * len(long):
        return "upper"
    return "title" if sum(w[0].isupper() for w in long) > 0.7 * len(long) else "plain"


def runs(line: Line) -> Iterator[tuple[int, int]]:
    """Every run of atoms that could be written as one name, as (first, last)."""
    w = words()
    atoms = line.atoms
    for i, atom in enumerate(atoms):
        if not _may_start(line, i):
            continue
        for j in range(i, min(i + LONGEST, len(atoms))):
            if j > i and (not atoms[j].joined or (atoms[j - 1].possessive and not atoms[j].capital)):
                break
            here = atoms[j]
            if here.capital or (j > i and _ROMAN.match(here.text)):
                if j > i or atom.capital:
                    yield i, j
            elif j > i and here.gap == "-" and len(here.text) <= _SYLLABLE:
                yield i, j  # "Hpa-an"
            elif j > i and here.gap != "-" and here.lower not in w.connectors and here.text != "&":
                break


def shared_ends(line: Line) -> Iterator[tuple[int, str]]:
    """Compass words that leave the end of their name to the next, as (atom, the name in full): "West Darfur" of "West and South Darfur"."""
    ends: list[str] = []  # what the nearest compass word behind may end in
    atoms = line.atoms
    for i in range(len(atoms) - 2, -1, -1):
        if not atoms[i].capital or atoms[i].lower not in words().quarters:
            continue
        behind = atoms[i + 1]
        if behind.capital and behind.joined:
            ends = _rest(line, i + 1)
        elif ends and _leads_on(line, i):
            yield from ((i, f"{atoms[i].text} {end}") for end in ends)
        else:
            ends = []


def _rest(line: Line, first: int) -> list[str]:
    """The names that may end a run, from short to long: "Bahr", "Bahr el", "Bahr el Ghazal"."""
    last = next((j for j in range(first + 1, len(line.atoms)) if line.after(j - 1) is None), len(line.atoms))
    return [
        " ".join(atom.text for atom in line.atoms[first : j + 1]) for j in range(first, min(last, first + _ENDING)) if line.atoms[j].capital
    ]


def _leads_on(line: Line, i: int) -> bool:
    """Whether only "and" or a comma parts a compass word from the next."""
    behind, beyond = line.atoms[i + 1], line.atoms[i + 2]
    if behind.lower in ("and", "or", "&") and behind.gap in ("", ","):
        behind = beyond
    elif behind.gap != ",":
        return False
    return behind.capital and behind.lower in words().quarters


def _may_start(line: Line, i: int) -> bool:
    """A capital, or a lower-case article or compass word with a capital behind."""
    atom = line.atoms[i]
    if atom.capital:
        follower = line.atoms[i + 1] if i + 1 < len(line.atoms) else None
        return not (
            atom.text.startswith(("I'", "I’")) or atom.gap.endswith("$") or (follower and follower.gap == "$")
        )  # "US$30 million", "$US30"
    follower = line.after(i)
    if not follower or not follower.capital:
        return False
    # "at Homs" is English, "at-Tanf" Arabic.
    return atom.lower in words().compass or (
        atom.lower in words().articles and (follower.gap == "-" or atom.lower not in ("as", "at", "an", "ad"))
    )
