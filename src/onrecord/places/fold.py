"""Spellings of one name folded together: the strict key ignores case, accents and hyphens; the loose key also transliteration."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ı": "i",
        "İ": "i",
        "ł": "l",
        "Ł": "l",
        "ø": "o",
        "Ø": "o",
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "ə": "a",
        "þ": "th",
    }
)
_MARKS = re.compile(r"['’‘´`ʻʼʾʿ′.]")
LOST = "\ufffd"  # stands for a letter that was lost on the way: it stays in the key, and the gazetteer fits any letter to it
_GAPS = re.compile(rf"[^a-z0-9{LOST}]+")
_SHORT = {"st": "saint", "ste": "sainte", "sta": "santa", "sto": "santo", "mt": "mount", "ft": "fort", "co": "county"}
_ARTICLES = frozenset("al el ar as ash ad at an az ez es ed er ul".split())
_LOOSE = (
    (re.compile(r"y"), "i"),
    (re.compile(r"e(?=i)"), "a"),
    (re.compile(r"ou|oo|w(?=$)"), "u"),
    (re.compile(r"ee"), "i"),
    (re.compile(r"[ae]h?$"), "a"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def fold(name: str) -> str:
    """The strict key: lower-case ASCII words. ``Şanlıurfa`` and ``Sanliurfa`` agree, ``Ras al-Ain`` and ``Ras al Ain`` too."""
    if name.isascii():
        plain = name.lower()
    else:
        plain = unicodedata.normalize("NFKD", name.translate(_LETTERS)).lower()
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = _GAPS.sub(" ", _MARKS.sub("", plain.replace("&", " and "))).split()
    if words and words[0] in _SHORT and len(words) > 1:
        words[0] = _SHORT[words[0]]
    return " ".join(words)


def loosen(folded: str) -> str:
    """The loose key of a strict one: articles dropped, ``ay`` as ``ai``, doubled letters single, ``-ah``/``-eh``/``-e`` as ``-a``."""
    words = [w for w in folded.split() if w not in _ARTICLES] or folded.split()
    return " ".join(map(_loosen_word, words))


def _loosen_word(word: str) -> str:
    for pattern, new in _LOOSE:
        word = pattern.sub(new, word)
    return word
