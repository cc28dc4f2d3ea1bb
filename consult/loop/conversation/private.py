"""A private matter by text: the next texts go to the protection officer alone, and into no answer.

Our own texts say nothing of it that another person at this phone could not read.
"""

from consult.loop.collect import protected
from consult.loop.collect.records import Consultation, Door
from consult.loop.collect.talk import Talk
from consult.loop.conversation import asking
from consult.loop.conversation.held import again
from consult.loop.conversation.turn import HOLDING, PLACES, Turn
from consult.people.records import Reach


def of_which(turn: Turn, reach: Reach) -> Consultation | None:
    """The consultation in which this person would tell it; None where they joined none that we know."""
    asked = turn.conversation.round or asking.latest_round(turn, reach)
    return asked.consultation if asked else None


def ask_words(turn: Turn, reach: Reach) -> None:
    """Say what happens with it, and whether there is an officer at all; then wait for the words."""
    told_in = of_which(turn, reach)
    if told_in is None:
        return
    turn.ask(Talk.PRIVATE)
    turn.remember(chooser=reach.suffix)
    there = protected.has_officer(turn.session, community=told_in.community, now=turn.now)
    turn.say("private_ask" if there else "private_wait")


def goes_on(turn: Turn) -> bool:
    """People write one thing in several texts, and typing is slow: what comes soon after is private too.

    Only what answers a question that was on the phone after it is not. The prompt that waited before
    is no such question: an answer locked away can be said again, a private word read by all cannot.
    """
    return (
        turn.conversation.state in (*PLACES, *HOLDING)
        and turn.person(turn.recall("private")) is not None
        and asking.soon(turn, "told_at")
        and not asking.delivered(turn, turn.recall("asked_after"))
    )


def tell(turn: Turn) -> None:
    """The words: sealed, and the conversation goes on where it was."""
    asked_now = turn.conversation.state is Talk.PRIVATE
    reach = turn.person(turn.recall("chooser" if asked_now else "private"))
    told_in = of_which(turn, reach) if reach else None
    if asked_now:
        turn.back()
    if reach is None or told_in is None:
        turn.say("nothing_here")
        return
    protected.report(
        turn.session,
        vault=turn.vault,
        consultation=told_in,
        text=turn.text,
        language=turn.language,
        door=Door.SMS,
        participant=reach.participant,
        key=f"letter:{turn.letter_id}",
        now=turn.now,
    )
    turn.forget("asked_after")
    turn.remember(private=reach.suffix, told_at=turn.came_at.isoformat())
    turn.say("private_told")
    if turn.conversation.state in HOLDING:
        again(turn)  # a digit is asked for: what comes in words still belongs to what was told
    turn.afterwards = asking.prompt_again(turn)  # said with this reply, it would ask for what follows
