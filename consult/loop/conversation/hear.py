"""An incoming text is heard: what it means here, what is done, one reply at most.

Only a phone of which no language is known is answered in several, and that once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.loop.close import verdicts
from consult.loop.close.happened import open_happened
from consult.loop.collect.joining import join_word
from consult.loop.collect.records import Conversation
from consult.loop.collect.talk import Talk
from consult.loop.conversation import helping, steps, where
from consult.loop.conversation.asking import TOGETHER
from consult.loop.conversation.kinds import Heard, Kind, Known, classify
from consult.loop.conversation.line import tongues_of_line
from consult.loop.conversation.networks import Network, meant_for
from consult.loop.conversation.turn import Turn
from consult.loop.conversation.words import Words
from consult.people.reaches import on_phone
from consult.people.records import ContactPoint, Reach
from consult.post import deliveries, messages
from consult.post.messages import GOODBYE, Phrase
from consult.post.records import Delivery, Inbound, Message

LETTERS_REMEMBERED = 5
EVERYWHERE = "en"
"""Its control words stand in the texts of every language, so they do not tell which one somebody reads."""


def hear(
    session: Session,
    *,
    vault: Vault,
    words: Words,
    point: ContactPoint,
    text: str,
    letter_id: str,
    now: datetime,
    media: int = 0,
    keeps_stop: bool = True,
    choice: str | None = None,
) -> None:
    """Do what `text` from the phone `point` means. Hearing the same letter again does nothing.

    `letter_id` is the id of the stored letter; its time of coming in counts, not that of hearing.
    `media`: pictures or sounds that came with it; `keeps_stop` and `choice`: see networks.Network.
    """
    people = on_phone(session, point=point)
    came_at = _came_at(session, letter_id) or now
    conversation = _conversation(session, point, people, words, came_at)
    if letter_id in conversation.memory.get("letters", []):
        return
    turn = Turn(
        session=session,
        vault=vault,
        words=words,
        point=point,
        conversation=conversation,
        people=people,
        heard=Heard(Kind.EMPTY),
        text=text.strip(),
        letter_id=letter_id,
        came_at=came_at,
        now=now,
        network=Network(keeps_stop=keeps_stop, choice=choice),
        media=media,
    )
    turn.heard = _heard(turn)
    if conversation.state is Talk.STRANGER and turn.heard.language not in (None, EVERYWHERE):
        conversation.language = turn.heard.language
    _no_longer_afterwards(turn)
    steps.take(turn)
    helping.words_only(turn)
    _reply(turn)
    _settle(turn)


def _came_at(session: Session, letter_id: str) -> datetime | None:
    try:
        letter = session.get(Inbound, UUID(letter_id))
    except ValueError:
        return None
    return letter.received_at if letter and not letter.coarse else None


def _conversation(
    session: Session, point: ContactPoint, people: list[Reach], words: Words, at: datetime
) -> Conversation:
    """The phone's conversation. Nobody's phone has one that is not kept; people known by another
    door are taken as having said what they were asked."""
    known = session.scalar(select(Conversation).where(Conversation.contact_point_id == point.id))
    if known is not None:
        return known
    line = [] if people else tongues_of_line(session, at=at)
    return Conversation(
        contact_point=point,
        contact_point_id=point.id,
        state=Talk.DONE if people else Talk.STRANGER,
        before=Talk.DONE if people else Talk.STRANGER,
        language=people[0].participant.language if people else words.chain(next(iter(line), EVERYWHERE))[0],
        reach=people[0] if len(people) == 1 else None,
        prompt_number=0,
        memory={},
        moved_at=at,
    )


def _heard(turn: Turn) -> Heard:
    """What the text means: to the network first, for it has acted before us."""
    kind = meant_for(turn.network, turn.text, fold=turn.words.fold)
    if kind is None:
        return classify(turn.text, _known(turn))
    _, language = turn.words.keywords.get(turn.words.fold(turn.text), ("", None))
    return Heard(kind, language=language)


def _known(turn: Turn) -> Known:
    """What this text could mean here. Only a text with a digit can mean a theme."""
    with_digit = any(letter.isdigit() for letter in turn.words.fold(turn.text))
    people = turn.people if with_digit else []
    judged = {
        reach.suffix: verdicts.open_questions(turn.session, participant=reach.participant).keys()
        for reach in people
    }
    spoken_to = {number for reach in people for number in where.themes_of(turn, reach)}
    return Known(
        keywords=turn.words.keywords,
        fold=turn.words.fold,
        joins=join_word(turn.session, turn.text) is not None,
        verdicts=judged,
        happened={
            reach.suffix: {
                each.theme.number
                for each in open_happened(turn.session, participant=reach.participant, today=turn.now.date())
            }
            for reach in people
        },
        themes=spoken_to.union(*judged.values()),
    )


def _reply(turn: Turn) -> None:
    """One message for one text. A phone that was stopped gets none, but what `asked` goodbye."""
    if turn.point.stopped_at is not None and turn.about != GOODBYE:
        return
    if turn.said:
        message = _write(turn, turn.once or f"{turn.letter_id}:0", turn.said)
        if turn.carries_prompt:
            turn.remember(prompt=str(message.id))
        if turn.carries_question:
            turn.remember(asked_after=str(message.id))
    for key, sentences in turn.beside.items():
        _write(turn, key, sentences)
    for language, sentences in turn.also.items():
        _write(turn, f"{turn.once}:{language}", sentences, language=language)
    if turn.afterwards:
        later = _write(turn, f"{turn.letter_id}:later", turn.afterwards, not_before=turn.now + TOGETHER)
        turn.remember(prompt_later=str(later.id))


def _no_longer_afterwards(turn: Turn) -> None:
    """What was to follow our last reply is not said into the midst of something else."""
    if waits := turn.recall("prompt_later"):
        pending = select(Message).where(Message.id == UUID(waits), Message.state == Delivery.PENDING)
        for message in turn.session.scalars(pending.with_for_update(key_share=True)):
            deliveries.end(turn.session, message, Delivery.CANCELLED, now=turn.now)
        turn.forget("prompt_later")


def _write(
    turn: Turn,
    key: str,
    sentences: list[Phrase],
    *,
    language: str | None = None,
    not_before: datetime | None = None,
) -> Message:
    reach = turn.conversation.reach
    return messages.write(
        turn.session,
        key=key,
        point=turn.point,
        reach=reach if reach is not None and reach.until is None and turn.about != GOODBYE else None,
        sentences=sentences,
        language=language or turn.language,
        asked=True,
        about=turn.about,
        now=turn.now,
        not_before=not_before,
    )


def _settle(turn: Turn) -> None:
    """Keep where the conversation stands; of a phone that is nobody's, nothing is kept."""
    conversation, session = turn.conversation, turn.session
    if conversation.state is Talk.STRANGER:
        if conversation in session:
            session.delete(conversation)
        session.flush()
        return
    letters = [*(turn.recall("letters") or []), turn.letter_id][-LETTERS_REMEMBERED:]
    turn.remember(letters=letters)
    conversation.moved_at = turn.came_at
    session.add(conversation)
    session.flush()
