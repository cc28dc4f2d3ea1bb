"""`python -m bench.fanout`: one answer to everyone it is owed to; planned, then handed to a network.

The plan runs in the batches of the house, each a transaction, and says how long the longest held the
database. The network is a server on this machine that answers after `--delay`; beside the drain stands
a bare loop of the same calls, over the same kind of kept connection, which notes nothing.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import requests
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.places import database, environment, folder, free_port, served
from consult.common import outbox
from consult.common.vault import Vault, read_keys
from consult.db.unit import Database
from consult.jobs.doing import do_next
from consult.jobs.parts import Parts
from consult.jobs.sending import send_next
from consult.languages.speak import Languages
from consult.loop.close.records import Obligation
from consult.people.records import ContactPoint, HearBack, Participant, Reach
from consult.post.outcomes import Accepted, Outcome
from consult.post.records import Message
from consult.providers.port import Outbound
from tests.cast import Cast
from tests.loop.close.released import Released

GOAL, PLAN_GOAL = 0.6, 60
NOW = datetime(2027, 6, 4, 10, 0, tzinfo=UTC)
AT_ONCE = 1000


class Network:
    """A provider that makes one HTTP call for a text, as real ones do."""

    name = "console"

    def __init__(self, port: int) -> None:
        self._address = f"http://127.0.0.1:{port}/"
        self._line = requests.Session()
        self.taken = 0

    def send(self, letter: Outbound) -> Outcome:
        form = {"To": letter.to, "Body": letter.text, "Token": letter.token}
        self._line.post(self._address, data=form, timeout=10).raise_for_status()
        self.taken += 1
        return Accepted(f"n-{letter.token}")

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} has no place in this bench")


def serve(port: int, delay: float) -> None:
    """The network itself, in a process of its own."""

    class Taking(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(delay)
            self.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")

        def log_message(self, *_: object) -> None:
            pass

    ThreadingHTTPServer(("127.0.0.1", port), Taking).serve_forever()


def people(session: Session, vault: Vault, count: int) -> str:
    """A published answer that is owed to `count` people with a phone each; the id of its version."""
    released = Released(session, Cast(session, NOW), vault, NOW)
    theme = released.theme(3)
    version = released.answered(theme)
    for n in range(count):
        person = Participant(community=released.cast.community, language="en")
        number = "+44" + f"7700{n:06}"
        point = ContactPoint(lookup=vault.lookup("phone", number), sealed_number=b"", provider="console")
        point.sealed_number = vault.seal(number, row=point.id, column="contact_point.number")
        reach = Reach(
            participant=person, contact_point=point, suffix=1, hear_back=HearBack.WHOLE, since=NOW.date()
        )
        owed = Obligation(
            key=f"{person.id}:{theme.theme_id}",
            participant=person,
            round=released.round,
            theme=theme.theme,
            since=NOW.date(),
        )
        session.add_all([person, point, reach, owed])
        if n % AT_ONCE == 0:
            session.flush()
    return str(version.id)


def plan(parts: Parts, version_id: str) -> tuple[float, float]:
    """The seconds of the whole plan and of its longest batch."""
    with parts.database.work() as session:
        outbox.ask_for(session, "fan_out", key=version_id, now=NOW, version_id=version_id)
    begun, longest, more = time.perf_counter(), 0.0, True
    while more:
        batch = time.perf_counter()
        more = do_next(parts, NOW)
        longest = max(longest, time.perf_counter() - batch)
    return time.perf_counter() - begun, longest


def drain(parts: Parts, most: int) -> float:
    """Texts a second, through the house."""
    begun = time.perf_counter()
    for _ in range(most):
        if not send_next(parts, NOW):
            raise SystemExit("Fewer texts went than were planned.")
    return most / (time.perf_counter() - begun)


def loop(network: Network, most: int) -> float:
    """Texts a second, in a bare loop."""
    text = "Answer to your theme 3: We will mend the pump."
    begun = time.perf_counter()
    for n in range(most):
        network.send(Outbound(f"{n:032}", "+44" + f"7700{n:06}", text))
    return most / (time.perf_counter() - begun)


def measure(place: Path, url: str, asked: argparse.Namespace) -> str:
    vault = read_keys(place / "instance" / "keys.json")
    port = free_port()
    command = ["-m", "bench.fanout", "--serve", str(port), "--delay", str(asked.delay)]
    with (
        closing(Database.at(url)) as filled,
        served(command, port=port, env=environment(place, url, port), place=place),
    ):
        network = Network(port)
        parts = Parts(
            database=filled,
            vault=vault,
            languages=Languages(),
            providers={"console": network},  # type: ignore[dict-item]
            clock=lambda: NOW,
            hear=SimpleNamespace(),  # type: ignore[arg-type]
        )
        with filled.work() as session:
            version = people(session, vault, asked.people)
        seconds, longest = plan(parts, version)
        with filled.reading() as session:
            planned = session.scalar(select(func.count()).select_from(Message))
        if planned != asked.people:
            raise SystemExit(f"{asked.people} people are owed an answer and {planned} texts were planned.")
        bare = loop(network, asked.drain)
        house = drain(parts, asked.drain)
    return (
        f"{asked.people} people planned in {seconds:.1f} s (goal for 40,000: {PLAN_GOAL}), "
        f"longest batch {longest * 1000:.0f} ms; "
        f"drain {house:.0f}/s, bare loop {bare:.0f}/s, ratio {house / bare:.2f} (goal {GOAL})"
    )


def main(words: Sequence[str]) -> None:
    asking = argparse.ArgumentParser(prog="python -m bench.fanout", description=__doc__)
    asking.add_argument("--people", type=int, default=40_000)
    asking.add_argument("--drain", type=int, default=1000, help="how many of the texts are handed over")
    asking.add_argument("--delay", type=float, default=0.05, help="seconds that the network takes for a text")
    asking.add_argument("--postgres", action="store_true", help="also on PostgreSQL")
    asking.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    asked = asking.parse_args(words)
    if asked.serve:
        serve(asked.serve, asked.delay)
        return
    asked.drain = min(asked.drain, asked.people)
    for postgres in (False, True) if asked.postgres else (False,):
        with folder() as place, database(place, postgres=postgres) as url:
            said = measure(place, url, asked)
        print(f"fanout on {'PostgreSQL' if postgres else 'SQLite'}: {said}")


if __name__ == "__main__":
    main(sys.argv[1:])
