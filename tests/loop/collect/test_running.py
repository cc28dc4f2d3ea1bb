"""A round is paused, goes on, goes on longer, ends early; those who spoke hear of it as they chose."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select

from consult.common import outbox
from consult.common.errors import Refused
from consult.jobs.actions import ACTIONS
from consult.loop.close import catching_up
from consult.loop.collect import answers, round_news, rounds
from consult.people.records import HearBack
from consult.post import deliveries
from consult.post.records import Delivery, Message

WHY = {"en": "The road is closed", "fr": "La route est fermée"}


@pytest.fixture
def asked(session, cast):
    return rounds.current_round(session, cast.consultation())


def tell(session, now, most=round_news.BATCH):
    """Do what was asked of the outbox, once."""
    wanted = select(outbox.OutboxItem).where(
        outbox.OutboxItem.name == "tell_round", outbox.OutboxItem.done_at.is_(None)
    )
    for item in session.scalars(wanted).all():
        given = {
            name: UUID(value) if name in ("round_id", "after") else value
            for name, value in item.payload.items()
        }
        round_news.tell_round(session, **given, most=most, chain=lambda code: (code,), now=now)
        item.done_at = now
    session.flush()


def texts(session):
    """Reach → the sentences that wait for it, by their keys, with their values."""
    return {
        each.reach_id: [(it["key"], it["values"]) for it in each.sentences]
        for each in session.scalars(select(Message))
    }


def test_a_paused_round_takes_no_words_but_loses_none(session, cast, now, asked):
    rounds.pause(session, round=asked, reasons=WHY, by=cast.amal, now=now)
    assert rounds.is_paused(asked, now)
    assert not rounds.is_open(asked, now)
    assert rounds.is_open(asked, now - timedelta(minutes=1)), "a text that came before belongs to before"
    wording = cast.answer(cast.participant(), asked.consultation, "early").wording
    person = cast.participant()
    given = answers.submission_for(
        session, participant=person, round=asked, door="sms", language="en", now=now
    )
    late = answers.receive_answer(session, submission=given, wording=wording, text="meanwhile", now=now)
    assert late.later_words
    rounds.resume(session, round=asked, by=cast.amal, now=now + timedelta(hours=1))
    session.refresh(late)
    assert not late.later_words
    assert rounds.is_open(asked, now + timedelta(hours=1))


def test_what_cannot_be_is_refused(session, cast, now, asked):
    with pytest.raises(Refused, match="not paused"):
        rounds.resume(session, round=asked, by=cast.amal, now=now)
    for reasons in ({"fr": "Raison"}, {"en": "x" * 201}):
        with pytest.raises(Refused) as refused:
            rounds.pause(session, round=asked, reasons=reasons, by=cast.amal, now=now)
        assert refused.value.field == "reason_en"
    rounds.pause(session, round=asked, reasons=WHY, by=cast.amal, now=now)
    with pytest.raises(Refused, match="paused already"):
        rounds.pause(session, round=asked, reasons=WHY, by=cast.amal, now=now)
    with pytest.raises(Refused, match="last day is past"):
        rounds.resume(session, round=asked, by=cast.amal, now=now + timedelta(days=20))
    assert not rounds.can_open(session, asked.consultation)
    assert rounds.close_due(session, now=now) == 0
    assert rounds.close_due(session, now=now + timedelta(days=20)) == 1, "dates carry a forgotten pause on"


def test_more_days_move_the_end_and_keep_the_order_of_the_days(session, cast, now, asked):
    def more(**days):
        dates = {
            "closes_on": asked.closes_on + timedelta(2),
            "review_by": asked.review_by,
            "news_by": asked.news_by,
        }
        rounds.extend(session, round=asked, reasons=WHY, by=cast.amal, now=now, **{**dates, **days})

    with pytest.raises(Refused, match="after the last day"):
        more(closes_on=asked.closes_on)
    with pytest.raises(Refused) as refused:
        more(closes_on=asked.review_by + timedelta(1))
    assert refused.value.field == "review_by"
    end = asked.closes_on + timedelta(2)
    more()
    assert asked.closes_on == end


def test_an_end_before_its_day_is_for_good_and_the_next_round_may_open(session, cast, now, asked):
    rounds.cancel(session, round=asked, reasons=WHY, by=cast.amal, now=now)
    assert (asked.cancelled_at, asked.closed_at) == (now, now)
    assert rounds.can_open(session, asked.consultation)
    for act in (rounds.pause, rounds.cancel):
        with pytest.raises(Refused, match="closed already"):
            act(session, round=asked, reasons=WHY, by=cast.amal, now=now)


def test_each_is_told_as_they_chose_and_nobody_twice(session, cast, vault, now, asked):
    river = asked.consultation
    knock, whole, other, nothing, silent, shared, unread = (
        cast.participant(language=code) for code in ("en", "fr", "en", "en", "en", "en", "ar")
    )
    ways = {
        "knock": cast.phone(knock, vault, 1),
        "whole": cast.phone(whole, vault, 2, hear_back=HearBack.WHOLE),
        "nothing": cast.phone(nothing, vault, 3, hear_back=HearBack.NOTHING),
        "silent": cast.phone(silent, vault, 4),
        "unread": cast.phone(unread, vault, 5, hear_back=HearBack.WHOLE),
    }
    ways["shared"] = cast.phone(shared, vault, 1, suffix=2, point=ways["knock"].contact_point)
    cast.phone(other, vault, 6)
    for person in (knock, whole, nothing, shared, unread):
        cast.answer(person, river, "words")
    rounds.pause(session, round=asked, reasons=WHY, by=cast.amal, now=now)
    tell(session, now, most=2)
    for _ in range(3):
        tell(session, now, most=2)
    assert texts(session) == {
        ways["knock"].id: [("for_person", {"person": 1}), ("round_paused", {})],
        ways["shared"].id: [("for_person", {"person": 2}), ("round_paused", {})],
        ways["whole"].id: [("round_paused", {}), ("because", {"words": "La route est fermée"})],
        ways["unread"].id: [("round_paused", {})],
    }


def test_more_days_say_also_by_which_day_the_news_is_promised_now(session, cast, vault, now, asked):
    person = cast.participant()
    way = cast.phone(person, vault, 1)
    cast.answer(person, asked.consultation, "words")
    days = {name: getattr(asked, name) + timedelta(days=7) for name in ("closes_on", "review_by", "news_by")}
    rounds.extend(session, round=asked, reasons=WHY, by=cast.amal, now=now, **days)
    tell(session, now)
    last, news = days["closes_on"].isoformat(), days["news_by"].isoformat()
    assert texts(session) == {way.id: [("round_extended", {"date": last}), ("news_by", {"date": news})]}


def test_news_that_waits_to_go_is_left_out_of_the_text_that_brings_newer_news(
    session, cast, vault, now, asked
):
    person, other = cast.participant(language="fr"), cast.participant(language="en")
    whole = cast.phone(person, vault, 1, hear_back=HearBack.WHOLE)
    cast.phone(other, vault, 1, suffix=2, point=whole.contact_point)
    cast.answer(person, asked.consultation, "words")
    rounds.pause(session, round=asked, reasons=WHY, by=cast.amal, now=now)
    tell(session, now)
    news = [
        ("for_person", {"person": 1}),
        ("round_paused", {}),
        ("because", {"words": "La route est fermée"}),
    ]
    assert texts(session) == {whole.id: news}
    rounds.resume(session, round=asked, by=cast.amal, now=now)
    tell(session, now)
    last = asked.closes_on.isoformat()
    assert texts(session) == {whole.id: [("for_person", {"person": 1}), ("round_resumed", {"date": last})]}
    rounds.pause(session, round=asked, reasons=WHY, by=cast.amal, now=now)
    tell(session, now)
    assert texts(session) == {whole.id: news}, "so it is however often it changes"


def test_a_pause_that_was_over_at_once_is_not_told(session, cast, vault, now, asked):
    person = cast.participant()
    way = cast.phone(person, vault, 1)
    cast.answer(person, asked.consultation, "words")
    rounds.pause(session, round=asked, reasons=WHY, by=cast.amal, now=now)
    rounds.resume(session, round=asked, by=cast.amal, now=now)
    rounds.cancel(session, round=asked, reasons={"en": "No"}, by=cast.amal, now=now)
    house = SimpleNamespace(languages=SimpleNamespace(reads=lambda code: (code,)))
    for item in session.scalars(select(outbox.OutboxItem).where(outbox.OutboxItem.name == "tell_round")):
        ACTIONS["tell_round"](session, house, now, **item.payload)
    session.flush()
    assert texts(session) == {way.id: [("round_cancelled", {})]}
    assert rounds.reason_of(session, round=asked, wanted=["fr", "en"]).text == "No", "not the old French one"


def test_news_that_went_down_with_a_bundle_comes_with_the_next_one(session, cast, vault, now, asked):
    def cancelled(way):
        """The bundle that waits for this phone is found unwelcome."""
        waiting = select(Message).where(Message.reach_id == way.id, Message.state == Delivery.PENDING)
        for message in session.scalars(waiting).all():
            deliveries.end(session, message, Delivery.CANCELLED, now=now)

    def waits(way):
        session.flush()
        waiting = select(Message).where(Message.reach_id == way.id, Message.state == Delivery.PENDING)
        return [[each["key"] for each in message.sentences] for message in session.scalars(waiting)]

    def catch_up():
        for person in (whole, gone, told):
            catching_up.catch_up(session, participant=person, chain=lambda code: (code,), now=now)

    whole, gone, told = (cast.participant() for _ in range(3))
    way = cast.phone(whole, vault, 1, hear_back=HearBack.WHOLE)
    left, kept = cast.phone(gone, vault, 2), cast.phone(told, vault, 3)
    for person in (whole, gone, told):
        cast.answer(person, asked.consultation, "words")
    catch_up()
    assert waits(kept) == [], "nothing was to be told yet"
    rounds.pause(session, round=asked, reasons=WHY, by=cast.amal, now=now)
    tell(session, now)
    cancelled(way)
    way.hear_back = HearBack.KNOCK
    cancelled(left)
    left.until = now
    new = cast.phone(gone, vault, 4)
    for _ in range(2):
        catch_up()
    assert waits(way) == [["round_paused"]], "once, and without the reason that is for whole answers"
    assert waits(new) == [["round_paused"]], "on the phone that they have now"
    assert waits(kept) == [["round_paused"]]
    for each in (way, new):
        cancelled(each)
    rounds.resume(session, round=asked, by=cast.amal, now=now + timedelta(hours=1))
    catch_up()
    assert waits(way) == waits(new) == [], "who heard of no pause hears of no end of it"
    assert waits(kept) == [["round_paused", "round_resumed"]]
    rounds.cancel(session, round=asked, reasons={"en": "No"}, by=cast.amal, now=now + timedelta(hours=2))
    catch_up()
    assert waits(way) == waits(new) == [["round_cancelled"]]
