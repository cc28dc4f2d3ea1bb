"""A made-up community in which chance decides what anybody does next, through the house's own functions."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from consult.common.errors import Refused
from consult.common.fold import folded
from consult.common.record import Record
from consult.common.vault import Vault
from consult.db.unit import Database
from consult.jobs.parts import Parts
from consult.jobs.worker import Worker
from consult.languages.speak import Languages
from consult.loop.collect.records import Consultation, Round
from consult.loop.conversation.hear import hear
from consult.loop.conversation.words import Words
from consult.loop.understand import themes
from consult.loop.understand.codebook import add_code
from consult.people.reaches import living_reaches
from consult.people.records import Account, Participant, Reach, Role, Seat
from consult.post import deliveries
from tests.cast import Cast
from tests.histories.phones import Killed, Phones, Sentences
from tests.histories.recount import Recount

LANGUAGES = ("en", "fr", "ar", "sw", "ln")
WORDS = Words(keywords=Languages().keyword_table(), fold=folded, chain=Sentences().reads)
Act = Callable[["World", Session], None]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDED = LANGUAGES[:4]
"""Languages that people speak in these histories; in the fifth hardly anything is ever written."""
Kept = TypeVar("Kept", bound=Record)
PATIENCE = 400
"""As many turns of the worker as one moment can need."""


class World:
    """`said`: of every wording of an answer the versions that it words. `codes`: the code of those who have
    one. `after`: what the slow recount beside notes of an act, once that is committed; `sorted`: where words
    lie may have changed by it."""

    def __init__(self, database: Database, vault: Vault, *, seed: int, now: datetime) -> None:
        self.database, self.vault, self.now = database, vault, now
        self.chance = Random(seed)
        self.phones = Phones(Random(seed + 1))
        self.said: dict[str, set[UUID]] = defaultdict(set)
        self.codes: dict[UUID, str] = {}
        self.numbers_of: dict[UUID, int] = {}
        self.beside = Recount(database, vault, self.said)
        self.done: list[str] = []
        self.sorted = False
        self.after: list[Callable[[], None]] = []
        parts = Parts(
            database=database,
            vault=vault,
            languages=Sentences(),
            providers={"console": self.phones},
            clock=lambda: self.now,
            hear=partial(hear, vault=vault, words=WORDS),
            shuffle=self.chance.shuffle,
        )
        self.worker = Worker(parts)
        with database.work() as session:
            self._settle_down(session)

    def _settle_down(self, session: Session) -> None:
        cast = Cast(session, self.now)
        ivo = Account(email="ivo@example.org", name="Ivo", language="en")
        session.add(ivo)
        session.add(Seat(account=ivo, role=Role.STAFF, office=cast.roads, since=self.now, number=2))
        consultation = cast.consultation(languages=LANGUAGES)
        session.flush()
        self.consultation_id = consultation.id
        self.who = {each.name: each.id for each in session.scalars(select(Account))}
        codes = [
            add_code(
                session,
                consultation=consultation,
                name=f"Code {n}",
                language="en",
                by=cast.amal,
                now=self.now,
            )
            for n in range(1, 7)
        ]
        for n, own in enumerate((codes[:2], codes[2:3], codes[3:4]), start=1):
            themes.name_theme(
                session,
                consultation=consultation,
                name=f"Theme {n}",
                statement=f"We say {n}.",
                language="en",
                offices=[cast.water, cast.roads],
                codes=own,
                by=cast.amal,
                now=self.now,
            )

    # How it goes on.

    def end(self) -> None:
        """Nothing goes wrong any more, and a month passes: whatever can arrive has arrived."""
        self.phones.calm = True
        for _ in range(5):
            self.now += timedelta(days=8)
            self.settle()

    def do(self, act: Act) -> None:
        """Somebody does it, or is told that it cannot be done: then nothing has happened."""
        self.after = []
        try:
            with self.database.work() as session:
                act(self, session)
        except (Refused, Nobody):
            return
        self.done.append(act.__name__)
        for note in self.after:
            note()
        self.settle()
        if self.sorted:
            self.beside.look()
        self.sorted = False

    def settle(self) -> None:
        """The worker works until there is nothing to do now; where it is killed, it begins again."""
        for _ in range(PATIENCE):
            try:
                while self.worker.step(self.now):
                    pass
            except Killed:
                self.now += timedelta(minutes=6)  # what it held is free again
                continue
            if not self._report():
                return
        raise AssertionError("the worker never came to rest")

    def _report(self) -> bool:
        """The network says what became of texts: in any order, some twice."""
        reports, self.phones.reports = self.phones.reports, []
        self.chance.shuffle(reports)
        for token, state in reports:
            with self.database.work() as session:
                deliveries.note_event(session, provider="console", state=state, token=token, now=self.now)
        return bool(reports)

    # Whom it concerns.

    def word(self) -> str:
        return "".join(self.chance.choices(LETTERS, k=12))

    def a_number(self) -> int:
        if not self.numbers_of:
            raise Nobody
        return self.chance.choice(list(self.numbers_of.values()))

    def account(self, session: Session, name: str) -> Account:
        return session.get_one(Account, self.who[name])

    def consultation(self, session: Session) -> Consultation:
        return session.query(Round).one().consultation

    def any(self, session: Session, kind: type[Kept], *which: ColumnElement[bool]) -> Kept:
        found = session.scalars(select(kind).where(*which).order_by(kind.id)).all()
        if not found:
            raise Nobody
        return self.chance.choice(found)

    def somebody(self, session: Session) -> Participant:
        return self.any(session, Participant)

    def way(self, session: Session) -> Reach:
        ways = living_reaches(session, participant=self.somebody(session))
        if not ways:
            raise Nobody
        return ways[0]


class Nobody(Exception):
    """There is nothing yet with which this could be done."""
