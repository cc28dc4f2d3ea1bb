"""What a text costs: the segments into which networks cut it, counted as they count. Pure.

A text of plain letters fits 160 into one segment; one letter outside that alphabet makes the
whole text dear, and only 70 fit. Longer texts lose room to the numbering of their segments.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The alphabet of 3GPP TS 23.038, without the escape itself: each takes one unit."""
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Reached by an escape: each takes two units, which no boundary may part."""

WARN_ABOVE = 3
MOST = 10
"""Segments of one text: above the first people are warned, above the second it does not go."""


@dataclass(frozen=True)
class Counted:
    """How a text goes: `units` are septets (GSM-7) or UTF-16 units (UCS-2), escapes included.

    `dear`: the letters that force UCS-2, in their order, each once. Empty for GSM-7.
    """

    encoding: str
    units: int
    segments: int
    dear: tuple[str, ...] = ()


def as_it_goes(text: str) -> str:
    """`text` with line feeds alone between its lines: browsers write two letters there, networks may
    show one back, and what went must be found again by its letters."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def segments(text: str) -> Counted:
    """Count `text` as a network does. An empty text takes one segment."""
    dear = tuple(dict.fromkeys(letter for letter in text if not _plain(letter)))
    if dear:
        return _counted("UCS-2", text, _units, alone=70, each=67, dear=dear)
    return _counted("GSM-7", text, _septets, alone=160, each=153)


def _plain(letter: str) -> bool:
    return letter in BASIC or letter in EXTENDED


def _septets(letter: str) -> int:
    return 2 if letter in EXTENDED else 1


def _units(letter: str) -> int:
    return 2 if ord(letter) > 0xFFFF else 1


def _counted(
    encoding: str, text: str, cost: Callable[[str], int], *, alone: int, each: int, dear: tuple[str, ...] = ()
) -> Counted:
    """`alone`: the room of a text of one segment; `each`: the room of each of several.

    Filled one by one: dividing is wrong where a letter of two units does not fit the end.
    """
    units = sum(map(cost, text))
    if units <= alone:
        return Counted(encoding, units, 1, dear)
    count, used = 1, 0
    for letter in text:
        takes = cost(letter)
        if used + takes > each:
            count, used = count + 1, 0
        used += takes
    return Counted(encoding, units, count, dear)


PLAIN = {
    **dict.fromkeys("‘’‚‛′`´ʹʻʼ‹›ˈ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys(
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\t", " "
    ),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
    "•": "-",
    "œ": "oe",
    "Œ": "OE",
    "ı": "i",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ɓ": "b",
    "Ɓ": "B",
    "ɗ": "d",
    "Ɗ": "D",
    "ƙ": "k",
    "Ƙ": "K",
    "ƴ": "y",
    "Ƴ": "Y",
    "ŋ": "n",
    "Ŋ": "N",
    "ɛ": "e",
    "Ɛ": "E",
    "ɔ": "o",
    "Ɔ": "O",
}
"""Plain forms of marks and of letters that no accent can be taken from."""


def plain(text: str) -> str:
    """A form of `text` with fewer letters that make it dear, to be offered: never put in its place.

    Only for a text in Latin letters; in any other script it comes back as it is. Letters for
    which there is no plain form stay.
    """
    composed = unicodedata.normalize("NFC", text)
    if any(letter.isalpha() and not _latin(letter) for letter in composed):
        return text
    return "".join(letter if _plain(letter) else _plain_form(letter) for letter in composed)


def _plain_form(letter: str) -> str:
    if letter in PLAIN:
        return PLAIN[letter]
    bare = "".join(each for each in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(each))
    if unicodedata.combining(letter):
        return ""
    return bare if all(map(_plain, bare)) else letter


def _latin(letter: str) -> bool:
    """Also the Greek capitals of the plain alphabet and the signs that Unicode counts as letters."""
    return letter in BASIC or letter in PLAIN or "LATIN" in unicodedata.name(letter, "")
