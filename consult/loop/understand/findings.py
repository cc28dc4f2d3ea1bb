"""Findings: a frozen, numbered release. What is released is never rewritten, only held back.

Each theme is copied and hashed, the whole is hashed over them, and who spoke to it is linked
outside the hash. A count goes out only where the small-number rule lets it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from consult.common import history, outbox, translation
from consult.common.errors import Refused, mark
from consult.common.ids import new_id
from consult.loop.collect.records import Consultation, Round
from consult.loop.collect.rounds import current_round, today_in
from consult.loop.understand.audiences import themes_for as themes_for  # noqa: PLC0414 - asked for here too
from consult.loop.understand.checks import end, running
from consult.loop.understand.holds import is_held as is_held  # noqa: PLC0414
from consult.loop.understand.how_made import how_made
from consult.loop.understand.quotes import to_release
from consult.loop.understand.readers import must_be_representative
from consult.loop.understand.record_check import hash_of as hash_of  # noqa: PLC0414
from consult.loop.understand.records import (
    Audience,
    Contribution,
    Findings,
    FindingsQuote,
    FindingsTheme,
    Theme,
)
from consult.loop.understand.release_hashes import item_said, quote_said, quotes_in, whole_said
from consult.loop.understand.release_hashes import items_of as items_of  # noqa: PLC0414
from consult.loop.understand.release_hashes import verify as verify  # noqa: PLC0414
from consult.loop.understand.small_cells import FEWEST, meetings_shown, shown_again
from consult.loop.understand.themes import FIELDS, themes_of
from consult.loop.understand.where_words_lie import Sums, at_meetings, contributors, sums
from consult.people.permissions import Action
from consult.people.records import Account, Community

LONGEST = 2000


def release(
    session: Session,
    *,
    consultation: Consultation,
    alone: str,
    review_by: date,
    by: Account,
    now: datetime,
    small_cell: int = FEWEST,
) -> Findings:
    """Freeze every theme of `consultation` into its next findings and ask that they be owed.

    `alone` is one general line for words that lie on no theme, in the consultation's language.
    """
    must_be_representative(session, by=by, action=Action.RELEASE, consultation=consultation, now=now)
    session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    asked = current_round(session, consultation)
    themes = themes_of(session, consultation)
    if asked is None or asked.opened_at is None:
        raise Refused(mark("Nobody was asked yet. Open the consultation first."))
    totals = sums(session, asked)
    _must_be_ready(themes, totals, alone)
    _must_be_in_time(consultation, review_by, now)
    if current := running(session, consultation, now=now):
        end(session, check=current, by=by, now=now)
    findings = Findings(
        consultation=consultation,
        round=asked,
        number=_next_number(session, consultation),
        released_at=now,
        released_by=by,
        review_by=review_by,
        spoke=totals.spoke,
        set_aside=totals.set_aside,
        alone=alone.strip(),
        language=consultation.language,
        made=how_made(session, asked=asked, small_cell=small_cell),
        hash="",
    )
    session.add(findings)
    items = _freeze(session, findings, themes, small_cell=small_cell, now=now)
    _freeze_quotes(session, findings, items)
    findings.hash = hash_of(whole_said(findings, items, quotes_in(session, findings)))
    history.note(session, by=by.actor, action="findings.released", about=findings, now=now, themes=len(items))
    session.flush()
    outbox.ask_for(session, "owe", key=str(findings.id), now=now, findings_id=str(findings.id))
    _ask_to_count(session, findings, small_cell, now)
    return findings


def _ask_to_count(session: Session, findings: Findings, small_cell: int, now: datetime) -> None:
    key = str(findings.id)
    outbox.ask_for(session, "break_down", key=key, now=now, findings_id=key, small_cell=small_cell)


def _must_be_ready(themes: Sequence[Theme], totals: Sums, alone: str) -> None:
    if not themes:
        raise Refused(mark("Name at least one theme before you release findings."))
    for theme in themes:
        if theme.audience is Audience.ONE_OFFICE and len(theme.offices) != 1:
            raise Refused(
                mark("Theme %(number)s is for one office only. Choose exactly one for it."),
                number=theme.number,
            )
    if totals.alone + totals.unread and not alone.strip():
        raise Refused(
            mark("Some people's words lie on no theme. Write one general line for them."), field="alone"
        )
    if len(alone.strip()) > LONGEST:
        raise Refused(mark("This line is too long. Letters at most: %(most)s."), field="alone", most=LONGEST)


def _must_be_in_time(consultation: Consultation, review_by: date, now: datetime) -> None:
    if review_by <= today_in(consultation.community, now):
        raise Refused(mark("Give the committee time: choose a review day after today."), field="review_by")


def _next_number(session: Session, consultation: Consultation) -> int:
    last = session.scalar(
        select(func.max(Findings.number)).where(Findings.consultation_id == consultation.id)
    )
    return (last or 0) + 1


def _freeze(
    session: Session,
    findings: Findings,
    themes: Sequence[Theme],
    *,
    small_cell: int,
    now: datetime,
) -> list[FindingsTheme]:
    people = contributors(session, findings.round)
    before, met = _shown_before(session, findings.round), at_meetings(session, findings.round)
    items = []
    for theme in themes:
        spoke = people.get(theme.id, [])
        item = FindingsTheme(
            findings=findings,
            theme=theme,
            number=theme.number,
            name=theme.name,
            statement=theme.statement,
            language=theme.language,
            recording=theme.recording,
            audience=theme.audience,
            offices=list(theme.offices),
            people=shown_again(len(spoke), findings.spoke, before.get(theme.id, ()), small_cell),
            meetings=meetings_shown(met.get(theme.id, ()), small_cell),
        )
        item.hash = hash_of(item_said(findings, item))
        items.append(item)
    session.add_all(items)
    session.flush()
    rows = [
        {"id": new_id(), "findings_theme_id": item.id, "participant_id": person}
        for item in items
        for person in people.get(item.theme_id, [])
    ]
    if rows:
        session.execute(insert(Contribution), rows)
    for item in items:
        _freeze_translations(session, item, now=now)
    return items


def _freeze_quotes(session: Session, findings: Findings, items: Sequence[FindingsTheme]) -> None:
    agreed = to_release(session, [item.theme for item in items])
    for item in items:
        for quote in agreed.get(item.theme_id, []):
            frozen = FindingsQuote(
                findings_theme=item,
                quote=quote,
                text=quote.text,
                language=quote.language,
                where=list(quote.where),
            )
            frozen.hash = hash_of(quote_said(findings, frozen))
            session.add(frozen)
    session.flush()


def _shown_before(session: Session, asked: Round) -> dict[UUID, list[int]]:
    """The counts of each theme that earlier findings of the same round have shown."""
    found: dict[UUID, list[int]] = {}
    for theme_id, people in session.execute(
        select(FindingsTheme.theme_id, FindingsTheme.people)
        .join(Findings)
        .where(Findings.round_id == asked.id, FindingsTheme.people.is_not(None))
    ):
        found.setdefault(theme_id, []).append(people or 0)
    return found


def _freeze_translations(session: Session, item: FindingsTheme, *, now: datetime) -> None:
    for language in item.findings.consultation.languages:
        for field in FIELDS:
            worded = translation.latest(session, item.theme, field, language)
            if worded and language != item.language:
                translation.write(
                    session, item, field, language=language, text=worded.text, by_id=worded.by_id, now=now
                )


def translate_alone(
    session: Session, *, findings: Findings, language: str, text: str, by: Account, now: datetime
) -> None:
    """Say the general line for words on no theme in another language."""
    consultation = findings.consultation
    must_be_representative(session, by=by, action=Action.TRANSLATE, consultation=consultation, now=now)
    if language == findings.language or language not in consultation.languages:
        raise Refused(mark("This is not a language to translate into."), field="language")
    if not text.strip() or len(text.strip()) > LONGEST:
        raise Refused(mark("Write this line. Letters at most: %(most)s."), field="text", most=LONGEST)
    translation.keep(session, findings, "alone", language=language, text=text.strip(), by_id=by.id, now=now)
    session.flush()


def latest(session: Session, consultation: Consultation) -> Findings | None:
    """The newest findings of `consultation`."""
    return session.scalar(
        select(Findings)
        .where(Findings.consultation_id == consultation.id)
        .order_by(Findings.number.desc())
        .limit(1)
    )


def latest_in(session: Session, asked: Round) -> Findings | None:
    """The newest findings of one round; None: it is not released."""
    return session.scalar(
        select(Findings).where(Findings.round_id == asked.id).order_by(Findings.number.desc()).limit(1)
    )


def with_findings(session: Session) -> list[Consultation]:
    """The consultations of public communities of which something was released, the newest first."""
    newest = func.max(Findings.released_at).desc()
    found = select(Consultation).join(Community).where(Community.public)
    found = found.join(Findings, Findings.consultation_id == Consultation.id)
    return list(session.scalars(found.group_by(Consultation.id).order_by(newest)))


def all_findings(session: Session, consultation: Consultation) -> list[Findings]:
    """All releases of `consultation`, newest first."""
    return list(
        session.scalars(
            select(Findings)
            .where(Findings.consultation_id == consultation.id)
            .order_by(Findings.number.desc())
        )
    )


def findings_numbered(session: Session, *, consultation: Consultation, number: int) -> Findings | None:
    return session.scalar(
        select(Findings).where(Findings.consultation_id == consultation.id, Findings.number == number)
    )
