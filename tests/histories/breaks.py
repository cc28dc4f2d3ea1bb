"""Five ways to break the house of which each must show: a count that cannot be wrong counts nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, true

from consult.jobs import actions
from consult.loop.close import facts, fanout, returns
from consult.loop.close.reaching import note_reached
from consult.loop.close.records import How, Telling


def a_knock_reaches(patch: pytest.MonkeyPatch) -> None:
    """Who was told only that there is news counts as reached by it."""

    def note_delivered(session: Any, *, message_id: Any, now: Any) -> None:
        told = select(Telling.obligation_id, Telling.version_id, Telling.findings_id)
        rows = session.execute(told.where(Telling.message_id == message_id)).all()
        note_reached(session, rows, how=How.TEXT, on=now.date(), message_id=message_id)

    patch.setattr(actions.tellings, "note_delivered", note_delivered)


def late_words_are_owed_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(actions.obligations, "owe_late", lambda *_, **__: None)


def an_old_verdict_counts_for_a_new_answer(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(facts, "_said_of_standing", lambda *_: true())


def half_of_a_batch_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    portion = fanout.portion

    def fewer(*given: Any, **which: Any) -> list[Any]:
        found = portion(*given, **which)
        return found[: len(found) // 2]

    patch.setattr(fanout, "portion", fewer)


def a_return_to_one_place_covers_all(patch: pytest.MonkeyPatch) -> None:
    settle = returns._settle

    def wider(session: Any, returned: Any, **how: Any) -> None:
        place, returned.place_id = returned.place_id, None
        settle(session, returned, **how)
        returned.place_id = place

    patch.setattr(returns, "_settle", wider)


BREAKS: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
    a_knock_reaches,
    late_words_are_owed_nothing,
    an_old_verdict_counts_for_a_new_answer,
    half_of_a_batch_is_forgotten,
    a_return_to_one_place_covers_all,
)
