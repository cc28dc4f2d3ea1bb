"""Play the sample through the real rooms, with its own clock: every row has a cause.

Texts go in as letters and are heard by the worker; answers from the web are spoken as the page
speaks them; what goes out lies on the rehearsal phones. Days pass between the steps.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.app import House, sms_parts, worker_in
from consult.cli.demo import loop_steps, setting
from consult.cli.demo.place import Place
from consult.loop.collect import prompts, speaking
from consult.loop.collect.records import Consultation, Round, Submission
from consult.people import communities
from consult.people.contacts import find_contact_point
from consult.people.reaches import on_phone
from consult.people.records import HearBack, Participant
from consult.post import inbound
from consult.post.messages import Phrase
from consult.providers.console.phones import FILE
from consult.providers.console.provider import Console
from consult.providers.port import Request
from consult.sms.intake import take_in

Person = dict[str, Any]
HEAR_BACK_IN_MENU = {"whole": "1", "knock": "2", "nothing": "3"}
DAYS_AGO = 60


def phone(n: int, *, dead: bool = False) -> str:
    """Rehearsal phone `n`: of a range that is kept free for stories; 999 is nobody's."""
    return "+44" + "7700900" + f"{999 if dead else n:03}"


class Rehearsal:
    """The sample being played. `steps` are done in order; each leaves whole transactions behind."""

    def __init__(self, house: House, place: Place) -> None:
        self.today = house.now().replace(hour=9, minute=0, second=0, microsecond=0)
        self.at = self.today - timedelta(days=DAYS_AGO)
        self.place = place
        self.house = replace(house, clock=lambda: self.at)
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

    def steps(self) -> list[Callable[[], None]]:
        """Everything that happens, in order."""
        return [
            partial(self._on, 60, setting.build),
            partial(self._on, 58, setting.open_consultation),
            *(partial(self._speaks, n, p) for n, p in enumerate(self.place.people) if not p.get("late")),
            partial(self._on, 37, loop_steps.read_and_sort),
            partial(self._on, 34, loop_steps.name_themes),
            partial(self._on, 33, loop_steps.release),
            partial(self._on, 30, loop_steps.review),
            partial(self._on, 24, loop_steps.draft_answers),
            partial(self._on, 22, loop_steps.publish_answers),
            partial(self._on, 21, loop_steps.check_answers),
            *(partial(self._judges, n, p) for n, p in enumerate(self.place.people) if p.get("verdict")),
            partial(self._on, 15, loop_steps.meet),
            *(partial(self._leaves, n) for n, p in enumerate(self.place.people) if p.get("left")),
            partial(self._on, 6, setting.open_second_round),
            *(partial(self._speaks, n, p) for n, p in enumerate(self.place.people) if p.get("late")),
            partial(self._on, 2, loop_steps.answer_again),
            partial(self._let_pass, 1),
        ]

    def accounts(self) -> list[tuple[str, str]]:
        return setting.accounts_in_words()

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

    def _on(self, days_ago: int, step: Callable[["Rehearsal", Session], None]) -> None:
        self.at = self.today - timedelta(days=days_ago)
        self.drain()
        with self.work() as session:
            step(self, session)
        self.drain()

    def _let_pass(self, days_ago: int) -> None:
        self.at = self.today - timedelta(days=days_ago)
        self.drain()

    def number_of(self, n: int, person: Person) -> str:
        """The phone of person `n`; `shares` names another by their place in the list."""
        if shared := person.get("shares"):
            return phone(shared - 1)
        return phone(n, dead=bool(person.get("dead")))

    def _speaks(self, n: int, person: Person) -> None:
        days_ago = 3.0 if person.get("late") else 56 - n * 0.6
        self.at = self.today - timedelta(days=days_ago)
        (self._by_text if person["door"] == "sms" else self._by_web)(n, person)
        self.drain()

    def _by_text(self, n: int, person: Person) -> None:
        number = self.number_of(n, person)
        texts = [self.place.consultation["join"][person["language"]]]
        if person.get("shares"):
            texts.append("2")
        texts.append("1")
        texts.extend(words for words in person["says"] if words)
        if person["hear_back"] != "knock":
            texts.extend(["menu", HEAR_BACK_IN_MENU[person["hear_back"]]])
        for text in texts:
            self.text(number, text)
            self.at += timedelta(minutes=7)

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

    def _by_web(self, n: int, person: Person) -> None:
        with self.work() as session:
            current = self.round(session)
            places = {p.name: p for p in communities.places_of(session, current.consultation.community)}
            asked = prompts.prompts_of(session, current.consultation, person["language"])
            speaking.speak(
                session,
                vault=self.house.vault,
                round=current,
                language=person["language"],
                answers=list(zip(asked, [*person["says"], ""], strict=False)),
                choices=speaking.Choices(
                    hear_back=HearBack(person["hear_back"]), stays_in=places[person["place"]]
                ),
                key=f"sample-{n}",
                provider="console",
                now=self.at,
            )

    def _judges(self, n: int, person: Person) -> None:
        key = {"yes": 1, "partly": 2, "no": 3, "cannot_say": 4, "not_what_we_said": 5}[person["verdict"]]
        self.at = self.today - timedelta(days=20)
        self.text(self.number_of(n, person), f"1{key}")

    def _leaves(self, n: int) -> None:
        self.at = self.today - timedelta(days=12)
        for text in ("erase", "1"):
            self.text(phone(n), text)

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
