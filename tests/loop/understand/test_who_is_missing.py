"""Who is missing so far, and do these speak for you: counted only where nobody can be found by it."""

from datetime import timedelta

import pytest

from consult.common.errors import Refused
from consult.loop.collect.outreach import done, due_tasks, make_task, plan, tasks_of
from consult.loop.collect.records import MeetingReport, Speaks, SpeaksForYou
from consult.loop.collect.rounds import current_round
from consult.loop.collect.speaks import say_speaks
from consult.loop.departure import leave
from consult.loop.needs import Work
from consult.loop.understand.speaks_for import counts_shown, spoken_for
from consult.loop.understand.who_is_missing import How, who_is_missing
from consult.people.belonging import belong
from consult.people.lists import estimate
from consult.people.records import Belonging, WhoseList


@pytest.fixture
def herders(session, cast, now):
    return estimate(
        session,
        community=cast.community,
        whose=WhoseList.OWN,
        about="Herders",
        people=200,
        source="We counted.",
        by=cast.amal,
        now=now,
    ).group


@pytest.fixture
def asked(session, cast):
    return current_round(session, cast.consultation())


def speak(session, cast, asked, people, *groups, place=None):
    for _ in range(people):
        person = cast.participant(stays_in=place)
        cast.answer(person, asked.consultation, "Words.")
        session.add_all(Belonging(participant=person, group_id=group.id) for group in groups)
    session.flush()


def rows(session, asked, day):
    return {row.listed.about.name: row for row in who_is_missing(session, round=asked, today=day).rows}


def test_counts_stand_only_where_both_sides_are_large_and_only_from_the_day_before(
    session, cast, asked, herders, now
):
    today, tomorrow = now.date(), now.date() + timedelta(days=1)
    speak(session, cast, asked, 11, herders)
    speak(session, cast, asked, 9, place=cast.upper)
    assert rows(session, asked, today)["Herders"].gap
    (heard,) = rows(session, asked, tomorrow)["Herders"].heard
    assert (heard.people, heard.few) == (None, False), "nine others could be found by it"
    speak(session, cast, asked, 1)
    found = rows(session, asked, tomorrow)
    assert (found["Herders"].heard[0].people, found["Herders"].gap) == (11, False)
    assert [(each.how, each.people, each.few) for each in found["Upper Well"].heard] == [
        (How.COMES_FROM, None, True),
        (How.STAYS_IN, None, True),
    ]
    assert found["Upper Well"].listed.own is None, "a place that no list names is looked for all the same"
    assert who_is_missing(session, round=asked, today=tomorrow).total == 21


def test_in_a_small_community_nothing_is_counted_by_group(session, cast, asked, herders, now):
    estimate(
        session,
        community=cast.community,
        whose=WhoseList.OWN,
        about=herders,
        people=60,
        source="We counted again.",
        by=cast.amal,
        now=now + timedelta(minutes=1),
    )
    speak(session, cast, asked, 12, herders)
    speak(session, cast, asked, 12)
    found = who_is_missing(session, round=asked, today=now.date() + timedelta(days=1))
    assert found.small
    assert all(row.heard == [] for row in found.rows)


def test_meetings_are_named_beside_people_and_never_added(session, cast, asked, herders, now):
    session.add(
        MeetingReport(
            round=asked,
            by_id=cast.amal.id,
            place=cast.lower,
            held_on=now.date(),
            language="en",
            people=80,
            groups={str(herders.id): 30},
            read_back=True,
            key="k",
            received_on=now.date(),
        )
    )
    session.flush()
    found = who_is_missing(session, round=asked, today=now.date())
    assert (found.total, found.meetings, found.at_meetings) == (0, 1, 80)
    met = {row.listed.about.name: row.meetings for row in found.rows}
    assert met == {"Herders": 1, "Upper Well": 0, "Lower Well": 1}


def test_a_gap_becomes_one_task_that_is_due_on_home_until_it_is_done(session, cast, asked, herders, now, of):
    this, by = asked.consultation, {"by": cast.amal, "now": now}
    task = make_task(session, consultation=this, about=herders, **by)
    assert make_task(session, consultation=this, about=herders, **by) == task
    assert Work.OUTREACH not in of(cast.amal)
    plan(session, task=task, what="At the well.", who="Bahati", due_on=now.date(), **by)
    assert due_tasks(session, consultation=this, today=now.date()) == [task]
    assert of(cast.bahati)[Work.OUTREACH].count == 1
    with pytest.raises(Refused):
        done(session, task=task, note=" ", **by)
    done(session, task=task, note="Six of them spoke.", **by)
    assert Work.OUTREACH not in of(cast.bahati)
    with pytest.raises(Refused):
        plan(session, task=task, what="", who="", due_on=None, **by)
    again = make_task(session, consultation=this, about=cast.lower, **by)
    assert tasks_of(session, consultation=this) == [again, task]


def test_the_newest_word_of_a_person_counts_and_none_after_the_end(session, cast, asked, now, vault):
    people = [cast.participant() for _ in range(24)]
    for number, person in enumerate(people):
        say_speaks(session, participant=person, round=asked, says=Speaks.PARTLY, now=now)
        if number < 12:
            say_speaks(session, participant=person, round=asked, says=Speaks.YES, now=now)
    assert spoken_for(session, consultation=asked.consultation, now=now) == []
    asked.closed_at = now
    (found,) = spoken_for(session, consultation=asked.consultation, now=now)
    assert (found.each, found.yes, found.other) == (None, 12, 12)
    say_speaks(session, participant=people[0], round=asked, says=Speaks.NO, now=now)
    assert spoken_for(session, consultation=asked.consultation, now=now) == [found]
    belong(session, participant=people[0], groups=[], now=now)
    leave(session, vault=vault, participant=people[0], now=now)
    assert session.query(SpeaksForYou).count() == 23


def test_counts_are_whole_coarse_or_withheld():
    def of(*each):
        return counts_shown(1, dict(zip(Speaks, each, strict=True)))

    assert of(40, 12, 11, 10).each == {
        Speaks.YES: 40,
        Speaks.PARTLY: 12,
        Speaks.NO: 11,
        Speaks.CANNOT_SAY: 10,
    }
    coarse = of(40, 12, 3, 10)
    assert (coarse.each, coarse.yes, coarse.other) == (None, 40, 25)
    for withheld in (of(40, 2, 0, 1), of(3, 40, 0, 0)):
        assert (withheld.each, withheld.yes, withheld.other, withheld.anybody) == (None, None, None, True)
    assert not of(0, 0, 0, 0).anybody
