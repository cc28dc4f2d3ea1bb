"""What is owed: to everyone who spoke, for each theme they spoke to, or else for their words.

Owed once, however often it is asked for. Nobody is dropped: who left stays in the count.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, select
from sqlalchemy.orm import Session, aliased

from consult.common import history, outbox
from consult.common.ids import new_id
from consult.common.once import add_all_once
from consult.loop.close.handover_records import HandedOver
from consult.loop.close.kinds import Kind, kinds
from consult.loop.close.records import Obligation, Reached, Telling
from consult.loop.collect.records import Answer, Submission
from consult.loop.respond.decisions import of_every_office
from consult.loop.understand.effective import effective_codes
from consult.loop.understand.findings import latest
from consult.loop.understand.records import Contribution, Findings, FindingsTheme
from consult.people.records import Participant


def owe(session: Session, *, findings: Findings, now: datetime) -> None:
    """After a release: owe an answer to everyone who spoke in its round.

    Asks that words on no theme are told what became of them, and that themes which are answered
    already are told to whoever is newly owed. Doing it again adds nothing.
    """
    since = findings.released_at.date()
    on_themes = session.execute(
        select(Contribution.participant_id, FindingsTheme.theme_id)
        .join(FindingsTheme, Contribution.findings_theme_id == FindingsTheme.id)
        .join(Participant, Contribution.participant_id == Participant.id)
        .where(FindingsTheme.findings_id == findings.id, Participant.left_on.is_(None))
    ).all()
    _add(session, findings.round_id, ((person, theme) for person, theme in on_themes), since)
    _forget_rounds_now_on_themes(session, findings.round_id)
    _add(session, findings.round_id, ((person, None) for person in _on_no_theme(session, findings)), since)
    history.note(session, by=history.CLOCK, action="answers.owed", about=findings, now=now)
    outbox.ask_for(session, "tell_alone", key=str(findings.id), now=now, findings_id=str(findings.id))
    tell_what_is_answered(session, theme_ids={theme for _, theme in on_themes}, now=now)


def owe_late(session: Session, *, answer: Answer, now: datetime) -> None:
    """An answer sorted to a released theme after the release is owed that theme's answer too. What was
    said at a meeting is nobody's own: it is answered in the open, and owed to no person."""
    if answer.submission is None:
        return
    person, round_ = answer.submission.participant, answer.submission.round
    findings = latest(session, round_.consultation)
    gone = answer.withdrawn_on is not None or answer.protected_on is not None
    if findings is None or person.left_on is not None or gone:
        return
    codes = effective_codes()
    themes = set(
        session.scalars(
            select(FindingsTheme.theme_id)
            .join(codes, codes.c.theme_id == FindingsTheme.theme_id)
            .where(FindingsTheme.findings_id == findings.id, codes.c.answer_id == answer.id)
        )
    )
    new = themes - set(
        session.scalars(select(Obligation.theme_id).where(Obligation.participant_id == person.id))
    )
    if not new:
        return
    _add(session, round_.id, ((person.id, theme) for theme in new), now.date())
    _forget_rounds_now_on_themes(session, round_.id)
    tell_what_is_answered(session, theme_ids=new, now=now)


def tell_what_is_answered(session: Session, *, theme_ids: Iterable[UUID], now: datetime) -> None:
    """Ask once more to tell the answers that stand, of every office; who was told is not told again."""
    for version_id in [decision.newest.id for decision, _ in of_every_office(session, theme_ids)]:
        outbox.ask_for(
            session, "fan_out", key=f"{version_id}:{new_id()}", now=now, version_id=str(version_id)
        )


def kind_of(session: Session, obligation: Obligation) -> Kind:
    """What the words came to for which this is owed."""
    if obligation.theme_id is not None:
        return Kind.THEME
    words = kinds([obligation.round], only=[obligation.participant_id])
    found = session.scalar(select(words.c.kind))
    return Kind(found or obligation.kind or Kind.UNREAD)


def _on_no_theme(session: Session, findings: Findings) -> list[UUID]:
    """Who spoke in the round and is owed nothing for a theme of it."""
    owed = select(Obligation.participant_id).where(
        Obligation.round_id == findings.round_id, Obligation.theme_id.is_not(None)
    )
    return list(
        session.scalars(
            select(Submission.participant_id)
            .distinct()
            .join(Answer, Answer.submission_id == Submission.id)
            .join(Participant, Submission.participant_id == Participant.id)
            .where(
                Submission.round_id == findings.round_id,
                Answer.withdrawn_on.is_(None),
                Answer.protected_on.is_(None),
                Participant.left_on.is_(None),
                Submission.participant_id.not_in(owed),
            )
        )
    )


def _add(session: Session, round_id: UUID, owed: Iterable[tuple[UUID, UUID | None]], since: date) -> None:
    rows = [
        {
            "key": f"{person}:{theme or round_id}",
            "participant_id": person,
            "round_id": round_id,
            "theme_id": theme,
            "since": since,
        }
        for person, theme in owed
    ]
    add_all_once(session, Obligation, rows, unique=["key"])


def ended_by_themes() -> ColumnElement[bool]:
    """Owed for words on no theme that came to lie on one, and never met: the theme's answer is theirs, and
    one person is owed nothing twice for the same words. Met, it stays what it is: told."""
    other = aliased(Obligation)
    return and_(
        Obligation.theme_id.is_(None),
        exists().where(
            other.participant_id == Obligation.participant_id,
            other.round_id == Obligation.round_id,
            other.theme_id.is_not(None),
        ),
        ~exists().where(Reached.obligation_id == Obligation.id),
    )


def now_on_themes() -> ColumnElement[bool]:
    """Of these, those of which no text ever went out. Those in a hand-over stay, so that its count holds."""
    return and_(ended_by_themes(), ~exists().where(Telling.obligation_id == Obligation.id))


def _forget_rounds_now_on_themes(session: Session, round_id: UUID) -> None:
    """Words that came to lie on a theme no longer need an answer of their own, unless it was told or
    went along in a hand-over."""
    handed = exists().where(HandedOver.obligation_id == Obligation.id)
    session.execute(
        delete(Obligation)
        .where(Obligation.round_id == round_id, now_on_themes(), ~handed)
        .execution_options(synchronize_session=False)
    )
