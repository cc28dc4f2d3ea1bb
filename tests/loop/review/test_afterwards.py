"""What was said stays in view: after the review, through a hold, and beside a newer release."""

from datetime import timedelta

from consult.loop.review.dissent import dissents
from consult.loop.review.records import Position
from consult.loop.review.reviews import positions, positions_by_theme
from consult.loop.review.standing import standing
from consult.loop.understand.findings import items_of, release
from consult.loop.understand.holds import hold, lift
from tests.loop.review.saying import another_member, word


def test_a_dissent_stays_after_the_review_through_a_hold_and_beside_a_newer_release(
    scene, session, findings, themes, now, cast
):
    another_member(scene)
    dissent = word(scene, themes[0], Position.DISSENT, "The well was mended.")
    late = now + timedelta(days=20)
    agrees = word(scene, themes[0], Position.AGREE, at=late)
    assert (dissent.afterwards, agrees.afterwards) == (False, True)
    assert positions(session, themes[0]) == [dissent, agrees]
    assert dissents(session, findings) == [dissent]

    hold(session, theme=themes[0].theme, by=cast.amal, now=late)
    assert positions(session, themes[0]) == [dissent, agrees]
    lift(session, theme=themes[0].theme, by=cast.amal, now=late)

    remark = word(scene, themes[1], Position.REMARK, "It is the bridge.")
    day = late.date() + timedelta(days=14)
    newer = release(
        session, consultation=scene.consultation, alone="x", review_by=day, by=cast.amal, now=late
    )
    again = items_of(session, newer)
    assert positions_by_theme(session, again[:2]) == {again[0].id: [dissent], again[1].id: [remark]}
    assert standing(session, newer, late).missing == (1, 2)
    answered = word(scene, again[0], Position.AGREE, at=late)
    assert positions(session, again[0]) == [answered]
    assert positions(session, themes[0]) == [dissent, agrees]
