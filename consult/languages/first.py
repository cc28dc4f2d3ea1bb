"""The fifteen sentences that matter most: with them a language carries a person from first text to answer."""

from consult.languages.phrases import PHRASES

TEXTS = (
    "who_asks",
    "danger",
    "receipt",
    "added",
    "menu",
    "menu_words",
    "where_words_are",
    "knock",
    "verdict",
    "erase_sure",
)
PAGES = (
    "Begin",
    "Continue",
    "Skip this one",
    "Send my words",
    "Leave this page",
)

FIRST: tuple[str, ...] = (*(PHRASES[key] for key in TEXTS), *PAGES)
"""In the order in which a person meets them: ten of texts, five of pages."""
