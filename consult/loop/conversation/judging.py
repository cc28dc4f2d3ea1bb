"""A verdict by text: 33 is *no* for the answer to number 3; 7 33 says which person of the phone.

38 is *no* to the other question, asked when the day of a promise has passed: did it happen?
"""

from consult.common.errors import Refused
from consult.loop.close import happened, verdicts
from consult.loop.close.records import Says
from consult.loop.collect.talk import Talk
from consult.loop.conversation.held import again
from consult.loop.conversation.turn import Turn
from consult.loop.understand.records import Theme
from consult.people.records import Reach


def judge(turn: Turn) -> None:
    """Keep what a person says of an answer; where several could mean it, ask who it is."""
    if turn.heard.key in happened.KEYS:
        _whether_it_happened(turn)
        return
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
            now=turn.now,
        )
    except Refused:
        turn.say("not_now")
        return
    key = "verdict_not_said" if says is Says.NOT_WHAT_WE_SAID else "verdict_kept"
    turn.say(key, theme=theme_number)
    if turn.conversation.state in (Talk.WHO, Talk.WHICH, Talk.CHOICE):
        again(turn)


def _whether_it_happened(turn: Turn) -> None:
    """Keep what a person sees of a promise; where several could mean it, ask who it is."""
    number, today = turn.heard.theme, turn.now.date()
    assert number is not None
    found = [
        (reach, asked.theme)
        for reach in turn.people
        if turn.heard.person in (None, reach.suffix)
        for asked in happened.open_happened(turn.session, participant=reach.participant, today=today)[::-1]
        if asked.theme.number == number
    ]
    if len({reach.id for reach, _ in found}) > 1:
        suffix, typed = found[-1][0].suffix, f"{number}{turn.heard.key}"
        turn.say("verdict_whose", theme=number, person=suffix, verdict=typed)
        return
    reach, theme = found[0]
    says = happened.KEYS[turn.heard.key]
    happened.say_happened(turn.session, participant=reach.participant, theme=theme, says=says, now=turn.now)
    turn.say("verdict_kept", theme=number)
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
