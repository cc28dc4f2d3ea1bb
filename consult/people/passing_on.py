"""May this number go on to those who answer after us? Asked apart from all else; without a word it is no.

A word is about one way to one person: about this phone, for this person, and about no other phone of
theirs. Kept as consent of its own purpose, with the text and language in which it was asked. Leaving ends
it, and so does another number: a new way to a person has no word yet.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.portions import in_portions
from consult.people import consents
from consult.people.records import Consent, Reach

PURPOSE = "pass_on"
TEXT_VERSION = "2027-1"
"""The version of the question, the same on every page and by text. Raise it when it says more or less."""


def say(session: Session, *, reach: Reach, given: bool, language: str | None = None, now: datetime) -> None:
    """Keep the person's word on this number where it is a new one; a no that nobody was asked for is not
    written down."""
    session.flush()
    if reach.until is not None or given == agreed(session, reach):
        return
    before = len(_words(session, [reach.participant_id]))
    word = consents.record(
        session,
        participant=reach.participant,
        purpose=PURPOSE,
        given=given,
        text_version=TEXT_VERSION,
        language=language or reach.participant.language,
        now=now,
    )
    # Days alone do not tell which of two words was the last.
    word.detail = {"nth": before + 1, "reach": reach.id.hex}
    session.flush()


def agreed(session: Session, reach: Reach) -> bool:
    """Whether this number of this person may go on, by their last word on it."""
    return reach.id in may_go(session, [reach.participant_id])


def may_go(session: Session, people: Iterable[UUID]) -> set[UUID]:
    """The ways to `people` whose numbers may go on: a yes was the last word, and they are reached there
    still."""
    those = list(people)
    living = select(Reach.id).where(Reach.until.is_(None))
    there = {
        reach
        for some in in_portions(those)
        for reach in session.scalars(living.where(Reach.participant_id.in_(some)))
    }
    return {reach for reach, word in _last(session, those).items() if word.given} & there


def note_packed(session: Session, people: Iterable[UUID], *, pack: UUID, ways: dict[UUID, str]) -> None:
    """Keep with each yes that its number went into `pack`, and how they were heard there then."""
    last = _last(session, people)
    for reach, heard in ways.items():
        word = last[reach]
        word.detail = {**word.detail, "packed": {**word.detail.get("packed", {}), pack.hex: heard}}
    session.flush()


def packed(session: Session, people: Iterable[UUID], *, pack: UUID) -> list[tuple[UUID, UUID, str]]:
    """The numbers that went into `pack`: person, way, and how they were heard there then."""
    return [
        (word.participant_id, UUID(hex=word.detail["reach"]), word.detail["packed"][pack.hex])
        for word in _words(session, people)
        if pack.hex in word.detail.get("packed", {})
    ]


def _last(session: Session, people: Iterable[UUID]) -> dict[UUID, Consent]:
    """The last word on each number, by the way to which it belongs."""
    return {UUID(hex=each.detail["reach"]): each for each in _words(session, people)}


def _words(session: Session, people: Iterable[UUID]) -> list[Consent]:
    """What they said of their numbers, the last word last. Leaving is about none: there is none then."""
    of_numbers = select(Consent).where(Consent.purpose == PURPOSE)
    found = [
        word
        for some in in_portions(people)
        for word in session.scalars(of_numbers.where(Consent.participant_id.in_(some)))
    ]
    return sorted((each for each in found if "reach" in each.detail), key=lambda each: each.detail["nth"])
