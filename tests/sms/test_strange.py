"""Whatever comes to the door for texts: signed or 403, never a fault of ours, no word of it kept."""

import random
from typing import Any

import pytest
from sqlalchemy import select

from consult.post.records import Delivery, Inbound, Unreadable
from consult.providers.console.signing import HEADER, sign
from consult.providers.port import Letter, Report
from tests.cast import number
from tests.sms.conftest import Door

NUL, HALF = "\0", "\ud800"


def kept(door: Door, kind: type[Any]) -> list[Any]:
    with door.site.database.reading() as session:
        found = list(session.scalars(select(kind)))
        session.expunge_all()
        return found


def bring(door: Door, body: bytes, kind: str | None, *, what: str = "inbound", key: str = "") -> int:
    headers = {HEADER: sign(body, key=key or door.parts.console_key)}
    if kind is not None:
        headers["Content-Type"] = kind
    status: int = door.site.client().post(f"/sms/console/{what}", data=body, headers=headers).status_code
    return status


def test_a_signed_riddle_is_noted_once_as_a_hash_and_answered_200(door: Door) -> None:
    for _ in range(3):
        assert door.post("inbound", b'{"secret": 1').status_code == 200
    assert door.post("status", b'{"secret": 1').status_code == 200, "another address is another request"
    noted = kept(door, Unreadable)
    assert len(noted) == 2
    assert all(len(each.digest) == 64 and "secret" not in each.digest for each in noted)


@pytest.mark.parametrize(
    "said",
    [
        {"id": f"a{NUL}b", "from": number(1), "text": "water"},
        {"id": f"a{HALF}b", "from": number(1), "text": "water"},
        {"id": "a", "from": f"{HALF}", "text": "water"},
        {"id": "a", "from": f"{NUL}", "text": "water"},
        {"id": "a", "from": "1" * 10_000, "text": "water"},
        {"id": "a" * 121, "from": number(1), "text": "water"},
        {"token": f"t{NUL}", "id": "p", "state": "sent"},
        {"token": f"t{HALF}", "id": "p", "state": "sent"},
        {"token": "t", "id": f"p{NUL}", "state": "sent"},
    ],
)
def test_what_no_database_keeps_is_a_riddle_too(door: Door, said: dict[str, str]) -> None:
    assert door.post("inbound", said).status_code == 200
    assert not kept(door, Inbound)
    assert len(kept(door, Unreadable)) == 1


def test_the_words_of_a_letter_lose_what_no_database_keeps(door: Door) -> None:
    said = {"id": "a", "from": number(1), "text": f"wa{NUL}ter{HALF}"}
    assert door.post("inbound", said).status_code == 200
    assert len(kept(door, Inbound)) == 1
    assert not kept(door, Unreadable)


@pytest.mark.parametrize("event", [Letter("", number(1), "x"), Report(Delivery.SENT, "t", code="x" * 41)])
def test_no_provider_has_to_guard_the_database(
    door: Door, event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door.parts.providers["console"], "parse", lambda _: [event])
    assert door.post("inbound", b"x").status_code == 200
    assert len(kept(door, Unreadable)) == 1


def test_a_provider_that_trips_over_what_was_signed_is_no_fault(
    door: Door, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def trip(_: object) -> Any:
        raise ValueError("the words themselves")

    monkeypatch.setattr(door.parts.providers["console"], "parse", trip)
    assert door.post("inbound", b"x").status_code == 200
    assert "the words themselves" not in caplog.text
    assert len(kept(door, Unreadable)) == 1


LARGE = b"x" * 2**20
MANY = b"&".join(b"p%d=1" % n for n in range(10_000))
KINDS = (
    None,
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "multipart/form-data",
    "text/plain; charset=nothing",
    "\u00e9\u00e9",
)


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize("sent_as", KINDS)
@pytest.mark.parametrize("body", [b"\xff\xfe\0", LARGE, MANY, b"--b\r\n" * 5000, b"a=%ff%00&a=1&a"])
def test_no_body_of_any_kind_becomes_a_fault(door: Door, body: bytes, sent_as: str | None) -> None:
    """10,000 parameters, a mebibyte, broken letters: too large is refused unread, the rest is a riddle."""
    large = len(body) > 64 * 1024
    assert bring(door, body, sent_as) == (403 if large else 200)
    assert bring(door, body, sent_as, key="guessed") == 403
    assert not kept(door, Inbound)
    assert len(kept(door, Unreadable)) == (0 if large else 1)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_five_hundred_broken_letters_change_nothing(door: Door) -> None:
    """A letter of which some bytes were changed: signed as it came it is read or noted, else refused."""
    chance = random.Random(20270604)
    good = b'{"id": "a", "from": "' + number(1).encode() + b'", "text": "water"}'
    for _ in range(500):
        broken = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert bring(door, bytes(broken), chance.choice(KINDS), key="guessed") == 403
        assert bring(door, bytes(broken), chance.choice(KINDS)) == 200
