"""The letters of a file of text: UTF-8 or UTF-16 by themselves, old ones only when somebody says so."""

import codecs

from consult.common.errors import Refused, mark

OLD = ("cp1252", "cp1256", "cp1251")
"""Letters that cannot be known by looking: Western, Arabic and Cyrillic ones of old computers."""
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def words_of(content: bytes, encoding: str = "") -> str:
    """The text of `content`. `encoding`: one of OLD, chosen by whoever knows the file."""
    known = next((name for start, name in MARKS if content.startswith(start)), "")
    try:
        text = content.decode(known or encoding or "utf-8")
    except (UnicodeDecodeError, LookupError):
        raise _refusal(content, known or encoding) from None
    if "\x00" in text[:2000]:
        raise Refused(mark("The file is not text that we know. Save it as UTF-8 and bring it again."))
    return text


def _refusal(content: bytes, claimed: str) -> Refused:
    if claimed:
        return Refused(
            mark("The file cannot be read: its letters are not those that it claims. Nothing was changed.")
        )
    if b"\x00" in content[:2000]:
        return Refused(mark("The file is not text that we know. Save it as UTF-8 and bring it again."))
    return Refused(
        mark(
            "The file cannot be read: its letters are not UTF-8. Save it as UTF-8, or say which old letters"
            " it has. Nothing was changed."
        )
    )
