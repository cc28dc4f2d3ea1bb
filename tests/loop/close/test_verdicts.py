from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.common.history import HistoryEntry
from consult.common.outbox import OutboxItem
from consult.loop.close.fanout import fan_out
from consult.loop.close.records import Says, Verdict
from consult.loop.close.verdicts import KEYS, open_questions, owed_by, reopened_themes, say
from consult.loop.respond.owed import Waits
from tests.loop.close.released import chain


@pytest.fixture
def theme(released):
    return released.theme(3)


def reopened(session, theme):
    return reopened_themes(session, [theme.id]).get(theme.id)


@pytest.fixture
def person(released, theme):
    person = released.person(theme)
    released.owe()
    return person


def test_the_last_verdict_counts_and_the_earlier_ones_stay(released, session, theme, person, now):
    version = released.answered(theme)
    for says in (Says.NO, Says.YES):
        say(session, participant=person, theme=theme.theme, says=says, now=now)
    said = session.scalars(select(Verdict).order_by(Verdict.sequence)).all()
    assert [(each.sequence, each.says, each.version) for each in said] == [
        (1, Says.NO, version),
        (2, Says.YES, version),
    ]


def test_a_verdict_before_the_answer_is_refused(session, theme, person, now):
    with pytest.raises(Refused):
        say(session, participant=person, theme=theme.theme, says=Says.NO, now=now)


def test_a_verdict_on_a_theme_where_ones_words_are_not_is_refused(released, session, person, now):
    other = released.theme(7)
    released.answered(other)
    with pytest.raises(Refused):
        say(session, participant=person, theme=other.theme, says=Says.NO, now=now)


def test_a_verdict_asks_for_nothing_and_its_note_names_neither_theme_nor_word(
    released, session, theme, person, now
):
    released.answered(theme)
    before = len(session.scalars(select(OutboxItem)).all())
    verdict = say(session, participant=person, theme=theme.theme, says=Says.NO, now=now)
    assert len(session.scalars(select(OutboxItem)).all()) == before
    note = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "verdict.said")).one()
    assert (note.about_id, note.detail) == (verdict.id, {})


def test_not_what_we_said_reopens_at_once_until_a_second_answer(released, session, theme, person, now):
    first = released.answered(theme)
    assert reopened(session, theme.theme) is None
    say(session, participant=person, theme=theme.theme, says=Says.NOT_WHAT_WE_SAID, now=now)
    assert reopened(session, theme.theme) == now.date()

    released.version(first.response, 2, words="Typo mended.", only_wording=True)
    assert reopened(session, theme.theme) == now.date(), "a mended wording is no second answer"
    released.version(first.response, 3, words="Another answer.")
    assert reopened(session, theme.theme) is None


def test_what_another_office_says_closes_no_answer_that_was_refused(
    released, session, theme, person, cast, now
):
    """A word is about the answer that this person was told, whoever else has answered since."""
    water = released.answered(theme, on=now - timedelta(hours=1))
    fan_out(session, version_id=water.id, chain=chain, now=now)
    session.flush()
    roads = released.answered(theme, office=cast.roads)
    assert open_questions(session, participant=person) == {3: theme.theme}
    refused = say(session, participant=person, theme=theme.theme, says=Says.NOT_WHAT_WE_SAID, now=now)
    assert refused.version is water

    fan_out(session, version_id=roads.id, chain=chain, now=now)
    session.flush()
    assert say(session, participant=person, theme=theme.theme, says=Says.YES, now=now).version is roads
    assert reopened(session, theme.theme) == now.date()
    (owed,) = owed_by(session, office=cast.water, now=now)
    assert owed.waits is Waits.REOPENED
    theme.theme.offices.append(cast.roads)
    assert owed_by(session, office=cast.roads, now=now) == []
    released.version(roads.response, 2, words="And the road.")
    assert reopened(session, theme.theme) == now.date(), "nor a newer decision of the other office"
    released.version(water.response, 2, words="The old pump.")
    assert (reopened(session, theme.theme), owed_by(session, office=cast.water, now=now)) == (None, [])


@pytest.mark.parametrize("says", [Says.NO, Says.PARTLY, Says.CANNOT_SAY, Says.YES])
def test_every_other_word_stays_visible_and_reopens_nothing(released, session, theme, person, now, says):
    released.answered(theme)
    say(session, participant=person, theme=theme.theme, says=says, now=now)
    assert reopened_themes(session, [theme.theme_id]) == {}


def test_who_takes_it_back_closes_it_again(released, session, theme, person, now):
    released.answered(theme)
    for says in (Says.NOT_WHAT_WE_SAID, Says.PARTLY):
        say(session, participant=person, theme=theme.theme, says=says, now=now)
    assert reopened(session, theme.theme) is None


def test_a_question_is_open_once_the_answer_was_sent_to_the_person(released, session, theme, person, now):
    version = released.answered(theme)
    assert open_questions(session, participant=person) == {}
    fan_out(session, version_id=version.id, chain=chain, now=now)
    session.flush()
    assert open_questions(session, participant=person) == {3: theme.theme}


def test_the_keys_are_those_that_people_were_told():
    assert [KEYS[key].value for key in range(1, 6)] == [
        "yes",
        "partly",
        "no",
        "cannot_say",
        "not_what_we_said",
    ]
