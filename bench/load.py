"""Clients that keep their connections: each sends the next request when the last one is answered."""

import selectors
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pressed:
    """How it went: answers in all, those that were not 200, and the seconds it took."""

    answers: int
    refused: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.answers / self.seconds


@dataclass
class Client:
    """One connection."""

    line: socket.socket
    came: bytearray = field(default_factory=bytearray)

    def send(self, request: bytes) -> None:
        self.line.sendall(request)

    def read(self) -> int | None:
        """The status of the answer once it is whole; None while some of it is on the way."""
        self.came += self.line.recv(65536)
        head, found, rest = bytes(self.came).partition(b"\r\n\r\n")
        if not found:
            return None
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if len(rest) < int(lengths[0].partition(b":")[2]):
            return None
        self.came.clear()
        return int(head.split(b" ", 2)[1])


def press(port: int, requests: Iterable[bytes], *, connections: int) -> Pressed:
    """Send all `requests` to this machine over that many connections, as fast as they are answered."""
    waiting: Iterator[bytes] = iter(requests)
    answers = refused = 0
    with selectors.DefaultSelector() as selector:
        begun = time.perf_counter()
        for request in _first(waiting, connections):
            client = Client(socket.create_connection(("127.0.0.1", port)))
            client.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.send(request)
            selector.register(client.line, selectors.EVENT_READ, client)
        while selector.get_map():
            for key, _ in selector.select():
                client = key.data
                status = client.read()
                if status is None:
                    continue
                answers += 1
                refused += status != 200
                request = next(waiting, b"")
                if request:
                    client.send(request)
                else:
                    selector.unregister(client.line)
                    client.line.close()
        return Pressed(answers, refused, time.perf_counter() - begun)


def _first(waiting: Iterator[bytes], most: int) -> Iterator[bytes]:
    for _ in range(most):
        request = next(waiting, b"")
        if request:
            yield request


def request(path: str, body: bytes, headers: dict[str, str], *, port: int) -> bytes:
    """A POST as it goes over the line."""
    lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
