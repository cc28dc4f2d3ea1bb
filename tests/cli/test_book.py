"""`consult book`: the promise book as a file, and whether a file is as it was released."""

import json
from contextlib import closing
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from consult.cli import main
from consult.common.vault import read_keys
from consult.db.unit import Database
from consult.loop.close.book_check import in_groups
from tests.cast import Cast
from tests.loop.close.released import Released

NOW = datetime(2027, 6, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def consult(tmp_path, monkeypatch, migrated):
    """The command in the folder of a house in which theme 3 is answered."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clock").write_text(NOW.isoformat())
    monkeypatch.setenv("CONSULT_CLOCK", str(tmp_path / "clock"))
    run = CliRunner().invoke
    migrated(tmp_path)
    assert run(main, ["setup", "--no-administrator"]).exit_code == 0
    vault = read_keys(tmp_path / "instance" / "keys.json")
    url = f"sqlite:///{tmp_path}/instance/consult.sqlite"
    with closing(Database.at(url)) as database, database.work() as session:
        released = Released(session, Cast(session, NOW), vault, NOW)
        released.answered(released.theme(3))
    return lambda *words: run(main, ["book", *words])


def test_a_book_is_taken_along_and_checked_without_the_house(consult, tmp_path, monkeypatch):
    file = tmp_path / "book.json"
    file.write_text(consult("export", "river", "ar").output)
    number = in_groups(json.loads(file.read_text())["number"])
    monkeypatch.chdir("/")
    for words in (["verify", str(file)], ["verify", str(file), "--number", number.replace(" ", "-")]):
        checked = consult(*words)
        assert (checked.exit_code, number in checked.output) == (0, True), checked.output
    other = consult("verify", str(file), "--number", "1")
    assert (other.exit_code, "is another book" in other.output) == (1, True)


def test_one_changed_letter_in_the_file_is_refused_and_named(consult, tmp_path):
    file = tmp_path / "book.json"
    file.write_text(consult("export", "river", "en").output.replace("mend the pump", "mend the pomp"))
    checked = consult("verify", str(file))
    assert (checked.exit_code, "theme 3" in checked.output) == (1, True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["export", "nowhere", "en"], "There is no consultation at this address"),
        (["export", "river", "ln"], "This consultation is held in these languages: "),
        (["verify", "nothing.json"], "The file cannot be read"),
        (["verify", "clock"], "This is no promise book"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(consult, words, sentence):
    said = consult(*words)
    assert (said.exit_code, sentence in said.output) == (1, True), said.output
