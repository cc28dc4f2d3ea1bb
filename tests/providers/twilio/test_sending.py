"""Handing over, over real connections: taken, refused, not now, or nobody knows; never twice."""

import socket
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from consult.common.vault import Vault
from consult.post.outcomes import Accepted, Ambiguous, Rejected, Throttled, Why
from consult.providers.port import Outbound
from consult.providers.twilio import calling as calls
from consult.providers.twilio.calling import Broken, NotSent
from consult.providers.twilio.codes import FULL_PAUSE
from consult.providers.twilio.provider import MOST_ASKED, Twilio
from tests.cast import number
from tests.providers.twilio import signed
from tests.providers.twilio.elsewhere import Elsewhere, rude
from tests.providers.twilio.signed import ACCOUNT, PUBLIC, SECRET, SENDER, sid

LETTER = Outbound("t_1", number(1), "الماء + a&b=c 👍 ")
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"


def test_a_text_is_handed_over_whole(calling: Twilio, there: Elsewhere) -> None:
    there.answers(201, {"sid": sid(7), "status": "queued"})
    assert calling.send(LETTER) == Accepted(sid(7))
    (asked,) = there.asked
    assert (asked.method, asked.path, asked.who) == ("POST", MESSAGES, f"{ACCOUNT}:{SECRET}")
    assert asked.form == {
        "To": number(1),
        "From": SENDER,
        "Body": "الماء + a&b=c 👍 ",
        "StatusCallback": f"{PUBLIC}/sms/twilio/status?token=t_1#rc=5&rp=all&ct=2000&rt=3000&tt=15000",
        "ValidityPeriod": "36000",
        "SmartEncoded": "false",
    }


def test_a_service_sends_by_its_name_and_a_key_with_its_own_secret(
    there: Elsewhere, vault: Vault, now: datetime
) -> None:
    there.answers(201, {"sid": sid(7)})
    service = "MG" + "a" * 32
    provider = signed.twilio(vault, now, url=there.url + "/", sender=service, user="SK1", password="of key")
    assert provider.send(LETTER) == Accepted(sid(7))
    provider.line.close()
    (asked,) = there.asked
    assert (asked.form["MessagingServiceSid"], asked.who) == (service, "SK1:of key")
    assert "From" not in asked.form


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [
        (400, {"code": 21610}, Rejected(Why.STOPPED, "21610")),
        (400, {"code": 21211}, Rejected(Why.NUMBER, "21211")),
        (400, {"code": 21617}, Rejected(Why.CONTENT, "21617")),
        (400, {"code": 21606}, Rejected(Why.SETUP, "21606")),
        (401, {"code": 20003}, Rejected(Why.SETUP, "20003")),
        (401, b"no", Rejected(Why.SETUP, "401")),
        (404, {}, Rejected(Why.SETUP, "404")),
        (400, {"code": 12}, Rejected(Why.LATER, "12")),
        (413, b"<html>", Rejected(Why.LATER, "413")),
        (400, {"code": 21611}, Throttled(FULL_PAUSE)),
        (429, {"code": 20429}, None),
        (429, b"", None),
        (400, {"code": 14107}, None),
        (400, {"code": 20500}, Ambiguous()),
        (408, b"", Ambiguous()),
        (500, {"code": 20500}, Ambiguous()),
        (503, b"", Ambiguous()),
        (301, b"", Ambiguous()),
        (201, {}, Ambiguous()),
        (201, {"sid": "../Messages"}, Ambiguous()),
        (201, {"sid": 7}, Ambiguous()),
        (201, b"[" * 50_000, Ambiguous()),
        (201, b'["x"]', Ambiguous()),
        (204, b"", Ambiguous()),
    ],
)
def test_each_answer_has_its_outcome(
    calling: Twilio, there: Elsewhere, status: int, said: object, outcome: object
) -> None:
    there.answers(status, said)
    got = calling.send(LETTER)
    assert isinstance(got, Throttled) if outcome is None else got == outcome
    assert len(there.asked) == 1  # never again by itself


def test_it_waits_as_long_as_it_is_told(calling: Twilio, there: Elsewhere) -> None:
    for asked, waits in (("17", 17), ("99999", MOST_ASKED)):
        there.ready.clear()
        there.answers(429, {"code": 20429}, Retry_After=asked)
        assert calling.send(LETTER) == Throttled(timedelta(seconds=waits))


