"""`consult findings export`: what is public on the pages, whole, and nothing else."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from sqlalchemy import select

from consult.cli import main
from consult.common import translation
from consult.common.vault import read_keys
from consult.db.unit import Database
from consult.loop.collect.records import AnswerPart
from consult.loop.respond.records import Faithful, Faithfulness, ResponseVersion
from consult.loop.review.records import Position, Review
from consult.loop.understand import record_check
from consult.loop.understand.records import Audience, Code, Findings, FindingsTheme, Hold
from consult.people.records import Role, Seat
from tests.cast import Cast, number
from tests.cli.conftest import Migrated
from tests.loop.close.released import Released

Consult = Callable[..., Result]
NOW = datetime(2027, 6, 4, 10, 0, tzinfo=UTC)
SECRETS = {
    "an answer": "plantedanswer",
    "a code": "plantedcode",
    "a theme for one office": "plantedoffice",
    "a theme for the committee": "plantedcommittee",
    "a theme that is spoken only": "plantedspoken",
    "a held theme": "plantedheld",
    "a draft": "planteddraft",
    "a phone": number(1),
}


@pytest.fixture
def consult(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Migrated) -> Consult:
    """The command in the folder of a house that was set up, at a time that stands."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clock").write_text(NOW.isoformat())
    monkeypatch.setenv("CONSULT_CLOCK", str(tmp_path / "clock"))
    migrated(tmp_path)
    result = CliRunner().invoke(main, ["setup", "--no-administrator"])
    assert result.exit_code == 0, result.output
    return lambda *words: CliRunner().invoke(main, ["findings", "export", *words])


@pytest.fixture
def house(consult: Consult, tmp_path: Path) -> Iterator[Database]:
    with closing(Database.at(f"sqlite:///{tmp_path}/instance/consult.sqlite")) as database:
        yield database


@pytest.fixture
def released(house: Database, tmp_path: Path) -> None:
    """Theme 3 with a dissent and two versions of its answer; others that are not for everyone."""
    with house.work() as session:
        cast = Cast(session, NOW)
        scene = Released(session, cast, read_keys(tmp_path / "instance" / "keys.json"), NOW)
        three = scene.theme(3)
        scene.person(three)
        planted = {
            "plantedoffice": Audience.ONE_OFFICE,
            "plantedcommittee": Audience.COMMITTEE_AND_OFFICES,
            "plantedspoken": Audience.SPOKEN_ONLY,
            "plantedheld": Audience.EVERYONE,
        }
        for place, (word, audience) in enumerate(planted.items(), start=4):
            theme = scene.theme(place, audience=audience)
            theme.name, theme.statement = word, f"People say {word}."
            scene.answered(theme, words=f"An answer to {word}.")
        session.add(Hold(theme_id=theme.theme_id, by_id=cast.amal.id, since=NOW))
        session.scalars(select(AnswerPart)).one().text = "plantedanswer"
        session.scalars(select(Code)).first().name = "plantedcode"
        first = scene.answered(three, words="We wil mend it.", on=NOW - timedelta(days=2))
        scene.version(first.response, 2, words="We will mend it.", only_wording=True)
        scene.version(first.response, 3, words="planteddraft").published_at = None
        session.add(
            Review(
                findings_theme_id=three.id,
                seat_id=cast.seats["chol"].id,
                sequence=1,
                position=Position.DISSENT,
                reason="=It is the road.",
                language="en",
                at=NOW,
            )
        )
        translation.write(session, three, "name", language="fr", text="Le puits", by_id=None, now=NOW)
        scene.owe()


