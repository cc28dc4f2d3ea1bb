"""Cards are dealt evenly, once each, and nobody's share holds up the rest."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common.errors import NotAllowed
from consult.loop.collect.records import Readers
from consult.loop.understand import coding, dealing
from consult.loop.understand.records import Control, Deal, Second
from consult.people.records import Role, Seat


@pytest.fixture
def outsider(session, cast) -> Seat:
    """Farah reads from elsewhere too."""
    seat = Seat(account=cast.farah, role=Role.READER, community=cast.community, since=cast.now, number=3)
    session.add(seat)
    session.flush()
    return seat


def with_whom(scene) -> dict[str, int]:
    hands = dealing.hands(scene.session, consultation=scene.consultation, now=scene.cast.now)
    return {hand.seat.account.name: hand.waiting for hand in hands}


def deal(scene) -> int:
    return dealing.deal_out(scene.session, consultation=scene.consultation, **scene.by)


def more(scene, account, waiting=0) -> int:
    return dealing.deal_me_more(
        scene.session, consultation=scene.consultation, waiting=waiting, by=account, now=scene.cast.now
    )


def next_card(scene, name, after=0):
    who = {"by": getattr(scene.cast, name), "seat": scene.cast.seats[name]}
    return dealing.next_for(scene.session, consultation=scene.consultation, after=after, **who)


def test_cards_are_divided_evenly_once_each_and_pressing_twice_changes_nothing(scene, session):
    scene.read(*"abcdefg")
    scene.speak("unread")
    assert deal(scene) == 7
    assert sorted(with_whom(scene).values()) == [3, 4]
    assert deal(scene) == 0
    cards = session.scalars(select(Deal.card_id)).all()
    assert len(cards) == len(set(cards)) == 7
    scene.read("h")
    assert deal(scene) == 1
    assert with_whom(scene) == {"Amal": 4, "Bahati": 4}


def test_words_for_people_here_alone_are_dealt_to_no_reader_from_elsewhere(scene, session, outsider):
    here = scene.speak(*"abcd")
    open_cards = scene.speak(*"efghi", readers=Readers.ELSEWHERE)
    for card in [*here, *open_cards]:
        card.masked_at = scene.cast.now
    assert deal(scene) == 9
    assert with_whom(scene) == {"Amal": 3, "Bahati": 3, "Farah": 3}
    theirs = session.scalars(select(Deal).where(Deal.account_id == outsider.account_id))
    assert {each.card for each in theirs} <= set(open_cards)


def test_a_reader_takes_cards_but_deals_none_out(scene, cast, outsider):
    with pytest.raises(NotAllowed):
        dealing.deal_out(scene.session, consultation=scene.consultation, by=cast.farah, now=cast.now)
    with pytest.raises(NotAllowed):
        more(scene, cast.hari)


def test_a_sorted_card_waits_with_nobody_and_an_undone_one_waits_again(scene, session, cast, now):
    card, other = scene.read("a", "b")
    deal(scene)
    scene.sort([card], Control.UNCLEAR)
    assert sum(with_whom(scene).values()) == 1
    coding.undo(session, card=card, by=cast.amal, now=now)
    assert sum(with_whom(scene).values()) == 2
    line = f"901: {card.number} {other.number}"
    coding.sort_pile(session, consultation=scene.consultation, line=line, **scene.by)
    assert with_whom(scene) == {"Amal": 0, "Bahati": 0}
    scene.sort([card], Control.COULD_IDENTIFY)
    coding.take_off_flag(session, card=card, **scene.by)
    assert sum(with_whom(scene).values()) == 0, "what the pile said of it counts again"


def test_everybody_first_meets_their_own_cards_then_those_that_wait_with_nobody(scene):
    cards = scene.read(*"abcd")
    deal(scene)
    late = scene.read("e")[0]
    mine = [card for card in cards if next_card(scene, "amal", after=card.number - 1) is card]
    assert len(mine) == 2
    scene.sort(mine, Control.UNCLEAR)
    assert next_card(scene, "amal") is late
    scene.sort([late], Control.UNCLEAR)
    assert next_card(scene, "amal") is None
    assert next_card(scene, "bahati") is not None


def test_ten_more_come_once_however_often_it_is_pressed_and_at_last_from_others(scene, cast):
    scene.read(*(f"words {n}" for n in range(14)))
    assert more(scene, cast.amal) == 10
    assert more(scene, cast.amal) == 0
    assert more(scene, cast.bahati) == 10
    assert with_whom(scene) == {"Amal": 4, "Bahati": 10}
    assert more(scene, cast.amal, waiting=4) == 10
    assert with_whom(scene) == {"Amal": 14, "Bahati": 0}


def test_what_waits_with_somebody_who_sorts_here_no_more_is_dealt_anew(scene, session, cast, now):
    scene.read(*"abcd")
    deal(scene)
    cast.seats["bahati"].ended_at = now - timedelta(days=1)
    session.flush()
    assert deal(scene) == 2
    assert with_whom(scene) == {"Amal": 4}


def test_who_reads_a_card_a_second_time_is_never_dealt_it_first(scene, session, cast, now):
    card = scene.read("a")[0]
    second = Deal(card_id=card.id, account_id=cast.bahati.id, second=Second.BLIND, dealt_at=now)
    session.add(second)
    session.flush()
    assert deal(scene) == 1
    assert with_whom(scene) == {"Amal": 1, "Bahati": 0}
    scene.sort([card], Control.UNCLEAR)
    assert second.done_at is None
    coding.undo(session, card=card, by=cast.amal, now=now)
    assert more(scene, cast.bahati) == 0


def test_whoever_comes_back_goes_on_where_they_stopped(scene):
    cards = scene.read(*"abcd")
    scene.sort(cards[1:2], Control.UNCLEAR)
    assert next_card(scene, "amal") is cards[2]
    assert next_card(scene, "bahati") is cards[0]
