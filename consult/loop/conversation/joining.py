"""A join word: who asks is said first, and nothing is kept of a person before they choose to speak."""

from uuid import UUID

from sqlalchemy import func, select

from consult.loop.collect.joining import join_word
from consult.loop.collect.records import Round
from consult.loop.collect.rounds import current_round, is_open, is_paused
from consult.loop.collect.talk import Talk
from consult.loop.conversation import asking, private, resuming
from consult.loop.conversation.handed_on import say_where
from consult.loop.conversation.held import keep_holding
from consult.loop.conversation.turn import Turn
from consult.people import consents
from consult.people.participants import newcomer
from consult.people.reaches import MOST_ON_A_PHONE, give_reach
from consult.people.records import Reach

FIRST_TEXT = "who_asks 1"
"""Which text was agreed to. Raise it with the sentence."""
AGREED = ("speak", "phone")
"""To what: to be heard, and to be knocked at on this phone when there is news."""


def join(turn: Turn) -> None:
    """A phone with people of this community is asked who it is; any other gets the first text.

    Words behind the join word are kept sealed until it is known whose they are. A phone in the
    middle of something keeps the whole text: the word may have been the beginning of an answer.
    """
    if turn.heard.rest and (turn.conversation.state is Talk.PRIVATE or private.goes_on(turn)):
        private.tell(turn)
        return
    word = join_word(turn.session, turn.text)
    assert word is not None, "the text was told apart by its join word"
    asked = current_round(turn.session, word.consultation)
    if asked is not None and word.consultation.community.disabled_at is not None:
        if not turn.people:
            turn.conversation.language = word.language
        say_where(turn, word.consultation)
        return
    if asked is None or not is_open(asked, turn.came_at):
        if not turn.people:  # the word is all that tells which language they read
            turn.conversation.language = word.language
        _closed(turn, asked)
        return
    held_before = turn.held()
    earlier = turn.recall("earlier") if turn.recall("joining") else len(held_before)
    resting = turn.conversation.state in (Talk.PROMPT, Talk.DONE)
    turn.back()
    if turn.conversation.state is Talk.STRANGER:
        turn.conversation.language = word.language
    turn.remember(joining={"round": str(asked.id), "language": word.language}, earlier=earlier)
    for text in (*held_before, turn.text if resting and turn.heard.rest else turn.heard.rest):
        if text not in turn.held():
            turn.hold(text)
    if resuming.whom(turn):
        turn.ask(Talk.WHO)
        turn.say("who_writes")
    else:
        turn.ask(Talk.CHOICE)
        turn.say("who_asks")


def _closed(turn: Turn, asked: Round | None) -> None:
    """Nothing is asked now. Words of somebody who is known are kept all the same."""
    if turn.people and turn.heard.rest:
        asking.add(turn)
    elif asked is not None and is_paused(asked, turn.came_at):
        turn.say("paused")
    else:
        turn.say("over" if asked is not None and asked.opened_at is not None else "not_now")


def before(turn: Turn) -> None:
    """ "I spoke before": go on with the one person of this community, or ask which of them it is."""
    here = resuming.whom(turn)
    if len(here) == 1:
        resuming.resume(turn, here[0])
        return
    turn.ask(Talk.WHICH)
    asking.say_which(turn, here)


def new(turn: Turn) -> None:
    turn.ask(Talk.CHOICE)
    turn.say("who_asks")


def begin(turn: Turn) -> None:
    """ "To speak: 1": from here on there is a participant."""
    asked = joined_round(turn)
    if asked.consultation.community.disabled_at is not None:
        say_where(turn, asked.consultation)
        turn.back()
        return
    if _used_up(turn):
        _let_go(turn, "phone_full")
        return
    conversation = turn.conversation
    language = turn.language
    person = newcomer(turn.session, community=asked.consultation.community, language=language, now=turn.now)
    for purpose in AGREED:
        consents.record(
            turn.session,
            participant=person,
            purpose=purpose,
            given=True,
            text_version=FIRST_TEXT,
            language=language,
            now=turn.now,
        )
    reach = give_reach(turn.session, participant=person, point=turn.point, now=turn.now)
    words = turn.held()
    turn.forget("joining", "earlier", "held", "answered_at", "unasked", "prompt", "private", "told_at")
    turn.remember(begun_at=turn.came_at.isoformat())
    conversation.reach, conversation.round, conversation.language = reach, asked, language
    conversation.answer, conversation.answer_id, conversation.prompt_number = None, None, 0
    if reach.suffix > 1:
        turn.say("your_number", person=reach.suffix)
    resuming.file_early_words(turn, words)
    asking.ask_next(turn)


def refuse(turn: Turn) -> None:
    """ "No: 2": nobody joins."""
    _let_go(turn, "refused")


def _let_go(turn: Turn, sentence: str) -> None:
    """Nobody joins. Nothing is kept but what waited before the join word, whosever it is."""
    turn.say(sentence)
    language = turn.language
    others = turn.held()[: turn.recall("earlier") or 0]
    turn.back()
    if turn.conversation.state is Talk.STRANGER:
        turn.conversation.language = language
    if others:
        keep_holding(turn, others)


def joined_round(turn: Turn) -> Round:
    """The round that is being joined."""
    return turn.session.get_one(Round, UUID(turn.recall("joining")["round"]))


def _used_up(turn: Turn) -> bool:
    ever = select(func.count()).select_from(Reach).where(Reach.contact_point_id == turn.point.id)
    return (turn.session.scalar(ever) or 0) >= MOST_ON_A_PHONE
