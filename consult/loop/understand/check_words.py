"""What one person says in a check, on a page or with their number; and it goes when they go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.history import Actor
from consult.loop.collect.records import Submission
from consult.loop.understand.checks import running, themes_to_check
from consult.loop.understand.records import Check, CheckDoor, CheckSays, CheckWord, Theme
from consult.loop.understand.where_words_lie import lie_of
from consult.people.records import Participant

LONGEST = 1000


def say(
    session: Session,
    *,
    check: Check,
    theme: Theme | None,
    says: CheckSays,
    text: str,
    door: CheckDoor,
    language: str,
    participant: Participant | None = None,
    key: str | None = None,
    now: datetime,
) -> CheckWord:
    """One person says of `theme` (None: of the whole) that it is right or wrong, or what is missing.

    `key` comes from the sender's page: twice is once. Of a person that we know the last word counts.
    """
    must_run(session, check, now)
    if key and (known := session.scalar(select(CheckWord).where(CheckWord.key == key))):
        return known
    if theme is not None and theme not in themes_to_check(session, check.consultation):
        raise Refused(mark("There is no such number here."), field="theme")
    text = text.strip()
    if theme is None and not text:
        raise Refused(mark("Write what is missing."), field="text")
    if len(text) > LONGEST:
        raise Refused(
            mark("This is longer than we can keep. Letters at most: %(most)s."), field="text", most=LONGEST
        )
    if participant is not None:
        _forget(session, check, theme, participant, now)
    word = CheckWord(
        check=check,
        theme=theme,
        participant_id=participant.id if participant else None,
        door=door,
        says=says,
        text=text,
        masked=None if text else "",
        language=language,
        key=key,
        said_on=now.date(),
    )
    session.add(word)
    by = participant.actor if participant else Actor("participant")
    history.note(session, by=by, action="check.said", about=word, now=now)
    session.flush()
    return word


@dataclass(frozen=True)
class Mine:
    """A check that a person can answer, the numbers in it, and those on which their own words lie."""

    check: Check
    numbers: list[int]
    on: list[int]


def checks_for(session: Session, *, participant: Participant, now: datetime) -> list[Mine]:
    """The open checks of rounds in which the person spoke."""
    spoke = select(Submission.round_id).where(
        Submission.participant_id == participant.id, Submission.withdrawn_on.is_(None)
    )
    wanted = select(Check).where(Check.closed_at.is_(None), Check.round_id.in_(spoke))
    return [
        _mine(session, check, participant)
        for check in session.scalars(wanted.order_by(Check.opened_at, Check.id))
        if running(session, check.consultation, now=now) == check
    ]


def _mine(session: Session, check: Check, participant: Participant) -> Mine:
    lie = lie_of(session, participant_id=participant.id, asked=check.round)
    numbers = [theme.number for theme in themes_to_check(session, check.consultation)]
    return Mine(check, numbers, [number for number in numbers if lie and number in lie.themes])


def say_all(
    session: Session,
    *,
    check: Check,
    said: Mapping[int, tuple[CheckSays | None, str]],
    language: str,
    participant: Participant | None = None,
    key: str | None = None,
    door: CheckDoor = CheckDoor.WEB,
    now: datetime,
) -> int:
    """What one person says on a page or by phone: by theme number (0: the whole) right, wrong or missing,
    and words. Words alone say that something is missing. Return how many were kept."""
    themes = {theme.number: theme for theme in themes_to_check(session, check.consultation)}
    kept = 0
    for number, (says, text) in said.items():
        if says is None and not text.strip():
            continue
        if number and number not in themes:
            raise Refused(mark("There is no such number here."), field="theme")
        say(
            session,
            check=check,
            theme=themes.get(number),
            says=says or CheckSays.MISSING,
            text=text,
            door=door,
            language=language,
            participant=participant,
            key=f"{key}:{number}" if key else None,
            now=now,
        )
        kept += 1
    if not kept:
        raise Refused(mark("Say of at least one number whether it is right."), field="theme")
    return kept


def says_wrong(session: Session, check: Check, number: int, participant: Participant) -> bool:
    """Whether this is what the person says of the theme of that number by now, with words or without."""
    theirs = (
        select(CheckWord.id)
        .join(CheckWord.theme)
        .where(
            CheckWord.check_id == check.id,
            CheckWord.participant_id == participant.id,
            CheckWord.says == CheckSays.WRONG,
            CheckWord.withdrawn_on.is_(None),
            Theme.number == number,
        )
    )
    return session.scalar(theirs.limit(1)) is not None


def _forget(
    session: Session, check: Check, theme: Theme | None, participant: Participant, now: datetime
) -> None:
    """What the person said of it before does not count any more, and its words go."""
    session.execute(
        update(CheckWord)
        .where(CheckWord.check_id == check.id, CheckWord.participant_id == participant.id)
        .where(CheckWord.theme_id == theme.id if theme else CheckWord.theme_id.is_(None))
        .values(text="", masked="", withdrawn_on=now.date())
    )


def forget_check_words(session: Session, *, participant: Participant, now: datetime) -> None:
    """The person leaves: what they said in checks goes, and is tied to nobody."""
    session.execute(
        update(CheckWord)
        .where(CheckWord.participant_id == participant.id)
        .values(text="", masked="", withdrawn_on=now.date(), participant_id=None)
    )


def must_run(session: Session, check: Check, now: datetime) -> None:
    current = running(session, check.consultation, now=now)
    if current is None or current.id != check.id:
        raise Refused(mark("This check is over. Thank you."))
