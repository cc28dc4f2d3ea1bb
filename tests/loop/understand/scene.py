"""A consultation with people who spoke, ready to be read, sorted and released."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from consult.loop.collect.records import Consultation, Readers
from consult.loop.understand.cards import number_cards
from consult.loop.understand.codebook import add_code
from consult.loop.understand.coding import sort_answer
from consult.loop.understand.first_reading import pass_on
from consult.loop.understand.records import Audience, Card, Code, Control, Theme
from consult.loop.understand.themes import name_theme
from tests.cast import Cast


def as_it_is(_: list[int]) -> None:
    """A shuffle that does not: cards get their numbers in the order in which they are found."""


@dataclass
class Scene:
    session: Session
    cast: Cast
    consultation: Consultation = field(init=False)

    def __post_init__(self) -> None:
        self.consultation = self.cast.consultation()

    @property
    def by(self) -> dict:
        return {"by": self.cast.amal, "now": self.cast.now}

    def speak(self, *texts: str, readers: Readers = Readers.HERE, person=None) -> list[Card]:
        """Each text is said by a new person (or all by `person`); the new cards, in that order."""
        answers = [
            self.cast.answer(person or self.cast.participant(), self.consultation, text, readers=readers)
            for text in texts
        ]
        made = number_cards(self.session, consultation=self.consultation, shuffle=as_it_is)
        found = {card.answer_id: card for card in made}
        return [found[answer.id] for answer in answers]

    def read(self, *texts: str, person=None) -> list[Card]:
        """As `speak`, and a first reader passed the words on as they are."""
        cards = self.speak(*texts, person=person)
        for card, text in zip(cards, texts, strict=True):
            pass_on(self.session, card=card, text=text, **self.by)
        return cards

    def meet(self, *texts: str, people: int = 80) -> list[Card]:
        """Each text is said at one meeting of about `people`; the new cards, in that order."""
        points = self.cast.meeting(self.consultation, *texts, people=people)
        made = number_cards(self.session, consultation=self.consultation, shuffle=as_it_is)
        found = {card.answer_id: card for card in made}
        return [found[point.id] for point in points]

    def code(self, name: str) -> Code:
        return add_code(self.session, consultation=self.consultation, name=name, language="en", **self.by)

    def sort(self, cards: list[Card], *codes: Code | Control) -> None:
        for card in cards:
            sort_answer(self.session, card=card, codes=codes, **self.by)

    def theme(
        self, name: str, *codes: Code, audience: Audience = Audience.EVERYONE, offices: tuple = ()
    ) -> Theme:
        return name_theme(
            self.session,
            consultation=self.consultation,
            name=name,
            statement=f"People speak of {name}.",
            language="en",
            audience=audience,
            offices=offices,
            codes=codes,
            **self.by,
        )
