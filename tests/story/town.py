"""A town with everything real: `consult run` in its own folder, phones, a browser, a clock on a wall.

The story tells what people do; the town only carries it: texts go by a carrier (carriers.py) through
the signed door, pages through headless Chromium, time through the file of CONSULT_CLOCK.
"""

import contextlib
import itertools
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

from click.testing import CliRunner
from sqlalchemy import func, select

from consult.cli import main
from consult.common.outbox import OutboxItem
from consult.db.unit import Database
from consult.post.records import Delivery, Inbound, Message
from tests.story.carriers import Carrier, MadeUpTwilio, RehearsalPhones

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 180.0


class Town:
    """One installation in `folder`, served on a free port of this machine. `network`: who carries texts."""

    def __init__(self, folder: Path, database_url: str, start: datetime, *, network: str = "console") -> None:
        self.folder = folder
        self.wall = folder / "clock"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        (folder / "instance").mkdir(parents=True, exist_ok=True)
        self.at = start
        self._set(start)
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "CONSULT_DATABASE_URL": database_url,
            "CONSULT_PUBLIC_URL": self.url,
            "CONSULT_CLOCK": str(self.wall),
            "PORT": str(self.port),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "PYTHONUNBUFFERED": "1",
        }
        self.carrier: Carrier = (
            MadeUpTwilio(self.url, lambda: self.at)
            if network == "twilio"
            else RehearsalPhones(folder, self.url)
        )
        self.env |= self.carrier.env
        self.process: subprocess.Popen[bytes] | None = None
        self._database = Database.at(database_url)

    # time

    def _set(self, at: datetime) -> None:
        draft = self.wall.with_suffix(".new")
        draft.write_text(at.isoformat())
        draft.replace(self.wall)  # never half written

    def pass_time(self, **much: float) -> None:
        """Let days, hours or minutes go by, once what is in hand is done: people wait for a text longer
        than a machine takes."""
        if self.process:
            self.settle()
        self.at += timedelta(**much)
        self._set(self.at)

    # processes

    def consult(self, *words: str, stdin: str | None = None) -> str:
        """Run one `consult` command here; its output. Fails the story when the command does."""
        done = subprocess.run(
            [sys.executable, "-m", "consult.cli", *words],
            check=False,
            cwd=self.folder,
            env=self.env,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, f"consult {' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def prepares(self, *words: str) -> str:
        """As `consult`, in this process: the same command where starting one is not the point."""
        with contextlib.chdir(self.folder):
            done = CliRunner(env=self.env).invoke(main, list(words))
        assert done.exit_code == 0, f"consult {' '.join(words)}\n{done.output}"
        return done.stdout

    def open(self) -> None:
        """Start web and worker and wait until both answer."""
        with (self.folder / "run.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "consult.cli", "run"],
                cwd=self.folder,
                env=self.env,
                stdout=log,
                stderr=log,
            )
        self.until(lambda: is_up(f"{self.url}/readyz?worker=1"), "the town to open")

    def close(self) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.carrier.close()
        self._database.close()

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait until `holds()` is true; real time, since the work is real."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if holds():
                return
            time.sleep(0.1)
        log = self.folder / "run.log"
        raise AssertionError(f"waited in vain for {what}\n{log.read_text()[-3000:] if log.exists() else ''}")

    # phones

    def sends(self, number: str, words: str) -> None:
        """Somebody sends a text to the consultation's number: a signed request to the real door."""
        status = self.carrier.sends(number, words)
        assert status == 200, f"the door answered {status}"

    def settle(self) -> None:
        """Wait until the worker has nothing left to do at this time: it beats when it looks."""
        self.until(self._is_quiet, "the worker to have done its work")

    def _is_quiet(self) -> bool:
        """Twice in a row nothing is due: no letter to hear, no text to send, no errand to do."""
        return self._due() == 0 and not time.sleep(0.4) and self._due() == 0

    def _due(self) -> int:
        going = (
            Delivery.PENDING,
            Delivery.CLAIMED,
            Delivery.AMBIGUOUS,
            Delivery.ACCEPTED,
            Delivery.SENT,
        )
        questions = (
            select(func.count(Inbound.id)).where(
                Inbound.understood_at.is_(None), Inbound.set_aside_at.is_(None)
            ),
            select(func.count(OutboxItem.id)).where(
                OutboxItem.done_at.is_(None), OutboxItem.set_aside_at.is_(None), OutboxItem.due_at <= self.at
            ),
            select(func.count(Message.id)).where(Message.not_before <= self.at, Message.state.in_(going)),
        )
        with self._database.reading() as session:
            return sum(session.scalar(each) or 0 for each in questions)

    def received(self, number: str) -> list[str]:
        """Every text that this phone has received, oldest first, read from the phones themselves."""
        return self.carrier.received(number)

    def every_text_came_by_report(self) -> None:
        """Assert that nothing had to be asked after: of each text that went out, a report told its end."""
        self.carrier.all_came_by_report(self._database)

    def wait_for_text(self, number: str, more_than: int) -> str:
        """The newest text of this phone, once it has more than `more_than`."""
        self.until(lambda: len(self.received(number)) > more_than, f"text {more_than + 1} on a phone")
        return self.received(number)[-1]

    def link_in(self, output: str) -> str:
        """The path of the one-time link that a command printed."""
        found = re.search(r"https?://\S+?(/\S+)", output)
        assert found, output
        return found.group(1)


PORTS = (20_000 + each % 10_000 for each in itertools.count(211 * os.getpid()))
"""Below those that a system gives to whoever asks for any, so that while a house is not up nobody is given
its port; and other processes of tests begin elsewhere."""


def free_port() -> int:
    for port in PORTS:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("they never end")


def is_up(url: str) -> bool:
    try:
        with urlopen(url, timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
