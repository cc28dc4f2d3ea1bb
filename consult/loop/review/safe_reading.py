"""What stands beside a theme for ever is read for safety first. Pure.

Only what could identify someone is covered, and the cover stays visible; nothing else is touched.
`in_words`: how a cover is said in the language of the words around it.
"""

from collections.abc import Callable

from consult.common.errors import Refused, mark
from consult.loop.review.records import Position
from consult.loop.understand.masking import mask, suspects

LONGEST = 4000


def reason_for(position: Position, reason: str, in_words: Callable[[str], str] = str) -> str:
    """The reason as it will be shown: required beside a remark or a dissent, read for safety."""
    reason = reason.strip()
    if not reason and position is Position.DISSENT:
        raise Refused(mark("Say why you disagree. It will stand beside the theme."), field="reason")
    if not reason and position is Position.REMARK:
        raise Refused(mark("Write your remark. It will stand beside the theme."), field="reason")
    if len(reason) > LONGEST:
        raise Refused(
            mark("This reason is too long. Letters at most: %(most)s."), field="reason", most=LONGEST
        )
    return safe_reading(reason, in_words)


def safe_reading(reason: str, in_words: Callable[[str], str] = str) -> str:
    """`reason` with numbers and addresses that could identify someone covered in the open."""
    return mask(reason, suspects(reason), say=in_words)


def safe_words(words: str, *, none: Refused, in_words: Callable[[str], str] = str) -> str:
    """`words` as they will be shown; `none` is raised where nothing is written."""
    words = words.strip()
    if not words:
        raise none
    if len(words) > LONGEST:
        raise Refused(
            mark("This is longer than we can keep. Letters at most: %(most)s."), field="words", most=LONGEST
        )
    return safe_reading(words, in_words)
