"""Where the committee disagrees.

A dissent stands beside the text that it answers, in the same size, for ever. It is never edited
and never dropped. How one is said is in `reviews`; how it is read for safety, in `safe_reading`.
"""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consult.loop.review.records import Position, Review
from consult.loop.review.reviews import stands
from consult.loop.understand.records import Findings, FindingsTheme


def dissents(session: Session, findings: Findings) -> list[Review]:
    """Every standing dissent on these findings, by theme."""
    return list(
        session.scalars(
            select(Review)
            .join(Review.findings_theme)
            .where(FindingsTheme.findings_id == findings.id, stands())
            .where(Review.position == Position.DISSENT)
            .order_by(FindingsTheme.number, Review.at, Review.id)
        )
    )


def disagrees(session: Session, findings_theme: FindingsTheme) -> bool:
    """Whether any member stands by a dissent on this theme."""
    dissent = exists().where(
        Review.findings_theme_id == findings_theme.id, Review.position == Position.DISSENT, stands()
    )
    return bool(session.scalar(select(dissent)))
