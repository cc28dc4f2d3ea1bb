"""A second reader never sees the first and counts for agreement alone; people settle by talking."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.common.errors import NotAllowed, Refused
from consult.loop.collect.records import Readers
from consult.loop.collect.rounds import current_round
from consult.loop.understand import (
    blind,
    cards,
    clashes,
    coding,
    dealing,
    first_reading,
    merging,
    set_aside,
    talking,
)
from consult.loop.understand.effective import codes_of
from consult.loop.understand.how_made import how_made
from consult.loop.understand.records import Coding, Control, Deal, Second
from consult.loop.understand.second_looks import read_twice, waiting_again
from consult.loop.understand.side_by_side import sorted_by_all
from consult.people.records import Role, Seat


def again(scene) -> int:
    return talking.deal_again(scene.session, consultation=scene.consultation, **scene.by)


def waits(scene, account) -> set[int]:
    found = waiting_again(scene.session, by=account, consultation=scene.consultation)
    return {deal.card.number for deal in found.values()}


def reads(scene, card, *codes):
    """Bahati sorts the card, on whichever page."""
    return coding.sort_answer(scene.session, card=card, codes=codes, by=scene.cast.bahati, now=scene.cast.now)


def talked_of(scene) -> list[int]:
    who = {"by": scene.cast.amal, "seat": scene.cast.seats["amal"]}
    found = talking.differing(scene.session, consultation=scene.consultation, **who)
    return [each.card.number for each in found if each.to_talk_of]


def settle(scene, card, *numbers, memo="We asked what she meant."):
    return talking.settle(scene.session, card=card, numbers=numbers, memo=memo, **scene.by)


@pytest.fixture
def sorted_cards(scene):
    """Twelve cards that Amal sorted: the first under water, the others under the road."""
    made = scene.read(*(f"words {n}" for n in range(12)))
    water, road = scene.code("Water"), scene.code("Road")
    scene.sort(made[:1], water)
    scene.sort(made[1:], road)
    return made, water, road


def test_ten_at_least_go_to_somebody_who_never_sorted_them_and_pressing_twice_adds_none(
    scene, session, sorted_cards
):
    assert again(scene) == 10
    assert again(scene) == 0
    deals = session.scalars(select(Deal).where(Deal.second == Second.BLIND)).all()
    assert {deal.account_id for deal in deals} == {scene.cast.bahati.id}
    assert len(waits(scene, scene.cast.bahati)) == 10


def test_alone_nobody_reads_twice_and_readers_from_elsewhere_deal_nothing(scene, session, cast, now):
    scene.sort(scene.read("a"), Control.UNCLEAR)
    cast.seats["bahati"].ended_at = now - timedelta(days=1)
    session.add(Seat(account=cast.farah, role=Role.READER, community=cast.community, since=now, number=3))
    session.flush()
    assert again(scene) == 0, "its words are for people here"
    with pytest.raises(NotAllowed):
        talking.deal_again(session, consultation=scene.consultation, by=cast.farah, now=now)


def test_what_waits_with_somebody_who_left_is_given_anew(scene, session, cast, now, sorted_cards):
    again(scene)
    cast.seats["bahati"].ended_at = now - timedelta(days=1)
    chol = Seat(account=cast.chol, role=Role.REPRESENTATIVE, community=cast.community, since=now, number=4)
    session.add(chol)
    scene.read("fresh")
    session.flush()
    scene.sort(scene.read("later"), Control.UNCLEAR)
    again(scene)
    assert waits(scene, cast.bahati) == set()
    assert len(waits(scene, cast.chol)) == 10


def test_a_second_reading_sees_nothing_counts_nowhere_and_ends_its_deal(scene, session, cast, sorted_cards):
    made, water, road = sorted_cards
    again(scene)
    card = next(each for each in made[1:] if each.number in waits(scene, cast.bahati))
    who = {"by": cast.bahati, "seat": cast.seats["bahati"]}
    first = dealing.next_for(session, consultation=scene.consultation, **who)
    assert first.number == min(waits(scene, cast.bahati)), "it comes among their cards"
    assert sorted_by_all(session, card=card, by=cast.bahati) == []
    made_again = reads(scene, card, water)
    assert (made_again.primary, made_again.second) == (False, Second.BLIND)
    assert codes_of(session, card.answer_id) == [road]
    assert card.number not in waits(scene, cast.bahati)
    assert len(sorted_by_all(session, card=card, by=cast.bahati)) == 2
    with pytest.raises(Refused):
        coding.undo(session, card=card, by=cast.bahati, now=cast.now)


def test_piles_read_again_too_and_tell_nothing_of_where_cards_lie(scene, session, cast, now, sorted_cards):
    made, _, road = sorted_cards
    again(scene)
    numbers = sorted(waits(scene, cast.bahati))
    line = f"{road.number}: " + " ".join(map(str, numbers))
    given = {"consultation": scene.consultation, "line": line, "by": cast.bahati, "now": now}
    seen = clashes.look_at_piles(session, **given)[0]
    assert (list(seen.new), seen.stay, seen.move) == (numbers, (), ())
    coding.sort_pile(session, **given)
    assert waits(scene, cast.bahati) == set()
    found = blind.agreement_of(session, consultation=scene.consultation)
    assert found.both == 10
    assert found.same == 10 - (made[0].number in numbers)


def test_what_is_read_twice_in_another_consultation_counts_there(scene, session, cast, sorted_cards):
    here, scene.consultation = scene.consultation, cast.consultation("lake")
    scene.sort(made := scene.read("a", "b"), Control.UNCLEAR)
    again(scene)
    for card in made:
        reads(scene, card, Control.UNCLEAR)
    assert blind.agreement_of(session, consultation=here) is None
    assert blind.agreement_of(session, consultation=scene.consultation).both == 2


def test_a_second_reading_that_could_find_somebody_is_masked_more_at_once(scene, session, sorted_cards):
    again(scene)
    card = next(each for each in sorted_cards[0] if each.number in waits(scene, scene.cast.bahati))
    reads(scene, card, Control.COULD_IDENTIFY)
    assert cards.flagged(session, scene.consultation) == [card]
    scene.sort([card], scene.code("Other"))
    assert cards.flagged(session, scene.consultation) == [], "who sorted it since saw the flag"
    coding.undo(session, card=card, **scene.by)
    assert cards.flagged(session, scene.consultation) == [card]
    first_reading.cover_more(session, card=card, text="[name]", **scene.by)
    assert cards.flagged(session, scene.consultation) == []


def test_what_differs_is_talked_of_settled_with_a_reason_and_agreement_stays(
    scene, session, cast, sorted_cards
):
    made, water, road = sorted_cards
    again(scene)
    mine = [each for each in made[1:] if each.number in waits(scene, cast.bahati)]
    reads(scene, mine[0], water)
    for card in mine[1:]:
        reads(scene, card, road)
    assert talked_of(scene) == [mine[0].number]
    with pytest.raises(Refused) as refused:
        settle(scene, mine[0], water.number, memo=" ")
    assert refused.value.field == "memo"
    with pytest.raises(Refused):
        settle(scene, mine[1], water.number)
    before = blind.agreement_of(session, consultation=scene.consultation)
    assert (before.same, before.both) == (len(mine) - 1, len(mine))
    settle(scene, mine[0], water.number)
    assert codes_of(session, mine[0].answer_id) == [water]
    assert talked_of(scene) == []
    assert blind.agreement_of(session, consultation=scene.consultation) == before
    with pytest.raises(Refused):
        settle(scene, mine[0], road.number)
    asked = current_round(session, scene.consultation)
    made_so = blind.agreement_made(session, asked=asked)
    assert made_so == {"same": before.same, "both": before.both, "alpha": round(before.alpha, 2)}


def test_a_merged_code_is_no_disagreement_and_an_undone_first_sorting_is_no_pair(
    scene, session, cast, now, sorted_cards
):
    made, water, road = sorted_cards
    again(scene)
    mine = [each for each in made[1:] if each.number in waits(scene, cast.bahati)]
    reads(scene, mine[0], water)
    reads(scene, mine[1], road)
    assert talked_of(scene) == [mine[0].number]
    merging.merge(session, code=water, into=road, by=cast.amal, now=now)
    assert talked_of(scene) == []
    coding.undo(session, card=mine[1], by=cast.amal, now=now)
    assert [each.card for each in read_twice(session, consultation=scene.consultation)] == [mine[0]]


def test_what_lies_aside_is_looked_at_twice_by_somebody_from_elsewhere_where_it_may(
    scene, session, cast, now
):
    session.add(Seat(account=cast.farah, role=Role.READER, community=cast.community, since=now, number=3))
    here, there = scene.speak("a"), scene.speak("b", readers=Readers.ELSEWHERE)
    for card in [*here, *there]:
        card.masked_at = now
    asked = current_round(session, scene.consultation)
    assert not set_aside.looked_at_twice(session, asked=asked)
    scene.sort([*there, *here], Control.NOT_AN_ANSWER)
    assert again(scene) == 2, "both are in the sample as well, and each is given out once"
    assert again(scene) == 0
    assert waits(scene, cast.farah) == {there[0].number}
    assert waits(scene, cast.bahati) == {here[0].number}
    reads(scene, here[0], Control.NOT_AN_ANSWER)
    assert set_aside.how_far_aside(session, consultation=scene.consultation) == (2, 1)
    assert not set_aside.looked_at_twice(session, asked=asked)
    coding.sort_answer(session, card=there[0], codes=[Control.UNCLEAR], by=cast.farah, now=now)
    assert not set_aside.looked_at_twice(session, asked=asked), "they see it differently"
    settle(scene, there[0], 901)
    assert set_aside.looked_at_twice(session, asked=asked)


def test_who_agreed_on_something_else_did_not_look_at_what_was_set_aside_since(scene, session):
    made = scene.read("a", "b")
    scene.sort(made, Control.UNCLEAR)
    again(scene)
    for card in made:
        reads(scene, card, Control.UNCLEAR)
    scene.sort(made, Control.NOT_AN_ANSWER)
    assert not set_aside.looked_at_twice(session, asked=current_round(session, scene.consultation))
    assert set_aside.how_far_aside(session, consultation=scene.consultation) == (2, 0)


def test_one_second_look_serves_the_sample_and_what_lies_aside(scene, session, now):
    made = scene.read(*"abc")
    scene.sort(made, Control.NOT_AN_ANSWER)
    given = {"consultation": scene.consultation, "now": now}
    assert set_aside.deal_set_aside(session, **given) == 3
    assert blind.deal_blind(session, **given) == 3
    assert session.scalars(select(Deal.second)).all() == [Second.BLIND] * 3
    assert set_aside.deal_set_aside(session, **given) == 0
    for card in made:
        reads(scene, card, Control.NOT_AN_ANSWER)
    assert session.scalars(select(Coding.second).where(~Coding.primary)).all() == [Second.BLIND] * 3
    assert blind.agreement_of(session, consultation=scene.consultation).same == 3
    assert set_aside.how_far_aside(session, consultation=scene.consultation) == (3, 3)


def test_findings_keep_how_far_coders_agreed_and_whether_what_lies_aside_was_looked_at_twice(scene, session):
    made = scene.read("a", "b")
    scene.sort(made, Control.NOT_AN_ANSWER)
    asked = current_round(session, scene.consultation)
    before = how_made(session, asked=asked, small_cell=10)
    assert (before["agreement"], before["aside_twice"]) == (None, False)
    again(scene)
    for card in made:
        reads(scene, card, Control.NOT_AN_ANSWER)
    after = how_made(session, asked=asked, small_cell=10)
    assert after["agreement"] == {"same": 2, "both": 2, "alpha": None}
    assert after["aside_twice"] is True


def test_a_card_that_was_looked_at_since_it_lies_aside_serves_the_sample_drawn_later(scene, session, now):
    made = scene.read(*"abc")
    scene.sort(made, Control.NOT_AN_ANSWER)
    given = {"consultation": scene.consultation, "now": now}
    set_aside.deal_set_aside(session, **given)
    for card in made:
        reads(scene, card, Control.UNCLEAR)
    assert blind.agreement_of(session, consultation=scene.consultation) is None
    assert talked_of(scene) == [card.number for card in made]
    blind.deal_blind(session, **given)
    found = blind.agreement_of(session, consultation=scene.consultation)
    assert (found.same, found.both) == (0, 3)
    cards_gone(session, made[0])
    assert blind.agreement_of(session, consultation=scene.consultation).both == 2
    assert set_aside.how_far_aside(session, consultation=scene.consultation) == (2, 0)


def cards_gone(session, card):
    card.answer.withdrawn_on = card.answer.submission.received_on
    session.flush()


def test_what_is_noted_of_second_readings_is_what_reading_them_would_say(scene, session, cast, sorted_cards):
    """Whatever is sorted, settled, merged and taken back in between."""
    made, water, road = sorted_cards
    again(scene)
    mine = [each for each in made if each.number in waits(scene, cast.bahati)]
    for card in mine:
        reads(scene, card, water)
    noted_as_read(scene)
    settle(scene, next(each for each in mine if each.number in talked_of(scene)), road.number)
    coding.undo(session, card=mine[-1], by=cast.amal, now=cast.now)
    noted_as_read(scene)
    merging.merge(session, code=water, into=road, by=cast.amal, now=cast.now)
    noted_as_read(scene)


def noted_as_read(scene):
    kinds = {(False, False): "alike", (True, True): "to_talk", (True, False): "settled"}
    read = read_twice(scene.session, consultation=scene.consultation)
    noted = scene.session.execute(select(Coding.id, Coding.beside).where(Coding.beside.is_not(None)))
    assert dict(noted.all()) == {each.again.id: kinds[each.differs, each.to_talk_of] for each in read}
