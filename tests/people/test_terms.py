"""Seats have terms: recorded, renewed by somebody else, left at once; a name is shown by its holder alone."""

from datetime import timedelta

import pytest

from consult.common.errors import NotAllowed, Refused
from consult.people import terms
from consult.people.records import Role, Seat

SAID = {"how_chosen": " by lot ", "chosen_by": "the quarter's meeting", "objected": "Two families."}


def test_a_choice_is_recorded_by_those_who_represent_and_by_administrators_alone(session, cast, now):
    seat = cast.seats["bahati"]
    terms.record_choice(session, seat=seat, **SAID, by=cast.amal, now=now)
    assert (seat.how_chosen, seat.objected) == ("by lot", "Two families.")
    terms.record_choice(session, seat=seat, **{**SAID, "objected": ""}, by=cast.gita, now=now)
    assert seat.objected == ""
    for other in (cast.dana, cast.chol, cast.hari):
        with pytest.raises(NotAllowed):
            terms.record_choice(session, seat=seat, **SAID, by=other, now=now)
    with pytest.raises(NotAllowed):
        terms.record_choice(session, seat=cast.seats["dana"], **SAID, by=cast.amal, now=now)


def test_a_seat_is_spoken_of_before_its_end_and_renewed_by_another(session, cast, now):
    seat = cast.seats["bahati"]
    assert terms.ending_soon(session, now=now) == []
    seat.until = now + timedelta(days=10)
    assert terms.ending_soon(session, now=now) == [seat]
    renewing = {"until": now + timedelta(days=400), **SAID, "now": now}
    with pytest.raises(Refused, match="own seat"):
        terms.renew(session, seat=seat, by=cast.bahati, **renewing)
    with pytest.raises(Refused, match="end before"):
        terms.renew(session, seat=seat, by=cast.amal, **{**renewing, "until": now})
    terms.renew(session, seat=seat, by=cast.amal, **renewing)
    assert (seat.renewed_at, seat.until) == (now, now + timedelta(days=400))
    assert terms.ending_soon(session, now=now) == []


def test_a_seat_whose_day_has_passed_can_still_be_renewed_one_that_was_ended_cannot(session, cast, now):
    seat = cast.seats["bahati"]
    seat.until = now - timedelta(days=1)
    session.flush()
    assert terms.speakers(session, community=cast.community, now=now) == [cast.seats["amal"]]
    assert seat in terms.terms_in(session, community=cast.community)
    terms.renew(session, seat=seat, until=None, **SAID, by=cast.amal, now=now)
    session.flush()
    assert seat in terms.speakers(session, community=cast.community, now=now)
    seat.ended_at = now
    with pytest.raises(Refused, match="was ended"):
        terms.renew(session, seat=seat, until=None, **SAID, by=cast.amal, now=now)


def test_stepping_back_is_ones_own_and_takes_the_name_along(session, cast, now):
    seat = cast.seats["amal"]
    terms.show_name(session, seat=seat, name=" Amal of the well ", by=cast.amal, now=now)
    assert seat.public_name == "Amal of the well"
    with pytest.raises(NotAllowed):
        terms.show_name(session, seat=seat, name="Somebody", by=cast.gita, now=now)
    with pytest.raises(NotAllowed):
        terms.step_back(session, seat=seat, by=cast.bahati, now=now)
    terms.step_back(session, seat=seat, by=cast.amal, now=now)
    assert (seat.stepped_back, seat.ended_at, seat.public_name) == (True, now, None)
    with pytest.raises(Refused):
        terms.step_back(session, seat=cast.seats["gita"], by=cast.gita, now=now)


def test_a_name_is_taken_back(session, cast, now):
    seat = Seat(account=cast.hari, role=Role.REPRESENTATIVE, community=cast.community, number=9, since=now)
    session.add(seat)
    session.flush()
    terms.show_name(session, seat=seat, name="Hari", by=cast.hari, now=now)
    terms.show_name(session, seat=seat, name="", by=cast.hari, now=now)
    assert seat.public_name is None
