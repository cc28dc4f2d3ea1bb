"""The rehearsal phone in the terminal: through the real door, over a real socket."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from werkzeug.serving import make_server

from consult.app import create_app
from consult.cli import main
from consult.cli.house import here
from consult.post import lines
from consult.post.records import Inbound
from consult.providers.console.phones import FILE, Shown, put
from consult.settings import settings_here
from tests.cast import number
from tests.cli.conftest import Migrated
from tests.providers.twilio.elsewhere import elsewhere
from tests.providers.twilio.signed import ACCOUNT, SENDER


def consult(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Migrated) -> Path:
    """A house that was set up."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONSULT_PUBLIC_URL", "http://127.0.0.1:9")
    migrated(tmp_path)
    assert consult("setup").exit_code == 0
    return tmp_path


@pytest.fixture
def served(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The house, answering on this machine."""
    server = make_server("127.0.0.1", 0, create_app(settings_here()), threaded=True)
    monkeypatch.setenv("CONSULT_PUBLIC_URL", f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("served")
def test_a_text_goes_through_the_real_door() -> None:
    done = consult("sms", "send", "--from", number(1), "river الماء")
    assert (done.exit_code, done.output) == (0, "")
    with here().database.reading() as session:
        assert len(session.scalars(select(Inbound)).all()) == 1


@pytest.mark.usefixtures("folder")
def test_where_nobody_answers_it_says_what_to_do() -> None:
    done = consult("sms", "send", "--from", number(1), "river")
    assert done.exit_code == 1
    assert "Run: consult run" in done.output
    assert number(1) not in done.output


@pytest.mark.usefixtures("served")
def test_other_keys_are_refused_at_the_door(folder: Path) -> None:
    keys = folder / "instance" / "keys.json"
    keys.rename(folder / "instance" / "old.json")
    consult("setup")
    done = consult("sms", "send", "--from", number(1), "river")
    assert done.exit_code == 1
    assert "403" in done.output


@pytest.mark.usefixtures("folder")
def test_an_operator_sees_which_line_rests_and_why() -> None:
    assert consult("sms", "lines").output == "No line rests.\n"
    now = datetime(2027, 6, 4, 10, 0, tzinfo=UTC)
    house = here()
    with house.database.work() as session:
        lines.rest_for_setup(session, provider="twilio", code="30034", began=now, now=now)
    house.database.close()
    assert consult("sms", "lines").output == "2027-06-04 10:15  twilio\t30034\n"


@pytest.mark.usefixtures("folder")
def test_a_number_that_cannot_be_is_refused() -> None:
    assert consult("sms", "send", "--from", "12", "river").exit_code == 1


def test_a_phone_shows_what_it_received_and_nothing_of_others(folder: Path) -> None:
    at = datetime(2027, 6, 4, 10, 0, tzinfo=UTC)
    for place, (n, text) in enumerate([(1, "one"), (2, "other"), (1, "اثنان")]):
        put(folder / "instance" / FILE, Shown(str(place), number(n), text, at))
    done = consult("sms", "receive", "--to", number(1))
    assert (done.exit_code, done.output) == (0, "2027-06-04 10:00  one\n2027-06-04 10:00  اثنان\n")


class Slept:
    """A time that passes while somebody sleeps, and in which a text comes."""

    def __init__(self, comes: Callable[[], None]) -> None:
        self.at, self.comes = 0.0, comes

    def monotonic(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        if not self.at:
            self.comes()
        self.at += seconds


def test_it_waits_for_texts_that_come_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late = Shown("1", number(1), "late", datetime(2027, 6, 4, 10, 0, tzinfo=UTC))
    slept = Slept(lambda: put(folder / "instance" / FILE, late))
    monkeypatch.setattr(sys.modules["consult.cli.sms"], "time", slept)
    done = consult("sms", "receive", "--to", number(1), "--wait", "1")
    assert done.output.endswith("late\n")
    assert slept.at >= 1


@pytest.fixture
def with_twilio(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same house with a line to Twilio."""
    monkeypatch.setenv("CONSULT_PUBLIC_URL", "https://house.example")
    monkeypatch.setenv("CONSULT_PROVIDERS", "twilio")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", ACCOUNT)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "hidden")
    monkeypatch.setenv("TWILIO_FROM", SENDER)


@pytest.mark.usefixtures("with_twilio")
def test_the_addresses_for_twilio_are_printed_whole() -> None:
    done = consult("sms", "webhooks")
    assert done.output == (
        "inbound  https://house.example/sms/twilio/inbound#rc=5&rp=all&ct=2000&rt=3000&tt=15000\n"
        "status   https://house.example/sms/twilio/status#rc=5&rp=all&ct=2000&rt=3000&tt=15000\n"
    )


@pytest.mark.usefixtures("with_twilio")
@pytest.mark.parametrize(
    ("status", "said", "code", "told"),
    [
        (200, {"status": "active"}, 0, "lets us in"),
        (200, {"status": "suspended"}, 1, "(suspended)"),
        (401, {"code": 20003}, 1, "(20003)"),
        (503, b"", 1, "did not answer"),
    ],
)
def test_the_line_to_twilio_can_be_tried(
    monkeypatch: pytest.MonkeyPatch, status: int, said: object, code: int, told: str
) -> None:
    with elsewhere() as there:
        there.answers(status, said, Connection="close")
        monkeypatch.setenv("TWILIO_API_URL", there.url)
        done = consult("sms", "check")
    assert (done.exit_code, len(there.asked)) == (code, 1)
    assert told in done.output
    assert "hidden" not in done.output


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", ["webhooks", "check"])
def test_without_twilio_there_is_nothing_to_print_or_try(command: str) -> None:
    done = consult("sms", command)
    assert done.exit_code == 1
    assert "CONSULT_PROVIDERS" in done.output


def counted(given: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(main, ["sms", "segments", *options], input=given)


def test_texts_on_standard_input_are_counted_one_a_line() -> None:
    lines = counted("Bien reçu\n\n" + "a" * 152 + "€" + "a" * 152 + "\f\r\n").output.splitlines()
    assert [json.loads(line) for line in lines] == [
        {"encoding": "UCS-2", "segments": 1, "units": 9, "dear": ["ç"]},
        {"encoding": "GSM-7", "segments": 1, "units": 0, "dear": []},
        {"encoding": "GSM-7", "segments": 3, "units": 308, "dear": []},
    ]


def test_texts_of_several_lines_come_as_json() -> None:
    said = counted(json.dumps({"body": "one\ntwo", "more": 1}) + "\n", "--jsonl").output
    assert json.loads(said)["units"] == 7


@pytest.mark.parametrize(
    "line", [b"[1]", b"{", b'{"body": 1}', b'{"text": "x"}', rb'{"body": "\ud83d"}', b"[" * 99_999]
)
def test_a_line_that_is_no_text_is_named(line: bytes) -> None:
    done = counted(b'{"body": "fine"}\n' + line, "--jsonl")
    assert (done.exit_code, done.stderr) == (
        1,
        "Error: Line 2 is not a JSON object with a text under body.\n",
    )
    assert counted(b"\xff\n").stderr == "Error: Line 1 is not written in UTF-8.\n"
