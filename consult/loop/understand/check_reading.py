"""What people said in a check is read by one representative first, as an answer is.

Who has it in hand is on record, and so is every opening. Nobody else reads it before it is masked.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.understand.check_words import LONGEST
from consult.loop.understand.checks import unread
from consult.loop.understand.readers import must_be_representative
from consult.loop.understand.records import Check, CheckWord
from consult.people.permissions import Action
from consult.people.records import Account


def waiting(session: Session, check: Check) -> int:
    """How many words wait to be read first, in somebody's hands or not."""
    return session.scalar(select(func.count()).select_from(unread(check).subquery())) or 0


def in_hand(session: Session, *, check: Check, by: Account) -> CheckWord | None:
    """The words that `by` is reading first now: nobody else is shown them."""
    return session.scalar(unread(check).where(CheckWord.masked_by_id == by.id).limit(1))


def take(
    session: Session, *, check: Check, by: Account, now: datetime, left_lying: bool = False
) -> CheckWord | None:
    """Take the next words that nobody reads, or keep those in hand. `left_lying`: also words that another
    one took and did not pass on."""
    _must_read(session, check, by, now)
    if mine := in_hand(session, check=check, by=by):
        return mine
    free = unread(check).order_by(CheckWord.id).limit(1).with_for_update(skip_locked=True, of=CheckWord)
    if not left_lying:
        free = free.where(CheckWord.masked_by_id.is_(None))
    if word := session.scalar(free):
        word.masked_by_id = by.id
        history.note(session, by=by.actor, action="check_word.opened", about=word, now=now)
        session.flush()
    return word


def pass_on(session: Session, *, check: Check, text: str, by: Account, now: datetime) -> None:
    """Store `text`, masked, as what everybody else reads of the words in the hands of `by`."""
    _must_read(session, check, by, now)
    # Held, so that whoever leaves at this moment either comes first or sees it gone.
    mine = unread(check).where(CheckWord.masked_by_id == by.id).limit(1)
    word = session.scalar(mine.with_for_update(of=CheckWord))
    if word is None:
        raise Refused(mark("These words are not in your hands any more."))
    if not text.strip() or len(text.strip()) > LONGEST:
        raise Refused(
            mark("Leave the words that identify nobody. If nothing can stay, write [name]."), field="text"
        )
    word.masked = text.strip()
    history.note(session, by=by.actor, action="check_word.passed_on", about=word, now=now)
    session.flush()


def read_words(session: Session, check: Check) -> list[CheckWord]:
    """What was said, masked, by theme; in no order that tells anything."""
    wanted = select(CheckWord).where(
        CheckWord.check_id == check.id, CheckWord.masked != "", CheckWord.withdrawn_on.is_(None)
    )
    found = session.scalars(wanted.options(selectinload(CheckWord.theme)).order_by(CheckWord.id))
    return sorted(found, key=lambda word: word.theme.number if word.theme else 100)


def _must_read(session: Session, check: Check, by: Account, now: datetime) -> None:
    must_be_representative(
        session, by=by, action=Action.NAME_THEMES, consultation=check.consultation, now=now
    )
