"""Themes: what the community says, named by its representatives, by a number it keeps.

A theme stands on codes. It has an audience (who may know of it) and may be addressed to offices.
Every change keeps what stood before. Holding one back is in `holds`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from consult.common import history, translation
from consult.common.errors import Refused, mark
from consult.common.vault import Vault
from consult.loop.collect.records import Consultation, Recording
from consult.loop.understand.codebook import hold_codes, must_not_be_split
from consult.loop.understand.holds import hold as hold  # noqa: PLC0414 - asked for here too
from consult.loop.understand.holds import is_held as is_held  # noqa: PLC0414
from consult.loop.understand.holds import lift as lift  # noqa: PLC0414
from consult.loop.understand.late_words import owe_for_codes
from consult.loop.understand.readers import must_be_representative
from consult.loop.understand.records import (
    Audience,
    Code,
    FindingsTheme,
    Theme,
    ThemeStep,
)
from consult.loop.understand.said_aloud import say_aloud, unsay
from consult.people.permissions import Action
from consult.people.records import Account, Office

MOST = 99
LONGEST_NAME = 120
LONGEST_STATEMENT = 2000
FIELDS = ("name", "statement")


def name_theme(
    session: Session,
    *,
    consultation: Consultation,
    name: str,
    statement: str,
    language: str,
    audience: Audience = Audience.EVERYONE,
    offices: Sequence[Office] = (),
    codes: Sequence[Code] = (),
    by: Account,
    now: datetime,
) -> Theme:
    """Name a theme under the smallest free number. Its statement is what people said, whole."""
    must_be_representative(session, by=by, action=Action.NAME_THEMES, consultation=consultation, now=now)
    name, statement = _words(name, statement)
    _must_fit(audience, offices)
    theme = Theme(
        consultation=consultation,
        number=_free_number(session, consultation),
        name=name,
        statement=statement,
        language=language,
        audience=audience,
        named_by_id=by.id,
        made_at=now,
        offices=list(offices),
    )
    session.add(theme)
    session.flush()
    _step(session, theme, "named", by, now)
    if codes:
        put_codes(session, theme=theme, codes=codes, by=by, now=now)
    return theme


def _free_number(session: Session, consultation: Consultation) -> int:
    session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    taken = set(session.scalars(select(Theme.number).where(Theme.consultation_id == consultation.id)))
    number = next((number for number in range(1, MOST + 1) if number not in taken), None)
    if number is None:
        raise Refused(
            mark("There are %(most)s themes already, and no more numbers."), field="name", most=MOST
        )
    return number


def reword(session: Session, *, theme: Theme, name: str, statement: str, by: Account, now: datetime) -> Theme:
    """Change a theme's own words. What was released stays as it was."""
    _may(session, theme, Action.NAME_THEMES, by, now)
    name, statement = _words(name, statement)
    if (name, statement) == (theme.name, theme.statement):
        return theme
    _step(session, theme, "reworded", by, now, name=theme.name, statement=theme.statement)
    if name != theme.name:
        unsay(session, about=theme, now=now)
    theme.name, theme.statement = name, statement
    session.flush()
    return theme


def say_name(
    session: Session,
    *,
    vault: Vault,
    theme: Theme,
    data: bytes,
    mime: str,
    seconds: int | None,
    by: Account,
    now: datetime,
) -> Recording:
    """Let a voice of the place say what the theme is called, as `say_aloud`."""
    _may(session, theme, Action.NAME_THEMES, by, now)
    return say_aloud(session, vault=vault, about=theme, data=data, mime=mime, seconds=seconds, by=by, now=now)


def address(
    session: Session,
    *,
    theme: Theme,
    audience: Audience,
    offices: Sequence[Office],
    by: Account,
    now: datetime,
) -> Theme:
    """Say who may know of the theme and which offices are asked to answer it."""
    _may(session, theme, Action.NAME_THEMES, by, now)
    _must_fit(audience, offices)
    if audience == theme.audience and {o.id for o in offices} == {o.id for o in theme.offices}:
        return theme
    before = ", ".join(office.slug for office in theme.offices)
    _step(session, theme, "addressed", by, now, audience=theme.audience.value, offices=before)
    theme.audience, theme.offices = audience, list(offices)
    session.flush()
    return theme


def put_codes(session: Session, *, theme: Theme, codes: Sequence[Code], by: Account, now: datetime) -> Theme:
    """Let the theme stand on exactly these codes. A code stands on one theme at most."""
    _may(session, theme, Action.NAME_THEMES, by, now)
    hold_codes(session, [*codes, *codes_on(session, theme)])
    _must_be_free(session, theme, codes)
    before = codes_on(session, theme)
    if {code.id for code in codes} == {code.id for code in before}:
        return theme
    step = _step(session, theme, "codes", by, now, codes=", ".join(str(code.number) for code in before))
    session.execute(update(Code).where(Code.theme_id == theme.id).values(theme_id=None))
    for code in codes:
        code.theme_id = theme.id
    session.flush()
    fresh = [code for code in codes if code.id not in {known.id for known in before}]
    owe_for_codes(session, consultation=theme.consultation, codes=fresh, reason=str(step.id), now=now)
    return theme


