from sqlalchemy import select

from consult.common import translation
from consult.loop.close.alone import tell_alone
from consult.loop.close.catching_up import catch_up
from consult.loop.close.records import Reached
from consult.loop.close.tellings import note_delivered
from consult.people.records import HearBack
from consult.post.records import Delivery, Message
from tests.loop.close.released import chain
from tests.loop.close.test_fanout import texts


def run(released, session, now, **how):
    tell_alone(session, findings=released.findings, chain=chain, now=now, **how)
    session.flush()


def test_words_on_no_theme_are_answered_too_each_as_its_person_chose(released, session, now):
    alone = released.person()
    aside = released.person(read="aside")
    knock = released.person(hear_back=HearBack.KNOCK)
    unread = released.person(read="not")
    on_theme = released.person(released.theme(3))
    released.owe()
    run(released, session, now)
    run(released, session, now)

    assert texts(session, released, alone) == [["alone"]]
    assert texts(session, released, aside) == [["set_aside"]]
    assert texts(session, released, knock) == [["knock"]]
    assert texts(session, released, unread) == []
    assert texts(session, released, on_theme) == []


def test_the_general_line_goes_only_in_a_language_of_the_person(released, session, now):
    french, arabic = released.person(language="fr"), released.person(language="ar")
    aside = released.person(language="ar", read="aside")
    translation.write(
        session, released.findings, "alone", language="fr", text="D'autres.", by_id=None, now=now
    )
    released.owe()
    run(released, session, now)
    message = session.scalars(select(Message).where(Message.language == "fr")).one()
    assert message.sentences[0]["values"] == {"line": "D'autres."}
    assert texts(session, released, french) == [["alone"]]
    assert texts(session, released, arabic) == []
    assert texts(session, released, aside) == [["set_aside"]], "our own sentence is in every language"


def test_batches_of_them_reach_everybody(released, session, now):
    people = [released.person() for _ in range(3)]
    released.owe()
    run(released, session, now, most=2)
    told = [person for person in people if texts(session, released, person)]
    assert len(told) == 2


def test_a_delivered_line_settles_what_was_owed(released, session, now):
    released.person()
    released.owe()
    run(released, session, now)
    note_delivered(session, message_id=session.scalars(select(Message)).one().id, now=now)
    assert session.scalars(select(Reached)).one().findings_id == released.findings.id


def test_a_phone_that_starts_again_is_told_what_became_of_words_on_no_theme_once(released, session, now):
    person = released.person()
    point = released.reaches[person.id].contact_point
    released.owe()
    run(released, session, now)
    point.stopped_at = now
    session.scalars(select(Message)).one().state = Delivery.CANCELLED
    session.flush()
    catch_up(session, participant=person, chain=chain, now=now)
    assert len(texts(session, released, person)) == 1, "nothing more while it is stopped"

    point.stopped_at = None
    session.flush()
    for _ in range(2):
        catch_up(session, participant=person, chain=chain, now=now)
    assert texts(session, released, person) == [["alone"], ["alone"]]
