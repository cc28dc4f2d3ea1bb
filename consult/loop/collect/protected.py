"""Protected reports: abuse, violence, a threat. Out of the open flow at once; one officer opens them.

Told as a private matter they never enter the open flow. Flagged by a reader, the words leave it: they
are sealed here and their parts are emptied, so that no list, count or file can show them by mistake.
"""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from consult.common import history, translation
from consult.common.days import day_of
from consult.common.errors import NotAllowed, Refused, mark
from consult.common.history import Actor
from consult.common.vault import Vault
from consult.loop.collect.answers import check_text, parts_of
from consult.loop.collect.reading import is_open_to, reading_seat
from consult.loop.collect.records import Answer, Consultation, Door, PartKind, ProtectedReport
from consult.people.permissions import Action, seat_for
from consult.people.records import Account, Community, Participant, Role, Seat
from consult.people.seats import living

SEALED = "protected_report.sealed"
LONGEST_LINE = 500


def has_officer(session: Session, *, community: Community, now: datetime) -> bool:
    """Whether somebody sits who opens protected reports of `community`."""
    seated = _officers(now).where(Seat.community_id == community.id)
    return bool(session.scalar(select(seated.exists())))


def without_officer(session: Session, *, now: datetime) -> list[Community]:
    """The open communities whose private matters nobody could open now."""
    none = ~_officers(now).where(Seat.community_id == Community.id).exists()
    return list(
        session.scalars(
            select(Community).where(Community.disabled_at.is_(None), none).order_by(Community.name)
        )
    )


def _officers(now: datetime) -> Select[UUID]:
    return (
        select(Seat.id)
        .join(Account, Seat.account_id == Account.id)
        .where(Seat.role == Role.PROTECTION_OFFICER, living(now), Account.disabled_at.is_(None))
    )


def report(
    session: Session,
    *,
    vault: Vault,
    consultation: Consultation,
    text: str,
    language: str,
    door: Door = Door.WEB,
    participant: Participant | None = None,
    key: str | None = None,
    now: datetime,
) -> ProtectedReport:
    """Keep `text` for the protection officer alone. `key` comes from the sender's page: twice is once."""
    check_text(text)
    number = _next_number(session, consultation)
    known = session.scalar(select(ProtectedReport).where(ProtectedReport.key == key)) if key else None
    if known is not None:
        return known
    made = ProtectedReport(
        consultation=consultation,
        number=number,
        door=door,
        participant_id=participant.id if participant else None,
        language=language,
        key=key,
        received_on=now.date(),
    )
    made.sealed = vault.seal(text.strip(), row=made.id, column=SEALED)
    session.add(made)
    by = participant.actor if participant else Actor("participant")
    history.note(session, by=by, action="report.told", about=made, now=now, number=number)
    session.flush()
    return made


def _next_number(session: Session, consultation: Consultation) -> int:
    """A number of its own in the consultation, drawn with the consultation held."""
    session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    last = select(func.max(ProtectedReport.number)).where(ProtectedReport.consultation_id == consultation.id)
    return (session.scalar(last) or 0) + 1


def flag(session: Session, *, vault: Vault, answer: Answer, by: Account, now: datetime) -> ProtectedReport:
    """A reader takes `answer` out of the open flow, at once: from now on they do not see it either."""
    asked = answer.given.round.consultation
    seat = reading_seat(session, account=by, consultation=asked, action=Action.READ_ANSWERS, now=now)
    if seat is None or not is_open_to(answer, seat):
        raise NotAllowed
    session.refresh(answer, ["protected_on", "withdrawn_on"], with_for_update=True)
    if answer.protected_on is not None:
        raise Refused(mark("These words are with the protection officer already."))
    if answer.withdrawn_on is not None:
        raise Refused(mark("These words were taken back."))
    made = ProtectedReport(
        consultation=asked,
        number=_next_number(session, asked),
        door=answer.submission.door if answer.submission else Door.HELPER,
        answer=answer,
        participant_id=answer.submission.participant_id if answer.submission else None,
        flagged_by_id=by.id,
        language=answer.language,
        received_on=now.date(),
    )
    parts = parts_of(session, answer)
    words = json.dumps([[part.position, part.text] for part in parts], ensure_ascii=False)
    made.sealed = vault.seal(words, row=made.id, column=SEALED)
    for part in parts:
        part.text = ""
    translation.forget(session, answer)
    answer.protected_on = now.date()
    session.add(made)
    history.note(session, by=by.actor, action="report.flagged", about=made, now=now, number=made.number)
    session.flush()
    return made


def open_report(
    session: Session, *, vault: Vault, report: ProtectedReport, by: Account, now: datetime
) -> str:
    """The words, for the protection officer alone. Every opening is on record; empty: taken back."""
    _must_be_officer(session, report, by, now)
    history.note(session, by=by.actor, action="report.opened", about=report, now=now, number=report.number)
    if report.opened_at is None:
        report.opened_at, report.opened_by_id = now, by.id
    if report.sealed is None:
        return ""
    words = vault.open(report.sealed, row=report.id, column=SEALED)
    return "\n".join(_as_sent(session, report, words)) if report.flagged else words


