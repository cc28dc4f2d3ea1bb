"""Languages of a deployment's own, laid over those of the files: what it says wins."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from consult.languages.records import SOURCE, Language
from consult.people.languages import Added


class Sentences(Protocol):
    def find(self, sentence: str, context: str | None = None) -> str | None: ...
    def find_plural(self, one: str, many: str, number: int, context: str | None = None) -> str | None: ...


class Overlaid:
    """Typed sentences first, then the catalogue below them; plurals are the catalogue's."""

    def __init__(self, typed: Mapping[str, str], below: Sentences | None) -> None:
        self._typed = typed
        self._below = below

    def find(self, sentence: str, context: str | None = None) -> str | None:
        own = self._typed.get(sentence) if context is None else None
        return own or (self._below.find(sentence, context) if self._below else None)

    def find_plural(self, one: str, many: str, number: int, context: str | None = None) -> str | None:
        return self._below.find_plural(one, many, number, context) if self._below else None


def overlaid(
    languages: Mapping[str, Language], catalogues: Mapping[str, Sentences], added: Iterable[Added]
) -> tuple[dict[str, Language], dict[str, Sentences]]:
    """The languages and catalogues with `added` over them; the source keeps its own sentences."""
    all_, words = dict(languages), dict(catalogues)
    for each in added:
        known = languages.get(each.code)
        all_[each.code] = _improved(known, each) if known else _made(each, all_)
        if each.code != SOURCE:
            words[each.code] = Overlaid(each.sentences, catalogues.get(each.code))
    return all_, words


def _improved(known: Language, added: Added) -> Language:
    """A language of the files: only its keywords grow, and who read it is said."""
    keywords = dict(known.keywords)
    for kind, own in added.keywords.items():
        keywords[kind] = tuple(dict.fromkeys([*keywords.get(kind, ()), *own]))
    return replace(known, keywords=keywords, reviewed_by=added.reviewed_by or known.reviewed_by)


def _made(added: Added, there: Mapping[str, Language]) -> Language:
    """A language that no file knows: its days are said as in the first that stands in."""
    lends = next((there[code] for code in added.fallbacks if code in there), there[SOURCE])
    return Language(
        code=added.code,
        autonym=added.autonym,
        name=added.autonym,
        script="",
        direction=added.direction,
        format_locale=lends.format_locale,
        months=lends.months,
        weekdays=lends.weekdays,
        nplurals=2,
        plural="n != 1",
        fallbacks=tuple(code for code in added.fallbacks if code in there),
        keywords=added.keywords,
        participants_only=True,
        draft=not added.reviewed_by,
        reviewed_by=added.reviewed_by,
    )