def test_untold_it_waits_longer_each_time_and_not_for_ever(calling: Twilio, there: Elsewhere) -> None:
    there.answers(429, {}, Retry_After="soon")
    waits = []
    for _ in range(12):
        got = calling.send(LETTER)
        assert isinstance(got, Throttled)
        waits.append(got.after.total_seconds())
    assert 3 < waits[0] < 7
    assert waits[4] > waits[0] * 5
    assert max(waits) <= 750
    there.ready[:] = [(201, {"sid": sid(1)}, {})]
    calling.send(LETTER)
    there.ready[:] = [(429, {}, {})]
    again = calling.send(LETTER)
    assert isinstance(again, Throttled)
    assert again.after.total_seconds() < 7


def test_a_redirect_is_not_followed(calling: Twilio, there: Elsewhere) -> None:
    there.answers(307, b"", Location=f"{there.url}/elsewhere")
    assert calling.send(LETTER) == Ambiguous()
    assert [each.path for each in there.asked] == [MESSAGES]


def sent_to(url: str, vault: Vault, now: datetime) -> object:
    provider = signed.twilio(vault, now, url=url)
    try:
        return provider.send(LETTER)
    finally:
        provider.line.close()


def test_where_nobody_listens_nothing_was_sent(vault: Vault, now: datetime) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = f"http://127.0.0.1:{server.getsockname()[1]}"
    assert isinstance(sent_to(closed, vault, now), Throttled)


def test_where_the_line_cannot_be_made_secret_nothing_was_sent(
    there: Elsewhere, vault: Vault, now: datetime
) -> None:
    assert isinstance(sent_to(there.url.replace("http", "https"), vault, now), Throttled)
    assert not there.asked


@pytest.mark.parametrize(
    "make",
    [
        lambda: rude([]),
        lambda: rude([], reset=True),
        lambda: rude([b"HTTP/1.1 201 Created\r\nContent-Le"]),
        lambda: rude([b"HTTP/1.1 201 Created\r\nContent-Length: 90\r\n\r\n", b'{"sid": "S']),
        lambda: rude([b"who are you?\r\n\r\n"]),
        lambda: rude([b"HTTP/1.1 201 Created\r\n\r\n", *[b"x" * 2**20] * 12]),
        lambda: rude([b"HTTP/1.1 201 Created\r\n\r\n"], pause=30),
        lambda: rude([b"HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n", *[b" "] * 900], pause=0.1),
    ],
    ids=["closed", "reset", "half a head", "half a body", "no HTTP", "endless", "silent", "drop by drop"],
)
def test_what_broke_after_it_was_written_nobody_knows(
    make: Callable[[], object], vault: Vault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "READ", 1.0)
    monkeypatch.setattr(calls, "TOTAL", 4.0)
    with make() as url:  # type: ignore[attr-defined]
        assert sent_to(url, vault, now) == Ambiguous()


def test_the_account_is_looked_at(calling: Twilio, there: Elsewhere) -> None:
    for status, said, found in (
        (200, {"status": "active"}, None),
        (200, {"status": "suspended"}, Rejected(Why.SETUP, "suspended")),
        (404, b"", Rejected(Why.SETUP, "404")),
        (401, {"code": 20003}, Rejected(Why.SETUP, "20003")),
        (500, {}, Broken()),
        (429, {}, Broken()),
    ):
        there.ready[:] = [(status, said, {})]
        assert calling.check() == found
    assert {each.path for each in there.asked} == {f"/2010-04-01/Accounts/{ACCOUNT}.json"}


def test_words_are_wiped_there(calling: Twilio, there: Elsewhere) -> None:
    for status, gone in ((200, True), (404, True), (400, False), (500, False)):
        there.ready[:] = [(status, {}, {})]
        assert calling.wipe(sid(3)) is gone
    assert {each.path for each in there.asked} == {f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid(3)}.json"}
    assert all(each.form == {"Body": ""} for each in there.asked)
    before = len(there.asked)
    assert calling.wipe("../../Calls") is False
    assert len(there.asked) == before


def test_nothing_tells_a_secret(calling: Twilio) -> None:
    assert SECRET not in repr(calling.line)
    assert SECRET not in repr(calling)
    assert NotSent() != Broken()
