"""What a meeting is asked of promises, as forms name it: a helper's, and that of who writes it down."""

from consult.loop.close.happened import KEYS
from consult.loop.close.records import Says
from consult.loop.close.verdicts_happened import Over, Promise

WORDS = [KEYS[key] for key in (8, 7, 6, 9)]
"""*No* first."""


def field_of(each: Over, says: Says) -> str:
    return field_for(each.promise, says)


def field_for(promise: Promise, says: Says) -> str:
    """By theme and answer: two offices may have promised about one number."""
    theme, response = promise
    return f"happened-{theme.hex}-{response.hex}-{says}"
