"""The network calls our doors: signed, again by its own rules, and then never again."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import count
from queue import PriorityQueue
from select import select
from threading import Event, Thread, local
from typing import ParamSpec, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.faults.signing import HEADER, signature

FORM = "application/x-www-form-urlencoded"

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
        self._all: list[dict[str, HTTPConnection]] = []
        self._ending = Event()
        self._due: PriorityQueue[tuple[float, int, Callable[[], object]]] = PriorityQueue()
        self._count = count()
        self._hand: Thread | None = None

    def run(self, do: "Callable[P, R]", *args: "P.args", **named: "P.kwargs") -> "Future[R]":
        """Do something in one of the threads."""
        return self._threads.submit(do, *args, **named)

    def later(self, seconds: float, do: Callable[[], object]) -> None:
        """Do something in one of the threads, in a while."""
        self._due.put((time.monotonic() + seconds, next(self._count), do))
        if self._hand is None:
            self._hand = Thread(target=self._watch, daemon=True)
            self._hand.start()

    def _watch(self) -> None:
        while True:
            at, place, do = self._due.get()
            if self._ending.is_set():
                return
            left = at - time.monotonic()
            if left <= 0:
                with suppress(RuntimeError):  # it is just closing
                    self._threads.submit(do)
                continue
            self._due.put((at, place, do))
            self._ending.wait(min(left, 0.02))

    def aside(self, url: str, fields: Fields) -> Thread:
        """Call at this very moment, in a thread of its own."""
        thread = Thread(target=self._alone, args=(url, fields), daemon=True)
        thread.start()
        return thread

    def _alone(self, url: str, fields: Fields) -> None:
        self.call(url, fields)
        for line in self._lines().values():
            line.close()

    def call(self, url: str, fields: Fields) -> int | None:
        """Call and call again as the address says; the last status."""
        rules = Retries.of(url)
        until = time.monotonic() + rules.tt / 1000
        pause, status = self.pause, None
        for left in range(rules.rc, -1, -1):
            status, why = self._once(url, fields, rules, until)
            if not rules.again(failure(status, why)) or not left or time.monotonic() + pause > until:
                return status
            if self._ending.wait(pause):
                return status
            pause *= 2
        return status

    def _once(self, url: str, fields: Fields, rules: Retries, until: float) -> tuple[int | None, str]:
        left = max(0.1, until - time.monotonic())
        place = urlsplit(url.partition("#")[0])
        headers = {HEADER: signature(url, fields, self.secret), "Content-Type": FORM}
        line = self._line(place.netloc)
        try:
            if line.sock is None:
                line.timeout = min(rules.ct / 1000, left)
                line.connect()
        except OSError:
            return None, "ct"
        try:
            line.sock.settimeout(min(rules.rt / 1000, left))
            path = place.path + (f"?{place.query}" if place.query else "")
            line.request("POST", path, urlencode(list(fields)), headers)
            with line.getresponse() as answer:
                answer.read()
                return answer.status, ""
        except (OSError, HTTPException):
            line.close()
            return None, "rt"

    def _line(self, netloc: str) -> HTTPConnection:
        """A connection of this thread; a new one each call would run out of ports in a long run."""
        line = self._lines().setdefault(netloc, HTTPConnection(netloc))
        if line.sock is not None and select([line.sock], [], [], 0)[0]:
            line.close()  # the other end has closed it meanwhile
        return line

    def _lines(self) -> dict[str, HTTPConnection]:
        if not hasattr(self._own, "lines"):
            self._own.lines = {}
            self._all.append(self._own.lines)
        lines: dict[str, HTTPConnection] = self._own.lines
        return lines

    def close(self) -> None:
        self._ending.set()
        self._due.put((0.0, -1, lambda: None))  # so that who watches sees that it ends
        self._threads.shutdown(wait=True, cancel_futures=True)
        for lines in self._all:
            for line in lines.values():
                line.close()
