from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.common.errors import Refused
from consult.loop.collect import helping, meetings, prompts, rounds
from consult.loop.collect.answers import withdraw
from consult.loop.collect.helping import Said, write_down
from consult.loop.collect.meetings import Met, take_in_meeting
from consult.loop.collect.records import Answer, Submission
from consult.loop.collect.speaking import Choices
from consult.people import helper_links, lists
from consult.people.belonging import groups_said_by
from consult.people.records import Consent, HearBack, Receipt
from tests.cast import number


@pytest.fixture
def river(cast):
    return cast.consultation()


@pytest.fixture
def link(session, vault, cast, now, river):
    until = now + timedelta(days=30)
    return helper_links.give(
        session,
        vault=vault,
        community=cast.community,
        name="Noor",
        language="ar",
        paid_by_office=False,
        until=until,
        by=cast.amal,
        now=now,
    )[0]


@pytest.fixture
def write(session, vault, river, link, now):
    def write(text, *, key, at=now, choices=None, forgiving=False, **more):
        wording = prompts.prompts_of(session, river, "en")[0]
        said = Said(language="en", answers=[(wording, text)], choices=choices or Choices(), **more)
        return write_down(
            session,
            vault=vault,
            round=rounds.current_round(session, river),
            link=link,
            said=said,
            key=key,
            provider="console",
            forgiving=forgiving,
            now=at,
        )

    return write


def test_who_helped_whether_it_was_read_back_and_what_came_after_the_end_are_counted(
    session, write, river, link, cast, now
):
    group = lists.name_group(session, community=cast.community, name="Herders", by=cast.amal, now=now)
    assert write("Dust.", key="one", read_back=True, groups=[group]).receipt_code is None
    assert not write("Dust.", key="two").already
    again = write("Dust.", key="one", slip=True)
    assert again.already
    assert again.receipt_code
    person = session.scalars(select(Submission).where(Submission.read_back)).one().participant
    assert groups_said_by(session, participant=person) == {group.id}
    helper_links.end(session, link=link, nothing_more=False, by=cast.amal, now=now)
    write("Late.", key="three", at=now + timedelta(days=2))
    (counted,) = helping.helpers_in(session, consultation=river)
    assert (counted.people, counted.read_back, counted.after_end) == (3, 1, 1)
    assert counted.languages == {"en": 3}
    assert helping.spoke_one_by_one(session, consultation=river) == 3
    withdraw(session, participant=person, now=now)
    assert helping.helpers_in(session, consultation=river)[0].people == 2
    assert session.scalar(select(func.count()).select_from(Consent)) == 9
    assert session.scalar(select(func.count()).select_from(Receipt)) == 1


def test_a_number_that_cannot_be_one_never_loses_the_words(session, write):
    odd = Choices(number="12", hear_back=HearBack.WHOLE)
    with pytest.raises(Refused) as refused:
        write("Dust.", key="one", choices=odd)
    assert refused.value.field == "number"
    assert write("Dust.", key="one", choices=odd, forgiving=True).without_number
    assert not write("Wind.", key="two", choices=Choices(number=number(3))).without_number


def test_a_meeting_is_kept_once_and_never_added_to_persons(session, vault, river, link, cast, now):
    first, second = prompts.prompts_of(session, river, "en")
    met = {
        "language": "en",
        "held_on": now.date(),
        "people": 80,
        "points": [(first, "The road floods."), (second, " "), (second, "No light.")],
        "read_back": True,
    }

    def take(key="one", **other):
        return take_in_meeting(
            session,
            vault=vault,
            round=rounds.current_round(session, river),
            link=link,
            met=Met(**(met | other)),
            key=key,
            now=now,
        )

    report = take()
    assert take() is report
    points = meetings.points_of(session, report=report)
    assert [(each.wording, each.said, each.to_read) for each in points] == [(first, [], 1), (second, [], 1)]
    assert first.version.frozen_at == now
    for wrong in ({"people": 0}, {"held_on": now.date() + timedelta(days=1)}, {"points": [(first, " ")]}):
        with pytest.raises(Refused):
            take(key="two", **wrong)
    assert meetings.how_many_met(session, consultation=river) == (1, 80)
    assert helping.spoke_one_by_one(session, consultation=river) == 0
    assert session.scalar(select(func.count()).where(Answer.meeting_id == report.id)) == 2
    assert meetings.meetings_of(session, consultation=river) == [report]


def test_a_link_opens_in_any_digits_until_it_ends_or_runs_out(session, vault, cast, now, river):
    link, told = helper_links.give(
        session,
        vault=vault,
        community=cast.community,
        name="Idris",
        language="ar",
        paid_by_office=False,
        until=now + timedelta(days=3),
        by=cast.amal,
        now=now,
    )
    eastern = told.translate({ord("0") + n: chr(0x0660 + n) for n in range(10)})
    open_it = {"session": session, "vault": vault}
    assert helper_links.open_link(**open_it, token=eastern, now=now) is link
    assert helper_links.open_link(**open_it, token=told[:-1], now=now) is None
    assert helper_links.open_link(**open_it, token=told, now=now + timedelta(days=4)) is None
    assert helper_links.takes_sealed(link, now + timedelta(days=10))
    assert not helper_links.takes_sealed(link, now + timedelta(days=18))
    assert told.replace(" ", "") not in link.token_hash
    helper_links.end(session, link=link, nothing_more=True, by=cast.amal, now=now)
    assert helper_links.open_link(**open_it, token=told, now=now) is None
    assert not helper_links.takes_sealed(link, now)
