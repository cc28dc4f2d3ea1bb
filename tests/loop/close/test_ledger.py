from datetime import timedelta

import pytest
from sqlalchemy import event, select

from consult.loop.close.debts import Reason
from consult.loop.close.fanout import fan_out
from consult.loop.close.forgetting import forget
from consult.loop.close.ledger import Count, ledger
from consult.loop.close.records import Form, Obligation, Reached, Says, Telling, Verdict
from consult.loop.close.returns import log
from consult.loop.close.tellings import note_delivered
from consult.loop.close.unheard import told_to_all, unheard
from consult.loop.close.verdicts import say
from consult.loop.respond.records import Kind
from consult.loop.understand.records import Hold
from consult.people.records import HearBack
from consult.post.records import Delivery, Message
from tests.loop.close.released import chain


@pytest.fixture
def count(released, session, now):
    def count():
        session.flush()
        return ledger(session, consultation=released.consultation, chain=chain, now=now)

    return count


def told(session, version, now, *, delivered=True):
    fan_out(session, version_id=version.id, chain=chain, now=now)
    session.flush()
    for message in session.scalars(select(Message).where(Message.state == Delivery.PENDING)):
        message.state = Delivery.DELIVERED if delivered else Delivery.SENT
        if delivered:
            note_delivered(session, message_id=message.id, now=now)


def test_an_empty_consultation_has_an_empty_ledger(count):
    empty = count()
    assert (empty.spoke, empty.owed, empty.days, empty.debts) == (0, Count(0, 0), None, {})


def test_before_a_release_words_are_being_read(released, count):
    released.person()
    before = count()
    assert (before.spoke, before.being_read, before.owed) == (1, 1, Count())


def test_every_person_and_every_obligation_is_in_exactly_one_place(released, session, cast, count, now):
    three, seven, nine = released.theme(3), released.theme(7), released.theme(9)
    reached = released.person(three, seven)
    released.person(three, hear_back=HearBack.KNOCK)
    released.person(three, hear_back=HearBack.NOTHING)
    released.person(three, hear_back=None)
    released.person(three, language="ar")
    stopped, dead = released.person(three), released.person(three)
    released.person(nine)
    released.person()
    released.person(read="aside")
    released.person(read="not")
    gone = released.person(three)
    released.owe()
    released.reaches[stopped.id].contact_point.stopped_at = now
    released.reaches[dead.id].contact_point.dead_at = now
    session.add(Hold(theme_id=nine.theme_id, by_id=cast.amal.id, since=now))
    forget(session, participant=gone, now=now)
    gone.left_on = now.date()
    session.flush()
    told(session, released.answered(three), now)

    now_ = count()
    assert now_.debts == {
        Reason.KNOCK_ONLY: 1,
        Reason.CHOSE_NOTHING: 1,
        Reason.NO_CHANNEL: 1,
        Reason.NO_WORDING: 1,
        Reason.PHONE_STOPPED: 1,
        Reason.DEAD_NUMBER: 1,
        Reason.NO_ANSWER_YET: 1,
        Reason.HELD: 1,
        Reason.WAITING: 2,
        Reason.NOT_READ_YET: 1,
        Reason.LEFT: 1,
    }
    assert now_.spoke == 12
    assert now_.owed == Count(12, 13)
    assert (now_.on_theme, now_.alone, now_.set_aside, now_.not_read) == (
        Count(8, 9),
        Count(1, 1),
        Count(1, 1),
        Count(1, 1),
    )
    assert (now_.answered, now_.in_person, now_.knocked) == (Count(9, 9), Count(1, 1), Count(1, 1))
    assert now_.owed.owed == now_.in_person.owed + now_.in_community.owed + sum(now_.debts.values())
    assert now_.days == 9
    assert reached.left_on is None


def test_a_text_that_is_sent_but_not_delivered_is_sent_and_still_owed(released, session, count, now):
    theme = released.theme(3)
    released.person(theme)
    released.owe()
    told(session, released.answered(theme), now, delivered=False)
    sent = count()
    assert (sent.sent, sent.in_person, sent.debts) == (Count(1, 1), Count(), {Reason.WAITING: 1})


def test_a_text_that_failed_is_a_debt_with_its_reason(released, session, count, now):
    theme = released.theme(3)
    released.person(theme)
    released.owe()
    told(session, released.answered(theme), now, delivered=False)
    session.scalars(select(Message)).one().state = Delivery.FAILED
    assert (count().sent, count().debts) == (Count(), {Reason.DEAD_NUMBER: 1})


