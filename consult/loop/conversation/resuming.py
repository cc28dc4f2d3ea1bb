"""A person goes on where they were: after a word that says so, after days, on a phone they share."""

from uuid import UUID

from sqlalchemy import select

from consult.loop.close.came_along import came_here
from consult.loop.collect.prompts import prompts_of
from consult.loop.collect.records import Door, Round, Submission
from consult.loop.collect.rounds import is_open, is_paused
from consult.loop.collect.talk import Talk
from consult.loop.conversation import asking
from consult.loop.conversation.handed_on import leads_on
from consult.loop.conversation.turn import Turn
from consult.people.records import Reach


def resume(turn: Turn, reach: Reach) -> None:
    """`reach`'s person goes on: with the next prompt, or told that all their words are here."""
    joining = turn.recall("joining")
    words = turn.held()
    conversation = turn.conversation
    if joining:
        conversation.round = turn.session.get_one(Round, UUID(joining["round"]))
        conversation.language = reach.participant.language = joining["language"]
    else:
        conversation.round = _their_round(turn, reach)
        conversation.language = reach.participant.language
    conversation.reach = reach
    conversation.answer = conversation.answer_id = None
    turn.forget("joining", "earlier", "held", "answered_at", "unasked", "prompt", "private", "told_at")
    conversation.state = Talk.DONE
    if leads_on(turn, conversation.round):
        return
    if conversation.round is None:
        _without_round(turn, words)
    elif not joining and not _waits_for_them(turn):
        for text in words:
            asking.add_for(turn, reach, text)
    elif (wording := asking.next_wording(turn)) is None:
        if not words:
            turn.say("all_here")
        for text in words:
            asking.add_for(turn, reach, text)
    else:
        conversation.prompt_number = wording.version.prompt.number
        conversation.state = Talk.PROMPT
        _answer_with(turn, reach, words)
        if is_paused(conversation.round, turn.came_at):
            turn.say("kept_meanwhile" if words else "paused")
        else:
            asking.ask_next(turn)
    _say_once(turn)


def _their_round(turn: Turn, reach: Reach) -> Round | None:
    """Where this person is: also a round that they joined and in which they have said nothing yet."""
    last, here = asking.latest_round(turn, reach), turn.conversation.round
    if here is None or turn.conversation.reach is reach:
        return here or last
    if last is None:
        return here if here.consultation.community_id == reach.participant.community_id else None
    return here if here.consultation_id == last.consultation_id else last


def _waits_for_them(turn: Turn) -> bool:
    """Whether a prompt waits for this person, or will when it goes on."""
    asked = turn.conversation.round
    assert asked is not None
    return _asked_by_text(turn) and (is_open(asked, turn.came_at) or is_paused(asked, turn.came_at))


def _without_round(turn: Turn, words: list[str]) -> None:
    turn.say("not_now" if words else "all_here")


def _answer_with(turn: Turn, reach: Reach, words: list[str]) -> None:
    """Words held back answer the prompt that was waiting: it had been said to this person."""
    wording = asking.next_wording(turn)
    for text in words:
        assert turn.conversation.round is not None
        assert wording is not None
        asking.file(turn, reach, turn.conversation.round, wording, text)


def _asked_by_text(turn: Turn) -> bool:
    """Whether this person was asked by text in this round, so that a prompt may wait for them."""
    conversation = turn.conversation
    assert conversation.reach is not None
    assert conversation.round is not None
    door = turn.session.scalar(
        select(Submission.door).where(
            Submission.participant_id == conversation.reach.participant_id,
            Submission.round_id == conversation.round.id,
        )
    )
    if door is None:  # who was asked in the house before is not asked the same once more
        return not came_here(turn.session, conversation.reach.participant_id, conversation.round.id)
    return door is Door.SMS


def _say_once(turn: Turn) -> None:
    """Several texts were held: one line about them is enough."""
    turn.said = list({phrase.key: phrase for phrase in turn.said}.values())


def whom(turn: Turn) -> list[Reach]:
    """Who of this phone can be meant: the people of the community that is being joined, or all."""
    joining = turn.recall("joining")
    if not joining:
        return turn.people
    community = turn.session.get_one(Round, UUID(joining["round"])).consultation.community_id
    return [reach for reach in turn.people if reach.participant.community_id == community]


def pick(turn: Turn) -> None:
    """A person of the phone said which of them is writing."""
    possible = whom(turn)
    reach = turn.person(turn.heard.digit)
    if reach is None or reach not in possible:
        turn.say("no_such_person", person=turn.heard.digit)
        asking.say_which(turn, possible)
        return
    resume(turn, reach)


def file_early_words(turn: Turn, words: list[str]) -> None:
    """Words sent before anybody was asked are kept with the first prompt, which is still asked."""
    conversation = turn.conversation
    assert conversation.reach is not None
    assert conversation.round is not None
    first = prompts_of(turn.session, conversation.round.consultation, conversation.language)
    if not words or not first:
        return
    answer = asking.file(turn, conversation.reach, conversation.round, first[0], "\n".join(words))
    turn.remember(unasked=[str(answer.id)])
