"""A house of real processes that can be killed, on a clock that runs faster than the day."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from sqlalchemy.orm import Session

from consult.common.vault import Vault, make_keys, read_keys
from consult.db.migrate import upgrade
from consult.db.unit import Database
from tests.cast import Cast
from tests.faults.network import ACCOUNT, SECRET, SENDER
from tests.faults.nursery import Child, Nursery
from tests.story.town import free_port, is_up

TREE = Path(__file__).parents[2]
RETRY = "#rc=9&rp=all&ct=10000&rt=30000&tt=180000"
"""More patient than a network is: how long a busy machine takes is not what is counted here."""
TICK = 0.02
HERTZ = os.sysconf("SC_CLK_TCK")


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
    """`consult web` and `workers` times `consult worker` in `folder`, with a consultation that takes words.

    `join` is its join word. What is killed starts again at once. Tests of single faults use this class
    too: whatever is new in how it is made has a default that changes nothing for them.
    `warm`: processes are forked from one that has read the code (nursery.py). `timeout`: seconds that
    the network is given for one call, None: as it is by default.
    """

    def __init__(
        self,
        folder: Path,
        wall: Wall,
        *,
        network_url: str,
        database_url: str | None = None,
        workers: int = 1,
        queue: str = "embedded",
        warm: bool = False,
        timeout: float | None = None,
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
            "CONSULT_QUEUE": queue,
            "CONSULT_PUBLIC_URL": self.url,
            "CONSULT_CLOCK": str(wall.file),
            "CONSULT_PROVIDERS": "twilio",
            "CONSULT_SEGMENTS_PER_SECOND": "1000",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": SECRET,
            "TWILIO_FROM": SENDER,
            "TWILIO_API_URL": network_url,
        }
        if timeout is not None:
            self.env["TWILIO_TIMEOUT"] = str(timeout)
        self.workers = ["worker", *(f"worker{n}" for n in range(2, workers + 1))]
        self.processes: dict[str, Child] = {}
        self.kills = {"web": 0, "worker": 0}
        self.used = {"web": 0.0, "worker": 0.0, "reading the code": 0.0}
        """Seconds of processor time of what has ended."""
        self.join = self._furnish()
        self.vault: Vault = read_keys(folder / "instance" / "keys.json")
        self._nursery = Nursery(folder, self.env) if warm else None

    def _furnish(self) -> str:
        (self.folder / "instance").mkdir(parents=True)
        make_keys(self.folder / "instance" / "keys.json")
        database = Database.at(self.database_url)
        upgrade(database)
        if self.env["CONSULT_QUEUE"] == "procrastinate":
            from consult.queue.procrastinate import install

            install(database.engine)
        with Session(database.engine) as session:
            cast = Cast(session, self.wall.now())
            cast.consultation("river", languages=("en",))
            session.commit()
        database.close()
        return "riveren"

    def consult(self, *words: str) -> str:
        """Run one `consult` command here; what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "consult.cli", *words],
            check=True,
            cwd=self.folder,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.stdout

    # processes

    def open(self) -> None:
        for part in ("web", *self.workers):
            self.start(part)
        self.until(lambda: is_up(f"{self.url}/readyz?worker=1"), "the house to open")

    def start(self, part: str) -> None:
        words = [part, f"--port={self.port}"] if part == "web" else ["worker"]
        file = self.folder / f"{part}.log"
        if self._nursery:
            self.processes[part] = self._nursery.start(words, file)
            return
        with file.open("ab") as log:
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
        self.kills[self._kind(part)] += 1
        self.start(part)

    def _kind(self, part: str) -> str:
        return "web" if part == "web" else "worker"

    def _signal(self, part: str, how: signal.Signals) -> None:
        process = self.processes[part]
        self.used[self._kind(part)] += processor_seconds(process.pid)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(60)

    def close(self) -> None:
        for part, process in self.processes.items():
            if process.poll() is None:
                self._signal(part, signal.SIGKILL)
        if self._nursery:
            self.used["reading the code"] += processor_seconds(self._nursery.pid)
            self._nursery.close()

    def up(self, part: str) -> bool:
        """Whether it does its work again."""
        if part == "web":
            return is_up(f"{self.url}/healthz")
        return self.processes[part].poll() is None

    def until(
        self, holds: Callable[[], object], what: str, seconds: float = 180.0, look: float = 0.1
    ) -> None:
        """Wait until `holds()`, looking every `look` seconds, or fail with what the processes said."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if holds():
                return
            time.sleep(look)
        said = [file.read_text()[-1500:] for file in sorted(self.folder.glob("*.log"))]
        raise AssertionError(f"waited in vain for {what}\n" + "\n".join(said))


def processor_seconds(group: int) -> float:
    """What all living processes of a group have used so far; 0 where the system does not tell."""
    used = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = file.read_text().rpartition(") ")[2].split()
            if int(fields[2]) == group:
                used += int(fields[11]) + int(fields[12])
    return used / HERTZ
