"""The import command, through the real command line on real databases."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from consult.cli import main
from consult.common.vault import make_keys
from consult.db.unit import Database
from consult.loop.collect.records import Answer, Import, ImportRow
from consult.people.records import Participant
from tests.cast import Cast, number
from tests.files.brought import kobo, spreadsheet


@pytest.fixture
def house(database_url, tmp_path, monkeypatch, now):
    """An empty folder with keys, and a consultation that is open."""
    keys = tmp_path / "instance" / "keys.json"
    make_keys(keys)
    clock = tmp_path / "clock"
    clock.write_text(now.isoformat())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONSULT_DATABASE_URL", database_url)
    monkeypatch.setenv("CONSULT_KEYS_FILE", str(keys))
    monkeypatch.setenv("CONSULT_CLOCK", str(clock))
    database = Database.at(database_url)
    with database.work() as session:
        cast = Cast(session, now)
        cast.consultation()
        cast.consultation("hill", opened=False)
    yield database
    database.close()


@pytest.fixture
def take(house, tmp_path):
    def take(content, *options, name="answers.jsonl", slug="river"):
        file = tmp_path / name
        if isinstance(content, list):
            content = "".join(json.dumps(each) + "\n" for each in content)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return CliRunner().invoke(main, ["answers", "import", str(file), "--consultation", slug, *options])

    return take


def count(house, record):
    with house.reading() as session:
        return session.scalar(select(func.count()).select_from(record))


def test_a_file_is_taken_once(house, take):
    rows = [{"id": n, "lang": "fra", "text": f"Words {n}", "phone": number(n)} for n in range(3)]
    first, again = take(rows), take(rows)
    assert first.exit_code == 0, first.output
    assert first.output == "Taken: 3 rows from 3 people new here. Known before: 0. Skipped: 0.\n"
    assert again.output == "Taken: 0 rows from 0 people new here. Known before: 3. Skipped: 0.\n"
    assert count(house, Answer) == 3
    with house.reading() as session:
        assert set(session.scalars(select(Participant.language))) == {"fr"}


def test_broken_rows_are_named_by_line_and_reason_and_nothing_else(house, take):
    lines = ['{"id": 1, "text": "Dust"}', "{oh", '{"text": ""}', '{"text": "secret", "phone": "77"}']
    done = take("\n".join(lines))
    assert done.exit_code == 0
    assert "line 2: skipped: This line is not JSON." in done.output
    assert "line 3: skipped: There are no words here." in done.output
    assert "line 4: skipped: No phone can have this number" in done.output
    assert done.output.endswith("Taken: 1 rows from 1 people new here. Known before: 0. Skipped: 3.\n")
    for private in ("Dust", "secret", "77"):
        assert private not in done.output


def test_csv_columns_are_named_on_the_command_line(house, take):
    done = take(
        'who;said;tongue\n7;"Dust; wind";xyz\n',
        "--map",
        "said=text",
        "--map",
        "who=id",
        "--map",
        "tongue=language",
        "--language",
        "xyz=ar",
        name="answers.csv",
    )
    assert done.output.startswith("Taken: 1 rows"), done.output
    with house.reading() as session:
        assert session.scalars(select(Answer)).one().submission.language == "ar"


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(house, take):
    done = take([{"text": "Dust"}], "--dry-run")
    assert done.output.startswith("Nothing was kept (dry run). Would take: 1 rows")
    assert (count(house, Answer), count(house, Import), count(house, Participant)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"\xe9t\xe9", "a.jsonl", "not UTF-8"),
        (b"", "a.csv", "empty"),
        (b"id,words\n1,x\n", "a.csv", "no column named text"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(house, take, content, name, says):
    done = take(content, name=name)
    assert done.exit_code == 1
    assert says in done.output
    assert count(house, Import) == 0


def test_unknown_places_and_names_are_refused_with_their_status(house, take):
    assert take([{"text": "x"}], slug="nowhere").exit_code == 1
    assert take([{"text": "x"}], slug="hill").exit_code == 1
    assert take([{"text": "x"}], "--map", "a=colour").exit_code == 2
    assert take([{"text": "x"}], "--map", "text").exit_code == 2
    assert count(house, Answer) == 0


def test_other_tools_files_are_known_by_what_is_in_them(house, take):
    said = ["--map", "talk/life=text:1", "--map", "children/wish=text:2"]
    done = take(kobo(), *said, name="export.bin")
    assert done.output == "Taken: 4 rows from 2 people new here. Known before: 0. Skipped: 0.\n"
    assert "Known before: 4" in take(kobo(), *said, name="again.csv").output
    with house.reading() as session:
        assert session.scalars(select(Import.kind)).all() == ["kobo", "kobo"]
        assert session.scalar(select(func.count()).select_from(Participant)) == 2
        kept = session.scalars(select(ImportRow.person_hash)).all()
    assert all(len(each) == 64 for each in kept)


def test_it_says_which_columns_may_hold_words(house, take):
    done = take(kobo())
    assert done.exit_code == 1
    assert "These may: talk/life, children/wish." in done.output
    assert count(house, Import) == 0


def test_a_row_of_another_sheet_is_named_with_it(house, take):
    file = spreadsheet(
        main=[["life", "_uuid"], ["Dust", "1"]], kids=[["wish", "_index"], [" ", 1], ["x" * 4001, 2]]
    )
    done = take(file, "--map", "life=text:1", "--map", "wish=text:2", "--dry-run")
    assert "kids, line 3: skipped: This is longer than we can keep." in done.output


def test_a_chat_is_taken_in_without_its_names(house, take):
    chat = (
        "01/06/2027, 17:10 - Mary W: Dust\n01/06/2027, 17:11 - Mary W: Wind\n01/06/2027, 17:12 - Jo: Rain\n"
    )
    done = take(chat)
    assert done.output == "Taken: 3 rows from 2 people new here. Known before: 0. Skipped: 0.\n"
    later = take(chat + "02/06/2027, 08:00 - Jo: Sun\n")
    assert later.output == "Taken: 1 rows from 0 people new here. Known before: 3. Skipped: 0.\n"
