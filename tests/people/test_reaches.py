"""One phone may be many people's, and one person may have many phones."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from consult.common.errors import Refused
from consult.common.vault import Vault
from consult.people import contacts, reaches
from consult.people.participants import newcomer
from consult.people.records import ContactPoint, HearBack, Participant, Reach
from tests.cast import Cast, number


def phone(session: Session, vault: Vault, n: int, now: datetime) -> ContactPoint:
    return contacts.contact_point_for(session, vault=vault, number=number(n), region="GB", provider="console")


@pytest.fixture
def someone(session: Session, cast: Cast, now: datetime) -> Participant:
    return newcomer(session, community=cast.community, language="ar", now=now)


def test_two_people_share_a_phone_and_are_told_apart(
    session: Session, vault: Vault, cast: Cast, now: datetime
) -> None:
    shared = phone(session, vault, 1, now)
    mother = newcomer(session, community=cast.community, language="ar", now=now)
    son = newcomer(session, community=cast.community, language="en", now=now)
    hers = reaches.give_reach(session, participant=mother, point=shared, now=now)
    his = reaches.give_reach(session, participant=son, point=shared, hear_back=HearBack.WHOLE, now=now)
    assert (hers.suffix, his.suffix) == (1, 2)
    assert reaches.on_phone(session, point=shared) == [hers, his]
    reaches.choose(session, reach=his, hear_back=HearBack.NOTHING, now=now)
    assert hers.hear_back is HearBack.KNOCK
    reaches.end(session, reach=hers, now=now)
    assert reaches.on_phone(session, point=shared) == [his]
    assert reaches.living_reaches(session, participant=mother) == []


def test_one_person_is_reached_on_two_phones(
    session: Session, vault: Vault, someone: Participant, now: datetime
) -> None:
    own = reaches.give_reach(session, participant=someone, point=phone(session, vault, 1, now), now=now)
    aunts = reaches.give_reach(
        session, participant=someone, point=phone(session, vault, 2, now), hear_back=HearBack.WHOLE, now=now
    )
    assert own.suffix == aunts.suffix == 1
    assert set(reaches.living_reaches(session, participant=someone)) == {own, aunts}
    reaches.choose(session, reach=aunts, hear_back=HearBack.NOTHING, now=now)
    assert own.hear_back is HearBack.KNOCK
    reaches.end(session, reach=aunts, now=now)
    assert reaches.living_reaches(session, participant=someone) == [own]


def test_stop_silences_everybody_on_the_phone_and_start_brings_them_back(
    session: Session, vault: Vault, cast: Cast, now: datetime
) -> None:
    shared = phone(session, vault, 1, now)
    people = [newcomer(session, community=cast.community, language="en", now=now) for _ in range(2)]
    given = [reaches.give_reach(session, participant=who, point=shared, now=now) for who in people]
    contacts.stop(session, point=shared, now=now)
    assert all(reach.contact_point.stopped_at for reach in given)
    assert reaches.on_phone(session, point=shared) == given
    contacts.start(session, point=shared, now=now)
    assert not any(reach.contact_point.stopped_at for reach in given)


def test_a_knock_is_what_nobody_had_to_choose(
    session: Session, vault: Vault, someone: Participant, now: datetime
) -> None:
    reach = reaches.give_reach(session, participant=someone, point=phone(session, vault, 1, now), now=now)
    assert reach.hear_back is HearBack.KNOCK


def test_asking_twice_changes_nothing(
    session: Session, vault: Vault, someone: Participant, now: datetime
) -> None:
    point = phone(session, vault, 1, now)
    reach = reaches.give_reach(session, participant=someone, point=point, hear_back=HearBack.NOTHING, now=now)
    assert reaches.give_reach(session, participant=someone, point=point, now=now) is reach
    assert reach.hear_back is HearBack.NOTHING


def test_a_number_on_a_phone_is_never_given_to_somebody_else(
    session: Session, vault: Vault, cast: Cast, now: datetime
) -> None:
    point = phone(session, vault, 1, now)

    def join() -> Reach:
        person = newcomer(session, community=cast.community, language="en", now=now)
        return reaches.give_reach(session, participant=person, point=point, now=now)

    first = join()
    reaches.end(session, reach=first, now=now)
    assert [join().suffix for _ in range(8)] == [2, 3, 4, 5, 6, 7, 8, 9]
    with pytest.raises(Refused):
        join()


def test_nothing_is_chosen_for_a_way_that_ended(
    session: Session, vault: Vault, someone: Participant, now: datetime
) -> None:
    reach = reaches.give_reach(session, participant=someone, point=phone(session, vault, 1, now), now=now)
    reaches.end(session, reach=reach, now=now)
    reaches.end(session, reach=reach, now=now)
    with pytest.raises(Refused):
        reaches.choose(session, reach=reach, hear_back=HearBack.WHOLE, now=now)
