"""Households and homes to people: by a stated size, marked as derived, never beside a stated count of people."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.picture import Observation, Picture, load_sizes, with_people
from onrecord.picture.households import Size, parse_sizes
from onrecord.types import Estimate
from picturing import HATAY, JORDAN, claim, figure, observations

SIZES = {"SYR": Size(5.0, "a survey of 2010"), "TUR": Size(3.5, "a census")}


def people(claims: list[Observation], sizes: dict[str, Size] = SIZES) -> list[Estimate]:
    return with_people(Picture(claims).estimates, sizes)


def derived(estimates: list[Estimate]) -> list[Estimate]:
    return [one for one in estimates if one.basis == "derived"]


def test_families_from_syria_become_people_by_the_size_of_syrian_families() -> None:
    (families, made) = people([claim("a", figure(1_210, unit="household"))])
    assert (families.unit, families.best, families.basis) == ("household", 1_210, "claims")
    assert (made.unit, made.best, made.basis, made.parts) == ("person", 6_000, "derived", (families.id,))
    assert made.low == 4_800 and made.high == 7_300  # rounding of 1,210, families a fifth smaller or larger, to two digits
    assert [used.claim for used in made.used] == ["a"] and "a survey of 2010" in made.notes[0] and made.notes[0].startswith("derived")
    assert not made.calibrated and made.act == families.act and made.places == families.places


def test_the_same_families_stated_as_people_are_not_counted_twice() -> None:
    claims = [claim("a", figure(1_210, unit="household")), claim("b", figure(6_400, source="the ministry"))]
    found = people(claims)
    assert not derived(found)
    (stated,) = [one for one in found if one.unit == "person"]
    assert (stated.best, stated.low, stated.high) == (Picture(claims[1:]).estimates[0].best, stated.low, stated.high)
    assert [used.claim for used in stated.used] == ["b"]
    assert [(aside.claim, aside.relation) for aside in stated.set_aside] == [("a", "other unit")]
    (check,) = [check for check in stated.checks if check.kind == "households"]
    assert check.holds and "6,000" in check.text and "agrees with" in check.text
    far = people([claims[0], claim("b", figure(22_000, source="the ministry"))])
    (check,) = [check for one in far for check in one.checks if check.kind == "households"]
    assert not check.holds and "does not agree" in check.text


def test_people_elsewhere_or_on_other_days_do_not_stand_in_the_way() -> None:
    families = claim("a", figure(1_210, unit="household"))
    for other in (figure(6_400, JORDAN), figure(6_400, day=4), figure(6_400, HATAY), figure(6_400, measure="stock")):
        assert len(derived(people([families, claim("b", other)]))) == 1


def test_without_a_stated_size_nothing_is_converted() -> None:
    families = [claim("a", figure(1_210, unit="household"))]
    assert not derived(people(families, {"TUR": Size(3.5, "a census")}))
    assert not derived(people(families, {"SYR": Size(0, "we do not convert")}))
    assert not derived(people([claim("a", figure(12, unit="household", act="killed"))]))


def test_homes_become_the_people_who_lived_in_them() -> None:
    homes = figure(310, HATAY, act="housing_destroyed", unit="dwelling", places=figure(1, HATAY).places[:1])
    (made,) = derived(people([claim("a", homes)]))
    assert made.best == 1_100 and "in TUR" in made.notes[0] and "lived in these homes" in made.notes[1]


@given(observations(), st.lists(st.sampled_from(["person", "household"]), min_size=14, max_size=14))
def test_derived_numbers_are_in_order_and_change_no_other(claims: list[Observation], units: list[Any]) -> None:
    mixed = [one._replace(subject=one.subject._replace(unit=unit)) for one, unit in zip(claims, units, strict=False)]
    plain = Picture(mixed).estimates
    found = with_people(plain, SIZES)
    assert with_people(Picture(mixed[::-1]).estimates, SIZES) == found
    rest = [one for one in found if one.basis != "derived"]
    assert [(one.id, one.low, one.best, one.high, one.used) for one in rest] == [
        (one.id, one.low, one.best, one.high, one.used) for one in plain
    ]
    assert len({one.id for one in found}) == len(found)
    for one in derived(found):
        assert one.low <= one.best and (one.high is None or one.best <= one.high)
    for one in found:
        assert not {used.claim for used in one.used} & {aside.claim for aside in one.set_aside}


def test_every_size_that_ships_has_a_source_and_says_where_it_was_checked_or_that_it_was_not() -> None:
    sizes = load_sizes()
    rows = tomllib.loads(files("onrecord.picture").joinpath("words/household_sizes.toml").read_text("utf-8"))
    assert len(sizes) >= 70 and all(1.5 < size.people < 10 for size in sizes.values())
    checked = {country for country, row in rows.items() if row.get("checked", "") == "un" or row.get("checked", "").startswith("http")}
    assert len(checked) >= 70
    assert all(("from memory, to be checked" in size.source) == (country not in checked) for country, size in sizes.items())
    assert all(any(part[:4].isdigit() for part in size.source.replace(",", "").split()) for size in sizes.values())


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[Syria]\nsize = 5\nsource = 'x'", "'Syria' is no table"),
        ("[SYR]\nsize = 'five'\nsource = 'x'", "SYR: size is 'five'"),
        ("[SYR]\nsize = 55\nsource = 'x'", "SYR: size is 55"),
        ("[SYR]\nsize = nan\nsource = 'x'", "SYR: size is nan"),
        ("[SYR]\nsize = 5", "SYR: it has no source"),
        ("[SYR", "it is no TOML"),
        ("SYR = 5", "'SYR' is no table"),
    ],
)
def test_what_is_wrong_with_a_file_of_sizes_is_said(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong.replace("(", "\\(")):
        parse_sizes(text, "sizes.toml")


def test_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ONRECORD_LEDGER", str(tmp_path / "ledger.sqlite"))
    text = (
        "GENEVA, Nov 9 (Agency) - Some 1,210 Syrian families fled to Turkey on 8 November 2012, the U.N. refugee agency said on Friday.\n"
    )
    (tmp_path / "story.txt").write_text(text)
    assert main(["add", str(tmp_path / "story.txt"), "--published", "2012-11-09"]) == 0

    def made(*options: str) -> dict[str, Any]:
        capsys.readouterr()
        assert main(["picture", "--format", "json", *options]) == 0
        (found,) = [one for one in json.loads(capsys.readouterr().out) if one["basis"] == "derived"]
        assert isinstance(found, dict)
        return found

    ours = made()
    assert ours["unit"] == "person" and ours["best"] > 4_000 and "SANA" in ours["notes"][0]
    (tmp_path / "sizes.toml").write_text('[SYR]\nsize = 6\nsource = "our own survey, 2012"\n')
    assert made("--household-sizes", str(tmp_path / "sizes.toml"))["best"] == 7_300
    monkeypatch.setenv("ONRECORD_HOUSEHOLD_SIZES", str(tmp_path / "sizes.toml"))
    own = made()
    assert own["best"] == 7_300 and "our own survey, 2012" in own["notes"][0]
    assert main(["why", own["id"]]) == 0
    told = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "Nobody says how many people" in told and "our own survey, 2012" in told and "times 6" in told
    assert main(["picture", "--changes-since", "2012-11-01", "--format", "table"]) == 0
    assert "derived: new, 7,300" in (told := " ".join(capsys.readouterr().out.split())) and "(in households, times 6)" in told
    assert main(["picture", "--format", "table"]) == 0
    assert "≈" in capsys.readouterr().out
    assert main(["picture", "--household-sizes", str(tmp_path / "none.toml")]) == 2
    assert "cannot be read" in capsys.readouterr().err
