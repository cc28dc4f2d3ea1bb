"""Who is missing so far: people heard, against the two lists, by group and place.

Counted until the end of the day before, so that nobody's coming is seen, and shown only where both
sides are large enough. In communities of fewer than a hundred people nothing is counted by group.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult.loop.collect.records import Answer, MeetingReport, Round, Submission
from consult.loop.understand.readers import stands
from consult.loop.understand.small_cells import FEWEST, shown
from consult.people.communities import places_of
from consult.people.lists import Listed, groups_of, known_size, lists_of
from consult.people.records import Belonging, Group, Participant, Place

SMALL = 100
"""Communities with fewer people than this are never counted by group."""


class How(StrEnum):
    """In which way people come from somewhere, or are of a group."""

    GROUP = "group"
    COMES_FROM = "comes_from"
    STAYS_IN = "stays_in"


@dataclass(frozen=True)
class Heard:
    """`people` None: withheld, as `few` (fewer than ten, or nobody) or because nearly everybody is of it."""

    how: How
    people: int | None
    few: bool


@dataclass(frozen=True)
class Row:
    """A group or place, what the lists say of it, who was heard, at how many meetings it was there."""

    listed: Listed
    heard: list[Heard]
    meetings: int

    @property
    def gap(self) -> bool:
        """Fewer than ten were heard in every way that counts."""
        return all(each.few for each in self.heard)


@dataclass(frozen=True)
class Missing:
    """`total`: people who spoke until yesterday, exact. `small`: too few live here to count by group."""

    rows: list[Row]
    total: int
    small: bool
    meetings: int
    at_meetings: int


def who_is_missing(session: Session, *, round: Round, today: date) -> Missing:  # noqa: A002
    """The lists beside who was heard in `round` before `today`."""
    community = round.consultation.community
    size = known_size(session, community)
    total = session.scalar(select(func.count()).select_from(_spoke(round, today).subquery())) or 0
    held = MeetingReport.round_id == round.id, MeetingReport.withdrawn_on.is_(None)
    reports = list(session.scalars(select(MeetingReport).where(*held)))
    counts = {how: Counter(dict(_counted(session, how, round, today))) for how in How}
    met = Counter(str(each) for report in reports for each in [*report.groups, report.place_id] if each)
    small = size is not None and size < SMALL
    rows = [
        Row(listed, [] if small else list(_heard(listed, counts, total)), met[str(listed.about.id)])
        for listed in _everybody(session, round)
    ]
    return Missing(rows, total, small, len(reports), sum(report.people for report in reports))


def _everybody(session: Session, round: Round) -> list[Listed]:  # noqa: A002
    """The lists, and the places of the community that no list names."""
    community = round.consultation.community
    living = {group.id for group in groups_of(session, community)}
    named = [
        each
        for each in lists_of(session, community)
        if isinstance(each.about, Place) or each.about.id in living
    ]
    there = {each.about for each in named}
    return [
        *named,
        *(Listed(each, None, None, []) for each in places_of(session, community) if each not in there),
    ]


def _spoke(round: Round, today: date) -> Select[UUID]:  # noqa: A002
    """Participants with standing words in the round from before today."""
    words = exists().where(Answer.submission_id == Submission.id, stands())
    return (
        select(Submission.participant_id)
        .where(Submission.round_id == round.id, Submission.received_on < today, words)
        .distinct()
    )


def _counted(session: Session, how: How, asked: Round, today: date) -> Iterator[tuple[UUID, int]]:
    column: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None]
    person: InstrumentedAttribute[UUID]
    match how:
        case How.GROUP:
            column, person = Belonging.group_id, Belonging.participant_id
        case How.COMES_FROM:
            column, person = Participant.comes_from_id, Participant.id
        case How.STAYS_IN:
            column, person = Participant.stays_in_id, Participant.id
    rows = session.execute(
        select(column, func.count(person))
        .where(and_(person.in_(_spoke(asked, today)), column.is_not(None)))
        .group_by(column)
    )
    for place, people in rows:
        assert place is not None
        yield place, people


def _heard(listed: Listed, counts: dict[How, Counter[UUID]], total: int) -> Iterator[Heard]:
    ways = (How.GROUP,) if isinstance(listed.about, Group) else (How.COMES_FROM, How.STAYS_IN)
    for how in ways:
        people = counts[how][listed.about.id]
        yield Heard(how, shown(people, total), few=people < FEWEST)
