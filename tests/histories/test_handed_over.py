"""Chance plays a hand-over in the middle of a history: one for ten of those that CONSULT_HISTORIES asks for,
and none where it says nothing."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.common.errors import Refused
from consult.common.vault import make_keys, read_keys
from consult.db.tables import METADATA
from consult.db.unit import Database
from consult.loop.close.records import How, Obligation, Reached, Telling
from consult.people.records import Participant
from tests.histories.life import live, wait
from tests.histories.offices import answer, word_late
from tests.histories.people import ask, choose, judge, start, stop
from tests.histories.successor import Successor, agree, go, numbers_that_may_go
from tests.histories.test_random_histories import history
from tests.histories.world import World

__all__ = ["history"]
pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
PEOPLE = (go, choose, stop, start, agree, agree, judge, wait)
HERE = (*PEOPLE[:-2], answer, answer, word_late, ask, judge, wait)


def both(old: World, new: Successor, *, acts: tuple, steps: int, of: World) -> None:
    for _ in range(steps):
        of.do(old.chance.choice(acts))
        old.now = new.now = max(old.now, new.now)


def owed(world: World) -> dict[object, set[object]]:
    """What is owed to whom, of those who have not left."""
    found: dict[object, set[object]] = {}
    with world.database.reading() as session:
        rows = session.execute(
            select(Obligation.participant_id, Obligation.theme_id)
            .join(Participant, Participant.id == Obligation.participant_id)
            .where(Participant.left_on.is_(None))
        )
        for person, theme in rows:
            found.setdefault(person, set()).add(theme)
    return found


def left(world: World) -> set[object]:
    with world.database.reading() as session:
        return set(session.scalars(select(Participant.id).where(Participant.left_on.is_not(None))))


def told_by_text(world: World) -> set[tuple[object, object, object]]:
    with world.database.reading() as session:
        own = select(Reached.obligation_id, Reached.version_id, Reached.findings_id).where(
            Reached.message_id.is_not(None), Reached.how == How.TEXT
        )
        return {tuple(row) for row in session.execute(own)}


def written(world: World) -> int:
    with world.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Telling)) or 0


def passed_on(old: World, new: Successor) -> None:
    """Pack until the house before may call it done: people go on speaking and choosing meanwhile."""
    for steps in (2, 1, 0, 0, 0):
        receipt = new.takes()
        both(old, new, acts=PEOPLE[:-1], steps=steps, of=old)
        try:
            new.is_done(receipt)
        except Refused:
            old.now = new.now = old.now + timedelta(days=4)  # what is on its way comes, or never will
            old.settle()
        else:
            return
    raise AssertionError("it is never done")


if "CONSULT_HISTORIES" in os.environ:

    @pytest.mark.parametrize("seed", range(1, 2 + int(os.environ["CONSULT_HISTORIES"]) // 10))
    def test_between_two_houses_nobody_is_lost_told_twice_or_written_to_without_a_yes(
        history, seed, tmp_path
    ):
        old = history(seed)
        live(old, 25)
        both(old, old, acts=(agree,), steps=14, of=old)
        database = Database.at(f"sqlite:///{tmp_path / 'successor.sqlite'}")
        METADATA.create_all(database.engine)
        make_keys(tmp_path / "keys.json")
        new = Successor(old, database, read_keys(tmp_path / "keys.json"), folder=tmp_path)
        may: set[str] = set()
        for _ in range(3):
            passed_on(old, new)
            may |= numbers_that_may_go(old)
            new.begins()
            before = written(old)
            both(old, new, acts=HERE, steps=12, of=new)
            both(old, new, acts=PEOPLE, steps=4, of=old)
            assert written(old) <= before, "one house at a time"
        passed_on(old, new)
        for world in (old, new):
            world.end()
        gone = left(old) | left(new)
        here = owed(new)
        for person, themes in owed(old).items():
            assert person in gone or themes <= here[person], "nobody is lost"
        assert not left(old) & set(here), "who left there has left here"
        assert not told_by_text(old) & told_by_text(new), "nobody is told the same twice"
        assert {each.to for each in new.phones.texts} <= may, "only by a yes"
        database.close()
