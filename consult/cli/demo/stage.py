"""The stage of the sample: a house with a clock of its own, phones for rehearsals and a worker at hand."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.app import House, sms_parts, worker_in
from consult.cli.demo.place import Place
from consult.loop.collect.records import Consultation, Round, Submission
from consult.people.contacts import find_contact_point
from consult.people.reaches import on_phone
from consult.people.records import Participant
from consult.post import inbound
from consult.post.messages import Phrase
from consult.providers.console.phones import FILE
from consult.providers.console.provider import Console
from consult.providers.port import Request
from consult.sms.intake import take_in

Person = dict[str, Any]
DAYS_AGO = 60


def phone(n: int, *, dead: bool = False) -> str:
    """Rehearsal phone `n`: of a range that is kept free for stories; 999 is nobody's."""
    return "+44" + "7700900" + f"{999 if dead else n:03}"


class Stage:
    """Where the sample is played. `at` is its clock; what is done leaves whole transactions behind."""

    def __init__(self, house: House, place: Place) -> None:
        self.today = house.now().replace(hour=9, minute=0, second=0, microsecond=0)
        self.at = self.today - timedelta(days=DAYS_AGO)
        self.place = place
        unmailed = replace(house.settings, smtp_url="")  # nobody in it is real, so nobody gets mail
        self.house = replace(house, settings=unmailed, clock=lambda: self.at)
        self.sms = sms_parts(self.house)
        self.console = Console(
            file=self.house.settings.instance / FILE,
            key=self.house.vault.cookie_key("console"),
            public_url=self.house.settings.public_url,
            clock=self.house.clock,
            post=self._report,
        )
        self.worker = worker_in(self.house, {self.console.name: self.console})
        self.password = "-".join(secrets.token_hex(2) for _ in range(4))
        self.letters = 0

    def speak(self, phrase: Phrase, code: str) -> str:
        """A sentence of ours as it goes to a phone."""
        return self.house.languages.phrase(phrase.key, code, **phrase.values)

    @contextmanager
    def work(self) -> Iterator[Session]:
        with self.house.database.work() as session:
            yield session

    def drain(self) -> None:
        """Let the worker do all that is due."""
        while self.worker.step(self.at):
            pass

    def _report(self, address: str, body: bytes, headers: dict[str, str]) -> int:
        """The door of this house, without the way through the network."""
        headers = {name.lower(): value for name, value in headers.items()}
        with self.work() as session:
            take_in(session, self.sms, self.console, Request("POST", address, headers, body))
        return 200

    def number_of(self, n: int, person: Person) -> str:
        """The phone of person `n`; `shares` names another by their place in the list."""
        if shared := person.get("shares"):
            return phone(shared - 1)
        return phone(n, dead=bool(person.get("dead")))

    def text(self, number: str, text: str) -> None:
        """A text comes in and is heard."""
        self.letters += 1
        with self.work() as session:
            inbound.store(
                session,
                vault=self.house.vault,
                provider="console",
                provider_message_id=f"sample-{self.letters}",
                sender=number,
                text=text,
                now=self.at,
            )
        self.drain()

    def consultation(self, session: Session) -> Consultation:
        slug = self.place.consultation["slug"]
        return session.scalars(select(Consultation).where(Consultation.slug == slug)).one()

    def round(self, session: Session) -> Round:
        """The newest round."""
        here = self.consultation(session)
        newest = select(Round).where(Round.consultation_id == here.id).order_by(Round.number.desc())
        return session.scalars(newest.limit(1)).one()

    def participant(self, session: Session, n: int, person: Person) -> Participant | None:
        """The participant that person `n` of the file became."""
        if person["door"] == "web":
            spoken = session.scalar(select(Submission).where(Submission.key == f"sample-{n}"))
            return spoken.participant if spoken else None
        point = find_contact_point(session, vault=self.house.vault, number=self.number_of(n, person))
        reaches = on_phone(session, point=point) if point else []
        suffix = 2 if person.get("shares") else 1
        return next((reach.participant for reach in reaches if reach.suffix == suffix), None)
