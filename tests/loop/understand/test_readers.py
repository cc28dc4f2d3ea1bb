"""People's words open to representatives of their own community and to nobody else."""

from datetime import timedelta

import pytest

from consult.common.errors import NotAllowed
from consult.loop.collect.records import Readers
from consult.loop.understand import first_reading
from consult.loop.understand.coding import sort_answer, sort_pile
from consult.people.records import Community, Role, Seat


@pytest.mark.parametrize("readers", Readers)
@pytest.mark.parametrize("who", ["chol", "dana", "gita", "hari"])
def test_nobody_but_a_representative_reads_or_sorts(scene, session, cast, now, who, readers):
    card = scene.speak("The well is dry", readers=readers)[0]
    stranger = getattr(cast, who)
    with pytest.raises(NotAllowed):
        first_reading.take(session, consultation=scene.consultation, by=stranger, now=now)
    with pytest.raises(NotAllowed):
        first_reading.pass_on(session, card=card, text="x", by=stranger, now=now)
    with pytest.raises(NotAllowed):
        sort_answer(session, card=card, codes=[], by=stranger, now=now)
    with pytest.raises(NotAllowed):
        sort_pile(session, consultation=scene.consultation, line="1: 101", by=stranger, now=now)


@pytest.mark.parametrize("readers", Readers)
def test_a_representative_of_another_community_is_from_elsewhere_and_has_no_reading_seat(
    scene, session, cast, now, readers
):
    other = Community(slug="other", name="Other", language="en", region="GB")
    seat = Seat(account=cast.hari, role=Role.REPRESENTATIVE, community=other, since=now - timedelta(days=1))
    session.add_all([other, seat])
    session.flush()
    scene.speak("The well is dry", readers=readers)
    with pytest.raises(NotAllowed):
        first_reading.take(session, consultation=scene.consultation, by=cast.hari, now=now)


def test_a_seat_that_ended_reads_no_more(scene, session, cast, now):
    scene.speak("The well is dry")
    cast.seats["amal"].ended_at = now
    with pytest.raises(NotAllowed):
        first_reading.take(session, consultation=scene.consultation, by=cast.amal, now=now)
