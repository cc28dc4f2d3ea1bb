"""Gather the sentences of the code and the templates into two .pot files, and bring every .po up to them.

For a checkout, not for an installed house. Nothing is guessed: a changed sentence is a new one. The
files carry no line numbers and no dates, so that they change only when words do.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from consult.languages.catalogues import DOMAINS, po_file
from consult.languages.records import SOURCE, Language

MARKS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "_l": None,
    "mark": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}
COMMENTS = ("TRANSLATORS:",)

PARTICIPANTS_MEET = (
    "consult/languages/phrases.py",
    "consult/loop/close/ledger_counted.py",
    "consult/loop/close/verdicts.py",
    "consult/loop/close/verdicts_beans.py",
    "consult/loop/close/verdicts_helped.py",
    "consult/loop/close/verdicts_why.py",
    "consult/loop/close/wrong.py",
    "consult/loop/collect/answers.py",
    "consult/loop/collect/invitations.py",
    "consult/loop/collect/helping.py",
    "consult/loop/collect/joining.py",
    "consult/loop/collect/meetings.py",
    "consult/loop/collect/more_words.py",
    "consult/loop/collect/speaking.py",
    "consult/loop/conversation/",
    "consult/loop/departure.py",
    "consult/loop/new_phone.py",
    "consult/loop/understand/check_words.py",
    "consult/loop/understand/masking.py",
    "consult/people/lists.py",
    "consult/people/names.py",
    "consult/people/numbers.py",
    "consult/people/participants.py",
    "consult/people/reaches.py",
    "consult/people/receipts.py",
    "consult/web/close/radio.py",
    "consult/web/collect/forms.py",
    "consult/web/collect/said_first.py",
    "consult/web/helpers/",
    "consult/web/i18n.py",
    "consult/web/mistakes.py",
    "consult/web/public/",
    "consult/web/respond/labels.py",
    "consult/web/ring.py",
    "consult/web/templates/close/printed/",
    "consult/web/templates/collect/paper.html",
    "consult/web/templates/collect/invited/",
    "consult/web/templates/error.html",
    "consult/web/templates/helpers/",
    "consult/web/templates/page.html",
    "consult/web/templates/parts/",
    "consult/web/templates/public/",
    "consult/web/templates/refused.html",
    "consult/web/templates/review/positions.html",
    "consult/web/templates/review/saw.html",
    "consult/web/understand/notebook_names.py",
)
"""Files whose sentences a participant can meet; every other sentence is for staff."""

THE_SHELL_SPEAKS_ENGLISH = ("consult/cli/", "consult/db/")

NOISE = re.compile(
    rb'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By)'
    rb'[^"]*"\n'
)


def gather(root: Path) -> dict[str, Catalog]:
    """The sentences under `root`/consult by domain; none stands in both."""
    found = {domain: _catalog("# Sentences of Consult") for domain in DOMAINS}
    for file in sorted(_files(root), key=lambda file: (not _for_participants(root, file), str(file))):
        if file.relative_to(root).as_posix().startswith(THE_SHELL_SPEAKS_ENGLISH):
            continue
        own = found["participant" if _for_participants(root, file) else "staff"]
        for sentence, comments, context in _sentences(file):
            if own is found["staff"] and found["participant"].get(_key(sentence), context):
                continue
            place = file.relative_to(root).as_posix()
            own.add(sentence, None, [(place, 0)], auto_comments=comments, context=context)
    return found


def _key(sentence: str | tuple[str, ...] | list[str]) -> str:
    return sentence if isinstance(sentence, str) else sentence[0]


def _files(root: Path) -> Iterator[Path]:
    yield from (root / "consult").rglob("*.py")
    yield from (root / "consult" / "web" / "templates").rglob("*.html")


def _for_participants(root: Path, file: Path) -> bool:
    return file.relative_to(root).as_posix().startswith(PARTICIPANTS_MEET)


def _sentences(file: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    template = file.suffix == ".html"
    method = "jinja2.ext:babel_extract" if template else "python"
    options = {"silent": "false"} if template else {"encoding": "utf-8"}
    for _line, sentence, comments, context in extract_from_file(
        method, file, keywords=MARKS, comment_tags=COMMENTS, options=options, strip_comment_tags=True
    ):
        yield sentence, [" ".join(comments)] if comments else [], context


def write_templates(folder: Path, found: dict[str, Catalog]) -> None:
    for domain, catalog in found.items():
        (folder / f"{domain}.pot").write_bytes(_written(catalog))


def templates_fresh(folder: Path, found: dict[str, Catalog]) -> bool:
    """Whether the .pot files of `folder` are what the code says now."""
    return all(
        (folder / f"{domain}.pot").exists() and (folder / f"{domain}.pot").read_bytes() == _written(catalog)
        for domain, catalog in found.items()
    )


def update(folder: Path, language: Language, found: dict[str, Catalog]) -> None:
    """Bring both files of `language` up to the templates, keeping every translation that still has
    its sentence, also where the sentence moved from one file to the other."""
    known = _translations(folder, language)
    domains = DOMAINS[:1] if language.participants_only else DOMAINS
    for domain in domains:
        catalog = empty_catalogue(language)
        for message in found[domain]:
            if message.id:
                _add(catalog, message, known.get((message.context, _key(message.id))))
        file = po_file(folder, language.code, domain)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_with_header(_written(catalog), language))


def _translations(folder: Path, language: Language) -> dict[tuple[str | None, str], Message]:
    known: dict[tuple[str | None, str], Message] = {}
    for domain in DOMAINS:
        file = po_file(folder, language.code, domain)
        if file.exists():
            with file.open("rb") as opened:
                known.update({(each.context, _key(each.id)): each for each in read_po(opened) if each.id})
    return known


def _add(catalog: Catalog, message: Message, known: Message | None) -> None:
    same = known is not None and known.id == message.id
    catalog.add(
        message.id,
        known.string if known and same else None,
        message.locations,
        known.flags if known and same else (),
        auto_comments=message.auto_comments,
        user_comments=known.user_comments if known and same else (),
        context=message.context,
    )


def empty_catalogue(language: Language) -> Catalog:
    """A catalogue with the plural header of our own record, for languages that no library knows too."""
    catalog = _catalog(f"# {language.name} sentences of Consult")
    catalog.mime_headers = [("Plural-Forms", plural_header(language))]
    return catalog


def _catalog(comment: str) -> Catalog:
    return Catalog(project="Consult", version="0", header_comment=comment, fuzzy=False)


def plural_header(language: Language) -> str:
    return f"nplurals={language.nplurals}; plural=({language.plural});"


def written(catalog: Catalog, language: Language) -> bytes:
    """A whole .po file, with the header of our own record."""
    return _with_header(_written(catalog), language)


def _with_header(written: bytes, language: Language) -> bytes:
    """The library writes these lines only for languages that it knows, and by its own rules."""
    lines = f'"Language: {language.code}\\n"\n"Plural-Forms: {plural_header(language)}\\n"\n'
    return written.replace(b'"MIME-Version', lines.encode() + b'"MIME-Version', 1)


def _written(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=100, sort_by_file=False, include_lineno=False)
    return NOISE.sub(b"", out.getvalue())


def translated_languages(languages: dict[str, Language]) -> list[Language]:
    """Those that have files: neither the source nor the made-up ones."""
    return [each for each in languages.values() if each.code != SOURCE and not each.for_tests]
