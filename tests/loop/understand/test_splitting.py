"""Splitting a code: named cards go under the new ones, the others are read anew, the old one ends."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.common.errors import NotAllowed, Refused
from consult.common.history import HistoryEntry
from consult.common.outbox import OutboxItem
from consult.loop.collect.answers import take_back
from consult.loop.understand import codebook, coding, dealing, findings, merging, talking, themes
from consult.loop.understand.cards import flagged, progress, unsorted
from consult.loop.understand.effective import codes_of
from consult.loop.understand.records import Card, Coding, Control, Deal, Second
from consult.loop.understand.second_looks import give, read_twice
from consult.loop.understand.splitting import Part, cards_under, look_at_split, split

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


def lie(session, *cards):
    return [[code.number for code in codes_of(session, card.answer_id)] for card in cards]


@pytest.fixture
def split_water(scene, session):
    """Water on a theme, with six cards: the second also of the road, the third also flagged."""
    water, road = scene.code("Water"), scene.code("Road")
    theme = scene.theme("Water", water)
    cards = scene.read("well", "well and road", "pump of Abu", "rain", "rain, road", "the road first")
    scene.sort([cards[0], cards[3]], water)
    scene.sort([cards[1], cards[4]], water, road)
    scene.sort([cards[2]], water, Control.COULD_IDENTIFY)
    scene.sort([cards[5]], water)
    scene.sort([cards[5]], road)
    return water, road, theme, cards


def test_named_cards_go_under_the_new_codes_and_the_others_are_read_anew(scene, session, cast, split_water):
    water, road, theme, cards = split_water
    number = [card.number for card in cards]
    into = [Part("Water", (number[0], number[1])), Part(" Taps ", (number[2], number[1]))]
    assert look_at_split(session, code=water, into=into, **scene.by) == 1
    made = split(session, code=water, into=into, **scene.by)
    assert [(code.number, code.name, code.theme_id) for code in made] == [
        (3, "Water", theme.id),
        (4, "Taps", theme.id),
    ]
    assert lie(session, *cards) == [[3], [2, 3, 4], [4, 904], [], [2], [2]]
    assert themes.codes_on(session, theme) == made
    assert codebook.codebook(session, scene.consultation) == [road, *made]
    waiting = session.scalars(select(Card).where(unsorted())).all()
    assert waiting == [cards[3]]
    assert progress(session, scene.consultation).to_sort == 1
    assert session.get_one(Coding, cards[1].coding_id).memo == "1 → 3, 4, 2"

    [ended] = codebook.split_codes(session, scene.consultation)
    assert (ended.code, ended.before) == (water, {"theme": str(theme.id), "into": "3, 4"})
    assert [step.before for step in codebook.steps_of(session, made[1])] == [{"of": 1, "called": "Water"}]
    done = session.scalars(select(HistoryEntry.action).where(HistoryEntry.about_id == water.id)).all()
    assert done == ["code.added", "code.split"]

    for again in (
        lambda: split(session, code=water, into=into, **scene.by),
        lambda: coding.sort_by_numbers(session, card=cards[3], numbers=[1], **scene.by),
        lambda: scene.sort([cards[3]], water),
        lambda: coding.sort_pile(
            session, consultation=scene.consultation, line=f"1: {number[3]}", **scene.by
        ),
        lambda: merging.merge(session, code=water, into=road, **scene.by),
        lambda: themes.put_codes(session, theme=theme, codes=[water], **scene.by),
        lambda: coding.undo(session, card=cards[0], **scene.by),
    ):
        with pytest.raises(Refused) as refused:
            again()
        assert refused.value.values == {"number": 1, "into": "3, 4"}
    coding.undo(session, card=cards[5], **scene.by)
    assert lie(session, cards[5]) == [[]], "a change of mind led back to a code that is no more"


def test_a_split_is_refused_whole_where_it_cannot_be(scene, session, cast, split_water):
    water, _, _, cards = split_water
    numbers = [card.number for card in cards]
    unclear = codebook.control_code(
        session, consultation=scene.consultation, control=Control.UNCLEAR, now=cast.now
    )
    alone, twice = [Part("Wells", ())], [Part("Wells", ()), Part("wells ", ())]
    good = [Part("Wells", (numbers[0],)), Part("Taps", ())]
    for code, into, field in (
        (water, alone, "name"),
        (water, twice, "name"),
        (water, [Part("Wells", ()), Part("road", ())], "name"),
        (water, [Part("Wells", (numbers[0], 999, numbers[5])), Part("Taps", ())], "cards"),
        (unclear, good, None),
    ):
        for act in (look_at_split, split):
            with pytest.raises(Refused) as refused:
                act(session, code=code, into=into, **scene.by)
            assert refused.value.field == field
    assert refused.value.values == {}
    for who in (cast.chol, cast.dana):
        with pytest.raises(NotAllowed):
            split(session, code=water, into=good, by=who, now=cast.now)
    assert len(codebook.codebook(session, scene.consultation)) == 2


def test_what_somebody_reads_a_second_time_tells_them_nothing_and_no_talk_is_taken_for_done(
    scene, session, cast, split_water
):
    water, road, _, cards = split_water
    theirs = {"by": cast.bahati, "now": cast.now}
    one, other = cards[0], cards[3]
    give(session, consultation=scene.consultation, cards=[one.id, other.id], why=Second.BLIND, now=cast.now)
    coding.sort_answer(session, card=one, codes=[road], **theirs)
    [seat] = [
        hand.seat
        for hand in dealing.hands(session, consultation=scene.consultation, now=cast.now)
        if hand.seat.account_id == cast.bahati.id
    ]
    shown = [each.card for each in cards_under(session, code=water, seat=seat, by=cast.bahati)]
    assert shown == [cards[0], cards[1], cards[2], cards[4]]
    with pytest.raises(Refused):
        split(session, code=water, into=[Part("A", (other.number,)), Part("B", ())], **theirs)
    split(session, code=water, into=[Part("A", (one.number,)), Part("B", ())], **theirs)
    [pair] = read_twice(session, consultation=scene.consultation, answers=[one.answer_id])
    assert pair.to_talk_of
    assert lie(session, other) == [[]]
    assert session.scalars(select(Deal).where(Deal.card_id == other.id)).all() == []


def test_after_a_release_who_is_moved_is_owed_and_what_waits_is_dealt_to_whom_it_was(scene, session, cast):
    water, well = scene.code("Water"), scene.code("Well")
    scene.theme("Water", water)
    cards = scene.read("a", "b")
    dealing.deal_out(session, consultation=scene.consultation, **scene.by)
    merging.merge(session, code=well, into=water, **scene.by)
    scene.sort(cards, well)
    findings.release(
        session,
        consultation=scene.consultation,
        alone="",
        review_by=cast.now.date().replace(year=2099),
        **scene.by,
    )
    split(session, code=water, into=[Part("A", (cards[0].number,)), Part("B", ())], **scene.by)
    assert lie(session, *cards) == [[3], []]
    owed = session.scalars(select(OutboxItem.name).where(OutboxItem.name == "owe_late")).all()
    assert len(owed) == 1
    open_ = session.scalars(select(Deal.card_id).where(Deal.done_at.is_(None))).all()
    assert open_ == [cards[1].id]


def test_what_nobody_looked_at_stays_as_it_was_said_and_what_is_away_is_left_out(
    scene, session, cast, now, split_water
):
    water, road, _, cards = split_water
    later, last = now + timedelta(hours=1), now + timedelta(hours=2)
    both = [cards[0].id, cards[3].id, cards[4].id]
    give(session, consultation=scene.consultation, cards=both, why=Second.BLIND, now=now)
    for card, codes in (
        (cards[0], [Control.COULD_IDENTIFY]),
        (cards[3], [water]),
        (cards[4], [road, Control.COULD_IDENTIFY]),
    ):
        coding.sort_answer(session, card=card, codes=codes, by=cast.bahati, now=later)
    gone, away = scene.read("taken back", "with the officer")
    scene.sort([gone, away], road)
    scene.sort([gone, away], water)
    take_back(session, answer=gone.answer, now=now)
    away.answer.protected_on = now.date()
    session.flush()
    before = session.scalar(select(func.count()).select_from(Coding))

    into = [Part("Wells", (cards[0].number,)), Part("Taps", ())]
    amal = {"by": cast.amal, "now": last}
    assert look_at_split(session, code=water, into=into, **amal) == 1
    split(session, code=water, into=into, **amal)
    assert lie(session, cards[0], cards[3], cards[4]) == [[3, 904], [], [2]]
    assert flagged(session, scene.consultation) == sorted(
        [cards[0], cards[2], cards[4]], key=lambda card: card.number
    )
    put = {card: session.get_one(Coding, card.coding_id) for card in (cards[0], cards[1], cards[2], cards[4])}
    assert [(each.at, each.memo) for each in put.values()] == [(last, "1 → 3, 904"), *[(now, "")] * 3]
    assert {each.by_id for each in put.values()} == {cast.amal.id}
    twice = read_twice(session, consultation=scene.consultation)
    assert {each.card: [code.number for code in each.first_codes] for each in twice} == {
        cards[0]: [1],
        cards[3]: [1],
        cards[4]: [1, 2],
    }
    assert [each.card for each in twice if not each.differs] == [cards[3]]
    assert session.scalar(select(func.count()).select_from(Coding)) == before + 4, "what is away was sorted"
    away.answer.protected_on = None
    session.flush()
    assert set(session.scalars(select(Card).where(unsorted()))) >= {cards[3], away}
    assert progress(session, scene.consultation).to_sort == 2


def test_another_signs_the_split_and_neither_what_stays_nor_what_was_talked_of(
    scene, session, cast, now, split_water
):
    water, road, _, cards = split_water
    bahati = {"by": cast.bahati, "now": now + timedelta(days=2)}
    give(session, consultation=scene.consultation, cards=[cards[4].id], why=Second.BLIND, now=now)
    coding.sort_answer(session, card=cards[4], codes=[road], by=cast.bahati, now=now)
    talking.settle(session, card=cards[4], numbers=[1, 2], memo="She meant both.", **scene.by)
    split(session, code=water, into=[Part("Wells", (cards[1].number,)), Part("Taps", ())], **bahati)
    signed = {card: session.get_one(Coding, card.coding_id) for card in (cards[1], cards[4])}
    assert [(each.by_id, each.at) for each in signed.values()] == [
        (cast.bahati.id, bahati["now"]),
        (cast.amal.id, now),
    ]
    [pair] = read_twice(session, consultation=scene.consultation)
    assert pair.differs
    assert pair.settled.memo == "She meant both."
