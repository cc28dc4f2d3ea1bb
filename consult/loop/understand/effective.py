"""What counts of all the sorting: the last unretracted primary coding of each answer.

It is noted on the card whenever somebody sorts or takes that back. Everything that counts people by theme
reads it from there, in SQL, so that it is said once.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, Subquery, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from consult.loop.understand.how_alike import note_how_alike
from consult.loop.understand.records import Card, Code, Coding, coding_code


def note_where_they_lie(session: Session, answers: Collection[UUID]) -> None:
    """Note on the cards of these answers which of their codings counts now, and how second readings stand to
    it. Whoever adds a coding or takes one back calls it, once that is flushed."""
    last = (
        select(Coding.id)
        .where(Coding.answer_id == Card.answer_id, Coding.primary, Coding.retracted_at.is_(None))
        .order_by(Coding.sequence.desc())
        .limit(1)
        .scalar_subquery()
    )
    session.execute(
        update(Card).where(Card.answer_id.in_(answers)).values(coding_id=last),
        execution_options={"synchronize_session": "fetch"},
    )
    theirs = coding_code.c.coding_id.in_(select(Coding.id).where(Coding.answer_id.in_(answers)))
    lies = exists().where(Card.coding_id == coding_code.c.coding_id)
    session.execute(update(coding_code).where(theirs).values(counts=lies))
    note_how_alike(session, Coding.answer_id.in_(answers))


def effective_codes(of: Select[UUID] | CompoundSelect[UUID] | None = None) -> Subquery:
    """One row an answer and code: `answer_id`, `code_id`, `control`, `theme_id`.

    `of`: the ids of the answers that are looked at; without, all. A merged code counts as the one
    it is an alias of; so a row may come twice where an answer lies under both: count answers and
    people as distinct.
    """
    given, target = aliased(Code), aliased(Code)
    few = [] if of is None else [Card.answer_id.in_(of)]
    return (
        select(Card.answer_id, target.id.label("code_id"), target.control, target.theme_id)
        .join(coding_code, coding_code.c.coding_id == Card.coding_id)
        .join(given, given.id == coding_code.c.code_id)
        .join(target, target.id == func.coalesce(given.alias_of_id, given.id))
        .where(*few)
        .subquery()
    )


def effective(session: Session, answer_ids: Collection[UUID]) -> dict[UUID, list[Code]]:
    """The codes under which each of these answers lies now, by number; unsorted ones are missing."""
    rows = effective_codes()
    found: dict[UUID, set[Code]] = {}
    for answer_id, code in session.execute(
        select(rows.c.answer_id, Code)
        .join(rows, rows.c.code_id == Code.id)
        .where(rows.c.answer_id.in_(answer_ids))
    ):
        found.setdefault(answer_id, set()).add(code)
    return {answer_id: sorted(under, key=lambda code: code.number) for answer_id, under in found.items()}


def codes_of(session: Session, answer_id: UUID) -> list[Code]:
    """The codes under which one answer lies now; none while nobody sorted it."""
    return effective(session, [answer_id]).get(answer_id, [])
