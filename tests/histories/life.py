"""How the lives of the made-up community go on: who does what, and how often."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.db.unit import Database
from tests.histories.offices import answer, word_late
from tests.histories.people import ask, choose, judge, leave, open_with_code, speak, start, stop
from tests.histories.representatives import (
    hold,
    lift,
    merge,
    read,
    recode,
    release,
    say_whether_faithful,
    tell_in_the_open,
)
from tests.histories.world import Act, World

PEOPLE = 18
"""As many have spoken, and their words were read, before the first findings come out."""


def wait(world: World, session: Session) -> None:
    """Days pass."""
    world.now += timedelta(days=world.chance.randint(1, 9))


OFTEN: dict[Act, int] = {
    wait: 8, speak: 3, judge: 14, ask: 4, open_with_code: 3, choose: 4, stop: 2, start: 3, leave: 2,
    read: 3, recode: 5, merge: 1, release: 2, hold: 1, lift: 3, say_whether_faithful: 9, tell_in_the_open: 5,
    answer: 14, word_late: 6,
}  # fmt: skip


def begun(database: Database, vault: Vault, *, seed: int, now: datetime) -> World:
    """A community that has spoken, and whose first findings a committee has had time to review."""
    world = World(database, vault, seed=seed, now=now)
    for act in (speak, read):
        for _ in range(PEOPLE):
            world.do(act)
    world.do(release)
    world.now += timedelta(days=2)
    return world


def live(world: World, steps: int) -> None:
    """So many steps; each is something that somebody does, or a few days that pass."""
    acts = [act for act, weight in OFTEN.items() for _ in range(weight)]
    for _ in range(steps):
        world.do(world.chance.choice(acts))
