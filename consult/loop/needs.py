"""What the loop needs next from the person who opens the door, and where a consultation stands.

Reads across the rooms and changes nothing. Sentences are the doors' work: a need is a kind
of work, how much of it there is, since when, and where it is done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from consult.loop.close.records import Obligation, Reached, Telling
from consult.loop.collect import rounds
from consult.loop.collect.records import Answer, Consultation, Round, Submission
from consult.loop.respond.records import Response, ResponseVersion, response_theme
from consult.loop.review.records import Review
from consult.loop.review.reviews import standing
from consult.loop.understand import findings as releases
from consult.loop.understand.records import (
    Audience,
    Card,
    Coding,
    Findings,
    FindingsTheme,
    Hold,
    theme_office,
)
from consult.people.permissions import seats_held
from consult.people.records import Account, Committee, Community, Office, Role, Seat


class Work(StrEnum):
    """What can be asked of somebody, most urgent first."""

    ANSWER_OWED = "answer_owed"
    SECOND_LOOK = "second_look"
    SENT_BACK = "sent_back"
    REVIEW = "review"
    READ_FIRST = "read_first"
    SORT = "sort"
    RELEASE = "release"
    TELL = "tell"
    OPEN = "open"
    BEGIN = "begin"
    SEATS = "seats"


@dataclass(frozen=True)
class Need:
    """`count` pieces of `work`; the oldest waits since `since`; `until` is its date where it has one.

    `where` is the slug of the consultation, community or office in which it is done; `number`
    the findings, where the work has one.
    """

    work: Work
    where: str
    name: str
    count: int = 0
    since: date | None = None
    until: date | None = None
    number: int | None = None


def needs_of(session: Session, *, account: Account, now: datetime) -> list[Need]:
    """What the loop needs from `account` in all their seats, most urgent first."""
    found: list[Need] = []
    for seat in seats_held(session, account=account, now=now):
        found.extend(_of_seat(session, seat, now))
    order = list(Work)
    return sorted(found, key=lambda need: (order.index(need.work), need.since or now.date()))


def _of_seat(session: Session, seat: Seat, now: datetime) -> Iterator[Need]:
    match seat.role:
        case Role.REPRESENTATIVE:
            assert seat.community is not None
            yield from _of_representative(session, seat.community, now)
        case Role.COMMITTEE_MEMBER:
            assert seat.committee is not None
            yield from _of_member(session, seat, seat.committee, now)
        case Role.STAFF:
            assert seat.office is not None
            yield from _of_staff(session, seat, seat.office, now)
        case Role.ADMINISTRATOR:
            yield from _of_administrator(session)
        case Role.TRANSLATOR:
            return


def consultations_of(session: Session, community: Community) -> list[Consultation]:
    """The consultations of a community, newest first."""
    mine = select(Consultation).where(Consultation.community_id == community.id)
    return list(session.scalars(mine.order_by(Consultation.made_at.desc())))


def _of_representative(session: Session, community: Community, now: datetime) -> Iterator[Need]:
    consultations = consultations_of(session, community)
    if not consultations:
        yield Need(Work.BEGIN, community.slug, community.name)
    for consultation in consultations:
        here = (consultation.slug, consultation.name)
        current = rounds.current_round(session, consultation)
        if current is None or current.opened_at is None:
            yield Need(Work.OPEN, *here)
            continue
        unread, unsorted = _waiting_cards(session, consultation)
        if unread:
            yield Need(Work.READ_FIRST, *here, count=unread)
        if unsorted:
            yield Need(Work.SORT, *here, count=unsorted)
        latest = releases.latest(session, consultation)
        over = not rounds.is_open(current, now)
        if over and (latest is None or latest.round_id != current.id):
            yield Need(Work.RELEASE, *here, since=current.closes_on, until=current.news_by)
        if knocked := _only_knocked(session, consultation):
            yield Need(Work.TELL, *here, count=knocked)


def _waiting_cards(session: Session, consultation: Consultation) -> tuple[int, int]:
    """How many cards no first reader has passed on, and how many passed on are not sorted."""
    here: tuple[ColumnElement[bool], ...] = (
        Card.consultation_id == consultation.id,
        Answer.id == Card.answer_id,
        Answer.withdrawn_on.is_(None),
    )
    sorted_ = exists().where(
        Coding.answer_id == Card.answer_id, Coding.primary.is_(True), Coding.retracted_at.is_(None)
    )
    count = select(func.count(Card.id)).where(*here)
    unread = session.scalar(count.where(Card.masked_at.is_(None))) or 0
    unsorted = session.scalar(count.where(Card.masked_at.is_not(None), ~sorted_)) or 0
    return unread, unsorted


def _only_knocked(session: Session, consultation: Consultation) -> int:
    """How many people got a knock and have not yet heard the answer anywhere."""
    heard = exists().where(Reached.obligation_id == Obligation.id)
    knocked = exists().where(Telling.obligation_id == Obligation.id, Telling.whole.is_(False))
    return (
        session.scalar(
            select(func.count(func.distinct(Obligation.participant_id)))
            .join(Round, Obligation.round_id == Round.id)
            .where(Round.consultation_id == consultation.id, knocked, ~heard)
        )
        or 0
    )


def _of_member(session: Session, seat: Seat, committee: Committee, now: datetime) -> Iterator[Need]:
    for consultation in consultations_of(session, committee.community):
        latest = releases.latest(session, consultation)
        if latest is None or not standing(session, latest, now).waiting:
            continue
        said = exists().where(Review.findings_theme_id == FindingsTheme.id, Review.seat_id == seat.id)
        shown = [theme.id for theme in releases.themes_for(session, latest, viewer="committee")]
        open_ = session.scalar(select(func.count(FindingsTheme.id)).where(FindingsTheme.id.in_(shown), ~said))
        if open_:
            yield Need(
                Work.REVIEW,
                consultation.slug,
                consultation.name,
                open_,
                since=latest.released_at.date(),
                until=latest.review_by,
                number=latest.number,
            )


def _of_staff(session: Session, seat: Seat, office: Office, now: datetime) -> Iterator[Need]:
    here = (office.slug, office.name)
    owed = [theme for theme in owed_by(session, office) if _may_answer(session, theme.findings, now)]
    if owed:
        oldest = min(theme.findings.released_at for theme in owed).date()
        yield Need(Work.ANSWER_OWED, *here, count=len(owed), since=oldest)
    waiting = (
        select(ResponseVersion)
        .join(Response)
        .where(Response.office_id == office.id, ResponseVersion.published_at.is_(None))
    )
    drafts = session.scalars(waiting).all()
    looks = [
        d for d in drafts if d.handed_over_at and not d.sent_back_at and d.drafted_by_id != seat.account_id
    ]
    back = [d for d in drafts if d.sent_back_at and d.drafted_by_id == seat.account_id]
    if looks:
        since = min(d.handed_over_at for d in looks if d.handed_over_at).date()
        yield Need(Work.SECOND_LOOK, *here, count=len(looks), since=since)
    if back:
        yield Need(Work.SENT_BACK, *here, count=len(back))


def owed_by(session: Session, office: Office) -> list[FindingsTheme]:
    """The released themes addressed to `office`, each as last released, that it has not answered."""
    answered = exists().where(
        response_theme.c.findings_theme_id == FindingsTheme.id,
        response_theme.c.response_id == Response.id,
        Response.office_id == office.id,
        ResponseVersion.response_id == Response.id,
        ResponseVersion.published_at.is_not(None),
    )
    held = exists().where(Hold.theme_id == FindingsTheme.theme_id, Hold.lifted_at.is_(None))
    newer = (
        select(func.max(Findings.number))
        .where(
            Findings.consultation_id
            == select(Findings.consultation_id)
            .where(Findings.id == FindingsTheme.findings_id)
            .correlate(FindingsTheme)
            .scalar_subquery()
        )
        .correlate(FindingsTheme)
        .scalar_subquery()
    )
    return list(
        session.scalars(
            select(FindingsTheme)
            .join(Findings)
            .join(theme_office, theme_office.c.theme_id == FindingsTheme.theme_id)
            .where(
                theme_office.c.office_id == office.id,
                FindingsTheme.audience != Audience.SPOKEN_ONLY,
                Findings.number == newer,
                ~answered,
                ~held,
            )
            .order_by(Findings.released_at, FindingsTheme.number)
        )
    )


def _may_answer(session: Session, findings: Findings, now: datetime) -> bool:
    return not standing(session, findings, now).waiting


def _of_administrator(session: Session) -> Iterator[Need]:
    seated = exists().where(
        Seat.community_id == Community.id, Seat.role == Role.REPRESENTATIVE, Seat.ended_at.is_(None)
    )
    empty = session.scalars(select(Community).where(~seated, Community.disabled_at.is_(None)))
    for community in empty:
        yield Need(Work.SEATS, community.slug, community.name)


def steps_done(session: Session, *, consultation: Consultation, now: datetime) -> int:
    """How many of the five steps of the ring are done in the latest round: heard, read, reviewed,
    answered, told. 5: nobody is owed anything any more."""
    current = rounds.current_round(session, consultation)
    if current is None or current.opened_at is None or rounds.is_open(current, now):
        return 0
    latest = releases.latest(session, consultation)
    if latest is None or latest.round_id != current.id:
        return 1
    if standing(session, latest, now).waiting:
        return 2
    answered = exists().where(
        response_theme.c.findings_theme_id == FindingsTheme.id,
        ResponseVersion.response_id == response_theme.c.response_id,
        ResponseVersion.published_at.is_not(None),
    )
    if session.scalar(select(exists().where(FindingsTheme.findings_id == latest.id, ~answered))):
        return 3
    reached = exists().where(Reached.obligation_id == Obligation.id)
    owed = exists().where(Obligation.round_id == current.id, ~reached)
    return 4 if session.scalar(select(owed)) else 5


def people_heard(session: Session, *, consultation: Consultation) -> int:
    """How many people have spoken in the consultation, over all rounds: exact."""
    return (
        session.scalar(
            select(func.count(func.distinct(Submission.participant_id)))
            .join(Round, Submission.round_id == Round.id)
            .join(Answer, Answer.submission_id == Submission.id)
            .where(Round.consultation_id == consultation.id, Answer.withdrawn_on.is_(None))
        )
        or 0
    )
