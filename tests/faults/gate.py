"""The whole application in this process, with Twilio on: what the network calls is its real doors."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy import func, select

from consult.app import build_house, create_app, sms_parts
from consult.db.unit import Database
from consult.settings import Settings
from consult.sms.parts import SmsParts
from tests.cast import number
from tests.faults.network import ACCOUNT, SECRET, SENDER
from tests.faults.signing import HEADER, signature

PUBLIC = "https://house.example"
INBOUND, STATUS = "/sms/twilio/inbound", "/sms/twilio/status"
FORM = "application/x-www-form-urlencoded"
NEXT = "the-" + "next-" + "made-up-" + "secret"
Pairs = Sequence[tuple[str, str]]


@dataclass
class Gate:
    """`knock` brings a body as it is; `bring` signs and brings a form."""

    client: FlaskClient
    parts: SmsParts
    database: Database

    def knock(self, path: str, body: bytes, headers: dict[str, str], **more: Any) -> int:
        answer = self.client.post(path, data=body, headers=headers, **more)
        status: int = answer.status_code
        answer.close()
        return status

    def bring(self, path: str, pairs: Pairs, *, secret: str = SECRET) -> int:
        signed = signature(PUBLIC + path, pairs, secret)
        return self.knock(path, urlencode(pairs).encode(), {"Content-Type": FORM, HEADER: signed})

    def rows(self, *kinds: type[Any]) -> list[int]:
        with self.database.reading() as session:
            return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]


@contextmanager
def gate(folder: Path, database: Database, database_url: str, **more: Any) -> Iterator[Gate]:
    """The application on the keys in `folder`/keys.json and that database."""
    settings = Settings(
        database_url=database_url,
        public_url=PUBLIC,
        keys_file=folder / "keys.json",
        providers=("twilio",),
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=SECRET,
        twilio_auth_token_next=NEXT,
        twilio_from=SENDER,
        twilio_api_url="http://127.0.0.1:9",
        **more,
    )
    app = create_app(settings)
    app.config.update(PROPAGATE_EXCEPTIONS=False)  # a fault is answered 500, as people would see it
    house = build_house(settings)
    yield Gate(app.test_client(), sms_parts(house), database)
    house.database.close()
    app.extensions["consult"].database.close()


def sid(n: int) -> str:
    return "SM" + f"{n:032x}"


def a_text(n: int = 1, text: str = "water + ماء 👍 ", **other: str) -> dict[str, str]:
    """A text as the network brings it, with all that it says beside the text."""
    return {
        "MessageSid": sid(n),
        "SmsSid": sid(n),
        "AccountSid": ACCOUNT,
        "From": number(n % 1_000),
        "To": SENDER,
        "Body": text,
        "NumMedia": "0",
        "NumSegments": "1",
        "FromCity": "",
        "FromCountry": "GB",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
        **other,
    }


def a_report(state: str, name: str, **other: str) -> dict[str, str]:
    """A report of a text of ours."""
    return {
        "MessageSid": name,
        "SmsSid": name,
        "AccountSid": ACCOUNT,
        "MessageStatus": state,
        "SmsStatus": state,
        "To": number(1),
        "From": SENDER,
        "ApiVersion": "2010-04-01",
        **other,
    }
