"""`consult letters`: an operator sees what was set aside, and has it tried again."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from consult.cli import main
from consult.cli.house import here
from consult.common import outbox
from consult.common.outbox import OutboxItem


def consult(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert consult("setup", "--no-administrator").exit_code == 0


def test_where_nothing_waits_it_says_so() -> None:
    done = consult("letters", "list")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing is set aside.\n")


def test_what_waits_is_listed_and_taken_up_once() -> None:
    now = datetime(2027, 6, 4, 10, 0, tzinfo=UTC)
    with closing(here().database) as database, database.work() as session:
        outbox.ask_for(session, "owe", key="a", now=now)
        item = session.scalars(select(OutboxItem)).one()
        item.set_aside_at, item.error = now, "KeyError in loop/x.py:7"
        waiting = str(item.id)
    assert consult("letters", "list").stdout == f"{waiting}\t2027-06-04\towe\tKeyError in loop/x.py:7\n"
    assert consult("letters", "again", waiting).exit_code == 0
    assert consult("letters", "list").stdout == ""
    refused = consult("letters", "again", waiting)
    assert refused.exit_code == 1
    assert "Nothing that was set aside has this number." in refused.stderr
