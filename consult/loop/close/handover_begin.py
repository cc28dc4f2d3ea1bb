"""The house before writes no more: those who came with its packs are told from here what is answered."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.common import history, outbox
from consult.common.errors import Refused, mark
from consult.common.ids import new_id
from consult.loop.close.handover_records import HandedOver, Handover, Way
from consult.loop.close.obligations import tell_what_is_answered
from consult.loop.close.records import Obligation
from consult.loop.collect.records import Consultation
from consult.loop.understand.records import Findings, Theme
from consult.people.records import Community, Participant


def begin(session: Session, *, community: Community, now: datetime) -> int:
    """Write to those who came with a pack and have heard nothing from here; how many they are. Whom this
    house handed on itself stays with those after it."""
    if session.scalar(_along(Way.IN, community).limit(1)) is None:
        raise Refused(mark("Nothing of this community was taken here."))
    people = waiting(session, community)
    for person in people:
        person.quiet_since = None
    history.note(
        session, by=history.OPERATOR, action="handover.begun", about=community, now=now, people=len(people)
    )
    session.flush()
    _tell(session, community, now)  # also to who came before and wants more since: START, or a new number
    return len(people)


def waiting(session: Session, community: Community) -> Sequence[Participant]:
    """Who came and is not written to yet, nor handed on."""
    return session.scalars(
        select(Participant).where(
            Participant.quiet_since.is_not(None),
            Participant.left_on.is_(None),
            Participant.id.in_(_along(Way.IN, community)),
            Participant.id.not_in(_along(Way.OUT, community)),
        )
    ).all()


def _along(way: Way, community: Community) -> Select[UUID]:
    return (
        select(Obligation.participant_id)
        .join(HandedOver, HandedOver.obligation_id == Obligation.id)
        .join(Handover, HandedOver.handover_id == Handover.id)
        .where(Handover.community_id == community.id, Handover.way == way, Handover.done_on.is_not(None))
    )


def _tell(session: Session, community: Community, now: datetime) -> None:
    """Ask that what is answered already be told from here; who was told in person is not told again."""
    here = Consultation.community_id == community.id
    themes = session.scalars(select(Theme.id).join(Theme.consultation).where(here))
    tell_what_is_answered(session, theme_ids=set(themes), now=now)
    for findings in session.scalars(select(Findings.id).join(Findings.consultation).where(here)):
        key = f"{findings}:{new_id()}"
        outbox.ask_for(session, "tell_alone", key=key, now=now, findings_id=str(findings))
