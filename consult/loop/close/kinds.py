"""What a person's words in a round came to: on a theme, standing alone, set aside, not read yet.

Before their round is released nobody may be told, so all of it counts as not read.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, Subquery, Uuid, and_, case, exists, literal, or_, select, union_all

from consult.loop.collect.records import Round
from consult.loop.understand.records import Findings
from consult.loop.understand.where_words_lie import people


class Kind(StrEnum):
    THEME = "theme"
    ALONE = "alone"
    SET_ASIDE = "set_aside"
    UNREAD = "unread"


def kinds(rounds: Sequence[Round], only: Collection[UUID] | None = None) -> Subquery:
    """One row a person and round: `participant_id`, `round_id`, `kind`, for what is owed on no theme.
    `only` some people: the words of others are not looked at."""
    return union_all(*(_kinds_in(each, only) for each in rounds)).subquery()


def _kinds_in(asked: Round, only: Collection[UUID] | None) -> Select[tuple[UUID, UUID, str]]:
    rows = people(asked, only)
    on_no_theme = rows.c.on_theme == 0
    unreleased = ~exists().where(Findings.round_id == asked.id)
    kind = case(
        (or_(unreleased, and_(on_no_theme, rows.c.read == 0)), str(Kind.UNREAD)),
        (and_(on_no_theme, rows.c.aside == rows.c.answers), str(Kind.SET_ASIDE)),
        else_=str(Kind.ALONE),
    )
    return select(
        rows.c.participant_id,
        literal(asked.id, Uuid()).label("round_id"),
        kind.label("kind"),
    )
