"""News that is told beside a text that went already, and news that needs no second one."""

from sqlalchemy import select

from consult.loop.close.records import Obligation, Telling
from consult.loop.close.tellings import note_delivered
from consult.people.records import HearBack
from consult.post.records import Delivery, Message
from tests.loop.close.test_fanout import run, texts


def test_words_that_come_to_one_more_theme_of_an_answer_are_told_of_that_too(released, session, now):
    three, seven = released.theme(3), released.theme(7)
    whole, knock = released.person(three), released.person(three, hear_back=HearBack.KNOCK)
    released.owe()
    version = released.answered(three, seven)
    run(session, version, now)
    for message in session.scalars(select(Message)):
        message.state = Delivery.DELIVERED
        note_delivered(session, message_id=message.id, now=now)
    for person in (whole, knock):
        key = f"{person.id}:{seven.theme_id}"
        owed = {"participant": person, "round": released.round, "theme": seven.theme, "since": now.date()}
        session.add(Obligation(key=key, **owed))
    session.flush()
    for _ in range(2):
        run(session, version, now)
        assert texts(session, released, whole) == [["whole_answer", "verdict"]] * 2
        assert texts(session, released, knock) == [["knock"]] * 2
    later = session.scalars(select(Message).where(Message.state == Delivery.PENDING)).all()
    assert sorted(str(each.sentences[0]["values"].get("themes")) for each in later) == ["7", "None"]
    told = session.scalars(select(Telling).where(Telling.message_id.in_([each.id for each in later]))).all()
    assert {each.obligation.theme for each in told} == {seven.theme}
    for message in later:
        message.state = Delivery.FAILED
    session.flush()
    run(session, version, now)
    run(session, version, now)
    assert len(texts(session, released, whole)) == len(texts(session, released, knock)) == 3


def test_news_that_joined_a_waiting_knock_knocks_no_second_time(released, session, now):
    three, seven = released.theme(3), released.theme(7)
    person = released.person(three, seven, hear_back=HearBack.KNOCK)
    released.owe()
    versions = [released.answered(three), released.answered(seven)]
    for version in versions:
        run(session, version, now)
    session.scalars(select(Message)).one().state = Delivery.DELIVERED
    session.flush()
    for version in versions:
        run(session, version, now)
    assert texts(session, released, person) == [["knock"]]
