"""F9. Reports mixed, three times each, before the answer, about texts of nobody, after all is forgotten."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.jobs.sending import _prepare
from consult.loop import departure
from consult.people.records import ContactPoint
from consult.post import deliveries
from consult.post.coarsen import coarsen
from consult.post.outcomes import Accepted, Ambiguous, Outcome
from consult.post.records import Attempt, Delivery, DeliveryEvent, Message, Unreadable
from tests.faults.gate import STATUS, Gate, a_report, gate, sid
from tests.faults.office import Office, office
from tests.faults.sizes import noted, size

SEEDS = range(100)
Story = tuple[list[dict[str, str]], Delivery]


def said(*states: str, **other: str) -> list[dict[str, str]]:
    """One report for each state, the last with its error."""
    return [{"state": each} for each in states[:-1]] + [{"state": states[-1], **other}]


STORIES: tuple[Story, ...] = (
    (said("queued", "sending", "sent", "delivered", RawDlrDoneDate="2706041000"), Delivery.DELIVERED),
    (said("queued", "sent", "undelivered", ErrorCode="30005"), Delivery.FAILED),
    (said("sent", "failed", ErrorCode="30007"), Delivery.FAILED),
    (said("queued", "sending", "sent"), Delivery.SENT),
    ([*said("sent", "undelivered", ErrorCode="30003"), {"state": "delivered"}], Delivery.DELIVERED),
)
"""What networks really say of one text, and what must be shown in the end whatever the order."""


@pytest.fixture
def houses(
    database: Database, database_url: str, vault: Vault, tmp_path: Path
) -> Iterator[tuple[Office, Gate]]:
    """An office, and the real doors of the same house. Both by the real clock."""
    with office(database, vault) as post, gate(tmp_path, database, database_url) as doors:
        post.clock.true = datetime.now(UTC)
        yield post, doors


def handed_over(post: Office, n: int) -> Attempt:
    """A text to a phone of its own, on its way: nobody has answered yet."""
    post.write(1, first=n)
    ready = _prepare(post.parts, post.clock())
    assert ready is not None
    with post.database.reading() as session:
        attempt = session.get_one(Attempt, ready[0])
        session.expunge(attempt)
        return attempt


def tell(doors: Gate, attempt: Attempt, report: dict[str, str], name: str) -> int:
    fields = {key: value for key, value in report.items() if key != "state"}
    return doors.bring(
        f"{STATUS}?token={attempt.token}", list(a_report(report["state"], name, **fields).items())
    )


def answer(post: Office, attempt: Attempt, outcome: Outcome) -> None:
    with post.database.work() as session:
        deliveries.note_outcome(session, attempt_id=attempt.id, outcome=outcome, now=post.clock())


def state(post: Office, attempt: Attempt) -> tuple[Delivery, str | None, set[tuple[Delivery, str]]]:
    with post.database.reading() as session:
        message = session.get_one(Message, attempt.message_id)
        events = select(DeliveryEvent).where(DeliveryEvent.attempt_id == attempt.id)
        name = session.get_one(Attempt, attempt.id).provider_message_id
        return message.state, name, {(each.state, each.code) for each in session.scalars(events)}


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_hundred_orders_show_the_same(houses: tuple[Office, Gate]) -> None:
    """Each report up to three times, the network's own answer anywhere between them, or none at all."""
    post, doors = houses
    ends: dict[int, set[str]] = {place: set() for place in range(len(STORIES))}
    told = 0
    for seed in SEEDS:
        dice = random.Random(seed)
        place = seed % len(STORIES)
        reports, expected = STORIES[place]
        attempt, name = handed_over(post, seed), sid(seed)
        outcome = dice.choice([Accepted(name), Ambiguous()])
        row: list[dict[str, str] | Outcome] = [outcome]
        row += [each for each in reports for _ in range(size(dice.randint(1, 3), 3))]
        dice.shuffle(row)
        for each in row:
            if isinstance(each, dict):
                assert tell(doors, attempt, each, name) == 200
                told += 1
            else:
                answer(post, attempt, each)
        shown, kept_name, events = state(post, attempt)
        assert shown is expected, (seed, row)
        assert kept_name == name
        ends[place].add(str((shown, sorted(events - {(Delivery.ACCEPTED, "")}))))
    noted("F9", seeds=len(SEEDS), reports=told, ends=[len(each) for each in ends.values()])
    assert {len(each) for each in ends.values()} == {1}, "and what is on record is the same too"


def test_what_is_about_no_text_of_ours_is_counted_once_and_changes_nothing(
    houses: tuple[Office, Gate],
) -> None:
    post, doors = houses
    attempt = handed_over(post, 1)
    before = state(post, attempt)
    stranger = list(a_report("delivered", sid(77)).items())
    for path in (STATUS, STATUS, f"{STATUS}?token={'0' * 32}", f"{STATUS}?token={'0' * 32}"):
        assert doors.bring(path, stranger) == 200
    assert doors.rows(Unreadable) == [2]
    assert doors.rows(DeliveryEvent) == [0]
    assert state(post, attempt) == before


@pytest.mark.parametrize("kind", ["sqlite"])
def test_after_all_is_forgotten_a_late_report_brings_nothing_back(houses: tuple[Office, Gate]) -> None:
    post, doors = houses
    attempt, name = handed_over(post, 1), sid(1)
    answer(post, attempt, Accepted(name))
    assert tell(doors, attempt, {"state": "delivered"}, name) == 200
    later = post.clock() + timedelta(days=400)
    with post.database.work() as session:
        coarsen(session, now=later)
        departure.forget_numbers(session, now=later)
    with post.database.reading() as session:
        assert session.get_one(Message, attempt.message_id).coarse
        points = [each.sealed_number for each in session.scalars(select(ContactPoint))]
    for report in ({"state": "sent"}, {"state": "undelivered", "ErrorCode": "30003"}, {"state": "delivered"}):
        for _ in range(3):
            assert tell(doors, attempt, report, name) == 200
    with post.database.reading() as session:
        message = session.get_one(Message, attempt.message_id)
        assert (message.state, message.sentences, message.coarse) == (Delivery.DELIVERED, [], True)
        assert [each.sealed_number for each in session.scalars(select(ContactPoint))] == points
        for event in session.scalars(select(DeliveryEvent)):
            assert (event.at.hour, event.at.minute) == (0, 0), "its hour is not kept"
    assert not post.step(), "nobody is written to again"
