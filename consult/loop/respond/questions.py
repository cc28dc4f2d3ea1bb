"""An office needs to know more: its question goes to the representatives, who answer, ask on, or decline.

Question and reply are kept and public. A later reply stands beside the earlier ones. One question may
go to several communities: each replies for itself, and a reply of one is none of another.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.loop.respond.answers_to import answers_about
from consult.loop.respond.records import Kind, QuestionReply, Reply, Response, ResponseVersion
from consult.people.records import Community, Role, Seat

MOST_TEXT = 2000


def reply(
    session: Session,
    *,
    version: ResponseVersion,
    says: Reply,
    text: str,
    language: str,
    seat: Seat,
    now: datetime,
) -> QuestionReply:
    """Representatives answer an office's question, say that they ask on, or decline. The text says what
    they know, whom they ask and until when, or why they do not answer."""
    here = {theme.findings.consultation.community_id for theme in version.response.themes}
    if seat.role is not Role.REPRESENTATIVE or seat.community_id not in here:
        raise NotAllowed
    if version.published_at is None or not version.question:
        raise Refused(mark("Nothing is asked here."))
    text = text.strip()
    if not text:
        raise Refused(
            mark("Write what you know, whom you ask and until when, or why you do not answer."), field="text"
        )
    if len(text) > MOST_TEXT:
        raise Refused(mark("This is too long. Letters at most: %(most)s."), field="text", most=MOST_TEXT)
    last = select(func.max(QuestionReply.sequence)).where(QuestionReply.version_id == version.id)
    said = QuestionReply(
        version=version,
        sequence=(session.scalar(last) or 0) + 1,
        reply=says,
        text=text,
        language=language,
        seat=seat,
        at=now,
    )
    session.add(said)
    session.flush()
    history.note(session, by=seat.account.actor, action=f"question.{says}", about=version, now=now)
    return said


def replies_to(
    session: Session, versions: Iterable[UUID], *, here: Iterable[Community]
) -> dict[UUID, list[QuestionReply]]:
    """What the communities of `here` replied to the questions of `versions`, the oldest first."""
    rows = (
        select(QuestionReply)
        .join(Seat, Seat.id == QuestionReply.seat_id)
        .where(
            QuestionReply.version_id.in_(list(versions)),
            Seat.community_id.in_([each.id for each in here]),
        )
        .options(contains_eager(QuestionReply.seat).joinedload(Seat.community))
        .order_by(QuestionReply.sequence)
    )
    found: dict[UUID, list[QuestionReply]] = {}
    for each in session.scalars(rows):
        found.setdefault(each.version_id, []).append(each)
    return found


def replied_on(session: Session, versions: Iterable[UUID], *, here: Community) -> date | None:
    """The day of the last reply of `here` to a question of `versions`; None: it has said nothing."""
    replies = replies_to(session, versions, here=[here])
    return max((each.at.date() for said in replies.values() for each in said), default=None)


def questions_to(
    session: Session, community: Community, *, unanswered: bool = False
) -> list[ResponseVersion]:
    """The published questions about the themes of a community, the newest first. `unanswered`: those
    to which it has replied nothing, whatever another community did."""
    asked = (
        select(ResponseVersion)
        .where(
            ResponseVersion.kind == Kind.NEED_TO_KNOW_MORE,
            ResponseVersion.question != "",
            ResponseVersion.published_at.is_not(None),
            ResponseVersion.response_id.in_(answers_about(community)),
        )
        .options(joinedload(ResponseVersion.response).joinedload(Response.office))
        .order_by(ResponseVersion.published_at.desc(), ResponseVersion.id)
    )
    if unanswered:
        replied = exists().where(
            QuestionReply.version_id == ResponseVersion.id,
            QuestionReply.seat_id == Seat.id,
            Seat.community_id == community.id,
        )
        asked = asked.where(~replied)
    return list(session.scalars(asked))
