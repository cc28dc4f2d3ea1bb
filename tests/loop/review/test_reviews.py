"""The committee: agree, remark, dissent; the last word stands, and its day ends it."""

from datetime import timedelta

import pytest

from consult.common.errors import NotAllowed, Refused
from consult.loop.review.dissent import dissents
from consult.loop.review.records import Position
from consult.loop.review.reviews import earlier, positions, said_by
from consult.loop.review.standing import Stage, Standing, standing, was_missed
from consult.loop.understand.holds import hold
from consult.people.records import Committee, Community, Role, Seat
from tests.cast import number
from tests.loop.review.saying import another_member, word


@pytest.mark.parametrize("position", [Position.REMARK, Position.DISSENT])
def test_a_remark_and_a_dissent_need_their_reason(scene, themes, position):
    for reason in ("", "  \n", "x" * 4001):
        with pytest.raises(Refused) as refused:
            word(scene, themes[0], position, reason)
        assert refused.value.field == "reason"
    word(scene, themes[0], Position.AGREE)


def test_the_last_word_of_a_member_stands_and_the_earlier_are_kept(scene, session, findings, themes):
    first = word(scene, themes[0], Position.DISSENT, "The well was mended.")
    assert dissents(session, findings) == [first]
    last = word(scene, themes[0], Position.AGREE)
    assert positions(session, themes[0]) == [last]
    assert dissents(session, findings) == []
    assert earlier(session, findings_theme=themes[0], seat=scene.cast.seats["chol"]) == [first, last]
    assert said_by(session, findings=findings, seat=scene.cast.seats["chol"]) == {themes[0].id: last}
    assert positions(session, themes[1]) == []


def test_dissent_comes_first_whoever_speaks_first(scene, session, themes):
    member = another_member(scene)
    agrees = word(scene, themes[0], Position.AGREE)
    disagrees = word(scene, themes[0], Position.DISSENT, "No.", seat=member)
    assert positions(session, themes[0]) == [disagrees, agrees]


def test_what_could_identify_someone_is_covered_visibly_and_nothing_else(scene, themes):
    said = word(
        scene, themes[0], Position.DISSENT, f"Not so; ask {number(3)}. I was there.", signed=" Elder "
    )
    assert (said.reason, said.signed) == ("Not so; ask [number]. I was there.", "Elder")
    assert word(scene, themes[0], Position.AGREE, signed="  ").signed is None


@pytest.mark.parametrize("who", ["amal", "dana", "gita"])
def test_only_members_of_this_committee_have_a_word(scene, themes, who):
    with pytest.raises(NotAllowed):
        word(scene, themes[0], Position.AGREE, seat=who)


def test_the_committee_of_another_community_has_no_word(scene, session, themes, cast, now):
    elsewhere = Committee(
        community=Community(slug="other", name="Other", language="en", region="GB"), name="Other committee"
    )
    seat = Seat(account=cast.hari, role=Role.COMMITTEE_MEMBER, committee=elsewhere, since=now)
    session.add(seat)
    session.flush()
    with pytest.raises(NotAllowed):
        word(scene, themes[0], Position.AGREE, seat=seat)


def test_a_seat_that_ended_has_no_word(scene, themes, cast, now):
    cast.seats["chol"].ended_at = now
    with pytest.raises(NotAllowed):
        word(scene, themes[0], Position.AGREE)


def test_no_word_on_what_the_committee_does_not_see(scene, session, themes, cast, now):
    with pytest.raises(NotAllowed):
        word(scene, themes[2], Position.AGREE)
    hold(session, theme=themes[0].theme, by=cast.amal, now=now)
    with pytest.raises(NotAllowed):
        word(scene, themes[0], Position.AGREE)


def test_it_waits_until_every_member_spoke_to_every_theme(scene, session, findings, themes, now):
    member = another_member(scene)
    assert standing(session, findings, now) == Standing(Stage.WAITING, findings.review_by, (1, 2))
    for theme in themes[:2]:
        word(scene, theme, Position.AGREE)
    assert standing(session, findings, now) == Standing(Stage.WAITING, findings.review_by, ())
    for theme in themes[:2]:
        word(scene, theme, Position.DISSENT, "No.", seat=member)
    done = standing(session, findings, now)
    assert done == Standing(Stage.REVIEWED, now.date())
    assert not done.waiting


def test_after_its_day_it_goes_on_and_names_what_nobody_weighed(scene, session, findings, themes, now):
    word(scene, themes[0], Position.AGREE)
    last_day = now + timedelta(days=14)
    assert standing(session, findings, last_day).waiting
    later = last_day + timedelta(days=1)
    missed = standing(session, findings, later)
    assert missed == Standing(Stage.NOT_REVIEWED, findings.review_by, (2,))
    assert not missed.waiting
    assert [was_missed(missed, theme) for theme in themes] == [False, True, False]
    word(scene, themes[1], Position.DISSENT, "Late, but no.", at=later)
    assert standing(session, findings, later) == missed
    assert len(dissents(session, findings)) == 1


def test_one_word_on_each_theme_is_enough_when_the_day_comes(scene, session, findings, themes, now):
    another_member(scene)
    for theme in themes[:2]:
        word(scene, theme, Position.AGREE)
    later = standing(session, findings, now + timedelta(days=15))
    assert later == Standing(Stage.REVIEWED, findings.review_by)
