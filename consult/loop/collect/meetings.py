"""What people said together at a meeting: points without names, about how many were there.

Each point is an `Answer` without a submission: it is masked, read and sorted as every card is, and stands
in no count of people. Persons and meetings are never added up. A meeting that was told of by mistake, or
twice, is taken back whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.common.vault import Vault
from consult.loop.collect.answers import MOST, ask_for_card, check_taken, reading_text, voices_passed_on
from consult.loop.collect.helping import Voice, key_of, recorded
from consult.loop.collect.records import (
    Answer,
    AnswerPart,
    Consultation,
    MeetingReport,
    PartKind,
    Prompt,
    PromptVersion,
    PromptWording,
    Recording,
    Round,
)
from consult.loop.collect.rounds import is_open, today_in
from consult.people.records import HelperLink, Place

MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class Met:
    """`people`: about how many in all; `groups`: group id to about how many; `points`: one thing each, and
    so are `voices`: speech, a song or a recital that was recorded there."""

    language: str
    held_on: date
    people: int
    points: Sequence[tuple[PromptWording, str]]
    read_back: bool
    voices: Sequence[tuple[PromptWording, Voice]] = ()
    place: Place | None = None
    groups: Mapping[UUID, int] | None = None

    def __repr__(self) -> str:
        return "<Met>"


def take_in_meeting(
    session: Session,
    *,
    vault: Vault,
    round: Round,  # noqa: A002 - the house's word
    link: HelperLink,
    met: Met,
    key: str,
    now: datetime,
) -> MeetingReport:
    """Keep one meeting. `key` was made on the helper's phone: the same twice is once."""
    mine = key_of(link, key)
    known = _known(session, mine)
    if known is not None:
        return known
    _check(round, link, met, today=today_in(round.consultation.community, now))
    try:
        with session.begin_nested():
            return _keep(session, vault, round, link, met, key=mine, now=now)
    except IntegrityError:
        known = _known(session, mine)
        if known is None:
            raise
        return known  # the same was sent twice at one moment


def _known(session: Session, key: str) -> MeetingReport | None:
    return session.scalar(select(MeetingReport).where(MeetingReport.key == key))


def _check(round: Round, link: HelperLink, met: Met, *, today: date) -> None:  # noqa: A002
    if round.consultation.community_id != link.community_id:
        raise Refused(mark("This helper does not write for this community."))
    if round.opened_at is None:
        raise Refused(mark("This consultation has not opened yet."))
    check_taken(round.consultation.community)
    if not 1 <= met.people <= MOST_PEOPLE:
        raise Refused(mark("About how many people were there? Write a number."), field="people")
    if any(not 0 <= count <= MOST_PEOPLE for count in (met.groups or {}).values()):
        raise Refused(mark("About how many people were there? Write a number."), field="people")
    if met.held_on > today:
        raise Refused(mark("The day of the meeting is not here yet."), field="held_on")
    if met.place is not None and met.place.community_id != link.community_id:
        raise Refused(mark("This place is not in this community."), field="place")
    if not met.voices and not any(text.strip() for _, text in met.points):
        raise Refused(mark("There are no words yet. Write to at least one of the prompts."), field="text")
    if any(len(text.strip()) > MOST for _, text in met.points):
        raise Refused(
            mark("This is longer than we can keep. Letters at most: %(most)s."), field="text", most=MOST
        )


