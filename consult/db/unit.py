"""The unit of work: one request, one text, one job is one transaction. The one commit is here."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.db.engine import READING, WAITS, open_engine


class Database:
    """A database that hands out sessions: `work` to change, `reading` to look."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reader = engine.execution_options(**{READING: True})
        self._hurried: dict[float, Engine] = {}

    @classmethod
    def at(cls, url: str) -> "Database":
        return cls(open_engine(url))

    @contextmanager
    def work(self, *, waits: float | None = None) -> Iterator[Session]:
        """Returning commits, raising rolls back. `waits`: seconds for which another writer is waited
        for before that counts as a fault; by default long enough for any of ours."""
        with Session(self._waiting(waits) if waits else self.engine, expire_on_commit=False) as session:
            try:
                yield session
            except BaseException:
                session.rollback()
                raise
            session.commit()

    def _waiting(self, seconds: float) -> Engine:
        """Made once for each patience: a webhook is in a hurry."""
        if seconds not in self._hurried:
            self._hurried[seconds] = self.engine.execution_options(**{WAITS: seconds})
        return self._hurried[seconds]

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose changes are never kept; it never waits for a writer."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session
            session.rollback()

    def close(self) -> None:
        self.engine.dispose()
