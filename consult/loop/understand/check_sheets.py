"""What a meeting said in a check comes back on its sheet, and is typed in by the numbers of themes."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.understand.check_words import LONGEST, must_run
from consult.loop.understand.checks import must_be_ours, themes_to_check
from consult.loop.understand.records import Check, CheckDoor, CheckSays, CheckWord
from consult.people.records import Account

MOST_PEOPLE = 100_000


def type_in(
    session: Session,
    *,
    check: Check,
    counted: Mapping[int, Mapping[CheckSays, int]],
    words: str,
    key: str,
    by: Account,
    now: datetime,
) -> list[CheckWord]:
    """What a meeting said, from its sheet: by theme number, how many people said each.

    `words`: what was written down there, without anything that could identify somebody: whoever types
    it in is its first reader. `key` comes from the page: the same sheet sent twice is once.
    """
    must_be_ours(session, check.consultation, by, now)
    must_run(session, check, now)
    themes = {theme.number: theme for theme in themes_to_check(session, check.consultation)}
    lines = [(number, says, people) for number, each in counted.items() for says, people in each.items()]
    if any(number not in themes or not 0 <= people <= MOST_PEOPLE for number, _, people in lines):
        raise Refused(mark("Write how many people said it, as a number."), field="counted")
    if len(words.strip()) > LONGEST:
        raise Refused(
            mark("This is longer than we can keep. Letters at most: %(most)s."), field="words", most=LONGEST
        )
    if session.scalar(select(CheckWord.id).where(CheckWord.key.startswith(f"{key}:")).limit(1)):
        return []
    made = [
        _of_sheet(check, f"{key}:{number}:{says}", by, now, theme=themes[number], says=says, people=people)
        for number, says, people in lines
        if people
    ]
    if words.strip():
        text = {"text": words.strip(), "masked": words.strip()}
        made.append(_of_sheet(check, f"{key}:words", by, now, says=CheckSays.MISSING, people=0, **text))
    if not made:
        raise Refused(mark("This sheet is empty."), field="counted")
    session.add_all(made)
    history.note(session, by=by.actor, action="check.typed_in", about=check, now=now, lines=len(made))
    session.flush()
    return made


def _of_sheet(check: Check, key: str, by: Account, now: datetime, **said: object) -> CheckWord:
    return CheckWord(
        **{"text": "", "masked": "", **said},
        check=check,
        door=CheckDoor.SHEET,
        masked_by_id=by.id,
        language=check.language,
        key=key,
        said_on=now.date(),
    )
