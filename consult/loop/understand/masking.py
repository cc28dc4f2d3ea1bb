"""Rules that point at what could identify someone in a text: a help for the first reader's eye.

Pure: a text in, places in it out. Wrong alarms cost a glance, so the rules would rather point
once too often. They never mask by themselves; the first reader decides.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consult.common.errors import mark
from consult.loop.understand.plain_numbers import is_plain


class Kind(StrEnum):
    """What a suspect is."""

    NUMBER = "number"
    NAME = "name"
    PLACE = "place"
    LINK = "link"


MASKS = {
    Kind.NUMBER: mark("[number]"),
    Kind.NAME: mark("[name]"),
    Kind.PLACE: mark("[place]"),
    Kind.LINK: mark("[link]"),
}
"""What stays visible where something is covered. Say the word, and keep the square brackets."""


@dataclass(frozen=True)
class Span:
    """The letters of a text from `start` up to `end` (not included)."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `kind` is None where nothing is suspected."""

    text: str
    kind: Kind | None


_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u00ad"
_BETWEEN = rf"[\s.\-+＋/()\u2010-\u2015\u2212\u066b\u066c·_*,،{_UNSEEN}]"
_WITHIN = rf"(?:(?![,\u060c]\s){_BETWEEN}){{0,3}}"
"""What may stand within a number. A comma with a gap after it stands between two things."""
_DEGREES = r"\d{1,3}[.,\u066b]\d{3,}"
_HALF = rf"(?:(?<!\w)[NSEW]\s*)?[-+\u2212]?{_DEGREES}(?:\s*°)?(?:\s*[NSEWO](?!\w))?"
"""A letter for a side of the sky stands alone: in *house 11.5721* it belongs to the word before."""
_JOINED = "[وفبلك]?"
"""Arabic writes *and*, *so*, *in*, *to* and *like* onto the next word."""

_RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.LINK, re.compile(r"[^\s@<>\[\](),;،؛]+ ?@ ?[^\s@<>\[\](),;،؛]+\.[^\s@<>\[\](),;،؛.]{2,}")),
    (Kind.LINK, re.compile(r"(?:https?://|www\.)[^\s<>\[\]]+", re.I)),
    (
        Kind.LINK,
        re.compile(r"\b(?:[\w-]+\.)+(?:com|org|net|info|me|io|ly|int|gov|edu)\b(?:/[^\s<>\[\]]*)?", re.I),
    ),
    (Kind.LINK, re.compile(r"(?<!\w)@\w{3,}")),
    (Kind.PLACE, re.compile(rf"{_HALF}\s*[,;،/\s]\s*{_HALF}", re.I)),
    (
        Kind.PLACE,
        re.compile(
            r"\d{1,3}\s*°\s*\d{1,2}(?:[.,]\d+)?\s*['′’](?:\s*\d{1,2}(?:[.,]\d+)?\s*[\"″”])?\s*[NSEWO]?", re.I
        ),
    ),
    (
        Kind.PLACE,
        re.compile(r"(?<![\w+])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)", re.I),
    ),
    (Kind.PLACE, re.compile(r"///\w+\.\w+\.\w+")),
    (Kind.NUMBER, re.compile(rf"[+＋]?[(]?\d(?:{_WITHIN}\d){{6,}}")),
    (Kind.NUMBER, re.compile(r"(?<!\w)[A-Z]{1,5}[-/#]{1,2}\d(?:[-/]?\d){4,}(?!\w)")),
    (Kind.NUMBER, re.compile(r"(?<![\w])(?=[A-Z\d]*\d{3})(?=\d*[A-Z])[A-Z\d]{6,}(?![\w])")),
)
"""In order: where two rules point at the same letters, the earlier one names them."""


def suspects(text: str, *, names: Iterable[str] = (), places: Iterable[str] = ()) -> list[Span]:
    """What could identify someone in `text`, in reading order and never overlapping.

    Telephone, identity and other long numbers in any digit script, receipt codes, e-mail and web
    addresses, coordinates; and the `names` and `places` given, as whole words in any case. Dates,
    years, prices and counts with their thousands set apart are left alone.
    """
    found = [
        Span(match.start(), match.end(), kind)
        for kind, rule in _RULES
        for match in rule.finditer(text)
        if kind is not Kind.NUMBER or not is_plain(text, match.start(), match.end())
    ]
    found += _words(text, names, Kind.NAME)
    found += _words(text, places, Kind.PLACE)
    return _apart(found)


def _words(text: str, words: Iterable[str], kind: Kind) -> list[Span]:
    wanted = sorted({word.strip() for word in words if len(word.strip()) > 1}, key=len, reverse=True)
    if not wanted:
        return []
    rule = re.compile(rf"(?<!\w){_JOINED}(?:{'|'.join(re.escape(word) for word in wanted)})(?!\w)", re.I)
    return [Span(match.start(), match.end(), kind) for match in rule.finditer(text)]


def _apart(found: Sequence[Span]) -> list[Span]:
    """Join spans that overlap: the first rule that pointed there names the whole."""
    joined: list[Span] = []
    rank = {id(span): place for place, span in enumerate(found)}
    best = -1
    for span in sorted(found, key=lambda span: (span.start, rank[id(span)])):
        if joined and span.start < joined[-1].end:
            before = joined[-1]
            kind = before.kind if best <= rank[id(span)] else span.kind
            best = min(best, rank[id(span)])
            joined[-1] = Span(before.start, max(before.end, span.end), kind)
        else:
            joined.append(span)
            best = rank[id(span)]
    return joined


def mask(text: str, spans: Iterable[Span], *, say: Callable[[str], str] = str) -> str:
    """`text` with each span covered by its visible mark, as `say` says ``[number]``: in its language."""
    return "".join(say(MASKS[piece.kind]) if piece.kind else piece.text for piece in pieces(text, spans))


def pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    """`text` cut at its `spans`, so that a page can mark them."""
    cut, at = [], 0
    for span in sorted(spans, key=lambda span: span.start):
        cut.append(Piece(text[at : span.start], None))
        cut.append(Piece(text[span.start : span.end], span.kind))
        at = span.end
    cut.append(Piece(text[at:], None))
    return [piece for piece in cut if piece.text]
