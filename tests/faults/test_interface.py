"""The made-up network answers as the published interface says, and accepts nothing else."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cast import number
from tests.faults.conftest import Client, soon
from tests.faults.interface import KNOWN, SOUGHT
from tests.faults.network import Network


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """Twilio's own description of its Messages, where the data folder has it."""
    return _data("twilio_messages_openapi.json")


def _data(name: str) -> dict[str, Any]:
    folder = os.environ.get("CONSULT_DATA")
    if not folder or not (file := Path(folder) / "sms" / name).exists():
        pytest.skip(
            f"CONSULT_DATA does not lead to sms/{name}: it was not compared with the published interface"
        )
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def plain(node: Any) -> Any:
    """The schema in words that a validator knows: `nullable` said as a type."""
    if isinstance(node, list):
        return [plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    said = {name: plain(each) for name, each in node.items()}
    if said.pop("nullable", False) and "type" in said:
        said["type"] = [said["type"], "null"]
    return said


def faults(described: dict[str, Any], schema: dict[str, Any], said: Any) -> list[str]:
    whole = plain({**schema, "components": described["components"]})
    Draft202012Validator.check_schema(whole)
    return [fault.message for fault in Draft202012Validator(whole).iter_errors(said)]


MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
ONE = "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json"
RESOURCE = {"$ref": "#/components/schemas/api.v2010.account.message"}


def named(described: dict[str, Any]) -> set[str]:
    return set(described["components"]["schemas"]["api.v2010.account.message"]["properties"])


def test_every_answer_fits_the_published_schema(
    described: dict[str, Any], client: Client, network: Network
) -> None:
    made = client.send(number(1))
    network.dead.add(number(2))
    client.send(number(2))
    network.speak(number(3), text="hello").result(60)
    assert soon(lambda: {each.status for each in network.truth.taken()} == {"delivered", "undelivered"})
    listed = client.list(PageSize="2").json()
    answers = [made.json(), client.get(made.json()["uri"]).json(), *listed["messages"]]
    answers.append(client.post(made.json()["uri"], Body="").json())
    for said in answers:
        assert not faults(described, RESOURCE, said)
        assert said.keys() == named(described)
    content = described["paths"][MESSAGES]["get"]["responses"]["200"]["content"]
    schema = content["application/json"]["schema"]
    assert not faults(described, schema, listed)
    assert listed.keys() == set(schema["properties"])
    assert made.status_code == 201
    assert "201" in described["paths"][MESSAGES]["post"]["responses"]


def test_the_check_against_the_schema_bites(described: dict[str, Any], client: Client) -> None:
    said = client.send(number(1)).json()
    assert faults(described, RESOURCE, said | {"sid": "SM1"})
    assert faults(described, RESOURCE, said | {"status": "on its way"})
    assert faults(described, RESOURCE, said | {"num_segments": 1})


def test_what_it_accepts_is_what_is_published(described: dict[str, Any]) -> None:
    form = described["paths"][MESSAGES]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    assert set(form["schema"]["properties"]) >= KNOWN
    assert {each["name"] for each in described["paths"][MESSAGES]["get"]["parameters"]} == SOUGHT | {
        "AccountSid"
    }
    change = described["paths"][ONE]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    assert "Body" in change["schema"]["properties"]


def test_what_it_tells_us_has_the_names_that_it_uses(network: Network, client: Client) -> None:
    names = _data("twilio_webhook_params.json")
    text = network.truth.get(client.send(number(1)).json()["sid"])
    assert text is not None
    network.service = text.service = "MG" + "7" * 32
    text.error = 1
    status = {name for name, _ in network.report_fields(text, "undelivered")}
    assert status <= set(names["status_callback"])
    text.body = "Stop"
    said = {name for name, _ in network.inbound_fields(text, media=1)}
    unverified = set(names["unverified"]) | {"ButtonText"}  # of another channel, or not sure to exist
    assert set(names["inbound"]) - unverified <= said <= set(names["inbound"])


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"To": ""}, 400, 21604),
        ({"To": "12"}, 400, 21211),
        ({"From": ""}, 400, 21603),
        ({"From": number(77)}, 400, 21606),
        ({"Body": ""}, 400, 21602),
        ({"Body": "a" * 1601}, 400, 21617),
        ({"StatusCallback": "nowhere"}, 400, 21609),
        ({"ValidityPeriod": "36001"}, 400, 21601),
        ({"Boby": "hello"}, 400, 20001),
    ],
)
def test_a_wrong_request_is_refused_in_its_words(
    client: Client, network: Network, wrong: dict[str, str], status: int, code: int
) -> None:
    refused = client.send(**{"to": number(1)} | wrong) if "To" not in wrong else client.send("", **wrong)
    assert refused.status_code == status
    said = refused.json()
    assert said.keys() == {"code", "message", "more_info", "status"}
    assert (said["code"], said["status"]) == (code, status)
    assert not network.truth.taken()


