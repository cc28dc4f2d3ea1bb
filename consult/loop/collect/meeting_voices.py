"""One more voice comes to a meeting of which a helper told: heard and sorted as what was written down."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import NotAllowed, Refused, mark
from consult.common.history import Actor
from consult.common.vault import Vault
from consult.loop.collect.answers import ask_for_card
from consult.loop.collect.helping import Voice, recorded
from consult.loop.collect.meetings import say_there
from consult.loop.collect.recordings import good_sound, sound
from consult.loop.collect.records import Answer, AnswerPart, MeetingReport, PromptWording, Recording
from consult.loop.collect.rounds import is_open
from consult.people.records import HelperLink


def add_voice(
    session: Session,
    *,
    vault: Vault,
    report: MeetingReport,
    link: HelperLink,
    wording: PromptWording,
    voice: Voice,
    now: datetime,
) -> None:
    """One more voice of a meeting of which this helper told; the same sound twice is once."""
    if report.helper_link_id != link.id:
        raise NotAllowed
    session.refresh(report, ["withdrawn_on"], with_for_update=True)
    if report.withdrawn_on is not None:
        raise Refused(mark("This meeting was taken back. Nothing is added to it."))
    data = good_sound(voice.data).data
    if any(_sounds_as(session, vault, each, data) for each in _heard_at(session, report)):
        return
    heard, late = recorded(session, vault=vault, voice=voice, now=now), not is_open(report.round, now)
    point = say_there(session, report=report, wording=wording, said=heard, late=late, now=now)
    session.flush()
    ask_for_card(session, round=report.round, key=str(point.id), now=now)
    history.note(session, by=Actor("helper", link.id), action="meeting.voice_told", about=report, now=now)


def _heard_at(session: Session, report: MeetingReport) -> Sequence[Recording]:
    """The voices of the meeting as they came, that still sound."""
    return session.scalars(
        select(Recording)
        .join(AnswerPart, AnswerPart.recording_id == Recording.id)
        .join(Answer, Answer.id == AnswerPart.answer_id)
        .where(Answer.meeting_id == report.id, AnswerPart.by_id.is_(None), Recording.wiped_on.is_(None))
    ).all()


def _sounds_as(session: Session, vault: Vault, kept: Recording, data: bytes) -> bool:
    return kept.size == len(data) and sound(session, vault=vault, recording=kept) == data
