"""The opening record of a consultation: how those who speak here were chosen, by whom, who objected."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.consultations import consultations_of
from consult.loop.collect.records import Consultation
from consult.loop.collect.rounds import current_round, is_open
from consult.people.records import Account, Community, Role, Seat
from consult.people.terms import speakers

LONGEST = 2000


def write_opening(
    session: Session, *, consultation: Consultation, text: str, by: Account, now: datetime
) -> None:
    """Say it in words, in the consultation's own language: read before the first prompt."""
    text = text.strip()
    if len(text) > LONGEST:
        raise Refused(
            mark("This is longer than people will read. Letters at most: %(most)s."),
            field="opening",
            most=LONGEST,
        )
    if text != consultation.opening:
        consultation.opening = text
        history.note(session, by=by.actor, action="opening.recorded", about=consultation, now=now)


def open_in(session: Session, *, community: Community, now: datetime) -> list[Consultation]:
    """The consultations of `community` that take words now."""
    found = [(each, current_round(session, each)) for each in consultations_of(session, community=community)]
    return [each for each, current in found if current is not None and is_open(current, now)]


def last_of_open(session: Session, *, seat: Seat, now: datetime) -> list[Consultation]:
    """The open consultations that nobody would represent any more without `seat`."""
    if seat.role is not Role.REPRESENTATIVE or seat.community is None:
        return []
    if {each.id for each in speakers(session, community=seat.community, now=now)} - {seat.id}:
        return []
    return open_in(session, community=seat.community, now=now)
