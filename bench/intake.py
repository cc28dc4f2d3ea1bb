"""`python -m bench.intake`: signed texts to rows on disk, beside the plainest view that does the same.

Both run under the same web server with the same words, in turn, round after round; the ratio is the
middle one of the rounds, so that what else the machine does meanwhile weighs on both alike. Beside it
stands the processor time that each took for a text.
"""

import argparse
import json
import statistics
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select

from bench import bare
from bench.load import Pressed, press, request
from bench.places import DATABASES, busy, chosen, database, environment, folder, free_port, served
from bench.said import say
from consult.cli.run import THREADS
from consult.common.vault import read_keys
from consult.db.unit import Database
from consult.post.records import Inbound
from consult.providers.console import webhooks
from consult.providers.console.signing import HEADER as CONSOLE_HEADER
from consult.providers.console.signing import sign as console_sign
from consult.providers.twilio.addresses import INBOUND
from consult.providers.twilio.signing import FORM, HEADER, sign

GOAL = 0.7
PHONES = 500
WARM = 200
TEXT = "The well behind the school has been dry since March, and the road to the next one is not safe."
ACCOUNT, OURS = "AC" + "0" * 32, "+44" + "7700900000"


def texts(provider: str, begin: int, count: int, *, key: str, port: int) -> list[bytes]:
    """That many signed texts of made-up phones, made before the clock starts; numbered from `begin`."""
    make = by_twilio if provider == "twilio" else by_console
    return [make(n, key, port) for n in range(begin, begin + count)]


def by_console(n: int, key: str, port: int) -> bytes:
    said = webhooks.letter("+44" + f"77009{n % PHONES:05}", f"{TEXT} ({n})")
    body = json.dumps(said, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", CONSOLE_HEADER: console_sign(body, key=key)}
    return request("/sms/console/inbound", body, headers, port=port)


def by_twilio(n: int, key: str, port: int) -> bytes:
    """All that Twilio says of a text."""
    sid = f"SM{n:032x}"
    pairs = [
        ("ToCountry", "GB"),
        ("ToState", ""),
        ("SmsMessageSid", sid),
        ("NumMedia", "0"),
        ("ToCity", ""),
        ("FromZip", ""),
        ("SmsSid", sid),
        ("FromState", ""),
        ("SmsStatus", "received"),
        ("FromCity", ""),
        ("Body", f"{TEXT} ({n})"),
        ("FromCountry", "GB"),
        ("To", OURS),
        ("ToZip", ""),
        ("NumSegments", "1"),
        ("MessageSid", sid),
        ("AccountSid", ACCOUNT),
        ("From", "+44" + f"77009{n % PHONES:05}"),
        ("ApiVersion", "2010-04-01"),
    ]
    signature = sign(f"http://127.0.0.1:{port}{INBOUND}", pairs, secret=key)
    return request(INBOUND, urlencode(pairs).encode(), {"Content-Type": FORM, HEADER: signature}, port=port)


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


Round = dict[str, tuple[Pressed, float]]
"""By "bare" and "house": how it went, and the seconds of processor time."""


def measure(place: Path, url: str, asked: argparse.Namespace) -> list[Round]:
    key = "0123456789abcdef" * 2
    if asked.provider == "console":
        key = read_keys(place / "instance" / "keys.json").cookie_key("console")
    with closing(Database.at(url)) as filled:
        bare.TABLE.create(filled.engine)
    rounds: list[Round] = []
    for number in range(asked.rounds):
        rounds.append({})
        for name, command in (("bare", gunicorn), ("house", house)):
            port = free_port()
            env = environment(place, url, port) | {
                "BENCH_KEY": key,
                "CONSULT_PROVIDERS": asked.provider,
                "TWILIO_ACCOUNT_SID": ACCOUNT,
                "TWILIO_AUTH_TOKEN": key,
                "TWILIO_FROM": OURS,
            }
            begin = number * (WARM + asked.texts)
            warm = texts(asked.provider, begin, WARM, key=key, port=port)
            measured = texts(asked.provider, begin + WARM, asked.texts, key=key, port=port)
            with served(command(port, asked.processes), port=port, env=env, place=place) as server:
                press(port, warm, connections=asked.connections)
                before = busy(server.pid)
                ran = press(port, measured, connections=asked.connections)
                spent = busy(server.pid) - before
            if ran.refused:
                raise SystemExit(f"{name}: {ran.refused} of {ran.answers} texts were not taken.")
            rounds[-1][name] = (ran, spent)
    demand_all(url, asked.rounds * (asked.texts + WARM))
    return rounds


def say_of(rounds: list[Round], *, provider: str, database: str) -> None:
    def middle(name: str) -> float:
        return statistics.median(each[name][0].rate for each in rounds)

    def cost(name: str) -> float:
        return statistics.median(each[name][1] / each[name][0].answers * 1000 for each in rounds)

    say(
        "intake",
        middle("house"),
        "texts/s",
        baseline=middle("bare"),
        ratio=statistics.median(each["house"][0].rate / each["bare"][0].rate for each in rounds),
        goal=GOAL,
        provider=provider,
        database=database,
        processor_ms=round(cost("house"), 2),
        baseline_processor_ms=round(cost("bare"), 2),
    )


def demand_all(url: str, count: int) -> None:
    """Every text that was answered is a row, on both sides."""
    with closing(Database.at(url)) as filled, filled.reading() as session:
        for table in (Inbound.__table__, bare.TABLE):
            rows = session.scalar(select(func.count()).select_from(table))
            if rows != count:
                raise SystemExit(f"{count} texts were answered and {rows} rows are in {table.name}.")


def main() -> None:
    asking = argparse.ArgumentParser(prog="python -m bench.intake", description=__doc__)
    asking.add_argument("--texts", type=int, default=2000, help="texts a round")
    asking.add_argument("--rounds", type=int, default=5)
    asking.add_argument("--connections", type=int, default=8)
    asking.add_argument("--processes", type=int, default=1, help="web processes")
    asking.add_argument("--provider", choices=("twilio", "console"), default="twilio")
    asking.add_argument("--database", choices=DATABASES, default="sqlite")
    asked = asking.parse_args()
    for kind in chosen(asked.database):
        with folder() as place, database(place, postgres=kind == "postgresql") as url:
            rounds = measure(place, url, asked)
        say_of(rounds, provider=asked.provider, database=kind)


if __name__ == "__main__":
    main()
