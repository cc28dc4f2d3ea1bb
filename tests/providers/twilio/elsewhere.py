"""A small Twilio on this machine: it answers what the test lays ready, and keeps what it was asked."""

import base64
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.cast import number
from tests.providers.twilio.signed import ACCOUNT, SENDER, sid


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    who: str
    raw: str


@dataclass
class Elsewhere:
    """`ready`: (status, JSON or bytes, headers) for each request in turn, the last one again."""

    url: str
    ready: list[tuple[int, Any, dict[str, str]]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    at: datetime | None = None

    def answers(self, status: int, said: Any = None, **headers: str) -> None:
        self.ready.append((status, said, {name.replace("_", "-"): each for name, each in headers.items()}))


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 64 * 1024  # head and body in one piece

        def take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            parts = urlsplit(self.path)
            who = base64.b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode()
            query, form = (dict(parse_qsl(each, keep_blank_values=True)) for each in (parts.query, body))
            here.asked.append(Asked(self.command, parts.path, query, form, who, self.path + body))
            status, said, headers = here.ready.pop(0) if len(here.ready) > 1 else here.ready[0]
            answer = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response_only(status)
            if here.at:
                self.send_header("Date", format_datetime(here.at.astimezone(UTC), usegmt=True))
            for name, each in {"Content-Length": str(len(answer)), **headers}.items():
                self.send_header(name, each)
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = take

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    here = Elsewhere(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield here
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def rude(pieces: list[bytes], *, pause: float = 0.0, reset: bool = False) -> Iterator[str]:
    """One who takes a whole request and then says `pieces`, or breaks off. Gives its address."""
    server = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve() -> None:
        came, _ = server.accept()
        with came:
            said = b""
            while b"ValidityPeriod=36000" not in said and (more := came.recv(65536)):
                said += more
            for piece in pieces:
                if done.wait(pause):
                    return
                try:
                    came.sendall(piece)
                except OSError:
                    return
            if reset:
                came.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}"
    done.set()
    thread.join()
    server.close()


def row(n: int, at: datetime, **other: object) -> dict[str, object]:
    """A text of ours in Twilio's list."""
    return {
        "sid": sid(n),
        "account_sid": ACCOUNT,
        "direction": "outbound-api",
        "from": SENDER,
        "to": number(1),
        "body": "Your words arrived.",
        "status": "sent",
        "num_media": "0",
        "error_code": None,
        "date_created": format_datetime(at.astimezone(UTC)),
        "date_sent": None,
        **other,
    }


def listed(*rows: dict[str, object], following: str | None = None) -> dict[str, object]:
    return {"messages": list(rows), "next_page_uri": following, "page_size": 500}
