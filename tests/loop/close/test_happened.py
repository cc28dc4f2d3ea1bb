"""After a promise's day people say whether it happened: asked once, as they chose, and counted by release."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.common.outbox import OutboxItem
from consult.loop.close import ask_happened, happened
from consult.loop.close.reaching import note_reached
from consult.loop.close.records import (
    Form,
    HappenedCount,
    HappenedLine,
    How,
    Obligation,
    Question,
    Says,
    TakenBy,
    Verdict,
)
from consult.loop.close.returns import log
from consult.loop.close.verdicts_happened import happened_at, over, over_once
from consult.loop.respond.promises import follow
from consult.loop.respond.records import Kind
from consult.loop.understand.records import Hold
from consult.people.records import HearBack
from consult.post.records import Message

MONTH = timedelta(days=31)


@pytest.fixture
def promised(released, session, cast, now):
    """An answer that promises number 3 and 7 in thirty days, and whom it reached."""

    def promised(*people, themes):
        version = released.answered(*themes)
        follow(session, version=version, by=cast.dana, now=now)
        released.owe()
        owed = session.scalars(
            select(Obligation).where(Obligation.participant_id.in_([p.id for p in people]))
        )
        proofs = [(each.id, version.id, None) for each in owed if each.theme_id]
        note_reached(session, proofs, how=How.ASKED, on=now.date())
        return version

    return promised


def tick(session, now):
    """The clock looks, and the worker does what it asked for."""
    ask_happened.look(session, now=now)
    for item in session.scalars(select(OutboxItem).where(OutboxItem.done_at.is_(None))):
        if item.name in ("ask_happened", "count_happened"):
            item.done_at = now
            given = {**item.payload, "now": now}
            given["promise_id"] = ask_happened.UUID(given["promise_id"])
            given["day"] = ask_happened.date.fromisoformat(given["day"])
            (ask_happened.ask if item.name == "ask_happened" else ask_happened.count_due)(session, **given)
    session.flush()


def texts(session):
    return {
        message.reach_id: [each["key"] for each in message.sentences]
        for message in session.scalars(select(Message))
    }


def test_whom_it_reached_is_asked_once_and_as_they_chose(released, session, promised, now):
    three, seven = released.theme(3), released.theme(7)
    whole = released.person(three, seven)
    knock = released.person(three, hear_back=HearBack.KNOCK)
    released.person(three, hear_back=HearBack.NOTHING)
    released.person(three)
    nothing, unreached = list(released.reaches.values())[2:4]
    promised(whole, knock, nothing.participant, themes=[three, seven])
    tick(session, now + timedelta(days=30))
    assert texts(session) == {}
    tick(session, now + MONTH)
    asked = {
        released.reaches[whole.id].id: ["happened", "happened"],
        released.reaches[knock.id].id: ["knock"],
    }
    assert texts(session) == asked
    assert unreached.id not in asked
    for days in (1, 8, 40):
        tick(session, now + MONTH + timedelta(days=days))
    assert texts(session) == asked
    (message,) = session.scalars(select(Message).where(Message.reach_id == released.reaches[whole.id].id))
    assert not message.asked
    assert [each["values"] for each in message.sentences] == [{"theme": 3}, {"theme": 7}]


def test_a_word_is_kept_beside_the_verdict_on_the_answer_and_can_be_changed(released, session, promised, now):
    theme = released.theme(3)
    person, other = released.person(theme), released.person(theme)
    version = promised(person, themes=[theme])
    later, on_its_day = now + MONTH, (now + timedelta(days=30)).date()
    assert happened.open_happened(session, participant=person, today=on_its_day) == []
    said = {"theme": theme.theme, "now": later}
    for who, when, says in (
        (person, now, Says.YES), (other, later, Says.YES), (person, later, Says.NOT_WHAT_WE_SAID),
    ):  # fmt: skip
        with pytest.raises(Refused):
            happened.say_happened(session, participant=who, says=says, **{**said, "now": when})
    happened.say_happened(session, participant=person, says=Says.YES, **said)
    happened.say_happened(session, participant=person, says=Says.NO, **said)
    kept = session.scalars(select(Verdict).order_by(Verdict.sequence)).all()
    assert [(each.question, each.says, each.version) for each in kept] == [
        (Question.HAPPENED, Says.YES, version), (Question.HAPPENED, Says.NO, version),
    ]  # fmt: skip


def test_what_people_say_is_counted_once_and_no_later_word_shows(released, session, promised, now):
    theme = released.theme(3)
    people = [released.person(theme, hear_back=None) for _ in range(4)]
    version = promised(*people, themes=[theme])
    later, key = now + MONTH, (theme.theme_id, version.response_id)

    def say(person, says):
        happened.say_happened(session, participant=person, theme=theme.theme, says=says, now=later)

    def seen(k):
        return happened.people_say(session, [theme.theme_id], k=k).get(key)

    for person in people[:3]:
        say(person, Says.NO)
    assert seen(2) is None
    tick(session, now + timedelta(days=60))
    assert seen(2).counts == {Says.NO: 3}
    assert seen(4).counts == {Says.NO: None}
    say(people[0], Says.YES)
    people[1].left_on = later.date()
    tick(session, now + timedelta(days=61))
    assert seen(2).counts == {Says.NO: 3}
    released_on = (now + timedelta(days=90)).date()
    happened.count_all(session, consultation_id=released.consultation.id, on=released_on)
    session.flush()
    assert (seen(2).on, seen(2).counts) == (released_on, {Says.YES: None, Says.NO: None})
    frozen = session.scalars(select(HappenedCount).where(HappenedCount.on == released_on))
    assert {each.says: each.people for each in frozen} == {Says.YES: 1, Says.NO: 1}, "who left counts no more"


def test_how_much_came_through_helpers_is_told_with_the_count_whole_or_not_at_all(
    released, session, promised, now
):
    theme = released.theme(3)
    people = [released.person(theme, hear_back=None) for _ in range(31)]
    version = promised(*people, themes=[theme])
    taken = [None] * 10 + [TakenBy.HELPER] * 10 + [TakenBy.PAID] * 11
    for person, by in zip(people, taken, strict=True):
        said = {"theme": theme.theme, "taken_by": by, "now": now + MONTH}
        happened.say_happened(session, participant=person, says=Says.NO, **said)
    again = {"theme": theme.theme, "taken_by": None, "now": now + MONTH}
    happened.say_happened(session, participant=people[30], says=Says.NO, **again)

    def seen(k):
        return happened.people_say(session, [theme.theme_id], k=k)[theme.theme_id, version.response_id]

    tick(session, now + timedelta(days=60))
    told = seen(2)
    assert (told.counts, told.helped, told.paid) == ({Says.NO: 31}, 20, 10), "the last word counts"
    (row,) = session.scalars(select(HappenedCount))
    row.helped = row.paid = None
    session.flush()
    assert (seen(2).helped, seen(2).paid) == (None, None), "counted before this was"
    row.helped, row.paid = 20, 9
    session.flush()
    assert (seen(2).helped, seen(2).paid) == (None, None), "one of them could point at somebody"


def test_a_meeting_says_it_after_the_day_and_of_what_was_told_there(released, session, cast, promised, now):
    three, seven = released.theme(3), released.theme(7)
    version = promised(released.person(three), themes=[three])
    other = released.answered(seven, office=cast.roads)
    follow(session, version=other, by=cast.dana, now=now)
    day = (now + MONTH).date()
    given = {"consultation": released.consultation, "place": None, "people": 40, "by": cast.amal}
    given |= {"versions": [version], "now": now + MONTH}

    def told(theme, response, says=Says.NO, form=Form.MEETING, on=day):
        counted = {(theme.theme_id, response): {says: 12}}
        with session.begin_nested():
            return log(session, form=form, on=on, happened=counted, **given)

    for wrong in (
        {"on": day - timedelta(days=1)},
        {"form": Form.RADIO},
        {"says": Says.NOT_WHAT_WE_SAID},
        {"theme": seven, "response": other.response_id},
    ):
        with pytest.raises(Refused):
            told(**{"theme": three, "response": version.response_id} | wrong)
    assert session.scalars(select(HappenedLine)).all() == []
    returned = told(three, version.response_id)
    (said,) = happened_at(session, [returned])[returned.id]
    assert (said.line.theme_id, said.line.says, said.line.beans) == (three.theme_id, Says.NO, 12)
    assert said.day == version.by_when
    assert session.scalars(select(Verdict)).all() == [], "never added to persons"


def test_who_left_who_heard_another_answer_and_what_is_held_is_not_asked_about(
    released, session, cast, promised, now
):
    three, seven = released.theme(3), released.theme(7)
    stays, gone = released.person(three, seven), released.person(three)
    other = released.person(three)
    promised(stays, gone, themes=[three, seven])
    elsewhere = released.answered(three, office=cast.roads)
    owed = session.scalars(select(Obligation.id).where(Obligation.participant_id == other.id))
    note_reached(session, [(each, elsewhere.id, None) for each in owed], how=How.ASKED, on=now.date())
    gone.left_on = now.date()
    session.add(Hold(theme_id=seven.theme_id, by_id=cast.amal.id, since=now))
    tick(session, now + MONTH)
    (asked,) = session.scalars(select(Message))
    assert asked.reach_id == released.reaches[stays.id].id
    assert [each["values"]["theme"] for each in asked.sentences] == [3]


def test_a_meeting_is_asked_what_was_promised_on_its_day_whatever_moves_or_ends_afterwards(
    released, session, cast, now
):
    theme = released.theme(3)
    version = released.answered(theme)
    follow(session, version=version, by=cast.dana, now=now)
    first = version.by_when
    later = released.version(version.response, 2)
    later.by_when, moved = first + timedelta(days=20), now + timedelta(days=40)
    follow(session, version=later, by=cast.dana, now=moved)
    never = released.version(version.response, 3)
    never.kind, ended = Kind.CANNOT, moved + timedelta(days=20)
    follow(session, version=never, by=cast.dana, now=ended)

    def asked(on):
        found = over(session, themes=[theme.theme], versions=[version], on=on)
        return [each.day for each in found]

    def once(**days):
        found = over_once(session, themes=[theme.theme], versions=[version], **days)
        return [(each.day, each.until) for each in found]

    day = timedelta(days=1)
    assert [asked(first), asked(first + day), asked(moved.date())] == [[], [first], [first]]
    assert [asked(moved.date() + day), asked(later.by_when)] == [[], []]
    assert [asked(later.by_when + day), asked(ended.date())] == [[later.by_when]] * 2
    assert asked(ended.date() + day) == [], "it is no promise any more"
    assert once(today=first) == []
    assert once(today=moved.date() + day) == [(first, moved.date())]
    assert once(today=later.by_when + day) == [(later.by_when, None)]
    assert once(today=ended.date() + day) == [(later.by_when, ended.date())]
    assert once(today=ended.date() + day, on=moved.date()) == [(first, None)]


def test_where_nobody_said_a_word_the_count_stands_and_says_nothing(released, session, promised, now):
    theme = released.theme(3)
    version = promised(released.person(theme), themes=[theme])
    tick(session, now + timedelta(days=60))
    (counted,) = happened.people_say(session, [theme.theme_id], k=10).items()
    assert counted[0] == (theme.theme_id, version.response_id)
    assert counted[1].counts == {}
