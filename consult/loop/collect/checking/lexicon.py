"""What a language gives the check: its words and phrases, one file a language. Pure.

A phrase is words with spaces between them, compared without marks. In a phrase
`a|b` is one of these, `a?` may be missing, `*` stands for any letters, `…` for up to four words;
`a_b` is two words within a choice. `^` before it: only where a clause begins; `$` after it: only at the
end of a sentence; `=` before a word: only with exactly these marks; `~` before it: at the head of the
sentence, or where the sentence is written without any marks.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from consult.loop.collect.checking.words import PAUSES, Sentence, Word, bare, words_of

FOLDER = files("consult.loop.collect") / "lexicons"
EVERYWHERE = "any"
"""The file of what holds in every language: names of organisations."""
GAP = "(?:[^ ]+ ){0,4}"


@dataclass(frozen=True)
class Found:
    """Where a phrase stands in a sentence: from the word `start` up to before `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Phrase:
    """One phrase of a lexicon, ready to be looked for."""

    pattern: re.Pattern[str]
    first: bool
    last: bool
    exact: bool
    bold: bool = False


@dataclass(frozen=True)
class Stream:
    """A sentence as one line of words, twice, to look phrases up in, with what may begin a clause."""

    sentence: Sentence
    words: tuple[Word, ...]
    near: str
    bare: str
    begins: frozenset[int]

    def shown(self, found: Found) -> str:
        """The words found, as the author wrote them."""
        text = ""
        until = found.end + (not self.words[found.end - 1].shown)  # a glued word is shown with its host
        for each in self.words[found.start : until]:
            glued = text.endswith("'") or each.shown.startswith("-") or each.mark or not text
            text += each.shown if glued else f" {each.shown}"
        return text


@dataclass(frozen=True)
class Lexicon:
    """The phrases of a language by what they are for.

    `sure`: its question words are all here, so that a question without one is answered by yes or no.
    `in_place`: its question words stand where the answer will stand, not at the beginning.
    `joined`: words are written without spaces. `glued`: short words written to the next, as Arabic *and*.
    """

    language: str
    phrases: dict[str, tuple[Phrase, ...]]
    sure: bool = False
    in_place: bool = False
    joined: bool = False
    glued: tuple[str, ...] = ()
    splits: frozenset[str] = field(default_factory=frozenset)

    def stream(self, sentence: Sentence) -> Stream:
        """`sentence` with glued words apart, ready to be searched."""
        words = [part for each in sentence.words for part in self._apart(each)]
        starts, free = set(), True
        openers = self.phrases.get("and", ())
        line = "".join(f"{each.bare} " for each in words)
        near = "".join(f"{each.near} " for each in words)
        for at, each in enumerate(words):
            if free and not each.mark:
                starts.add(at)
            free = each.mark
        stream = Stream(sentence, tuple(words), near, line, frozenset(starts))
        after = {found.end for phrase in openers for found in _all(phrase, stream)}
        return Stream(sentence, tuple(words), near, line, frozenset(starts | after))

    def find(self, kind: str, stream: Stream) -> list[Found]:
        """Every place of a phrase of `kind`, first to last; of those that overlap the longest."""
        places = [each for phrase in self.phrases.get(kind, ()) for each in _all(phrase, stream, self.joined)]
        kept: list[Found] = []
        for each in sorted(places, key=lambda place: (place.start, -place.end)):
            if not kept or each.start >= kept[-1].end:
                kept.append(each)
        return kept

    def _apart(self, word: Word) -> Iterator[Word]:
        for short in self.glued:
            rest = word.bare.removeprefix(short)
            if rest != word.bare and rest in self.splits and word.bare not in self.splits:
                yield Word("", short, short)
                yield Word(word.shown, word.near[len(short) :], rest)
                return
        yield word


def lexicon_for(language: str, question: Iterable[str] = ()) -> Lexicon | None:
    """The lexicon of `language` (a code, with or without region), with more `question` words of one's own.

    None: nobody has written one yet and there are no own words.
    """
    code = _codes().get(language.lower()) or _codes().get(language.lower().partition("-")[0])
    own = tuple(question)
    if code is None:
        return _with(Lexicon(language, {}), own) if own else None
    return _with(_read(code), own)


def everywhere() -> Lexicon:
    """What is looked for in every language."""
    return _read(EVERYWHERE)


def of_words(kind: str, words: Iterable[str]) -> Lexicon:
    """A lexicon of somebody's own words alone, all of one kind; an ending of up to three letters counts."""
    return Lexicon("", {kind: tuple(_own(each) for each in words if words_of(each))})


def _with(lexicon: Lexicon, question: tuple[str, ...]) -> Lexicon:
    more = tuple(_own(each) for each in question if words_of(each))
    phrases = lexicon.phrases | {"question": lexicon.phrases.get("question", ()) + more}
    splits = lexicon.splits | {bare(each) for each in question}
    return Lexicon(
        lexicon.language, phrases, lexicon.sure, lexicon.in_place, lexicon.joined, lexicon.glued, splits
    )


def _own(text: str) -> Phrase:
    body = " ".join(re.escape(each.bare) for each in words_of(text))
    return Phrase(re.compile(f"(?<![^ ])-?{body}[^ ]{{0,3}} "), first=False, last=False, exact=False)


@cache
def _codes() -> dict[str, str]:
    """Each code that a lexicon answers to, and the name of its file."""
    found: dict[str, str] = {}
    for file in FOLDER.iterdir():
        name, _dot, kind = file.name.partition(".")
        if kind == "toml" and name != EVERYWHERE:
            found[name] = name
            found |= dict.fromkeys(tomllib.loads(file.read_text(encoding="utf-8")).get("codes", ()), name)
    return found


@cache
def _read(code: str) -> Lexicon:
    said: dict[str, Any] = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    joined = bool(said.get("joined", False))
    kinds = {kind: entries for kind, entries in said.items() if isinstance(entries, list)}
    phrases = {
        kind: tuple(_phrase(entry, joined=joined) for entry in entries)
        for kind, entries in kinds.items()
        if kind not in ("codes", "glued")
    }
    asking = ("question", "shy", "narrow", "who", "closed", "telling", "or", "follow")
    firsts = {word for kind in asking for entry in kinds.get(kind, ()) for word in _firsts(entry)}
    glued = tuple(said.get("glued", ()))
    return Lexicon(
        code,
        phrases,
        sure=bool(said.get("sure", False)),
        in_place=bool(said.get("in_place", False)),
        joined=joined,
        glued=glued,
        splits=frozenset(firsts) if glued else frozenset(),
    )


def _firsts(entry: str) -> list[str]:
    """The words that an entry may begin with, where they are whole."""
    word = entry.lstrip("~^").split()[0].removesuffix("?")
    return [bare(each) for each in word.removeprefix("=").split("|") if "*" not in each and "…" not in each]


def _phrase(entry: str, *, joined: bool) -> Phrase:
    bold, entry = entry.startswith("~"), entry.removeprefix("~")
    first, last = entry.startswith("^"), entry.endswith("$")
    body = entry.removeprefix("^").removesuffix("$")
    exact = "=" in body
    pattern = "".join(_chunk(each, exact=exact, joined=joined) for each in body.split())
    return Phrase(re.compile(pattern if joined else f"(?<![^ ]){pattern}"), first, last, exact, bold)


def _chunk(chunk: str, *, exact: bool, joined: bool) -> str:
    if chunk == "…":
        return GAP
    free = chunk.endswith("?")
    ways = []
    for way in chunk.removesuffix("?").removeprefix("=").split("|"):
        held = way.replace("*", "ⵣ")  # a letter, so that it stays within its word
        words = words_of(held.removeprefix("-").replace("_", " "))
        parts = [each.near if exact else each.bare for each in words]
        parts[:1] = [f"-{each}" for each in parts[:1]] if way.startswith("-") else parts[:1]
        ways.append(" ".join(re.escape(each) for each in parts).replace("ⵣ", "[^ ]*"))
    end = "" if joined else " "
    return f"(?:{'|'.join(ways)}){end}" if not free else f"(?:(?:{'|'.join(ways)}){end})?"


def _all(phrase: Phrase, stream: Stream, joined: bool = False) -> Iterator[Found]:
    line = stream.near if phrase.exact else stream.bare
    for match in phrase.pattern.finditer(line):
        start = line.count(" ", 0, match.start())
        end = line.count(" ", 0, match.end()) + (1 if joined else 0)
        if phrase.first and start not in stream.begins:
            continue
        if phrase.bold and not _unmarked(stream, start):
            continue
        if phrase.last and (
            line[match.end() :].strip(" " + "".join(PAUSES)) if joined else not _over(stream, end)
        ):
            continue
        yield Found(start, min(end, len(stream.words)))


def _unmarked(stream: Stream, start: int) -> bool:
    """Whether marks may have been left out here: at the head of a question, or all along the sentence."""
    return start == 0 or stream.words[start - 1].shown == "¿" or stream.near.replace("ñ", "n") == stream.bare


def _over(stream: Stream, end: int) -> bool:
    return all(each.mark for each in stream.words[end:])
