"""What came in one moment has an order too, and the same on every database."""

import ast

from sqlalchemy import DateTime
from sqlalchemy.types import TypeDecorator

from consult.common.record import Record
from tests.house.source import Module, calls, house, module

WORK = {"OutboxItem.due_at", "Message.leased_until"}
"""Taken one by one by many workers: of what is due at one moment none has to be first, and to sort all of it
for each that is taken costs more than the work."""

STEPS = {"CodeStep.at", "NotebookStep.at", "GroupShown.at", "SuggestionShown.at"}
"""One thing's own steps, one after the other: none comes in the moment of another."""


def moments() -> set[str]:
    """The columns that hold a moment, as code names them."""
    found = set()
    for mapper in Record.registry.mappers:
        for column in mapper.column_attrs:
            kind = column.columns[0].type
            if isinstance(kind.impl if isinstance(kind, TypeDecorator) else kind, DateTime):
                found.add(f"{mapper.class_.__name__}.{column.key}")
    return found


def left_to_chance(of: Module, columns: set[str]) -> list[int]:
    """Lines that order by a moment last: rows of one moment then come as the database likes."""
    found = []
    for call in calls(of, "order_by"):
        if not call.args:
            continue
        last = call.args[-1]
        if isinstance(last, ast.Call) and isinstance(last.func, ast.Attribute):
            last = last.func.value
        if ast.unparse(last) in columns:
            found.append(call.lineno)
    return found


def test_a_list_in_the_order_of_moments_has_a_second_key() -> None:
    columns = moments() - WORK - STEPS
    assert {each.path: lines for each in house() if (lines := left_to_chance(each, columns))} == {}


def test_the_rule_sees_a_moment_that_stands_last_and_no_other() -> None:
    wrong = module("x.py", "a.order_by(Import.at)\nb.order_by(Import.round_id, Import.at.desc())\n")
    right = module("x.py", "a.order_by(Import.at, Import.id)\nb.order_by(Import.at.desc(), Import.id)\n")
    columns = moments()
    assert left_to_chance(wrong, columns) == [1, 2]
    assert left_to_chance(right, columns) == []
