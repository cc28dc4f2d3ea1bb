"""F7. No name, no connection, no trust, no answer, or an answer that drips for ever: nobody waits long.

Where nothing can have been written the text waits in its place; where it may have been, we look first.
"""

import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from threading import enumerate as threads

import pytest
import requests

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.post.outcomes import Accepted, Ambiguous, Outcome, Throttled
from consult.post.records import Delivery
from consult.providers.port import Outbound
from consult.providers.twilio import calling
from tests.cast import number
from tests.faults.network import Network
from tests.faults.office import office, twilio
from tests.faults.sizes import noted, size
from tests.faults.weather import Fate, Rates

LETTER = Outbound("t_1", number(1), "Your words arrived.")
HEAD = b"HTTP/1.1 201 Created\r\nContent-Length: 9999\r\n"
PATIENCE = float(size(1, 10))
"""Seconds: as the house has it in the full run, a tenth of that in every run."""
SLACK = 10.0
"""For a machine that is busy. Who is not cut hangs far longer."""


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    assert calling.TOTAL <= 10, "no call may take longer"
    assert max(calling.CONNECT, calling.READ) < calling.TOTAL
    if PATIENCE < calling.TOTAL:
        monkeypatch.setattr(calling, "TOTAL", PATIENCE)


@contextmanager
def dripping(start: bytes, *, secret: ssl.SSLContext | None = None) -> Iterator[str]:
    """One who says `start` and then a letter every tenth of a second, for ever. Gives its address."""
    server, done = socket.create_server(("127.0.0.1", 0)), Event()

    def drip() -> None:
        came, _ = server.accept()
        with came:
            try:
                came.sendall(start)
                while not done.wait(0.1):
                    came.sendall(b"x")
            except OSError:
                return

    thread = Thread(target=drip)
    thread.start()
    yield f"{'https' if secret else 'http'}://127.0.0.1:{server.getsockname()[1]}"
    done.set()
    thread.join()
    server.close()


def timed(vault: Vault, url: str) -> tuple[Outcome, float]:
    provider = twilio(vault, url, lambda: datetime.now(UTC))
    began = time.monotonic()
    try:
        return provider.send(LETTER), time.monotonic() - began
    finally:
        provider.line.close()


DRIPS: dict[str, Callable[[], AbstractContextManager[str]]] = {
    "body": lambda: dripping(HEAD + b"\r\n"),
    "headers": lambda: dripping(HEAD + b"X-Slow: "),
    "first line": lambda: dripping(b"H"),
    "a handshake": lambda: dripping(b"\x16\x03\x03\x40\x00", secret=ssl.create_default_context()),
}


@pytest.mark.parametrize("where", DRIPS)
def test_an_answer_that_drips_for_ever_is_cut(vault: Vault, where: str) -> None:
    before = set(threads())
    with DRIPS[where]() as url:
        outcome, took = timed(vault, url)
        noted("F7", drips_in=where, took=round(took, 2), outcome=type(outcome).__name__)
        written = where != "a handshake"
        assert isinstance(outcome, Ambiguous if written else Throttled), "what may be written is looked for"
        assert took < PATIENCE + SLACK
    until = time.monotonic() + 60
    while set(threads()) - before and time.monotonic() < until:
        time.sleep(0.02)
    assert not set(threads()) - before, "nothing of ours still hangs on that line"


def test_the_time_out_of_requests_alone_would_wait_for_ever() -> None:
    """Why we count for ourselves: bytes that keep coming keep such a time-out from ever being reached."""
    with dripping(HEAD + b"X-Slow: ") as url:
        came = Event()

        def ask() -> None:
            with suppress(requests.RequestException):
                requests.get(url, timeout=(2, 2))
            came.set()

        asking = Thread(target=ask)
        asking.start()
        assert not came.wait(5.0), "its time-out has passed twice"
    asking.join()


def test_a_name_server_that_never_answers_holds_nobody_up_and_nothing_is_sent_after_all(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the name be found once nobody waits for it, the text is not handed over behind our back."""
    with Network() as network:
        real, found = socket.getaddrinfo, Event()
        held = Event()

        def slow(*given: object, **named: object) -> object:
            held.set()
            found.wait(PATIENCE + 3 * SLACK)
            return real(*given, **named)  # type: ignore[arg-type]  # handed through

        monkeypatch.setattr(socket, "getaddrinfo", slow)
        before = set(threads())
        outcome, took = timed(vault, network.url)
        assert isinstance(outcome, Throttled)
        assert took < PATIENCE + SLACK
        found.set()
        for each in set(threads()) - before:
            each.join(60)
        assert held.is_set()
        assert not network.truth.taken()


def trusted_by_nobody(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS with a certificate that it wrote for itself."""
    files = [str(folder / "key.pem"), str(folder / "cert.pem")]
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    made += ["-keyout", files[0], "-out", files[1], "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files[1], files[0])
    return context


@contextmanager
def network_that(how: str, folder: Path) -> Iterator[tuple[str, Network]]:
    """The address of a network that cannot be reached, by how."""
    with Network() as network:
        if how == "has an unknown certificate":
            assert network._server is not None
            network._server.socket = trusted_by_nobody(folder).wrap_socket(
                network._server.socket, server_side=True, do_handshake_on_connect=False
            )
        if how == "refuses":
            network.down()
        urls = {
            "has no name": "http://nobody.invalid",
            "has an unknown certificate": network.url.replace("http", "https"),
        }
        yield urls.get(how, network.url), network


@pytest.mark.parametrize("how", ["refuses", "has no name", "has an unknown certificate"])
def test_who_was_not_reached_was_sent_nothing(vault: Vault, tmp_path: Path, how: str) -> None:
    with network_that(how, tmp_path) as (url, network):
        outcome, took = timed(vault, url)
        noted("F7", network=how, took=round(took, 2), outcome=type(outcome).__name__)
        assert isinstance(outcome, Throttled), "it waits in its place and no try is counted"
        assert took < PATIENCE + SLACK
        assert not network.truth.taken()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_silence_and_cut_lines_cost_nobody_a_text_and_nobody_two(
    database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mixture of time-outs and resets, taken and not: as with errors, we look before we send again."""
    people = size(16, 500)
    rates = Rates(silent=0.06, silent_taken=0.08, reset=0.1, reset_taken=0.12, silence=30.0, lag=45.0)
    monkeypatch.setattr(calling, "TOTAL", 1.0)
    with office(database, vault, rates=rates, seed=7) as house:
        house.write(people)
        house.work()
        given_up = house.states().get(Delivery.FAILED, 0)
        report = house.network.truth.report()
        noted("F7", texts=people, met=report["met"], resent=house.resent(), extra=report["doubled"])
        assert report["doubled"] == 0
        assert int(str(report["lied_about"])) > 0
        assert len(house.phones()) >= people - given_up
        assert set(house.codes(Delivery.FAILED)) <= {"unknown"}


def test_after_a_cut_line_the_next_call_goes_through(vault: Vault) -> None:
    with Network() as network:
        network.carry = lambda text: None  # type: ignore[method-assign]
        network.change(silence=30.0)
        network.weather.force(Fate.SILENT)
        provider = twilio(vault, network.url, lambda: datetime.now(UTC))
        assert isinstance(provider.send(LETTER), Ambiguous)
        assert isinstance(provider.send(LETTER), Accepted)
        provider.line.close()
