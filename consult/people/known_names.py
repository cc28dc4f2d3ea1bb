"""The names that this deployment knows: of those who hold seats and of helpers.

Only for the eyes of the first reader, so that such a name in somebody's words is pointed at.
"""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.people.records import Account, Committee, Community, HelperLink, Seat
from consult.people.seats import living

SHORTEST = 3


def known_names(session: Session, community: Community, *, now: datetime) -> list[str]:
    """Whole names, and each part of them of three letters or more, in alphabetical order.

    Of whoever sits for `community`, in its committee or in an office, and of its helpers.
    """
    committees = select(Committee.id).where(Committee.community_id == community.id)
    sits = or_(
        Seat.community_id == community.id, Seat.committee_id.in_(committees), Seat.office_id.is_not(None)
    )
    held = select(Seat.account_id).where(living(now), sits)
    whole = {
        *session.scalars(select(Account.name).where(Account.id.in_(held))),
        *session.scalars(select(HelperLink.name).where(HelperLink.community_id == community.id)),
    }
    parts = {part for name in whole for part in name.split() if len(part) >= SHORTEST}
    return sorted(name for name in whole | parts if name.strip())
