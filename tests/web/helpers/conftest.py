"""A helper with a link, and a phone that seals as the script does."""

import json
import os
import re
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient

from consult.people import helper_links
from consult.people.records import HelperLink
from tests.web.conftest import SiteUnderTest

PERSON, MEETING, PRIVATE = (f"/h/river/en/{each}" for each in ("person", "meeting", "private"))


def sealed_to(public: bytes, plain: str, *, key: str, row: str) -> bytes:
    """What `helper.js` makes of `plain`."""
    ours = ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public[1:])
    shared = ours.exchange(ec.ECDH(), theirs)
    secret = HKDF(SHA256(), 32, salt=b"", info=b"consult sealed outside").derive(shared)
    point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    nonce = os.urandom(12)
    return public[:1] + point + nonce + AESGCM(secret).encrypt(nonce, plain.encode(), f"{key}|{row}".encode())


@dataclass
class Phone:
    """Its browser is let in with the number of the link; `records` is what waits on it."""

    site: SiteUnderTest
    client: FlaskClient
    link: HelperLink
    records: list[dict[str, str]] = field(default_factory=list)

    def page(self, address: str) -> str:
        return self.client.get(address).text

    def fields(self, address: str) -> dict[str, str]:
        """The form as it stands on the page: hidden fields, and an empty text a prompt."""
        page = self.page(address)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        return hidden | dict.fromkeys(re.findall(r'<textarea id="(text-[0-9a-f-]+)"', page), "")

    def seals(self, address: str, key: str, **typed: str | list[str]) -> dict[str, str]:
        """One record: the words to the first prompt are `text`."""
        page, fields = self.page(address), self.fields(address)
        told = dict(re.findall(r'data-(\w+)="([^"]*)"', page[page.index("data-seal") :]))
        first = next((name for name in fields if name.startswith("text-")), "text")
        filled = {first: typed.pop("text", ""), "round": "1", **typed}
        plain = {"kind": told["seal"], "slug": told["slug"], "lang": told["lang"], "fields": filled}
        closed = sealed_to(bytes.fromhex(told["with"]), json.dumps(plain), key=key, row=told["row"])
        return {"link": told["link"], "key": key, "sealed": b64encode(closed).decode()}


@pytest.fixture
def phone(site: SiteUnderTest) -> Phone:
    with site.database.work() as session:
        cast = site.cast
        community = session.merge(cast.community)
        cast.session = session
        cast.community = community
        cast.consultation()
        link, number = helper_links.give(
            session,
            vault=site.vault,
            community=community,
            name="Noor",
            language="en",
            paid_by_office=True,
            office=session.merge(cast.water),
            until=site.clock() + timedelta(days=30),
            by=session.merge(cast.amal),
            now=site.clock(),
        )
    client = site.client()
    assert client.post("/h/", data={"number": number.replace("1", "١")}).location == "/h/work?new=1"
    return Phone(site, client, link)
