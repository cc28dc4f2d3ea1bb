"""Voices that everybody may hear: of the themes that stand on a page for everyone, with which they came."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.loop.collect.records import Consultation, Recording
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.checks import running, themes_to_check
from consult.loop.understand.findings import latest
from consult.loop.understand.records import FindingsTheme, Theme


def in_check(session: Session, *, consultation: Consultation, now: datetime) -> dict[int, Recording]:
    """By theme number, what is said of the themes that go back to the community now."""
    if running(session, consultation, now=now) is None:
        return {}
    return _said(themes_to_check(session, consultation))


def in_results(session: Session, *, consultation: Consultation) -> dict[int, Recording]:
    """Of the themes that were released to everyone: the voice that went out with the release. Where another
    took its place since, none is heard until the next one."""
    findings = latest(session, consultation)
    if findings is None:
        return {}
    return _said(themes_for(session, findings, viewer="everyone"))


def _said(themes: Sequence[Theme | FindingsTheme]) -> dict[int, Recording]:
    heard = ((each.number, each.recording) for each in themes)
    return {number: voice for number, voice in heard if voice is not None and voice.wiped_on is None}
