"""A fault run: many phones, a bad network, processes killed with work in their hands; then a recount.

``python -m tests.faults.run`` does the whole of it on SQLite, and then on PostgreSQL with the queue of
many machines: ``--small`` a part, ``--database postgresql`` one of them, ``--seed 7 --report folder``.
"""

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from dataclasses import asdict
from pathlib import Path
from threading import Event, Thread

from consult.db.unit import Database
from consult.post.set_aside import Kind, set_aside
from tests.faults.crowd import Crowd, phone
from tests.faults.house import House, Wall
from tests.faults.network import Network
from tests.faults.postgres import postgres_here
from tests.faults.recount import Count, open_work, recount, work_now
from tests.faults.weather import STORM, Rates

FULL, SMALL = (5000, 150), (1000, 30)
"""Texts and kills."""
WAITING_SPEED = 1200.0
TIMEOUT = 1.5
"""Seconds that the house gives its network for one call; by default it gives ten."""
ROUNDS = 5
"""How often a person sends again what is in doubt, until nothing is."""
QUEUES = {"sqlite": "embedded", "postgresql": "procrastinate"}


class Run:
    """`kills` are spread evenly over the texts, at a random moment and part each."""

    def __init__(
        self,
        folder: Path,
        *,
        texts: int,
        kills: int,
        seed: int,
        rates: Rates = STORM,
        database_url: str | None = None,
        speed: float = 60.0,
        workers: int = 2,
        cold: bool = False,
    ) -> None:
        self.texts, self.kills, self.seed, self.rates = texts, kills, seed, rates
        self.dice, self.speed = random.Random(seed), speed
        self.wall = Wall(folder / "clock", speed=speed)
        self.network = Network(rates=rates, seed=seed, clock=self.wall.now)
        self.kind = "postgresql" if database_url and database_url.startswith("postgres") else "sqlite"
        self.house = House(
            folder,
            self.wall,
            network_url=self.network.url,
            database_url=database_url,
            workers=workers,
            queue=QUEUES[self.kind],
            warm=not cold,
            timeout=TIMEOUT,
        )
        self.network.inbound = self.house.inbound
        self.crowd = Crowd(self.network, join=self.house.join, seed=seed)
        self.spoken = self.by_a_person = 0
        self.seconds: dict[str, float] = {}
        self._over = Event()

    def play(self, patience: float) -> Count:
        """All of it, in at most `patience` seconds for the speaking and again for the rest."""
        database = Database.at(self.house.database_url)
        try:
            with self.network:
                self._timed("to open", self.house.open)
                self._timed("to speak", lambda: self._speak_under_kills(patience))
                self._timed("to finish", lambda: self._finish(database, patience))
                return recount(database, self.network.truth, self.house.vault)
        finally:
            self._over.set()
            self.house.close()
            self.wall.stop()
            database.close()

    def _timed(self, what: str, do: Callable[[], None]) -> None:
        began = time.monotonic()
        do()
        self.seconds[what] = round(time.monotonic() - began, 1)

    def _speak_under_kills(self, patience: float) -> None:
        killer = Thread(target=self._kill_in_turn, daemon=True)
        killer.start()
        until = time.monotonic() + patience
        while self.spoken < self.texts:
            assert time.monotonic() < until, (
                f"{self.spoken} of {self.texts} texts were spoken in {patience} s"
            )
            if self.crowd.speak(self.wall.now()):
                self.spoken += 1
            else:
                time.sleep(0.02)
        self.crowd.wait(patience)
        killer.join(patience)

    def _kill_in_turn(self) -> None:
        for each in range(self.kills):
            due = self.texts * (each + self.dice.random()) / (self.kills + 1)
            while self.spoken < due:
                if self._over.wait(0.01):
                    return
            part = self.dice.choice(("web", self.dice.choice(self.house.workers)))
            self.house.until(
                lambda part=part: self.house.up(part) or self._over.is_set(),  # type: ignore[misc]  # bound here
                f"{part} to be up",
            )
            self._over.wait(self.dice.uniform(0, 0.5))
            if self._over.is_set():
                return
            self.house.kill(part)

    def _finish(self, database: Database, patience: float) -> None:
        """Let the house do what is left. What is in doubt at the end, a person sends again."""
        for _ in range(ROUNDS):
            self.house.until(lambda: self._quiet(database), "the work to be done", patience)
            self.wall.speed = self.speed
            with database.reading() as session:
                in_doubt = set_aside(session, kind=Kind.DOUBT, most=1)
            if not in_doubt:
                return
            self.by_a_person += self._send_again()

    def _send_again(self) -> int:
        """What an operator types who was told of letters in doubt; how many there were."""
        said = self.house.consult("letters", "again", "--all", "--kind", "doubts")
        return sum(int(line.partition("\t")[2]) for line in said.splitlines() if line.startswith("doubts\t"))

    def _quiet(self, database: Database) -> bool:
        """Whether all is done. While nothing is due and nobody has anything in hand, time flies."""
        now = self.wall.now()
        with database.reading() as session:
            left, busy = open_work(session), work_now(session, now)
        self.wall.speed = self.speed if busy else WAITING_SPEED
        return left == 0

    def report(self, count: Count, took: float) -> dict[str, object]:
        return {
            "seed": self.seed,
            "database": self.kind,
            "queue": QUEUES[self.kind],
            "texts": self.texts,
            "kills": dict(self.house.kills),
            "workers": len(self.house.workers),
            "seconds": {"all": round(took, 1), **self.seconds},
            "processor": {
                part: round(used, 1)
                for part, used in {**self.house.used, "network and crowd": processor_here()}.items()
            },
            "rates": asdict(self.rates),
            "met": {str(fate): count for fate, count in sorted(self.network.truth.met.items())},
            "whole": count.whole,
            "sent_again_by_a_person": self.by_a_person,
            "count": count.as_dict(),
        }