def test_only_its_own_key_opens_it(client: Client, network: Network) -> None:
    client.send(number(1))
    uri = f"/2010-04-01/Accounts/{network.account}/Messages.json"
    for key in (None, (network.account, "wrong"), ("AC" + "0" * 32, network.secret)):
        assert client.get(uri, auth=key).status_code == 401
    elsewhere = uri.replace(network.account, "AC" + "0" * 32)
    assert client.get(elsewhere).status_code == 401
    assert client.get("/2010-04-01/Nothing").status_code == 404
    assert client.get(uri.replace("Messages", "Messages/SM1")).status_code == 404


def test_its_list_is_found_by_phone_and_day_and_leads_from_page_to_page(client: Client) -> None:
    for n in (1, 2, 1, 1):
        client.send(number(n), f"to {n}")
    first = client.list(To=number(1), PageSize="2").json()
    second = client.get(first["next_page_uri"]).json()
    shown = [*first["messages"], *second["messages"]]
    assert len({each["sid"] for each in shown}) == 3
    assert {each["to"] for each in shown} == {number(1)}
    assert second["next_page_uri"] is None
    now = datetime.now(UTC)
    assert (
        len(client.list(DateSent_from=f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}").json()["messages"])
        == 4
    )
    assert not client.list(DateSent_from=f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}").json()["messages"]
    assert not client.list(DateSent=f"{now - timedelta(days=3):%Y-%m-%d}").json()["messages"]
    assert not client.list(DateSent_until=f"{now - timedelta(days=3):%Y-%m-%d}").json()["messages"]
    assert not client.list(From=number(77)).json()["messages"]
    assert client.list(DateSent_from="yesterday").status_code == 400


def test_a_plus_that_was_not_encoded_finds_nothing(client: Client, network: Network) -> None:
    client.send(number(1))
    uri = f"/2010-04-01/Accounts/{network.account}/Messages.json?To="
    assert not client.get(uri + number(1)).json()["messages"]
    assert len(client.get(uri + number(1).replace("+", "%2B")).json()["messages"]) == 1


def test_words_can_be_wiped_once_a_text_has_ended_and_never_before(client: Client, network: Network) -> None:
    uri = client.send(number(1), StatusCallback="").json()["uri"]
    text = network.truth.taken()[0]
    assert soon(lambda: text.status == "delivered")
    text.status = "sent"
    assert client.post(uri, Body="").json()["code"] == 20009
    text.status = "delivered"
    assert client.post(uri, Body="other").status_code == 400
    assert client.post(uri, Body="").json()["body"] == ""
    assert client.get(uri).json()["body"] == ""
    assert text.words == "Hello"


def test_who_holds_the_key_is_told_that_the_account_is_active(client: Client, network: Network) -> None:
    uri = f"/2010-04-01/Accounts/{network.account}.json"
    said = client.get(uri)
    assert (said.status_code, said.json()["status"]) == (200, "active")
    assert client.get(uri, auth=(network.account, "wrong")).status_code == 401
    assert client.get(uri.replace(network.account, "AC" + "0" * 32)).status_code == 401
    assert client.post(uri, FriendlyName="Other").status_code == 404
