"""Where requests come in: a real HTTP server that can answer, stay silent or cut the line."""

import binascii
import json
import re
import socket
import struct
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from tests.faults.interface import Answer, Refusal, account
from tests.faults.truth import Text
from tests.faults.weather import LIES, Fate

if TYPE_CHECKING:
    from tests.faults.network import Network

ACCOUNT = re.compile(r"/2010-04-01/Accounts/(?P<account>[^/.]+)\.json")
ADDRESS = re.compile(r"/2010-04-01/Accounts/(?P<account>[^/]+)/Messages(?:/(?P<sid>[^/]+))?\.json")
CUT = frozenset({Fate.RESET, Fate.RESET_TAKEN, Fate.SILENT, Fate.SILENT_TAKEN})
LISTENING = 128


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = LISTENING

    def __init__(self, port: int, network: "Network") -> None:
        self.network = network
        super().__init__(("127.0.0.1", port), Desk)

    def handle_error(self, request: object, client_address: object) -> None:
        """Callers that were killed in the middle are what this network is for."""


class Desk(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else an answer waits for the caller's next word
    server: Server

    def log_message(self, *_: object) -> None:
        """Say nothing: addresses hold numbers."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The header Date, by the network's own clock."""
        return super().date_time_string(timestamp or self.server.network.truth.clock().timestamp())

    def do_GET(self) -> None:
        self._serve(self._read)

    def do_POST(self) -> None:
        self._serve(self._write)

    def _serve(self, do: object) -> None:
        network = self.server.network
        self.said = self._form()
        fate = network.weather.fate()
        text: Text | None = None
        try:
            whose, sid = self._place()
            self._demand_key(whose)
            network.truth.met[fate] += 1
            answer, text = do(sid, fate)  # type: ignore[operator]  # one of the two below
        except Refusal as refused:
            answer = refused.answer
        try:
            self._answer(answer, fate, text)
        finally:  # who asked may be gone: what was taken is carried all the same
            if text is not None and not self.carried:
                network.carry(text)

    def _read(self, sid: str | None, fate: Fate) -> tuple[Answer, None]:
        network, asked = self.server.network, urlsplit(self.path)
        if fate in {Fate.THROTTLED, Fate.THROTTLED_BARE}:
            return self._refused(fate), None
        if ACCOUNT.fullmatch(asked.path):
            return Answer(200, account(network.account, network.truth.clock())), None
        if sid:
            return Answer(200, network.one(sid).resource(network.account)), None
        return network.page(dict(parse_qsl(asked.query, keep_blank_values=True)), asked.path), None

    def _write(self, sid: str | None, fate: Fate) -> tuple[Answer, Text | None]:
        network = self.server.network
        if sid:
            if fate not in LIES | {Fate.FINE, Fate.SLOW}:
                return self._refused(fate), None
            return network.wipe(sid, self.said), None
        return network.send(self.said, fate)

    def _refused(self, fate: Fate) -> Answer:
        from tests.faults.network import refusal

        return refusal(fate).answer

    def _answer(self, answer: Answer, fate: Fate, text: Text | None) -> None:
        network = self.server.network
        self.carried = False
        if text is not None and network.weather.happens("early"):
            self.carried = True
            if told := network.carry(text, early=True):
                told.result(60)
        if fate is Fate.SLOW:
            network.ending.wait(network.weather.rates.slowness)
        if fate in {Fate.SILENT, Fate.SILENT_TAKEN}:
            network.ending.wait(network.weather.rates.silence)
        if fate in CUT:
            self._cut()
        elif fate in {Fate.ERROR, Fate.ERROR_TAKEN}:
            self._say(self._refused(Fate.ERROR))
        else:
            self._say(answer)

    def _say(self, answer: Answer) -> None:
        body = json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _cut(self) -> None:
        """The other end reads a reset, not an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def _form(self) -> dict[str, str]:
        length = int(self.headers.get("Content-Length") or 0)
        return dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))

    def _place(self) -> tuple[str, str | None]:
        path = urlsplit(self.path).path
        itself = ACCOUNT.fullmatch(path) if self.command == "GET" else None
        found = itself or ADDRESS.fullmatch(path)
        if found is None:
            raise Refusal(404, 20404, "The requested resource was not found")
        return found["account"], None if itself else found["sid"]

    def _demand_key(self, account: str) -> None:
        network = self.server.network
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        try:
            opened = b64decode(given, validate=True).decode() if kind == "Basic" else ""
        except (binascii.Error, UnicodeDecodeError):
            opened = ""
        if opened != f"{network.account}:{network.secret}" or account != network.account:
            raise Refusal(401, 20003, "Authenticate")
