"""A text from a phone that nobody spoke from: answered once with how to join, and not kept."""

from consult.loop.collect.joining import join_words_of
from consult.loop.collect.records import Consultation
from consult.loop.conversation.line import MOST_TONGUES, open_to_all, tongues_of_line
from consult.loop.conversation.turn import Turn
from consult.post.messages import Phrase


def how(turn: Turn) -> None:
    """Say how to join if it is clear what could be meant, else a line that tells nothing."""
    waiting = open_to_all(turn.session, at=turn.came_at)
    only = waiting[0] if len(waiting) == 1 else None
    turn.once = f"stranger:{turn.point.id}:{only.id if only else 'several' if waiting else 'nothing'}"
    if only is not None and _say_the_word(turn, only):
        return
    key = "ask_for_the_word" if len(waiting) > 1 else "not_now"
    turn.say(key)
    for language in tongues_of_line(turn.session, at=turn.came_at):
        if language != turn.language:
            turn.also[language] = [Phrase(key)]


def _say_the_word(turn: Turn, only: Consultation) -> bool:
    """How to join, in each language that has a word, the one it is made in first; whether one has."""
    words: dict[str, str] = {}
    for each in join_words_of(turn.session, consultation=only):
        words.setdefault(each.language, each.word.upper())
    if not words:
        return False
    wanted = [*turn.words.chain(only.language), *only.languages, *words]
    first, *others = [code for code in dict.fromkeys(wanted) if code in words][:MOST_TONGUES]
    turn.conversation.language = first
    turn.say("how_to_join", word=words[first])
    turn.also.update({code: [Phrase("how_to_join", {"word": words[code]})] for code in others})
    return True


def only_one_open(turn: Turn) -> Consultation | None:
    """The consultation that a stranger must mean, if there is but one."""
    waiting = open_to_all(turn.session, at=turn.came_at)
    return waiting[0] if len(waiting) == 1 else None
