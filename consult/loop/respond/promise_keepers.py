"""Who keeps a promise: staff of its office, representatives of its communities."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.loop.respond.records import Commitment
from consult.people.records import Account, Role, Seat
from consult.people.seats import living


def keepers(session: Session, *, promise: Commitment, now: datetime) -> list[Account]:
    """The accounts that keep it now and let themselves be told of work by mail, each once; staff first."""
    own = promise.consultation.community_id if promise.consultation else None
    places = [Seat.community_id == each for each in (own, promise.other_community_id) if each]
    communities = Seat.role == Role.REPRESENTATIVE, or_(False, *places)
    found = select(Account).join(Seat, Seat.account_id == Account.id)
    told = Account.mail_work, Account.disabled_at.is_(None), Account.password_hash.is_not(None), living(now)
    staff = found.where(Seat.role == Role.STAFF, Seat.office_id == promise.office_id, *told)
    seated = [*session.scalars(staff)] if promise.office_id else []
    return list(dict.fromkeys([*seated, *session.scalars(found.where(*communities, *told))]))
