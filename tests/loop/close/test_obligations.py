from sqlalchemy import select

from consult.common.outbox import OutboxItem
from consult.loop.close.alone import tell_alone
from consult.loop.close.debts import Reason
from consult.loop.close.forgetting import forget
from consult.loop.close.kinds import Kind
from consult.loop.close.ledger import Count, ledger
from consult.loop.close.obligations import kind_of, owe, owe_late
from consult.loop.close.reaching import note_reached
from consult.loop.close.records import How, Obligation
from consult.loop.close.unheard import unheard
from consult.loop.collect.records import Answer
from consult.loop.understand.effective import note_where_they_lie
from consult.loop.understand.holds import hold, lift
from consult.loop.understand.records import Coding
from consult.people.records import HearBack
from tests.loop.close.released import chain


def owed(session, person):
    return list(session.scalars(select(Obligation).where(Obligation.participant_id == person.id)))


def asked(session, name):
    return list(session.scalars(select(OutboxItem).where(OutboxItem.name == name)))


def test_everyone_who_spoke_is_owed_an_answer_for_each_theme_or_else_for_their_words(released, session):
    three, seven = released.theme(3), released.theme(7)
    both = released.person(three, seven)
    alone = released.person()
    aside = released.person(read="aside")
    unread = released.person(read="not")
    released.owe()

    assert sorted(each.theme.number for each in owed(session, both)) == [3, 7]
    kinds = {person: kind_of(session, owed(session, person)[0]) for person in (both, alone, aside, unread)}
    assert kinds == {both: Kind.THEME, alone: Kind.ALONE, aside: Kind.SET_ASIDE, unread: Kind.UNREAD}
    assert all(len(owed(session, person)) == 1 for person in (alone, aside, unread))


def test_owing_again_adds_nothing_and_asks_once_to_tell_words_on_no_theme(released, session, now):
    released.person(released.theme(3))
    released.person()
    released.owe()
    owe(session, findings=released.findings, now=now)

    assert len(session.scalars(select(Obligation)).all()) == 2
    assert len(asked(session, "tell_alone")) == 1


def test_who_left_before_the_release_is_owed_nothing(released, session, now):
    person = released.person(released.theme(3))
    person.left_on = now.date()
    session.flush()
    released.owe()
    assert owed(session, person) == []


def test_a_release_asks_that_answers_of_every_office_which_stand_already_are_told_to_the_newly_owed(
    released, session, cast
):
    theme = released.theme(3)
    versions = [released.answered(theme, office=office) for office in (cast.water, cast.roads)]
    released.person(theme)
    released.owe()
    told = {item.payload["version_id"] for item in asked(session, "fan_out")}
    assert told == {str(version.id) for version in versions}


def test_an_answer_sorted_late_to_a_released_theme_is_owed_that_themes_answer_too(
    released, session, cast, now
):
    theme = released.theme(3)
    released.code.theme_id = theme.theme_id
    person = released.person(read="not")
    released.owe()
    assert [each.theme_id for each in owed(session, person)] == [None]

    released.answered(theme)
    answer = session.scalars(select(Answer)).one()
    session.add(Coding(answer=answer, sequence=1, by_id=cast.amal.id, at=now, codes=[released.code]))
    session.flush()
    note_where_they_lie(session, [answer.id])
    owe_late(session, answer=answer, now=now)
    owe_late(session, answer=answer, now=now)

    assert [each.theme_id for each in owed(session, person)] == [theme.theme_id]
    assert len(asked(session, "fan_out")) == 1


def test_an_answer_sorted_late_to_a_theme_that_is_not_released_is_owed_nothing_more(released, session, now):
    person = released.person()
    released.owe()
    owe_late(session, answer=session.scalars(select(Answer)).one(), now=now)
    assert [each.theme_id for each in owed(session, person)] == [None]


def test_lifting_a_hold_asks_that_what_waited_is_told(released, session, cast, now):
    theme = released.theme(3)
    released.person(theme)
    released.owe()
    released.answered(theme)
    hold(session, theme=theme.theme, by=cast.amal, now=now)
    lift(session, theme=theme.theme, by=cast.amal, now=now)
    (item,) = asked(session, "owe")
    assert item.payload == {"findings_id": str(released.findings.id)}
    released.owe()
    assert len(asked(session, "fan_out")) == 1


def test_one_person_is_owed_once_where_words_on_no_theme_came_to_lie_on_one(released, session, now):
    """Told of their words and reached by nothing: the theme's answer is owed instead. Reached: both are."""
    three = released.theme(3)
    knocked, reached = (released.person(hear_back=HearBack.KNOCK) for _ in range(2))
    released.owe()
    tell_alone(session, findings=released.findings, chain=chain, now=now)
    session.flush()
    for person in (knocked, reached):
        key = f"{person.id}:{three.theme_id}"
        session.add(
            Obligation(key=key, participant=person, round=released.round, theme=three.theme, since=now.date())
        )
    of_line = select(Obligation).where(Obligation.participant == reached, Obligation.theme_id.is_(None))
    line = session.scalars(of_line).one()
    note_reached(session, [(line.id, None, released.findings.id)], how=How.ASKED, on=now.date())
    session.flush()

    def count():
        return ledger(session, consultation=released.consultation, chain=chain, now=now)

    assert (count().owed, count().reached) == (Count(2, 3), Count(1, 1))
    assert count().debts == {Reason.NO_ANSWER_YET: 2}
    assert unheard(session, [released.round]) == 2
    for person in (knocked, reached):
        forget(session, participant=person, now=now)
        person.left_on = now.date()
    session.flush()
    assert (count().owed, count().debts) == (Count(2, 3), {Reason.LEFT: 3})
