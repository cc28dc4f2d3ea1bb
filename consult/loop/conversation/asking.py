"""One prompt at a time: words come in as its answer, the next prompt goes at once.

People write one answer in several texts. What comes within five minutes of the last text, and
before the next prompt is delivered, joins the earlier answer.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from consult.common.translation import worded
from consult.loop.close.came_along import spoken_rounds
from consult.loop.collect.answers import MOST, add_part, receive_answer, submission_for
from consult.loop.collect.prompts import prompts_of
from consult.loop.collect.records import Answer, Door, Prompt, PromptVersion, PromptWording, Round, Submission
from consult.loop.collect.rounds import is_open, is_paused
from consult.loop.collect.talk import Talk
from consult.loop.conversation import speaks
from consult.loop.conversation.handed_on import leads_on
from consult.loop.conversation.kinds import Kind
from consult.loop.conversation.turn import Turn
from consult.people.records import HearBack, Reach
from consult.post.messages import Phrase
from consult.post.records import Attempt, Delivery, DeliveryEvent

TOGETHER = timedelta(minutes=5)


def take(turn: Turn) -> None:
    """The text answers the prompt that waits, or belongs to the answer before."""
    conversation = turn.conversation
    assert conversation.reach is not None
    assert conversation.round is not None
    if turn.another_hand:
        _hold_until_known(turn)
        return
    if leads_on(turn, conversation.round):
        return
    if is_paused(conversation.round, turn.came_at) and not turn.recall("wrong"):
        _keep_meanwhile(turn, conversation.reach, conversation.round)
        return
    if turn.recall("wrong") or not is_open(conversation.round, turn.came_at):
        add_for(turn, conversation.reach, turn.text)
        return
    if turn.heard.kind is Kind.ONE and _same_one_again(turn):
        return
    if _joins_earlier_answer(turn):
        _join_earlier_answer(turn)
        return
    wording = _wording_that_waits(turn)
    if wording is None:
        add_for(turn, conversation.reach, turn.text)
        return
    file(turn, conversation.reach, conversation.round, wording, turn.text)
    if turn.point.stopped_at is None:  # a stopped phone never sees the next prompt, so it stays at this one
        ask_next(turn)


def _keep_meanwhile(turn: Turn, reach: Reach, asked: Round) -> None:
    """Words while it is paused stay with the prompt that waits; the next is said when it goes on."""
    wording = _wording_that_waits(turn)
    if wording is None:
        add_for(turn, reach, turn.text)
        return
    file(turn, reach, asked, wording, turn.text)
    turn.say("kept_meanwhile")


def file(turn: Turn, reach: Reach, round: Round, wording: PromptWording, text: str) -> Answer:  # noqa: A002
    """Keep `text` as an answer of `reach`'s person; texts that come soon may join it."""
    submission = submission_for(
        turn.session,
        participant=reach.participant,
        round=round,
        door=Door.SMS,
        language=turn.conversation.language,
        now=turn.now,
    )
    pieces = [text[at : at + MOST] for at in range(0, len(text), MOST)]
    answer = receive_answer(
        turn.session, submission=submission, wording=wording, text=pieces[0], now=turn.came_at
    )
    for piece in pieces[1:]:
        answer = add_part(turn.session, answer=answer, text=piece, now=turn.came_at)
    turn.conversation.answer = answer
    turn.forget("private", "told_at")
    turn.remember(answered_at=turn.came_at.isoformat())
    turn.session.flush()
    return answer


def ask_next(turn: Turn) -> None:
    """Say the next prompt that this person has not answered; after the last one, the receipt."""
    wording = next_wording(turn)
    if wording is None:
        finish(turn)
        return
    turn.conversation.state = Talk.PROMPT
    turn.conversation.prompt_number = wording.version.prompt.number
    say_prompt(turn, wording)


def say_prompt(turn: Turn, wording: PromptWording) -> None:
    turn.say("prompt", text=wording.text)
    turn.carries_prompt = True
    turn.asks_anew()
    turn.forget("prompt")


def ask_again(turn: Turn) -> None:
    """Say the prompt that waits once more, after something else came between."""
    if said := prompt_again(turn):
        turn.said.extend(said)
        turn.asks_anew()


def prompt_again(turn: Turn) -> list[Phrase]:
    """The prompt that waits, to be said once more, if one does."""
    if turn.conversation.state is Talk.PROMPT and (wording := _wording_that_waits(turn)):
        return [Phrase("prompt", {"text": wording.text})]
    return []


def finish(turn: Turn) -> None:
    """All prompts are answered: say when and where news come."""
    turn.conversation.state = Talk.DONE
    reach, asked = turn.conversation.reach, turn.conversation.round
    assert reach is not None
    assert asked is not None
    consultation = asked.consultation
    meeting = worded(
        turn.session,
        consultation,
        "meeting",
        source=consultation.language,
        wanted=turn.words.chain(turn.language),
    ).text
    if asked.news_by is None or not meeting:
        turn.say("receipt_plain")
    else:
        key = "receipt_meeting" if reach.hear_back is HearBack.NOTHING else "receipt"
        turn.say(key, date=asked.news_by.isoformat(), meeting=meeting)
    speaks.ask_once(turn, reach, asked)


