"""The network calls our doors: signed, again by its own rules, and then never again."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Thread, local
from typing import ParamSpec, TypeVar
from urllib.parse import parse_qsl, urlsplit

import requests

from tests.faults.signing import HEADER, signature

Fields = Sequence[tuple[str, str]]
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Retries:
    """What stands behind # in an address, in the network's own letters; times in milliseconds."""

    rc: int = 1
    rp: tuple[str, ...] = ("ct",)
    ct: int = 5000
    rt: int = 15000
    tt: int = 15000

    @classmethod
    def of(cls, url: str) -> "Retries":
        said = dict(parse_qsl(urlsplit(url).fragment))
        numbers = {name: int(said.get(name, getattr(cls, name))) for name in ("rc", "ct", "rt", "tt")}
        return cls(rp=tuple(said.get("rp", "ct").split(",")), **numbers)

    def again(self, why: str) -> bool:
        return bool(why) and ("all" in self.rp or why in self.rp)


def failure(status: int | None, why: str) -> str:
    """What went wrong in the network's own letters; empty when it was answered well."""
    if status is None:
        return why
    return "" if status < 400 else f"{status // 100}xx"


class Caller:
    """Calls from a few threads. `pause`: seconds before the first repeat, twice as long each time."""

    def __init__(self, secret: str, *, threads: int = 8, pause: float = 0.4) -> None:
        self.secret = secret
        self.pause = pause
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="network")
        self._own = local()

    def run(self, do: "Callable[P, R]", *args: "P.args", **named: "P.kwargs") -> "Future[R]":
        """Do something in one of the threads."""
        return self._threads.submit(do, *args, **named)

    def aside(self, url: str, fields: Fields) -> Thread:
        """Call at this very moment, in a thread of its own."""
        thread = Thread(target=self.call, args=(url, fields), daemon=True)
        thread.start()
        return thread

    def call(self, url: str, fields: Fields) -> int | None:
        """Call and call again as the address says; the last status."""
        rules = Retries.of(url)
        until = time.monotonic() + rules.tt / 1000
        pause, status = self.pause, None
        for left in range(rules.rc, -1, -1):
            status, why = self._once(url, fields, rules, until)
            if not rules.again(failure(status, why)) or not left or time.monotonic() + pause > until:
                return status
            time.sleep(pause)
            pause *= 2
        return status

    def _once(self, url: str, fields: Fields, rules: Retries, until: float) -> tuple[int | None, str]:
        left = max(0.1, until - time.monotonic())
        waits = (min(rules.ct / 1000, left), min(rules.rt / 1000, left))
        headers = {HEADER: signature(url, fields, self.secret)}
        try:
            answer = self._line().post(
                url.partition("#")[0], data=list(fields), headers=headers, timeout=waits
            )
        except requests.ReadTimeout:
            return None, "rt"
        except requests.ConnectionError as fault:
            return None, "rt" if "aborted" in str(fault) else "ct"
        return answer.status_code, ""

    def _line(self) -> requests.Session:
        """A connection of this thread; a new one each call would run out of ports in a long run."""
        if not hasattr(self._own, "session"):
            self._own.session = requests.Session()
            self._own.session.trust_env = False
        session: requests.Session = self._own.session
        return session

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
