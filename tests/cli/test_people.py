"""`consult community`, `office`, `account`: the administrator's work from the shell."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from consult.cli import main
from consult.db.unit import Database
from consult.people import accounts
from consult.people.records import Account, Seat
from tests.cli.conftest import Migrated

Consult = Callable[..., Result]


@pytest.fixture
def consult(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Migrated) -> Consult:
    """The command in the folder of a house that was set up."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONSULT_PUBLIC_URL", "https://consult.example.org")

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    migrated(tmp_path)
    assert run("setup", "--email", "gita@example.org").exit_code == 0
    return run


@pytest.fixture
def house(consult: Consult, tmp_path: Path) -> Database:
    return Database.at(f"sqlite:///{tmp_path}/instance/consult.sqlite")


TESFA = ("community", "add", "tesfa", "--name", "Tesfa", "--language", "en", "--region", "GB")
UTC = ("--timezone", "UTC")


def test_a_community_is_added_listed_and_closed(consult: Consult) -> None:
    assert "no community yet" in consult("community", "list").stderr
    done = consult(*TESFA, *UTC)
    assert (done.exit_code, done.stdout) == (0, "Added tesfa: Tesfa.\n"), done.output
    assert consult("community", "list").stdout == "tesfa\tTesfa\ten\topen\n"
    assert consult("community", "disable", "tesfa").exit_code == 0
    assert consult("community", "list").stdout == "tesfa\tTesfa\ten\tclosed\n"


def test_an_office_is_added_listed_and_closed(consult: Consult) -> None:
    assert "no office yet" in consult("office", "list").stderr
    assert consult("office", "add", "water", "--name", "Water office").exit_code == 0
    assert consult("office", "list").stdout == "water\tWater office\topen\n"
    assert consult("office", "disable", "water").exit_code == 0
    assert consult("office", "list").stdout == "water\tWater office\tclosed\n"


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("representative", ("--community", "tesfa")),
        ("translator", ("--community", "tesfa")),
        ("committee_member", ("--community", "tesfa")),
        ("staff", ("--office", "water")),
        ("administrator", ()),
    ],
)
def test_an_account_comes_with_a_seat_and_a_link_that_sets_a_password(
    consult: Consult, house: Database, role: str, place: tuple[str, ...]
) -> None:
    consult(*TESFA, *UTC)
    consult("office", "add", "water", "--name", "Water office")
    done = consult("account", "add", "amal@example.org", "--name", "Amal", "--role", role, *place)
    assert done.exit_code == 0, done.output
    url, _, token = done.stdout.strip().rpartition("/")
    assert url == "https://consult.example.org/welcome"
    with house.work() as session:
        (seat,) = session.scalars(select(Seat).join(Account).where(Account.email == "amal@example.org"))
        assert seat.role == role
        accounts.accept(session, token=token, password="seven small boats", now=seat.since)
    house.close()
    listed = consult("account", "list").stdout
    assert "amal@example.org\tAmal\ten\topen\n" in listed
    assert "gita@example.org" in listed


def test_who_has_an_account_only_gets_the_seat(consult: Consult) -> None:
    consult(*TESFA, *UTC)
    consult("account", "add", "amal@example.org")
    again = consult("account", "add", "amal@example.org")
    assert (again.exit_code, again.stdout) == (1, "")
    seated = consult("account", "add", "amal@example.org", "--role", "representative", "--community", "tesfa")
    assert (seated.exit_code, "http" in seated.output) == (0, False)


def test_a_lost_link_is_replaced_and_a_closed_account_gets_none(consult: Consult, house: Database) -> None:
    first = consult("account", "add", "amal@example.org").stdout.strip()
    second = consult("account", "link", "amal@example.org").stdout.strip()
    with house.reading() as session:
        (account,) = session.scalars(select(Account).where(Account.email == "amal@example.org"))
        at = session.scalars(select(Seat.since)).one() + timedelta(hours=1)
        assert accounts.welcome(session, token=first.rpartition("/")[2], now=at) is None
        assert accounts.welcome(session, token=second.rpartition("/")[2], now=at) is account
    house.close()
    assert consult("account", "disable", "amal@example.org").exit_code == 0
    assert consult("account", "link", "amal@example.org").exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("community", "disable", "nowhere"),
        ("office", "disable", "nowhere"),
        ("account", "disable", "nobody@example.org"),
        ("account", "link", "nobody@example.org"),
        ("account", "disable", "gita@example.org"),
        ("account", "add", "not an address"),
        ("account", "add", "a@example.org", "--role", "staff"),
        ("account", "add", "a@example.org", "--role", "staff", "--office", "nowhere"),
        ("account", "add", "a@example.org", "--role", "representative", "--office", "water"),
        ("office", "add", "Water", "--name", "Water"),
        ("office", "add", "water", "--name", "Water again"),
        (*TESFA, "--timezone", "Nowhere"),
    ],
)
def test_a_refusal_is_one_sentence_on_standard_error_and_changes_nothing(
    consult: Consult, words: tuple[str, ...]
) -> None:
    consult("office", "add", "water", "--name", "Water office")
    before = [consult(each, "list").output for each in ("community", "office", "account")]
    done = consult(*words)
    assert done.exit_code == 1, done.output
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert before == [consult(each, "list").output for each in ("community", "office", "account")]


@pytest.mark.parametrize(
    "words",
    [
        ("community",),
        ("community", "add", "tesfa"),
        ("community", "add", "x", "--name", "X", "--language", "zz", "--region", "GB", *UTC),
        ("account", "add", "a@example.org", "--language", "zz"),
        ("account", "add", "a@example.org", "--role", "king"),
        ("account", "add", "a@example.org", "--community", "tesfa"),
        ("office", "remove", "water"),
    ],
)
def test_wrong_usage_ends_with_two(consult: Consult, words: tuple[str, ...]) -> None:
    assert consult(*words).exit_code == 2
