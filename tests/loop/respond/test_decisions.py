from datetime import timedelta

from consult.loop.respond.decisions import decision_of, decisions, of_every_office


def test_a_mended_wording_belongs_to_the_decision_that_it_words(released, session, now):
    theme = released.theme(3)
    first = released.answered(theme)
    mended = released.version(first.response, 2, only_wording=True)
    decision = decisions(session, [theme.theme_id])[theme.theme_id]
    assert (decision.first, decision.newest, decision.versions) == (first, mended, {first.id, mended.id})

    changed = released.version(first.response, 3)
    draft = released.version(first.response, 4)
    draft.published_at = None
    session.flush()
    assert decision_of(session, first.response).versions == {changed.id}


def test_the_newest_answer_stands_whichever_offices_it_is(released, session, cast, now):
    theme, other = released.theme(3), released.theme(7)
    water = released.answered(theme, other, on=now - timedelta(days=1))
    roads = released.answered(theme, office=cast.roads)
    standing = decisions(session, [theme.theme_id, other.theme_id])
    assert (standing[theme.theme_id].newest, standing[other.theme_id].newest) == (roads, water)
    assert decisions(session, []) == {}


def test_a_mended_wording_puts_no_answer_before_another_that_was_decided_later(released, session, cast, now):
    theme = released.theme(3)
    water = released.answered(theme, on=now - timedelta(days=2))
    roads = released.answered(theme, office=cast.roads, on=now - timedelta(days=1))
    mended = released.version(water.response, 2, only_wording=True, on=now)
    assert decisions(session, [theme.theme_id])[theme.theme_id].newest == roads
    assert [each.newest for each, _ in of_every_office(session, [theme.theme_id])] == [mended, roads]
