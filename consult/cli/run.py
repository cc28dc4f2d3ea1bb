"""`consult web`, `consult worker`, and `consult run` for both: supervised, stopped together."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from types import FrameType

import click

from consult.settings import Settings, settings_here

THREADS = 8
PATIENCE = 15.0
"""Seconds that a part may take to finish what it has in hand before it is killed."""
SOON = 1.0
"""A part that dies again sooner than this after its start is restarted more and more slowly."""
SLOWEST = 30.0


@click.command()
@click.option("--port", type=int, envvar="PORT", default=5000, show_default=True, help="Where it listens.")
@click.option("--host", default="127.0.0.1", show_default=True, help="On which address it listens.")
@click.option("--processes", type=int, default=1, show_default=True, help="How many web processes.")
def web(port: int, host: str, processes: int) -> None:
    """Serve the pages and take in texts, without a worker."""
    settings_here()
    sys.stdout.flush()
    os.execv(  # noqa: S606 - our own server, with our own words
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "consult.app:wsgi()",
            f"--bind={host}:{port}",
            "--worker-class=gthread",
            f"--workers={processes}",
            f"--threads={THREADS}",
            "--log-level=warning",
            "--no-control-socket",
        ],
    )


@click.command()
def worker() -> None:
    """Hear and send texts, keep the dates, seal the history."""
    from consult.app import run_worker

    run_worker(settings_here(), told_to_stop())


def told_to_stop() -> Event:
    """An event that is set when the process is asked to end."""
    stop = Event()

    def ask(_: int, __: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    return stop


@dataclass
class Part:
    """One child process, started again when it dies."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    not_before: float = 0.0
    pause: float = field(default=SOON)

    def keep_up(self, at: float) -> None:
        """Start it, or see that it died and plan its next start. `at`: seconds of a steady clock."""
        if self.process is None:
            if at >= self.not_before:
                self.process = subprocess.Popen(self.command)  # noqa: S603 - our own commands
                self.started = at
            return
        status = self.process.poll()
        if status is None:
            return
        self.process = None
        self.pause = SOON if at - self.started > SLOWEST else min(self.pause * 2, SLOWEST)
        self.not_before = at + self.pause
        click.echo(f"{self.name} ended with {status}; it starts again.", err=True)

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, by: float) -> bool:
        """Wait for it until `by`, then kill it; whether it went by itself."""
        if self.process is None:
            return True
        try:
            self.process.wait(max(0.0, by - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False
        return True


def supervise(parts: list[Part], stop: Event, *, pulse: float = 0.2) -> bool:
    """Keep `parts` running until `stop`, then end them all; whether all went by themselves."""
    try:
        while not stop.is_set():
            for part in parts:
                part.keep_up(time.monotonic())
            stop.wait(pulse)
    finally:
        for part in parts:
            part.ask_to_stop()
        by = time.monotonic() + PATIENCE
        gone = [part.end(by) for part in parts]
    return all(gone)


@click.command()
@click.option("--port", type=int, envvar="PORT", default=5000, show_default=True, help="Where it listens.")
@click.option("--host", default="127.0.0.1", show_default=True, help="On which address it listens.")
def run(port: int, host: str) -> None:
    """Serve the pages and do the work, as two processes that are kept running."""
    settings = settings_here()
    os.environ.update(address(settings, host, port))
    ours = [sys.executable, "-m", "consult.cli"]
    parts = [
        Part("web", [*ours, "web", f"--port={port}", f"--host={host}"]),
        Part("worker", [*ours, "worker"]),
    ]
    click.echo(f"Consult runs at http://{host}:{port} – stop it with Ctrl-C.")
    with suppress(KeyboardInterrupt):
        if not supervise(parts, told_to_stop()):
            sys.exit(1)


def address(settings: Settings, host: str, port: int) -> dict[str, str]:
    """Where the house answers on another port than usual, so that its own phone finds its door."""
    if settings.public_url != Settings.public_url:
        return {}
    return {"CONSULT_PUBLIC_URL": f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"}  # noqa: S104
