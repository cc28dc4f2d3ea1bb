"""Say a sentence in a language: its own words, else those of its fallbacks, else the source."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from time import monotonic

from consult.common.fold import folded
from consult.languages.added import Sentences, overlaid
from consult.languages.catalogues import read_catalogue
from consult.languages.days import in_words
from consult.languages.phrases import PHRASES
from consult.languages.pseudo import Pseudo
from consult.languages.records import SOURCE, Language, read_languages, translations_folder
from consult.people.languages import Added

LOOK_EVERY = 1.0
"""Seconds. What is typed on a page is said everywhere, in every process, after this."""


@dataclass(frozen=True)
class Said:
    """A sentence and the language it is really in; placeholders not yet filled."""

    text: str
    language: str


@dataclass(frozen=True)
class Held:
    """What is said with, exchanged as a whole."""

    languages: Mapping[str, Language]
    catalogues: Mapping[str, Sentences]
    voices: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Code → recorded sentences in English → bytes."""

    @cached_property
    def keywords(self) -> dict[str, tuple[str, str]]:
        table: dict[str, tuple[str, str]] = {}
        for language in self.languages.values():
            for kind, words in language.keywords.items() if not language.for_tests else ():
                for word in words:
                    table.setdefault(folded(word), (kind, language.code))
        return table


class Languages:
    """The languages of this house: those of the files and, over them, what `added` reads (None: it
    cannot say now). It is asked again every `every` seconds, by whoever needs a sentence then."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        added: Callable[[], Sequence[Added] | None] | None = None,
        every: float = LOOK_EVERY,
    ) -> None:
        self.folder = folder or translations_folder()
        listed = read_languages(self.folder)
        self._files = Held(listed, {code: self._catalogue(listed[code]) for code in listed if code != SOURCE})
        self._held = self._files
        self._added, self._every = added, every
        self._seen: Sequence[Added] = ()
        self._looked: float | None = None

    def _catalogue(self, language: Language) -> Sentences:
        if language.for_tests:
            return Pseudo(from_the_right=language.rtl)
        return read_catalogue(self.folder, language.code, language.plural)

    @property
    def _languages(self) -> Mapping[str, Language]:
        return self._now().languages

    def _now(self) -> Held:
        if self._added is not None and (self._looked is None or monotonic() - self._looked >= self._every):
            self._looked = monotonic()
            seen = self._added()
            if seen is not None and seen != self._seen:
                voices = {each.code: each.voices for each in seen}
                self._held = Held(*overlaid(self._files.languages, self._files.catalogues, seen), voices)
                self._seen = seen
        return self._held

    def of_files(self, code: str) -> bool:
        """Whether the language came with the house."""
        return code in self._files.languages

    def known(self, code: str | None) -> bool:
        return code in self._languages

    def get(self, code: str) -> Language:
        """The language of `code`; for one that was taken off the list, the source."""
        return self._languages.get(code) or self._languages[SOURCE]

    def all(self, *, tests: bool = False) -> list[Language]:
        """The languages in the order of the list; the made-up ones only when asked for."""
        return [each for each in self._languages.values() if tests or not each.for_tests]

    def chain(self, code: str) -> tuple[str, ...]:
        """`code`, then where its missing sentences are looked for; ends with the source."""
        language = self._languages.get(code)
        before = (code, *language.fallbacks) if language else (code,)
        return before if SOURCE in before else (*before, SOURCE)

    def reads(self, code: str) -> tuple[str, ...]:
        """In which languages a person of `code` reads what people wrote: their own and its fallbacks.

        Not the source: an answer in a language that they do not read has not reached them.
        """
        language = self._languages.get(code)
        return (code, *language.fallbacks) if language else (code,)

    def sentence(self, sentence: str, code: str, context: str | None = None) -> Said:
        for language, catalogue in self._speaking(code):
            if catalogue is None:
                break
            if found := catalogue.find(sentence, context):
                return Said(found, language)
        return Said(sentence, SOURCE)

    def plural(self, one: str, many: str, number: int, code: str, context: str | None = None) -> Said:
        for language, catalogue in self._speaking(code):
            if catalogue is None:
                break
            if found := catalogue.find_plural(one, many, number, context):
                return Said(found, language)
        return Said(one if number == 1 else many, SOURCE)

    def _speaking(self, code: str) -> Iterator[tuple[str, Sentences | None]]:
        """The catalogues along the chain; None for the source, whose sentences stand in the code."""
        catalogues = self._now().catalogues
        for language in self.chain(code):
            if language == SOURCE or language in catalogues:
                yield language, catalogues.get(language)

    def say(self, sentence: str, code: str, **values: object) -> str:
        """`sentence` (English, as marked in the code) in `code`, its placeholders filled."""
        return self.sentence(sentence, code).text % values

    def phrase(self, key: str, code: str, **values: object) -> str:
        """The sentence of a text by its key (phrases.py), its `date` (ISO, as the core hands it) as a day.

        Raises KeyError for a key nobody wrote.
        """
        if "date" in values:
            values["date"] = self._short_day(str(values["date"]), code)
        return self.say(PHRASES[key], code, **values)

    def _short_day(self, iso: str, code: str) -> str:
        try:
            return self.day(date.fromisoformat(iso), code, short=True)
        except ValueError:
            return iso

    def voices(self, code: str) -> Mapping[str, int]:
        """The sentences that are recorded in `code` itself: English → bytes."""
        return self._now().voices.get(code, {})

    def day(self, day: date, code: str, *, short: bool = False) -> str:
        return in_words(day, self.get(code), short=short)

    def keyword_table(self) -> dict[str, tuple[str, str]]:
        """Folded word → (kind, language). The first language of the list has a word they share."""
        return self._now().keywords


class KeywordsHere(Mapping[str, tuple[str, str]]):
    """The table of keywords as it is now, for who holds it longer than a language stays the same."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    def __getitem__(self, word: str) -> tuple[str, str]:
        return self._languages.keyword_table()[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages.keyword_table())

    def __len__(self) -> int:
        return len(self._languages.keyword_table())
