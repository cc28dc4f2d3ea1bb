"""A letter is heard once, whatever happens to the worker that has it in hand."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from consult.common.errors import Refused, mark
from consult.jobs.letters import hear_next
from consult.people import contacts
from consult.people.records import ContactPoint
from consult.post import inbound
from consult.post.inbound import LEASE, TRIES
from consult.post.records import Inbound, Message
from tests.cast import number
from tests.jobs.conftest import House, Killed

SOON = timedelta(seconds=1)


def test_letters_are_heard_in_order_and_answered(house: House, now: datetime) -> None:
    house.receive("one", "two", "three", now=now)
    while hear_next(house.parts, now):
        pass
    assert house.ears.heard == ["one", "two", "three"]
    assert len(house.all(Message)) == 3
    assert all(letter.understood_at == now for letter in house.all(Inbound))


def test_a_phone_that_counted_as_dead_and_writes_is_alive(house: House, now: datetime) -> None:
    with house.database.work() as session:
        point = contacts.contact_point_for(
            session, vault=house.vault, number=number(1), region="ZZ", provider="console"
        )
        contacts.mark_dead(session, point=point, now=now)
    house.receive("one", now=now)
    assert hear_next(house.parts, now)
    assert [each.dead_at for each in house.all(ContactPoint)] == [None]


@pytest.mark.parametrize("fault", [Killed, RuntimeError])
def test_a_worker_that_dies_while_hearing_leaves_no_half_work(
    house: House, now: datetime, fault: type[BaseException]
) -> None:
    def die(_: str) -> None:
        raise fault

    house.receive("one", now=now)
    house.ears.fault = die
    with suppress(Killed):
        hear_next(house.parts, now)
    assert not house.all(Message)
    house.ears.fault = lambda _: None
    assert not hear_next(house.parts, now), "it is not free yet"
    assert hear_next(house.parts, now + LEASE + SOON)
    assert house.ears.heard == ["one"]
    assert len(house.all(Message)) == 1


def test_a_poison_letter_is_set_aside_and_says_nothing_of_itself(
    house: House, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    def choke(text: str) -> None:
        if text == "poison":
            raise ValueError(f"cannot read {text} of {number(1)}")

    house.receive("poison", "good", now=now)
    house.receive("elsewhere", n=2, now=now)
    house.ears.fault = choke
    with caplog.at_level(logging.DEBUG):
        for _ in range(TRIES + 1):
            while hear_next(house.parts, now):
                pass
            now += timedelta(hours=1)
    assert house.ears.heard == ["elsewhere", "good"]
    (aside,) = (letter for letter in house.all(Inbound) if letter.set_aside_at)
    assert aside.tries == TRIES
    assert aside.error == "ValueError in jobs/letters.py:" + aside.error.rpartition(":")[2]
    assert "poison" not in caplog.text
    assert number(1) not in caplog.text


def test_a_letter_from_no_number_is_set_aside_at_once(house: House, now: datetime) -> None:
    with house.database.work() as session:
        inbound.store(
            session,
            vault=house.vault,
            provider="console",
            provider_message_id="x",
            sender="SHORTCODE",
            text="win a prize",
            now=now,
        )
    assert hear_next(house.parts, now)
    (aside,) = house.all(Inbound)
    assert aside.set_aside_at == now
    assert aside.sealed is not None


def test_what_a_room_refuses_outright_is_not_tried_again(house: House, now: datetime) -> None:
    def refuse(_: str) -> None:
        raise Refused(mark("No."))

    house.receive("one", now=now)
    house.ears.fault = refuse
    assert hear_next(house.parts, now)
    assert house.all(Inbound)[0].set_aside_at == now


def test_what_the_network_did_is_heard_with_the_letter(house: House, now: datetime) -> None:
    with house.database.work() as session:
        letter = {"provider": "console", "sender": number(1), "text": "STOP", "now": now}
        inbound.store(session, vault=house.vault, provider_message_id="x", media=1, choice="stop", **letter)
    assert hear_next(house.parts, now)
    assert house.ears.told == [{"media": 1, "choice": "stop", "keeps_stop": True}]
