"""The rest of the loop for these stories: words sorted, a theme released, an office that answers."""

from datetime import timedelta

from sqlalchemy import select

from consult.loop.close.fanout import fan_out
from consult.loop.close.obligations import owe
from consult.loop.collect.records import Answer, Submission
from consult.loop.collect.rounds import close_round, current_round, is_open
from consult.loop.respond.faithful import say
from consult.loop.respond.records import Faithful, Kind, ResponseVersion
from consult.loop.respond.responses import draft
from consult.loop.respond.second_look import hand_over, publish
from consult.loop.understand.cards import number_cards
from consult.loop.understand.codebook import add_code
from consult.loop.understand.coding import sort_answer
from consult.loop.understand.findings import release
from consult.loop.understand.first_reading import pass_on
from consult.loop.understand.records import Audience, Card, Findings, FindingsTheme, Theme
from consult.loop.understand.themes import name_theme
from consult.people.records import Participant
from tests.loop.conversation.phones import LANGUAGES, Town
from tests.loop.speaking import speak


def sort_to(town: Town, number: int, *people: Participant) -> Theme:
    """Close the round if it is open; sort all words of `people` to a new theme of that number."""
    session, by = town.session, {"by": town.cast.amal, "now": town.now}
    asked = current_round(session, town.consultation)
    if is_open(asked, town.now):
        close_round(session, round=asked, by=town.cast.amal.actor, now=town.now)
    number_cards(session, consultation=town.consultation, shuffle=lambda numbers: None)
    name = f"Matter {number}"
    code = add_code(session, consultation=town.consultation, name=name, language="en", **by)
    spoken_by = [person.id for person in people]
    cards = (
        select(Card)
        .join(Card.answer)
        .join(Submission)
        .where(Submission.participant_id.in_(spoken_by), Answer.withdrawn_on.is_(None))
    )
    for card in session.scalars(cards).all():
        if card.masked_at is None:
            pass_on(session, card=card, text="Some words.", **by)
        sort_answer(session, card=card, codes=[code], **by)
    theme = name_theme(
        session,
        consultation=town.consultation,
        name=name,
        statement="We say it.",
        language="en",
        audience=Audience.EVERYONE,
        offices=[town.cast.water],
        codes=[code],
        **by,
    )
    theme.number = number
    session.flush()
    return theme


def answer(town: Town, *themes: Theme, words: str = "We mend it.") -> ResponseVersion:
    """Release everything, let the review pass, let the water office answer, tell everyone."""
    session, cast = town.session, town.cast
    found: Findings = release(
        session,
        consultation=town.consultation,
        alone="Others spoke of other things.",
        review_by=(town.now + timedelta(days=5)).date(),
        by=cast.amal,
        now=town.now,
    )
    owe(session, findings=found, now=town.now)
    town.later(days=7)
    released = [
        theme
        for theme in session.scalars(select(FindingsTheme).where(FindingsTheme.findings_id == found.id))
        if theme.theme_id in {each.id for each in themes}
    ]
    version = draft(
        session,
        office=cast.water,
        themes=released,
        kind=Kind.WILL_DO,
        words=words,
        why="It is broken.",
        who="The head of the office",
        by_when=(town.now + timedelta(days=30)).date(),
        language="en",
        speak=speak,
        by=cast.dana,
        now=town.now,
    )
    hand_over(session, version=version, by=cast.dana, now=town.now)
    publish(session, version=version, by=cast.emil, now=town.now)
    faithful = {"says": Faithful.YES, "note": "", "language": "en", "seat": cast.seats["amal"]}
    say(session, version=version, now=town.now, **faithful)
    fan_out(session, version_id=version.id, chain=LANGUAGES.chain, now=town.now)
    return version
