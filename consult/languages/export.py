"""The sentences of a language as a .po file, for translators and for the next release."""

from collections.abc import Mapping

from consult.languages.gather import empty_catalogue, written
from consult.languages.records import Language


def as_po(language: Language, sentences: Mapping[str, str]) -> bytes:
    """A whole file with the plural header of our own record; `sentences`: English → its own."""
    catalogue = empty_catalogue(language)
    for sentence, text in sorted(sentences.items()):
        catalogue.add(sentence, text)
    return written(catalogue, language)
