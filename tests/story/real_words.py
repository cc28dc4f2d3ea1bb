"""Files of real words read, a house made for them, and their cards read and sorted as the pages do it."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.history import OPERATOR
from consult.loop.collect import consultations, prompts, rounds
from consult.loop.collect.records import Answer, AnswerPart, Consultation, PartKind
from consult.loop.understand import codebook, coding, first_reading, themes
from consult.loop.understand.records import Card
from consult.people import accounts, communities, offices, seats
from consult.people.records import Account, Office, Role
from tests.story.hands import Hands

START = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
DATA = os.environ.get("CONSULT_DATA")

LEAST_ROWS = 25
UMBRELLAS = {"request", "offer", "aid_related", "direct_report", "infrastructure_related", "weather_related"}
"""Labels of the Haiti file that stand above its topics."""


def made_up(n: int) -> str:
    return "+44" + "77009" + f"{n:05}"


def haiti() -> Iterator[tuple[str, str, str | None]]:
    """(id, text, its one topic or None)."""
    for line in (Path(DATA or "") / "haiti_sms_validation.jsonl").read_text().splitlines():
        row = json.loads(line)
        topics = [label for label in row["labels"] if label not in UMBRELLAS]
        yield row["id"], row["text"], topics[0] if len(topics) == 1 else None


def hospital() -> Iterator[tuple[str, str, str | None]]:
    """(id, text, its one label) of all 2,625 answers."""
    for line in (Path(DATA or "") / "nhs_fft_trustA.jsonl").read_text().splitlines():
        row = json.loads(line)
        yield row["id"], row["text"], row["label"]


def big(rows: list[tuple[str, str, str | None]]) -> list[str]:
    """The labels that at least 25 answers carry, most first."""
    counted = Counter(label for _, _, label in rows if label)
    return [label for label, count in counted.most_common() if count >= LEAST_ROWS]


def prepare(session: Session, slug: str, now: datetime) -> Consultation:
    """A community with one representative and one office, asking one prompt."""
    community = communities.make(
        session,
        slug=slug,
        name=slug.title(),
        language="en",
        region="GB",
        timezone="UTC",
        by=OPERATOR,
        now=now,
    )
    office = offices.make(session, slug=f"{slug}-office", name="Office", by=OPERATOR, now=now)
    people = {}
    for name in ("reader", "writer", "checker"):
        people[name], token = accounts.invite(
            session, email=f"{name}@{slug}.example", name=name, language="en", by=OPERATOR, now=now
        )
        accounts.accept(session, token=token, password="a long way to the river", now=now)
    seats.give(
        session, account=people["reader"], role=Role.REPRESENTATIVE, community=community, by=OPERATOR, now=now
    )
    for name in ("writer", "checker"):
        seats.give(session, account=people[name], role=Role.STAFF, office=office, by=OPERATOR, now=now)
    reader = people["reader"]
    consultation = consultations.make(
        session,
        community=community,
        slug=slug,
        name="Listening",
        language="en",
        languages=["en"],
        by=reader,
        now=now,
    )
    consultations.write_musts(
        session,
        consultation=consultation,
        who_asks="We",
        who_reads="We read",
        what_is_open="All of it",
        meeting="the hall",
        by=reader,
        now=now,
    )
    consultations.talk_about_risks(session, consultation=consultation, note="Talked.", by=reader, now=now)
    prompts.add_prompt(
        session, consultation=consultation, wordings={"en": "What is it like?"}, by=reader, now=now
    )
    today = now.date()
    rounds.open_round(
        session,
        consultation=consultation,
        closes_on=today + timedelta(days=5),
        review_by=today + timedelta(days=8),
        news_by=today + timedelta(days=30),
        by=reader,
        now=now,
    )
    return consultation


def account(session: Session, slug: str, name: str) -> Account:
    return session.scalars(select(Account).where(Account.email == f"{name}@{slug}.example")).one()


def find(session: Session, slug: str) -> Consultation:
    found = consultations.find(session, slug=slug)
    assert found
    return found


def write_file(path: Path, rows: list[tuple[str, str, str | None]], offset: int) -> None:
    """The derived file: half of the people with a made-up phone and whole answers; one row broken."""
    lines = []
    for n, (name, text, _) in enumerate(rows):
        row = {"id": name, "text": text, "lang": "en"}
        if n % 2 == 0:
            row |= {"phone": made_up(offset + n), "hear_back": "whole"}
        lines.append(json.dumps(row, ensure_ascii=False))
    lines.insert(10, '{"id": "broken", "text": ')
    path.write_text("\n".join(lines) + "\n")


def read_all(hands: Hands, slug: str) -> None:
    """First reading, card by card, as the page does it; a hundred cards share a transaction."""
    more = True
    while more:
        with hands.work() as session:
            reader, consultation = account(session, slug, "reader"), find(session, slug)
            for _ in range(100):
                card = first_reading.take(session, consultation=consultation, by=reader, now=hands.at)
                if card is None:
                    more = False
                    break
                text = " ".join(session.scalars(original_of(card)))
                first_reading.pass_on(session, card=card, text=text, by=reader, now=hands.at)


def sort_all(
    session: Session, slug: str, topic_of: dict[str, str | None], labels: list[str], now: datetime
) -> None:
    """One pile a label, and a theme for it, as the pages do it."""
    reader = account(session, slug, "reader")
    consultation = find(session, slug)
    codes = {
        label: codebook.add_code(
            session, consultation=consultation, name=label, language="en", by=reader, now=now
        )
        for label in labels
    }
    piles: dict[str, list[int]] = {label: [] for label in labels}
    rows = session.execute(
        select(Card.number, Answer.id)
        .join(Answer, Card.answer_id == Answer.id)
        .where(Card.consultation_id == consultation.id)
    )
    text_of = dict(list(session.execute(texts_of(consultation))))
    for number, answer_id in rows:
        label = topic_of.get(text_of[answer_id])
        if label in piles:
            piles[label].append(number)
    for label, numbers in piles.items():
        line = f"pile {codes[label].number}: " + " ".join(str(n) for n in numbers)
        coding.sort_pile(session, consultation=consultation, line=line, by=reader, now=now)
        themes.name_theme(
            session,
            consultation=consultation,
            name=label,
            statement=f"People spoke of it: {label}.",
            language="en",
            offices=[session.scalars(select(Office).where(Office.slug == f"{slug}-office")).one()],
            codes=[codes[label]],
            by=reader,
            now=now,
        )


def original_of(card: Card):  # type: ignore[no-untyped-def]
    return (
        select(AnswerPart.text)
        .where(AnswerPart.answer_id == card.answer_id, AnswerPart.kind == PartKind.ORIGINAL)
        .order_by(AnswerPart.position)
    )


def texts_of(consultation: Consultation):  # type: ignore[no-untyped-def]
    return (
        select(AnswerPart.answer_id, AnswerPart.text)
        .join(Card, Card.answer_id == AnswerPart.answer_id)
        .where(Card.consultation_id == consultation.id, AnswerPart.kind == PartKind.ORIGINAL)
    )
