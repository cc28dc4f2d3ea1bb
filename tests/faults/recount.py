"""What is in the house, beside what the network really did: whatever does not fit is counted.

It looks text by text, conversation by conversation and phone by phone, never at totals.
"""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from consult.common.outbox import OutboxItem
from consult.common.vault import Vault
from consult.db.unit import Database
from consult.loop.collect.records import (
    Answer,
    AnswerPart,
    Conversation,
    PartKind,
    Prompt,
    PromptVersion,
    PromptWording,
    Submission,
)
from consult.loop.collect.talk import Talk
from consult.people.contacts import WHAT
from consult.people.records import ContactPoint, Reach
from consult.post.records import Attempt, Delivery, Inbound, Line, Message, MessageCause
from tests.faults.truth import Truth


@dataclass(frozen=True)
class Count:
    """The first seven must be 0. The others say how hard it was."""

    lost: int
    """Texts that our door acknowledged and that are not in the house."""
    stored_twice: int
    without: int
    """Texts in the house whose answer was never carried to their phone."""
    doubled: int
    """Texts carried again beyond those that the network hid from us."""
    astray: int
    """Conversations that do not stand where their texts lead, or do not hold each answer once, in order."""
    misshown: int
    """Texts whose answer came to their phone, and the house shows anything but delivered."""
    unfinished: int
    """Letters, texts and errands still open, or set aside."""
    unheard: int
    """Texts that the network gave up bringing and that nobody fetched."""
    for_a_person: int
    """Texts whose answer the house shows as in doubt: nobody knew, twice. Only a person sends them again."""
    hidden: int
    doubled_by_hiding: int
    phones: int
    spoken: int
    acknowledged: int
    carried: int
    lied_about: int

    @property
    def whole(self) -> bool:
        """Whether everything holds that was promised."""
        kept = not (self.lost or self.stored_twice or self.unfinished)
        return kept and not (self.without or self.doubled or self.astray or self.misshown)

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


GOING = (Delivery.PENDING, Delivery.CLAIMED, Delivery.AMBIGUOUS, Delivery.ACCEPTED, Delivery.SENT)
STANDS = {1: (Talk.CHOICE, 0), 2: (Talk.PROMPT, 1), 3: (Talk.PROMPT, 2), 4: (Talk.SPEAKS, 2)}
"""Where a conversation stands after so many texts of a person of crowd.py, and at which prompt."""
ANSWERS_FROM = 2
"""How many texts come before the first answer."""


def open_work(session: Session, *, aside: bool = False) -> int:
    """How much the house still has to do; with what it set aside, if asked."""
    letters, errands = [Inbound.understood_at.is_(None)], [OutboxItem.done_at.is_(None)]
    if not aside:
        letters.append(Inbound.set_aside_at.is_(None))
        errands.append(OutboxItem.set_aside_at.is_(None))
    questions = (
        select(func.count(Inbound.id)).where(*letters),
        select(func.count(OutboxItem.id)).where(*errands),
        select(func.count(Message.id)).where(Message.state.in_(GOING), Message.ended_at.is_(None)),
    )
    return sum(session.scalar(each) or 0 for each in questions)


def work_now(session: Session, now: datetime) -> bool:
    """Whether anything is due at this moment, or in somebody's hands."""
    letter = select(Inbound.id).where(Inbound.understood_at.is_(None), Inbound.set_aside_at.is_(None))
    errand = select(OutboxItem.id).where(
        OutboxItem.done_at.is_(None), OutboxItem.set_aside_at.is_(None), OutboxItem.due_at <= now
    )
    rests = session.scalar(select(func.max(Line.paused_until)))
    to_go = select(Message.id).where(
        (Message.state == Delivery.CLAIMED)
        | (
            (Message.state == Delivery.PENDING)
            & (Message.not_before <= now)
            & literal(not rests or rests <= now)
        )
    )
    doubt = select(Message.id).where(
        Message.state.in_(GOING), Message.ended_at.is_(None), Message.leased_until < now
    )
    return any(session.scalar(each.limit(1)) is not None for each in (letter, errand, to_go, doubt))


