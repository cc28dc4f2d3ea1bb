"""A batch of people costs as many questions to the database as one person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from consult.loop.close.ask_happened import ask
from consult.loop.close.fanout import fan_out
from consult.loop.close.reaching import note_reached
from consult.loop.close.records import How, Obligation, Telling
from consult.loop.respond.promises import follow
from consult.loop.respond.records import Commitment
from consult.people.records import HearBack
from consult.post.records import Attempt, Delivery, Message
from tests.loop.close.released import chain


@contextmanager
def counted(session) -> Iterator[list[str]]:
    """The statements that run while the block does."""
    ran: list[str] = []

    def note(_connection, _cursor, statement, *_):
        ran.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield ran
    event.remove(connection, "before_cursor_execute", note)


@contextmanager
def explained(session) -> Iterator[list[str]]:
    """How SQLite finds what is read while the block runs, a line a step, behind what it reads."""
    asked, used = [], []

    def note(_connection, _cursor, statement, values, *_):
        if statement.lstrip().startswith("SELECT"):
            asked.append((statement, values))

    event.listen(session.connection(), "before_cursor_execute", note)
    yield used
    event.remove(session.connection(), "before_cursor_execute", note)
    raw = session.connection().connection.cursor()
    for one, values in asked:
        steps = raw.execute(f"EXPLAIN QUERY PLAN {one}", values).fetchall()
        used += [f"{one.partition('FROM')[2].split()[0]}: {row[-1]}" for row in steps]


def plan(session, version, now) -> int:
    """How many statements it took to tell everybody afresh."""
    session.flush()
    session.expunge_all()
    with counted(session) as ran:
        fan_out(session, version_id=version.id, most=1000, chain=chain, now=now)
        session.flush()
    return len(ran)


def test_planning_for_200_people_asks_no_more_than_for_20(released, session, now):
    people = 200
    few, many = released.theme(3), released.theme(7)
    released.many(few, 20, HearBack.WHOLE, HearBack.KNOCK)
    released.many(many, people, HearBack.WHOLE, HearBack.KNOCK)
    answers = [released.answered(theme, words=words) for theme in (few, many) for words in ("Yes.", "Soon.")]
    first, joined, first_many, joined_many = (plan(session, version, now) for version in answers)
    assert (first_many, joined_many) == (first, joined)
    assert session.scalar(select(func.count()).select_from(Message)) == 20 + people
    assert session.scalar(select(func.count()).select_from(Telling)) == 2 * (20 + people)
    again = [plan(session, version, now) for version in (answers[0], answers[2])]
    assert again[0] == again[1] <= first


@pytest.mark.parametrize("kind", ["sqlite"])
def test_no_portion_looks_through_the_texts_and_proofs_of_all_others(released, session, now):
    """Found by an index of everything that waits, each portion would take longer than the one before."""
    theme = released.theme(3)
    released.many(theme, 20, HearBack.WHOLE, HearBack.KNOCK)
    version = released.answered(theme)
    plan(session, version, now)
    newer = released.answered(theme)
    with explained(session) as used:
        plan(session, newer, now)
    assert any("ix_message_reach_id" in line for line in used), "how it is found can be seen here"
    for wide in ("ix_message_in_turn", "ix_reached_version_id", "ix_telling_version_id", "SCAN message"):
        assert not any(wide in line for line in used)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_no_portion_of_those_who_are_asked_whether_it_happened_looks_through_everybody(
    released, session, cast, now
):
    three, seven = released.theme(3), released.theme(7)
    released.many(three, 20, HearBack.WHOLE, HearBack.KNOCK)
    version = released.answered(three, seven)
    follow(session, version=version, by=cast.dana, now=now)
    proofs = [(each, version.id, None) for each in session.scalars(select(Obligation.id))]
    note_reached(session, proofs, how=How.ASKED, on=now.date())
    (promise,) = session.scalars(select(Commitment))
    after = {"promise_id": promise.id, "day": version.by_when, "now": now + timedelta(days=31)}
    with explained(session) as used:
        ask(session, **after)
        session.flush()
    assert session.scalar(select(func.count()).select_from(Message)) == 20
    owed = [line for line in used if line.startswith("obligation:")]
    assert any("ix_obligation_of_theme" in line for line in owed), "how it is found can be seen here"
    for wide in ("TEMP B-TREE", "ix_reached_version_id", "SCAN"):
        assert not [line for line in owed if wide in line]


@pytest.mark.parametrize("outcome", [None, "failed: later", "ambiguous"])
def test_a_knock_that_goes_again_takes_no_other_news_with_it(released, session, now, outcome):
    """Its first try may have arrived, long before there was this news."""
    three, seven = released.theme(3), released.theme(7)
    released.person(three, seven, hear_back=HearBack.KNOCK)
    released.owe()
    plan(session, released.answered(three), now)
    gone = session.scalars(select(Message)).one()
    session.add(
        Attempt(
            message=gone,
            number=1,
            token="t",
            provider="console",
            body_hash="",
            started_at=now,
            outcome=outcome,
            looks=0,
        )
    )
    version = released.answered(seven)
    plan(session, version, now)
    plan(session, version, now)
    knocks = session.scalars(select(Message).order_by(Message.place)).all()
    assert [each.id == gone.id for each in knocks] == [True, False]
    assert {each.state for each in knocks} == {Delivery.PENDING}
    assert session.scalar(select(func.count()).where(Telling.message_id == knocks[1].id)) == 1


def test_a_knock_of_which_nothing_was_sent_for_sure_knocks_for_other_news_too(released, session, now):
    three, seven = released.theme(3), released.theme(7)
    released.person(three, seven, hear_back=HearBack.KNOCK)
    released.owe()
    plan(session, released.answered(three), now)
    waits = session.scalars(select(Message)).one()
    session.add(
        Attempt(
            message=waits,
            number=1,
            token="t",
            provider="console",
            body_hash="",
            started_at=now,
            outcome="throttled",
            looks=0,
        )
    )
    plan(session, released.answered(seven), now)
    assert session.scalars(select(Message)).one().id == waits.id
