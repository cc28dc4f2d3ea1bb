"""Say a sentence in a language: its own words, else those of its fallbacks, else the source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from consult.common.fold import folded
from consult.languages.catalogues import read_catalogue
from consult.languages.days import in_words
from consult.languages.phrases import PHRASES
from consult.languages.pseudo import Pseudo
from consult.languages.records import SOURCE, Language, read_languages, translations_folder


class Sentences(Protocol):
    def find(self, sentence: str, context: str | None = None) -> str | None: ...
    def find_plural(self, one: str, many: str, number: int, context: str | None = None) -> str | None: ...


@dataclass(frozen=True)
class Said:
    """A sentence and the language it is really in; placeholders not yet filled."""

    text: str
    language: str


class Languages:
    """The languages of this house."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or translations_folder()
        self._languages = read_languages(self.folder)
        self._catalogues = {code: self._catalogue(code) for code in self._languages if code != SOURCE}

    def _catalogue(self, code: str) -> Sentences:
        language = self._languages[code]
        if language.for_tests:
            return Pseudo(from_the_right=language.rtl)
        return read_catalogue(self.folder, code, language.plural)

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
        for language in self.chain(code):
            if language == SOURCE or language in self._catalogues:
                yield language, self._catalogues.get(language)

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

    def day(self, day: date, code: str, *, short: bool = False) -> str:
        return in_words(day, self.get(code), short=short)

    def keyword_table(self) -> dict[str, tuple[str, str]]:
        """Folded word → (kind, language). The first language of the list has a word they share."""
        table: dict[str, tuple[str, str]] = {}
        for language in self.all():
            for kind, words in language.keywords.items():
                for word in words:
                    table.setdefault(folded(word), (kind, language.code))
        return table
