"""Processes that start warm: each is forked from one that has read all the code and done nothing yet.

What it does from then on is what `consult …` does. A hundred and fifty cold starts would be minutes of
reading modules, of which a kill learns nothing; `--cold` in run.py starts every process from nothing.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol


class Child(Protocol):
    """A process of the house, cold or warm."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...


class Forked:
    """A process that somebody else has to bury. Its status is not known, only that it ended."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return -signal.SIGKILL
        return None

    def wait(self, timeout: float | None = None) -> int:
        until = time.monotonic() + (timeout or 1e9)
        while (status := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("a forked process", timeout or 0)
            time.sleep(0.005)
        return status


class Nursery:
    """Starts `consult …` in `folder` with `env`, each in a session of its own."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self._mother = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=folder,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.pid = self._mother.pid

    def start(self, words: list[str], log: Path) -> Forked:
        assert self._mother.stdin
        assert self._mother.stdout
        self._mother.stdin.write(json.dumps([words, str(log)]) + "\n")
        self._mother.stdin.flush()
        return Forked(int(self._mother.stdout.readline()))

    def close(self) -> None:
        self._mother.communicate(timeout=60)


def main() -> None:
    import gunicorn.app.wsgiapp
    import gunicorn.workers.gthread  # noqa: F401 - likewise

    import consult.cli.run
    import consult.queue.procrastinate  # noqa: F401 - so that it is read before anything is forked
    from consult.app import Languages

    Languages()  # what it reads is read
    gc.freeze()
    signal.signal(signal.SIGCHLD, _bury)
    for line in sys.stdin:
        words, log = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(words, log)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _bury(*_: object) -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become(words: list[str], log: str) -> None:
    """In the child: `consult` with `words`, to its end."""
    from consult.cli import main as consult

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()  # so that a kill takes the children along, as a power cut does
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    said = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.execv = _serve  # type: ignore[assignment]  # the web process goes on as the server without reading it anew
    try:
        consult(args=words, standalone_mode=False)
    finally:
        os._exit(0)


def _serve(_: str, words: list[str]) -> None:
    from gunicorn.app.wsgiapp import run

    sys.argv = words[2:]
    run()


if __name__ == "__main__":
    main()
