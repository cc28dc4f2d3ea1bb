"""What Twilio brings is read by name, whatever else comes along; nothing it brings is a fault."""

from datetime import datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.common.vault import Vault
from consult.post.outcomes import Why
from consult.post.records import Delivery
from consult.providers.port import Choice, Letter, Report, Request, Unknown
from consult.providers.twilio import addresses, webhooks
from consult.providers.twilio.codes import MEANS, why_failed
from consult.providers.twilio.provider import Twilio
from consult.providers.twilio.signing import FORM
from tests.cast import number
from tests.providers.twilio import signed
from tests.providers.twilio.signed import INBOUND, STATUS, inbound, request, sid, status


@pytest.fixture
def twilio(vault: Vault, now: datetime) -> Twilio:
    return signed.twilio(vault, now)


def test_a_text_is_read_and_nothing_else_is_kept(twilio: Twilio) -> None:
    (letter,) = twilio.parse(request(inbound(FromCity="JUBA", NumMedia="2")))
    assert letter == Letter(sid(1), number(1), "الماء + a&b=c 👍 ", media=2)
    assert twilio.acknowledge() == ("<Response/>", "text/xml")


def test_a_picture_without_words_is_a_text_too(twilio: Twilio) -> None:
    said = inbound(MessageSid="MM" + "a" * 32, Body="", NumMedia="1")
    assert twilio.parse(request(said)) == [Letter("MM" + "a" * 32, number(1), "", media=1)]


@pytest.mark.parametrize(
    ("opted", "body", "choice"),
    [
        ("STOP", "stop", Choice.STOP),
        ("STOP", "ARRET", Choice.STOP),
        ("HELP", "info", Choice.HELP),
        ("START", " Start", Choice.START),
        ("START", "UNSTOP", Choice.START),
        ("START", "YES", None),
        ("SNOOZE", "stop", None),
    ],
)
def test_what_the_network_did_counts_and_not_the_word(
    twilio: Twilio, opted: str, body: str, choice: Choice | None
) -> None:
    assert twilio.parse(request(inbound(Body=body, OptOutType=opted))) == [
        Letter(sid(1), number(1), body, choice=choice)
    ]
    assert twilio.parse(request(inbound(Body=body))) == [Letter(sid(1), number(1), body)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"MessageSid": ""},
        {"MessageSid": "SM1"},
        {"MessageSid": "SM" + "g" * 32},
        {"MessageSid": "SM" + "1" * 32 + "\n"},
        {"From": ""},
        {"From": "whatsapp:" + number(1)},
        {"From": "whatsapp:XX.12345"},
        {"From": "12345"},
        {"From": "BANK"},
        {"From": number(1) + "\n"},
        {"From": "+0" + "1" * 9},
        {"From": number(1).replace("7", "٧")},
    ],
)
def test_what_comes_from_no_telephone_is_unknown(twilio: Twilio, wrong: dict[str, str]) -> None:
    assert twilio.parse(request(inbound(**wrong))) == [Unknown()]


@pytest.mark.parametrize("name", ["MessageSid", "From", "Body"])
def test_without_what_a_text_needs_it_is_unknown(twilio: Twilio, name: str) -> None:
    said = {each: value for each, value in inbound().items() if each != name}
    assert twilio.parse(request(said)) == [Unknown()]
    assert twilio.parse(request([*inbound().items(), (name, sid(9))])) == [Unknown()]


@pytest.mark.parametrize("media", ["", "-1", "two", "٣", "9999999"])
def test_media_that_is_no_count_is_none(twilio: Twilio, media: str) -> None:
    (letter,) = twilio.parse(request(inbound(NumMedia=media)))
    assert isinstance(letter, Letter)
    assert letter.media == 0


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("accepted", Delivery.ACCEPTED),
        ("scheduled", Delivery.ACCEPTED),
        ("queued", Delivery.ACCEPTED),
        ("sending", Delivery.ACCEPTED),
        ("sent", Delivery.SENT),
        ("partially_delivered", Delivery.SENT),
        ("delivered", Delivery.DELIVERED),
        ("read", Delivery.DELIVERED),
    ],
)
def test_a_report_says_how_far_it_came(twilio: Twilio, said: str, state: Delivery) -> None:
    assert twilio.parse(request(status(said), url=STATUS)) == [Report(state, "t1", sid(2))]