def _as_sent(session: Session, report: ProtectedReport, words: str) -> list[str]:
    """The texts of a flagged answer as they came, without what readers made of them."""
    assert report.answer is not None
    kinds = {part.position: part.kind for part in parts_of(session, report.answer)}
    return [
        text for position, text in json.loads(words) if text and kinds.get(position) is not PartKind.MASKED
    ]


def general_line(
    session: Session, *, report: ProtectedReport, agreed: bool, line: str, by: Account, now: datetime
) -> None:
    """What everybody who reads may know: a line without a name or place, if the speaker `agreed` to it."""
    _must_be_officer(session, report, by, now)
    if report.opened_at is None:
        raise Refused(mark("Open the report first."))
    line = " ".join(line.split())
    if line and not agreed:
        raise Refused(mark("A general line stands only if the speaker agreed to it."), field="line")
    if agreed and not line:
        raise Refused(mark("Write the general line that the speaker agreed to."), field="line")
    if len(line) > LONGEST_LINE:
        raise Refused(
            mark("This line is too long. Letters at most: %(most)s."), field="line", most=LONGEST_LINE
        )
    report.agreed, report.general_line = agreed, line
    history.note(
        session,
        by=by.actor,
        action="report.line",
        about=report,
        now=now,
        agreed=int(agreed),
        letters=len(line),
    )


def general_lines(session: Session, *, consultation: Consultation) -> list[str]:
    """The lines that speakers agreed to, for those who read and analyse. In no order that tells anything."""
    said = select(ProtectedReport.general_line).where(
        ProtectedReport.consultation_id == consultation.id,
        ProtectedReport.agreed.is_(True),
        ProtectedReport.returned_at.is_(None),
    )
    return list(session.scalars(said.order_by(ProtectedReport.general_line)))


def give_back(session: Session, *, vault: Vault, report: ProtectedReport, by: Account, now: datetime) -> None:
    """Flagged words that are no private matter return to the open flow as they were."""
    _must_be_officer(session, report, by, now)
    if report.answer is None:
        raise Refused(mark("This was told to the protection officer alone. It cannot go to other readers."))
    if report.opened_at is None:
        raise Refused(mark("Open the report first."))
    if report.over:
        raise Refused(mark("This report is over."))
    if report.answer.withdrawn_on is not None:
        raise Refused(
            mark("The meeting was taken back, so its words cannot go back either. You can end the report.")
        )
    _put_back(session, vault, report, report.answer)
    report.answer.protected_on = None
    report.sealed, report.agreed, report.general_line = None, None, ""
    report.returned_at = now
    history.note(
        session, by=by.actor, action="report.given_back", about=report, now=now, number=report.number
    )


def _put_back(session: Session, vault: Vault, report: ProtectedReport, answer: Answer) -> None:
    """The words as they were."""
    if report.sealed is not None:
        texts = dict(json.loads(vault.open(report.sealed, row=report.id, column=SEALED)))
        for part in parts_of(session, answer):
            part.text = texts.get(part.position, "")


def end_report(session: Session, *, report: ProtectedReport, by: Account, now: datetime) -> None:
    """Nothing more is to be done. The words stay sealed and out of the open flow; the line stays."""
    _must_be_officer(session, report, by, now)
    if report.opened_at is None:
        raise Refused(mark("Open the report first."))
    if report.over:
        raise Refused(mark("This report is over."))
    report.ended_at = now
    history.note(session, by=by.actor, action="report.ended", about=report, now=now, number=report.number)


def take_back(session: Session, *, participant: Participant, now: datetime) -> None:
    """The speaker leaves: what they told or what was flagged of theirs is wiped here too."""
    mine = select(ProtectedReport).where(ProtectedReport.participant_id == participant.id)
    for each in session.scalars(mine):
        each.sealed, each.agreed, each.general_line = None, None, ""
        each.ended_at = each.ended_at or day_of(now)


def reports_of(session: Session, *, community: Community) -> list[ProtectedReport]:
    """Every report of `community`: those that are not over first, then by consultation and number."""
    over = ProtectedReport.ended_at.is_not(None) | ProtectedReport.returned_at.is_not(None)
    return list(
        session.scalars(
            select(ProtectedReport)
            .join(ProtectedReport.consultation)
            .where(Consultation.community_id == community.id)
            .options(joinedload(ProtectedReport.consultation))
            .order_by(over, Consultation.name, ProtectedReport.number)
        )
    )


def unopened(session: Session, *, community: Community) -> int:
    """How many reports of `community` nobody opened yet."""
    waiting = (
        select(func.count(ProtectedReport.id))
        .join(ProtectedReport.consultation)
        .where(
            Consultation.community_id == community.id,
            ProtectedReport.opened_at.is_(None),
            ProtectedReport.ended_at.is_(None),
        )
    )
    return session.scalar(waiting) or 0


def _must_be_officer(session: Session, report: ProtectedReport, by: Account, now: datetime) -> None:
    community = report.consultation.community
    if seat_for(session, account=by, action=Action.OPEN_PROTECTED, now=now, community=community) is None:
        raise NotAllowed
