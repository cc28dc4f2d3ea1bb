"""The marks that count lines note what is run, as coverage.py counts it, and nothing while it is stopped."""

from typing import Any

import pytest
from coverage.parser import PythonParser

from tests import counted

SOURCE = '''"""What a module says of itself."""

from __future__ import annotations

import functools


@functools.cache
def choose(given: object) -> str:
    """What a function says of itself."""
    match given:
        case 1:
            return "one"
        case [_, *_]:
            return "many"
    try:
        if given:
            raise ValueError(
                given
            )
        elif given is None:
            pass
        else:
            return "empty"
    except TypeError:
        return "of no kind"
    except ValueError:
        return "wrong"
    finally:
        given = None
    return "nothing"
'''


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """SOURCE, marked and run; counting goes on, and nothing but it is looked at."""
    met = bytearray(SOURCE.count("\n") + 2)
    monkeypatch.setattr(counted, "_met", {"here": met})
    monkeypatch.setattr(counted, "_before", None)
    made: dict[str, Any] = {counted.MARK: met}
    exec(compile(counted.marked(SOURCE.encode()), "here", "exec", dont_inherit=True), made)
    return made


def run() -> set[int]:
    """Which statements were run, as coverage.py names them."""
    parser = PythonParser(text=SOURCE, filename="here")
    parser.parse_source()
    return parser.translate_lines(counted.lines()["here"]) & parser.statements


def at(*words: str) -> set[int]:
    """The lines that begin with these words."""
    found = {number for number, line in enumerate(SOURCE.splitlines(), 1) if line.strip().startswith(words)}
    assert len(found) == len(words)
    return found


FIRST = ("from", "import", "@", "def")


def test_a_module_says_and_does_the_same_with_its_marks(module: dict[str, Any]) -> None:
    assert module["__doc__"] == "What a module says of itself."
    choose = module["choose"].__wrapped__
    assert choose.__doc__ == "What a function says of itself."
    assert [choose(given) for given in (1, [2], 3, None, 0)] == ["one", "many", "wrong", "nothing", "empty"]


def test_what_was_run_is_what_counts(module: dict[str, Any]) -> None:
    assert run() == at(*FIRST)
    module["choose"]((2,))
    assert run() == at(*FIRST, "match", "case 1", "case [", 'return "many"')
    module["choose"](3)
    raised = ("try", "if given", "raise", "except T", "except V", 'return "wrong"', "given = None")
    assert run() == at(*FIRST, "match", "case 1", "case [", 'return "many"', *raised)


def test_what_is_run_while_it_is_stopped_does_not_count(module: dict[str, Any]) -> None:
    counted.only(counting=False)
    module["choose"](1)
    assert run() == at(*FIRST)
    counted.only(counting=True)
    assert run() == at(*FIRST)
    module["choose"]((2,))
    assert run() == at(*FIRST, "match", "case 1", "case [", 'return "many"')
