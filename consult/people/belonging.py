"""A participant says to which groups of the lists they belong. Asked after the answers, never needed."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.people.records import Belonging, Group, Participant


def belong(session: Session, *, participant: Participant, groups: Collection[Group], now: datetime) -> None:
    """Keep that `participant` belongs to `groups`, and to no other any more."""
    if any(group.community_id != participant.community_id or group.retired_at for group in groups):
        raise Refused(mark("Choose only groups of this community."), field="groups")
    said, wanted = groups_said_by(session, participant=participant), {group.id for group in groups}
    if said == wanted:
        return
    gone = delete(Belonging).where(
        Belonging.participant_id == participant.id, Belonging.group_id.in_(said - wanted)
    )
    session.execute(gone)
    session.add_all(Belonging(participant=participant, group_id=each) for each in wanted - said)
    session.flush()
    history.note(session, by=participant.actor, action="groups.told", about=participant, now=now)


def groups_said_by(session: Session, *, participant: Participant) -> set[UUID]:
    """The groups, by id, to which `participant` says they belong."""
    session.flush()
    return set(session.scalars(select(Belonging.group_id).where(Belonging.participant_id == participant.id)))


def forget_belonging(session: Session, *, participant: Participant) -> None:
    """The person left: they are counted in no group any more."""
    session.execute(delete(Belonging).where(Belonging.participant_id == participant.id))
