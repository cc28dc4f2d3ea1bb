"""A community that is closed here, such as one that was handed on: who writes is told where to ask, and no
words are taken that nobody here would answer."""

from consult.common.translation import worded
from consult.loop.collect.records import Consultation, Round
from consult.loop.collect.talk import Talk
from consult.loop.conversation.turn import Turn


def leads_on(turn: Turn, asked: Round | None) -> bool:
    """Whether words to this round are taken no more. Then it is said, and nothing waits for an answer."""
    if asked is None or asked.consultation.community.disabled_at is None:
        return False
    if turn.conversation.state is Talk.PROMPT:
        turn.conversation.state = turn.conversation.before = Talk.DONE
    turn.forget("wrong", "prompt", "answered_at", "unasked")
    say_where(turn, asked.consultation)
    return True


def say_where(turn: Turn, consultation: Consultation) -> None:
    """Ask at the meeting: no text of ours names an office, so it does not name the successor."""
    wanted = turn.words.chain(turn.language)
    meeting = worded(turn.session, consultation, "meeting", source=consultation.language, wanted=wanted).text
    if meeting:
        turn.say("ask_there_who", meeting=meeting)
    else:
        turn.say("ask_who")
