"""`python -m bench.fanout`: one answer to everyone it is owed to; planned, then handed to a network.

The plan runs in the batches of the house, each a transaction, while another process sends signed texts
to the web server, which writes each of them down, and looks at a page: the longest wait is printed.

The network is a server on this machine that answers after `--delay`; beside the drain, in turn with it,
stands a bare loop of the same calls over the same kind of kept connection, which notes nothing. Then
texts go at several paces on the real clock, through `--hands` workers that share one line; the first
seconds, in which a line may use what it saved up, are not counted.
"""

import argparse
import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bench import intake
from bench.load import press, request
from bench.network import Network, serve
from bench.paces import pace
from bench.places import DATABASES, chosen, database, environment, folder, free_port, served
from bench.said import say
from consult.common import outbox
from consult.common.ids import new_id
from consult.common.vault import Vault, read_keys
from consult.db.unit import Database
from consult.jobs.doing import do_next
from consult.jobs.parts import Parts
from consult.jobs.sending import send_next
from consult.languages.speak import Languages
from consult.loop.close.records import Obligation
from consult.people.records import ContactPoint, HearBack, Participant, Reach
from consult.post.records import Message
from consult.providers.port import Outbound
from tests.cast import Cast
from tests.loop.close.released import Released

GOAL, PLAN_GOAL, PACE_GOAL = 0.6, 60, 0.05
NOW = datetime(2027, 6, 4, 10, 0, tzinfo=UTC)
AT_ONCE = 1000
PACES = (10, 30, 100)


def people(session: Session, vault: Vault, count: int) -> str:
    """A published answer that is owed to `count` people with a phone each: the id of its version."""
    released = Released(session, Cast(session, NOW), vault, NOW)
    theme = released.theme(3)
    version = released.answered(theme)
    for start in range(0, count, AT_ONCE):
        rows: dict[type, list[dict[str, Any]]] = {
            Participant: [],
            ContactPoint: [],
            Reach: [],
            Obligation: [],
        }
        for n in range(start, min(start + AT_ONCE, count)):
            person, point, number = new_id(), new_id(), "+44" + f"7700{n:06}"
            sealed = vault.seal(number, row=point, column="contact_point.number")
            rows[Participant].append(
                {"id": person, "community_id": released.cast.community.id, "language": "en"}
            )
            rows[ContactPoint].append(
                {
                    "id": point,
                    "lookup": vault.lookup("phone", number),
                    "sealed_number": sealed,
                    "provider": "console",
                }
            )
            rows[Reach].append(
                {
                    "id": new_id(),
                    "participant_id": person,
                    "contact_point_id": point,
                    "suffix": 1,
                    "hear_back": HearBack.WHOLE,
                    "since": NOW.date(),
                }
            )
            rows[Obligation].append(
                {
                    "id": new_id(),
                    "key": f"{person}:{theme.theme_id}",
                    "participant_id": person,
                    "round_id": released.round.id,
                    "theme_id": theme.theme_id,
                    "since": NOW.date(),
                }
            )
        for kind, made in rows.items():
            session.execute(insert(kind), made)
    return str(version.id)


def ask(port: int, key: str, line: Connection) -> None:
    """Write and look, one after the other, until told to stop; send back the longest waits of both."""
    longest, n = {"a page that writes": 0.0, "a page that reads": 0.0}, 0
    signed = intake.by_console
    while not line.poll():
        for name, asked in (
            ("a page that writes", signed(n, key, port)),
            ("a page that reads", request("/", b"", {}, port=port).replace(b"POST", b"GET", 1)),
        ):
            longest[name] = max(longest[name], press(port, [asked], connections=1).seconds)
        n += 1
        time.sleep(0.02)
    line.send((n, longest))


