"""Another phone: texts go there alone, what waited for the old one too, and others on it stay."""

import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.loop.new_phone import change_phone, leave_phone
from consult.people.contacts import number_of
from consult.people.reaches import living_reaches
from consult.people.records import Consent, HearBack
from consult.post.records import Delivery, Message
from tests.cast import number
from tests.loop.close.released import chain


def change(released, person, before, n):
    return change_phone(
        released.session,
        vault=released.vault,
        participant=person,
        before=before,
        number=number(n) if isinstance(n, int) else n,
        hear_back=before.hear_back if before else HearBack.KNOCK,
        provider="console",
        chain=chain,
        now=released.now,
    )


def texts(released):
    return {
        (each.contact_point_id, each.state)
        for each in released.session.scalars(select(Message))
        if each.state in (Delivery.PENDING, Delivery.CANCELLED)
    }


def test_what_waits_for_the_old_phone_goes_to_the_new_one_and_nothing_more_to_the_old(released, vault):
    three = released.theme(3)
    person = released.person(three, hear_back=HearBack.WHOLE)
    neighbour = released.person(three, beside=released.reaches[person.id])
    released.owe()
    released.answered(three)
    old = released.reaches[person.id]
    from consult.loop.close.catching_up import catch_up

    for each in (person, neighbour):
        catch_up(released.session, participant=each, chain=chain, now=released.now)
    new = change(released, person, old, 900)
    assert number_of(new.contact_point, vault=vault) == number(900)
    assert (new.hear_back, old.until) == (HearBack.WHOLE, released.now.date())
    assert living_reaches(released.session, participant=person) == [new]
    point = old.contact_point_id
    assert texts(released) == {
        (point, Delivery.CANCELLED),
        (point, Delivery.PENDING),
        (new.contact_point_id, Delivery.PENDING),
    }
    assert [each.purpose for each in released.session.scalars(select(Consent))] == ["phone"]


def test_a_first_phone_brings_a_knock_for_what_was_missed(released):
    three = released.theme(3)
    person = released.person(three, hear_back=None)
    released.owe()
    released.answered(three)
    reach = change(released, person, None, 901)
    assert reach.hear_back is HearBack.KNOCK
    assert texts(released) == {(reach.contact_point_id, Delivery.PENDING)}


@pytest.mark.parametrize("typed", ["", "12", 1])
def test_no_number_an_impossible_one_or_the_same_changes_nothing(released, typed):
    person = released.person(released.theme(3))
    old = released.reaches[person.id]
    with pytest.raises(Refused) as refused:
        change(released, person, old, typed if isinstance(typed, str) else 1)
    assert refused.value.field == "number"
    assert living_reaches(released.session, participant=person) == [old]


def test_a_number_can_be_taken_back_and_the_words_stay(released):
    person = released.person(released.theme(3))
    leave_phone(released.session, reach=released.reaches[person.id], now=released.now)
    assert living_reaches(released.session, participant=person) == []
    assert person.left_on is None
