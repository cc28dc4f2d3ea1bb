"""Whatever a command does, and however it ends, it leaves no connection open."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from consult.cli import main
from consult.db.unit import Database
from tests.cli.conftest import Migrated


@pytest.mark.parametrize(
    ("command", "ends_with"),
    [
        ("community list", 0),
        ("community disable nowhere", 1),
        ("account add a@house.example", 0),
        ("audit verify", 0),
        ("letters list", 0),
        ("sms lines", 0),
        ("sms webhooks", 1),
        ("findings export nowhere 1 --format csv", 1),
    ],
)
def test_a_command_closes_its_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Migrated, command: str, ends_with: int
) -> None:
    monkeypatch.chdir(tmp_path)
    migrated(tmp_path)
    assert CliRunner().invoke(main, ["setup", "--no-administrator"]).exit_code == 0
    made, closed = set(), set()
    make, close = Database.__init__, Database.close

    def made_one(self: Database, engine: object) -> None:
        make(self, engine)
        made.add(self)

    def closed_one(self: Database) -> None:
        close(self)
        closed.add(self)

    monkeypatch.setattr(Database, "__init__", made_one)
    monkeypatch.setattr(Database, "close", closed_one)
    assert CliRunner().invoke(main, command.split()).exit_code == ends_with
    assert made
    assert made == closed
