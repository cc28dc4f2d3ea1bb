"""A consultation as an XLSForm, for KoboToolbox and ODK: open questions and notes, nothing else."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook

Texts = Mapping[str, str]
"""Language code → text."""


@dataclass(frozen=True)
class Asked:
    """A prompt by its number, in every language."""

    number: int
    texts: Texts


@dataclass(frozen=True)
class Survey:
    """`languages`: code → the name it has in its own language; the first is the form's own.

    `notes` are read before the prompts, `last` after them. `voice` and `how` stand beside each prompt.
    """

    id: str
    title: str
    version: str
    languages: Mapping[str, str]
    notes: Sequence[Texts]
    asked: Sequence[Asked]
    voice: Texts
    how: Texts
    last: Sequence[Texts]


def xlsform(survey: Survey) -> bytes:
    """The form as a spreadsheet. A text that a language lacks is the first language's, so that no
    cell stays empty; no question must be answered, none has choices or limits."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    columns = [_column(code, survey) for code in survey.languages]
    sheet.append(
        [
            "type",
            "name",
            "appearance",
            *(f"label::{each}" for each in columns),
            *(f"hint::{each}" for each in columns),
        ]
    )
    for place, note in enumerate(survey.notes, start=1):
        sheet.append(["note", f"first_{place}", "", *_in_all(note, survey)])
    for each in survey.asked:
        name = f"prompt_{each.number}"
        label = _in_all(each.texts, survey)
        sheet.append(["text", name, "multiline", *label, *_in_all(survey.how, survey)])
        sheet.append(["audio", f"voice_{each.number}", "", *_in_all(survey.voice, survey)])
    for place, note in enumerate(survey.last, start=1):
        sheet.append(["note", f"last_{place}", "", *_in_all(note, survey)])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version", "default_language"])
    settings.append([_plain(survey.title), survey.id, survey.version, columns[0]])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _column(code: str, survey: Survey) -> str:
    """As the form's readers tell languages apart: `Français (fr)`."""
    return f"{survey.languages[code]} ({code})"


def _in_all(texts: Texts, survey: Survey) -> list[str]:
    first = next(iter(survey.languages))
    return [_plain(texts.get(code) or texts[first]) for code in survey.languages]


def _plain(text: str) -> str:
    """Without what the form's readers would take for a reference or a formula."""
    bare = text.replace("${", "$ {").strip()
    return f" {bare}" if bare.startswith(("=", "+", "-", "@")) else bare
