"""Many texts that nothing waits for: beyond ten an hour they are kept together, not answered one by one.

What answers a question of ours is never counted; neither are STOP, START and ERASE.
"""

from datetime import datetime, timedelta

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from consult.loop.collect.records import Conversation
from consult.loop.collect.talk import Talk
from consult.loop.conversation.table import Step
from consult.loop.conversation.turn import Turn
from consult.post.records import Message

MOST = 10
AN_HOUR = timedelta(hours=1)
KEEPS = frozenset({Step.ADD, Step.WRONG, Step.JUDGE})
"""These hold something of the person: done all the same, without a reply."""
ASKS = frozenset({Step.HOW, Step.MENU, Step.MENU_OF, Step.EXPLAIN, Step.MORE})
"""These ask only for a reply."""


def counts(turn: Turn, step: Step) -> None:
    """Count a text that nothing waited for; from here on the turn knows whether there are too many."""
    if step not in KEEPS | ASKS:
        return
    if turn.conversation.state is Talk.STRANGER:
        turn.flooded = _replies(turn) >= MOST
        return
    times = [
        each
        for each in turn.recall("unasked_for") or []
        if turn.came_at - datetime.fromisoformat(each) < AN_HOUR
    ]
    turn.flooded = len(times) >= MOST
    turn.remember(unasked_for=[*times, turn.came_at.isoformat()][-MOST:])
    if not turn.flooded:
        turn.forget("flood_told")


def _replies(turn: Turn) -> int:
    """How many texts went to this phone of late: of a stranger nothing else is kept."""
    replies = (
        select(func.count())
        .select_from(Message)
        .where(Message.contact_point_id == turn.point.id, Message.made_at > turn.came_at - AN_HOUR)
    )
    return turn.session.scalar(replies) or 0


def answer_once(turn: Turn) -> None:
    """One line for all that is folded, instead of the reply; a stranger has heard enough."""
    turn.said = []
    if turn.conversation.state is Talk.STRANGER or turn.recall("flood_told"):
        return
    turn.remember(flood_told=True)
    turn.say("folded")


def phones_folded(session: Session, *, now: datetime) -> int:
    """How many phones of people known here were told in the last hour that their texts are kept together."""
    folded = (
        select(func.count())
        .select_from(Conversation)
        .where(
            Conversation.moved_at > now - AN_HOUR, cast(Conversation.memory, String).like('%"flood_told"%')
        )
    )
    return session.scalar(folded) or 0
