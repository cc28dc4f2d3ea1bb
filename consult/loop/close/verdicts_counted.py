"""How much of what people say of answers came through helpers, and through helpers whom an office pays."""

from collections.abc import Mapping

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session

from consult.loop.close.few import all_or_none
from consult.loop.close.ledger_lines import Line, Unit
from consult.loop.close.records import TakenBy


def taken_in(session: Session, facts: Subquery) -> dict[TakenBy, int]:
    """Of the last words on answers that stand, those that a helper wrote down; who left is in none."""
    c = facts.c
    rows = session.execute(
        select(c.taken_by, func.count())
        .where(c.left == 0, c.says.is_not(None), c.taken_by.is_not(None))
        .group_by(c.taken_by)
    )
    counted = dict.fromkeys(TakenBy, 0)
    counted.update({TakenBy(taken_by): count for taken_by, count in rows})
    return counted


def taken_lines(taken: Mapping[TakenBy, int], *, judged: int, k: int) -> list[Line]:
    """Of the `judged` words, whose number is told, those through helpers: in all, and through paid ones.
    Both or none: a part that is small, or what is left beside it, could point at somebody."""
    helped = sum(taken.values())
    parts = {"own": judged - helped, **{str(by): count for by, count in taken.items()}}
    small = None in all_or_none(parts, k=k).values()
    return [
        Line("judged_helped", Unit.OWED, None if small else helped, withheld=small),
        Line("judged_paid", Unit.OWED, None if small else taken[TakenBy.PAID], withheld=small),
    ]
