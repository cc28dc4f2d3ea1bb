"""Phones that text us for real: through the stored letter, `hear`, the claim and the delivery report."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.fold import folded
from consult.common.vault import Vault
from consult.languages.speak import Languages
from consult.loop.collect.records import Answer, AnswerPart, Consultation, Conversation, Submission
from consult.loop.conversation.hear import hear
from consult.loop.conversation.words import Words
from consult.people.contacts import contact_point_for
from consult.people.reaches import on_phone
from consult.people.records import ContactPoint, Participant, Reach
from consult.post import inbound
from consult.post.claims import attempt, claim_next
from consult.post.deliveries import note_event, note_outcome
from consult.post.messages import Phrase
from consult.post.outcomes import Accepted
from consult.post.records import Delivery, Message
from tests.cast import Cast, number

LANGUAGES = Languages()
WORDS = Words(keywords=LANGUAGES.keyword_table(), fold=folded, chain=LANGUAGES.chain)


def said(phrase: Phrase, language: str) -> str:
    return LANGUAGES.phrase(phrase.key, language, **phrase.values)


@dataclass
class Town:
    """A consultation that texts can join, and a clock."""

    session: Session
    vault: Vault
    cast: Cast
    now: datetime
    consultation: Consultation = field(init=False)

    def __post_init__(self) -> None:
        self.consultation = self.cast.consultation(languages=("en", "ar", "fr", "sw", "es"))

    def later(self, **gap: float) -> None:
        self.now += timedelta(**gap)

    def phone(self, n: int) -> "Phone":
        return Phone(self, n)

    def answers(self, person: Participant | None = None) -> list[str]:
        """What was said, prompt by prompt, the texts of one answer joined by " + "."""
        wanted = select(Answer).join(Submission).where(Answer.withdrawn_on.is_(None))
        if person is not None:
            wanted = wanted.where(Submission.participant_id == person.id)
        found = []
        for answer in self.session.scalars(wanted):
            parts = self.session.scalars(
                select(AnswerPart.text).where(AnswerPart.answer_id == answer.id).order_by(AnswerPart.position)
            )
            prompt = answer.wording.version.prompt.number
            late = " (later)" if answer.later_words else ""
            found.append(f"{prompt}{late}: " + " + ".join(parts))
        return sorted(found)


@dataclass
class Phone:
    town: Town
    n: int

    @property
    def point(self) -> ContactPoint:
        return contact_point_for(
            self.town.session,
            vault=self.town.vault,
            number=number(self.n),
            region="GB",
            provider="console",
        )

    @property
    def people(self) -> list[Reach]:
        return on_phone(self.town.session, point=self.point)

    @property
    def talk(self) -> Conversation | None:
        return self.town.session.scalar(
            select(Conversation).where(Conversation.contact_point_id == self.point.id)
        )

    def send(
        self,
        text: str,
        *,
        letter: str | None = None,
        media: int = 0,
        choice: str | None = None,
        keeps_stop: bool = True,
    ) -> list[str]:
        """Text us; return the sentence keys of the replies that were written because of it."""
        session, vault, now = self.town.session, self.town.vault, self.town.now
        before = self._written()
        inbound.store(
            session,
            vault=vault,
            provider="console",
            provider_message_id=letter or uuid4().hex,
            sender=number(self.n),
            text=text,
            now=now,
            media=media,
            choice=choice,
        )
        while (taken := inbound.claim(session, vault=vault, now=now)) is not None:
            hear(
                session,
                vault=vault,
                words=WORDS,
                point=self.point,
                text=taken.text,
                letter_id=str(taken.id),
                now=now,
                media=taken.media,
                choice=taken.choice,
                keeps_stop=keeps_stop,
            )
            inbound.understood(session, taken, now=now)
        new = [message for message in self._messages() if message.id not in before]
        return [entry["key"] for message in new for entry in message.sentences]

    def receive(self) -> list[str]:
        """Let everything that waits be sent and delivered; return the texts, in order."""
        session, vault, now = self.town.session, self.town.vault, self.town.now
        texts = []
        while (claimed := claim_next(session, vault=vault, providers=["console"], now=now)) is not None:
            body = "\n".join(said(phrase, claimed.language) for phrase in claimed.sentences)
            trying = attempt(session, vault=vault, claimed=claimed, body=body, now=now)
            note_outcome(session, attempt_id=trying.attempt_id, outcome=Accepted(uuid4().hex), now=now)
            note_event(session, provider="console", state=Delivery.DELIVERED, token=trying.token, now=now)
            if claimed.to == number(self.n):
                texts.append(body)
        return texts

    def says(self, text: str) -> str:
        """Text us and get the reply, a minute later."""
        self.send(text)
        replies = self.receive()
        self.town.later(minutes=6)
        return "\n\n".join(replies)

    def joins(self, word: str = "riveren") -> Participant:
        """A newcomer joins and chooses to speak; their first prompt is delivered."""
        self.says(word)
        if self.people:
            self.says("2")
        self.says("1")
        return self.people[-1].participant

    def speaks(self, word: str = "riveren", *texts: str) -> Participant:
        person = self.joins(word)
        for text in texts or ("The well is far.", "The road is dark."):
            self.says(text)
        return person

    def _messages(self) -> list[Message]:
        mine = select(Message).where(Message.contact_point_id == self.point.id)
        return list(self.town.session.scalars(mine.order_by(Message.place)))

    def _written(self) -> set:
        return {message.id for message in self._messages()}
