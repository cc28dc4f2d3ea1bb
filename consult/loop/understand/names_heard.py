"""Voices that everybody may hear: of the themes that stand on a page for everyone, in the same words."""

from datetime import datetime

from sqlalchemy.orm import Session

from consult.loop.collect.records import Consultation, Recording
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.checks import running, themes_to_check
from consult.loop.understand.findings import latest
from consult.loop.understand.records import Theme


def in_check(session: Session, *, consultation: Consultation, now: datetime) -> dict[int, Recording]:
    """By theme number, what is said of the themes that go back to the community now."""
    if running(session, consultation, now=now) is None:
        return {}
    return _said(themes_to_check(session, consultation))


def in_results(session: Session, *, consultation: Consultation) -> dict[int, Recording]:
    """Of the themes that were released to everyone, where nobody named them anew since."""
    findings = latest(session, consultation)
    if findings is None:
        return {}
    released = themes_for(session, findings, viewer="everyone")
    return _said([each.theme for each in released if each.theme.name == each.name])


def _said(themes: list[Theme]) -> dict[int, Recording]:
    return {theme.number: theme.recording for theme in themes if theme.recording is not None}
