"""What offices did about a consultation's open themes, as rows: when they answered, where it went, what
they promised. A theme counts from the first release in which everyone could read it, for ever."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.loop.close.happened import PeopleSay, people_say
from consult.loop.close.ledger_cards import cards_of
from consult.loop.close.ledger_lines import AnswerRow, Place, PromiseRow, Rows, ThemeRow
from consult.loop.close.verdicts import reopened_answers
from consult.loop.collect.records import Consultation
from consult.loop.respond.decisions import NO_ANSWER, Decision, of_every_office, published_on
from consult.loop.respond.passing import runs_on
from consult.loop.respond.plans import went_into
from consult.loop.respond.promise_states import claimed, days, due, ended_on, overdue, promises_about
from consult.loop.respond.records import Commitment, Kind, ResponseVersion, WentInto
from consult.loop.understand.records import Audience, Findings, FindingsTheme, Hold


@dataclass(frozen=True)
class Open:
    """The themes of one consultation that everyone could read at some time, by their identity."""

    slug: str
    released: Mapping[UUID, list[FindingsTheme]]
    held: Mapping[UUID, date]
    closed: frozenset[UUID]

    def numbers(self, themes: Iterable[UUID]) -> tuple[int, ...]:
        """Those of them that everyone may read now."""
        seen = {each for each in themes if each in self.released and not self.is_hidden(each)}
        return tuple(sorted(self.released[each][0].number for each in seen))

    def is_hidden(self, theme: UUID) -> bool:
        return theme in self.held or theme in self.closed


def rows_of(session: Session, consultation: Consultation, *, now: datetime, k: int) -> Rows:
    """The rows of a consultation. Held themes stay in them; `hidden` says whose words nobody may read."""
    here = _open(session, consultation)
    published = published_on(session, here.released)
    decided = of_every_office(session, here.released)
    still = runs_on(session, [decision.newest for decision, _ in decided])
    passed = [(each, themes) for each, themes in decided if each.newest.kind is Kind.NEEDS_OTHERS]
    handed: dict[UUID, set[str]] = {}
    for decision, themes in passed:
        for theme in themes if decision.newest.id not in still else ():
            handed.setdefault(theme, set()).add(decision.newest.response.office.slug)
    again: dict[UUID, dict[str, date]] = {}
    offices = {decision.newest.response_id: decision.newest.response.office.slug for decision, _ in decided}
    for (theme, response), day in reopened_answers(session, here.released).items():
        again.setdefault(theme, {})[offices[response]] = day
    went = went_into(session, offices)
    return Rows(
        tuple(
            _theme(here, theme, published.get(theme, []), again.get(theme, {}), handed.get(theme, set()))
            for theme in here.released
        ),
        tuple(_answer(here, decision, themes, went) for decision, themes in decided),
        _promises(session, here, today=now.date(), k=k),
        cards_of(session, consultation.community, now=now),
    )


def _open(session: Session, consultation: Consultation) -> Open:
    rows = session.scalars(
        select(FindingsTheme)
        .join(Findings, Findings.id == FindingsTheme.findings_id)
        .where(Findings.consultation_id == consultation.id, FindingsTheme.audience == Audience.EVERYONE)
        .options(selectinload(FindingsTheme.offices), selectinload(FindingsTheme.findings))
        .order_by(Findings.number.desc(), FindingsTheme.number)
    )
    released: dict[UUID, list[FindingsTheme]] = {}
    for each in rows:
        released.setdefault(each.theme_id, []).append(each)
    holds = session.execute(
        select(Hold.theme_id, Hold.since).where(Hold.theme_id.in_(list(released)), Hold.lifted_at.is_(None))
    )
    newest = max((each.findings.number for found in released.values() for each in found), default=0)
    last = session.scalar(
        select(Findings.number)
        .where(Findings.consultation_id == consultation.id)
        .order_by(Findings.number.desc())
        .limit(1)
    )
    closed = {theme for theme, found in released.items() if found[0].findings.number != (last or newest)}
    return Open(
        consultation.slug, released, {theme: since.date() for theme, since in holds}, frozenset(closed)
    )


def _theme(
    here: Open,
    theme: UUID,
    published: list[ResponseVersion],
    again: Mapping[str, date],
    handed: set[str],
) -> ThemeRow:
    found = here.released[theme]
    first: dict[str, date] = {}
    for version in published:
        if version.kind not in NO_ANSWER and version.published_at is not None:
            first.setdefault(version.response.office.slug, version.published_at.date())
    return ThemeRow(
        consultation=here.slug,
        number=found[0].number,
        since=min(each.findings.released_at for each in found).date(),
        offices=frozenset(office.slug for each in found for office in each.offices),
        first=first,
        reopened=again,
        handed=frozenset(handed),
        held=here.held.get(theme),
        closed=theme in here.closed,
    )


def _answer(
    here: Open, decision: Decision, themes: set[UUID], went: Mapping[UUID, list[WentInto]]
) -> AnswerRow:
    version, said = decision.newest, went.get(decision.newest.response_id, [])
    hidden = all(here.is_hidden(theme) for theme in themes)
    assert version.published_at is not None
    return AnswerRow(
        consultation=here.slug,
        office=version.response.office.slug,
        numbers=here.numbers(themes),
        kind=str(version.kind),
        published=version.published_at.date(),
        places=tuple(
            Place(each.document, each.paragraph, each.page, each.on) for each in said if each.document
        ),
        in_none=bool(said) and not any(each.document for each in said),
        hidden=hidden,
    )


def _promises(session: Session, here: Open, *, today: date, k: int) -> tuple[PromiseRow, ...]:
    about = promises_about(session, here.released)
    said = people_say(session, here.released, k=k)
    of_promise: dict[UUID, tuple[Commitment, set[UUID]]] = {}
    for theme, found in about.items():
        for promise in found:
            of_promise.setdefault(promise.id, (promise, set()))[1].add(theme)
    made = [_promise(here, promise, themes, said, today) for promise, themes in of_promise.values()]
    return tuple(sorted(made, key=lambda each: (each.due, each.numbers)))


def _promise(
    here: Open,
    promise: Commitment,
    themes: set[UUID],
    said: Mapping[tuple[UUID, UUID], PeopleSay],
    today: date,
) -> PromiseRow:
    answer = promise.response_id
    words = [said[theme, answer] for theme in themes if answer and (theme, answer) in said]
    claim, moved = claimed(promise), days(promise)
    office = promise.response.office if promise.response else promise.office
    return PromiseRow(
        consultation=here.slug,
        office=office.slug if office else None,
        by=str(promise.by),
        numbers=here.numbers(themes),
        due=due(promise),
        moved=len(moved) - 1,
        claimed=claim.day if claim else None,
        overdue=overdue(promise, today),
        ended=ended_on(promise),
        people=_words(words),
        counted=max((each.on for each in words), default=None),
        hidden=all(here.is_hidden(theme) for theme in themes),
    )


def _words(said: list[PeopleSay]) -> dict[str, int | None]:
    """People's words on a promise, on all its numbers; None where one of them is small."""
    keys = [says for each in said for says in each.counts]
    if any(count is None for each in said for count in each.counts.values()):
        return dict.fromkeys(map(str, keys))
    return {str(says): sum(each.counts.get(says) or 0 for each in said) for says in keys}
