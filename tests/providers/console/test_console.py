"""The console behaves like a network: it signs, keeps the phones, reports, and has dead numbers."""

import json
import stat
from datetime import datetime
from pathlib import Path

import pytest

from consult.post.outcomes import Accepted, Found, Missing, Why
from consult.post.records import Delivery
from consult.providers.console import webhooks
from consult.providers.console.phones import FILE, Shown, put, received
from consult.providers.console.provider import Console
from consult.providers.console.signing import HEADER, sign
from consult.providers.port import Letter, Outbound, Report, Request, Sought, Unknown
from tests.cast import number

KEY = "a key for tests"
Brought = list[tuple[str, dict[str, str], dict[str, str]]]


@pytest.fixture
def brought() -> Brought:
    """What the console brought to our door."""
    return []


@pytest.fixture
def console(tmp_path: Path, now: datetime, brought: Brought) -> Console:
    def post(address: str, body: bytes, headers: dict[str, str]) -> int:
        brought.append((address, json.loads(body), headers))
        return 200

    return Console(
        file=tmp_path / FILE, key=KEY, public_url="http://house.example", clock=lambda: now, post=post
    )


def request(said: object, *, key: str = KEY, method: str = "POST") -> Request:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return Request(
        method, "http://house.example/sms/console/inbound", {HEADER.lower(): sign(body, key=key)}, body
    )


def test_only_what_the_key_signed_is_believed(console: Console) -> None:
    good = request({"id": "a"})
    assert console.verify(good)
    assert not console.verify(request({"id": "a"}, key="another"))
    assert not console.verify(request({"id": "a"}, method="GET"))
    assert not console.verify(Request(good.method, good.url, good.headers, good.body + b" "))


def test_a_letter_and_a_report_are_read(console: Console) -> None:
    letter = {"id": "a", "from": number(1), "text": "الماء"}
    assert console.parse(request(letter)) == [Letter("a", number(1), "الماء")]
    report = {"token": "t", "id": "b", "state": "delivered"}
    assert console.parse(request(report)) == [Report(Delivery.DELIVERED, "t", "b")]
    dead = {"token": "t", "id": "b", "state": "failed", "code": "dead"}
    assert console.parse(request(dead)) == [Report(Delivery.FAILED, "t", "b", "dead", Why.NUMBER)]


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\xff\xfe",
        b"[" * 50_000,
        [],
        7,
        None,
        {},
        {"from": "x"},
        {"from": "x", "id": 3, "text": "y"},
        {"from": "", "id": "a", "text": "y"},
        {"from": "x", "id": "a" * 121, "text": "y"},
        {"token": "t", "id": "b", "state": "flying"},
        {"token": "t", "id": "b", "state": "pending"},
        {"token": 1, "id": "b", "state": "sent"},
    ],
)
def test_what_cannot_be_read_is_unknown_and_never_a_fault(console: Console, said: object) -> None:
    assert console.parse(request(said)) == [Unknown()]


def test_a_text_lies_on_its_phone_and_is_reported_sent_then_delivered(
    console: Console, tmp_path: Path, brought: Brought, now: datetime
) -> None:
    outcome = console.send(Outbound("t1", number(1), "Your words arrived."))
    assert outcome == Accepted("console-t1")
    (shown,) = received(tmp_path / FILE, to=number(1))
    assert (shown.text, shown.at) == ("Your words arrived.", now)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [said["state"] for _, said, _ in brought] == ["sent", "delivered"]
    address, said, headers = brought[1]
    assert address == "http://house.example/sms/console/status"
    assert said == {"token": "t1", "id": "console-t1", "state": "delivered", "code": ""}
    assert headers[HEADER]


def test_a_dead_number_is_accepted_and_then_fails(console: Console, tmp_path: Path, brought: Brought) -> None:
    assert console.send(Outbound("t1", number(999), "Hello")) == Accepted("console-t1")
    assert not list(received(tmp_path / FILE))
    assert [(said["state"], said["code"]) for _, said, _ in brought] == [("sent", ""), ("failed", "dead")]


def test_a_report_that_nobody_takes_changes_nothing_about_the_text(tmp_path: Path, now: datetime) -> None:
    def nobody(address: str, body: bytes, headers: dict[str, str]) -> int:
        raise ConnectionRefusedError

    console = Console(
        file=tmp_path / FILE, key=KEY, public_url="http://house.example", clock=lambda: now, post=nobody
    )
    assert console.send(Outbound("t1", number(1), "Hello")) == Accepted("console-t1")


def test_it_can_be_asked_what_became_of_a_text(console: Console, now: datetime) -> None:
    def look(token: str, n: int, name: str | None = None) -> object:
        return console.look(Sought(token, name, "", now, number(n)))

    assert look("t1", 1) == Missing()
    console.send(Outbound("t1", number(1), "Hello"))
    assert look("t1", 1) == Found("console-t1", Delivery.DELIVERED)
    assert look("t2", 999) == Missing()
    assert look("t2", 999, "console-t2") == Found("console-t2", Delivery.FAILED, "dead", Why.NUMBER)


def test_a_line_cut_short_hides_no_other(tmp_path: Path, now: datetime, console: Console) -> None:
    file = tmp_path / FILE
    console.send(Outbound("t1", number(1), "one"))
    with file.open("a") as lines:
        lines.write('{"id": "half\n')
    console.send(Outbound("t2", number(1), "two"))
    assert [shown.text for shown in received(file)] == ["one", "two"]


def test_nothing_tells_a_number_or_words(now: datetime) -> None:
    shown = [
        Outbound("t", number(1), "words"),
        Letter("a", number(1), "words"),
        Sought("t", None, "", now, number(1)),
        request({"from": number(1), "text": "words"}),
    ]
    for each in shown:
        assert number(1) not in repr(each)
        assert "words" not in repr(each)


def test_a_webhook_is_posted_for_real(tmp_path: Path) -> None:
    """Over a real socket: the body and the signature arrive as they were sent; a no is a status."""
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from threading import Thread

    seen: list[tuple[str, bytes, str]] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path, body, self.headers[HEADER]))
            self.send_response(403)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Door) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        said = webhooks.letter(number(1), "الماء")
        status = webhooks.bring("inbound", said, public_url=f"http://127.0.0.1:{server.server_port}", key=KEY)
        thread.join()
    ((path, body, signature),) = seen
    assert (status, path, json.loads(body)) == (403, "/sms/console/inbound", said)
    assert signature == sign(body, key=KEY)


def test_a_text_may_hold_what_ends_a_line_elsewhere(tmp_path: Path, now: datetime) -> None:
    shown = Shown("1", number(1), "one\u2028two\u0085three", now)
    put(tmp_path / FILE, shown)
    assert list(received(tmp_path / FILE)) == [shown]
