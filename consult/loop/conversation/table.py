"""The decision table: where a conversation stands, what kind of text comes, what is done.

Every cell is written out; there is no default. Read a row to see what one kind of text does
everywhere, a column to see everything that can happen in one place.
"""

from enum import StrEnum

from consult.loop.collect.talk import Talk
from consult.loop.conversation.kinds import Kind


class Step(StrEnum):
    """What is done. Each step is one function, found by this name in steps.py."""

    HOW = "how"  # a stranger: say how to join, once
    JOIN = "join"  # a join word: ask the newcomer, or ask who it is
    BEFORE = "before"  # "I spoke before": go on where that person was
    NEW = "new"  # "I am new on this phone": the first text
    PICK = "pick"  # this person of the phone is writing
    BEGIN = "begin"  # "to speak: 1": a participant, the first prompt
    REFUSE = "refuse"  # "no: 2": nothing is kept
    AGAIN = "again"  # say the question again that waits for a digit
    HOLD = "hold"  # words before it is known whose they are: kept sealed, the question again
    TAKE = "take"  # an answer to the prompt that waits
    ADD = "add"  # words after the last prompt, or after closing
    BACK = "back"  # no answer to our question: leave it, hear the text where we were before
    MENU = "menu"  # the menu of the one person of this phone
    MENU_OF = "menu_of"  # the menu of person 7
    EXPLAIN = "explain"  # what STOP, START, ERASE do and where to go in danger; the question stays
    CHOOSE = "choose"  # a line of the menu
    HUSH = "hush"  # STOP: no more texts to this phone
    HUSH_ONE = "hush_one"  # STOP 7
    START = "start"  # texts again
    WAKE_ONE = "wake_one"  # START 7
    ERASE = "erase"  # ask first: shall your words really go?
    ERASE_OF = "erase_of"  # ask first, for person 7
    REMOVE = "remove"  # yes: the person is forgotten
    KEEP = "keep"  # no: nothing was removed
    MORE = "more"  # the whole answer, asked for
    WRONG = "wrong"  # my words lie on the wrong theme, or were not meant so
    JUDGE = "judge"  # a verdict
    HELP = "help"  # as EXPLAIN, once a day
    TELL = "tell"  # a private matter, for the protection officer alone
    SPEAKS = "speaks"  # yes, partly, no, cannot say: do these speak for you?
    IGNORE = "ignore"  # a text without anything in it


how, join, before, new, pick, begin, refuse, again, hold = (
    Step.HOW, Step.JOIN, Step.BEFORE, Step.NEW, Step.PICK, Step.BEGIN, Step.REFUSE, Step.AGAIN, Step.HOLD
)  # fmt: skip
take, add, back, menu, menu_p, guide, choose, hush = (
    Step.TAKE, Step.ADD, Step.BACK, Step.MENU, Step.MENU_OF, Step.EXPLAIN, Step.CHOOSE, Step.HUSH
)  # fmt: skip
hush_p, start, wake_p, erase, eras_p, remove, keep = (  # …_p: of one person of the phone
    Step.HUSH_ONE, Step.START, Step.WAKE_ONE, Step.ERASE, Step.ERASE_OF, Step.REMOVE, Step.KEEP
)  # fmt: skip
more, wrong, judge, ignore = Step.MORE, Step.WRONG, Step.JUDGE, Step.IGNORE
help_, tell, speaks = Step.HELP, Step.TELL, Step.SPEAKS

COLUMNS = (
    Talk.STRANGER, Talk.WHO, Talk.WHICH, Talk.CHOICE, Talk.PROMPT, Talk.MENU, Talk.DONE, Talk.SURE,
    Talk.PRIVATE, Talk.SPEAKS,
)  # fmt: skip

# fmt: off
ROWS: dict[Kind, tuple[Step, ...]] = {
    #                   STRANGER WHO    WHICH   CHOICE  PROMPT  MENU    DONE    SURE    PRIVATE SPEAKS
    Kind.JOIN:         (join,   join,   join,   join,   join,   join,   join,   join,   join,   join),
    Kind.ONE:          (how,    before, pick,   begin,  take,   choose, menu,   remove, again,  speaks),
    Kind.TWO:          (how,    new,    pick,   refuse, take,   choose, menu,   keep,   again,  speaks),
    Kind.DIGIT:        (how,    again,  pick,   again,  take,   choose, menu,   again,  again,  speaks),
    Kind.STOP:         (hush,   hush,   hush,   hush,   hush,   hush,   hush,   hush,   hush,   hush),
    Kind.STOP_PERSON:  (hush_p, hush_p, hush_p, hush_p, hush_p, hush_p, hush_p, hush_p, hush_p, hush_p),
    Kind.START:        (start,  start,  start,  start,  start,  start,  start,  start,  start,  start),
    Kind.START_PERSON: (wake_p, wake_p, wake_p, wake_p, wake_p, wake_p, wake_p, wake_p, wake_p, wake_p),
    Kind.ERASE:        (erase,  erase,  erase,  erase,  erase,  erase,  erase,  erase,  erase,  erase),
    Kind.ERASE_PERSON: (eras_p, eras_p, eras_p, eras_p, eras_p, eras_p, eras_p, eras_p, eras_p, eras_p),
    Kind.MENU:         (guide,  guide,  guide,  guide,  menu,   menu,   menu,   menu,   menu,   menu),
    Kind.MENU_PERSON:  (guide,  guide,  guide,  guide,  menu_p, menu_p, menu_p, menu_p, menu_p, menu_p),
    Kind.MORE:         (guide,  guide,  guide,  guide,  more,   more,   more,   more,   more,   more),
    Kind.WRONG:        (how,    wrong,  wrong,  wrong,  wrong,  wrong,  wrong,  wrong,  wrong,  wrong),
    Kind.HELP:         (help_,  help_,  help_,  help_,  help_,  help_,  help_,  help_,  help_,  help_),
    Kind.VERDICT:      (how,    judge,  judge,  judge,  judge,  judge,  judge,  judge,  judge,  judge),
    Kind.WORDS:        (how,    hold,   hold,   hold,   take,   back,   add,    back,   tell,   add),
    Kind.EMPTY:        (ignore, ignore, ignore, ignore, ignore, ignore, ignore, ignore, ignore, ignore),
}
# fmt: on

TABLE: dict[tuple[Talk, Kind], Step] = {
    (state, kind): step for kind, steps in ROWS.items() for state, step in zip(COLUMNS, steps, strict=True)
}