def _must_be_free(session: Session, theme: Theme, codes: Sequence[Code]) -> None:
    must_not_be_split(session, codes)
    for code in codes:
        if code.consultation_id != theme.consultation_id or code.alias_of_id or code.control:
            raise Refused(mark("Code %(number)s cannot stand on a theme."), field="codes", number=code.number)
        if code.theme_id not in (None, theme.id):
            raise Refused(
                mark("Code %(number)s stands on another theme already. Take it off there first."),
                field="codes",
                number=code.number,
            )


def translate(
    session: Session,
    *,
    theme: Theme,
    language: str,
    name: str,
    statement: str,
    by: Account,
    now: datetime,
) -> None:
    """Say the theme in another language of the consultation; also where it was released in the
    same words, since those who spoke are told in their own language."""
    must_be_representative(session, by=by, action=Action.TRANSLATE, consultation=theme.consultation, now=now)
    if language == theme.language or language not in theme.consultation.languages:
        raise Refused(mark("This is not a language to translate into."), field="language")
    name, statement = _words(name, statement)
    released = session.scalars(
        select(FindingsTheme).where(
            FindingsTheme.theme_id == theme.id,
            FindingsTheme.name == theme.name,
            FindingsTheme.statement == theme.statement,
        )
    )
    for about in (theme, *released):
        for field, text in zip(FIELDS, (name, statement), strict=True):
            translation.keep(session, about, field, language=language, text=text, by_id=by.id, now=now)
    _step(session, theme, "translated", by, now, language=language)
    session.flush()


def themes_of(session: Session, consultation: Consultation) -> list[Theme]:
    """All themes by number, for representatives only."""
    return list(
        session.scalars(
            select(Theme)
            .where(Theme.consultation_id == consultation.id)
            .options(selectinload(Theme.offices))
            .order_by(Theme.number)
        )
    )


def theme_numbered(session: Session, *, consultation: Consultation, number: int) -> Theme | None:
    return session.scalar(
        select(Theme).where(Theme.consultation_id == consultation.id, Theme.number == number)
    )


def codes_on(session: Session, theme: Theme) -> list[Code]:
    return list(session.scalars(select(Code).where(Code.theme_id == theme.id).order_by(Code.number)))


def translations_of(session: Session, theme: Theme) -> list[tuple[str, bool]]:
    """Each other language of the consultation, and whether the theme is said in it."""
    there = translation.languages_of(session, theme, "statement")
    others = (code for code in theme.consultation.languages if code != theme.language)
    return [(code, code in there) for code in others]


def steps_of(session: Session, theme: Theme) -> list[ThemeStep]:
    """The theme's history, oldest first."""
    steps = select(ThemeStep).where(ThemeStep.theme_id == theme.id).order_by(ThemeStep.at, ThemeStep.id)
    return list(session.scalars(steps))


def _may(session: Session, theme: Theme, action: Action, by: Account, now: datetime) -> None:
    must_be_representative(session, by=by, action=action, consultation=theme.consultation, now=now)


def _words(name: str, statement: str) -> tuple[str, str]:
    name, statement = " ".join(name.split()), statement.strip()
    if not name:
        raise Refused(mark("Give the theme a name, in the community's own words."), field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(
            mark("This name is too long. Letters at most: %(most)s."), field="name", most=LONGEST_NAME
        )
    if not statement:
        raise Refused(mark("Write what people say, in one or a few sentences."), field="statement")
    if len(statement) > LONGEST_STATEMENT:
        raise Refused(
            mark("This statement is too long. Letters at most: %(most)s."),
            field="statement",
            most=LONGEST_STATEMENT,
        )
    return name, statement


def _must_fit(audience: Audience, offices: Sequence[Office]) -> None:
    if audience is Audience.ONE_OFFICE and len(offices) != 1:
        raise Refused(mark("Only one office may know of this theme: choose exactly one."), field="offices")
    if any(office.disabled_at for office in offices):
        raise Refused(mark("This office does not answer here any more. Choose another."), field="offices")


def _step(session: Session, theme: Theme, step: str, by: Account, now: datetime, **before: str) -> ThemeStep:
    made = ThemeStep(theme_id=theme.id, step=step, before=dict(before), by_id=by.id, at=now)
    session.add(made)
    history.note(session, by=by.actor, action=f"theme.{step}", about=theme, now=now, number=theme.number)
    return made
