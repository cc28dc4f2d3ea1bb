"""What others sorted and noted is hidden until one sorted oneself; notes go with the words."""

import pytest
from sqlalchemy import select

from consult.common.errors import Refused
from consult.loop.departure import leave
from consult.loop.understand import clashes, coding
from consult.loop.understand.records import Coding, Control, Deal, Second
from consult.loop.understand.searching import find_cards
from consult.loop.understand.side_by_side import (
    empty_memos_taken_back,
    own_sorting,
    sorted_by_all,
)


def seen(scene, card, account) -> list[tuple[str, str]]:
    found = sorted_by_all(scene.session, card=card, by=account)
    return [(name, each.memo) for each, name in found]


def note(scene, card, account, memo, *codes) -> Coding:
    given = {"by": account, "memo": memo, "now": scene.cast.now}
    return coding.sort_answer(scene.session, card=card, codes=codes, **given)


def test_nobody_sees_what_others_sorted_before_they_sorted_themselves(scene, cast):
    card = scene.read("a")[0]
    water, road = scene.code("Water"), scene.code("Road")
    note(scene, card, cast.amal, " the old well ", water)
    assert seen(scene, card, cast.bahati) == []
    assert seen(scene, card, cast.amal) == [("Amal", "the old well")]
    note(scene, card, cast.bahati, "", road)
    assert seen(scene, card, cast.bahati) == [("Bahati", ""), ("Amal", "the old well")]
    assert own_sorting(scene.session, answers=[card.answer_id], by=cast.amal) == {card.answer_id: [water]}


def test_who_is_still_to_read_a_second_time_sees_nothing_of_the_first(scene, session, cast, now):
    card = scene.read("a")[0]
    note(scene, card, cast.amal, "x", Control.UNCLEAR)
    note(scene, card, cast.bahati, "y", Control.UNCLEAR)
    session.add(Deal(card_id=card.id, account_id=cast.bahati.id, second=Second.BLIND, dealt_at=now))
    session.flush()
    assert seen(scene, card, cast.bahati) == []
    assert len(seen(scene, card, cast.amal)) == 2
    line = f"901: {card.number}"
    given = {"consultation": scene.consultation, "line": line, "now": now}
    (pile,) = clashes.look_at_piles(session, by=cast.bahati, **given)
    assert (pile.new, pile.move) == ((card.number,), ()), "as if nobody had sorted it"
    (pile,) = clashes.look_at_piles(session, by=cast.amal, **given)
    assert [code.control for code in pile.move[0].under] == [Control.UNCLEAR]


def test_a_look_at_piles_names_what_is_new_stays_moves_is_unknown_or_typed_twice(scene, session):
    cards = scene.read(*"abcde")
    water, road = scene.code("Water"), scene.code("Road")
    scene.sort(cards[:1], water)
    scene.sort(cards[1:2], road)
    a, b, c, d, _ = [card.number for card in cards]
    line = f"1: {a} {b} {c} {d} 999\n2: {d}"
    first, second = clashes.look_at_piles(session, consultation=scene.consultation, line=line, **scene.by)
    assert (first.code, second.code) == (water, road)
    assert (first.new, first.stay, first.unknown, first.twice) == ((c,), (a,), (999,), (d,))
    assert [(each.number, each.under) for each in first.move] == [(b, (road,))]
    assert (second.new, second.twice) == ((), (d,))
    assert len(session.scalars(select(Coding)).all()) == 2, "nothing was saved"


def test_a_note_that_is_too_long_saves_nothing(scene, session, cast):
    card = scene.read("a")[0]
    with pytest.raises(Refused):
        note(scene, card, cast.amal, "x" * 501, Control.UNCLEAR)
    assert not session.scalars(select(Coding)).all()


def test_notes_go_when_the_person_leaves(scene, session, vault, cast, now):
    person = cast.participant()
    card, other = scene.read("a", person=person)[0], scene.read("b")[0]
    for each in (card, other):
        note(scene, each, cast.amal, "she said: a", Control.UNCLEAR)
    leave(session, vault=vault, participant=person, now=now)
    session.expire_all()
    memos = {each.answer_id: each.memo for each in session.scalars(select(Coding))}
    assert memos == {card.answer_id: "", other.answer_id: "she said: a"}


def found(scene, words, name="amal", after=0) -> tuple[list[str], int | None]:
    it = find_cards(
        scene.session, consultation=scene.consultation, words=words, seat=scene.cast.seats[name], after=after
    )
    return [each.text for each in it.cards], it.after


def test_words_are_found_in_any_script_whatever_their_marks_and_letter_forms(scene):
    texts = ("المدرسةُ بعيدة عن البيت ٣", "L'école est loin", "Maji yapo mbali")
    scene.read(*texts)
    scene.speak("école unread")
    assert found(scene, "مدرسه") == ([texts[0]], None)
    assert found(scene, "بيت 3") == ([texts[0]], None)
    assert found(scene, "ECOLE") == ([texts[1]], None)
    assert found(scene, "mbali maji") == ([texts[2]], None)
    assert found(scene, "mbali école") == ([], None)
    with pytest.raises(Refused):
        found(scene, " . ")


def test_a_search_goes_on_from_page_to_page(scene, monkeypatch):
    monkeypatch.setattr("consult.loop.understand.searching.PAGE", 2)
    monkeypatch.setattr("consult.loop.understand.searching.LOOK", 4)
    monkeypatch.setattr("consult.loop.understand.searching.AT_ONCE", 2)
    cards = scene.read("water 1", "b", "water 2", "water 3", "c", "d", "water 4")
    assert found(scene, "water") == (["water 1", "water 2"], cards[2].number)
    assert found(scene, "water", after=cards[2].number) == (["water 3", "water 4"], cards[6].number)


def test_words_taken_back_one_by_one_take_the_notes_beside_them_along_within_minutes(
    scene, session, cast, now
):
    gone, stays = scene.read("a", "b")
    for card in (gone, stays):
        note(scene, card, cast.amal, "her brother took it", Control.UNCLEAR)
    gone.answer.withdrawn_on = now.date()
    empty_memos_taken_back(session)
    session.expire_all()
    memos = dict(session.execute(select(Coding.answer_id, Coding.memo)).all())
    assert memos == {gone.answer_id: "", stays.answer_id: "her brother took it"}
