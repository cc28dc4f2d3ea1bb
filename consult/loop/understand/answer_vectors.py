"""Numbers that machine help made of masked words are kept, so that they are made once."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.common.portions import in_portions
from consult.common.vault import Vault
from consult.loop.understand.looking_over import Material, still_there
from consult.loop.understand.ports import Vectors
from consult.loop.understand.records import AnswerVector, HelpRun


def kept_vectors(session: Session, *, vault: Vault, given: Material) -> Vectors:
    """What an earlier look kept of the same words by the same help."""
    text = {each.answer: each.text for each in given.words}
    return {
        row.answer_id: row.vector
        for some in in_portions(text)
        for row in session.execute(
            select(AnswerVector.answer_id, AnswerVector.of, AnswerVector.vector).where(
                AnswerVector.answer_id.in_(some), AnswerVector.method == given.method
            )
        )
        if row.of == made_of(vault, text[row.answer_id])
    }


def made_of(vault: Vault, text: str) -> str:
    """The keyed hash of the text from which numbers were made."""
    return vault.lookup("answer_vector", text)


def keep_vectors(
    session: Session, *, vault: Vault, run: HelpRun, given: Material, made: Sequence[tuple[UUID, bytes]]
) -> None:
    """Keep what was worked out, of words that are the same still."""
    text = {each.answer: each.text for each in given.words}
    still = still_there(session, run, [answer for answer, _ in made])
    good = [(answer, vector) for answer, vector in made if still.get(answer) == text[answer]]
    session.execute(
        delete(AnswerVector).where(
            AnswerVector.answer_id.in_([answer for answer, _ in good]), AnswerVector.method == given.method
        )
    )
    session.add_all(
        AnswerVector(answer_id=answer, method=given.method, of=made_of(vault, text[answer]), vector=vector)
        for answer, vector in good
    )
