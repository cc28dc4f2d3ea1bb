"""The process templates, without a topic, and what a consultation takes of them."""

import pytest

from consult.common.errors import Refused
from consult.loop.collect import choosing, consultations
from consult.loop.collect.records import BelongsTo
from consult.loop.collect.templates import TEMPLATES, steps_of
from consult.loop.collect.templates_shape import IF_SOMEBODY_TELLS, SAID_FIRST
from consult.people import communities, lists


def test_each_template_has_all_that_somebody_who_leads_it_needs() -> None:
    assert len(TEMPLATES) == 11
    for key, template in TEMPLATES.items():
        assert len(template.steps) >= 6, key
        assert template.needs, key
        assert len(template.care) >= 2, key
        assert template.apart, key
        lines = steps_of(key)
        assert len(lines) == len(template.steps), "no step twice"
        assert all(len(line) <= 40 for line in lines), "the list keeps forty letters of a key"
    assert len(SAID_FIRST.split()) <= 40
    assert IF_SOMEBODY_TELLS


def test_its_steps_join_the_list_and_can_be_ticked(session, cast, now):
    river = cast.consultation(opened=False)
    before = len(consultations.list_done(session, consultation=river))
    step = "two_sides.order"
    with pytest.raises(Refused, match="no such line"):
        consultations.tick(session, consultation=river, step=step, note="x", by=cast.amal, now=now)
    choosing.follow(session, consultation=river, template="two_sides", by=cast.amal, now=now)
    consultations.tick(session, consultation=river, step=step, note="by lot", by=cast.amal, now=now)
    lines = consultations.list_done(session, consultation=river)[before:]
    assert [line.key for line in lines] == list(steps_of("two_sides"))
    assert [line.done for line in lines] == [True, *[False] * (len(lines) - 1)]
    assert lines[0].note == "by lot"
    with pytest.raises(Refused, match="from the list"):
        choosing.follow(session, consultation=river, template="mine", by=cast.amal, now=now)
    choosing.follow(session, consultation=river, template="", by=cast.amal, now=now)
    assert len(consultations.list_done(session, consultation=river)) == before


def test_it_belongs_to_a_group_or_a_place_until_people_were_asked(session, cast, now):
    women = lists.name_group(session, community=cast.community, name="Women", by=cast.amal, now=now)
    elsewhere = communities.make(
        session,
        slug="marra",
        name="Marra",
        language="en",
        region="GB",
        timezone="UTC",
        by=cast.gita.actor,
        now=now,
    )
    theirs = communities.add_place(session, community=elsewhere, name="There", by=cast.gita.actor, now=now)
    made = consultations.make(
        session,
        community=cast.community,
        slug="well",
        name="Well",
        language="en",
        languages=[],
        owners=women,
        by=cast.amal,
        now=now,
    )
    assert (made.belongs_to, made.group) == (BelongsTo.GROUP, women)
    choosing.give_to(session, consultation=made, owners=cast.upper, by=cast.amal, now=now)
    session.flush()
    assert (made.belongs_to, made.group, made.place) == (BelongsTo.PLACE, None, cast.upper)
    choosing.give_to(session, consultation=made, owners=None, by=cast.amal, now=now)
    assert made.belongs_to is BelongsTo.EVERYONE
    with pytest.raises(Refused, match="from the list"):
        choosing.give_to(session, consultation=made, owners=theirs, by=cast.amal, now=now)
    with pytest.raises(Refused, match="asked already"):
        choosing.give_to(session, consultation=cast.consultation(), owners=women, by=cast.amal, now=now)
