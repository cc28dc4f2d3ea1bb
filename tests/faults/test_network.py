"""The made-up network tells the truth of what it did, on a fine day and in each kind of weather."""

import json
import socket
import struct
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import requests

from tests.cast import number
from tests.faults.calls import Retries
from tests.faults.conftest import Client, soon
from tests.faults.door import Door
from tests.faults.network import SECRET, Network
from tests.faults.signing import signature
from tests.faults.weather import QUARTER, TAKEN, Fate, Rates, Weather

WORKED = ("CallSid=CA1234567890ABCDE", "Digits=1234", "From=+1" + "4158675309", "To=+1" + "8005551212")
FIELDS = [tuple(each.split("=")) for each in (*WORKED, "Caller=+1" + "4158675309")]


def test_it_signs_as_the_worked_examples_do() -> None:
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert signature(url, FIELDS, "12345") == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    assert signature(url + "#rc=5", FIELDS, "12345") == signature(url, reversed(FIELDS), "12345")
    twice = [("Sid", "CA"), ("SidAccount", "AC"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")]
    assert signature("https://x.y/z", twice, "12345") == "uP7Gcr1AzQv5nSoWRomFBA3FOc0="


def test_a_text_is_taken_carried_and_reported_step_by_step(
    client: Client, door: Door, network: Network
) -> None:
    made = client.send(number(1), "Hello +1 &")
    assert (made.status_code, made.json()["status"]) == (201, "queued")
    assert soon(lambda: len(door.came) == 2)
    assert door.heard("MessageStatus") == ["sent", "delivered"]
    assert set(door.heard("MessageSid")) == {made.json()["sid"]}
    for path, signed, fields in door.came:
        assert path == "/status?attempt=1"
        assert signed == signature(door.url + path, fields, SECRET)
    (text,) = network.truth.taken()
    assert (text.to, text.words, text.token, text.hidden) == (number(1), "Hello +1 &", "1", False)


def test_with_a_service_the_first_state_is_accepted_and_queued_is_told(client: Client, door: Door) -> None:
    client.network.service = "MG" + "7" * 32
    made = client.send(number(1), From="", MessagingServiceSid=client.network.service)
    assert made.json()["status"] == "accepted"
    assert soon(lambda: door.heard("MessageStatus") == ["queued", "sent", "delivered"])


def test_a_phone_that_nobody_has_is_told_late(client: Client, door: Door, network: Network) -> None:
    network.dead.add(number(1))
    assert client.send(number(1)).status_code == 201
    assert soon(lambda: door.heard("MessageStatus") == ["sent", "undelivered"])
    assert door.heard("ErrorCode") == ["30005"]


def test_who_told_the_network_to_stop_is_not_written_to(client: Client, network: Network, door: Door) -> None:
    network.speak(number(1), text=" stop ").result(60)
    assert client.send(number(1)).json()["code"] == 21610
    assert door.heard("Body") == [" stop "]
    network.speak(number(1), text="START").result(60)
    assert client.send(number(1)).status_code == 201


def test_a_text_to_us_is_signed_whole_with_all_that_is_empty(network: Network, door: Door) -> None:
    assert network.speak(number(1), text="مرحبا 👍 + a&b=c ", media=1).result(60) == 200
    ((path, signed, fields),) = door.came
    assert path == "/in?a=1%20b"
    assert signed == signature(door.url + path, fields, SECRET)
    said = dict(fields)
    assert (said["From"], said["Body"], said["FromCity"]) == (number(1), "مرحبا 👍 + a&b=c ", "")
    assert (said["NumMedia"], said["MessageSid"]) == ("1", network.truth.spoken()[0].sid)


def test_it_calls_again_as_the_address_says_and_no_more(network: Network, door: Door) -> None:
    door.statuses = [500, 503, 200]
    assert network.speak(number(1), text="again").result(60) == 200
    assert len(set(door.heard("MessageSid"))) == 1
    assert len(door.came) == 3
    door.statuses = [500] * 9
    assert network.speak(number(1), text="lost").result(60) == 500
    assert len(door.came) == 3 + 4
    network.inbound = network.inbound.partition("#")[0]
    assert network.speak(number(1), text="by default an error is the end").result(60) == 500
    assert len(door.came) == 3 + 4 + 1
    assert network.truth.report()["acknowledged"] == 1


def test_nobody_at_the_door_is_no_answer(network: Network) -> None:
    network.inbound = "http://127.0.0.1:9/in"
    assert network.speak(number(1), text="anybody?").result(60) is None
    assert network.truth.spoken()[0].answered is None


def test_the_rules_of_an_address_are_read() -> None:
    assert Retries.of("http://x/y") == Retries(1, ("ct",), 5000, 15000, 15000)
    said = Retries.of("http://x/y#rc=5&rp=4xx,rt&ct=2000&rt=3000&tt=9000")
    assert said == Retries(5, ("4xx", "rt"), 2000, 3000, 9000)
    assert (said.again("4xx"), said.again("5xx"), said.again("")) == (True, False, False)


@pytest.mark.parametrize("fate", list(Fate))
def test_each_kind_of_weather_does_what_its_name_says(client: Client, network: Network, fate: Fate) -> None:
    network.change(silence=0.2, slowness=0.1)
    network.weather.force(fate)
    status: int | None = None
    wait: str | None = None
    try:
        answer = client.send(number(1))
        status, wait = answer.status_code, answer.headers.get("Retry-After")
        code = answer.json().get("code")
    except requests.ConnectionError:
        code = None
    awaited = {
        Fate.FINE: (201, None),
        Fate.SLOW: (201, None),
        Fate.THROTTLED: (429, 20429),
        Fate.THROTTLED_BARE: (429, 20429),
        Fate.ERROR: (500, 20500),
        Fate.ERROR_TAKEN: (500, 20500),
    }
    assert (status, code) == awaited.get(fate, (None, None))
    assert (wait is not None) == (fate is Fate.THROTTLED)
    assert len(network.truth.taken()) == (fate in TAKEN)
    assert len(client.list(To=number(1)).json()["messages"]) == (fate in TAKEN)
    report = network.truth.report()
    assert report["lied_about"] == fate.endswith("_taken")
    assert report["met"][fate] >= 1


def test_silence_outlasts_the_patience_of_who_asks(client: Client, network: Network) -> None:
    network.change(silence=5)
    network.weather.force(Fate.SILENT_TAKEN)
    said = {"To": number(1), "From": network.sender, "Body": "Hello"}
    with pytest.raises(requests.ReadTimeout):
        requests.post(f"{client.base}/Messages.json", data=said, auth=client.key, timeout=0.3)
    assert len(network.truth.taken()) == 1


def test_a_taken_text_is_carried_though_who_asked_is_gone(client: Client, network: Network) -> None:
    network.change(slowness=0.3)
    network.weather.force(Fate.SLOW)
    body = urlencode({"To": number(1), "From": network.sender, "Body": "Hello"}).encode()
    key = b64encode(":".join(client.key).encode()).decode()
    place = urlsplit(client.base)
    head = (
        f"POST {place.path}/Messages.json HTTP/1.1\r\nHost: {place.netloc}\r\n"
        f"Authorization: Basic {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", network.port)) as line:
        line.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )  # as a killed process leaves it
        line.sendall(head.encode() + body)
        assert soon(network.truth.taken)
    assert soon(lambda: network.truth.taken()[0].status == "delivered")


