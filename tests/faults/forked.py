"""Workers and web servers that begin in milliseconds: forked from a process that has read all our code
and opened nothing, so that many can be killed in a short time."""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import gunicorn.arbiter
import gunicorn.workers.gthread
from gunicorn.app.base import BaseApplication

import consult.app
from consult.cli.run import THREADS
from consult.jobs import worker
from consult.languages.speak import Languages
from consult.settings import settings_here
from tests.faults.house import House
from tests.faults.kills import Strike, hook
from tests.faults.network import Network
from tests.faults.sizes import size
from tests.story.town import free_port, is_up

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["pytest", "tests.faults.warm"])
LANGUAGES = Languages()
A_WHILE = timedelta(minutes=11)
"""Longer than a worker may hold a thing, and than a report is waited for."""
LONG = size(600, 3600)
"""Seconds that one process may take for all that it has to do."""
Change = Callable[[], None]


class Still:
    """A clock that stands until it is told to go on; for `CONSULT_CLOCK`."""

    def __init__(self, file: Path) -> None:
        self.file, self.at = file, datetime(2027, 6, 4, 10, 0, tzinfo=UTC)
        self.go_on(timedelta())

    def now(self) -> datetime:
        return self.at

    def go_on(self, by: timedelta) -> None:
        self.at += by
        draft = self.file.with_suffix(".new")
        draft.write_text(self.at.isoformat())
        draft.replace(self.file)


class Struck(House):
    """A house of forked processes. `tally`: what was in hand at each kill, a line each.

    `network` None: nobody answers."""

    def __init__(self, folder: Path, *, network: Network | None, database_url: str) -> None:
        folder.mkdir(parents=True)
        self.clock = Still(folder / "clock")
        url = network.url if network else f"http://127.0.0.1:{free_port()}"
        super().__init__(folder, self.clock, network_url=url, database_url=database_url)  # type: ignore[arg-type]  # all that it asks is the time
        if network:
            self.network = network
            network.truth.clock = self.clock.now
            network.inbound = self.inbound
        self.tally = folder / "tally"
        self.forked: list[BaseProcess] = []

    @property
    def hits(self) -> int:
        """How many processes were killed with work in their hands."""
        return len(self.tally.read_text().splitlines()) if self.tally.exists() else 0

    def begin(self, do: Callable[..., None], *args: Any) -> BaseProcess:
        process = FORKS.Process(target=do, args=(self.env, str(self.folder), *args))
        process.start()
        self.forked.append(process)
        return process

    def work(self, strike: Strike | None = None, **how: Any) -> bool:
        """A worker, until nothing is left to do now; whether it was killed before that."""
        process = self.begin(work, strike, how)
        process.join(LONG)
        assert process.exitcode in (0, -signal.SIGKILL), self.said()
        return process.exitcode != 0

    def serve(self, strike: Strike | None = None, change: Change | None = None) -> BaseProcess:
        """A web server whose one process is started again whenever it dies."""
        process = self.begin(serve, self.port, strike, change)
        self.until(lambda: is_up(f"{self.url}/healthz"), "the web server to open")
        return process

    def said(self) -> str:
        return "\n".join(file.read_text()[-3000:] for file in self.folder.glob("*.log"))

    def end(self, process: BaseProcess) -> None:
        """End a web server with all that it started."""
        if process.is_alive() and process.pid:
            os.killpg(process.pid, signal.SIGKILL)
        process.join(LONG)

    def close(self) -> None:
        for process in self.forked:
            if process.is_alive():
                self.end(process)
            process.close()


def enter(env: Mapping[str, str], folder: str, name: str) -> None:
    """Be a process of that house."""
    os.setpgrp()  # so that it can be killed with all that it starts
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    log = os.open(f"{name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(log, stream)
    consult.app.Languages = lambda **_: LANGUAGES  # nobody adds one here


def work(env: Mapping[str, str], folder: str, strike: Strike | None, how: Mapping[str, Any]) -> None:
    """Work until nothing is left, and write down how much it was. `how`: `change` is run first; `only`
    names the pieces of its work."""
    enter(env, folder, "worker")
    if change := how.get("change"):
        change()
    if strike:
        hook(strike)
    hands = consult.app.create_worker(settings_here())
    pieces = [partial(getattr(worker, name), hands.parts) for name in how.get("only", ())]
    done = 0
    while any(piece(hands.parts.clock()) for piece in pieces or [hands.step]):
        done += 1
    Path(f"done-{os.getpid()}").write_text(f"{done}")


def serve(
    env: Mapping[str, str], folder: str, port: int, strike: Strike | None, change: Change | None
) -> None:
    """Serve as `consult web` does."""
    enter(env, folder, "web")
    if change:
        change()
    if strike:
        hook(strike)
    gunicorn.arbiter.Arbiter(Served(port)).run()


class Served(BaseApplication):
    """What gunicorn serves, with the words of `consult web`; read before it forks."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"127.0.0.1:{self.port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": THREADS,
            "loglevel": "warning",
            "control_socket_disable": True,
            "preload_app": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return consult.app.create_app(settings_here())


if __name__ == "__main__":
    sys.exit("This module is started by tests.")
