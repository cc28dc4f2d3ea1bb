"""A text from a phone that nobody spoke from: answered once with how to join, and not kept."""

from sqlalchemy import select

from consult.loop.collect.joining import join_words_of
from consult.loop.collect.records import Consultation, Round
from consult.loop.collect.rounds import is_open
from consult.loop.conversation.turn import Turn
from consult.people.records import Community


def how(turn: Turn) -> None:
    """Say how to join if it is clear what could be meant, else a line that tells nothing."""
    waiting = open_to_all(turn)
    only = waiting[0] if len(waiting) == 1 else None
    turn.once = f"stranger:{turn.point.id}:{only.id if only else 'several' if waiting else 'nothing'}"
    words = join_words_of(turn.session, consultation=only) if only else []
    if len(waiting) > 1:
        turn.say("ask_for_the_word")
        return
    if only is None or not words:
        turn.say("not_now")
        return
    wanted = turn.words.chain(only.language)
    word = next((each for code in wanted for each in words if each.language == code), words[0])
    turn.conversation.language = word.language
    turn.say("how_to_join", word=word.word.upper())


def only_one_open(turn: Turn) -> Consultation | None:
    """The consultation that a stranger must mean, if there is but one."""
    waiting = open_to_all(turn)
    return waiting[0] if len(waiting) == 1 else None


def open_to_all(turn: Turn) -> list[Consultation]:
    """The consultations of public communities that take words now."""
    running = turn.session.scalars(
        select(Round)
        .join(Consultation, Round.consultation_id == Consultation.id)
        .join(Community, Consultation.community_id == Community.id)
        .where(
            Round.opened_at.is_not(None),
            Round.closed_at.is_(None),
            Community.public.is_(True),
            Community.disabled_at.is_(None),
        )
    )
    return [each.consultation for each in running if is_open(each, turn.came_at)]