@pytest.mark.parametrize(
    ("said", "code", "noted", "why"),
    [
        ("failed", "21610", "21610", Why.STOPPED),
        ("undelivered", "30005", "30005", Why.NUMBER),
        ("undelivered", "30007", "30007", Why.CONTENT),
        ("undelivered", "30003", "30003", Why.LATER),
        ("failed", "30001", "30001", Why.FULL),
        ("failed", "30036", "30036", Why.EXPIRED),
        ("failed", "30002", "30002", Why.SETUP),
        ("failed", "99999", "99999", Why.LATER),
        ("failed", "", "failed", Why.LATER),
        ("undelivered", "x", "undelivered", Why.LATER),
        ("canceled", "", "canceled", None),
    ],
)
def test_a_failure_says_why(twilio: Twilio, said: str, code: str, noted: str, why: Why | None) -> None:
    came = request(status(said, ErrorCode=code), url=STATUS)
    assert twilio.parse(came) == [Report(Delivery.FAILED, "t1", sid(2), noted, why)]


@pytest.mark.parametrize("said", ["flying", "", "receiving", "received", "SENT"])
def test_a_state_that_we_do_not_know_changes_nothing(twilio: Twilio, said: str) -> None:
    assert twilio.parse(request(status(said), url=STATUS)) == [Unknown()]


@pytest.mark.parametrize("query", ["", "?token=", "?token=a&token=b", "?token=a%20b", "?token=" + "a" * 65])
def test_a_report_without_our_token_still_has_twilios_name(twilio: Twilio, query: str) -> None:
    url = STATUS.partition("?")[0] + query
    assert twilio.parse(request(status("sent"), url=url)) == [Report(Delivery.SENT, None, sid(2))]


def test_a_report_brought_to_the_other_door_is_no_letter(twilio: Twilio) -> None:
    assert twilio.parse(request(status("delivered"))) == [Unknown()]
    assert twilio.parse(request(inbound(), url=STATUS)) == [Unknown()]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FORM),
        (b"\xff\xfe", FORM),
        (b"Body=%FF%FE&From=x", FORM),
        (b"{}", "application/json"),
        (b"Body=x", "text/plain"),
        (b"Body=x", ""),
        (b"&".join(b"p%d=1" % n for n in range(10_000)), FORM),
        (b"&" * 60_000, FORM),
    ],
)
def test_what_cannot_be_read_is_unknown(twilio: Twilio, body: bytes, kind: str) -> None:
    assert twilio.parse(Request("POST", INBOUND, {"content-type": kind}, body)) == [Unknown()]


@given(
    st.sampled_from([INBOUND, STATUS, "", "https://[x", "?token=\ud800"]),
    st.dictionaries(st.sampled_from([*webhooks.USED, "FromCity", "x"]), st.text(max_size=40), max_size=9),
    st.binary(max_size=60),
)
def test_reading_never_fails(url: str, said: dict[str, str], more: bytes) -> None:
    body = "&".join(f"{name}={value}" for name, value in said.items()).encode(errors="replace") + more
    for kind in (FORM, FORM.upper() + "; charset=x", "text/xml"):
        assert webhooks.read(Request("POST", url, {"content-type": kind}, body)) is not None
    assert webhooks.read(Request("POST", url, {}, body)) == Unknown()


def test_the_addresses_ask_twilio_to_be_stubborn() -> None:
    assert addresses.inbound_address("https://a.example") == (
        "https://a.example/sms/twilio/inbound#rc=5&rp=all&ct=2000&rt=3000&tt=15000"
    )
    with_token = urlsplit(addresses.status_address("https://a.example", "t_1"))
    assert (with_token.path, with_token.query) == ("/sms/twilio/status", "token=t_1")
    assert urlsplit(addresses.status_address("https://a.example")).query == ""


def test_no_code_means_two_things() -> None:
    codes = [code for each in MEANS.values() for code in each]
    assert len(codes) == len(set(codes))
    assert why_failed(None) is Why.LATER
