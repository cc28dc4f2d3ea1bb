"""What others did with a card, shown only to who sorted it already: nobody follows anybody unseen."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, selectinload

from consult.loop.collect.records import Answer, Submission
from consult.loop.understand.codebook import whole_code
from consult.loop.understand.records import Card, Code, Coding, Deal
from consult.people.records import Account, Participant


def sorted_by_all(session: Session, *, card: Card, by: Account) -> list[tuple[Coding, str]]:
    """Everybody's standing sorting of `card`, the newest first, each with the name of who sorted.

    Empty while `by` has none of their own, or is still to read the card a second time.
    """
    if card.answer_id not in own_sorting(session, answers=[card.answer_id], by=by):
        return []
    rows = session.execute(
        select(Coding, Account.name)
        .join(Account, Account.id == Coding.by_id)
        .where(Coding.answer_id == card.answer_id, Coding.retracted_at.is_(None))
        .options(selectinload(Coding.codes))
        .order_by(Coding.sequence.desc())
    )
    return [(row.Coding, row.name) for row in rows]


def own_sorting(session: Session, *, answers: Collection[UUID], by: Account) -> dict[UUID, list[Code]]:
    """Under what `by` put each of these answers last; not what others did since."""
    # Who sorted is not asked for: a database would begin with everything that `by` ever sorted.
    rows = session.execute(
        select(Coding.id, Coding.by_id)
        .where(Coding.answer_id.in_(answers), Coding.retracted_at.is_(None))
        .where(Coding.answer_id.not_in(to_read_again(by)))
    )
    theirs = session.scalars(
        select(Coding)
        .where(Coding.id.in_([row.id for row in rows if row.by_id == by.id]))
        .options(selectinload(Coding.codes))
        .order_by(Coding.sequence)
    )
    return {each.answer_id: codes_now(session, each) for each in theirs}


def codes_now(session: Session, coding: Coding) -> list[Code]:
    """The codes of one sorting as they are called now: merged ones are their other."""
    whole = {code.id: code for code in (whole_code(session, each) for each in coding.codes)}
    return sorted(whole.values(), key=lambda code: code.number)


def to_read_again(by: Account) -> Select[UUID]:
    """Answers that `by` is still to read a second time, without seeing how they were sorted."""
    return (
        select(Card.answer_id)
        .join(Deal, Deal.card_id == Card.id)
        .where(Deal.account_id == by.id, Deal.second.is_not(None), Deal.done_at.is_(None))
    )


def forget_memos(session: Session, *, participant: Participant) -> None:
    """The person leaves: what coders noted beside their words goes too, since it may repeat them."""
    theirs = select(Answer.id).join(Answer.submission).where(Submission.participant_id == participant.id)
    _empty(session, theirs)


def empty_memos_taken_back(session: Session) -> None:
    """By the clock: beside words that were taken back no note keeps a letter."""
    _empty(session, select(Answer.id).where(Answer.withdrawn_on.is_not(None)))


def _empty(session: Session, answers: Select[UUID]) -> None:
    session.execute(update(Coding).where(Coding.answer_id.in_(answers), Coding.memo != "").values(memo=""))
