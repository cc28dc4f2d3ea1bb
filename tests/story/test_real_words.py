"""Real words that nobody here wrote go through the whole loop: Haiti by text in 2010, a hospital's
patients. Half of the people have a made-up phone; every answer with one published label of at least
25 rows is sorted, answered, reached and judged; the rest is settled by a meeting.

Everybody of Haiti speaks, on PostgreSQL, and every tenth patient, on SQLite. CONSULT_STORY=full lets all
2,625 patients speak, and tells both stories on both databases."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.loop.close import returns
from consult.loop.close.ledger import ledger
from consult.loop.close.records import Form, Obligation, Reached, Verdict
from consult.loop.collect.records import Submission
from consult.loop.respond import faithful, responses, second_look
from consult.loop.respond.records import Faithful, Kind
from consult.loop.understand import findings
from consult.loop.understand.records import FindingsTheme, Theme
from consult.people.records import Office, Reach, Seat
from tests.loop.speaking import speak
from tests.story.hands import Hands
from tests.story.real_words import (
    START,
    account,
    big,
    find,
    haiti,
    hospital,
    prepare,
    read_all,
    sort_all,
    write_file,
)
from tests.story.town import Town

DATA = os.environ.get("CONSULT_DATA")
pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(not DATA, reason="CONSULT_DATA is not set: the shared real texts are not here"),
]


FULL = os.environ.get("CONSULT_STORY") == "full"
BOTH = ["sqlite", "postgres"]
EVERY = 1 if FULL else 10
"""Which of the patients: every tenth, or each. Four of nine labels still have their 25 answers."""


@pytest.fixture
def town(tmp_path: Path, database_url: str) -> Iterator[Town]:
    town = Town(tmp_path, database_url, START)
    yield town
    town.close()


@pytest.fixture
def hands(town: Town) -> Iterator[Hands]:
    town.prepares("setup", "--yes")
    hands = Hands(town.env, town.folder, START)
    yield hands
    hands.close()


@pytest.mark.parametrize("kind", BOTH if FULL else ["postgres"], indirect=True)
def test_haiti_by_text_is_carried_to_reached_and_judged(town: Town, hands: Hands, caplog) -> None:
    _carried(town, hands, "haiti", list(haiti()))
    assert not _faults(caplog)


@pytest.mark.parametrize("kind", BOTH if FULL else ["sqlite"], indirect=True)
def test_a_hospital_ward_is_carried_to_reached_and_judged(town: Town, hands: Hands, caplog) -> None:
    _carried(town, hands, "ward", list(hospital())[::EVERY])
    assert not _faults(caplog)


def _faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "consult.worker"]


def _carried(town: Town, hands: Hands, slug: str, rows: list[tuple[str, str, str | None]]) -> None:
    labels = big(rows)
    assert len(labels) >= 2
    with hands.work() as session:
        prepare(session, slug, hands.at)
    file = town.folder / f"{slug}.jsonl"
    write_file(file, rows, offset=0)

    said = town.consult("answers", "import", str(file), "--consultation", slug)
    assert re.search(r"line 11\b.*JSON", said, re.I), said
    with hands.work() as session:
        assert session.scalar(select(func.count(Submission.id))) == len(rows)
    again = town.prepares("answers", "import", str(file), "--consultation", slug)
    with hands.work() as session:
        assert session.scalar(select(func.count(Submission.id))) == len(rows), again
    assert not any(text in said + again for _, text, _ in rows if len(text) > 20), "no command prints words"

    hands.drain()
    hands.days_pass(6)
    by_text: dict[str, set[str | None]] = {}
    for _, text, label in rows:
        by_text.setdefault(text.strip(), set()).add(label if label in labels else None)
    topic_of = {text: next(iter(found)) for text, found in by_text.items() if len(found) == 1}
    read_all(hands, slug)
    with hands.work() as session:
        sort_all(session, slug, topic_of, labels, hands.at)
    with hands.work() as session:
        findings.release(
            session,
            consultation=find(session, slug),
            alone="Some words stand on their own.",
            review_by=(hands.at + timedelta(days=3)).date(),
            by=account(session, slug, "reader"),
            now=hands.at,
        )
    hands.days_pass(5)
    with hands.work() as session:
        writer, checker = account(session, slug, "writer"), account(session, slug, "checker")
        by_reader = Seat.account_id == account(session, slug, "reader").id
        reader = session.scalars(select(Seat).where(by_reader)).one()
        for item in session.scalars(select(FindingsTheme)):
            version = responses.draft(
                session,
                office=session.scalars(select(Office)).one(),
                themes=[item],
                kind=Kind.WILL_DO,
                words=f"We answer number {item.number}.",
                why="You said so.",
                who="The office",
                by_when=(hands.at + timedelta(days=40)).date(),
                language="en",
                speak=speak,
                by=writer,
                now=hands.at,
            )
            second_look.hand_over(session, version=version, by=writer, now=hands.at)
            second_look.publish(session, version=version, by=checker, now=hands.at)
            word = {"says": Faithful.YES, "note": "", "language": "en", "seat": reader}
            faithful.say(session, version=version, now=hands.at, **word)
    hands.days_pass(2)

    _everyone_with_a_phone_is_reached_and_judges(hands, slug)
    _the_rest_is_settled_by_a_meeting(hands, slug)


def _on_phones(session: Session) -> set[object]:
    """The obligations of people who have a phone and whose words lie on a theme."""
    return set(
        session.scalars(
            select(Obligation.id)
            .join(Reach, Reach.participant_id == Obligation.participant_id)
            .where(Obligation.theme_id.is_not(None))
        )
    )


def _everyone_with_a_phone_is_reached_and_judges(hands: Hands, slug: str) -> None:
    with hands.work() as session:
        owed = _on_phones(session)
        reached = set(session.scalars(select(Reached.obligation_id)))
        assert owed
        assert owed <= reached
        numbers = {theme.number for theme in session.scalars(select(Theme))}
    asked = {
        number: found
        for number, texts in hands.received().items()
        for text in texts
        for found in [int(n) for n in re.findall(r"\b(\d+)3 no\b", text)]
        if found in numbers
    }
    for place, (number, theme) in enumerate(asked.items()):
        hands.text(number, f"{theme}{place % 5 + 1}")
    hands.drain()
    with hands.work() as session:
        judged = session.scalar(select(func.count(func.distinct(Verdict.participant_id))))
        assert (
            judged
            == len(asked)
            == len(
                {o.participant_id for o in session.scalars(select(Obligation).where(Obligation.id.in_(owed)))}
            )
        )


def _the_rest_is_settled_by_a_meeting(hands: Hands, slug: str) -> None:
    with hands.work() as session:
        consultation = find(session, slug)
        returns.log(
            session,
            consultation=consultation,
            place=None,
            form=Form.MEETING,
            on=hands.at.date(),
            people=80,
            versions=returns.newest(session, consultation),
            said="",
            line_read=True,
            by=account(session, slug, "reader"),
            now=hands.at,
        )
    with hands.work() as session:
        reached = select(Reached.obligation_id)
        left = session.scalars(
            select(Obligation).where(Obligation.theme_id.is_not(None), Obligation.id.not_in(reached))
        )
        assert not left.all()
        counted = ledger(
            session, consultation=find(session, slug), chain=hands.house.languages.reads, now=hands.at
        )
        assert counted.spoke == session.scalar(select(func.count(func.distinct(Submission.participant_id))))