def test_meetings_settle_apart_and_are_never_added_to_persons(released, session, cast, count, now):
    theme = released.theme(3)
    released.person(theme)
    released.person(theme, hear_back=HearBack.KNOCK, lives=cast.upper)
    released.owe()
    version = released.answered(theme)
    told(session, version, now)
    log(
        session,
        consultation=released.consultation,
        place=None,
        form=Form.MEETING,
        on=now.date(),
        people=80,
        versions=[version],
        beans={theme.theme: {Says.NO: 30, Says.YES: 12}},
        by=cast.amal,
        now=now,
    )
    after = count()
    assert (after.in_person, after.in_community, after.reached) == (Count(1, 1), Count(1, 1), Count(2, 2))
    assert sum(after.says.values()) == 0
    (meeting,) = after.told
    assert (meeting.people, meeting.numbers) == (80, (3,))
    assert {(each.number, each.says, each.beans) for each in meeting.beans} == {
        (3, Says.NO, 30),
        (3, Says.YES, 12),
    }
    assert after.debts == {}


def test_silence_is_unknown_and_not_what_we_said_is_owed_again_until_a_second_answer(
    released, session, count, now
):
    theme = released.theme(3)
    people = [released.person(theme) for _ in range(3)]
    released.owe()
    first = released.answered(theme)
    told(session, first, now)
    say(session, participant=people[0], theme=theme.theme, says=Says.NO, now=now)
    assert (count().says[Says.NO], count().silent, count().debts) == (1, 2, {})

    say(session, participant=people[1], theme=theme.theme, says=Says.NOT_WHAT_WE_SAID, now=now)
    assert count().debts == {Reason.REOPENED: 3}
    assert count().in_person == Count(3, 3)

    second = released.version(first.response, 2, words="Better.")
    assert (count().debts, sum(count().says.values())) == ({Reason.WAITING: 3}, 0)
    told(session, second, now)
    assert (count().debts, count().in_person, count().silent) == ({}, Count(3, 3), 3)


def test_what_was_handed_over_is_no_answer_until_somebody_gives_one(released, session, cast, count, now):
    theme = released.theme(3, offices=[cast.water, cast.roads])
    person = released.person(theme)
    released.person(theme)
    released.owe()
    handed = released.answered(theme, words="We handed it over to the roads office.")
    handed.kind, handed.to_office = Kind.NEEDS_OTHERS, cast.roads
    told(session, handed, now)
    say(session, participant=person, theme=theme.theme, says=Says.YES, now=now)
    still = count()
    assert (still.debts, still.days) == ({Reason.HANDED_OVER: 2}, 9)
    assert (still.on_theme, still.answered, still.reached) == (Count(2, 2), Count(), Count())
    assert (sum(still.says.values()), still.silent) == (0, 0)
    handed.kind = Kind.NEED_TO_KNOW_MORE
    back = count()
    assert (back.debts, back.answered) == ({Reason.ASKED_BACK: 2}, Count()), "a question is no answer"
    assert unheard(session, [released.round]) == 2
    told(session, released.answered(theme, office=cast.roads), now)
    assert (count().debts, count().answered, count().reached) == ({}, Count(2, 2), Count(2, 2))
    assert unheard(session, [released.round]) == 0
    assert told_to_all(session, [theme.theme_id], today=now.date()) == set(), "from the next day on"
    tomorrow = now.date() + timedelta(days=1)
    assert told_to_all(session, [theme.theme_id], today=tomorrow) == {theme.theme_id}
    released.person(theme)
    released.owe()
    assert told_to_all(session, [theme.theme_id], today=tomorrow) == set()


def test_an_answer_to_one_theme_does_not_count_where_a_newer_one_stands(released, session, cast, count, now):
    three, seven = released.theme(3), released.theme(7, offices=[cast.water, cast.roads])
    released.person(seven)
    released.person(three)
    released.owe()
    told(session, released.answered(three, seven, on=now - timedelta(days=1)), now)
    assert count().in_person == Count(2, 2)
    released.answered(seven, office=cast.roads)
    assert (count().in_person, count().debts) == (Count(1, 1), {Reason.WAITING: 1})


def test_forgetting_cuts_every_tie_and_keeps_the_count(released, session, count, now):
    theme = released.theme(3)
    person, other = released.person(theme), released.person(theme)
    released.owe()
    told(session, released.answered(theme), now)
    say(session, participant=person, theme=theme.theme, says=Says.NO, now=now)
    forget(session, participant=person, now=now)
    person.left_on = now.date()
    session.flush()

    mine = session.scalars(select(Obligation).where(Obligation.participant_id == person.id)).one()
    assert mine.theme_id is None
    assert str(person.id) not in mine.key
    assert session.scalars(select(Verdict)).all() == []
    for kind in (Telling, Reached):
        assert {each.obligation.participant for each in session.scalars(select(kind))} == {other}
    assert (count().owed, count().debts) == (Count(2, 2), {Reason.LEFT: 1})


def test_the_ledger_takes_the_same_few_queries_however_many_people(released, session, count):
    theme = released.theme(3)
    queries = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: queries.append(args[2]))

    def how_many():
        session.flush()
        queries.clear()
        count()
        return len(queries)

    released.person(theme)
    released.owe()
    few = how_many()
    for _ in range(20):
        released.person(theme)
    released.owe()
    assert how_many() == few
