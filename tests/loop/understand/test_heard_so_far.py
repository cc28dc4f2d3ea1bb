"""What was heard so far is counted for whoever asks, and by the clock where that takes long."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from consult.loop.collect.answers import withdraw
from consult.loop.understand import coding, group_choice, heard_so_far
from consult.loop.understand.heard_so_far import HeardSoFar
from consult.loop.understand.records import Heard, Shown
from consult.people.records import Belonging, Group


@pytest.fixture
def heard(scene, session, monkeypatch):
    """Twenty-four sorted cards, twelve of herders; the first three under another code than the rest."""
    monkeypatch.setattr(heard_so_far, "SMALL", 20)
    monkeypatch.setattr(heard_so_far, "FEW", 20)
    herders = Group(community_id=scene.cast.community.id, number=1, name="Herders")
    session.add(herders)
    made = scene.read(*(f"words {n}" for n in range(24)))
    water, road = scene.code("Water"), scene.code("Road")
    scene.sort(made[:3], water)
    scene.sort(made[3:], road)
    for card in made[:12]:
        session.add(Belonging(participant_id=card.answer.submission.participant_id, group_id=herders.id))
    session.flush()
    return made, herders


def told(scene, small_cell: int = 10) -> HeardSoFar:
    return heard_so_far.heard_so_far(scene.session, consultation=scene.consultation, small_cell=small_cell)


def counts(scene, now) -> bool:
    """The clock's turn; whether it counted."""
    found = heard_so_far.to_count(scene.session, now=now)
    if found is not None:
        came = heard_so_far.count(scene.session, consultation=found)
        heard_so_far.keep(scene.session, consultation_id=found.id, came=came, now=now)
    return found is not None


def groups(seen: HeardSoFar) -> list[tuple[str, int, tuple[int, ...]]]:
    return [(group.name, came.cards, came.firsts) for group, came in seen.by_group]


def test_the_clock_counts_once_an_hour_what_it_counted_before_for_whoever_asked(scene, session, heard):
    now, live = scene.cast.now, told(scene)
    assert (live.everybody.cards, live.everybody.firsts, live.counted_at) == (24, (1, 4), None)
    assert groups(live) == [("Herders", 12, (1, 4))]
    assert counts(scene, now)
    assert told(scene) == HeardSoFar(live.everybody, live.by_group, now)
    scene.sort(scene.read("new words"), scene.code("New"))
    assert not counts(scene, now + timedelta(minutes=59))
    assert told(scene).everybody == live.everybody
    assert counts(scene, now + timedelta(hours=1))
    assert told(scene).everybody.firsts == (1, 4, 25)


def test_who_may_not_show_any_more_is_gone_at_once_from_what_was_counted(scene, session, heard, monkeypatch):
    made, _ = heard
    counts(scene, scene.cast.now)
    assert groups(told(scene, small_cell=13)) == []
    withdraw(session, participant=made[0].answer.submission.participant, now=scene.cast.now)
    withdraw(session, participant=made[1].answer.submission.participant, now=scene.cast.now)
    assert groups(told(scene)) == [("Herders", 12, (1, 4))], "ten are enough"
    withdraw(session, participant=made[2].answer.submission.participant, now=scene.cast.now)
    assert groups(told(scene)) == [], "nine are too few"
    counts(scene, scene.cast.now + timedelta(hours=1))
    monkeypatch.setattr(heard_so_far, "FEWEST", 9)
    assert groups(told(scene, small_cell=9)) == [], "nor were they counted"


def test_a_group_that_wants_no_name_has_no_count_from_then_on(scene, session, heard):
    counts(scene, scene.cast.now)
    no_name = {"about": heard[1], "shown": Shown.UNNAMED, "said_how": "Their elders came by."}
    group_choice.decide(session, consultation=scene.consultation, **no_name, **scene.by)
    session.flush()
    assert groups(told(scene)) == []


def test_where_few_are_sorted_any_more_it_is_counted_for_whoever_asks(scene, session, heard):
    made, _ = heard
    counts(scene, scene.cast.now)
    for card in made[-4:]:
        coding.undo(session, card=card, **scene.by)
    assert counts(scene, scene.cast.now + timedelta(hours=1))
    assert session.scalars(select(Heard)).all() == []
    assert told(scene).everybody.cards == 20
    assert not counts(scene, scene.cast.now + timedelta(hours=3))


def test_what_the_clock_counted_is_told_without_going_through_what_was_sorted(scene, session, heard):
    counts(scene, scene.cast.now)
    asked: list[str] = []
    event.listen(
        session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2]), named=False
    )
    told(scene)
    assert asked
    assert not [each for each in asked if "FROM coding" in each or "JOIN coding" in each]
