"""What is noted on cards is what all the sorting says, whatever people do and in whichever order."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.common.errors import Refused
from consult.db.engine import open_engine
from consult.db.tables import METADATA
from consult.loop.collect.answers import withdraw
from consult.loop.collect.reading import is_open_to
from consult.loop.collect.records import Readers
from consult.loop.understand import (
    blind,
    cards,
    codebook,
    coding,
    how_alike,
    merging,
    set_aside,
    splitting,
    talking,
)
from consult.loop.understand.agreement import agree
from consult.loop.understand.effective import effective
from consult.loop.understand.first_reading import pass_on
from consult.loop.understand.lying_on_themes import cards_by_theme
from consult.loop.understand.reading_order import CameUp, came_up
from consult.loop.understand.records import Card, Code, Coding, Control, Deal, Second
from consult.loop.understand.second_looks import read_twice
from consult.loop.understand.side_by_side import to_read_again
from consult.people.records import Account, Role, Seat
from tests.cast import Cast
from tests.loop.understand.scene import Scene

NOW = datetime(2027, 6, 4, 10, tzinfo=UTC)
WHAT = (
    *("water", "road", "both", "flag", "aside", "talk", "pile", "undo", "masked"),
    *("again", "second", "second", "leave", "merge", "split"),
)
acts = st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 2), st.integers(0, 1)), max_size=12)


@pytest.fixture(scope="module")
def house():
    engine = open_engine("sqlite://")
    METADATA.create_all(engine)
    return engine


@settings(deadline=None, max_examples=30)
@given(acts)
@example([("both", 0, 0), ("second", 0, 1), ("water", 1, 0), ("second", 1, 1), ("merge", 0, 0)])
def test_the_counts_of_cards_are_those_of_all_sorting_looked_through(house, done):
    with Session(house) as session:
        table = Table.laid(session)
        for what, which, who in done:
            table.act(what, table.cards[which], table.people[who])
            table.is_as_all_sorting_says()
            table.second_readings_are_as_each_looked_at()
            table.what_came_up_is_as_in_the_order_of_sorting()
        session.rollback()


@dataclass
class Table:
    scene: Scene
    cards: list[Card]
    now: datetime = NOW

    @classmethod
    def laid(cls, session: Session) -> "Table":
        """Three read cards, the last open to readers from elsewhere; one that nobody read."""
        scene = Scene(session, Cast(session, NOW))
        ours = [*scene.speak("one", "two", "unread"), *scene.speak("three", readers=Readers.ELSEWHERE)]
        read = [ours[0], ours[1], ours[3]]
        for card in read:
            pass_on(session, card=card, text="words", **scene.by)
        scene.theme("Roads and water", scene.code("Water"), scene.code("Road"))
        return cls(scene, read)

    @property
    def people(self) -> list[Account]:
        return [self.scene.cast.amal, self.scene.cast.bahati]

    def act(self, what: str, card: Card, by: Account) -> None:
        session, consultation = self.scene.session, self.scene.consultation
        self.now += timedelta(minutes=1)
        given = {"by": by, "now": self.now}
        water, road = session.scalars(
            select(Code).where(Code.consultation_id == consultation.id, Code.number < 3).order_by(Code.number)
        )
        sorting = {"water": [water], "road": [road], "both": [water, road], "flag": [Control.COULD_IDENTIFY]}
        sorting["aside"] = [Control.NOT_AN_ANSWER]
        try:
            if what in sorting:
                coding.sort_answer(session, card=card, codes=sorting[what], **given)
            elif what == "talk":
                coding.sort_answer(session, card=card, codes=[road], memo="Talked.", anew=True, **given)
            elif what == "pile":
                line = f"1: {card.number} {self.cards[0].number}"
                coding.sort_pile(session, consultation=consultation, line=line, move=True, **given)
            elif what == "undo":
                coding.undo(session, card=card, **given)
            elif what == "masked":
                coding.take_off_flag(session, card=card, **given)
            elif what == "again":
                self.again(card, by)
            elif what == "second":
                self.again(card, by)
                coding.sort_answer(session, card=card, codes=[road], **given)
            elif what == "leave":
                withdraw(session, participant=card.answer.submission.participant, now=self.now)
            elif what == "split":
                parts = [splitting.Part("Near", (card.number,)), splitting.Part("Far", (card.number,))]
                splitting.split(session, code=road, into=parts, **given)
            else:
                merging.merge(session, code=road, into=water, **given)
        except Refused:
            return

    def again(self, card: Card, by: Account) -> None:
        session = self.scene.session
        before = select(Deal).where(Deal.card_id == card.id, Deal.account_id == by.id)
        deal = session.scalar(before) or Deal(card_id=card.id, account_id=by.id)
        deal.second, deal.dealt_at, deal.done_at = Second.BLIND, self.now, None
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
        on_theme = Counter(
            theme
            for under in effective(session, [card.answer_id for card in standing]).values()
            for theme in {each.theme_id for each in under if each.theme_id}
        )
        assert cards_by_theme(session, consultation) == dict(on_theme)

    def second_readings_are_as_each_looked_at(self) -> None:
        """What is noted of them beside all of them, each looked at with its codes."""
        session, here = self.scene.session, {"consultation": self.scene.consultation}
        twice = read_twice(session, **here)
        blindly = [each for each in twice if each.again.second is Second.BLIND]
        pairs = [(frozenset(each.first_codes), frozenset(each.again_codes)) for each in blindly]
        for few in (0, len(twice)):
            with patch.object(how_alike, "FEW", few):
                assert blind.agreement_of(session, **here) == (agree(pairs) if pairs else None)
        by, seat = self.people[0], self.scene.cast.seats["amal"]
        hidden = set(session.scalars(to_read_again(by)))
        differing = [each for each in twice if each.differs and each.card.answer_id not in hidden]
        found = talking.differing(session, by=by, seat=seat, **here)
        assert {(each.card.number, each.again.id) for each in found} == {
            (each.card.number, each.again.id) for each in differing
        }
        assert [not each.to_talk_of for each in found] == sorted(not each.to_talk_of for each in found)
        lies = effective(session, [card.answer_id for card in self.standing()])
        aside = {a for a, under in lies.items() if any(c.control is Control.NOT_AN_ANSWER for c in under)}
        seen = {each.card.answer_id for each in twice if each.differs and not each.to_talk_of}
        seen |= {
            each.card.answer_id
            for each in twice
            if not each.differs and any(c.control is Control.NOT_AN_ANSWER for c in each.again_codes)
        }
        assert set_aside.how_far_aside(session, **here) == (len(aside), len(aside & seen))

    def what_came_up_is_as_in_the_order_of_sorting(self) -> None:
        session = self.scene.session
        first = {
            card.answer_id: min(each.at for each in session.scalars(_standing_codings(card)))
            for card in self.standing()
            if session.scalars(_standing_codings(card)).first()
        }
        number = {card.answer_id: card.number for card in self.standing()}
        order = sorted(first, key=lambda answer: (first[answer], number[answer]))
        lies, firsts = effective(session, order), dict[UUID, int]()
        for place, answer in enumerate(order, start=1):
            for code in lies[answer]:
                if code.control is None:
                    firsts.setdefault(code.id, place)
        came = came_up(session, consultation=self.scene.consultation)[None]
        assert came == CameUp(tuple(sorted(firsts.values())), len(order))

    def standing(self) -> list[Card]:
        every = self.scene.session.scalars(
            select(Card).where(Card.consultation_id == self.scene.consultation.id)
        )
        return [card for card in every if card.answer.submission.withdrawn_on is None]


def _standing_codings(card: Card) -> Select[Coding]:
    return select(Coding).where(
        Coding.answer_id == card.answer_id, Coding.primary, Coding.retracted_at.is_(None)
    )
