"""What is known of every obligation of a consultation, grouped by the database in two queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Exists,
    Subquery,
    Uuid,
    and_,
    case,
    column,
    exists,
    func,
    select,
    values,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult.loop.close.handover_records import HandedOver, Handover, Way
from consult.loop.close.kinds import Kind, kinds
from consult.loop.close.obligations import ended_by_themes
from consult.loop.close.records import How, Obligation, Reached, Says, Telling
from consult.loop.close.verdicts import last_verdicts
from consult.loop.collect.records import Round
from consult.loop.respond.decisions import Decision
from consult.people.records import ContactPoint, HearBack, Participant, Reach
from consult.post.records import Delivery, Message

OUT = (Delivery.AMBIGUOUS, Delivery.ACCEPTED, Delivery.SENT, Delivery.DELIVERED)
"""States of a text that left our hands, as far as we know."""

GROUPED = (
    "theme_id", "round_id", "language", "kind", "left", "in_person", "told_here", "sent", "knocked", "failed",
    "says", "ways", "wants", "listens", "stopped", "whole", "gone", "passed", "without_number",
)  # fmt: skip


@dataclass(frozen=True)
class Same:
    """`count` obligations of which the same is known; `since`: the oldest of them."""

    count: int
    since: date
    theme_id: UUID | None
    round_id: UUID
    language: str
    kind: Kind
    left: bool
    in_person: bool
    told_here: bool
    sent: bool
    knocked: bool
    failed: bool
    says: Says | None
    ways: bool
    wants: bool
    listens: bool
    stopped: bool
    whole: bool
    gone: bool
    passed: bool
    without_number: bool


def grouped(facts: Subquery, session: Session) -> list[Same]:
    """The obligations, as few rows as there are different cases."""
    cols = [facts.c[name] for name in GROUPED]
    rows = session.execute(select(*cols, func.count(), func.min(facts.c.since)).group_by(*cols))
    found = []
    for *known, count, since in rows:
        known_by_name: dict[str, Any] = dict(zip(GROUPED, known, strict=True))
        for name in GROUPED[4:10] + GROUPED[11:]:
            known_by_name[name] = bool(known_by_name[name])
        known_by_name["kind"] = Kind(known_by_name["kind"])
        found.append(Same(count=count, since=since, **known_by_name))
    return found


def facts_of(rounds: Sequence[Round], standing: Mapping[UUID, Decision]) -> Subquery:
    """One row an obligation of `rounds`, with everything that decides whether and why it is owed. What was
    owed for words on no theme, and ended when they came to lie on one, is none."""
    words, ways, said, now = kinds(rounds), _ways(), last_verdicts(), _pairs(standing)
    theme = Obligation.theme_id
    matches = _said_of_standing(said, now)
    return (
        select(
            Obligation.participant_id,
            Obligation.since,
            theme,
            Obligation.round_id,
            Participant.language,
            case(
                (theme.is_not(None), str(Kind.THEME)),
                else_=func.coalesce(words.c.kind, Obligation.kind, str(Kind.UNREAD)),
            ).label("kind"),
            _flag(Participant.left_on.is_not(None)).label("left"),
            _flag(_reached(now, Reached.how != How.RETURN)).label("in_person"),
            _flag(_reached(now, Reached.how == How.RETURN)).label("told_here"),
            _flag(_told(now, Telling.whole.is_(True), Message.state.in_(OUT))).label("sent"),
            _flag(_told(now, Telling.whole.is_(False), Message.state.in_(OUT))).label("knocked"),
            _flag(
                and_(
                    _told(now, Message.state == Delivery.FAILED),
                    ~_told(now, Message.state != Delivery.FAILED),
                )
            ).label("failed"),
            case((matches, said.c.says), else_=None).label("says"),
            case((matches, said.c.taken_by), else_=None).label("taken_by"),
            *(
                func.coalesce(ways.c[name], 0).label(name)
                for name in ("ways", "wants", "listens", "stopped", "whole")
            ),
            _flag(_along(Handover.way == Way.OUT)).label("gone"),
            _with_number(Way.OUT, otherwise=False).label("passed"),
            case((_with_number(Way.IN, otherwise=True) == 0, 1), else_=0).label("without_number"),
        )
        .join(Participant, Obligation.participant_id == Participant.id)
        .outerjoin(
            words,
            and_(
                words.c.participant_id == Obligation.participant_id,
                words.c.round_id == Obligation.round_id,
                theme.is_(None),
            ),
        )
        .outerjoin(ways, ways.c.participant_id == Obligation.participant_id)
        .outerjoin(said, and_(said.c.participant_id == Obligation.participant_id, said.c.theme_id == theme))
        .where(Obligation.round_id.in_([each.id for each in rounds]), ~ended_by_themes())
        .subquery()
    )


def _flag(holds: ColumnElement[bool] | Exists) -> ColumnElement[int]:
    return case((holds, 1), else_=0)


def _pairs(standing: Mapping[UUID, Decision]) -> CTE | None:
    """Theme and version, for every version that says what stands for the theme."""
    pairs = [(theme, version) for theme, decision in standing.items() for version in decision.versions]
    if not pairs:
        return None
    return (
        values(column("theme_id", Uuid()), column("version_id", Uuid()), name="pairs").data(pairs).cte("now")
    )


def _stands(now: CTE | None, version: InstrumentedAttribute[UUID | None]) -> ColumnElement[bool]:
    """The version stands for the obligation's theme; for words on no theme, what was told does."""
    on_no_theme = and_(Obligation.theme_id.is_(None), version.is_(None))
    if now is None:
        return on_no_theme
    pair = exists().where(now.c.theme_id == Obligation.theme_id, now.c.version_id == version)
    return on_no_theme | pair.correlate(Obligation, version.class_)  # both stand in outer queries


