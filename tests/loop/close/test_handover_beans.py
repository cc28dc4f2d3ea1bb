"""Beans that a helper brought and nobody wrote down yet: no house is done while the other knows nothing of
them, and they are written down in one house alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.loop.close.handover_rehearsal import differences
from consult.loop.close.records import BeansBrought
from consult.loop.close.verdicts_beans import brought, settle
from consult.loop.collect.records import Consultation
from consult.loop.understand.records import Theme
from consult.people.helper_links import open_link
from consult.people.records import HelperLink, Place
from tests.loop.close.two_houses import Two


def link(two: Two, *, paid: bool = True) -> HelperLink:
    r = two.released
    given = HelperLink(
        community=r.cast.community, number=2, name="A helper", language="en", token_hash="x" * 64,
        paid_by_office=paid, made_by_id=r.cast.amal.id, made_at=r.now, until=r.now + timedelta(days=90),
    )  # fmt: skip
    two.old.add(given)
    two.old.flush()
    return given


def counts(two: Two, by: HelperLink, theme: Theme, key: str, yes: int) -> None:
    r = two.released
    place = two.old.scalars(select(Place)).first()
    said = {str(theme.id): {"yes": yes, "no": 4}}
    two.old.add(
        BeansBrought(
            consultation=r.consultation, helper_link=by, place=place, held_on=r.today, people=30, beans=said,
            key=key, brought_on=r.today,
        )
    )  # fmt: skip
    two.old.flush()


def waiting(two: Two) -> list[BeansBrought]:
    return list(brought(two.new, two.new.scalars(select(Consultation)).one()))


def test_beans_go_along_wait_at_the_successor_and_are_written_down_there_alone(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    r.person(three)
    r.owe()
    helper = link(two)
    counts(two, helper, three.theme, "a" * 32, 20)
    pack, first = two.packed()
    taken = two.takes(first)
    assert differences(two.old, two.new, pack) == []
    (there,) = waiting(two)
    assert there.beans == {str(three.theme_id): {"yes": 20, "no": 4}}
    assert there.helper_link.paid_by_office, "that an office paid who counted stays on record"
    assert "A helper" not in str(pack.content), "but no name"
    assert open_link(two.new, vault=two.vault, token=helper.token_hash, now=r.now) is None

    r.now += timedelta(minutes=1)
    counts(two, helper, three.theme, "b" * 32, 9)
    with pytest.raises(Refused, match="Helpers brought beans"):
        two.is_done(taken.receipt)
    _, second = two.packed()
    again = two.takes(second)
    assert len(waiting(two)) == 2
    two.is_done(again.receipt)
    (here, *_) = brought(two.old, r.consultation)
    with pytest.raises(Refused, match="taken here any more"):
        settle(two.old, beans=here, returned=None, by=r.cast.amal, now=r.now)


def test_what_is_written_down_or_set_aside_here_waits_at_the_successor_no_more(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    r.person(three)
    r.owe()
    helper = link(two, paid=False)
    counts(two, helper, three.theme, "a" * 32, 20)
    _, first = two.packed()
    taken = two.takes(first)
    settle(two.old, beans=brought(two.old, r.consultation)[0], returned=None, by=r.cast.amal, now=r.now)
    with pytest.raises(Refused, match="Helpers brought beans"):
        two.is_done(taken.receipt)
    r.now += timedelta(minutes=1)
    _, second = two.packed()
    again = two.takes(second)
    assert waiting(two) == []
    two.is_done(again.receipt)


def test_the_number_of_a_helper_who_counted_stands_beside_one_that_was_given_here(two: Two) -> None:
    r = two.released
    three = r.theme(3)
    r.person(three)
    r.owe()
    _, first = two.packed()
    two.takes(first)
    here = two.new.scalars(select(Consultation)).one()
    own = HelperLink(
        community_id=here.community_id, number=2, name="Ours", language="en", token_hash="y" * 64,
        paid_by_office=False, made_by_id=two.new.scalars(select(Theme.named_by_id)).one(), made_at=r.now,
        until=r.now + timedelta(days=9),
    )  # fmt: skip
    two.new.add(own)
    two.new.commit()
    r.now += timedelta(minutes=1)
    counts(two, link(two), three.theme, "a" * 32, 20)
    _, second = two.packed()
    two.takes(second)
    numbers = {each.name: each.number for each in two.new.scalars(select(HelperLink))}
    assert numbers == {"Ours": 2, "–": 3}
    assert len(waiting(two)) == 1
