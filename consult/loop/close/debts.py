"""Why is this still owed? Values in, one reason out; nothing owed is dropped without one."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """A debt's reason: the first thing that would have to change, so that it can be met."""

    NOT_READ_YET = "not_read_yet"
    NO_ANSWER_YET = "no_answer_yet"
    HANDED_OVER = "handed_over"
    ASKED_BACK = "asked_back"
    HELD = "held"
    REOPENED = "reopened"
    NO_WORDING = "no_wording"
    NO_CHANNEL = "no_channel"
    PHONE_STOPPED = "phone_stopped"
    DEAD_NUMBER = "dead_number"
    CHOSE_NOTHING = "chose_nothing"
    KNOCK_ONLY = "knock_only"
    WAITING = "waiting"
    PASSED_ON = "passed_on"
    NOT_PASSED = "not_passed"
    LEFT = "left"


@dataclass(frozen=True)
class Facts:
    """What is known of one obligation. `ways` are its person's living ways to be reached.

    `handed_over`: nobody has answered, and an office handed the theme over to others; `asked_back`: nobody
    has answered, and an office asked the representatives something.
    `wants`: a way on which something was wanted; `listens`: such a way that is neither stopped
    nor dead; `stopped`: such a way that is stopped; `whole`: a listening way for whole answers.
    `gone`: the successor took it over; `passed`: with a number on which it can be met there;
    `without_number`: it came from another house without one.
    """

    reached: bool = False
    left: bool = False
    unread: bool = False
    held: bool = False
    answered: bool = True
    handed_over: bool = False
    asked_back: bool = False
    reopened: bool = False
    worded: bool = True
    ways: bool = True
    wants: bool = True
    listens: bool = True
    stopped: bool = False
    whole: bool = True
    undeliverable: bool = False
    gone: bool = False
    passed: bool = False
    without_number: bool = False


def reason_for(facts: Facts) -> Reason | None:
    """Why the obligation is not met; None: it is."""
    if facts.left:
        return Reason.LEFT
    if facts.gone and (facts.reopened or not facts.reached):
        return Reason.PASSED_ON if facts.passed else Reason.NOT_PASSED
    if facts.reopened:
        return Reason.REOPENED
    if facts.reached:
        return None
    if facts.unread:
        return Reason.NOT_READ_YET
    if facts.held:
        return Reason.HELD
    if not facts.answered:
        return _no_answer(facts)
    return _not_arrived(facts)


def _no_answer(facts: Facts) -> Reason:
    if facts.asked_back:
        return Reason.ASKED_BACK
    return Reason.HANDED_OVER if facts.handed_over else Reason.NO_ANSWER_YET


def _not_arrived(facts: Facts) -> Reason:
    """There is an answer, and this person has not had it."""
    if not facts.ways:
        return Reason.NOT_PASSED if facts.without_number else Reason.NO_CHANNEL
    if not facts.wants:
        return Reason.CHOSE_NOTHING
    if not facts.listens:
        return Reason.PHONE_STOPPED if facts.stopped else Reason.DEAD_NUMBER
    if not facts.worded:
        return Reason.NO_WORDING
    if not facts.whole:
        return Reason.KNOCK_ONLY
    return Reason.DEAD_NUMBER if facts.undeliverable else Reason.WAITING
