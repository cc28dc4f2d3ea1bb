"""Sentences that fell back to another language say so: their own `lang` and `dir` on the page.

Without it a screen reader reads them with the wrong voice, and "12 of 40" turns round on a page
from the right. While a page is made such a sentence stands between marks that no text uses; when
it is done they become a `<span>`, or within tags and titles nothing.
"""

import re
from collections.abc import Callable

from consult.languages.records import Language
from consult.languages.speak import Said

OPEN, MIDDLE, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"  # noncharacters: never part of a text
FALLEN = re.compile(f"{OPEN}([A-Za-z0-9_]+){MIDDLE}([^{OPEN}{CLOSE}]*){CLOSE}")
MARKS = re.compile(f"[{OPEN}{MIDDLE}{CLOSE}]")
PLAIN = re.compile(r"<(title|textarea|option|style)\b[^>]*>.*?</\1>|<[^>]*>", re.DOTALL)
"""Where no element may stand: inside a tag, and in elements that hold text alone."""


def marked(said: Said, wanted: str) -> str:
    """`said` as it goes into a page in `wanted`."""
    if said.language == wanted:
        return said.text
    return f"{OPEN}{said.language}{MIDDLE}{said.text}{CLOSE}"


def settled(page: str, tongue: Callable[[str], Language]) -> str:
    """`page` with its marks made into elements."""
    if OPEN not in page:
        return page
    page = PLAIN.sub(lambda tag: bare(tag.group()), page)

    def element(fallen: re.Match[str]) -> str:
        language = tongue(fallen[1])
        return f'<span lang="{language.tag}" dir="{language.direction}">{fallen[2]}</span>'

    return MARKS.sub("", _innermost_first(element, page))


def bare(text: str) -> str:
    """`text` without marks."""
    return MARKS.sub("", _innermost_first(lambda fallen: fallen[2], text))


def _innermost_first(replaced: Callable[[re.Match[str]], str], text: str) -> str:
    """A sentence may hold another as a value: each round settles those that hold none."""
    count = 1
    while count:
        text, count = FALLEN.subn(replaced, text)
    return text
