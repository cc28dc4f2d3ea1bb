"""What each member of the committee still owes, theme by theme, and whether enough of them spoke."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.loop.review.records import Review
from consult.loop.understand.audiences import themes_for
from consult.loop.understand.records import Findings, FindingsTheme
from consult.people.records import Committee, Role, Seat
from consult.people.seats import living


@dataclass(frozen=True)
class Owed:
    """The numbers of the themes on which the member in `seat` has not spoken."""

    seat: Seat
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Tasks:
    """`spoke`: how many of the `members` said a word of each theme. `quorum`: more than half of them.

    A quorum is shown and stops nothing: below it a theme goes on by its day all the same.
    """

    members: list[Owed]
    spoke: Mapping[int, int]
    quorum: int

    @property
    def short(self) -> tuple[int, ...]:
        """The themes on which fewer than a quorum spoke."""
        return tuple(number for number, members in self.spoke.items() if members < self.quorum)


def tasks_of(session: Session, findings: Findings, now: datetime) -> Tasks:
    """What the review of `findings` still waits for, member by member."""
    members = members_of(session, findings, now)
    themes = themes_for(session, findings, viewer="committee")
    rows = session.execute(
        select(Review.seat_id, FindingsTheme.number)
        .join(Review.findings_theme)
        .where(FindingsTheme.findings_id == findings.id)
        .distinct()
    )
    said = {(seat_id, number) for seat_id, number in rows}
    spoke = Counter(number for seat_id, number in said if any(seat_id == each.id for each in members))
    return Tasks(
        [Owed(each, tuple(t.number for t in themes if (each.id, t.number) not in said)) for each in members],
        {theme.number: spoke[theme.number] for theme in themes},
        len(members) // 2 + 1,
    )


def members_of(session: Session, findings: Findings, now: datetime) -> list[Seat]:
    """The seats of the community's committee that are held now, by number."""
    held = (
        select(Seat)
        .join(Committee, Committee.id == Seat.committee_id)
        .where(
            Committee.community_id == findings.consultation.community_id,
            Seat.role == Role.COMMITTEE_MEMBER,
            living(now),
        )
        .options(joinedload(Seat.account))
        .order_by(Seat.number)
    )
    return list(session.scalars(held))
