"""`consult run`: both parts are kept running, and stopped together."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from consult.cli import main
from consult.cli.house import here
from consult.cli.run import Part, address, supervise
from consult.post.records import Delivery, Message
from consult.settings import Settings
from tests.cast import number
from tests.story.town import free_port

TREE = Path(__file__).resolve().parents[2]
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def until(true: Callable[[], bool], seconds: float = 120) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_a_part_that_dies_is_started_again_and_all_end_together() -> None:
    parts, stop, outcome = [Part("one", SLEEP), Part("two", SLEEP)], Event(), []
    thread = Thread(target=lambda: outcome.append(supervise(parts, stop, pulse=0.02)))
    thread.start()
    assert until(lambda: all(part.process for part in parts))
    first = parts[0].process
    assert first is not None
    first.kill()
    assert until(lambda: parts[0].process is not None and parts[0].process.pid != first.pid)
    stop.set()
    thread.join(60)
    assert outcome == [True]
    assert all(part.process is None or part.process.poll() is not None for part in parts)


def test_a_part_that_dies_again_and_again_is_started_more_slowly() -> None:
    part, starts, at = Part("one", [sys.executable, "-c", ""]), 0, 0.0
    while at < 60:
        had = part.process
        part.keep_up(at)
        if had is None and part.process is not None:
            starts += 1
            part.process.wait(60)
        at += 1
    assert 3 <= starts <= 7


def test_on_another_port_the_phones_still_find_the_door() -> None:
    assert address(Settings(), "127.0.0.1", 5123) == {"CONSULT_PUBLIC_URL": "http://127.0.0.1:5123"}
    assert address(Settings(), "0.0.0.0", 5123) == {"CONSULT_PUBLIC_URL": "http://127.0.0.1:5123"}
    assert address(Settings(public_url="https://consult.example.org"), "0.0.0.0", 80) == {}


@pytest.mark.story
def test_the_real_house_runs_answers_and_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two real processes: the worker is seen by the web, a text sent to the door is answered on the phone."""
    monkeypatch.chdir(tmp_path)
    port = free_port()
    monkeypatch.setenv("CONSULT_PUBLIC_URL", f"http://127.0.0.1:{port}")
    assert CliRunner().invoke(main, ["setup"]).exit_code == 0
    house = subprocess.Popen(
        [sys.executable, "-m", "consult.cli", "run"],
        env={**os.environ, "PORT": str(port), "PYTHONPATH": str(TREE)},
        cwd=tmp_path,
    )

    def ready() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz?worker=1", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def delivered() -> bool:
        with here().database.reading() as session:
            return list(session.scalars(select(Message.state))) == [Delivery.DELIVERED]

    try:
        assert until(ready)
        assert CliRunner().invoke(main, ["sms", "send", "--from", number(1), "START"]).exit_code == 0
        assert until(lambda: "\n" in CliRunner().invoke(main, ["sms", "receive", "--to", number(1)]).output)
        assert until(delivered), "the report of the phone came back through the door"
        house.send_signal(signal.SIGTERM)
        assert house.wait(120) == 0
        assert not ready()
    finally:
        if house.poll() is None:
            house.kill()
            house.wait()
