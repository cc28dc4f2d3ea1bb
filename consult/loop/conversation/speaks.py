"""Do these speak for you? Asked by text once in each round, after the receipt; a digit answers it.

Who says nothing is not asked again, and words that come instead are words as ever.
"""

from sqlalchemy import select

from consult.loop.collect.records import Round, Speaks, SpeaksForYou
from consult.loop.collect.rounds import is_open, is_paused
from consult.loop.collect.speaks import say_speaks
from consult.loop.collect.talk import Talk
from consult.loop.conversation.turn import Turn
from consult.people.records import Reach
from consult.people.terms import speakers

KEYS = {1: Speaks.YES, 2: Speaks.PARTLY, 3: Speaks.NO, 4: Speaks.CANNOT_SAY}
"""As with verdicts, so that nobody learns two orders."""


def ask_once(turn: Turn, reach: Reach, asked: Round) -> None:
    """Ask, beside the receipt, where somebody speaks here and this person was not asked in this round."""
    before = turn.recall("speaks") or {}
    community = asked.consultation.community
    if (
        before.get(str(reach.suffix)) == str(asked.id)
        or not is_open(asked, turn.came_at)
        or _has_said(turn, reach, asked)
        or not speakers(turn.session, community=community, now=turn.now)
    ):
        return
    turn.remember(speaks={**before, str(reach.suffix): str(asked.id)})
    turn.ask(Talk.SPEAKS)
    turn.say("speaks_ask")


def _has_said(turn: Turn, reach: Reach, asked: Round) -> bool:
    mine = select(SpeaksForYou.id).where(
        SpeaksForYou.participant_id == reach.participant_id, SpeaksForYou.round_id == asked.id
    )
    return turn.session.scalar(mine) is not None


def say(turn: Turn) -> None:
    """The digit. One that is none of ours brings the question again; one that may be another's counts not."""
    conversation = turn.conversation
    reach, asked = conversation.reach, conversation.round
    says = KEYS.get(turn.heard.digit)
    if reach is None or asked is None or reach not in turn.people:
        turn.back()
        turn.say("menu_words")
    elif turn.another_hand:
        turn.back()
        turn.say("menu_which", person=turn.people[-1].suffix)
    elif is_paused(asked, turn.came_at):
        turn.say("paused")
    elif not is_open(asked, turn.came_at):
        turn.back()
        turn.say("over")
    elif says is None:
        turn.say("speaks_ask")
    else:
        turn.back()
        say_speaks(turn.session, participant=reach.participant, round=asked, says=says, now=turn.came_at)
        turn.say("speaks_kept")
