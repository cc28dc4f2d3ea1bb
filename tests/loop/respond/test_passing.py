from datetime import timedelta

import pytest

from consult.loop.respond.decisions import decisions, that_answer
from consult.loop.respond.owed import Waits, addressed_to
from consult.loop.respond.passing import runs_on
from consult.loop.respond.records import Kind, PassedOn


@pytest.fixture
def hands_over(released, session):
    """An office publishes that it handed its theme over to another, or to somebody from elsewhere."""

    def hands_over(theme, office, to=None):
        version = released.answered(theme, office=office, words="Ask them.")
        version.kind, version.to_office, version.to_whom = Kind.NEEDS_OTHERS, to, to.name if to else "Others"
        session.flush()
        return version

    return hands_over


@pytest.fixture
def takes_on(session, cast, now):
    def takes_on(theme, version):
        passed = PassedOn(
            theme=theme,
            from_office=version.response.office,
            to_office=version.to_office,
            note="Yours.",
            by_id=cast.dana.id,
            at=now,
            agreed=True,
            agreed_at=now,
            accepted_at=now,
        )
        session.add(passed)
        session.flush()

    return takes_on


def test_two_offices_that_hand_a_theme_to_each_other_both_go_on_owing_it(
    released, session, cast, hands_over, takes_on, now
):
    theme = released.theme(3, offices=[cast.water, cast.roads])
    there = hands_over(theme, cast.water, cast.roads)
    assert runs_on(session, [there]) == {there.id}
    takes_on(theme, there)
    assert runs_on(session, [there]) == set()
    back = hands_over(theme, cast.roads, cast.water)
    takes_on(theme, back)
    assert runs_on(session, [there, back]) == {there.id, back.id}
    for office in (cast.water, cast.roads):
        (owed,) = addressed_to(session, office=office, now=now)
        assert (owed.owed, owed.waits) == (True, Waits.HANDED_OVER)
    assert (set(decisions(session, [theme.theme_id])), that_answer(session, [theme.theme_id])) == (
        {theme.theme_id},
        {},
    )

    answer = released.version(back.response, 2, words="We mend the road.")
    assert runs_on(session, [there, answer]) == set()
    assert that_answer(session, [theme.theme_id])[theme.theme_id].newest is answer


def test_whoever_took_a_theme_on_and_handed_it_further_has_met_nothing(
    released, session, cast, hands_over, takes_on
):
    theme, other = released.theme(3), released.theme(7)
    version = hands_over(theme, cast.water, cast.roads)
    version.response.themes = [theme, other]
    session.flush()
    takes_on(theme, version)
    assert runs_on(session, [version]), "one of its two themes was not taken on"
    takes_on(other, version)
    assert not runs_on(session, [version])
    hands_over(other, cast.roads)
    assert runs_on(session, [version]) == {version.id}


def test_a_theme_that_one_office_answers_and_another_hands_over_is_answered(
    released, session, cast, hands_over, now
):
    theme = released.theme(3, offices=[cast.water, cast.roads])
    answer = released.answered(theme, on=now - timedelta(hours=1))
    handed = hands_over(theme, cast.roads)
    assert decisions(session, [theme.theme_id])[theme.theme_id].newest is handed
    assert that_answer(session, [theme.theme_id])[theme.theme_id].newest is answer
