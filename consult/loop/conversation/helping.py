"""HELP and INFO, where a network lets them through; and letters that bring more than words."""

from datetime import timedelta

from sqlalchemy import select

from consult.loop.collect.talk import Talk
from consult.loop.conversation import choosing, strangers
from consult.loop.conversation.turn import Turn
from consult.post.messages import Phrase, written
from consult.post.records import Message

ABOUT_HELP = "help"
A_DAY = timedelta(hours=24)


def help_once(turn: Turn) -> None:
    """What can be sent at any time and where to go in danger; once in 24 hours for a phone."""
    lately = select(Message.id).where(
        Message.contact_point_id == turn.point.id,
        Message.about == ABOUT_HELP,
        Message.made_at > turn.now - A_DAY,
    )
    if turn.session.scalar(lately.limit(1)) is None:
        turn.about = ABOUT_HELP
        choosing.explain(turn)


def words_only(turn: Turn) -> None:
    """Say that we cannot open pictures or sound: once for a phone, for ever. Words beside them count."""
    key = f"media:{turn.point.id}"
    if not turn.media or turn.point.stopped_at is not None or written(turn.session, key) is not None:
        return
    told = Phrase("words_only", {})
    if turn.once is None:
        turn.said.append(told)
        turn.once = key
    else:  # that reply may have gone before
        turn.beside[key] = [told]
    if turn.conversation.state is Talk.STRANGER and (only := strangers.only_one_open(turn)):
        turn.conversation.language = only.language