def data(consult: Consult) -> dict:
    done = consult("river", "1", "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def rows(consult: Consult) -> list[dict]:
    done = consult("river", "1", "--format", "csv")
    assert done.exit_code == 0, done.output
    assert done.stdout_bytes.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"), newline="")))


@pytest.mark.usefixtures("released")
def test_a_theme_comes_with_its_languages_its_dissent_and_every_version_of_its_answer(consult):
    (theme,) = data(consult)["themes"]
    assert theme["name"] == {"en": "Theme 3", "fr": "Le puits"}
    assert theme["people"] == "withheld"
    assert theme["reviews"][0]["position"] == "dissent"
    (answer,) = theme["answers"]
    assert answer["office"] == "Water office"
    assert [each["words"]["en"] for each in answer["versions"]] == ["We will mend it.", "We wil mend it."]


@pytest.mark.usefixtures("released")
def test_a_count_that_may_show_is_a_number(consult, house):
    with house.work() as session:
        session.scalars(select(FindingsTheme).where(FindingsTheme.number == 3)).one().people = 20
        findings = session.scalars(select(Findings)).one()
        findings.made = (findings.made or {}) | {"met": [3, 240]}
        session.scalars(select(FindingsTheme).where(FindingsTheme.number == 3)).one().meetings = 2
    assert data(consult)["themes"][0]["people"] == 20
    assert data(consult)["meetings"] == {"number": 3, "about": 240}
    told = [(row["about"], row["count"]) for row in rows(consult) if row["what"].startswith("meetings")]
    assert told == [("findings", "3"), ("findings", "240"), ("theme", "2")]
    assert ("people", "20") in {(row["what"], row["count"]) for row in rows(consult)}


@pytest.mark.usefixtures("released")
def test_what_representatives_say_of_an_answer_comes_with_each_version(consult, house):
    assert {each["faithful"] for each in data(consult)["themes"][0]["answers"][0]["versions"]} == {None}
    with house.work() as session:
        first, draft = (
            session.scalars(select(ResponseVersion).filter_by(words=words)).one()
            for words in ("We wil mend it.", "planteddraft")
        )
        first.asked_at = draft.asked_at = NOW
    (theme,) = data(consult)["themes"]
    assert theme["with_representatives"] == [{"office": "Water office", "until": "2027-06-11"}]
    assert [each["faithful"] for each in theme["answers"][0]["versions"]] == [{"words": []}, {"words": []}]
    with house.work() as session:
        seat = session.scalars(select(Seat).where(Seat.role == Role.REPRESENTATIVE)).first()
        no = {"says": Faithful.NO, "note": "=It is the road.", "language": "en", "at": NOW}
        session.add(Faithfulness(version_id=first.id, community_id=seat.community_id, seat=seat, **no))
    told = [row for row in rows(consult) if row["what"].startswith("faithful")]
    assert [(row["version"], row["what"], row["by"], row["text"]) for row in told] == [
        (version, "faithful.no", "representatives", "'=It is the road.") for version in ("2", "1")
    ]


@pytest.mark.usefixtures("released")
def test_the_ledger_comes_in_totals(consult):
    ledger = data(consult)["ledger"]
    assert (ledger["spoke"], ledger["owed"]) == (1, {"people": 1, "owed": 1})
    assert set(ledger["debts"].values()) == {"withheld"}, "one person could be found by it"
    assert "told" not in ledger


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("what", SECRETS)
def test_nothing_that_is_not_public_goes_out(consult, form, what):
    content = consult("river", "1", "--format", form).stdout
    assert "We will mend it." in content
    assert SECRETS[what] not in content


@pytest.mark.usefixtures("released")
def test_a_held_theme_leaves_its_mark(consult):
    assert data(consult)["held"] == [{"number": 7, "since": "2027-06-04"}]
    assert {"held"} == {row["what"] for row in rows(consult) if row["theme"] == "7"}


@pytest.mark.usefixtures("released")
def test_no_cell_is_a_formula(consult):
    found = rows(consult)
    assert "'=It is the road." in {row["text"] for row in found}
    assert not [cell for row in found for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.usefixtures("released")
def test_a_spreadsheet_has_the_same_lines_and_no_formula(consult):
    done = consult("river", "1", "--format", "xlsx")
    assert done.exit_code == 0, done.output
    sheet = load_workbook(io.BytesIO(done.stdout_bytes))["findings"]
    head, *lines = sheet.iter_rows(values_only=True)
    same = [{k: str(v or "") for k, v in zip(head, line, strict=True)} for line in lines]
    assert [row["text"] for row in same] == [row["text"] for row in rows(consult)]
    assert "'=It is the road." in {row["text"] for row in same}
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


@pytest.mark.usefixtures("released")
def test_it_goes_into_a_file(consult, tmp_path):
    done = consult("river", "1", "--format", "json", "--output", str(tmp_path / "out.json"))
    assert (done.exit_code, done.output) == (0, "")
    assert json.loads((tmp_path / "out.json").read_text()) == data(consult)


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("nowhere", "1", "--format", "csv"), 1, "There is no consultation at this address: nowhere."),
        (("river", "2", "--format", "csv"), 1, "Findings 2 were not released here."),
        (("river", "1", "--format", "csv", "--output", "no/folder.csv"), 1, "The file cannot be written"),
        (("river", "0", "--format", "csv"), 2, ""),
        (("river", "1", "--format", "pdf"), 2, ""),
        (("river", "1"), 2, ""),
    ],
)
def test_it_says_in_one_sentence_why_not(consult, words, code, sentence):
    done = consult(*words)
    assert (done.exit_code, done.stdout) == (code, "")
    assert sentence in done.stderr


def test_a_record_is_checked_from_its_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # no house, no settings, no keys
    release = {"number": 2, "kept": False, "released": "2027-06-04", "hash": "ab" * 32, "sealed": None}
    record = {
        "what": record_check.KIND,
        "version": record_check.VERSION,
        "consultation": "river",
        "steps": [{"day": "2027-06-04", "what": "theme.named", "times": 2}],
        "findings": [release],
    }
    record["hash"] = record_check.hash_of(record)
    file = tmp_path / "river-record.json"

    def check() -> Result:
        return CliRunner().invoke(main, ["findings", "verify", str(file)])

    assert "cannot be read" in check().stderr
    file.write_text(json.dumps(record))
    assert check().exit_code == 0
    assert f"Findings 2: check number {'ab' * 8}" in check().stdout
    file.write_text(json.dumps(record).replace("theme.named", "theme.nameD"))
    assert check().exit_code == 1
    assert "the record as a whole" in check().stderr
    words = {"content": {"number": 3}, "hash": record_check.hash_of({"number": 3})}
    for forged in ([release, release], [{**release, "items": [words]}], [{**release, "made": {}}]):
        other = {key: value for key, value in record.items() if key != "hash"} | {"findings": forged}
        file.write_text(json.dumps(other | {"hash": record_check.hash_of(other)}))
        assert check().exit_code == 1
        assert "findings 2" in check().stderr
    for nothing in ("{}", "x"):
        file.write_text(nothing)
        assert "This is no process record" in check().stderr
