"""Numerals: how an amount can be written, and what it is worth. No context is looked at here.

``numerals`` finds every written amount in a piece of text: digits grouped in any of the usual ways ("9,000", "9 300",
"1,08,000", "8.900"), words ("nine hundred and twenty-one", "two dozen", "half a million"), digits with a scale
("1.5 million", "2.14 lakh", "250k") and vague amounts ("tens of thousands", "several hundred").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Written = Literal["digits", "word", "vague"]

# A longer run of digits counts nobody on this planet (and int() refuses some thousands of digits).
MOST_DIGITS = 15

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SMALL = {word: value for value, word in enumerate(_UNITS.split())} | {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
} | {"fourty": 40}  # fmt: skip
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "lakh": 10**5, "lac": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9,
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9,
}  # fmt: skip
_STEPS = (10**5, 10**7)  # lakh and crore are told in steps: "2 lakh 86 thousand 410"
_VAGUE = {
    "tens": (20, 99), "scores": (40, 199), "dozens": (24, 99), "hundreds": (200, 999), "thousands": (2000, 9999),
    "lakhs": (2 * 10**5, 10**7 - 1), "millions": (2 * 10**6, 10**7 - 1), "crores": (2 * 10**7, 10**9 - 1),
    "billions": (2 * 10**9, 10**10 - 1),
}  # fmt: skip
_FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.75")}

# Letters that a case-blind pattern would take for ASCII ones, and marks that come in several shapes. One for one: offsets stay.
_FOLD = str.maketrans(
    "\u0131\u0130\u017f\u212a\u2013\u2011\u2010\u2212\u2019\u2018`\u00b4\u00a0\u2007\u2009\u202f", "????----" + "'" * 4 + " " * 4
)

_SCALE = r"(?:dozen|hundred|thousand|lakh|lac|million|crore|billion)"
_WORD = (
    "(?:"
    + "|".join(sorted(_SMALL | dict.fromkeys("dozen hundred thousand lakh million crore billion".split()), key=len, reverse=True))
    + ")"
)
_COUNTED = r"(?:people|persons|individuals|families|households|houses|homes|residents|evacuees|are\ partially|are\ fully|were\ displaced)\b"
_DIGITS = (
    r"[0-9]{1,3}\ ?[½¼¾]|"  # 1½ million
    r"[0-9]{1,3}(?:[,'][0-9]{3})+(?![0-9])(?:\.[0-9]+)?"  # 9,000  1'500'000
    r"|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?![0-9])"  # 1,08,000
    r"|[0-9]{1,3}(?:\ ,|,\ )0[0-9]{2}(?![0-9])"  # 61, 000
    rf"|(?P<split>[0-9]{{1,3}}\ ?,\ ?[0-9]{{3}}(?![0-9])(?=\ {_COUNTED}))"  # 25, 245 persons
    r"|(?<=\()[0-9]{1,3},\ [0-9]{3}(?=\))"  # Cameroon (1, 497)
    r"|(?P<spaced>[0-9]{1,3}(?:\ [0-9]{3}){1,2}(?![ ]?[0-9]|,[0-9]))"  # 9 300
    r"|[0-9]+(?:[.,][0-9]+)*"
)
# "1.2m people" are millions, "1.2m of water" is not.
_MILLIONS_OF = (
    r"(?:[a-z]+\ ){0,2}(?:people|persons|refugees|displaced|idps|returnees|migrants|residents|civilians|children|women|men|homes|houses|"
    r"families|households|syrians|iraqis|afghans|ukrainians|somalis|yemenis|sudanese|citizens|others|more|in\ need|have\ |were\ )"
)
_METRES = r"(?:of|high|deep|wide|long|tall|above|below|asl|from|away|earthquake)"
_DIGIT_SCALE = rf"(?:[\s-]{{0,2}}(?:(?:million|thousand|billion)(?!th|aire)s?|(?:hundred|lakh|lac|crore|dozen|mln|mn|bn)s?(?![^\W_]))|[kK](?![^\W_]|-[0-9])|\ ?[mM](?=\ (?!{_METRES}\b)(?:{_MILLIONS_OF}))|(?-i:M)(?![^\W_]|-[0-9]|\ (?:{_METRES}))|(?<=\$[0-9])m|(?<=[€£$][0-9]\.[0-9])m)"
_MANY = r"(?:tens|dozens|scores|hundreds|thousands|lakhs|millions|crores|billions)"
_MASTER = re.compile(
    rf"""(?:(?=[0-9+])|(?<!\w)(?=[a-z]))(?:(?P<skip>(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,64}}\.[\w.]{{1,64}})
    |(?P<date>(?<![0-9/])(?:[0-9]{{4}}(?P<mark>[/.-])[0-9]{{1,2}}(?P=mark)[0-9]{{1,2}}|[0-9]{{1,2}}(?P<mark2>[/.-])[0-9]{{1,2}}(?P=mark2)(?:[0-9]{{4}}|[0-9]{{2}})
        |[0-9]{{1,2}}(?P<mark3>[/-])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?P=mark3)(?:[0-9]{{4}}|[0-9]{{2}}))(?![0-9]))
    |(?P<time>(?<![0-9])[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?![0-9]))
    |(?P<phone>\+[0-9]{{1,3}}[\s(-][0-9()\s-]{{5,20}}[0-9])
    |(?P<fraction>(?<![0-9/])[0-9]{{1,4}}/[0-9]{{1,4}}(?![0-9/]))
    |(?P<part>(?<!\w)(?:(?:an?\s+)?(?:half|three[\s-]quarters|quarter)[\s-](?:of\s+)?(?:an?[\s-])?{_SCALE}(?!\w)
        |(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|[0-9]{{1,3}})[\s-]and[\s-]an?[\s-](?:half|quarter)[\s-]{_SCALE}(?!\w)
        |(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|[0-9]{{1,3}})[\s-]{_SCALE}\s+and\s+an?\s+(?:half|quarter)(?!\w)))
    |(?P<several>(?<!\w)(?:an?\s+)?(?:few|couple(?:\s+of)?|several)\s+{_SCALE}s?(?:[\s-](?:thousand|million))?(?!\w))
    |(?P<many>(?<!\w)(?:(?:(?:tens|dozens|scores|hundreds|thousands)\s+of\s+(?:thousands|lakhs|millions|crores|billions))
        |(?P<twice>{_MANY})\s+(?:and|upon)\s+(?P=twice)|{_MANY})(?!\w))
    |(?P<plural>(?<![0-9.,])(?:10|100|1,?000|10,?000|100,?000)'?s(?:\s+of\s+thousands)?(?=\s+(?:of|more)\b))
    |(?P<digits>(?:{_DIGITS})(?:{_DIGIT_SCALE}(?:\s(?:thousand|million|crore)(?!\w))?)?)
    |(?P<words>(?<![\w])(?<![a-zA-Z]-)(?:an?[\s-](?={_SCALE}))?{_WORD}(?:(?:\s+and\s+|-and-|-|\s+){_WORD})*(?:\s+{_SCALE}s)?(?!\w)))""",
    re.I | re.X,
)
_UNSPACED = re.compile(rf"[0-9]+(?:{_DIGIT_SCALE})?", re.I)
_LETTERS = re.compile(r"[A-Za-z]+")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]{1,2}")
_NUMBER_WORD = re.compile(rf"{_SCALE}s?|{_WORD}|and|an?", re.I)
_COMMA_GROUP = re.compile(r"[0-9],[0-9]{3}(?![0-9])")
# "Nov 9 300 people", "Phase 3 500 people": the first digits belong to the word before them.
_OWNED = re.compile(
    r"\b(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?|(?-i:Phase|Camp|Block|Ward|Zone|No\.))\s\Z", re.I
)
_DAY_BEFORE_MANY = re.compile(r"[0-9]{1,2}(?= (?:Hundreds|Thousands|Dozens|Millions)\b)")
# "a total of 25, 245 persons", "while 3, 152 are": one number; "On May 3, 152 people", "Sector 5, 300 families", "by day 7, 200": two.
_SPLIT_AFTER = re.compile(
    r"\b(?:total\sof|than|some|nearly|almost|over|while|least|approximately|about|around|another|that|said|says|reported|which,?|whom,?)\s\Z"
)
_HIT_SCORES = re.compile(
    r"\b(?:kill|injur|wound|displac|arrest|trapp|maim|detain)(?:ed|ing)\s\Z", re.I
)  # "killed 157 people, injured scores"
# "scores" is a verb and a noun of sport too.
_SCORES_OF = re.compile(
    r"[”\"]?\s+(?:of|more|others?|were|are|have|had|remain|dead|killed|injured|wounded|hurt|missing|displaced|homeless|trapped|stranded|"
    r"fled|flee|fleeing|escaped|died|drowned|perished|arrived|crossed|evacuated|detained|arrested|hospitali[sz]ed|feared|buried)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A written amount. ``low`` and ``high`` differ only for vague ones; ``amount`` times ``scale`` is its value
    ("1.5 million": 1.5 and 1000000). ``why_not`` says why the writing alone rules out a count ("date", "time", …)."""

    start: int
    end: int
    value: int
    low: int
    high: int
    amount: Decimal
    scale: int
    form: Written
    why_not: str | None = None


def fold(text: str) -> str:
    """Dashes, apostrophes and look-alike letters made plain, one for one, so that offsets stay."""
    return text.translate(_FOLD)


def numerals(text: str) -> list[Numeral]:
    """The written amounts of ``text`` (already folded), in order and apart from each other."""
    found: list[Numeral] = []
    position = 0
    while match := _MASTER.search(text, position):
        numbers = list(_read(text, match))
        found.extend(numbers)
        position = numbers[-1].end if numbers else match.end()
    return _together(text, found)


def _together(text: str, apart: list[Numeral]) -> list[Numeral]:
    """As in "2 lakh 86 thousand 410": steps of one number, each worth less than the scale before it."""
    found: list[Numeral] = []
    room = 0  # what may still be added to the last one found
    for numeral in apart:
        last = found[-1] if found else None
        small = last and 0 < numeral.value < room and not numeral.why_not and text[last.end : numeral.start] == " "
        if last and small and numeral.form == "digits":
            value = last.value + numeral.value
            found[-1] = replace(last, end=numeral.end, value=value, low=value, high=value, amount=Decimal(value), scale=1)
            room = numeral.scale
        else:
            found.append(numeral)
            room = numeral.scale if numeral.form == "digits" and numeral.scale in _STEPS else 0
    return found


def _read(text: str, match: re.Match[str]) -> Iterator[Numeral]:
    kind = next(
        name
        for name in ("skip", "date", "time", "phone", "fraction", "part", "several", "many", "plural", "digits", "words")
        if match[name]
    )
    start, end, written = match.start(), match.end(), match.group().lower()
    if kind in ("date", "time", "phone", "fraction"):
        yield Numeral(start, end, 0, 0, 0, Decimal(0), 1, "digits", kind)
    elif kind == "part":
        yield _part(start, end, written)
    elif kind == "several":
        yield _several(start, end, written)
    elif kind == "many" and not (written == "scores" and not (_SCORES_OF.match(text, end) or _HIT_SCORES.search(text, 0, start))):
        yield _many(start, end, written)
    elif kind == "plural":
        yield _plural(start, end, written)
    elif kind == "digits":
        yield _digits(text, match)
    elif kind == "words":
        yield from _words(text, start, end)


def _exact(start: int, end: int, amount: Decimal, scale: int, form: Written) -> Numeral:
    exact = amount * scale
    value = int(exact)
    return Numeral(start, end, value, value, value, amount, scale, form, None if value == exact else "fraction")


def _vague(start: int, end: int, name: str, scale: int = 1) -> Numeral:
    low, high = _VAGUE[name]
    low, high = low * scale, (high + 1) * scale - 1
    return Numeral(start, end, low, low, high, Decimal(low) / scale, scale, "vague")


def _many(start: int, end: int, written: str) -> Numeral:
    words = written.split()
    if "of" in words:
        return _vague(start, end, words[0], _SCALES[words[-1].removesuffix("s")])
    return _vague(start, end, words[0])


def _plural(start: int, end: int, written: str) -> Numeral:
    """ "As in "100s of homes", "10s of thousands"."""
    power = re.sub("[^0-9]", "", written).count("0")
    scale = (1000 if power > 3 else 1) * (1000 if "thousands" in written else 1)
    return _vague(start, end, ("tens", "hundreds", "thousands")[(power - 1) % 3], scale)


def _several(start: int, end: int, written: str) -> Numeral:
    scales = [word.removesuffix("s") for word in _LETTERS.findall(written) if word.removesuffix("s") in _SCALES]
    if len(scales) == 2:
        return _vague(start, end, scales[0] + "s", _SCALES[scales[1]])
    return _vague(start, end, {"lac": "lakh"}.get(scales[0], scales[0]) + "s")


def _part(start: int, end: int, written: str) -> Numeral:
    """As in "half a million", "two and a half million", "a million and a half"."""
    words = re.findall(r"[a-z]+|[0-9]+", written)
    scale = next(_SCALES[word] for word in words if word in _SCALES)
    part = next(_PARTS[word] for word in words if word in _PARTS)
    whole = 0
    if "and" in words:
        whole = int(words[0]) if words[0].isdigit() else _SMALL.get(words[0], 1)
    return _exact(start, end, whole + part, scale, "word")


def _digits(text: str, match: re.Match[str]) -> Numeral:
    start = match.start()
    day = _DAY_BEFORE_MANY.match(text, start)
    if day and _OWNED.search(text, max(0, start - 12), start):  # "Sept 17 Hundreds of migrants"
        return _exact(start, day.end(), Decimal(day.group()), 1, "digits")
    apart = match["spaced"] and not _is_grouped(text, start, match["spaced"])
    if apart or (match["split"] and not _SPLIT_AFTER.search(text, max(0, start - 24), start)):
        match = _UNSPACED.match(text, start) or match
    written = match.group()
    scale_at = _LETTERS.search(written)
    figures = (written[: scale_at.start()] if scale_at else written).strip(" -\t\n\r")
    scale = 1
    for word in _LETTERS.findall(written):
        scale *= _SCALES[word.lower().removesuffix("s")]
    if sum(map(str.isdigit, figures)) > MOST_DIGITS:
        return Numeral(start, match.end(), 0, 0, 0, Decimal(0), 1, "digits", "identifier")
    number = _exact(start, match.end(), _amount(figures, scale), scale, "digits")
    if scale == 1 and _DECIMAL.fullmatch(figures):
        return replace(number, why_not="fraction")  # "2.0", the number of a heading or a magnitude
    return replace(number, why_not="identifier") if re.match("0[0-9]", figures) else number


def _is_grouped(text: str, start: int, spaced: str) -> bool:
    """Whether "9 300" is one number: not after a word that owns the 9, nor where commas group the digits ("5 000" always is)."""
    if _OWNED.search(text, max(0, start - 24), start):
        return False
    return " 0" in spaced or not _COMMA_GROUP.search(text, max(0, start - 300), start + 300)


def _amount(figures: str, scale: int) -> Decimal:
    """What digits with separators are worth. A point or comma before other than three digits, or before a scale, is a decimal one."""
    if figures[-1] in _FRACTIONS:
        return int(figures[:-1]) + _FRACTIONS[figures[-1]]
    groups = re.split(r"[^0-9]+", figures)
    marks = set(re.findall(r"[.,]", figures))
    if len(groups) == 1:
        return Decimal(figures)
    if len(marks) == 2 and figures.count(".") == 1:  # 1,234.5
        return Decimal("".join(groups[:-1]) + "." + groups[-1])
    thousands = all(len(group) == 3 for group in groups[1:]) and groups[0] != "0"
    scaled = scale > 1 and "." in marks
    if len(groups) == 2 and (scaled or (not thousands and len(groups[1]) < 4)):
        return Decimal(f"{groups[0]}.{groups[1]}")
    return Decimal("".join(groups))


def _words(text: str, start: int, end: int) -> Iterator[Numeral]:
    words = [(m.group().lower().removesuffix("s"), m.start(), m.end()) for m in _NUMBER_WORD.finditer(text, start, end)]
    written = [word for word, _, _ in words]
    place = 0
    while place < len(words):
        value, last = _spelled(written, place)
        if last > place:
            closing = words[last - 1][0]
            scale = _SCALES.get(closing, 1)
            scale = scale if value % scale == 0 else 1
            yield _exact(words[place][1], words[last - 1][2], Decimal(value // scale), scale, "word")
        place = max(last, place + 1)


def _spelled(words: list[str], place: int) -> tuple[int, int]:
    """The longest number from ``words[place]`` on: its value, and the place after its last word (``place`` if there is none)."""
    total, group, room, least, last = 0, -1, 1000, 10**12, place
    for at in range(place, len(words)):
        word = words[at]
        if word in ("a", "an") and at == place:
            continue
        if word == "and":  # only after a hundred or a scale, and only before what still fits
            if at == place or words[at - 1] not in _SCALES or at + 1 == len(words) or _SMALL.get(words[at + 1], room) >= room:
                break
            continue
        if word in _SMALL:
            value = _SMALL[word]
            if value >= room:
                break
            group = max(group, 0) + value
            room = 10 if value >= 20 else 0
        elif word == "hundred" and group < 100:
            group, room = max(group, 1) * 100, 100
        elif word != "hundred" and word in _SCALES and _SCALES[word] < least and (group >= 0 or total == 0):
            least = _SCALES[word]
            total, group, room = total + (1 if group < 0 else group) * least, -1, min(1000, least) if word != "dozen" else 0
        else:
            break
        last = at + 1
    return total + max(group, 0), last
