"""The first reader: one at a time, on record; after them only the masked text."""

import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.common.history import HistoryEntry
from consult.loop.collect.answers import add_part, original_text, reading_text
from consult.loop.collect.records import AnswerPart, PartKind
from consult.loop.understand import cards, first_reading
from consult.loop.understand.effective import codes_of
from consult.loop.understand.records import Control
from consult.people.records import Role, Seat
from tests.cast import number


def test_what_is_passed_on_is_the_masked_text_and_the_original_stays_beside(scene, session, cast, now):
    words = f"Call {number(4)}"
    card = scene.speak(words)[0]
    assert reading_text(session, card.answer) is None
    part = first_reading.pass_on(session, card=card, text=" Call [number] ", by=cast.amal, now=now)
    assert (part.kind, part.by_id) == (PartKind.MASKED, cast.amal.id)
    assert reading_text(session, card.answer) == "Call [number]"
    assert original_text(session, card.answer) == words
    assert cards.read_cards(session, consultation=scene.consultation)[0].text == "Call [number]"


def test_two_readers_never_hold_the_same_card(scene, session, cast, now):
    scene.speak("one", "two")
    mine = first_reading.take(session, consultation=scene.consultation, by=cast.amal, now=now)
    theirs = first_reading.take(session, consultation=scene.consultation, by=cast.bahati, now=now)
    assert mine != theirs
    assert first_reading.take(session, consultation=scene.consultation, by=cast.amal, now=now) == mine
    with pytest.raises(Refused):
        first_reading.pass_on(session, card=mine, text="x", by=cast.bahati, now=now)


def test_every_opening_of_an_original_is_on_record(scene, session, cast, now):
    scene.speak("one")
    card = first_reading.take(session, consultation=scene.consultation, by=cast.amal, now=now)
    first_reading.take(session, consultation=scene.consultation, by=cast.amal, now=now)
    opened = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "card.opened")).all()
    assert [(entry.about_id, entry.actor_id) for entry in opened] == [(card.id, cast.amal.id)]


def test_a_neighbour_relieves_a_reader_who_left(scene, session, cast, now):
    scene.speak("one")
    card = first_reading.take(session, consultation=scene.consultation, by=cast.amal, now=now)
    assert first_reading.take(session, consultation=scene.consultation, by=cast.bahati, now=now) is None
    here = first_reading.in_other_hands(session, consultation=scene.consultation, by=cast.bahati)
    assert here == [card]
    first_reading.take_over(session, card=card, by=cast.bahati, now=now)
    first_reading.pass_on(session, card=card, text="one", by=cast.bahati, now=now)
    with pytest.raises(Refused):
        first_reading.take_over(session, card=card, by=cast.amal, now=now)


def test_passing_on_takes_the_next_card_at_once(scene, session, cast, now):
    one, two = scene.speak("one", "two")
    how = {"by": cast.amal, "now": now}
    assert first_reading.pass_on_and_take(session, card=one, text="one", **how) == two
    assert first_reading.pass_on_and_take(session, card=two, text="two", **how) is None


def test_a_card_is_passed_on_once_and_never_empty(scene, session, cast, now):
    card = scene.speak("one")[0]
    for empty in ("", "  \n"):
        with pytest.raises(Refused) as refused:
            first_reading.pass_on(session, card=card, text=empty, by=cast.amal, now=now)
        assert refused.value.field == "text"
    first_reading.pass_on(session, card=card, text="one", by=cast.amal, now=now)
    with pytest.raises(Refused):
        first_reading.pass_on(session, card=card, text="two", by=cast.amal, now=now)


def test_words_that_join_while_the_reader_reads_are_not_lost(scene, session, cast, now):
    card = scene.speak("one")[0]
    seen = first_reading.texts_on(session, card)
    add_part(session, answer=card.answer, text="and two", now=now)
    with pytest.raises(Refused):
        first_reading.pass_on(session, card=card, text="one", by=cast.amal, now=now, seen=seen)
    first_reading.pass_on(session, card=card, text="one\nand two", by=cast.amal, now=now, seen=seen + 1)


def test_a_card_that_could_identify_someone_is_masked_more_and_keeps_its_other_codes(
    scene, session, cast, now
):
    card = scene.read("the only baker of the street")[0]
    bread = scene.code("Bread")
    with pytest.raises(Refused):
        first_reading.cover_more(session, card=card, text="x", by=cast.bahati, now=now)
    scene.sort([card], bread, Control.COULD_IDENTIFY)
    assert cards.flagged(session, scene.consultation) == [card]
    first_reading.cover_more(
        session, card=card, text="the only [name] of the street", by=cast.bahati, now=now
    )
    assert reading_text(session, card.answer) == "the only [name] of the street"
    assert cards.flagged(session, scene.consultation) == []
    assert codes_of(session, card.answer_id) == [bread]
    kinds = session.scalars(select(AnswerPart.kind).where(AnswerPart.answer_id == card.answer_id)).all()
    assert sorted(kinds) == [PartKind.MASKED, PartKind.MASKED, PartKind.ORIGINAL]


def test_a_card_flagged_and_nothing_else_waits_to_be_sorted_again(scene, session, cast, now):
    card = scene.read("the only baker")[0]
    scene.sort([card], Control.COULD_IDENTIFY)
    assert cards.next_to_sort(session, consultation=scene.consultation) is None
    first_reading.cover_more(session, card=card, text="the only [name]", by=cast.bahati, now=now)
    assert cards.next_to_sort(session, consultation=scene.consultation) == card


def test_who_reads_from_elsewhere_now_keeps_no_card_for_people_here_in_hand(scene, session, cast, now):
    (card,) = scene.speak("one")
    seat = Seat(account=cast.farah, role=Role.READER, community=cast.community, since=now, number=3)
    session.add(seat)
    card.first_reader_id = cast.farah.id
    session.flush()
    who = {"consultation": scene.consultation, "by": cast.farah}
    assert first_reading.in_hand(session, **who, seat=seat) is None
    assert first_reading.take(session, **who, now=now) is None
