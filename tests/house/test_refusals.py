"""A refusal is a whole sentence that a door can translate."""

import ast
import re

from tests.house.source import Module, called, calls, house, module, words

OURS = {"field"}


def wrong(of: Module) -> list[str]:
    """What is wrong with each `Refused(` of a module."""
    faults = []
    for call in calls(of, "Refused"):
        first = call.args[0] if call.args else None
        marked = isinstance(first, ast.Call) and called(first) == "mark" and first.args
        sentence = words(first.args[0]) if marked and isinstance(first, ast.Call) else None
        where = f"{of.path}:{call.lineno}"
        if sentence is None:
            faults.append(f'{where} carries no mark("…")')
            continue
        wanted = set(re.findall(r"%\((\w+)\)s", sentence))
        given = {each.arg for each in call.keywords if each.arg} - OURS
        handed_over = any(each.arg is None for each in call.keywords)  # **values: not to be read here
        if wanted != given and not handed_over:
            faults.append(f"{where} names {sorted(wanted)} and is given {sorted(given)}")
        if not sentence.rstrip().endswith((".", "?")) and "Run: " not in sentence:
            faults.append(f"{where} is no whole sentence")
    return faults


def test_every_refusal_is_marked_whole_and_given_what_it_names() -> None:
    faults = [fault for each in house() for fault in wrong(each)]
    assert not faults, "\n".join(faults)


def test_the_rule_bites() -> None:
    assert wrong(module("a.py", 'Refused("No.")'))
    assert wrong(module("a.py", 'Refused(mark(f"No {x}."))'))
    assert wrong(module("a.py", 'Refused(mark("No %(day)s."))'))
    assert wrong(module("a.py", 'Refused(mark("No."), day=3)'))
    assert wrong(module("a.py", 'Refused(mark("no"))'))
    assert not wrong(module("a.py", 'Refused(mark("No %(day)s."), field="day", day=3)'))
