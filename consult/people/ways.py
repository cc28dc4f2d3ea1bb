"""The ways to people: their living reaches, and whether a text that they did not ask for may go there."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult.common.portions import in_portions
from consult.people.records import ContactPoint, HearBack, Participant, Reach


@dataclass(frozen=True)
class Way:
    """A way to one person. `person`: their number, where the phone is not theirs alone. `quiet`: another
    house writes to them in place of this one."""

    reach: Reach
    point: ContactPoint
    person: int | None
    quiet: bool

    @property
    def open(self) -> bool:
        return self.wanted and not self.quiet

    @property
    def wanted(self) -> bool:
        """Open, but for another house that writes to this person in place of this one."""
        silent = self.point.stopped_at is not None or self.point.dead_at is not None
        return self.reach.hear_back is not HearBack.NOTHING and not silent


def ways_to(session: Session, people: set[UUID]) -> dict[UUID, list[Way]]:
    """The living ways to each of `people`."""
    wanted = (
        select(Reach, Participant.quiet_since)
        .join(Reach.participant)
        .options(joinedload(Reach.contact_point))
        .where(Reach.until.is_(None))
        .order_by(Reach.suffix, Reach.id)
    )
    living = [
        (reach, quiet is not None)
        for some in in_portions(people)
        for reach, quiet in session.execute(wanted.where(Reach.participant_id.in_(some)))
    ]
    counted = select(Reach.contact_point_id, func.count()).group_by(Reach.contact_point_id)
    ever = {
        phone: reaches
        for some in in_portions({reach.contact_point_id for reach, _ in living})
        for phone, reaches in session.execute(counted.where(Reach.contact_point_id.in_(some)))
    }
    found: dict[UUID, list[Way]] = {}
    for reach, quiet in living:
        shared = ever[reach.contact_point_id] > 1
        way = Way(reach, reach.contact_point, reach.suffix if shared else None, quiet)
        found.setdefault(reach.participant_id, []).append(way)
    return found
