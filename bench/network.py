"""A network on this machine: one HTTP call for a text, answered after a while by a process of its own."""

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import local
from typing import Any

import requests

from consult.post.outcomes import Accepted, Outcome
from consult.post.segments import segments
from consult.providers.port import Outbound


class Network:
    """A provider that makes one HTTP call for a text, as real ones do."""

    name = "console"

    def __init__(self, port: int) -> None:
        self._address = f"http://127.0.0.1:{port}/"
        self._mine = local()
        self.taken: list[tuple[float, int]] = []
        """When each text was handed over, by a steady clock, and its segments."""

    def send(self, letter: Outbound) -> Outcome:
        form = {"To": letter.to, "Body": letter.text, "Token": letter.token}
        if not hasattr(self._mine, "line"):
            self._mine.line = requests.Session()
        self.taken.append((time.perf_counter(), segments(letter.text).segments))
        self._mine.line.post(self._address, data=form, timeout=10).raise_for_status()
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
