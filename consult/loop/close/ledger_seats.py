"""Who read and who decided, women and men, as far as they say so; and who typed and was paid by an office."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.loop.close.few import all_or_none
from consult.loop.close.ledger_lines import Line, Unit
from consult.loop.collect.records import Answer, Consultation, MeetingReport, Round, Submission
from consult.loop.respond.decisions import published_on
from consult.loop.review.records import Review
from consult.loop.understand.readers import from_whom
from consult.loop.understand.records import Coding, Findings, FindingsTheme
from consult.loop.understand.small_cells import shown
from consult.people.records import HelperLink, Seat, WomanOrMan

NOT_SAID = "not_said"


def seats_of(session: Session, consultation: Consultation, *, k: int) -> list[Line]:
    """Three lines and their parts: who sorted words, who released or took a position, who answered."""
    groups = {
        "readers": _readers(session, consultation),
        "deciders": _deciders(session, consultation),
        "answerers": _answerers(session, consultation),
    }
    said = _said(session, {account for found in groups.values() for account in found})
    return [line for key, found in groups.items() for line in _lines(key, found, said, k)]


def typed_paid(session: Session, consultation: Consultation, *, spoke: int, k: int) -> Line:
    """For how many people somebody typed whom an office pays. Withheld as soon as one such helper's number
    is, which stands on a page of its own."""
    stands = select(Answer.id).where(
        Answer.submission_id == Submission.id, Answer.withdrawn_on.is_(None), Answer.protected_on.is_(None)
    )
    counted = session.scalars(
        select(func.count())
        .select_from(Submission)
        .join(Round, Round.id == Submission.round_id)
        .join(HelperLink, HelperLink.id == Submission.helper_link_id)
        .where(Round.consultation_id == consultation.id, HelperLink.paid_by_office, stands.exists())
        .group_by(HelperLink.id)
    ).all()
    told = [shown(people, spoke, k) for people in counted]
    value = None if None in told else sum(each for each in told if each)
    return Line("typed_paid", Unit.PEOPLE, value, withheld=value is None)


def _lines(key: str, found: set[UUID], said: dict[UUID, WomanOrMan], k: int) -> list[Line]:
    counts = dict.fromkeys([*map(str, WomanOrMan), NOT_SAID], 0)
    for account in found:
        counts[str(said.get(account, NOT_SAID))] += 1
    parts = all_or_none(counts, k=k)
    return [
        Line(key, Unit.SEATS, len(found)),
        *(Line(f"{key}.{part}", Unit.SEATS, n, withheld=n is None) for part, n in parts.items()),
    ]


def _said(session: Session, accounts: Iterable[UUID]) -> dict[UUID, WomanOrMan]:
    """What the holders of seats say of themselves on their newest seat; nothing there is nothing said."""
    rows = session.execute(
        select(Seat.account_id, Seat.woman_or_man)
        .where(Seat.account_id.in_(list(accounts)))
        .order_by(Seat.since, Seat.id)
    )
    return {account: said for account, said in rows if said is not None}


def _readers(session: Session, consultation: Consultation) -> set[UUID]:
    sorted_ones = from_whom(select(Coding.by_id).join(Answer, Answer.id == Coding.answer_id))
    rounds = select(Round.id).where(Round.consultation_id == consultation.id)
    here = func.coalesce(Submission.round_id, MeetingReport.round_id).in_(rounds)
    return set(session.scalars(sorted_ones.where(here).distinct()))


def _deciders(session: Session, consultation: Consultation) -> set[UUID]:
    released = select(Findings.released_by_id).where(Findings.consultation_id == consultation.id)
    took = (
        select(Seat.account_id)
        .join(Review, Review.seat_id == Seat.id)
        .join(FindingsTheme, FindingsTheme.id == Review.findings_theme_id)
        .join(Findings, Findings.id == FindingsTheme.findings_id)
        .where(Findings.consultation_id == consultation.id)
    )
    return set(session.scalars(released.union(took)))


def _answerers(session: Session, consultation: Consultation) -> set[UUID]:
    themes = session.scalars(
        select(FindingsTheme.theme_id)
        .join(Findings, Findings.id == FindingsTheme.findings_id)
        .where(Findings.consultation_id == consultation.id)
    )
    versions = [each for found in published_on(session, set(themes)).values() for each in found]
    return {each.drafted_by_id for each in versions} | {
        each.checked_by_id for each in versions if each.checked_by_id
    }
