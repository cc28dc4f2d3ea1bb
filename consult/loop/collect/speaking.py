"""Somebody speaks on the web: person, words, choices and receipt are kept in one act, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.common.vault import Vault
from consult.loop.collect.answers import MOST, receive_answer, submission_for
from consult.loop.collect.recordings import waiting_for
from consult.loop.collect.records import Door, PromptWording, Readers, Recording, Round, Speaks, Submission
from consult.loop.collect.rounds import is_open
from consult.loop.collect.speaks import say_speaks
from consult.people import consents, passing_on
from consult.people.belonging import belong
from consult.people.contacts import contact_point_for
from consult.people.numbers import normal
from consult.people.participants import newcomer, tell_where
from consult.people.reaches import give_reach
from consult.people.receipts import issue
from consult.people.records import Group, HearBack, Participant, Place

TEXT_VERSION = "2027-2"
"""The version of the start and choices pages to which people agree. Raise it when they say more or less."""


@dataclass(frozen=True)
class Choices:
    """What the person chose below their words. Nothing here is required."""

    readers: Readers = Readers.HERE
    hear_back: HearBack = HearBack.KNOCK
    number: str = ""
    quote_where: Sequence[str] = field(default=())
    comes_from: Place | None = None
    stays_in: Place | None = None
    groups: Sequence[Group] = field(default=())
    speaks: Speaks | None = None
    hand_on: bool = False
    """Whether the number may go on to those who answer after us."""

    def __repr__(self) -> str:
        return "<Choices>"


@dataclass(frozen=True)
class Spoken:
    """`receipt_code` is told once; None when these words were already here. `later`: after closing."""

    receipt_code: str | None
    already: bool
    later: bool

    def __repr__(self) -> str:
        return "<Spoken>"


def speak(
    session: Session,
    *,
    vault: Vault,
    round: Round,  # noqa: A002 - the house's word
    language: str,
    answers: Sequence[tuple[PromptWording, str]],
    choices: Choices,
    key: str,
    provider: str,
    now: datetime,
    voices: Mapping[UUID, UUID] = MappingProxyType({}),
) -> Spoken:
    """Keep one person's words and choices. `key` was made by their page: the same twice is once.

    `voices`: recordings that wait, by the wordings that they answer.
    """
    check_words({str(wording.id): text for wording, text in answers}, voices=len(voices))
    if choices.number.strip() and choices.hear_back is not HearBack.NOTHING:
        normal(choices.number, round.consultation.community.region)
    later = not is_open(round, now)
    if _known(session, key):
        return Spoken(None, True, later)
    heard = {wording: waiting_for(session, recording_id=each) for wording, each in voices.items()}
    try:
        with session.begin_nested():
            person = _keep(
                session,
                vault,
                round,
                [(wording, text, heard.get(wording.id)) for wording, text in answers],
                choices,
                language=language,
                key=key,
                provider=provider,
                now=now,
            )
    except IntegrityError:
        if not _known(session, key):
            raise
        return Spoken(None, True, later)  # the same page was sent twice at the same moment
    return Spoken(issue(session, vault=vault, participant=person, now=now), False, later)


def _keep(
    session: Session,
    vault: Vault,
    round: Round,  # noqa: A002
    answers: Sequence[tuple[PromptWording, str, Recording | None]],
    choices: Choices,
    *,
    language: str,
    key: str,
    provider: str,
    now: datetime,
) -> Participant:
    person = newcomer(session, community=round.consultation.community, language=language, now=now)
    submission = submission_for(
        session,
        participant=person,
        round=round,
        door=Door.WEB,
        language=language,
        now=now,
        key=key,
        readers=choices.readers,
        quote_where=choices.quote_where,
    )
    for wording, text, voice in answers:
        if text.strip() or voice:
            voices = [voice] if voice else []
            receive_answer(
                session, submission=submission, wording=wording, text=text, now=now, recordings=voices
            )
    tell_where(session, participant=person, comes_from=choices.comes_from, stays_in=choices.stays_in)
    belong(session, participant=person, groups=choices.groups, now=now)
    if choices.speaks is not None:
        say_speaks(session, participant=person, round=round, says=choices.speaks, now=now)
    _reach(session, vault, person, choices, language=language, provider=provider, now=now)
    _consent(session, person, choices, language=language, now=now)
    return person


def check_words(texts: Mapping[str, str], *, voices: int = 0) -> None:
    """Refuse words that are all empty where no voice came, or a text that is too long; `field`: which."""
    for name, text in texts.items():
        if len(text.strip()) > MOST:
            raise Refused(
                mark("This is longer than we can keep. Letters at most: %(most)s."), field=name, most=MOST
            )
    if not voices and not any(text.strip() for text in texts.values()):
        raise Refused(mark("There are no words yet. Write to at least one of the prompts."), field="text")


def _known(session: Session, key: str) -> bool:
    return session.scalar(select(Submission.id).where(Submission.key == key)) is not None


def _reach(
    session: Session,
    vault: Vault,
    person: Participant,
    choices: Choices,
    *,
    language: str,
    provider: str,
    now: datetime,
) -> None:
    """A phone only if the person gave one and wants to hear: else nothing about it is kept."""
    if not choices.number.strip() or choices.hear_back is HearBack.NOTHING:
        return
    point = contact_point_for(
        session,
        vault=vault,
        number=choices.number,
        region=person.community.region,
        provider=provider,
    )
    reach = give_reach(session, participant=person, point=point, hear_back=choices.hear_back, now=now)
    passing_on.say(session, reach=reach, given=choices.hand_on, language=language, now=now)


def _consent(
    session: Session, person: Participant, choices: Choices, *, language: str, now: datetime
) -> None:
    phone = bool(choices.number.strip()) and choices.hear_back is not HearBack.NOTHING
    for purpose, given in (("speak", True), ("phone", phone), ("quote", bool(choices.quote_where))):
        consents.record(
            session,
            participant=person,
            purpose=purpose,
            given=given,
            text_version=TEXT_VERSION,
            language=language,
            now=now,
        )
