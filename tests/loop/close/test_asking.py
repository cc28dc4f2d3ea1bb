from datetime import timedelta

from sqlalchemy import select

from consult.loop.close.asking import open_with_code, ready_for, send_whole
from consult.loop.close.fanout import fan_out
from consult.loop.close.records import How, Reached
from consult.loop.close.tellings import note_delivered
from consult.loop.understand.records import Audience, Hold
from consult.people.receipts import issue
from consult.people.records import HearBack
from consult.post.records import Message
from tests.loop.close.released import chain


def ask(session, released, person, now, key="letter-1", **more):
    told = send_whole(session, reach=released.reaches[person.id], key=key, chain=chain, now=now, **more)
    session.flush()
    return told


def test_who_was_knocked_and_asks_gets_the_whole_answer_and_is_reached_when_it_arrives(
    released, session, now
):
    three, seven = released.theme(3), released.theme(7)
    person = released.person(three, seven, hear_back=HearBack.KNOCK)
    released.owe()
    released.answered(three)
    assert ask(session, released, person, now) == 1
    assert ask(session, released, person, now) == 1, "the same letter asks once"
    message = session.scalars(select(Message)).one()
    assert message.asked
    assert session.scalars(select(Reached)).all() == []
    note_delivered(session, message_id=message.id, now=now)
    assert session.scalars(select(Reached)).one().how is How.ASKED


def test_asking_for_one_number_brings_that_one(released, session, now):
    three, seven = released.theme(3), released.theme(7)
    person = released.person(three, seven)
    released.owe()
    released.answered(three)
    released.answered(seven, words="Seven.")
    assert ask(session, released, person, now, theme=seven.theme) == 1
    assert session.scalars(select(Message)).one().sentences[0]["values"]["words"] == "Seven."


def test_a_code_shows_the_answers_and_that_is_kept_as_reached(released, session, vault, now):
    theme = released.theme(3)
    person = released.person(theme, hear_back=None)
    released.owe()
    version = released.answered(theme)
    code = issue(session, vault=vault, participant=person, now=now)
    for _ in range(2):
        assert open_with_code(session, vault=vault, code=code, chain=chain, now=now) is person
    reached = session.scalars(select(Reached)).one()
    assert (reached.how, reached.version) == (How.ASKED, version)


def test_who_read_the_answer_by_code_is_not_texted_it_as_well(released, session, vault, now):
    theme = released.theme(3)
    person = released.person(theme)
    released.owe()
    version = released.answered(theme)
    code = issue(session, vault=vault, participant=person, now=now)
    open_with_code(session, vault=vault, code=code, chain=chain, now=now)
    fan_out(session, version_id=version.id, chain=chain, now=now)
    assert session.scalars(select(Message)).all() == []


def test_an_unknown_code_opens_nothing(session, vault, now):
    assert open_with_code(session, vault=vault, code="1234567812345678", chain=chain, now=now) is None


def test_what_the_person_cannot_read_is_not_ready(released, session, now):
    theme = released.theme(3)
    person = released.person(theme, language="ar")
    released.owe()
    released.answered(theme)
    assert ready_for(session, participant=person, chain=chain) == []


def test_what_is_held_or_spoken_only_is_not_ready(released, session, cast, now):
    held, spoken = released.theme(3), released.theme(7, audience=Audience.SPOKEN_ONLY)
    person = released.person(held, spoken)
    released.owe()
    released.answered(held)
    released.answered(spoken)
    session.add(Hold(theme_id=held.theme_id, by_id=cast.amal.id, since=now))
    session.flush()
    assert ready_for(session, participant=person, chain=chain) == []


def test_words_on_no_theme_have_their_line(released, session, now):
    person = released.person()
    released.owe()
    (ready,) = ready_for(session, participant=person, chain=chain)
    (phrase,) = ready.phrases("Others.", None)
    assert (phrase.key, phrase.values) == ("alone", {"line": "Others."})


def test_who_asks_gets_the_answer_of_every_office_that_answered(released, session, cast, now):
    three, seven = released.theme(3), released.theme(7)
    person = released.person(three, seven)
    released.owe()
    released.answered(three, seven, words="Water.", on=now - timedelta(days=1))
    released.answered(three, office=cast.roads, words="Roads.")
    told = [
        (ready.news.worded(["en"]), sorted(each.theme.number for each in ready.owed))
        for ready in ready_for(session, participant=person, chain=chain)
    ]
    assert sorted(told) == [("Roads.", [3]), ("Water.", [3, 7])]
    assert ask(session, released, person, now) == 2
