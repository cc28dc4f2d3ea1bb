"""MORE: the whole answer on this phone, because its person asked for it now."""

from consult.loop.close import verdicts
from consult.loop.close.asking import ready_for, send_whole
from consult.loop.conversation import asking
from consult.loop.conversation.turn import Turn
from consult.people.records import Reach


def more(turn: Turn) -> None:
    """Send what can be told now, of one number or of all; on a shared phone its person says who."""
    ready = [reach for reach in turn.people if _ready(turn, reach)]
    if len(ready) > 1:
        turn.say("menu_which", person=ready[-1].suffix)
    elif not ready or not _send(turn, ready[0]):
        turn.say("no_answer_yet")
    asking.ask_again(turn)


def _ready(turn: Turn, reach: Reach) -> bool:
    return bool(ready_for(turn.session, participant=reach.participant, chain=turn.words.chain))


def _send(turn: Turn, reach: Reach) -> int:
    number = turn.heard.theme
    theme = None
    if number is not None:
        theme = verdicts.open_questions(turn.session, participant=reach.participant).get(number)
        if theme is None:
            return 0
    return send_whole(
        turn.session,
        reach=reach,
        key=turn.letter_id,
        theme=theme,
        chain=turn.words.chain,
        now=turn.now,
    )
