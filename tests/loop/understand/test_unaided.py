"""Whoever follows the machine nearly always reads five cards without it."""

import pytest

from consult.loop.understand.unaided import AT_LEAST, FIVE, rest_left

YES, NO, ALONE = True, False, None


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ([], 0),
        ([YES] * (AT_LEAST - 1), 0),
        ([YES] * AT_LEAST, FIVE),
        ([YES] * 18 + [NO] * 2, 0),
        ([YES] * 19 + [NO], FIVE),
        ([NO] * 10 + [YES] * 20, 0),
        ([YES] * AT_LEAST + [ALONE] * 3, 2),
        ([YES] * AT_LEAST + [YES] * 3, FIVE),
        ([YES] * AT_LEAST + [ALONE] * FIVE, 0),
        ([YES] * AT_LEAST + [ALONE] * FIVE + [YES] * (AT_LEAST - 1), 0),
        ([ALONE] * 50, 0),
    ],
)
def test_how_many_are_left_to_read_without_help(taken: list[bool | None], left: int) -> None:
    assert rest_left(taken) == left
