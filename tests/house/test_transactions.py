"""One place commits, and the core reads no clock."""

import ast

from tests.house.source import Module, calls, house, module

CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("func", "now"),
    ("func", "current_timestamp"),
    ("uuid", "uuid1"),
}


def clock_readings(of: Module) -> list[int]:
    """Lines where a module looks at a clock: the time is handed in as `now`."""
    found = []
    for node in ast.walk(of.tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=attr, lineno=line) if (owner, attr) in CLOCKS:
                found.append(line)
            case ast.Attribute(value=ast.Attribute(attr=owner), attr=attr, lineno=line) if (
                owner,
                attr,
            ) in CLOCKS:
                found.append(line)
            case ast.Import(names=names, lineno=line) if any(each.name == "time" for each in names):
                found.append(line)
            case ast.ImportFrom(module="time", lineno=line):
                found.append(line)
            case ast.ImportFrom(module="uuid", names=names, lineno=line) if any(
                each.name == "uuid1" for each in names
            ):
                found.append(line)
    return found


def commits(of: Module) -> list[int]:
    return [call.lineno for call in calls(of, "commit") if isinstance(call.func, ast.Attribute)]


def test_only_the_unit_of_work_commits() -> None:
    places = {each.path for each in house() if commits(each)}
    assert places == {"consult/db/unit.py"}


def test_the_core_reads_no_clock() -> None:
    places = {each.path: lines for each in house() if each.in_core and (lines := clock_readings(each))}
    assert not places


def test_records_are_asked_for_in_one_way() -> None:
    """`select(…)`, not the older `session.query(…)`."""
    places = {each.path for each in house() if any(calls(each, "query"))}
    assert not places


def test_the_detectors_bite() -> None:
    clocks = (
        "datetime.now(UTC)",
        "date.today()",
        "import time",
        "from time import monotonic",
        "dt.datetime.now()",
        "func.now()",
        "datetime.utcnow",
        "from uuid import uuid1",
    )
    assert all(clock_readings(module("a.py", each)) for each in clocks)
    assert not clock_readings(module("a.py", "def f(now):\n    return now.date()\n"))
    assert commits(module("a.py", "session.commit()"))
