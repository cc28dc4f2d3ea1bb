"""Who reads: everybody with a reading seat, or those named; and nobody whom the speaker did not choose."""

from datetime import timedelta

import pytest

from consult.common.errors import NotAllowed, Refused
from consult.loop.collect import choosing, rounds
from consult.loop.collect.reading import may_name, must_name, name_readers, named_to_read, reading_seat
from consult.loop.collect.records import Readers
from consult.loop.needs import Work
from consult.loop.understand import cards, first_reading
from consult.loop.understand.codebook import add_code
from consult.loop.understand.coding import sort_answer, sort_pile
from consult.loop.understand.findings import release
from consult.loop.understand.themes import name_theme
from consult.people import seats
from consult.people.permissions import Action
from consult.people.records import Role


@pytest.fixture
def asked(scene):
    return scene.consultation


@pytest.fixture
def outsider(session, cast, now):
    """Hari reads for Tesfa and is from elsewhere."""
    return seats.give(
        session, account=cast.hari, role=Role.READER, community=cast.community, by=cast.gita.actor, now=now
    )


def test_only_the_named_read_and_only_they_change_who_reads(session, cast, scene, asked, now, of):
    scene.read("The well is dry.")
    scene.speak("The road is cut.")
    name_readers(session, consultation=asked, seats={cast.seats["bahati"].id}, by=cast.amal, now=now)
    assert {Work.READ_FIRST, Work.SORT} <= set(of(cast.bahati))
    assert not {Work.READ_FIRST, Work.SORT} & set(of(cast.amal))
    by = {"by": cast.amal, "now": now}
    (card,) = [each for each in scene_cards(session, asked) if each.masked_at]
    for act in (
        lambda: first_reading.take(session, consultation=asked, **by),
        lambda: sort_answer(session, card=card, codes=[], **by),
        lambda: sort_pile(session, consultation=asked, line="pile 1: 101", **by),
        lambda: add_code(session, consultation=asked, name="water", language="en", **by),
        lambda: name_readers(session, consultation=asked, seats={cast.seats["amal"].id}, **by),
        lambda: name_theme(session, consultation=asked, name="Water", statement="", language="en", **by),
        lambda: release(
            session, consultation=asked, alone="", review_by=now.date() + timedelta(days=30), **by
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    name_readers(session, consultation=asked, seats=set(), by=cast.bahati, now=now)
    assert named_to_read(session, consultation=asked) == []
    assert first_reading.take(session, consultation=asked, **by)


def test_what_belongs_to_some_opens_only_when_its_readers_are_named_and_one_seat_is_enough(
    session, cast, now
):
    """Whoever opens it may name herself: nobody waits for a second person."""
    made = cast.consultation("well", opened=False)
    day = now.date()
    days = {"closes_on": day + timedelta(9), "review_by": day + timedelta(19), "news_by": day + timedelta(29)}
    opening = {"consultation": made, "by": cast.amal, "now": now, **days}
    choosing.give_to(session, consultation=made, owners=cast.upper, by=cast.amal, now=now)
    with pytest.raises(Refused, match="name who reads"):
        rounds.open_round(session, **opening)
    naming = {"consultation": made, "by": cast.amal, "now": now}
    with pytest.raises(Refused, match="You may name every representative"):
        name_readers(session, seats=set(), **naming)
    name_readers(session, seats={cast.seats["bahati"].id}, **naming)
    assert not must_name(session, consultation=made, now=now)
    seats.end(session, seat=cast.seats["bahati"], by=cast.gita.actor, now=now)
    with pytest.raises(Refused, match="name who reads"):
        rounds.open_round(session, **opening)
    name_readers(session, seats={cast.seats["amal"].id}, **naming)
    assert rounds.is_open(rounds.open_round(session, **opening), now)


def test_what_belongs_to_everybody_opens_with_nobody_named(session, cast, now):
    assert not must_name(session, consultation=cast.consultation("well", opened=False), now=now)


def scene_cards(session, asked):
    return list(session.scalars(cards.standing_cards(asked)))


def test_when_the_named_have_left_others_are_named_and_nobody_slips_in(session, cast, asked, now):
    name_readers(session, consultation=asked, seats={cast.seats["bahati"].id}, by=cast.amal, now=now)
    seats.end(session, seat=cast.seats["bahati"], by=cast.gita.actor, now=now)
    session.flush()
    how = {"account": cast.amal, "consultation": asked, "now": now}
    assert reading_seat(session, action=Action.SORT, **how) is None
    assert may_name(session, **how)
    assert not may_name(session, **{**how, "account": cast.dana})
    name_readers(session, consultation=asked, seats={cast.seats["amal"].id}, by=cast.amal, now=now)
    assert reading_seat(session, action=Action.SORT, **how) == cast.seats["amal"]


def test_a_reader_from_elsewhere_sees_only_who_chose_so(session, cast, scene, asked, outsider, now, of):
    (mine,) = scene.speak("For people here.")
    (both,) = scene.speak("For anyone.", readers=Readers.ELSEWHERE)
    by = {"by": cast.hari, "now": now}
    assert of(cast.hari)[Work.READ_FIRST].count == 1
    assert first_reading.take(session, consultation=asked, **by) == both
    assert first_reading.pass_on_and_take(session, card=both, text="For anyone.", **by) is None
    with pytest.raises(NotAllowed):
        first_reading.take_over(session, card=mine, **by)
    first_reading.pass_on(session, card=mine, text="For people here.", by=cast.amal, now=now)
    scene.code("life")
    with pytest.raises(NotAllowed):
        sort_answer(session, card=mine, codes=[], **by)
    with pytest.raises(Refused):
        sort_pile(session, consultation=asked, line=f"pile 1: {mine.number}", **by)
    sort_pile(session, consultation=asked, line=f"pile 1: {both.number}", **by)
    assert [each.card for each in cards.read_cards(session, consultation=asked, seat=outsider)] == [both]
    assert cards.next_to_sort(session, consultation=asked, seat=outsider) is None
    assert cards.card_numbered(session, consultation=asked, number=mine.number, seat=outsider) is None
    with pytest.raises(NotAllowed):
        add_code(session, consultation=asked, name="roads", language="en", **by)


def test_readers_from_elsewhere_never_read_alone_nor_for_another_community(
    session, cast, asked, outsider, now
):
    with pytest.raises(Refused):
        name_readers(session, consultation=asked, seats={outsider.id}, by=cast.amal, now=now)
    with pytest.raises(Refused):
        name_readers(session, consultation=asked, seats={cast.seats["dana"].id}, by=cast.amal, now=now)
    both = {outsider.id, cast.seats["bahati"].id}
    name_readers(session, consultation=asked, seats=both, by=cast.amal, now=now)
    assert {each.seat_id for each in named_to_read(session, consultation=asked)} == both
