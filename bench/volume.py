"""A town of any size for a bench: people who spoke, cards that were read and sorted, findings counted by
place and group. Rows go in by the thousand, past the rooms: what is measured comes after."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import insert
from sqlalchemy.orm import Session

from bench.rehearsed import WORDS
from consult.app import build_house
from consult.common.ids import new_id
from consult.loop.collect.records import (
    Answer,
    AnswerPart,
    Consultation,
    Door,
    PartKind,
    Prompt,
    PromptVersion,
    PromptWording,
    Readers,
    Round,
    Submission,
)
from consult.loop.understand.records import Audience, Card, Code, Coding, Theme, coding_code
from consult.people.browsers import let_in
from consult.people.records import (
    Account,
    Belonging,
    Committee,
    Community,
    Group,
    Participant,
    Place,
    Role,
    Seat,
)
from consult.settings import Settings
from consult.web.account.session import KEY

PLACES, GROUPS, THEMES, CODES = 12, 8, 20, 40
SORTED = 0.8
"""The share of the cards that is sorted; the rest waits."""
AT_ONCE = 5000


GOAL = 300.0
"""Milliseconds that a page may take."""
WARM = 5


@dataclass(frozen=True)
class Town:
    """What was filled in: the address and ids, and the browser of its representative."""

    slug: str
    consultation: UUID
    representative: UUID
    token: str


def fill(settings: Settings, *, people: int, answers: int) -> Town:
    """Seeded: the same sizes make the same town."""
    house = build_house(settings)
    try:
        with house.database.work() as session:
            return _Filling(session, house.now(), people, answers).town()
    finally:
        house.database.close()


def sign_in(client: FlaskClient, town: Town) -> FlaskClient:
    """The browser of the town's representative."""
    with client.session_transaction() as cookie:
        cookie[KEY] = town.token
    return client


def timed(client: FlaskClient, addresses: list[str], count: int) -> list[float]:
    """Milliseconds of `count` pages, the addresses in turn, after some that are not counted."""
    took = []
    for n in range(-WARM, count):
        begun = time.perf_counter()
        page = client.get(addresses[n % len(addresses)])
        took.append((time.perf_counter() - begun) * 1000)
        if page.status_code != 200:
            raise SystemExit(f"{addresses[n % len(addresses)]} answered {page.status_code}.")
    return took[WARM:]


def percentile(took: list[float], part: float = 0.95) -> float:
    return sorted(took)[min(len(took) - 1, int(len(took) * part))]


