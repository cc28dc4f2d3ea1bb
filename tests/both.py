"""Which tests run on PostgreSQL besides SQLite.

Each test that asks for a database runs on SQLite. On PostgreSQL run as well: what says so itself by
`parametrize("kind", …)`; the folders WHOLE, whose point the database is; and of every other file the
tests that both.txt names, or the first one where it names none. The list holds tests that together make
every statement, from the main thread and from others, and meet every refusal of the database that the
whole suite does on PostgreSQL; `make both` chooses anew. CONSULT_DATABASES=both runs everything on both.
"""

import os
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

HERE = Path(__file__).parent
LIST = HERE / "both.txt"
WHOLE = ("db", "faults", "migrations", "post", "queue", "story")
KINDS = ["sqlite", "postgres"]


def kinds(metafunc: pytest.Metafunc) -> list[str]:
    """The databases on which this test runs."""
    file = metafunc.definition.path.relative_to(HERE)
    name, chosen = metafunc.definition.originalname, listed().get(file.as_posix())
    whole = file.parts[0] in WHOLE or os.environ.get("CONSULT_DATABASES") == "both"
    return KINDS if whole or name in (chosen or [_first_of(file, name)]) else KINDS[:1]


def says_itself(metafunc: pytest.Metafunc) -> bool:
    """Whether a mark of the test names its databases."""
    named = (mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    return any(
        "kind" in ([each.strip() for each in names.split(",")] if isinstance(names, str) else names)
        for names in named
    )


@cache
def listed() -> dict[str, list[str]]:
    """Names of tests, by file."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in LIST.read_text().splitlines():
        file, _, name = line.partition("::")
        found[file].append(name)
    return found


_first: dict[Path, str] = {}


def _first_of(file: Path, name: str) -> str:
    """The test of this file that was collected first of those that ask."""
    return _first.setdefault(file, name)


# choosing anew

BINDS = re.compile(r"%\(\w+\)s(::[\w ]+(\[\])?)?")
SHORTER = [
    (r"\d+", ""),
    (r"\?(, \?)+", "?"),
    (r"\((\?|DEFAULT|, )+\)(, \((\?|DEFAULT|, )+\))*", "(?)"),
    (r"\s+", " "),
]
_seen: dict[str, set[str]] = defaultdict(set)
_took: dict[str, float] = defaultdict(float)
_now: list[str] = []


def pytest_configure() -> None:
    event.listen(Engine, "before_cursor_execute", _statement)
    event.listen(Engine, "handle_error", _refusal)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Function) -> Iterator[None]:
    file, began = item.path.relative_to(HERE), time.process_time()
    name = f"{file.as_posix()}::{item.originalname}"
    if file.parts[0] not in WHOLE:
        _now.append(name)
    result = yield
    _now.clear()
    _took[name] += time.process_time() - began
    return result


def pytest_sessionfinish() -> None:
    LIST.write_text("".join(f"{name}\n" for name in sorted(choose(_seen, _took))))


def _statement(connection: Any, _: object, statement: str, *__: object) -> None:
    if _now and connection.dialect.name == "postgresql":
        _seen[_now[0]].add(f"{plain(statement)} {threading.current_thread() is threading.main_thread()}")


def _refusal(context: Any) -> None:
    if _now and context.dialect.name == "postgresql":
        fault = context.original_exception
        where = getattr(getattr(fault, "diag", None), "constraint_name", "")
        _seen[_now[0]].add(f"{type(fault).__name__} {where} {(context.statement or '').partition(' ')[0]}")


@cache
def plain(statement: str) -> str:
    """The statement without what differs from one time to the next."""
    said = BINDS.sub("?", statement)
    for pattern, short in SHORTER:
        said = re.sub(pattern, short, said)
    return said


def choose(seen: dict[str, set[str]], took: dict[str, float]) -> list[str]:
    """Tests that do together all that was seen: again and again the one that adds most for its time."""
    left, chosen = set().union(*seen.values()), []
    while left:
        best = max(sorted(seen), key=lambda name: len(seen[name] & left) / (took[name] + 0.05))
        chosen.append(best)
        left -= seen[best]
    return chosen
