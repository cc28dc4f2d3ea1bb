"""What was said at a meeting is read, masked and sorted as every card is, and is nobody's."""

from datetime import date

import pytest
from sqlalchemy import func, select

from consult.common.errors import NotAllowed, Refused
from consult.loop.close.obligations import owe, owe_late
from consult.loop.close.records import Obligation
from consult.loop.collect import protected, rounds
from consult.loop.collect.answers import original_text, reading_text
from consult.loop.collect.meetings import points_of
from consult.loop.collect.records import Answer
from consult.loop.understand import cards, first_reading, how_made, measuring, quotes, searching, set_aside
from consult.loop.understand import findings as room
from consult.loop.understand.coding import sort_answer, sort_pile
from consult.loop.understand.dealing import deal_out
from consult.loop.understand.effective import codes_of
from consult.loop.understand.lying_on_themes import cards_by_theme
from consult.loop.understand.picture import seen_by
from consult.loop.understand.process_record import process_record
from consult.loop.understand.records import Contribution, Control, Deal
from consult.loop.understand.small_cells import meetings_shown
from consult.loop.understand.where_words_lie import at_meetings, contributors, sums
from consult.people.records import Role, Seat

WORDS = "The road floods, say Noor and Sami"


def released(scene, **more):
    return room.release(
        scene.session, consultation=scene.consultation, alone="Others.", review_by=date(2027, 6, 20),
        **scene.by, **more,
    )  # fmt: skip


@pytest.fixture
def told(scene):
    """Twelve people of twenty-four and three meetings speak of the road, one of them of about six people;
    a fourth meeting speaks of light."""
    road, light = scene.code("Road"), scene.code("Light")
    persons = scene.read(*["The road is bad"] * 12)
    scene.sort(persons, road)
    scene.sort(scene.read(*["Dark"] * 12), Control.UNCLEAR)
    met = [*scene.meet(WORDS, "Mud"), *scene.meet("No road", people=6), *scene.meet("Dark nights")]
    for card in met:
        first_reading.pass_on(scene.session, card=card, text="[name] said so", **scene.by)
    scene.sort(met[:3], road)
    scene.sort(met[3:], light)
    scene.theme("The road", road)
    scene.theme("Light", light)
    return met


def test_a_point_is_masked_by_its_first_reader_and_then_read_searched_and_sorted(scene, session, cast):
    (card,) = scene.meet(WORDS)
    assert (card.number >= 101, card.elsewhere, card.answer.language) == (True, False, "en")
    river, by = scene.consultation, scene.by
    assert cards.progress(session, river) == cards.Progress(cards=1, read=0, sorted=0)
    code = scene.code("Road")
    with pytest.raises(Refused, match="waits for its first reader"):
        sort_answer(session, card=card, codes=[code], **by)
    assert first_reading.take(session, consultation=river, **by) is card
    assert original_text(session, card.answer) == WORDS
    first_reading.pass_on(session, card=card, text="The road floods, say [name] and [name]", **by)
    (shown,) = cards.read_cards(session, consultation=river)
    assert shown.text == "The road floods, say [name] and [name]" == reading_text(session, card.answer)
    (there,) = points_of(session, report=card.answer.meeting)
    assert [each.text for each in there.said] == [shown.text]
    assert cards.next_to_sort(session, consultation=river) is card
    sort_pile(session, consultation=river, line=f"pile {code.number}: {card.number}", **by)
    assert codes_of(session, card.answer_id) == [code]
    seat = session.scalars(select(Seat).where(Seat.account_id == cast.amal.id)).first()
    found = searching.find_cards(session, consultation=river, words="floods", seat=seat)
    assert [each.card for each in found.cards] == [card]
    (help_in,) = measuring.help_here(session, consultation=river)
    assert (help_in.language, help_in.cards, help_in.sorted) == ("en", 1, 1)


def test_a_point_is_dealt_out_and_read_a_second_time(scene, session, cast, now):
    aside, other = scene.meet("x", "Mud")
    for card in (aside, other):
        first_reading.pass_on(session, card=card, text="y", **scene.by)
    dealt = deal_out(session, consultation=scene.consultation, **scene.by)
    assert dealt
    scene.sort([aside], Control.NOT_AN_ANSWER)
    assert set_aside.deal_set_aside(session, consultation=scene.consultation, now=now) == 1
    again = session.scalars(select(Deal).where(Deal.second.is_not(None))).one()
    assert (again.card_id, again.account_id) == (aside.id, cast.bahati.id)
    sort_answer(session, card=aside, codes=[Control.NOT_AN_ANSWER], by=cast.bahati, now=now)
    assert set_aside.how_far_aside(session, consultation=scene.consultation) == (1, 1)


