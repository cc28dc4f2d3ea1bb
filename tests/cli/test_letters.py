"""`consult letters`: an operator sees what was set aside, and has it tried again."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from consult.cli import main
from consult.cli.house import here
from consult.common import outbox
from consult.common.outbox import OutboxItem
from consult.post.records import Attempt, Delivery, DeliveryEvent, Message
from consult.sms import spool
from consult.sms.spool import FOLDER
from tests.cast import Cast
from tests.cli.conftest import Migrated

NOW = datetime(2027, 6, 4, 10, 0, tzinfo=UTC)


def consult(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Migrated) -> None:
    monkeypatch.chdir(tmp_path)
    migrated(tmp_path)
    assert consult("setup", "--no-administrator").exit_code == 0


def put_aside(*keys: str) -> list[str]:
    with closing(here().database) as database, database.work() as session:
        for key in keys:
            outbox.ask_for(session, "owe", key=key, now=NOW)
        items = list(session.scalars(select(OutboxItem).order_by(OutboxItem.key)))
        for item in items:
            item.set_aside_at, item.error = NOW, "KeyError in loop/x.py:7"
        return [str(item.id) for item in items]


def put_in_doubt() -> UUID:
    house = here()
    with closing(house.database) as database, database.work() as session:
        cast = Cast(session, NOW)
        reach = cast.phone(cast.participant(), house.vault, 1)
        message = Message(
            key="a", contact_point=reach.contact_point, reach=reach, sentences=[{"key": "knock"}],
            language="en", asked=True, about="knock", not_before=NOW, made_at=NOW, ended_at=NOW,
            state=Delivery.FAILED, faults=0, coarse=False,
        )  # fmt: skip
        attempt = Attempt(
            message=message, number=1, token="t", provider="console", body_hash="", started_at=NOW, looks=2
        )
        session.add(attempt)
        session.add(DeliveryEvent(attempt=attempt, state=Delivery.FAILED, code="unknown", at=NOW))
        return message.id


def test_where_nothing_waits_it_says_so_and_taking_up_all_ends_well() -> None:
    done = consult("letters", "list")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing is set aside.\n")
    assert (consult("letters", "again", "--all").exit_code, done.stdout) == (0, "")


def test_what_waits_is_listed_and_taken_up_once() -> None:
    (waiting,) = put_aside("a")
    row = f"{waiting}\t2027-06-04\terrands\towe\tKeyError in loop/x.py:7\n"
    assert consult("letters", "list").stdout == row
    assert consult("letters", "list", "--kind", "errands").stdout == row
    assert consult("letters", "list", "--kind", "doubts", "--kind", "spool").stdout == ""
    assert consult("letters", "again", waiting).exit_code == 0
    assert consult("letters", "list").stdout == ""
    refused = consult("letters", "again", waiting)
    assert refused.exit_code == 1
    assert "Nothing that was set aside has this number." in refused.stderr


def test_all_are_taken_up_but_those_that_may_reach_somebody_twice() -> None:
    put_aside("a", "b")
    doubt = put_in_doubt()
    folder = here().settings.instance / FOLDER
    folder.mkdir()
    spool.set_aside(folder, b"torn")
    assert consult("letters", "again", "--all").stdout == "errands\t2\nspool\t1\n"
    assert spool.count(folder) == 1
    assert consult("letters", "list").stdout == f"{doubt}\t2027-06-04\tdoubts\tknock\tunknown\n"
    assert consult("letters", "again", "--all", "--kind", "doubts").stdout == "doubts\t1\n"
    assert consult("letters", "list").stdout == ""
    assert consult("letters", "again", "--all").stdout == ""


def test_a_line_of_the_spool_is_taken_up_by_its_number() -> None:
    folder = here().settings.instance / FOLDER
    folder.mkdir()
    spool.set_aside(folder, b"torn")
    (row,) = consult("letters", "list").stdout.splitlines()
    waiting, *rest = row.split("\t")
    assert rest == ["", "spool", "", "torn"]
    assert consult("letters", "again", waiting).stdout == "It is tried again now.\n"
    assert spool.aside(folder) == []


def test_neither_or_both_of_numbers_and_all_is_wrong_usage() -> None:
    number = str(UUID(int=1))
    for words in ((), (number, "--all"), (number, "--kind", "errands"), ("--kind", "errands")):
        assert consult("letters", "again", *words).exit_code == 2
