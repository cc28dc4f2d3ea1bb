"""Statements compiled once for all the databases of a test process, not once for each of them."""

from sqlalchemy import Engine

from consult.db import engine as engines

ROOM = 10_000
"""Statements that are kept: more than the house has."""
_first: dict[str, Engine] = {}


def keep(engine: Engine) -> None:
    """Let the engines that are opened from now on share what `engine`, which was connected, compiled."""
    engine._compiled_cache.capacity = ROOM  # type: ignore[union-attr]
    _first.setdefault(engine.name, engine)


def open_engine(url: str) -> Engine:
    """As the house opens it; a statement is looked up by the dialect that compiled it."""
    engine = engines.open_engine(url)
    if first := _first.get(engine.name):
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return engine
