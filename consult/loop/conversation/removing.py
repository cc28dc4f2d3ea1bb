"""ERASE: asked once more before words go; on a shared phone each person removes their own."""

from consult.loop.collect.talk import Talk
from consult.loop.conversation.held import again, keep_holding
from consult.loop.conversation.turn import Turn
from consult.loop.departure import leave
from consult.people.reaches import on_phone
from consult.people.records import Reach
from consult.post.messages import GOODBYE


def erase(turn: Turn) -> None:
    if not turn.people:
        turn.say("nothing_here")
    elif turn.shared:
        turn.say("erase_which", person=turn.people[-1].suffix)
    else:
        ask_first(turn, turn.people[0])


def erase_of(turn: Turn) -> None:
    reach = turn.person(turn.heard.person)
    if reach is None:
        turn.say("no_such_person", person=turn.heard.person or 0)
    else:
        ask_first(turn, reach)


def ask_first(turn: Turn, reach: Reach) -> None:
    turn.ask(Talk.SURE)
    turn.forget("chooser")
    turn.remember(erase=reach.suffix)
    turn.say("erase_sure")


def remove(turn: Turn) -> None:
    """Yes: the person is forgotten, on this phone and everywhere. A yes that may be another's is none."""
    reach = turn.person(turn.recall("erase"))
    turn.back()
    if turn.another_hand:
        turn.say("erase_which", person=turn.people[-1].suffix)
        return
    if reach is None:
        turn.say("nothing_here")
        return
    words, joining, earlier = turn.held(), turn.recall("joining"), turn.recall("earlier")
    leave(turn.session, vault=turn.vault, participant=reach.participant, now=turn.now)
    turn.people = on_phone(turn.session, point=turn.point)
    turn.about = GOODBYE
    turn.say("removed")
    if words and turn.people:
        keep_holding(turn, words, joining=joining, earlier=earlier)


def keep(turn: Turn) -> None:
    """No: nothing is removed, and the conversation goes on."""
    turn.back()
    turn.say("kept")
    again(turn)
