"""STOP and START. STOP is the phone's, for everybody who uses it; STOP 7 is person 7's alone."""

from consult.loop.close.catching_up import catch_up
from consult.loop.collect.talk import Talk
from consult.loop.conversation import asking
from consult.loop.conversation.handed_on import leads_on
from consult.loop.conversation.networks import has_acted
from consult.loop.conversation.turn import Turn
from consult.people import contacts, reaches
from consult.people.records import HearBack, Reach
from consult.post.messages import GOODBYE


def hush(turn: Turn) -> None:
    """No more texts to this phone. Where no network has said so, we do: once, and nothing after."""
    first = turn.point.stopped_at is None
    contacts.stop(turn.session, point=turn.point, now=turn.now)
    if first and not has_acted(turn.network, turn.text, fold=turn.words.fold):
        turn.about = GOODBYE
        turn.say("stop")


def hush_one(turn: Turn) -> None:
    """No more texts to one person; their words stay, and so do the others' texts."""
    reach = turn.person(turn.heard.person)
    person = turn.heard.person or 0
    if reach is None:
        turn.say("no_such_person", person=person)
        return
    reaches.choose(turn.session, reach=reach, hear_back=HearBack.NOTHING, now=turn.now)
    turn.about = GOODBYE
    turn.say("stopped_one", person=person)


def start(turn: Turn) -> None:
    """Texts again. A person alone on the phone is told again, too, where they wanted nothing; and where words
    are taken no more, it is said now: while the phone was stopped, they were dropped without a text."""
    contacts.start(turn.session, point=turn.point, now=turn.now)
    turn.say("started")
    for reach in turn.people:
        _wake(turn, reach, also_nothing=not turn.shared)
    if not leads_on(turn, turn.conversation.round) and turn.conversation.state is Talk.PROMPT:
        asking.ask_next(turn)


def wake_one(turn: Turn) -> None:
    """START 7: texts to person 7 again; the phone itself stays as it is."""
    reach = turn.person(turn.heard.person)
    person = turn.heard.person or 0
    if reach is None:
        turn.say("no_such_person", person=person)
        return
    turn.say("started_one", person=person)
    _wake(turn, reach, also_nothing=True)


def _wake(turn: Turn, reach: Reach, *, also_nothing: bool) -> None:
    """Tell what was missed, as the person chose; who chose nothing gets a knock again."""
    if reach.hear_back is HearBack.NOTHING:
        if not also_nothing:
            return
        reaches.choose(turn.session, reach=reach, hear_back=HearBack.KNOCK, now=turn.now)
    catch_up(turn.session, participant=reach.participant, chain=turn.words.chain, now=turn.now)
