"""The answer told to the community: at a meeting, on the radio, on a poster. Logged, counted apart."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.loop.close.kinds import Kind, kinds
from consult.loop.close.obligations import now_on_themes
from consult.loop.close.reaching import note_reached
from consult.loop.close.records import Form, How, Obligation, Return, ReturnLine, Says
from consult.loop.close.verdicts_happened import Counted, add_lines
from consult.loop.collect.records import Consultation, Round
from consult.loop.respond.decisions import decision_of
from consult.loop.respond.records import ResponseVersion
from consult.loop.understand.findings import latest
from consult.loop.understand.records import FindingsTheme, Theme
from consult.people.records import Account, Participant, Place

MOST_SAID = 4000


def log(
    session: Session,
    *,
    consultation: Consultation,
    place: Place | None,
    form: Form,
    on: date,
    people: int,
    versions: Sequence[ResponseVersion],
    said: str = "",
    beans: Mapping[Theme, Mapping[Says, int]] | None = None,
    happened: Counted | None = None,
    line_read: bool = False,
    by: Account,
    now: datetime,
) -> Return:
    """Log that published `versions` were told on a day to `people` people, in `place` or everywhere.

    Settles what is owed to those it covers. `line_read`: the general line about words on no theme
    was read out too. `beans` are a meeting's verdict, and `happened` its word on promises; they are never
    added to persons.
    """
    _check(form=form, on=on, people=people, told=bool(versions) or line_read, now=now)
    if place is not None and place.community_id != consultation.community_id:
        raise Refused(mark("This place belongs to another community."), field="place")
    _check_was_out(session, consultation, versions, line_read, on)
    if len(said) > MOST_SAID:
        raise Refused(mark("This is too long. Letters at most: %(most)s."), field="said", most=MOST_SAID)
    returned = Return(
        consultation=consultation,
        place=place,
        form=form,
        on=on,
        people=people,
        said=said.strip(),
        by_id=by.id,
        at=now,
        versions=list(versions),
    )
    session.add(returned)
    _count_beans(session, returned, beans or {})
    here = themes_in(versions, consultation)
    add_lines(session, returned=returned, themes=here, counted=happened or {})
    session.flush()
    _settle(session, returned, line_read=line_read)
    history.note(
        session, by=by.actor, action="return.logged", about=returned, now=now, form=str(form), people=people
    )
    return returned


def returns_of(session: Session, consultation: Consultation) -> list[Return]:
    """The returns of a consultation, newest first."""
    mine = select(Return).where(Return.consultation_id == consultation.id)
    return list(session.scalars(mine.order_by(Return.on.desc(), Return.id)))


def lines_of(session: Session, returned: Sequence[Return]) -> dict[UUID, list[ReturnLine]]:
    """The beans of each of `returned`, by theme."""
    lines = session.scalars(
        select(ReturnLine)
        .join(Theme, ReturnLine.theme_id == Theme.id)
        .where(ReturnLine.return_id.in_([each.id for each in returned]))
        .order_by(Theme.number, ReturnLine.says)
    )
    found: dict[UUID, list[ReturnLine]] = {}
    for line in lines:
        found.setdefault(line.return_id, []).append(line)
    return found


def themes_in(versions: Sequence[ResponseVersion], consultation: Consultation) -> list[Theme]:
    """The themes of `consultation` that `versions` answer, by number: one answer may stand for several
    communities, and what one of them says is never put down to another."""
    answered = [theme for version in versions for theme in version.response.themes]
    here = {each.theme for each in answered if each.findings.consultation_id == consultation.id}
    return sorted(here, key=lambda theme: theme.number)


def numbers_in(versions: Sequence[ResponseVersion], consultation: Consultation) -> list[int]:
    """The theme numbers of `consultation` that `versions` answer."""
    return [theme.number for theme in themes_in(versions, consultation)]


def _check(*, form: Form, on: date, people: int, told: bool, now: datetime) -> None:
    if on > now.date():
        raise Refused(mark("This day is still to come. Log it when it has happened."), field="on")
    if people < 0 or (form is Form.MEETING and people == 0):
        raise Refused(mark("Give about how many people heard it."), field="people")
    if not told:
        raise Refused(mark("Choose at least one answer that was told."), field="versions")


def _check_was_out(
    session: Session,
    consultation: Consultation,
    versions: Sequence[ResponseVersion],
    line_read: bool,
    on: date,
) -> None:
    """What was told had been published here by that day."""
    for version in versions:
        if version.published_at is None or not _is_here(version, consultation):
            raise Refused(mark("Only answers published here can be told."), field="versions")
        if on < version.published_at.date():
            raise Refused(mark("On that day this answer was not published yet."), field="on")
    released = latest(session, consultation) if line_read else None
    if line_read and (released is None or on < released.released_at.date()):
        raise Refused(mark("On that day nothing was released yet."), field="on")


def _count_beans(session: Session, returned: Return, beans: Mapping[Theme, Mapping[Says, int]]) -> None:
    told = {theme.id for theme in themes_in(returned.versions, returned.consultation)}
    for theme, counts in beans.items():
        for says, count in counts.items():
            if count < 0:
                raise Refused(mark("Beans are counted from 0."), field="beans")
            if not count:
                continue
            if returned.form is not Form.MEETING or theme.id not in told:
                raise Refused(
                    mark("Beans belong to a meeting and to an answer that was told there."), field="beans"
                )
            session.add(ReturnLine(returned=returned, theme=theme, says=says, beans=count))


def _settle(session: Session, returned: Return, *, line_read: bool) -> None:
    """Everyone it covers is reached in the community. Who is known by no place, only by a return to all."""
    covered = (
        select(Obligation.id)
        .join(Participant, Obligation.participant_id == Participant.id)
        .join(Round, Obligation.round_id == Round.id)
        .where(Round.consultation_id == returned.consultation_id, Participant.left_on.is_(None))
    )
    if returned.place_id is not None:
        lives = func.coalesce(Participant.stays_in_id, Participant.comes_from_id)
        covered = covered.where(lives == returned.place_id)
    for version in returned.versions:
        themes = select(FindingsTheme.theme_id).where(
            FindingsTheme.id.in_([theme.id for theme in version.response.themes])
        )
        owed = session.scalars(covered.where(Obligation.theme_id.in_(themes))).all()
        _note(session, returned, [(each, version.id, None) for each in owed])
    findings = latest(session, returned.consultation) if line_read else None
    if findings is not None:
        words = kinds([findings.round])
        owed = session.scalars(
            covered.join(words, words.c.participant_id == Obligation.participant_id).where(
                Obligation.round_id == findings.round_id,
                Obligation.theme_id.is_(None),
                words.c.kind != Kind.UNREAD,
                ~now_on_themes(),
            )
        ).all()
        _note(session, returned, [(each, None, findings.id) for each in owed])


def _note(
    session: Session, returned: Return, proofs: Sequence[tuple[UUID, UUID | None, UUID | None]]
) -> None:
    note_reached(session, proofs, how=How.RETURN, on=returned.on, return_id=returned.id)


def newest(session: Session, consultation: Consultation) -> list[ResponseVersion]:
    """The answers of a consultation that stand and can be told, by number."""
    found = {}
    published = session.scalars(
        select(ResponseVersion)
        .join(ResponseVersion.response)
        .where(ResponseVersion.published_at.is_not(None))
        .order_by(ResponseVersion.number)
    )
    for version in published:
        of_here = _is_here(version, consultation)
        decision = decision_of(session, version.response) if of_here else None
        if decision is not None:
            found[decision.newest.id] = decision.newest
    return sorted(found.values(), key=lambda version: numbers_in([version], consultation))


def told_on(session: Session, consultation: Consultation, on: date) -> list[ResponseVersion]:
    """The answers of a consultation that stood at some hour of the day `on`, by number: one that is newer by
    now was not told there."""
    published = session.scalars(
        select(ResponseVersion)
        .where(ResponseVersion.published_at.is_not(None))
        .order_by(ResponseVersion.response_id, ResponseVersion.number)
    )
    stood: dict[UUID, list[ResponseVersion]] = {}
    for version in published:
        day = version.published_at.date() if version.published_at else on
        if day > on or not _is_here(version, consultation):
            continue
        before = stood.get(version.response_id, [])
        stood[version.response_id] = [*([] if day < on else _without_last(before, version)), version]
    found = [version for same in stood.values() for version in same]
    return sorted(found, key=lambda version: (numbers_in([version], consultation), version.number))


def _without_last(before: list[ResponseVersion], version: ResponseVersion) -> list[ResponseVersion]:
    """Of what stood earlier on that day, what is told beside `version`: a typing mistake is not."""
    return before[:-1] if version.only_wording else before


def _is_here(version: ResponseVersion, consultation: Consultation) -> bool:
    """One answer may stand for several communities."""
    return bool(themes_in([version], consultation))
