"""A verdict by text: 33 is *no* for the answer to number 3; 7 33 says which person of the phone."""

from consult.common.errors import Refused
from consult.loop.close import verdicts
from consult.loop.close.records import Question, Says
from consult.loop.collect.talk import Talk
from consult.loop.conversation.held import again
from consult.loop.conversation.turn import Turn
from consult.loop.understand.records import Theme
from consult.people.records import Reach


def judge(turn: Turn) -> None:
    """Keep what a person says of an answer; where several could mean it, ask who it is."""
    theme_number = turn.heard.theme
    assert theme_number is not None
    candidates = _candidates(turn, theme_number)
    if len(candidates) > 1:
        suffix, typed = candidates[-1][0].suffix, f"{theme_number}{turn.heard.key}"
        turn.say("verdict_whose", theme=theme_number, person=suffix, verdict=typed)
        return
    reach, theme = candidates[0]
    says = verdicts.KEYS[turn.heard.key]
    try:
        verdicts.say(
            turn.session,
            participant=reach.participant,
            theme=theme,
            says=says,
            question=Question.ANSWERED,
            now=turn.now,
        )
    except Refused:
        turn.say("not_now")
        return
    key = "verdict_not_said" if says is Says.NOT_WHAT_WE_SAID else "verdict_kept"
    turn.say(key, theme=theme_number)
    if turn.conversation.state in (Talk.WHO, Talk.WHICH, Talk.CHOICE):
        again(turn)


def _candidates(turn: Turn, number: int) -> list[tuple[Reach, Theme]]:
    """Who of this phone can judge the answer to `number` now; one, if the text named them."""
    found = []
    for reach in turn.people:
        theme = verdicts.open_questions(turn.session, participant=reach.participant).get(number)
        if theme is not None and turn.heard.person in (None, reach.suffix):
            found.append((reach, theme))
    return found
