from types import SimpleNamespace

from sqlalchemy import select

from consult.common import translation
from consult.common.outbox import OutboxItem
from consult.jobs.actions import ACTIONS
from consult.loop.close.catching_up import catch_up
from consult.loop.close.choosing import hear_back
from consult.loop.close.fanout import fan_out
from consult.loop.close.records import How, Reached, Telling
from consult.loop.close.tellings import note_delivered
from consult.loop.understand.records import Audience, Hold
from consult.people.records import HearBack
from consult.post.claims import claim_next
from consult.post.records import Delivery, Message
from tests.loop.close.released import chain


def texts(session, released, person):
    """What was written to `person`: the keys of its sentences, message by message."""
    reach = released.reaches.get(person.id)
    if reach is None:
        return []
    messages = session.scalars(select(Message).where(Message.reach_id == reach.id).order_by(Message.place))
    return [[each["key"] for each in message.sentences] for message in messages]


def run(session, version, now, **how):
    fan_out(session, version_id=version.id, chain=chain, now=now, **how)
    session.flush()


def test_each_person_hears_as_they_chose(released, session, now):
    theme = released.theme(3)
    whole = released.person(theme)
    knock = released.person(theme, hear_back=HearBack.KNOCK)
    nothing = released.person(theme, hear_back=HearBack.NOTHING)
    no_phone = released.person(theme, hear_back=None)
    elsewhere = released.person(released.theme(7))
    released.owe()
    run(session, released.answered(theme), now)

    assert texts(session, released, whole) == [["whole_answer", "verdict"]]
    assert texts(session, released, knock) == [["knock"]]
    for person in (nothing, no_phone, elsewhere):
        assert texts(session, released, person) == []


def test_a_whole_answer_carries_the_words_and_a_knock_carries_nothing(released, session, now):
    theme = released.theme(3)
    whole, knock = released.person(theme), released.person(theme, hear_back=HearBack.KNOCK)
    released.owe()
    run(session, released.answered(theme, words="We will mend the pump."), now)
    sentences = {message.reach_id: message.sentences for message in session.scalars(select(Message)).all()}
    said = sentences[released.reaches[whole.id].id]
    assert said[0]["values"] == {"themes": "3", "words": "We will mend the pump."}
    assert said[1]["values"] == {"theme": 3}
    assert sentences[released.reaches[knock.id].id][0]["values"] == {}


def test_everyone_hears_in_a_language_of_theirs_or_it_stays_a_debt(released, session, now):
    theme = released.theme(3)
    people = {code: released.person(theme, language=code) for code in ("en", "ar", "fr", "sw")}
    released.owe()
    version = released.answered(theme, words="We will.")
    translation.write(session, version, "words", language="fr", text="Oui.", by_id=None, now=now)
    session.flush()
    run(session, version, now)

    words = {
        message.language: message.sentences[0]["values"]["words"]
        for message in session.scalars(select(Message))
    }
    assert words == {"en": "We will.", "fr": "Oui.", "sw": "We will."}
    assert texts(session, released, people["ar"]) == []


def test_a_late_wording_reaches_those_who_waited_and_tells_nobody_twice(released, session, now):
    theme = released.theme(3)
    english, arabic = released.person(theme), released.person(theme, language="ar")
    released.owe()
    version = released.answered(theme)
    run(session, version, now)
    translation.write(session, version, "words", language="ar", text="نعم", by_id=None, now=now)
    session.flush()
    run(session, version, now)

    assert texts(session, released, english) == [["whole_answer", "verdict"]]
    assert texts(session, released, arabic) == [["whole_answer", "verdict"]]
    assert len(session.scalars(select(Telling)).all()) == 2


def test_running_a_batch_twice_changes_nothing(released, session, now):
    theme = released.theme(3)
    for choice in (HearBack.WHOLE, HearBack.KNOCK):
        released.person(theme, hear_back=choice)
    released.owe()
    version = released.answered(theme)
    for _ in range(3):
        run(session, version, now)
    assert len(session.scalars(select(Message)).all()) == 2
    assert len(session.scalars(select(Telling)).all()) == 2


def test_batches_follow_one_another_until_everybody_is_told_and_again_after_a_late_wording(
    released, session, now
):
    theme = released.theme(3)
    people = [released.person(theme) for _ in range(5)]
    released.owe()
    version = released.answered(theme)
    for _round in range(2):
        run(session, version, now, most=2)
        batches = 1
        while True:
            following = session.scalars(
                select(OutboxItem).where(OutboxItem.name == "fan_out", OutboxItem.done_at.is_(None))
            ).first()
            if following is None:
                break
            following.done_at = now
            from uuid import UUID

            run(session, version, now, most=2, after=UUID(following.payload["after"]))
            batches += 1
        assert batches == 3
    assert all(texts(session, released, person) == [["whole_answer", "verdict"]] for person in people)


def test_one_answer_to_two_themes_is_one_text_even_across_batches(released, session, now):
    three, seven = released.theme(3), released.theme(7)
    person = released.person(three, seven)
    released.owe()
    version = released.answered(three, seven)
    run(session, version, now, most=1)
    run(session, version, now)
    assert texts(session, released, person) == [["whole_answer", "verdict", "verdict"]]
    message = session.scalars(select(Message)).one()
    assert message.sentences[0]["values"]["themes"] == "3, 7"
    assert len(session.scalars(select(Telling)).all()) == 2


