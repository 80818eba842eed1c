"""Who is who among sources."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger.folded import fold, terms
from onrecord.ledger.sources import Sources
from onrecord.types import Source


@pytest.mark.parametrize(
    "said",
    [
        "UNHCR", "U.N.H.C.R.", "U.N. refugee agency", "the UN refugee agency", "United Nations refugee agency", "the U.N.'s refugee agency",
        "UNHCR spokesman Adrian Edwards", "a spokeswoman for the U.N. refugee agency", "United Nations High Commissioner for Refugees (UNHCR)",
    ],
)  # fmt: skip
def test_unhcr_under_all_its_names(said: str) -> None:
    assert Sources().resolve(said) == Source("UNHCR", "un")


@pytest.mark.parametrize(
    ("said", "name", "kind"),
    [
        ("State-run Anatolian news agency", "Anadolu Agency", "media"),
        ("the U.N.", "United Nations", "un"),
        ("U.N. officials", "United Nations", "un"),
        ("Médecins Sans Frontières", "MSF", "ngo"),
        ("doctors without borders", "MSF", "ngo"),
        ("the Syrian Observatory for Human Rights", "Syrian Observatory for Human Rights", "ngo"),
        ("Turkey's Foreign Ministry", "Turkish Foreign Ministry", "government"),
        ("Red Crescent", "Red Crescent", "ngo"),
        ("the Turkish Red Crescent", "Turkish Red Crescent", "ngo"),
        ("local officials", "local officials", "government"),
        ("who knows", "who knows", "other"),
        ("care home residents", "care home residents", "other"),
    ],
)
def test_known_and_unknown(said: str, name: str, kind: str) -> None:
    stated = "government" if kind == "government" else "other"
    found = Sources().resolve(said, stated)  # type: ignore[arg-type]
    assert (found.name, found.kind) == (name, kind)


def test_what_people_decide_wins() -> None:
    sources = Sources({"un refugee agency": Source("The agency", "other")})
    assert sources.resolve("the U.N. refugee agency").name == "The agency"
    assert sources.resolve("UNHCR").name == "UNHCR"


@given(st.text(max_size=60))
def test_any_words_resolve_and_fold_once(said: str) -> None:
    assert fold(fold(said)) == fold(said)
    assert Sources().resolve(said).name == Sources().resolve(said).name
    assert all(phrase == fold(phrase) and "'" not in phrase for phrase, _ in terms(said))


def test_folding() -> None:
    assert fold("𝓐𝓕𝓟") == "afp"
    assert fold("Şanlıurfa’s 9,000 U.N. tents") == "sanliurfa 9000 un tents"
    assert terms('"tent city" gendarm* Şanlı') == [("tent city", False), ("gendarm", True), ("sanli", False)]
