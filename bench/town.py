"""A town of any size for a bench: people who spoke, cards that were read, sorted and read again, findings
released and counted by place and group. Rows go in by the thousand, past the rooms: what is measured comes
after."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

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
from consult.loop.understand.breakdowns import break_down
from consult.loop.understand.codebook import CONTROL_NUMBERS
from consult.loop.understand.findings import release
from consult.loop.understand.records import Audience, Beside, Card, Code, Coding, Control, Deal, Second, Theme
from consult.loop.understand.records import coding_code as under
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

SLUG = "volume"
REPRESENTATIVE, SECOND, ELSEWHERE, MEMBER = (f"{who}@example.org" for who in ("one", "two", "far", "member"))
PLACES, GROUPS, THEMES, CODES = 12, 8, 20, 40
READ, SORTED, MOVED, AGAIN, DIFFERENT, GONE = 0.97, 0.8, 0.05, 0.1, 0.2, 0.01
"""Shares: of the cards those read; of these sorted; of these moved since, read again, and then put
elsewhere; of the answers those taken back."""
IN_HAND, ASIDE, FLAGGED = 300, 100, 2500
"""Cards that wait with the representative. One sorted card in so many is set aside, or to be masked more."""
AT_ONCE = 5000
RARE = "Kifaru"
SAID = """the well behind our school has been dry since March and road to next one is not safe at night
women walk two hours école fermée médicaments chers água limpia für alle Kinder teachers left nobody pays them
clinic opens twice a week prices of maize doubled we want police post light on market river floods bridge
broken young people find no work land taken without asking"""


def fill(settings: Settings, *, people: int, answers: int) -> None:
    """Seeded: the same sizes make the same town."""
    house = build_house(settings)
    try:
        with house.database.work() as session:
            town = _Filling(session, house.now(), people, answers)
            town.fill()
            findings = release(
                session,
                consultation=town.this,
                alone="Others spoke of many things.",
                review_by=(house.now() + timedelta(days=9)).date(),
                by=town.one,
                now=house.now(),
            )
            session.add_all(break_down(session, vault=house.vault, findings=findings, small_cell=10))
    finally:
        house.database.close()


class _Filling:
    def __init__(self, session: Session, now: datetime, people: int, answers: int) -> None:
        self.session, self.now, self.people, self.answers = session, now, people, answers
        self.draw, self.words = random.Random(5), SAID.split()
        # In this order they go in: what points at another row after it.
        tables = (Participant, Belonging, Submission, Answer, AnswerPart, Coding, under, Card, Deal)
        self.rows: dict[Any, list[dict[str, Any]]] = {each: [] for each in tables}

    def fill(self) -> None:
        self._frame()
        self._codebook()
        given = []
        for n in range(self.people):
            given.append(self._person())
            self._send(n)
        numbers = list(range(101, 101 + self.answers))
        self.draw.shuffle(numbers)
        for n, number in enumerate(numbers):
            self._answer(*given[n % len(given)], number)
            self._send(n)
        self._send(-1)
        self.session.expire_all()

    def _send(self, n: int) -> None:
        if (n + 1) % AT_ONCE == 0:
            for table, values in self.rows.items():
                if values:
                    self.session.execute(insert(table), values)
                values.clear()

    def _frame(self) -> None:
        here = Community(slug=SLUG, name="Volume", language="en", region="GB")
        committee = Committee(community=here, name="Committee")
        self.one, self.two, far, member = (
            Account(email=email, name=email.partition("@")[0], language="en")
            for email in (REPRESENTATIVE, SECOND, ELSEWHERE, MEMBER)
        )
        self.this = Consultation(
            community=here,
            slug=SLUG,
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
        self.asked = Round(consultation=self.this, number=1, opened_at=self.now - timedelta(days=20))
        self.asked.closes_on = (self.now - timedelta(days=1)).date()
        prompt = Prompt(consultation=self.this, number=1)
        self.session.add_all(
            [here, committee, self.one, self.two, far, member, self.this, self.asked, prompt]
        )
        self.session.flush()
        version = PromptVersion(prompt=prompt, number=1, by_id=self.one.id, made_at=self.now)
        version.frozen_at = self.now
        self.wording = PromptWording(version=version, language="en", text="What is life here like now?")
        since = {"since": self.now - timedelta(days=9)}
        sits = {"community": here, "role": Role.REPRESENTATIVE} | since
        self.places = [Place(community=here, name=f"Quarter {n}") for n in range(1, PLACES + 1)]
        self.groups = [Group(community=here, name=f"Group {n}", number=n) for n in range(1, GROUPS + 1)]
        self.session.add_all(
            [
                *(version, self.wording, *self.places, *self.groups),
                Seat(account=self.one, number=1, **sits),
                Seat(account=self.two, number=2, **sits),
                Seat(account=far, role=Role.READER, community=here, number=1, **since),
                Seat(account=member, role=Role.COMMITTEE_MEMBER, committee=committee, number=1, **since),
            ]
        )

    def _codebook(self) -> None:
        self.codes = []
        for number in range(1, CODES + 1):
            code = Code(consultation=self.this, number=number, name=f"Code {number}", language="en")
            code.made_at = self.now
            if number <= THEMES:
                code.theme = Theme(
                    consultation=self.this,
                    number=number,
                    name=f"Theme {number}",
                    statement=f"People speak of {number}.",
                    language="en",
                    audience=Audience.EVERYONE,
                    named_by_id=self.one.id,
                    made_at=self.now,
                )
            self.codes.append(code)
        self.aside, self.flagged = (
            Code(
                consultation=self.this,
                number=CONTROL_NUMBERS[control],
                name=control.value,
                language="en",
                control=control,
                made_at=self.now,
            )
            for control in (Control.NOT_AN_ANSWER, Control.COULD_IDENTIFY)
        )
        self.session.add_all([*self.codes, self.aside, self.flagged])
        self.session.flush()

    def _row(self, table: Any, **values: Any) -> Any:
        made = {"id": new_id()} | values
        self.rows[table].append(made)
        return made["id"]

    def _person(self) -> tuple[UUID, Readers]:
        lives = self.draw.choice([*self.places, None])
        person = self._row(
            Participant,
            community_id=self.this.community_id,
            language="en",
            stays_in_id=lives.id if lives else None,
        )
        for group in self.groups:
            if self.draw.random() < 1 / (group.number + 1):
                self._row(Belonging, participant_id=person, group_id=group.id)
        readers = self.draw.choice(list(Readers))
        submission = self._row(
            Submission,
            participant_id=person,
            round_id=self.asked.id,
            door=Door.WEB,
            language="en",
            readers=readers,
            quote_where=[],
            received_on=(self.now - timedelta(days=5)).date(),
        )
        return submission, readers

    def _words(self) -> str:
        said = self.draw.choices(self.words, k=self.draw.randint(6, 40))
        if self.draw.random() < 1 / 5000:
            said.append(RARE)
        return " ".join(said)

    def _answer(self, submission: UUID, readers: Readers, number: int) -> None:
        day = (self.now - timedelta(days=4)).date()
        gone, read = self.draw.random() < GONE, self.draw.random() < READ
        answer = self._row(
            Answer,
            submission_id=submission,
            wording_id=self.wording.id,
            later_words=False,
            withdrawn_on=day if gone else None,
        )
        text = "" if gone else self._words()
        for position, kind in enumerate((PartKind.ORIGINAL, PartKind.MASKED)[: 1 + read], start=1):
            self._row(AnswerPart, answer_id=answer, position=position, kind=kind, text=text, on=day)
        card = self._row(
            Card,
            consultation_id=self.this.id,
            answer_id=answer,
            number=number,
            masked_at=self.now if read else None,
            elsewhere=readers is Readers.ELSEWHERE,
            coding_id=None,
        )
        if read and self.draw.random() < SORTED:
            self._sort(answer, card)
        elif read and not gone and number % (self.answers // IN_HAND + 1) == 0:
            self._deal(card, self.one)

    def _sort(self, answer: UUID, card: UUID) -> None:
        code = self._any_code()
        self._coding(answer, 1, self.one, code)
        if self.draw.random() < MOVED:
            self.rows[under][-1]["counts"] = False
            self._coding(answer, 2, self.two, self._any_code())
        elif self.draw.random() < AGAIN:
            other = self._any_code() if self.draw.random() < DIFFERENT else code
            self._coding(answer, 2, self.two, other, beside=Beside.ALIKE if other is code else Beside.TO_TALK)
            self._deal(card, self.two, second=Second.BLIND, done_at=self.now)

    def _any_code(self) -> Code:
        for control, one_in in ((self.aside, ASIDE), (self.flagged, FLAGGED)):
            if self.draw.randrange(one_in) == 0:
                return control
        return self.codes[min(int(self.draw.expovariate(6 / CODES)), CODES - 1)]

    def _coding(
        self, answer: UUID, sequence: int, by: Account, code: Code, beside: Beside | None = None
    ) -> None:
        second = None if beside is None else Second.BLIND
        coding = self._row(
            Coding,
            answer_id=answer,
            sequence=sequence,
            by_id=by.id,
            primary=second is None,
            second=second,
            beside=beside,
            memo="",
            at=self.now - timedelta(minutes=self.draw.randrange(5000)),
        )
        self.rows[under].append({"coding_id": coding, "code_id": code.id, "counts": second is None})
        if second is None:
            self.rows[Card][-1]["coding_id"] = coding

    def _deal(
        self, card: UUID, to: Account, second: Second | None = None, done_at: datetime | None = None
    ) -> None:
        row = {"card_id": card, "account_id": to.id, "second": second, "done_at": done_at}
        self._row(Deal, dealt_at=self.now, **row)
