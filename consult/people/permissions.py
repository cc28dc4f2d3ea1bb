"""Who may do what: one table. What is not in it is refused.

Staff of an office can change no prompt, code, theme or finding, and can read no answer,
coding or unreleased theme: no action of theirs stands in this table for it.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.people.records import Account, Committee, Community, Office, Role, Seat
from consult.people.seats import living


class Action(StrEnum):
    ADMINISTER = "administer"
    DESIGN = "design"
    SAY_WHO_IS_MISSING = "say_who_is_missing"
    READ_ANSWERS = "read_answers"
    SORT = "sort"
    NAME_THEMES = "name_themes"
    RELEASE = "release"
    NAME_CARDS = "name_cards"
    HOLD = "hold"
    LOG_RETURN = "log_return"
    TRANSLATE = "translate"
    SEE_FINDINGS = "see_findings"
    REVIEW = "review"
    ANSWER = "answer"
    PUBLISH = "publish"
    OPEN_PROTECTED = "open_protected"


WHO = {
    Action.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Action.DESIGN: frozenset({Role.REPRESENTATIVE}),
    Action.SAY_WHO_IS_MISSING: frozenset(
        {Role.REPRESENTATIVE, Role.COMMITTEE_MEMBER, Role.READER, Role.TRANSLATOR}
    ),
    Action.READ_ANSWERS: frozenset({Role.REPRESENTATIVE, Role.READER}),
    Action.SORT: frozenset({Role.REPRESENTATIVE, Role.READER}),
    Action.NAME_THEMES: frozenset({Role.REPRESENTATIVE}),
    Action.RELEASE: frozenset({Role.REPRESENTATIVE}),
    Action.NAME_CARDS: frozenset({Role.REPRESENTATIVE}),
    Action.HOLD: frozenset({Role.REPRESENTATIVE}),
    Action.LOG_RETURN: frozenset({Role.REPRESENTATIVE}),
    Action.TRANSLATE: frozenset({Role.REPRESENTATIVE, Role.TRANSLATOR}),
    Action.SEE_FINDINGS: frozenset({Role.REPRESENTATIVE, Role.COMMITTEE_MEMBER}),
    Action.REVIEW: frozenset({Role.COMMITTEE_MEMBER}),
    Action.ANSWER: frozenset({Role.STAFF}),
    Action.PUBLISH: frozenset({Role.STAFF}),
    Action.OPEN_PROTECTED: frozenset({Role.PROTECTION_OFFICER}),
}


def seat_for(
    session: Session,
    *,
    account: Account,
    action: Action,
    now: datetime,
    community: Community | None = None,
    office: Office | None = None,
) -> Seat | None:
    """The seat by which `account` may do `action` in `community` or `office` now; None: it may not."""
    found = seats_for(session, account=account, action=action, now=now, community=community, office=office)
    return found[0] if found else None


def seats_for(
    session: Session,
    *,
    account: Account,
    action: Action,
    now: datetime,
    community: Community | None = None,
    office: Office | None = None,
) -> list[Seat]:
    """Every seat by which `account` may do `action` in `community` or `office` now, by number.

    A committee member's seat counts in the community of their committee.
    """
    if account.disabled_at is not None:
        return []
    seats = (
        select(Seat)
        .outerjoin(Committee, Seat.committee_id == Committee.id)
        .where(
            Seat.account_id == account.id,
            Seat.role.in_(WHO[action]),
            living(now),
        )
        .order_by(Seat.number)
    )
    if office is not None:
        seats = seats.where(Seat.office_id == office.id)
    elif community is not None:
        seats = seats.where(or_(Seat.community_id == community.id, Committee.community_id == community.id))
    else:
        seats = seats.where(
            Seat.office_id.is_(None), Seat.community_id.is_(None), Seat.committee_id.is_(None)
        )
    return list(session.scalars(seats))


def seats_held(session: Session, *, account: Account, now: datetime) -> list[Seat]:
    """Every seat that `account` holds now."""
    return list(
        session.scalars(
            select(Seat).where(Seat.account_id == account.id, living(now)).order_by(Seat.role, Seat.number)
        )
    )