def processor_here() -> float:
    """Seconds of processor time of this process alone: the network and the crowd."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def play(
    folder: Path, *, report: Path | None = None, patience: float = 120.0, **how: object
) -> tuple[Count, dict[str, object]]:
    """One run in `folder`; its report is printed and, where wanted, laid into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(folder, **how)  # type: ignore[arg-type]  # handed through
    began = time.monotonic()
    count = run.play(patience)
    told = run.report(count, time.monotonic() - began)
    said = json.dumps(told, indent=1)
    sys.stdout.write(said + "\n")
    sys.stdout.flush()
    if report:
        report.mkdir(parents=True, exist_ok=True)
        (report / f"faults-{run.kind}-{run.seed}-{run.texts}-{run.kills}.json").write_text(said)
    return count, told


def main() -> None:
    wishes = argparse.ArgumentParser(description="Many phones, a bad network, kills; then a recount.")
    wishes.add_argument("--small", action="store_true", help="{} texts, {} kills".format(*SMALL))
    wishes.add_argument("--texts", type=int, help=f"by default {FULL[0]}")
    wishes.add_argument("--kills", type=int, help=f"by default {FULL[1]}")
    wishes.add_argument("--seed", type=int, default=1)
    wishes.add_argument("--database", choices=tuple(QUEUES), action="append", help="by default both")
    wishes.add_argument("--workers", type=int, default=2)
    wishes.add_argument("--cold", action="store_true", help="read the code anew at every start")
    wishes.add_argument("--patience", type=float, default=3600.0, help="seconds before it is given up")
    wishes.add_argument("--report", type=Path, help="a folder for the reports")
    wish = wishes.parse_args()
    size = SMALL if wish.small else FULL
    whole = True
    for kind in wish.database or QUEUES:
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="faults"))
            url = stack.enter_context(postgres_here() if kind == "postgresql" else nullcontext())
            count, _ = play(
                Path(folder) / "run",
                report=wish.report,
                patience=wish.patience,
                texts=wish.texts or size[0],
                kills=size[1] if wish.kills is None else wish.kills,
                seed=wish.seed,
                workers=wish.workers,
                cold=wish.cold,
                database_url=url,
            )
            whole = whole and count.whole
    sys.exit(0 if whole else 1)


__all__ = ["phone", "play"]

if __name__ == "__main__":
    main()
