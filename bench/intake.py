"""`python -m bench.intake`: signed texts to rows on disk, beside the plainest view that does the same.

Both run under the same web server with the same words, one after the other, several times; the ratio
is that of their best rounds, since a machine is only ever slowed down by others.
"""

import argparse
import json
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select

from bench import bare
from bench.load import Pressed, press, request
from bench.places import database, environment, folder, free_port, served
from consult.cli.run import THREADS
from consult.common.vault import read_keys
from consult.db.unit import Database
from consult.post.records import Inbound
from consult.providers.console import webhooks
from consult.providers.console.signing import HEADER, sign

GOAL = 0.7
PHONES = 500
PATH = "/sms/console/inbound"
TEXT = "The well behind the school has been dry since March, and the road to the next one is not safe."


def texts(count: int, *, key: str, port: int) -> list[bytes]:
    """That many signed texts of made-up phones, made before the clock starts."""
    made = []
    for n in range(count):
        said = webhooks.letter("+44" + f"77009{n % PHONES:05}", f"{TEXT} ({n})")
        body = json.dumps(said, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", HEADER: sign(body, key=key)}
        made.append(request(PATH, body, headers, port=port))
    return made


def gunicorn(port: int, processes: int) -> list[str]:
    """The bare view, served as `consult web` serves the house."""
    threads = [f"--workers={processes}", f"--threads={THREADS}", "--worker-class=gthread"]
    return [
        *["-m", "gunicorn", "bench.bare:wsgi()", f"--bind=127.0.0.1:{port}", "--log-level=warning"],
        *threads,
        "--no-control-socket",
    ]


def house(port: int, processes: int) -> list[str]:
    return ["-m", "consult.cli", "web", f"--port={port}", f"--processes={processes}"]


def measure(place: Path, url: str, asked: argparse.Namespace) -> dict[str, Pressed]:
    """The best round of each."""
    key = read_keys(place / "instance" / "keys.json").cookie_key("console")
    with closing(Database.at(url)) as filled:
        bare.TABLE.create(filled.engine)
    best: dict[str, Pressed] = {}
    for _ in range(asked.rounds):
        for name, command in (("bare", gunicorn), ("house", house)):
            port = free_port()
            env = environment(place, url, port) | {"BENCH_KEY": key}
            with served(command(port, asked.processes), port=port, env=env, place=place):
                press(port, texts(200, key=key, port=port), connections=asked.connections)
                ran = press(port, texts(asked.texts, key=key, port=port), connections=asked.connections)
            if ran.refused:
                raise SystemExit(f"{name}: {ran.refused} of {ran.answers} texts were not taken.")
            if name not in best or ran.rate > best[name].rate:
                best[name] = ran
    demand_all(url, asked.rounds * (asked.texts + 200))
    return best


def demand_all(url: str, count: int) -> None:
    """Every text that was answered is a row, on both sides."""
    with closing(Database.at(url)) as filled, filled.reading() as session:
        for table in (Inbound.__table__, bare.TABLE):
            rows = session.scalar(select(func.count()).select_from(table))
            if rows != count:
                raise SystemExit(f"{count} texts were answered and {rows} rows are in {table.name}.")


def main() -> None:
    asking = argparse.ArgumentParser(prog="python -m bench.intake", description=__doc__)
    asking.add_argument("--texts", type=int, default=3000, help="texts a round")
    asking.add_argument("--rounds", type=int, default=3)
    asking.add_argument("--connections", type=int, default=8)
    asking.add_argument("--processes", type=int, default=1, help="web processes")
    asking.add_argument("--postgres", action="store_true", help="also on PostgreSQL")
    asked = asking.parse_args()
    for postgres in (False, True) if asked.postgres else (False,):
        with folder() as place, database(place, postgres=postgres) as url:
            best = measure(place, url, asked)
        ratio = best["house"].rate / best["bare"].rate
        print(
            f"intake on {'PostgreSQL' if postgres else 'SQLite'}: house {best['house'].rate:.0f}/s, "
            f"bare view {best['bare'].rate:.0f}/s, ratio {ratio:.2f} (goal {GOAL})"
        )


if __name__ == "__main__":
    main()