@contextmanager
def pages(place: Path, url: str, database: str) -> Iterator[None]:
    """Pages are asked for while the block runs; how long the longest took is said."""
    port, key = free_port(), read_keys(place / "instance" / "keys.json").cookie_key("console")
    ours, theirs = multiprocessing.Pipe()
    command = intake.house(port, 1)
    with served(command, port=port, env=environment(place, url, port), place=place):
        press(port, [intake.by_console(-n, key, port) for n in range(1, 30)], connections=4)
        asking = multiprocessing.get_context("spawn").Process(target=ask, args=(port, key, theirs))
        asking.start()
        yield
        ours.send("stop")
        asked, longest = ours.recv()
        asking.join()
    for kind, seconds in longest.items():
        say("fanout", seconds * 1000, "ms", part="longest wait", of=kind, asked=asked, database=database)


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
    """The seconds that `most` texts take through the house."""
    begun = time.perf_counter()
    for _ in range(most):
        if not send_next(parts, NOW):
            raise SystemExit("Fewer texts went than were planned.")
    return time.perf_counter() - begun


def loop(network: Network, most: int) -> float:
    """The seconds that as many take in a bare loop."""
    text = "Answer to your theme 3: We will mend the pump."
    begun = time.perf_counter()
    for n in range(most):
        network.send(Outbound(f"{n:032}", "+44" + f"7700{n:06}", text))
    return time.perf_counter() - begun


def compare(parts: Parts, network: Network, asked: argparse.Namespace, database: str) -> None:
    """The drain beside the bare loop, in turn."""
    part = max(asked.drain // asked.rounds, 1)
    bare = house = busy = 0.0
    for _ in range(asked.rounds):
        bare += loop(network, part)
        before = time.process_time()
        house += drain(parts, part)
        busy += time.process_time() - before
    texts = part * asked.rounds
    say(
        "fanout",
        texts / house,
        "texts/s",
        baseline=texts / bare,
        ratio=bare / house,
        part="drain",
        goal=GOAL,
        database=database,
        processor_ms=round(busy / texts * 1000, 1),
    )


def measure(place: Path, url: str, asked: argparse.Namespace, database: str) -> None:
    vault, port = read_keys(place / "instance" / "keys.json"), free_port()
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
        with pages(place, url, database):
            busy = time.process_time()
            seconds, longest = plan(parts, version)
            busy = time.process_time() - busy
        with filled.reading() as session:
            planned = session.scalar(select(func.count()).select_from(Message))
        if planned != asked.people:
            raise SystemExit(f"{asked.people} people are owed an answer and {planned} texts were planned.")
        say(
            "fanout",
            seconds,
            "s",
            baseline=PLAN_GOAL * asked.people / 40_000,
            ratio=seconds / PLAN_GOAL * 40_000 / asked.people,
            part="plan",
            people=asked.people,
            database=database,
            processor_s=round(busy, 1),
            longest_batch_ms=round(longest * 1000),
        )
        compare(parts, network, asked, database)
        for rate in PACES:
            went = pace(parts, network, rate, hands=asked.hands, seconds=asked.seconds)
            say(
                "fanout",
                went,
                "segments/s",
                baseline=rate,
                ratio=went / rate,
                part="pace",
                within=PACE_GOAL,
                database=database,
            )


def main(words: Sequence[str]) -> None:
    asking = argparse.ArgumentParser(prog="python -m bench.fanout", description=__doc__)
    asking.add_argument("--people", type=int, default=40_000)
    asking.add_argument("--drain", type=int, default=400, help="how many of the texts are handed over")
    asking.add_argument("--rounds", type=int, default=4, help="in how many turns with the bare loop")
    asking.add_argument("--delay", type=float, default=0.05, help="seconds that the network takes for a text")
    asking.add_argument("--hands", type=int, default=4, help="workers that keep a pace together")
    asking.add_argument("--seconds", type=float, default=10, help="how long each pace is measured")
    asking.add_argument("--database", choices=DATABASES, default="sqlite")
    asking.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    asked = asking.parse_args(words)
    if asked.serve:
        serve(asked.serve, asked.delay)
        return
    asked.drain = min(asked.drain, asked.people)
    for kind in chosen(asked.database):
        with folder() as place, database(place, postgres=kind == "postgresql") as url:
            measure(place, url, asked, kind)


if __name__ == "__main__":
    main(sys.argv[1:])