def recount(database: Database, truth: Truth, vault: Vault | None = None) -> Count:
    """Compare all that was said and carried with all that is kept.

    Without a `vault` nobody's number can be found: then only what the texts' own names tell is counted.
    """
    with database.reading() as session:
        stored = Counter(session.scalars(select(Inbound.provider_message_id)))
        found = _unanswered(session, truth, vault) if vault else (_never_told(truth), 0, 0)
        astray = _astray(session, truth, vault) if vault else 0
        unfinished = open_work(session, aside=True)
    spoken = truth.spoken()
    acknowledged = [each for each in spoken if each.answered == 200]
    beyond, extra = truth.doubled()
    return Count(
        lost=sum(each.sid not in stored for each in acknowledged),
        stored_twice=sum(count > 1 for count in stored.values()),
        without=found[0],
        doubled=beyond,
        astray=astray,
        misshown=found[2],
        unfinished=unfinished,
        unheard=sum(each.sid not in stored for each in spoken),
        for_a_person=found[1],
        hidden=sum(each.hidden for each in truth.taken()),
        doubled_by_hiding=extra - beyond,
        phones=len({each.sender for each in spoken}),
        spoken=len(spoken),
        acknowledged=len(acknowledged),
        carried=len(truth.taken()),
        lied_about=truth.lied_about(),
    )


def _never_told(truth: Truth) -> int:
    """Phones whose text was acknowledged and that were never told anything."""
    return sum(
        not truth.told(phone) for phone in {each.sender for each in truth.spoken() if each.answered == 200}
    )


def _unanswered(session: Session, truth: Truth, vault: Vault) -> tuple[int, int, int]:
    """Texts whose very answer did not come to their phone; how many of those are in doubt here; and
    of the others, how many answers are not shown as delivered.

    The words of an answer are known by the keyed hash that each try of it keeps.
    """
    letters = {
        str(each): name for each, name in session.execute(select(Inbound.id, Inbound.provider_message_id))
    }
    answers: dict[str, UUID] = {}
    for key, message_id in session.execute(select(MessageCause.key, MessageCause.message_id)):
        answers[letters.get(key.partition(":")[0], "")] = message_id
    tried = defaultdict(set)
    for message_id, body in session.execute(select(Attempt.message_id, Attempt.body_hash)):
        tried[message_id].add(body)
    shown = {each.id: each.state for each in session.scalars(select(Message))}
    kept = set(letters.values())
    without = in_doubt = misshown = 0
    for each in truth.spoken():
        if each.sid not in kept and each.answered != 200:
            continue
        message_id = answers.get(each.sid)
        carried = {vault.lookup("body", words) for words in truth.told(each.sender)}
        if message_id is None or not carried & tried[message_id]:
            without += 1
            in_doubt += message_id is not None and shown[message_id] is Delivery.FAILED
        else:
            misshown += shown[message_id] is not Delivery.DELIVERED
    return without, in_doubt, misshown


def _astray(session: Session, truth: Truth, vault: Vault) -> int:
    """Phones whose conversation is not what their texts, in their order, make of it."""
    kept = set(session.scalars(select(Inbound.provider_message_id)))
    points = {each.lookup: each.id for each in session.scalars(select(ContactPoint))}
    stands = {
        each.contact_point_id: (each.state, each.prompt_number)
        for each in session.scalars(select(Conversation))
    }
    answers = _answers(session)
    wrong = 0
    for phone in {each.sender for each in truth.spoken()}:
        said = [each for each in truth.of_phone(phone, came=True) if each.sid in kept]
        point = points.get(vault.lookup(WHAT, phone))
        if not said:
            wrong += point is not None
            continue
        answered = [(prompt, each.words) for prompt, each in enumerate(said[ANSWERS_FROM:], start=1)]
        here = (stands.get(point), answers.get(point, [])) if point else None
        wrong += here != (STANDS[len(said)], answered)
    return wrong


def _answers(session: Session) -> dict[UUID, list[tuple[int, str]]]:
    """Each piece that was answered on each phone, with the number of its prompt, in order."""
    rows = session.execute(
        select(Reach.contact_point_id, Prompt.number, AnswerPart.text)
        .join(Submission, Submission.participant_id == Reach.participant_id)
        .join(Answer, Answer.submission_id == Submission.id)
        .join(AnswerPart, AnswerPart.answer_id == Answer.id)
        .join(PromptWording, PromptWording.id == Answer.wording_id)
        .join(PromptVersion, PromptVersion.id == PromptWording.version_id)
        .join(Prompt, Prompt.id == PromptVersion.prompt_id)
        .where(AnswerPart.kind == PartKind.ORIGINAL)
        .order_by(Prompt.number, AnswerPart.position)
    )
    said: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    for point, prompt, text in rows:
        said[point].append((prompt, text))
    return said
