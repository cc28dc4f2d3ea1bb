"""The plainest program that takes in a signed text: one view, one check, one insert, one commit.

Written by us as the measure of the house; it uses the same engine, so that the disk costs both the same.
"""

import base64
import hashlib
import hmac
import json
import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, request
from sqlalchemy import Column, DateTime, Engine, MetaData, String, Table, Text, insert

from consult.db.engine import open_engine

TABLE = Table(
    "bare_letter",
    MetaData(),
    Column("id", String(32), primary_key=True),
    Column("name", String(120), unique=True),
    Column("sender", String(40)),
    Column("body", Text),
    Column("at", DateTime(timezone=True)),
)
Read = Callable[[], dict[str, str] | None]
"""The fields `name`, `sender` and `body` of this request, or None where its signature is not good."""


def make(engine: Engine, read: Read) -> Flask:
    app = Flask("bare")

    @app.post("/<path:_>")
    def take(_: str) -> tuple[str, int]:
        said = read()
        if said is None:
            return "", 403
        with engine.begin() as connection:
            connection.execute(insert(TABLE).values(id=uuid.uuid4().hex, at=datetime.now(UTC), **said))
        return "", 200

    return app


def console(key: str) -> Read:
    """Reads what the rehearsal phone signs: HMAC-SHA256 over the body."""

    def read() -> dict[str, str] | None:
        body = request.get_data()
        good = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(request.headers.get("X-Consult-Signature", ""), good):
            return None
        said = json.loads(body)
        return {"name": said["id"], "sender": said["from"], "body": said["text"]}

    return read


def twilio(token: str, public_url: str) -> Read:
    """Reads what Twilio signs: HMAC-SHA1 over the address and the sorted form."""

    def read() -> dict[str, str] | None:
        form = request.form
        said = public_url + request.path + "".join(name + form[name] for name in sorted(form))
        good = base64.b64encode(hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()).decode()
        if not hmac.compare_digest(request.headers.get("X-Twilio-Signature", ""), good):
            return None
        return {"name": form["MessageSid"], "sender": form["From"], "body": form["Body"]}

    return read


def wsgi() -> Flask:
    """What the web server asks for."""
    key = os.environ["BENCH_KEY"]
    on_twilio = os.environ["CONSULT_PROVIDERS"] == "twilio"
    read = twilio(key, os.environ["CONSULT_PUBLIC_URL"]) if on_twilio else console(key)
    return make(open_engine(os.environ["CONSULT_DATABASE_URL"]), read)
