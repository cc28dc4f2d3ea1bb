"""The kinds of work that the loop can ask of somebody, and one piece of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Work(StrEnum):
    """What can be asked of somebody, most urgent first."""

    PROTECTED = "protected"
    MASK_MORE = "mask_more"
    STOP_CARD = "stop_card"
    ANSWER_OWED = "answer_owed"
    PROMISE = "promise"
    OUR_PROMISE = "our_promise"
    CARD_SILENT = "card_silent"
    CARD_LOOK = "card_look"
    CARD_ANSWERED = "card_answered"
    FAITHFUL = "faithful"
    OFFICES_ASK = "offices_ask"
    CARD_DRAFT = "card_draft"
    SECOND_LOOK = "second_look"
    SENT_BACK = "sent_back"
    REVIEW = "review"
    INTENDED = "intended"
    READ_FIRST = "read_first"
    SORT = "sort"
    READ_AGAIN = "read_again"
    WRONGLY_PUT = "wrongly_put"
    CHECK_READ = "check_read"
    CHECK_ENDED = "check_ended"
    LOOK_AGAIN = "look_again"
    RELEASE = "release"
    CHECK_RUNS = "check_runs"
    TELL = "tell"
    OUTREACH = "outreach"
    RENEW_SEATS = "renew_seats"
    SEATS_END = "seats_end"
    OPEN = "open"
    BEGIN = "begin"
    WORD_ANSWER = "word_answer"
    WORD = "word"
    SEATS = "seats"
    NO_OFFICER = "no_officer"


@dataclass(frozen=True)
class Need:
    """`count` pieces of `work`; the oldest waits since `since`; `until` is its date where it has one.

    `where` is the slug of the consultation, community or office in which it is done; `number`
    the findings, where the work has one.
    """

    work: Work
    where: str
    name: str
    count: int = 0
    since: date | None = None
    until: date | None = None
    number: int | None = None
