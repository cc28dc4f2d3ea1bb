"""A letter out is looked at once more when it is claimed: stopped, left, night, week."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.vault import Vault, make_keys, read_keys
from consult.db.unit import Database
from consult.people import contacts, reaches
from consult.people.records import HearBack, Reach
from consult.post import claims, deliveries
from consult.post.claims import LEASE, TRIES, Claimed
from consult.post.messages import GOODBYE, Phrase
from consult.post.outcomes import Accepted
from consult.post.records import Attempt, Delivery, Message
from tests.cast import Cast, number
from tests.post.test_messages import write


def claim(session: Session, vault: Vault, now: datetime) -> Claimed | None:
    return claims.claim_next(session, vault=vault, providers=["console"], now=now)


@pytest.fixture
def reach(cast: Cast, vault: Vault) -> Reach:
    return cast.phone(cast.participant(), vault, 1, hear_back=HearBack.WHOLE)


def test_a_claimed_letter_carries_number_and_sentences_and_shows_neither(
    session: Session, vault: Vault, reach: Reach, now: datetime
) -> None:
    write(session, reach, now, "a")
    claimed = claim(session, vault, now)
    assert claimed is not None
    assert (claimed.to, claimed.sentences) == (number(1), (Phrase("knock", {"n": 1}),))
    assert number(1) not in repr(claimed)
    assert "knock" not in repr(claimed)
    assert claim(session, vault, now) is None


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("what", ["stopped", "ended", "left", "forgotten"])
def test_who_stopped_or_left_is_not_written_to(
    session: Session, vault: Vault, reach: Reach, now: datetime, what: str, asked: bool
) -> None:
    message = write(session, reach, now, "a", asked=asked)
    match what:
        case "stopped":
            contacts.stop(session, point=reach.contact_point, now=now)
        case "ended":
            reaches.end(session, reach=reach, now=now)
        case "left":
            reach.participant.left_on = date(2027, 6, 4)
        case "forgotten":
            reach.contact_point.sealed_number = b""
    assert claim(session, vault, now) is None
    assert message.state is Delivery.CANCELLED
    assert message.sentences == []


def test_a_goodbye_still_goes(session: Session, vault: Vault, reach: Reach, now: datetime) -> None:
    write(session, reach, now, "a", asked=True, about=GOODBYE)
    contacts.stop(session, point=reach.contact_point, now=now)
    reaches.end(session, reach=reach, now=now)
    assert claim(session, vault, now) is not None


def test_a_dead_number_gets_replies_only(session: Session, vault: Vault, reach: Reach, now: datetime) -> None:
    contacts.mark_dead(session, point=reach.contact_point, now=now)
    news = write(session, reach, now, "a")
    reply = write(session, reach, now, "b", asked=True)
    claimed = claim(session, vault, now)
    assert claimed is not None
    assert claimed.message_id == reply.id
    reply.state = Delivery.DELIVERED
    assert claim(session, vault, now) is None
    assert news.state is Delivery.CANCELLED


@pytest.mark.parametrize(
    ("wants", "about", "goes"),
    [
        (HearBack.WHOLE, "answer", True),
        (HearBack.KNOCK, "answer", False),
        (HearBack.KNOCK, "knock", True),
        (HearBack.NOTHING, "knock", False),
    ],
)
def test_what_a_person_wants_now_counts_not_what_they_wanted_before(
    session: Session, vault: Vault, reach: Reach, now: datetime, wants: HearBack, about: str, goes: bool
) -> None:
    write(session, reach, now, "a", about=about)
    reaches.choose(session, reach=reach, hear_back=wants, now=now)
    assert (claim(session, vault, now) is not None) is goes


def test_at_night_replies_go_and_news_waits_for_the_morning(
    session: Session, vault: Vault, reach: Reach, now: datetime
) -> None:
    night = now.replace(hour=22)
    news = write(session, reach, night, "a")
    assert claim(session, vault, night) is None
    assert news.not_before == night.replace(hour=7) + timedelta(days=1)
    write(session, reach, night, "b", asked=True)
    claimed = claim(session, vault, night)
    assert claimed is not None
    assert claimed.message_id != news.id


def carry(session: Session, vault: Vault, now: datetime, name: str) -> None:
    claimed = claim(session, vault, now)
    assert claimed is not None
    trying = claims.attempt(session, vault=vault, claimed=claimed, body="x", now=now)
    deliveries.note_outcome(session, attempt_id=trying.attempt_id, outcome=Accepted(name), now=now)


def test_a_person_gets_one_unasked_bundle_a_week_on_whichever_phone(
    session: Session, cast: Cast, vault: Vault, reach: Reach, now: datetime
) -> None:
    write(session, reach, now, "a")
    carry(session, vault, now, "p1")
    other = cast.phone(reach.participant, vault, 2)
    second = write(session, other, now, "b")
    assert claim(session, vault, now) is None
    assert second.not_before == now.replace(hour=7) + timedelta(days=7)
    write(session, reach, now, "c", asked=True)
    carry(session, vault, now, "p2")
    assert claim(session, vault, now + timedelta(days=7)) is not None
    neighbour = cast.phone(cast.participant(), vault, 1, suffix=2, point=reach.contact_point)
    write(session, neighbour, now, "d")
    carry(session, vault, now, "p3")


def test_replies_go_first_and_each_phone_gets_its_texts_in_order_one_at_a_time(
    session: Session, cast: Cast, vault: Vault, reach: Reach, now: datetime
) -> None:
    other = cast.phone(cast.participant(), vault, 2)
    write(session, other, now - timedelta(hours=1), "news")
    wanted = [write(session, reach, now, f"r{place}", asked=True).id for place in range(4)]
    for each in wanted:
        claimed = claim(session, vault, now)
        assert claimed is not None
        assert claimed.message_id == each
        if each == wanted[0]:
            news = claim(session, vault, now)
            assert news is not None, "another phone does not wait"
            assert claim(session, vault, now) is None
        session.get_one(Message, each).state = Delivery.DELIVERED


def test_a_provider_that_is_off_sends_nothing(
    session: Session, vault: Vault, reach: Reach, now: datetime
) -> None:
    write(session, reach, now, "a")
    assert claims.claim_next(session, vault=vault, providers=["twilio"], now=now) is None


def test_with_the_wrong_keys_a_letter_waits_and_is_not_lost(
    session: Session, vault: Vault, reach: Reach, now: datetime, tmp_path: object
) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "other.json"
    make_keys(file)
    message = write(session, reach, now, "a")
    assert claim(session, read_keys(file), now) is None
    assert message.state is Delivery.PENDING
    assert claim(session, vault, now + timedelta(hours=2)) is not None


def test_an_attempt_keeps_no_words(session: Session, vault: Vault, reach: Reach, now: datetime) -> None:
    write(session, reach, now, "a")
    claimed = claim(session, vault, now)
    assert claimed is not None
    trying = claims.attempt(session, vault=vault, claimed=claimed, body="our words", now=now)
    kept = session.get_one(Attempt, trying.attempt_id)
    assert (kept.number, kept.token) == (1, trying.token)
    assert kept.body_hash == vault.lookup("body", "our words")


@pytest.mark.parametrize(("body", "cost"), [("a" * 160, 1), ("a" * 161, 2), ("\u0645" * 135, 3)])
def test_an_attempt_keeps_how_many_segments_it_costs(
    session: Session, vault: Vault, reach: Reach, now: datetime, body: str, cost: int
) -> None:
    write(session, reach, now, "a")
    claimed = claim(session, vault, now)
    assert claimed is not None
    trying = claims.attempt(session, vault=vault, claimed=claimed, body=body, now=now)
    assert session.get_one(Attempt, trying.attempt_id).segments == cost


def test_what_we_cannot_word_is_tried_five_times_and_then_fails_visibly(
    session: Session, vault: Vault, reach: Reach, now: datetime
) -> None:
    message = write(session, reach, now, "a", asked=True)
    for tried in range(1, TRIES + 1):
        assert claims.spoiled(session, message_id=message.id, now=now) is (tried == TRIES)
    assert message.state is Delivery.FAILED


def test_two_workers_claim_each_message_once(database: Database, vault: Vault, now: datetime) -> None:
    with database.work() as session:
        cast = Cast(session, now)
        for n in range(8):
            reach = cast.phone(cast.participant(), vault, n)
            for place in range(3):
                write(session, reach, now, f"{n}-{place}", asked=True)
    second = Database.at(database.engine.url.render_as_string(hide_password=False))
    taken: list[object] = []

    def work(own: Database) -> None:
        idle = 0
        while idle < 20:
            with own.work() as session:
                claimed = claim(session, vault, now)
            idle = idle + 1 if claimed is None else 0
            if claimed is not None:
                taken.append(claimed.message_id)
                with own.work() as session:
                    session.get_one(Message, claimed.message_id).state = Delivery.SENT

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (database, second)))
    second.close()
    assert len(taken) == len(set(taken)) == 24


def test_a_killed_workers_letter_is_left_to_the_doubts(
    session: Session, vault: Vault, reach: Reach, now: datetime
) -> None:
    write(session, reach, now, "a", asked=True)
    assert claim(session, vault, now) is not None
    assert claim(session, vault, now + LEASE * 2) is None
    assert session.scalars(select(Message)).one().state is Delivery.CLAIMED
