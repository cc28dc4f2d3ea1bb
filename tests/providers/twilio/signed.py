"""Webhooks as Twilio would sign them, and the account of these tests."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from consult.common.vault import Vault
from consult.providers.port import Request
from consult.providers.twilio.provider import Account, Twilio
from consult.providers.twilio.signing import FORM, HEADER, Secrets, sign
from tests.cast import number

SECRET, NEXT, SHARED = "first for tests", "second for tests", "shared for tests"
ACCOUNT = "AC" + "0" * 32
SENDER = number(900)
PUBLIC = "https://house.example"
INBOUND, STATUS = f"{PUBLIC}/sms/twilio/inbound", f"{PUBLIC}/sms/twilio/status?token=t1"
Pairs = Sequence[tuple[str, str]]


def sid(n: int) -> str:
    return "SM" + f"{n:032x}"


def account(**other: object) -> Account:
    values = {
        "name": ACCOUNT,
        "sender": SENDER,
        "secrets": Secrets((SECRET, NEXT), (SHARED,)),
        "user": ACCOUNT,
        "password": SECRET,
    }
    return Account(**{**values, **other})  # type: ignore[arg-type]


def twilio(vault: Vault, now: datetime, **other: object) -> Twilio:
    return Twilio(
        account=account(**other),
        public_url=PUBLIC,
        clock=lambda: now.astimezone(UTC),
        hashes=lambda body: vault.lookups("body", body),
    )


def inbound(**other: str) -> dict[str, str]:
    """A text as it is brought, with all that Twilio says beside it."""
    return {
        "MessageSid": sid(1),
        "SmsSid": sid(1),
        "AccountSid": ACCOUNT,
        "From": number(1),
        "To": SENDER,
        "Body": "الماء + a&b=c 👍 ",
        "NumMedia": "0",
        "NumSegments": "1",
        "FromCity": "",
        "FromCountry": "GB",
        "ProfileName": "A name nobody asked for",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
        **other,
    }


def status(state: str, **other: str) -> dict[str, str]:
    """A report of a text of ours."""
    return {
        "MessageSid": sid(2),
        "AccountSid": ACCOUNT,
        "MessageStatus": state,
        "SmsStatus": state,
        "To": number(1),
        "From": SENDER,
        "RawDlrDoneDate": "2706041000",
        **other,
    }


def request(
    said: Mapping[str, str] | Pairs,
    *,
    url: str = INBOUND,
    secret: str = SECRET,
    method: str = "POST",
    kind: str = FORM,
) -> Request:
    pairs = list(said.items()) if isinstance(said, Mapping) else list(said)
    headers = {"content-type": kind, HEADER.lower(): sign(url, pairs, secret=secret)}
    return Request(method, url, headers, urlencode(pairs).encode())
