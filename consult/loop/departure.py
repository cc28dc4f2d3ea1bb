"""A person leaves: forgotten in every room, in one action.

Rows stay, empty and tied to nothing, so that counts stay true and what comes twice is still known:
a webhook that is sent again, a file that is imported again, a backup that is restored.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.vault import Vault
from consult.loop.close.forgetting import forget
from consult.loop.collect.answers import withdraw
from consult.loop.collect.protected import take_back
from consult.loop.collect.records import Conversation
from consult.loop.collect.speaks import forget_speaks
from consult.loop.collect.talk import Talk
from consult.loop.understand.check_words import forget_check_words
from consult.loop.understand.forgetting_help import forget_help
from consult.loop.understand.notebook_links import forget_links
from consult.loop.understand.quotes import forget_quotes
from consult.loop.understand.records import Contribution
from consult.loop.understand.side_by_side import forget_memos
from consult.people import consents, contacts
from consult.people.belonging import forget_belonging
from consult.people.reaches import end, living_reaches, on_phone
from consult.people.receipts import end_receipts
from consult.people.records import Consent, ContactPoint, Participant, Reach
from consult.people.tombstones import bury
from consult.post import deliveries
from consult.post.records import Delivery, Inbound, Message

LEFT = "left"
"""Which text a consent taken back by leaving refers to."""
GOODBYES = timedelta(hours=48)
"""How long the number of a phone that is nobody's any more is kept, for the last text to arrive."""


def leave(session: Session, *, vault: Vault, participant: Participant, now: datetime) -> None:
    """Forget `participant`. A second time changes nothing.

    What was released stays as it was released; what is released later does not count them.
    """
    if participant.left_on is not None:
        return
    withdraw(session, participant=participant, now=now)
    forget_memos(session, participant=participant)
    forget_help(session, participant=participant)
    forget_links(session, participant=participant, now=now)
    take_back(session, participant=participant, now=now)
    forget_quotes(session, participant=participant, now=now)
    forget_check_words(session, participant=participant, now=now)
    session.execute(delete(Contribution).where(Contribution.participant_id == participant.id))
    forget(session, participant=participant, now=now)
    reaches = living_reaches(session, participant=participant)
    for reach in _all_reaches(session, participant):
        cancel_texts(session, reach, now)
    for reach in reaches:
        end(session, reach=reach, now=now)
        session.flush()
        _leave_phone(session, vault, reach, now)
    end_receipts(session, participant=participant, now=now)
    _take_back_consents(session, participant, now)
    participant.left_on = now.date()
    participant.comes_from = participant.stays_in = None
    forget_belonging(session, participant=participant)
    forget_speaks(session, participant=participant)
    session.flush()
    history.note(session, by=participant.actor, action="participant.left", about=participant, now=now)


def _all_reaches(session: Session, participant: Participant) -> list[Reach]:
    return list(session.scalars(select(Reach).where(Reach.participant_id == participant.id)))


def cancel_texts(session: Session, reach: Reach, now: datetime) -> None:
    """Texts that still wait do not go; of those under way the words are dropped when they end, and
    of those that a person could have sent again at once."""
    waiting = select(Message).where(Message.reach_id == reach.id, Message.state == Delivery.PENDING)
    # Held, so that one that is taken up at this moment is not called cancelled while it goes.
    for message in session.scalars(waiting.with_for_update(key_share=True)):
        deliveries.end(session, message, Delivery.CANCELLED, now=now)
    failed = select(Message).where(Message.reach_id == reach.id, Message.state == Delivery.FAILED)
    for message in session.scalars(failed):
        message.sentences = []


def _leave_phone(session: Session, vault: Vault, reach: Reach, now: datetime) -> None:
    """What this phone still holds of the person: the conversation, letters that were understood.

    A phone that is nobody's any more is buried, so that no import brings the person back.
    """
    point = reach.contact_point
    others = on_phone(session, point=point)
    leave_conversation(session, reach, last=not others)
    number = contacts.number_of(point, vault=vault)
    lookups = vault.lookups(contacts.WHAT, number)
    understood = select(Inbound).where(
        Inbound.sender_lookup.in_(lookups), Inbound.understood_at.is_not(None), Inbound.sealed.is_not(None)
    )
    for letter in session.scalars(understood):
        letter.sealed = None
    if not others:
        bury(session, vault=vault, what="phone", text=number, now=now)


def leave_conversation(session: Session, reach: Reach, *, last: bool) -> None:
    """The others' conversation goes on; that of a phone which is nobody's any more is gone."""
    talk = session.scalar(select(Conversation).where(Conversation.contact_point_id == reach.contact_point_id))
    if talk is None or (talk.reach_id != reach.id and not last):
        return
    talk.state = talk.before = Talk.STRANGER if last else Talk.DONE
    talk.reach = talk.round = talk.answer = None
    talk.prompt_number = 0
    talk.memory = {"letters": talk.memory.get("letters", [])}
    session.flush()
    if last:
        session.delete(talk)
        session.flush()


def _take_back_consents(session: Session, participant: Participant, now: datetime) -> None:
    given = session.scalars(select(Consent).where(Consent.participant_id == participant.id))
    for purpose in {consent.purpose for consent in given}:
        consents.record(
            session,
            participant=participant,
            purpose=purpose,
            given=False,
            text_version=LEFT,
            language=participant.language,
            now=now,
        )


def forget_numbers(session: Session, *, now: datetime, most: int = 500) -> int:
    """Drop the numbers of phones whose people have all left, once nothing is under way to them.

    Called by the clock. A phone that said STOP keeps its keyed hash, so that it stays silent; any
    other is unknown from then on. Returns how many numbers were dropped.
    """
    used = exists().where(Reach.contact_point_id == ContactPoint.id)
    living = exists().where(Reach.contact_point_id == ContactPoint.id, Reach.until.is_(None))
    just_left = exists().where(
        Reach.contact_point_id == ContactPoint.id, Reach.until > (now - GOODBYES).date()
    )
    under_way = exists().where(Message.contact_point_id == ContactPoint.id, Message.ended_at.is_(None))
    talking = exists().where(Conversation.contact_point_id == ContactPoint.id)
    gone = session.scalars(
        select(ContactPoint)
        .where(used, ~living, ~just_left, ~under_way, ~talking, ContactPoint.sealed_number != b"")
        .limit(most)
    ).all()
    for point in gone:
        point.sealed_number = b""
        if point.stopped_at is None:
            point.lookup = f"forgotten:{point.id.hex}"
    session.flush()
    return len(gone)