def _keep(
    session: Session,
    vault: Vault,
    round: Round,  # noqa: A002
    link: HelperLink,
    met: Met,
    *,
    key: str,
    now: datetime,
) -> MeetingReport:
    report = MeetingReport(
        round=round,
        helper_link=link,
        place=met.place,
        held_on=met.held_on,
        language=met.language,
        people=met.people,
        groups={str(group): count for group, count in (met.groups or {}).items() if count},
        read_back=met.read_back,
        key=key,
        received_on=now.date(),
    )
    session.add(report)
    said: list[tuple[PromptWording, str | Recording]] = [
        *((wording, text.strip()) for wording, text in met.points if text.strip()),
        *((wording, recorded(session, vault=vault, voice=each, now=now)) for wording, each in met.voices),
    ]
    late = not is_open(round, now)
    for wording, point in said:
        say_there(session, report=report, wording=wording, said=point, late=late, now=now)
    session.flush()
    ask_for_card(session, round=round, key=str(report.id), now=now)
    by = Actor("helper", link.id)
    history.note(session, by=by, action="meeting.told", about=report, now=now, points=len(said))
    return report


def say_there(
    session: Session,
    *,
    report: MeetingReport,
    wording: PromptWording,
    said: str | Recording,
    late: bool,
    now: datetime,
) -> Answer:
    """One thing that was said there, in words or by a voice: an answer without a submission."""
    point = Answer(meeting=report, wording=wording, later_words=late)
    part = AnswerPart(answer=point, position=1, on=now.date(), kind=PartKind.ORIGINAL, text="")
    if isinstance(said, Recording):
        part.kind, part.recording = PartKind.RECORDING, said
    else:
        part.text = said
    session.add_all([point, part])
    if wording.version.frozen_at is None:
        wording.version.frozen_at = now
    return point


def meetings_of(session: Session, *, consultation: Consultation) -> Sequence[MeetingReport]:
    """The meetings of the consultation, the newest first; also those that were taken back."""
    return session.scalars(
        select(MeetingReport)
        .join(Round)
        .where(Round.consultation_id == consultation.id)
        .order_by(MeetingReport.held_on.desc(), MeetingReport.id)
    ).all()


@dataclass(frozen=True)
class Point:
    """One thing that was said: its words, its voices, or both."""

    text: str
    voices: Sequence[Recording]

    def __repr__(self) -> str:
        return "<Point>"


@dataclass(frozen=True)
class Points:
    """What was said at a meeting to one prompt, as its first readers passed it on; `to_read`: how many
    points wait for them. What is with the protection officer is not among them."""

    wording: PromptWording
    said: Sequence[Point]
    to_read: int

    def __repr__(self) -> str:
        return "<Points>"


def points_of(session: Session, *, report: MeetingReport) -> list[Points]:
    """By prompt, in the order in which they were asked."""
    found: dict[PromptWording, list[Point | None]] = {}
    for point in session.scalars(
        select(Answer)
        .join(Answer.wording)
        .join(PromptWording.version)
        .join(PromptVersion.prompt)
        .where(Answer.meeting_id == report.id, Answer.withdrawn_on.is_(None), Answer.protected_on.is_(None))
        .order_by(Prompt.number, PromptVersion.number, Answer.id)
    ):
        text, voices = reading_text(session, point), voices_passed_on(session, point)
        passed_on = None if text is None else Point(text, voices)
        found.setdefault(point.wording, []).append(passed_on)
    return [
        Points(wording, [each for each in points if each], points.count(None))
        for wording, points in found.items()
    ]


def how_many_met(session: Session, *, consultation: Consultation) -> tuple[int, int]:
    """(meetings, about how many people were at them). Never added to persons who spoke one by one."""
    counted = session.execute(
        select(func.count(MeetingReport.id), func.coalesce(func.sum(MeetingReport.people), 0))
        .join(Round)
        .where(Round.consultation_id == consultation.id, MeetingReport.withdrawn_on.is_(None))
    ).one()
    return counted[0], counted[1]


def told_by(session: Session, *, link: HelperLink) -> Sequence[MeetingReport]:
    """The meetings of which this helper told and that still stand, the newest first."""
    return session.scalars(
        select(MeetingReport)
        .where(MeetingReport.helper_link_id == link.id, MeetingReport.withdrawn_on.is_(None))
        .order_by(MeetingReport.held_on.desc(), MeetingReport.id)
    ).all()
