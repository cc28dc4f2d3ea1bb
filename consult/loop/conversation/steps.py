"""Which function does which step of the decision table."""

from collections.abc import Callable

from consult.loop.conversation import (
    asking,
    choosing,
    flood,
    held,
    helping,
    joining,
    judging,
    private,
    removing,
    resuming,
    silence,
    speaks,
    strangers,
    where,
    whole,
)
from consult.loop.conversation.kinds import Kind
from consult.loop.conversation.table import TABLE, Step
from consult.loop.conversation.turn import Turn


def take(turn: Turn) -> None:
    """Do what the table says for this text in this place; too many are answered together."""
    step = TABLE[turn.conversation.state, turn.heard.kind]
    if step in (Step.TAKE, Step.ADD, Step.HOLD) and turn.heard.kind is Kind.WORDS and private.goes_on(turn):
        step = Step.TELL
    flood.counts(turn, step)
    if not turn.flooded or step in flood.KEEPS:
        DO[step](turn)
    if turn.flooded:
        flood.answer_once(turn)


def back(turn: Turn) -> None:
    """Leave the question that was asked; the text is heard where the conversation was before it."""
    turn.back()
    take(turn)


DO: dict[Step, Callable[[Turn], None]] = {
    Step.HOW: strangers.how,
    Step.JOIN: joining.join,
    Step.BEFORE: joining.before,
    Step.NEW: joining.new,
    Step.PICK: resuming.pick,
    Step.BEGIN: joining.begin,
    Step.REFUSE: joining.refuse,
    Step.AGAIN: held.again,
    Step.HOLD: held.hold,
    Step.TAKE: asking.take,
    Step.ADD: asking.add,
    Step.BACK: back,
    Step.MENU: choosing.menu,
    Step.MENU_OF: choosing.menu_of,
    Step.EXPLAIN: choosing.explain,
    Step.CHOOSE: choosing.choose,
    Step.HUSH: silence.hush,
    Step.HUSH_ONE: silence.hush_one,
    Step.START: silence.start,
    Step.WAKE_ONE: silence.wake_one,
    Step.ERASE: removing.erase,
    Step.ERASE_OF: removing.erase_of,
    Step.REMOVE: removing.remove,
    Step.KEEP: removing.keep,
    Step.MORE: whole.more,
    Step.WRONG: where.wrong,
    Step.JUDGE: judging.judge,
    Step.HELP: helping.help_once,
    Step.TELL: private.tell,
    Step.SPEAKS: speaks.say,
    Step.IGNORE: held.ignore,
}
