"""What a consultation is to be: whose it is, and which process template it follows."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.collect.records import BelongsTo, Consultation, Round
from consult.loop.collect.templates import TEMPLATES
from consult.people.records import Account, Group, Place

Owners = Group | Place | None
"""Whose a consultation is; None: everybody's in its community."""


def give_to(
    session: Session, *, consultation: Consultation, owners: Owners, by: Account, now: datetime
) -> None:
    """Let it belong to a group, to one place, or to everybody. Once people were asked, that stays."""
    if (owners is not None and owners.community_id != consultation.community_id) or (
        isinstance(owners, Group) and owners.retired_at is not None
    ):
        raise Refused(mark("Choose whose it is from the list."), field="owners")
    opened = select(Round.id).where(Round.consultation_id == consultation.id, Round.opened_at.is_not(None))
    if session.scalar(opened.limit(1)) is not None:
        raise Refused(
            mark("People were asked already, so it stays theirs to whom it belongs."), field="owners"
        )
    consultation.group = owners if isinstance(owners, Group) else None
    consultation.place = owners if isinstance(owners, Place) else None
    consultation.belongs_to = (
        BelongsTo.GROUP
        if consultation.group
        else BelongsTo.PLACE
        if consultation.place
        else BelongsTo.EVERYONE
    )
    history.note(
        session,
        by=by.actor,
        action="consultation.given_to",
        about=consultation,
        now=now,
        belongs_to=consultation.belongs_to,
    )


def follow(
    session: Session, *, consultation: Consultation, template: str, by: Account, now: datetime
) -> None:
    """Take the steps of a process template onto the list; empty: of none. What was ticked stays noted."""
    if template and template not in TEMPLATES:
        raise Refused(mark("Choose a template from the list."), field="template")
    consultation.template = template
    history.note(
        session,
        by=by.actor,
        action="template.chosen",
        about=consultation,
        now=now,
        template=template,
    )
