"""Bytes to text, or a reason why they are none. Line ends stay as they are: offsets count the text exactly as received."""

from __future__ import annotations

import codecs
import re

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF", "extract its text first, for example with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive (perhaps a Word or Excel file)", "unpack it, or save the document as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "save it as plain text"),
    (b"{\\rtf", "rich text (RTF)", "save it as plain text"),
    (b"\x1f\x8b", "compressed (gzip)", "unpack it and pipe it in: gunzip -c FILE | onrecord read -"),
    (b"\x89PNG", "a PNG picture", "give the text, not a picture of it"),
    (b"\xff\xd8\xff", "a JPEG picture", "give the text, not a picture of it"),
    (b"GIF8", "a GIF picture", "give the text, not a picture of it"),
)
_CONTROLS = re.compile(
    r"[\x00-\x06\x0e-\x19\x1c-\x1f\x7f]"
)  # not U+0080 to U+009F: what is left of quotation marks that were decoded wrongly before
_MAX_CONTROLS = 0.01  # share of control characters above which bytes that happen to decode are still no text


class NotText(Exception):
    """The bytes are no text. ``args``: what they are, and what to do about it."""

    def __init__(self, what: str, next_step: str) -> None:
        super().__init__(what, next_step)
        self.what = what
        self.next_step = next_step


def decode(data: bytes) -> str:
    """The text of ``data``: by its byte order mark, else UTF-8, else Windows-1252. Raises :class:`NotText`."""
    for signature, what, next_step in _SIGNATURES:
        if data.startswith(signature):
            raise NotText(what, next_step)
    text = _decode_marked(data)
    if text is None:
        if b"\0" in data:
            raise NotText("binary data", _advice_for_nulls(data))
        text = _decode_unmarked(data)
    if len(_CONTROLS.findall(text)) > _MAX_CONTROLS * len(text):
        raise NotText("binary data", "give a plain-text file, in UTF-8 if possible")
    return text


def _decode_marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                if encoding != "utf-8-sig":
                    name = encoding.upper()
                    raise NotText(f"broken {name}", f"save it again as UTF-8, for example with iconv -f {name} -t UTF-8") from None
                return _decode_unmarked(data[len(mark) :])
    return None


def _decode_unmarked(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Mostly sound UTF-8 with a few broken places (a file cut in mid-character) loses less by replacing those than by reading it all as cp1252.
    patched = data.decode("utf-8", errors="replace")
    broken = patched.count("\ufffd")
    if broken * 3 <= sum(c > "\x7f" for c in patched) - broken:
        return patched
    from onrecord.reports.encodings import eight_bit

    return eight_bit(data)


def _advice_for_nulls(data: bytes) -> str:
    nulls = (data[0:2000:2].count(0), data[1:2000:2].count(0))
    if max(nulls) > 0.4 * len(data[:2000]) / 2:
        order = "UTF-16BE" if nulls[0] > nulls[1] else "UTF-16LE"
        return f"it looks like {order} without a byte order mark; convert it with iconv -f {order} -t UTF-8"
    return "give a plain-text file, in UTF-8 if possible"
