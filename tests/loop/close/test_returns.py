from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.loop.close.records import Form, How, Reached, ReturnLine, Says
from consult.loop.close.returns import lines_of, log, newest, numbers_in, returns_of, themes_in, told_on


@pytest.fixture
def told(released, session, cast, now):
    def told(*versions, **changed):
        values = {
            "consultation": released.consultation,
            "place": None,
            "form": Form.MEETING,
            "on": now.date(),
            "people": 40,
            "versions": list(versions),
            "by": cast.amal,
            "now": now,
        }
        return log(session, **{**values, **changed})

    return told


def covered(session):
    return {each.obligation.participant for each in session.scalars(select(Reached))}


def test_a_return_to_all_settles_what_is_owed_for_the_answers_told(released, session, told):
    three, seven = released.theme(3), released.theme(7)
    here, other = released.person(three, hear_back=None), released.person(seven)
    released.owe()
    version = released.answered(three)
    released.answered(seven)
    returned = told(version, said="They ask when.")
    assert covered(session) == {here}
    reached = session.scalars(select(Reached)).one()
    assert (reached.how, reached.return_id, reached.version) == (How.RETURN, returned.id, version)
    assert other not in covered(session)


def test_a_return_in_one_place_covers_those_who_live_there_alone(released, session, cast, told):
    theme = released.theme(3)
    upper = released.person(theme, lives=cast.upper)
    released.person(theme, lives=cast.lower)
    released.person(theme)
    moved = released.person(theme, lives=cast.lower)
    moved.comes_from = cast.upper
    from_there = released.person(theme)
    from_there.comes_from = cast.upper
    released.owe()
    told(released.answered(theme), place=cast.upper)
    assert covered(session) == {upper, from_there}


def test_the_same_answer_told_twice_is_one_proof_and_two_returns(released, session, told):
    theme = released.theme(3)
    released.person(theme)
    released.owe()
    version = released.answered(theme)
    told(version)
    told(version, form=Form.RADIO, people=0)
    assert len(session.scalars(select(Reached)).all()) == 1
    assert len(returns_of(session, released.consultation)) == 2


def test_the_general_line_read_out_settles_words_on_no_theme_but_not_unread_ones(released, session, told):
    alone, aside = released.person(), released.person(read="aside")
    released.person(read="not")
    released.owe()
    told(line_read=True)
    assert covered(session) == {alone, aside}


def test_beans_are_lines_of_their_meeting(released, session, told):
    theme = released.theme(3)
    returned = told(released.answered(theme), beans={theme.theme: {Says.NO: 12, Says.YES: 0, Says.PARTLY: 5}})
    lines = lines_of(session, [returned])[returned.id]
    assert {line.says: line.beans for line in lines} == {Says.NO: 12, Says.PARTLY: 5}
    assert session.scalars(select(ReturnLine)).all()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"on": timedelta(days=1)}, "on"),
        ({"on": timedelta(days=-1)}, "on"),
        ({"people": 0}, "people"),
        ({"people": -1, "form": Form.RADIO}, "people"),
        ({"versions": []}, "versions"),
    ],
)
def test_a_return_that_cannot_have_been_is_refused(released, told, now, changed, field):
    version = released.answered(released.theme(3))
    if "on" in changed:
        changed = {"on": now.date() + changed["on"]}
    with pytest.raises(Refused) as refused:
        told(**{"versions": [version], **changed})
    assert refused.value.field == field


def test_beans_for_an_answer_that_was_not_told_are_refused(released, told):
    version = released.answered(released.theme(3))
    with pytest.raises(Refused):
        told(version, beans={released.theme(7).theme: {Says.NO: 2}})


def test_what_one_community_says_with_beans_is_never_booked_on_anothers_theme(released, session, cast, told):
    here, there = released.theme(3), released.elsewhere(3)
    version = released.answered(here, there)
    with pytest.raises(Refused):
        told(version, beans={there.theme: {Says.NO: 40}})
    assert numbers_in([version], released.consultation) == [3]
    assert themes_in([version], released.consultation) == [here.theme]


def test_a_draft_cannot_be_told(released, session, told):
    version = released.answered(released.theme(3))
    version.published_at = None
    session.flush()
    with pytest.raises(Refused):
        told(version)


def test_what_can_be_told_are_the_answers_that_stand(released, session):
    first = released.answered(released.theme(7))
    second = released.version(first.response, 2, words="Otherwise.")
    other = released.answered(released.theme(3))
    assert newest(session, released.consultation) == [other, second]


def test_what_was_told_on_a_day_is_what_stood_on_it_without_typing_mistakes(released, session, now):
    theme, seven = released.theme(3), released.theme(7)
    first = released.answered(theme, on=now - timedelta(days=5))
    spelt = released.version(first.response, 2, only_wording=True, on=now - timedelta(days=4))
    newer = released.version(first.response, 3, words="Later.", on=now - timedelta(days=2))
    again = released.version(first.response, 4, only_wording=True, on=now - timedelta(days=2))
    other = released.answered(seven, on=now)
    stood = {
        ago: told_on(session, released.consultation, released.today - timedelta(days=ago)) for ago in range(7)
    }
    assert stood == {
        6: [], 5: [first], 4: [spelt], 3: [spelt], 2: [spelt, again], 1: [again], 0: [again, other],
    }  # fmt: skip
    assert newer not in stood[2]
