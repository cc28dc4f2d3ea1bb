"""What is not said yet in every language of a consultation: its texts, where to go in danger, its themes."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from consult.common import translation
from consult.loop.collect.consultations import IN_OTHER_LANGUAGES
from consult.loop.collect.records import Consultation
from consult.loop.understand.findings import latest
from consult.loop.understand.themes import themes_of, translations_of
from consult.people import danger


class Text(StrEnum):
    """A text that people read or hear and that is worded by hand."""

    CONSULTATION = "consultation"
    DANGER = "danger"
    THEME = "theme"
    ALONE = "alone"


@dataclass(frozen=True)
class Missing:
    """A text without its words in `language`. `number`: of the theme, or of the findings of the line."""

    text: Text
    language: str
    number: int | None = None


def missing_words(session: Session, consultation: Consultation) -> list[Missing]:
    """Every wording that is not there yet, text by text, in the order of the consultation's languages."""
    found = [
        Missing(Text.CONSULTATION, language)
        for language in consultation.languages[1:]
        if not _is_said(session, consultation, language)
    ]
    found += [
        Missing(Text.DANGER, language)
        for language in consultation.languages
        if not danger.is_said_in(session, community=consultation.community, language=language)
    ]
    found += [
        Missing(Text.THEME, language, theme.number)
        for theme in themes_of(session, consultation)
        for language, there in translations_of(session, theme)
        if not there
    ]
    released = latest(session, consultation)
    if released is not None and released.alone.strip():
        there = {released.language} | translation.languages_of(session, released, "alone")
        found += [
            Missing(Text.ALONE, language, released.number)
            for language in consultation.languages
            if language not in there
        ]
    return found


def _is_said(session: Session, consultation: Consultation, language: str) -> bool:
    """Whether everything that is written in the consultation's first language is there in this one."""
    return all(
        translation.latest(session, consultation, field, language) is not None
        for field in IN_OTHER_LANGUAGES
        if getattr(consultation, field).strip()
    )
