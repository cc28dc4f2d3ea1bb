"""A helper writes down what somebody says, and says that it was a helper: in the open, by number."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.common.vault import Vault
from consult.loop.collect import recordings
from consult.loop.collect.answers import receive_answer, submission_for
from consult.loop.collect.records import (
    Answer,
    Consultation,
    Door,
    MeetingReport,
    PromptWording,
    Recording,
    Round,
    Submission,
)
from consult.loop.collect.rounds import is_open
from consult.loop.collect.speaking import TEXT_VERSION, Choices, check_words
from consult.loop.collect.speaks import say_speaks
from consult.people import consents, passing_on
from consult.people.belonging import belong
from consult.people.contacts import contact_point_for
from consult.people.numbers import normal
from consult.people.participants import newcomer, tell_where
from consult.people.reaches import give_reach
from consult.people.receipts import issue
from consult.people.records import Group, HearBack, HelperLink, Participant


@dataclass(frozen=True)
class Voice:
    """A voice, a song or a recital as it was recorded beside the person."""

    data: bytes
    mime: str
    seconds: int | None

    def __repr__(self) -> str:
        return "<Voice>"


@dataclass(frozen=True)
class Said:
    """What one person said to a helper. `slip`: they want a receipt number on paper."""

    language: str
    answers: Sequence[tuple[PromptWording, str]]
    choices: Choices = field(default_factory=Choices)
    read_back: bool = False
    slip: bool = False
    groups: Sequence[Group] = ()
    voices: Mapping[UUID, Voice] = field(default_factory=dict)
    """By the wordings that they answer."""

    def __repr__(self) -> str:
        return "<Said>"


@dataclass(frozen=True)
class Helped:
    """`receipt_code` is told once, where a slip was asked for. `without_number`: the words are kept,
    the telephone number could not be one."""

    receipt_code: str | None
    already: bool
    later: bool
    without_number: bool = False

    def __repr__(self) -> str:
        return "<Helped>"


def key_of(link: HelperLink, key: str) -> str:
    """The key that a phone made, told apart from those of other links."""
    return f"{link.id.hex}:{key[:40]}"


def open_sealed(vault: Vault, *, link: HelperLink, key: str, sealed: bytes) -> dict[str, Any]:
    """What a phone sealed under `link` as the record `key`. Raises Refused when it does not open."""
    try:
        found = json.loads(vault.open_from_outside(sealed, row=link.id, about=key))
    except (InvalidTag, ValueError):
        found = None
    if not isinstance(found, dict):
        raise Refused(mark("This record does not open here. Keep a copy of it and show it to those who ask."))
    return found


def write_down(
    session: Session,
    *,
    vault: Vault,
    round: Round,  # noqa: A002 - the house's word
    link: HelperLink,
    said: Said,
    key: str,
    provider: str,
    forgiving: bool = False,
    now: datetime,
) -> Helped:
    """Keep what one person said. `key` was made on the helper's phone: the same twice is once.

    `forgiving`: nobody can mend it any more, so a number that cannot be one is left out.
    """
    check_words({f"text-{wording.id}": text for wording, text in said.answers}, voices=len(said.voices))
    if round.consultation.community_id != link.community_id:
        raise Refused(mark("This helper does not write for this community."))
    number, dropped = _number(round, said.choices, forgiving)
    mine = key_of(link, key)
    later = not is_open(round, now)
    person = _known(session, mine)
    already = person is not None
    if person is None:
        try:
            with session.begin_nested():
                person = _keep(
                    session, vault, round, link, said, key=mine, number=number, provider=provider, now=now
                )
        except IntegrityError:
            person, already = _known(session, mine), True  # the same was sent twice at one moment
            if person is None:
                raise
    # A phone that did not hear the answer asks again: then it gets one more number that opens the same.
    wanted = said.slip and person.left_on is None
    code = issue(session, vault=vault, participant=person, now=now) if wanted else None
    return Helped(code, already, later, dropped)


def _number(round: Round, choices: Choices, forgiving: bool) -> tuple[str, bool]:  # noqa: A002
    """The telephone number to keep, empty for none, and whether one had to be left out."""
    if not choices.number.strip() or choices.hear_back is HearBack.NOTHING:
        return "", False
    try:
        return normal(choices.number, round.consultation.community.region), False
    except Refused:
        if not forgiving:
            raise
        return "", True


def _known(session: Session, key: str) -> Participant | None:
    known = session.scalar(select(Submission).where(Submission.key == key))
    return known.participant if known else None


def _keep(
    session: Session,
    vault: Vault,
    round: Round,  # noqa: A002
    link: HelperLink,
    said: Said,
    *,
    key: str,
    number: str,
    provider: str,
    now: datetime,
) -> Participant:
    community, chosen = round.consultation.community, said.choices
    person = newcomer(session, community=community, language=said.language, now=now)
    submission = submission_for(
        session,
        participant=person,
        round=round,
        door=Door.HELPER,
        language=said.language,
        now=now,
        key=key,
        readers=chosen.readers,
        quote_where=chosen.quote_where,
    )
    submission.helper_link, submission.read_back = link, said.read_back
    for wording, text in said.answers:
        if text.strip() or wording.id in said.voices:
            voice = said.voices.get(wording.id)
            heard = [recorded(session, vault=vault, voice=voice, now=now)] if voice else []
            receive_answer(
                session, submission=submission, wording=wording, text=text, now=now, recordings=heard
            )
    tell_where(session, participant=person, comes_from=chosen.comes_from, stays_in=chosen.stays_in)
    if said.groups:
        belong(session, participant=person, groups=said.groups, now=now)
    if chosen.speaks is not None:
        say_speaks(session, participant=person, round=round, says=chosen.speaks, now=now)
    if number:
        point = contact_point_for(
            session, vault=vault, number=number, region=community.region, provider=provider
        )
        reach = give_reach(session, participant=person, point=point, hear_back=chosen.hear_back, now=now)
        passing_on.say(session, reach=reach, given=chosen.hand_on, language=said.language, now=now)
    for purpose, given in (("speak", True), ("phone", bool(number)), ("quote", bool(chosen.quote_where))):
        consents.record(
            session,
            participant=person,
            purpose=purpose,
            given=given,
            text_version=TEXT_VERSION,
            language=said.language,
            now=now,
        )
    return person


def recorded(session: Session, *, vault: Vault, voice: Voice, now: datetime) -> Recording:
    return recordings.keep(
        session, vault=vault, data=voice.data, mime=voice.mime, seconds=voice.seconds, by=None, now=now
    )


STANDS = (Answer.withdrawn_on.is_(None), Answer.protected_on.is_(None))
"""Words that count: not taken back, and in the open flow."""


@dataclass(frozen=True)
class OneHelper:
    """What one helper did in a consultation. `languages`: people by the language they spoke in.
    `after_end`: of all, what came when the link had ended."""

    link: HelperLink
    people: int
    languages: Mapping[str, int]
    read_back: int
    meetings: int
    after_end: int


def helpers_in(session: Session, *, consultation: Consultation) -> list[OneHelper]:
    """The helpers who wrote down words of the consultation that were not taken back, by number."""
    there = select(Answer.id).where(Answer.submission_id == Submission.id, *STANDS)
    helped = session.scalars(
        select(Submission)
        .join(Round)
        .where(
            Round.consultation_id == consultation.id, Submission.helper_link_id.is_not(None), there.exists()
        )
    ).all()
    held = session.scalars(
        select(MeetingReport)
        .join(Round)
        .where(
            Round.consultation_id == consultation.id,
            MeetingReport.helper_link_id.is_not(None),
            MeetingReport.withdrawn_on.is_(None),
        )
    ).all()
    links = {each.helper_link for each in helped if each.helper_link}
    links |= {each.helper_link for each in held if each.helper_link}
    return [_one(link, helped, held) for link in sorted(links, key=lambda each: each.number)]


def spoke_one_by_one(session: Session, *, consultation: Consultation) -> int:
    """How many people spoke in all its rounds, by whatever door; who was at a meeting is not in it."""
    counted = (
        select(func.count(Submission.participant_id.distinct()))
        .join(Round)
        .join(Answer, Answer.submission_id == Submission.id)
        .where(Round.consultation_id == consultation.id, *STANDS)
    )
    return session.scalar(counted) or 0


def _one(link: HelperLink, helped: Sequence[Submission], held: Sequence[MeetingReport]) -> OneHelper:
    people = [each for each in helped if each.helper_link_id == link.id]
    meetings = [each for each in held if each.helper_link_id == link.id]
    came = [each.received_on for each in people] + [each.received_on for each in meetings]
    end = min(link.ended_at or link.until, link.until).date()
    return OneHelper(
        link=link,
        people=len(people),
        languages=Counter(each.language for each in people),
        read_back=sum(1 for each in people if each.read_back),
        meetings=len(meetings),
        after_end=sum(on > end for on in came),
    )
