"""The sentences of one language, read from its .po files. Nothing needs to be compiled beforehand."""

import gettext
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

DOMAINS = ("participant", "staff")
"""What participants see, which a small language completes first; and all the rest."""

Sentences = dict[tuple[str | None, str], tuple[str, ...]]


class Catalogue:
    """Looks up sentences; None where the language does not have them."""

    def __init__(self, sentences: Sentences, plural: str) -> None:
        self._sentences = sentences
        self._form = gettext.c2py(plural)

    def find(self, sentence: str, context: str | None = None) -> str | None:
        forms = self._sentences.get((context, sentence))
        return forms[0] if forms else None

    def find_plural(self, one: str, many: str, number: int, context: str | None = None) -> str | None:
        forms = self._sentences.get((context, one))
        return forms[self._form(number)] if forms else None

    def __len__(self) -> int:
        return len(self._sentences)


def read_catalogue(folder: Path, code: str, plural: str) -> Catalogue:
    """What `folder`/`code` holds in both domains; without files, an empty catalogue."""
    sentences: Sentences = {}
    for domain in DOMAINS:
        file = po_file(folder, code, domain)
        if file.exists():
            sentences.update(_read(file, file.stat().st_mtime_ns))
    return Catalogue(sentences, plural)


def po_file(folder: Path, code: str, domain: str) -> Path:
    return folder / code / "LC_MESSAGES" / f"{domain}.po"


@lru_cache(maxsize=64)
def _read(file: Path, changed: int) -> Sentences:
    """Complete sentences only: what is empty, doubtful or lacks a form falls back whole."""
    with file.open("rb") as opened:
        messages = read_po(opened)
    sentences: Sentences = {}
    for message in messages:
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if message.id and not message.fuzzy and forms and all(forms):
            one = message.id if isinstance(message.id, str) else message.id[0]
            sentences[(message.context, one)] = tuple(str(form) for form in forms)
    return sentences
