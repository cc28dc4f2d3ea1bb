"""Words and phrases that people used, of English answers and English translations alone: by TextBlob.

Of another language TextBlob says that nothing is there, so it is never asked. What it needs beyond its
package would have to be downloaded; our tokenizer and our finder of phrases need nothing. No mood is scored.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID
from warnings import catch_warnings, simplefilter

from textblob import TextBlob
from textblob.base import BaseNPExtractor, BaseTokenizer
from textblob.parsers import PatternParser

from consult.assist.words import words_of
from consult.loop.understand.ports import Used, Words

ENGLISH = "en"
LEFT_OUT = ("DT", "PRP", "PRP$", "WDT", "WP", "EX", "CD")
"""The, my, this, two: they stand before a name and are none."""
BEGINS = ("JJ", "NN", "VBN", "VBG")
FEWEST = 2
"""What a single answer says may be a name."""


class InEnglish:
    """See `Phrases`."""

    language = ENGLISH

    def used(self, words: Sequence[Words], *, most: int = 30) -> list[Used]:
        """See `Phrases.used`."""
        written: dict[str, Counter[str]] = defaultdict(Counter)
        said: dict[str, list[UUID]] = defaultdict(list)
        for each in words:
            if each.language.partition("-")[0] == ENGLISH:
                for phrase in _phrases(each.text):
                    written[phrase][_as_written(phrase, each.text)] += 1
                    said[phrase].append(each.answer)
        found = [
            Used(min(forms, key=lambda form: (-forms[form], form)), tuple(said[phrase]))
            for phrase, forms in written.items()
            if len(said[phrase]) >= FEWEST
        ]
        return sorted(found, key=lambda each: (-len(each.answers), -len(each.phrase), each.phrase))[:most]


class Tokens(BaseTokenizer):  # type: ignore[misc]
    """Words as people write them, apostrophes within."""

    def tokenize(self, text: str) -> list[str]:
        return list(words_of(text))


class Names(BaseNPExtractor):  # type: ignore[misc]
    """What things are called: the runs that end in a noun, without what only points at them."""

    def extract(self, text: str) -> list[str]:
        found: list[list[tuple[str, str]]] = []
        for line in str(PARSER.parse(text)).splitlines():
            for word, kind, part, *_ in (each.split("/") for each in line.split()):
                if part == "B-NP" or kind in LEFT_OUT or not found:
                    found.append([])
                if part.endswith("-NP") and kind.startswith(BEGINS):
                    found[-1].append((word, kind))
                else:
                    found.append([])
        return [" ".join(word for word, _ in name) for name in found if name and name[-1][1].startswith("NN")]


PARSER = PatternParser()
with catch_warnings():
    simplefilter("ignore", ResourceWarning)  # it reads its lists now, and leaves their files to be closed
    PARSER.parse("once")
TOKENS, NAMES = Tokens(), Names()


def _phrases(text: str) -> set[str]:
    """Each once, so that nobody is heard twice. A phrase is one that stands in the text, word for word."""
    blob = TextBlob(" ".join(_sayable(text)), tokenizer=TOKENS, np_extractor=NAMES)
    said = {word.lower() for word in blob.words}
    return {phrase for phrase in blob.noun_phrases if set(phrase.split()) <= said and phrase in text.lower()}


def _sayable(text: str) -> Iterator[str]:
    """Its own marks are set apart by slashes."""
    return (word.replace("/", " ") for word in text.split())


def _as_written(phrase: str, text: str) -> str:
    at = text.lower().find(phrase)
    return text[at : at + len(phrase)]
