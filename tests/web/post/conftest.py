"""The site with a spool and with networks that say what a test wants."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import outbox
from consult.common.heartbeat import beat
from consult.common.outbox import OutboxItem
from consult.people.records import Reach
from consult.post import deliveries, doubts, inbound
from consult.post.doubts import GIVE_UP
from consult.post.outcomes import Ambiguous, CannotTell
from consult.post.records import Inbound, Message
from consult.providers.port import Request
from consult.sms import spool
from consult.sms.aside import SpoolHere
from consult.sms.spool import WAITING, Waiting
from consult.web.parts import Checked, Network
from tests.cast import number
from tests.post.test_deliveries import try_it
from tests.post.test_inbound import store
from tests.post.test_messages import write
from tests.web.conftest import SiteUnderTest

FAULT = "KeyError in loop/x.py:7"
ADDRESS = "https://ours.example/sms/twilio/inbound#rc=5&rp=all"


@dataclass
class Office:
    """The post office under test: put things aside, then look at the pages as the administrator."""

    site: SiteUnderTest
    folder: Path
    said: Checked = field(default_factory=lambda: Checked(answered=True))

    def get(self, path: str, status: int = 200) -> str:
        answer = self.site.signed_in(self.site.cast.gita).get(path)
        assert answer.status_code == status, path
        return str(answer.text)

    def post(self, path: str) -> str:
        """What the page says on which the administrator lands."""
        client = self.site.signed_in(self.site.cast.gita)
        answer = client.post(path)
        assert answer.status_code == 303, path
        return str(client.get(answer.location).text)

    def work(self, do: Callable[[Session], None]) -> None:
        with self.site.database.work() as session:
            do(session)

    def put_letter(self) -> UUID:
        now = self.site.clock()
        with self.site.database.work() as session:
            store(session, self.site.vault, now, "a", "the well is plantedraw")
            taken = inbound.claim(session, vault=self.site.vault, now=now)
            assert taken is not None
            inbound.failed(session, taken, error=FAULT, now=now, hopeless=True)
            return session.scalars(select(Inbound)).one().id

    def put_errand(self, name: str = "owe", **payload: str) -> UUID:
        now = self.site.clock()
        with self.site.database.work() as session:
            outbox.ask_for(session, name, key="a", now=now, **payload)
            item = session.scalars(select(OutboxItem)).one()
            item.tries, item.set_aside_at, item.error = 5, now, FAULT
            return item.id

    def put_doubt(self) -> UUID:
        now = self.site.clock()
        with self.site.database.work() as session:
            self.site.cast.session = session
            person = session.merge(self.site.cast.participant())
            reach: Reach = self.site.cast.phone(person, self.site.vault, 1)
            message: Message = write(session, reach, now, "a", asked=True)
            attempt = try_it(session, self.site.vault, now)
            deliveries.note_outcome(session, attempt_id=attempt, outcome=Ambiguous(), now=now)
            later = now + GIVE_UP + timedelta(hours=1)
            doubts.note_looked(session, attempt_id=attempt, looked=CannotTell(), now=later)
            return message.id

    def put_line(self) -> UUID:
        request = Request("POST", "/", {}, f"plantedraw {number(1)}".encode())
        spool.put(self.folder, self.site.vault, Waiting("console", self.site.clock(), request))
        (line,) = (self.folder / WAITING).read_bytes().splitlines()
        (self.folder / WAITING).unlink()
        spool.set_aside(self.folder, line)
        return spool.name_of(line)

    def let_run(self) -> None:
        """A worker is there and looks every hour."""
        now = self.site.clock()
        with self.site.database.work() as session:
            for name in ("worker", "look for missed letters", "asked twilio"):
                beat(session, name, now=now)


@pytest.fixture
def office(site: SiteUnderTest, tmp_path: Path) -> Office:
    here = Office(site, tmp_path / "spool")
    twilio = Network("twilio", 1.0, {"inbound": ADDRESS, "status": ADDRESS}, lambda: here.said)
    site.app.extensions["consult"] = replace(
        site.app.extensions["consult"],
        spool=SpoolHere(here.folder, site.vault, ("twilio", "console")),
        networks=(twilio, Network("console")),
    )
    return here
