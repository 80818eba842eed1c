"""Which language a text is in, as far as its letters and commonest words tell."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

_SAMPLE = 20_000  # characters looked at
_MIN_WORDS = 8  # fewer known words than this decide nothing
_MIN_DIFFERENT = 4  # and fewer different ones
_MIN_SHARE = 0.08  # of all words
_LEAD = 1.5  # how far the best language must be ahead of the next
_WORD = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile(r"[^\x00-\u024f]")


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the text's language; ``None`` where it is too short or too mixed to say."""
    sample = text[:_SAMPLE]
    return _by_script(sample) or _by_words(sample)


def _by_script(sample: str) -> str | None:
    others = "".join(_NOT_LATIN.findall(sample))
    if len(others) < _MIN_WORDS:
        return None  # most texts: only quotation marks and dashes
    latin = len(re.findall(r"[A-Za-z\u00c0-\u024f]", sample))
    _, scripts = _tables()
    counts = {code: len(pattern.findall(others)) for code, pattern in scripts.items()}
    if counts["ja"] > 0.05 * counts["zh"]:  # Japanese mixes its kana with Chinese characters
        counts["ja"] += counts["zh"]
    code = max(counts, key=counts.__getitem__)
    return code if counts[code] >= _MIN_WORDS and counts[code] > latin else None


def _by_words(sample: str) -> str | None:
    words = Counter(_WORD.findall(sample.lower()))
    stop_words, _ = _tables()
    found = {code: words.keys() & known for code, known in stop_words.items()}
    counts = sorted(((sum(words[word] for word in known), code) for code, known in found.items()), reverse=True)
    (best, code), (second, _) = counts[0], counts[1]
    sure = best >= _MIN_WORDS and len(found[code]) >= _MIN_DIFFERENT and best >= _LEAD * second and best > _MIN_SHARE * words.total()
    return code if sure else None


@cache
def _tables() -> tuple[dict[str, frozenset[str]], dict[str, re.Pattern[str]]]:
    data = tomllib.loads(files(__package__).joinpath("words/languages.toml").read_text(encoding="utf-8"))
    stop_words = {code: frozenset(words.split()) for code, words in data["stop_words"].items()}
    return stop_words, {code: re.compile(f"[{letters}]") for code, letters in data["scripts"].items()}
