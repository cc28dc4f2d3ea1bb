"""Where a conversation by text stands: the columns of the decision table."""

from enum import StrEnum


class Talk(StrEnum):
    """A place where a conversation rests, or a question that was just asked."""

    STRANGER = "stranger"  # nobody spoke from this phone yet
    WHO = "who"  # asked: did you speak before, or are you new on this phone?
    WHICH = "which"  # asked: which of the people of this phone is writing?
    CHOICE = "choice"  # asked: will you speak, or not?
    PROMPT = "prompt"  # a prompt waits for an answer
    MENU = "menu"  # asked: how to hear back, where are my words, erase
    DONE = "done"  # all prompts are answered
    SURE = "sure"  # asked: shall your words really go?
    PRIVATE = "private"  # the next text is for the protection officer alone
    SPEAKS = "speaks"  # asked, once a round: do these speak for you?
