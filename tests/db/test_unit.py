"""The unit of work: returning commits, raising takes back, and a reader keeps nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.db.unit import Database
from consult.people.records import Community, Place


def add(session: Session, slug: str) -> None:
    session.add(Community(slug=slug, name=slug.title(), language="en", region="GB"))


def slugs(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Community.slug).order_by(Community.slug)))


def test_returning_commits_and_raising_takes_everything_back(database: Database) -> None:
    with database.work() as session:
        add(session, "tesfa")
    with pytest.raises(IntegrityError), database.work() as session:
        session.add_all(
            [Community(slug=slug, name="", language="en", region="GB") for slug in ("kessu", "tesfa")]
        )
    assert slugs(database) == ["tesfa"]


def test_a_reader_keeps_nothing(database: Database) -> None:
    with database.reading() as session:
        add(session, "tesfa")
        session.flush()
    assert slugs(database) == []


def test_a_row_cannot_point_at_nothing(database: Database) -> None:
    with pytest.raises(IntegrityError), database.work() as session:
        session.add(Place(community_id=Community().id, name="Upper Well"))


@pytest.mark.parametrize("apart", [False, True], ids=["in one process", "as in two processes"])
def test_writers_who_looked_first_wait_for_one_another_and_lose_nothing(
    database: Database, database_url: str, apart: bool
) -> None:
    """Each with an engine of its own they share no turns, as processes do not."""
    own = [Database.at(database_url) for _ in range(2)] if apart else []

    def write(first: int) -> None:
        through = own[first % 2] if apart else database
        for number in range(first * 100, first * 100 + 10):
            with through.work() as session:
                session.scalars(select(Community)).all()
                add(session, f"place{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))  # raises what one of them met
    for each in own:
        each.close()
    assert len(slugs(database)) == 40


def test_what_is_committed_is_on_disk_and_foreign_keys_count_on_sqlite(database: Database, kind: str) -> None:
    if kind == "postgres":
        return
    with database.engine.connect() as connection:
        said = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "mmap_size")
        }
    assert said.pop("mmap_size") > 0, "a page that reads much would wait for the system at every row"
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