def _reached(now: CTE | None, how: ColumnElement[bool]) -> Exists:
    return exists().where(Reached.obligation_id == Obligation.id, how, _stands(now, Reached.version_id))


def _told(now: CTE | None, *which: ColumnElement[bool]) -> Exists:
    return exists().where(
        Telling.obligation_id == Obligation.id,
        Message.id == Telling.message_id,
        _stands(now, Telling.version_id),
        *which,
    )


def _along(*which: ColumnElement[bool]) -> Exists:
    """It went along with a pack that was taken."""
    return exists().where(
        HandedOver.obligation_id == Obligation.id,
        Handover.id == HandedOver.handover_id,
        Handover.done_on.is_not(None),
        *which,
    )


def _with_number(way: Way, *, otherwise: bool) -> ColumnElement[int]:
    """Whether it went with a number in the newest pack that was taken: an older one may say otherwise."""
    newest = (
        select(case((HandedOver.number.is_(True), 1), else_=0))
        .join(Handover, Handover.id == HandedOver.handover_id)
        .where(HandedOver.obligation_id == Obligation.id, Handover.done_on.is_not(None), Handover.way == way)
        .order_by(Handover.at.desc(), Handover.id.desc())
        .limit(1)
        .correlate(Obligation)
        .scalar_subquery()
    )
    return func.coalesce(newest, int(otherwise))


def _said_of_standing(said: Subquery, now: CTE | None) -> ColumnElement[bool]:
    if now is None:
        return Obligation.id.is_(None)
    return exists().where(now.c.theme_id == said.c.theme_id, now.c.version_id == said.c.version_id)


def _ways() -> Subquery:
    """One row a person with living ways to be reached, and what these are."""
    wants = Reach.hear_back != HearBack.NOTHING
    listens = and_(wants, ContactPoint.stopped_at.is_(None), ContactPoint.dead_at.is_(None))

    def any_of(holds: ColumnElement[bool]) -> ColumnElement[int]:
        return func.max(case((holds, 1), else_=0))

    return (
        select(
            Reach.participant_id,
            func.max(1).label("ways"),
            any_of(wants).label("wants"),
            any_of(listens).label("listens"),
            any_of(and_(wants, ContactPoint.stopped_at.is_not(None))).label("stopped"),
            any_of(and_(listens, Reach.hear_back == HearBack.WHOLE)).label("whole"),
        )
        .join(ContactPoint, Reach.contact_point_id == ContactPoint.id)
        .where(Reach.until.is_(None))
        .group_by(Reach.participant_id)
        .subquery()
    )