def test_a_theme_stands_on_points_of_meetings_and_no_person_is_added(scene, session, told):
    asked = rounds.current_round(session, scene.consultation)
    themes = {each.name: each for each in room.themes_of(session, scene.consultation)}
    road, light = themes["The road"], themes["Light"]
    assert cards_by_theme(session, scene.consultation) == {road.id: 15, light.id: 1}
    assert {theme: len(people) for theme, people in contributors(session, asked).items()} == {road.id: 12}
    assert {theme: sorted(met) for theme, met in at_meetings(session, asked).items()} == {
        road.id: [6, 80],
        light.id: [80],
    }
    assert sums(session, asked).spoke == 24
    findings = released(scene)
    one, two = room.items_of(session, findings)
    assert (one.people, one.meetings) == (12, None), "a meeting of six could be found"
    assert (two.people, two.meetings) == (None, 1)
    assert (findings.spoke, findings.made["met"], findings.made["doors"]) == (24, [3, None], {"web": 24})
    assert session.scalar(select(func.count()).select_from(Contribution)) == 12
    owe(session, findings=findings, now=scene.cast.now)
    owe_late(session, answer=told[0].answer, now=scene.cast.now)
    assert session.scalar(select(func.count()).select_from(Obligation)) == 24
    assert [each.meetings for each in seen_by(session, findings=findings, viewer="everyone").themes] == [
        None,
        1,
    ]
    assert room.verify(session, findings)
    (record,) = process_record(session, consultation=scene.consultation)["findings"]
    assert [each["content"].get("meetings") for each in record["items"]] == [None, 1]
    two.meetings = 2
    assert not room.verify(session, findings), "it is frozen with the rest"


def test_how_many_meetings_are_shown_only_where_none_of_them_was_small():
    assert [meetings_shown(each) for each in ((), (80,), (10, 12), (80, 9))] == [0, 1, 2, None]
    assert meetings_shown((10, 12), 11) is None


def test_readers_from_elsewhere_and_quotes_get_nothing_of_it(scene, session, cast, now):
    (card,) = scene.meet(WORDS)
    first_reading.pass_on(session, card=card, text="Mud.", **scene.by)
    far = Seat(role=Role.READER, community_id=cast.community.id)
    assert cards.read_cards(session, consultation=scene.consultation, seat=far) == []
    assert cards.progress(session, scene.consultation, far).cards == 0
    road = scene.code("Road")
    scene.sort([card], road)
    theme = scene.theme("The road", road)
    with pytest.raises(Refused, match="only where the speaker"):
        quotes.offer(session, theme=theme, card=card, sentences=[0], where=["meeting"], **scene.by)


def test_a_point_that_a_reader_flags_leaves_every_list_and_comes_back_as_it_was(
    scene, session, cast, vault, now, told
):
    asked = rounds.current_round(session, scene.consultation)
    card = told[3]
    report = protected.flag(session, vault=vault, answer=card.answer, **scene.by)
    assert (report.door, report.participant_id, report.language) == ("helper", None, "en")
    assert card.number not in {
        each.card.number for each in cards.read_cards(session, consultation=scene.consultation)
    }
    assert len(at_meetings(session, asked)) == 1
    assert [each.said for each in points_of(session, report=card.answer.meeting)] == []
    assert cards.progress(session, scene.consultation).cards == 27
    with pytest.raises(Refused, match="protection officer"):
        sort_answer(session, card=card, codes=[Control.UNCLEAR], **scene.by)
    assert released(scene).made["coders"] == 1
    assert [each.meetings for each in room.items_of(session, room.latest(session, scene.consultation))] == [
        None,
        0,
    ]
    officer = cast.hari
    session.add(Seat(account=officer, role=Role.PROTECTION_OFFICER, community=cast.community, since=now))
    session.flush()
    protected.open_report(session, vault=vault, report=report, by=officer, now=now)
    protected.give_back(session, vault=vault, report=report, by=officer, now=now)
    assert original_text(session, card.answer) == "Dark nights"
    assert len(at_meetings(session, asked)) == 2


def test_what_meetings_say_in_a_pause_belongs_to_the_round_and_no_stranger_flags_it(
    scene, session, cast, now, told
):
    asked = rounds.current_round(session, scene.consultation)
    session.execute(Answer.__table__.update().values(later_words=True))
    rounds.pause(session, round=asked, reasons={"en": "Flood."}, **scene.by)
    rounds.resume(session, round=asked, **scene.by)
    assert not any(session.scalars(select(Answer.later_words)))
    with pytest.raises(NotAllowed):
        protected.flag(session, vault=None, answer=told[0].answer, by=cast.dana, now=now)


def test_the_method_counts_who_sorted_meetings_only(scene, session):
    asked = rounds.current_round(session, scene.consultation)
    (card,) = scene.meet(WORDS)
    first_reading.pass_on(session, card=card, text="Mud.", **scene.by)
    assert how_made.how_made(session, asked=asked, small_cell=10)["coders"] == 0
    scene.sort([card], scene.code("Road"))
    made = how_made.how_made(session, asked=asked, small_cell=10)
    assert (made["coders"], made["met"], made["doors"]) == (1, [1, 80], {})
