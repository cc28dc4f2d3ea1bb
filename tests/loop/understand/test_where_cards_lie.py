"""What is noted on cards is what all the sorting says, whatever people do and in whichever order."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.errors import Refused
from consult.db.engine import open_engine
from consult.db.tables import METADATA
from consult.loop.collect.answers import withdraw
from consult.loop.collect.reading import is_open_to
from consult.loop.collect.records import Readers
from consult.loop.understand import cards, codebook, coding, merging
from consult.loop.understand.first_reading import pass_on
from consult.loop.understand.records import Card, Code, Coding, Control, Deal, Second
from consult.people.records import Account, Role, Seat
from tests.cast import Cast
from tests.loop.understand.scene import Scene

NOW = datetime(2027, 6, 4, 10, tzinfo=UTC)
WHAT = ("water", "road", "both", "flag", "pile", "undo", "masked", "again", "leave", "merge")
acts = st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 2), st.integers(0, 1)), max_size=12)


@pytest.fixture(scope="module")
def house():
    engine = open_engine("sqlite://")
    METADATA.create_all(engine)
    return engine


@settings(deadline=None, max_examples=40)
@given(acts)
def test_the_counts_of_cards_are_those_of_all_sorting_looked_through(house, done):
    with Session(house) as session:
        table = Table.laid(session)
        for what, which, who in done:
            table.act(what, table.cards[which], table.people[who])
            table.is_as_all_sorting_says()
        session.rollback()


@dataclass
class Table:
    scene: Scene
    cards: list[Card]

    @classmethod
    def laid(cls, session: Session) -> "Table":
        """Three read cards, the last open to readers from elsewhere; one that nobody read."""
        scene = Scene(session, Cast(session, NOW))
        ours = [*scene.speak("one", "two", "unread"), *scene.speak("three", readers=Readers.ELSEWHERE)]
        read = [ours[0], ours[1], ours[3]]
        for card in read:
            pass_on(session, card=card, text="words", **scene.by)
        scene.code("Water")
        scene.code("Road")
        return cls(scene, read)

    @property
    def people(self) -> list[Account]:
        return [self.scene.cast.amal, self.scene.cast.bahati]

    def act(self, what: str, card: Card, by: Account) -> None:
        session, consultation = self.scene.session, self.scene.consultation
        given = {"by": by, "now": NOW}
        water, road = session.scalars(
            select(Code).where(Code.consultation_id == consultation.id, Code.number < 3).order_by(Code.number)
        )
        sorting = {"water": [water], "road": [road], "both": [water, road], "flag": [Control.COULD_IDENTIFY]}
        try:
            if what in sorting:
                coding.sort_answer(session, card=card, codes=sorting[what], **given)
            elif what == "pile":
                line = f"1: {card.number} {self.cards[0].number}"
                coding.sort_pile(session, consultation=consultation, line=line, move=True, **given)
            elif what == "undo":
                coding.undo(session, card=card, **given)
            elif what == "masked":
                coding.take_off_flag(session, card=card, **given)
            elif what == "again":
                self.again(card, by)
            elif what == "leave":
                withdraw(session, participant=card.answer.submission.participant, now=NOW)
            else:
                merging.merge(session, code=road, into=water, **given)
        except Refused:
            return

    def again(self, card: Card, by: Account) -> None:
        session = self.scene.session
        before = select(Deal).where(Deal.card_id == card.id, Deal.account_id == by.id)
        deal = session.scalar(before) or Deal(card_id=card.id, account_id=by.id)
        deal.second, deal.dealt_at, deal.done_at = Second.BLIND, NOW, None
        session.add(deal)
        session.flush()

    def is_as_all_sorting_says(self) -> None:
        session, consultation = self.scene.session, self.scene.consultation
        session.flush()
        lies: dict[UUID, Coding] = {}
        for each in session.scalars(select(Coding).order_by(Coding.sequence)):
            if each.primary and each.retracted_at is None:
                lies[each.answer_id] = each
        every = session.scalars(select(Card).where(Card.consultation_id == consultation.id)).all()
        standing = [card for card in every if card.answer.submission.withdrawn_on is None]
        assert {card.answer_id: card.coding_id for card in every if card.coding_id} == {
            answer: each.id for answer, each in lies.items()
        }
        for seat in (None, Seat(role=Role.REPRESENTATIVE), Seat(role=Role.READER)):
            seen = [each for each in standing if seat is None or is_open_to(each.answer, seat)]
            done = sum(each.answer_id in lies for each in seen)
            read = sum(each.masked_at is not None for each in seen)
            assert cards.progress(session, consultation, seat) == cards.Progress(len(seen), read, done)
        under = Counter(
            code
            for card in standing
            if card.answer_id in lies
            for code in {each.alias_of_id or each.id for each in lies[card.answer_id].codes}
        )
        assert codebook.cards_by_code(session, consultation) == dict(under)
