"""Two places in which fifty people spoke: read are all of their words but two, and sorted is nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.app import House
from consult.common.history import OPERATOR
from consult.loop.collect import answers, consultations, prompts, recordings, rounds
from consult.loop.collect.records import Consultation, Door, Readers
from consult.loop.understand.cards import number_cards
from consult.loop.understand.first_reading import pass_on
from consult.loop.understand.records import Card
from consult.people import accounts, communities, offices, participants, receipts, seats
from consult.people.records import Account, Community, Role
from tests.browser.two_places import PASSWORD
from tests.loop.collect import sounds
from tests.story.words_of_reading import GREETS, TEXTS, Texts

NUMBERS = 101
"""Of the first card: the one who tells a number of a phone. The last is a voice."""
VOICE = NUMBERS + 49
HOLDS_A_CODE = NUMBERS + 2
SAYS_NOTHING = NUMBERS + GREETS
"""Whoever greeted lets readers from elsewhere read it too."""


@dataclass
class Spoken:
    """What the story has to know of a place: the receipt of whoever spoke what is on card HOLDS_A_CODE."""

    receipt: str = ""


def people_speak(house: House, spoken: dict[str, Spoken]) -> None:
    """In every language of the story: a community, two who read in it, an office, and what people said."""
    now = house.now()
    for code, words in TEXTS.items():
        with house.database.work() as session:
            spoken[code] = _place(session, house, code, words, now)


def _place(session: Session, house: House, code: str, words: Texts, now: datetime) -> Spoken:
    by = {"by": OPERATOR, "now": now}
    community = communities.make(
        session,
        slug=words.slug,
        name=words.place,
        language=code,
        region="SD" if code == "ar" else "FR",
        timezone="Africa/Khartoum",
        danger_place=words.quarter,
        danger_number="112",
        **by,
    )
    offices.make(session, slug=f"{words.slug}-office", name=words.office, **by)
    readers = []
    for number, name in enumerate((*words.readers, words.from_afar), start=1):
        person = {"email": f"{code}-{number}@example.org", "name": name, "language": code}
        account, token = accounts.invite(session, **person, **by)
        accounts.accept(session, token=token, password=PASSWORD, now=now)
        role = Role.READER if name == words.from_afar else Role.REPRESENTATIVE
        seats.give(session, account=account, role=role, community=community, **by)
        readers.append(account)
    asked = _asked(session, community, code, words, readers[0], now)
    return _said(session, house, asked, code, words, readers[0], now)


def _asked(
    session: Session, community: Community, code: str, words: Texts, by: Account, now: datetime
) -> Consultation:
    given = {"by": by, "now": now}
    asked = consultations.make(
        session,
        community=community,
        slug=words.slug,
        name=words.consultation,
        language=code,
        languages=[code],
        **given,
    )
    musts = dict.fromkeys(("who_asks", "who_reads", "what_is_open", "meeting", "costs"), words.note)
    consultations.write_musts(session, consultation=asked, **musts, **given)
    consultations.talk_about_risks(session, consultation=asked, note=words.note, **given)
    prompts.add_prompt(session, consultation=asked, wordings={code: words.prompt}, **given)
    days = {name: (now + timedelta(days=at)).date() for name, at in DAYS.items()}
    rounds.open_round(session, consultation=asked, **days, **given)
    return asked


DAYS = {"closes_on": 10, "review_by": 30, "news_by": 40}


def _said(
    session: Session, house: House, asked: Consultation, code: str, words: Texts, by: Account, now: datetime
) -> Spoken:
    """Cards have their numbers in the order in which people speak."""
    round_ = rounds.current_round(session, asked)
    wording = prompts.prompts_of(session, asked, code)[0]
    spoken = Spoken()
    assert round_
    for number, (_about, text) in enumerate(words.answers(), start=NUMBERS):
        person = participants.newcomer(session, community=asked.community, language=code, now=now)
        given = answers.submission_for(
            session,
            participant=person,
            round=round_,
            door=Door.WEB,
            language=code,
            readers=Readers.ELSEWHERE if number == SAYS_NOTHING else Readers.HERE,
            now=now,
        )
        sound = {"data": sounds.wav(), "mime": "", "seconds": None, "by": None, "now": now}
        voice = [] if text else [recordings.keep(session, vault=house.vault, **sound)]
        answers.receive_answer(
            session, submission=given, wording=wording, text=text, now=now, recordings=voice
        )
        number_cards(session, consultation=asked, shuffle=list.sort)
        if number == HOLDS_A_CODE:
            spoken.receipt = receipts.issue(session, vault=house.vault, participant=person, now=now)
    rounds.close_round(session, round=round_, by=by.actor, now=now)
    _read(session, asked, words, by, now)
    return spoken


def _read(session: Session, asked: Consultation, words: Texts, by: Account, now: datetime) -> None:
    """All but the first and the last card, which wait for a reader."""
    cards = {
        card.number: card for card in session.scalars(select(Card).where(Card.consultation_id == asked.id))
    }
    for number, (_about, text) in enumerate(words.answers(), start=NUMBERS):
        if NUMBERS < number < VOICE:
            pass_on(session, card=cards[number], text=text, by=by, now=now)
