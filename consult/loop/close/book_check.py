"""The check number of a promise book: anybody can work it out again, also without this house.

Each theme with all that stands below it is hashed, and the number is made of these hashes and of what
the book is about. It is written in digits, in groups, so that it can be read out and typed on any phone.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KIND = "consult promise book"
VERSION = 1
DIGITS, GROUP = 20, 5
"""As many digits as nobody can try out; five at a time, unlike the code of a receipt."""


def hash_of(content: Mapping[str, Any]) -> str:
    """Hex SHA-256 over `content` as JSON with sorted keys, no spaces, letters as they are."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def number_of(about: Mapping[str, Any], hashes: Sequence[str]) -> str:
    """The check number, without spaces, of a book `about` that and with these `hashes` of themes."""
    whole = int(hash_of({**about, "themes": list(hashes)}), 16)
    return str(whole % 10**DIGITS).zfill(DIGITS)


def in_groups(number: str) -> str:
    """As it is printed and read out."""
    return " ".join(number[at : at + GROUP] for at in range(0, len(number), GROUP))


def typed(text: str) -> str:
    """The digits of what somebody typed, in any script, whatever stands between them."""
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())


@dataclass(frozen=True)
class Checked:
    """What was read in a book's file. `wrong`: what does not fit, such as "theme 3"; `closed`: themes
    whose words are held back now."""

    consultation: str
    language: str
    number: str
    wrong: list[str]
    open: int
    closed: int


def check_book(book: Any) -> Checked | None:
    """Work out everything in `book` again; None: this is no promise book."""
    if not isinstance(book, dict) or book.get("what") != KIND or book.get("version") != VERSION:
        return None
    try:
        themes = book["themes"]
        opened = sum("content" in each for each in themes)
        about = book["about"]
        return Checked(
            str(about["consultation"]),
            str(about["language"]),
            str(book["number"]),
            list(_wrong(book)),
            opened,
            len(themes) - opened,
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return Checked("", "", "", ["its shape"], 0, 0)


def _wrong(book: Mapping[str, Any]) -> Iterator[str]:
    for each in book["themes"]:
        if "content" in each and hash_of(each["content"]) != each["hash"]:
            yield f"theme {each['content'].get('number', '?')}"
    if number_of(book["about"], [each["hash"] for each in book["themes"]]) != book["number"]:
        yield "the check number"
