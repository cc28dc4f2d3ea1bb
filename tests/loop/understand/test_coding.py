"""Sorting: appended, undone by oneself, effective by sequence; piles all or nothing."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common.errors import Refused
from consult.common.outbox import OutboxItem
from consult.db.engine import open_engine
from consult.db.tables import METADATA
from consult.loop.collect.records import Answer, Submission
from consult.loop.understand import coding
from consult.loop.understand.codebook import cards_by_code
from consult.loop.understand.effective import codes_of, effective, note_where_they_lie
from consult.loop.understand.findings import release
from consult.loop.understand.records import Card, Code, Coding, Control, Pile, coding_code
from consult.loop.understand.where_words_lie import contributors, sums
from tests.cast import Cast


def lie(scene, card):
    return codes_of(scene.session, card.answer_id)


def test_the_last_coding_counts_and_the_earlier_ones_stay(scene, session):
    card = scene.read("a")[0]
    water, road = scene.code("Water"), scene.code("Road")
    scene.sort([card], water)
    scene.sort([card], water, road)
    scene.sort([card], road)
    assert lie(scene, card) == [road]
    assert session.scalar(select(func.count(Coding.id))) == 3
    assert effective(session, [card.answer_id]) == {card.answer_id: [road]}


def test_undo_takes_back_ones_own_last_and_the_one_before_counts_again(scene, session, cast, now):
    card = scene.read("a")[0]
    water, road = scene.code("Water"), scene.code("Road")
    scene.sort([card], water)
    scene.sort([card], road)
    coding.undo(session, card=card, by=cast.amal, now=now)
    assert lie(scene, card) == [water]
    coding.undo(session, card=card, by=cast.amal, now=now)
    assert lie(scene, card) == []
    with pytest.raises(Refused):
        coding.undo(session, card=card, by=cast.amal, now=now)


def test_nobody_undoes_what_someone_else_sorted(scene, session, cast, now):
    card = scene.read("a")[0]
    scene.sort([card], scene.code("Water"))
    coding.sort_answer(session, card=card, codes=[Control.UNCLEAR], by=cast.bahati, now=now)
    with pytest.raises(Refused):
        coding.undo(session, card=card, by=cast.amal, now=now)


def test_a_card_waits_for_its_first_reader(scene):
    card = scene.speak("a")[0]
    with pytest.raises(Refused):
        scene.sort([card], Control.UNCLEAR)


def test_a_card_set_aside_stands_under_no_other_code(scene):
    card = scene.read("a")[0]
    water = scene.code("Water")
    for alone in (Control.NOT_AN_ANSWER, Control.ANOTHER_PROMPT, Control.UNCLEAR):
        with pytest.raises(Refused):
            scene.sort([card], water, alone)
        scene.sort([card], alone)
    with pytest.raises(Refused):
        scene.sort([card], Control.NOT_AN_ANSWER, Control.UNCLEAR)
    scene.sort([card], water, Control.COULD_IDENTIFY)
    with pytest.raises(Refused):
        scene.sort([card])


def test_a_code_of_another_consultation_is_refused(scene, session, cast, now):
    card = scene.read("a")[0]
    other = Code(consultation=cast.consultation("other"), number=1, name="x", language="en", made_at=now)
    session.add(other)
    session.flush()
    with pytest.raises(Refused):
        scene.sort([card], other)


def test_a_pile_sorts_all_its_cards_and_typing_it_again_adds_nothing(scene, session, cast, now):
    cards = scene.read("a", "b", "c")
    water = scene.code("Water")
    for _ in range(2):
        coding.sort_pile(
            session, consultation=scene.consultation, line="pile 1: 101 ١٠٢, 103", by=cast.amal, now=now
        )
        assert [lie(scene, card) for card in cards] == [[water]] * 3
        assert session.scalar(select(func.count(Coding.id))) == 3


def test_a_control_code_is_a_pile_too(scene, session, cast, now):
    card = scene.read("a")[0]
    coding.sort_pile(session, consultation=scene.consultation, line="901: 101", by=cast.amal, now=now)
    assert [code.control for code in lie(scene, card)] == [Control.NOT_AN_ANSWER]


def test_everything_wrong_with_piles_is_said_at_once_and_nothing_changes(scene, session, cast, now):
    cards = scene.read("a", "b", "c")
    scene.speak("unread")
    water, road = scene.code("Water"), scene.code("Road")
    scene.sort(cards[:1], water)
    before = session.scalar(select(func.count(Coding.id)))
    text = "1: 102 103 104 999\n2: 101 103"
    with pytest.raises(Refused) as refused:
        coding.sort_pile(session, consultation=scene.consultation, line=text, by=cast.amal, now=now)
    assert refused.value.values == {"unknown": "104, 999", "clash": "101, 103"}
    assert session.scalar(select(func.count(Coding.id))) == before
    assert session.scalar(select(func.count(Pile.id))) == 0
    for line in ("7: 102", "1: 999", "2: 101", "1 102"):
        with pytest.raises(Refused):
            coding.sort_pile(session, consultation=scene.consultation, line=line, by=cast.amal, now=now)
    coding.sort_pile(
        session, consultation=scene.consultation, line="2: 101 102", by=cast.amal, now=now, move=True
    )
    assert lie(scene, cards[0]) == lie(scene, cards[1]) == [road]


def test_a_coding_asks_for_what_is_owed_only_after_a_release(scene, session, cast, now):
    cards = scene.read("a", "b", "c")
    water = scene.code("Water")
    scene.theme("Water", water)
    scene.sort(cards[:1], water)
    asked = select(OutboxItem).where(OutboxItem.name == "owe_late")
    assert session.scalars(asked).all() == []
    review_by = now.date().replace(day=20)
    release(
        session,
        consultation=scene.consultation,
        alone="Other words.",
        review_by=review_by,
        by=cast.amal,
        now=now,
    )
    scene.sort(cards[1:2], water)
    coding.sort_pile(session, consultation=scene.consultation, line="1: 103", by=cast.amal, now=now)
    late = session.scalars(asked).all()
    assert {item.payload["answer_id"] for item in late} == {str(card.answer_id) for card in cards[1:]}


@dataclass(frozen=True)
class Act:
    codes: tuple[int, ...]
    primary: bool
    retracted: bool


acts = st.lists(
    st.builds(
        Act,
        st.sets(st.integers(0, 3), min_size=1, max_size=3).map(lambda codes: tuple(sorted(codes))),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
)


@pytest.fixture(scope="module")
def empty_house():
    engine = open_engine("sqlite://")
    METADATA.create_all(engine)
    return engine


@settings(deadline=None, max_examples=40)
@given(st.lists(acts, min_size=1, max_size=4))
def test_effective_is_always_the_last_unretracted_primary_by_sequence(empty_house, histories):
    from datetime import UTC, datetime

    now = datetime(2027, 6, 4, 10, tzinfo=UTC)
    with Session(empty_house) as session:
        cast = Cast(session, now)
        consultation = cast.consultation()
        codes = [
            Code(consultation=consultation, number=n + 1, name=str(n), language="en", made_at=now)
            for n in range(4)
        ]
        session.add_all(codes)
        expected, answers = {}, []
        for number, history in enumerate(histories):
            answer = cast.answer(cast.participant(), consultation, "words")
            answers.append(answer.id)
            session.add(Card(consultation_id=consultation.id, answer=answer, number=101 + number))
            for place, act in enumerate(history):
                session.add(
                    Coding(
                        answer=answer,
                        sequence=place + 1,
                        by_id=cast.amal.id,
                        primary=act.primary,
                        at=now,
                        retracted_at=now if act.retracted else None,
                        codes=[codes[code] for code in act.codes],
                    )
                )
            counting = [act for act in history if act.primary and not act.retracted]
            if counting:
                expected[answer.id] = [codes[code] for code in counting[-1].codes]
        session.flush()
        note_where_they_lie(session, answers)
        assert effective(session, answers) == expected
        session.rollback()


def test_of_a_thousand_answers_only_the_last_coding_of_each_counts(scene, session, cast, now):
    person = [cast.participant() for _ in range(3)]
    first = cast.answer(person[0], scene.consultation, "x")
    codes = [scene.code(str(n)) for n in range(10)]
    scene.theme("Water", *codes[:3])
    subs = [first.submission] + [cast.answer(each, scene.consultation, "x").submission for each in person[1:]]
    insert_many(session, scene, subs, codes, cast, now)
    note_where_they_lie(session, session.scalars(select(Answer.id)).all())
    assert cards_by_code(session, scene.consultation)[codes[1].id] == 200
    assert sums(session, subs[0].round).spoke == 3
    assert contributors(session, subs[0].round)


def insert_many(session, scene, subs: list[Submission], codes, cast, now) -> None:
    from uuid import uuid4

    wording = session.scalar(select(Answer.wording_id).limit(1))
    answers = [uuid4() for _ in range(1_000)]
    codings = [uuid4() for _ in range(2_000)]
    session.execute(
        Answer.__table__.insert(),
        [
            {"id": each, "submission_id": subs[at % 3].id, "wording_id": wording, "later_words": False}
            for at, each in enumerate(answers)
        ],
    )
    session.execute(
        Card.__table__.insert(),
        [
            {"id": uuid4(), "consultation_id": scene.consultation.id, "answer_id": each, "number": 1000 + at}
            for at, each in enumerate(answers)
        ],
    )
    session.execute(
        Coding.__table__.insert(),
        [
            {
                "id": each,
                "answer_id": answers[at // 2],
                "sequence": at % 2 + 1,
                "by_id": cast.amal.id,
                "primary": True,
                "at": now,
            }
            for at, each in enumerate(codings)
        ],
    )
    session.execute(
        coding_code.insert(),
        [{"coding_id": each, "code_id": codes[at % 10].id} for at, each in enumerate(codings)],
    )
