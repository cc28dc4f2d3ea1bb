"""What kind of text is this? Control words, numbers that mean something here and now, or words.

Unknown words are an answer, never an error. A control word counts only as the whole text, so
that an answer that begins with one is still an answer.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

VERDICT_KEYS = range(1, 6)
HAPPENED_KEYS = range(6, 10)
LONGEST_KEYWORD = 3
"""Words in a control word, such as "no more texts" in a language that says it so."""


class Kind(StrEnum):
    """The rows of the decision table."""

    JOIN = "join"  # begins with a consultation's join word
    ONE = "one"
    TWO = "two"
    DIGIT = "digit"  # another single digit
    STOP = "stop"  # STOP, for the whole phone
    STOP_PERSON = "stop_person"  # STOP 7
    START = "start"
    START_PERSON = "start_person"  # START 7
    ERASE = "erase"
    ERASE_PERSON = "erase_person"  # ERASE 7
    MENU = "menu"
    MENU_PERSON = "menu_person"  # MENU 7
    MORE = "more"  # MORE, MORE 3: the whole answer
    WRONG = "wrong"  # WRONG, WRONG 3, WRONG 3 and the words said again
    HELP = "help"  # HELP, INFO: words to the network that it let through
    VERDICT = "verdict"  # 33, or 7 33 where several people use the phone; 38: did it happen?
    WORDS = "words"  # everything else
    EMPTY = "empty"


OF_PEOPLE = {
    "stop": (Kind.STOP, Kind.STOP_PERSON),
    "start": (Kind.START, Kind.START_PERSON),
    "erase": (Kind.ERASE, Kind.ERASE_PERSON),
    "menu": (Kind.MENU, Kind.MENU_PERSON),
}
"""Control words that may name a person of the phone by a digit."""

OF_THEMES = {"wrong": Kind.WRONG, "more": Kind.MORE}
"""Control words that may name a theme by its number."""


@dataclass(frozen=True)
class Known:
    """What must be known to tell what a text means.

    `keywords`: folded word → (kind, language); `fold`: makes a text comparable, its digits 0 to 9;
    `joins`: the text begins with a join word; `verdicts`: a person's number on this phone → the
    themes whose answer they can judge now; `happened`: likewise, where the day of a promise has passed;
    `themes`: numbers of themes that WRONG can mean.
    """

    keywords: Mapping[str, tuple[str, str]]
    fold: Callable[[str], str]
    joins: bool = False
    verdicts: Mapping[int, Collection[int]] = field(default_factory=dict)
    happened: Mapping[int, Collection[int]] = field(default_factory=dict)
    themes: Collection[int] = ()


@dataclass(frozen=True)
class Heard:
    """A text, understood. `rest` are the person's own words behind a control or join word."""

    kind: Kind
    language: str | None = None
    digit: int = 0
    person: int | None = None
    theme: int | None = None
    key: int = 0
    rest: str = ""


def classify(text: str, known: Known) -> Heard:
    """What `text` means, given what is `known`."""
    folded = known.fold(text)
    if not folded:
        return Heard(Kind.WORDS if text.strip() else Kind.EMPTY)
    return (
        _control(folded, known)
        or _wrong_and_words(text, known)
        or _join(text, known)
        or _number(folded, known)
        or Heard(Kind.WORDS)
    )


def _control(folded: str, known: Known) -> Heard | None:
    """A control word alone, or with the number of a person or theme behind it."""
    if folded in known.keywords:
        kind, language = known.keywords[folded]
        return Heard(OF_PEOPLE[kind][0] if kind in OF_PEOPLE else OF_THEMES[kind], language=language)
    word, number = _word_and_number(folded)
    if number is None or word not in known.keywords:
        return None
    kind, language = known.keywords[word]
    if kind in OF_THEMES and number in range(1, 100):
        return Heard(OF_THEMES[kind], language=language, theme=number)
    if kind in OF_PEOPLE and number in range(1, 10):
        return Heard(OF_PEOPLE[kind][1], language=language, person=number)
    return None


def _word_and_number(folded: str) -> tuple[str, int | None]:
    """ "stop 7" and "stop7" as ("stop", 7); no number: None."""
    word = folded.rstrip("0123456789")
    digits = folded[len(word) :]
    return word.strip(), int(digits) if 0 < len(digits) <= 2 else None


def _wrong_and_words(text: str, known: Known) -> Heard | None:
    """WRONG 3 with words after it, where 3 is a theme here: the words are said again about it."""
    for length in range(1, LONGEST_KEYWORD + 2):
        parts = text.split(maxsplit=length)
        if len(parts) <= length:
            return None
        word, theme = _word_and_number(known.fold(" ".join(parts[:length])))
        kind, language = known.keywords.get(word, ("", ""))
        if kind == "wrong" and theme is not None and theme in known.themes:
            return Heard(Kind.WRONG, language=language, theme=theme, rest=parts[length])
    return None


def _join(text: str, known: Known) -> Heard | None:
    if not known.joins:
        return None
    _, _, rest = text.strip().partition(text.split(maxsplit=1)[0])
    return Heard(Kind.JOIN, rest=rest.strip())


def _number(folded: str, known: Known) -> Heard | None:
    """A choice, or a verdict on an answer that somebody on this phone can judge now."""
    parts = folded.split()
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if len(parts) == 1 and len(folded) == 1:
        kind = {"1": Kind.ONE, "2": Kind.TWO}.get(folded, Kind.DIGIT)
        return Heard(kind, digit=int(folded))
    person = int(parts[0]) if len(parts) == 2 and len(parts[0]) == 1 else None
    if len(parts) > (1 if person is None else 2) or not 2 <= len(parts[-1]) <= 3:
        return None
    theme, key = int(parts[-1][:-1]), int(parts[-1][-1])
    open_to = _open_to(key, known)
    asked = [person] if person is not None else list(open_to)
    if any(theme in open_to.get(each, ()) for each in asked):
        return Heard(Kind.VERDICT, person=person, theme=theme, key=key)
    return None


def _open_to(key: int, known: Known) -> Mapping[int, Collection[int]]:
    """To whom the question is open that a last digit answers."""
    if key in HAPPENED_KEYS:
        return known.happened
    return known.verdicts if key in VERDICT_KEYS else {}
