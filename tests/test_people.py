"""Accounts of the console: roles, passwords, sessions, one-time links, tokens, lock-out; all without the web."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.ledger import LedgerError
from onrecord.types import Problem
from onrecord.web.people import RIGHTS, Account, People, passwords, people_path, rights
from onrecord.web.people.tries import network

GOOD = "tent river ledger nine"
CHEAP = 4  # of scrypt, for tests


class Clock:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> Iterator[People]:
    made = People(str(tmp_path / "ledger.people"), clock, CHEAP)
    yield made
    made.close()


def somebody(people: People, name: str = "Ana", role: str = "reviewer", confidential: bool = False) -> Account:
    account = people.accounts.add(name, role, confidential, "test")
    assert isinstance(account, Account)
    made = people.sessions.accept(people.sessions.invite(account, "test"), "", GOOD)
    assert isinstance(made, Account)
    return made


def logged_in(people: People, name: str = "Ana", password: str = GOOD, address: str = "10.0.0.1") -> str:
    secret = people.sessions.log_in(name, password, address)
    assert isinstance(secret, str), secret
    return secret


def test_each_role_has_the_rights_of_those_before_it() -> None:
    assert rights("viewer") == {"read"}
    assert rights("analyst") == {"read", "add"}
    assert rights("reviewer") == {"read", "add", "rule"}
    assert rights("admin") == set(RIGHTS)


def test_a_password_is_kept_as_a_salted_slow_digest() -> None:
    one, other = passwords.hashed(GOOD, CHEAP), passwords.hashed(GOOD, CHEAP)
    assert one != other and GOOD not in one
    assert passwords.matches(GOOD, one, CHEAP) and not passwords.matches(GOOD + "!", one, CHEAP)
    assert not passwords.matches("", None, CHEAP) and not passwords.matches("x" * 10_000, one, CHEAP)
    assert passwords.matches("café river ledger", passwords.hashed("café river ledger", CHEAP), CHEAP)


@pytest.mark.parametrize(
    ("password", "name"),
    [
        ("short", "Ana"),
        ("x" * 300, "Ana"),
        ("aaaaaaaaaaaaaa", "Ana"),
        ("Password123456!", "Ana"),
        ("123456789012345", "Ana"),
        ("anabel the cat ok", "Anabel"),
    ],
)
def test_easy_passwords_are_refused(password: str, name: str) -> None:
    assert passwords.weakness(password, name)
    assert not passwords.weakness(GOOD, name)


def test_the_first_admin_comes_by_a_link_that_works_once(people: People) -> None:
    link = people.sessions.invite(None, "serve")
    found = people.sessions.invitation(link)
    assert found is not None and found.account is None
    assert isinstance(people.sessions.accept(link, "root\u202e", GOOD), Problem)  # a name with a direction mark; the link stays good
    assert isinstance(people.sessions.accept(link, "Ana", "too short"), Problem)
    account = people.sessions.accept(link, "Ana", GOOD)
    assert isinstance(account, Account) and account.role == "admin" and account.confidential and account.ready
    assert people.sessions.invitation(link) is None
    assert isinstance(people.sessions.accept(link, "Bo", GOOD), Problem)
    late = people.sessions.invite(None, "serve")  # even one made later: there is an admin now
    assert people.sessions.invitation(late) is None


def test_a_new_link_takes_the_place_of_the_earlier_and_ends_after_a_day(people: People, clock: Clock) -> None:
    account = people.accounts.add("Ana", "viewer", False, "test")
    assert isinstance(account, Account)
    first, second = people.sessions.invite(account, "test"), people.sessions.invite(account, "test")
    assert people.sessions.invitation(first) is None and people.sessions.invitation(second)
    clock.now += 24 * 3600 + 1
    assert people.sessions.invitation(second) is None


def test_a_reset_keeps_the_old_password_until_the_link_is_used_then_ends_all_sessions(people: People) -> None:
    ana = somebody(people)
    session = logged_in(people)
    link = people.sessions.invite(ana, "bo")
    assert people.sessions.find(session)
    assert isinstance(people.sessions.accept(link, "", "other words for ana's"), Problem)  # holds her name
    assert isinstance(people.sessions.accept(link, "", "seven other words here"), Account)
    assert people.sessions.find(session) is None
    assert isinstance(people.sessions.log_in("Ana", GOOD, "10.0.0.1"), Problem)
    assert logged_in(people, password="seven other words here")


def test_a_session_ends_unused_and_at_last_and_when_logged_out(people: People, clock: Clock) -> None:
    somebody(people)
    session = logged_in(people)
    clock.now += 11 * 3600
    assert people.sessions.find(session)
    clock.now += 11 * 3600
    assert people.sessions.find(session)
    clock.now += 13 * 3600
    assert people.sessions.find(session) is None
    session = logged_in(people)
    for _ in range(20):
        clock.now += 10 * 3600
        alive = people.sessions.find(session)
    assert alive is None
    session = logged_in(people)
    people.sessions.end(session)
    assert people.sessions.find(session) is None
    assert people.sessions.find("made up") is None


def test_rights_are_those_of_now(people: People) -> None:
    ana, _ = somebody(people), somebody(people, "Root", "admin")
    session = logged_in(people)
    token = people.tokens.make(ana, "script", ["read", "rule"])
    assert not isinstance(token, Problem)
    people.accounts.change(ana, "Root", role="viewer", confidential=True)
    now = people.sessions.find(session)
    assert now and now.rights == {"read"} and now.confidential
    by_token = people.tokens.find(token[0])
    assert by_token and by_token.rights == {"read"} and not by_token.confidential
    people.accounts.change(ana, "Root", closed=True)
    assert people.sessions.find(session) is None and people.tokens.find(token[0]) is None
    assert isinstance(people.sessions.log_in("Ana", GOOD, "10.0.0.1"), Problem)
    reopened = people.accounts.change(ana, "Root", closed=False)
    assert isinstance(reopened, Account) and people.sessions.find(session) is None and people.tokens.find(token[0]) is None


def test_names_sign_rulings_so_they_are_single_and_plain(people: People) -> None:
    somebody(people)
    for name in ("ana", "ANA ", "Ａｎａ", "x", "a" * 65, "new\nline", "hid\u200bden", ""):
        assert isinstance(people.accounts.add(name, "viewer", False, "test"), Problem), name
    assert isinstance(people.accounts.add("Bo", "owner", False, "test"), Problem)
    assert isinstance(people.accounts.add("Bo", "viewer", False, "test", "not an address"), Problem)
    assert isinstance(people.accounts.add("أحمد", "viewer", False, "test"), Account)


def test_the_last_admin_stays(people: People) -> None:
    root = somebody(people, "Root", "admin")
    waiting = people.accounts.add("Not yet", "admin", False, "Root")  # has no password yet: cannot come in
    assert isinstance(waiting, Account)
    assert isinstance(people.accounts.change(root, "Root", role="viewer"), Problem)
    assert isinstance(people.accounts.change(root, "Root", closed=True), Problem)
    somebody(people, "Second", "admin")
    assert isinstance(people.accounts.change(root, "Second", closed=True), Account)


def test_guessing_a_name_means_waiting_longer_and_longer(people: People, clock: Clock) -> None:
    somebody(people)

    def guess(password: str = "wrong", name: str = "Ana", address: str = "10.0.0.1") -> str | Problem:
        return people.sessions.log_in(name, password, address)

    def is_locked(answer: str | Problem) -> bool:
        return isinstance(answer, Problem) and "too many" in answer.message

    assert not any(is_locked(guess()) for _ in range(5))
    assert is_locked(guess()) and is_locked(guess(GOOD)) and is_locked(guess(name=" ANA ", address="10.9.9.9"))
    clock.now += 61
    assert not is_locked(guess())
    clock.now += 61
    assert is_locked(guess())  # two minutes now
    clock.now += 61
    assert isinstance(guess(GOOD), str)
    assert not any(is_locked(guess()) for _ in range(5))  # counted anew
    for _ in range(20):
        clock.now += 3601
        assert not is_locked(guess())  # never more than an hour


def test_names_that_are_not_there_are_answered_alike(people: People) -> None:
    somebody(people)
    here = [people.sessions.log_in("Ana", "wrong", f"10.0.0.{i}") for i in range(7)]
    nobody = [people.sessions.log_in("Nobody", "wrong", f"10.1.0.{i}") for i in range(7)]
    assert [(p.message, p.next_step) for p in here if isinstance(p, Problem)] == [
        (p.message, p.next_step) for p in nobody if isinstance(p, Problem)
    ]


def test_one_address_cannot_try_many_names(people: People, clock: Clock) -> None:
    somebody(people)
    for i in range(40):
        assert isinstance(people.sessions.log_in(f"name {i}", "wrong", "2001:db8::1"), Problem)
    answer = people.sessions.log_in("Ana", GOOD, "2001:db8::ffff")  # the same /64
    assert isinstance(answer, Problem) and "too many" in answer.message
    assert isinstance(people.sessions.log_in("Ana", GOOD, "2001:db8:1::1"), str)


def test_right_log_ins_do_not_use_up_an_address(people: People) -> None:
    somebody(people)
    for _ in range(60):
        logged_in(people)


def test_guesses_at_once_are_all_counted(people: People) -> None:
    somebody(people)
    answers: list[str | Problem] = []
    threads = [threading.Thread(target=lambda: answers.append(people.sessions.log_in("Ana", "wrong", "10.0.0.1"))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("too many" not in answer.message for answer in answers if isinstance(answer, Problem)) == 5


def test_network_groups_what_one_guesser_holds() -> None:
    assert network("192.0.2.7") == network("::ffff:192.0.2.7") == "192.0.2.7"
    assert network("2001:db8::1") == network("2001:db8::2%eth0") == "2001:db8::/64"
    assert network("testclient") == "testclient"


def test_a_changed_password_needs_the_old_one_and_ends_other_sessions(people: People) -> None:
    ana = somebody(people)
    session = logged_in(people)
    assert isinstance(people.sessions.change_password(ana, "wrong", "quite another phrase", "10.0.0.1"), Problem)
    assert isinstance(people.sessions.change_password(ana, GOOD, "short", "10.0.0.1"), Problem)
    assert people.sessions.find(session)
    fresh = people.sessions.change_password(ana, GOOD, "quite another phrase", "10.0.0.1")
    assert isinstance(fresh, str) and people.sessions.find(fresh)
    assert people.sessions.find(session) is None


def test_a_token_does_what_its_scopes_say_and_no_more_than_its_owner(people: People, clock: Clock) -> None:
    ana, bo = somebody(people, confidential=True), somebody(people, "Bo", "viewer")
    made = people.tokens.make(ana, "nightly import", ["add", "read", "confidential"], days=30)
    assert not isinstance(made, Problem)
    secret, token = made
    assert secret.startswith("onr_") and token.scopes == ("read", "add", "confidential")
    found = people.tokens.find(secret)
    assert found and found.account.name == "Ana" and found.rights == {"read", "add"} and found.confidential
    for scopes in (["rule"], ["confidential", "read"], ["people"], []):
        assert isinstance(people.tokens.make(bo, "more", scopes), Problem), scopes
    assert isinstance(people.tokens.make(ana, "", ["read"]), Problem)
    assert isinstance(people.tokens.make(ana, "long", ["read"], days=1000), Problem)
    assert not people.tokens.take_back(bo, token.id)  # not his
    assert people.tokens.of(bo) == [] and [one.name for one in people.tokens.of(ana)] == ["nightly import"]
    clock.now += 30 * 86400 + 1
    assert people.tokens.find(secret) is None
    clock.now -= 86400
    assert people.tokens.find(secret)
    assert people.tokens.take_back(ana, token.id) and people.tokens.find(secret) is None


def test_who_comes_by_the_provider_is_known_by_a_lasting_name(people: People) -> None:
    ana = people.accounts.add("Ana", "reviewer", False, "test", "Ana@Example.org")
    assert isinstance(ana, Account)
    by_mail = people.accounts.of_provider("https://id.example 17", "ana@example.org", None)
    assert isinstance(by_mail, Account) and by_mail.id == ana.id
    again = people.accounts.of_provider("https://id.example 17", "new-name@example.org", None)
    assert isinstance(again, Account) and again.id == ana.id
    # Somebody else who has her old address now is not her.
    assert isinstance(people.accounts.of_provider("https://id.example 99", "ana@example.org", None), Problem)
    assert isinstance(people.accounts.of_provider("https://id.example 99", "ana@example.org", "viewer"), Problem)
    assert isinstance(people.accounts.of_provider("https://id.example 5", "stranger@example.org", None), Problem)
    stranger = people.accounts.of_provider("https://id.example 5", "stranger@example.org", "viewer")
    assert isinstance(stranger, Account) and stranger.role == "viewer" and not stranger.confidential
    people.accounts.change(stranger, "Root", closed=True)
    assert isinstance(people.accounts.of_provider("https://id.example 5", "stranger@example.org", "viewer"), Problem)


def test_the_file_is_its_owners_only_and_holds_no_secret(people: People, tmp_path: Path) -> None:
    ana = somebody(people)
    secrets = [logged_in(people), people.sessions.invite(ana, "test"), GOOD]
    token = people.tokens.make(ana, "t", ["read"])
    assert not isinstance(token, Problem)
    secrets.append(token[0])
    assert stat.S_IMODE(os.stat(tmp_path / "ledger.people").st_mode) == 0o600
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not [secret for secret in secrets if secret.encode() in written]


def test_what_is_changed_is_noted_with_who_did_it(people: People) -> None:
    root = somebody(people, "Root", "admin")
    ana = people.accounts.add("Ana", "viewer", False, root.name)
    assert isinstance(ana, Account)
    people.accounts.change(ana, root.name, role="reviewer", confidential=True)
    _, by, what, about = people.events()[0]
    assert (by, what, about) == ("Root", "is now reviewer, may see confidential reports", "Ana")


def test_seals_differ_by_purpose_and_outlast_a_restart(people: People) -> None:
    assert people.seal("form", "a") != people.seal("log-in", "a") != people.seal("log-in", "b")
    again = People(people.base.where, cost=CHEAP)
    assert again.seal("form", "a") == people.seal("form", "a")
    again.close()


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("not a database, and long enough to be none " * 50, encoding="utf-8")
    with pytest.raises(LedgerError, match="cannot be used"):
        People(str(other))
    assert other.read_text(encoding="utf-8").startswith("not a database")


def test_where_accounts_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ONRECORD_CONSOLE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert people_path("/data/ledger.sqlite") == "/data/ledger.sqlite.people"
    of_postgres = people_path("postgresql://ana:secret@db.example/displacement?schema=test")
    assert of_postgres.startswith(str(tmp_path)) and "secret" not in of_postgres and "displacement" in of_postgres
    assert of_postgres != people_path("postgresql://db.example/displacement")
    monkeypatch.setenv("ONRECORD_CONSOLE", "/elsewhere/people.db")
    assert people_path("/data/ledger.sqlite") == "/elsewhere/people.db"