def test_two_people_on_one_phone_are_told_apart(released, session, now):
    theme = released.theme(3)
    first = released.person(theme)
    second = released.person(theme, beside=released.reaches[first.id])
    released.owe()
    run(session, released.answered(theme), now)
    for person, number in ((first, 1), (second, 2)):
        reach = released.reaches[person.id]
        message = session.scalars(select(Message).where(Message.reach_id == reach.id)).one()
        assert [each["key"] for each in message.sentences] == ["whole_answer_for", "verdict_for"]
        assert {each["values"]["person"] for each in message.sentences} == {number}


def test_a_changed_decision_is_sent_again_and_a_mended_wording_is_not(released, session, now):
    theme = released.theme(3)
    person = released.person(theme)
    released.owe()
    first = released.answered(theme, words="We wil.")
    run(session, first, now)
    mended = released.version(first.response, 2, words="We will.", only_wording=True)
    run(session, mended, now)
    assert len(session.scalars(select(Telling)).all()) == 1
    changed = released.version(first.response, 3, words="We will not.")
    run(session, first, now)
    assert len(session.scalars(select(Telling)).all()) == 1, "a version that is replaced tells nobody"
    run(session, changed, now)
    sent = session.scalars(select(Message)).all()
    words = [
        each["values"]["words"] for message in sent for each in message.sentences if "words" in each["values"]
    ]
    assert words == ["We wil.", "We will not."]
    assert person.left_on is None


def test_a_held_theme_and_who_left_are_told_nothing(released, session, cast, now):
    held, open_ = released.theme(3), released.theme(7)
    released.person(held)
    gone = released.person(open_)
    released.owe()
    gone.left_on = now.date()
    session.add(Hold(theme_id=held.theme_id, by_id=cast.amal.id, since=now))
    session.flush()
    run(session, released.answered(held, open_), now)
    assert session.scalars(select(Message)).all() == []


def test_what_is_spoken_only_never_stands_in_a_text(released, session, now):
    theme = released.theme(3, audience=Audience.SPOKEN_ONLY)
    person = released.person(theme)
    released.owe()
    run(session, released.answered(theme), now)
    assert texts(session, released, person) == [["knock"]]


def test_two_knocks_that_wait_are_one(released, session, now):
    three, seven = released.theme(3), released.theme(7)
    person = released.person(three, seven, hear_back=HearBack.KNOCK)
    released.owe()
    run(session, released.answered(three), now)
    run(session, released.answered(seven), now)
    assert texts(session, released, person) == [["knock"]]
    assert len(session.scalars(select(Telling)).all()) == 2


def test_a_phone_that_stopped_gets_nothing_until_it_starts_again(released, session, now):
    theme = released.theme(3)
    person = released.person(theme)
    point = released.reaches[person.id].contact_point
    released.owe()
    version = released.answered(theme)
    run(session, version, now)
    message = session.scalars(select(Message)).one()
    message.state, point.stopped_at = Delivery.CANCELLED, now
    session.flush()
    run(session, version, now)
    assert len(session.scalars(select(Message)).all()) == 1

    point.stopped_at = None
    session.flush()
    for _ in range(2):
        catch_up(session, participant=person, chain=chain, now=now)
    assert len(session.scalars(select(Message)).all()) == 2


def test_a_delivered_whole_text_reaches_and_a_delivered_knock_does_not(released, session, now):
    theme = released.theme(3)
    whole = released.person(theme)
    released.person(theme, hear_back=HearBack.KNOCK)
    released.owe()
    run(session, released.answered(theme), now)
    for message in session.scalars(select(Message)).all():
        note_delivered(session, message_id=message.id, now=now)
        note_delivered(session, message_id=message.id, now=now)
    reached = session.scalars(select(Reached)).one()
    assert (reached.obligation.participant, reached.how, reached.on) == (whole, How.TEXT, now.date())


def test_who_wants_a_knock_after_a_whole_answer_was_written_gets_the_knock(released, session, vault, now):
    theme = released.theme(3)
    person = released.person(theme)
    reach = released.reaches[person.id]
    released.owe()
    run(session, released.answered(theme), now)
    hear_back(session, reach=reach, choice=HearBack.KNOCK, chain=chain, now=now)
    assert claim_next(session, vault=vault, providers=["console"], now=now) is None

    session.flush()
    item = session.scalars(select(OutboxItem).where(OutboxItem.name == "tell_less")).one()
    parts = SimpleNamespace(languages=SimpleNamespace(reads=chain))
    ACTIONS[item.name](session, parts, now, **item.payload)
    session.flush()
    claimed = claim_next(session, vault=vault, providers=["console"], now=now)
    assert claimed is not None
    assert [each.key for each in claimed.sentences] == ["knock"]


def test_who_wants_nothing_or_is_stopped_gets_no_knock_instead(released, session, vault, now):
    theme = released.theme(3)
    quiet, stopped = released.person(theme), released.person(theme)
    released.owe()
    run(session, released.answered(theme), now)
    released.reaches[quiet.id].hear_back = HearBack.NOTHING
    released.reaches[stopped.id].contact_point.stopped_at = now
    session.flush()
    assert claim_next(session, vault=vault, providers=["console"], now=now) is None
    session.flush()
    assert not session.scalars(select(OutboxItem).where(OutboxItem.name == "tell_less")).all()
