"""A house in this process: its rooms, its worker and its rehearsal phones, without a network."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from consult.app import build_house, sms_parts, worker_in
from consult.post import inbound
from consult.providers.console.phones import FILE
from consult.providers.console.provider import Console
from consult.providers.port import Request
from consult.settings import read_settings
from consult.sms.intake import take_in


class Hands:
    """The house of `environ` in `folder`, worked by hand at a time of our own."""

    def __init__(self, environ: dict[str, str], folder: Path, at: datetime) -> None:
        self.at = at
        settings = replace(
            read_settings(environ, folder), keys_file=folder / "instance" / "keys.json", clock=None
        )
        self.house = replace(build_house(settings), clock=lambda: self.at)
        if self.house.database.engine.dialect.name == "sqlite":
            event.listen(self.house.database.engine, "connect", _hurried)  # this house outlives no power cut
        self.phones = settings.instance / FILE
        self._sms = sms_parts(self.house)
        self._console = Console(
            file=self.phones,
            key=self.house.vault.cookie_key("console"),
            public_url=settings.public_url,
            clock=self.house.clock,
            post=self._door,
        )
        self.worker = worker_in(self.house, {"console": self._console})
        self._letters = 0

    def _door(self, address: str, body: bytes, headers: dict[str, str]) -> int:
        came = Request("POST", address, {name.lower(): value for name, value in headers.items()}, body)
        with self.work() as session:
            take_in(session, self._sms, self._console, came)
        return 200

    def work(self) -> AbstractContextManager[Session]:
        return self.house.database.work()

    def drain(self) -> None:
        """Let the worker do all that is due now."""
        while self.worker.step(self.at):
            pass

    def days_pass(self, days: int, each: Callable[[], None] | None = None) -> None:
        for _ in range(days):
            self.at += timedelta(days=1)
            self._take_stock()
            self.drain()
            if each:
                each()

    def _take_stock(self) -> None:
        """PostgreSQL counts within a minute what came in; no minute passes here, and our server's
        autovacuum is off."""
        if self.house.database.engine.dialect.name == "postgresql":
            with self.work() as session:
                session.execute(text("ANALYZE"))

    def text(self, number: str, words: str) -> None:
        self._letters += 1
        with self.work() as session:
            inbound.store(
                session,
                vault=self.house.vault,
                provider="console",
                provider_message_id=f"hands-{self._letters}",
                sender=number,
                text=words,
                now=self.at,
            )

    def received(self) -> dict[str, list[str]]:
        """What lies on every phone, by number, oldest first."""
        found: dict[str, list[str]] = {}
        if self.phones.exists():
            for line in self.phones.read_text().splitlines():
                letter = json.loads(line)
                found.setdefault(letter["to"], []).append(letter["text"])
        return found

    def close(self) -> None:
        self.house.database.close()


def _hurried(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
