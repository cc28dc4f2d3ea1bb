"""Where are my words? By number, never by topic; WRONG says that they lie on the wrong one."""

from sqlalchemy import select

from consult.common import history
from consult.loop.close import verdicts
from consult.loop.close.came_along import lie_also_there, spoken_rounds
from consult.loop.close.records import Says
from consult.loop.close.wrong import WRONGLY_PUT
from consult.loop.collect.records import Round
from consult.loop.conversation import asking
from consult.loop.conversation.held import again
from consult.loop.conversation.turn import Turn
from consult.loop.understand.check_words import checks_for, say_all, says_wrong
from consult.loop.understand.records import CheckDoor, CheckSays, Theme
from consult.loop.understand.where_words_lie import Lie
from consult.people.records import Participant, Reach


def themes_of(turn: Turn, reach: Reach) -> list[int]:
    """The numbers on which a person's words lie, of the last round in which they spoke."""
    lie = _lie(turn, reach)
    return list(lie.themes) if lie else []


def _lie(turn: Turn, reach: Reach) -> Lie | None:
    spoken_in = asking.latest_round(turn, reach)
    if spoken_in is None:
        return None
    return lie_also_there(turn.session, participant_id=reach.participant_id, asked=spoken_in)


def say_where(turn: Turn, reach: Reach) -> None:
    lie = _lie(turn, reach)
    if lie is None:
        turn.say("nothing_here")
    elif lie.themes:
        themes = ", ".join(str(number) for number in lie.themes)
        turn.say("where_words_are", themes=themes, theme=lie.themes[0])
    elif lie.unread:
        turn.say("words_not_read_yet")
    else:
        turn.say("words_read")


def wrong(turn: Turn) -> None:
    """WRONG 3: kept as said about theme 3; words behind it, or those that come next, are read anew."""
    speakers = [reach for reach in turn.people if turn.heard.theme in _numbers(turn, reach)]
    reach = turn.conversation.reach if turn.conversation.reach in speakers else None
    reach = reach or (speakers[0] if len(speakers) == 1 else None)
    if reach is None:
        _not_clear(turn, speakers)
        return
    assert turn.heard.theme is not None
    _note_wrong(turn, reach, turn.heard.theme)
    turn.reopen()
    if turn.held():
        _beside_the_question(turn, reach)
        return
    turn.back()
    if turn.heard.rest:
        asking.add_for(turn, reach, turn.heard.rest)
        return
    turn.conversation.reach = reach
    turn.remember(wrong=turn.heard.theme)
    turn.say("say_again")
    turn.asks_anew()


def _beside_the_question(turn: Turn, reach: Reach) -> None:
    """It is still asked whose the words are that are held: their question stays open.

    Words behind WRONG 3 are of the person who spoke to 3. Those that come next are held as well.
    """
    question = turn.conversation.state
    if turn.heard.rest:
        asking.add_for(turn, reach, turn.heard.rest)
        turn.conversation.state = question
    else:
        turn.say("say_again")
    again(turn)


def _not_clear(turn: Turn, speakers: list[Reach]) -> None:
    """Several people of the phone spoke to it, or none: say where the words are."""
    if len(turn.people) == 1:
        say_where(turn, turn.people[0])
    elif turn.people:
        turn.say("menu_which", person=(speakers or turn.people)[-1].suffix)
    else:
        turn.say("nothing_here")


def _numbers(turn: Turn, reach: Reach) -> set[int]:
    judged = verdicts.open_questions(turn.session, participant=reach.participant)
    return {*themes_of(turn, reach), *judged}


def _note_wrong(turn: Turn, reach: Reach, number: int) -> None:
    """An answer that was given is *not what we said*; before that, the sorters see the mark alone. While
    people are asked whether they were heard right, it is what this person says to that."""
    judged = verdicts.open_questions(turn.session, participant=reach.participant)
    theme = judged.get(number) or _theme(turn, reach, number)
    if number in judged:
        verdicts.say(
            turn.session,
            participant=reach.participant,
            theme=judged[number],
            says=Says.NOT_WHAT_WE_SAID,
            now=turn.now,
        )
    if theme is not None:
        history.note(turn.session, by=reach.participant.actor, action=WRONGLY_PUT, about=theme, now=turn.now)
    _say_in_check(turn, reach.participant, number)


def _say_in_check(turn: Turn, person: Participant, number: int) -> None:
    """Words behind WRONG 3 lie on their own card, so that they are read once, by whom they chose. What the
    person wrote on a page, if it says the same, stays: a text without words would take its place."""
    for mine in checks_for(turn.session, participant=person, now=turn.now):
        if number in mine.on and not says_wrong(turn.session, mine.check, number, person):
            say_all(
                turn.session,
                check=mine.check,
                said={number: (CheckSays.WRONG, "")},
                language=person.language,
                participant=person,
                door=CheckDoor.PHONE,
                now=turn.now,
            )


def _theme(turn: Turn, reach: Reach, number: int) -> Theme | None:
    return turn.session.scalar(
        select(Theme)
        .join(Round, Round.consultation_id == Theme.consultation_id)
        .where(Round.id.in_(spoken_rounds(reach.participant_id)), Theme.number == number)
        .order_by(Round.opened_at.desc(), Round.id)
        .limit(1)
    )
