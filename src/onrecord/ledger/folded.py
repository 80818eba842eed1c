"""Words folded for comparing: no case, no accents, no marks."""

from __future__ import annotations

import re
import unicodedata

_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
_DOTS = re.compile(r"\.[a-z]\.")
_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """The words of a text with one space between: "The U.N. refugee agency" and "the UN refugee-agency" agree, 9,000 and 9000 too."""
    plain = text.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()  # letters of mathematics become capitals
    plain = plain.replace("'s ", " ").replace("’s ", " ")
    if _DOTS.search(plain):
        plain = _DOTTED.sub(lambda found: found.group().replace(".", ""), plain)
    if "," in plain:
        plain = _THOUSANDS.sub("", plain)
    return " ".join(plain.translate(_GAPS).split() if plain.isascii() else _WORD.findall(plain))


def terms(question: str) -> list[tuple[str, bool]]:
    """What a search asks for: words, "phrases in quotes", and beginnings* of words; all must be there. Nothing in it can be SQL."""
    found = []
    for number, part in enumerate(question.split('"')):
        for piece in [part] if number % 2 else part.split():
            folded = fold(piece)
            if folded:
                found.append((folded, piece.rstrip().endswith("*")))
    return found[:50]
