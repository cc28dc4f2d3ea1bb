"""Long lists are shown fifty at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from consult.people import rosters


@dataclass(frozen=True)
class Leaf:
    """One page of a long list."""

    rows: list[Any]
    number: int
    more: bool


def leaf(rows: Sequence[Any], number: int) -> Leaf:
    """`rows` holds one more than a page when there is a next one."""
    return Leaf(list(rows[: rosters.AT_ONCE]), number, len(rows) > rosters.AT_ONCE)


def cut(rows: Sequence[Any], number: int) -> Leaf:
    """Page `number` of all `rows`."""
    return leaf(rows[(number - 1) * rosters.AT_ONCE :][: rosters.AT_ONCE + 1], number)


def page_number() -> int:
    """`?page=` from 1; what is no number is the first page."""
    return min(max(request.args.get("page", 1, type=int), 1), 100_000)
