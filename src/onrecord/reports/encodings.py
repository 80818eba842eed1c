"""Text in 8-bit code pages, and bytes whose declaration is wrong: what they say decides, not what they claim."""

from __future__ import annotations

import codecs
import re

_CANDIDATES = ("cp1252", "cp1254", "cp1256", "cp1251", "cp1250")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
_ALIASES = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-6": "cp1256", "latin_1": "cp1252"}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ARABIC, _CYRILLIC = r"[\u0620-\u064a\u066e-\u06d3]", r"[а-яёА-ЯЁіїєґІЇЄҐ]"
_WORDS = {
    "cp1254": re.compile(r"\b(?:ve|bir|bu|için|ile|olarak|kişi|Türkiye|Suriyeli|sığınmacı|mülteci|göre|dün|yeni|şehir|il|köy)\b", re.I),
    "cp1256": re.compile(rf"(?:ال|وا|في|من|على|إلى|أن|عن|ية){_ARABIC}*"),
    "cp1251": re.compile(rf"\b(?:и|в|на|не|что|из|по|для|за|до|та|з|у|[а-яё]{{3,}})\b|{_CYRILLIC}{{4,}}"),
    "cp1250": re.compile(r"\b(?:się|są|że|který|jsou|która|nie|jest|osób|být|více|lidí|przez|też|już|że)\b", re.I),
}
_ODD = re.compile(r"[a-z][A-ZÀ-ÞÐÝÞ¡-¿×÷]|[\x80-\x9f¤¦ª¬¯±²³¶¸¹º¼½¾×÷†‡ˆ‰‹›]|(?<=\w)[¡¢£¥§¨©®´µ](?=\w)")
_TURKISH, _ICELANDIC = re.compile(r"[ğışĞİŞ]"), re.compile(r"[ðþýÐÞÝ]")
_SAMPLE = 60_000


def eight_bit(data: bytes) -> str:
    """The text of bytes that are no UTF-8: in the code page whose letters make the best sense."""
    return data.decode(code_page(data), errors="replace")


def code_page(data: bytes) -> str:
    """The likeliest code page among Western, Turkish, Arabic, Cyrillic and Central European."""
    sample = data[:_SAMPLE]
    scores = {name: _score(sample, name) for name in _CANDIDATES}
    return max(scores, key=lambda name: (scores[name], -_CANDIDATES.index(name)))


def decode_marked_up(data: bytes) -> str:
    """The text of an HTML or XML document: by its byte order mark, as UTF-8 where it is sound UTF-8, as it declares where that
    makes as much sense as any other code page, else as it makes most sense."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if b"\0" in data[:200]:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _declared(data)
    if declared in (None, "utf-8", "utf-16"):
        patched = data.decode("utf-8", errors="replace")
        if patched.count("\ufffd") * 3 <= sum(c > "\x7f" for c in patched):
            return patched  # UTF-8 with a few broken places
        return eight_bit(data)
    if declared in _CANDIDATES:
        best = code_page(data)
        sample = data[:_SAMPLE]
        return data.decode(best if _score(sample, best) > _score(sample, declared) + 2 else declared, errors="replace")
    return data.decode(declared or "cp1252", errors="replace")


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    return _ALIASES.get(name, name)


def _score(sample: bytes, name: str) -> float:
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        text = sample.decode(name, errors="replace")
    high = [c for c in text if c > "\x7f"]
    letters = sum(c.isalpha() for c in high)
    score = (
        letters / max(1, len(high)) * 4 - 6 * len(_ODD.findall(text)) / max(1, len(high)) - 20 * text.count("\ufffd") / max(1, len(high))
    )
    if name == "cp1254":
        return score + 3 * bool(_TURKISH.search(text)) * min(1.0, len(_WORDS[name].findall(text)) / 4)
    if name == "cp1252":
        return score + 0.5
    found = len(_WORDS[name].findall(text))
    script = len(re.findall(_ARABIC if name == "cp1256" else _CYRILLIC, text)) if name in ("cp1256", "cp1251") else 0
    if name == "cp1250":
        return score + (3.0 if found >= 3 else -2.0)
    return score + (4.0 if script > 0.6 * len(high) and found >= 2 and script > 8 else -4.0)
