"""A small SMTP server on this machine: takes mails, can ask for a password, can refuse or hang up."""

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class Office:
    """What came in. `refuses`: the code with which recipients are refused; `hangs_up`: after the words."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)
    refuses: int = 0
    hangs_up: bool = False
    wants_login: bool = False


class Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        office: Office = self.server.office  # type: ignore[attr-defined]
        self._say("220 here")
        for line in iter(self.rfile.readline, b""):
            word = line.split(maxsplit=1)[0].upper().decode() if line.strip() else ""
            match word:
                case "EHLO":
                    self._say("250-here\r\n250-AUTH PLAIN\r\n250 8BITMIME")
                case "AUTH":
                    office.logins.append(base64.b64decode(line.split()[-1]))
                    self._say("235 come in")
                case "RCPT" if office.refuses:
                    self._say(f"{office.refuses} nobody of that name, dana@example.org")
                case "DATA":
                    if not self._words(office):
                        return
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 well")

    def _words(self, office: Office) -> bool:
        self._say("354 go on")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        if office.hangs_up:
            return False
        office.raw.append(b"".join(lines))
        office.taken.append(message_from_bytes(b"".join(lines), policy=default))  # type: ignore[arg-type]
        self._say("250 taken")
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def post_office() -> Iterator[Office]:
    """A server on loopback for as long as the block lasts."""
    with Server(("127.0.0.1", 0), Talk) as server:
        office = Office(port=server.server_address[1])
        server.office = office  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield office
        finally:
            server.shutdown()
            thread.join()
