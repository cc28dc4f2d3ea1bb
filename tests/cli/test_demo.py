"""`consult demo`: a place with people at every stage, built once, the same on both databases."""

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.app import build_house
from consult.cli.demo.place import read_place
from consult.cli.demo.setting import PEOPLE
from consult.cli.demo.stage import Stage
from consult.db.tables import METADATA
from consult.loop import needs
from consult.loop.close.debts import Reason
from consult.loop.close.ledger import Ledger, ledger
from consult.loop.close.records import Return, Says
from consult.loop.collect import rounds
from consult.loop.collect.consultations import find
from consult.loop.needs import Work
from consult.loop.respond.records import Faithful, Faithfulness
from consult.people.records import Account, ContactPoint, Participant, Reach
from consult.providers.console.phones import FILE
from consult.settings import settings_here
from tests.lent import at_server, named
from tests.rehearsed import House, Rehearsed


@dataclass(frozen=True)
class Sample(House):
    """The sample after one build, and the command in its folder."""

    first: str = ""
    """What the build printed."""


KINDS = ["sqlite", "postgres"] if os.environ.get("CONSULT_DATABASES") == "both" else ["sqlite"]
"""It takes half a minute on PostgreSQL, where tests/story has the same rooms work."""


@pytest.fixture(scope="module", params=KINDS)
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """Built once: its accounts' slow hashes and its sixty days take seconds."""
    folder = tmp_path_factory.mktemp("demo")
    if request.param == "sqlite":
        rehearsed: Rehearsed = request.getfixturevalue("rehearsed")
        rehearsed.copy(folder)
        yield Sample(folder, first=rehearsed.said)
        return
    server = request.getfixturevalue("postgres_server")
    at_server(server, "CREATE DATABASE demo")
    address = named(server, "demo")
    yield Sample(folder, address, first=House(folder, address).rehearse())
    at_server(server, "DROP DATABASE demo WITH (FORCE)")


@pytest.fixture
def session(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    sample.settle(monkeypatch)
    house = build_house(settings_here())
    with closing(house.database), house.database.reading() as session:
        session.info["house"] = house
        yield session


@pytest.fixture
def counted(session: Session) -> Ledger:
    house = session.info["house"]
    here = find(session, slug="ford")
    assert here is not None
    return ledger(session, consultation=here, chain=house.languages.reads, now=house.now())


def asked_of(session: Session, name: str) -> dict[Work, needs.Need]:
    account = session.scalars(select(Account).where(Account.email == f"{name}@kessu.example")).one()
    found = needs.needs_of(session, account=account, now=session.info["house"].now())
    return {need.work: need for need in found}


def rows(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in METADATA.sorted_tables
    }


def test_it_prints_every_account_with_one_password(sample: Sample) -> None:
    assert all(f"{name}@kessu.example" in sample.first for name, *_ in PEOPLE)
    assert sample.first.count("has the password: ") == 1


def test_nobody_in_it_gets_mail(session: Session) -> None:
    house = session.info["house"]
    mailing = replace(house, settings=replace(house.settings, smtp_url="smtp://mail.example"))
    assert Stage(mailing, read_place()).worker.parts.mail is None


def test_a_second_run_prints_the_same_accounts_and_changes_nothing(sample: Sample, session: Session) -> None:
    before, phones = rows(session), (sample.folder / "instance" / FILE).read_bytes()
    again = sample.consult("demo")
    assert again.exit_code == 0
    assert again.stdout == sample.first
    session.rollback()
    assert rows(session) == before
    assert (sample.folder / "instance" / FILE).read_bytes() == phones


def test_it_is_refused_while_another_provider_is_on(sample: Sample) -> None:
    done = sample.consult("demo", CONSULT_PROVIDERS="console,twilio")
    assert done.exit_code == 1
    assert done.stdout == ""


def test_a_round_is_open_and_its_first_words_are_unread(session: Session) -> None:
    here = find(session, slug="ford")
    assert here is not None
    current = rounds.current_round(session, here)
    assert current is not None
    assert (current.number, rounds.is_open(current, session.info["house"].now())) == (2, True)
    assert asked_of(session, "salma")[Work.READ_FIRST].count == 3


def test_themes_are_owed_and_a_second_look_waits(session: Session) -> None:
    assert asked_of(session, "luis")[Work.ANSWER_OWED].count >= 2
    assert asked_of(session, "peter")[Work.SECOND_LOOK].count == 1
    assert Work.SECOND_LOOK not in asked_of(session, "nadia")


def test_of_two_answers_one_is_faithful_to_what_was_said(session: Session) -> None:
    said = session.scalars(select(Faithfulness)).all()
    assert {(word.version.response.office.slug, word.says) for word in said} == {
        ("water", Faithful.YES),
        ("roads", Faithful.NO),
    }
    assert all(word.version.published_at for word in said)


def test_an_answer_waits_for_its_words_in_arabic(session: Session, counted: Ledger) -> None:
    assert asked_of(session, "marie")[Work.WORD_ANSWER].count == 1
    assert counted.debts[Reason.NO_WORDING] >= 1


def test_phones_tell_every_story(session: Session, counted: Ledger) -> None:
    dead = select(func.count(ContactPoint.id)).where(ContactPoint.dead_at.is_not(None))
    assert session.scalar(dead) == 1
    shared = select(Reach.contact_point_id).where(Reach.until.is_(None))
    shared = shared.group_by(Reach.contact_point_id).having(func.count() == 2)
    assert len(session.scalars(shared).all()) == 1
    assert counted.knocked.people >= 1


def test_one_left_some_stand_alone_and_a_meeting_heard(session: Session, counted: Ledger) -> None:
    left = select(func.count(Participant.id)).where(Participant.left_on.is_not(None))
    assert session.scalar(left) == counted.left == 1
    assert counted.alone.people >= 1
    assert session.scalar(select(func.count(Return.id))) == 1
    assert counted.in_community.people >= 1


def test_people_say_yes_partly_no_and_not_what_we_said(counted: Ledger) -> None:
    assert {says for says, count in counted.says.items() if count} == {
        Says.YES,
        Says.PARTLY,
        Says.NO,
        Says.NOT_WHAT_WE_SAID,
    }


def test_what_goes_out_names_the_meeting_in_the_language_of_the_person(sample: Sample) -> None:
    sent = (sample.folder / "instance" / FILE).read_text()
    here = read_place().consultation
    assert here["meeting"] in sent
    assert here["meeting_in"]["fr"] in sent
    assert here["meeting_in"]["ar"] in sent