def next_wording(turn: Turn) -> PromptWording | None:
    """The first prompt that the person has not answered in this round."""
    conversation = turn.conversation
    assert conversation.reach is not None
    assert conversation.round is not None
    answered = set(
        turn.session.scalars(
            select(Prompt.id)
            .join(PromptVersion, PromptVersion.prompt_id == Prompt.id)
            .join(PromptWording, PromptWording.version_id == PromptVersion.id)
            .join(Answer, Answer.wording_id == PromptWording.id)
            .join(Submission, Answer.submission_id == Submission.id)
            .where(
                Submission.participant_id == conversation.reach.participant_id,
                Submission.round_id == conversation.round.id,
                Answer.withdrawn_on.is_(None),
                Answer.id.not_in(_before_asked(turn)),
            )
        )
    )
    asked = prompts_of(turn.session, conversation.round.consultation, conversation.language)
    return next((wording for wording in asked if wording.version.prompt_id not in answered), None)


def _before_asked(turn: Turn) -> list[UUID]:
    """Answers made of words that came before their prompt was said: it is still asked."""
    return [UUID(each) for each in turn.recall("unasked") or []]


def _wording_that_waits(turn: Turn) -> PromptWording | None:
    assert turn.conversation.round is not None
    asked = prompts_of(turn.session, turn.conversation.round.consultation, turn.conversation.language)
    number = turn.conversation.prompt_number
    return next((wording for wording in asked if wording.version.prompt.number == number), None)


def add(turn: Turn) -> None:
    """Words after the last prompt, or after closing. Where several people write, ask who it is."""
    reach = turn.conversation.reach
    if reach is None and not turn.shared and turn.people:
        reach = turn.people[0]
    if reach is None or turn.another_hand:
        _hold_until_known(turn)
        return
    turn.conversation.reach = reach
    if leads_on(turn, turn.conversation.round):
        return
    if turn.recall("wrong") is None and (_joins_earlier_answer(turn) or _is_folded(turn)):
        _join_earlier_answer(turn)
        return
    add_for(turn, reach, turn.text)


def _hold_until_known(turn: Turn) -> None:
    """Ask which person of the phone is writing; the words wait sealed."""
    turn.hold(turn.text)
    turn.ask(Talk.WHICH)
    say_which(turn, turn.people)


def say_which(turn: Turn, people: list[Reach]) -> None:
    turn.say("which", people=", ".join(str(reach.suffix) for reach in people))


def add_for(turn: Turn, reach: Reach, text: str) -> None:
    """Keep more words of a person beside their answers: now, or for the next round."""
    spoken_in = turn.conversation.round or latest_round(turn, reach)
    if spoken_in is None:
        turn.say("not_now")
        return
    if leads_on(turn, spoken_in):
        return
    turn.conversation.round = spoken_in
    turn.forget("wrong")
    asked = prompts_of(turn.session, spoken_in.consultation, turn.conversation.language)
    if not asked:
        turn.say("not_now")
        return
    answer = file(turn, reach, spoken_in, asked[-1], text)
    if turn.conversation.state is Talk.PROMPT and not answer.later_words:
        turn.say("added")
        ask_again(turn)
        return
    if turn.conversation.state is not Talk.SPEAKS or answer.later_words:
        turn.conversation.state = Talk.DONE  # else the question that came with the receipt waits on
    if is_paused(spoken_in, turn.came_at):
        turn.say("kept_meanwhile")
        return
    turn.say("later" if answer.later_words else "added")


def latest_round(turn: Turn, reach: Reach) -> Round | None:
    """The last round in which the person spoke, by whatever door, also in the house before."""
    return turn.session.scalar(
        select(Round)
        .where(Round.id.in_(spoken_rounds(reach.participant_id)))
        .order_by(Round.opened_at.desc(), Round.id)
        .limit(1)
    )


def _same_one_again(turn: Turn) -> bool:
    """The choice "1" sent twice because the first prompt is still on its way."""
    answered = turn.recall("answered_at") and not turn.recall("unasked")
    return not answered and not prompt_delivered(turn) and soon(turn, "begun_at")


def _joins_earlier_answer(turn: Turn) -> bool:
    if turn.conversation.answer is None or not soon(turn, "answered_at"):
        return False
    return turn.conversation.state is not Talk.PROMPT or not prompt_delivered(turn)


def _is_folded(turn: Turn) -> bool:
    """Too many texts came: they join the last answer, unless the round has closed since it."""
    answer, asked = turn.conversation.answer, turn.conversation.round
    if not turn.flooded or answer is None or asked is None or answer.withdrawn_on is not None:
        return False
    return answer.later_words or is_open(asked, turn.came_at)


def _join_earlier_answer(turn: Turn) -> None:
    answer = turn.conversation.answer
    assert answer is not None
    turn.conversation.answer = add_part(turn.session, answer=answer, text=turn.text, now=turn.came_at)
    turn.remember(answered_at=turn.came_at.isoformat())


def soon(turn: Turn, since: str) -> bool:
    then = turn.recall(since)
    return then is not None and turn.came_at - datetime.fromisoformat(then) <= TOGETHER


def prompt_delivered(turn: Turn) -> bool:
    """Whether the prompt was on the phone when the text came in."""
    return delivered(turn, turn.recall("prompt"))


def delivered(turn: Turn, message_id: str | None) -> bool:
    """Whether that message of ours was on the phone when the text came in."""
    if message_id is None:
        return False
    at = turn.session.scalar(
        select(func.min(DeliveryEvent.at))
        .join(Attempt, DeliveryEvent.attempt_id == Attempt.id)
        .where(Attempt.message_id == UUID(message_id), DeliveryEvent.state == Delivery.DELIVERED)
    )
    return at is not None and at <= turn.came_at
