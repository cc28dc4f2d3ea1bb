"""Two lists beside one another: corrected, never overwritten; and people say where they belong."""

from datetime import timedelta
from itertools import count

import pytest

from consult.common.errors import NotAllowed, Refused
from consult.people import lists
from consult.people.belonging import belong, forget_belonging, groups_said_by
from consult.people.records import Role, Seat, WhoseList


@pytest.fixture
def write(session, cast, now):
    later = count(1)

    def written(about, people, source="We counted.", whose=WhoseList.OWN, by=cast.amal):
        return lists.estimate(
            session,
            community=cast.community,
            whose=whose,
            about=about,
            people=people,
            source=source,
            by=by,
            now=now + timedelta(minutes=next(later)),
        )

    return written


def test_both_lists_stand_side_by_side_and_a_correction_keeps_the_line_before(session, cast, write):
    first = write("Herders", 40)
    second = write("herders ", None, "Nobody counted them.")
    other = write("Herders", 300, "The nurse says so.", WhoseList.OUTSIDE, by=cast.chol)
    place = write(cast.upper, 120)
    herders, upper = lists.lists_of(session, cast.community)
    assert (herders.own, herders.outside, herders.earlier) == (second, other, [first])
    assert herders.own.people is None
    assert (upper.about, upper.own) == (cast.upper, place)
    assert [group.name for group in lists.groups_of(session, cast.community)] == ["Herders"]
    assert lists.known_size(session, cast.community) == 300


def test_a_line_that_is_taken_off_stays_readable_and_an_empty_group_is_not_asked_about(
    session, cast, now, write
):
    line = write("Herders", 40)
    lists.strike(session, line=line, by=cast.bahati, now=now)
    (listed,) = lists.lists_of(session, cast.community)
    assert (listed.own, listed.earlier) == (None, [line])
    assert lists.groups_of(session, cast.community) == []
    write("Herders", 50)
    assert [group.number for group in lists.groups_of(session, cast.community)] == [1]


def test_the_outsiders_list_is_not_the_representatives_to_strike(session, cast, now, write):
    seat = Seat(account=cast.hari, role=Role.READER, community=cast.community, since=now)
    session.add(seat)
    session.flush()
    line = write("Widows", 30, "They told me.", WhoseList.OUTSIDE, by=cast.hari)
    with pytest.raises(Refused, match="Only the person"):
        lists.strike(session, line=line, by=cast.amal, now=now)
    with pytest.raises(NotAllowed):
        write("Widows", 30, by=cast.hari)
    with pytest.raises(NotAllowed):
        write("Widows", 30, whose=WhoseList.OUTSIDE, by=cast.dana)


@pytest.mark.parametrize(
    ("about", "people", "source"), [("Herders", 0, "x"), ("Herders", 5, " "), (" ", 5, "x")]
)
def test_a_line_needs_a_name_a_source_and_a_number_or_none(write, about, people, source):
    with pytest.raises(Refused):
        write(about, people, source)


def test_people_belong_where_they_say_and_nowhere_after_leaving(session, cast, now, write):
    herders, widows = write("Herders", 40).group, write("Widows", 40).group
    person = cast.participant()
    belong(session, participant=person, groups=[herders, widows], now=now)
    belong(session, participant=person, groups=[widows], now=now)
    assert groups_said_by(session, participant=person) == {widows.id}
    herders.retired_at = now
    with pytest.raises(Refused):
        belong(session, participant=person, groups=[herders], now=now)
    forget_belonging(session, participant=person)
    assert groups_said_by(session, participant=person) == set()
