"""The prompt check: how a wording may close, steer or narrow what people say. Pure.

Hints, never a lock: the author keeps the wording and says why, or changes it. The rules look at how a
sentence is built; what the words of a language are stands in its lexicon, and a language without one
gets the rules that need none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from consult.loop.collect.checking import asking, lexicon
from consult.loop.collect.checking.asking import Asked
from consult.loop.collect.checking.lexicon import Found, Lexicon, Stream
from consult.loop.collect.checking.words import Sentence, sentences_of
from consult.post.segments import segments

LONG, TOO_LONG = 15, 25
"""Words that can be said in one breath; words that cannot."""
ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}|\b[A-ZÀ-ÖØ-Þ]{2,}[0-9]*s?\b")
NUMBERS = re.compile(r"\b(?:0|1)\s*[-–—/…]\s*(?:3|4|5|6|7|10|100)\b")


class Strength(StrEnum):
    STRONG = "strong"
    WEAK = "weak"


@dataclass(frozen=True)
class Hint:
    """`id` as in the rules of the check; `words`: those of the prompt that it is about, as written."""

    id: str
    strength: Strength
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnWords:
    """What a community tells the check about one language: question words, charged words, actors."""

    question: tuple[str, ...] = ()
    charged: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()


NONE_OF_THEIR_OWN = OwnWords()
BY_WORDS = {
    "EXAMPLES": ("examples", Strength.STRONG),
    "AGREE": ("agree", Strength.STRONG),
    "SCALE": ("scale", Strength.STRONG),
    "PRESUPPOSES": ("presupposes", Strength.WEAK),
    "ABSOLUTE": ("absolute", Strength.WEAK),
    "VAGUE-TIME": ("vague_time", Strength.WEAK),
    "HYPOTHETICAL": ("hypothetical", Strength.WEAK),
    "NEGATION": ("negation", Strength.WEAK),
    "JARGON": ("jargon", Strength.WEAK),
}
"""Rules that fire on words alone: the part of the lexicon that they look in, and how strong they are."""


def check(text: str, *, language: str, own: OwnWords = NONE_OF_THEIR_OWN) -> list[Hint]:
    """What to look at again in a prompt: strong hints before weak ones, each rule at most once."""
    known = lexicon.lexicon_for(language, own.question)
    sentences = sentences_of(text)
    hints = [_long(text, sentences), *_names(sentences, own)]
    if known is None:
        hints += _without_words(sentences)
    else:
        streams = [known.stream(each) for each in sentences]
        all_asked = [asking.asked(each, known) for each in streams]
        hints += [*_closed(all_asked), *_asks_for(all_asked)]
        hints += [_two(all_asked, known), _options(streams, known), *_by_words(streams, known)]
    hints.append(_acronyms(text, hints))
    hints.append(_numbers(text, hints))
    return sorted((each for each in hints if each is not None), key=lambda each: each.strength.value)


def has_lexicon(language: str) -> bool:
    """Whether the rules about words can be kept in this language."""
    return lexicon.lexicon_for(language) is not None


def _closed(all_asked: list[Asked]) -> list[Hint]:
    asks = any(each.stream.sentence.asks or each.telling for each in all_asked)
    found = [
        (each.stream, each.closed)
        for each in all_asked
        if each.closed is not None and (each.stream.sentence.asks or each.embedded or not asks)
    ]
    if found:
        return [_hint("CLOSED", Strength.STRONG, found)]
    doubts = [(each.stream, each.doubt) for each in all_asked if each.doubt is not None]
    return [_hint("CLOSED?", Strength.WEAK, doubts)] if doubts else []


def _asks_for(all_asked: list[Asked]) -> list[Hint]:
    """WHO where persons are asked for; NARROW where only a number, day or place is."""
    places = [(each.stream, place, kind) for each in all_asked for place, kind in each.asking]
    persons = [(stream, place) for stream, place, kind in places if kind == asking.WHO]
    narrow = [(stream, place) for stream, place, kind in places if kind == asking.NARROW]
    wide = any(kind in (asking.OPEN, asking.SHY) for _stream, _place, kind in places)
    told = any(each.telling for each in all_asked)
    hints = [_hint("WHO", Strength.STRONG, persons)] if persons else []
    if narrow and not wide and not told and not persons:
        hints.append(_hint("NARROW", Strength.WEAK, narrow))
    return hints


def _two(all_asked: list[Asked], known: Lexicon) -> Hint | None:
    found = asking.two_in_one(all_asked, known)
    return _hint("TWO-IN-ONE", Strength.STRONG, found) if found else None


def _options(streams: list[Stream], known: Lexicon) -> Hint | None:
    found = [(stream, place) for stream in streams for place in asking.offers(stream, known)]
    return _hint("OPTIONS", Strength.WEAK, found) if found else None


def _by_words(streams: list[Stream], known: Lexicon) -> list[Hint]:
    hints = []
    for rule, (kind, strength) in BY_WORDS.items():
        found = [
            (stream, place)
            for stream in streams
            for place in known.find(kind, stream)
            if not asking.covered(place, known.find(f"not_{kind}", stream))
        ]
        if found:
            hints.append(_hint(rule, strength, found))
    return hints


def _names(sentences: Iterable[Sentence], own: OwnWords) -> list[Hint]:
    """NAMES-SOMEONE for actors and organisations, LOADED for words that the community marked as charged."""
    hints = []
    actors, charged = lexicon.of_words("it", own.actors), lexicon.of_words("it", own.charged)
    everyone = lexicon.everywhere()
    named, loaded = [], []
    for sentence in sentences:
        stream = everyone.stream(sentence)
        named += [(stream, place) for place in everyone.find("organisations", stream)]
        named += [
            (stream, place)
            for place in everyone.find("initials", stream)
            if stream.words[place.start].shown.isupper() and not _shouted(sentence)
        ]
        named += [(stream, place) for place in actors.find("it", stream)]
        loaded += [(stream, place) for place in charged.find("it", stream)]
    if named:
        hints.append(_hint("NAMES-SOMEONE", Strength.STRONG, named))
    if loaded:
        hints.append(_hint("LOADED", Strength.WEAK, loaded))
    return hints


def _without_words(sentences: tuple[Sentence, ...]) -> list[Hint]:
    """What can be said in a language whose words nobody has told us yet."""
    if sum(each.asks for each in sentences) > 1:
        return [Hint("TWO-IN-ONE", Strength.STRONG)]
    return []


def _long(text: str, sentences: tuple[Sentence, ...]) -> Hint | None:
    """Too many words, more than a context and a question, or more than one text message."""
    length = sum(each.length for each in sentences)
    if length > TOO_LONG:
        return Hint("LONG", Strength.STRONG)
    if length > LONG or len(sentences) > 2 or segments(text).segments > 1:
        return Hint("LONG", Strength.WEAK)
    return None


def _acronyms(text: str, hints: list[Hint | None]) -> Hint | None:
    """Capitals in a row that are no organisation named already; none where everything is in capitals."""
    named = {word for each in hints if each and each.id == "NAMES-SOMEONE" for word in each.words}
    jargon = next((each for each in hints if each and each.id == "JARGON"), None)
    found = () if text.isupper() else tuple(dict.fromkeys(ACRONYM.findall(text)))
    found = tuple(each for each in found if each not in named)
    if not found:
        return None
    if jargon is not None:
        hints.remove(jargon)
        found = jargon.words + found
    return Hint("JARGON", Strength.WEAK, found)


def _numbers(text: str, hints: list[Hint | None]) -> Hint | None:
    """A scale in digits, in any language."""
    if any(each and each.id == "SCALE" for each in hints):
        return None
    plain = "".join(str(int(each)) if each.isdecimal() else each for each in text)
    found = NUMBERS.search(plain)
    return Hint("SCALE", Strength.STRONG, (text[found.start() : found.end()],)) if found else None


def _shouted(sentence: Sentence) -> bool:
    return all(each.shown.isupper() for each in sentence.words if not each.mark and each.shown.isalpha())


def _hint(rule: str, strength: Strength, found: Iterable[tuple[Stream, Found]]) -> Hint:
    words = list(dict.fromkeys(stream.shown(place) for stream, place in found))
    whole = [each for each in words if not any(each != other and each in other for other in words)]
    return Hint(rule, strength, tuple(whole))
