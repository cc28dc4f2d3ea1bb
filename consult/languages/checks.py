"""What is wrong with a catalogue, in plain sentences: for translators and for the tests."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from consult.languages.catalogues import DOMAINS, po_file
from consult.languages.gather import plural_header
from consult.languages.records import Language

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|</?\w+[^>]*>|&\w+;")
OVERRIDE = re.compile("[\u202a-\u202e]")
"""They turn the rest of a line round; isolates do the same work without harm."""
SAME_AS_ENGLISH = 0.02
LETTERS = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True)
class State:
    """How far a language is in one domain."""

    language: str
    domain: str
    sentences: int
    translated: int


def state(folder: Path, language: Language, domain: str, template: Catalog) -> State:
    catalog = _read(folder, language, domain)
    wanted = [message for message in template if message.id]
    done = sum(1 for message in wanted if (held := _held(catalog, message)) and all(_forms(held)))
    return State(language.code, domain, len(wanted), done)


def problems(folder: Path, language: Language, found: dict[str, Catalog]) -> Iterator[str]:
    """Everything that must be mended in the files of `language`."""
    domains = DOMAINS[:1] if language.participants_only else DOMAINS
    for domain in domains:
        where = f"{language.code} {domain}"
        catalog = _read(folder, language, domain)
        if catalog is None:
            yield f"{where}: there is no file. Run: consult languages words"
            continue
        yield from (f"{where}: {problem}" for problem in _of_catalogue(catalog, language, found[domain]))


def _read(folder: Path, language: Language, domain: str) -> Catalog | None:
    file = po_file(folder, language.code, domain)
    if not file.exists():
        return None
    with file.open("rb") as opened:
        return read_po(opened)


def _of_catalogue(catalog: Catalog, language: Language, template: Catalog) -> Iterator[str]:
    if (catalog.num_plurals, catalog.plural_expr) != (language.nplurals, f"({language.plural})"):
        yield f"its plural header differs from the list, which says {plural_header(language)}"
    wanted = {(message.context, _one(message)) for message in template if message.id}
    here = {(message.context, _one(message)) for message in catalog if message.id}
    if wanted != here:
        yield f"{len(wanted ^ here)} sentences are not those of the code. Run: consult languages words"
    missing = sum(1 for message in catalog if message.id and not all(_forms(message)))
    if missing and not language.draft:
        yield f"{missing} sentences have no translation"
    same = [m for m in catalog if m.id and _forms(m)[0] == _one(m) and LETTERS.search(_one(m))]
    if len(same) > max(1, SAME_AS_ENGLISH * len(here)):
        yield f"{len(same)} sentences are still English, such as: {_one(same[0])}"
    for message in catalog:
        if message.id:
            yield from _of_message(message, language)


def _of_message(message: Message, language: Language) -> Iterator[str]:
    sentence, forms = _one(message), _forms(message)
    if message.fuzzy:
        yield f"is it right? “{sentence}” is marked as doubtful"
    if not any(forms):
        return
    if message.pluralizable and len(forms) != language.nplurals:
        yield f"“{sentence}” needs {language.nplurals} forms and has {len(forms)}"
    marks = _marks(sentence)
    for form in filter(None, forms):
        # a form for exactly one or two may leave the number out
        if (_marks(form) != marks) if not message.pluralizable else (_marks(form) - marks):
            yield f"“{sentence}” and “{form}” do not hold the same placeholders"
        if OVERRIDE.search(form):
            yield f"“{form}” holds a sign that turns the line round"
        if (form[:1].isspace(), form[-1:].isspace()) != (sentence[:1].isspace(), sentence[-1:].isspace()):
            yield f"“{form}” begins or ends with a space that “{sentence}” does not have"


def _marks(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def _one(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> list[str]:
    forms = message.string
    return [forms] if isinstance(forms, str) else [form or "" for form in forms or ("",)]


def _held(catalog: Catalog | None, message: Message) -> Message | None:
    return catalog.get(_one(message), message.context) if catalog is not None else None
