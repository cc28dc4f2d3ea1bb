from datetime import timedelta

import pytest

from consult.common.errors import Refused
from consult.loop.collect import prompts, rounds
from consult.loop.collect.records import Door


def open_it(session, consultation, cast, now, **other):
    day = now.date()
    dates = {
        "closes_on": day + timedelta(days=10),
        "review_by": day + timedelta(days=20),
        "news_by": day + timedelta(days=30),
        **other,
    }
    return rounds.open_round(session, consultation=consultation, by=cast.amal, now=now, **dates)


def test_a_round_opens_with_its_three_dates_and_takes_words(session, cast, now):
    river = cast.consultation(opened=False)
    assert not rounds.is_open(rounds.current_round(session, river), now)
    opened = open_it(session, river, cast, now)
    assert (opened.number, opened.opened_at) == (1, now)
    assert rounds.is_open(opened, now)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("who_asks", "", "who asks"),
        ("who_reads", "", "who reads"),
        ("meeting", "", "comes back"),
        ("risks_talked_at", None, "risks"),
    ],
)
def test_each_must_keeps_it_from_opening(session, cast, now, field, value, says):
    river = cast.consultation(opened=False)
    setattr(river, field, value)
    with pytest.raises(Refused, match=says):
        open_it(session, river, cast, now)


def test_it_does_not_open_without_a_prompt_or_a_wording_in_each_language(session, cast, now):
    river = cast.consultation(opened=False, languages=("en",))
    river.languages = ["en", "fr"]
    with pytest.raises(Refused, match="Prompt 1 has no wording yet in this language: fr"):
        open_it(session, river, cast, now)
    for prompt in prompts.all_prompts(session, river):
        prompts.withdraw_prompt(session, prompt=prompt, by=cast.amal, now=now)
    session.flush()
    with pytest.raises(Refused, match="at least one prompt"):
        open_it(session, river, cast, now)


@pytest.mark.parametrize(("field", "days"), [("closes_on", -1), ("review_by", 9), ("news_by", 19)])
def test_dates_that_contradict_one_another_are_refused_by_their_field(session, cast, now, field, days):
    river = cast.consultation(opened=False)
    with pytest.raises(Refused) as refused:
        open_it(session, river, cast, now, **{field: now.date() + timedelta(days=days)})
    assert refused.value.field == field


def test_a_second_round_waits_for_the_first_to_close(session, cast, now):
    river = cast.consultation()
    with pytest.raises(Refused, match="open already"):
        open_it(session, river, cast, now)
    first = rounds.current_round(session, river)
    rounds.close_round(session, round=first, by=cast.amal.actor, now=now)
    assert not rounds.is_open(first, now)
    assert open_it(session, river, cast, now).number == 2
    with pytest.raises(Refused, match="closed already"):
        rounds.close_round(session, round=first, by=cast.amal.actor, now=now)


def test_the_closing_day_ends_where_the_community_is(session, cast, now):
    river = cast.consultation()
    cast.community.timezone = "Pacific/Auckland"  # twelve hours ahead
    first = rounds.current_round(session, river)
    first.closes_on = now.date()
    evening = now.replace(hour=11, minute=59)
    assert rounds.is_open(first, evening)
    assert not rounds.is_open(first, now.replace(hour=12, minute=1))


def test_a_round_whose_last_day_is_past_is_closed_by_the_clock(session, cast, now):
    river, hill = cast.consultation(), cast.consultation("hill")
    first = rounds.current_round(session, river)
    first.closes_on = now.date() - timedelta(days=1)
    session.flush()
    assert rounds.close_due(session, now=now) == 1
    assert rounds.close_due(session, now=now) == 0
    assert first.closed_at == now
    assert rounds.current_round(session, hill).closed_at is None


def test_people_are_counted_by_the_door_they_came_through(session, cast, now):
    river = cast.consultation()
    one, two = cast.participant(), cast.participant()
    cast.answer(one, river, "a")
    cast.answer(one, river, "b", prompt=2)
    cast.answer(two, river, "c", door=Door.SMS)
    first = rounds.current_round(session, river)
    assert rounds.spoke_by_door(session, round=first) == {Door.WEB: 1, Door.SMS: 1}


def test_only_open_rounds_of_public_communities_stand_on_the_front_page(session, cast, now):
    river = cast.consultation()
    cast.consultation("hill", opened=False)
    assert [each.consultation for each in rounds.open_rounds(session, now=now)] == [river]
    cast.community.public = False
    session.flush()
    assert rounds.open_rounds(session, now=now) == []


def test_what_never_opened_cannot_be_closed(session, cast, now):
    river = cast.consultation(opened=False)
    with pytest.raises(Refused, match="not opened"):
        rounds.close_round(session, round=rounds.current_round(session, river), by=cast.amal.actor, now=now)
