"""A letter out reaches its provider once, and with no transaction open."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.jobs.sending import ask_next, send_next
from consult.people.contacts import contact_point_for
from consult.post import lines, messages
from consult.post.claims import LEASE, TRIES
from consult.post.messages import Phrase
from consult.post.outcomes import Outcome, Rejected, Throttled, Why
from consult.post.records import Attempt, Delivery, Line, Message
from tests.cast import number
from tests.jobs.conftest import House, Killed

LATER = LEASE + timedelta(seconds=1)
MINUTE = timedelta(minutes=1, seconds=1)


def write(house: House, now: datetime, *keys: str, n: int = 1) -> None:
    with house.database.work() as session:
        point = contact_point_for(
            session, vault=house.vault, number=number(n), region="ZZ", provider="console"
        )
        messages.write(
            session,
            key=f"{n}:{keys}",
            point=point,
            reach=None,
            sentences=[Phrase(key) for key in keys],
            language="en",
            asked=True,
            about="conversation",
            now=now,
        )


def states(house: House) -> list[Delivery]:
    return [message.state for message in house.all(Message)]


def test_a_letter_is_worded_when_claimed_and_noted_when_taken(house: House, now: datetime) -> None:
    write(house, now, "hello", "again")
    assert send_next(house.parts, now)
    (letter,) = house.network.taken
    assert (letter.to, letter.text) == (number(1), "en:hello en:again")
    (attempt,) = house.all(Attempt)
    assert (attempt.token, attempt.provider_message_id) == (letter.token, f"n-{letter.token}")
    assert states(house) == [Delivery.ACCEPTED]
    assert not send_next(house.parts, now)


def test_while_the_provider_is_called_nothing_is_open(house: House, now: datetime) -> None:
    """Somebody else can write, and sees the claim and the attempt already on disk."""

    def look_in() -> None:
        other = Database.at(house.database.engine.url.render_as_string(hide_password=False))
        with other.work() as session:
            assert session.query(Message).one().state is Delivery.CLAIMED
            assert session.query(Attempt).count() == 1
            session.query(Message).one().faults = 1
        other.close()

    write(house, now, "hello")
    house.network.before = look_in
    assert send_next(house.parts, now)
    assert states(house) == [Delivery.ACCEPTED]


def kill() -> None:
    raise Killed


def test_killed_before_the_provider_heard_of_it_it_goes_later_once(house: House, now: datetime) -> None:
    write(house, now, "hello")
    house.network.before = kill
    with pytest.raises(Killed):
        send_next(house.parts, now)
    house.network.before = lambda: None
    now += LATER
    assert not send_next(house.parts, now), "nobody sends what is in doubt"
    assert ask_next(house.parts, now)
    assert not send_next(house.parts, now), "missing once is not missing"
    now += MINUTE
    assert ask_next(house.parts, now)
    assert send_next(house.parts, now)
    assert len(house.network.taken) == 1


def test_killed_after_the_provider_took_it_it_does_not_go_again(house: House, now: datetime) -> None:
    write(house, now, "hello")
    house.network.after = kill
    with pytest.raises(Killed):
        send_next(house.parts, now)
    assert states(house) == [Delivery.CLAIMED]
    for _ in range(5):
        now += LATER
        send_next(house.parts, now)
        ask_next(house.parts, now)
    assert len(house.network.taken) == 1
    assert states(house) == [Delivery.SENT]


def test_a_provider_that_fails_in_the_middle_is_asked_before_anything_is_repeated(
    house: House, now: datetime
) -> None:
    def fail() -> None:
        raise TimeoutError

    write(house, now, "hello")
    house.network.after = fail
    assert send_next(house.parts, now)
    assert states(house) == [Delivery.AMBIGUOUS]
    now += MINUTE
    assert ask_next(house.parts, now)
    assert states(house) == [Delivery.SENT]
    assert len(house.network.taken) == 1


def test_a_provider_that_cannot_be_asked_leaves_it_in_doubt(house: House, now: datetime) -> None:
    write(house, now, "hello")
    house.network.after = kill
    with pytest.raises(Killed):
        send_next(house.parts, now)
    house.network.knows = False
    now += LATER
    assert ask_next(house.parts, now)
    assert states(house) == [Delivery.AMBIGUOUS]
    assert not send_next(house.parts, now)


def test_a_provider_that_asks_for_patience_gets_it(house: House, now: datetime) -> None:
    write(house, now, "hello")
    house.network.outcome = Throttled(timedelta(seconds=30))
    assert send_next(house.parts, now)
    assert not send_next(house.parts, now)
    assert not send_next(house.parts, now + timedelta(seconds=29))
    house.network.outcome = None
    assert send_next(house.parts, now + timedelta(seconds=38))
    assert len(house.network.taken) == 1


@pytest.mark.parametrize("outcome", [Throttled(timedelta(seconds=30)), Rejected(Why.SETUP, "20003")])
def test_a_network_that_rests_gets_nothing_from_anybody_and_no_letter_is_lost(
    house: House, now: datetime, outcome: Outcome
) -> None:
    for n in range(3):
        write(house, now, f"hello {n}", n=n)
    house.network.outcome = outcome
    assert send_next(house.parts, now)
    assert not send_next(house.parts, now)
    assert states(house) == [Delivery.PENDING] * 3
    assert len(house.all(Attempt)) == 1
    house.network.outcome = None
    now += timedelta(minutes=15)
    while send_next(house.parts, now):
        pass
    assert sorted(letter.text for letter in house.network.taken) == [f"en:hello {n}" for n in range(3)]
    (line,) = house.all(Line)
    if isinstance(outcome, Rejected):  # to be taken proves nothing yet, but the line may go on
        assert line.pauses == 1
        with house.database.work() as session:
            lines.note_sent(session, provider="console", began=now)
    assert [(line.pauses, line.pause_code) for line in house.all(Line)] == [(0, "")]


def test_a_line_with_a_pace_lets_letters_go_at_it_replies_first(house: House, now: datetime) -> None:
    for n in range(4):
        write(house, now, f"hello {n}", n=n)
    with house.database.work() as session:
        first = session.query(Message).order_by(Message.made_at, Message.key).first()
        assert first is not None
        first.asked = False
    parts = replace(house.parts, paces={"console": 1.0})
    assert [send_next(parts, now) for _ in range(3)] == [True, True, False]
    assert [send_next(parts, now + timedelta(seconds=1)) for _ in range(2)] == [True, False]
    assert send_next(parts, now + timedelta(seconds=2))
    assert house.network.taken[-1].text == "en:hello 0"


def test_the_loser_of_the_last_slot_leaves_its_letter_as_it_was(
    house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        write(house, now, "hello", n=n)
    monkeypatch.setattr(lines, "open_lines", lambda session, providers, now: providers)
    parts = replace(house.parts, paces={"console": 1.0})
    assert [send_next(parts, now) for _ in range(4)] == [True, True, False, False]
    assert states(house).count(Delivery.PENDING) == 2
    assert [message.faults for message in house.all(Message)] == [0] * 4
    assert len(house.all(Attempt)) == 2


def test_words_that_cannot_be_said_fail_visibly_and_stop_nobody_else(house: House, now: datetime) -> None:
    write(house, now, "nobody wrote this")
    write(house, now, "hello", n=2)
    for _ in range(TRIES + 1):
        while send_next(house.parts, now):
            pass
        send_next(house.parts, now)
        now += timedelta(hours=1)
    assert [letter.text for letter in house.network.taken] == ["en:hello"]
    assert sorted(states(house)) == [Delivery.ACCEPTED, Delivery.FAILED]
    assert len(house.all(Attempt)) == 1


def test_a_line_goes_as_networks_show_it_back(house: House, now: datetime) -> None:
    write(house, now, "one\r\ntwo")
    assert send_next(house.parts, now)
    assert [letter.text for letter in house.network.taken] == ["en:one\ntwo"]


def test_the_words_and_the_number_show_in_no_log(
    house: House, now: datetime, caplog: pytest.LogCaptureFixture, vault: Vault
) -> None:
    def fail() -> None:
        raise ValueError(f"{number(1)} hello")

    write(house, now, "hello")
    house.network.after = fail
    with caplog.at_level("DEBUG", logger="consult"):
        send_next(house.parts, now)
    assert "ValueError" in caplog.text
    assert "hello" not in caplog.text
    assert number(1) not in caplog.text