class _Filling:
    def __init__(self, session: Session, now: datetime, people: int, answers: int) -> None:
        self.session, self.now, self.people, self.answers = session, now, people, answers
        self.draw = random.Random(5)

    def town(self) -> Town:
        wording, asked, account = self._frame()
        for rows in self._rows(wording, asked, account):
            for table, values in rows.items():
                if values:
                    self.session.execute(insert(table), values)
        token = let_in(self.session, account=account, now=self.now)
        return Town(asked.consultation.slug, asked.consultation_id, account.id, token)

    def _frame(self) -> tuple[PromptWording, Round, Account]:
        here = Community(slug="volume", name="Volume", language="en", region="GB")
        account = Account(email="bench@example.org", name="Bench", language="en")
        this = Consultation(
            community=here,
            slug="volume",
            name="Life here",
            language="en",
            languages=["en"],
            who_asks="The people",
            who_reads="Representatives",
            what_is_open="What we do first",
            meeting="the meeting",
            risks_talked_at=self.now,
            made_at=self.now,
        )
        asked = Round(consultation=this, number=1, opened_at=self.now - timedelta(days=20))
        asked.closes_on = (self.now - timedelta(days=1)).date()
        prompt = Prompt(consultation=this, number=1)
        self.session.add_all(
            [here, account, this, asked, prompt, Committee(community=here, name="Committee")]
        )
        self.session.flush()
        version = PromptVersion(prompt=prompt, number=1, by_id=account.id, made_at=self.now)
        version.frozen_at = self.now
        wording = PromptWording(version=version, language="en", text="What is life here like now?")
        seat = Seat(
            account=account, role=Role.REPRESENTATIVE, community=here, number=1, since=self.now - timedelta(9)
        )
        self.places = [Place(community=here, name=f"Quarter {n}") for n in range(1, PLACES + 1)]
        self.groups = [Group(community=here, name=f"Group {n}", number=n) for n in range(1, GROUPS + 1)]
        self.session.add_all([version, wording, seat, *self.places, *self.groups])
        self.codes = []
        for number in range(1, CODES + 1):
            theme = None
            if number <= THEMES:
                theme = Theme(
                    consultation=this,
                    number=number,
                    name=f"Theme {number}",
                    statement=f"People speak of {number}.",
                    language="en",
                    audience=Audience.EVERYONE,
                    named_by_id=account.id,
                    made_at=self.now,
                )
            code = Code(consultation=this, number=number, name=f"Code {number}", language="en")
            code.theme, code.made_at = theme, self.now
            self.codes.append(code)
        self.session.add_all(self.codes)
        self.session.flush()
        return wording, asked, account

    def _rows(self, wording: PromptWording, asked: Round, account: Account) -> Iterator[dict[Any, list[Any]]]:
        submissions = []
        for begin in range(0, self.people, AT_ONCE):
            rows: dict[Any, list[Any]] = {Participant: [], Belonging: [], Submission: []}
            for _n in range(begin, min(begin + AT_ONCE, self.people)):
                person, given = new_id(), new_id()
                submissions.append(given)
                self._person(rows, person, given, asked)
            yield rows
        numbers = list(range(101, 101 + self.answers))
        self.draw.shuffle(numbers)
        for begin in range(0, self.answers, AT_ONCE):
            rows = {Answer: [], AnswerPart: [], Card: [], Coding: [], coding_code: []}
            for n in range(begin, min(begin + AT_ONCE, self.answers)):
                self._answer(rows, submissions[n % len(submissions)], wording, asked, account, numbers[n])
            yield rows

    def _person(self, rows: dict[Any, list[Any]], person: Any, given: Any, asked: Round) -> None:
        place = self.draw.choice([*self.places, None])
        rows[Participant].append(
            {
                "id": person,
                "community_id": asked.consultation.community_id,
                "language": "en",
                "stays_in_id": place.id if place else None,
            }
        )
        for group in self.groups:
            if self.draw.random() < 1 / (group.number + 1):
                rows[Belonging].append({"id": new_id(), "participant_id": person, "group_id": group.id})
        rows[Submission].append(
            {
                "id": given,
                "participant_id": person,
                "round_id": asked.id,
                "door": Door.WEB,
                "language": "en",
                "readers": Readers.HERE,
                "quote_where": [],
                "received_on": (self.now - timedelta(days=5)).date(),
            }
        )

    def _answer(
        self,
        rows: dict[Any, list[Any]],
        given: Any,
        wording: PromptWording,
        asked: Round,
        account: Account,
        number: int,
    ) -> None:
        answer, day = new_id(), (self.now - timedelta(days=4)).date()
        rows[Answer].append(
            {"id": answer, "submission_id": given, "wording_id": wording.id, "later_words": False}
        )
        for position, kind in enumerate((PartKind.ORIGINAL, PartKind.MASKED), start=1):
            rows[AnswerPart].append(
                {
                    "id": new_id(),
                    "answer_id": answer,
                    "position": position,
                    "kind": kind,
                    "text": WORDS["en"],
                    "on": day,
                }
            )
        rows[Card].append(
            {
                "id": new_id(),
                "consultation_id": asked.consultation_id,
                "answer_id": answer,
                "number": number,
                "masked_at": self.now,
            }
        )
        if self.draw.random() < SORTED:
            coding = new_id()
            rows[Coding].append(
                {
                    "id": coding,
                    "answer_id": answer,
                    "sequence": 1,
                    "by_id": account.id,
                    "primary": True,
                    "memo": "",
                    "at": self.now,
                }
            )
            code = self.codes[min(int(self.draw.expovariate(6 / CODES)), CODES - 1)]
            rows[coding_code].append({"coding_id": coding, "code_id": code.id})
