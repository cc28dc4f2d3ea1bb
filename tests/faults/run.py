"""A fault run: many phones, a bad network, processes killed with work in their hands; then a recount.

``python -m tests.faults.run --texts 5000 --kills 150 --seed 7 --report folder``
"""

import argparse
import json
import random
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from threading import Event, Thread

from consult.db.unit import Database
from tests.faults.house import House, Wall
from tests.faults.network import Network
from tests.faults.recount import Count, open_work, recount, reports_awaited
from tests.faults.weather import QUARTER, Rates

IN_FLIGHT = 60
"""How many phones may wait for their answer before the next one speaks."""

WAITING_SPEED = 1800.0


def phone(n: int) -> str:
    """Made-up phone `n`, up to 99,999. No text to it leaves this machine."""
    return "+44" + "77009" + f"{n:05}"


class Run:
    """`kills` are spread evenly over the texts, at a random moment and part each."""

    def __init__(
        self,
        folder: Path,
        *,
        texts: int,
        kills: int,
        seed: int,
        rates: Rates = QUARTER,
        database_url: str | None = None,
        speed: float = 60.0,
    ) -> None:
        self.texts, self.kills, self.seed, self.rates = texts, kills, seed, rates
        self.dice, self.speed = random.Random(seed), speed
        self.wall = Wall(folder / "clock", speed=speed)
        self.network = Network(rates=rates, seed=seed, clock=self.wall.now)
        self.house = House(folder, self.wall, network_url=self.network.url, database_url=database_url)
        self.network.inbound = self.house.inbound
        self.spoken = 0
        self._over = Event()

    def play(self, patience: float) -> Count:
        """All of it, in at most `patience` seconds for the speaking and again for the rest."""
        database = Database.at(self.house.database_url)
        try:
            with self.network:
                self.house.open()
                self._speak_under_kills(patience)
                self.house.until(lambda: self._quiet(database), "the work to be done", patience)
                return recount(database, self.network.truth)
        finally:
            self._over.set()
            self.house.close()
            self.wall.stop()
            database.close()

    def _speak_under_kills(self, patience: float) -> None:
        killer = Thread(target=self._kill_in_turn, daemon=True)
        killer.start()
        brought = []
        until = time.monotonic() + patience
        while self.spoken < self.texts:
            assert time.monotonic() < until, (
                f"{self.spoken} of {self.texts} texts were spoken in {patience} s"
            )
            if self.spoken - self._answered() >= IN_FLIGHT:
                time.sleep(0.02)
                continue
            brought.append(self.network.speak(phone(self.spoken), text=self.house.join))
            self.spoken += 1
        for each in brought:
            each.result(patience)
        killer.join(patience)

    def _answered(self) -> int:
        return len({each.to for each in self.network.truth.taken()})

    def _kill_in_turn(self) -> None:
        for each in range(self.kills):
            due = self.texts * (each + self.dice.random()) / (self.kills + 1)
            while self.spoken < due:
                if self._over.wait(0.01):
                    return
            part = self.dice.choice(("web", "worker"))
            self.house.until(lambda part=part: self.house.up(part) or self._over.is_set(), f"{part} to be up")  # type: ignore[misc]  # bound here
            self._over.wait(self.dice.uniform(0, 1.5))
            if self._over.is_set():
                return
            self.house.kill(part)

    def _quiet(self, database: Database) -> bool:
        """Once all that is left are reports that got lost, the hours until we ask for them fly."""
        with database.reading() as session:
            left, awaited = open_work(session), reports_awaited(session)
        self.wall.speed = WAITING_SPEED if left == awaited else self.speed
        return left == 0

    def report(self, count: Count, took: float) -> dict[str, object]:
        met = self.network.truth.report()["met"]
        return {
            "seed": self.seed,
            "texts": self.texts,
            "kills": dict(self.house.kills),
            "database": self.house.database_url.partition(":")[0],
            "seconds": round(took, 1),
            "rates": asdict(self.rates),
            "met": met,
            "whole": count.whole,
            "count": count.as_dict(),
        }


def play(folder: Path, *, report: Path | None = None, patience: float = 120.0, **how: object) -> Count:
    """One run in `folder`; its report is printed and, where wanted, laid into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(folder, **how)  # type: ignore[arg-type]  # handed through
    began = time.monotonic()
    count = run.play(patience)
    said = json.dumps(run.report(count, time.monotonic() - began), indent=1)
    sys.stdout.write(said + "\n")
    if report:
        report.mkdir(parents=True, exist_ok=True)
        (report / f"faults-{run.seed}-{run.texts}-{run.kills}.json").write_text(said)
    return count


def main() -> None:
    wishes = argparse.ArgumentParser(description="Many phones, a bad network, kills; then a recount.")
    wishes.add_argument("--texts", type=int, default=5000)
    wishes.add_argument("--kills", type=int, default=150)
    wishes.add_argument("--seed", type=int, default=1)
    wishes.add_argument("--patience", type=float, default=3600.0, help="seconds before it is given up")
    wishes.add_argument("--report", type=Path, help="a folder for the report")
    wishes.add_argument("--database", help="the address of an empty database; by default SQLite")
    wish = wishes.parse_args()
    with tempfile.TemporaryDirectory(prefix="faults") as folder:
        count = play(
            Path(folder),
            report=wish.report,
            patience=wish.patience,
            texts=wish.texts,
            kills=wish.kills,
            seed=wish.seed,
            database_url=wish.database,
        )
    sys.exit(0 if count.whole else 1)


if __name__ == "__main__":
    main()
