"""What people of the made-up community do."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.loop import departure
from consult.loop.close import asking, choosing, verdicts
from consult.loop.collect.answers import receive_answer, submission_for
from consult.loop.collect.records import Door, Prompt, PromptVersion, PromptWording, Round
from consult.people import contacts, participants, receipts
from consult.people.reaches import give_reach, living_reaches, on_phone
from consult.people.records import HearBack, Participant, Place
from consult.post import inbound
from tests.cast import number
from tests.histories.phones import Sentences
from tests.histories.world import WORDED, Nobody, World


def speak(world: World, session: Session) -> None:
    """Somebody new speaks, by a phone of their own, by another's, or by none."""
    consultation = world.consultation(session)
    asked = session.query(Round).one()
    if asked.closes_on <= world.now.date():
        raise Nobody
    language = "ln" if world.chance.random() < 0.05 else world.chance.choice(WORDED)
    person = participants.newcomer(
        session, community=consultation.community, language=language, now=world.now
    )
    places = [None, *session.scalars(select(Place).order_by(Place.name))]
    participants.tell_where(session, participant=person, stays_in=world.chance.choice(places))
    _phone(world, session, person)
    submission = submission_for(
        session, participant=person, round=asked, door=Door.SMS, language=language, now=world.now
    )
    wordings = session.scalars(
        select(PromptWording)
        .join(PromptVersion)
        .join(Prompt)
        .where(PromptWording.language == language, Prompt.consultation_id == consultation.id)
        .order_by(Prompt.number)
    )
    for wording in list(wordings)[: world.chance.choice([1, 1, 2])]:
        receive_answer(session, submission=submission, wording=wording, text=world.word(), now=world.now)


def _phone(world: World, session: Session, person: Participant) -> None:
    lot = world.chance.random()
    if lot < 0.1:
        world.codes[person.id] = receipts.issue(session, vault=world.vault, participant=person, now=world.now)
        return
    its = len(world.numbers_of) + 1 if lot > 0.3 or not world.numbers_of else world.a_number()
    point = contacts.contact_point_for(
        session, vault=world.vault, number=number(its), region="GB", provider="console"
    )
    world.numbers_of[point.id] = its
    hear = world.chance.choice([HearBack.WHOLE, HearBack.WHOLE, HearBack.KNOCK, HearBack.NOTHING])
    give_reach(session, participant=person, point=point, hear_back=hear, now=world.now)
    if world.chance.random() < 0.1:
        contacts.stop(session, point=point, now=world.now)


def leave(world: World, session: Session) -> None:
    person = world.somebody(session)
    if person.left_on is None:
        had = world.beside.owed_to(person.id, world.phones.texts)
        world.after.append(lambda: world.beside.leaves(person.id, had))
    departure.leave(session, vault=world.vault, participant=person, now=world.now)
    world.codes.pop(person.id, None)


def choose(world: World, session: Session) -> None:
    reach = world.way(session)
    choice = world.chance.choice(list(HearBack))
    choosing.hear_back(session, reach=reach, choice=choice, chain=Sentences().reads, now=world.now)


def stop(world: World, session: Session) -> None:
    _text(world, session, world.a_number(), "STOP")


def start(world: World, session: Session) -> None:
    _text(world, session, world.a_number(), "START")


def _text(world: World, session: Session, its: int, text: str) -> None:
    """A text comes in; the worker hears it."""
    inbound.store(
        session,
        vault=world.vault,
        provider="console",
        provider_message_id=world.word(),
        sender=number(its),
        text=text,
        now=world.now,
    )


def ask(world: World, session: Session) -> None:
    """Somebody asks by text for whatever is theirs."""
    reach = world.way(session)
    asking.send_whole(session, reach=reach, key=world.word(), chain=Sentences().reads, now=world.now)


def open_with_code(world: World, session: Session) -> None:
    """Somebody reads what is theirs with their code."""
    if not world.codes:
        raise Nobody
    person, code = world.chance.choice(list(world.codes.items()))
    asking.open_with_code(session, vault=world.vault, code=code, chain=Sentences().reads, now=world.now)
    world.after.append(lambda: world.beside.opened(person))


def judge(world: World, session: Session) -> None:
    people = list(session.scalars(select(Participant).order_by(Participant.id)))
    world.chance.shuffle(people)
    for person in people:
        if questions := verdicts.open_questions(session, participant=person):
            break
    else:
        raise Nobody
    theme = questions[world.chance.choice(sorted(questions))]
    key = world.chance.choice([*verdicts.KEYS, 1, 2, 3])
    ways = living_reaches(session, participant=person)
    if ways:
        way, several = ways[0], len(on_phone(session, point=ways[0].contact_point)) > 1
        its = world.numbers_of[ways[0].contact_point_id]
        _text(world, session, its, f"{way.suffix} {theme.number}{key}" if several else f"{theme.number}{key}")
    else:
        verdicts.say(session, participant=person, theme=theme, says=verdicts.KEYS[key], now=world.now)
