"""A house of real processes that can be killed, on a clock that runs faster than the day."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from sqlalchemy.orm import Session

from consult.common.vault import make_keys
from consult.db.migrate import upgrade
from consult.db.unit import Database
from tests.cast import Cast
from tests.faults.network import ACCOUNT, SECRET, SENDER
from tests.story.town import free_port, is_up

TREE = Path(__file__).parents[2]
RETRY = "#rc=5&rp=all&ct=2000&rt=3000&tt=15000"
TICK = 0.02


class Wall:
    """The clock file of CONSULT_CLOCK. `speed`: seconds that pass there in one of ours."""

    def __init__(self, file: Path, *, speed: float = 60.0, start: datetime | None = None) -> None:
        self.file, self.speed = file, speed
        self.at = start or datetime(2027, 6, 4, 10, 0, tzinfo=UTC)
        self._stop = Event()
        self._write()
        self._hand = Thread(target=self._turn, daemon=True)
        self._hand.start()

    def now(self) -> datetime:
        return self.at

    def _write(self) -> None:
        draft = self.file.with_suffix(".new")
        draft.write_text(self.at.isoformat())
        draft.replace(self.file)  # never half written

    def _turn(self) -> None:
        last = time.monotonic()
        while not self._stop.wait(TICK):
            passed = time.monotonic()
            self.at += timedelta(seconds=(passed - last) * self.speed)
            last = passed
            self._write()

    def stop(self) -> None:
        self._stop.set()
        self._hand.join()


class House:
    """`consult web` and `consult worker` in `folder`, with a consultation that takes words.

    `join` is its join word. What is killed starts again at once.
    """

    def __init__(
        self, folder: Path, wall: Wall, *, network_url: str, database_url: str | None = None
    ) -> None:
        self.folder, self.wall = folder, wall
        self.database_url = database_url or f"sqlite:///{folder / 'consult.sqlite'}"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.inbound = f"{self.url}/sms/twilio/inbound{RETRY}"
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(TREE),
            "CONSULT_DATABASE_URL": self.database_url,
            "CONSULT_PUBLIC_URL": self.url,
            "CONSULT_CLOCK": str(wall.file),
            "CONSULT_PROVIDERS": "twilio",
            "CONSULT_SEGMENTS_PER_SECOND": "1000",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": SECRET,
            "TWILIO_FROM": SENDER,
            "TWILIO_API_URL": network_url,
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.kills = {"web": 0, "worker": 0}
        self.join = self._furnish()

    def _furnish(self) -> str:
        (self.folder / "instance").mkdir(parents=True)
        make_keys(self.folder / "instance" / "keys.json")
        database = Database.at(self.database_url)
        upgrade(database)
        with Session(database.engine) as session:
            cast = Cast(session, self.wall.now())
            cast.consultation("river", languages=("en",))
            session.commit()
        database.close()
        return "riveren"

    # processes

    def open(self) -> None:
        for part in ("web", "worker"):
            self.start(part)
        self.until(lambda: is_up(f"{self.url}/readyz?worker=1"), "the house to open")

    def start(self, part: str) -> None:
        words = [part, f"--port={self.port}"] if part == "web" else [part]
        with (self.folder / f"{part}.log").open("ab") as log:
            self.processes[part] = subprocess.Popen(
                [sys.executable, "-m", "consult.cli", *words],
                cwd=self.folder,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that a kill takes the children along, as a power cut does
            )

    def kill(self, part: str) -> None:
        """As a power cut would: no goodbye. Then it starts again."""
        self._signal(part, signal.SIGKILL)
        self.kills[part] += 1
        self.start(part)

    def _signal(self, part: str, how: signal.Signals) -> None:
        os.killpg(self.processes[part].pid, how)
        self.processes[part].wait(20)

    def close(self) -> None:
        for part, process in self.processes.items():
            if process.poll() is None:
                self._signal(part, signal.SIGKILL)

    def up(self, part: str) -> bool:
        """Whether it does its work again."""
        if part == "web":
            return is_up(f"{self.url}/healthz")
        return self.processes[part].poll() is None

    def until(self, holds: Callable[[], object], what: str, seconds: float = 60.0) -> None:
        """Wait until `holds()`, or fail with what the processes said."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if holds():
                return
            time.sleep(0.1)
        said = [file.read_text()[-1500:] for file in sorted(self.folder.glob("*.log"))]
        raise AssertionError(f"waited in vain for {what}\n" + "\n".join(said))
