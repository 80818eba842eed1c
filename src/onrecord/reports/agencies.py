"""Credit lines of news agencies: who wrote the text that an outlet prints."""

from __future__ import annotations

import re

_NAMES = {
    "Reuters": r"Thomson Reuters|REUTERS|Reuters", "AFP": r"Agence France[- ]Presse|AFP", "AP": r"The Associated Press|Associated Press|AP",
    "Xinhua": r"Xinhua", "dpa": r"Deutsche Presse-Agentur|dpa", "EFE": r"EFE", "ANSA": r"ANSA", "PTI": r"PTI", "IANS": r"IANS", "ANI": r"ANI",
    "Anadolu": r"Anadolu Agency|Anadolu|AA", "TASS": r"TASS|ITAR-TASS", "Interfax": r"Interfax", "RIA Novosti": r"RIA Novosti", "UPI": r"UPI",
    "Kyodo": r"Kyodo News|Kyodo", "Yonhap": r"Yonhap", "SANA": r"SANA", "IRNA": r"IRNA", "Antara": r"ANTARA|Antara", "Bernama": r"BERNAMA|Bernama",
    "The New Humanitarian": r"The New Humanitarian|IRIN", "PA": r"Press Association|PA Media", "CP": r"The Canadian Press", "AAP": r"Australian Associated Press|AAP",
    "Thomson Reuters Foundation": r"Thomson Reuters Foundation", "Pajhwok": r"Pajhwok(?: Afghan News)?", "SUNA": r"SUNA", "NAN": r"NAN",
}  # fmt: skip
_ANY = "|".join(f"(?P<a{index}>{pattern})" for index, pattern in enumerate(_NAMES.values()))
_CREDIT = re.compile(rf"\((?:{_ANY})\)\s*(?:[-–—:]|$)|\((?:{_ANY.replace('?P<a', '?P<b')})\)", re.M)
_BYLINE = re.compile(
    rf"^\s*(?:By\s+.{{0,60}}?[,|]?\s*)?(?:Source:\s*|©\s*|Copyright\s+(?:\d{{4}}\s+)?)?(?:{_ANY})\s*[.|]?(?:\s*[,|]\s*(?:\d.{{0,40}})?)?\s*$",
    re.M,
)
_HEAD, _TAIL = 600, 400  # a credit stands at the beginning or at the end


def agency_of(text: str) -> str | None:
    """The agency that a dateline ("HATAY, Turkey (Reuters) -"), a byline of its own or a closing credit names."""
    for part, pattern in ((text[:_HEAD], _CREDIT), (text[-_TAIL:], _CREDIT), (text[:_HEAD], _BYLINE), (text[-_TAIL:], _BYLINE)):
        if found := pattern.search(part):
            group = next(name for name, value in found.groupdict().items() if value)
            return list(_NAMES)[int(group[1:])]
    return None
