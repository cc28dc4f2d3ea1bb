"""Questions that wait for a digit: said again, while words that came instead are kept sealed."""

from consult.loop.collect.talk import Talk
from consult.loop.conversation import asking, resuming
from consult.loop.conversation.turn import Turn


def again(turn: Turn) -> None:
    """Say the question that waits once more."""
    match turn.conversation.state:
        case Talk.WHO:
            turn.say("who_writes")
        case Talk.WHICH:
            asking.say_which(turn, resuming.whom(turn))
        case Talk.CHOICE:
            turn.say("choice")
        case Talk.SURE:
            turn.say("erase_sure")
        case Talk.PRIVATE:
            turn.say("private_again")
        case _:
            asking.ask_again(turn)


def hold(turn: Turn) -> None:
    """Words before it is known whose they are: nothing is lost, and nothing is misfiled."""
    turn.hold(turn.text)
    again(turn)


def keep_holding(
    turn: Turn, words: list[str], *, joining: dict[str, str] | None = None, earlier: int | None = None
) -> None:
    """Ask whose `words` are: of the people of this phone, or of who may join as well; so many of them
    came `earlier` than the join word."""
    turn.forget("held")
    if joining:
        turn.remember(joining=joining, earlier=earlier or 0)
    for text in words:
        turn.hold(text)
    newcomer = joining is not None and not resuming.whom(turn)
    turn.ask(Talk.CHOICE if newcomer else Talk.WHO if joining else Talk.WHICH)
    again(turn)


def ignore(turn: Turn) -> None:
    """A text without anything in it."""
