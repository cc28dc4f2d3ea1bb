"""Where an answer went: plan, paragraph, page, date, or in none; and until when plans are open."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.respond.records import PlanningDay, Response, ResponseVersion, WentInto
from consult.people.records import Account, Office

MOST_NAME = 200
MOST_PLACE = 40


def went(
    session: Session,
    *,
    response: Response,
    document: str,
    paragraph: str = "",
    page: str = "",
    in_none: bool = False,
    on: date | None,
    by: Account,
    now: datetime,
) -> WentInto:
    """After publishing: say into which document the answer went, and where in it; or `in_none`."""
    published = exists().where(
        ResponseVersion.response_id == response.id, ResponseVersion.published_at.is_not(None)
    )
    if not session.scalar(select(published)):
        raise Refused(mark("This is asked after the answer is published."))
    document, paragraph, page = (" ".join(text.split()) for text in (document, paragraph, page))
    if in_none and document:
        raise Refused(mark("Either a document, or in none."), field="document")
    if not in_none and not (document and (paragraph or page)):
        raise Refused(
            mark("Name the plan or document, and the paragraph or page; or say: in none."), field="document"
        )
    for field, text, most in (
        ("document", document, MOST_NAME),
        ("paragraph", paragraph, MOST_PLACE),
        ("page", page, MOST_PLACE),
    ):
        if len(text) > most:
            raise Refused(mark("This is too long. Letters at most: %(most)s."), field=field, most=most)
    if on is None or on > now.date():
        raise Refused(mark("Give the day of the document, not one to come."), field="on")
    said = WentInto(
        response_id=response.id,
        document=document,
        paragraph=paragraph if document else "",
        page=page if document else "",
        on=on,
        by_id=by.id,
        at=now,
    )
    session.add(said)
    session.flush()
    history.note(session, by=by.actor, action="answer.went_into", about=response, now=now)
    return said


def went_into(session: Session, responses: Iterable[UUID]) -> dict[UUID, list[WentInto]]:
    """Where each answer went, the newest first. A document said later takes the place of *in none*."""
    rows = session.scalars(
        select(WentInto)
        .where(WentInto.response_id.in_(list(responses)))
        .order_by(WentInto.at.desc(), WentInto.id)
    )
    found: dict[UUID, list[WentInto]] = {}
    for each in rows:
        found.setdefault(each.response_id, []).append(each)
    return {
        response: [each for each in said if each.document] or said[:1] for response, said in found.items()
    }


def add_day(
    session: Session, *, office: Office, plan: str, until: date | None, by: Account, now: datetime
) -> PlanningDay:
    """List a day until which something can still go into a plan of the office."""
    plan = " ".join(plan.split())
    if not plan or len(plan) > MOST_NAME:
        raise Refused(
            mark("Name the plan or document, in at most %(most)s letters."), field="plan", most=MOST_NAME
        )
    if until is None or until < now.date():
        raise Refused(mark("This day is past. Give a day that is still to come."), field="until")
    day = PlanningDay(office=office, plan=plan, until=until, by_id=by.id, at=now)
    session.add(day)
    session.flush()
    history.note(session, by=by.actor, action="office.planning_day", about=day, now=now)
    return day


def strike_day(session: Session, *, day: PlanningDay, by: Account, now: datetime) -> None:
    """The day was a mistake, or the plan is dropped."""
    if day.struck_at is None:
        day.struck_at = now
        history.note(session, by=by.actor, action="office.planning_day_struck", about=day, now=now)


def days_ahead(session: Session, *, office: Office | None = None, today: date) -> list[PlanningDay]:
    """The planning days still to come, of one office or of all, the nearest first."""
    ahead = (
        select(PlanningDay)
        .where(PlanningDay.struck_at.is_(None), PlanningDay.until >= today)
        .options(joinedload(PlanningDay.office))
        .order_by(PlanningDay.until, PlanningDay.id)
    )
    return list(session.scalars(ahead.where(PlanningDay.office_id == office.id) if office else ahead))
