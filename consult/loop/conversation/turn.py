"""One text's turn: everything a step needs, and what it says back."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.loop.collect.records import Conversation
from consult.loop.collect.talk import Talk
from consult.loop.conversation.kinds import Heard
from consult.loop.conversation.networks import Network
from consult.loop.conversation.words import Words
from consult.people.records import ContactPoint, Reach
from consult.post.messages import Phrase

PLACES = (Talk.STRANGER, Talk.PROMPT, Talk.DONE)
"""Where a conversation rests; the other states are questions that lead back to one of these."""

HOLDING = (Talk.WHO, Talk.WHICH, Talk.CHOICE)
"""Questions for which words are held. Whatever is asked in between, they are asked again after it."""

HELD = "conversation.held"
SAME_HAND = timedelta(hours=1)
"""On a phone that several use, what comes later may be somebody else's."""


@dataclass
class Turn:
    """`came_at` is when the text came in, `now` when it is heard. `people`: living reaches of the
    phone. `said` goes out as one message, `about` says of what kind."""

    session: Session
    vault: Vault
    words: Words
    point: ContactPoint
    conversation: Conversation
    people: list[Reach]
    heard: Heard
    text: str
    letter_id: str
    came_at: datetime
    now: datetime
    network: Network = field(default_factory=Network)
    media: int = 0
    said: list[Phrase] = field(default_factory=list)
    about: str = "conversation"
    carries_prompt: bool = False
    """The reply holds the prompt that waits for an answer."""
    carries_question: bool = False
    """The reply asks something after a private matter: what comes once it is there answers it."""
    afterwards: list[Phrase] = field(default_factory=list)
    """What goes some minutes after the reply, unless another text comes first."""
    once: str | None = None
    """A key of its own where the reply goes only once, whatever letter causes it."""
    beside: dict[str, list[Phrase]] = field(default_factory=dict)
    """What goes beside the reply, by its own key."""
    also: dict[str, list[Phrase]] = field(default_factory=dict)
    """The reply `once` more in other languages, where nobody knows which the reader reads."""
    flooded: bool = False
    """Too many texts came that nothing waited for: see flood.py."""

    def say(self, key: str, **values: str | int) -> None:
        self.said.append(Phrase(key, values))

    @property
    def language(self) -> str:
        """The language of the reply: of what is being joined, else of the conversation."""
        joining = self.recall("joining")
        return str(joining["language"]) if joining else self.conversation.language

    @property
    def shared(self) -> bool:
        return len(self.people) > 1

    @property
    def another_hand(self) -> bool:
        """Whether somebody else may be writing than the one who wrote last."""
        return self.shared and self.came_at - self.conversation.moved_at > SAME_HAND

    def asks_anew(self) -> None:
        """The reply holds a question; after a private matter, that ends what belongs to the matter."""
        self.carries_question = self.recall("told_at") is not None

    def person(self, suffix: int | None) -> Reach | None:
        return next((reach for reach in self.people if reach.suffix == suffix), None)

    def ask(self, question: Talk) -> None:
        """Wait for the answer to a question; remember where to go back to."""
        state = self.conversation.state
        if state in PLACES:
            self.conversation.before = state
        elif question not in HOLDING and not self.held():
            self.forget("joining")
        elif question not in HOLDING and state in HOLDING:
            self.remember(open=state)
        if question in HOLDING:
            self.asks_anew()
        self.conversation.state = question

    def back(self) -> None:
        """Leave a question that was asked. One for which words are held is open again then."""
        if self.reopen():
            return
        if self.conversation.state not in PLACES:
            self.conversation.state = self.conversation.before
        self.forget("joining", "earlier", "held", "chooser", "erase", "tongues", "passing")

    def reopen(self) -> bool:
        """Go back to the question for which words are held, if something else was asked meanwhile."""
        question = self.recall("open")
        if question is not None:
            self.conversation.state = Talk(question)
            self.forget("open", "chooser", "erase", "tongues", "passing")
        return question is not None

    def recall(self, name: str) -> Any:
        return self.conversation.memory.get(name)

    def remember(self, **values: Any) -> None:
        self.conversation.memory = {**self.conversation.memory, **values}

    def forget(self, *names: str) -> None:
        kept = {name: value for name, value in self.conversation.memory.items() if name not in names}
        self.conversation.memory = kept

    def hold(self, text: str) -> None:
        """Keep words sealed until it is known whose they are and that they may be kept."""
        if text.strip():
            sealed = self.vault.seal(
                json.dumps([*self.held(), text.strip()]), row=self.conversation.id, column=HELD
            )
            self.remember(held=sealed.hex())

    def held(self) -> list[str]:
        sealed = self.recall("held")
        if not sealed:
            return []
        texts: list[str] = json.loads(
            self.vault.open(bytes.fromhex(sealed), row=self.conversation.id, column=HELD)
        )
        return texts