def test_the_list_too_can_be_asked_in_bad_weather(client: Client, network: Network) -> None:
    network.weather.force(Fate.ERROR, Fate.THROTTLED)
    assert [client.list().status_code for _ in range(3)] == [500, 429, 200]


def test_while_it_is_down_who_calls_is_refused(client: Client, network: Network) -> None:
    network.down()
    with pytest.raises(requests.ConnectionError, match="refused"):
        client.send(number(1))
    network.up()
    assert client.send(number(1)).status_code == 201


def test_reports_can_be_lost_repeated_mixed_and_early(client: Client, network: Network, door: Door) -> None:
    network.change(lost=1.0)
    client.send(number(1))
    # Until it is on its phone, its own reports are not drawn yet.
    assert soon(lambda: network.truth.taken()[0].status == "delivered")
    network.change(lost=0.0, repeated=1.0)
    client.send(number(2))
    assert soon(lambda: len(door.came) == 6)
    assert door.heard("MessageStatus") == ["sent"] * 3 + ["delivered"] * 3
    assert set(door.heard("To")) == {number(2)}
    door.came.clear()
    network.change(shuffled=1.0, early=1.0)
    client.send(number(3))
    assert sorted(door.heard("MessageStatus")) == ["delivered"] * 3 + ["sent"] * 3  # before it was answered
    assert door.heard("MessageStatus") != ["sent"] * 3 + ["delivered"] * 3


def test_the_same_text_can_knock_three_times_at_once(network: Network, door: Door) -> None:
    network.change(echoed=1.0)
    assert network.speak(number(1), text="one").result(60) == 200
    assert len(door.came) == 3
    assert len(set(door.heard("MessageSid"))) == 1
    assert len(network.truth.spoken()) == 1


def test_what_is_hidden_is_neither_listed_nor_reported_and_is_known_to_be(
    client: Client, network: Network, door: Door
) -> None:
    network.change(hidden=1.0)
    network.weather.force(Fate.ERROR_TAKEN)
    client.send(number(1))
    client.send(number(1))
    assert len(client.list().json()["messages"]) == 1
    assert soon(lambda: len(door.came) == 2)
    report = network.truth.report()
    assert (report["taken"], report["hidden"]) == (2, 1)
    assert (report["doubled"], report["doubled_beyond_hidden"]) == (1, 0)
    client.send(number(1))
    assert network.truth.doubled() == (1, 2)


def test_the_list_can_lag_behind(client: Client, network: Network) -> None:
    network.change(lag=10_000.0)
    client.send(number(1))
    (text,) = network.truth.taken()
    assert text.listed_from is not None
    assert text.listed_from > text.at
    assert not client.list().json()["messages"]
    text.listed_from = text.at
    assert len(client.list().json()["messages"]) == 1


def test_the_same_seed_draws_the_same_weather_and_a_quarter_is_a_quarter() -> None:
    one, same, other = (Weather(QUARTER, seed) for seed in (1, 1, 2))
    drawn = [one.fate() for _ in range(4000)]
    assert drawn == [same.fate() for _ in range(4000)]
    assert drawn != [other.fate() for _ in range(4000)]
    bad = sum(fate not in {Fate.FINE, Fate.SLOW} for fate in drawn) / len(drawn)
    assert abs(bad - 0.25) < 0.03
    assert QUARTER.faulty == pytest.approx(0.25)
    assert set(drawn) == set(Fate)
    assert Rates().faulty == 0


def test_it_runs_as_a_process_of_its_own() -> None:
    alone = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.network", "--seed", "3"],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert alone.stdin
    assert alone.stdout
    place = json.loads(alone.stdout.readline())
    said = {"To": number(1), "From": place["sender"], "Body": "Hello"}
    uri = f"{place['url']}/2010-04-01/Accounts/{place['account']}/Messages.json"
    assert requests.post(uri, data=said, auth=(place["account"], SECRET), timeout=30).status_code == 201
    report, _ = alone.communicate('{"report": true}\n', timeout=60)
    assert json.loads(report)["taken"] == 1
    assert alone.returncode == 0
