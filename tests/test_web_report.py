"""The pages of a report, of review and of adding, as a browser without scripts gets them; and the pure parts behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from consoles import add_story, csrf, logged_in, person
from consoles import console as with_accounts
from onrecord.types import Cell, Claim, Figure, Grid, Period, Problem, Quote, Report, Source, Spot, Standing
from onrecord.web.correcting import changed, filled
from onrecord.web.leaves import leaf_of, pages_of
from onrecord.web.marked import Paragraph, Table, part_of, passage
from web_made import STORY, console, finished, put_story

DAY = date(2012, 11, 9)


def standing(start: int, end: int, **fields: Any) -> Standing:
    """A claim of a number that stands in ``text[start:end]``."""
    figure = Figure(
        1, start, end, 9000, 9000, 9000, "exact", "person", "fled", "flow", "Syrians", ("Homs, Old City", "Aleppo"), ("Hatay",), "TUR",
        Period(DAY, DAY, "day"), Source("UNHCR", "un"), "conflict", "asserted", None, None, 0.9,
    )  # fmt: skip
    claim = Claim(f"{start:016x}{end:016x}", "r", replace(figure, **fields), Quote("9,000"), "test")
    return Standing(claim, Report("r", ""), 1, datetime(2012, 11, 9, tzinfo=UTC), "test")


def words_of(part: Any) -> str:
    return "".join(piece.text for block in part.blocks for piece in block.all_pieces)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    where = str(tmp_path / "ledger.sqlite")
    put_story(where)
    with console(where, tmp_path) as made:
        yield made


def claim_of(client: TestClient, value: int) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for one in client.get("/api/v1/claims", params={"limit": 100}).json()["claims"] if one["figure"]["value"] == value
    )
    return found


# --- a text with its numbers ---------------------------------------------------------------------------------------------------------------


@given(st.text("ab 12\n", max_size=200), st.lists(st.tuples(st.integers(0, 190), st.integers(1, 20)), max_size=8))
def test_no_word_is_lost_and_every_number_is_marked_where_it_stands(text: str, spans: list[tuple[int, int]]) -> None:
    standings = [standing(start, min(start + length, len(text))) for start, length in spans if start < len(text)]
    part = part_of(Report("r", text), standings)
    assert re.sub(r"\s", "", words_of(part)) == re.sub(r"\s", "", text)
    for one in standings:
        marked = "".join(piece.text for block in part.blocks for piece in block.all_pieces if one in piece.claims)
        assert re.sub(r"\s", "", marked) == re.sub(r"\s", "", text[one.claim.figure.start : one.claim.figure.end])


def test_of_numbers_within_each_other_the_shorter_comes_first() -> None:
    outer, inner = standing(0, 11), standing(0, 5)
    first = part_of(Report("r", "2,000-3,000 fled"), [outer, inner]).blocks[0].all_pieces[0]
    assert first.text == "2,000" and first.claims == (inner, outer)


def test_a_long_text_comes_in_parts_that_miss_nothing() -> None:
    text = "\n\n".join(f"Paragraph {number}: some {number},000 people fled." for number in range(4_000))
    report, whole, number = Report("r", text), "", 1
    while True:
        part = part_of(report, (), number)
        assert part.number == number and len(words_of(part)) <= 32_000
        whole += words_of(part)
        number += 1
        if number > part.parts:
            break
    assert number > 4 and whole.replace("\n", "") == text.replace("\n", "")
    at = text.index("Paragraph 3000:")
    assert "Paragraph 3000:" in words_of(part_of(report, (), at=at))
    assert part_of(report, (), 10**6).number == part.parts


def test_a_table_is_shown_as_a_table() -> None:
    text = "Displaced\n\nPlace\tPeople\nHoms\t9,000\n\nEnd"
    cells = tuple(
        Cell(text.index(word), text.index(word) + len(word), row, column)
        for word, row, column in (("Place", 0, 0), ("People", 0, 1), ("Homs", 1, 0), ("9,000", 1, 1))
    )
    report = Report("r", text, grids=(Grid(cells[0].start, cells[-1].end, cells, "Table 1", "Displaced by place"),))
    number = standing(text.index("9,000"), text.index("9,000") + 5)
    before, table, after = part_of(report, [number]).blocks
    assert isinstance(table, Table) and table.name == "Displaced by place"
    assert [[box.pieces[0].text for box in row] for row in table.rows] == [["Place", "People"], ["Homs", "9,000"]]
    assert table.rows[1][1].pieces[0].claims == (number,)
    assert isinstance(before, Paragraph) and isinstance(after, Paragraph)
    assert (before.pieces[0].text, after.pieces[0].text) == ("Displaced", "End")


def test_marks_that_would_turn_a_number_around_are_shown_and_not_obeyed() -> None:
    part = part_of(Report("r", "Some \u202e000,9\u0000 people"), ())
    assert words_of(part) == "Some \ufffd000,9\ufffd people"


def test_a_passage_is_the_paragraph_or_what_stands_near() -> None:
    text = "First.\n\nSome 9,000 people fled.\n\nLast."
    assert "".join(piece.text for piece in passage(text, (), 13, 18)) == "Some 9,000 people fled."
    long = "word " * 2_000 + "9,000 " + "word " * 2_000
    assert 900 < len("".join(piece.text for piece in passage(long, (), 10_000, 10_005))) < 1_100


def test_a_page_is_drawn_from_where_its_lines_stand() -> None:
    lines = ("More than 6,000 fled.", "Then 40 died.")
    text = "\n".join(lines)
    spots = (Spot(0, 21, 3, (60, 100, 260, 112)), Spot(22, 35, 3, (60, 114, 190, 126)), Spot(0, 1, 4, (1e9, 0, 1e9, 1)))
    report = Report("r", text, spots=spots)
    number = standing(10, 15)
    assert pages_of(report) == (3, 4)
    leaf = leaf_of(report, [number], 3)
    assert "".join(line.text for line in leaf.lines) == "".join(lines)
    (mark,) = leaf.marks
    under = next(line for line in leaf.lines if line.text == "6,000")
    assert abs(mark.x - under.x) < 0.1 and abs(mark.width - under.width) < 0.1 and 60 < mark.x < mark.x + mark.width < 260
    assert (mark.y, mark.height) == (100, 12)
    assert leaf_of(report, [], 4).lines == ()  # so far away that it is an error


# --- corrections ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ({"value": "9 500"}, {"value": 9500}),
        ({"value": "9.500"}, {"value": 9500}),
        ({"value": "\u0669\u0665\u0660\u0660"}, {"value": 9500}),  # Arabic digits
        ({"high": ""}, {"high": None}),
        ({"from": "Homs, Old City"}, {"from": ["Homs, Old City"]}),
        ({"to": ""}, {"to": []}),
        ({"act": "arrived", "who": "Syrians"}, {"act": "arrived"}),
        ({"cause": ""}, {"cause": None}),
        ({"date_start": "2012-11-01"}, {"date_start": "2012-11-01", "date_precision": "span"}),
        ({"part_of": "0"}, {"part_of": 0}),
    ],
)
def test_only_what_was_changed_in_the_form_is_corrected(sent: dict[str, str], meant: dict[str, Any]) -> None:
    one = standing(0, 5)
    assert changed(one, filled(one) | sent) == meant


@pytest.mark.parametrize("value", ["1.5 million", "9,00", "12x", "-5", "1e5", "9" * 40])
def test_what_is_no_whole_number_is_told(value: str) -> None:
    one = standing(0, 5)
    found = changed(one, filled(one) | {"value": value})
    assert isinstance(found, Problem) and found.where == "value" and "digits" in found.next_step


def test_a_form_without_a_change_is_told() -> None:
    one = standing(0, 5)
    found = changed(one, filled(one))
    assert isinstance(found, Problem) and "nothing was changed" in found.message


# --- the pages -----------------------------------------------------------------------------------------------------------------------------


def test_the_report_shows_each_number_in_its_words_with_its_card(client: TestClient) -> None:
    claim = claim_of(client, 6000)
    page = client.get(f"/reports/{claim['report']}").text
    text = re.sub(r"<[^>]+>", "", page.split("<article", 1)[1].split(">", 1)[1].split("</article>")[0])
    assert re.sub(r"\s+", " ", unescape(text)).strip() == re.sub(r"\s+", " ", STORY.read_text(encoding="utf-8")).strip()
    marks = dict(re.findall(r'class="mark act-(\w+)[^>]*data-claim="(\w+)"', page)[::-1])
    assert set(marks) == {"move", "stay", "harm", "homes"}
    card = page.split(f'id="c-{claim["claim"]}"')[1].split("</li>")[0]
    assert "6,000" in card and "UNHCR" in card and "15–18" in card


def test_a_figure_is_corrected_and_the_correction_withdrawn(client: TestClient) -> None:
    claim = claim_of(client, 6000)
    address = f"/reports/{claim['report']}/figures/{claim['claim']}"
    page = client.post(address, data={"ruling": "correct", "value": "6,300", "who": "refugees", "why": "page 2"}).text
    assert "corrected" in page and 'data-now="6,300"' in page and "page 2" in page and ">6,300<" in page
    stands = client.get(f"/api/v1/claims/{claim['claim']}").json()
    assert (stands["figure"]["value"], stands["figure"]["who"], stands["figure"]["low"], stands["figure"]["high"]) == (
        6300,
        "refugees",
        6300,
        None,
    )
    page = client.post(address, data={"ruling": "withdraw", "decision": stands["decisions"][0]["id"]}).text
    assert "withdrawn" in page and claim_of(client, 6000)["status"] == "unreviewed"
    answer = client.post(address, data={"ruling": "correct", "value": "many"})
    assert answer.status_code == 422 and "digits" in answer.text
    assert client.post(address, data={"ruling": "alias"}).status_code == 422


def test_what_is_not_there_is_told(client: TestClient) -> None:
    report = claim_of(client, 6000)["report"]
    for address in ("/reports/none", f"/reports/{report}?claim=none", f"/reports/{report}?leaf=7", "/review?claim=none"):
        assert client.get(address).status_code == 404, address


def test_review_passes_over_rules_and_takes_back(client: TestClient) -> None:
    def shown(page: str) -> str:
        return str(re.findall(r'id="item"[^>]*data-claim="(\w+)"', page)[0])

    first = shown(client.get("/review", params={"for_act": "killed"}).text)
    assert first == claim_of(client, 40)["claim"]
    hidden = {"for_act": "killed", "claim": first}
    assert "Nothing waits" in client.post("/review", data=hidden | {"ruling": "skip"}).text
    page = client.post("/review", data=hidden | {"ruling": "accept"}).text
    (made,) = re.findall(r'name="made" value="([^"]+)"', page)
    assert claim_of(client, 40)["status"] == "accepted"
    page = client.post("/review", data={"for_act": "killed", "made": made, "ruling": "undo"}).text
    assert shown(page) == first and claim_of(client, 40)["status"] == "unreviewed"
    # A correction has fields of the same names as the filters; the sitting goes on with its own.
    answer = client.post("/review", data=hidden | {"ruling": "correct", "act": "injured", "value": "40"})
    assert "for_act=killed" in str(answer.url) and claim_of(client, 40)["figure"]["act"] == "injured"


def test_a_text_is_added_by_the_form(client: TestClient) -> None:
    answer = client.post(
        "/add",
        data={"text": "Title line\r\n\r\nSome 7,500 people fled Homs on 9 November 2012, UNHCR said.\r\n", "url": "", "published": ""},
    )
    assert answer.status_code == 200 and "Title line" in answer.text
    job = finished(client, client.get("/api/v1/jobs").json()["jobs"][0])
    assert job["what"] == "Title line" and job["figures"] == 1
    assert "\r" not in client.get(f"/api/v1/reports/{job['reports'][0]['id']}").json()["text"]
    empty = client.post("/add", data={"text": " "})
    assert empty.status_code == 422 and "nothing to add" in empty.text


def test_rights_are_kept_on_the_pages(tmp_path: Path) -> None:
    where = str(tmp_path / "ledger.sqlite")
    plain = add_story(where, tmp_path, "Some 9,000 Syrians fled into Turkey on 9 November 2012, UNHCR said.", "Plain", name="plain")
    secret = add_story(
        where, tmp_path, "Some 4,321 people fled Homs on 9 November 2012, UNHCR said.", "Zebra", confidential=True, name="secret"
    )
    app = with_accounts(where, tmp_path / "cache", console=tmp_path / "people")
    for name, role, right in (("Vera", "viewer", False), ("Ana", "analyst", False), ("Rui", "reviewer", False), ("Con", "reviewer", True)):
        person(app, name, role, right)
    with TestClient(app):
        vera, ana, rui, con = (logged_in(app, name) for name in ("Vera", "Ana", "Rui", "Con"))
        page = vera.get(f"/reports/{plain.report}?claim={plain.claims[0]}").text
        assert "9,000" in page and 'value="accept"' not in page and 'href="/review"' not in page and 'href="/add"' not in page
        ruling = {"ruling": "accept", "csrf": csrf(vera)}
        assert vera.post(f"/reports/{plain.report}/figures/{plain.claims[0]}", data=ruling).status_code == 403
        assert vera.get("/add").status_code == vera.get("/review").status_code == ana.get("/review").status_code == 403
        assert ana.get("/add").status_code == 200 and 'name="confidential"' not in ana.get("/add").text
        assert con.get(f"/reports/{secret.report}").status_code == 200 and "Zebra" in con.get(f"/reports/{secret.report}").text
        for address in (
            f"/reports/{secret.report}",
            f"/reports/{secret.report}?claim={secret.claims[0]}",
            f"/review?claim={secret.claims[0]}",
        ):
            assert rui.get(address).status_code == 404, address
        ruling = {"ruling": "correct", "value": "5", "csrf": csrf(rui)}
        assert rui.post(f"/reports/{secret.report}/figures/{secret.claims[0]}", data=ruling).status_code == 404
        assert rui.post(f"/review/{secret.claims[0]}/hold", headers={"x-csrf-token": csrf(rui)}).status_code == 404
        assert rui.post(f"/reports/{plain.report}/figures/{plain.claims[0]}", data={"ruling": "accept"}).status_code == 403  # no csrf
        assert "waits" in rui.get("/review").text and "Nothing waits" not in rui.get("/review").text
        assert con.post(f"/review/{plain.claims[0]}/hold", headers={"x-csrf-token": csrf(con)}).status_code == 409
