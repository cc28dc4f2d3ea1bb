"""What offices and representatives said in writing and everybody may read, to be said in other languages:
answers, promises with what is claimed of them, cards to offices with what was said of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.record import Record
from consult.loop.collect.records import Consultation
from consult.loop.respond.decisions import of_every_office
from consult.loop.respond.kinds import fields_in_public
from consult.loop.respond.promise_states import promises_about
from consult.loop.respond.records import Step
from consult.loop.respond.stop_states import Stands, cards_for, seen
from consult.loop.understand.records import Audience, Hold, Theme
from consult.people.records import Office


class Of(StrEnum):
    """What a text is."""

    ANSWER = "answer"
    PROMISE = "promise"
    CLAIM = "claim"
    CARD = "card"
    CARD_ANSWER = "card_answer"
    CARD_REFUSED = "card_refused"


@dataclass(frozen=True)
class Text:
    """One text: the `fields` of `about` that hold words, in `language`. `numbers`: of its themes, or of its
    card. `office`: whose it is, or of whom it speaks."""

    of: Of
    about: Record
    fields: tuple[str, ...]
    language: str
    numbers: tuple[int, ...]
    office: Office | None

    @property
    def is_of_the_office(self) -> bool:
        return self.of in (Of.ANSWER, Of.CARD_ANSWER)


def texts_of(session: Session, consultation: Consultation, *, now: datetime) -> list[Text]:
    """The texts of a consultation and its community: answers by number, then promises, then cards."""
    held = select(Hold.theme_id).where(Hold.lifted_at.is_(None))
    rows = session.scalars(
        select(Theme).where(
            Theme.consultation_id == consultation.id,
            Theme.audience != Audience.SPOKEN_ONLY,
            Theme.id.not_in(held),
        )
    )
    themes = {each.id: each for each in rows}
    answers = sorted(_answers(session, themes), key=lambda each: each.numbers)
    return [*answers, *_promises(session, themes), *_cards(session, consultation, now)]


def _answers(session: Session, themes: dict[UUID, Theme]) -> Iterator[Text]:
    for decision, of in of_every_office(session, list(themes)):
        version = decision.newest
        fields = tuple(field for field in fields_in_public(version.kind) if getattr(version, field))
        numbers = tuple(sorted(themes[each].number for each in of if each in themes))
        yield Text(Of.ANSWER, version, fields, version.language, numbers, version.response.office)


def _promises(session: Session, themes: dict[UUID, Theme]) -> Iterator[Text]:
    """What stands on the public page alone: of themes that everyone may read."""
    opened = {key: each for key, each in themes.items() if each.audience is Audience.EVERYONE}
    found = {each.id: each for of in promises_about(session, opened).values() for each in of}
    for each in found.values():
        numbers = tuple(theme.number for theme in each.themes if theme.id in opened)
        if each.what:
            yield Text(Of.PROMISE, each, ("what", "who"), each.language, numbers, each.office)
        for step in [step for step in each.steps if step.step is Step.CLAIMED][-1:]:
            yield Text(Of.CLAIM, step, ("text",), each.language, numbers, each.office)


def _cards(session: Session, consultation: Consultation, now: datetime) -> Iterator[Text]:
    here = cards_for(session, viewer="everyone", community=consultation.community)
    for each in seen(session, here, now=now):
        card, number, office = each.card, (each.card.number,), each.card.office
        if each.stands in (Stands.HELD, Stands.WITHDRAWN):
            continue
        yield Text(Of.CARD, card, _filled(card, "words", "why"), card.language, number, office)
        for said in each.said:
            given = said.answer
            fields = _filled(given, "words", "why")
            yield Text(Of.CARD_ANSWER, given, fields, given.language, number, office)
            for word in said.words:
                if not word.is_one:
                    yield Text(Of.CARD_REFUSED, word, ("note",), word.language, number, office)


def _filled(about: Record, *fields: str) -> tuple[str, ...]:
    return tuple(field for field in fields if getattr(about, field))
