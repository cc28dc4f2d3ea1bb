"""What carries the texts of a town: its rehearsal phones, or Twilio as tests/faults makes it up."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import select

from consult.common.vault import read_keys
from consult.db.unit import Database
from consult.post.records import Attempt, Delivery, DeliveryEvent, Message
from consult.providers.console import webhooks
from tests.faults.calls import Fields
from tests.faults.interface import Answer
from tests.faults.network import ACCOUNT, SECRET, SENDER, Network
from tests.faults.truth import Text

RETRY = "#rc=5&rp=all&ct=30000&rt=60000&tt=180000"


class Carrier(Protocol):
    """`env`: the settings that switch it on. `received`: the texts on one phone, oldest first."""

    env: dict[str, str]

    def sends(self, number: str, words: str) -> int | None:
        """Somebody sends a text to the consultation's number; what its door answers."""

    def received(self, number: str) -> list[str]: ...

    def all_came_by_report(self, database: Database) -> None:
        """Assert that each text that went out was reported to be on its phone, and none was asked after."""

    def close(self) -> None: ...


class RehearsalPhones:
    """The console: signed letters at the real door, and a file that all phones share."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.env: dict[str, str] = {}

    def sends(self, number: str, words: str) -> int | None:
        key = read_keys(self.folder / "instance" / "keys.json").cookie_key("console")
        return webhooks.bring("inbound", webhooks.letter(number, words), public_url=self.url, key=key)

    def received(self, number: str) -> list[str]:
        file = self.folder / "instance" / "console-phones.jsonl"
        if not file.exists():
            return []
        lines = [json.loads(line) for line in file.read_text().splitlines() if line]
        return [line["text"] for line in lines if line["to"] == number]

    def all_came_by_report(self, database: Database) -> None:
        assert not _not_reported(database)

    def close(self) -> None: ...


class MadeUpTwilio:
    """Twilio in fair weather, over its real interface: forms, signatures and reports as it sends them."""

    def __init__(self, url: str, clock: Callable[[], datetime]) -> None:
        self.network = Listening(inbound=f"{url}/sms/twilio/inbound{RETRY}", clock=clock)
        self.network.up()
        self.env = {
            "CONSULT_PROVIDERS": "twilio",
            "CONSULT_SEGMENTS_PER_SECOND": "1000",  # the clock stands while people write
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": SECRET,
            "TWILIO_FROM": SENDER,
            "TWILIO_API_URL": self.network.url,
        }

    def sends(self, number: str, words: str) -> int | None:
        return self.network.speak(number, text=words).result(180)

    def received(self, number: str) -> list[str]:
        """What is on the phone and was reported as such."""
        taken = self.network.truth.taken()
        return [text.words for text in taken if text.to == number and self.network.is_told(text)]

    def all_came_by_report(self, database: Database) -> None:
        taken = self.network.truth.taken()
        assert taken
        for text in taken:
            assert self.network.told[text.sid] == [("sent", 200), ("delivered", 200)]
        assert not +self.network.asked_after, "no text was asked after"
        assert not _not_reported(database)
        with database.reading() as session:
            tried = Counter(session.scalars(select(Attempt.provider_message_id)))
        assert tried == Counter(text.sid for text in taken), "each was handed over once"

    def close(self) -> None:
        self.network.__exit__(None, None, None)


class Listening(Network):
    """Notes what it told of each text and how that was answered, and after which texts it was asked."""

    def __init__(self, *, inbound: str, clock: Callable[[], datetime]) -> None:
        super().__init__(inbound=inbound, clock=clock)
        self.told: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
        self.asked_after: Counter[str] = Counter()
        self._call = self.caller.call
        self.caller.call = self._noted  # type: ignore[method-assign]  # heard on the way

    def _noted(self, url: str, fields: Fields) -> int | None:
        status = self._call(url, fields)
        said = dict(fields)
        if url != self.inbound:
            self.told[said["MessageSid"]].append((said["MessageStatus"], status))
        return status

    def is_told(self, text: Text) -> bool:
        return any(said == "delivered" for said, _ in self.told.get(text.sid, ()))

    def one(self, sid: str) -> Text:
        self.asked_after[sid] += 1
        return super().one(sid)

    def wipe(self, sid: str, said: dict[str, str]) -> Answer:
        """To have the words forgotten is no question."""
        self.asked_after[sid] -= 1
        return super().wipe(sid, said)

    def page(self, asked: dict[str, str], path: str) -> Answer:
        """Its list of what came to us is looked through each hour; of what went out, only in doubt."""
        if asked.get("To") != self.sender:
            self.asked_after["list"] += 1
        return super().page(asked, path)


def _not_reported(database: Database) -> list[str]:
    """What kind of letters were handed over and never reported as delivered, or were asked after."""
    reported = select(DeliveryEvent.attempt_id).where(DeliveryEvent.state == Delivery.DELIVERED)
    with database.reading() as session:
        return list(
            session.scalars(
                select(Message.about)
                .join(Attempt, Attempt.message_id == Message.id)
                .where(
                    (Message.state != Delivery.DELIVERED) | (Attempt.looks > 0) | Attempt.id.not_in(reported)
                )
            )
        )
